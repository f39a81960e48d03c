"""Which printed date is which: letter date, deadline, the claim's due date, the earlier notice, the invoice's date.

Every date of the letter gets the roles its label, table heading, sentence or place gives it; then all roles are
decided together under the order that dates of such a letter keep: invoice < due < earlier notice < letter <= deadline.
The words "forfall" and "forfallsdato" mean the old due date in one letter and the new deadline in the next; only the
order tells. Where order does not tell either, the field is missing as ambiguous: a guess would accuse or acquit by
chance.

Not here: interest dates and dates of payments, deadlines given in days (`deadline_days` is a statement), and reckoning.
Of several deadlines the latest is the letter's, for it is the time the debtor was given (inkassoloven §§ 9, 10).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from parsers.candidates import sureness
from parsers.dates import find_dates
from parsers.fields import date_cues as cues
from parsers.fields.bill_dates import follows_invoice, give_to_bills, invoice_headings, is_of_a_bill, stands_under
from parsers.fields.date_roles import OPEN, Place, give_by_sentence
from parsers.fields.kind import KindReading
from parsers.fields.label_lines import Label
from parsers.fields.labelled import Labelled, labelled_values, labels_in
from parsers.layout import Cell, Sheet, once
from parsers.model import LetterKind, Missing, MissingReason, Reading
from parsers.views import fold

RIVALS = 0.5
"""Confidence from which, against the reading's own, a rival is as good as it."""

_DAY_OF_NOTICE = re.compile(r"(?:inkasso)?(?:varsel|varslings)\W?dato\W*|dato for (?:inkasso)?varsel(?:et)?\W*")
"""Labels that a notice may date itself by; "Varsel sendt" tells of another one."""

HEADED = 4
"""Cells of a line under which a day is one of a row of values, whatever its heading says."""

FIELDS = ("letter_date", "payment_deadline", "original_due_date", "notice_date", "notice_deadline", "invoice_date")


@dataclass(frozen=True, slots=True)
class _Choice:
    """A date a field could have: how surely, where, and how many places say so."""

    date: dt.date
    strength: float
    places: tuple[Place, ...]


def read_dates(sheet: Sheet, *, kind: KindReading) -> dict[str, Reading[dt.date] | Missing]:
    """The letter's date fields. A field in doubt between old due date and new deadline is missing as ambiguous, with
    the dates as rivals.
    """
    places = _places(sheet)
    found: dict[str, Reading[dt.date] | Missing] = {}
    letter = _best(_choices(places, "letter_date"))
    if letter is None and kind.kind.value in _NOTICES:
        places = tuple(_of_this_notice(places))
        letter = _best(_choices(places, "letter_date"))
    if letter is None and kind.kind.value is LetterKind.IKKE_KRAVBREV:
        letter = _best(_choices(places, "invoice_date"))
    found["letter_date"] = letter if letter is not None else Missing("letter_date", searched=("dato", "sendt"))
    sent = letter.value if letter is not None and letter.confidence >= 0.5 else None
    found["payment_deadline"] = _deadline(places, sent, kind)
    found["original_due_date"] = _original_due(places, sent, found["payment_deadline"])
    found["notice_date"], found["notice_deadline"] = _notice(places, sent)
    found["invoice_date"] = _invoice(places, sent)
    return _corroborated(found)


_NOTICES = frozenset({LetterKind.PURRING, LetterKind.INKASSOVARSEL})


def _of_this_notice(places: Sequence[Place]) -> Iterator[Place]:
    """The places of a notice that dates itself by no other name: its "Varseldato" is its own day. Where the end of a
    notice's deadline is told too, the two tell of an earlier one.
    """
    of_earlier = any(place.roles.get("notice_deadline", 0.0) >= 0.5 for place in places)
    for place in places:
        strength = place.roles.get("notice_date", 0.0)
        own = place.of_notice and strength >= _SURELY and not of_earlier
        others = {name: value for name, value in place.roles.items() if name != "notice_date"}
        yield replace(place, roles={**others, "letter_date": 0.95 * strength}) if own else place


