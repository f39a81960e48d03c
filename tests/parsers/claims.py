"""Typed pages read as a claim, for the tests of amounts."""

from __future__ import annotations

from parsers.fields.claim import ClaimReading, read_claim
from parsers.fields.payment import read_payment
from parsers.layout import build_sheet
from parsers.model import Page, Reading


def claim_of(*pages: Page) -> ClaimReading:
    sheet = build_sheet(pages)
    return read_claim(sheet, slip_totals=read_payment(sheet).slip_totals)


def rows_of(claim: ClaimReading) -> list[tuple[str, str]]:
    return [(line.type.value, str(line.amount)) for line in claim.lines if line.included]


def value(claim: ClaimReading, name: str) -> object:
    reading = claim.fields[name]
    assert isinstance(reading, Reading)
    return reading.value
