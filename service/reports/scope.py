"""What a paper is that is no ordinary collection letter, who handles it, and what to do: the report's ``scope``.

Says what the check of scope found, in the reader's language. Not for deciding it; that is
:mod:`checks.rules.scope.scope_act_yields`.
"""

from __future__ import annotations

from pydantic import Field

from checks.engine import SCOPE_CHECK, Audit
from checks.law import Language
from checks.messages import message
from checks.model import Status
from service.reports.parts import Part

UNKNOWN = "unknown"
"""The document while a person has to say what it is."""

_TOLD = {
    Status.NOT_APPLICABLE: None,
    Status.UNSURE: frozenset({"kind", "public", "special"}),
    Status.PASS: frozenset({"instalment-plan", "case-overview"}),
}
"""The variants of the finding that are told, by status; ``None``: all that have one."""


class ScopeReport(Part):
    """What the paper is when it is no ordinary collection letter."""

    document: str = Field(description="a stable key: state, court, invoice …; unknown while a person is asked")
    headline: str
    handled_by: str
    advice: str


def scope_report(audit: Audit, *, lang: Language) -> ScopeReport | None:
    """What to tell of the paper; ``None`` for a collection letter under the act."""
    result = next((result for result in audit.results if result.info.id == SCOPE_CHECK), None)
    if result is None or result.status not in _TOLD or not result.finding.variant:
        return None
    told = _TOLD[result.status]
    if told is not None and result.finding.variant not in told:
        return None
    text = message(SCOPE_CHECK, result.finding, lang=lang)
    return ScopeReport(
        document=UNKNOWN if result.status is Status.UNSURE else result.finding.variant,
        headline=text.headline,
        handled_by=text.explanation,
        advice=text.what_to_do,
    )