def read_mentions(sheet: Sheet) -> dict[str, tuple[Reading[dt.date], ...]]:
    """Every place that prints a deadline of this letter, in reading order, for the checks of consistency."""
    places = _places(sheet)
    letter = _best(_choices(places, "letter_date"))
    sent = letter.value if letter is not None and letter.confidence >= 0.5 else None
    mentions = tuple(
        Reading(p.date, round(p.roles["payment_deadline"] * p.certainty, 3), (p.evidence,))
        for p in places
        if p.roles.get("payment_deadline", 0.0) >= 0.6 and (sent is None or p.date >= sent)
    )
    return {"payment_deadline": mentions} if mentions else {}


# ------------------------------------------------------------------ every date and its roles


@once
def _places(sheet: Sheet) -> tuple[Place, ...]:
    text = sheet.transcript.text
    optical = sheet.is_optical
    places: list[Place] = []
    for match in find_dates(text, tolerant=optical):
        cell = sheet.cell_at(match.start)
        if cell is None or sheet.page_role(cell.page) == "back":
            continue
        evidence = sheet.evidence(match.start, match.end)
        certainty = sureness(evidence.confidence) if optical else evidence.confidence
        certainty *= 0.9 if match.repaired else 1.0
        places.append(Place(match.date, match.start, match.end, cell, certainty, evidence))
    if not places:
        return ()
    labels = labels_in(sheet)
    _give_by_label(sheet, places, labels)
    give_by_sentence(sheet, places)
    _give_by_position(sheet, places, labels)
    give_to_bills(places)
    _call_by_its_name(places)
    return tuple(places)


def _fits(name: str, value: str) -> bool:
    if name not in _FIELD_ROLES:
        return False
    matches = find_dates(value[:60], tolerant=True)
    return bool(matches) and bool(cues.DATE_VALUE.match(value[: matches[0].start]))


_SAME_EDGE = 0.006
_PLAIN_DATE = 0.88
"""Strength of a label that means the letter's date and hardly another one."""
_RUNS_ON = re.compile(r"\d[,)]? (?:[a-zæøå]+ ){3}")
_RECEIVED = re.compile(r"\W*(?:mottatt|motteke|received)\W*")
_OF_NOTICE = frozenset({"notice_date", "notice_deadline"})
_FIELD_ROLES = frozenset((*FIELDS, OPEN))


def _give_by_label(sheet: Sheet, places: list[Place], labels: Sequence[Label]) -> None:
    invoice_rows = invoice_headings(labels)
    invoice_cells = frozenset(label.cell.index for label in labels if label.field == "invoice_number")
    bill_cells = invoice_cells | {label.cell.index for label in labels if label.field == "invoice_date"}
    due_rows = invoice_rows & frozenset(x.cell.line for x in labels if x.field in {OPEN, "original_due_date"})
    amount_rows = frozenset(label.cell.line for label in labels if cues.AMOUNT_HEADING.fullmatch(fold(label.text)))
    values = labelled_values(sheet, _fits, labels=labels)
    written = _plainly_written(values, places)
    written_by = {value.label.start for value in values if value.field == "letter_date"}
    bill_rows = frozenset(label.cell.line for label in labels if label.field == "invoice_number")
    deadlines = _plain_deadlines(values, places)
    for value in values:
        if value.place == "below" and sheet.is_prose(value.cell) and _RUNS_ON.search(value.cell.text):
            continue  # a heading over a sentence that begins with a day: "Inkassovarsel", "Den 3. mars sendte vi …"
        for place in places:
            if value.start <= place.start < value.end:
                role, strength = value.field, value.strength
                if role in _OF_NOTICE and any(value.start <= p.start < place.start for p in places):
                    role = "notice_deadline"  # "Inkassovarsel (sendt/frist)   02.07.2026 / 16.07.2026"
                elif role in _OF_NOTICE and any(place.end <= p.start < value.end for p in places):
                    role = "notice_date"
                if role == OPEN and value.place == "below" and value.label.cell.line in invoice_rows:
                    role = "original_due_date"
                if role == OPEN and deadlines - {place.date} == deadlines and _is_of_bill(sheet, value.label, labels):
                    role = "original_due_date" if deadlines else OPEN
                if role == OPEN:
                    place.under_bill |= is_of_a_bill(sheet, value, bill_cells)
                if role == "letter_date" and stands_under(sheet, value.label, invoice_cells):
                    dated = cues.DATED.fullmatch(fold(value.label.text))
                    role, place.under_bill = ("invoice_date", False) if dated else (role, True)
                only_dated = role == "letter_date" and cues.DATED.fullmatch(fold(value.label.text)) is not None
                beside_bill = value.place == "below" and value.label.cell.line in bill_rows and len(written_by) > 1
                if only_dated and (place.date < written or beside_bill):
                    role = "invoice_date"  # "Utstedt" among the claim's details, and the letter's "Dato" elsewhere
                if role == "letter_date" and _RECEIVED.fullmatch(fold(value.label.text)) and not _heads(sheet, value):
                    break  # what was paid, or came in, on that day
                if role == "letter_date" and value.place != "below" and follows_invoice(sheet, value.label, labels):
                    role = "invoice_date"
                if role == "letter_date" and value.place == "below" and value.label.cell.line in due_rows:
                    due = [p.date for p in places if p.cell.line == place.cell.line and p is not place]
                    # no bill is dated after the day it was due
                    role = "letter_date" if due and max(due) < place.date else "invoice_date"
                if role == "letter_date" and value.label.cell.line in amount_rows:
                    # "Dato | Tekst | Beløp" heads the dates of a table
                    strength *= 0.4
                if value.place == "inline" and not value.label.colon:
                    said = sheet.is_prose(value.cell) and not value.label.apart
                    if said and value.field in {"letter_date", "notice_date"}:
                        strength *= 0.7
                    if value.label.start != value.cell.start:
                        strength *= 0.9
                place.give(role, strength)
                place.labelled = True
                place.of_notice |= role == "notice_date" and bool(_DAY_OF_NOTICE.fullmatch(fold(value.label.text)))
                if role not in _OF_NOTICE:
                    break


