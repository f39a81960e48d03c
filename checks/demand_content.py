"""What a letter tells of the claim: whose it is, what for, how it is made up, and what comes next.

The same tests for both inkassolover (1988 §§ 9-10, 2026 §§ 20-21). What it is for: deciding whether something the law
asks for stands in the letter, or may stand there in words we do not understand. What it is not for: whether what it
says is right.
"""

from __future__ import annotations

import re
from decimal import Decimal

from checks.case import Case
from checks.history import history_of
from checks.interest_claim import Stated, rate_stated, start_stated
from checks.law import Law
from checks.model import Finding, Status
from checks.readings import charges_costs, is_from_picture, is_lost, mentions, names_other_firm, sentences_as_meant
from parsers.model import ClaimLine, LineType, Reading, StatementId

# ------------------------------------------------------------------ whose claim

_NAMED = re.compile(
    r"(?i:\b(?:på vegn(?:e|er|a) av|(?:på )?oppdrag (?:fra|frå|for|av)|krav (?:fra|frå)|tilhører|tilhøyrer)"
    r"(?:\s+(?:vår|kunde|klient|oppdragsgiver|oppdragsgj?[ei]var))*|\b(?:kreditor|fordringshave?r|fordringshavar|kravshave?r|"
    r"kravshavar|oppdragsgiver|oppdragsgj?[ei]var|klient|creditor)\b)[\s:.]+[A-ZÆØÅ0-9]"
)


_BEHALF = re.compile(
    r"\b(?:for|av|fra|frå|hos|hjå|til|mot|overfor|med|vegne av|vegner av|oppdrag av|kunde|klient|from|by|to|behalf of)"
    r"[ \n]+(?P<name>[A-ZÆØÅ][\w&.-]{2,})"
)


_ACTS = re.compile(
    r"\b(?P<name>[A-ZÆØÅ][\w&.-]{2,})(?:[ \n]+[\w&.-]+){0,3}?[ \n]+(?:har|hadde|ber|bad|ba|ønsker|ønskjer|mener|meiner|"
    r"opplyser|opplyste|melder|meldte|krever|krev|kjem|oppgir|sier|seier|skriver|leverte|solgte|selde|utførte|eier|eig|has|asks|asked|"
    r"says|states|informs)\b"
)
"""Somebody with a name who does something, as whoever gave the claim to a collector does."""


_BODY_ENDS = (
    r"(?:forening|foreining|forbund|lag|klubb|barneha[gk]e|skole|skule|klinikk|legesenter|legekontor|sykehus|sjukehus|"
    r"verksted|verkstad|butikk|senter|sameie|hotell|kraft|energi|kommune|universitet|høgskole|museum|menighet|stiftelse|"
    r"apotek|salong|gård|gard|transport|service|bygg|entreprenør)(?:en|et|a|i|ene)?\b"
)
_BODY = re.compile(rf"\b[A-ZÆØÅ]\w*{_BODY_ENDS}|\b[A-ZÆØÅ]\w{{2,}}[ \n]+\w*{_BODY_ENDS}")
"""A name that ends like that of a body or business: "Båtforeningen Ternen", "Isfjorden Grendelag"."""


_NO_CREDITOR = re.compile(
    r"finans|forlik|namsmann|inkasso|norge|noreg|min side|januar|februar|mars|april|mai|juni|juli|august|september|"
    r"oktober|november|desember|nav\b|digipost|vipps|loven|lova\b|forskrift",
    re.IGNORECASE,
)


def may_name_creditor(case: Case) -> bool:
    """Whether any words may name the creditor: a label, another firm, or a name after "for", "av" and the like."""
    if mentions(case, _NAMED) or names_other_firm(case):
        return True
    writer = case.text("collector")
    own = writer.value.casefold() if isinstance(writer, Reading) else ""
    text = case.letter.transcript.text
    names = [m["name"] for pattern in (_BEHALF, _ACTS) for m in pattern.finditer(text)]
    names += [word for m in _BODY.finditer(text) for word in m[0].split()]
    return any(name.casefold() not in own and not _NO_CREDITOR.search(name) for name in names)


# ------------------------------------------------------------------ what for

VAGUE_SUBJECT = re.compile(
    r"(?:(?:diverse|ymse|utestående|uteståande|ubetalt|forfalt|skyldig|krav(?:et)?|fordring(?:en)?|faktura(?:er)?|"
    r"rekning(?:ar)?|regning(?:er)?|saldo|beløp|gjeld|mellomværende|annet|anna|div|iflg|ifølge|avtale|kr)[\s.,:]*)+",
    re.IGNORECASE,
)


