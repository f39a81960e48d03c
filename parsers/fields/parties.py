"""Who claims, who collects, what for, and the numbers the case goes by.

Values come from labels (left of, over or before them), from set phrases of the running text ("på vegne av …", "faktura
nr. … av …") and from where the sender names itself (letterhead, sign-off, foot). Each is as printed, without label,
address or organisation number behind it. Traps: "Fordringshaver" stands for the original creditor in some letters about
bought claims; "Saksnr" may repeat the invoice number; a creditor's own letter seldom labels its own name.

Not here: amounts, payment details, and whether a named creditor is the right one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from parsers.candidates import sureness
from parsers.fields.descriptions import alone_for, described_in, is_date_or_amount, left_over, may_describe, phrase
from parsers.fields.kind import KindReading
from parsers.fields.label_lines import Label
from parsers.fields.labelled import Labelled, labelled_values, labels_in, rest_below
from parsers.fields.names import FORMS, acted_for, has_company_form, name_at, reads_like_name, same_name
from parsers.fields.number_phrases import numbers_in
from parsers.fields.party_phrases import Named, may_be_salesman, named_in, only_serves, opening_of
from parsers.identifiers import find_org_numbers
from parsers.layout import Cell, Sheet
from parsers.model import Missing, MissingReason, Reading, SenderRole
from parsers.patterns import read_row_label
from parsers.views import fold

FIELDS = (
    "creditor", "original_creditor", "collector", "creditor_org_number", "collector_org_number", "invoice_number",
    "case_number", "customer_number", "claim_description",
)  # fmt: skip

_NAMES = frozenset({"creditor", "original_creditor", "collector"})
_NUMBERS = frozenset({"invoice_number", "case_number", "customer_number"})

OPEN_NUMBER = 0.65
"""Strength up to which a label may name the bill's number or the customer's."""

LEFT_OVER = 0.72
"""Confidence of a number that is the customer's since the bill's is another."""

_NUMBER = re.compile(
    r"(?:nr\.?|nummer|no\.?|"
    r"#)?\s*:?\s*(?:er\s+|is\s+)?"
    r"(?P<number>(?=[^\s]*\d)(?:[A-ZÆØÅa-zæøå]{1,6}[-/]?|[A-ZÆØÅ]{1,6} )?\d[\w/.-]*(?:[ -]\d{2,6}(?![\d.,/]))*)"
)
_OF_NOTICE = re.compile(r"\w*vars(?:el|lin)|notice|lopenr|lopenu|purr|pamin|reminder")
_LEAST_OF_NOTICE = 4
"""Figures of the shortest number of a notice or the like; one with fewer counts the notices, or a list's lines."""
_SUM = re.compile(r"[\d .]+(?:,[-–—]|\s*(?:kr|kroner|kronar|NOK)\b).*", re.IGNORECASE)
_WITH_POINT = re.compile(r"(?!(?:19|20)\d\d\.)\d{1,7}\.\d\d")
"""What a bill comes to rather than its number: "Åpen faktura  1892.50"; "2024.17" may be a number."""
_COUNTS = re.compile(r"(?:\.?\s?(?:gangs?|gong\w*)|\.\s+[a-zæøå]{3,}|\s(?:av|of|stk|dag\w*)\b)")
"""What stands behind a figure that counts and numbers nothing: "Faktura – 1. påminnelse", "Faktura 1 av 3"."""
_HOUSE_NUMBER = re.compile(r" \d{1,3}[A-Z]?(?:[-–/]\d{1,3}[A-Z]?)?")
"""What ends the names of housing companies, and running text may leave off: "Borettslaget Lia 14"."""
_FORM = re.compile(rf"(?<=[ \u00a0\n]){FORMS}(?=[\s.,;:)–|·]|$)")
_NAME_BEFORE = re.compile(
    rf"[A-ZÆØÅ][\w&.'’/+-]*(?:[ \u00a0\n](?:(?:og|i|&|av|på|for|of|the|and|de)[ \u00a0])?[A-ZÆØÅ][\w&.'’/+-]*)*[ "
    rf"\u00a0\n]{FORMS}$"
)


@dataclass(slots=True)
class _Candidate:
    value: str
    start: int
    end: int
    strength: float
    corroborated: set[str]
    label: str = ""