def _plainly_written(values: Iterable[Labelled], places: Sequence[Place]) -> dt.date:
    """The latest date that a label gives for the letter's own, other than "Utstedt" and the like; else a day before
    all.
    """
    plain = [v for v in values if v.field == "letter_date" and not cues.DATED.fullmatch(fold(v.label.text))]
    found = (p.date for v in plain for p in places if v.start <= p.start < v.end and v.strength >= _PLAIN_DATE)
    return max(found, default=dt.date.min)


def _plain_deadlines(values: Iterable[Labelled], places: Sequence[Place]) -> frozenset[dt.date]:
    """The days that a label gives for the letter's own deadline and hardly anything else ("Ny betalingsfrist")."""
    plain = [v for v in values if v.field == "payment_deadline" and v.strength >= _PLAIN_DATE]
    return frozenset(p.date for p in places for v in plain if v.start <= p.start < v.end)


def _is_of_bill(sheet: Sheet, label: Label, labels: Sequence[Label]) -> bool:
    """Whether a label for a due date stands in a column of details right under the bill's number or day."""
    over = sheet.above(label.cell, max_drop=2.2)
    told = [x.field for x in labels if over is not None and x.cell is over and x.start == over.start]
    same = over is not None and abs(over.box.x0 - label.cell.box.x0) < _SAME_EDGE
    return same and label.start == label.cell.start and bool({"invoice_number", "invoice_date"} & set(told))


def _heads(sheet: Sheet, value: Labelled) -> bool:
    """Whether a label and its value stand at the very top, as in the head of a message."""
    first = value.cell.page == sheet.cells[0].page
    return first and value.label.colon and value.cell.box.centre[1] < 0.25


def _give_by_position(sheet: Sheet, places: list[Place], labels: Sequence[Label]) -> None:
    """The letter's date is often printed alone, or after a town, high on the first page or over the sign-off."""
    first = sheet.cells[0].page
    labelled = {label.cell.index for label in labels}
    for place in places:
        cell = place.cell
        if place.labelled or place.roles or (cell.page != first and not _over_sign_off(sheet, cell)):
            continue
        low = cell.box.centre[1] > 0.45
        if low and not _over_sign_off(sheet, cell):
            continue
        if sheet.cell_at(place.end - 1) is not cell or cell.end - place.end > 2:
            continue
        lead = sheet.transcript.text[cell.start : place.start]
        day = cues.WEEKDAY.search(lead.lower().replace("ø", "o"))
        lead = lead[: day.start()] if day else lead
        if lead[:1].islower() or (cell.text.endswith(".") and sheet.is_prose(cell)):
            continue  # the end of a sentence
        beside = sheet.left_of(cell)
        if beside is not None and beside.index in labelled and beside.box.x1 > cell.box.x0 - 0.25:
            continue
        if not lead.strip() and not low:
            over = sheet.above(cell, max_drop=2.2)
            named = over is not None and (over.index in labelled or len(sheet.line_cells(over.line)) >= HEADED)
            place.give("letter_date", 0.55 if named else 0.82)
        elif lead.strip() and cues.PLACE.match(lead) and cell.index not in labelled:
            told = "," in lead or "den" in lead
            if told or not low:
                place.give("letter_date", 0.93 if told else 0.85)


