"""Who claims, in sentences: whom the sender writes for, who sold the claim, and who owns it now.

A name stands behind a phrase ("på vegne av X", "overtatt fra X", "overdratt til X"), before one ("X har bedt oss om å
kreve inn ...", "X har overdratt kravet"), or inside one ("kravet X hadde mot deg"). A name is what is written like
one; names without a company form are less sure.

Not here: names beside labels (`parsers.fields.labelled`), and which of several names it is (`parsers.fields.parties`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from parsers.fields.names import NAME, has_company_form, in_lines, name_at
from parsers.fields.titles import kinds_of
from parsers.views import fold

_BEHIND: tuple[tuple[str, float, re.Pattern[str]], ...] = (
    (
        "creditor",
        0.9,
        in_lines(
            r"\b(?:er|ble|blei|vart|blitt|vorte|is|was|been)\s+(?:(?:nå|no|now|senere|seinare|siden|sidan)\s+)?"
            r"(?:kjøpt(?: opp)?|overtatt|overteke|ervervet|erverva|bought|acquired|purchased)\s+(?:av|by)\s+",
            re.IGNORECASE,
        ),
    ),
    (
        "original_creditor",
        0.9,
        in_lines(
            r"\b(?:overtatt|overteke|kjøpt|ervervet|erverva|bought|acquired|purchased)\s+(?:av|by)\s+"
            rf"(?-i:{NAME})\s+(?:fra|frå|from)\s+"
            r"|\b(?:assigned|sold)\b(?:\W+(?!from\b|to\b)\w+){0,4}?\W+from\s+",
            re.IGNORECASE,
        ),
    ),
    (
        "original_creditor",
        0.88,
        in_lines(
            r"\b(?:oppsto|oppstod|oppstått|etablert|stiftet|inngått|inngåtte?|arose|incurred)\s+(?:hos|hjå|med|with|"
            r"at)\s+"
            r"|\b(?:opprinnelig|opphavleg|originally)\s+(?:et\s+|eit\s+|en\s+|a\s+)?(?:krav\s+|claim\s+)?(?:fra|frå|"
            r"hos|"
            r"from|with)\s+",
            re.IGNORECASE,
        ),
    ),
    (
        "original_creditor",
        0.9,
        in_lines(
            r"\b(?:overtatt|overteke|overtok|kjøpt|kjøpte|ervervet|bought|overdratt|overdrege|solgt|acquired|purchased|"
            r"transportert)\b(?:(?:\W+(?!fra\b|frå\b|from\b|av\b|som\b)\w+){0,9}?\W+(?:fra|frå|from)|"
            r"(?:\W+(?!fra\b|frå\b|from\b|av\b|som\b)\w+){1,9}?\W+av)\s+"
            r"|\b(?:opprinnelig|opphavleg|tidligere|tidlegare|original)\s+(?:kreditor|fordringshaver|fordringshavar|"
            r"oppdragsgiver|creditor)\s*(?:var|er|is|was|:)?\s+",
            re.IGNORECASE,
        ),
    ),
    (
        "creditor",
        0.88,
        in_lines(
            r"\b(?:overdratt|overdrege|solgt|selt|transportert|assigned|sold)\b(?:\W+(?!til\b|to\b)\w+){0,4}?\W+(?:til|"
            r"to)\s+|\b(?:ny|nåværende|noverande) (?:kreditor|fordringshaver|eier)\s*(?:er|:)?\s+"
            r"|\b(?:tilhører|høyrer|eies|eigast|belongs)\s+(?:nå|no|nå til|no til|now|til|av|to|now to)\s+",
            re.IGNORECASE,
        ),
    ),
    (
        "creditor",
        0.9,
        in_lines(
            r"\b(?:p[åa] vegner? av(?!\s+styret\b)|oppdrag (?:av|fra|frå|for)|representerer|representerar|hjelper|"
            r"hjelp|"
            r"(?:restanse\w*|restansar|utestående|uteståande|skyldig|skuldig|gjeld\w*)\s+(?:hos|hjå|til)|"
            r"krav(?:et)? (?:fra|frå|tilhører|høyrer til|til)|(?:v[åa]r|min) (?:oppdragsgiver|oppdragsgj?[ei]var|"
            r"klient|kunde|mandant),?|oppdragsgiver,|on behalf of|our client,?|skylder|skuldar|betalt til|mottatt (?:"
            r"kravet|saken|ditt krav|et krav) fra|(?:fått|teke|tatt|mottatt|motteke) (?:inn |imot |mot )?(?:en |ei |"
            r"ein |ny |inkasso)*(?:sak|saka|saken) (?:(?:di|din|mot deg|mot dykk|mot dere) )?(?:fra|frå)|(?:received|"
            r"got) (?:a|the|your) case (?:against you )?from|oversendt (?:oss )?(?:fra|av)|kreditor(?:en)?,|"
            r"(?:sak|krav|faktura|regning|rekning|oppdrag|case|claim)\w*[^.\n]{0,30}?\s(?:overført|overlatt|overlate|sendt|"
            r"send|oversendt|oversend|kommet|komen|kome|gitt|gjeve|transferred|passed|sent|handed)\s(?:over\s|on\s)?(?:til|to)"
            r" (?:oss|us|inkasso|innkreving)(?: for innkreving| til inkasso)? (?:fra|frå|av|from|by)|"
            r"fordringshaver(?:en)?,|engaged by|owed? to|(?:er|ble|blitt|vart|vorte) (?:bedt|bede|engasjert|hyra|"
            r"hyret|anmodet|anmoda|oppmodet|oppmoda|instruert)(?: om \w+)? av|(?:krav(?:et)?|lån(?:et)?|kreditt(?:en)?|"
            r"faktura(?:en)?|re[gk]ning(?:en|a)?|gjeld(?:en|a)?|tilgodehavende(?:t)?|"
            r"utestående(?:t)?)(?: (?:din|ditt|mot deg|mot dem))? (?:fra|frå|hos|hjå|til)|krav(?:et)? mot (?:deg|dem|"
            r"dykk) (?:fra|frå)|skriver (?:til deg )?(?:for|på vegne av)|skriv for|krev inn (?:(?:eit|ei|"
            r"ein) )?(?:(?:\w+ )?(?:penga\w*|krav\w*|beløp\w*|rekning) )?for|krever inn (?:(?:et|"
            r"en) )?(?:(?:\w+ )?(?:penger|krav(?:et)?|beløp(?:et)?|fordring|regning) )?(?:for|på vegne av)|"
            r"innkreving for|for kreditor(?:en)?|(?:inkassator|innkrever|innkrevjar|inkassobyrå|fullmektig|"
            r"prosessfullmektig|representant) for|(?:forretningsfører|forretningsførar|forvalter|forvaltar|"
            r"regnskapsfører|rekneskapsførar|administrator|business manager|managing agent) (?:for|i|of)|(?:fører|"
            r"førar|fører vi|administrerer|administrerar|forvalter|forvaltar) (?:regnskapet|rekneskapen|økonomien|"
            r"eiendommen|eigedomen)?\s?(?:for|til)|(?:we )?act(?:s|ing)? for|(?:krav|fordring|gjeld|regning|rekning|"
            r"faktura|claim|debt)(?:et|en|a)?,? (?:(?:som|that|which) )?(?:du|de|dere|dykk|you) (?:har|hadde|have|"
            r"fikk|fekk) (?:hos|hjå|til|med|with|to|fra|frå|from)|(?:kreditor|fordringshaver|fordringshavar|"
            r"oppdragsgiver|oppdragsgj?[ei]var|kravshavar)(?:en)?(?:\s+vår)?(?:\s+(?:i|av|for|til|bak)\s+(?:(?:denne|dette|the|"
            r"this)\s+)?(?:sak|krav|fordring|case|claim)\w*)?\s+(?:er|is)(?:\s+(?:fortsatt|fremdeles|framleis|nå|"
            r"no))?|(?:krav|sak|faktura|regning|rekning|fordring|gjeld|saldo|"
            r"konto|lån|avtale|beløp)\w*[^.\n]{0,60}?\s(?:kommer|kjem|stammer|stammar) (?:fra|frå)|"
            r"(?:konto|avtale|lån|kreditt|kort|kundeforhold|engasjement|abonnement|account|agreement|loan)\w*,? "
            r"(?:(?:som|that|which) )?(?:du|de|dere|dykk|you) (?:(?:har|hadde|have|had) )?(?:opprette\w*|oppretta|"
            r"inngikk|inngått|inngjekk|tok opp|åpna|åpnet|opna|tegnet|teikna|etablerte|hatt|opened|entered into|took "
            r"out|signed) (?:hos|hjå|med|i|with|at))\s+",
            re.IGNORECASE,
        ),
    ),
)
_SOLD = in_lines(
    r"\s+(?:er|ble|blei|vart|har|is|was|has)(?:\s+\w+)?\s+"
    r"(?:solgt|selt|overdratt|overdrege|overført|sold|assigned|transferred)\b"
)
_CLAIMANT = r"(?:kreditor|fordringshaver|fordringshavar|oppdragsgj?[ei]v[ae]r|kravshavar|kravshaver|creditor)"
_TO_US = r"(?:\s+\w+){0,3}?\s+(?:oss|kravet|krav|saken|saka|fordringen|us)\b"
_BEFORE: tuple[tuple[str, float, re.Pattern[str]], ...] = (
    (
        "creditor",
        0.9,
        in_lines(
            rf"\b(?:[Hh]ar|[Hh]adde)\s+(?P<name>{NAME})\s+(?:til\s+gode|tilgode|utestående|(?:et|eit)\s+(?:krav|"
            rf"tilgodehavende))\b"
            rf"|\b(?:[Kk]rav(?:et)?|[Ff]ordringen|[Bb]eløpet|[Cc]laim)\s+(?:som\s+|that\s+|"
            rf"which\s+)?(?P<other>{NAME})\s+"
            r"(?:har|has)\s+(?:mot|på|against)\b"
        ),
    ),
    (
        "creditor",
        0.9,
        in_lines(
            rf"(?P<name>{NAME})\s+(?:har|hadde|has|have)(?:\s+\w+){{0,2}}?\s+(?:bedt|bede|engasjert|overlatt|overlate|"
            rf"satt bort|sett bort|lagt|"
            rf"gitt|gjeve|sendt|oversendt|oversend|overført|tildelt|bedd|asked|instructed|engaged|retained|referred|"
            rf"handed){_TO_US}"
        ),
    ),
    (
        "creditor",
        0.9,
        in_lines(
            rf"\b(?:[Ff]ra|[Ff]rå|From)\s+(?P<name>{NAME})\s+(?:har vi|we have)(?:\s+\w+){{0,2}}?\s+"
            r"(?:mottatt|motteke|fått|overtatt|received)\s+(?:(?:et|eit|en|ein|a|an|ditt|your|this|dette|"
            r"the)\s+)?(?:\w+\s+)?(?:krav|sak|oppdrag|fordring|"
            r"claim|case|mandate)"
        ),
    ),
    (
        "creditor",
        0.88,
        in_lines(
            rf"(?P<name>{NAME})\s+(?:har|hadde|has)\s+(?:\w+\s+){{0,2}}?(?:bedt|bede|bedd|engasjert|hyret|hyra|"
            rf"asked|engaged)\s+"
            rf"{NAME}\s+(?:om|til|for|med|to)\s+(?:(?:å|to)\s+)?(?:\w+\s+)?(?:kreve|krevje|innkreve|inndrive|drive|"
            rf"driva|inkasso|"
            r"innkreving|collect)\b"
        ),
    ),
    (
        "creditor",
        0.85,
        in_lines(
            rf"(?P<name>{NAME})\s+(?:har|has)\s+(?:et|eit|ett|a|an)\s+(?:\w+\s+){{0,2}}?(?:krav|tilgodehavende|claim|"
            rf"fordring)\s+(?:mot|på|against)\b"
        ),
    ),
    (
        "creditor",
        0.9,
        in_lines(
            rf"\b(?:der|hvor|kor|som|at|where|that)\s+(?P<name>{NAME})\s+(?:er|står(?:\s+oppført)?\s+som|is)\s+(?:the\s+)?{_CLAIMANT}\b"
            rf"|\b(?:med|with)\s+(?P<other>{NAME})\s+(?:som|as)\s+(?:the\s+)?{_CLAIMANT}\b"
        ),
    ),
    (
        "original_creditor",
        0.88,
        in_lines(
            rf"(?P<name>{NAME})\s+(?:har|hadde|has)(?:\s+\w+){{0,2}}?\s+(?:overdratt|overdrege|overdrage|solgt|selt|"
            rf"avhendet|"
            rf"transportert|assigned|sold)\b"
        ),
    ),
    (
        "original_creditor",
        0.86,
        in_lines(
            rf"\b(?:[Kk]rav(?:et)?|[Ff]ordringen|[Gg]jelden|[Gg]jelda|(?:the )?claim)\s+(?:(?:som|that|which)\s+)?"
            rf"(?P<name>{NAME})\s+(?:hadde|had)\b"
        ),
    ),
)
_OPENING = re.compile(
    r"(?:Hos|Hjå|Ved|Med|Etter|Mot|(?:Krav|Faktura|Re[gk]ning|Fordring|Gjeld|Sak|Beløp)(?:et|en|a)?|Fra|Frå|Til|Da|"
    r"Då|Når|Som|Vår|Våre|Vårt|Hei|Kjære|"
    r"Selskapet|Kreditor(?:en)?|Oppdragsgiver(?:en)?|Oppdragsgivar(?:en)?|Klienten?|Fordringshaver(?:en)?)"
    r"(?:[ \u00a0\n]+|$)"
)
"""A sentence's first word, with a capital of its own, right before a name: "Kravet Haugen AS hadde mot deg"."""
_SERVES = re.compile(
    r"\b(?:(?:trykk|print|distribuer|formidl|utvikle?|lever|drifte?|tilby|produser|innhent)\w*\W+"
    r"(?:(?:og|and)\W+\w+\W+)?(?:\w+\W+)?(?:av|fra|hos|gjennom)|(?:kredittopplysning|kredittvurder|kredittsjekk)\w*\W+(?:\w+\W+){0,3}?(?:av|fra|hos)|"
    r"(?:(?:en|ein) )?del av|(?:datter|soster|mor)\w*selskap\w*\W+(?:av|til)|samarbeid\w*\W+med|"
    r"(?:vi|me|we) (?:bruk\w*|benytt\w*|nytt\w*|use)|"
    r"(?:printed|delivered|provided|operated|obtained|powered)\W+(?:(?:and|or)\W+\w+\W+)?(?:by|from)|part of|"
    r"(?:salar|inkassosalar|gebyr|kostnad|omkostning|fee|cost)\w*\W+(?:\w+\W+){0,3}?"
    r"(?:tilfall\w*|tilfell|(?:gar|betales|betalast|utbetales|kreves|goes|is paid|are paid)\W+(?:til|av|to)))\W*$"
)
"""What stands before a firm that prints, delivers, owns or gets the fees, and claims nothing itself."""
_SENTENCE_BEFORE = re.compile(
    r"(?s:.*\s)?(?!(?i:adv|ing|dipl|prof|alm|mek|tekn|aut|org)\.)(?:[^\W\d_]+-)?[^\W\d_]{3,}[.!?:]\s+(?=[A-ZÆØÅ])"
)
"""The end of the sentence before, which ends in words with capitals of their own: "… 5700 VOLDA. Solvik AS"."""
_GREETED = re.compile(r"(?:^|\W)(?:hei|hallo|heisann|kj[æa]re|god dag|goddag)\W{0,2}\s$", re.IGNORECASE)
_GREETED_ONE = re.compile(r"[^\W\d_][\w'’-]*[.!,][ \u00a0\n]+(?=[A-ZÆØÅ])")
"""Whom a greeting before a name is for: "Hei, Bo. Solvik AS har …"."""
_FIGURES = re.compile(r"[\d./-]+[ \u00a0\n]+(?=[A-ZÆØÅ])")
_NOBODY = frozenset(
    "deg dem de du vi oss kr nok inkasso kunden skyldner kreditor den det dette hvem kven who ingen".split()  # noqa: SIM905
)


