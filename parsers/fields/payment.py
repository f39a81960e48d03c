"""How to pay: KID, account number and IBAN, and the amount of the payment slip.

From labels (value beside, under or after them), from the payment slip and from its code line. Check digits and
repetition corroborate; a check digit that fails lowers our certainty and is no finding about the letter. A number of
eleven digits is an account or a KID by its label, never by its look alone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from types import MappingProxyType
from typing import Literal

import regex

from parsers.candidates import sureness
from parsers.corroborate import agreed, passed
from parsers.identifiers import (
    CodeLine,
    account_from_iban,
    find_accounts,
    find_digit_runs,
    find_ibans,
    is_valid_kid,
    parse_code_line,
)
from parsers.layout import Cell, Sheet
from parsers.model import Evidence, Missing, Reading
from parsers.spelling import mend
from parsers.views import folded

Kind = Literal["kid", "account_number"]

_TIMEOUT = 0.2
_BY_CHANCE = 0.15
"""How often a misread number passes: MOD10 and MOD11 each let about one in ten through; a KID may pass either."""
_LEADING_ZERO = 0.5
"""The same for one that begins with a zero: no check digit tells how many zeros there were."""
_LABELS: Mapping[Kind, regex.Pattern[str]] = {
    "kid": regex.compile(
        r"\b(?:kunde\W?ident\w*\W*(?:\(?\W?kid\W?\)?)?|kid(?:\W?(?:nr|n[ru]mmer(?:et)?|koden?)|en)?\b|kld\b|k1d\b|"
        r"betalings\W?referanse|betalings\W?id\b|payment reference|customer id\w* \(kid\)|"
        r"(?:inn)?betaling(?:en|a)?\W(?:bes\W|skal\W)?merk(?:es|ast|t)\b(?!\W+(?:med\W+)?kid)(?:\Wmed\b)?|"
        r"(?:merk(?:es|ast)?|merkes med|bruk|oppgi)\W(?:inn)?betaling\w*(?:\W(?:med|ved))?(?:\W(?:kid|nr|referanse))?|"
        r"referanse (?:ved|for|til) (?:inn)?betaling\w*|\bref\W{1,2}(?:ved|for) (?:inn)?betaling\w*|"
        r"betalings\W?nummer\b|"
        r"\bmerk(?:es|ast)(?:\W(?:med|kid))?(?=\W*:)|"
        r"(?<=(?:konto|betal|account|pa[iy])(?:\d\.\d|[^.;]){0,70})\b(?:merk(?:et|t|a|es|ast)?|marked)"
        r"(?:\W(?:med|with|som))?(?=\W{1,3}\d{5})|^\W*(?:skal |bes )?merk(?:es|ast|ing)?(?:\W(?:med|kid))?\W*$)"
    ),
    "account_number": regex.compile(
        r"\b(?<!belast )(?<!fra )(?<!betalerens )(?<!din )(?<!debet)(?:til |mottakers? ?|"
        r"mottakar ?|bank|klient(?:midd?els?)?|(?:inn)?betalings|oppgj[oe]rs?|inkasso|drifts|giro|vart |"
        r"var )?\W?(?:konto(?:\W?(?:nr|nu?mmer(?:et)?)|n)?|bankgiro|account)"
        r"(?!\W?(?:utskrift|for(?:t|er|ar|ing)|hol|eier|inneh))\b"
    ),
}
_ANY_NUMBER = ("merk", "bruk", "oppgi", "betaling", "innbetaling", "skal", "bes", "ref")
"""How labels begin that also ask for a number which is no KID."""
_LOOSE = regex.compile(r"\W*(?:(?:skal |bes )?merk(?:es|ast|ing)?(?: med)?|ref.*|betalings\W?nummer)\W*")
_NOT_OURS = regex.compile(r"belast konto|betalerens|fra konto|din konto|debet|from account")
_BETWEEN = regex.compile(
    r"^[\s:.()=#\-–|*]*(?:(?:nr|nummer(?:et)?|koden?|no|er|med|number|kid|var|vart|our|din|ditt|your|is)\b[\s:.()=#\-–|*]*){0,2}"
    r"(?:(?:(?:ved|for|til|som|i|ma|skal|alltid|when|to|must|be|bruk)\W+){1,3}(?:(?:inn)?betaling\w*|oppgis|brukes|brukast|nyttast|nettbank\w*|"
    r"oppgj[oe]r|quoted|used|paying|payment)\W*[:.]\W*)?$"
)
_WHAT_FOR = regex.compile(
    r"^\W{0,3}(?:for|til|ved|pa|som|i|to|when|of)\s(?:[^\W\d]+[\s-]?){1,6}\W*$|^\W{0,3}\([^()\d]{3,50}\)\W*$"
)
_DIGITS_ONLY = regex.compile(r"[\d\s.\-OolI|]*\d[\d\s.\-OolI|]*")
_OTHER_FIGURES = regex.compile(r"\d,\d\d(?!\d)|(?<![\d.])\d{1,2}\.\d{1,2}\.\d{4}(?!\d)")
_MANY_DIGITS = regex.compile(r"(?:\D*\d){13}")
_LEADING_GROUPS = regex.compile(
    r"(?:(?:nummer(?:et)?|nr\.?|koden?|number|er|is)[\s:]+){0,2}\d[\d.]*+(?: \d[\d.]*+)*+(?!,\d)", regex.IGNORECASE
)
"""The groups of figures that a line begins with, behind the rest of their label."""
_TORN = 0.4
"""How surely a number that a line's end may break is the whole one, when its check digits do not tell."""