def read_parties(sheet: Sheet, *, kind: KindReading) -> dict[str, Reading[str] | Missing]:
    """All of `FIELDS`; a value that was not found is missing."""
    labels = labels_in(sheet)
    values = [v for v in labelled_values(sheet, _fits, labels=labels) if sheet.page_role(v.cell.page) != "back"]
    found: dict[str, list[_Candidate]] = {name: [] for name in FIELDS}
    starting = frozenset(label.cell.index for label in labels if label.start == label.cell.start)
    for value in values:
        if value.field in found:
            candidate = _of_label(sheet, value)
            if value.field in _NAMES and _heads_a_column(sheet, value, starting):
                continue  # "Creditor   Code   Name" over a row of values
            if candidate is not None:
                found[value.field].append(candidate)
    _from_prose(sheet, found, labels)
    _from_subject_lines(sheet, found)
    result = {name: _best(sheet, name, found[name]) for name in sorted(_NUMBERS)}
    _settle_numbers(result)
    case = result["case_number"]
    if isinstance(result["invoice_number"], Missing) and isinstance(case, Reading):
        claims = [c for c in found["case_number"] if c.label.startswith("krav") and c.value != case.value]
        if len({c.value for c in claims}) == 1:
            result["invoice_number"] = _made(sheet, claims[0], LEFT_OVER)  # the claim's own, beside the case's
        elif kind.sender_role.value is SenderRole.CREDITOR and {c.value for c in found["case_number"]} == {case.value}:
            named = [c for c in found["case_number"] if c.label.startswith("krav")]
            if named:  # who writes for himself numbers his claims, and has no cases
                result["invoice_number"], result["case_number"] = case, Missing("case_number")
    if isinstance(result["customer_number"], Missing):
        result["customer_number"] = _left_over(sheet, result, found)
    result["claim_description"] = _best(sheet, "claim_description", found["claim_description"])
    result.update(_settle_names(sheet, kind, found))
    result.update(_org_numbers(sheet, kind, result, labels))
    return {name: result.get(name, Missing(name)) for name in FIELDS}


def _fits(name: str, value: str) -> bool:
    text = value.strip()
    if name in _NUMBERS:
        match = _NUMBER.match(text)
        counts = match is not None and _COUNTS.match(text[match.end("number") - (match["number"][-1] == ".") :])
        few = match is not None and len(match["number"].strip(".")) <= 2
        if name == "invoice_number" and _WITH_POINT.fullmatch(text):
            return False
        return match is not None and not (few and counts) and not is_date_or_amount(text) and not _SUM.fullmatch(text)
    if name in _NAMES:
        span = name_at(text, 0)
        if span is None or sum(c.isdigit() for c in text[:12]) >= 4 or not re.search(r"[^\W\d_]{2}", text):
            return False
        if has_company_form(text[slice(*span)]):
            return True  # "Solvik Kapital AS" is no amount's label
        if read_row_label(text) is not None:
            return False
        return has_company_form(text) or reads_like_name(text.split(",")[0])
    return name == "claim_description" and may_describe(text)


def _of_label(sheet: Sheet, value: Labelled) -> _Candidate | None:
    text = sheet.transcript.text
    start, end = value.start, value.end
    while start < end and text[start] in " :\u00a0\n-–":
        start += 1
    apart = value.label.colon or value.label.apart
    strength = value.strength * (0.9 if value.place == "inline" and not apart else 1.0)
    if value.place == "inline" and not apart and sheet.is_prose(value.cell):
        strength *= 0.6
    if value.field in _NUMBERS:
        match = _NUMBER.match(text[start:end])
        if match is None:
            return None
        number = match.group("number").rstrip(".,;:-/")
        label = fold(value.label.text)
        if _OF_NOTICE.match(label) and len(number) < _LEAST_OF_NOTICE:
            return None  # "Varsel nr. 2"
        begin = start + match.start("number")
        return _Candidate(number, begin, begin + len(number), strength, set(), label)
    if value.field in _NAMES:
        candidate = _name_candidate(text, start, end, strength)
        if candidate is not None and may_be_salesman(value.label.text, candidate.value):
            return None
        under = sheet.below(value.cell, max_drop=1.8)
        if candidate is not None and under is not None and _wraps_into(sheet, value, candidate.value, under):
            candidate.value += f" {under.text.strip()}"
        return candidate
    described, end = phrase(text, start, end)
    if value.place != "inline" and end == value.end and (rest := rest_below(sheet, value)) is not None:
        described = f"{described} {rest}"
    return _Candidate(described, start, end, strength, set()) if len(described) >= 3 else None


