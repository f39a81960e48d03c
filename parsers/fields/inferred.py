"""What no label of ours names, told from the rest of the letter: dates by their order, the creditor by elimination,
numbers by the stem of whatever word stands before them.

Labels are endless and letters are not: the one date after the letter's own is nearly always the new deadline, the
dates in the sentence about the notice are the notice's, and the one firm that is neither sender nor addressee is
the creditor. Only fields that are absent are filled, with a confidence that lets a check pass but rarely accuse.
Nothing is taken that another field already holds.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from parsers.dates import find_dates
from parsers.fields.date_cues import END_NOTICE_TO_COME, END_OTHER_LETTER, OTHER_MATTER
from parsers.fields.descriptions import may_describe
from parsers.fields.labelled import labels_in
from parsers.fields.leftover import fill
from parsers.fields.names import same_name
from parsers.fields.party_phrases import only_serves
from parsers.fields.stems import field_of
from parsers.fields.subject_line import subject_of
from parsers.layout import Cell, Sheet
from parsers.model import Missing, MissingReason, Reading, SenderRole
from parsers.money import find_amounts
from parsers.patterns import read_row_label
from parsers.views import fold

Fields = dict[str, Reading[object] | Missing]

SURE = 0.88
"""Confidence of an inference that a cue in the text bears out."""
LIKELY = 0.78
"""Confidence of an inference by order or elimination alone."""

_PAY_CUE = re.compile(
    r"frist|innen|innan|senest|seinast|betal(?!ings?opp)|oppgjor|gjort opp|gjere opp|konto|forfall|\bpay|\bby\b|"
    r"before|due|"
    r"deadline|nar ma|svar"
)
_DUE_CUE = re.compile(
    r"forf[aeo]l|\bforf\b|skulle\W+(?:ha\W+)?(?:vart|vore|vaert)|opprinnelig|opphavleg|was due|fell due|due date|"
    r"ubetalt si[dt]an|ubetalt siden"
)
_NOTICE_CUE = re.compile(rf"vars[el]{OTHER_MATTER}|collection notice|notice (?:of|under)|warning")
_ENDS_CUE = re.compile(
    r"frist|lop(?:er)? ut|utlop|innen|innan|senest|seinast|\btil\b|deadline|expired|by\b|tiden|tida|ut den|"
    r"var satt|vart sett|ended"
)
_SENT_CUE = re.compile(r"\bdato|\bsendt|utsend|utskrev|skrevet|skriven|utsted|utferd|brev|\bdate|issued|printed|sent\b")
_OTHER_CUE = re.compile(
    r"fodt|faktura\W?dato|rente|interest|mnd|periode|telefon|satser|forskrift|\blov\b|innbetal|mottatt"
)
_BODIES = re.compile(
    r"nemnd|forliksrad|namsmann|namsfogd|skatteetat|finanstilsyn|forbruker|digipost|\bnav\b|posten|foretaksreg|brreg|"
    r"inkassoregister|betalings\w* as",
)
_FIRM = re.compile(
    r"\b(?P<name>(?:[Bb]orettslaget|[Ss]ameiet|[Bb]oligsameiet|[Vv]elforeningen|[Ff]oreningen|[Ss]tiftelsen|[Ii]drettslaget)"
    r"[ \u00a0][A-ZÆØÅ][\w'’-]+(?:[ \u00a0][A-ZÆØÅ0-9][\w'’-]*){0,2}|"
    r"[A-ZÆØÅ][\w&'’./-]*(?:[ \u00a0](?:og|i|på|for|av|&|[A-ZÆØÅ0-9][\w&'’./-]*)){0,5}[ \u00a0]"
    r"(?:ASA?|SA|BA|DA|ANS|KF|IKS|NUF|[Kk]ommune|KOMMUNE|[Bb]orettslag|[Ss]ameie|[Ii]drettslag|[Ff]orening|[Ss]tiftelse))\b"
)
_FIRM_JUSTIFIED = re.compile(_FIRM.pattern.replace(r"[ \u00a0]", r"[ \u00a0]{1,4}"))
"""The same in lines spread over the full width, where the blanks are as wide as between columns."""
_GAPS_OF_JUSTIFIED = 5
_STEMS: Mapping[str, str] = {
    "invoice_number": r"faktura|regning|rekning|bilag|nota|invoice|bill",
    "customer_number": r"kunde(?:konto|forhold)?|medlem|skyldner|skuldnar|debitor|abonnent|customer(?: account)?|"
    r"member|leietaker|elev|(?:klient|oppdragsgiver|kreditor)(?:en)?s ref",
    "case_number": r"saks?|inkassosak|inkasso|referanse|ref|journal|j\.?\s?nr|case|reference",
}
_LEADER = re.compile(r"(?:[ .·…_]{3,}|\s{2,})")
_SUBJECT_WORD = (
    r"(?:hva|kva|what)?\s*(?:krav\w*|saken?|saka|beløpet|faktura\w*|re[gk]ning\w*|the claim)?\s*"
    r"(?:det\s+|dette\s+)?(?:gjelder|gjeld|angår|angåande|angående|vedrører|vedrørende|vedkjem|vedr|concerns?|regarding)"
    r"(?:\s+(?:det|kravet|saken|saka|dette|this))?"
)
_SUBJECT_LABEL = re.compile(rf"^\W*{_SUBJECT_WORD}\W*$", re.IGNORECASE)
_SUBJECT_INLINE = re.compile(
    rf"^[^\S\n]*{_SUBJECT_WORD}(?:[^\S\n]*[:.…]+|[^\S\n]{{2,}})[^\S\n]*(?P<value>[^\W\d_][^\n]{{2,70}})$",
    re.IGNORECASE | re.MULTILINE,
)
_SUBJECT_DUE = re.compile(
    r"(?:^|[.!?:]\s+)(?P<value>[A-ZÆØÅ][^.:\n]{3,50}?)\s+(?:(?:er|har|var)\s+)?"
    r"(?:forfalt|forfall til|skulle\s(?:ha\s)?(?:vært|vore|blitt|ha\svært)|fell due)\b",
    re.MULTILINE,
)
_SUBJECT_AMOUNT = re.compile(
    r"\b(?:og|for|gjelder|gjeld|av|mangler|manglar)\s+(?P<value>[A-ZÆØÅ][^.,:;]{3,50}?)\s+(?:på|pålydende)\s+"
    r"(?:kr|NOK)\b"
)
_BILL_ROW = re.compile(
    r"(?:\d{1,2}[.)]?\s+)?(?:faktura|regning|rekning|invoice|bill|nota)\b\D{0,12}\d{3,}", re.IGNORECASE
)
"""An entry of a list of bills."""
_ACT = re.compile(
    r"(?P<act>kontrollsanksjon|sanksjon|kontrollavgift|kontrollgebyr|parkeringsavgift|parkeringssanksjon|tilleggsavgift|"
    r"bompassering|bomavgift|passering)(?:s?\W?(?:nr|nummer|id|no)\b.*)?\W*$",
    re.IGNORECASE,
)
"""A name that a bill's number goes by which says what was done."""
_A_THING = 6
"""Letters of the shortest word that names what was bought by itself."""
_NO_SUBJECT = re.compile(
    r"(?<!-)\b(?:kravet?|fakturaen?|beløpet|regningen|rekninga|saken|saka|det|dette|som|du|vi|fristen?|betaling\w*|"
    r"viser|syner|at|er|var|har)\b|\d,\d\d",
    re.IGNORECASE,
)
_NUMBER = r"(?P<value>(?:[A-Z]{1,4}[-/ ]?)?\d[\dA-Z]*(?:[-/.]\d+)*)"


