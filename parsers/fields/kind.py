"""What kind of letter it is, who writes it to whom, and in which language.

Evidence is weighed, not looked up: the heading, title words, the sentences found
(:mod:`parsers.fields.statements`), the kinds of amount rows and the sender's name each speak for some kinds and
against others; the weights become the confidence, and what came close becomes a rival. Kinds and roles are those of
:mod:`parsers.model`; the scheme of letters is inkassoloven §§ 9-11.

Two things decide against the heading: a collector's reminder after its own demand is an ``oppfolging`` whatever it
is called, and a letter with no trace of collection is ``ikke-kravbrev``. Not here: parties by name (`parties`), and
judging whether a heading is good enough.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from parsers.candidates import sureness
from parsers.fields.addressee import find_addressee
from parsers.fields.debtor import read_debtor
from parsers.fields.documents import read_document, weigh
from parsers.fields.label_dictionary import LABELS
from parsers.fields.labelled import labels_in
from parsers.fields.language import read_language
from parsers.fields.names import (
    PUBLIC_BODY,
    Addressee,
    Sender,
    acted_for,
    find_sender,
    has_company_form,
    reads_like_name,
    same_name,
)
from parsers.fields.party_phrases import may_be_salesman
from parsers.fields.purchases import is_buyer, names_seller, tells_of_sale
from parsers.fields.sequence import weigh_sequence
from parsers.fields.stems import field_of
from parsers.fields.titles import Title, find_titles, heading_of
from parsers.layout import Sheet
from parsers.model import (
    DebtorType,
    DocumentType,
    Evidence,
    LetterKind,
    LineType,
    Missing,
    Reading,
    SenderRole,
    Statement,
    StatementId,
)
from parsers.money import find_amounts
from parsers.patterns import read_row_label
from parsers.views import fold

T = TypeVar("T")

_COLLECTOR_NAME = re.compile(
    r"\b\w*(?:inkasso|incasso|innkreving|innkrevjing|inndriving|innfordring|collection|kreditor|"
    r"(?:kreditt|krav|fordrings?|gjelds?)(?:service|styring|oppfolging|oppgjor|oppgjer|handtering|forvaltning|kontroll|"
    r"partner))\w*\b"
    r"|\b(?:debt|credit) (?:recovery|management|control)\b"
)
_FEE_OF_ANOTHER = 0.7
"""Highest confidence that a collector's fee read from a picture is a creditor's, when nothing says so."""
_LAWYER_NAME = re.compile(r"\badvokat\w*|\badv\.|\blaw firm\b|\bmna\b|\brettshjelp\w*")
_MANDATE = re.compile(
    r"\b(?:fatt|mottatt|motteke) i oppdrag|\boppdrag (?:av|fra)\b|\bpa vegner? av\b|\brepresenterer\b|"
    r"\brepresenterar\b|\b(?:var|vare) (?:oppdragsgiver|oppdragsgj?[ei]var|klient|kunde)\b|\bon behalf of\b|"
    r"\bour client\b|\b(?:bedt|bede|latt|late|gitt|gjeve|engasjert|hyrt|leid|instruert|asked|engaged|"
    r"instructed) (?:oss|us)\b|"
    r"\b(?:vi|me) hjelp(?:er|ar)? (?!deg\b|dere\b|dykk\b|dem\b|de\b)(?:\w+\W+){1,6}?med (?:(?:en|et|ein|eit|a|"
    r"ubetal\w+|uteblitt\w*|utestaende|forfal\w+|apne|gamle) ){0,2}(?:regning|rekning|krav|faktura|kreve|krevje|"
    r"innkrev|inndriv|innfordr|inkasso)|\b(?:er det|det er) (?:vi|me|oss|vi i [^.,]{3,40}?),? som (?:(?:skal|na|"
    r"no) )*(?:krev|krevje|inndriv|driv|innkrev|innfordr)|\b(?:vi|me) har (?:na |no )?(?:fatt|teke|tatt|mottatt|"
    r"motteke) (?:inn |imot |mot )?(?:en|ei|ein) (?:(?:ny|inkasso\w*) )?sak (?:mot deg )?fra\b|"
    r"(?<!\bdu )(?<!\bde )(?<!\bdere )(?<!\bdykk )\bhar (?:\w+ )?(?:sendt|send|levert|overfort|oversendt|oversend|"
    r"lagt|gitt|gjeve|overgitt) (?:\w+ ){0,2}?(?:sak|saka|saken|krav|kravet|fordring\w*|oppdrag\w*)(?: (?:mot|"
    r"pa) \w+)? (?:til|hos) oss\b|"
    r"\b(?:oversendt|overlatt|overfort|sendt)(?: \w+){0,3}? (?:til )?oss (?:for|til) (?:inkasso|innkreving|"
    r"innkrevjing|inndriv)|\b(?:bruker|brukar|nyttar|benytter) (?:oss|selskapet vart) til a\b|\b(?:krav|regning|"
    r"rekning|faktura|sak)\w*\W+(?:din\W+|di\W+|ditt\W+)?(?:er|ligger|ligg)\W+(?:na|no)\W+hos oss\b|\b(?:vi|"
    r"me) (?:driver|driv|krever|krev|inndriver|innkrever|innkrev)(?: inn)?\W+(?:\w+\W+){0,3}?(?:krav\w*|belop\w*|"
    r"regning\w*|rekning\w*|faktura\w*|gjeld\w*|saken|saka)\W+(?:for|pa vegn)\b|\btil inkasso hos oss\b|\b(?:overlatt|"
    r"overlate|satt bort|sett bort|lagt|passed)\W+(?:\w+\W+){0,6}?(?:til|hos|to) (?:oss|us)\b|\b(?:er|ble|vart|"
    r"blei) (?:na |no )?(?:oversendt?|overforte?|overlat[te]+)(?: til)? oss\b|\b(?:handed|referred|turned|given|"
    r"entrusted|forwarded|transferred)\W+(?:\w+\W+){0,5}?to us\b|\b(?:vi|me|we) (?:jobber|jobbar|arbeider|arbeidar|"
    r"act|work) (?:for|on behalf)\b|\b(?:bedt|bede|engasjert|asked) (?:av|by)\b[^.]{2,60}?\b(?:om|til|for|"
    r"to)\W+(?:(?:a|to)\W+)?(?:krev|inndriv|driv|innkrev|innfordr|collect)|\b(?:mottatt|motteke) (?:et|eit|ditt|saken|"
    r"saka|kravet)\b[^.]{0,90}\b(?:inkasso|innkreving|innkrevjing|inndriv)|\bengaged us\b|\binstructed (?:us|by)\b"
)
_MANAGES = re.compile(
    r"\b(?:forretningsforer|forretningsforar|forvalter|forvaltar|regnskapsforer|rekneskapsforar|"
    r"business manager|managing agent)\W+(?:for|i|of)\b|"
    r"\b(?:vi|me|we)\W+(?:forer|forar|administrerer|administrerar|forvalter|forvaltar|manage)\b|"
    r"\bpa vegner? av (?:styret|burettslaget|borettslaget|sameiet|sameiga|velforeningen|foreningen|laget)\b"
)
"""One who keeps a body's affairs and asks for what is owed to it, as housing cooperatives' managers do."""
_FOR_A_COOPERATIVE = re.compile(
    r"\bpa vegner? av\W+(?:\w+\W+){0,4}?\w*(?:borettslag|burettslag|sameie|sameige|velforening|huseierforening|"
    r"grunneierlag)\w*|\bstyrets krav\b|\bkravet? til styret\b|\bboligselskapets (?:konto|krav)\b"
)
"""Who is asked for money, without a collector's fee: a housing body by whoever writes for it."""
_LICENCE = re.compile(
    r"\binkassobevilling\w*|\binkassoloyve\w*|\binkassokonsesjon\w*|\binkassoforetak med bevilling|\bfremmedinkasso\b|"
    r"\bkonsesjon\w* .{0,20}inkasso|\b(?:bevilling|loyve|loyvet|bevillinga|bevillingen|tillatelse|godkjenning|"
    r"licen[cs]ed?)\W+(?:fra \w+ )?(?:til|for|som|to|as)\W+(?:(?:a|drive|driva|utove|av|en|et|eit|ein|a|carry|on|"
    r"fremmed|egen|norsk\w*|regular) ){0,3}(?:inkasso\w*|inndriv\w*|innkrev\w*|innfordr\w*|(?:debt )?collect\w*)"
)
_CREDITOR_LABEL = re.compile(
    r"^(?:fordringshaver|fordringshavar|kreditor|oppdragsgiver|oppdragsgj?[ei]var|krav fra|klient|"
    r"kravshavar|creditor|client)\b"
)
_FIRM = re.compile(r"\b[A-ZÆØÅ][\w&-]*(?:[ \u00a0][A-ZÆØÅ&][\w&-]*){0,3}[ \u00a0](?:ASA?|SA|AB|A/S)\b")
_CREDITOR_LABELS = frozenset(fold(words) for words, strength in LABELS["creditor"] if strength >= 0.7)
_DEMANDS = frozenset({LetterKind.BETALINGSOPPFORDRING, LetterKind.OPPFOLGING, LetterKind.RETTSLIG_VARSEL})
_OWN_CLAIM = re.compile(
    r"\bvar(?:e)? (?:faktura|regning|rekning|opplysning|registrer)\w*|"
    r"\bikk(?:e|je)(?: a)? (?:ha )?(?:mottatt|motteke)\b(?!\W+(?:\w+\W+)?(?:svar|innsigels|motsegn))"
    r"|\bvi kan ikk?j?e? (?:se|sja)\b|\bour invoice\b|\bsender (?:vi|kommunen|foreningen) (?:kravet|det|saken|saka)"
)
_COLLECTING = re.compile(
    r"\binkasso|\binndriv|\binnkrev|\binnfordr|\bpurr|\bpaminn|\bforfalt\b|\bubetalt|\buteblitt|"
    r"\bforsinkelsesrente|\bforseinkingsrente"
    r"|\bsalar|\bmislighold|\butestaende|\bskulle (?:vart|vore) betalt|\bsavn|\bhugs|\bhusk|\bmangl\w+ "
    r"(?:inn)?betaling|\bnok (?:gang|en gang)|\bikk(?:e|je) (?:er )?(?:registrert|betalt)|"
    r"\bu[td]an? a bli betalt|\bmangl\w+ (?:\w+ )?(?:peng\w+|oppgj\w+)|\bnytt forfall|"
    r"\bsakn\w* (?:\w+ )?(?:inn)?betaling|\bikk(?:e|je) (?:kan )?sja at\b[^.]{3,60}?\b(?:er|vart|ble) betalt|"
    r"\bbetaling\w*\W+(?:\w+\W+){0,3}?ikk?j?e\b|\b(?:nytt|forste|fyrste|opprinnelig|opphavleg) forfall|"
    r"\boverdue|"
    r"\bunpaid|\breminder|\bdebt collection\b|\bcollection agency\b|\b(?:not|never) (?:been |yet )*paid\b"
)
_NAMES_COLLECTION = re.compile(
    r"inkasso|inndriv|innkrev|innfordr|betalingsoppfor?dring|betalingsoppmoding|collect|rettsl|namsmann|forliks|tvang"
)
_BANK_STATEMENT = re.compile(
    r"\b(?:inn|ut)gaa?(?:ende|ande|r) saldo|\bopening balance|"
    r"\but (?:av|fra|pa) konto(?:en)?\b.{0,30}\binn (?:pa|til|i) konto"
)
_ASKS_FOR_MONEY = re.compile(r"\bkid\b|\bkonto(?:nr|nummer)?\b|\baccount\b")
_PAID_ORDER = re.compile(
    r"\btakk for (?:betaling|handel|bestilling|kjop|at du)|\bkvittering for\b|\bbestillingen din\b|\bnyhetsbrev|"
    r"\bmeld deg (?:av|pa)"
    r"|\bvelkommen\b|\bdu har fatt time|\btime (?:hos|til|pa)\b.{0,40}\bkl\b|\btilbud\w*\b|\brabatt\b|"
    r"\bordrebekreft\w*|\binvitasjon|\bthank you for"
)


