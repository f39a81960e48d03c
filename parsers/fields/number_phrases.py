"""Numbers that sentences tell: the bill's, the case's and the customer's.

Sentences name a number right behind what it is a number of ("faktura nr. 4711", "saksnummer 7743/26"), or say that it
is the number ("saken har nummer …", "kundenummeret ditt hos … er …", "bruk referansen …").

Not here: numbers beside labels (`parsers.fields.labelled`), KID and account (`parsers.fields.payment`), and which of
several numbers it is (`parsers.fields.parties`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from parsers.fields.names import in_lines

_VALUE = r"(?P<number>(?=[\w/-]*\d)[A-Z]{0,4}-?\d[\w/-]{2,})(?![\w/-]|[.,]\d|,[-–—])"
_IS = r"(?:er|is|var|was|har nummer(?:et)?|has number)"
_NUMBERED = r"(?:nummer(?:et)?|nr\.?|no\.?|number|id|ident|-id)"
_WHOSE = r"(?:\s(?:din|ditt|deres|dykkar|vår|vårt|for (?:saken|saka|kravet)|i (?:saken|saka)|til saken|of the case))?"
_WITH = r"(?:\s(?:hos|hjå|i|ved|at|with)\s[^.:;\n\d]{2,60}?)?"
_BILL = r"(?:faktura|regning|rekning|invoice|bill)(?:en|a)?"
_A_NUMBER = r"(?:(?:med )?(?:nummer(?:et)?|nr\.?)|(?:with )?(?:the )?number|no\.)"
_NO_OTHER = (
    r"(?!(?:konto(?:en|nr|nummer\w*)?|sak(?:en|a|snr|snummer\w*|sbehandler\w*)?|kid|tlf|org|account|case|phone)\b"
    r"|kunde|tele|medlem|referanse|customer|mobil)"
)
"""Words that a number of something else than the bill may follow."""
_HAS = r"(?:har|hadde|fikk|fekk|has|had|er merket|er merka|er merkt|is marked)"
_ANY = r"(?:\d{1,2}\.|[^.:;?!\s]+)"
_CUSTOMER = (
    r"(?:kunde|medlems?|customer|membership|member|client|abonnement|abonnent|debitor|skyldner|skuldnar|leietaker|"
    r"leigetakar)"
)
_PHRASES: tuple[tuple[str, float, re.Pattern[str]], ...] = (
    (
        "invoice_number",
        0.88,
        in_lines(
            r"\b(?:faktura|fakturert|invoiced|fakturanummer|fakturanr|fakt|regning|rekning|invoice|giro)\.?"
            r"(?:en|a|s|ens)?(?:\s(?:under|med|has|har|hadde|with|er))?\s?"
            r"(?:fakturanummer|nr|nummer|no|number)?\.?\s?:?\s?[(#]?(?:(?:nr|nummer|no)\.?\s)?"
            rf"{_VALUE}",
            re.IGNORECASE,
        ),
    ),
    (
        "invoice_number",
        0.84,
        in_lines(
            r"^(?!(?:kredit|pro ?forma))[^\W\d_]{2,}faktura(?:en)?\s(?:(?:nr|nummer|no)\.?\s?:?\s?)?"
            rf"{_VALUE}",
            re.IGNORECASE | re.MULTILINE,
        ),
    ),
    (
        "invoice_number",
        0.84,
        in_lines(
            r"\b(?:faktura|regning|rekning|invoice)(?:en|a)?\s"
            r"(?:(?:datert|av|fra|frå|dated|of|med|with|på|har|fikk|fekk)\b|(?:(?!\ssaks|\skunde|\stele|\smobil|\skonto|\smedlem)[^.;:()\d]){3,90}?\s(?:og\s)?(?:har|has|med)\b)"
            r"(?:[^.;:()\n]|\.\s?(?=[a-zæøå\d])){0,50}?(?<!konto)(?<!kid)\s(?:nummer|nr\.?|number|no\.?)\s"
            rf"{_VALUE}",
            re.IGNORECASE,
        ),
    ),
    (
        "case_number",
        0.8,
        in_lines(
            r"\b(?:betalingsoppfordring|betalingsoppmoding|inkassosak|inkassokrav)\s[\[(#]\s?(?!(?:19|20)\d\d[\])])"
            rf"(?:(?:sak|saksnr|ref|nr)\.?\s)?{_VALUE}[\])]?",
            re.IGNORECASE,
        ),
    ),
    (
        "case_number",
        0.8,
        in_lines(
            rf"\b(?:henvendelse|henvending|kontakt|spørsmål|enquir)\w*,?\s(?:må du |skal du |please )?"
            rf"(?:oppgi|oppgje|oppgis|bruk|quote)\s{_VALUE}",
            re.IGNORECASE,
        ),
    ),
    (
        "invoice_number",
        0.86,
        in_lines(
            rf"\b{_BILL}(?:[ ,\n]+{_NO_OTHER}[^\W\d]+){{0,6}}?[ ,\n]+(?:som\s)?(?:med|under|har|hadde|fikk|with)\s"
            rf"(?:{_BILL})?{_A_NUMBER}\s:?\s?{_VALUE}",
            re.IGNORECASE,
        ),
    ),
    (
        "invoice_number",
        0.86,
        in_lines(
            r"\b(?:faktura|regning|rekning|invoice|bill)(?:en|a|s|ens)?\b[^.;:\n()]{0,70}\s\((?:nr|nummer|no|number)\.?\s"
            rf"{_VALUE}\)",
            re.IGNORECASE,
        ),
    ),
    (
        "invoice_number",
        0.86,
        in_lines(
            rf"\b{_BILL}(?:[ ,\n]+{_NO_OTHER}{_ANY}){{0,16}}?[ ,\n]+(?:og\s|and\s)?{_HAS}\s"
            rf"{_A_NUMBER}\s:?\s?{_VALUE}",
            re.IGNORECASE,
        ),
    ),
    (
        "invoice_number",
        0.84,
        in_lines(
            rf"\b{_BILL}(?:[ ,\n]+{_NO_OTHER}{_ANY}){{0,16}}?\.\s+(?:den|ho|han|it)\s{_HAS}\s"
            rf"{_A_NUMBER}\s:?\s?{_VALUE}",
            re.IGNORECASE,
        ),
    ),
    (
        "case_number",
        0.88,
        in_lines(
            r"\b(?:saksnummer|saksnr|sak nr|saken vår|vår referanse|vår ref|our reference|case number|case no|"
            rf"inkassosak|inkassosaken|vår sak)\.?\s?:?\s?{_VALUE}",
            re.IGNORECASE,
        ),
    ),
    (
        "case_number",
        0.88,
        in_lines(
            r"\b(?:(?:(?:sakens|saka sitt|vårt|saks?)\s?(?:saks)?(?:nummer|nr\.?)(?:et)?|saksnummeret|"
            r"(?:vår|vårt|sakens|saks)\s?(?:saks)?referanse(?:n|nummer(?:et)?)?|referanse(?:n|nummeret)?|"
            rf"(?:our|the|your) (?:case|file|reference)(?: {_NUMBERED})?){_WHOSE}{_WITH}\s{_IS}|"
            r"(?:saken|saka|the case)\s(?:(?:din|di|vår)\s)?(?:har|has)\s(?:fått\s)?"
            r"(?:(?:saks|referanse)?nummer(?:et)?|number)|"
            r"(?:saken|saka|the case|kravet)\s(?:(?:din|di)\s)?(?:er|ligger|ligg|is)\s(?:[^\W\d]+\s){1,5}?"
            r"(?:nummer|nr\.?|number)|"
            r"(?:bruk|bruke|oppgi|oppgje|quote|use)\s(?:(?:vår|our|the)\s)?(?:referansen?|reference|sak|saken))"
            rf"{_WITH}\s:?\s?{_VALUE}",
            re.IGNORECASE,
        ),
    ),
    (
        "case_number",
        0.78,
        in_lines(
            r"\b(?:krav(?:et)?|claim)\s(?:(?:(?:som\s|that\s)?(?:har|hadde|fikk|fekk|has|had)|med|under|with)\s)?"
            rf"(?:krav)?{_A_NUMBER}\s:?\s?{_VALUE}",
            re.IGNORECASE,
        ),
    ),
    (
        "customer_number",
        0.86,
        in_lines(
            rf"\b{_CUSTOMER}\s?{_NUMBERED}(?:\s(?:ditt|din|hans|your))?{_WITH}\s?:?\s(?:{_IS}\s)?{_VALUE}",
            re.IGNORECASE,
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Numbered:
    """A number that a sentence tells: field, number, its span, where the words that tell it begin, and how surely
    (0-1).
    """

    field: str
    number: str
    start: int
    end: int
    lead: int
    sure: float


def numbers_in(text: str) -> Iterator[Numbered]:
    """The numbers that the sentences of a text tell, as printed and without the marks behind them."""
    found: dict[tuple[str, int], Numbered] = {}
    for field, sure, pattern in _PHRASES:
        for match in pattern.finditer(text):
            number = match["number"].rstrip(".,;:-/")
            start = match.start("number")
            told = Numbered(field, number, start, start + len(number), match.start(), sure)
            known = found.setdefault((field, start), told)
            if told.sure > known.sure:
                found[field, start] = told
    yield from found.values()
