"""Recognising a collection company by its name or organisation number.

What it is for: telling whether a sender's name is one we know, through noise of reading, former names and trading
names. What it is not for: saying that a firm has or lacks a licence; the list (``law/data/collectors.yaml``) is partial
and only the register of Finanstilsynet tells that.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from checks.errors import LawDataError
from checks.law import strict_yaml
from parsers.identifiers import is_valid_org_number

Status = Literal["active", "seen", "former"]
Match = Literal["current", "former", "other_number", "similar"]

_DATA = Path(__file__).parent / "law" / "data" / "collectors.yaml"
_ALIKE = str.maketrans({"0": "o", "1": "l", "i": "l", "|": "l", "!": "l", "5": "s", "8": "b", "å": "a", "é": "e"})
_NOT_THE_NAME = ("as", "asa", "sa", "ans", "da", "ab", "ba", "norge", "norway", "noreg", "nordic", "inkasso", "group")
_OF_THE_TRADE = (
    *("collection", "collections", "collectors", "collector", "collect", "kreditt", "kredit", "credit", "kapital"),
    *("capital", "finans", "finance", "innfordring", "kreditorforeningen", "obligations", "portfolio", "service"),
    "gjenvinning",
)
_LEFT_OUT = frozenset(word.translate(_ALIKE) for word in _NOT_THE_NAME)
_COMMON = frozenset(word.translate(_ALIKE) for word in _OF_THE_TRADE)

_CONFUSED = ("ce", "eo", "ao", "uv", "nh", "tf", "gq", "bh", "vy", "kx", "rn", "nu", "nm", "lt", "oø", "aæ", "ij", "lj")
_CHEAP = frozenset(order for pair in _CONFUSED for order in ((pair[0], pair[1]), (pair[1], pair[0])))
_OTHER_TRADE = 0.1
"""What sets "Fjordlys Collection" apart from "Fjordlys" when both are listed."""
_CONFUSION, _OTHER_LETTER, _LOST_LETTER = 0.4, 1.0, 1.2
_SHORTEST_FUZZY = 5
_SIMILAR = 2.0
"""Letters two names may differ by and still be worth telling apart."""


@dataclass(frozen=True, slots=True)
class Company:
    """A company as listed: its name and trading names, names it had before, its number (empty: not known)."""

    names: tuple[str, ...]
    former: tuple[str, ...]
    org_number: str
    status: Status

    @property
    def all_names(self) -> tuple[str, ...]:
        """Today's names, then former ones."""
        return self.names + self.former


@dataclass(frozen=True, slots=True)
class Recognition:
    """Which listed name was met: ``current``, a ``former`` name, one listed with another number, or a name that is only
    ``similar`` to it.
    """

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
        """The listed company of this name or number (nine digits as read), or ``None``.

        A letter or digit that reading takes for another is overlooked; a name that differs by more, and yet by little,
        is ``similar``: it may be misread, a firm of another name, or somebody who wants to be taken for the listed one.
        """
        for company in self.companies:
            if _is_number(org_number, company.org_number):
                return _recognition(company)
        near = [
            (distance, company.status == "former", listed in company.former, company, listed)
            for company in self.companies
            for listed in company.all_names
            if (distance := _distance(name, listed)) <= _SIMILAR
        ]
        if not near:
            return None
        closest, _, _, company, listed = min(near, key=lambda found: found[:3])
        if closest > _allowed(listed):
            return None if company.status == "former" else Recognition(listed, "similar")
        if org_number and company.org_number and closest <= _OTHER_TRADE:
            return Recognition(company.names[0], "other_number")
        if org_number and company.org_number:
            return Recognition(listed, "similar")
        return Recognition(listed, "former") if listed in company.former else _recognition(company)

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


def _recognition(company: Company) -> Recognition:
    return Recognition(company.names[0], "former" if company.status == "former" else "current")


def _is_number(read: str, listed: str) -> bool:
    """Whether the number read is the listed one, one digit misread at most (then its check digit is wrong)."""
    if not listed or len(read) != len(listed):
        return False
    wrong = sum(a != b for a, b in zip(read, listed, strict=True))
    return wrong == 0 or (wrong == 1 and not is_valid_org_number(read))


_FAR = 99.0


@functools.lru_cache(maxsize=8192)
def _distance(name: str, listed: str) -> float:
    """How far the names lie apart, in letters; :data:`_FAR` when clearly different.

    What every other firm of the trade is called too must be alike, but tells nothing.
    """
    (ours, our_trade), (theirs, their_trade) = _key(name), _key(listed)
    if ours == theirs and our_trade == their_trade:
        return 0.0
    if our_trade and their_trade and _edits(our_trade, their_trade) > _SIMILAR:
        return _FAR
    if bool(our_trade) != bool(their_trade) and ours != theirs:
        return _FAR
    return _edits(ours, theirs) + (0.0 if our_trade == their_trade else _OTHER_TRADE)


def _edits(ours: str, theirs: str) -> float:
    """Letters to change, put in or take out, those that look alike for less; :data:`_FAR` beyond what is similar."""
    shared = sum((Counter(ours) & Counter(theirs)).values())
    if abs(len(ours) - len(theirs)) > 1 or shared < min(len(ours), len(theirs)) - 3:
        return _FAR
    row = [place * _LOST_LETTER for place in range(len(theirs) + 1)]
    for number, letter in enumerate(ours, start=1):
        above, row = row, [number * _LOST_LETTER]
        for place, other in enumerate(theirs, start=1):
            cost = 0.0 if letter == other else _CONFUSION if (letter, other) in _CHEAP else _OTHER_LETTER
            row.append(min(above[place - 1] + cost, above[place] + _LOST_LETTER, row[-1] + _LOST_LETTER))
    return row[-1]


def _allowed(listed: str) -> float:
    """How far a reading of the listed name may lie from it: one letter in forty is misread, in short names less."""
    length = len(_key(listed)[0])
    return 0.0 if length < 4 else 0.5 if length < 6 else 0.9 if length < 9 else 1.0 if length < 12 else 1.5


@functools.lru_cache(maxsize=4096)
def _key(name: str) -> tuple[str, str]:
    """The name without company form, country, blanks and marks, letters that look alike written alike; apart from it
    the words that many firms of the trade have in their names.
    """
    words = re.sub(r"[^\w|!]+", " ", name.casefold().replace(".", "")).translate(_ALIKE).split()
    if len(words) > 1 and len(words[-1]) <= 2:
        words.pop()  # the company form, whatever was read
    kept = [word for word in words if not _is_one_of(word, _LEFT_OUT)] or words
    own = [word for word in kept if not _is_one_of(word, _COMMON)] or kept
    trade = [word for word in kept if word not in own]
    return _run_together(own), _run_together(trade)


def _run_together(words: list[str]) -> str:
    return "".join(words).replace("rn", "m").replace("vv", "w")


@functools.lru_cache(maxsize=4096)
def _is_one_of(word: str, words: frozenset[str]) -> bool:
    """Whether the word is one of these, a letter that looks like another overlooked."""
    if word in words:
        return True
    short = len(word) < _SHORTEST_FUZZY
    near = _CONFUSION if short else _OTHER_LETTER
    return any(len(word) == len(other) and _edits(word, other) <= near for other in words if len(other) > 1)