@dataclass(frozen=True, slots=True)
class KindReading:
    """The letter's kind, its sender's role, the debtor's type, the language, and the heading as printed.

    ``sender`` and ``addressee`` are the names these rest on, for the reading of parties.
    """

    kind: Reading[LetterKind]
    sender_role: Reading[SenderRole]
    debtor: Reading[DebtorType]
    language: Reading[str]
    heading: Reading[str] | Missing
    sender: Sender | None = None
    addressee: Addressee | None = None
    document: Reading[DocumentType] | None = None


def read_kind(
    sheet: Sheet, *, statements: Mapping[StatementId, Statement], line_types: frozenset[LineType]
) -> KindReading:
    """Kind, roles, language and heading of the letter."""
    rough = find_addressee(sheet)
    sender = find_sender(sheet, addressee=rough, labels=labels_in(sheet))
    addressee = find_addressee(sheet, not_names=[sender.name.text] if sender else [])
    if addressee != rough:
        sender = find_sender(sheet, addressee=addressee, labels=labels_in(sheet))
    titles = find_titles(sheet)
    body = sheet.folded.text
    role = _read_role(sheet, body, sender, titles, statements, line_types)
    document = read_document(sheet, sender=sender, titles=titles, line_types=line_types)
    return KindReading(
        kind=_read_kind(sheet, body, titles, role, statements, line_types, document),
        sender_role=role,
        debtor=read_debtor(body, addressee, line_types, optical=sheet.is_optical),
        language=read_language(sheet),
        heading=heading_of(sheet, titles),
        sender=sender,
        addressee=addressee,
        document=document,
    )