_SALESMAN = re.compile(
    r"(?:var |din |our |your )?(?:selger|selgar|seljar|salgskonsulent|salsperson|salgsperson|salesperson|seller)"
)


@dataclass(frozen=True, slots=True)
class Named:
    """A name a phrase tells the part of: field, name on one line, its span, where the phrase begins, sureness (0-1),
    and whether it is `behind` the phrase.
    """

    field: str
    name: str
    start: int
    end: int
    lead: int
    sure: float
    behind: bool = False


_POSTCODE = re.compile(r"\b\d{4} $")
_SURELY_A_TITLE = 0.95


def named_in(text: str) -> Iterator[Named]:
    """The parties that phrases of running text name."""
    for field, sure, pattern in _BEHIND:
        for match in pattern.finditer(text):
            span = None if "   " in match.group() else _name_behind(text, match.end())
            if span is not None:
                sold = field == "creditor" and _SOLD.match(text, span[1])
                yield _named(text, "original_creditor" if sold else field, span, match.start(), sure, behind=True)
    for field, sure, pattern in _BEFORE:
        for match in pattern.finditer(text):
            start, end = match.span(match.lastgroup or "name")
            start = _under_headings(text, opening_of(text, start, end), end)
            span = name_at(text, start, end) if start < end else None
            if span is not None and span[1] != end and "\n" in text[start:end]:
                start = opening_of(text, text.rindex("\n", start, end) + 1, end)  # under a heading
                span = name_at(text, start, end) if start < end else None
            if span is not None and text[slice(*span)].lower() not in _NOBODY and span[1] == end:
                yield _named(text, field, span, match.start(), sure)