@dataclass(frozen=True, slots=True)
class Found:
    """One place where a number is printed. ``labelled`` how surely its label says what it is, 0-1."""

    digits: str
    valid: bool
    labelled: float
    evidence: Evidence
    optical: bool

    @property
    def certainty(self) -> float:
        """How surely the digits are read right, 0-1."""
        sure = sureness(self.evidence.confidence) if self.optical else self.evidence.confidence
        if self.valid:
            return passed(sure, chance=_LEADING_ZERO if self.digits.startswith("0") else _BY_CHANCE)
        return min(sure, 0.6) if self.optical else sure


@dataclass(frozen=True, slots=True)
class PaymentReading:
    """The payment fields, every place each is printed, and the amounts of the code line."""

    fields: Mapping[str, Reading[object] | Missing]
    mentions: Mapping[str, tuple[Reading[object], ...]]
    slip_totals: tuple[Reading[Decimal], ...]


def read_payment(sheet: Sheet) -> PaymentReading:
    """KID, account number, IBAN and the slip's amount. Never raises for what a letter may hold."""
    fields: dict[str, Reading[object] | Missing] = {}
    mentions: dict[str, tuple[Reading[object], ...]] = {}
    found: dict[Kind, list[Found]] = {
        "kid": list(_labelled(sheet, "kid")),
        "account_number": list(_labelled(sheet, "account_number")),
    }
    slip_totals: list[Reading[Decimal]] = []
    for line, start in _code_lines(sheet):
        _add_code_line(sheet, line, start, found, slip_totals)
    ibans = _ibans(sheet)
    if ibans:
        known = {f.digits for f in found["account_number"] if f.valid}
        agreeing = [replace(f, valid=f.valid or f.digits[4:] in known) for f in ibans]
        fields["iban"] = _chosen(agreeing)
        account = account_from_iban(ibans[0].digits)
        if account is not None:
            found["account_number"].append(replace(ibans[0], digits=account, labelled=0.8))
    if not found["account_number"]:
        found["account_number"] = list(_unlabelled_accounts(sheet))
    accounts = {f.digits for f in found["account_number"] if f.valid}
    found["kid"] = [f for f in found["kid"] if f.labelled >= 0.9 or f.digits not in accounts]
    for name in ("kid", "account_number"):
        places = _distinct(found[name])
        if places:
            fields[name] = _chosen(places)
            mentions[name] = tuple(_reading(f) for f in places if f.labelled >= 0.8)
    return PaymentReading(MappingProxyType(fields), MappingProxyType(mentions), tuple(slip_totals))


