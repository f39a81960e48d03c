"""Kroner and percentages as letters print them: find them in a text with their spans, read them, write them.

For: `kr 1 234,56`, `1.234,56`, `1234,-`, `NOK 1 234,56`, `1 234 kroner`, English `2,345.67`, minus before or after;
`12,25 %`, `1,5 % pr. mnd`. Not for: deciding what an amount is (principal, fee), nor for other currencies, which
are passed over. Dates, account numbers, organisation numbers, telephone numbers, clock times, section numbers and
quantities ("450 kWh") are not amounts.

Norwegian print: comma is the decimal sign, a point or a blank groups thousands; `,-` stands for no øre. A point
before three digits groups thousands, before exactly two it is a decimal sign (machine exports, and the commonest
fault of optical reading).

**Columns.** A blank joins two groups when one to three digits are followed by exactly three, so "1 248,00 300,00"
are two amounts; but "12 345,00" is read as one although it may be the quantity 12 and the amount 345,00. Whoever
knows the gaps between words calls per cell; `column_rivals` gives the other splits of a match.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

import regex

from parsers.errors import ValueFormatError
from parsers.lookalikes import BLANKS, DASHES, digits_repaired

_CENT = Decimal("0.01")
_SP = f"[{BLANKS}]"
_DASH = f"[{regex.escape(DASHES)}]"
_MINUS = "\u2212"
_NBSP = "\u00a0"
#: Ungrouped integers longer than this are references, not amounts.
_MAX_INTEGER_DIGITS = 9


@dataclass(frozen=True, slots=True)
class MoneyMatch:
    """An amount in a text. `text` is exactly `source[start:end]`, with its sign and currency."""

    amount: Decimal  #: kroner, two decimals, negative for credits
    start: int
    end: int
    text: str
    has_currency: bool  #: "kr", "NOK", "kroner" stands directly before or after
    has_decimals: bool  #: øre are printed, as digits or as ",-"
    repaired: bool  #: a character was read as another one to get this amount


@dataclass(frozen=True, slots=True)
class PercentMatch:
    """A percentage in a text; the span covers number and sign, not the "p.a." after it."""

    rate: Decimal  #: percent, per year unless `per_month`
    start: int
    end: int
    text: str
    per_month: bool


# One number: grouped by blank, point, apostrophe or (English) comma, or plain; then øre, or dashes in their place.
_NUMBER = regex.compile(
    rf"""
    (?<!\d)(?<!\d[.,:/\u2032])
    (?P<whole>
        \d{{1,3}}(?:(?P<blank>{_SP})\d{{3}}(?!\d)(?:(?P=blank)\d{{3}}(?!\d))*+)
      | \d{{1,3}}(?:\.\d{{3}}(?!\d))++(?!\.\d)
      | \d{{1,3}}(?:['’]\d{{3}}(?!\d))++
      | (?P<english>\d{{1,3}}(?:,\d{{3}}(?!\d))++)
      | \d++
    )
    (?:
        (?P<mark>[.,])(?P<oere>\d{{1,2}})(?!\d)
      | (?P<dashes>[.,]{_DASH}{{1,2}}(?!\d))
    )?
    (?![.,:/'’]?\d)
    """,
    regex.VERBOSE,
)
# The same with the damage of optical reading: blanks round the comma, a point for the comma after grouped thousands.
_DAMAGED = regex.compile(
    rf"""
    (?<!\d)(?<!\d[.,:/\u2032])
    (?P<whole>
        \d{{1,3}}(?:(?P<blank>{_SP})\d{{3}}(?!\d)(?:{_SP}\d{{3}}(?!\d))*+)
      | \d{{1,3}}(?:[.,]{_SP}?\d{{3}}(?!\d)){{1,3}}+(?![.,]\d{{3}})
      | \d{{1,3}}(?:['’]\d{{3}}(?!\d))++
      | \d++
    )
    (?:
        (?P<mark>{_SP}[.,]|[.,](?:{_SP}(?=\d\d(?:{_SP}*+(?i:kr|nok)\b|{_SP}*+$)))?)(?P<oere>\d\d)(?!\d)
      | (?P<dashes>{_SP}?[.,]{_SP}?{_DASH}{{1,2}}(?!{_SP}?\d))
    )?
    (?P<english>(?!))?
    (?![.,:/'’]?\d)
    """,
    regex.VERBOSE | regex.MULTILINE,
)

# Whole month names and short forms.
_MONTH = r"(?:jan|feb|mar|apr|ma[iy]|ju[nl]|aug|sep|o[kc]t|nov|de[sc])(?:\p{L}{0,6})\b"
_CLOCK = r"\d{1,2}[.:][0-5]\d"
# Things made of digits that are never amounts, wherever they stand: dates, accounts and other eleven digits, IBAN,
# organisation numbers, telephones, clock times, sections, references.
_NEVER_MONEY = regex.compile(
    rf"""
      (?<!\d)\d{{1,2}}(?P<sep>[./\-])\ ?\d{{1,2}}(?P=sep)\ ?(?:\d{{4}}|\d{{2}})(?!\d|[.,]\d)
    | (?<!\d)\d{{4}}-\d{{2}}-\d{{2}}(?!\d)
    | (?<!\d)(?<!\d[.,])\d{{1,2}}(?:st|nd|rd|th|\.)?{_SP}?{_MONTH}\.?(?:{_SP}\d{{4}}(?!\d))?
    | (?<!\d)\d{{4}}[.\ \u00a0\u202f]\d{{2}}[.\ \u00a0\u202f]\d{{5}}(?!\d)
    | (?<!\d)\d{{6}}[ \-]?\d{{5}}(?!\d)
    | \bNO{_SP}?\d{{2}}(?:{_SP}?\d{{4}}){{2}}{_SP}?\d{{3}}(?!\d)
    | (?:\bNO{_SP}?|\borg[^\d\n]{{0,25}})\d{{3}}[. \u00a0]?\d{{3}}[. \u00a0]?\d{{3}}(?!\d)
    | (?:\b(?:tlf|tel|telefon|mob|mobil|phone|faks)[.:]?|\+47|\b0047){_SP}*\d[\d\ \u00a0]{{4,13}}\d(?!\d)
    | \b(?:kl|klokk[ea]n?)\.?{_SP}*{_CLOCK}(?:{_SP}*(?:{_DASH}|og|til){_SP}*(?:kl\.?{_SP}*)?{_CLOCK})?(?!\d)
    | (?<![\d.,])(?:[01]?\d|2[0-4])[.:][0-5]\d{_SP}?{_DASH}{_SP}?(?:[01]?\d|2[0-4])[.:][0-5]\d(?![\d.,])
    | (?:§{{1,2}}|\b(?:kap|kapittel|pkt|punkt|avsnitt|side|versjon|ledd)\b\.?){_SP}*\d++(?:[.\-–]\d++)*+
    | \b(?:KID|kundeid\p{{L}}*|saksn\p{{L}}*|fakturan\p{{L}}*|kunden\p{{L}}*)\.?:?{_SP}*\d[\d\ ]*+(?![.,]\d)
    """,
    regex.VERBOSE | regex.IGNORECASE,
)
_CURRENCY_BEFORE = regex.compile(
    rf"(?<!\w)(?P<sign>{_DASH}{_SP}?)?(?P<word>kr|kroner|kronar|NOK)[.:]?{_SP}*+(?P<inner>{_DASH}{_SP}?)?$",
    regex.IGNORECASE,
)
_CURRENCY_AFTER = regex.compile(
    rf"(?P<gap>{_SP}?)(?P<word>kr\b\.?(?!\w)|kroner\b|kronar\b|krone\b|NOK\b)", regex.IGNORECASE
)
_AND_OERE = regex.compile(rf"{_SP}(?:og{_SP})?(\d{{1,2}}){_SP}øre\b", regex.IGNORECASE)
_SIGN_BEFORE = regex.compile(
    rf"(?:(?<=^|[\s(:])(?P<glued>{_DASH})|(?P<spaced>(?<=^|\n|{_SP}{{2}}|\t){_DASH}|{_MINUS}){_SP})$"
)
_SIGN_AFTER = regex.compile(rf"(?:{_DASH}|{_SP}{_MINUS})(?=\s|$|[),;]|{_SP}?(?:kr|NOK)\b)", regex.IGNORECASE)
_FOREIGN_BEFORE = regex.compile(rf"(?:\b(?:EUR|SEK|DKK|USD|GBP)|[€$£]){_SP}*$", regex.IGNORECASE)
# What makes the number before it a rate, a quantity or another currency.
_NOT_KRONER_AFTER = regex.compile(
    rf"""
    {_SP}*(?:
        %|‰|°|[€$£]|(?:EUR|SEK|DKK|USD|GBP|euro|prosent|pst|percent|promille|øre|ganger|gangar|gonger|
        rettsgebyr(?:et)?|inkassosats(?:en)?|R|[x×](?=\s?(?:R\b|rettsgebyr|inkassosats))|
        dag(?:er|ar|ers|ars)?|virkedag\p{{L}}*|kalenderdag\p{{L}}*|uker?|veker?|mnd|måned\p{{L}}*|månad\p{{L}}*|år|timer?|timar|min|
        days?|weeks?|months?|years?|hours?|
        kWh|MWh|kW|km|kg|m[23²³]?|meter|liter|stk|GB|MB|SMS|poeng|
        kr/\p{{L}}+)\b
        |{_SP}(?:per{_SP})?cent\b
    )
    """,
    regex.VERBOSE | regex.IGNORECASE,
)
_MILLIONS = regex.compile(rf"{_SP}*(?:mill(?:ion\p{{L}}*)?|mrd|milliard\p{{L}}*)\b", regex.IGNORECASE)
_DAY_AND_MONTH = regex.compile(r"(?:0?[1-9]|[12]\d|3[01])\.(?:0[1-9]|1[0-2])")


def find_amounts(text: str, *, tolerant: bool = False, bare_integers: bool = False) -> list[MoneyMatch]:
    """All amounts in `text`, in order, not overlapping.

    A whole number with neither øre nor currency is no amount unless `bare_integers`. `tolerant` also reads what
    optical reading damages: letters for digits, a point for the comma, blanks round the comma, text glued to the
    amount; such matches are `repaired`. Amounts in parentheses are negative when they show øre and nothing else
    stands in the parentheses. Never raises.
    """
    searched = digits_repaired(text) if tolerant else text
    blocked = _blocked(searched)
    found: list[MoneyMatch] = []
    pattern = _DAMAGED if tolerant else _NUMBER
    position = 0
    numbers = [number for number in pattern.finditer(searched) if not _overlaps(number.span(), blocked)]
    for index, number in enumerate(numbers):
        following = numbers[index + 1] if index + 1 < len(numbers) else None
        match = _amount_at(text, searched, number, following, floor=position, tolerant=tolerant, bare=bare_integers)
        if match is not None and match.start >= position:
            found.append(match)
            position = match.end
    return found


def column_rivals(match: MoneyMatch) -> list[MoneyMatch]:
    """The other readings of a match whose thousands are grouped by ordinary blanks: shorter, starting later.

    "12 345,00" -> "345,00"; "1 234 567,00" -> "234 567,00", "567,00". No-break and thin blanks are never the gap
    between two columns. Empty for most matches.
    """
    rivals = []
    for gap in regex.finditer(r"(?<=\d) (?=\d{3}(?!\d))", match.text):
        offset = gap.end()
        rest = find_amounts(match.text[offset:], bare_integers=True, tolerant=match.repaired)
        if len(rest) == 1 and rest[0].start == 0:
            only = rest[0]
            start = match.start + offset
            rivals.append(replace(only, start=start, end=start + only.end, repaired=only.repaired or match.repaired))
    return rivals


def parse_amount(text: str, *, tolerant: bool = False) -> Decimal:
    """The one amount that `text` is, in kroner with two decimals; for what people type and for single cells.

    Takes `1 234,56`, `1.234,56`, `1234`, `1234.5`, `kr 300,-`. Raises `ValueFormatError` (a `ValueError`) when the
    text is empty, holds anything besides the amount, or more than two decimals.
    """
    stripped = text.strip()
    found = find_amounts(stripped, tolerant=tolerant, bare_integers=True)
    if len(found) == 1 and found[0].start == 0 and found[0].end == len(stripped):
        return found[0].amount
    raise ValueFormatError(f"not an amount in kroner ({len(text)} characters)")


def format_amount(amount: Decimal, *, lang: str = "nb") -> str:
    """`2 345,00` as in the rows of a table (nb and nn), `2,345.00` in English; no-break space between thousands,
    U+2212 as minus.
    """
    rounded = amount.quantize(_CENT, rounding=ROUND_HALF_UP)
    whole, _, oere = f"{abs(rounded):,f}".partition(".")
    sign = _MINUS if rounded < 0 else ""
    figure = f"{sign}{whole.replace(',', _NBSP)},{oere}"
    return _english(figure) if lang == "en" else figure


def format_kroner_prose(amount: Decimal, *, lang: str = "nb") -> str:
    """`375 kroner`, `62,50 kroner`, `1 krone` as in running text (nb and nn); `NOK 375` in English."""
    figure = format_amount(amount).removesuffix(",00")
    if lang == "en":
        return f"NOK{_NBSP}{_english(figure)}"
    unit = "krone" if abs(amount) == 1 else "kroner"
    return f"{figure}{_NBSP}{unit}"


def format_percent(rate: Decimal, *, lang: str = "nb") -> str:
    """`12,25 %` (nb and nn), `12.25%` in English, with the decimals that `rate` has."""
    figure = f"{rate:f}"
    return f"{figure}%" if lang == "en" else f"{figure.replace('.', ',')}{_NBSP}%"


def _english(figure: str) -> str:
    return figure.translate(str.maketrans(f"{_NBSP},", ",."))


_PERCENT_SIGN = r"(?:%|prosent\b|pst\b\.?|percent\b|per\ cent\b)"
_PERCENT = regex.compile(rf"(?<![\d.,])(?<rate>\d{{1,3}}(?:[.,]\d{{1,4}})?){_SP}*{_PERCENT_SIGN}", regex.IGNORECASE)
_PERCENT_DAMAGED = regex.compile(
    rf"(?<![\d.,])(?<rate>\d{{1,3}}(?:{_SP}?[.,]{_SP}?\d{{1,4}})?){_SP}*"
    rf"(?:{_PERCENT_SIGN}|[°oO0][/⁄][oO0°](?![\d]))",
    regex.IGNORECASE,
)
_PER_MONTH = regex.compile(
    rf"\W{{0,3}}(?:rente{_SP})?"
    rf"(?:(?:pr|per|i|hver|kvar|a|each|every){_SP}*\.?{_SP}*(?:(?:på)?begynt{_SP})?(?:mnd|m(?:å|aa)ned|månad|month)"
    rf"|p\.?{_SP}?m\b|m(?:å|aa)nedlig|månadleg|monthly)",
    regex.IGNORECASE,
)


def find_percentages(text: str, *, tolerant: bool = False) -> list[PercentMatch]:
    """All percentages in `text`, 0-999, comma or point as decimal sign. Never raises.

    `tolerant` also takes letters for digits, blanks round the comma and a per cent sign broken up into "°/o" or "0/0".
    """
    searched = digits_repaired(text) if tolerant else text
    pattern = _PERCENT_DAMAGED if tolerant else _PERCENT
    found = []
    for match in pattern.finditer(searched):
        figure = regex.sub(rf"{_SP}", "", match["rate"]).replace(",", ".")
        start, end = match.span()
        per_month = _PER_MONTH.match(searched, end) is not None
        found.append(PercentMatch(Decimal(figure), start, end, text[start:end], per_month))
    return found


def _blocked(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in _NEVER_MONEY.finditer(text)]


def _overlaps(span: tuple[int, int], blocked: list[tuple[int, int]]) -> bool:
    index = bisect_right(blocked, (span[1], -1))
    return index > 0 and blocked[index - 1][1] > span[0]


def _amount_at(
    text: str,
    searched: str,
    number: regex.Match[str],
    following: regex.Match[str] | None,
    *,
    floor: int,
    tolerant: bool,
    bare: bool,
) -> MoneyMatch | None:
    start, end = number.span()
    window = max(floor, start - 16)  # what a match before it took is not looked at again
    before = searched[window:start]
    whole = regex.sub(r"\D", "", number["whole"])
    grouped = len(whole) != len(number["whole"])
    oere, mark, dashes = number["oere"], number["mark"], number["dashes"]
    if len(whole) > _MAX_INTEGER_DIGITS or (len(whole) > 1 and whole.startswith("0")):
        return None
    currency = _CURRENCY_BEFORE.search(searched, window, start)
    if _FOREIGN_BEFORE.search(searched, window, start):
        return None
    negative = False
    sign_width = 0
    if currency is not None:
        negative = currency["sign"] is not None or currency["inner"] is not None
        start = currency.start()
    else:
        sign = _SIGN_BEFORE.search(searched, window, start)
        negative = sign is not None
        sign_width = start - sign.start() if sign is not None else 0
    has_decimals = oere is not None or dashes is not None
    has_currency = currency is not None
    if not has_currency:
        after = _currency_after(searched, end, following)
        if after is not None:
            end = after.end()
            has_currency = True
            kroner_and = _AND_OERE.match(searched, end)
            if kroner_and is not None and not has_decimals:
                oere, has_decimals = kroner_and[1].rjust(2, "0"), True
                end = kroner_and.end()
    else:
        unit = _CURRENCY_AFTER.match(searched, end)
        if unit is not None and not _is_next_amounts_currency(searched, unit, following):
            end = unit.end()
    if not has_currency:
        if _NOT_KRONER_AFTER.match(searched, end):
            return None
        if not has_decimals and not bare:
            return None
        if oere is not None and len(oere) == 1 and not bare:
            return None
        glued = before[-1:]
        if glued and (glued.isalpha() or glued in "_#§@") and not (tolerant and has_decimals):
            return None
        if mark == "." and not tolerant and not bare and _DAY_AND_MONTH.fullmatch(number.group()):
            return None
        if not has_decimals and (before[-1:] in ("-", "/") and before[-2:-1].isalnum()):
            return None
        next_character = searched[end : end + 1]
        if next_character.isalpha() and not (tolerant and has_decimals):
            return None
        if not has_decimals and next_character in ("-", "/") and searched[end + 1 : end + 2].isalnum():
            return None
    if _MILLIONS.match(searched, end):
        return None
    start -= sign_width
    if oere is not None and not negative:
        trailing = _SIGN_AFTER.match(searched, end)
        if trailing is not None:
            negative, end = True, trailing.end()
            if not has_currency and (unit := _CURRENCY_AFTER.match(searched, end)):
                has_currency, end = True, unit.end()
    if oere is not None and not has_currency and searched[start - 1 : start] == "(" and searched[end : end + 1] == ")":
        negative, start, end = True, start - 1, end + 1
    amount = Decimal(f"{whole}.{(oere or '00').ljust(2, '0')}")
    repaired = text[start:end] != searched[start:end] or (tolerant and _is_damaged(number, grouped=grouped))
    return MoneyMatch(
        amount=-amount if negative and amount else amount,
        start=start,
        end=end,
        text=text[start:end],
        has_currency=has_currency,
        has_decimals=has_decimals,
        repaired=repaired,
    )


def _is_damaged(number: regex.Match[str], *, grouped: bool) -> bool:
    mark = number["mark"]
    if mark is None:
        return bool(number["dashes"] and regex.search(_SP, number["dashes"]))
    if mark == ",":
        return "," in number["whole"] or bool(regex.search(rf"[.,]{_SP}", number["whole"]))
    english = mark == "." and grouped and regex.fullmatch(r"[\d,]+", number["whole"]) is not None
    return not english


def _currency_after(searched: str, end: int, following: regex.Match[str] | None) -> regex.Match[str] | None:
    unit = _CURRENCY_AFTER.match(searched, end)
    if unit is None or _is_next_amounts_currency(searched, unit, following):
        return None
    return unit


def _is_next_amounts_currency(searched: str, unit: regex.Match[str], following: regex.Match[str] | None) -> bool:
    """Whether "kr" between two numbers belongs to the one after it ("Faktura 12345 kr 1 248,00")."""
    if following is None or unit["word"].lower() not in ("kr", "kr.", "nok"):
        return False
    between = searched[unit.end() : following.start()]
    if regex.fullmatch(rf"[.:]?{_SP}*{_DASH}?", between) is None:
        return False
    if _CURRENCY_AFTER.match(searched, following.end()) is not None:  # "300 kr 400 kr": each has its own
        return False
    return _NOT_KRONER_AFTER.match(searched, following.end()) is None