def may_be_salesman(label: str, name: str) -> bool:
    """Whether a name beside "Selger" may be that of the person who sold rather than the firm that claims."""
    return _SALESMAN.fullmatch(fold(label).strip(" .:")) is not None and not has_company_form(name)


def only_serves(text: str, start: int) -> bool:
    """Whether the words before a name say that it is a firm that claims nothing itself: "trykket av …"."""
    return _SERVES.search(fold(text[max(0, start - 60) : start])) is not None


def _named(text: str, field: str, span: tuple[int, int], lead: int, sure: float, *, behind: bool = False) -> Named:
    name = " ".join(text[slice(*span)].split())
    return Named(field, name, *span, lead, sure if has_company_form(name) else sure * 0.65, behind)


def _name_behind(text: str, start: int) -> tuple[int, int] | None:
    """The name right behind a phrase; it must begin with a capital."""
    span = name_at(text, start)
    if span is None or span[0] - start > 2 or not text[span[0]].isupper():
        return None
    first = text[slice(*span)].split()[0].rstrip(".,;:")
    return None if first.lower() in _NOBODY else span


def _under_headings(text: str, start: int, end: int) -> int:
    """Where a name begins over which a town of an address, or a heading, stands on lines of their own."""
    while (line := text.find("\n", start, end)) >= 0:
        title = kinds_of(text[start:line])
        if not _POSTCODE.search(text, max(0, start - 6), start) and (title is None or title[1] < _SURELY_A_TITLE):
            break
        start = line + 1
    return start


def opening_of(text: str, start: int, end: int) -> int:
    """Where a name begins that a sentence's first word, or the end of the sentence before, seems to be part of."""
    openings = (_SENTENCE_BEFORE, _OPENING, _FIGURES)
    while start < end:
        greets = _GREETED.search(text, max(0, start - 14), start) is not None
        opened = next((m for p in openings if (m := p.match(text, start, end))), None)
        opened = opened or (_GREETED_ONE.match(text, start, end) if greets else None)
        if opened is None:
            break
        start = opened.end()
    return start
