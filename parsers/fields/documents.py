"""What paper it is when it is no collection letter, or one that other acts govern.

For: telling a tax demand, a municipal parking fine, a paper of a court or of the enforcement officer, a credit-check
copy, an invoice, a receipt, an insurance notice and the like from each other and from collection letters, so that a
reader learns what they hold and who handles it. The cues are data: words of the sender's name, of headings and of the
running text, each with its weight; a test walks them all. A paper is told by several cues, never by one word.

Not here: what kind of collection letter it is (:mod:`parsers.fields.kind`), and what follows from it (``checks``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from parsers.fields.names import Sender
from parsers.fields.titles import Title
from parsers.layout import Sheet
from parsers.model import DocumentType, LetterKind, LineType, Reading
from parsers.views import fold

_D = DocumentType
Place = Literal["sender", "title", "body"]

ENOUGH = 3.0
"""The weight from which a paper is taken for what its cues say."""


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that speak for a document where they stand; ``source`` is matched in folded text, once per cue."""

    document: DocumentType
    place: Place
    source: str
    weight: float
    example: str


CUES: tuple[Cue, ...] = (
    Cue(_D.STATE, "sender", r"\bskatteetaten|\bstatens innkrev|\binnkrev(?:ings|jings)?\w*(?:myndighet|styresmakt)|"
        r"\bskatteoppkrev|\btolletaten|\btollvesenet|\blanekasse|\bstatens vegvesen|\bhusbanken|\bbronnoysundreg|"
        r"\bpoliti(?:et|distrikt)|\bkemner(?!.*kommune)", 3.2, "Skatteetaten"),
    Cue(_D.STATE, "body", r"\binnkrev(?:ings|jings)lov|\bskattebetalingslov|\bsi-lov|\btvangsmulkt|\bforelegg|"
        r"\brestskatt|\bforskuddsskatt|\barsavgift|\bstudielan|\btrafikkbot", 1.0, "etter innkrevingsloven"),
    Cue(_D.WELFARE, "sender", r"\bnav\b(?!.?kontor)|\barbeids- og velferds", 3.2, "NAV Innkreving"),
    Cue(_D.WELFARE, "body", r"\bdagpenge|\bsykepenge|\bsjukepenge|\bfeilutbetal|\b(?:barne)?bidrag\b|\bbarnebidrag|"
        r"\bforeldrepenge|\btilbakekrev|\bavklaringspenge", 1.0, "feilutbetalte dagpenger"),
    Cue(_D.PARKING_FINE, "body", r"\bparkeringsgebyr|\bparkeringsbot\b|\bgebyr for (?:feil|ulovlig) ?parker", 2.0,
        "parkeringsgebyr"),
    Cue(_D.PARKING_FINE, "sender", r"\bkommun(?:e|en)\b|\bbymiljo|\btrafikketat|\bparkeringskontor", 1.2,
        "Fjordvik kommune"),
    Cue(_D.PARKING_FINE, "body", r"\bvegtrafikk(?:lov|l)|\bvegtrafikklov", 1.0, "vegtrafikkloven § 31 a"),
    Cue(_D.PARKING_FINE, "body", r"\b(?:ilagt|palagt|ilegg|utlegg)\w*", 0.4, "ilagt 2. april"),
    Cue(_D.MUNICIPAL, "sender", r"\bkommun(?:e|en)\b|\bkommunekasser|\bkemner", 1.0, "Kommunekassereren"),
    Cue(_D.MUNICIPAL, "body", r"\beiendomsskatt|\beigedomsskatt|\bkommunale (?:avgifter|eiendomsavgifter|eigedoms)",
        0.8, "eiendomsskatt"),
    Cue(_D.MUNICIPAL, "body", r"\blovbestemt pant|\blegalpant|\blovfesta pant|\bpant i eige?n?dom", 1.0,
        "lovbestemt pant i eiendommen"),
    Cue(_D.MUNICIPAL, "body", r"\b(?:selv|sjolv) (?:holde|halde|ta|kreve)\b|\bsarnamsmann|\btvangsinnf\w+|\btvangssal",
        1.0, "kan selv holde utleggsforretning"),
    Cue(_D.COURT, "sender", r"\bforliksrad|\btingrett|\blagmannsrett|\bdomstol|\bhogsterett|\bhoyesterett", 3.2,
        "Forliksrådet i Fjordvik"),
    Cue(_D.COURT, "title", r"\bforliksklage\b(?<!varsel om forliksklage)|\btilsvar|\binnkalling til (?:mote|"
        r"retts|forliks|"
        r"hovedforh|hovudforh)|^\W*dom\W*$|\bkjennelse|\brettsbok|^\W*stevning|^\W*stemning|\bfravarsdom", 1.6,
        "Pålegg om tilsvar"),
    Cue(_D.COURT, "body", r"\binnklage(?:t|de|a)\b|\bsaksok(?:er|t|jar)|\bdomsslutning|\bpastand\s*:|\bfravarsdom|"
        r"\bgi tilsvar|\bgje tilsvar|\bdommes til", 1.2, "Innklaget: Ola Testesen"),
    Cue(_D.NAMSMANN, "sender", r"\bnamsmann|\bnamsfog", 3.2, "Namsmannen i Agder"),
    Cue(_D.NAMSMANN, "title", r"(?<!varsel om )\b(?:begjaring om )?utlegg|\btvangssal|\btvangsfravik|\butkast|"
        r"\bfravikelse|\bpaleggs?trekk|\bpalegg om|\bforelopig varsel", 0.8, "Beslutning om utleggstrekk"),
    Cue(_D.NAMSMANN, "body", r"\b(?:mottatt|motteke|begjart|begjaring om) (?:\w+ ){0,3}(?:utlegg|tvangssal)|"
        r"\butleggsforretning|\bbesluttet (?:\w+ )?trekk|\bta utlegg hos\b|\bkan paklages",
        1.0, "mottatt begjæring om utlegg"),
    Cue(_D.CREDIT_COPY, "title", r"\bgjenpart|\bkreditt(?:vurder|opplys|sjekk|rapport)", 2.0, "Gjenpartsbrev"),
    Cue(_D.CREDIT_COPY, "body", r"\bkredittopplysningslov|\bkredittopplysningsvirk", 1.2, "kredittopplysningsloven"),
    Cue(_D.CREDIT_COPY, "body", r"\b(?:kredittvurder\w*|kredittsjekk\w*|kredittopplysning\w*) (?:av|om|pa) (?:deg|dem)|"
        r"\b(?:innhentet|innhenta|utlevert|levert ut|henta inn)\b[^.]{0,40}kredittopplys", 1.6,
        "kredittvurdering av deg"),
    Cue(_D.INVOICE, "title", r"^\W*(?:faktura|rekning|regning|invoice)\b(?!kopi)|\bfaktura for\b", 2.0, "FAKTURA"),
    Cue(_D.INVOICE, "body", r"\b(?:faktura|regnings|reknings)dato|\binvoice date|\b(?:faktura|regning|"
        r"rekning)\W?(?:nr|nummer)|"
        r"\binvoice (?:no|number)", 1.0,
        "Fakturadato: 12.05.2026"),
    Cue(_D.INVOICE, "body", r"\bforfall(?:sdato)?\b|\bdue date|\bpay by\b|\bbetal(?:es|ast)? innen\b|\btil betaling",
        0.5,
        "Forfallsdato"),
    Cue(_D.INVOICE, "body", r"\b(?:ved|etter) (?:for sen|forsinket|forseinka|forfall)|\bmva\b|\bmva\.", 0.5,
        "Etter forfall beregnes forsinkelsesrente"),
    Cue(_D.STATEMENT, "title", r"\bkontoutskrift|\bkontoutdrag|\bsaldooppgave|\bsaldooppgav|\baccount statement|"
        r"\bstatement of account|\barsoppgave", 2.4, "Kontoutskrift"),
    Cue(_D.STATEMENT, "body", r"\bbilag|\b(?:inn|ut)ga?e?nde saldo|\bbalance brought|"
        r"\bbokfort", 1.0, "Bilag"),
    Cue(_D.STATEMENT, "body", r"\bsaldo\b|\bbalance\b", 0.5, "Saldo"),
    Cue(_D.RECEIPT, "title", r"\bkvittering|\breceipt|\bordrebekreft|\border confirm", 2.2, "KVITTERING"),
    Cue(_D.RECEIPT, "body", r"\btakk for (?:handel|kjop|betaling|bestilling)|\bbetalt med|\bpaid (?:by|with)|"
        r"\bthank you for your (?:order|purchase|payment)", 1.4, "Takk for handelen!"),
    Cue(_D.ADVERTISING, "title", r"salg\b(?!s)|\btilbud|\brabatt|\bnyhetsbrev|\bkampanje|\bsale\b|\boffer\b", 1.6,
        "Velkommen til vårsalg!"),
    Cue(_D.ADVERTISING, "body", r"\bopptil \d+ ?%|\b\d+ ?% rabatt|\btilbudet gjelder|\btilbodet gjeld|\bnyhetsbrev|"
        r"\bgratis frakt|\bkjop na|\bhandle pa nett|\bvi tilbyr\b", 1.4, "30 % rabatt"),
    Cue(_D.ADVERTISING, "body", r"\bbutikk|\bgave\b|\bvervepremie|\bbestill i dag|\bmeld deg pa", 0.6, "butikken"),
    Cue(_D.BANK, "sender", r"\w*bank(?:en)?\b|\bsparebank", 1.0, "Kystbanken AS"),
    Cue(_D.BANK, "title", r"\brenteendring|\brenteforhoyelse|\bendring av rent|\bnye? rente|\bkontoavtale|\bnettbank",
        2.0,
        "Varsel om renteendring"),
    Cue(_D.BANK, "body", r"\bnominell rente|\bprosentpoeng|\beffektiv rente|\bboliglan|\bbustadlan|\bsparekonto", 1.2,
        "nominell rente"),
    Cue(_D.INSURANCE, "sender", r"forsikring|insurance|\bpensjon", 1.2, "Skansen Forsikring AS"),
    Cue(_D.INSURANCE, "title", r"\bforsikring|\bpolise|\binsurance|\bpensjon", 1.0, "Fornyelse av forsikringen din"),
    Cue(_D.INSURANCE, "body", r"\bforsikringsavtalelov|\bforsikringsbevis|\bpolise|\bforsikringsvilkar|"
        r"\bforsikringssum",
        1.2, "forsikringsbevis"),
    Cue(_D.INSURANCE, "body", r"\bopphor\w*|\bdekning|\bdekket\b|\bdekt\b|\b(?:ars)?premie",
        0.6, "opphører forsikringen"),
    Cue(_D.SCHOOL, "sender", r"skole\b|skule\b|barnehage|\bsfo\b|universitet|hogskole|hogskule",
        1.0, "Solbakken skole"),
    Cue(_D.SCHOOL, "body", r"\belev(?:ene|ane|er|ar)\b|\bforesatte|\bforesette|\btrinn\b|\bskolerute|\bskulerute|"
        r"\bforeldremote", 1.4, "foresatte på 4. trinn"),
    Cue(_D.SCHOOL, "body", r"\brektor|\bkontaktlarar|\bkontaktlarer|\bleirskul|\bleirskol|\bskuledag|\bskoledag|"
        r"\bforeldrekontakt",
        1.0, "rektor"),
    Cue(_D.SCHOOL, "title", r"\bklassetur|\bforeldremote|\bskolestart|\bskulestart|\bleirskole|\binformasjon om|"
        r"\binformasjon til", 1.0, "Informasjon om klassetur"),
    Cue(_D.APPOINTMENT, "title", r"\binnkalling til (?!mote|retts|forliks|hov[eu]d)|\btime(?:bestilling|avtale|"
        r"innkalling)|"
        r"\bdin time|\btimen din|\btime (?:hos|til)|\bappointment", 1.6, "Innkalling til tannlegetime"),
    Cue(_D.APPOINTMENT, "body", r"\bdu har (?:fatt )?time\b|\bavbestill|\btime(?:n er)? \d|\byour appointment|"
        r"\bmote opp\b|\bmot opp\b", 1.4, "Du har time 17. februar"),
    Cue(_D.APPOINTMENT, "body", r"\buteblir du|\bmoter du ikk|\b\d+ tim[ea]r for\b|\bpasser (?:det|timen|ikke)|"
        r"\bpassar (?:det|timen|ikkje)",
        0.8, "Uteblir du uten å gi beskjed"),
    Cue(_D.PAYSLIP, "title", r"\blonn(?:s)?slipp|\blonsslipp|\blonnsspesifikasjon|\bpay ?slip", 2.4, "Lønnsslipp juni"),
    Cue(_D.PAYSLIP, "body", r"\bforskuddstrekk|\bskattetrekk|\bferiepenge|\bnetto utbetalt|\btil utbetaling", 1.0,
        "Forskuddstrekk"),
    Cue(_D.DELIVERY, "title", r"\bhentemelding|\bpakke\b|\bparcel|\bpackage|\bsending", 1.6, "Hentemelding"),
    Cue(_D.DELIVERY, "body", r"\bsendingsnummer|\bsporing|\bhentekode|\bhyllekode|\bhent(?:es)? (?:innen|innan)|"
        r"\butleveringssted|\btracking number", 1.4, "Hyllekode"),
)  # fmt: skip