# ------------------------------------------------------------------ sender's role


def _read_role(
    sheet: Sheet,
    body: str,
    sender: Sender | None,
    titles: list[Title],
    statements: Mapping[StatementId, Statement],
    line_types: frozenset[LineType],
) -> Reading[SenderRole]:
    weights = dict.fromkeys(SenderRole, 0.0)
    weights[SenderRole.CREDITOR] = 1.0
    name = " ".join(fold(mention) for mention in ({n.text for n in sender.mentions} if sender else ()))
    if _COLLECTOR_NAME.search(name):
        weights[SenderRole.COLLECTOR] += 4.0
        weights[SenderRole.PURCHASER] += 1.5
    if _LAWYER_NAME.search(name):
        weights[SenderRole.LAWYER] += 5.0
    if PUBLIC_BODY.search(name):
        weights[SenderRole.PUBLIC] += 6.0
    elif PUBLIC_BODY.search(_top(sheet)):
        weights[SenderRole.PUBLIC] += 2.5
    if "kommune" in name:
        weights[SenderRole.CREDITOR] += 1.5
    own = fold(sender.name.text) if sender else ""
    if sender is not None and not _LAWYER_NAME.search(name) and acted_for(sheet, sender.name.text) is not None:
        weights[SenderRole.COLLECTOR] += 3.0
    if _MANDATE.search(re.sub(rf"\b(?:pa vegner? av|on behalf of)\W+{re.escape(own)}", " ", body) if own else body):
        weights[SenderRole.COLLECTOR] += 2.0
        weights[SenderRole.LAWYER] += 0.8
        weights[SenderRole.CREDITOR] -= 1.0
    cooperates = LineType.COLLECTION_FEE not in line_types and _FOR_A_COOPERATIVE.search(body) is not None
    if cooperates and not _COLLECTOR_NAME.search(name):
        weights[SenderRole.COLLECTOR] -= 1.5
    if (cooperates or _MANAGES.search(body)) and not _COLLECTOR_NAME.search(name) and not _LAWYER_NAME.search(name):
        weights[SenderRole.CREDITOR] += 1.5
        weights[SenderRole.COLLECTOR] -= 2.5
    named = _labelled_creditors(sheet)
    if sender is not None and any(same_name(text, sender.name.text) for text in named):
        # the writer is the creditor: its own claim, or one that it bought
        weights[SenderRole.COLLECTOR] -= 2.0
        weights[SenderRole.CREDITOR] += 0.5
        weights[SenderRole.PURCHASER] += 1.0
    elif named:
        weights[SenderRole.COLLECTOR] += 1.5
        weights[SenderRole.PURCHASER] += 0.5
        weights[SenderRole.LAWYER] += 0.5
    if _LICENCE.search(body):
        weights[SenderRole.COLLECTOR] += 1.5
        weights[SenderRole.PURCHASER] += 0.7
    bought, original = tells_of_sale(body), names_seller(body, labels_in(sheet))
    if bought or original:
        weights[SenderRole.PURCHASER] += 2.5 * bought + 2.0 * original
        if original and not _COLLECTOR_NAME.search(name):
            weights[SenderRole.PURCHASER] += 1.0
        if sender is not None and bought and is_buyer(body, sender.name.text):
            weights[SenderRole.PURCHASER] += 1.5
        weights[SenderRole.CREDITOR] -= 1.0
    if LineType.COLLECTION_FEE in line_types and _names_another_collector(sheet, sender):
        # the letterhead was not read, and the name that was is the principal's
        weights[SenderRole.COLLECTOR] += 2.0
        weights[SenderRole.CREDITOR] -= 1.0
    if LineType.COLLECTION_FEE in line_types:
        # a creditor that asks for a collector's fee is still the creditor
        alone = weights[SenderRole.COLLECTOR] <= 0 and StatementId.BOARD_RIGHT not in statements
        weights[SenderRole.COLLECTOR] += 0.5 if alone else 1.5
        weights[SenderRole.CREDITOR] -= 0.0 if alone else 0.5
    board = statements.get(StatementId.BOARD_RIGHT)
    if board is not None:
        weights[SenderRole.COLLECTOR] += 0.8 if board.strength == "clear" else 0.4
        weights[SenderRole.PURCHASER] += 0.4 if board.strength == "clear" else 0.2
    collects = statements.get(StatementId.COLLECTION_FOLLOWS)
    if collects is not None and collects.strength == "clear":
        weights[SenderRole.CREDITOR] += 0.8
    if _OWN_CLAIM.search(body):
        weights[SenderRole.CREDITOR] += 1.0
    if titles and titles[0].kinds[0] in {LetterKind.NAMSMANN, LetterKind.FORLIKSKLAGE}:
        weights[SenderRole.PUBLIC] += 1.0
    if weights[SenderRole.COLLECTOR] <= 0.5:
        # nothing speaks of anybody else's claim; in a picture what does may have been lost, and a demand with a
        # collector's fee is more likely a collector's whose name and mandate were not understood
        demands = bool(titles) and titles[0].kinds[0] in _DEMANDS and LineType.COLLECTION_FEE in line_types
        weights[SenderRole.CREDITOR] += 0.6 if demands else 1.5 if sheet.is_optical else 2.1
    evidence = _evidence_of(sheet, sender)
    quality = sureness(sender.name.cell.confidence) if sender and sheet.is_optical else 1.0
    decided = _decided(weights, evidence, quality)
    signs = sender is not None and len({mention.place for mention in sender.mentions}) > 1
    own_claim = _OWN_CLAIM.search(body) or (signs and any(same_name(t, sender.name.text) for t in named if sender))
    if decided.value is SenderRole.CREDITOR and LineType.COLLECTION_FEE in line_types and sheet.is_optical:
        # who asks for a collector's fee is a creditor only if the letter says whose claim it is
        decided = decided if own_claim else replace(decided, confidence=min(decided.confidence, _FEE_OF_ANOTHER))
    return decided


