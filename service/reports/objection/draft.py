"""What stands in the draft: who it goes to, what it is about, its points and its requests.

Works on the report alone. Each card of the report (:func:`service.reports.cards.cards_of`) is one point, so kroner
that two checks strike are disputed once, with both grounds. Knows no law: rules, sections and arithmetic are those
of the findings, the arithmetic in sentences (:mod:`service.reports.working`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Literal

from checks.law import Language, default_law
from checks.messages.files import load_texts
from parsers.dates import format_date
from parsers.money import format_kroner_prose
from service.reports.cards import Card, cards_of, kroner_of
from service.reports.lateness import advised, is_late
from service.reports.objection.voice import first_person
from service.reports.report import CheckReport, Report
from service.reports.working import told

Stance = Literal["none", "pay_rest", "all"]
"""What the debtor says of the rest: nothing (the default), that it will be paid, or that all of it is disputed."""

Tone = Literal["claim", "doubt", "ask"]
"""Disputed outright, disputed as likely, or asked about."""

MOST_OWN_WORDS = 4_000
"""Characters of the user's own words that are taken into a draft."""

_TEXTS = Path(__file__).parent.parent / "words" / "objection"
_TONES: Mapping[str, Tone] = {"breach": "claim", "likely_breach": "doubt", "question": "ask"}
_LIMITATION = "limit-three-years"
_COLLECTION_ACT, _COSTS_SECTION = "lov/1988-05-13-26", "§ 17"


@dataclass(frozen=True, slots=True)
class Choices:
    """What the user decides. ``include`` holds the ids of :func:`items_of` to take in, ``None`` for those ticked from
    the start. ``own_words`` stand in a paragraph of their own, at most :data:`MOST_OWN_WORDS` characters.
    """

    include: frozenset[str] | None = None
    stance: Stance = "none"
    own_words: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One finding that can be taken in. ``id`` is that of its weightiest check; ``ticked`` says whether it is taken
    in unless the user decides otherwise.
    """

    id: str
    headline: str
    tone: Tone
    ticked: bool


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; ``heading`` may be empty. ``rows`` are lines of arithmetic under the text, ``after`` what follows
    them.
    """

    text: str
    heading: str = ""
    rows: tuple[str, ...] = ()
    after: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """The letter. ``to`` and ``copy`` are names as they were read, empty when they were not. ``next_step`` is advice
    to the user on where to complain, and no part of the letter.
    """

    lang: Language
    to: str
    copy: str
    date: str
    subject: str
    opening: str
    paragraphs: tuple[Paragraph, ...]
    closing: str
    next_step: tuple[str, ...]


def items_of(report: Report) -> tuple[Item, ...]:
    """The findings a draft can hold, in the report's order; advice that moves no money is left out."""
    return tuple(
        Item(
            id=card.main.id,
            headline=card.main.title if tone == "ask" else card.main.headline,
            tone=tone,
            ticked=tone != "ask" or card.main.leaning == "fail",
        )
        for card, tone in _cards(report)
    )


def may_pay_rest(report: Report) -> bool:
    """Whether offering to pay the rest is harmless: not while the claim may be too old to be demanded."""
    return all(c.id != _LIMITATION or c.status in {"pass", "not_applicable"} for c in report.checks)


def draft_of(report: Report, choices: Choices | None = None, *, today: dt.date) -> Draft:
    """The draft. Raises ``ValueError`` for an id that is not among :func:`items_of`, for a stance that
    :func:`may_pay_rest` rules out, and for too many own words.
    """
    choices = choices or Choices()
    _require_possible(report, choices)
    say = words(report.language)
    chosen = [(card, tone) for card, tone in _cards(report) if _is_chosen(card, tone, choices)]
    to, copy = _recipients(report)
    return Draft(
        lang=report.language,
        to=to,
        copy=copy,
        date=format_date(today, lang=report.language),
        subject=_subject(report),
        opening=_opening(report, any(tone != "ask" for _, tone in chosen), choices.stance),
        paragraphs=tuple(_paragraphs(report, chosen, choices, today)),
        closing=say["closing"],
        next_step=tuple(advised(line, report, today=today) for line in _next_step(report)),
    )


def _require_possible(report: Report, choices: Choices) -> None:
    known = {card.main.id for card, _ in _cards(report)}
    if choices.include is not None and not choices.include <= known:
        raise ValueError(f"no such finding: {', '.join(sorted(choices.include - known))}")
    if choices.stance == "pay_rest" and not may_pay_rest(report):
        raise ValueError("the claim may be time-barred: a promise to pay would interrupt limitation")
    if len(choices.own_words) > MOST_OWN_WORDS:
        raise ValueError(f"more than {MOST_OWN_WORDS} characters of own words")


def _cards(report: Report) -> Iterator[tuple[Card, Tone]]:
    for card in cards_of(report):
        if card.status in _TONES:
            yield card, _TONES[card.status]


def _is_chosen(card: Card, tone: Tone, choices: Choices) -> bool:
    if choices.include is not None:
        return card.main.id in choices.include
    return tone != "ask" or card.main.leaning == "fail"


@cache
def words(lang: str) -> Mapping[str, Any]:
    """The draft's own words."""
    return dict(load_texts(_TEXTS / f"{lang}.yaml"))


def _value(report: Report, *names: str) -> str:
    found = (report.letter.fields[name].value for name in names if name in report.letter.fields)
    return next((str(value) for value in found), "")


