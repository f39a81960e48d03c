"""Calculators without a letter: late-payment interest, the most a fee may be, and when the heavy fee is possible.

Forms that are sent with GET, so that an answer has an address and nothing is kept. All arithmetic is that of the
checks (`service.reports.calculations`, `checks.deadlines`); every line is shown with its source.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, TypeVar, get_args

from apiflask import APIBlueprint
from flask import Response, request
from flask.typing import ResponseReturnValue

from checks.deadlines import first_heavy_day
from checks.errors import ChecksError, UnknownFigure
from checks.fees import Debtor
from checks.interest import late_interest
from checks.law import LegalReference, default_law
from parsers.dates import format_date
from parsers.errors import InvalidValue
from parsers.money import format_amount
from service.known import read_amount, read_date, read_rate
from service.reports.calculations import FeeStage, fee_limit, fee_steps
from service.reports.law import law_words, places
from service.reports.working import told
from service.security import access
from service.web.letters import written_day
from service.web.shell import page, page_language, words

bp = APIBlueprint("reckoning", __name__, url_prefix="/regn", enable_openapi=False)

T = TypeVar("T")
Word = TypeVar("Word", bound=str)

_FIRST, _LAST = dt.date(1990, 1, 1), dt.date(2100, 12, 31)
"""Days a form takes: before them no rule of ours holds, and after them somebody mistyped."""


@dataclass
class Form:
    """What was sent, and what is wrong with it by field. Nothing sent is no fault: the form is empty then."""

    names: Sequence[str]
    values: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.values = {name: request.args.get(name, "").strip()[:100] for name in self.names}
        self.say: Mapping[str, str] = words(page_language())["reckon"]["errors"]

    @property
    def is_sent(self) -> bool:
        """Whether anything was filled in."""
        return any(name in request.args for name in self.names)

    def amount(self, name: str, *, required: bool = True) -> Decimal | None:
        """Kroner, as people write them."""
        return self._read(name, read_amount, "amount", required)

    def rate(self, name: str) -> Decimal | None:
        """Per cent a year, or nothing."""
        return self._read(name, read_rate, "rate", False)

    def day(self, name: str, *, required: bool = True) -> dt.date | None:
        """A day within the span that makes sense."""
        day = self._read(name, read_date, "date", required)
        if day is not None and not _FIRST <= day <= _LAST:
            self.errors[name] = self.say["span"]
            return None
        return day

    def choice(self, name: str, allowed: Sequence[Word], default: Word) -> Word:
        """One of a few; what is none of them is the default."""
        value = next((one for one in allowed if one == self.values[name]), default)
        self.values[name] = value
        return value

    def _read(self, name: str, reader: Callable[[str, str], T], kind: str, required: bool) -> T | None:
        text = self.values[name]
        if not text:
            if required and self.is_sent:
                self.errors[name] = self.say["missing"]
            return None
        try:
            return reader(name, text)
        except InvalidValue:
            self.errors[name] = self.say[kind]
            return None

    def refuse(self, name: str, error: Exception) -> None:
        """What the law's data or the arithmetic refuses."""
        self.errors[name] = _told(error, self.say)


def _told(error: Exception, say: Mapping[str, str]) -> str:
    if isinstance(error, UnknownFigure):
        # The law's data tell why, in bokmål alone.
        return f"{str(error)[:1].upper()}{str(error)[1:]}." if page_language() == "nb" else say["unknown"]
    return say["amount"]


@bp.get("/rente")
@access("public")
def interest() -> ResponseReturnValue:
    """Late-payment interest, period by period."""
    lang = page_language()
    form = Form(("principal", "from", "to", "rate", "paid_on", "paid"))
    principal, first, last = form.amount("principal"), form.day("from"), form.day("to")
    rate = form.rate("rate")
    paid_on, paid = form.day("paid_on", required=False), form.amount("paid", required=False)
    if (paid_on is None) != (paid is None) and not {"paid_on", "paid"} & form.errors.keys():
        form.errors["paid" if paid is None else "paid_on"] = form.say["both"]
    if first and last and last < first:
        form.errors["to"] = form.say["order"]
    if last and paid_on and paid_on > last:
        form.errors["paid_on"] = form.say["paid_late"]
    answer = None
    if form.is_sent and not form.errors and principal is not None and first and last:
        payments = [(paid_on, paid)] if paid_on and paid is not None else []
        try:
            found = late_interest(
                default_law(), principal=principal, first_day=first, last_day=last, payments=payments, rate=rate
            )
        except ChecksError as error:
            form.refuse("to", error)
        else:
            say = law_words(lang)["interest"]
            span = {"first": format_date(first, lang=lang), "last": format_date(last, lang=lang)}
            answer = _answer(
                say["title" if rate is None else "agreed"].format(amount=format_amount(found.rounded, lang=lang)),
                say["span"].format(principal=format_amount(principal, lang=lang), **span),
                fee_steps(found.computation, lang=lang),
                say["rounded"] if len(found.periods) > 1 else "",
            )
    return _page("interest", form, answer)