def _names_another_collector(sheet: Sheet, sender: Sender | None) -> bool:
    """Whether a collection firm stands on the letter that is not the one taken for its sender."""
    known = sender.name.text if sender else ""
    return any(
        _COLLECTOR_NAME.search(fold(firm.group())) and not same_name(firm.group(), known)
        for firm in _FIRM.finditer(sheet.text)
    )


def _labelled_creditors(sheet: Sheet) -> list[str]:
    """What stands beside or under a label for the creditor."""
    found = []
    for cell in sheet.cells:
        match = _CREDITOR_LABEL.match(cell.folded)
        if match is None:
            bare = cell.folded.strip(" .:")
            if bare in _CREDITOR_LABELS or (field_of(cell.folded) or ("", 0.0))[0] == "creditor":
                beside = (sheet.right_of(cell), sheet.below(cell))
                found += [
                    near.text
                    for near in beside
                    if near is not None and _may_name(near.text) and not may_be_salesman(bare, near.text)
                ]
            continue
        rest = cell.text[match.end() :].strip(" :")
        if len(rest) >= 3:
            found.append(rest)
        else:
            found += [near.text for near in (sheet.right_of(cell), sheet.below(cell)) if near is not None]
    return found


def _may_name(text: str) -> bool:
    """Whether what stands at a creditor's label reads like somebody's name rather than an amount or another label."""
    if has_company_form(text):
        return True  # "Solvik Kreditt AS" is no amount's label
    return reads_like_name(text) and text[:1].isalpha() and read_row_label(text) is None and find_amounts(text) == []


