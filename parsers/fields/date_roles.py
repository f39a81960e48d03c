"""What the words of a sentence make of a date in it: a deadline, a due date, the notice's day, the bill's.

The sentence's words before the date count most, then those after it, then the sentence before. Not here: dates beside
labels, and deciding between several dates of one role (`parsers.fields.dates`); the words are in
`parsers.fields.date_cues`.
"""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from parsers.fields import date_cues as cues
from parsers.fields.sentences import Sentence, sentences_in
from parsers.fields.titles import find_titles
from parsers.layout import Cell, Sheet
from parsers.model import Evidence
from parsers.views import fold

OPEN = "due_date"
"""The role of a "forfallsdato": old due date or new deadline, whichever the order of dates allows."""
_LONGEST_HEADING = 4
"""Words of the longest text that is taken for a heading rather than a sentence."""
_LINES_BEFORE = 3
"""Lines of its column that a sentence is followed back over when another column was read between them."""
_APART, _SAME_EDGE = 0.02, 0.006
"""How far apart the left edges of two columns are at least, and of the lines of one at most, in widths of the page."""
_LARGER = 1.15
"""How many times as high as the text under it a heading's print is at least."""
_WENT = re.compile(r"(?:ut)?sen[dt]+\b|datert\b|dagsett\b|sent\b")
"""What a line under the word for a notice begins with."""


@dataclass(slots=True)
class Place:
    """One printed date and what it may be: role → strength 0-1, and which roles came from a label. `under_bill`: its
    label stands right under the bill's number. `of_notice`: its label names the day of a notice, not when it was sent.
    """

    date: dt.date
    start: int
    end: int
    cell: Cell
    certainty: float
    evidence: Evidence
    roles: dict[str, float] = field(default_factory=dict)
    labelled: bool = False
    under_bill: bool = False
    of_notice: bool = False

    def give(self, role: str, strength: float) -> None:
        self.roles[role] = max(self.roles.get(role, 0.0), strength)


def _under_notice(sheet: Sheet) -> frozenset[int]:
    """Cells beside or under the word for a notice alone: "Inkassovarsel   sendt 02.07.2026, frist 16.07.2026"."""
    found: set[int] = set()
    titles = find_titles(sheet)
    heading = titles[0].cell if titles else None
    for cell in sheet.cells:
        if len(cell.words) > 3 or not cues.NOTICE_ALONE.fullmatch(cell.folded):
            continue
        under = sheet.below(cell, max_drop=3.0)
        if under is not None and cell is heading and cell.box.height > _LARGER * under.box.height:
            continue  # the letter's own heading, over its own day
        for beside in (sheet.right_of(cell), sheet.below(cell, max_drop=2.2)):
            told = beside is not None and (not sheet.is_prose(beside) or _WENT.match(beside.folded) is not None)
            if beside is not None and len(beside.words) <= 10 and told:
                found.add(beside.index)
    return frozenset(found)


def _fills_its_cell(place: Place) -> bool:
    """Whether a date is a label's value and nothing else stands with it: then no sentence speaks of it."""
    alone = len(place.cell.text) - (place.end - place.start) <= 2
    return place.labelled and alone and max(place.roles.values(), default=0.0) >= 0.85


def _text_before(sheet: Sheet, cell: Cell) -> str | None:
    """The running text that this line goes on from, up to three lines, when another column was read between them."""
    read = sheet.cells[cell.index - 1] if cell.index else None
    over = sheet.above(cell, max_drop=2.0)
    if read is None or over is None or read is over or abs(read.box.x0 - cell.box.x0) < _APART:
        return None
    told: list[str] = []
    while over is not None and len(told) < _LINES_BEFORE and _runs_into(sheet, over, cell):
        told.insert(0, over.text)
        cell, over = over, sheet.above(over, max_drop=2.0)
    return " ".join(told) if told else None


def _runs_into(sheet: Sheet, over: Cell, cell: Cell) -> bool:
    """Whether a line of running text goes on in the one under it, at its edge."""
    goes_on = sheet.is_prose(over) and len(over.words) >= 4 and over.text[-1] not in ".:!?"
    return goes_on and abs(over.box.x0 - cell.box.x0) < _SAME_EDGE


