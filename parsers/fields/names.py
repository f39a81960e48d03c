"""Names on the paper: the firm that writes, and the person or firm it writes to.

For: the sender's name from letterhead, sign-off, foot and payment slip, and the addressee's block in the window.
Not for: which party of the claim a name is (`parsers.fields.parties`). Names are taken as printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Protocol

from parsers.layout import Cell, Sheet
from parsers.patterns import read_row_label
from parsers.views import fold

FORMS = r"(?:AS|ASA|A/S|A\.S\.?|BA|SA|ANS|DA|NUF|ENK|KF|IKS|HF|AB|Ltd\.?|Limited|GmbH|Oy|ApS|Inc\.?|BRL|SPA|FKF)"
"""Short forms of company types that end a name."""

_ENDINGS = (
    r"(?:kommune|fylkeskommune|borettslag|sameie|vel|idrettslag|forening|stiftelse|legesenter|tannklinikk|legekontor|"
    r"barnehage|vassverk|vannverk|kraftlag|velforening|garasjelag|veglag|veilag|fellesråd|"
    r"(?:[a-zæøå]{3,20})?(?:skole|skule|forening|klubb|korps)|musikklag|båtlag|bibliotek|museum|menighet|kyrkjelyd)"
)
_CAPITAL = r"[A-ZÆØÅÄÖÉ][\w&.'’/+-]*"
NAME = (
    rf"(?:{_CAPITAL}|\d\w*)(?:[ \u00a0\n](?:(?:og|i|&|av|på|for|of|the|and|de|til|–|-)[ \u00a0\n])?{_CAPITAL}|"
    rf"[ \u00a0\n](?:{_ENDINGS})\b|[ \u00a0]&(?=[ \u00a0]))*"
)
"""What is written like a name: words with capitals, small words between them."""
_NAME = re.compile(NAME)
_BODY_FIRST = re.compile(
    r"(?i)(?:\w*sameiet|\w*borettslaget|\w*velforeningen|\w*vellaget|\w*idrettslaget|\w*stiftelsen|\w*foreningen|"
    r"\w*(?:garasje|hytte|grunneier|veg|vei|bygde|elve|jakt|musikk|song|sang|spel|spele|ungdoms|kraft|bonde|sogne)laget|"
    r"\w*(?:klubben|korpset|koret|skolen|skulen|legekontoret|legesenteret|tannklinikken|klinikken|barnehagen|apoteket|"
    r"verkstedet|verkstaden|menigheten|kyrkjelyden|teateret|teatret|museet)|\w*kommunen|\w*vassverket|\w*vannverket)\s+[A-ZÆØÅ]"
)
"""A body that is no person, named before its own name: "Sameiet Solgården 4"."""
_BY_ANOTHER = re.compile(r"(?i:(?:^|\s)(?:v/|c/o|v\. ))\s*(?=[A-ZÆØÅ])")
"""Before whoever manages a body's affairs: "Lia Borettslag v/ Haugland Forvaltning AS"."""
_COLLECTS = re.compile(
    r"inkasso|incasso|advokat|innkrev|innfordr|inndriv|collection|law|\b(?:kreditt|krav|fordrings?|faktura|reskontro)"
    r"(?:service|styring|oppfolging|handtering|partner|kontroll)"
)
_SERVES = re.compile(
    r"^\W*(?:faktura|purre?|reskontro|reminder|invoic\w*|billing|credit)\W?(?:service|tjenest\w*|tenest\w*|"
    r"administr\w*|oppfolging|management)|^\W*(?:reskontro|fordringsadministr\w*|kredittadministr\w*)"
)
"""What somebody does for a creditor in whose name it reminds: "Solvik AS v/ Lia Økonomi AS, fakturaservice"."""
_OF_A_FIRM = re.compile(r"[A-ZÆØÅ][\w-]+(?: [A-ZÆØÅ][\w-]+){0,2} (?:i|fra|frå|hos|ved) (?=[A-ZÆØÅ])")
FORM_END = re.compile(rf"\b{FORMS}(?=[\s.,;:)–|·]|$)")
_SENTENCE_END = re.compile(r"(?<=[^\W\d_]{3})\.(?=[ \u00a0\n])")
_SIGN_OFF = re.compile(
    r"^(?:med (?:vennlig |beste |venleg |vennleg )?(?:hilsen|helsing)|(?:vennlig|venleg|beste|hoyaktningsfullt)"
    r"(?: hilsen| helsing)?|hilsen|helsing|mvh|(?:kind|best) regards|regards|yours (?:sincerely|faithfully)|sincerely)"
    r"[,:]?(?: for| fra| oss i)?\b"
)
_GREETING = re.compile(
    r"(?i:(?:(?:med|vennlig|venleg|beste|hilsen|helsing|mvh|kind|best|regards|for|fra|frå)[ \u00a0,:]+)+)(?=[A-ZÆØÅ])"
)
_FOOT_MARK = re.compile(
    r"(?i)org\W{0,2}\s?n|foretaks|\bNO\s?\d{3}|\bMVA\b|\btlf|telefon|@|www\.|\.no\b|\.example\b|postboks|\b\d{4} "
    r"[A-ZÆØÅ]{3}"
)
MAIL_HEAD = re.compile(r"(?i)(?:fra|frå|from|avsender|avsendar|sender)\s*(?::\s*|$)")
_NUMBERED = re.compile(
    r"(?i:\w*(?:sameie|borettslag|velforening|garasjelag|veglag|veilag)\w*)(?: [A-ZÆØÅ][\w'’-]*)* \d+(?:[-–]\d+)?$"
)
"""A house's or a road's owners, named by its numbers."""
_MAIL_LINE = re.compile(r"(?i)(?:til|to|emne|subject|mottatt|motteke|kopi|mottaker)\s*:")
_NUMBERS = frozenset({"case_number", "customer_number", "invoice_number"})
_OWED = frozenset({"creditor", "original_creditor"})
_TOP = 0.22
"""How far down a page, in heights of it, the letterhead reaches."""
_MARK, _SURELY_NAMED = 2, 6
"""Letters that a mark beside a name is read as, and letters of a name that is surely one."""