def _top(sheet: Sheet) -> str:
    """Folded text of letterhead and sign-off, where an authority names itself."""
    first = sheet.cells[0].page if sheet.cells else 1
    return "\n".join(c.folded for c in sheet.page_cells(first) if c.box.centre[1] < 0.16 and len(c.words) <= 5)


def _evidence_of(sheet: Sheet, sender: Sender | None) -> tuple[Evidence, ...]:
    return (sheet.evidence(sender.name.start, sender.name.end),) if sender else ()


def _decided(weights: Mapping[T, float], evidence: tuple[Evidence, ...], quality: float = 1.0) -> Reading[T]:
    """The heaviest as a reading: confidence by how far it leads, rivals by what came close."""
    ordered = sorted(weights.items(), key=lambda pair: -pair[1])
    total = sum(math.exp(1.2 * weight) for _, weight in ordered)
    shares = [(value, math.exp(1.2 * weight) / total) for value, weight in ordered]
    value, share = shares[0]
    rivals = tuple(Reading(v, round(s, 3)) for v, s in shares[1:3] if s >= 0.03)
    return Reading(value, round(min(0.99, share * (0.7 + 0.3 * quality)), 3), evidence, rivals=rivals)


# ------------------------------------------------------------------ kind


def _read_kind(
    sheet: Sheet,
    body: str,
    titles: list[Title],
    role: Reading[SenderRole],
    statements: Mapping[StatementId, Statement],
    line_types: frozenset[LineType],
    document: Reading[DocumentType] | None,
) -> Reading[LetterKind]:
    weights = dict.fromkeys(LetterKind, 0.0)
    collects = role.value in {SenderRole.COLLECTOR, SenderRole.PURCHASER, SenderRole.LAWYER}
    for rank, title in enumerate(titles[:4]):
        kinds = title.kinds
        if not collects and kinds == (LetterKind.OPPFOLGING, LetterKind.PURRING):
            kinds = kinds[::-1]  # what only a collector follows up, a creditor reminds of
        for place, kind in enumerate(kinds):
            second = 0.3 if kinds[0] is LetterKind.INKASSOVARSEL else 0.6
            weights[kind] += title.weight * (1.0 if rank == 0 else 0.35) * (1.0 if place == 0 else second)
    by_collector = collects
    _weigh_statements(weights, statements, by_collector=by_collector)
    _weigh_rows(weights, line_types)
    if by_collector:
        weights[LetterKind.BETALINGSOPPFORDRING] += 1.0
        weights[LetterKind.OPPFOLGING] += 0.5
        weights[LetterKind.PURRING] -= 1.0
        weigh_sequence(weights, body, titles, statements, line_types)
    else:
        weights[LetterKind.OPPFOLGING] -= 3.0
        weights[LetterKind.PURRING] += 0.5
    if role.value is SenderRole.PUBLIC:
        # an authority acts; it does not give a collector's notice of what it might do
        weights[LetterKind.RETTSLIG_VARSEL] -= 2.0
        if weights[LetterKind.NAMSMANN] > 0 or weights[LetterKind.FORLIKSKLAGE] > 0:
            weights[LetterKind.IKKE_KRAVBREV] -= 1.5
    traces = len({match.group() for match in _COLLECTING.finditer(body)})
    # a plain title of a demand outweighs that little else is said
    headed = bool(titles) and titles[0].weight >= 1.8 and titles[0].kinds[0] is not LetterKind.IKKE_KRAVBREV
    weights[LetterKind.IKKE_KRAVBREV] += {0: 4.5, 1: 2.5, 2: 0.8}.get(traces, -1.0) * (0.4 if headed else 1.0)
    ordinary = bool(titles) and LetterKind.IKKE_KRAVBREV in titles[0].kinds
    if ordinary and not headed and not line_types and not _ASKS_FOR_MONEY.search(body):
        weights[LetterKind.IKKE_KRAVBREV] += 2.5  # it tells terms, and asks for nothing
    if traces and not headed and not ordinary and _ASKS_FOR_MONEY.search(body):
        weights[LetterKind.IKKE_KRAVBREV] -= 2.0
        # one who asks for money that should have been paid, and does not say what comes next, reminds
        reminds = traces >= 2 and (not titles or LetterKind.INKASSOVARSEL not in titles[0].kinds)
        weights[LetterKind.PURRING] += (2.2 if reminds else 0.8) if role.value is SenderRole.CREDITOR else 0.0
    if not by_collector and not _NAMES_COLLECTION.search(body):
        # a notice of collection, or what comes after it, names it somewhere
        for kind in (LetterKind.INKASSOVARSEL, LetterKind.BETALINGSOPPFORDRING, LetterKind.RETTSLIG_VARSEL):
            weights[kind] -= 1.5
        if traces and LineType.REMINDER_FEE in line_types:
            weights[LetterKind.PURRING] += 1.0
    if _BANK_STATEMENT.search(body) and not _NAMES_COLLECTION.search(body):
        weights[LetterKind.SAKSOVERSIKT] -= 3.0
        weights[LetterKind.PURRING] -= 1.5
        weights[LetterKind.IKKE_KRAVBREV] += 3.0
    if _PAID_ORDER.search(body):
        weights[LetterKind.IKKE_KRAVBREV] += 1.0
    weigh(weights, document, line_types)
    posing = statements.get(StatementId.COURT_LOOKALIKE)
    if by_collector and posing is not None and LineType.COLLECTION_FEE in line_types:
        # a collector that asks for its fee under a court's name still collects
        weights[LetterKind.NAMSMANN] -= 2.5
        weights[LetterKind.FORLIKSKLAGE] -= 2.5
    evidence = (sheet.evidence(titles[0].start, titles[0].end),) if titles else ()
    quality = sureness(evidence[0].confidence) if evidence and sheet.is_optical else 1.0
    return _decided(weights, evidence, quality)


