"""What a figure or a finding rests on: acts, places in acts, and the pages where a figure was read.

What it is for: naming a place in the law in three languages with its address, and telling how a figure was
verified. What it is not for: the figures (`checks.law.parameters`). Ids are Lovdata's ("lov/1988-05-13-26").
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal

from checks.errors import LawDataError
from checks.law import strict_yaml

Language = Literal["nb", "nn", "en"]
Verified = Literal["confirmed", "one_source", "derived", "not_found"]
"""Two independent sources agree; read in one; worked out from a rule that was read; no source gives it."""

VERIFIED: tuple[Verified, ...] = ("confirmed", "one_source", "derived", "not_found")
_ORDINALS: Mapping[str, tuple[str, str, str]] = {
    "first": ("første", "første", "first"),
    "second": ("andre", "andre", "second"),
    "third": ("tredje", "tredje", "third"),
    "fourth": ("fjerde", "fjerde", "fourth"),
    "fifth": ("femte", "femte", "fifth"),
    "sixth": ("sjette", "sjette", "sixth"),
    "seventh": ("sjuende", "sjuande", "seventh"),
    "eighth": ("åttende", "åttande", "eighth"),
}
_LANGUAGES: tuple[Language, ...] = ("nb", "nn", "en")


@dataclass(frozen=True, slots=True)
class Name:
    """The same name in bokmål, nynorsk and English."""

    nb: str
    nn: str
    en: str

    def of(self, language: Language) -> str:
        return (self.nb, self.nn, self.en)[_LANGUAGES.index(language)]


@dataclass(frozen=True, slots=True)
class Act:
    """An act or regulation: Lovdata id, short key, names, address."""

    id: str
    short: str
    name: Name
    url: str


@dataclass(frozen=True, slots=True)
class LegalReference:
    """A place in an act. `section` is printed as it stands ("§ 2-2"); `paragraph` is "first", "second" … or empty."""

    act: Act
    section: str
    paragraph: str = ""
    letter: str = ""

    @property
    def url(self) -> str:
        """Lovdata's address of the section, or of the act when several sections are meant."""
        if not self.section or self.section.startswith("§§"):
            return self.act.url
        return f"{self.act.url}/{self.section.replace(' ', '')}"

    @property
    def key(self) -> tuple[str, str]:
        return self.act.id, self.section

    def label(self, language: Language = "nb") -> str:
        """For example "inkassoforskriften § 2-2 første ledd bokstav a"."""
        parts = [self.act.name.of(language), self.section]
        if self.paragraph in _ORDINALS:
            ordinal = _ORDINALS[self.paragraph][_LANGUAGES.index(language)]
            parts.append(f"{ordinal} {'paragraph' if language == 'en' else 'ledd'}")
        elif self.paragraph:
            parts.append(self.paragraph.replace("no.", "no." if language == "en" else "nr."))
        if self.letter:
            parts.append(f"{'letter' if language == 'en' else 'bokstav'} {self.letter}")
        return " ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a figure was read. `url` is None when the page's address is not known."""

    key: str
    url: str | None
    what: str
    kind: str


SOURCE_KINDS = frozenset(
    {
        "law",
        "law_copy",
        "official",
        "official_cited",
        "industry",
        "municipal",
        "secondary",
        "commentary",
        "public_code",
    }
)


def load_acts(document: strict_yaml.Document) -> Mapping[str, Act]:
    """The acts in acts.yaml by Lovdata id. Raises `LawDataError`."""
    acts: dict[str, Act] = {}
    for act_id, entry in document.content.items():
        fields = take(entry, file=document.file, row=act_id, required={"short", "name_nb", "name_nn", "name_en", "url"})
        acts[act_id] = Act(
            id=act_id,
            short=text_of(fields, "short", file=document.file, row=act_id),
            name=Name(*(text_of(fields, f"name_{code}", file=document.file, row=act_id) for code in _LANGUAGES)),
            url=text_of(fields, "url", file=document.file, row=act_id),
        )
    return MappingProxyType(acts)


def load_sources(document: strict_yaml.Document) -> Mapping[str, Citation]:
    """The citations in sources.yaml by key. Raises `LawDataError`."""
    sources: dict[str, Citation] = {}
    for key, entry in document.content.items():
        fields = take(entry, file=document.file, row=key, required={"url", "what", "kind"})
        kind = text_of(fields, "kind", file=document.file, row=key)
        if kind not in SOURCE_KINDS:
            raise LawDataError(f"unknown kind {kind}", file=document.file, row=key)
        url = None if fields["url"] is None else text_of(fields, "url", file=document.file, row=key)
        if url is not None and not url.startswith(("https://", "http://")):
            raise LawDataError(f"{url} is not an address", file=document.file, row=key)
        what = text_of(fields, "what", file=document.file, row=key)
        sources[key] = Citation(key=key, url=url, what=what, kind=kind)
    return MappingProxyType(sources)


def reference_of(entry: Any, acts: Mapping[str, Act], *, file: str, row: str) -> LegalReference:
    """A `LegalReference` from `{act, section, paragraph?, letter?}`. Raises `LawDataError`."""
    fields = take(entry, file=file, row=row, required={"act", "section"}, optional={"paragraph", "letter"})
    act_id = text_of(fields, "act", file=file, row=row)
    if act_id not in acts:
        raise LawDataError(f"act {act_id} is not in acts.yaml", file=file, row=row)
    return LegalReference(
        act=acts[act_id],
        section=text_of(fields, "section", file=file, row=row),
        paragraph=text_of(fields, "paragraph", file=file, row=row) if "paragraph" in fields else "",
        letter=text_of(fields, "letter", file=file, row=row) if "letter" in fields else "",
    )


def take(
    entry: Any, *, file: str, row: str, required: set[str], optional: set[str] | frozenset[str] = frozenset()
) -> strict_yaml.Mapping:
    """`entry` as a mapping that has every `required` key and none besides `optional`. Raises `LawDataError`."""
    if not isinstance(entry, strict_yaml.Mapping):
        raise LawDataError("must be a mapping", file=file, row=row)
    if unknown := sorted(set(entry) - required - optional):
        raise LawDataError(f"unknown key {', '.join(unknown)}", file=file, row=row)
    if missing := sorted(required - set(entry)):
        raise LawDataError(f"key {', '.join(missing)} is missing", file=file, row=row)
    return entry


def text_of(fields: Mapping[str, Any], key: str, *, file: str, row: str) -> str:
    """The non-empty text at `key`. Raises `LawDataError`."""
    value = fields[key]
    if not isinstance(value, str) or not value.strip():
        raise LawDataError(f"{key} must be a text", file=file, row=row)
    return value.strip()
