"""A calculation in sentences: every figure of the steps is told, and what is said to make a result makes it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from checks.law import Language
from checks.messages.files import load_texts
from checks.messages.steps import _FOLDER
from service.reports.report import Report, StepReport
from service.reports.working import told, words
from tests.service.test_objection import LANGUAGES, failing_cases, report_of

Audited = Callable[..., tuple[Report, Any]]
MAKING = re.compile(r"(?<![\d.])([\d,]+(?:\.\d+)?) ([×+−]) ([\d,]+(?:\.\d+)?) = ([\d,]+(?:\.\d+)?)(?!\d)")


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def step(label: str, value: str | None, result: str | None = None, **more: str) -> StepReport:
    return StepReport(
        label=label,
        value=value,
        unit=more.get("unit", "kr"),
        origin="",
        formula=more.get("formula", ""),
        result=result,
    )


FEE = (
    step("Kravets størrelse", "2006"),
    step("Raden gjelder krav til og med", "2500"),
    step("Inkassosats", "750"),
    step("Tungt salær", "0.8", "600", unit="times", formula="inkassosats × multiplum"),
    step("Tillegg for merverdiavgift", "25", "750", unit="percent", formula="+ mva."),
    step("Brevet krever", "1200", "450", formula="krav − grense"),
)


def test_a_fee_is_told_from_the_claim_to_what_is_too_much() -> None:
    assert [plain(line) for line in told(FEE, lang="nb")] == [
        "Kravet er på 2 006 kroner.",
        "Da gjelder taket for krav til og med 2 500 kroner.",
        "Inkassosatsen er 750 kroner. Det er et grunnbeløp i forskriften som taket regnes ut fra.",
        "Tungt salær, som gjelder senere i saken, er høyst 0,8 ganger inkassosatsen: 0,8 × 750 kroner = 600 kroner.",
        "Med 25 % merverdiavgift blir taket 600 kroner + 150 kroner = 750 kroner.",
        "Brevet krever 1 200 kroner. Det er 1 200 kroner − 750 kroner = 450 kroner over grensen.",
    ]


def test_interest_is_told_with_its_rate_and_held_against_the_sum_of_the_pieces() -> None:
    year = "10 000,00 × rentesats × {} dager / 365"
    steps = (
        step("15.06.2026–30.06.2026", "12", "52.60", unit="percent", formula=year.format(16)),
        step("01.07.2026–26.08.2026", "12.25", "191.30", unit="percent", formula=year.format(57)),
        step("Brevet krever", "246.13", "2.23", formula="krav − grense"),
    )
    lines = [plain(line) for line in told(steps, lang="nb")]
    assert lines[0] == "15.06.2026–30.06.2026: 10 000,00 × 12 % × 16 dager / 365 = 52,60 kroner."
    assert lines[2] == "Brevet krever 246,13 kroner. Det er 246,13 kroner − 243,90 kroner = 2,23 kroner over grensen."


def test_figures_that_do_not_make_the_result_are_not_said_to() -> None:
    odd = (*FEE[:-1], step("Brevet krever", "1200", "100", formula="krav − grense"))
    assert plain(told(odd, lang="nb")[-1]) == "Brevet krever 1 200 kroner. Av det er 100 kroner over grensen."


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_calculation_of_every_check_is_told_without_the_words_of_formulas(lang: Language) -> None:
    count = 0
    for case in failing_cases():
        _, row = case.values
        if "amounts" not in row["expect"]:
            continue
        for check in report_of(row, lang).checks:
            for one, line in zip(check.computation, told(check.computation, lang=lang), strict=True):
                count += 1
                assert "(" not in line or "(" in one.label or "inkassosats" in line or "rettsgebyr" in line, line
                assert not re.search(r"multiplum|multiple|krav − grense|demand − limit", line), line
                assert line.endswith("."), line
                if lang == "en":
                    _adds_up(plain(line).replace("NOK ", ""))
    assert count > 100


def _adds_up(line: str) -> None:
    for found in MAKING.finditer(line):
        one, other, result = (float(found[place].replace(",", "")) for place in (1, 3, 4))
        made = {"×": one * other, "+": one + other, "−": one - other}[found[2]]
        assert abs(made - result) < 0.006, line


@pytest.mark.parametrize("lang", ["nn", "en"])
def test_lines_of_their_own_are_known_by_the_labels_of_the_calculations(lang: Language) -> None:
    labels = load_texts(_FOLDER / lang / "steps.yaml")["labels"]
    ours, theirs = words("nb")["steps"], words(lang)["steps"]
    assert {key: labels[said["label"]] for key, said in ours.items()} == {
        k: said["label"] for k, said in theirs.items()
    }
    assert {key: said.keys() for key, said in ours.items()} == {key: said.keys() for key, said in theirs.items()}
    assert words("nb")["general"].keys() == words(lang)["general"].keys()