@dataclass(frozen=True, slots=True)
class _Day:
    """A printed date, the words before it on its line and over it, and its confidence."""

    date: dt.date
    start: int
    end: int
    context: str
    sure: float


def infer(sheet: Sheet, fields: Mapping[str, Reading[object] | Missing], *, role: SenderRole) -> Fields:
    """The fields with what could be inferred for those that were absent; readings that are there stay as they are."""
    found: Fields = dict(fields)
    days = _days(sheet)
    _infer_letter_date(sheet, found, days)
    sent = _day_of(found, "letter_date")
    if sent is not None:
        days = _days(sheet, near=sent)
    _infer_deadline(sheet, found, days)
    _infer_notice(sheet, found, days)
    _infer_due(sheet, found, days)
    if role is not SenderRole.CREDITOR:
        _infer_creditor(sheet, found)
    _infer_description(sheet, found)
    for name, stem in _STEMS.items():
        _infer_number(sheet, found, name, stem)
    return fill(sheet, found, role=role)


def _is_absent(fields: Fields, name: str) -> bool:
    reading = fields.get(name)
    return reading is None or (isinstance(reading, Missing) and reading.reason is MissingReason.ABSENT)


def _day_of(fields: Fields, name: str) -> dt.date | None:
    reading = fields.get(name)
    return reading.value if isinstance(reading, Reading) and isinstance(reading.value, dt.date) else None