_SURELY = 0.8


def _call_by_its_name(places: Sequence[Place]) -> None:
    """A reminder is a bill too, and may call its own day so ("Regningsdato"): of the days of bills the one that came
    after the bill fell due is the letter's, where it stands before all the bill's days, apart from them, and no label
    gives another.
    """
    if any(p.labelled and p.roles.get("letter_date", 0.0) >= _SURELY for p in places):
        return
    billed = [p for p in places if p.labelled and p.roles.get("invoice_date", 0.0) >= _SURELY]
    due = [p for p in places if max(p.roles.get(r, 0.0) for r in ("original_due_date", OPEN)) >= _SURELY]
    head = min((*billed, *due), key=lambda p: p.start, default=None)
    if head is None or head not in billed or not any(p.date < head.date for p in due):
        return
    if not any(p.cell.line == head.cell.line for p in (*billed, *due) if p is not head):
        head.give("letter_date", 0.95 * head.roles.pop("invoice_date"))


def _over_sign_off(sheet: Sheet, cell: Cell) -> bool:
    """Whether a cell stands alone on its line, right over what closes a letter: "Bodø, 3. mai 2026", "Med hilsen"."""
    after = sheet.cells[cell.index + 1 : cell.index + 2]
    alone = len(sheet.line_cells(cell.line)) == 1 and len(cell.words) <= 7
    return alone and any(cues.SIGN_OFF.match(c.folded) and c.page == cell.page for c in after)


# ------------------------------------------------------------------ deciding


def _choices(places: Iterable[Place], *roles: str) -> list[_Choice]:
    """The dates that have one of the roles, strongest first; two places that agree strengthen each other."""
    grouped: dict[dt.date, list[tuple[float, Place]]] = {}
    for place in places:
        strength = max((place.roles.get(role, 0.0) for role in roles), default=0.0)
        if strength:
            grouped.setdefault(place.date, []).append((strength * place.certainty, place))
    found = []
    for date, said in grouped.items():
        said.sort(key=lambda pair: -pair[0])
        doubt = 1 - said[0][0]
        for strength, _ in said[1:3]:
            doubt *= 1 - 0.7 * strength
        found.append(_Choice(date, min(0.99, 1 - doubt), tuple(place for _, place in said)))
    return sorted(found, key=lambda choice: -choice.strength)


def _best(choices: list[_Choice]) -> Reading[dt.date] | None:
    if not choices:
        return None
    best, *others = choices
    confidence = best.strength
    # A day that has the role as well is a rival however badly its figures were read.
    closest = max((_role(other) for other in others), default=0.0)
    if closest > 0.5:
        confidence *= 1 - 0.45 * max(0.0, min(1.0, closest / _role(best)) - 0.6)
    return _reading(best, confidence, others)


def _role(choice: _Choice) -> float:
    """How strongly the day has its role, 0-1, had it been read without a doubt."""
    return min(1.0, choice.strength / max(0.1, max(place.certainty for place in choice.places)))


def _reading(choice: _Choice, confidence: float, others: Iterable[_Choice] = ()) -> Reading[dt.date]:
    rivals = tuple(
        Reading(o.date, round(o.strength * 0.6, 3), tuple(p.evidence for p in o.places[:1])) for o in list(others)[:4]
    )
    repeated = frozenset({"repeated"}) if len(choice.places) > 1 else frozenset[str]()
    evidence = tuple(place.evidence for place in choice.places[:4])
    return Reading(choice.date, round(min(0.99, confidence), 3), evidence, rivals=rivals, corroborated=repeated)


