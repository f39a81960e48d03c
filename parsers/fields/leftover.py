"""What the block of references leaves over: a label that nothing else knows, and what stands beside it.

Most of a letter's references stand in one block, label beside value. Where all but one of its labels are understood
and one field of that form is still missing, the one left over names it: words say what the claim is for, a number is
the case's in a letter from somebody who collects for others, else the customer's. Elimination is never sure.

Not here: labels that are known (`parsers.fields.labelled`), and what sentences tell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from parsers.fields.descriptions import may_describe
from parsers.fields.label_lines import Label
from parsers.fields.labelled import labels_in
from parsers.fields.names import has_company_form
from parsers.layout import Cell, Sheet
from parsers.model import Missing, MissingReason, Reading, SenderRole

Fields = dict[str, Reading[object] | Missing]
Pair = tuple[str, Cell, int, int]
"""A label's text, the cell its value stands in, and the value's span."""

LEFT_OVER = 0.74
"""Confidence of a value found by elimination alone."""

_MOST_WORDS = 4
_REACH = 4.5
"""How far, in heights of print, the labels of one block stand apart."""
_EDGE = 0.008
_NUMBER = re.compile(r"(?=(?:\D*\d){4})(?:[A-ZÆØÅ]{1,4}[-/ ]?)?\d[\d/-]*")
_NUMBERED = re.compile(r"(?i)(?:nr|nummer|no|number|ref\w*|id|\w*referanse\w*|kode|code)\W*$")
_INLINE = re.compile(r"(?P<label>[A-ZÆØÅ][^:\d]{2,40}):\s+(?P<value>\S.*)")
_NO_SUBJECT = re.compile(
    r"(?i)\b(?:ubetalt|forfalt|åpen|open|aktiv|sendt|elektronisk|digital\w*|e-?post|papir|brev|nok|norge|noreg|norsk|"
    r"avdeling|økonomi\w*|regnskap\w*|kundeservice|inkasso\w*|purring|varsel|konto|giro|bank|dager|dagar|netto|"
    r"innen|frist\w*|tlf|telefon|mandag|se \w+|ja|nei)\b|@|www\."
)
_OTHER_LABEL = re.compile(
    r"(?i)\b(?:saksbeh\w*|behandle\w*|behandla\w*|kontakt\w*|ansvarlig\w*|avdeling|e-?post|adresse\w*|status|valuta|mottak\w*|"
    r"avsend\w*|navn|namn|sted|stad|språk|sendem\w*|betal\w*|gate|postnr|side|ringe?|merk\w*|husk|obs|nb|viktig|hvorfor|"
    r"kvifor|hvordan|korleis|når|ps|til|fra|frå|kopi|vedlegg|rente\w*|sats\w*|beløp\w*|sum|total\w*)\b"
)


def fill(sheet: Sheet, fields: Mapping[str, Reading[object] | Missing], *, role: SenderRole) -> Fields:
    """The fields with what the block of references leaves over for those that are absent."""
    found = dict(fields)
    if sheet.is_optical:
        return found  # a label that was misread is not one that nobody knows
    number = "case_number" if role is not SenderRole.CREDITOR else "customer_number"
    wanted = [name for name in ("claim_description", number) if _is_absent(found, name)]
    pairs = list(_unknown(sheet)) if wanted else []
    taken = {str(r.value) for r in found.values() if isinstance(r, Reading)}
    for name in wanted:
        fitting = [p for p in pairs if _fits(name, sheet, p) and sheet.text[p[2] : p[3]] not in taken]
        if len({sheet.text[p[2] : p[3]] for p in fitting}) == 1:
            _, _, start, end = fitting[0]
            evidence = sheet.evidence(start, end)
            value = " ".join(sheet.text[start:end].split()).rstrip(" .,;")
            found[name] = Reading(value=value, confidence=LEFT_OVER, evidence=(evidence,))
    return found


def _is_absent(fields: Fields, name: str) -> bool:
    reading = fields.get(name)
    return reading is None or (isinstance(reading, Missing) and reading.reason is MissingReason.ABSENT)


def _fits(name: str, sheet: Sheet, pair: Pair) -> bool:
    label, _, start, end = pair
    text = sheet.text[start:end].strip()
    if name != "claim_description":
        return _NUMBERED.search(label) is not None and _NUMBER.fullmatch(text) is not None
    words = text.split()
    is_name = len(words) >= 2 and all(w[0].isupper() for w in words) and not any(c.isdigit() for c in text)
    return (
        sum(c.isalpha() for c in text) >= 5
        and len(words) <= 8
        and text[-1] not in ":?!"
        and not is_name
        and not has_company_form(text)
        and _NO_SUBJECT.search(text) is None
        and _NUMBERED.search(label) is None
        and may_describe(text)
    )


def _unknown(sheet: Sheet) -> Iterator[Pair]:
    """The labels that nothing knows, in a column of labels that are known, and their values."""
    labels = labels_in(sheet)
    known = {label.cell.index: label for label in labels if label.start == label.cell.start}
    values = {cell.index for label in known.values() if label.whole for cell in _beside(sheet, label.cell, known)[:1]}
    for cell in sheet.cells:
        if cell.index in known or cell.index in values or sheet.is_prose(cell) or sheet.in_slip(cell):
            continue
        inline = _INLINE.fullmatch(cell.text)
        text = inline["label"] if inline else cell.text.rstrip(" :.…_")
        if not text or not text[0].isupper() or len(text.split()) > _MOST_WORDS or any(c.isdigit() for c in text):
            continue
        if _OTHER_LABEL.search(text) or not _in_a_block(sheet, cell, known):
            continue
        if inline:
            yield text, cell, cell.start + inline.start("value"), cell.end
            continue
        for value in _beside(sheet, cell, known)[:1]:
            yield text, value, value.start, value.end


def _beside(sheet: Sheet, cell: Cell, known: Mapping[int, Label]) -> list[Cell]:
    """What may be the value of a label that fills its cell: right of it, else under it."""
    right, under = sheet.right_of(cell, max_gap=0.4), sheet.below(cell, max_drop=1.9)
    return [c for c in (right, under) if c is not None and c.index not in known and not sheet.is_prose(c)]


def _in_a_block(sheet: Sheet, cell: Cell, known: Mapping[int, Label]) -> bool:
    """Whether labels of our fields stand right over or under this one at the same edge, or over it and under it."""
    near = [
        other
        for other in sheet.page_cells(cell.page)
        if other is not cell
        and abs(other.box.x0 - cell.box.x0) <= _EDGE
        and abs(other.box.centre[1] - cell.box.centre[1]) <= _REACH * cell.box.height
    ]
    return sum(o.index in known and known[o.index].field != "other" for o in near) >= 2