_SUBJECT = re.compile(
    r"\b(?:krav\w*|beløp\w*|sak\w*|faktura\w*|rekning\w*|regning\w*|gjeld\w*)\b[^.]{0,40}\b(?:gjelder|gjeld|vedrører|"
    r"vedkjem|stammer fra|stammar frå|concerns)\b|\b(?:gjelder|gjeld|vedrørende|vedrørande|vedr|angående|angåande|ang|"
    r"emne|subject|re|ad)\b\s*[:.]|\b(?:kjøpt?e?|bestilte?|leverte?|utført?e?|leigd?e?|leid?e?|tegnet|benyttet|ytt|ytet)\b"
    r"[^.]{0,30}\b(?:hos|hjå|fra|frå|av)\b|\b(?:skyldig|ubetalt|utestående|uteståande|krav|kravet|beløp|beløpet)\s+for\s+"
    r"(?!betaling|inkasso|sein|sen)\w{4,}|\bi (?:forbindelse|samband) med\b",
    re.IGNORECASE,
)


_NUMBERED = re.compile(
    r"\b(?:faktura|rekning|regning|bilag|avtale|ordre|kontrakt|kjøp|bestilling|abonnement|nota|invoice|contract|order)"
    r"\w*\W{0,3}(?:nr|nummer|no|number)?\W{0,4}(?=\w*\d{2})\w{3,}",
    re.IGNORECASE,
)


_GOODS = re.compile(
    r"\b(?:abonnement|medlem|trening|kontingent|avgift|husleie|husleige|leieperiode|felleskost|strøm|straum|nettleie|"
    r"nettleige|barnehage|tannlege|behandling|egenandel|eigendel|parkering|bompenge|bompengar|passering|forsikring|"
    r"premie|kassekreditt|kontokreditt|kredittkort|lån|mobil|bredbånd|breiband|telefoni|kurs|skolepenge|varer|"
    r"vareleveranse|"
    r"levering|leveranse|reparasjon|kontrollsanksjon|tilleggsavgift|kontrollavgift|undersøkelse|undersøking|konsultasjon|"
    r"time(?:n|r)?\b|"
    r"kjøretøy|køyretøy|tjeneste|teneste|honorar|verksted|verkstad|arbeid utført|utført arbeid|reise|hotell|renovasjon|"
    r"feie|subscription|membership|rent for|goods|services)|"
    r"(?<!merverdi)avgift|kontingent|abonnement|reparasjon|leveranse|forsikring|utleie|utleige",
    re.IGNORECASE,
)


_FIRM = re.compile(r"\b(?:AS|ASA|BA|SA|ANS|DA|KF)\b|org\W?nr|foretaksreg", re.IGNORECASE)


_UNPAID_FOR = re.compile(
    r"\b(?:gjort opp|gjer opp|gjøre opp|betalt|betaling|oppgjør|oppgjer|vederlag|honorar|regning|rekning|faktura|nota|"
    r"dreier seg om|dreiar seg om|handler om|handlar om|skyldes|kommer av|kjem av|springer ut|gjelder|gjeld|paid|"
    r"payment|owe|bill|invoice|about)\b[^.:]{0,30}?\b(?:for|om|av|på|til)\s+"
    r"(?:(?:en|et|ei|eit|the|an?|din|ditt|dine|de|to|tre)\s+)?"
    r"(?!betaling|inkasso|forsink|forsein|sein|sen\b|krav|deg|dette|beløp|faktura|claim|amount)\w{4,}",
    re.IGNORECASE,
)


_BARE_LABEL = re.compile(
    r"\b(?:hoved\w*|krav\w*|beløp\w*|faktura\w*|rest\w*|opprinneli\w*|opphavle\w*|uteståe\w*|utestående\w*|saldo\w*|"
    r"skyldi\w*|skuldi\w*|kapital\w*|ubetal\w*|forfal\w*|sum\w*|total\w*|samle[dt]\w*|principal|amount|claim|original|"
    r"outstanding|invoice|balance|due|regning\w*|rekning\w*|kr|nok|kroner|per|pr|med|fra|frå|dato|nummer|den|and|the|av|og|i|"
    r"denne|dette|dag|januar|februar|mars|april|mai|juni|juli|august|september|oktober|november|desember)\b",
    re.IGNORECASE,
)