def _labelled(sheet: Sheet, kind: Kind) -> Iterator[Found]:
    """Numbers beside, under or after a label of this kind, in reading order."""
    pattern = _LABELS[kind]
    for cell in sheet.cells:
        if not pattern.search(cell.folded, timeout=_TIMEOUT):
            if 1 <= len(cell.words) <= 4 and len(cell.folded) >= 5 and sheet.is_misreadable(cell.start, cell.end):
                mended = mend(cell.folded)
                if mended != cell.folded and pattern.search(mended, timeout=_TIMEOUT):
                    yield from _around(sheet, cell, kind, 0.95)
            continue
        view = folded(cell.text)
        text = view.text
        for label in pattern.finditer(text, timeout=_TIMEOUT):
            if _NOT_OURS.search(text[max(0, label.start() - 14) : label.end()], timeout=_TIMEOUT):
                continue
            _, end = view.span(label.start(), label.end())
            sure = 0.8 if label.group().lstrip().startswith(_ANY_NUMBER) else 1.0
            inside = _running_on(sheet, cell, cell.start + end, kind, sure)
            may_label = inside is None and _may_label(cell, text[label.end() :])
            near = [inside] if inside is not None else _around(sheet, cell, kind, sure) if may_label else ()
            # what a payment is to be marked with is a KID where its check digit says so, else perhaps another number
            loose = _LOOSE.fullmatch(label.group(), timeout=_TIMEOUT) is not None
            yield from (replace(f, labelled=min(f.labelled, 0.5)) if loose and not f.valid else f for f in near)


def _running_on(sheet: Sheet, cell: Cell, start: int, kind: Kind, sure: float) -> Found | None:
    """The number behind a label in running text, which the line's end may break between two of its groups."""
    here = _in_text(sheet, start, cell.end, kind, sure, adjacent=True)
    after = sheet.wrapped_into(cell)
    if after is None or (here is not None and here.evidence.span is not None and here.evidence.span[1] < cell.end):
        return here
    groups = _LEADING_GROUPS.match(after.text, timeout=_TIMEOUT)
    if groups is None:
        return here
    whole = _in_text(sheet, start, after.start + groups.end(), kind, sure, adjacent=True)
    if whole is None or (here is not None and whole.digits == here.digits):
        return here
    if here is None or (whole.valid and not here.valid):
        return whole
    # Either ends with the line: what follows is then another figure. Which of them it is cannot be told.
    best = here if here.valid and not whole.valid else whole
    return replace(best, labelled=min(best.labelled, _TORN))


def _over_two_lines(sheet: Sheet, found: Found, kind: Kind, sure: float) -> Found:
    """A number whose value breaks off at the edge of its column and goes on right under its beginning: only where its
    check digits say so.
    """
    cell = sheet.cell_at(found.evidence.span[0]) if found.evidence.span is not None else None
    under = sheet.below(cell, max_drop=1.9) if cell is not None else None
    if found.valid or cell is None or under is None or abs(under.box.x0 - cell.box.x0) > 0.006:
        return found
    if not _DIGITS_ONLY.fullmatch(under.text, timeout=_TIMEOUT) or sheet.left_of(under) is not None:
        return found
    whole = _in_text(sheet, cell.start, under.end, kind, sure, adjacent=True)
    return whole if whole is not None and whole.valid else found


def _may_label(cell: Cell, behind: str) -> bool:
    """Whether a cell with the word and this behind it may be the label of a number beside it: little stands there, or
    what the number is for ("KID for hele saken", "KID-nummer til bruk ved betaling").
    """
    if any(c.isdigit() for c in behind):
        return False
    short = len(cell.words) <= 8 and cell.text[-1] not in ".,;"
    return len(behind) <= 12 or (short and _WHAT_FOR.match(behind, timeout=_TIMEOUT) is not None)


