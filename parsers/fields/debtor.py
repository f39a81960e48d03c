"""Whether the debtor is a consumer or a business, from who is addressed and what is claimed.

A letter rarely says what the debtor acted as. A firm's name or organisation number in the address says business; a
private person's name says consumer, less surely where a row that only businesses owe stands in the letter. The
difference matters to inkassoforskriften § 2-1 (rates of one and a half) and forsinkelsesrenteloven § 3 a. Not here:
reading the debtor's name (`names`).
"""

from __future__ import annotations

import re

from parsers.fields.names import Addressee, has_company_form
from parsers.model import DebtorType, LineType, Reading
from parsers.views import fold

UNSEEN = 0.8
"""How surely a letter is to a consumer when the picture does not show to whom it is."""

_PRIVATE = re.compile(
    r"\b(?:tannleg|tannbehandl|tannpleie|tannhelse|tannregulering|fysioterap|kiroprakt|osteopat|naprapat|psykolog|"
    r"jordmor|hudpleie|veterinar|dyreklinikk|dyrlege|egenandel|eigendel|pasient|barnehage|foreldrebetaling|"
    r"skolefritid|skulefritid|kulturskole|kulturskule|musikkskole|musikkskule|folkehogskole|"
    r"forbrukslan|forbrukerkj?op)\w*|\blege(?:besok|time|konsultasjon)\w*|\blegevakt\w*|\brontgen\b|"
    r"\btil time\b|\bsfo\b|\btrenings?(?:avgift|senter|kontingent|medlem|abonnement)\w*|"
    r"\b(?:svomme|danse|baby)kurs\w*|\b(?:hus)?leie bolig\b|\bhybel\b|\bstudentbolig\w*|"
    r"\bsom forbruk(?:er|ar)\b(?! (?:kan|har|ma|bor|i)\b)"
)
"""What only private people are billed for, in folded text."""
_SOLD_TO_TRADE = re.compile(
    r"utstyr|gross|lager|depot|engros|import|materiell|artik|system|regnskap|rekneskap|programvare|lokale|leverand"
)
"""What stands in or behind a word that names what people of that trade buy."""
_BUSINESS = re.compile(
    r"\bnaringsdriv[ea]nde\b|\bnaringsforhold\b|\bnarings(?:krav|kunde)\w*|\bi naring\b|\bbedriftskunde\w*|"
    r"\b(?:debitor|kunde|skyldner|skuldnar|mottaker|mottakar)type\W+(?:bedrift|naring|foretak|firma|business)|"
    r"\b(?:din|di|deres|dykkar)\W+(?:\w+\W+)?narings(?:virksomhet|verksemd)|"
    r"\b(?:ditt|deres|dykkar) (?:enkeltpersonforetak|foretak|firma)\b|"
    r"\b(?:foretaket|firmae?t) ditt\b|\bverksemda (?:di|dykkar)\b|\bvirksomheten (?:din|deres)\b|"
    r"\b(?:deres|dykkar|your|kundens|skyldners|debitors) org(?:anisasjons)?\W{0,2}(?:nr|nummer|no|number)\b|"
    r"\bbusiness customer\b|\bagainst a business\b|\byour (?:business|company)\b"
)
"""What is said of a debtor in trade, in folded text."""
_DEBTOR_IS = re.compile(
    r"(?<!\bom )(?<!\bhvis )(?<!\bviss )(?<!dersom )\b(?:du|de|dere|dykk|kunden|skyldner(?:en)?|skuldnaren|debitor|you)"
    r" (?:er|driver|driv|are)"
    r"(?: (?:et|eit|en|ein|a))? (?:naring(?:sdriv[ea]nde)?|bedrift|foretak|firma|business)\b|"
    r"\bledd i (?:(?:din|di|deres|dykkar) )?(?:naring\w*|virksomhet\w*|verksemd\w*)|"
    r"\bnarings(?:virksomheten|verksemda) (?:din|di|deres|dykkar)\b|\bkrav (?:mot|mellom) naringsdriv[ea]nde\b|"
    r"\b(?:firmae?t|foretaket) (?:ditt|deres|dykkar)\b|"
    r"\bbedrift(?:en|a) (?:din|di|deres|dykkar)\b|\bsom (?:naringsdriv[ea]nde|bedriftskunde) (?!kan|har rett)"
)
"""What is plainly said of the debtor."""
_OF_OTHERS = re.compile(
    r"\b(?:klage?\w*|nemnd\w*|forbrukere?)\b|\b(?:kreditor\w*|fordringshav\w*|selger\w*|seljar\w*|oppdragsgiv\w*)"
    r" (?:er|driv)|\bfor naringsdriv[ea]nde (?:gjelder|gjeld|kan|er)\b|\b(?:ikke|ikkje|dersom|hvis|viss|om|"
    r"er (?:du|de|dere)) (?:\w+ ){0,2}naringsdriv[ea]nde|\bnaringsdriv[ea]nde (?:kan|har|som|ma|far)\b|"
    r"\b(?:bare|berre|kun|ogsa|hoyere|hogare|andre|egne|eigne)\b.*\b(?:av|for|mot) (?:naringsdriv[ea]nde|bedriftskund)|"
    r"\btjenester\b|\btenester\b|\b(?:dersom|hvis|viss)\b"
)
"""What a sentence says that speaks of businesses in general, of the creditor, or of what the debtor is not."""
_MISREAD_FORM = re.compile(r"[A4Å][S5$8][A4]?|A[/.]S\.?|[E8]NK|0A")
"""What the short form at the end of a firm's name is read as in a picture."""
_TO_A_FIRM = re.compile(
    r"\b(?:til|to|mottaker|mottakar|skyldner|debitor)\s*:\s*[^:]{2,40}?\b(?:as|asa|ans|da|enk|sa)\b"
)
"""An address line of a firm, in folded text, where no address block was recognised."""
_MESSAGE_TO_A_FIRM = re.compile(
    r"\b(?:fra|from)\s*:[^:]{2,60}(?:\b(?:sendt|dato|date|sent)\s*:.{4,40}?)?(?<!betalt )(?<!betales )\b(?:til|to)\s*:"
    r"[^:]{2,40}?\b(?:as|asa|ans|da|enk|sa)\b(?=\W+\w+\s*:)"
)
"""The head of an electronic message, in folded text: from somebody, to a firm."""
_MESSAGE_TO_A_PERSON = re.compile(
    r"\b(?:fra|from)\s*:[^:]{2,60}(?:\b(?:sendt|dato|date|sent)\s*:.{4,40}?)?(?<!betalt )(?<!betales )\b(?:til|to)\s*:"
    r"(?![^:]*\b(?:as|asa|ans|da|enk|sa|kommune)\b[^:]*:)(?:\s*[^\W\d_][\w-]+){2,4}\s+\w+\s*:"
)
"""The same, to somebody with a first and a last name."""