def _row_tells(case: Case) -> bool:
    """Whether a row of the principal is named by more than a word for the principal: it names what was sold."""
    rows = case.lines("principal")
    return any(re.search(r"[^\W\d_]{4}", _BARE_LABEL.sub(" ", row.label)) for row in rows)


_BILL_IN_PICTURE = re.compile(
    r"\b(?:f\w{3,5}ra|fakt\w*|re[gk]n\w*|nota)\W{1,3}(?:nr\W*)?\d{2,}(?![.,]\d\d\b)", re.IGNORECASE
)
"""A bill's number behind a word for it that may be misread ("fakura 20771")."""


def may_tell_subject(case: Case) -> bool:
    """Whether any sentence or row speaks of the claim's subject in a way the reading of fields may have missed."""
    if _row_tells(case) or mentions(case, _UNPAID_FOR):
        return True
    if is_from_picture(case) and mentions(case, _BILL_IN_PICTURE):
        return True
    return mentions(case, _SUBJECT) or mentions(case, _NUMBERED) or mentions(case, _GOODS, besides=_FIRM)


# ------------------------------------------------------------------ how it is made up

_INTEREST_WORD = re.compile(r"rente", re.IGNORECASE)
_INTEREST_NAME = re.compile(r"rent|interest", re.IGNORECASE)


_COST_WORD = re.compile(r"omkostn|kostnad|gebyr|salær|utgift", re.IGNORECASE)


_INCLUDING = re.compile(
    r"\b(?:inkl(?:\.|udert|usive?)?|medregnet|medrekna|iberegnet|innberegnet|innrekna)\s[^.]{0,40}"
    r"(?:rente|omkostn|kostnad|gebyr|salær)",
    re.IGNORECASE,
)


def judge_amount_split(case: Case, law: Law) -> Finding:
    """Pass on separate rows, fail on a lump sum known to hold additions. Raises ``NeedsValue`` without a total."""
    offered = case.says(StatementId.FULL_STATEMENT_OFFERED)
    joined = [line for line in case.letter.lines if _joins_interest_and_costs(line)]
    principal = case.amount("principal")
    if charges_costs(case) and isinstance(principal, Reading) and not joined:
        total = case.amount("total")
        missing = total.value - _sum_of_rows(case) if isinstance(total, Reading) else Decimal("0.00")
        if missing <= law.tolerance or (offered and offered.strength == "clear"):
            return Finding(Status.PASS, rests_on=("principal",))
        return Finding(Status.UNSURE, variant="gap", params={"gap": missing}, rests_on=("principal", "total"))
    if offered and offered.strength == "clear":
        return Finding(Status.PASS, variant="offered", rests_on=("statement:full_statement_offered",))
    if case.says(StatementId.ENCLOSURE) or offered:
        return Finding(Status.UNSURE, variant="enclosure")
    total_demanded = case.amount("total").need()
    if joined and charges_costs(case) and isinstance(principal, Reading):
        return Finding(Status.UNSURE, variant="joined", params={"label": joined[0].label})
    if charges_costs(case):
        return Finding(Status.UNSURE, variant="no-principal", question="principal")
    if isinstance(principal, Reading) and not joined:
        missing = total_demanded - _sum_of_rows(case)
        if missing <= law.tolerance:
            return Finding(Status.PASS, variant="principal-only", rests_on=("principal", "total"))
        return Finding(Status.UNSURE, variant="gap", params={"gap": missing}, rests_on=("principal", "total"))
    if joined or _holds_additions(case, total_demanded - law.tolerance):
        return Finding(Status.FAIL, params={"total": total_demanded}, rests_on=("total",), absence=True)
    if is_lost(case, "principal"):
        return Finding(Status.UNSURE, variant="no-principal", question="principal")
    return Finding(Status.UNSURE, variant="lump", params={"total": total_demanded}, rests_on=("total",))


def _joins_interest_and_costs(line: ClaimLine) -> bool:
    """Whether one row holds both; interest on costs is a row of its own kind."""
    if line.type is LineType.INTEREST_ON_COSTS:
        return False
    return _INTEREST_WORD.search(line.label) is not None and _COST_WORD.search(line.label) is not None


def _sum_of_rows(case: Case) -> Decimal:
    rows = (line for line in case.letter.lines if line.included)
    return sum((-row.amount if row.type is LineType.PAID else row.amount for row in rows), Decimal("0.00"))


