"""The catalogue of checks, for `kravvakt checks`: the list, and one check with its law and its limits.

Says what `checks.catalogue` says and nothing else. How a check is decided and what it cannot see are the rule's own
words, in English.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from checks import messages
from checks.catalogue import Entry
from checks.law import Language
from parsers.dates import format_date
from service.reports.cards import words
from service.reports.law import law_words
from service.reports.text import heading, wrap

_NEAR = 3
_EXAMPLES = Path(__file__).parent / "examples.json"


def entry_as_dict(entry: Entry, *, lang: Language = "nb") -> dict[str, Any]:
    """One check for programs. ``what``, ``how`` and ``limits`` are English."""
    return {
        "id": entry.id,
        "title": entry.title,
        "group": entry.group,
        "severity": entry.severity,
        "consequence": entry.consequence,
        "rule": entry.rule,
        "what": entry.sections["What it checks"],
        "law": entry.sections["Legal basis"],
        "how": entry.sections["How it is decided"],
        "limits": entry.sections["Known limits"],
        "legal_basis": [
            {
                "act": place.act.name.of(lang),
                "section": place.section,
                "url": place.url,
                "reference": place.label(lang),
            }
            for place in entry.legal_basis
        ],
        "valid_from": entry.valid_from.isoformat() if entry.valid_from else None,
        "valid_to": entry.valid_to.isoformat() if entry.valid_to else None,
        "kinds": [str(kind) for kind in entry.kinds],
        "senders": [str(sender) for sender in entry.senders],
        "debtors": [str(debtor) for debtor in entry.debtors],
        "questions": list(entry.ask),
        "examples": [
            {"status": made.status, "headline": made.headline, "explanation": made.explanation}
            for made in examples_of(entry.id, lang=lang)
        ],
    }


@dataclass(frozen=True, slots=True)
class Example:
    """What a check says of an invented letter. ``word`` is that of its status ("Feil")."""

    status: str
    word: str
    headline: str
    explanation: str


def examples_of(id_: str, *, lang: Language = "nb") -> tuple[Example, ...]:
    """A failure, a pass and an open case, as far as the check has them; none for an id without examples."""
    say = words(lang)["status"]
    return tuple(
        Example(
            status=made["status"],
            word=say[made["severity"] if made["status"] == "fail" else made["status"]],
            headline=made["headline"][lang],
            explanation=made["explanation"][lang],
        )
        for made in _examples().get(id_, ())
    )


@cache
def _examples() -> Mapping[str, Sequence[Mapping[str, Any]]]:
    """Made by ``python -m samples.examples`` from the checks' cases."""
    found: Mapping[str, Sequence[Mapping[str, Any]]] = json.loads(_EXAMPLES.read_text(encoding="utf-8"))
    return found


def near_ids(id_: str, entries: Sequence[Entry]) -> tuple[str, ...]:
    """The ids somebody who wrote ``id_`` may have meant, the likeliest first."""
    known = [entry.id for entry in entries]
    alike = difflib.get_close_matches(id_, known, n=_NEAR, cutoff=0.5)
    holding = [known_id for known_id in known if id_ and id_ in known_id]
    return tuple(dict.fromkeys([*alike, *holding]))[:_NEAR]


def no_such_check(id_: str, entries: Sequence[Entry], *, lang: Language = "nb") -> str:
    """The sentence for an id that is none."""
    say = law_words(lang)["catalogue"]
    near = near_ids(id_, entries)
    hint = say["near"].format(near=", ".join(near)) if near else say["see"]
    return f"{say['unknown'].format(id=id_)} {hint}"


def render_catalogue(entries: Sequence[Entry], *, lang: Language = "nb") -> str:
    """The list by subject: id, how serious, and the requirement; last the checks of an act that has not commenced."""
    return "\n".join(_catalogue(entries, lang)) + "\n"


def _catalogue(entries: Sequence[Entry], lang: Language) -> Iterator[str]:
    say = law_words(lang)["catalogue"]
    begun = [entry for entry in entries if entry.valid_from is not None]
    coming = [entry for entry in entries if entry.valid_from is None]
    yield say["title"].format(count=len(begun))
    for group in dict.fromkeys(entry.group for entry in begun):
        yield from heading(say["groups"][group])
        yield from _listing((entry for entry in begun if entry.group == group), lang)
    if coming:
        yield from heading(say["coming"])
        yield from wrap(say["coming_note"].format(count=len(coming)))
        yield ""
        yield from _listing(coming, lang)
    yield ""
    yield say["more"]


def _listing(entries: Iterable[Entry], lang: Language) -> Iterator[str]:
    for entry in entries:
        yield f"{entry.id} ({words(lang)['status'][entry.severity]})"
        yield from wrap(entry.title, "  ")


def render_entry(entry: Entry, *, lang: Language = "nb") -> str:
    """One check: the rule, the law with addresses, how it is decided, its limits, which letters, which questions."""
    return "\n".join(_entry(entry, lang)) + "\n"


def _entry(entry: Entry, lang: Language) -> Iterator[str]:
    say = law_words(lang)["catalogue"]
    titles = say["headings"]
    yield from wrap(entry.title)
    yield f"{entry.id}. {say['groups'][entry.group]}"
    yield from heading(titles["rule"])
    yield from wrap(entry.rule)
    yield from heading(titles["failed"])
    severity = words(lang)["status"][entry.severity]
    yield from wrap(say["failed"].format(severity=severity, consequence=say["consequence"][entry.consequence]))
    yield from heading(titles["law"])
    for place in entry.legal_basis:
        yield place.label(lang)
        yield f"  {place.url}"
    if not entry.legal_basis:
        yield from wrap(say["no_law"])
    yield from heading(titles["how"])
    for section in ("What it checks", "Legal basis", "How it is decided"):
        yield from wrap(_sentence(entry.sections[section]))
    yield from heading(titles["limits"])
    yield from wrap(_sentence(entry.sections["Known limits"]))
    shown = examples_of(entry.id, lang=lang)
    if shown:
        yield from heading(titles["examples"])
    for example in shown:
        yield from wrap(f"{example.word}: {example.headline}")
        yield from wrap(example.explanation, "  ")
    yield from heading(titles["applies"])
    kinds = {**words(lang)["kind"], **say["kind"]}
    yield from wrap(say["letters"].format(names=_listed(kinds[kind].lower() for kind in entry.kinds)))
    yield from wrap(say["senders"].format(names=_listed(say["sender"][sender] for sender in entry.senders)))
    yield from wrap(say["debtors"].format(names=_listed(say["debtor"][debtor] for debtor in entry.debtors)))
    if entry.valid_from is None:
        yield from wrap(say["not_begun"])
    elif entry.valid_to is None:
        yield from wrap(say["since"].format(first=format_date(entry.valid_from, lang=lang)))
    else:
        first, last = format_date(entry.valid_from, lang=lang), format_date(entry.valid_to, lang=lang)
        yield from wrap(say["since_to"].format(first=first, last=last))
    yield from heading(titles["asked"])
    for fact in entry.ask:
        yield from wrap(f"{fact}: {messages.question(fact, lang=lang).text}")
    if not entry.ask:
        yield say["nothing_asked"]


def _listed(names: Iterator[str]) -> str:
    return ", ".join(names)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