def _weigh_statements(
    weights: dict[LetterKind, float], statements: Mapping[StatementId, Statement], *, by_collector: bool
) -> None:
    def clear(id_: StatementId) -> bool:
        statement = statements.get(id_)
        return statement is not None and statement.strength == "clear"

    if clear(StatementId.COLLECTION_FOLLOWS):
        weights[LetterKind.INKASSOVARSEL] += 2.5
        weights[LetterKind.BETALINGSOPPFORDRING] -= 1.0
        weights[LetterKind.OPPFOLGING] -= 0.7
        weights[LetterKind.IKKE_KRAVBREV] -= 0.5
    if clear(StatementId.OBJECTION_INVITED):
        weights[LetterKind.BETALINGSOPPFORDRING] += 1.0
        weights[LetterKind.IKKE_KRAVBREV] -= 0.5
    if clear(StatementId.BOARD_RIGHT):
        weights[LetterKind.BETALINGSOPPFORDRING] += 0.8
        weights[LetterKind.OPPFOLGING] += 0.4
        weights[LetterKind.IKKE_KRAVBREV] -= 0.8
    if clear(StatementId.LEGAL_COLLECTION):
        weights[LetterKind.BETALINGSOPPFORDRING] += 0.7
        weights[LetterKind.OPPFOLGING] += 0.5
        weights[LetterKind.RETTSLIG_VARSEL] += 0.7
    earlier = statements.get(StatementId.EARLIER_NOTICE)
    if earlier is not None and earlier.strength == "clear":
        if earlier.detail == "inkassovarsel":
            weights[LetterKind.BETALINGSOPPFORDRING] += 1.2 if by_collector else 0.6
            weights[LetterKind.INKASSOVARSEL] -= 0.6
        elif earlier.detail == "purring":
            weights[LetterKind.INKASSOVARSEL] += 0.4
    noticed = statements.get(StatementId.ENFORCEMENT_NOTICE)
    if noticed is not None and noticed.strength == "clear" and noticed.detail != "announced":
        weights[LetterKind.RETTSLIG_VARSEL] += 3.0 if by_collector else 2.0