def _heads_a_column(sheet: Sheet, value: Labelled, starting: frozenset[int]) -> bool:
    """Whether what stands beside or under a label is the head of a table's column and no name: another head stands
    right of it, and values under both. A grid of labels and values has a label under the label.
    """
    if value.place == "inline" or not _may_head(value.cell) or has_company_form(value.cell.text):
        return False
    under = sheet.below(value.label.cell, max_drop=2.6)
    if value.place == "right" and under is not None and under.index in starting:
        return False
    right = [c for c in sheet.same_row(value.cell) if c.box.x0 > value.cell.box.x1 and _may_head(c)]
    values = [v for c in (value.cell, *right) if (v := sheet.below(c, max_drop=2.6)) is not None]
    return len(values) >= 2 and any(c.isdigit() for v in values for c in v.text)


def _may_head(cell: Cell) -> bool:
    return len(cell.words) <= 3 and not any(c.isdigit() for c in cell.text) and cell.text[-1] not in ".:"


def _wraps_into(sheet: Sheet, value: Labelled, name: str, under: Cell) -> bool:
    """Whether a name goes on in the line below its value: at the same edge, with nothing in the labels' column."""
    if value.place == "inline" or re.search(rf"\b{FORMS}$", name) or abs(under.box.x0 - value.cell.box.x0) > 0.008:
        return False
    beside = sheet.left_of(under) if value.place == "right" else None
    if beside is not None and beside.box.x1 > value.label.cell.box.x0:
        return False
    text = under.text.strip()
    here = not sheet.text[value.end : under.start].strip()
    if " ".join(sheet.text.lower().split()).count(f"{name} {text}".lower()) > here:
        return True  # the two lines stand in one elsewhere
    if re.fullmatch(FORMS, text) or name.split()[-1].lower() in {"og", "i", "&", "av", "på", "for", "og/eller"}:
        return True
    return bool(re.search(rf"\b{FORMS}$", text)) and len(text.split()) <= 4 and name_at(text, 0) == (0, len(text))


def _name_candidate(text: str, start: int, end: int, strength: float) -> _Candidate | None:
    """The name in a value: the whole value when nothing else stands there, else the name it begins with."""
    span = name_at(text, start, end)
    if span is None:
        return None
    rest = text[span[1] : end]
    if _HOUSE_NUMBER.fullmatch(rest.rstrip()):
        span, rest = (span[0], span[1] + len(rest.rstrip())), ""
    more = rest.strip() and not re.match(r"\s*(?:[,;(|·•–]|\borg)", rest, re.IGNORECASE)
    if more and not has_company_form(text[slice(*span)]):
        stop = re.search(r"[,;(|·•]|\s[–-]\s|\borg\b|\d{3} ?\d{3} ?\d{3}", text[start:end], re.IGNORECASE)
        span = (start, start + stop.start() if stop else end)
    name = " ".join(text[slice(*span)].split()).rstrip(" ,;:")
    return _Candidate(name, span[0], span[1], strength, set()) if len(name) >= 2 else None


# ------------------------------------------------------------------ running text


def _from_prose(sheet: Sheet, found: dict[str, list[_Candidate]], labels: Iterable[Label]) -> None:
    label_cells = frozenset(label.cell.index for label in labels if label.whole and label.start == label.cell.start)
    text = sheet.transcript.text
    for named in named_in(text):
        named = _within_text(sheet, named)
        lead = sheet.cell_at(named.lead)
        if _on_back(sheet, named.lead) or (lead is not None and lead.index in label_cells):
            continue
        if named.behind and not has_company_form(named.name) and _is_torn(sheet, named.lead, named.start):
            continue  # a heading that ends like the phrase, over something else
        if not any(c.start == named.start for rows in found.values() for c in rows):
            found[named.field].append(_Candidate(named.name, named.start, named.end, named.sure, set()))
    for said in numbers_in(text):
        torn = _is_torn(sheet, said.lead, said.start)
        if not torn and not is_date_or_amount(said.number) and not _on_back(sheet, said.start):
            lead_in = fold(text[said.lead : said.start]).strip()
            found[said.field].append(_Candidate(said.number, said.start, said.end, said.sure, set(), lead_in))
    for told in described_in(text):
        lead, here = sheet.cell_at(told.lead), sheet.cell_at(told.start)
        if here is not None and "\n" in text[told.start : told.end] and not sheet.is_prose(here):
            told = replace(told, text=" ".join(text[told.start : here.end].split()).rstrip(" ,.;:"), end=here.end)
        if _on_back(sheet, told.start) or (lead is not None and lead.index in label_cells):
            continue
        if any(c.start == told.start for name in _NAMES for c in found[name]):
            continue  # "på oppdrag for Solvik Straumlag"
        again = [c for c in found["claim_description"] if abs(told.start - c.start) < 8]
        if again and again[0].strength < told.sure:
            again[0].value, again[0].end, again[0].strength = told.text, told.end, told.sure
        elif not again:
            found["claim_description"].append(_Candidate(told.text, told.start, told.end, told.sure, set()))