def _deadline(places: Sequence[Place], sent: dt.date | None, kind: KindReading) -> Reading[dt.date] | Missing:
    sure = _choices(places, "payment_deadline")
    open_ = _choices(places, OPEN)
    if sent is not None:
        sure = [c for c in sure if c.date >= sent]
        open_ = [c for c in open_ if c.date >= sent and c.date not in {s.date for s in sure}]
        late = dt.timedelta(days=200)
        choices = sure or open_
        near = [c for c in choices if c.date - sent <= late] or choices
        if not near:
            missed = _choices(places, "payment_deadline")
            if missed:
                # A "deadline" before the letter's date: a wrong reading of either, or an odd letter. Do not choose.
                return Missing("payment_deadline", MissingReason.AMBIGUOUS, ("frist",), _rivals(missed))
            return Missing("payment_deadline", searched=("betalingsfrist", "frist", "innen", "forfallsdato"))
        return _latest(near, open_=not sure)
    if sure:
        return _latest(sure, open_=False)
    if len(open_) == 1 and kind.kind.value is not LetterKind.IKKE_KRAVBREV:
        # With neither the letter's date nor a second date, "forfallsdato" may be the old or the new one.
        return Missing("payment_deadline", MissingReason.AMBIGUOUS, ("forfallsdato",), _rivals(open_))
    if open_:
        latest = max(open_, key=lambda c: c.date)
        return _reading(latest, 0.5 * latest.strength, [c for c in open_ if c is not latest])
    return Missing("payment_deadline", searched=("betalingsfrist", "frist", "innen", "forfallsdato"))


def _latest(choices: list[_Choice], *, open_: bool) -> Reading[dt.date]:
    strong = [c for c in choices if c.strength >= 0.6] or choices
    latest = max(strong, key=lambda c: c.date)
    others = [c for c in choices if c is not latest]
    confidence = latest.strength * (0.96 if open_ else 1.0)
    if any(o.strength >= 0.6 for o in others):
        confidence *= 0.85
    return _reading(latest, confidence, others)


def _rivals(choices: Iterable[_Choice]) -> tuple[Reading[object], ...]:
    return tuple(Reading(c.date, round(c.strength * 0.5, 3), tuple(p.evidence for p in c.places[:1])) for c in choices)


_AHEAD = 0.8
"""Confidence that a bill's "Forfall" after the letter's own date is the old one: its deadline is told apart from it."""
_TOLD_APART = 0.85


def _original_due(
    places: Sequence[Place], sent: dt.date | None, deadline: Reading[dt.date] | Missing
) -> Reading[dt.date] | Missing:
    taken = deadline.value if isinstance(deadline, Reading) else None
    # an explicit "opprinnelig forfall" after the letter's date is not explained away: that may be the letter's fault
    sure = [c for c in _choices(places, "original_due_date") if sent is None or c.date <= sent or c.strength >= 0.85]
    open_ = [c for c in _choices(places, OPEN) if c.date != taken and (sent is None or c.date < sent)]
    if sent is None and taken is not None:
        open_ = [c for c in open_ if c.date < taken]
    choices = sure or open_
    if not choices and sent is not None:
        ahead = [p for p in places if p.under_bill and OPEN in p.roles and taken is not None and sent <= p.date < taken]
        choices = _choices([p for p in ahead if not p.roles.keys() & {"payment_deadline"}], OPEN)
        if len(choices) == 1 and isinstance(deadline, Reading) and deadline.confidence >= _TOLD_APART:
            return _reading(choices[0], min(choices[0].strength, _AHEAD))
        choices = []
    if not choices:
        return Missing("original_due_date", searched=("opprinnelig forfall", "forfalt", "forfall"))
    if not sure and sent is None and taken is None:
        return Missing("original_due_date", MissingReason.AMBIGUOUS, ("forfallsdato",), _rivals(choices))
    strong = [c for c in choices if c.strength >= 0.6] or choices
    earliest = min(strong, key=lambda c: c.date)
    others = [c for c in choices if c is not earliest]
    confidence = earliest.strength
    if any(o.strength >= 0.6 for o in others) and not _one_table(earliest, others):
        confidence *= 0.75
    elif others:
        confidence *= 0.95
    return _reading(earliest, confidence, others)