@bp.get("/gebyr")
@access("public")
def fee() -> ResponseReturnValue:
    """The most a fee may be, line by line."""
    lang = page_language()
    form = Form(("stage", "principal", "due", "on", "debtor", "vat"))
    stage: FeeStage = form.choice("stage", get_args(FeeStage), "light")
    debtor: Debtor = form.choice("debtor", get_args(Debtor), "consumer")
    vat = form.choice("vat", ("yes", "no", "unknown"), "unknown")
    principal = form.amount("principal", required=stage in ("light", "heavy"))
    due, on = form.day("due"), form.day("on")
    if due and on and on < due:
        form.errors["on"] = form.say["before_due"]
    answer = None
    if form.is_sent and not form.errors and due and on:
        try:
            found = fee_limit(
                default_law(),
                stage=stage,
                due=due,
                on=on,
                principal=principal,
                debtor=debtor,
                creditor_vat_registered=None if vat == "unknown" else vat == "yes",
                lang=lang,
            )
        except ChecksError as error:
            form.refuse("on", error)
        else:
            say = law_words(lang)["fee"]
            answer = _answer(
                say["title"][stage].format(amount=format_amount(found.limit.in_ore, lang=lang)),
                "",
                fee_steps(found.limit, lang=lang),
                say["may"],
            )
            if found.with_vat is not None:
                answer["lead"] = say["with_vat"].format(amount=format_amount(found.with_vat.in_ore, lang=lang))
                answer["more_title"] = say["working_vat"]
                answer["more"] = fee_steps(found.with_vat, lang=lang)
    return _page("fee", form, answer)


@bp.get("/tungt")
@access("public")
def heavy() -> ResponseReturnValue:
    """The first day the heavy fee is possible."""
    lang = page_language()
    form = Form(("deadline", "due"))
    say = words(lang)["reckon"]["heavy"]
    deadline, due = form.day("deadline"), form.day("due", required=False)
    if deadline and due and due > deadline:
        form.errors["due"] = form.say["due_late"]
    answer = None
    if form.is_sent and not form.errors and deadline:
        law = default_law()
        try:
            first = first_heavy_day(law, due=due, demand_deadline=deadline)
            tables = [law.salaer_table(due)] if due else law.salaer_tables_between(_FIRST, deadline)
        except ChecksError as error:
            form.refuse("due", error)
        else:
            table = min(tables, key=lambda table: table.value.heavy_after_days)
            days = table.value.heavy_after_days
            steps = [
                _line(say["from"], written_day(deadline, lang), law_words(lang)["fee"]["given"]),
                _line(say["wait"], say["days"].format(days=days), _source(table.legal_basis)),
                _line(say["first"], written_day(first, lang), ""),
            ]
            answer = _answer(say["answer"].format(day=written_day(first, lang)), say["may"], steps, "")
            answer["note"] = "" if due else say["no_due"]
    return _page("heavy", form, answer)


def _source(basis: Sequence[LegalReference]) -> str:
    return places(basis, page_language())


def _line(label: str, value: str, origin: str) -> Mapping[str, str]:
    """A line of an answer in days."""
    return {"label": label, "origin": origin, "shown": value}


def _answer(title: str, lead: str, steps: Sequence[Any], note: str) -> dict[str, Any]:
    title = title.replace(" kr", "\u00a0kr").replace("NOK ", "NOK\u00a0")
    return {"title": title, "lead": lead, "steps": steps, "note": note, "more_title": "", "more": []}


def _page(key: str, form: Form, answer: Mapping[str, Any] | None) -> Response:
    lang = page_language()
    return page(
        "reckoning.html.j2",
        status=422 if form.errors else 200,
        key=key,
        form=form,
        answer=answer,
        working_name=law_words(lang)["fee"]["working"],
        told=lambda steps: [(said, step.origin) for said, step in zip(told(steps, lang=lang), steps, strict=True)],
        kept_lang=request.args.get("lang", ""),
    )
