"""Running the checks: which apply, what each found, and how sure the reading must be before anyone is accused.

The engine holds what is common to every check. A rule that does not concern this kind of letter is
``not_applicable``. A value that is missing, or a figure of the law that is not known for the day, makes a check
``unsure``. A ``fail`` stands only on readings at or above :data:`checks.case.GATE`, and a ``fail`` because
something is *not* in the letter only on a letter that was read whole. A rule that raises is logged and told of; the
others still run. :func:`audit` is a plain function: no files, no clock, no network.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path
from typing import TypeVar

from checks.case import GATE, OUTSIDE_DOCUMENTS, OUTSIDE_KINDS, Case
from checks.errors import UnknownFigure
from checks.law import Law, default_law
from checks.law.industries import FACTS as LEANING_FACTS
from checks.leanings import leanings_of
from checks.model import CheckResult, Finding, Outcome, Param, Question, Severity, Status, Totals
from checks.registry import Rule, load_future_rules, load_rules
from checks.suppose import leaned, watched
from checks.verdict import is_unreadable, outcome_of, questions_of, totals_of
from parsers.corrections import Known, corrected
from parsers.model import DebtorType, Letter, NeedsValue, Reading, SenderRole

T = TypeVar("T")

_log = logging.getLogger(__name__)

PASS_GATE = 0.6
"""Below this confidence even a pass is only ``unsure``: we may be looking at another number than the one printed."""

SCOPE_CHECK = "scope-act-yields"
"""The check that says whether the letter is inside the law we check."""

SCOPE_CHECKS = "scope"
"""The group of checks that are told also when the letter is outside the law we check."""


@dataclass(frozen=True, slots=True)
class Audit:
    """The whole result. ``letter`` is the one that was judged, corrections in place, ``case`` that letter with what
    the user knows and the earlier letters. ``evaluated_for`` is the day that selected the rules (the day sent, else
    the letter date), ``None`` when unknown. ``warnings`` are for logs and people alike.
    """

    letter: Letter
    case: Case
    results: tuple[CheckResult, ...]
    totals: Totals
    outcome: Outcome
    questions: tuple[Question, ...]
    ruleset_version: str
    law_as_of: dt.date
    evaluated_for: dt.date | None
    warnings: tuple[str, ...]


def audit(
    letter: Letter, law: Law | None = None, *, known: Known | None = None, previous: Sequence[Letter] = ()
) -> Audit:
    """Every check on one letter.

    ``known`` holds corrections and answers, ``previous`` earlier letters of the same case. Never raises for what a
    letter says or lacks.
    """
    law = law or default_law()
    known = known or Known()
    case = Case(corrected(letter, known), known, tuple(previous))
    results = run_all(case, law)
    questions = questions_of(results, case)
    sent = case.sent
    return Audit(
        letter=case.letter,
        case=case,
        results=results,
        totals=totals_of(results, case),
        outcome=_outcome(results, questions, case),
        questions=questions,
        ruleset_version=ruleset_version(law),
        law_as_of=law.law_as_of,
        evaluated_for=sent.value if isinstance(sent, Reading) else None,
        warnings=tuple(f"{result.id}: crashed" for result in results if result.crashed),
    )


def run_all(case: Case, law: Law) -> tuple[CheckResult, ...]:
    """Every check on the case; what stays open has the leaning that a usual answer gives it."""
    rules = rules_under(law)
    seen, read = watched(case)
    results: list[CheckResult] = []
    for rule in rules:
        read.clear()
        results.append(replace(run_rule(rule, seen, law), read=frozenset(read)))
    if not any(result.finding.question in LEANING_FACTS for result in results):
        return tuple(results)
    leanings = leanings_of(case)
    return tuple(
        leaned(result, case, leanings, run=partial(_run, rule, law))
        for rule, result in zip(rules, results, strict=True)
    )


def _run(rule: Rule, law: Law, case: Case) -> CheckResult:
    return run_rule(rule, case, law)


def rules_under(law: Law) -> tuple[Rule, ...]:
    """The checks to run: those of the law in force, and the act of 2026 once its commencement is set."""
    future = () if law.new_act_in_force is None else tuple(load_future_rules().values())
    return (*load_rules().values(), *future)


def _outcome(results: Sequence[CheckResult], questions: Sequence[Question], case: Case) -> Outcome:
    if is_unreadable(case):
        return Outcome.UNREADABLE
    outcome = outcome_of(results, questions)
    if outcome is Outcome.BREACHES or not outside_scope(case):
        return outcome
    # in doubt whether it is a collection letter, a person is asked rather than told that it is none
    doubtful = any(result.info.id == SCOPE_CHECK and result.status is Status.UNSURE for result in results)
    return Outcome.QUESTIONS if doubtful else Outcome.OUTSIDE_SCOPE


def outside_scope(case: Case) -> bool:
    """Whether inkassoloven does not govern this paper: no collection letter, a court's or the State's own claim, or a
    municipality's that has an act of its own.
    """
    special = case.document in OUTSIDE_DOCUMENTS and case.sender_role is SenderRole.CREDITOR
    return special or case.kind in OUTSIDE_KINDS or case.sender_role is SenderRole.PUBLIC


def run_rule(rule: Rule, case: Case, law: Law) -> CheckResult:
    """One check on one letter, judged: applicability, missing values, unknown figures, crashes and the confidence
    gate.
    """
    crashed = False
    if not _applies(rule, case, law):
        finding = Finding(Status.NOT_APPLICABLE)
    else:
        try:
            if law.new_act_in_force is not None and rule.info.regime != "always":
                case.sent.need()  # which act governs is not known without the day
            finding = rule.check(case, law)
        except NeedsValue as needed:
            finding = _missing(needed)
        except UnknownFigure as unknown:
            params: dict[str, Param] = {"figure": unknown.figure, "day": unknown.on}
            finding = Finding(Status.UNSURE, variant="unknown-figure", params=params)
        except Exception:  # noqa: BLE001 - one broken rule must not take the others with it
            _log.exception("check %s could not be run", rule.info.id)
            finding, crashed = Finding(Status.UNSURE, variant="crashed"), True
    finding = _gated(rule, finding, case)
    return CheckResult(
        info=rule.info,
        finding=finding,
        severity=_severity(rule, finding, case),
        confidence=_confidence(rule, finding, case),
        evidence=case.grounds(finding.rests_on),
        crashed=crashed,
    )


def _applies(rule: Rule, case: Case, law: Law) -> bool:
    info = rule.info
    if outside_scope(case) and info.group != SCOPE_CHECKS:
        return False
    if case.kind not in info.kinds or case.sender_role not in info.senders:
        return False
    if case.debtor is not None and case.debtor not in info.debtors:
        return False
    sent = case.sent
    if isinstance(sent, Reading) and info.regime == ("inkl-1988" if _new_act_governs(law, sent.value) else "inkl-2026"):
        return False
    day = case.date("original_due_date") if info.date_key == "claim_due_date" else sent
    if not isinstance(day, Reading):
        return True
    begun = info.valid_from is None or day.value >= info.valid_from
    return begun and (info.valid_to is None or day.value <= info.valid_to)


def _new_act_governs(law: Law, sent: dt.date) -> bool:
    return law.new_act_in_force is not None and sent >= law.new_act_in_force


def _missing(needed: NeedsValue) -> Finding:
    name = needed.missing.name
    return Finding(
        Status.UNSURE,
        variant="missing",
        params={"field": name},
        question=name if name != "heading" else None,
    )


def _confidence(rule: Rule, finding: Finding, case: Case) -> float:
    return min(case.confidence(finding.rests_on), *(sure for _, sure in _concerns(rule, case)))


def _concerns(rule: Rule, case: Case) -> tuple[tuple[str, float], ...]:
    """How sure it is, 0-1, that the rule concerns this letter: its kind, its sender, and the debtor where that decides.

    A doubt between two kinds that the rule both covers is no doubt about the rule.
    """
    info, letter = rule.info, case.letter
    concerns = [("kind", _within(letter.kind, info.kinds)), ("sender_role", _within(letter.sender_role, info.senders))]
    if len(info.debtors) == 1:
        concerns.append(("debtor", _within(letter.debtor, info.debtors)))
    return tuple(concerns)


def _within(reading: Reading[T], accepted: frozenset[T]) -> float:
    """Confidence that the value is one of the accepted ones: of the reading and its rivals, those that are accepted."""
    return min(1.0, sum(r.confidence for r in (reading, *reading.rivals) if r.value in accepted))


def _gated(rule: Rule, finding: Finding, case: Case) -> Finding:
    """The finding, taken back to ``unsure`` where the reading does not carry it.

    A pass that rests on no reading says that a row is not there, which a letter read in part cannot show either.
    """
    if finding.status not in (Status.PASS, Status.FAIL):
        return finding
    failing = finding.status is Status.FAIL
    if failing and finding.absence and not (case.fully_read and case.every_word_read):
        return replace(
            finding,
            status=Status.UNSURE,
            variant="not-fully-read",
            leaning=None,
            amounts=None,
            contests={},
            question=None,
        )
    if not failing and not finding.rests_on and not case.fully_read:
        return Finding(Status.UNSURE, variant="partly-read")
    sure = [*((name, case.confidence((name,))) for name in finding.rests_on), *_concerns(rule, case)]
    weakest, least = min(sure, key=lambda item: item[1])
    if least >= (GATE if failing else PASS_GATE):
        return finding
    return replace(
        finding,
        status=Status.UNSURE,
        variant="doubtful-reading",
        params={"field": weakest},
        leaning=finding.status,
        contests={},
        question=None if weakest.startswith("statement:") or weakest in {"heading", "language"} else weakest,
    )


def _severity(rule: Rule, finding: Finding, case: Case) -> Severity:
    """Businesses may have agreed otherwise (inkassoloven § 3), so against them such a breach is only likely."""
    severity = finding.severity or rule.info.severity
    if severity is Severity.BREACH and rule.info.yields_to_contract and case.debtor is not DebtorType.CONSUMER:
        return Severity.LIKELY_BREACH
    return severity


@cache
def _code_hash() -> str:
    """A hash of what decides beside the figures: this folder's modules, rules included, and the leanings."""
    digest = hashlib.sha256()
    root = Path(__file__).parent
    for path in sorted([*root.rglob("*.py"), *(root / "law" / "data" / "leanings").glob("*.yaml")]):
        digest.update(path.relative_to(root).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def ruleset_version(law: Law) -> str:
    """Twelve hex digits that change when a figure or a rule changes."""
    return hashlib.sha256(f"{law.version}:{_code_hash()}".encode()).hexdigest()[:12]
