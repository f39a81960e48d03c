"""The code line of a Norwegian payment slip (OCR giro), as text.

Format: `H`, the KID, kroner, øre, the amount's check digit between `<` and `>`, the account (eleven digits, joined or
4-2-5), and the form number between marks; for example

    H  000047112807319   652  68 <5>  15034567899  <2345678901>

For: reading one such line although optical reading collapses blanks, loses `<` and `>` or prints them as other marks
or as digits. All ways to cut the digits are weighed by the check digits of KID, amount and account.
Not for: the boxes of the slip, which are ordinary fields.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

import regex

from parsers.checkdigits import amount_check_digit, is_valid_account, is_valid_kid
from parsers.lookalikes import digits_repaired

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class CodeLine:
    """What a code line says; spans are offsets in the text given to `parse_code_line`."""

    kid: str | None
    kid_valid: bool
    amount: Decimal | None  #: kroner, two decimals; None when the slip leaves it to the payer
    amount_check_ok: bool | None  #: None when there is no amount or its check digit was lost
    account: str
    account_valid: bool
    start: int
    end: int
    kid_span: Span | None
    amount_span: Span | None
    account_span: Span


@dataclass(frozen=True, slots=True)
class _Token:
    digits: str
    start: int
    end: int

    def part(self, start: int, end: int) -> _Token:
        return _Token(self.digits[start:end], self.start + start, self.start + end)


@dataclass(frozen=True, slots=True)
class _Amount:
    score: int
    value: Decimal | None
    check_ok: bool | None
    span: Span | None
    kid_tokens: tuple[_Token, ...]


@dataclass(frozen=True, slots=True)
class _Cut:
    used: int  # tokens taken from the end
    kroner: _Token
    oere: _Token
    check: str  # empty when lost
    is_plain: bool  # the check digit is a digit of its own, no mark was read as one


_DIGITS = regex.compile(r"[0-9]++")
_WRITTEN = regex.compile(r"[0-9][.,/:][0-9]")
"""Dates, amounts and account numbers as people write them; without its marks a line with these is no code line."""
_MARKS = "<>«»‹›≤≥"
_WORD = regex.compile(r"\p{L}{2,}")
_MAX_LENGTH = 160
_MAX_TOKENS = 24
_MIN_DIGITS = 13


def parse_code_line(text: str) -> CodeLine | None:
    """The first line of `text` that is a code line, or None. Never raises.

    It is one when an account stands where it should and the marks, a leading `H` or two of the check digits
    say so; a line of prose with the same numbers is not.
    """
    offset = 0
    for line in text.splitlines(keepends=True):
        if len(line) <= _MAX_LENGTH and sum(character.isdigit() for character in line) >= _MIN_DIGITS:
            readings = [_parse_line(read, offset) for read in dict.fromkeys((line, digits_repaired(line)))]
            found = max((reading for reading in readings if reading), key=lambda pair: pair[0], default=None)
            if found is not None:
                return found[1]
        offset += len(line)
    return None


def _parse_line(line: str, offset: int) -> tuple[int, CodeLine] | None:
    """The best way to cut one line, with its score; None when it is no code line."""
    if _WORD.search(line) or sum(character.isalpha() for character in line) > 4:
        return None
    tokens = [_Token(match.group(), *match.span()) for match in _DIGITS.finditer(line)]
    if not tokens or len(tokens) > _MAX_TOKENS:
        return None
    has_marks = any(mark in line for mark in _MARKS)
    if not has_marks and _WRITTEN.search(line):
        return None
    has_h = bool(regex.match(r"\s*[HNM#]\s", line))
    best: tuple[int, CodeLine] | None = None
    for before, account, after in _accounts(tokens):
        account_valid = is_valid_account(account.digits)
        marked = bool(regex.match(rf"\s*[{_MARKS}]", line[account.end :]))
        form = "".join(token.digits for token in after)
        if len(form) > 12 or not (account_valid or marked):
            continue
        for amount in _amounts(before, line):
            kid, kid_span, kid_valid = _kid(amount.kid_tokens)
            if kid is None and amount.value is None:
                continue
            sure = (kid_valid, bool(amount.check_ok), account_valid)
            if not (has_marks or (has_h and sum(sure) >= 1) or (sum(sure) >= 2 and (form or sum(sure) == 3))):
                continue
            score = 4 * account_valid + 2 * kid_valid + amount.score + marked + (8 <= len(form) <= 11)
            score -= 2 * (kid is None)
            if best is None or score > best[0]:
                first = min(span[0] for span in (kid_span, amount.span, (account.start, 0)) if span)
                last = after[-1].end if after else account.end
                result = CodeLine(
                    kid,
                    kid_valid,
                    amount.value,
                    amount.check_ok,
                    account.digits,
                    account_valid,
                    offset + first,
                    offset + last,
                    _shift(kid_span, offset),
                    _shift(amount.span, offset),
                    (offset + account.start, offset + account.end),
                )
                best = (score, result)
    return best


def _shift(span: Span | None, offset: int) -> Span | None:
    return (span[0] + offset, span[1] + offset) if span else None


def _accounts(tokens: list[_Token]) -> Iterator[tuple[list[_Token], _Token, list[_Token]]]:
    """Every way to see the account: (tokens before, account, tokens of the form number)."""
    for index, token in enumerate(tokens):
        before, after = tokens[:index], tokens[index + 1 :]
        if len(token.digits) == 11:
            yield before, token, after
        elif len(token.digits) > 11 and index:
            # The mark after it, and perhaps the form number, were read as further digits.
            yield before, token.part(0, 11), [token.part(11, len(token.digits)), *after]
        three = tokens[index : index + 3]
        if [len(part.digits) for part in three] == [4, 2, 5]:
            joined = _Token("".join(part.digits for part in three), three[0].start, three[2].end)
            yield before, joined, tokens[index + 3 :]


def _amounts(tokens: list[_Token], line: str) -> Iterator[_Amount]:
    """Every way to see the amount at the end of `tokens`, with what it leaves for the KID; none at all comes first."""
    yield _Amount(0, None, None, None, tuple(tokens))
    cuts: list[_Cut] = []
    last = tokens[-1] if tokens else None
    second = tokens[-2] if len(tokens) > 1 else None
    third = tokens[-3] if len(tokens) > 2 else None
    if last and second and third and len(second.digits) == 2:
        cuts.extend(_Cut(3, third, second, check, printed) for check, printed in _check_digits(last))
    if last and second:
        size = len(second.digits)
        if size >= 3:  # kroner and øre run together
            kroner, oere = second.part(0, size - 2), second.part(size - 2, size)
            cuts.extend(_Cut(2, kroner, oere, check, printed) for check, printed in _check_digits(last))
        if 3 <= len(last.digits) <= 5:  # øre and the marked digit run together
            tail = last.part(2, len(last.digits))
            alone = len(tail.digits) == 1
            cuts.extend(_Cut(2, second, last.part(0, 2), check, alone) for check, _ in _check_digits(tail))
        if len(last.digits) == 2:  # the check digit is lost
            cuts.append(_Cut(2, second, last, "", False))
    if last and len(last.digits) >= 4:
        size = len(last.digits)
        cuts.append(_Cut(1, last.part(0, size - 3), last.part(size - 3, size - 1), last.digits[-1], False))
    for cut in cuts:
        if len(cut.kroner.digits) > 8:
            continue
        figure = cut.kroner.digits + cut.oere.digits
        check_ok = amount_check_digit(figure) == int(cut.check) if cut.check else None
        marked = bool(regex.search(rf"[{_MARKS}]", line[cut.oere.end : tokens[-1].end + 2]))
        if not check_ok and not (marked and cut.is_plain) and (cut.check or cut.used < 2):
            continue
        score = (4 if check_ok else 0) + (2 if marked else 0) + cut.is_plain + (cut.used == 3)
        value = Decimal(f"{cut.kroner.digits}.{cut.oere.digits}")
        kid_tokens = tuple(tokens[: len(tokens) - cut.used])
        yield _Amount(score, value, check_ok, (cut.kroner.start, cut.oere.end), kid_tokens)


def _check_digits(token: _Token) -> list[tuple[str, bool]]:
    """The digits that the token between the marks may stand for, and whether it is printed alone."""
    digits = token.digits
    if len(digits) == 1:
        return [(digits, True)]
    if len(digits) == 2:  # one mark became a digit
        return [(digits[0], False), (digits[1], False)]
    return [(digits[1], False)] if len(digits) == 3 else []


def _kid(tokens: tuple[_Token, ...]) -> tuple[str | None, Span | None, bool]:
    """The KID that `tokens` hold; a short first one that spoils the check digit is a misread `H`."""
    if not tokens:
        return None, None, False
    for candidate in (tokens, tokens[1:]):
        joined = "".join(token.digits for token in candidate)
        if candidate and is_valid_kid(joined):
            return joined, (candidate[0].start, candidate[-1].end), True
        if len(tokens[0].digits) > 2:
            break
    joined = "".join(token.digits for token in tokens)
    if not 2 <= len(joined) <= 25:
        return None, None, False
    return joined, (tokens[0].start, tokens[-1].end), False