_COMPILED = tuple(re.compile(cue.source, re.MULTILINE) for cue in CUES)

WEIGHS_ON: Mapping[DocumentType, LetterKind] = {
    _D.COURT: LetterKind.FORLIKSKLAGE,
    _D.NAMSMANN: LetterKind.NAMSMANN,
    _D.CREDIT_COPY: LetterKind.GJENPARTSBREV,
    _D.STATEMENT: LetterKind.IKKE_KRAVBREV,
    _D.INSURANCE: LetterKind.IKKE_KRAVBREV,
    _D.RECEIPT: LetterKind.IKKE_KRAVBREV,
    _D.ADVERTISING: LetterKind.IKKE_KRAVBREV,
    _D.APPOINTMENT: LetterKind.IKKE_KRAVBREV,
    _D.PAYSLIP: LetterKind.IKKE_KRAVBREV,
    _D.DELIVERY: LetterKind.IKKE_KRAVBREV,
    _D.SCHOOL: LetterKind.IKKE_KRAVBREV,
    _D.BANK: LetterKind.IKKE_KRAVBREV,
}
"""The kind of letter that a document is. Papers of the State and of municipalities can be of any kind, and whether an
invoice is overdue is told by other words than its own.
"""

_AUTHORITIES = frozenset({_D.STATE, _D.WELFARE, _D.COURT, _D.NAMSMANN, _D.PARKING_FINE, _D.MUNICIPAL})
_BY_SENDER = frozenset({_D.COURT, _D.NAMSMANN})
_COLLECTING_ROWS = frozenset({LineType.COLLECTION_FEE, LineType.REMINDER_FEE, LineType.OWN_DEMAND_FEE})