def _put(sheet: Sheet, fields: Fields, name: str, day: _Day, confidence: float) -> None:
    fields[name] = Reading(
        value=day.date, confidence=confidence * day.sure, evidence=(sheet.evidence(day.start, day.end),)
    )


# ------------------------------------------------------------------ dates


def _days(sheet: Sheet, *, near: dt.date | None = None) -> list[_Day]:
    """The printed dates; with ``near`` also those without a year, in the year that brings them nearest to it."""
    days = []
    for match in find_dates(sheet.text, tolerant=sheet.is_optical, default_year=near.year if near else None):
        cell = sheet.cell_at(match.start)
        if cell is None or sheet.page_role(cell.page) == "back":
            continue
        sure = 0.9 if match.repaired else 1.0
        date = match.date
        if near is not None and str(date.year) not in match.text and f"{date.year % 100:02d}" not in match.text[-3:]:
            date = min((_in_year(date, near.year + shift) for shift in (-1, 0, 1)), key=lambda d: abs((d - near).days))
        days.append(_Day(date, match.start, match.end, _context(sheet, cell, match.start), sure))
    return days


def _in_year(date: dt.date, year: int) -> dt.date:
    return date.replace(year=year, day=28) if (date.month, date.day) == (2, 29) else date.replace(year=year)


def _context(sheet: Sheet, cell: Cell, start: int) -> str:
    """The words that may say what the date is: before it in its sentence or row; for a bare date also the cell over
    it.
    """
    before = re.split(r"[.!?]\s+(?=[A-ZÆØÅ])|\n\n|\f", sheet.text[max(0, start - 110) : start])[-1]
    words = [before if sheet.is_prose(cell) else sheet.text[max(cell.start, start - 160) : start]]
    if start - cell.start < 4:
        left, over = sheet.left_of(cell), sheet.above(cell)
        words += [c.text for c in (left, over) if c is not None and not find_dates(c.text)]
    return _LEADER.sub(" ", fold(" ".join(words)))


def _infer_letter_date(sheet: Sheet, fields: Fields, days: list[_Day]) -> None:
    if not _is_absent(fields, "letter_date"):
        return
    deadline = _day_of(fields, "payment_deadline")
    used = {_day_of(fields, n) for n in ("payment_deadline", "notice_deadline", "original_due_date", "invoice_date")}
    free = [d for d in days if d.date not in used and (deadline is None or d.date < deadline)]
    free = [d for d in free if not (_DUE_CUE.search(d.context) or _NOTICE_CUE.search(d.context))]
    told = [d for d in free if _SENT_CUE.search(d.context) and not _OTHER_CUE.search(d.context)]
    if deadline is None:
        # the latest date of a letter whose deadline was not read is most likely that deadline
        paid_by = {d.date for d in free if _PAY_CUE.search(d.context[-40:])} - {d.date for d in told}
        free = [d for d in free if d.date not in paid_by]
    latest = max((d.date for d in (told or free)), default=None)
    if latest is None or any(d.date > latest and d.date != deadline for d in free):
        return
    if deadline is not None and not 0 < (deadline - latest).days <= 60:
        return
    day = next(d for d in (told or free) if d.date == latest)
    _put(sheet, fields, "letter_date", day, SURE if told and deadline is not None else LIKELY - 0.1)


