"""The report of the contract (``kravvakt/report/1``): the shape, and how an audit becomes one.

Amounts are decimal strings in kroner with two decimals, dates ISO 8601, boxes ``[x0, y0, x1, y1]`` as fractions of
the upright page. Keys are only ever added. What the pages and the plain text show is made from this report and
nothing else.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import time
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from checks import messages
from checks.case import Case
from checks.computation import Computation
from checks.engine import Audit
from checks.law import Language, default_law
from checks.messages.steps import step_words
from checks.messages.terms import terms_in
from checks.model import Amounts, CheckResult, LegalBasis, Outcome, Status
from checks.verdict import contests_of
from checks.whatif import weigh_questions
from parsers.model import (
    AMOUNT_FIELDS,
    Box,
    ClaimLine,
    Evidence,
    Letter,
    Page,
    QualityIssue,
    QuarterTurn,
    Reading,
)
from service.reports.notices import notices
from service.reports.parts import BasisReport, BatchPlace, Kroner, Part, basis_report, plain
from service.reports.questions import QuestionReport, question_report
from service.reports.repairs import repairs_told
from service.reports.scope import ScopeReport, scope_report
from service.reports.timeline import AsideReport, TimelineEntry, aside_report, timeline_report

Fractions = Annotated[
    list[float], Field(min_length=4, max_length=4, description="x0, y0, x1, y1 as fractions 0-1 of the page")
]
Confidence = Annotated[float, Field(ge=0, le=1)]


class Ruleset(Part):
    """Which rules and figures judged the letter. Up to ``verified_until`` every figure was checked."""

    version: str
    law_as_of: dt.date
    evaluated_for: dt.date | None
    verified_until: dt.date


class Quality(Part):
    """How well a page could be read."""

    score: Confidence
    issues: list[QualityIssue]


class PageReport(Part):
    """One page."""

    number: int = Field(ge=1)
    source: Literal["text", "scan", "photo"]
    width: int = Field(ge=1)
    height: int = Field(ge=1)
    rotation: QuarterTurn
    quality: Quality


class DocumentReport(Part):
    """What was uploaded: hash over all bytes in order, the first file's name, the pages."""

    sha256: str = Field(pattern="^[0-9a-f]{64}$")
    filename: str
    pages: list[PageReport]


class Judged(Part):
    """A property of the whole letter."""

    value: str
    confidence: Confidence


class Rival(Part):
    """Another value the same place could have."""

    value: str
    confidence: Confidence


class FieldReport(Part):
    """One reading."""

    value: str | int
    confidence: Confidence
    origin: Literal["read", "derived", "user"]
    text: str | None = None
    page: int | None = None
    box: Fractions | None = None
    rivals: list[Rival] = Field(default_factory=list)
    #: Only where the figure was read otherwise than it looks, because the sum closes then; the first rival is how it
    #: looks.
    repaired: bool = Field(default=False, exclude_if=lambda repaired: not repaired)


class LineReport(Part):
    """One amount row."""

    type: str
    label: str
    amount: Kroner
    confidence: Confidence
    page: int | None = None
    box: Fractions | None = None
    included: bool = True
    relates_to: str | None = None
    #: As in a field.
    repaired: bool = Field(default=False, exclude_if=lambda repaired: not repaired)


class LetterReport(Part):
    """What was read."""

    kind: Judged
    sender_role: Judged
    debtor: Judged
    language: Judged
    fields: dict[str, FieldReport]
    lines: list[LineReport]
    fully_read: bool


class AmountsReport(Part):
    """What is charged, what is allowed at most, and the difference."""

    charged: Kroner
    limit: Kroner
    excess: Kroner


class EvidenceReport(Part):
    """The piece of letter a finding rests on."""

    field: str
    page: int
    box: Fractions | None
    text: str


class StepReport(Part):
    """One line of the arithmetic."""

    label: str
    value: str | None
    unit: str
    origin: str
    formula: str
    result: str | None


class CheckReport(Part):
    """One check."""

    id: str
    group: str
    status: Literal["pass", "fail", "unsure", "not_applicable"]
    severity: Literal["breach", "likely_breach", "advice"]
    consequence: Literal["C-ALL", "C-COLL", "C-FEE", "C-NONE", "amount"]
    title: str
    headline: str
    rule: str
    explanation: str
    what_to_do: str
    question: str | None
    legal_basis: list[BasisReport]
    amounts: AmountsReport | None
    contests: dict[str, Kroner]
    confidence: Confidence
    leaning: Literal["pass", "fail"] | None
    leaning_reason: str = ""
    evidence: list[EvidenceReport]
    assumptions: list[str]
    computation: list[StepReport]


class AmountsTotals(Part):
    """The four sums."""

    claimed: Kroner | None
    supported: Kroner | None
    contested: Kroner
    possibly_contested: Kroner


class TermReport(Part):
    """A word of the law or the trade that the report uses, and what it means."""

    term: str
    means: str


