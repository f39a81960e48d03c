"""The dates a letter prints, each with what its label, its place or its sentence makes of it.

A part of `parsers.fields.dates`, which decides between them. What sentences tell is in `parsers.fields.date_roles`, and
what is said of the bill among a letter's details in `parsers.fields.bill_dates`.
"""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from parsers.candidates import sureness
from parsers.dates import find_dates
from parsers.fields import bill_dates as bills
from parsers.fields import date_cues as cues
from parsers.fields.date_roles import OPEN, Place, give_by_sentence
from parsers.fields.label_lines import Label
from parsers.fields.labelled import Labelled, labelled_values, labels_in
from parsers.layout import Cell, Sheet, once
from parsers.views import fold

FIELDS = ("letter_date", "payment_deadline", "original_due_date", "notice_date", "notice_deadline", "invoice_date")

_DAY_OF_NOTICE = re.compile(
    r"(?:inkasso)?vars(?:elets|elet|els?|lets|let|lings?)\W?dato\W*|dato for (?:inkasso)?vars(?:el|elet|let|ling)\W*"
)
"""Labels that a notice may date itself by; "Varsel sendt" tells of another one."""

HEADED = 4
"""Cells of a line under which a day is one of a row of values, whatever its heading says."""


@once
def places_of(sheet: Sheet) -> tuple[Place, ...]:
    """Every date outside the small print, in reading order."""
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
    _give_by_message(sheet, places)
    _give_by_position(sheet, places, labels)
    bills.give_to_bills(places)
    _call_by_its_name(places)
    return tuple(places)


def _fits(name: str, value: str) -> bool:
    if name not in _FIELD_ROLES:
        return False
    matches = find_dates(value[:60], tolerant=True)
    return bool(matches) and bool(cues.DATE_VALUE.match(value[: matches[0].start]))


_PLAIN_DATE = 0.88
"""Strength of a label that means the letter's date and hardly another one."""
_RUNS_ON = re.compile(r"\d[,)]? (?:[a-zæøå]+ ){3}")
_RECEIVED = re.compile(r"\W*(?:mottatt|motteke|received)\W*")
_CLOCK = re.compile(r"\W*(?:(?:kl|klokk[ae]n?|at)\b)?\W*(?:[01]?\d|2[0-3])[.:][0-5]\d\b")
"""The time of day behind a date."""
_FROM_WHOM = re.compile(r"<?[^\s<>@]+@[^\s<>@]+\.\w+>?\W*$")
"""An electronic address at the end of what stands before a date."""
_TIMED = 0.88
"""Strength of the letter's date for a day with the time of day on a line of its own, in the head."""
_MESSAGE = re.compile(r"\b(?:tekstmelding\w*|sms|mms|imessage|text message)\b")
"""What names a text message; elsewhere such a line may say when a page was printed."""
_DELIVERED = re.compile(r"\W*(?:levert|mottatt|motteke|received|delivered)\W*")
_OF_NOTICE = frozenset({"notice_date", "notice_deadline"})
_FIELD_ROLES = frozenset((*FIELDS, OPEN))


@dataclass(frozen=True, slots=True)
class _Labels:
    """The labels of a letter and what stands where among them: lines and cells by number."""

    all: Sequence[Label]
    invoice_rows: frozenset[int]
    invoice_cells: frozenset[int]
    bill_cells: frozenset[int]
    bill_rows: frozenset[int]
    due_rows: frozenset[int]
    amount_rows: frozenset[int]


def _labels(labels: Sequence[Label]) -> _Labels:
    invoice_rows = bills.invoice_headings(labels)
    numbers = [label for label in labels if label.field == "invoice_number"]
    return _Labels(
        all=labels,
        invoice_rows=invoice_rows,
        invoice_cells=frozenset(label.cell.index for label in numbers),
        bill_cells=frozenset(x.cell.index for x in labels if x.field in {"invoice_number", "invoice_date"}),
        bill_rows=frozenset(label.cell.line for label in numbers),
        due_rows=invoice_rows & frozenset(x.cell.line for x in labels if x.field in {OPEN, "original_due_date"}),
        amount_rows=frozenset(label.cell.line for label in labels if cues.AMOUNT_HEADING.fullmatch(fold(label.text))),
    )