def _holds_additions(case: Case, lowest: Decimal) -> bool:
    """Whether the letter itself, or an earlier one, shows that a sum of at least ``lowest`` is no bare principal."""
    if mentions(case, _INCLUDING):
        return True
    listed = [item.amount.value for item in case.letter.claims if isinstance(item.amount, Reading)]
    if listed and len(listed) == len(case.letter.claims) and sum(listed) < lowest:
        return True
    earlier = [line for letter in history_of(case).sure for line in letter.letter.lines_of(LineType.PRINCIPAL)]
    return len(earlier) == 1 and earlier[0].amount < lowest


def judge_interest_told(case: Case) -> Finding:
    """Pass on rate and day or without interest, fail when one is not there."""
    charged = case.charged(LineType.INTEREST)
    if charged <= 0:
        if is_lost(case, "interest"):
            case.letter.field("interest").need()
        return Finding(Status.PASS, variant="no-interest")
    rate, start = _seen(case, rate_stated(case)), _seen(case, start_stated(case))
    if rate == start == "given":
        return Finding(Status.PASS, rests_on=("interest_rate", "interest_from"))
    offered = case.says(StatementId.FULL_STATEMENT_OFFERED)
    if offered is not None and offered.strength == "clear":
        return Finding(Status.PASS, variant="offered", rests_on=("statement:full_statement_offered",))
    if offered is not None or case.says(StatementId.ENCLOSURE):
        return Finding(Status.UNSURE, variant="elsewhere")
    params = {"charged": charged}
    if rate == start == "missing":
        return Finding(Status.FAIL, params=params, rests_on=("interest",), absence=True)
    if rate == "missing":
        return Finding(Status.FAIL, variant="rate", params=params, rests_on=("interest",), absence=True)
    if start == "missing":
        return Finding(Status.FAIL, variant="from-date", params=params, rests_on=("interest",), absence=True)
    if case.says(StatementId.STATUTORY_INTEREST) and start == "given":
        return Finding(Status.UNSURE, variant="statutory", rests_on=("statement:statutory_interest",))
    return Finding(Status.UNSURE, variant="unclear", question="interest_rate" if rate == "unclear" else "interest_from")


def _seen(case: Case, stated: Stated) -> Stated:
    """What is missing from the name of a row whose name does not stand beside its amount in a picture may stand in a
    part of it that was not seen.
    """
    rows = case.lines(LineType.INTEREST)
    beside = all(any(_INTEREST_NAME.search(e.quote) for e in row.evidence) for row in rows)
    return "unclear" if stated == "missing" and is_from_picture(case) and not beside else stated


# ------------------------------------------------------------------ what comes next

_COLLECTION = re.compile(r"inkasso|inndriv|debt collect|collection agency|(?:for|to) collection", re.IGNORECASE)


_NEXT_STEP = re.compile(
    r"\btiltak|\b(?:fulgt|følgt|følge[rs]?|følgje[rs]?)\b.{0,30}\bopp\b|rettslige? skritt|rettslege? steg|"
    r"vid(?:ere|are) behandling|forfølg|further action|legal action",
    re.IGNORECASE,
)


_HANDED_TO_A_FIRM = re.compile(
    r"(?=.*\b(?:krav|sak|fordring|beløp|faktura|re[gk]ning|inn(?:krev|driv|fordr)))(?=.*\b(?:sen[dt]|over|gå|gi|tas|blir|vert|sett?es|setjast|sett)).*\btil\b.*inkasso",
    re.IGNORECASE,
)


_NOT_A_SENTENCE = re.compile(
    r"(?i:inkasso\s?-?(?:varse?l|lov|forskrift)\w*|vars(?:el|ling)\s+om\s+inkasso|finansklagenemnda[\s,]+inkasso)"
    r"|(?:[A-ZÆØÅ][\w&.-]+\s+)+Inkasso\w*|Inkasso\w*\s+(?:AS|ASA|ANS|DA|Norge|Noreg)\b"
)


def may_warn_of_collection(case: Case) -> bool:
    """Whether any sentence names inkasso, or speaks of some unnamed next step."""
    names = [r.value for r in (case.text("creditor"), case.text("collector")) if isinstance(r, Reading)]
    if isinstance(case.letter.heading, Reading):
        names.append(case.letter.heading.value)
    for sentence in sentences_as_meant(case):
        if _NEXT_STEP.search(sentence) or _HANDED_TO_A_FIRM.search(sentence):
            return True
        rest = sentence
        for name in names:
            rest = re.sub(re.escape(" ".join(name.split())), " ", rest, flags=re.IGNORECASE)
        if _COLLECTION.search(_NOT_A_SENTENCE.sub(" ", rest)):
            return True
    return False