def _text_after(sheet: Sheet, cell: Cell) -> str | None:
    """What a line of a narrow column goes on with right under it, when another column was read between them."""
    read = sheet.cells[cell.index + 1] if cell.index + 1 < len(sheet.cells) else None
    under = sheet.below(cell, max_drop=2.0)
    if read is None or under is None or read is under or abs(read.box.x0 - cell.box.x0) < _APART:
        return None
    goes_on = cell.text[-1].isalpha() and under.text[0].islower() and abs(under.box.x0 - cell.box.x0) < _SAME_EDGE
    return under.text if goes_on else None


def give_by_sentence(sheet: Sheet, places: list[Place]) -> None:
    """Give every place the roles that the words of its sentence give it."""
    noticed = _under_notice(sheet)
    text = sheet.text
    sentences = sentences_in(text)
    position = 0
    previous: Sentence | None = None
    for place in places:
        while position < len(sentences) and sentences[position].end <= place.start:
            previous = sentences[position]
            position += 1
        if position >= len(sentences):
            return
        sentence = sentences[position]
        if _fills_its_cell(place):
            continue
        start = min(sentence.start, place.start)
        before = fold(text[start : place.start])
        if (
            previous is not None
            and not before.strip()
            and sheet.is_prose(place.cell)
            and _breaks(text, previous, place)
            and not _is_heading(sheet, previous)
        ):
            before = fold(text[previous.start : place.start])
        after = fold(text[place.end : _end_of_block(sheet, place.end, sentence.end)])
        earlier = fold(text[previous.start : previous.end]) if previous is not None else ""
        if previous is not None and previous.stop == ":" and text[start].islower():
            # what a colon at a line's end leads to goes on with its sentence: "Inkassovarsel:", "sendt …, frist …"
            before, earlier = f"{earlier}: {before}", ""
            if cues.NOTICE.search(before):
                place.roles.pop("letter_date", None)
        told = _text_before(sheet, place.cell)
        if told is not None and start <= place.cell.start:
            before = fold(re.split(r"(?<!\d)[.!?]\s", f"{told} {text[place.cell.start : place.start]}")[-1])
        goes_on = _text_after(sheet, place.cell)
        if goes_on is not None:
            after = fold(f"{text[place.end : place.cell.end]} {goes_on}")
        if place.cell.index in noticed and len(place.cell.words) > 1:
            before = f"varsel {fold(text[place.cell.start : place.start])}"
            place.roles.pop("letter_date", None)
        before = cues.WEEKDAY.sub("", before)
        _give_by_words(place, before, after, earlier)
        # under "Betalingsoppfordring": "sendt 12. april 2026."
        of_other = "other_letter" in place.roles and text[place.cell.start].islower()
        if of_other or _is_told_of_a_notice(sheet, place, start):
            place.roles = {role: sure for role, sure in place.roles.items() if role not in _OWN_DAYS}
    _give_behind_notices(sheet, places, sentences)
    _give_in_rows(places)


def _is_told_of_a_notice(sheet: Sheet, place: Place, start: int) -> bool:
    """Whether what looks like the letter's own day ("datert 10. juli") is told as a notice's by its sentence."""
    lead = sheet.text[start : place.start]
    return sheet.is_prose(place.cell) and place.roles.get("notice_date", 0.0) >= _SURELY and ":" not in lead


_SURELY = 0.8
_OWN_DAYS = frozenset({"letter_date", "invoice_date"})
_LONGEST_NOTICE = 90
"""Days from a notice to the end of its deadline that are taken for one."""


