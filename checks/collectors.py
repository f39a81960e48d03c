"""Recognising a collection company by its name or organisation number.

What it is for: telling whether a sender's name is one we know, through noise of reading, former names and trading
names. What it is not for: saying that a firm has or lacks a licence; the list (``law/data/collectors.yaml``) is partial
and only the register of Finanstilsynet tells that.
"""

from __future__ import annotations

import datetime as dt
import difflib
import functools
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from checks.errors import LawDataError
from checks.law import strict_yaml

Status = Literal["active", "seen", "former"]
Match = Literal["current", "former", "other_number"]

_DATA = Path(__file__).parent / "law" / "data" / "collectors.yaml"
_ALIKE = str.maketrans({"0": "o", "1": "l", "i": "l", "|": "l", "!": "l", "5": "s", "8": "b", "å": "a", "é": "e"})
_NOT_THE_NAME = ("as", "asa", "sa", "ans", "da", "ab", "ba", "norge", "norway", "noreg", "nordic", "inkasso", "group")
_LEFT_OUT = frozenset(word.translate(_ALIKE) for word in _NOT_THE_NAME)
_CLOSE = 0.88
"""Least likeness of two names that count as the same through noise of reading: one letter in nine."""
_SHORTEST_FUZZY = 7
"""Shorter names are compared letter by letter: one letter more or less makes another name."""


@dataclass(frozen=True, slots=True)
class Company:
    """A company as listed: its name and trading names, names it had before, its number (empty: not known)."""

    names: tuple[str, ...]
    former: tuple[str, ...]
    org_number: str
    status: Status


@dataclass(frozen=True, slots=True)
class Recognition:
    """Which listed name was met. ``current``, a ``former`` name, or a name listed with another number."""

    name: str
    match: Match


@dataclass(frozen=True, slots=True)
class Register:
    """The list. ``complete`` only for a full copy; ``cut_off`` its last day; ``current_since`` the day from which a
    former name should no longer be met; ``not_collectors`` bodies that collect nothing.
    """

    companies: tuple[Company, ...]
    not_collectors: tuple[str, ...]
    cut_off: dt.date
    current_since: dt.date
    complete: bool

    def covers(self, day: dt.date) -> bool:
        """Whether a name missing from the list was no licensed company's on that day."""
        return self.complete and day <= self.cut_off

    def recognise(self, name: str, org_number: str = "") -> Recognition | None:
        """The listed company of this name or nine-digit number, or ``None``."""
        for company in self.companies:
            if org_number and company.org_number == org_number:
                return Recognition(company.names[0], "former" if company.status == "former" else "current")
        for company in self.companies:
            same = any(_key(name) == _key(listed) for listed in company.names)
            if same and org_number and company.org_number:
                return Recognition(company.names[0], "other_number")
            if same:
                return Recognition(company.names[0], "former" if company.status == "former" else "current")
        for company in self.companies:
            for listed in company.former:
                if _key(name) == _key(listed):
                    return Recognition(listed, "former")
        for company in self.companies:
            if company.status != "former" and any(_is_close(name, listed) for listed in company.names):
                return None if org_number and company.org_number else Recognition(company.names[0], "current")
        return None

    def is_no_collector(self, name: str) -> bool:
        """Whether the name is exactly that of a body that collects nothing."""
        return any(_key(name) == _key(listed) for listed in self.not_collectors)


@functools.cache
def default_register() -> Register:
    """The list that comes with the package, read once."""
    return load_register(_DATA)


def load_register(path: Path) -> Register:
    """The list in the file. Raises ``LawDataError`` naming what is wrong."""
    content = strict_yaml.read(path).content
    try:
        meta = content["meta"]
        return Register(
            companies=tuple(_company(entry) for entry in content["companies"]),
            not_collectors=tuple(content["not_collectors"]),
            cut_off=meta["cut_off"],
            current_since=meta["current_since"],
            complete=meta["complete"],
        )
    except (KeyError, TypeError, ValueError) as error:
        raise LawDataError(f"not a list of collection companies: {error}", file=path.name) from error


def _company(entry: strict_yaml.Mapping) -> Company:
    status, number = entry["status"], entry.get("org_number", "")
    if status not in ("active", "seen", "former"):
        raise ValueError(f"unknown status {status}")
    if number and not re.fullmatch(r"\d{9}", number):
        raise ValueError(f"{number} is no organisation number")
    if not entry["sources"]:
        raise ValueError(f"{entry['name']} has no source")
    return Company(
        names=(entry["name"], *entry.get("aliases", ())),
        former=tuple(entry.get("former", ())),
        org_number=number,
        status=status,
    )


def _is_close(name: str, listed: str) -> bool:
    """Whether noise of reading may have made one name of the other."""
    ours, theirs = _key(name), _key(listed)
    if min(len(ours), len(theirs)) < _SHORTEST_FUZZY:
        return False
    return difflib.SequenceMatcher(None, ours, theirs).ratio() >= _CLOSE


@functools.lru_cache(maxsize=1024)
def _key(name: str) -> str:
    """The name without company form, country, blanks and marks, letters that look alike written alike."""
    words = re.sub(r"[^\w|!]+", " ", name.casefold().replace(".", "")).translate(_ALIKE).split()
    kept = [word for word in words if word not in _LEFT_OUT] or words
    return "".join(kept).replace("rn", "m").replace("vv", "w")