def _around(sheet: Sheet, cell: Cell, kind: Kind, sure: float) -> Iterator[Found]:
    """The number in the next cell to the right, else in the one under it."""
    right = sheet.right_of(cell)
    near: list[Found] = []
    for neighbour in (right, sheet.below(cell, max_drop=3.2)):
        if neighbour is None or not _DIGITS_ONLY.match(neighbour.text, timeout=_TIMEOUT):
            continue
        found = _in_text(sheet, neighbour.start, neighbour.end, kind, sure, adjacent=True)
        if found is not None:
            near.append(found)
    near = [_over_two_lines(sheet, n, kind, sure) for n in near]
    if near:
        # Without its check digit, a number that another one rivals, or that only stands somewhere to the right, may
        # belong to another label.
        best = next((f for f in near if f.valid), near[0])
        apart = right is not None and near[0].evidence.span == (right.start, right.end) and _is_apart(cell, right)
        doubtful = kind == "kid" and not best.valid and (len(near) > 1 or apart)
        yield replace(best, labelled=min(best.labelled, 0.7)) if doubtful else best
        return
    if right is not None and kind == "kid":
        # KID spread over cells: join what stands on the row.
        cells = [c for c in sheet.same_row(cell) if c.box.x0 >= right.box.x0 - 0.001]
        joined = "".join(c.text for c in cells if _DIGITS_ONLY.fullmatch(c.text, timeout=_TIMEOUT))
        digits = "".join(d for d in joined if d.isdigit())
        if len(digits) >= 5 and is_valid_kid(digits):
            evidence = sheet.evidence(cells[0].start, cells[-1].end)
            yield Found(digits, True, sure, evidence, sheet.is_misreadable(cells[0].start, cells[0].end))


def _is_apart(label: Cell, value: Cell) -> bool:
    return value.box.x0 - label.box.x1 > 0.2


def _is_other_figure(digits: str) -> bool:
    """Whether digits said to be a KID are rather a year or a day."""
    if len(digits) == 4 and digits.startswith(("19", "20")):
        return True
    if len(digits) not in (6, 8) or is_valid_kid(digits):
        return False
    for form in ("%d%m%Y", "%Y%m%d") if len(digits) == 8 else ("%d%m%y",):
        try:
            if 1990 <= dt.datetime.strptime(digits, form).year <= 2060:  # noqa: DTZ007 - only whether it is a day
                return True
        except ValueError:
            continue
    return False


def _in_text(sheet: Sheet, start: int, end: int, kind: Kind, sure: float, *, adjacent: bool) -> Found | None:
    """The first number of the kind in the span; `adjacent`: nothing but punctuation may stand before it."""
    text = sheet.text[start:end].replace("\n", " ")
    optical = sheet.is_misreadable(start, end)
    if kind == "account_number":
        matches = find_accounts(text, tolerant=optical)
    else:
        matches = find_digit_runs(text, min_digits=4, grouped=True, tolerant=optical)
    for match in matches:
        if adjacent and not _BETWEEN.fullmatch(text[: match.start].lower(), timeout=_TIMEOUT):
            return None
        if kind == "kid" and _is_other_figure(match.digits):
            return None
        low, high, digits, valid = start + match.start, start + match.end, match.digits, match.valid
        if kind == "kid" and not valid and match.grouped:
            single = find_digit_runs(match.text, min_digits=5, tolerant=optical)
            if single and single[0].start == 0 and single[0].valid:
                digits, valid, high = single[0].digits, True, low + single[0].end
        return Found(digits, valid, sure, sheet.evidence(low, high), optical)
    return None


def _unlabelled_accounts(sheet: Sheet) -> Iterator[Found]:
    """Numbers grouped 4-2-5 whose check digit holds, where no label was found."""
    for cell in sheet.cells:
        if len(cell.text) < 11 or sheet.page_role(cell.page) == "back":
            continue
        optical = sheet.is_misreadable(cell.start, cell.end)
        for match in find_accounts(cell.text, tolerant=optical):
            if match.grouped and match.valid:
                evidence = sheet.evidence(cell.start + match.start, cell.start + match.end)
                yield Found(match.digits, True, 0.75, evidence, optical)


def _ibans(sheet: Sheet) -> list[Found]:
    text = sheet.text.replace("\n", " ")
    return [
        Found(
            match.digits,
            match.valid,
            1.0,
            sheet.evidence(match.start, match.end),
            sheet.is_misreadable(match.start, match.end),
        )
        for match in find_ibans(text)
    ]


# ------------------------------------------------------------------ the code line