class Report(Part):
    """The report of one letter."""

    schema_: Literal["kravvakt/report/1"] = Field(default="kravvakt/report/1", alias="schema")
    id: str
    status: Literal["queued", "running", "done", "failed"]
    created_at: dt.datetime
    language: Literal["nb", "nn", "en"]
    ruleset: Ruleset
    document: DocumentReport
    letter: LetterReport
    checks: list[CheckReport]
    amounts: AmountsTotals
    outcome: Literal["breaches", "questions", "clean", "outside_scope", "unreadable"]
    questions: list[QuestionReport]
    scope: ScopeReport | None = None
    timeline: list[TimelineEntry] = Field(default_factory=list)
    previous_not_used: list[AsideReport] = Field(default_factory=list)
    terms: list[TermReport] = Field(default_factory=list)
    warnings: list[str] = Field(default_factory=list)
    notices: list[str] = Field(default_factory=list)
    #: Only in the results of a batch.
    batch: BatchPlace | None = Field(default=None, exclude_if=lambda place: place is None)

    def to_json(self) -> str:
        """The contract's JSON, keys in the order of the contract."""
        return self.model_dump_json(by_alias=True, indent=2)


def build_report(
    audit: Audit,
    *,
    data: Iterable[bytes],
    filename: str,
    created_at: dt.datetime,
    lang: Language = "nb",
    id_: str | None = None,
) -> Report:
    """The report of an audit. ``data`` are the uploaded bytes in order (for the hash), ``created_at`` an aware UTC
    time.
    """
    digest = hashlib.sha256()
    for part in data:
        digest.update(part)
    case = Case(audit.letter)
    report = Report(
        schema="kravvakt/report/1",
        id=id_ or new_id(),
        status="done",
        created_at=created_at,
        language=lang,
        ruleset=Ruleset(
            version=audit.ruleset_version,
            law_as_of=audit.law_as_of,
            evaluated_for=audit.evaluated_for,
            verified_until=default_law().verified_until,
        ),
        document=DocumentReport(
            sha256=digest.hexdigest(), filename=filename, pages=[_page(page) for page in audit.letter.pages]
        ),
        letter=_letter(audit.letter, case),
        checks=[_check(result, case, lang, audit.evaluated_for) for result in audit.results],
        amounts=AmountsTotals(
            claimed=_kroner(audit.totals.claimed),
            supported=_kroner(audit.totals.supported),
            contested=f"{audit.totals.contested:.2f}",
            possibly_contested=f"{audit.totals.possibly_contested:.2f}",
        ),
        outcome=audit.outcome.value,
        questions=[question_report(question, lang=lang) for question in weigh_questions(audit)],
        scope=scope_report(audit, lang=lang),
        timeline=_timeline(audit, lang),
        previous_not_used=aside_report(audit.case, lang=lang),
        warnings=[*audit.letter.warnings, *audit.warnings],
        notices=list(notices(default_law(), audit.case, today=created_at.date(), lang=lang)),
    )
    return report.model_copy(update={"terms": _terms(report)})


def _terms(report: Report) -> list[TermReport]:
    """The terms in the headlines of what was tested and in the explanations of what was found."""
    told = [check for check in report.checks if check.status != "not_applicable"]
    found = [check for check in told if check.status == "fail" or check.question]
    texts = [check.headline for check in told]
    texts += [text for check in found for text in (check.rule, check.explanation, check.what_to_do)]
    texts += [text for question in report.questions for text in (question.text, question.why)]
    return [TermReport(term=term.term, means=term.means) for term in terms_in(texts, lang=report.language)]


def _timeline(audit: Audit, lang: Language) -> list[TimelineEntry]:
    """The days of the case; none for a paper that is outside the law we check, or that was not read."""
    if audit.outcome in (Outcome.OUTSIDE_SCOPE, Outcome.UNREADABLE):
        return []
    return timeline_report(audit.case, default_law(), lang=lang)


_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_id() -> str:
    """A new id that nobody can guess: 26 characters, time first (ULID), 80 random bits."""
    number = int(time.time() * 1000) << 80 | int.from_bytes(os.urandom(10), "big")
    return "".join(_ALPHABET[number >> shift & 31] for shift in range(125, -1, -5))


def derived_id(id_: str, number: int) -> str:
    """An id that always goes with another one and a number."""
    found = int.from_bytes(hashlib.sha256(f"{id_} {number}".encode()).digest()[:16], "big")
    return id_[:10] + "".join(_ALPHABET[found >> shift & 31] for shift in range(75, -1, -5))


def _kroner(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:.2f}"


def _page(page: Page) -> PageReport:
    return PageReport(
        number=page.number,
        source=page.source,
        width=page.width,
        height=page.height,
        rotation=page.rotation,
        quality=Quality(score=_share(page.quality.score), issues=list(page.quality.issues)),
    )


def _share(value: float) -> float:
    return round(min(1.0, max(0.0, value)), 3)