def _give_by_label(sheet: Sheet, places: list[Place], labels: Sequence[Label]) -> None:
    around = _labels(labels)
    values = labelled_values(sheet, _fits, labels=labels)
    written = _plainly_written(values, places)
    deadlines = _plain_deadlines(values, places)
    several = len({value.label.start for value in values if value.field == "letter_date"}) > 1
    for value in values:
        if value.place == "below" and sheet.is_prose(value.cell) and _RUNS_ON.search(value.cell.text):
            continue  # a heading over a sentence that begins with a day: "Inkassovarsel", "Den 3. mars sendte vi …"
        within = _of_one_sentence(sheet, [place for place in places if value.start <= place.start < value.end])
        for place in within:
            role = value.field
            if role in _OF_NOTICE and any(p.start < place.start for p in within):
                role = "notice_deadline"  # "Inkassovarsel (sendt/frist)   02.07.2026 / 16.07.2026"
            elif role in _OF_NOTICE and len(within) > 1:
                role = "notice_date"
            elif role == OPEN:
                role = _of_due_date(sheet, value, place, deadlines, around)
            elif role == "letter_date":
                if _RECEIVED.fullmatch(fold(value.label.text)) and not _heads(sheet, value):
                    break  # what was paid, or came in, on that day
                role = _of_day(sheet, value, place, places, around, written=written, several=several)
            place.give(role, _strength(sheet, value, role, around))
            place.labelled = True
            place.of_notice |= role == "notice_date" and bool(_DAY_OF_NOTICE.fullmatch(fold(value.label.text)))
            if role not in _OF_NOTICE:
                break


def _of_one_sentence(sheet: Sheet, places: Sequence[Place]) -> list[Place]:
    """The dates up to the first that a full stop follows with another behind it."""
    ends = (
        n
        for n, (one, next_) in enumerate(itertools.pairwise(places), start=1)
        if sheet.text[one.end : next_.start].startswith(". ")
    )
    return list(places[: next(ends, len(places))])


def _of_due_date(sheet: Sheet, value: Labelled, place: Place, deadlines: frozenset[dt.date], around: _Labels) -> str:
    """What a "Forfall" is: the bill's in its table or among its details, else open."""
    if value.place == "below" and value.label.cell.line in around.invoice_rows:
        return "original_due_date"
    other = bool(deadlines) and place.date not in deadlines
    if other and bills.is_among_details(sheet, value.label, around.all):
        return "original_due_date"
    place.under_bill |= bills.is_of_a_bill(sheet, value, around.bill_cells)
    return OPEN


def _of_day(
    sheet: Sheet,
    value: Labelled,
    place: Place,
    places: Sequence[Place],
    around: _Labels,
    *,
    written: dt.date,
    several: bool,
) -> str:
    """What a "Dato" or "Utstedt" is: the letter's, or the bill's by what stands around it."""
    below, line = value.place == "below", value.label.cell.line
    dated = cues.DATED.fullmatch(fold(value.label.text)) is not None
    if bills.stands_under(sheet, value.label, around.invoice_cells):
        if dated:
            return "invoice_date"
        place.under_bill = True
    if dated and (place.date < written or (below and line in around.bill_rows and several)):
        return "invoice_date"  # "Utstedt" among the claim's details, and the letter's "Dato" elsewhere
    was_due = any("original_due_date" in p.roles and p.labelled and p.date < place.date for p in places)
    if not below and bills.follows_invoice(sheet, value.label, around.all) and not was_due:
        return "invoice_date"  # no bill is dated after the day it was due
    if below and bills.starts_with_bill(sheet, place, around.invoice_cells):
        return "invoice_date"
    if below and line in around.due_rows:
        due = [p.date for p in places if p.cell.line == place.cell.line and p is not place]
        # no bill is dated after the day it was due
        return "letter_date" if due and max(due) < place.date else "invoice_date"
    return "letter_date"


def _strength(sheet: Sheet, value: Labelled, role: str, around: _Labels) -> float:
    """How surely a label speaks of its date."""
    strength = value.strength
    if role == "letter_date" and value.label.cell.line in around.amount_rows:
        strength *= 0.4  # "Dato | Tekst | Beløp" heads the dates of a table
    if value.place != "inline" or value.label.colon:
        return strength
    said = sheet.is_prose(value.cell) and not value.label.apart
    if said and value.field in {"letter_date", "notice_date"}:
        strength *= 0.7
    return strength * (0.9 if value.label.start != value.cell.start else 1.0)


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


def _heads(sheet: Sheet, value: Labelled) -> bool:
    """Whether a label and its value stand at the very top, as in the head of a message."""
    return value.cell.page == sheet.cells[0].page and value.label.colon and value.cell.box.centre[1] < 0.25