def _infer_deadline(sheet: Sheet, fields: Fields, days: list[_Day]) -> None:
    sent = _day_of(fields, "letter_date")
    if sent is None or not _is_absent(fields, "payment_deadline"):
        return
    later = [d for d in days if sent < d.date <= sent + dt.timedelta(days=90) and not _OTHER_CUE.search(d.context)]
    if len({d.date for d in later}) != 1:
        return
    told = [d for d in later if _PAY_CUE.search(d.context[-70:])]
    _put(sheet, fields, "payment_deadline", (told or later)[0], SURE if told else LIKELY)


def _infer_notice(sheet: Sheet, fields: Fields, days: list[_Day]) -> None:
    sent = _day_of(fields, "letter_date")
    if sent is None:
        return
    others = {_day_of(fields, "original_due_date"), _day_of(fields, "invoice_date")}
    near = [
        d
        for d in days
        if d.date < sent
        and d.date not in others
        and _NOTICE_CUE.search(d.context)
        and not _DUE_CUE.search(d.context)
        and not END_OTHER_LETTER.search(d.context)
        and not END_NOTICE_TO_COME.search(d.context)
    ]
    dates = sorted({d.date for d in near})
    if not 1 <= len(dates) <= 2:
        return
    first = next(d for d in near if d.date == dates[0])
    if len(dates) == 2:
        last = next(d for d in near if d.date == dates[1])
        told = _day_of(fields, "notice_date"), _day_of(fields, "notice_deadline")
        if told[0] == last.date and _ENDS_CUE.search(first.context[-30:]):
            # a deadline before its notice: one of the two was misread, and neither bears much
            _put(sheet, fields, "notice_date", last, LIKELY)
            return
        if {day for day in told if day} <= set(dates) and told != (first.date, last.date):
            _put(sheet, fields, "notice_date", first, SURE)
            _put(sheet, fields, "notice_deadline", last, SURE if _ENDS_CUE.search(last.context) else LIKELY)
        return
    known = {_day_of(fields, "notice_date"), _day_of(fields, "notice_deadline")}
    if first.date in known:
        return
    tail = first.context[-30:]
    name = "notice_deadline" if _ENDS_CUE.search(tail) else "notice_date"
    if _is_absent(fields, name):
        _put(sheet, fields, name, first, LIKELY)


def _infer_due(sheet: Sheet, fields: Fields, days: list[_Day]) -> None:
    sent = _day_of(fields, "letter_date")
    if not _is_absent(fields, "original_due_date"):
        return
    taken = {_day_of(fields, n) for n in ("payment_deadline", "notice_date", "notice_deadline", "letter_date")}
    told = [
        d for d in days if _DUE_CUE.search(d.context[-45:]) and d.date not in taken and (sent is None or d.date < sent)
    ]
    if len({d.date for d in told}) == 1:
        _put(sheet, fields, "original_due_date", told[0], SURE if sent is not None else LIKELY)


# ------------------------------------------------------------------ names and numbers


def _firms(sheet: Sheet, sender: str, pattern: re.Pattern[str]) -> dict[str, tuple[str, int, int, int]]:
    """Firms in the text other than the sender: name, first place, how often."""
    others: dict[str, tuple[str, int, int, int]] = {}
    for match in pattern.finditer(sheet.text):
        if pattern is _FIRM_JUSTIFIED:
            line = sheet.text[sheet.text.rfind("\n", 0, match.start()) + 1 :].split("\n", 1)[0]
            if line.count("   ") < _GAPS_OF_JUSTIFIED:
                continue
        name = " ".join(match["name"].split())
        folded = fold(name)
        if only_serves(sheet.text, match.start("name")):
            continue
        if same_name(name, sender) or fold(sender) in folded or _BODIES.search(folded):
            continue
        text, start, end, times = others.get(folded, (name, match.start("name"), match.end("name"), 0))
        others[folded] = (text, start, end, times + 1)
    return others