def _code_lines(sheet: Sheet) -> Iterator[tuple[CodeLine, int]]:
    for line in sheet.transcript.lines:
        text = sheet.text[line.start : line.end]
        if _MANY_DIGITS.match(text) and not _OTHER_FIGURES.search(text):
            parsed = parse_code_line(text)
            if parsed is not None and not _is_headed(sheet, line.start):
                yield parsed, line.start


def _is_headed(sheet: Sheet, start: int) -> bool:
    """Whether the line only prints values under labels of their own: a KID in groups looks like a code line."""
    cells = sheet.line_cells(first.line) if (first := sheet.cell_at(start)) is not None else ()
    over = [sheet.above(c, max_drop=2.2) for c in cells]
    labels = [o for o in over if o is not None and len(o.words) <= 3 and not any(c.isdigit() for c in o.text)]
    named = [o for o in labels if any(p.search(o.folded, timeout=_TIMEOUT) for p in _LABELS.values())]
    return len(cells) >= 2 and len(named) == len(cells) and "<" not in sheet.text[start : cells[-1].end]


def _add_code_line(
    sheet: Sheet, line: CodeLine, start: int, found: dict[Kind, list[Found]], totals: list[Reading[Decimal]]
) -> None:
    def place(span: tuple[int, int]) -> tuple[Evidence, bool]:
        low, high = start + span[0], start + span[1]
        return sheet.evidence(low, high), sheet.is_misreadable(low, high)

    if line.kid is not None and line.kid_span is not None:
        evidence, optical = place(line.kid_span)
        found["kid"].append(Found(line.kid, line.kid_valid, 0.95, evidence, optical))
    evidence, optical = place(line.account_span)
    found["account_number"].append(Found(line.account, line.account_valid, 0.95, evidence, optical))
    if line.amount is not None and line.amount_span is not None:
        evidence, optical = place(line.amount_span)
        sure = sureness(evidence.confidence) if optical else evidence.confidence
        if line.amount_check_ok:
            sure = passed(min(sure, 0.95), chance=_BY_CHANCE)
        elif optical or line.amount_check_ok is False:
            sure = min(sure, 0.5)
        corroborated = frozenset({"check_digit"} if line.amount_check_ok else ())
        totals.append(Reading(line.amount, sure, (evidence,), corroborated=corroborated))


# ------------------------------------------------------------------ choosing


def _distinct(places: Sequence[Found]) -> list[Found]:
    """The places, each printed spot once."""
    seen: set[tuple[object, str]] = set()
    kept = []
    for found in places:
        key = (found.evidence.span, found.digits)
        if key not in seen:
            seen.add(key)
            kept.append(found)
    return kept


def _reading(found: Found) -> Reading[object]:
    return Reading(
        value=found.digits,
        confidence=round(found.certainty * min(1.0, found.labelled + 0.15), 4),
        evidence=(found.evidence,),
        corroborated=frozenset({"check_digit"} if found.valid else ()),
    )


def _chosen(places: Sequence[Found]) -> Reading[object]:
    """The number that most places agree on; of equals the one whose check digit holds, then the best labelled."""
    votes: dict[str, float] = {}
    for found in places:
        votes[found.digits] = votes.get(found.digits, 0.0) + found.certainty * found.labelled + 0.5 * found.valid
    first = {found.digits: n for n, found in reversed(list(enumerate(places)))}
    digits = max(votes, key=lambda d: (round(votes[d], 3), -first[d]))
    same = [f for f in places if f.digits == digits]
    spots = len({f.evidence.span for f in same})
    certainty = max(f.certainty for f in same)
    agreements = {"check_digit"} if same[0].valid else set[str]()
    if spots >= 2:
        agreements.add("repeated")
        certainty = agreed(certainty, by=1)
    meaning = min(0.99, max(f.labelled for f in same) + 0.1)
    others = [f for f in places if f.digits != digits]
    if any(f.valid and f.labelled >= 0.9 for f in others) and spots < 2:
        meaning *= 0.85
    return Reading(
        value=digits,
        confidence=round(certainty * meaning, 4),
        evidence=tuple(f.evidence for f in same),
        rivals=tuple(_reading(f) for f in {f.digits: f for f in others}.values()),
        corroborated=frozenset(agreements),
    )