_OF_ANOTHER = 0.2
"""What a name high on the page speaks for the sender when it stands beside a label of whom the claim is from."""
_IN_BRACKETS = re.compile(r"\s+\([^()]*\)?\s*$")
"""What stands behind a name: "Solvik Inkasso AS (org.nr. 974 760 673)"."""
_SMALL_WORDED = re.compile(rf"{_CAPITAL}(?: (?!{FORMS}\b)(?:{_CAPITAL}|ved|og|i|på|av|for|de))+ {FORMS}(?=\s*$)")
"""A firm's whole name with small words in it, up to its form: "Advokatene ved Torget AS"."""
_SAME_EDGE = 0.006
"""How far apart the left edges of two lines of one name may be, in widths of the page."""
_STREET = re.compile(
    r"\s+(?:[Pp]ost?boks|[Pp]\.?[Bb]\.?|[A-ZÆØÅ][\w.'’-]+(?: [\w.'’-]+){0,3}?) \d+ ?[A-Za-z]?(?=\s*[,|·•–-])"
)
"""A street with its number, or a box, up to the sign that parts it from the town."""
_HOUSE_NUMBER = re.compile(r"\s+\d+\s?[A-Za-z]?\s*$")
"""Behind a street's name."""
PARTS = re.compile(r"\s*(?:[,|·•;]|\s[–—*+°«»-]\s)\s*")
"""What parts the details of a line; a raised dot is often read as another sign."""
PUBLIC_BODY = re.compile(
    r"\bskatteetaten\b|\bstatens innkreving\w*|\binnkrevingsmyndighet\w*|\binnkrevjingsstyresmakt\w*|\bskatteoppkrev\w*"
    r"|\bnamsmann\w*|\bnamsfog\w*|\bforliksrad\w*|\btingrett\w*|\btolletaten\b|\blanekassen\b|\bnav\b(?! ?kontor)"
    r"|\bpoliti(?:et|distrikt)\b|\bstatens vegvesen\b|\bstatens lanekasse\b|\bbronnoysund\w*|\bdomstol\w*"
)
"""Authorities that collect or enforce, in folded text."""

