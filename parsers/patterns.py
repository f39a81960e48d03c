"""The label dictionary: what the words beside an amount or a number say it is.

Patterns are data. Each is composed of named fragments, so that combinations nobody listed ("Varslingsgebyr
inkassovarsel", "Purrekostnad") are classified by their parts; each names words that it must match and words that it
must not, and a test walks them all. They are written for folded text (`parsers.views.fold`: small letters; å, æ and ø
as a, a and o; ae, oe and aa likewise, so "utestående" is written utestande), after mending of optical spelling
(`parsers.spelling`). The first pattern of the list that matches decides, so the order is part of the data: the
special before the general.

Not here: which of the rows are part of the demand (`parsers.fields.claim`), and no law: a label says what the sender
calls a thing, not what he may charge.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import regex

from parsers.label_fragments import CUES, FRAGMENTS
from parsers.label_marks import count_in, is_conditional, is_information, without_booking_day
from parsers.model import LineType
from parsers.spelling import mend
from parsers.views import fold

Role = Literal["line", "subtotal", "total", "aside"]
"""A row of the demand, the sum of some rows, a total, or something that is no part of the demand (an instalment)."""

TIMEOUT = 0.1
"""Seconds that one search may take; a label is short, so only a hostile one comes near it."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """One way a label can be written.

    ``strength`` 0-1 is how surely the words mean this when they stand alone beside an amount; ``may_be`` what else
    they could mean, likeliest first.
    """

    name: str
    type: LineType
    role: Role
    source: str
    matches: tuple[str, ...]
    rejects: tuple[str, ...] = ()
    strength: float = 1.0
    may_be: tuple[LineType, ...] = ()

    def search(self, folded_text: str) -> regex.Match[str] | None:
        """The match in folded text, if any."""
        return _compiled(self.source).search(folded_text, timeout=TIMEOUT)


@lru_cache(maxsize=256)
def _compiled(source: str) -> regex.Pattern[str]:
    for _ in range(3):
        for name, fragment in FRAGMENTS.items():
            source = source.replace("{" + name + "}", fragment)
    return regex.compile(source)


ROW_PATTERNS: tuple[Pattern, ...] = (
    Pattern(
        "interest-on-costs",
        LineType.INTEREST_ON_COSTS,
        "line",
        r"{interest}\W+(?:av|pa|for|of|on)\W+(?:\w+\W+){0,2}?(?:\w*{charge}|(?:om|sak)s?k(?:ostn?)?\b)|"
        r"{charge}\W*rente|{cost}s?rente",
        ("Renter av omkostninger", "Renter av omkostn.", "Renter av salær", "Omkostningsrenter"),
        ("Renter av hovedstol", "Renter og gebyrer", "Forsinkelsesrente"),
    ),
    Pattern(
        "to-pay",
        LineType.TOTAL,
        "total",
        r"^(?!\W*rest\W+a betale\W+(?:pa|av|for)\b)\W*(?:\w+\W+){0,4}?"
        r"(?:[aá&4]|til)\W{0,2}(?:inn)?betal(?:e|es|ing|ast)\b(?!\W+av\b)|^\W*abetale|"
        r"\b(?:skal|ma|bes|mest) (?:inn)?betal(?:es|ast)\b|"
        r"\b(?:amount due|to pay|to be paid|balance due|pay this amount|total due|amount payable|total payable)\b|"
        r"\byour payment of\W*(?:nok|kr)?\W*$|^\W*(?:please|kindly) pay\b|"
        r"^\W*(?:betal|betale|betales|belop som betales|innbetale|innbetales)\W*(?:kr|nok)?\W*$|"
        r"^\W*(?:hvor|kor|how) (?:mye|mykje|meget|much)\b(?!\W+(?:av|of|rente|interest|renter)\b)|"
        r"^\W*(?:du|de|dere|dykk|you)\W+(?:betaler|betalar|skylder|skuldar|(?:(?:na|no)\W+)?(?:ma|skal|bes|must|"
        r"have|har)\W+(?:(?:na|no|inn|om|a|to)\W+)*(?:(?:inn)?betale?|pay))"
        r"(?:\W+(?:na|no|oss|i dag|inn|now|us|totalt|{whole}))*\W*$|"
        r"^\W*betaler (?:du|de|dere)\W+(?:innen|innan|for|senest|seinast)\b|"
        r"^\W*(?:dette|det|belopet|na|no) (?:ma du|skal du|skylder du|skuldar du|ma de|skylder de)\b(?!.*\bikke\b)|"
        r"^\W*(?:det|alt|belop(?:et)?|sum(?:men)?) (?:som )?(?:du|de|dere) (?:ma|skal) (?:inn)?betale(?: na| no)?\W*$|"
        r"^\W*alt (?:det )?(?:du|de|dere) sk[uy]lda?e?r\b|^\W*you owe (?:us )?(?:in total|in all|now)\W*$",
        ("Å betale", "A betale", "Til betaling", "Totalt å betale", "Sum å betale:", "Beløp til betaling",
         "Å innbetale", "To pay", "Å betale innen 26.08.2026", "AABETALE", "Hvor mye?", "Kor mykje skal du betale?",
         "Dette skylder du nå", "Betaler du innen 12. mai 2026", "Du må betale", "De bes innbetale nå",
         "Du må betale i alt", "Beløpet du skal betale", "Nå må du betale", "Alt du skylder", "You owe in total"),
        ("Betalingsfrist", "Innbetalt", "Betalt til", "Dato for betaling av faktura", "Hvor mye rente?",
         "Betaler du etter 12. mai 2026", "Du har betalt"),
    ),
    Pattern(
        "subtotal",
        LineType.OTHER_FEE,
        "subtotal",
        r"^\W*(?:delsum|mellomsum|subtotal|del\W?total)|"
        r"^\W*{sum}\W+(?:(?:av|for|alle|pa)\W+)?(?:(?!inkl|med|krav|skyld)\w+\W+)?\w*{component}|"
        r"^\W*{sum}\W+(?:eks|ekskl|uten|for|utan)\b|"
        r"^\W*(?:\w+\W+){0,2}?(?:transport(?:ert|eres)?|(?:a )?overfor(?:t|es|e|ast|ing)?|carried|brought)\W+"
        r"(?:(?:til|fra|pa|over|forward|to|from|on|side|page|neste|forrige|forre|next|previous)\W*)+\d{0,2}\W*$|"
        r"^\W*(?:sum|saldo|total)\W+(?:(?:denne|forrige|forre|fra|this|previous)\W+)+(?:side|sida|siden|page)\b",
        ("Sum hovedstol", "Sum renter", "Delsum", "Sum gebyrer og salær", "Totalt renter", "Sum fakturaer",
         "Sum eks. mva", "Sum påløpte kostnader", "Transport til side 2", "Overført fra side 1",
         "Å overføre til neste side", "Saldo fra forrige side", "Carried forward", "Brought forward from page 1"),
        ("Sum å betale", "Transport av møbler", "Overført krav", "Sum", "Totalt inkl. renter og gebyrer", "Sum krav"),
    ),
    Pattern(
        "total",
        LineType.TOTAL,
        "total",
        r"^\W*(?:\d{1,2}[.):]?\s+)?(?:ny(?:tt)?\W+|na\W+|rest\W+)?(?:sum|summen|total(?:t|e|en|belop|belopet|sum|summen|krav|kravet)?|"
        r"samlet|samla|saldo|skyldig\w*|slutt(?:sum|belop)|endelig (?:sum|belop|krav)|sum(?:krav|belop|total|restanse)|"
        r"forfalt belop|forliksbelop|oppgjorsbelop|innkrevingsbelop|total claim|grand total|balance)\b"
        r"(?!\W+(?:\w+\W+)?{principal})(?!\W+(?:(?:fra|pa|av|tidl\w*|forrige|forre|forste|oppr\w*|opphav\w*)\W+){0,2}"
        r"{invoice}\W*$)|"
        r"\btotalt?\W+(?:utestande|skyldig|krav|belop)|\bskyldig (?:belop|sum)|belop(?:et)? a betale|"
        r"^\W*(?:det )?(?:samlede?|totale|samla) (?:krav|belop)\w*|"
        r"^\W*(?:det|hva|kva) (?:vi|me) krev(?:er)?(?: na| no)?\W*$|"
        r"^\W*(?:hva|kva|what) (?:du|de|dere|you) (?:skylder|skuldar|owe)(?: na| no| now)?\W*$|"
        r"^\W*(?:\d{1,2}[.):]?\s+)?(?:{whole}|alt i alt|skyldes|til oppgjor|a gjore opp|innfrielsesbelop|"
        r"til innfrielse)\b|"
        r"^\W*(?:utestande|skuldig|krav(?:et)?|gjeld)\W+(?:totalt|samlet|samla|{whole})\b|"
        r"^\W*(?:utestande|gjeldende|gjeldande|navarende|noverande|samlet|samla|skyldig|utgaende|utgaande|ny|"
        r"closing|current|outstanding)\W+(?:saldo|balance)\b|^\W*slutt\W?saldo\b|^\W*[i1l|]?\W*alt\W*$",
        ("Sum", "Total", "Totalt", "Totalbeløp", "Totalt utestående", "Totalkrav", "Saldo", "Skyldig beløp",
         "Totalsum", "Sum krav", "Samlet krav", "Totalt inkl. renter og gebyrer", "Sum skyldig", "SUM KR",
         "Til sammen", "I alt", "Ialt", "Utestående i alt", "Krav i alt", "Skyldes i alt", "Til saman",
         "Til innfrielse", "Utestående saldo", "19.10.2026 Gjeldende saldo", "Closing balance",
         "Sluttbeløp", "Endelig sum", "14 Samlet krav inkludert renter og salær", "7. Sum", "3 I alt",
         "Det vi krever", "Hva du skylder nå"),
        ("Saldo hovedstol", "Saldo faktura", "Saldo fra forrige regning", "Hovedstol", "Sum hovedstol.",
         "Totalentreprise AS"),
    ),
    Pattern(
        "rest",
        LineType.TOTAL,
        "total",
        r"^\W*(?:rest(?:belop|krav|saldo|anse|sum|erend[ea] belop)?|brutto|netto|gjenstande(?: belop)?|gjenstar|belop|"
        r"utestande totalt|belop a konto|amount|outstanding balance|"
        r"(?:(?:belop(?:et)?|sum(?:men)?|det|dette|kva|hva) )?(?:som )?(?:star|er) (?:att|igjen|tilbake)(?: na| no)?)"
        r"\W*(?:kr|nok)?\W*$",
        ("Restbeløp", "Restkrav", "Beløp som står att", "Det som står igjen", "Beløpet som er igjen",
         "Brutto", "Gjenstående beløp", "Beløp", "Beløp kr"),
        ("Rest hovedstol", "Opprinnelig beløp", "Fakturabeløp"),
        strength=0.7,
        may_be=(LineType.PRINCIPAL,),
    ),
    Pattern(
        "bill-total",
        LineType.TOTAL,
        "total",
        r"^\W*(?:faktura|regnings?|reknings?|ordre|invoice|bill)\W?total(?:en|t|sum(?:men)?|belop(?:et)?)?\W*"
        r"(?:(?:i\W+)?(?:kr|nok|kroner)|inkl\W+mva)?\W*$",
        ("FAKTURATOTAL", "Fakturatotalen", "Ordretotal NOK", "Invoice total", "Regningstotal"),
        ("Fakturabeløp", "Fakturatotal forrige måned", "Totalentreprise"),
        strength=0.7,
        may_be=(LineType.PRINCIPAL,),
    ),
    Pattern(
        "instalment",
        LineType.OTHER_FEE,
        "aside",
        r"^\W*(?:\d+\.?\W*)?(?:avdrag(?!\W+(?:\d[\d ./-]*)?(?:er )?(?:allerede )?(?:inn)?(?:mottatt|motteke|betalt|"
        r"fort|godskrevet|kommet|registrert|received|paid)\b)|termin|rate|manedsbelop|terminbelop|avdragsbelop|"
        r"delbelop|instalment)\b(?!\W*(?:gebyr|salar|avgift|fee|charge))|\b(?:per|pr)\.? (?:maned|mnd|manad|month)\b|"
        r"\bbelop per termin|\b(?:kredittgrense|limit|minstebelop|innskudd|saldo etter)\b",
        ("Avdrag 3", "1. avdrag 15.09.2026", "Terminbeløp", "Beløp per måned", "Kredittgrense", "Avdrag per måned"),
        ("Avdragssalær", "Avdragsgebyr", "Å betale", "Avdrag mottatt", "Avdrag betalt"),
    ),
    Pattern(
        "vat",
        LineType.VAT,
        "line",
        r"(?<!\binkl\.?\W{1,2})(?<!\binklusive\W)(?<!\binkludert\W)(?<!\beks\.?\W{1,2})(?<!\bekskl\.?\W{1,2})"
        r"(?<!\bex\.?\W{1,2})(?<!\buten\W)(?<!\butan\W)(?<!\bmed\W)(?<!\bincl\.?\W{1,2})(?<!\beksklusive\W)"
        r"(?<!\d{3}\W?)(?<!\b(?:inkl|eks|ekskl)\.?\W{1,2}\d\d\W{0,2}%\W)"
        r"{vat}(?!\W?(?:pliktig|fri|reg|nummer|nr|grunnlag))"
        r"(?!\W+(?:(?:er|is)\W+)?(?:alt\W+|allerede\W+)?(?:tatt med|teke med|medregn|medrekn|inkl|inngar|iberegn|"
        r"lagt til|ikk?j?e (?:bereg|med|inkl|lagt|tatt|rekn)|incl|not (?:incl|charg|added)))|^\W*{vat}\W+(?:er\W+)?"
        r"(?:inkl|incl|inngar|iberegn|medregn)|^\W*(?:inkl\w*|herav|hvorav|derav|av dette)\.?\W+"
        r"(?:\d+\W{0,2}%?\W*)?{vat}",
        ("MVA", "Mva. 25 % av salær", "25 % mva", "Merverdiavgift", "Mva av salær", "Meirverdiavgift",
         "+ mva 25%", "Herav mva", "Inkl. mva 25 %", "Mva inkludert i salæret", "Value added tax"),
        ("Inkassosalær inkl. mva", "Salær eks. mva", "NO 999 888 777 MVA", "Hovedstol inkl. 25 % mva", "Mva-fri",
         "Salær (mva. er tatt med)", "Salær, mva inkludert", "Salær (mva er ikke beregnet)"),
    ),
    Pattern(
        "paid",
        LineType.PAID,
        "line",
        r"(?<!\bu)(?<!\bmerk\W)(?<!\bseint?\W)(?<!\bsent?\W)(?<!\bforsinke[td]\W)(?<!\bforseinka\W)(?<!\bmangl[ae]nde"
        r"\W)(?<!\bfrist\w*\W+(?:\w+\W+){0,6})(?<!\b(?:ikke|ikkje|aldri|not|never)\W+(?:\w+\W+){0,3})"
        r"(?<!\bu[td]en\W)(?<!\butan\W)(?<!\b(?:vart|vore|vaert|ha|fa|bli|blir|vert|vare|vere)\W)(?<!\b(?:sfo|aks|"
        r"skole|barnehage|eigen|egen|foreldre|foresette|foresatte)\W)\b(?:del)?(?:inn)?betal(?:t|te|ing|inger|ingar|"
        r"ingane)\b(?!\W+(?:av\b(?!\W+(?:deg|dem|dykk|kunde\w*|skyldner\w*))|til\b(?!\W+(?:na|no|i dag|dags|dato|"
        r"og med|avregning)\b)|med\b|innen\b|for sent))(?!.{0,12}\bkonto\b)|\bkredit(?:nota\w*|ert\w*|ering\w*|"
        r"eres)\b|\ba\W?konto\b|\bfratrukket\b|\b(?:trukket|trekt|trukke)\W+i?fra\b|(?<!\bikke\W)(?<!\bikkje\W)(?<!\buten\W)(?<!\butan\W)\bfra(?:drag|"
        r"trekk)(?!srett)\w*|\b(?:avskrevet|reduksjon|ettergitt|ettergivelse|motregn\w*|avslag|rabatt|godskrevet|"
        r"(?<!\b(?:not|never)\W+(?:\w+\W+){0,2})paid|payments? received|received payments?|credited)\b|"
        r"^\W*(?:less\W+)?payments?\W*(?:\d.*)?$|\b(?:mottatte?|motteke|mottekne|motteken|registrerte?|godskrev(?:et|"
        r"ne)|received)\W+(?:av|del|ned)(?:drag|betaling\w*)\b|\b(?:avdrag|delbetaling|"
        r"nedbetaling)\w*\W+(?:\d[\d ./-]*)?(?:er )?(?:allerede )?(?:inn)?(?:mottatt|motteke|fort|godskrevet|"
        r"registrert)\b|\bnedbetalt\b|\bpart(?:ial)?\W?payments?\b|\b(?:mottatt|motteke|motteken)\b(?:\W+(?:belop|"
        r"(?:inn)?betaling|(?:til|for) (?:avregning|avrekning|fordeling|dekning)|fra (?:deg|dem|dykk|skyldner|"
        r"skuldnar|kunden?|debitor))\b|\W*$|\W+\d)|\breceived from (?:you|debtor|customer)\b|\bminus (?:inn)?betal\w*",
        ("Innbetalt", "Betalt beløp", "Innbetalinger", "A konto", "- innbetaling 03.04.2026", "Kreditnota 881",
         "Fratrukket", "Trukket fra", "Trekt ifrå", "Delbetaling 12.03.2026", "Paid", "Betalt", "Innbetalt 02.05.2026",
         "Innbetalt av deg", "Innbetalt til nå", "Innbetalt til og med 12.08.2026", "Mottatt til avregning",
         "Avdrag mottatt", "Mottatt avdrag", "Motteke avdrag", "Avdrag 12.03.2026 mottatt", "Nedbetalt", "Part payment",
         "Registrerte avdrag"),
        ("Ubetalt", "Ikke betalt", "Rente for sein betaling", "Forsinket betaling", "Betalt av",
         "Betalt til", "Innbetalt til konto", "Betalingsfrist", "Fristen for å få betalt", "Må være betalt"),
    ),
    Pattern(
        "instalment-fee",
        LineType.INSTALMENT_FEE,
        "line",
        r"(?:avdrags?|nedbetalings?|delbetalings?|betalingsavtale|avtale)\W?(?:ordning\w*\W+)?{charge}|"
        r"{charge}\W+(?:for |ved |til |pa )?(?:\w+\W+){0,2}?{instalment}|tillegg for {instalment}|"
        r"{instalment}\W+(?:fee|charge)",
        ("Avdragssalær", "Avdragsgebyr", "Salær avdragsordning", "Gebyr for nedbetalingsavtale", "Instalment fee"),
        ("Avdrag 3 av 6", "Inkassosalær", "Purregebyr"),
    ),
    Pattern(
        "own-demand-fee",
        LineType.OWN_DEMAND_FEE,
        "line",
        r"(?:{fee}|{cost})\W+(?:(?:for|ved|egen|eigen|til|av|om|i)\W+){0,2}(?:\w+\W+){0,2}?{demand}|"
        r"{demand}\W?(?:s\b)?\W*(?:{fee}|{cost})|(?:{fee}|{cost})\W+(?:for |ved )?egen\W?inkasso|egeninkassogebyr",
        ("Gebyr for betalingsoppfordring", "Gebyr egen betalingsoppfordring", "Betalingsoppfordringsgebyr",
         "Kostnad ved eigen betalingsoppmoding", "Gebyr for egeninkasso"),
        ("Salær betalingsoppfordring", "Purregebyr", "Betalingsoppfordring 12.03.2026"),
    ),
    Pattern(
        "compensation",
        LineType.COMPENSATION,
        "line",
        r"kompensasjon|compensation|erstatning for inndriv\w*|\bstandard\W?komp\b|\bkomp\W+(?:\w+\W+){0,2}?"
        r"inn(?:dr|kr)|\bstandard\W?erstatning\w*",
        ("Standardkompensasjon", "Kompensasjon for inndrivingskostnader", "Kompensasjon etter forsinkelsesrenteloven",
         "Std. komp. for inndriving", "Standardkomp.", "Komp. for inndr.kostn.", "Standarderstatning"),
        ("Inndrivingskostnader", "Kompressor"),
    ),
    Pattern(
        "legal-costs",
        LineType.LEGAL_COSTS,
        "line",
        r"retts?\W?{fee}|\bretts?l(?:ig|eg)\w*\W+(?:\w+\W+)?{charge}|forliks?\W?(?:rad\w*|klage\w*|{charge})|"
        r"saks\W?{cost}|namsmann\w*|namsfogd\w*|tvangs\w*\W?{charge}|\bmote?\W?gebyr|utleggs?\w*|stevning\w*|"
        r"begjar(?:ing|e)\w*|offentl\w* {charge}|skrivegebyr|skriving av|court (?:fee|cost)s?|"
        r"prosess{cost}|fullbyrdelses?\w*",
        ("Rettsgebyr", "Rettslige omkostninger", "Sakskostnader", "Gebyr namsmann", "Møtegebyr", "Forliksgebyr",
         "Rettslege kostnader", "Skriving av denne begjæring", "Saksomkostninger", "Offentlig gebyr",
         "Offentlege gebyr"),
        ("Utenrettslige kostnader", "Inkassosalær", "Utenrettslig salær"),
    ),
    Pattern(
        "interest-and-costs",
        LineType.INTEREST,
        "line",
        r"{interest}\W+(?:og|samt|\+|&|/)\W*\w*{charge}|{charge}\W+(?:og|samt|\+|&|/)\W*\w*{interest}",
        ("Renter og gebyrer", "Purregebyr og renter", "Renter og omkostninger"),
        ("Renter", "Renter av omkostninger"),
        strength=0.5,
        may_be=(LineType.OTHER_FEE, LineType.COLLECTION_FEE, LineType.REMINDER_FEE),
    ),
    Pattern(
        "interest",
        LineType.INTEREST,
        "line",
        r"(?<!ordina)(?<!pa){interest}(?!\W?(?:sats|fri|frie)\b)|\brentetillegg\w*|^\W*mora\W*$|"
        r"\d\W{0,2}%\W{0,3}(?:\w+\W+){0,3}?(?:fra|f\.?o\.?m|p\.?\W?a\b|pr\.? ar|per ar|i perioden|from)\b|"
        r"\d\W{0,2}%.{0,12}\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}.{0,24}\d\W{0,2}%(?!\W*mva)",
        ("Renter", "Forsinkelsesrente 12,25 % fra 16.06.2026 til 27.07.2026", "Renter pr. 12.08.2026",
         "Lovbestemt forsinkelsesrente", "Morarenter", "Forseinkingsrenter", "Påløpte renter",
         "9,50 % rente fra 01.02.2020 til og med 01.03.2020", "12,5 % fra 12.05.2024 til 30.06.2024", "Late interest",
         "16.06.2026 - 30.06.2026 12,50 % 15 dager", "16/6-2026 – 30/6-2026: 15 dager à 12,50%"),
        ("Rentefri", "Rentesats", "25 % mva", "Hovedstol"),
    ),
    Pattern(
        "collection-fee",
        LineType.COLLECTION_FEE,
        "line",
        r"(?<!\bkrav og )(?<!stol og ){salaer}(?!\W+(?:og|and|samt)\W+(?:hoved|hovud)?(?:krav|stol|claim|principal))|"
        r"inkasso\W?(?:{fee}|{cost}|utlegg)|inkasso(?!vars)\w*(?:{fee}|{cost})|ut[ae]n(?:om)?retts?l(?:ig|"
        r"eg)\w*|"
        r"in(?:n)?(?:drivings?|drivelses?|krevj?ings?|fordrings?)\w*\W?(?:{charge})|inkasso\W?honorar\w*|"
        r"(?:honorar|vederlag|godtgjor\w*|provisjon)\w*\W+(?:(?:for|ved|til|av)\W+)?(?:\w+\W+)?"
        r"(?:inkasso(?!\W?vars)\w*|inndriv\w*|innkrev\w*|innfordr\w*)|\bbyra\w*\W+(?:{charge}|honorar\w*)|"
        r"{fee}\W+(?:til|to|of)\W+(?:the\W+)?(?:debt\W+)?(?:inkasso(?!\W?(?:vars|krav))|collect(?:ion|or))\w*|"
        r"(?:debt\W|\b)(?:collection|recovery) (?:{charge}|expenses?\b|commission\b)|\bcollector\W?s? fees?\b|"
        r"\bagency\W?s? fees?\b|"
        r"{cost}\W+(?:(?:ved|til|for|av|i|pa)\W+)?(?:inkasso(?!\W?(?:vars|krav))\w*|inndriv\w*|innkrev\w*|innfordr\w*)|"
        r"{cost}\W+(?:etter\W+|efter\W+|jf\.?\W+)?inkassoforskrift\w*\W+(?:§|kap\w*\.?)\W*2",
        ("Salær", "Inkassosalær", "Inkassokostnad", "Salær enkel sak", "Lett salær", "Tungt salær", "saler",
         "Utenrettslige kostnader", "Inndrivingskostnader", "Inkassosalær / Omkostninger", "Inkassogebyr",
         "Inkassosalær inkl. mva", "Collection fee", "Salær betalingsoppfordring", "Utanrettslege kostnader",
         "Omkostninger inkasso", "Kostnader ved innfordring", "Debt collection charge", "Collector's fee",
         "Honorar til inkassobyrået", "Kostnader inkassosak", "Vederlag for innkreving", "Fee to the collection agency",
         "Våre omkostninger inkassoforskriften kap. 2"),
        ("Inkassovarsel", "Gebyr inkassovarsel", "Avdragssalær.", "Inkassokrav", "Kostnad inkassovarsel"),
    ),
    Pattern(
        "reminder-fee",
        LineType.REMINDER_FEE,
        "line",
        r"{reminder}\W{0,2}(?:{charge})|{reminder}\W+(?:er|blir|vert|har|belast\w*|krev\w*)\W+(?:\w+\W+){0,4}?{fee}|"
        r"{charge}\W+(?:\w+\W+){0,3}?{reminder}|\bpurre\w*{charge}|"
        r"\bvarse?ls?\w*{charge}|\binkassovars\w*{charge}|\w*paminn\w*{charge}|"
        r"^\W*(?:\d\W*(?:x|stk\.?)?\W*)?(?:\d\.\W*)?(?:gang\w*\W)?{reminder}(?:\W*\d+)?"
        r"(?:\W+(?:av|den|datert|sendt|nr))*(?:\W+[\d.]+)?\W*$",
        ("Purregebyr", "Varslingsgebyr inkassovarsel", "Gebyr inkassovarsel", "Purregebyr ihht regelverk", "Purring",
         "Purring 1", "Inkassovarsel 10.05.2026", "Inkassovarselgebyr", "Gebyr for purring", "Varselgebyr",
         "2 x purregebyr", "Purrekostnad", "Gebyr for skriftlig varsel", "Reminder fee", "Notice fee", "2 purringer"),
        ("Purring og inkassovarsel gjelder faktura", "Inkassosalær", "Administrasjonsgebyr"),
    ),
    Pattern(
        "service-charge",
        LineType.PRINCIPAL,
        "line",
        r"(?:parkering|kommun|renovasjon|vann|vatn|avlop|feie|feiing|tilsyn|medlems?|skole|barnehage|sfo|eiendom|"
        r"eigedom|bom(?:penge)?|ve[gi]|kontroll|lisens|ars|feste|tilleggs|slam|septik|bibliotek|idretts?|trenings?|"
        r"linje|tomte|utebliv\w*|ikke\W?mott)\w*\W?(?:gebyr|avgift|leie|sanksjon|takst)\w*|\bfelles\W?(?:kostn|utgift|lan)\w*",
        ("Parkeringsgebyr", "Kommunale avgifter", "Kontrollavgift", "Kontrollsanksjon", "Årsavgift", "Medlemsavgift",
         "Renovasjonsgebyr", "Felleskostnader mars"),
        ("Administrasjonsgebyr", "Purregebyr"),
        strength=0.85,
    ),
    Pattern(
        "other-fee",
        LineType.OTHER_FEE,
        "line",
        r"(?:admini?str\w*|\w*handsaming\w*|handling|processing|case|"
        r"faktur(?:a|ering)s?|ekspedisjon\w*|ekspederings?|saks?behandling\w*|"
        r"behandling(?!s?\W?(?:kostn|utgift|honorar))\w*|porto\w*|"
        r"kontor\w*|oppstart\w*|etablering\w*|termin|melding\w*|sms|e\W?post|papir\w*|kreditt(?:sjekk|vurdering)\w*|"
        r"adresse\w*|sporing\w*|service|opprett\w*|oppfolging\w*|handtering\w*|transaksjon\w*|bank|forvaltning\w*|"
        r"registrering\w*|utskrift\w*|arkiv\w*|oppfolgings?|innkreving\w*)\W?(?:{fee}|{cost}|avgift|tillegg|honorar)|"
        r"{fee}\W+(?:for|ved)\W+(?:faktura|papir|sms|e\W?post|admin|oppfolg|behandl|utskrift)\w*|"
        r"^\W*(?:{office}\W+(?:og|and|&)\W+)?porto\w*(?:\W+(?:og|and)\W+{office})?\W*$",
        ("Administrasjonsgebyr", "Fakturagebyr", "Saksbehandlingsgebyr", "Ekspedisjonsgebyr", "Porto",
         "Gebyr for papirfaktura", "Administrasjonskostnader", "Oppfølgingsgebyr", "Kredittsjekkgebyr",
         "Sakshandsamingsgebyr", "Porto og behandling", "Ekspedisjon og porto", "Processing fee"),
        ("Purregebyr", "Gebyr", "Inkassosalær", "Faktura", "Behandlingskostnad", "Behandlingshonorar"),
    ),
    Pattern(
        "fee-plain",
        LineType.REMINDER_FEE,
        "line",
        r"^\W*(?:div\w*\.?\W+|andre\W+|palopte?\W+|sum\W+|{creditor}\W+)?gebyr(?:er|et|ene|a|ar)?\W*(?:\d+)?\W*$|"
        r"^\W*fees?\W*$|^\W*gebyr\w*\W+(?:(?:til|fra|hos)\W+)?{creditor}\W*$",
        ("Gebyr", "Gebyrer", "Påløpte gebyrer", "Oppdragsgivers gebyr", "Gebyr til kreditor"),
        ("Administrasjonsgebyr", "Gebyr namsmann.", "Oppdragsgivers hovedkrav"),
        strength=0.85,
        may_be=(LineType.OTHER_FEE,),
    ),
    Pattern(
        "fee-of-this-letter",
        LineType.REMINDER_FEE,
        "line",
        r"{fee}\W+(?:(?:for|ved|til|av)\W+)?(?:denne|dette|this)\W+(?:brev\w*|regning\w*|rekning\w*|skriv\w*|"
        r"purring\w*|utsend\w*|henvend\w*|melding\w*|letter|notice)|brevgebyr\w*",
        ("Gebyr for denne regningen", "Gebyr for dette brevet", "Gebyr denne utsendelsen", "Fee for this letter"),
        ("Gebyr for denne avtalen", "Gebyr"),
        strength=0.85,
        may_be=(LineType.OTHER_FEE, LineType.COLLECTION_FEE),
    ),
    Pattern(
        "costs-plain",
        LineType.COLLECTION_FEE,
        "line",
        r"^\W*(?:div\w*\.?\W+|andre\W+|palopte?\W+|ovrige\W+|vare\W+|samlede\W+)?{cost}\W*$",
        ("Omkostninger", "Kostnader", "Påløpte omkostninger"),
        ("Rettslige omkostninger",),
        strength=0.8,
        may_be=(LineType.LEGAL_COSTS, LineType.OTHER_FEE),
    ),
    Pattern(
        "unknown-fee",
        LineType.OTHER_FEE,
        "line",
        r"^(?!\W*(?:\w+\W+){0,2}(?:ekskl?|uten|utan|excl\w*|excluding)\b).*(?:(?<=\w){fee}|{fee}\W+\w|(?<=\w){cost})",
        ("Monitoreringsgebyr", "Gebyr for rykking"),
        ("Hovedstol", "Faktura 104"),
        strength=0.7,
        may_be=(LineType.PRINCIPAL, LineType.REMINDER_FEE),
    ),
    Pattern(
        "principal",
        LineType.PRINCIPAL,
        "line",
        r"{principal}",
        ("Hovedstol", "Hovedkrav", "Rest hovedstol", "Hovudstol", "Hovedstol, faktura 10443", "Kapital", "Principal",
         "Kapitalsaldo", "Lånekapital", "Hovedbeløp", "Hovudsum", "Grunnbeløp", "Capital", "Main claim", "Main amount"),
        ("Sum", "Renter", "Hovedkontor"),
    ),
    Pattern(
        "original-amount",
        LineType.PRINCIPAL,
        "line",
        r"^\W*rest\W+a betale\W+(?:pa|av|for)\b|^\W*(?:rest(?:belop)?|apent?|apen|apne|opent?|open|opne)\W+(?:(?:pa|"
        r"av|i|fra)\W+)?(?:bilag|post|poster|postar|posten)\w*(?!boks)\W*(?:\d.*)?$|\bopp?ri?n(?:nelig|neleg|dleg|"
        r"deleg)?\w*\.? (?:belop|krav|fakturabelop|sum|hovedstol)|\bfakturabelop\w*|^\W*(?:opp?rinn?\w*|"
        r"opphav\w*)\W*$|\bfakturasum|\butestande\b|\brestgjeld|\btilgodehavende\b|\bfordring(?:en)?\b|\bkravbelop|"
        r"\bubetalt\w*|original (?:amount|claim|balance|debt)|\boutstanding\b|\bamount invoiced|\binvoiced amount|"
        r"\bfakturert(?:e)? belop|^\W*gjeld\W*$|\bmellomvarende\b|^\W*(?:det|belop(?:et)?) du (?:skylder|skuldar)\W*$|"
        r"\b(?:ikke|ikkje|not|never)\W+(?:\w+\W+){0,3}?(?:(?:inn)?betalt?|gjort opp|paid|settled)\b",
        ("Restbeløp bilag", "Åpen post", "Åpne poster", "Rest på bilag", "Opprinnelig beløp", "Fakturert beløp",
         "Gjeld", "Mellomværende", "Det du skylder", "Opprinnelig krav", "Fakturabeløp", "Utestående beløp",
         "Utestående", "Ubetalt beløp", "Opphavleg krav ubetalt", "Tilgodehavende", "Beløp du ikke har betalt"),
        ("Totalt", "Opprinnelig forfall"),
        strength=0.9,
        may_be=(LineType.TOTAL,),
    ),
    Pattern(
        "invoice",
        LineType.PRINCIPAL,
        "line",
        r"\b(?!faktura\W?(?:dato|nummer\W*$|nr\W*$|adresse)){invoice}|\bkrav(?:et)?\b(?!\W+om\b)|\bclaim\b|"
        r"\b(?:hus)?leie\b|egenandel\w*|abonnement\w*|kontingent\w*|nettleie|\bstrom\b|\bforbruk\b|\bparkering\b|"
        r"\b(?:delfaktura|sluttfaktura|sluttoppgjor|kjop|levering|bestilling|ordre|behandling|konsultasjon|time)\w*\b|"
        r"\b(?:lan|kreditt|depositum|avgift|termin|abonnement|medlemskap)\b|"
        r"\w{3,}(?:avgift|kontingent|leie|leige|abonnement|premie|medlemskap|time|besok|kurs)\b",
        ("Faktura 10443 av 03.02.2026", "Regning 5512", "Krav", "Husleie mars 2026", "Egenandel 12.02.2026",
         "Rekning nr. 77", "Invoice 221", "Abonnement april"),
        ("Fakturadato", "Fakturanummer", "Fakturanr.", "Krav om betaling"),
        strength=0.9,
    ),
)  # fmt: skip
"""Row labels, special before general."""

_ANY = regex.compile(CUES)


@dataclass(frozen=True, slots=True)
class RowLabel:
    """What a row's label says.

    ``information``: "herav", so no part of the sum of its own. ``conditional``: what something would cost.
    ``count`` how many the row says it holds. ``mended`` that optical spelling had to be mended. ``parts``: what
    a subtotal is the sum of.
    """

    pattern: Pattern
    information: bool
    conditional: bool
    count: int
    mended: bool
    parts: LineType | None = None

    @property
    def type(self) -> LineType:
        return self.parts or self.pattern.type

    @property
    def role(self) -> Role:
        return self.pattern.role


@lru_cache(maxsize=4096)
def read_row_label(text: str, *, optical: bool = False) -> RowLabel | None:
    """What the label beside an amount says; ``None`` when no pattern knows it. `optical` mends OCR spelling first."""
    folded_text = without_booking_day(fold(text)[:160])
    mended = False
    if optical:
        repaired = mend(folded_text)
        mended, folded_text = repaired != folded_text, repaired
    if not _ANY.search(folded_text, timeout=TIMEOUT):
        return None
    for pattern in ROW_PATTERNS:
        if pattern.search(folded_text):
            return RowLabel(
                pattern=pattern,
                information=is_information(folded_text),
                conditional=is_conditional(folded_text),
                count=count_in(folded_text),
                mended=mended,
                parts=_parts(folded_text) if pattern.role == "subtotal" else None,
            )
    return None


def _parts(folded_text: str) -> LineType | None:
    _, _, words = folded_text.strip().partition(" ")
    for pattern in ROW_PATTERNS:
        if pattern.role == "line" and pattern.search(words):
            return pattern.type
    return None