def _from_subject_lines(sheet: Sheet, found: dict[str, list[_Candidate]]) -> None:
    """What lines that stand alone leave over when all that they name otherwise is taken away."""
    names = {c.value for name in _NAMES for c in found[name]}
    for cell in sheet.cells:
        if len(cell.words) > 20 or len(sheet.line_cells(cell.line)) > 1 or _on_back(sheet, cell.start):
            continue
        paragraph = sheet.paragraph_of(cell)
        over = sheet.line_cells(cell.line - 1) if paragraph is not None and paragraph.lines[0] != cell.line else ()
        if over and over[0].box.height < 1.25 * cell.box.height:
            continue  # in the middle of running text, and under no heading
        after = sheet.wrapped_into(cell) if cell.text.count("(") > cell.text.count(")") else None
        text = cell.text if after is None else f"{cell.text} {after.text.split(')', maxsplit=1)[0]})"
        told = left_over(text, names=names) or alone_for(text)
        if told is None or cell.start + told[1] > cell.end:
            continue
        start, end, sure = cell.start + told[0], cell.start + told[1], told[2]
        if not any(c.start < end and c.end > start for c in found["claim_description"]):
            found["claim_description"].append(_Candidate(sheet.text[start:end], start, end, sure, set()))


def _is_torn(sheet: Sheet, lead: int, start: int) -> bool:
    """Whether a number stands on another line than the words before it, and neither is running text: what looks like
    a sentence is then a row of labels over a row of values.
    """
    first, last = sheet.cell_at(lead), sheet.cell_at(start)
    if first is None or last is None or first.line == last.line:
        return False
    return not sheet.is_prose(first) or not sheet.is_prose(last)


def _within_text(sheet: Sheet, named: Named) -> Named:
    """The name without the heading over it that it seems to go on from."""
    line = sheet.text.rfind("\n", named.start, named.end) + 1
    over = sheet.cell_at(named.start)
    if not line or over is None or sheet.is_prose(over):
        return named
    return replace(named, name=" ".join(sheet.text[line : named.end].split()), start=line)


def _on_back(sheet: Sheet, offset: int) -> bool:
    cell = sheet.cell_at(offset)
    return cell is not None and sheet.page_role(cell.page) == "back"


# ------------------------------------------------------------------ deciding


def _best(sheet: Sheet, name: str, candidates: Iterable[_Candidate]) -> Reading[str] | Missing:
    grouped = _grouped(candidates, names=name in _NAMES)
    if not grouped:
        return Missing(name)
    (best, strength), *others = grouped
    confidence = strength
    if others and others[0][1] >= 0.8 * strength:
        # several invoices are the normal case of several numbers; two case numbers are not
        confidence *= 0.85 if name in {"invoice_number", "claim_description"} else 0.7
    return _made(sheet, best, confidence, [other for other, _ in others[:4]])


def _grouped(candidates: Iterable[_Candidate], *, names: bool) -> list[tuple[_Candidate, float]]:
    """Candidates that agree, as one; strongest first, and the first printed among equals."""
    groups: list[list[_Candidate]] = []
    for candidate in candidates:
        for group in groups:
            first = group[0].value
            if first == candidate.value or (names and same_name(first, candidate.value)):
                group.append(candidate)
                break
        else:
            groups.append([candidate])
    found = []
    for group in groups:
        best = max(group, key=lambda c: (names and bool(re.search(rf"\b{FORMS}$", c.value)), c.strength))
        numbered = [c for c in group if names and _HOUSE_NUMBER.fullmatch(c.value.removeprefix(best.value))]
        best = max(numbered, key=lambda c: c.strength, default=best)
        strongest = max(group, key=lambda c: c.strength)
        doubt = 1 - strongest.strength
        for other in group:
            if other is not strongest and abs(other.start - strongest.start) > 3:
                doubt *= 1 - 0.6 * other.strength
                best.corroborated.add("repeated")
        found.append((best, min(0.99, 1 - doubt)))
    return sorted(found, key=lambda pair: (-round(pair[1], 1), pair[0].start))


