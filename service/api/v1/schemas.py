"""What the API takes and answers, but for the report itself (`service.reports.report`)."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from checks.law import Language
from parsers.model import QualityIssue
from service.reports.calculations import FeeStage

Text = Annotated[str, Field(min_length=1, max_length=40)]
Kroner = Annotated[Text | int | float, Field(description='Kroner: `1000`, `"1 234,50"` or `"1234.50"`.')]
Day = Annotated[Text, Field(description='A day: `"2026-03-12"` or `"12.03.2026"`.')]
Fact = Annotated[str, Field(max_length=500)] | int | float | None


class Question(BaseModel):
    """Base of what is sent in: keys that do not exist are refused."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)


class Answered(BaseModel):
    """Base of what is answered."""

    model_config = ConfigDict(populate_by_name=True)


# ------------------------------------------------------------------ audits


class Facts(Question):
    """What the caller knows: corrections of fields, and answers to questions. ``null`` takes one back."""

    known: dict[str, Fact] = Field(
        max_length=100, description="Keys as in `--set`: fields of the letter, or facts like `debtor`."
    )


class ReportQuery(Question):
    """In which language."""

    lang: Language | None = Field(None, description="Language of the texts; the one it was sent in with if left out.")


class ListQuery(Question):
    """Which part of the list."""

    limit: int = Field(50, ge=1, le=200, description="How many at most.")
    cursor: str | None = Field(None, max_length=200, description="`next` of the part before.")
    status: Literal["queued", "running", "done", "failed"] | None = Field(None, description="Only these.")


class Progress(Answered):
    """What is being done: the text layer or OCR of a page, or the checks."""

    step: Literal["text", "ocr", "checks"]
    page: int
    pages: int


class StateProblem(Answered):
    """What failed the letter, or keeps it waiting."""

    code: str
    title: str


class AuditState(Answered):
    """A letter without its report."""

    schema_: Literal["kravvakt/report/1"] = Field("kravvakt/report/1", alias="schema")
    id: str
    status: Literal["queued", "running", "done", "failed"]
    created_at: dt.datetime
    progress: Progress | None
    problem: StateProblem | None


class AuditList(Answered):
    """Part of a list. ``next`` is the cursor of the following part, ``null`` at the end."""

    items: list[AuditState]
    next: str | None


# ------------------------------------------------------------------ batches


class BatchProgress(Answered):
    """How a batch stands: letters in each state. ``seconds_left`` is a guess, ``null`` while there is nothing to guess
    from.
    """

    id: str
    status: Literal["queued", "running", "done"]
    created_at: dt.datetime
    expires_at: dt.datetime
    letters: int
    queued: int
    running: int
    done: int
    failed: int
    seconds_left: int | None


# ------------------------------------------------------------------ quality


class Advice(Answered):
    """Something that could be better, and how."""

    issue: QualityIssue
    text: str


class PictureQuality(Answered):
    """How well a picture can be read: score 0 to 1, what is wrong with it (the worst first), and advice."""

    score: float = Field(ge=0, le=1)
    issues: list[QualityIssue]
    advice: list[Advice]
    width: int
    height: int


# ------------------------------------------------------------------ law


class Basis(Answered):
    """A place in the law."""

    act: str
    section: str
    url: str
    reference: str


class Example(Answered):
    """What the check says of an invented letter."""

    status: str
    headline: str
    explanation: str


class Check(Answered):
    """One check of the catalogue. ``what``, ``how`` and ``limits`` are English."""

    id: str
    title: str
    group: str
    severity: str
    consequence: str
    rule: str
    what: str
    law: str
    how: str
    limits: str
    legal_basis: list[Basis]
    valid_from: dt.date | None
    valid_to: dt.date | None
    kinds: list[str]
    senders: list[str]
    debtors: list[str]
    questions: list[str]
    examples: list[Example]


class CheckList(Answered):
    """Every check, and the version of the figures."""

    ruleset: str
    checks: list[Check]


class RatesQuery(Question):
    """Which day."""

    date: str | None = Field(None, min_length=1, max_length=40, description="The day, ISO 8601; today when left out.")


class FiguresVersion(Answered):
    """How new the figures are."""

    version: str
    law_as_of: dt.date
    cut_off: dt.date
    newest_source: dt.date


class Source(Answered):
    """Where a figure was found."""

    key: str
    url: str | None
    what: str
    kind: str


class Figure(Answered):
    """One figure of the law on a day. ``value`` is a text for a number, an object for a table, ``null`` if unknown."""

    key: str
    name: str
    group: str
    unit: str
    chosen_by: str
    known: bool
    value: str | dict[str, object] | list[object] | None
    kroner: dict[str, str]
    valid_from: dt.date | None
    valid_to: dt.date | None
    verified: str | None
    checked_until: dt.date
    past_check: bool
    legal_basis: list[Basis]
    instrument: str
    sources: list[Source]
    note: str
    reason: str


class Rates(Answered):
    """Every figure in force on a day."""

    date: dt.date
    ruleset: FiguresVersion
    warnings: list[str]
    figures: list[Figure]


# ------------------------------------------------------------------ calculators


class Payment(Question):
    """A payment on the principal."""

    date: Day
    amount: Kroner


class InterestQuestion(Question):
    """What interest is reckoned on."""

    principal: Kroner
    first: Day = Field(alias="from", description="The first day that bears interest.")
    last: Day = Field(alias="to", description="The last day that bears interest.")
    rate: Text | int | float | None = Field(None, description="Agreed rate in per cent a year, in place of the law's.")
    paid: list[Payment] = Field([], max_length=100, description="Payments on the principal.")


class Period(Answered):
    """Days with one rate on one principal."""

    from_: dt.date = Field(alias="from")
    to: dt.date
    days: int
    rate: str
    interest: str


class Interest(Answered):
    """Late-payment interest in kroner."""

    interest: str
    periods: list[Period]


class FeeQuestion(Question):
    """What a fee's limit is reckoned from."""

    principal: Kroner | None = Field(None, description="Needed for `light` and `heavy`.")
    due: Day = Field(description="When the claim first fell due.")
    on: Day = Field(description="The day the letter was sent, or the claim is paid.")
    stage: FeeStage
    debtor: Literal["consumer", "business"] = "consumer"
    creditor_vat: Literal["yes", "no"] | None = Field(None, description="Whether the bill was with VAT.")


class Step(Answered):
    """One line of the arithmetic."""

    label: str
    value: str | None
    unit: str
    origin: str
    formula: str
    result: str | None


class Fee(Answered):
    """The most that may be charged, in kroner; the second limit is there when it is not known whether VAT is added."""

    limit: str
    multiple: str
    inkassosats: str
    steps: list[Step]
    limit_with_vat: str | None = None
    steps_with_vat: list[Step] | None = None


# ------------------------------------------------------------------ problems


class ProblemDetails(Answered):
    """What went wrong (RFC 9457). ``code`` never changes its meaning."""

    type: str
    title: str
    status: int
    code: str
    detail: str | None = None
    instance: str | None = None
    errors: dict[str, list[str]] | None = None