def _give_by_message(sheet: Sheet, places: Sequence[Place]) -> None:
    """An electronic message is dated in its head, to the minute, behind its sender or as received; a digital mailbox
    says when it delivered the letter. The day it was printed out, on the page's edge, is no day of its own.
    """
    head = [p for p in places if p.cell.page == sheet.cells[0].page and p.cell.box.centre[1] < _HEAD]
    for place in head:
        timed = _CLOCK.match(sheet.text[place.end : place.end + 14]) is not None
        delivered = _DELIVERED.fullmatch(fold(sheet.text[place.cell.start : place.start])) is not None
        sender = _FROM_WHOM.search(sheet.text[sheet.line_cells(place.cell.line)[0].start : place.start])
        if (timed and (delivered or sender)) or (delivered and _faces_the_addressee(sheet, place)):
            place.give("letter_date", 0.93)
            place.labelled = True
            for other in places:
                at_the_edge = not _MARGIN < other.cell.box.centre[1] < 1 - _MARGIN
                if other is not place and at_the_edge and _CLOCK.match(sheet.text[other.end : other.end + 14]):
                    other.labelled, other.roles = True, {}
            return
    timed_alone = [p for p in head if _is_timed_alone(sheet, p)]
    own = any(p.labelled and p.roles.get("letter_date", 0.0) >= SURELY for p in places)
    if len(timed_alone) == 1 and not own and any(_MESSAGE.search(c.folded) for c in _head(sheet)):
        timed_alone[0].give("letter_date", _TIMED)


def _head(sheet: Sheet) -> list[Cell]:
    """The cells at the top of the first page."""
    return [c for c in sheet.page_cells(sheet.cells[0].page) if c.box.centre[1] < _HEAD]


def _is_timed_alone(sheet: Sheet, place: Place) -> bool:
    """Whether a day with the time of day is all that its line says, away from the page's edge: when a text message
    came.
    """
    cell = place.cell
    clock = _CLOCK.match(sheet.text[place.end : cell.end])
    alone = clock is not None and not sheet.text[place.end + clock.end() : cell.end].strip(" .")
    bare = not cues.WEEKDAY.sub("", fold(sheet.text[cell.start : place.start])).strip()
    return alone and bare and len(sheet.line_cells(cell.line)) == 1 and cell.box.centre[1] > _MARGIN


_PLAIN_LETTERS = str.maketrans("øå", "oa")
"""Folding that keeps every place in the text, for the days of the week."""
_HEAD, _MARGIN = 0.3, 0.06
"""Down to where the head of a message reaches, and how far from the page's edge a printer's own line stands, in heights
of the page.
"""


def _faces_the_addressee(sheet: Sheet, place: Place) -> bool:
    """Whether a day stands on the line that tells to whom the letter is."""
    line = sheet.line_cells(place.cell.line)
    return len(line) > 1 and re.match(r"\W*(?:til|to)\W+\w", line[0].folded) is not None


def _give_by_position(sheet: Sheet, places: list[Place], labels: Sequence[Label]) -> None:
    """The letter's date is often printed alone, or after a town, high on the first page or over the sign-off."""
    first = sheet.cells[0].page
    labelled = {label.cell.index for label in labels}
    told = any(p.labelled and p.roles.get("letter_date", 0.0) >= SURELY for p in places)
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
        day = cues.WEEKDAY.search(lead.lower().translate(_PLAIN_LETTERS))
        lead = lead[: day.start()] if day else lead
        if lead[:1].islower() or (cell.text.endswith(".") and sheet.is_prose(cell)):
            continue  # the end of a sentence
        beside = sheet.left_of(cell)
        if beside is not None and beside.index in labelled and beside.box.x1 > cell.box.x0 - _NEAR_LABEL:
            continue
        if not lead.strip() and not low:
            over = sheet.above(cell, max_drop=2.2)
            named = over is not None and (over.index in labelled or len(sheet.line_cells(over.line)) >= HEADED)
            strength = 0.55 if named else 0.82
            if told and beside is not None and beside.box.x1 > cell.box.x0 - _NEAR_LABEL:
                strength = _OF_SOMETHING_ELSE
            place.give("letter_date", strength)
        elif lead.strip() and cues.PLACE.match(lead) and cell.index not in labelled:
            townlike = "," in lead or "den" in lead
            if townlike or not low:
                place.give("letter_date", 0.93 if townlike else 0.85)


SURELY = 0.8
_NEAR_LABEL = 0.25
"""How far left of its value, in widths of the page, a label's end may be."""
_OF_SOMETHING_ELSE = 0.45
"""Strength of the letter's date for a day behind words of its own, where a label gives the letter's: too little to
rival it.
"""


def _call_by_its_name(places: Sequence[Place]) -> None:
    """A reminder is a bill too, and may call its own day so ("Regningsdato"): of the days of bills the one that came
    after the bill fell due is the letter's, where it stands before all the bill's days, apart from them, and no label
    gives another.
    """
    if any(p.labelled and p.roles.get("letter_date", 0.0) >= SURELY for p in places):
        return
    billed = [p for p in places if p.labelled and p.roles.get("invoice_date", 0.0) >= SURELY]
    due = [p for p in places if max(p.roles.get(r, 0.0) for r in ("original_due_date", OPEN)) >= SURELY]
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