_NO_NAME = re.compile(
    r"(?i)^(?:telefon|tlf|side|dato|saks|faktura|kunde|postboks|www|org|retur|returadresse|åpning|mandag|man|bank|"
    r"konto|kid|e-?post|"
    r"inkassovarsel|betalings|purring|varsel|foretaks|besøk|adresse|kontakt|iban|web|"
    r"hei\b|hallo\b|kjære\b|god dag\b|dear\b|hello\b)"
)


@dataclass(frozen=True, slots=True)
class Name:
    """A printed name: text, span in the transcript, page cell it starts in, and where it was found."""

    text: str
    start: int
    end: int
    cell: Cell
    place: str
    score: float


@dataclass(frozen=True, slots=True)
class Sender:
    """Who writes: the name in its fullest print, all places it stands, and how sure 0-1."""

    name: Name
    mentions: tuple[Name, ...]
    confidence: float


@dataclass(frozen=True, slots=True)
class Addressee:
    """The address block of whom the letter is sent to; ``cells`` from the name down to the postcode."""

    name: str
    cells: tuple[Cell, ...]

    @property
    def text(self) -> str:
        """The block as printed, line by line."""
        return "\n".join(cell.text for cell in self.cells)


class HasField(Protocol):
    """What is needed of a label here: its field, its cell, and whether it is all of it."""

    @property
    def field(self) -> str: ...

    @property
    def cell(self) -> Cell: ...

    @property
    def whole(self) -> bool: ...


def in_lines(source: str, flags: re.RegexFlag = re.NOFLAG) -> re.Pattern[str]:
    """The expression for running text as printed, where a line may end at any blank between two words."""
    return re.compile(
        re.sub(r"\[[^\]]*\]| ", lambda m: m.group() if m.group() != " " else r"[ \u00a0\n]", source), flags
    )


def name_at(text: str, start: int, end: int | None = None) -> tuple[int, int] | None:
    """The span of the name that begins at ``start`` (blanks and greetings skipped), cut after a company form; ``None``
    if none does.
    """
    stop = len(text) if end is None else end
    while start < stop and text[start] in ' \u00a0\n«"':
        start += 1
    greeting = _GREETING.match(text, start, stop)
    if greeting:
        start = greeting.end()
    match = _NAME.match(text, start, stop)
    if match is None:
        return None
    found = match.group()
    form = FORM_END.search(found)
    length = form.end() if form else len(found.rstrip(" .,;:\n"))
    ended = _SENTENCE_END.search(found) if form is None else None
    if ended:
        length = ended.start() + 1
    if form is None and "\n" in found[:length]:
        length = found.index("\n")
    name = found[:length].rstrip(" .,;:\n") if not form else found[:length]
    return (start, start + len(name)) if len(name) >= 2 else None


def has_company_form(name: str) -> bool:
    """Whether the name carries a company form or the word of a body that is no person."""
    return bool(
        FORM_END.search(name) or re.search(rf"(?i)\b\w*{_ENDINGS}\b", name) or _BODY_FIRST.match(" ".join(name.split()))
    )


def reads_like_name(name: str) -> bool:
    """Whether a text of several words is written like a name: a company form, or capitals in most of its words."""
    words = [w for w in name.split() if len(w) >= 3]
    return has_company_form(name) or sum(w[0].isupper() or w[0].isdigit() for w in words) * 2 > len(words)


def key(name: str) -> str:
    """The name for comparing: folded, without company form and marks."""
    bare = FORM_END.sub("", name)
    return re.sub(r"[^\w ]", "", fold(bare)).strip()


def same_name(one: str, other: str) -> bool:
    """Whether two prints can be one name: equal apart from company form, or nearly so."""
    a, b = key(one), key(other)
    if not a or not b:
        return False
    if a == b:
        return True
    if min(len(a), len(b)) >= 8 and (a.startswith(b) or b.startswith(a)):
        return True
    return len(a) >= 8 and abs(len(a) - len(b)) <= 1 and _nearly(a, b)