def _made(sheet: Sheet, candidate: _Candidate, confidence: float, rivals: Iterable[_Candidate] = ()) -> Reading[str]:
    evidence = sheet.evidence(candidate.start, candidate.end)
    certainty = sureness(evidence.confidence) if sheet.is_optical else evidence.confidence
    others = tuple(
        Reading(r.value, round(r.strength * 0.5, 3), (sheet.evidence(r.start, r.end),))
        for r in rivals
        if r.value != candidate.value
    )
    return Reading(
        candidate.value,
        round(min(0.99, confidence * certainty), 3),
        (evidence,),
        rivals=others,
        corroborated=frozenset(candidate.corroborated),
    )


def _settle_numbers(result: dict[str, Reading[str] | Missing]) -> None:
    """A "saksnr" that is the invoice number printed again is no case number of its own."""
    case, invoice = result["case_number"], result["invoice_number"]
    if isinstance(case, Reading) and isinstance(invoice, Reading) and case.value == invoice.value:
        result["case_number"] = Missing("case_number", MissingReason.ABSENT, ("saksnr",))


def _left_over(
    sheet: Sheet, result: dict[str, Reading[str] | Missing], found: dict[str, list[_Candidate]]
) -> Reading[str] | Missing:
    """The customer's number under a name that may be the bill's too ("Avtalenr.", "Deres ref."), where the bill's
    was found elsewhere.
    """
    invoice = result["invoice_number"]
    taken = {r.value for r in result.values() if isinstance(r, Reading)}
    open_ = [c for c in found["invoice_number"] if c.strength <= OPEN_NUMBER and c.value not in taken]
    if not isinstance(invoice, Reading) or len({c.value for c in open_}) != 1:
        return result["customer_number"]
    return _made(sheet, open_[0], LEFT_OVER)


def _settle_names(
    sheet: Sheet, kind: KindReading, found: dict[str, list[_Candidate]]
) -> Iterator[tuple[str, Reading[str] | Missing]]:
    role = kind.sender_role.value
    sender = kind.sender
    addressee = kind.addressee
    for name in _NAMES:
        found[name] = [c for c in found[name] if addressee is None or not same_name(c.value, addressee.name)]
    own = sender.name if sender is not None else None
    collects = role in {SenderRole.COLLECTOR, SenderRole.LAWYER}
    writes = collects or role is SenderRole.PURCHASER
    principal = acted_for(sheet, own.text) if own is not None and collects else None
    if principal is not None and not (addressee and same_name(sheet.text[slice(*principal)], addressee.name)):
        found["creditor"].append(_Candidate(sheet.text[slice(*principal)], *principal, 0.8, set()))
    if own is not None and collects:
        found["creditor"] = [c for c in found["creditor"] if not same_name(c.value, own.text)]
    if collects or role is SenderRole.PURCHASER:
        not_creditor = [own.text] if own is not None else []
        not_creditor += [addressee.name] if addressee is not None else []
        not_creditor += [c.value for c in found["original_creditor"]]
        found["creditor"] += _named_again(sheet, not_creditor, [c.start for c in found["creditor"]])
    if own is not None and sender is not None and any(same_name(c.value, own.text) for c in found["creditor"]):
        found["creditor"].append(_Candidate(own.text, own.start, own.end, sender.confidence, {"sender"}))
    original = _grouped(found["original_creditor"], names=True)
    creditors = _grouped(found["creditor"], names=True)
    if original:
        creditors = [pair for pair in creditors if not same_name(pair[0].value, original[0][0].value)] or []
    if role is SenderRole.PURCHASER and not original and creditors and own is not None:
        # Bought, and one other firm named as "Fordringshaver": that is whom it was bought from.
        others = [pair for pair in creditors if not same_name(pair[0].value, own.text)]
        if len(others) == 1:
            original = [(others[0][0], others[0][1] * (0.7 if len(creditors) == 1 else 0.85))]
            creditors = [pair for pair in creditors if pair is not others[0]]
    if own is not None and sender is not None and not creditors and not collects:
        creditors = [(_Candidate(own.text, own.start, own.end, sender.confidence, {"sender"}), sender.confidence)]
    if own is not None and sender is not None and not creditors and original:
        # a seller is named and no other owner: the sender bought the claim
        creditors = [(_Candidate(own.text, own.start, own.end, 0.6, {"sender"}), 0.6)]
    yield "creditor", _chosen(sheet, "creditor", creditors)
    yield "original_creditor", _chosen(sheet, "original_creditor", original)
    collector = _grouped(found["collector"], names=True)
    if own is not None and sender is not None and writes:
        collector = [(_Candidate(own.text, own.start, own.end, sender.confidence, {"sender"}), sender.confidence)]
    yield "collector", _chosen(sheet, "collector", collector)


