"""Claims that were bought: whether a letter tells of a sale, names who sold, and whether its sender is the buyer.

A claim that was sold has an earlier and a present owner, whatever it is called: a claim, a debt, a loan, an account, a
balance, an agreement. Who only takes over its collection has not bought it. All on folded text
(`parsers.views.fold`). Not here: the parties' names (`parsers.fields.party_phrases`), and what follows for the role of
the sender (`parsers.fields.kind`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from parsers.fields.label_lines import Label
from parsers.views import fold

_OWED = (
    r"(?:krav|fordring|lan|gjeld|portefolje|saldo|konto|kreditt|kreditavtale|engasjement|avtale|utestaende|tilgode|"
    r"mellomva|restgjeld|debt|claim|account|balance|loan|receivable|agreement)\w*"
)
"""What is owned and sold, by whatever name."""
_OWNER = r"(?:eier|eiar|eigar|kreditor|fordringshaver|fordringshavar|kravshaver|kravshavar|owner|creditor)"
_FORMER = r"(?:tidligere|tidlegare|forrige|forre|gamle|previous|former|earlier)"
_FOR_COLLECTION = (
    r"(?!\W+(?:(?:na|no|den videre|arbeidet med|ansvaret for|all)\W+)*(?:innkrev|inndriv|innfordr|oppfolg|inkasso|"
    r"oppdrag|behandl|handsam|"
    r"ansvar|arbeid|forvalt|administr)\w*)"
)
"""Who takes over the collection of a claim has not bought it."""
_BOUGHT = re.compile(
    r"(?<!\bdu )(?<!\bde )(?<!\bdere )(?<!\bdykk )\b(?:vi|selskapet|har|er|vart|ble)\b(?!\W+(?:du|de|dere|dykk)\b)"
    r"[^.]{0,40}\b(?:overtatt|overteke|kjopte?|ervervet|overtok|overdratt|"
    rf"overdrege)\b{_FOR_COLLECTION}[^.]{{0,60}}(?<!\bsi)(?<!\bsei)(?<!\bgi)(?<!\bsier)(?<!\bseier)\W(?:fra|av|til oss|"
    r"hadde|had)\b"
    r"|\b(?:krav\w*|fordring\w*|lan\w*|(?<!det )(?<!dette )gjeld(?!er\b)\w*|portefolje\w*)[^\w.?!]+"
    r"(?:\w+[^\w.?!]+){0,10}?(?<!\bdu har )(?<!\bde har )(?:overdratt|solgt|selt|"
    r"transportert|kjopt)\b"
    r"|\b(?:krav|fordring|gjeld)\w*\b[^.]{0,60}?\b(?:tilhorer\W+(?:na|no)|hoyrer\W+no\W+til|(?:eies|eigast|"
    r"eid)\W+(?:na|no)\W+av|"
    r"now belongs to)\b"
    r"|\b(?:overdratt|overdrege|solgt|selt|transportert)\W+(?:sitt |si |sin |dette |deres )?"
    r"(?:krav\w*|fordring\w*|lan\w*|gjeld\w*)(?:\W+\w+){0,4}?\W+til\b"
    r"|\boverdrag(?:else|ing) av (?:krav|fordring)|\bny kreditor\b|\bnye? eier av (?:krav|fordring)|"
    r"\b(?:purchased|acquired|assigned)\b[^.]{0,40}\b(?:from|claim|debt)\b"
)
_NEW_OWNER = re.compile(
    rf"\b{_OWED}\b[^.?]{{0,60}}?\b(?:(?:tilhorer|belongs)\W+(?:na|no|now|i dag)\b|(?:hoyrer|horer)\W+(?:na|no)\W+til\b|"
    r"(?:eies|eigast|eid|eigd|owned)\W+(?:(?:na|no|now|i dag|today)\W+(?:av|by)|(?:av|by)\W+(?:oss|us))\b|"
    r"(?:na|no|now)\W+(?:eid|eigd|owned|eies|eigast)\W+(?:av|by)\b|now\W+belongs?\b|"
    r"(?:(?:har|er|has|have|vart|ble|is)\W+)?(?:fatt|fikk|fekk|skiftet?|skifta|byttet?|bytta|has|have|got|changed)\W+"
    rf"(?:(?:na|no|en|ein|a|now|its|to)\W+)*(?:(?:ny|nye|new|annen|anna|annan)\W+)?{_OWNER}\b|"
    r"(?:skift|bytt|chang)\w*\W+(?:hender|hands)\b)"
    rf"|\b(?:eies|eigast)\W+(?:(?:na|no)\W+)?{_OWED}\b[^.?]{{0,30}}?\b(?:stammer|stammar|kommer|kjem|oppsto|oppstod)\b"
    rf"|\b(?:ny|nye|new)\W+{_OWNER}\W+(?:av|til|of|to|for)\W+(?:\w+\W+)?{_OWED}\b"
    rf"|\b(?:vi|me|we)\W+(?:(?:na|no|now)\W+)?(?:eier|eig|own)\W+(?:(?:na|no|now|the|dette|denne|din|ditt|your|"
    rf"this)\W+)*{_OWED}\b"
    rf"|\b{_OWED}\W+(?:(?:som|which|that)\W+)?(?:vi|me|we)\W+(?:(?:na|no|now)\W+)?(?:eier|eig|own|bought|purchased|"
    r"(?:har|have)\W+(?:kjopt|overtatt|overteke|ervervet|bought|purchased|acquired))\b"
)
"""What belongs to another than before, in any of the words for it: "kontoen har fått ny eier", "debt we own"."""
_BUYING = re.compile(rf"\b(?:overtatt|overteke|overtok|kjopte?|ervervet|acquired|purchased)\b{_FOR_COLLECTION}")
_ORIGINAL_LABEL = re.compile(
    r"\b(?:opprinnelig|opphavleg|oppr\.?|tidligere|tidlegare|original)\W+(?:fordringshav\w+|kreditor|"
    r"oppdragsgiv\w+|creditor|kravshav\w+|langiver)\b"
    rf"|\b{_FORMER}\W+(?:eier|eigar|owner)(?:en)?\W+(?:av|til|of|to)\W+(?:\w+\W+)?{_OWED}"
    r"|\b(?:overdratt|overdrege|overtatt|overteke|kjopt|ervervet|transportert|solgt|selt) fra\b"
)


def tells_of_sale(body: str) -> bool:
    """Whether the folded text says that the claim has got a new owner."""
    return (_BOUGHT.search(body) or _NEW_OWNER.search(body)) is not None


def names_seller(body: str, labels: Iterable[Label]) -> bool:
    """Whether the folded text, or a label of the letter, names the earlier owner as such."""
    labelled = any(label.field == "original_creditor" and (label.whole or label.colon) for label in labels)
    return labelled or _ORIGINAL_LABEL.search(body) is not None


def is_buyer(body: str, sender: str) -> bool:
    """Whether it is the sender that bought: "vi har overtatt", its name right before, or as whom it belongs to now."""
    name = re.escape(fold(sender))
    to = (
        r"(?:\b(?:solgt|selt|overdratt|overdrege|overfort|transportert|sold|assigned)\b(?:\W+\w+){0,3}?\W+(?:til|to)|"
        r"\b(?:tilhorer|hoyrer|belongs?)\b(?:\W+(?:na|no|now|til|to|i dag))*|"
        r"\b(?:eies|eigast|eid|eigd|owned)\b[^.]{0,60}?\W(?:av|by))\W+"
    )
    if re.search(rf"{to}(?:{name}|oss\b|us\b)", body):
        return True
    for match in _BUYING.finditer(body):
        before = body[max(0, match.start() - 70) : match.start()]
        if re.search(r"\b(?:vi|me|we)\b\W+(?:\w+\W+){0,3}$", before) or fold(sender) in before:
            return True
    return False