def _infer_creditor(sheet: Sheet, fields: Fields) -> None:
    """The one firm in the text that is not the sender; it also bears out a creditor that was read in doubt."""
    sender, read = fields.get("collector"), fields.get("creditor")
    if not isinstance(sender, Reading) or isinstance(fields.get("original_creditor"), Reading):
        return
    others = _firms(sheet, str(sender.value), _FIRM) or _firms(sheet, str(sender.value), _FIRM_JUSTIFIED)
    if len(others) != 1:
        return
    name, start, end, times = next(iter(others.values()))
    evidence = sheet.evidence(start, end)
    confidence = (SURE if times > 1 else LIKELY) * (evidence.confidence if sheet.is_optical else 1.0)
    if _is_absent(fields, "creditor"):
        fields["creditor"] = Reading(value=name, confidence=confidence, evidence=(evidence,))
    elif isinstance(read, Reading) and same_name(name, str(read.value)) and read.confidence < SURE:
        fields["creditor"] = replace(read, confidence=SURE, corroborated=read.corroborated | {"elimination"})


def _infer_description(sheet: Sheet, fields: Fields) -> None:
    """What the claim concerns: beside, under or after a word that says so, or as the subject of "forfalt"."""
    if not _is_absent(fields, "claim_description"):
        return
    for cell in sheet.cells:
        if len(cell.words) > 5 or not _SUBJECT_LABEL.match(cell.text):
            continue
        for beside in (sheet.right_of(cell, max_gap=0.5), sheet.below(cell)):
            if beside is not None and _is_subject(beside.text) and _may_tell(beside):
                _put_text(sheet, fields, "claim_description", beside.start, beside.end, SURE)
                return
    parties = ("creditor", "original_creditor", "collector")
    names = {str(r.value) for name in parties if isinstance(r := fields.get(name), Reading)}
    subject = subject_of(sheet, names=names)
    if subject is not None:
        _put_text(sheet, fields, "claim_description", subject.start, subject.end, subject.sure)
        return
    under = _under_a_bill(sheet)
    if under is not None:
        _put_text(sheet, fields, "claim_description", under.start, under.end, SURE - 0.05)
        return
    own = _of_the_claim(sheet, fields)
    if own is not None:
        _put_text(sheet, fields, "claim_description", *own, LIKELY - 0.05)
        return
    act = _by_bills_name(sheet)
    if act is not None:
        _put_text(sheet, fields, "claim_description", *act, LIKELY - 0.05)
        return
    for pattern, sure in ((_SUBJECT_INLINE, LIKELY), (_SUBJECT_DUE, LIKELY), (_SUBJECT_AMOUNT, LIKELY)):
        for match in pattern.finditer(sheet.text):
            end = match.start("value") + len(re.split(r"\s{2,}", match["value"])[0].rstrip(" .,;"))
            value = sheet.text[match.start("value") : end]
            if _is_subject(value) and field_of(fold(value)) is None:
                _put_text(sheet, fields, "claim_description", match.start("value"), end, sure)
                return


def _of_the_claim(sheet: Sheet, fields: Fields) -> tuple[int, int] | None:
    """The span of the claim's own row up to its amount, where that row is called by what was bought rather than by a
    word for the claim: "Rotfylling 12. mai 2026   2 400,00".
    """
    reading = fields.get("principal")
    span = reading.evidence[0].span if isinstance(reading, Reading) and len(reading.evidence) == 1 else None
    cell = sheet.cell_at(span[0]) if span is not None else None
    if span is None or cell is None or sheet.is_prose(cell) or cell.start != span[0] or cell.end > span[1]:
        return None
    row, named = read_row_label(cell.text), field_of(cell.folded)
    plain = row is not None and (row.pattern.name != "invoice" or row.role != "line")
    if plain or named is not None or not _is_subject(cell.text) or not may_describe(cell.text):
        return None
    is_name = len(cell.words) >= 2 or len(cell.folded) >= _A_THING
    return (cell.start, cell.end) if is_name and not _BILL_ROW.match(cell.text) else None


def _by_bills_name(sheet: Sheet) -> tuple[int, int] | None:
    """The span of a bill's name beside its number that is a name of what was done: "Kontrollsanksjonsnr.: 425-937"."""
    for label in labels_in(sheet):
        named = _ACT.match(sheet.text, label.start, label.end) if label.field == "invoice_number" else None
        if named is not None:
            return named.span("act")
    return None