def _weigh_rows(weights: dict[LetterKind, float], line_types: frozenset[LineType]) -> None:
    if LineType.COLLECTION_FEE in line_types:
        weights[LetterKind.BETALINGSOPPFORDRING] += 1.2
        weights[LetterKind.OPPFOLGING] += 1.2
        weights[LetterKind.RETTSLIG_VARSEL] += 1.0
        weights[LetterKind.INKASSOVARSEL] -= 0.8
        weights[LetterKind.PURRING] -= 1.5
        weights[LetterKind.IKKE_KRAVBREV] -= 2.0
    elif LineType.REMINDER_FEE in line_types:
        weights[LetterKind.PURRING] += 0.8
        weights[LetterKind.INKASSOVARSEL] += 0.8
        weights[LetterKind.IKKE_KRAVBREV] -= 1.5
    if LineType.OWN_DEMAND_FEE in line_types:
        weights[LetterKind.BETALINGSOPPFORDRING] += 1.5
    if LineType.INSTALMENT_FEE in line_types:
        weights[LetterKind.AVDRAGSAVTALE] += 1.0
    if LineType.LEGAL_COSTS in line_types:
        weights[LetterKind.RETTSLIG_VARSEL] += 0.4
        weights[LetterKind.NAMSMANN] += 0.5