def _give_behind_notices(sheet: Sheet, places: list[Place], sentences: Sequence[Sentence]) -> None:
    """The day behind a notice's own, in its sentence or in the next one, is the end of the notice's deadline where it
    is told as what was, or only set beside it: "Varsel ble sendt 2. juli. Der var fristen satt til 16. juli."
    """
    for notice, place in itertools.pairwise(places):
        days = (place.date - notice.date).days
        if notice.roles.get("notice_date", 0.0) < 0.8 or place.labelled or not 0 < days <= _LONGEST_NOTICE:
            continue
        told = [s for s in sentences if s.start < place.end and s.end > notice.end]
        if len(told) > 2 or "\n\n" in sheet.text[notice.end : place.start]:
            continue
        between = fold(sheet.text[notice.end : place.start])
        after = fold(sheet.text[place.end : max(place.end, told[-1].end if told else 0)])
        left = cues.TIME_LEFT.search(between) or cues.TIME_LEFT.search(after)
        was = cues.TOLD_AS_PAST.search(between) or cues.TOLD_AS_PAST.search(after)
        unpaid = cues.NOT_PAID_BY.search(between) and not _is_condition(between, sheet.text[place.end : place.end + 90])
        is_past = (left and was and not cues.TOLD_AS_NOW.search(between)) or unpaid
        if (is_past or cues.DEADLINE_BESIDE.fullmatch(between)) and not cues.BILL.search(between):
            place.roles.clear()
            place.give("notice_deadline", 0.9)
        if place.roles.get("notice_deadline", 0.0) >= 0.85:
            # A notice ends once: what is said of a later day is the letter's own ("Du får nå frist til …").
            for later in places:
                if later.start > place.start and later.date > place.date and "notice_deadline" in later.roles:
                    del later.roles["notice_deadline"]
                    later.give("payment_deadline", 0.8)


def _give_in_rows(places: Sequence[Place]) -> None:
    """A deadline in the row of a notice's day is the notice's, where the letter has a later one elsewhere."""
    deadlines = [p for p in places if p.roles.get("payment_deadline", 0.0) >= _SURELY]
    for notice in (p for p in places if p.labelled and p.roles.get("notice_date", 0.0) >= _SURELY):
        for place in (p for p in deadlines if p.labelled):
            days = (place.date - notice.date).days
            own = any(other.date > place.date and not _level(other, place) for other in deadlines)
            if _level(notice, place) and own and 0 < days <= _LONGEST_NOTICE:
                place.roles.clear()
                place.give("notice_deadline", 0.9)


def _level(one: Place, other: Place) -> bool:
    apart = abs(one.cell.box.centre[1] - other.cell.box.centre[1])
    return one.cell.page == other.cell.page and apart < 0.4 * one.cell.box.height


def _is_condition(before: str, after: str) -> bool:
    """Whether what was not paid by a day is only supposed: "Har du ikke betalt innen …"."""
    if cues.AS_NOTICE_ASKED.search(fold(after)):
        return False
    unpaid = cues.NOT_PAID_BY.search(before)
    lead = before[: unpaid.start()] if unpaid else before
    perfect = unpaid is not None and re.search(r"\b(?:har|have)\b", f"{lead[-6:]}{unpaid.group()}") is not None
    return perfect or cues.CONDITION.search(re.split(r"(?<!\d)[.!?]\s", lead)[-1]) is not None


def _end_of_block(sheet: Sheet, start: int, end: int) -> int:
    """Where what is said after a date ends: at the sentence's end, or where a heading stands under the date's line."""
    line = sheet.text.find("\n", start, end)
    under = sheet.cell_at(line + 1) if line >= 0 else None
    if under is None or under.start != line + 1 or sheet.is_prose(under) or len(under.words) >= _LONGEST_HEADING:
        return max(start, end)
    headed = under.text[0].isupper() and under.text[-1] not in ".,;" and not any(c.isdigit() for c in under.text)
    return line if headed else max(start, end)


def _breaks(text: str, previous: Sentence, place: Place) -> bool:
    """Whether what was taken for a sentence before the date is the line before it."""
    return text[previous.end : place.start].isspace() and text[previous.end - 1].isalpha()


def _is_heading(sheet: Sheet, sentence: Sentence) -> bool:
    """Whether what was taken for a sentence is a heading that the next one does not go on from."""
    cell = sheet.cell_at(sentence.start)
    return cell is not None and len(cell.words) <= _LONGEST_HEADING and not sheet.is_prose(cell)