def _one_table(choice: _Choice, others: Iterable[_Choice]) -> bool:
    """Whether the other dates stand in the same column: a list of invoices with a due date each."""
    x = choice.places[0].cell.box
    return all(
        any(abs(p.cell.box.x0 - x.x0) < 0.02 or abs(p.cell.box.x1 - x.x1) < 0.02 for p in other.places)
        for other in others
    )


def _notice(
    places: Sequence[Place], sent: dt.date | None
) -> tuple[Reading[dt.date] | Missing, Reading[dt.date] | Missing]:
    dates = [c for c in _choices(places, "notice_date") if c.strength >= 0.5 and (sent is None or c.date < sent)]
    known = {c.date for c in dates}
    ends = [c for c in _choices(places, "notice_deadline") if c.strength >= 0.5 and c.date not in known]
    if sent is not None and not dates:
        # A lone "frist" beside the word varsel is this very letter's when it lies ahead.
        ends = [c for c in ends if c.date < sent]
    date = _last(dates)
    if isinstance(date, Reading):
        ends = [c for c in ends if c.date > date.value]
    return date or Missing("notice_date", searched=("inkassovarsel", "varslet")), _last(ends) or Missing(
        "notice_deadline", searched=("inkassovarsel … frist",)
    )


def _last(choices: list[_Choice]) -> Reading[dt.date] | None:
    if not choices:
        return None
    latest = max(choices, key=lambda c: c.date)
    others = [c for c in choices if c is not latest]
    return _reading(latest, latest.strength * (0.75 if others else 1.0), others)


def _invoice(places: Sequence[Place], sent: dt.date | None) -> Reading[dt.date] | Missing:
    choices = [c for c in _choices(places, "invoice_date") if sent is None or c.date <= sent]
    if not choices:
        return Missing("invoice_date", searched=("fakturadato",))
    earliest = min(choices, key=lambda c: c.date)
    others = [c for c in choices if c is not earliest]
    confidence = earliest.strength * (0.8 if others and not _one_table(earliest, others) else 1.0)
    return _reading(earliest, confidence, others)


def _written_too_early(found: Mapping[str, Reading[dt.date] | Missing]) -> bool:
    """Whether the letter says itself that it was written before the claim was due: all three days told surely, in
    printed characters and not in a picture of them, and the due date no other name for the new deadline.
    """
    due, sent, deadline = (found[name] for name in ("original_due_date", "letter_date", "payment_deadline"))
    if isinstance(due, Missing) or isinstance(sent, Missing) or isinstance(deadline, Missing):
        return False
    told = all(r.confidence >= 0.85 and all(e.confidence >= 0.999 for e in r.evidence) for r in (due, sent, deadline))
    return told and sent.value < due.value < deadline.value


def _order_fits_another(reading: Reading[dt.date], *, before: Reading[dt.date], after: Reading[dt.date]) -> bool:
    """Whether a rival as good as the reading keeps the order too, so that the order speaks for neither."""
    rivals = [r.value for r in reading.rivals if r.confidence >= RIVALS * reading.confidence]
    if reading.value == before.value:
        return any(day <= after.value for day in rivals)
    return any(before.value <= day for day in rivals)


_ORDER = ("invoice_date", "original_due_date", "notice_date", "letter_date", "payment_deadline")


def _corroborated(
    found: Mapping[str, Reading[dt.date] | Missing],
) -> dict[str, Reading[dt.date] | Missing]:
    """Raises confidence a little where all dates stand in their natural order; lowers it where two do not."""
    result = dict(found)
    known = [(name, reading) for name in _ORDER if isinstance(reading := found[name], Reading)]
    for (one, first), (other, second) in pairwise(known):
        ordered = first.value <= second.value
        if not ordered and (one, other) == ("original_due_date", "letter_date") and _written_too_early(found):
            continue
        for name in (one, other):
            old = result[name]
            if isinstance(old, Reading) and not (ordered and _order_fits_another(old, before=first, after=second)):
                change = 1 - (1 - old.confidence) * 0.75 if ordered else old.confidence * 0.75
                result[name] = Reading(
                    old.value,
                    round(min(0.99, change), 3),
                    old.evidence,
                    rivals=old.rivals,
                    corroborated=old.corroborated | ({"order"} if ordered else frozenset()),
                )
    return result
