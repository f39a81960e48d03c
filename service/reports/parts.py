"""What the parts of a report are made of: their base, kroner, and places in the law.

For the modules that shape the report of the contract; no part of its shape stands here.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from checks.law import Language, LegalReference

Kroner = Annotated[str, Field(pattern=r"^-?\d+\.\d{2}$", description="Kroner with two decimals")]


class Part(BaseModel):
    """A piece of a report: no key beside those it names."""

    model_config = ConfigDict(extra="forbid")


class BatchPlace(Part):
    """Where a letter stands in a batch: its name, its files, why they are one letter, and whose bytes it has too.

    A file with several letters gives several: then ``letter`` of ``letters`` says which this is, and ``pages`` on which
    pages of the file it stands.
    """

    name: str
    files: list[str]
    grouping: Literal["pages", "folder", "list", "alone"]
    same_as: str | None = None
    letter: int = Field(default=1, ge=1)
    letters: int = Field(default=1, ge=1)
    pages: list[int] | None = None


class BasisReport(Part):
    """A place in the law, and where to read it."""

    act: str
    section: str
    url: str
    reference: str


def basis_report(reference: LegalReference, *, lang: Language) -> BasisReport:
    """The place in the reader's language."""
    return BasisReport(
        act=reference.act.name.of(lang), section=reference.section, url=reference.url, reference=reference.label(lang)
    )


def plain(value: object) -> str:
    """A value as the contract writes it: kroner with two decimals, rates as they are, ISO dates, keys of
    enumerations.
    """
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    return str(value)
