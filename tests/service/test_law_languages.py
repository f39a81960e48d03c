"""The commands that show the law, in nynorsk and English: the same keys and figures, none of the words of bokmål."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from click.testing import CliRunner

from service.cli import main
from service.reports.law import groups, law_words
from tests.words import leaves, placeholders

OTHERS = pytest.mark.parametrize("lang", ["nn", "en"])
COMMANDS = (
    ("rates", "--date", "2026-03-12"),
    ("rates", "--date", "2031-01-01"),
    ("checks",),
    ("checks", "salaer-over-limit"),
    ("interest", "--principal", "1000", "--from", "2025-01-10", "--to", "2026-03-01"),
    ("fee", "--principal", "1248", "--due", "2026-06-15", "--on", "2026-07-27", "--stage", "heavy"),
)
FOREIGN = {
    "nn": r"\b(ikke|fra|kravene|loven|lest|kilde|regnet|høyeste|jeg|hva)\b",
    "en": r"\b(ikke|fra|kravet|loven|lest|kilde|regnet|høyeste|og|gjelder)\b",
}


def run(*arguments: str) -> str:
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0, result.stderr
    return result.stdout.replace("\u00a0", " ")


@OTHERS
def test_every_word_is_there_with_the_same_placeholders(lang: Any) -> None:
    ours, theirs = dict(leaves(law_words("nb"))), dict(leaves(law_words(lang)))
    assert theirs.keys() == ours.keys()
    # Why a figure is not known is a sentence of the law's data, in bokmål alone.
    differing = {path for path in ours if placeholders(ours[path]) != placeholders(theirs[path])}
    assert differing == {"rates/unknown_why"}
    assert [[group.id, *group.keys] for group in groups(lang)] == [[group.id, *group.keys] for group in groups()]


@OTHERS
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_command_speaks_one_language(lang: str, command: tuple[str, ...]) -> None:
    text = run(*command, "--lang", lang)
    # How a check is decided is told in English in every language.
    text = re.split(r"\(på engelsk\)", text)[0]
    found = re.findall(FOREIGN[lang], re.sub(r"https?:\S+", "", text), re.IGNORECASE)
    assert found == []


@OTHERS
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_figures_are_the_same_in_every_language(lang: str, command: tuple[str, ...]) -> None:
    def figures(text: str) -> list[str]:
        said = json.loads(text)
        return [value for path, value in leaves(said) if re.fullmatch(r"-?\d+(\.\d+)?|\d{4}-\d\d-\d\d", str(value))]

    assert figures(run(*command, "--json", "--lang", lang)) == figures(run(*command, "--json"))
