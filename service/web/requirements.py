"""The catalogue of checks for people: the list to search in, and each check with its law, its limits and examples.

Says what `checks.catalogue` says. How a check is decided and what it cannot see are the rule's own words, in English,
and marked as such for those who have pages read aloud.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from apiflask import APIBlueprint
from flask import request
from flask.typing import ResponseReturnValue

from checks import messages
from checks.catalogue import Entry, entries
from checks.law import default_law
from parsers.dates import format_date
from service.problems import Problem
from service.reports.cards import words as report_words
from service.reports.catalogue import examples_of
from service.reports.law import law_words
from service.security import access
from service.web.shell import page, page_language

bp = APIBlueprint("requirements", __name__, url_prefix="/sjekker", enable_openapi=False)

_DECIDED = ("What it checks", "Legal basis", "How it is decided")


@bp.get("")
@access("public")
def listed() -> ResponseReturnValue:
    """The checks by subject; those of an act that has not commenced apart."""
    lang = page_language()
    say = law_words(lang)["catalogue"]
    wish = " ".join(request.args.get("q", "").split())[:100]
    every = entries(lang=lang)
    found = [entry for entry in every if _holds(entry, wish, say["groups"][entry.group], lang)]
    begun = [entry for entry in found if entry.valid_from is not None]
    return page(
        "requirements.html.j2",
        wish=wish,
        total=sum(entry.valid_from is not None for entry in every),
        found=len(found),
        groups=[
            (group, say["groups"][group], [entry for entry in begun if entry.group == group])
            for group in dict.fromkeys(entry.group for entry in begun)
        ],
        coming=[entry for entry in found if entry.valid_from is None],
        coming_title=say["coming"],
        coming_note=say["coming_note"].format(count=sum(entry.valid_from is None for entry in every)),
        version=default_law().version,
        kept_lang=request.args.get("lang", ""),
    )


@bp.get("/<check_id>")
@access("public")
def one(check_id: str) -> ResponseReturnValue:
    """One check: what it demands, the law, how it is decided, what it cannot see, examples, since when."""
    lang = page_language()
    entry = next((entry for entry in entries(lang=lang) if entry.id == check_id), None)
    if entry is None:
        raise Problem("not_found")
    say = law_words(lang)["catalogue"]
    return page(
        "requirement.html.j2",
        entry=entry,
        say=say,
        group=say["groups"][entry.group],
        severity=report_words(lang)["status"][entry.severity],
        law=[(place.url, place.label(lang)) for place in entry.legal_basis],
        decided=[_sentence(entry.sections[section]) for section in _DECIDED],
        limits=_sentence(entry.sections["Known limits"]),
        examples=examples_of(entry.id, lang=lang),
        applies=_applies(entry, say, lang),
        asked=[messages.question(fact, lang=lang).text for fact in entry.ask],
    )


def _holds(entry: Entry, wish: str, group: str, lang: Any) -> bool:
    """Whether every word that was searched for stands somewhere in what is shown of a check."""
    shown = [entry.id, entry.title, entry.rule, group, *(place.label(lang) for place in entry.legal_basis)]
    text = " ".join(shown).casefold()
    return all(word in text for word in wish.casefold().split())


def _applies(entry: Entry, say: Any, lang: Any) -> Sequence[str]:
    kinds = {**report_words(lang)["kind"], **say["kind"]}
    lines = [
        say["letters"].format(names=", ".join(kinds[kind].lower() for kind in entry.kinds)),
        say["senders"].format(names=", ".join(say["sender"][sender] for sender in entry.senders)),
        say["debtors"].format(names=", ".join(say["debtor"][debtor] for debtor in entry.debtors)),
    ]
    if entry.valid_from is None:
        return [*lines, say["not_begun"]]
    first = format_date(entry.valid_from, lang=lang)
    if entry.valid_to is None:
        return [*lines, say["since"].format(first=first)]
    return [*lines, say["since_to"].format(first=first, last=format_date(entry.valid_to, lang=lang))]


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