_OVERDUE = re.compile(
    r"\b(?:ikke|ikkje|not|never) (?:\w+ )?(?:betalt|betalte|gjort opp|paid)\b|\bubetal|\bpurring|\bpaminn(?:else|"
    r"ing) (?:om|pa)\b|"
    r"\b(?:mangl|sakn|savn)\w+ (?:inn)?betaling|\boverdue|\bunpaid|\binkasso|\bbetalingsopp"
)
"""What heads a letter about something that was not paid."""


def read_document(
    sheet: Sheet, *, sender: Sender | None, titles: Iterable[Title], line_types: frozenset[LineType]
) -> Reading[DocumentType] | None:
    """The paper that the cues speak for, with its confidence 0-1; ``None`` when they speak for none in particular.

    A row of a reminder's or a collector's fee, or a heading that says that something is not paid, tells a collection
    letter whatever else stands there, save an authority's letter; an account statement has all kinds of rows.
    """
    weights = dict.fromkeys(DocumentType, 0.0)
    body = sheet.folded.text
    named = "\n".join(dict.fromkeys([*_sender_names(sender), _letterhead(sheet)]))
    headed = "\n".join(dict.fromkeys([*(fold(h.cell.text) for h in sheet.headings), *(fold(t.text) for t in titles)]))
    texts: Mapping[Place, str] = {"sender": named, "title": headed, "body": body}
    for cue, expression in zip(CUES, _COMPILED, strict=True):
        if expression.search(texts[cue.place]):
            weights[cue.document] += cue.weight
    if line_types & _COLLECTING_ROWS or _OVERDUE.search(headed):
        for document in weights.keys() - _AUTHORITIES - {_D.STATEMENT}:
            weights[document] -= 2.0
    (document, weight), (_, second) = sorted(weights.items(), key=lambda pair: -pair[1])[:2]
    if weight < ENOUGH:
        return None
    confidence = min(0.97, 0.7 + 0.08 * (weight - ENOUGH) + 0.08 * min(2.0, weight - second))
    return Reading(document, round(confidence, 3))


def weigh(
    weights: dict[LetterKind, float], document: Reading[DocumentType] | None, line_types: frozenset[LineType]
) -> None:
    """Lets the document speak among the weights of the kinds of letter."""
    kind = WEIGHS_ON.get(document.value) if document is not None else None
    if document is None or kind is None:
        return
    weights[kind] += 3.5 if document.value in _BY_SENDER else 2.5
    if document.value in _BY_SENDER:
        weights[LetterKind.IKKE_KRAVBREV] -= 1.5
        weights[LetterKind.RETTSLIG_VARSEL] -= 1.0
    if document.value is _D.STATEMENT and LineType.COLLECTION_FEE not in line_types:
        weights[LetterKind.SAKSOVERSIKT] -= 1.5


def _sender_names(sender: Sender | None) -> list[str]:
    return [fold(name.text) for name in sender.mentions] if sender else []


def _letterhead(sheet: Sheet) -> str:
    """Folded text of the cells at the top of the first page, where a sender names itself."""
    first = sheet.cells[0].page if sheet.cells else 1
    return "\n".join(c.folded for c in sheet.page_cells(first) if c.box.centre[1] < 0.09 and len(c.words) <= 5)