def _is_third_party(report: Report) -> bool:
    return report.letter.sender_role.value in {"collector", "lawyer"}


def _recipients(report: Report) -> tuple[str, str]:
    creditor = _value(report, "creditor")
    if not _is_third_party(report):
        return _value(report, "creditor", "collector"), ""
    to = _value(report, "collector")
    return (to, creditor) if to else (creditor, "")


def _subject(report: Report) -> str:
    say = words(report.language)["subject"]
    for name in ("case_number", "invoice_number", "customer_number", "kid"):
        number = _value(report, name)
        if number:
            return str(say[name].format(number=number))
    return str(say["none"])


def _opening(report: Report, disputes: bool, stance: Stance) -> str:
    say = words(report.language)["opening"]
    kind = say["kind"].get(report.letter.kind.value, say["kind"]["other"])
    day = _value(report, "letter_date")
    letter = say["dated"].format(kind=kind, day=format_date(day_of(day), lang=report.language)) if day else kind
    part = say["disputes_part"] if disputes else say["asks"]
    stand = say["disputes_all"] if stance == "all" else part
    return f"{say['refers'].format(letter=letter)} {stand}"


def day_of(text: str) -> dt.date:
    """An ISO date of the report."""
    return dt.date.fromisoformat(text)


def _paragraphs(
    report: Report, chosen: list[tuple[Card, Tone]], choices: Choices, today: dt.date
) -> Iterator[Paragraph]:
    say = words(report.language)
    for number, (card, tone) in enumerate(chosen, start=1):
        yield _point(report, card, tone, number)
    own = choices.own_words.strip()
    if own:
        yield Paragraph(own)
    if any(tone != "ask" for _, tone in chosen) or choices.stance == "all":
        yield Paragraph(say["request"]["stop_all" if choices.stance == "all" else "stop"])
    yield Paragraph(say["request"]["documents"])
    yield Paragraph(say["request"]["reply"])
    if choices.stance != "all":
        late = choices.stance == "pay_rest" and is_late(report, today=today)
        yield Paragraph(say["rest"]["pay_rest_late" if late else choices.stance])
    if report.letter.sender_role.value == "collector" and report.letter.debtor.value == "consumer":
        yield Paragraph(say["board"])


def _point(report: Report, card: Card, tone: Tone, number: int) -> Paragraph:
    say = words(report.language)["point"]
    main = card.main
    grounds = " ".join(_ground(check, report.language) for check in card.checks)
    if tone == "ask":
        return Paragraph(
            f"{grounds} {say['show']}", heading=f"{number}. {first_person(main.title, lang=report.language)}"
        )
    claim = _of(main.id, "claim", report.language) or first_person(main.headline, lang=report.language)
    request = _request(main, report.language, on=report.ruleset.evaluated_for, doubt=tone == "doubt")
    rows = told(main.computation, lang=report.language)
    text = grounds if tone == "claim" else f"{say['seems']} {grounds}"
    if rows:
        return Paragraph(f"{text} {say['working']}", heading=f"{number}. {claim}", rows=rows, after=request)
    return Paragraph(f"{text} {request}", heading=f"{number}. {claim}")


def _ground(check: CheckReport, lang: Language) -> str:
    rule = (_of(check.id, "rule", lang) or first_person(check.rule, lang=lang)).rstrip(".")
    references = "; ".join(_gathered(dict.fromkeys(b.reference for b in check.legal_basis)))
    return f"{rule} ({references})." if references else f"{rule}."


def _gathered(references: Iterable[str]) -> Iterator[str]:
    """Places in the law, those of one act after its name: "inkassoforskriften § 2-1, § 2-2"."""
    acts: dict[str, list[str]] = {}
    for reference in references:
        act, sign, place = reference.partition("§")
        acts.setdefault(act, []).append(sign + place)
    return (act + ", ".join(places) for act, places in acts.items())


def _of(id_: str, key: str, lang: str) -> str:
    own: Mapping[str, str] = words(lang)["checks"].get(id_, {})
    return own.get(key, "")


def _costs_section(on: dt.date | None, lang: Language) -> str:
    """Where the law says that costs fall away when its duties are not met."""
    law = default_law()
    reference = law.reference(_COLLECTION_ACT, _COSTS_SECTION, paragraph="", letter="")
    if on is not None and law.new_act_in_force is not None:
        reference = law.regimes.cited_on(reference, on) or reference
    return reference.label(lang)


def _request(check: CheckReport, lang: Language, *, on: dt.date | None, doubt: bool) -> str:
    say = words(lang)["request"]
    kroner = kroner_of(check)
    key = "correct"
    if kroner > Decimal(0):
        key = {"amount": "reduce", "C-ALL": "drop_costs", "C-COLL": "drop_salaer", "C-FEE": "drop_fee"}.get(
            check.consequence, "reduce"
        )
    wish = str(say[key].format(kroner=format_kroner_prose(kroner, lang=lang), law=_costs_section(on, lang)))
    return f"{say['doubt']} {wish}" if doubt else wish


def _next_step(report: Report) -> Iterator[str]:
    say = words(report.language)["next"]
    role = report.letter.sender_role.value
    yield say["first"]
    if role == "collector" and report.letter.debtor.value == "consumer":
        yield say["board"]
    if role == "lawyer":
        yield say["lawyer"]
    if role == "collector":
        yield say["supervision"]
    yield say["principal"]
