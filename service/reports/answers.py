"""What the reader is told beside a question: what each answer would do, and how such a check usually comes out.

Sentences on the figures of the report and nothing else; which answers are tried is `checks.whatif`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from parsers.money import format_kroner_prose
from service.reports.cards import words
from service.reports.questions import QuestionReport
from service.reports.report import CheckReport, Report

MOST_LINES = 3
"""More answers than these are no help to choose by."""


def answer_lines(report: Report, question: QuestionReport) -> tuple[str, ...]:
    """What the answers would do, in one sentence for all that do the same; those that move most kroner first."""
    say = words(report.language)["answers"]
    alike: dict[tuple[str, Decimal], list[str]] = {}
    for answer in question.answers:
        outcome = _outcome(report, question, answer)
        if outcome is None or (_is_guess(question, answer) and outcome in alike):
            continue  # one example of a day is enough
        alike.setdefault(outcome, []).append(_quoted(question, answer, say))
    lines = [
        say[key].format(answer=_listed(labels, say), kroner=format_kroner_prose(kroner, lang=report.language))
        for (key, kroner), labels in sorted(alike.items(), key=lambda item: -item[0][1])
    ]
    return tuple(lines[:MOST_LINES])


def _outcome(report: Report, question: QuestionReport, answer: str) -> tuple[str, Decimal] | None:
    """The sentence for an answer and the kroner in it; ``None`` when it would change nothing worth telling."""
    sums = question.answers[answer]
    change, possibly = Decimal(sums.change), Decimal(sums.possibly_change)
    if change > 0:
        return ("falls_more" if Decimal(report.amounts.contested) else "falls"), change
    if change < 0:
        return "stands", -change
    if possibly > 0:
        return "may_fall", possibly
    if possibly < 0:
        return "stands", -possibly
    after = question.effects[answer]
    settled = [after[id_].status for id_ in question.settles if id_ in after]
    in_order = len(settled) == len(question.settles) and set(settled) <= {"pass", "not_applicable"}
    return ("in_order", Decimal("0.00")) if in_order else None


def _quoted(question: QuestionReport, answer: str, say: Mapping[str, str]) -> str:
    label = question.answers[answer].label
    return str(say["such_as"].format(text=label)) if _is_guess(question, answer) else _quoted_label(answer, label, say)


def _quoted_label(answer: str, label: str, say: Mapping[str, str]) -> str:
    return label.lower() if answer in ("yes", "no") and len(label.split()) == 1 else say["quote"].format(text=label)


def _is_guess(question: QuestionReport, answer: str) -> bool:
    """Whether the answer is one of many that could be given, tried for being plausible."""
    return question.kind in ("date", "amount") and answer not in question.choices


def _listed(labels: Sequence[str], say: Mapping[str, str]) -> str:
    """The labels with commas, the last one with "or"."""
    *others, last = labels
    return f"{', '.join(others)} {say['or']} {last}" if others else last


def leaning_line(report: Report, check: CheckReport) -> Iterator[str]:
    """How an open check usually comes out in a letter like this, and why; nothing where nothing is usual."""
    if check.status != "unsure" or check.leaning is None or not check.leaning_reason:
        return
    say = words(report.language)["leaning"]
    key: str = check.leaning
    kroner = ""
    if check.leaning == "fail" and check.amounts is not None and Decimal(check.amounts.excess) > 0:
        key, kroner = "fail_kroner", format_kroner_prose(Decimal(check.amounts.excess), lang=report.language)
    yield str(say[key].format(kroner=kroner, reason=check.leaning_reason))


def usual_line(report: Report, question: QuestionReport) -> Iterator[str]:
    """The usual answer and why, for a question that stands by what failed already; nothing where nothing is usual."""
    if question.leaning is None:
        return
    say = words(report.language)["answers"]
    label = _quoted_label(question.leaning.answer, question.leaning.label, say)
    yield str(say["usual"].format(answer=label, reason=question.leaning.reason))