def _give_by_words(place: Place, before: str, after: str, earlier: str) -> None:
    if cues.LAW.search(before) or place.date.year < 1995:
        place.roles.clear()
        return
    whole = f"{before} {after}"
    if cues.TODAY.search(before if before.strip() else earlier):
        place.give("letter_date", 0.88)
        return
    if cues.INTEREST.search(whole) and cues.END_FROM.search(before):
        place.give("interest_from", 0.9)
        return
    if cues.INTEREST.search(whole) and cues.END_TO.search(before):
        place.give("interest_to", 0.8)
        return
    if cues.SHOULD_HAVE_BEEN.search(before):
        if _of_a_demand(before, earlier):
            return
        told = cues.NOTICE.search(earlier) and cues.BY_DAY.search(before) and not cues.BILL.search(before)
        place.give("notice_deadline" if told else "original_due_date", 0.8 if told else 0.93)
        return
    if cues.DUE_THEN.match(after) and re.search(r"(?:^|[.:\n])\W*(?:den|on|the|med forfall|alt|allerede)?\W*$", before):
        told = (cues.NOTICE.search(earlier) or cues.DUE_BY_NOTICE.search(after)) and not cues.BILL.search(after)
        place.give("notice_deadline" if told else "original_due_date", 0.8 if told else 0.92)
        return
    if cues.END_PAID.search(before) and not cues.PAID_UNLESS.search(before):
        place.give("paid", 0.9)
        return
    if cues.END_OTHER_LETTER.search(before) or cues.END_NOTICE_TO_COME.search(before):
        place.give("other_letter", 0.85)
        return
    between_commas = cues.DEADLINE_TOLD.search(before) and cues.IS_OVER.match(after)
    if between_commas and cues.NOTICE.search(f"{earlier} {before}") and not cues.BILL.search(before):
        place.give("notice_deadline", 0.86)
        return
    if cues.AS_NOTICE_ASKED.search(after) and _ends_a_deadline(before) and not cues.TOLD_AS_NOW.search(before):
        place.give("notice_deadline", 0.9)
        return
    if cues.WAS_DEADLINE.match(after) and not cues.BILL.search(before):
        place.give("notice_deadline", 0.92)
        return
    if cues.AFTER_NOTICE.search(before) and not cues.NOT_EARLIER.search(before):
        place.give("notice_date", 0.92)
        return
    notice = cues.NOTICE.search(whole)
    own = cues.NOT_EARLIER.search(whole)
    due = cues.END_DUE.search(before)
    if notice and not own and (cues.WAS_SENT.search(whole) or cues.NOTICE_DEADLINE.search(before)):
        between = before[notice.end() : due.start()] if due and notice.start() < due.start() else ""
        if due and re.search(r"\b(?:faktura|regning|rekning|krav)\w*", between):
            _give_due(place, before, due)
        elif re.search(r"\d", now := before[notice.end() :]) and cues.TOLD_AS_NOW.search(now) and _ends_a_deadline(now):
            place.give("payment_deadline", 0.8)  # "Vi sendte varsel 2. juli og ber deg betale innen …"
        elif cues.THEN_ENDED.match(after) and cues.NOTICE_DEADLINE.search(before):
            place.give("notice_date", 0.86)
        elif _ends_a_deadline(before) or (due and notice.start() < due.start()) or cues.LAST_DAY.search(after):
            place.give("notice_deadline", 0.93)
            if (
                not re.search(r"\d", before)
                and not cues.NOTICE_DEADLINE.search(before)
                and not _is_of_earlier(before, after)
            ):
                # "Vi har varslet deg om at kravet må betales innen …": may be this letter's own
                place.roles["notice_deadline"] = 0.6
                place.give("payment_deadline", 0.55)
        elif cues.END_INVOICE.search(before):
            place.give("invoice_date", 0.9)
        else:
            place.give(
                "notice_date", 0.93 if cues.NOTICE.search(before[-70:]) or cues.NOTICE.search(after[:60]) else 0.6
            )
        return
    if cues.IT_WAS_SENT.search(before) and cues.NOTICE.search(earlier) and not cues.NOT_EARLIER.search(earlier):
        place.give("notice_date", 0.85)
        return
    left = cues.COULD_PAY.search(before) or cues.HAD_TO.search(before)
    if left and cues.NOTICE.search(earlier) and cues.WAS_SENT.search(earlier):
        place.give("notice_deadline", 0.86)
        return
    if cues.PAST_DEADLINE.search(before):
        if cues.NOTICE.search(earlier):
            place.give("notice_deadline", 0.85)
        elif cues.DAY_WAS.search(before) and not _of_a_reminder(before, whole, earlier):
            place.give("original_due_date", 0.88)
        elif _of_a_bill(before, whole, earlier):
            place.give("original_due_date", 0.86)
        elif not _of_a_reminder(before, whole, earlier) and not _of_a_demand(before, earlier):
            place.give("original_due_date", 0.88 if cues.AT_FIRST.search(before) else 0.7)
        return
    if cues.RAN_OUT.search(before) and cues.NOTICE.search(earlier):
        place.give("notice_deadline", 0.85)
        return
    if cues.LAST_DAY_WAS.search(before) and cues.NOTICE.search(earlier) and not cues.BILL.search(before):
        place.give("notice_deadline", 0.85)
        return
    if cues.DAY_WAS.search(before) and not _of_a_reminder(before, whole, earlier):
        place.give("original_due_date", 0.88)
        return
    billed = cues.BILLED_THEN.match(after) and re.search(r"(?:^|[.:\n])\W*(?:den|on|the)?\W*$", before)
    if cues.END_INVOICE.search(before) or billed:
        place.give("invoice_date", 0.92)
        return
    if due:
        _give_due(place, before, due)
        return
    if cues.HAVE_UNTIL.search(before) and cues.ABOUT_PAYING.search(whole):
        place.give("payment_deadline", 0.9)
        return
    if cues.END_DEADLINE.search(before) or cues.LONG_DEADLINE.search(before):
        # "ta kontakt innen …" is a deadline too, but not surely the one to pay by
        place.give("payment_deadline", 0.92 if cues.ABOUT_PAYING.search(whole) else 0.65)