def _under_a_bill(sheet: Sheet) -> Cell | None:
    """What stands right under the first bill of a list, at its edge and without an amount: what the bill is for."""
    for cell in sheet.cells:
        if not _BILL_ROW.match(cell.text) or sheet.page_role(cell.page) == "back":
            continue
        right = [c for c in sheet.same_row(cell) if c.box.x0 >= cell.box.x1]
        under = sheet.below(cell, max_drop=2.0)
        if under is None or not right or not any(m.has_decimals for m in find_amounts(right[-1].text)):
            continue
        alone = not any(find_amounts(c.text) for c in sheet.same_row(under) if c is not under)
        if alone and abs(under.box.x0 - cell.box.x0) < 0.01 and 4 <= len(under.text) <= 70 and _may_tell(under):
            return under
    return None


def _is_subject(text: str) -> bool:
    letters = sum(c.isalpha() for c in text)
    return letters >= 4 and len(text) <= 70 and not text.rstrip().endswith((":", "?")) and not _NO_SUBJECT.search(text)


def _may_tell(cell: Cell) -> bool:
    """Whether a cell is neither a label nor the name of an amount's row that stands beside a label by chance."""
    return field_of(cell.folded) is None and may_describe(cell.text)


def _put_text(sheet: Sheet, fields: Fields, name: str, start: int, end: int, sure: float) -> None:
    evidence = sheet.evidence(start, end)
    value = " ".join(sheet.text[start:end].split()).strip(" .,;:")
    confidence = sure * (evidence.confidence if sheet.is_optical else 1.0)
    fields[name] = Reading(value=value, confidence=confidence, evidence=(evidence,))


def _infer_number(sheet: Sheet, fields: Fields, name: str, stem: str) -> None:
    """A number after any word of the stem ("Regning 81298", "Medlem nr.: 543137"), or right of or under such a
    label.
    """
    if not _is_absent(fields, name):
        return
    taken = {str(r.value) for r in fields.values() if isinstance(r, Reading)}
    inline = re.compile(
        rf"\b(?:{stem})(?:s?(?:nummer|nr|no|number|id|referanse))?\b[ .:#\u00a0]{{0,4}}"
        rf"(?:nr|nummer|no|number)?[ .:#\u00a0]{{0,4}}{_NUMBER}\b",
        re.IGNORECASE,
    )
    for match in inline.finditer(sheet.text):
        if _fits(sheet, match["value"], match.start("value"), taken):
            _put_number(sheet, fields, name, match["value"], match.start("value"), match.end("value"))
            return
    label = re.compile(
        rf"^\W*(?:[\w/]+\W+){{0,2}}?(?:[\w]*/)?(?:{stem})\w*(?:\W*(?:nr|nummer|no|number|id))?\W*$", re.IGNORECASE
    )
    for cell in sheet.cells:
        if len(cell.words) > 4 or not label.match(cell.text):
            continue
        for value in (sheet.right_of(cell, max_gap=0.4), sheet.below(cell)):
            number = re.fullmatch(_NUMBER, value.text.strip(" .:")) if value is not None else None
            if value is not None and number and _fits(sheet, number["value"], value.start, taken):
                _put_number(sheet, fields, name, number["value"], value.start, value.end)
                return


def _fits(sheet: Sheet, value: str, start: int, taken: set[str]) -> bool:
    digits = sum(c.isdigit() for c in value)
    if not 3 <= digits <= 14 or value in taken:
        return False
    around = sheet.text[max(0, start - 2) : start + len(value) + 4]
    return (
        not find_dates(around)
        and not re.search(r"\d,(?:\d\d\b|[-–—])", around)
        and not re.fullmatch(r"(?:19|20)\d\d", value)
    )


def _put_number(sheet: Sheet, fields: Fields, name: str, value: str, start: int, end: int) -> None:
    evidence = sheet.evidence(start, end)
    confidence = LIKELY * (evidence.confidence if sheet.is_optical else 1.0)
    fields[name] = Reading(value=value, confidence=confidence, evidence=(evidence,))