def _nearly(one: str, other: str) -> bool:
    if len(one) == len(other):
        return sum(x != y for x, y in zip(one, other, strict=True)) <= max(1, len(one) // 12)
    short, long = sorted((one, other), key=len)
    return any(long[:i] + long[i + 1 :] == short for i in range(len(long)))


def find_sender(sheet: Sheet, *, addressee: Addressee | None = None, labels: Iterable[HasField] = ()) -> Sender | None:
    """The name of whoever wrote the letter: the one that letterhead, sign-off, foot and slip agree on best. ``labels``
    are those of the letter: what is a number's label, or stands beside the creditor's, is hardly a letterhead.
    """
    skipped = {cell.index for cell in addressee.cells} if addressee else set()
    found = [name for name in _candidates(sheet, labels) if name.cell.index not in skipped]
    if addressee:
        found = [name for name in found if not same_name(name.text, addressee.name)]
    found = [_without_person(_without_mark(name, found), found) for name in found]
    managers = list(_managers(sheet, skipped))
    found = [n for n in found if not any(same_name(n.text, m) for m in managers)] or found
    if not found:
        return None
    groups: list[list[Name]] = []
    for name in found:
        for group in groups:
            if any(same_name(name.text, other.text) for other in group):
                group.append(name)
                break
        else:
            groups.append([name])

    def worth(group: list[Name]) -> float:
        places = {name.place: 0.0 for name in group}
        for name in group:
            places[name.place] = max(places[name.place], name.score)
        return sum(places.values()) + (1.0 if any(has_company_form(name.text) for name in group) else 0.0)

    groups.sort(key=worth, reverse=True)
    group = groups[0]
    # the fullest print, and small letters rather than a letterhead's capitals
    name = max(group, key=lambda n: (bool(FORM_END.search(n.text)), not n.text.isupper(), n.cell.confidence, n.score))
    places = len({n.place for n in group})
    lead = worth(group) - (worth(groups[1]) if len(groups) > 1 else 0.0)
    confidence = 0.6 + 0.12 * min(places, 3) + (0.04 if lead > 1 else -0.1 if lead < 0.4 else 0.0)
    return Sender(name, tuple(group), min(0.98, confidence))


def _without_mark(name: Name, found: Iterable[Name]) -> Name:
    """A letterhead's name without the letter or two that its mark was read as, where another place has it so."""
    mark, _, rest = name.text.partition(" ")
    if name.place != "letterhead" or len(mark) > _MARK or len(key(rest)) < _SURELY_NAMED:
        return name
    if not any(key(other.text) == key(rest) for other in found if other.place != name.place):
        return name
    return replace(name, text=rest, start=name.start + len(name.text) - len(rest))


def _without_person(name: Name, found: Iterable[Name]) -> Name:
    """The firm alone of "Kari i Solvik Inkasso", where another place has its name."""
    person = _OF_A_FIRM.match(name.text)
    rest = key(name.text[person.end() :]) if person is not None else ""
    if person is None or not rest or not any(key(n.text).startswith(rest) for n in found if n.place != name.place):
        return name
    return replace(name, text=name.text[person.end() :], start=name.start + person.end())


def _managers(sheet: Sheet, skipped: set[int]) -> Iterator[str]:
    """Of a body and whoever acts for it, the one that does not write: a housing cooperative's manager, but of a
    collector's or lawyer's letter the body.
    """
    for principal, name, writes in _acted_for(sheet):
        if principal.index not in skipped and has_company_form(_principal_of(principal)):
            yield _principal_of(principal) if writes else name


def acted_for(sheet: Sheet, writer: str) -> tuple[int, int] | None:
    """Where the letter names the one in whose name the writer, a collector, a lawyer or a service firm, writes: "Lia
    Tannklinikk", "v/ Solvik Inkasso AS".
    """
    for cell, name, writes in _acted_for(sheet):
        if writes and same_name(name, writer):
            return cell.start, cell.start + len(_principal_of(cell))
    return None


def _acted_for(sheet: Sheet) -> Iterator[tuple[Cell, str, bool]]:
    """Who is named before "v/", the firm behind it, and whether that firm is the one that writes."""
    for cell in sheet.page_cells(sheet.cells[0].page) if sheet.cells else ():
        by = _BY_ANOTHER.search(cell.text)
        if by is None or len(cell.words) > 10:
            continue
        principal = cell if by.start() else sheet.above(cell, max_drop=2.2)
        span = name_at(sheet.text, cell.start + by.end(), cell.end)
        if span is None or principal is None or not reads_like_name(_principal_of(principal)):
            continue
        name = sheet.text[slice(*span)]
        if has_company_form(name):
            yield principal, name, _writes_for_another(name, sheet.text[span[1] : cell.end])


def _principal_of(cell: Cell) -> str:
    return _BY_ANOTHER.split(cell.text, maxsplit=1)[0].strip(" ,")


def _writes_for_another(name: str, rest: str) -> bool:
    """Whether the firm behind "v/" is the one that writes: a collector, a lawyer, or one that serves creditors."""
    return _COLLECTS.search(fold(name)) is not None or _SERVES.match(fold(rest)) is not None


def _candidates(sheet: Sheet, printed: Iterable[HasField]) -> Iterator[Name]:
    cells = sheet.cells
    pages = sorted({cell.page for cell in cells})
    text = sheet.transcript.text
    whole = [label for label in printed if label.whole]
    numbered = [label for label in whole if label.field in _NUMBERS]
    labels = {label.cell.index for label in numbered if not has_company_form(label.cell.text)}
    owed = [value for label in whole if label.field in _OWED if (value := sheet.right_of(label.cell)) is not None]
    owed += [rest for value in owed if (rest := _goes_on_below(sheet, value)) is not None]
    labels |= {value.index for value in owed if not has_company_form(value.text)}
    others = frozenset(value.index for value in owed)
    heads = {cell.text for cell in cells if cell.page == pages[0] and cell.box.centre[1] < _TOP and len(cell.words) > 1}
    for position, cell in enumerate(cells):
        folded = cell.folded
        signed = _SIGN_OFF.match(folded)
        if signed:
            if len(folded) > signed.end() + 3:
                offset = cell.start + min(len(cell.text), signed.end())
                yield from _named(text, sheet, cell, offset, "sign-off", 2.0)
            for following in cells[position + 1 : position + 4]:
                if following.page == cell.page and not sheet.in_slip(following) and len(following.words) <= 8:
                    whose = following.text.find(", ") + 1  # "Jonas Vik, Solvik Inkasso AS"
                    if whose and (has_company_form(following.text[whose:]) or following.text[whose:].strip() in heads):
                        yield from _named(text, sheet, following, following.start + whose, "sign-off", 2.0)
                    yield from _named(text, sheet, following, following.start, "sign-off",
                                      2.0 if has_company_form(following.text) else 1.0)  # fmt: skip
        if folded in {"betalt til", "betalt til:", "mottaker", "betalingsmottaker", "mottaker:"}:
            under = sheet.below(cell, max_drop=4) or sheet.right_of(cell)
            if under is not None:
                yield from _named(text, sheet, under, under.start, "slip", 1.5)
        firm = has_company_form(cell.text)
        is_name = firm or not (
            _NO_NAME.match(cell.text) or MAIL_HEAD.fullmatch(cell.text) or _MAIL_LINE.match(cell.text)
        )
        if cell.page == pages[0] and cell.box.centre[1] < _TOP and is_name and cell.index not in labels:
            form = 0.8 if firm else 0.0
            high = 0.5 if cell.box.centre[1] < 0.1 else 0.0
            score = _OF_ANOTHER if cell.index in others else 0.7 + form + high
            yield from _named(text, sheet, cell, cell.start, "letterhead", score)
            by = _BY_ANOTHER.search(cell.text)
            span = name_at(text, cell.start + by.end(), cell.end) if by is not None else None
            if span is not None and firm and _writes_for_another(text[slice(*span)], text[span[1] : cell.end]):
                yield from _named(text, sheet, cell, span[0], "letterhead", score, end=span[1])
        returned = re.match(r"(?i)retur(?:adresse)?\s*:?\s*", cell.text)
        if returned and returned.end():
            yield from _named(text, sheet, cell, cell.start + returned.end(), "return", 1.5)
        headed = MAIL_HEAD.match(cell.text)
        beside = cells[max(0, position - 2) : position + 3]
        mail = "@" in cell.text or any(_MAIL_LINE.match(c.text) for c in beside)
        if headed and mail and cell.page == pages[0] and cell.box.centre[1] < 0.4:
            named = cell if headed.end() < len(cell.text) else sheet.right_of(cell)
            if named is not None:
                start = cell.start + headed.end() if named is cell else named.start
                stop = sheet.text.find("<", start, named.end)
                end = stop if stop > start else named.end
                yield from _named(text, sheet, named, start, "mail", 2.0, end=end)
        marked = _FOOT_MARK.search(cell.text) and (PARTS.search(cell.text) or "Org" in cell.text)
        if marked and not sheet.in_slip(cell):
            low = cell.box.centre[1] > 0.75 or cell.box.centre[1] < 0.2
            yield from _named(
                text, sheet, cell, cell.start, "foot", 1.4 if low else 0.7, end=_street_behind(sheet, cell)
            )


def _street_behind(sheet: Sheet, cell: Cell) -> int | None:
    """Where a firm's name ends that its street follows with nothing but blanks between them: "Solvik Inkasso AS
    Fjordgata 4, 5003 BERGEN"; else none.
    """
    span = name_at(sheet.text, cell.start, cell.end)
    named = span is not None and span[0] == cell.start and has_company_form(sheet.text[slice(*span)])
    return span[1] if span is not None and named and _STREET.match(sheet.text, span[1], cell.end) else None


def _goes_on_below(sheet: Sheet, value: Cell) -> Cell | None:
    """The second line of a name beside its label: at the same edge, with no label of its own."""
    under = sheet.below(value, max_drop=1.9)
    if under is None or abs(under.box.x0 - value.box.x0) > 0.008 or sheet.left_of(under) is not None:
        return None
    return under


def _named(
    text: str, sheet: Sheet, cell: Cell, start: int, place: str, score: float, *, end: int | None = None
) -> Iterator[Name]:
    raw = _IN_BRACKETS.sub("", text[start : cell.end if end is None else end])
    part = PARTS.split(raw, maxsplit=1)[0]
    by = _BY_ANOTHER.search(part)
    part = part[: by.start()] if by else part
    span = name_at(text, start, start + len(part))
    if PUBLIC_BODY.match(fold(part)) and len(part.split()) <= 6:
        yield Name(part.strip(), start, start + len(part.rstrip()), cell, place, score)
        return
    if span is None:
        return
    under = sheet.below(cell, max_drop=2.2)
    form = ""
    if under is not None and span[1] == cell.end and FORM_END.fullmatch(under.text.strip()):
        if under.start == cell.end + 1:
            span, part = (span[0], under.end), sheet.text[start : under.end]  # "Solvik Inkasso", "AS"
        elif abs(under.box.x0 - cell.box.x0) < _SAME_EDGE:
            form = f" {under.text.strip()}"  # read apart, with another column between them
    whole = _SMALL_WORDED.match(text, span[0], start + len(part))
    span = whole.span() if whole is not None else span
    more = _NUMBERED.match(text, span[0], start + len(part))
    span = more.span() if more else span
    name = " ".join(text[slice(*span)].split()) + form
    labelled = _NO_NAME.match(name) is not None and not has_company_form(name)
    street = has_company_form(name) and part[len(name) :].lstrip()[:1].isupper() and _HOUSE_NUMBER.search(part)
    far = len(part) - len(name) > 12 and not street
    if labelled or len(key(name)) < 3 or not any(c.isalpha() for c in name) or far:
        return
    if (more is None and sum(c.isdigit() for c in name) > 3) or not reads_like_name(name):
        return
    if not has_company_form(name):
        if read_row_label(name) is not None:
            return  # "Hovedstol" high on the page
        if more is None and _HOUSE_NUMBER.match(part[len(name) :]):
            return
        if sheet.is_prose(cell) or len(name) < 0.75 * len(part.strip()):
            return
        score *= 0.5 if " " not in name else 0.9
    yield Name(name, *span, cell, place, score)
