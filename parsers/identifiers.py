"""Norwegian payment and identity numbers in a text: finding them with their spans, and masking the fødselsnummer.

For: KID and other runs of digits, account, IBAN, organisation number, fødselsnummer. Also the one door to
`parsers.checkdigits` (what makes a number valid, with sources) and `parsers.codeline` (the payment slip's code line).
Not for: deciding which account or number is whose; that is a matter of labels and place.

**Fødselsnummer or account?** The second control digit of a fødselsnummer is reckoned exactly as an account's check
digit, so every valid fødselsnummer could be an account. What is masked: eleven digits that are a valid fødselsnummer
unless print or context says account or KID (4.2.5 groups, a label, a code line, the same digits printed as an account
elsewhere), and whatever stands right after a label for it, valid or misread. The rest is left.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import regex

from parsers.checkdigits import (
    account_check_digit,
    account_from_iban,
    amount_check_digit,
    fodselsnummer_control_digits,
    is_valid_account,
    is_valid_fodselsnummer,
    is_valid_iban,
    is_valid_kid,
    is_valid_org_number,
    kid_check_digit,
    kid_methods,
    org_number_check_digit,
)
from parsers.codeline import CodeLine, Span, parse_code_line
from parsers.lookalikes import BLANKS, digits_repaired

__all__ = [
    "CodeLine",
    "NumberMatch",
    "account_check_digit",
    "account_from_iban",
    "amount_check_digit",
    "find_accounts",
    "find_digit_runs",
    "find_fodselsnummer",
    "find_ibans",
    "find_org_numbers",
    "fodselsnummer_control_digits",
    "is_valid_account",
    "is_valid_fodselsnummer",
    "is_valid_iban",
    "is_valid_kid",
    "is_valid_org_number",
    "kid_check_digit",
    "kid_methods",
    "mask_fodselsnummer",
    "org_number_check_digit",
    "parse_code_line",
]

_SP = f"[{BLANKS}]"
#: What a masked digit becomes; one character, so that offsets stay.
MASK = "•"


@dataclass(frozen=True, slots=True)
class NumberMatch:
    """A number in a text; `text` is exactly `source[start:end]`, `digits` is it without separators."""

    digits: str  #: for an IBAN also its letters; for a KID possibly a final "-"
    start: int
    end: int
    text: str
    valid: bool  #: the check digits hold
    grouped: bool  #: printed in this kind of number's own groups (4-2-5, 3-3-3, fours)
    repaired: bool  #: a letter was read as a digit
    marked: bool = False  #: organisation number: "NO" in front, "MVA" behind, or a label


_ACCOUNT_GROUPED = regex.compile(
    rf"(?<![0-9])(?<![0-9][.,])[0-9]{{4}}(?:(?:{_SP}?[.,·]{_SP}?)[0-9]{{2}}(?:{_SP}?[.,·]{_SP}?)|{_SP}[0-9]{{2}}{_SP}"
    rf"|-[0-9]{{2}}-)[0-9]{{5}}(?![0-9])(?![.,][0-9])"
)
_ACCOUNT_TORN = regex.compile(
    rf"(?<![0-9])(?<![0-9][.,])(?:[0-9]{{4}}(?:{_SP}?[.,·]{_SP}?|{_SP})[0-9]{{7}}|[0-9]{{6}}(?:{_SP}?[.,·]{_SP}?|{_SP})[0-9]{{5}})"
    r"(?![0-9])(?![.,][0-9])"
)
_ELEVEN = regex.compile(r"(?<![0-9])(?<![0-9][.,])[0-9]{11}(?![0-9])(?![.,][0-9])")
_ORG_LABEL = rf"\borg(?:anisasjons)?\b?[.\-]?{_SP}?(?:n(?:umme)?r|no)?[.:]*{_SP}*:?{_SP}*(?:NO{_SP}?)?"
_ORG_TORN = regex.compile(
    rf"(?P<label>{_ORG_LABEL})(?P<number>[0-9]{{3}}(?:[.]|{_SP}{{0,3}})[0-9]{{3}}(?:[.]|{_SP}{{0,3}})[0-9]{{3}})(?![0-9])(?![.,][0-9])",
    regex.IGNORECASE,
)
_ORG = regex.compile(
    rf"(?:(?P<label>{_ORG_LABEL})|(?P<country>\bNO{_SP}?))?"
    rf"(?<![0-9])(?<![0-9][.,])"
    rf"(?P<number>[0-9]{{3}}(?P<gap>[.]|{_SP}|)[0-9]{{3}}(?:(?P=gap)|\n)[0-9]{{3}}|[0-9]{{3}}\n[0-9]{{3}}{_SP}[0-9]{{3}})"
    r"(?![0-9])(?![.,][0-9])"
    rf"(?P<vat>{_SP}?MVA\b)?",
    regex.IGNORECASE,
)
_THREE_BEFORE = regex.compile(rf"(?<![0-9])[0-9]{{3}}{_SP}$")
_THREE_AFTER = regex.compile(rf"{_SP}[0-9]{{3}}(?![0-9])(?![.,][0-9])")
#: Length of an IBAN in the countries whose accounts turn up on Norwegian letters.
_IBAN_LENGTHS = {
    "NO": 15, "SE": 24, "DK": 18, "FI": 18, "IS": 26, "DE": 22, "GB": 22, "IE": 22, "NL": 18, "BE": 16, "FR": 27,
    "ES": 24, "PL": 28, "EE": 20, "LV": 21, "LT": 20, "CH": 21, "AT": 20, "LU": 20, "MT": 31,
}  # fmt: skip
_IBAN_START = regex.compile(rf"(?<![\p{{L}}0-9])(?:{'|'.join(_IBAN_LENGTHS)}|N0){_SP}?[0-9]{{2}}", regex.IGNORECASE)
_RUN = regex.compile(r"[0-9]++")
_RUN_GROUPED = regex.compile(rf"[0-9]++(?:{_SP}[0-9]++)*+")
_KID_MAX = 25


def find_accounts(text: str, *, tolerant: bool = False) -> list[NumberMatch]:
    """Eleven digits printed as an account number: `1234.56.78901`, `1234 56 78901` or joined. Never raises.

    Joined digits are returned whatever they are; `valid` and the caller's labels tell. `tolerant` also reads letters
    for digits, and a number of which one dot was lost if its check digit fits.
    """
    searched = digits_repaired(text) if tolerant else text
    found = [_number(text, searched, match.span(), grouped=True) for match in _ACCOUNT_GROUPED.finditer(searched)]
    found += [_number(text, searched, match.span(), grouped=False) for match in _ELEVEN.finditer(searched)]
    if tolerant:
        torn = [_number(text, searched, match.span(), grouped=False) for match in _ACCOUNT_TORN.finditer(searched)]
        found += [number for number in torn if number.valid]
    return sorted(found, key=lambda match: match.start)


def _number(text: str, searched: str, span: Span, *, grouped: bool) -> NumberMatch:
    start, end = span
    digits = regex.sub(r"[^0-9]", "", searched[start:end])
    original = text[start:end]
    return NumberMatch(digits, start, end, original, is_valid_account(digits), grouped, original != searched[start:end])


def find_org_numbers(text: str, *, tolerant: bool = False) -> list[NumberMatch]:
    """Nine digits printed as an organisation number: 3-3-3, joined, `NO 999 999 999 MVA`. Never raises.

    The span covers the nine digits only; `marked` tells whether a label, "NO" or "MVA" stands at them. `tolerant` also
    reads letters for digits, and behind a label a number with a blank lost or widened if its check digit fits.
    """
    searched = digits_repaired(text) if tolerant else text
    found = []
    for match in _ORG.finditer(searched):
        start, end = match.span("number")
        marked = bool(match["label"] or match["country"] or match["vat"])
        # Three groups of a longer number ("123 456 789 012") are no organisation number.
        in_blanks = not marked and match["gap"] and match["gap"] in BLANKS
        if in_blanks and (
            _THREE_BEFORE.search(searched[max(0, start - 5) : start]) or _THREE_AFTER.match(searched, end)
        ):
            continue
        digits = regex.sub(r"[^0-9]", "", match["number"])
        if "\n" in match["number"] and not (marked and is_valid_org_number(digits)):
            continue  # figures that end one line and begin the next
        original = text[start:end]
        found.append(
            NumberMatch(
                digits,
                start,
                end,
                original,
                is_valid_org_number(digits),
                bool(match["gap"]),
                original != searched[start:end],
                marked,
            )
        )
    if tolerant:
        taken = {number.start for number in found}
        for match in _ORG_TORN.finditer(searched):
            start, end = match.span("number")
            digits = regex.sub(r"[^0-9]", "", match["number"])
            if is_valid_org_number(digits) and start not in taken:
                found.append(NumberMatch(digits, start, end, text[start:end], True, True, False, marked=True))
    return found


def find_ibans(text: str) -> list[NumberMatch]:
    """IBANs of the countries seen on Norwegian letters, in groups of four or joined; "N0" is read as "NO".

    Never raises.
    """
    found: list[NumberMatch] = []
    for match in _IBAN_START.finditer(text):
        country = match.group()[:2].upper().replace("N0", "NO")
        end, compact = match.start(), ""
        while end < len(text) and len(compact) < _IBAN_LENGTHS[country]:
            character = text[end]
            if character.isascii() and character.isalnum():
                compact += character.upper()
            elif character not in BLANKS or text[end - 1] in BLANKS:
                break
            end += 1
        number = country + compact[2:]
        if len(number) < _IBAN_LENGTHS[country] or text[end : end + 1].isalnum():
            continue
        start = match.start()
        valid = is_valid_iban(number)
        # Norwegian ones are certain by form; of the others only what holds, since words may follow the letters.
        if (valid or (country == "NO" and number[4:].isdigit())) and (not found or start >= found[-1].end):
            original = text[start:end]
            grouped = any(blank in original for blank in BLANKS)
            found.append(NumberMatch(number, start, end, original, valid, grouped, original[:2].upper() != country))
    return found


def find_digit_runs(
    text: str,
    *,
    min_digits: int = 5,
    max_digits: int = _KID_MAX,
    grouped: bool = False,
    tolerant: bool = False,
) -> list[NumberMatch]:
    """Runs of `min_digits`-`max_digits` digits; `valid` tells whether the run is a KID. Never raises.

    `grouped` joins groups parted by single blanks ("0000 4711 2807 319"). A "-" right after the digits belongs
    to the run when it makes the KID valid (MOD11). `tolerant` also reads letters for digits.
    """
    searched = digits_repaired(text) if tolerant else text
    found = []
    for match in (_RUN_GROUPED if grouped else _RUN).finditer(searched):
        start, end = match.span()
        digits = regex.sub(r"[^0-9]", "", match.group())
        if not min_digits <= len(digits) <= max_digits:
            continue
        valid = is_valid_kid(digits)
        if not valid and regex.match(r"-(?![\p{L}0-9])", searched[end : end + 2]) and is_valid_kid(f"{digits}-"):
            digits, end, valid = f"{digits}-", end + 1, True
        original = text[start:end]
        found.append(
            NumberMatch(
                digits,
                start,
                end,
                original,
                valid,
                any(blank in original for blank in BLANKS),
                original != searched[start:end],
            )
        )
    return found


_LOOKALIKE = r"[0-9OoQlI|SBZ]"
_PERSON_LABEL = (
    r"(?<!\p{L})(?:f[\p{L}0¢]{1,2}dsels?[\s\-]?(?:n(?:u|o)?m?m?er|nr|num)"
    r"|person[\s\-]?(?:n(?:u|o)?m?m?er|nr)|f\.?\s?nr|fnr|pnr|[dh]-?(?:nummer|nr)|f[øöo0]dt|f[øöo0]dselsdato"
    r"|national(?:\s\p{L}+)?\s(?:id(?:entity)?)\s(?:number|no)|personal\s(?:id(?:entity)?\s)?(?:number|no))"
    r"(?!\p{L})\.?(?:\s?\([^)\n]{0,20}\))?\s{0,3}[:.=\-]?\s{0,6}"
)
_LABELLED = regex.compile(
    rf"{_PERSON_LABEL}(?P<number>{_LOOKALIKE}{{2}}[.\s]?{_LOOKALIKE}{{2}}[.\s]?{_LOOKALIKE}{{2}}[ .\-\u00a0]{{0,2}}"
    rf"(?:{_LOOKALIKE}[ \u00a0]?){{3,5}}{_LOOKALIKE}(?![\p{{L}}0-9]))",
    regex.IGNORECASE,
)
# Only the last five: "Født 12.03.1985, personnr 12345".
_PERSONNR = regex.compile(
    r"(?<!\p{L})person[\s\-]?(?:nummer|nr)(?!\p{L})\.?\s?:?\s{0,3}(?P<number>[0-9]{5})(?![.,]?[0-9])",
    regex.IGNORECASE,
)
_BARE = regex.compile(r"(?<![0-9])(?<![0-9][.,/\-])[0-9]{6}(?P<gap>[ \u00a0\-]?)[0-9]{5}(?![0-9])(?![.,/\-][0-9])")
_ACCOUNT_WORD = r"(?:konto|kto|account|bankgiro|postgiro|acct)"
_ACCOUNT_LABEL = regex.compile(rf"{_ACCOUNT_WORD}[^\d\n]{{0,25}}$", regex.IGNORECASE)
_KID_LABEL = regex.compile(r"\b(?:KID|kundeid\p{L}*)[^\d\n]{0,15}$", regex.IGNORECASE)
_ACCOUNT_HEADING = regex.compile(_ACCOUNT_WORD, regex.IGNORECASE)
_AT_FORM_MARK = regex.compile(rf"{_SP}*[<>«»]")
_NEAR = 60


def find_fodselsnummer(text: str, *, accounts: Collection[str] = ()) -> list[Span]:
    """Spans (start, end) of the fødselsnummer in `text`, to be masked; see the module text for how they are told
    from accounts. `accounts`: digits the caller knows to be account numbers. Never raises.
    """
    spans = [match.span("number") for match in _LABELLED.finditer(text) if _mostly_digits(match["number"])]
    spans += [match.span("number") for match in _PERSONNR.finditer(text)]
    searched = digits_repaired(text)
    known: set[str] | None = None
    for match in _BARE.finditer(searched):
        digits = regex.sub(r"[^0-9]", "", match.group())
        if not is_valid_fodselsnummer(digits):
            continue
        if not match["gap"]:
            if known is None:
                known = _known_accounts(searched) | set(accounts)
            if digits in known or _is_account_or_kid(searched, match.start(), match.end()):
                continue
        spans.append(match.span())
    return _merged(spans)


def mask_fodselsnummer(text: str, *, accounts: Collection[str] = ()) -> tuple[str, list[Span]]:
    """`text` with every digit of a fødselsnummer replaced by "•", and the spans. The length never changes."""
    spans = find_fodselsnummer(text, accounts=accounts)
    pieces, position = [], 0
    for start, end in spans:
        pieces.append(text[position:start])
        pieces.append(regex.sub(r"[\p{L}\p{N}|!°]", MASK, text[start:end]))
        position = end
    pieces.append(text[position:])
    return "".join(pieces), spans


def _mostly_digits(number: str) -> bool:
    return sum(character.isdigit() for character in number) >= 8


def _known_accounts(text: str) -> set[str]:
    return {match.digits for match in find_accounts(text) if match.grouped} | {
        account for match in find_ibans(text) if (account := account_from_iban(match.digits))
    }


def _is_account_or_kid(text: str, start: int, end: int) -> bool:
    before = text[max(0, start - _NEAR) : start]
    if _ACCOUNT_LABEL.search(before) or _KID_LABEL.search(before) or _AT_FORM_MARK.match(text, end):
        return True
    line_start = text.rfind("\n", max(0, start - 160), start) + 1
    line_end = text.find("\n", end, end + 160)
    line_end = min(len(text), end + 160) if line_end < 0 else line_end
    code_line = parse_code_line(text[line_start:line_end])
    if code_line is not None:
        return True
    # A heading above the value, in a table or a slip: "Til konto" on the line before, with no number of its own.
    heading_start = text.rfind("\n", max(0, line_start - 160), max(0, line_start - 1)) + 1
    heading = text[heading_start:line_start] if line_start - heading_start <= 160 else ""
    return bool(_ACCOUNT_HEADING.search(heading)) and not regex.search(r"[0-9]{5}", heading)


def _merged(spans: list[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged
