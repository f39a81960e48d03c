"""A letter from plain facts: what a lawyer writes in a case file, or the truth beside a sample.

The same shape serves the tests of the checks and the scoring of readings: what the letter says, without any
reading. Every value gets the confidence given (1.0 unless the facts say otherwise) and an evidence that points at
nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Literal

from parsers.corrections import Known
from parsers.model import (
    AMOUNT_FIELDS,
    COUNT_FIELDS,
    DATE_FIELDS,
    FIELD_NAMES,
    RATE_FIELDS,
    ClaimItem,
    ClaimLine,
    DebtorType,
    DocumentType,
    Evidence,
    InterestSegment,
    Letter,
    LetterKind,
    LineType,
    Missing,
    Page,
    PageQuality,
    Reading,
    SenderRole,
    Statement,
    StatementId,
    Transcript,
)

_KEYS = frozenset(
    {
        "kind",
        "document",
        "source",
        "sender_role",
        "debtor",
        "language",
        "heading",
        "fields",
        "lines",
        "statements",
        "claims",
        "interest_segments",
        "mentions",
        "fully_read",
        "confidence",
        "rivals",
        "text",
    }
)


def letter_from_facts(facts: Mapping[str, Any]) -> Letter:
    """The letter the facts describe.

    ``fields``: contract field -> value (dates ISO or date, amounts as text or number). ``lines``: rows ``{type,
    label, amount}`` with optional ``included``, ``count``, ``relates_to``, ``confidence``; when there are none, one
    row is made for every amount field given. ``statements``: ``{id: true | "clear" | "weak" | days}``, with a
    detail as ``"clear prison"``.
    ``confidence``: ``{field or kind or document or sender_role or debtor: 0-1}``. ``rivals``: ``{kind: {other
    kind: 0-1}}``. ``source``: what the one page was read from (text, scan, photo); without it there is no page.
    Raises ``KeyError`` for an unknown key, so that a typing error in a case file is found.
    """
    unknown = set(facts) - _KEYS
    if unknown:
        raise KeyError(f"unknown facts: {sorted(unknown)}")
    sure: Mapping[str, float] = facts.get("confidence", {})
    given: Mapping[str, Any] = facts.get("fields", {})
    fields: dict[str, Reading[object] | Missing] = {
        name: _reading(_value(name, value), sure.get(name, 1.0), str(value)) for name, value in given.items()
    }
    lines = _lines(facts.get("lines"), given, sure)
    for type_ in {line.type for line in lines}:
        rows = [line for line in lines if line.type is type_ and line.included]
        if rows:
            total = sum((line.amount for line in rows), Decimal("0.00"))
            fields.setdefault(type_.value, _reading(total, min(r.confidence for r in rows), str(total)))
    heading = facts.get("heading")
    return Letter(
        kind=replace(_reading(LetterKind(facts["kind"]), sure.get("kind", 1.0)), rivals=_other_kinds(facts)),
        sender_role=_reading(SenderRole(facts.get("sender_role", "collector")), sure.get("sender_role", 1.0)),
        debtor=_reading(DebtorType(facts.get("debtor", "consumer")), sure.get("debtor", 1.0)),
        language=_reading(str(facts.get("language", "nb")), 1.0),
        heading=_reading(str(heading), sure.get("heading", 1.0), str(heading)) if heading else Missing("heading"),
        fields=MappingProxyType(fields),
        lines=lines,
        statements=MappingProxyType(_statements(facts.get("statements", {}), sure)),
        transcript=Transcript(text=str(facts.get("text", "")), words=(), word_spans=(), word_pages=(), lines=()),
        claims=tuple(_claim(item) for item in facts.get("claims", ())),
        interest_segments=tuple(_segment(item) for item in facts.get("interest_segments", ())),
        mentions=MappingProxyType(
            {
                name: tuple(_reading(_value(name, v), sure.get(name, 1.0), str(v)) for v in values)
                for name, values in facts.get("mentions", {}).items()
            }
        ),
        pages=(_page(facts["source"]),) if "source" in facts else (),
        fully_read=bool(facts.get("fully_read", True)),
        document=_reading(DocumentType(facts["document"]), sure.get("document", 1.0)) if "document" in facts else None,
    )


def _page(source: Literal["text", "scan", "photo"]) -> Page:
    """A page of that source that was read without fault; its words are of no matter to the facts."""
    return Page(
        number=1, source=source, width=1240, height=1754, rotation=0, words=(), quality=PageQuality(1.0), picture=b""
    )


def known_from_facts(facts: Mapping[str, Any]) -> Known:
    """What the user knows: contract fields are corrections, everything else answers. Dates may be ISO text."""
    corrections = {k: _value(k, v) for k, v in facts.items() if k in FIELD_NAMES or k in {"kind", "sender_role"}}
    answers = {k: _answer(k, v) for k, v in facts.items() if k not in corrections}
    return Known(corrections=MappingProxyType(corrections), answers=MappingProxyType(answers))


def _answer(name: str, value: object) -> object:
    if name.endswith("_date") and isinstance(value, str) and value not in ("no", "unknown"):
        return dt.date.fromisoformat(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value


def _value(name: str, value: object) -> object:
    if name in DATE_FIELDS:
        return value if isinstance(value, dt.date) else dt.date.fromisoformat(str(value))
    if name in AMOUNT_FIELDS or name == "instalment_amount":
        return Decimal(str(value)).quantize(Decimal("0.01"))
    if name in RATE_FIELDS:
        return Decimal(str(value))
    if name in COUNT_FIELDS:
        return int(str(value))
    if name in FIELD_NAMES or name in {"kind", "sender_role"}:
        return str(value)
    raise KeyError(name)


def _reading(value: Any, confidence: float, quote: str = "") -> Reading[Any]:
    return Reading(value=value, confidence=confidence, evidence=(Evidence(1, (), None, quote, confidence),))


def _other_kinds(facts: Mapping[str, Any]) -> tuple[Reading[LetterKind], ...]:
    return tuple(Reading(LetterKind(kind), share) for kind, share in facts.get("rivals", {}).get("kind", {}).items())


def _lines(
    rows: Sequence[Mapping[str, Any]] | None, fields: Mapping[str, Any], sure: Mapping[str, float]
) -> tuple[ClaimLine, ...]:
    if rows is None:
        rows = [
            {"type": name, "label": name, "amount": fields[name]}
            for name in AMOUNT_FIELDS
            if name in fields and name != "total"
        ]
    return tuple(
        ClaimLine(
            type=LineType(row["type"]),
            label=str(row.get("label", row["type"])),
            amount=Decimal(str(row["amount"])).quantize(Decimal("0.01")),
            confidence=float(row.get("confidence", sure.get(row["type"], 1.0))),
            evidence=(Evidence(1, (), None, str(row["amount"]), 1.0),),
            included=bool(row.get("included", True)),
            count=int(row.get("count", 1)),
            relates_to=row.get("relates_to"),
        )
        for row in rows
    )


def _statements(given: Mapping[str, Any], sure: Mapping[str, float]) -> dict[StatementId, Statement]:
    found = {}
    for name, value in given.items():
        if value is False or value is None:
            continue
        id_ = StatementId(name)
        days = value if isinstance(value, int) and not isinstance(value, bool) else None
        strength, _, detail = str(value).partition(" ")
        confidence = sure.get(name, 1.0)
        found[id_] = Statement(
            id=id_,
            strength="weak" if strength == "weak" else "clear",
            confidence=confidence,
            evidence=(Evidence(1, (), None, name, confidence),),
            value=days,
            detail=detail or None,
        )
    return found


def _claim(item: Mapping[str, Any]) -> ClaimItem:
    def part(key: str, name: str) -> Reading[Any] | Missing:
        value = item.get(key)
        return Missing(name) if value is None else _reading(_value(name, value), 1.0, str(value))

    return ClaimItem(
        number=part("invoice_number", "invoice_number"),
        due=part("due", "original_due_date"),
        amount=part("amount", "principal"),
    )


def _segment(item: Mapping[str, Any]) -> InterestSegment:
    def day(key: str) -> dt.date | None:
        value = item.get(key)
        return None if value is None else dt.date.fromisoformat(str(value))

    rate, amount = item.get("rate"), item.get("amount")
    return InterestSegment(
        rate=None if rate is None else Decimal(str(rate)),
        first_day=day("first_day"),
        last_day=day("last_day"),
        amount=None if amount is None else Decimal(str(amount)),
    )
