"""How open facts usually stand in an industry: data/leanings, for what the law makes depend on the claim's origin.

What it is for: recognising by ordinary words what a claim is about, and telling what is usual there (with VAT or
without, what kind of claim, whom it is against) with the place in the law that makes it so. What it is not for:
knowing. A leaning is a reason to ask and to explain; no finding may fail on it (`checks.leanings` sees to that).

Inkassoforskriften §§ 2-2 and 2-3: the caps rise by the VAT rate when more than half of the claim does not stem from
VAT-liable activity. Merverdiavgiftsloven chapter 3 says which activity is outside VAT.

A file under ``data/leanings`` holds ``rows``: id, answers by fact, ``open`` facts that the industry leaves open, why in
three languages, legal basis, sources, and words by weight.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from checks.errors import LawDataError
from checks.law import strict_yaml
from checks.law.citations import Act, Citation, LegalReference, Name, load_sources, reference_of, take, text_of
from checks.law.lookup import default_law

Weight = Literal["settles", "name", "sells", "hint"]

WEIGHTS: tuple[Weight, ...] = ("hint", "sells", "name", "settles")
"""How surely a word tells the industry, the least first."""

FACTS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "creditor_vat_registered": frozenset({"yes", "no"}),
        "claim_type": frozenset(
            {"goods", "service", "credit", "loan", "rent", "parking", "toll", "public", "judgment", "other"}
        ),
        "debtor": frozenset({"consumer", "business"}),
    }
)
"""The facts an industry may lean on, and the answers it may give."""

_FOLDER = Path(__file__).parent / "data" / "leanings"
_SOURCES = "sources.yaml"
_TERM = re.compile(r"\*?[^\s*]+(?: [^\s*]+)*\*?")
_NO_WORD = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Industry:
    """One row: what is usual (``answers`` by fact), what it leaves ``open``, why, and on what that rests."""

    id: str
    answers: Mapping[str, str]
    open: frozenset[str]
    why: Name
    legal_basis: tuple[LegalReference, ...]
    citation: tuple[Citation, ...]
    words: tuple[tuple[int, tuple[str, ...]], ...]
    besides: re.Pattern[str] | None

    def weight_in(self, text: str) -> int:
        """The weight (index in :data:`WEIGHTS`, from 0) of the weightiest word in the text, -1 when there is none.

        ``text`` as :func:`evened` gives it.
        """
        found = self._weight(text)
        if found >= 0 and self.besides is not None and self.besides.search(text):
            return self._weight(self.besides.sub(" ", text))
        return found

    def _weight(self, text: str) -> int:
        return next((weight for weight, needles in self.words if any(needle in text for needle in needles)), -1)


def evened(text: str) -> str:
    """The words of a text in small letters, one blank between them and one at either end."""
    return f" {_NO_WORD.sub(' ', text.casefold()).strip()} "


@cache
def industries() -> tuple[Industry, ...]:
    """The rows that come with the package, read once."""
    return load_industries()


def load_industries(directory: Path | None = None) -> tuple[Industry, ...]:
    """The rows of every file in the folder. Raises ``LawDataError`` naming file and row for what does not belong."""
    folder = directory or _FOLDER
    acts = default_law().acts
    sources = load_sources(strict_yaml.read(folder / _SOURCES))
    found: list[Industry] = []
    for path in sorted(folder.glob("*.yaml")):
        if path.name != _SOURCES:
            found += _rows(strict_yaml.read(path), acts, sources)
    ids = [industry.id for industry in found]
    if twice := sorted({id_ for id_ in ids if ids.count(id_) > 1}):
        raise LawDataError(f"{twice[0]} stands twice", file=folder.name)
    if unused := sorted(set(sources) - {source.key for industry in found for source in industry.citation}):
        raise LawDataError(f"source {unused[0]} is used nowhere", file=_SOURCES)
    return tuple(found)


def _rows(document: strict_yaml.Document, acts: Mapping[str, Act], sources: Mapping[str, Citation]) -> list[Industry]:
    content = take(document.content, file=document.file, row="", required={"rows"})
    return [
        _industry(entry, document.file, f"row {number}", acts, sources)
        for number, entry in enumerate(content["rows"], start=1)
    ]


def _industry(entry: Any, file: str, row: str, acts: Mapping[str, Act], sources: Mapping[str, Citation]) -> Industry:
    fields = take(
        entry,
        file=file,
        row=row,
        required={"id", "why", "legal_basis", "sources", "words"},
        optional={"answers", "open", "except"},
    )
    answers = dict(fields.get("answers", {}))
    left_open = frozenset(fields.get("open", ()))
    for fact, answer in answers.items():
        if answer not in FACTS.get(fact, frozenset()):
            raise LawDataError(f"{fact}: {answer} is no fact and answer of a leaning", file=file, row=row)
    if unknown := sorted(left_open - set(FACTS)) or sorted(left_open & set(answers)):
        raise LawDataError(f"open: {unknown[0]} is no open fact", file=file, row=row)
    if not answers and not left_open:
        raise LawDataError("neither answers nor open", file=file, row=row)
    if missing := [key for key in fields["sources"] if key not in sources] or [""] * (not fields["sources"]):
        raise LawDataError(f"source {missing[0] or 'at all'} is not in {_SOURCES}", file=file, row=row)
    why = take(fields["why"], file=file, row=row, required={"nb", "nn", "en"})
    return Industry(
        id=text_of(fields, "id", file=file, row=row),
        answers=MappingProxyType(answers),
        open=left_open,
        why=Name(*(text_of(why, code, file=file, row=row) for code in ("nb", "nn", "en"))),
        legal_basis=tuple(reference_of(place, acts, file=file, row=row) for place in fields["legal_basis"]),
        citation=tuple(sources[key] for key in fields["sources"]),
        words=_words(fields["words"], file, row),
        besides=_besides(fields.get("except", ()), file, row),
    )


def _words(entry: Any, file: str, row: str) -> tuple[tuple[int, tuple[str, ...]], ...]:
    """What to look for in an evened text, the weightiest first: a blank marks an end of a word."""
    fields = take(entry, file=file, row=row, required=set(), optional=set(WEIGHTS))
    if not fields:
        raise LawDataError("words is empty", file=file, row=row)
    return tuple(
        (weight, tuple(_needle(term, file, row) for term in _terms(fields[name], file, row)))
        for weight, name in reversed(tuple(enumerate(WEIGHTS)))
        if name in fields
    )


def _terms(entry: Any, file: str, row: str) -> Sequence[str]:
    if not isinstance(entry, list) or not entry:
        raise LawDataError("words must be lists of words", file=file, row=row)
    for term in entry:
        if not isinstance(term, str) or not _TERM.fullmatch(term) or term != term.casefold():
            raise LawDataError(f"{term} is no word in small letters with * at its ends", file=file, row=row)
    return entry


def _needle(term: str, file: str, row: str) -> str:
    needle = (term[1:] if term.startswith("*") else f" {term}").removesuffix("*")
    needle = needle if term.endswith("*") else f"{needle} "
    if len(needle.strip()) < 2:
        raise LawDataError(f"{term} is too short to tell anything", file=file, row=row)
    return needle


def _besides(entry: Any, file: str, row: str) -> re.Pattern[str] | None:
    if not entry:
        return None
    terms = _terms(list(entry), file, row)
    return re.compile("|".join(rf"(?<= ){re.escape(t).replace(chr(92) + '*', '[^ ]*')}(?= )" for t in terms))
