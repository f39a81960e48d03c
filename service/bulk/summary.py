"""The summary of a batch: one page that needs nothing from elsewhere and no script.

What needs a person comes first, then what was found (a bar with its figures in words, the requirements most often not
kept, the sums), then the letters, the nearest deadline first. Counts, never shares: a batch says nothing of other
letters, and firms are not held against each other.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from checks.law import Language, default_law
from parsers.dates import format_date
from parsers.money import format_amount
from service.bulk.wording import words
from service.reports.cards import words as report_words
from service.reports.figures import kroner
from service.reports.html import TEMPLATES as REPORT_TEMPLATES
from service.reports.rows import OUTCOMES, Outcome, Row

_TEMPLATES = Path(__file__).parent / "templates"

MOST_RULES = 5
"""Requirements that are listed."""

_BAR = 1000
_GAP = 4

LOOKS: Mapping[Outcome, str] = {
    "breaches": "breach",
    "likely_breaches": "likely_breach",
    "questions": "question",
    "clean": "pass",
    "outside_scope": "not_applicable",
    "unreadable": "unsure",
    "failed": "failed",
    "waiting": "advice",
}
"""Names that the look of a status has (`report.css`) for each outcome."""
_ZERO = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Piece:
    """One outcome in the bar: how many letters, and where its piece lies (of 1000)."""

    outcome: Outcome
    look: str
    count: int
    x: float
    width: float


def render_summary(
    rows: Sequence[Row], *, name: str, lang: Language, today: dt.date, waiting: int = 0, is_sent: bool = False
) -> str:
    """The page. ``name`` is what the source is called, ``waiting`` how many letters are not read yet; ``is_sent``: the
    service goes on reading them by itself.
    """
    say = words(lang)
    style = (REPORT_TEMPLATES / "report.css").read_text(encoding="utf-8")
    style += (_TEMPLATES / "summary.css").read_text(encoding="utf-8")
    once = [row for row in rows if not row.same_as]
    contested = sum((row.contested or _ZERO for row in once), _ZERO)
    possibly = sum((row.possibly_contested or _ZERO for row in once), _ZERO)
    rules = commonest(once)
    law = default_law()
    return (
        _environment()
        .get_template("summary.html.j2")
        .render(
            style=Markup(style),  # noqa: S704 - our own files
            say=say["summary"],
            outcome=say["outcome"],
            kind=report_words(lang)["kind"],
            lang=lang,
            name=name,
            lead=_lead(rows, say["summary"], lang=lang, today=today),
            needs=_needs(rows, say["summary"]),
            person=[
                (say["summary"][key], [row for row in rows if row.outcome == key])
                for key in ("failed", "unreadable", "questions")
            ],
            pieces=pieces(rows),
            looks=LOOKS,
            contested=kroner(contested, lang=lang),
            possibly=kroner(possibly - contested, lang=lang) if possibly > contested else "",
            rules=rules,
            most=max((count for _, count in rules), default=1),
            copies=len(rows) - len(once),
            waiting=say["summary"]["waiting_sent" if is_sent else "waiting"].format(count=waiting) if waiting else "",
            rows=by_deadline(rows, today=today),
            money=lambda amount: format_amount(amount, lang=lang) if amount else "–",
            more=lambda row: (row.possibly_contested or _ZERO) - (row.contested or _ZERO),
            day=lambda day: format_date(day, lang=lang, today=today),
            left=lambda day: days_left(day, lang=lang, today=today),
            ruleset=say["summary"]["ruleset"].format(
                version=law.version, law_as_of=format_date(law.law_as_of, lang=lang)
            ),
        )
    )


def pieces(rows: Sequence[Row]) -> list[Piece]:
    """The bar: outcomes that there are, in their order, as wide as they are many."""
    counts = Counter(row.outcome for row in rows)
    present = [outcome for outcome in OUTCOMES if counts[outcome]]
    room = _BAR - _GAP * (len(present) - 1)
    found, x = [], 0.0
    for outcome in present:
        width = room * counts[outcome] / len(rows)
        found.append(Piece(outcome, LOOKS[outcome], counts[outcome], round(x, 1), round(width, 1)))
        x += width + _GAP
    return found


def commonest(rows: Sequence[Row]) -> list[tuple[str, int]]:
    """The requirements that most letters did not keep, with how many did not."""
    counts: Counter[str] = Counter()
    titles: dict[str, str] = {}
    for row in rows:
        for id_, title in dict(row.failed).items():
            counts[id_] += 1
            titles[id_] = title
    ordered = sorted(counts.items(), key=lambda found: (-found[1], titles[found[0]]))
    return [(titles[id_], count) for id_, count in ordered[:MOST_RULES]]


def by_deadline(rows: Sequence[Row], *, today: dt.date) -> list[Row]:
    """Nearest deadline first, then those that have passed (the latest first), then letters without one."""

    def key(row: Row) -> tuple[int, int]:
        if row.payment_deadline is None or row.outcome in ("outside_scope", "unreadable"):
            return 2, 0
        days = (row.payment_deadline - today).days
        return (0, days) if days >= 0 else (1, -days)

    return sorted(rows, key=key)


def days_left(day: dt.date, *, lang: Language, today: dt.date) -> str:
    """How far off a deadline is, in words."""
    say = words(lang)["summary"]
    days = (day - today).days
    if days < 0:
        return str(say["past"])
    return str(say["today"] if days == 0 else say["tomorrow"] if days == 1 else say["days"].format(count=days))


def _lead(rows: Sequence[Row], say: Mapping[str, str], *, lang: Language, today: dt.date) -> str:
    day = format_date(today, lang=lang)
    return say["one"].format(day=day) if len(rows) == 1 else say["lead"].format(count=len(rows), day=day)


def _needs(rows: Sequence[Row], say: Mapping[str, str]) -> str:
    counts = Counter(row.outcome for row in rows)
    again = counts["unreadable"] + counts["failed"]
    parts = [say["answers"].format(count=counts["questions"])] if counts["questions"] else []
    parts += [say["again"].format(count=again)] if again else []
    return f" {say['and']} ".join(parts) + "." if parts else ""


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