def _is_of_earlier(before: str, after: str) -> bool:
    """Whether a deadline told before its notice is surely that notice's: it is told as past, or the notice's own day
    stands behind it ("Du hadde frist til 12. juli i inkassovarselet du fikk 28. juni").
    """
    told = cues.OF_EARLIER_NOTICE.search(after)
    if told is None or cues.TOLD_AS_NOW.search(before):
        return False
    return bool(
        cues.HAD_UNTIL.search(before) or re.search(r"\d", told["rest"]) or cues.TOLD_AS_PAST.search(told["rest"])
    )


def _of_a_demand(before: str, earlier: str) -> bool:
    """Whether what should have been paid by a day is told of a demand or a reminder that its sentence, or the one
    before, says was sent on a day of its own: "Betalingsoppfordringen ble sendt 3. mai, og skulle vært betalt innen …".
    """
    if cues.BILL.search(before) or cues.NOTICE.search(before):
        return False
    told = before if re.search(r"\d", before) else earlier
    sent = cues.DEMAND_SENT.search(told)
    return sent is not None and not cues.BILL.search(told[sent.start() :])


def _of_a_bill(before: str, whole: str, earlier: str) -> bool:
    """Whether a deadline that has passed is a bill's, which its sentence or the one before speaks of."""
    if cues.REMINDED.search(whole):
        return False
    return bool(cues.BILL.search(before) or (cues.BILL.search(earlier) and not cues.REMINDED.search(earlier)))


def _of_a_reminder(before: str, whole: str, earlier: str) -> bool:
    """Whether a deadline that has passed may be a reminder's or a demand's, by its sentence or the one before; a
    heading before it says nothing, nor does any sentence when it is the bill's.
    """
    spoken = len(earlier.split()) > _LONGEST_HEADING and not cues.BILL.search(before)
    return bool(cues.REMINDED.search(whole) or (spoken and cues.REMINDED.search(earlier)))


def _ends_a_deadline(before: str) -> bool:
    if cues.WENT_OUT.search(before):
        return False
    ends = (cues.END_DEADLINE, cues.RAN_OUT, cues.NOTICE_DEADLINE, cues.UNTIL, cues.COULD_PAY, cues.PAST_DEADLINE)
    return any(c.search(before) for c in (*ends, cues.ENDED))


def _give_due(place: Place, before: str, due: re.Match[str]) -> None:
    word = due.group("word")
    ahead = before[: due.start()]
    if cues.NEW.search(ahead):
        place.give("payment_deadline", 0.93)
    elif cues.OLD.search(ahead) or word in {"forfalt", "fell due", "was due", "forfalte"}:
        place.give("original_due_date", 0.93)
    else:
        place.give(OPEN, 0.88)