def _named_again(sheet: Sheet, without: list[str], known: list[int]) -> Iterator[_Candidate]:
    """Firms named in a collector's letter that are neither the sender nor the debtor: most likely the creditor."""
    text = sheet.transcript.text
    for form in _FORM.finditer(text):
        start = max(text.rfind("   ", 0, form.start()), text.rfind("\f", 0, form.start()), form.start() - 70, -1) + 1
        line = text.rfind("\n", 0, form.start()) + 1
        over = sheet.cell_at(line - 2) if line > start else None
        if over is not None and not sheet.is_prose(over):
            start = line
        begun = _NAME_BEFORE.search(text, start, form.end())
        if begun is None or _on_back(sheet, begun.start()) or begun.start() in known:
            continue
        span = name_at(text, opening_of(text, begun.start(), begun.end()), begun.end())
        if span is None:
            continue
        name = " ".join(text[slice(*span)].split())
        cell = sheet.cell_at(begun.start())
        if cell is None or sheet.in_slip(cell) or any(same_name(name, other) for other in without):
            continue
        if only_serves(text, span[0]):
            continue
        yield _Candidate(name, *span, 0.55, set())


def _chosen(sheet: Sheet, name: str, grouped: list[tuple[_Candidate, float]]) -> Reading[str] | Missing:
    if not grouped:
        return Missing(name)
    (best, strength), *others = grouped
    if others and others[0][1] >= 0.85 * strength:
        strength *= 0.75
    return _made(sheet, best, strength, [other for other, _ in others[:3]])


# ------------------------------------------------------------------ organisation numbers


def _org_numbers(
    sheet: Sheet, kind: KindReading, names: dict[str, Reading[str] | Missing], labels: Sequence[Label]
) -> Iterator[tuple[str, Reading[str] | Missing]]:
    """The sender's own number stands with its address; another party's stands at that party's name."""
    text = sheet.transcript.text
    role = kind.sender_role.value
    writes = role in {SenderRole.COLLECTOR, SenderRole.LAWYER, SenderRole.PURCHASER}
    own_field = "collector_org_number" if writes else "creditor_org_number"
    other_field = "creditor_org_number" if own_field == "collector_org_number" else "collector_org_number"
    found: dict[str, list[_Candidate]] = {own_field: [], other_field: []}
    other_name = names.get("creditor") if own_field == "collector_org_number" else None
    collector = names.get("collector")
    if isinstance(other_name, Reading) and isinstance(collector, Reading):
        other_name = None if same_name(other_name.value, collector.value) else other_name  # it bought the claim
    block = {cell.index for cell in kind.addressee.cells} if kind.addressee else set()
    org_cells = {label.cell.index for label in labels if fold(label.text).startswith(("org", "foretak"))}
    for match in find_org_numbers(text, tolerant=sheet.is_optical):
        cell = sheet.cell_at(match.start)
        if cell is None or cell.index in block:
            continue
        beside = sheet.left_of(cell)
        over = sheet.above(cell)
        labelled = match.marked or any(
            near is not None
            and re.search(r"\borg\W{0,2}(?:n|anis)|foretak|\b(?:company|business) (?:reg|no|num)", near.folded)
            for near in (cell, beside, over)
        )
        if not labelled and cell.index not in org_cells:
            continue
        strength = 0.97 if match.valid else 0.45
        strength *= 0.95 if match.repaired else 1.0
        agreed = {"check_digit"} if match.valid else set[str]()
        candidate = _Candidate(match.digits, match.start, match.end, strength, agreed)
        line = text[max(0, text.rfind("\n", 0, match.start) + 1) : match.start]
        at_other = isinstance(other_name, Reading) and (
            same_or_in(other_name.value, line) or (over is not None and same_or_in(other_name.value, over.text))
        )
        found[other_field if at_other else own_field].append(candidate)
    for field, candidates in found.items():
        yield field, _best(sheet, field, candidates)


def same_or_in(name: str, text: str) -> bool:
    """Whether the name stands in the text, or the text is nearly the name."""
    return name.lower() in " ".join(text.lower().split()) or same_name(name, text)