def _fractions(box: Box) -> list[float]:
    return [round(min(1.0, max(0.0, edge)), 5) for edge in (box.x0, box.y0, box.x1, box.y1)]


def _letter(letter: Letter, case: Case) -> LetterReport:
    fields = {name: _field(reading) for name, reading in letter.fields.items() if isinstance(reading, Reading)}
    for name in AMOUNT_FIELDS:
        reading = case.amount(name)
        if name not in fields and isinstance(reading, Reading):
            fields[name] = _field(reading)
    return LetterReport(
        kind=_judged(letter.kind),
        sender_role=_judged(letter.sender_role),
        debtor=_judged(letter.debtor),
        language=_judged(letter.language),
        fields=dict(sorted(fields.items())),
        lines=[_line(line) for line in letter.lines],
        fully_read=letter.fully_read,
    )


def _judged(reading: Reading[object]) -> Judged:
    return Judged(value=plain(reading.value), confidence=_share(reading.confidence))


def _field(reading: Reading[object]) -> FieldReport:
    first = reading.evidence[0] if reading.evidence else None
    return FieldReport(
        value=reading.value if isinstance(reading.value, int) else plain(reading.value),
        confidence=_share(reading.confidence),
        origin=reading.origin.value,
        text=first.quote if first else None,
        page=first.page if first else None,
        box=_fractions(Box.around(first.boxes)) if first and first.boxes else None,
        rivals=[Rival(value=plain(r.value), confidence=_share(r.confidence)) for r in reading.rivals],
        repaired=reading.repaired,
    )


def _line(line: ClaimLine) -> LineReport:
    boxes = [box for e in line.evidence for box in e.boxes]
    return LineReport(
        type=line.type.value,
        label=line.label,
        amount=f"{line.amount:.2f}",
        confidence=_share(line.confidence),
        page=line.evidence[0].page if line.evidence else None,
        box=_fractions(Box.around(boxes)) if boxes else None,
        included=line.included,
        relates_to=line.relates_to,
        repaired=line.repaired,
    )


_LEANINGS: Mapping[Status, Literal["pass", "fail"]] = {Status.PASS: "pass", Status.FAIL: "fail"}


def _check(result: CheckResult, case: Case, lang: Language, on: dt.date | None) -> CheckReport:
    words = messages.message(result.id, result.finding, lang=lang)
    leaning = result.finding.leaning
    repairs = repairs_told(case, result.finding.rests_on, lang=lang)
    return CheckReport(
        id=result.id,
        group=result.info.group,
        status=result.status.value,
        severity=result.severity.value,
        consequence=result.info.consequence.value,
        title=words.title,
        headline=words.headline,
        rule=words.rule,
        explanation=f"{words.explanation} {repairs}".rstrip(),
        what_to_do=words.what_to_do,
        question=result.finding.question if result.status is Status.UNSURE else None,
        legal_basis=[_basis(place, lang, on) for place in result.info.legal_basis],
        amounts=_amounts(result.finding.amounts),
        contests={row: f"{kroner:.2f}" for row, kroner in contests_of(result, case).items()},
        confidence=_share(result.confidence),
        leaning=_LEANINGS.get(leaning) if leaning else None,
        leaning_reason=" ".join(dict.fromkeys(fact.why.of(lang) for fact in result.leans_on)),
        evidence=[e for name, evidence in result.evidence for e in _evidence(name, evidence)],
        assumptions=list(result.finding.assumptions),
        computation=steps_of(result.finding.computation, lang=lang),
    )


def _amounts(amounts: Amounts | None) -> AmountsReport | None:
    if amounts is None:
        return None
    return AmountsReport(charged=f"{amounts.charged:.2f}", limit=f"{amounts.limit:.2f}", excess=f"{amounts.excess:.2f}")


def _basis(place: LegalBasis, lang: Language, on: dt.date | None) -> BasisReport:
    law = default_law()
    reference = law.reference(place.act, place.section, paragraph=place.paragraph or "", letter=place.letter or "")
    if on is not None and law.new_act_in_force is not None:
        reference = law.regimes.cited_on(reference, on) or reference
    return basis_report(reference, lang=lang)


def _evidence(name: str, evidence: Evidence) -> list[EvidenceReport]:
    boxes: Sequence[Box | None] = evidence.boxes or (None,)
    return [
        EvidenceReport(
            field=name, page=evidence.page, box=None if box is None else _fractions(box), text=evidence.quote
        )
        for box in boxes
    ]


def steps_of(computation: Computation | None, *, lang: Language = "nb") -> list[StepReport]:
    """The lines of a calculation; none when there is no calculation."""
    if computation is None:
        return []
    return [
        StepReport(
            label=said.label,
            value=None if step.value is None else str(step.value),
            unit=step.unit,
            origin=said.origin,
            formula=said.formula,
            result=None if step.result is None else str(step.result),
        )
        for step in computation.steps
        for said in (step_words(step, lang=lang),)
    ]
