"""What several checks ask of a letter: is something said, is it only mentioned, is it truly not there.

A letter breaks no rule because we failed to read it. So "not there" means looked for and absent, never unreadable;
and a sentence the law asks for is missing only when the text does not even mention the matter. Whether a reading is
sure enough to accuse on is the engine's business, except for parts of a letter that a finding cannot name
(:func:`is_sure`). This module knows no law.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import TypeGuard, TypeVar

from checks.case import GATE, Case
from checks.model import Finding, Status
from parsers.dates import find_dates
from parsers.model import LineType, Missing, MissingReason, Origin, Reading, StatementId
from parsers.money import find_amounts

T = TypeVar("T")

_CONFUSED: Mapping[str, str] = {"1": "7", "7": "1", "0": "6", "6": "05", "3": "8", "8": "3", "5": "6"}
"""Digits that optical reading takes for one another."""

FIRM = 0.9
"""Least confidence, 0-1, of every word of a date in running text of a picture that an accusation may rest on: nothing
else bears it out (of 666 such dates on scans and everyday photos none was read wrongly).
"""

_BLANKS = re.compile(r"\s+")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[\W\d]*[A-ZÆØÅ])|(?<=\d)\n|\n\s*\n|\f|\n\s*[-–•·*]\s+")
_ADDRESS = re.compile(r"\S*@\S*|\b(?:www\.|https?:)\S+|\b[\w-]+\.(?:no|com|eu|org|net)\b", re.IGNORECASE)


def is_lost(case: Case, *names: str) -> bool:
    """Whether any of the fields stands in the letter but was unreadable or ambiguous, which is not absent."""
    readings = (case.letter.field(name) for name in names)
    return any(isinstance(r, Missing) and r.reason is not MissingReason.ABSENT for r in readings)


def surest(case: Case, *names: str) -> tuple[str, ...]:
    """The one of these fields that was read most surely, to rest on where any of them will do; empty for none."""
    found = [name for name in names if isinstance(case.letter.field(name), Reading)]
    return (max(found, key=lambda name: case.confidence((name,))),) if found else ()


def is_sure(reading: Reading[T] | Missing) -> TypeGuard[Reading[T]]:
    """Whether an accusation may rest on the reading; for readings that ``Finding.rests_on`` has no name for."""
    return isinstance(reading, Reading) and reading.confidence >= GATE


def sentences(case: Case) -> Iterator[str]:
    """The sentences and table rows of the running text, blanks evened, web and mail addresses left out."""
    yield from _sentences(case.letter.transcript.text)


@lru_cache(maxsize=32)
def _sentences(text: str) -> tuple[str, ...]:
    """Every check of a letter asks for the same ones."""
    pieces = (_BLANKS.sub(" ", _ADDRESS.sub(" ", piece)).strip() for piece in _SENTENCE_END.split(text))
    return tuple(piece for piece in pieces if piece)


def sentences_as_meant(case: Case) -> Iterator[str]:
    """The sentences, and those of a picture once more with misread words of the trade put right: for what may be said,
    never for what a letter is blamed for saying.
    """
    yield from sentences(case)
    yield from _sentences(case.letter.transcript.respelt)


def mentions(case: Case, subject: re.Pattern[str], *, besides: re.Pattern[str] | None = None) -> bool:
    """Whether any sentence holds the subject, leaving out sentences that hold ``besides``."""
    return any(
        subject.search(sentence) and not (besides and besides.search(sentence)) for sentence in sentences_as_meant(case)
    )


_FIRM_NAME = re.compile(
    r"\b(?P<name>[A-ZÆØÅ][\w&'’.-]*(?:[ \u00a0][\w&'’.-]+){0,5}?)[ \u00a0]"
    r"(?:ASA?|SA|BA|DA|ANS|KF|IKS|NUF|[Kk]ommune|KOMMUNE|[Bb]orettslag|[Ss]ameie|[Ii]drettslag|[Ff]orening|[Ss]tiftelse)\b"
)


def names_other_firm(case: Case) -> bool:
    """Whether the text names a firm or body besides the one that writes, under whatever label or none."""
    writer = case.text("collector")
    own = _letters(writer.value) if isinstance(writer, Reading) else ""
    names = {_letters(match["name"]) for match in _FIRM_NAME.finditer(case.letter.transcript.text)}
    others = {name for name in names if not own or (name not in own and own not in name)}
    return len(others) > (0 if own else 1)


def _letters(name: str) -> str:
    return re.sub(r"\W|\b(?:as|asa|sa|ba|da)\b", "", name.casefold())


def printed_amounts(case: Case) -> frozenset[Decimal]:
    """Every amount (kroner) in the text that is printed with øre or with a currency."""
    return frozenset(found.amount for found in find_amounts(case.letter.transcript.text))


def is_from_picture(case: Case) -> bool:
    """Whether any page was read from a picture, so that single characters may be wrong."""
    return any(page.source != "text" for page in case.letter.pages)


def is_read_firmly(case: Case, name: str) -> bool:
    """Whether a number that fails its check digit may be held against the letter rather than against our reading.

    It was told by the user, printed twice alike, or comes from a text and not from a picture.
    """
    reading = case.letter.field(name)
    if not isinstance(reading, Reading):
        return False
    alike = [m for m in case.letter.mentions.get(name, ()) if m.value == reading.value]
    repeated = len(alike) > 1 or "repeated" in reading.corroborated
    return reading.origin is Origin.USER or repeated or not is_from_picture(case)


def are_printed_firmly(case: Case, days: Iterable[dt.date]) -> bool:
    """Whether each of these days of the running text was read without doubt wherever it is printed, so that it may be
    held against the letter: it comes from a text, or from words of a picture that the engine was sure of.
    """
    if not is_from_picture(case):
        return True
    transcript = case.letter.transcript
    sure: dict[dt.date, float] = {}
    for found in find_dates(transcript.text):
        confidence = transcript.evidence(found.start, found.end).confidence
        sure[found.date] = min(confidence, sure.get(found.date, 1.0))
    return all(sure.get(day, 0.0) >= FIRM for day in days)


def typical_misreadings(amount: Decimal) -> frozenset[Decimal]:
    """Other amounts (kroner) that one typical confusion of digits, or a lost or invented comma, turns into this."""
    printed = f"{amount:.2f}"
    swapped = {
        Decimal(printed[:place] + other + printed[place + 1 :])
        for place, digit in enumerate(printed)
        for other in _CONFUSED.get(digit, "")
    }
    return frozenset(swapped | {amount * 100, (amount / 100).quantize(Decimal("0.01"))} - {amount})


def required_statement(case: Case, id_: StatementId, *, mentioned: bool) -> Finding:
    """The finding for a sentence the law asks for.

    Said outright: pass. Hinted at, or the matter is ``mentioned`` in words we do not understand: unsure. Neither:
    fail, which the engine lets stand only on a letter that was read whole.
    """
    name = f"statement:{id_.value}"
    statement = case.says(id_)
    if statement is not None and statement.strength == "clear":
        return Finding(Status.PASS, rests_on=(name,))
    if statement is not None:
        return Finding(Status.UNSURE, variant="weak", rests_on=(name,))
    if mentioned:
        return Finding(Status.UNSURE, variant="mentioned")
    return Finding(Status.FAIL, absence=True)


def judge_label(case: Case, label: re.Pattern[str]) -> Finding:
    """Whether the letter calls itself what it must: in the heading (pass), in the text (pass), nowhere (fail).

    Words of which it is in doubt whether they are the heading stand in the text in any case. Without a heading that was
    read it is unsure: the word may be the subject of a digital message.
    """
    heading = case.letter.heading
    is_mentioned = mentions(case, label)
    if isinstance(heading, Reading) and label.search(heading.value) and (is_sure(heading) or not is_mentioned):
        return Finding(Status.PASS, rests_on=("heading",))
    if is_mentioned:
        return Finding(Status.PASS, variant="text")
    if isinstance(heading, Missing):
        return Finding(Status.UNSURE, variant="no-heading")
    return Finding(Status.FAIL, params={"heading": heading.value}, rests_on=("heading",), absence=True)


def forbidden_statement(case: Case, id_: StatementId) -> Finding:
    """The finding for a sentence the law forbids: pass without it, fail on it said outright, unsure on a hint.

    The variant of a failure is what the statement is about (``Statement.detail``).
    """
    name = f"statement:{id_.value}"
    statement = case.says(id_)
    if statement is None:
        return Finding(Status.PASS)
    if statement.strength == "weak":
        return Finding(Status.UNSURE, variant="weak", rests_on=(name,))
    return Finding(Status.FAIL, variant=statement.detail or "", rests_on=(name,))


_BILL = re.compile(r"\b(?:veksel|veksler|vekslar|sjekk(?:en|er|ar)?|bill of exchange|cheque)\b", re.IGNORECASE)


def rests_on_bill(case: Case) -> bool:
    """Whether the claim is said to stem from a bill of exchange or a cheque (inkassoloven 1988 § 12)."""
    claim = case.text("claim_description")
    return isinstance(claim, Reading) and _BILL.search(claim.value) is not None


def charges_costs(case: Case) -> bool:
    """Whether the demand holds a row of interest or of any cost."""
    kinds = [kind for kind in LineType if kind not in (LineType.PRINCIPAL, LineType.PAID, LineType.TOTAL)]
    return any(line.amount > 0 for line in case.letter.lines_of(*kinds))