def _said_of_a_business(body: str) -> bool:
    """Whether a sentence says of the debtor, and not in general, that they are in trade."""
    if _DEBTOR_IS.search(body):
        return True
    for match in _BUSINESS.finditer(body):
        before = re.split(r"[.!?:]\s|\n\n", body[max(0, match.start() - 80) : match.start()])[-1]
        after = re.split(r"[.!?:](?:\s|$)|\n\n", body[match.end() : match.end() + 80])[0]
        if not _OF_OTHERS.search(f"{before}{match.group()}{after}"):
            return True
    return False


def _billed_in_private(body: str, addressee: Addressee) -> bool:
    """Whether the claim is one that nobody has in trade. Who bears the trade's name may buy for it."""
    if _PRIVATE.search(fold(addressee.text)):
        return False
    return any(not _SOLD_TO_TRADE.search(body, match.start(), match.end() + 24) for match in _PRIVATE.finditer(body))


def read_debtor(
    body: str, addressee: Addressee | None, line_types: frozenset[LineType], *, optical: bool
) -> Reading[DebtorType]:
    """Consumer unless something says business: the letter rarely says what the debtor acted as. ``optical`` is whether
    the letter was read from a picture.
    """
    if addressee is not None and (
        has_company_form(addressee.name) or re.search(r"(?i)\borg\W{0,2}n(?:umme)?r|\bNO\s?\d{3}", addressee.text)
    ):
        return Reading(DebtorType.BUSINESS, 0.96, rivals=(Reading(DebtorType.CONSUMER, 0.04),))
    if _said_of_a_business(body) or (
        addressee is None and LineType.COMPENSATION in line_types and not _MESSAGE_TO_A_PERSON.search(body)
    ):
        return Reading(DebtorType.BUSINESS, 0.6, rivals=(Reading(DebtorType.CONSUMER, 0.4),))
    if addressee is not None and re.search(r"(?im)^(?:att\b|v/|ved )", addressee.text):
        return Reading(DebtorType.BUSINESS, 0.7, rivals=(Reading(DebtorType.CONSUMER, 0.3),))
    if addressee is None and _MESSAGE_TO_A_FIRM.search(body):
        return Reading(DebtorType.BUSINESS, 0.9, rivals=(Reading(DebtorType.CONSUMER, 0.1),))
    confidence = 0.85
    if addressee is not None:
        words = addressee.name.split()
        if len(words) >= 2:
            confidence = 0.93
        # In a picture the firm's form may be lost, or not look like one.
        may_be_firm = len(words) < 2 or _MISREAD_FORM.fullmatch(words[-1])
        if may_be_firm and any(cell.confidence < 1 for cell in addressee.cells):
            confidence = 0.6
    if addressee is None and optical and not (_MESSAGE_TO_A_PERSON.search(body) or _PRIVATE.search(body)):
        confidence = UNSEEN
    if addressee is None and _TO_A_FIRM.search(body):
        confidence = 0.6
    if LineType.COMPENSATION in line_types:
        # a row for businesses only: a wrong row, or a person who trades in their own name; but no one's trade
        # sends them to the dentist or their child to a nursery
        confidence = 0.9 if addressee is not None and _billed_in_private(body, addressee) else 0.7
    return Reading(DebtorType.CONSUMER, confidence, rivals=(Reading(DebtorType.BUSINESS, round(1 - confidence, 3)),))
