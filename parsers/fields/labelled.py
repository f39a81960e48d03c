"""Labels beside values: which printed words name a reference number, a party or a date, and where its value stands.

A label stands before its value in one cell ("Saksnr. 1234"), left of it, or over it; a row of labels stands over a row
of values. This module finds labels of its dictionary and the place of their values; what a value may look like is
asked of the caller, so that a date label never takes a telephone number. Labels of amounts and payment are elsewhere
(`parsers.patterns`); here they only tell that a cell is no value.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from parsers.fields.stems import MOST_WORDS, field_of, label_before
from parsers.layout import Cell, Sheet, once
from parsers.spelling import mend_word
from parsers.views import fold

Place = Literal["inline", "right", "below"]

LABELS: Mapping[str, tuple[tuple[str, float], ...]] = {
    "letter_date": (
        ("utskrevet", 0.93), ("skrevet", 0.85), ("skrive", 0.85), ("brevet er datert", 0.96), ("utskrift", 0.8),
        ("dato", 0.95), ("sendt", 0.9), ("brevdato", 0.98), ("dato for brevet", 0.97), ("utstedt", 0.93),
        ("utstedtdato", 0.95), ("utstedelsesdato", 0.95), ("utferdet", 0.93), ("dokumentdato", 0.95),
        ("vår dato", 0.97),
        ("dato for utsendelse", 0.97), ("utsendelsesdato", 0.97), ("utsendt", 0.93), ("utskriftsdato", 0.9),
        ("dagens dato", 0.9), ("purredato", 0.93), ("purringsdato", 0.93), ("sendingsdato", 0.95), ("sendt dato", 0.95),
        ("date", 0.95), ("letter date", 0.98), ("date of letter", 0.98), ("issued", 0.9), ("deres dato", 0.3),
        ("mottatt", 0.7), ("motteke", 0.7), ("received", 0.7),
        ("dato sendt", 0.96), ("brev datert", 0.96), ("datert", 0.9), ("utsendingsdato", 0.97), ("vardato", 0.9),
    ),
    "payment_deadline": (
        ("siste betalingsdag", 0.96), ("når må det betales", 0.96), ("når må du betale", 0.96),
        ("siste dag for betaling", 0.97),
        ("betalingsfrist", 0.96), ("betalings frist", 0.96), ("betales innen", 0.97), ("ny betalingsfrist", 0.98),
        ("frist", 0.9), ("ny frist", 0.97), ("siste betalingsdato", 0.96), ("siste frist", 0.95), ("betal innen", 0.97),
        ("betalast innan", 0.97), ("betal innan", 0.97), ("nytt forfall", 0.96), ("ny forfallsdato", 0.97),
        ("siste betalingsfrist", 0.97), ("frist for betaling", 0.97), ("pay by", 0.97), ("payment deadline", 0.97),
        ("å betale innen", 0.96), ("må betales innen", 0.97), ("senest", 0.85), ("pay before", 0.97),
        ("fristdato", 0.95),
        ("betales senest", 0.97), ("innen", 0.8), ("betalingsdato", 0.85), ("frist for å betale", 0.97),
        ("deadline", 0.93),
        ("payment due", 0.9), ("betalingsforfall", 0.85), ("forfall ny", 0.95), ("ny betalingsdato", 0.95),
        ("betalingsdag", 0.85), ("ny betalingsdag", 0.97),
        ("svarfrist", 0.7), ("betalingsfrist og svarfrist", 0.97), ("utvidet frist", 0.9),
    ),
    "original_due_date": (
        ("skulle betales", 0.95), ("skulle betalast", 0.95), ("should have been paid", 0.95),
        ("skulle vært betalt", 0.95), ("når forfalt det", 0.95), ("skulle vore betalt", 0.95),
        ("forfalt første gang", 0.95),
        ("opprinnelig forfallsdato", 0.98), ("opprinnelig forfall", 0.98), ("oppr forfall", 0.98),
        ("oppr forfallsdato", 0.98),
        ("forfalt", 0.95), ("forfalt dato", 0.95), ("opphavleg forfall", 0.98), ("opphavleg forfallsdato", 0.98),
        ("fakturaforfall", 0.97), ("faktura forfall", 0.96), ("fakturaens forfall", 0.97),
        ("fakturaens forfallsdato", 0.97),
        ("original due date", 0.98), ("opprinnelig betalingsfrist", 0.97), ("forfalt til betaling", 0.95),
        ("forfalt den", 0.95),
        ("opphavleg betalingsfrist", 0.97), ("forfall på faktura", 0.96), ("forfallsdato faktura", 0.96),
        ("oppr betalingsfrist", 0.97), ("forfall faktura", 0.96), ("invoice due date", 0.96), ("kravets forfall", 0.96),
        ("opprinnelegforfall", 0.95), ("forfalt siden", 0.94), ("forfalt sidan", 0.94), ("forfalle", 0.9),
        ("betalingsdag var", 0.95), ("betalingsfrist var", 0.93), ("forfallsdato var", 0.96), ("forfall var", 0.96),
        ("fristen for betaling var", 0.93), ("betalingsdato var", 0.95),
    ),
    "due_date": (
        ("forfallsdato", 0.9), ("forfall", 0.9), ("forfdato", 0.9), ("forf dato", 0.9), ("forfallsdag", 0.9),
        ("due date", 0.9),
        ("forfaller", 0.88), ("due", 0.8), ("forf", 0.8), ("forfallstidspunkt", 0.9),
    ),
    "invoice_date": (
        ("fakturadato", 0.97), ("faktura dato", 0.97), ("regningsdato", 0.96), ("bilagsdato", 0.9),
        ("invoice date", 0.97),
        ("rekningsdato", 0.96), ("dato for faktura", 0.96), ("fakturert", 0.85), ("fakturert den", 0.95),
        ("faktdato", 0.95),
        ("fakturaens dato", 0.96),
    ),
    "notice_date": (
        ("inkassovarsel sendt", 0.97), ("varsel sendt", 0.95), ("varseldato", 0.96), ("dato for inkassovarsel", 0.97),
        ("inkassovarsel datert", 0.97), ("inkassovarsel", 0.85), ("varslet", 0.9), ("varslingsdato", 0.95),
        ("varsla", 0.9),
        ("inkassovarsel dato", 0.96), ("dato inkassovarsel", 0.96), ("varslet dato", 0.93),
        ("inkassovarselets dato", 0.97),
    ),
    "notice_deadline": (
        ("varselfrist", 0.96), ("frist i varsel", 0.96), ("frist i inkassovarsel", 0.97),
        ("inkassovarselets frist", 0.97),
        ("varselets frist", 0.97), ("frist inkassovarsel", 0.96), ("inkassovarsel frist", 0.96), ("varsel frist", 0.95),
        ("inkassovarsel forfall", 0.95), ("forfall inkassovarsel", 0.95), ("varselforfall", 0.95),
    ),
    "invoice_number": (
        ("avtalefaktura", 0.85), ("bilag", 0.8), ("bilag nr", 0.85), ("hvilken faktura", 0.9), ("rekning", 0.8),
        ("fakturanr", 0.97), ("fakturanummer", 0.97), ("faktura nr", 0.97), ("faktura nummer", 0.97), ("faktura", 0.9),
        ("regningsnr", 0.95), ("regningsnummer", 0.95), ("rekningsnr", 0.95), ("rekningsnummer", 0.95),
        ("bilagsnr", 0.85),
        ("bilagsnummer", 0.85), ("invoice no", 0.97), ("invoice number", 0.97), ("invoice", 0.9),
        ("deres faktura", 0.9),
        ("regning", 0.8),
        ("fakt nr", 0.95), ("fakt", 0.85), ("inv", 0.8),
        ("deres ref", 0.55), ("deres referanse", 0.55), ("your ref", 0.55),
        ("faktnr", 0.95), ("vår faktura", 0.93), ("faktura no", 0.95),
        ("regning nr", 0.95),
        ("rekning nr", 0.95), ("kreditors fakturanr", 0.95), ("kontrollsanksjonsnr", 0.8), ("opprinnelig faktura", 0.9),
        ("lisensnr", 0.6), ("kontraktsnr", 0.6), ("avtalenr", 0.6), ("avtalenummer", 0.6), ("kontraktsnummer", 0.6),
    ),
    "case_number": (
        ("arkivnr", 0.9), ("arkivnummer", 0.9), ("journalnr", 0.85), ("saksnummeret", 0.9), ("inkassosaksnr", 0.97),
        ("saksnummer", 0.97), ("saksnr", 0.97), ("sak nr", 0.96), ("saks nr", 0.96), ("sak", 0.88), ("saksref", 0.94),
        ("saksreferanse", 0.95), ("vår ref", 0.85), ("vår referanse", 0.85), ("referanse", 0.85), ("ref", 0.75),
        ("referansenummer", 0.9), ("referansenr", 0.9), ("inkassonr", 0.95), ("inkassosak", 0.93),
        ("inkassosak nr", 0.96),
        ("case number", 0.97), ("case no", 0.97), ("our ref", 0.85), ("our reference", 0.85), ("reference", 0.85),
        ("saksid", 0.94), ("inkassosaksnummer", 0.97), ("inkassonummer", 0.95), ("kravnummer", 0.85), ("kravnr", 0.85),
        ("vårt saksnr", 0.97), ("vårt saksnummer", 0.97), ("oppdragsnummer", 0.8), ("oppdragsnr", 0.8), ("case", 0.85),
    ),
    "customer_number": (
        ("medlem nr", 0.93), ("medlem", 0.75), ("medlemsnr hos kreditor", 0.9), ("leietakernr", 0.8),
        ("kundenr", 0.97), ("kundenummer", 0.97), ("kunde nr", 0.97), ("kunde", 0.85), ("medlemsnr", 0.93),
        ("medlemsnummer", 0.93),
        ("skyldnernr", 0.9), ("skyldnernummer", 0.9), ("debitornr", 0.9), ("debitornummer", 0.9), ("customer no", 0.97),
        ("customer number", 0.97), ("abonnentnr", 0.85), ("kundeid", 0.9), ("kunde id", 0.9), ("pasientnr", 0.6),
        ("ditt kundenummer", 0.97), ("andel", 0.7), ("andel seksjon", 0.9), ("seksjon", 0.7), ("leilighet", 0.6),
        ("andelseksjon", 0.9), ("kundenr hos kreditor", 0.95), ("abonnementsnummer", 0.7),
    ),
    "creditor": (
        ("hvem krever pengene", 0.95), ("hvem skylder du", 0.95), ("kven krev pengane", 0.95),
        ("fordringshaver", 0.95), ("oppdragsgiver", 0.96), ("kreditor", 0.97), ("krav fra", 0.95),
        ("på vegne av", 0.95), ("krav på vegne av", 0.95), ("krav på vegner av", 0.95),
        ("kravshavar", 0.97), ("kravshaver", 0.97), ("fordringshavar", 0.95), ("oppdragsgivar", 0.96), ("klient", 0.93),
        ("selger", 0.8), ("leverandør", 0.85), ("behandler", 0.7), ("creditor", 0.97), ("vår klient", 0.95),
        ("vår oppdragsgiver", 0.96),
        ("vår kunde", 0.85), ("claimant", 0.93), ("client", 0.9), ("nåværende kreditor", 0.98),
        ("nåværende fordringshaver", 0.98),
        ("ny kreditor", 0.97), ("kreditors navn", 0.97), ("fordringseier", 0.96), ("kravet eies av", 0.96),
        ("seljar", 0.8),
        ("krav frå", 0.95), ("kravshaver kreditor", 0.95), ("på vegner av", 0.95), ("our client", 0.95),
        ("current creditor", 0.98),
        ("noverande kreditor", 0.98), ("on behalf of", 0.95), ("kravet kommer fra", 0.95), ("kravet tilhører", 0.96),
        ("eier av kravet", 0.96),
        ("kravet gjelder kreditor", 0.9), ("eigar av kravet", 0.96), ("hvem du skylder", 0.96), ("du skylder", 0.9),
        ("kravstiller", 0.95), ("fra", 0.6), ("frå", 0.6),
    ),
    "original_creditor": (
        ("opprinnelig fordringshaver", 0.98), ("opprinnelig kreditor", 0.98), ("opprinnelig oppdragsgiver", 0.97),
        ("tidligere kreditor", 0.97), ("overdratt fra", 0.96), ("kjøpt fra", 0.95), ("opphavleg kreditor", 0.98),
        ("opphavleg fordringshavar", 0.98), ("original creditor", 0.98), ("tidligere fordringshaver", 0.97),
        ("oppr kreditor", 0.97),
        ("oppr fordringshaver", 0.97), ("overtatt fra", 0.95), ("opphavleg oppdragsgivar", 0.97),
        ("tidlegare kreditor", 0.97),
        ("opprinnelig kravshaver", 0.97), ("opprinnelig långiver", 0.95),
    ),
    "collector": (
        ("inkassoselskap", 0.95), ("inkassator", 0.95), ("inkassoforetak", 0.95), ("inkassoføretak", 0.95),
        ("prosessfullmektig", 0.7),
        ("inkassobyrå", 0.93), ("collection agency", 0.95), ("innkreves av", 0.9), ("inkasso ved", 0.9),
        ("krevd inn av", 0.85),
    ),
    "claim_description": (
        ("angår", 0.93), ("hva gjelder det", 0.95), ("item", 0.85), ("varetjeneste", 0.93), ("kva gjeld det", 0.95),
        ("vedkommende", 0.7),
        ("gjelder", 0.93), ("kravet gjelder", 0.97), ("kravet gjeld", 0.97), ("gjeld", 0.9), ("beskrivelse", 0.9),
        ("skildring", 0.9), ("omtale", 0.85),
        ("grunnlag", 0.85), ("grunnlaget for saken", 0.95), ("hva kravet gjelder", 0.97), ("vare tjeneste", 0.93),
        ("levert vare tjeneste", 0.95), ("levert", 0.75), ("beskriving", 0.9), ("vare", 0.8), ("tjeneste", 0.8),
        ("saken gjelder", 0.96),
        ("saka gjeld", 0.96), ("kravets art", 0.95), ("type krav", 0.95), ("concerning", 0.93), ("regarding", 0.9),
        ("description", 0.9),
        ("fakturaen gjelder", 0.96), ("beløpet gjelder", 0.96), ("grunnlag for kravet", 0.96),
        ("grunnlag for krav", 0.96),
        ("the claim concerns", 0.97), ("vedrørende", 0.75), ("kravdetaljer", 0.85), ("tekst", 0.7),
        ("varetekst", 0.8), ("navn", 0.2),
        ("vare eller tjeneste", 0.95), ("vare eller teneste", 0.95), ("regningen gjelder", 0.96),
        ("kva kravet gjeld", 0.97),
        ("ytelse", 0.8), ("produkt", 0.75), ("krav", 0.7), ("hva det gjelder", 0.96), ("kva det gjeld", 0.96),
        ("hva gjelder", 0.94), ("dette gjelder", 0.93),
        ("dette gjeld", 0.93),
        ("krav type", 0.95), ("claim", 0.7), ("behandling", 0.85), ("hva", 0.8), ("kva", 0.8),
        ("for", 0.8), ("re", 0.8), ("art", 0.8), ("spesifikasjon", 0.75), ("fakturatekst", 0.85),
        ("hva saken gjelder", 0.96), ("kva saka gjeld", 0.96), ("hva du har kjøpt", 0.9),
    ),
}  # fmt: skip
"""Field → its labels with how surely they mean it (0-1). ``due_date`` is open between the old and the new date."""

OTHER_LABELS = """
kid; kid-nummer; kidnummer; kundeidentifikasjon; kundeidentifikasjon kid; konto; kontonr; kontonummer; til konto;
bankkonto; klientkonto; innbetalt til konto; beløp; å betale; til betaling; hovedstol; hovedkrav; hovudstol;
hovudkrav; telefon; tlf; telefaks; faks; e-post; epost; org.nr; orgnr; org nr; organisasjonsnummer; foretaksnr;
foretaksregisteret; side; pin-kode; pinkode; pin; saksbehandler; sakshandsamar; nettsted; nettside; web; iban;
swift; bic; valuta; sum; total; totalt; salær; inkassosalær; renter; purregebyr; mva; gebyr; kode; antall; mengd;
pris; rabatt; innbetalt; saldo; rest; kroner; øre; blankettnummer; betalt av; betalt til; underskrift ved girering;
giro; kvittering; betalingsinformasjon; belast konto; kvittering tilbake; rentesats; rente fra; periode;
leveringsdato; til; skyldner; debitor; mottaker; status; saksstatus; kontaktperson; åpningstid; åpningstider;
betalingsbetingelser; merk betaling; merk betalingen med; fødselsnr; forsinkelsesrente; inkassokostnader;
omkostninger; amount; account; fakturabeløp; regningsbeløp; restbeløp; betalingsmottaker; vår kontakt; vår
kontaktperson; ansvarlig; ansvarlig advokat; kundeservice; phone; opprinnelig beløp; adresse
"""

_SEPARATORS = frozenset("–—-|·•/,;")
_ENDS_SENTENCE = re.compile(
    r"(?<!nr)(?<!ref)(?<!forf)(?<!fakt)(?<!oppr)(?<!vedr)(?<!\bang)(?<!\bno)(?<!\bid)\.\s*$|[,!]\s*$", re.IGNORECASE
)
"""The end of a sentence or phrase, which no label has; "Vår saksref." ends in an abbreviation."""
_LEADER = re.compile(r"\s*:\s*|\s*(?:[._…·]\s?){3,}\s*")
"""What leads from a label to its value: a colon, or a row of dots."""
_WITH_WHOM = re.compile(r"\s+(?:hos|i|at|with)\s+[A-ZÆØÅ].*$")
"""With whom a case or a customer is: "Din sak hos Solvik Inkasso AS"."""
_REMARK = re.compile(
    r"(?i:(?:må |skal |bes |alltid |please )*(?:oppgis|oppgi|oppgje|oppgjevast|oppgitt|bruk|brukes|quote|quoted)\b)"
    r"[^\d:]*$"
)
"""A remark on how to use the number, behind its label: "Vårt saksnummer – oppgis ved alle henvendelser"."""
_PART = re.compile(r"\s[·|•–]\s+(?P<label>[^·|•:\d]{3,40}?)\s*:\s*(?P<rest>[^·|•]+?)(?=\s[·|•–]\s|$)")
"""A label and its value behind a separator."""
_ASIDE = re.compile(r"\([^()]*\)[\s:._…·]*")
"""A remark in brackets behind a label."""
_ALONE = frozenset({"hva", "kva", "behandling", "for", "fra", "re", "art", "om", "spesifikasjon", "tekst"})
"""Labels that are common words too."""
_ENDS_OPEN = re.compile(r" (?:for|om|av|gjelder|gjeld|ang\w*|vedr\w*)\W*$")
_MAX_WORDS = 5


@dataclass(frozen=True, slots=True)
class Label:
    """A label in a cell: its field, its strength 0-1, the span of the label, and of what follows it in the cell."""

    field: str
    strength: float
    text: str
    cell: Cell
    start: int
    end: int
    rest: tuple[int, int]
    whole: bool
    colon: bool


@dataclass(frozen=True, slots=True)
class Labelled:
    """A value beside its label. ``[start, end)`` of the value in the transcript's text; ``strength`` 0-1."""

    field: str
    strength: float
    label: Label
    start: int
    end: int
    place: Place
    cell: Cell


@cache
def _dictionary() -> dict[tuple[str, ...], tuple[str, float]]:
    table: dict[tuple[str, ...], tuple[str, float]] = {}
    for field, rows in LABELS.items():
        for words, strength in rows:
            table[tuple(_plain(w) for w in words.split())] = (field, strength)
    for words in OTHER_LABELS.split(";"):
        table.setdefault(tuple(_plain(w) for w in words.split()), ("other", 0.9))
    return table


@lru_cache(maxsize=8192)
def _plain(word: str) -> str:
    return re.sub(r"[^\w/-]|(?<=\w)[./](?=\w)", "", fold(word)).strip("-")


@once
def labels_in(sheet: Sheet) -> tuple[Label, ...]:
    """Every label of the dictionary in the letter, in reading order; ``field`` is "other" for labels of no field."""
    table = _dictionary()
    found: list[Label] = []
    for cell in sheet.cells:
        known = list(_labels_of(sheet, cell, table))
        if not known or (known[0].rest[1] > known[0].rest[0] and not known[0].colon):
            told = list(_by_stem(sheet, cell))
            if told and (not known or _says_more(told[0], known[0])):
                known = told
        found.extend(known)
        found.extend(_by_part(cell, known))
    return tuple(_with_wrapped(sheet, found, table))


def _with_wrapped(sheet: Sheet, labels: list[Label], table: Mapping[tuple[str, ...], tuple[str, float]]) -> list[Label]:
    """The labels, with those that run over two lines of a narrow column put together: "Opprinnelig | faktura". The
    value stands right of one of the two lines, and nothing right of the other.
    """
    own = {label.cell.index: label for label in labels}
    joined: dict[int, Label] = {}
    gone: set[int] = set()
    for cell in sheet.cells:
        if cell.index in gone or not 1 <= len(cell.words) <= 4 or cell.text[-1] in ":.?!":
            continue
        under = sheet.below(cell, max_drop=1.8)
        if under is None or len(under.words) > 3 or abs(under.box.x0 - cell.box.x0) > 0.006:
            continue
        if not (cell.text[0].isupper() and under.text[0].islower()):
            continue
        right, lower = sheet.right_of(cell, max_gap=0.4), sheet.right_of(under, max_gap=0.4)
        if right is not None and (lower is None or lower.box.x0 > right.box.x1 + 0.01):
            anchor, other = cell, under
        elif right is None and lower is not None:
            anchor, other = under, cell
        elif right is not None:
            anchor, other = cell, under  # the value runs over two lines too
        else:
            anchor, other = cell, under  # the value stands under both
        first, second = own.get(cell.index), own.get(under.index)
        if (first is not None and first.colon) or (second is not None and not second.whole):
            continue
        text = f"{cell.text} {under.text}"
        told = table.get(tuple(p for p in (_plain(w) for w in text.split()) if p)) or field_of(fold(text))
        if told is None or (first is not None and first.field == told[0]):
            continue
        gone.add(other.index)
        joined[anchor.index] = Label(
            *told, text, anchor, anchor.start, anchor.end, (anchor.end, anchor.end), whole=True, colon=False
        )
    kept = [label for label in labels if label.cell.index not in gone and label.cell.index not in joined]
    return sorted([*kept, *joined.values()], key=lambda label: label.start)


def _by_part(cell: Cell, known: list[Label]) -> Iterator[Label]:
    """Labels that no dictionary knows behind a separator: "Regning nr. 12 · Pasient nr.: 34"."""
    for part in _PART.finditer(cell.text):
        start, end = cell.start + part.start("label"), cell.start + part.end("label")
        if any(label.start < end and label.end > start for label in known):
            continue
        told = field_of(fold(part["label"]))
        if told is not None and told[0] != "other":
            rest = (cell.start + part.start("rest"), cell.start + part.end("rest"))
            yield Label(*told, part["label"], cell, start, end, rest, whole=False, colon=True)


def _says_more(told: Label, known: Label) -> bool:
    """Whether a label told by its words goes on where the dictionary's ends: "Dato | på fakturaen". "Gjelder kjøp" is
    rather a label and its value.
    """
    ends = _ENDS_OPEN.search(fold(told.text)) or told.text.rstrip().endswith("?")
    same = told.field == known.field == "claim_description" and not ends
    return known.start == told.start and told.end > known.end and not same


def _by_stem(sheet: Sheet, cell: Cell) -> Iterator[Label]:
    """A cell that no dictionary knows but that its words' stems tell for a label, whole or up to its colon."""
    text = cell.text
    leader = _LEADER.search(text)
    split = label_before(text) if leader is None else None
    if split is not None:
        at, start = split[0], cell.start
        yield Label(*split[1:], text[:at], cell, start, start + at, (start + at, cell.end), whole=False, colon=False)
        return
    colon = leader.start() if leader else -1
    end = len(text) if leader is None or leader.end() == len(text) else colon
    if not 3 <= end <= 70 or len(cell.words) > 3 * MOST_WORDS or _ENDS_SENTENCE.search(text[:end]):
        return
    bare = _WITH_WHOM.sub("", text[:end])
    known = field_of(cell.folded if bare == text else fold(bare))
    if known is None:
        return
    start = cell.start
    rest = (cell.end, cell.end)
    if end < len(text):
        rest = (start + (leader.end() if leader else end), cell.end)
    elif sheet.is_prose(cell) and cell.box.x1 - cell.box.x0 > 0.4 and not text.rstrip().endswith((":", "?")):
        return
    yield Label(*known, text[:end], cell, start, start + end, rest, end == len(text), end < len(text) or colon >= 0)


def _labels_of(sheet: Sheet, cell: Cell, table: Mapping[tuple[str, ...], tuple[str, float]]) -> Iterator[Label]:
    spans, plain = _words_of(sheet, cell)
    text = sheet.transcript.text
    hits: list[tuple[int, int, str, float]] = []
    position = 0
    while position < len(spans):
        opens = position == 0 or plain[position - 1] == "" or _ends_value(text, spans, position)
        step = 1
        if opens:
            for length in range(min(_MAX_WORDS, len(spans) - position), 0, -1):
                known = table.get(tuple(p for p in plain[position : position + length] if p))
                if known is not None and all(plain[position + k] for k in (0, length - 1)):
                    if plain[position] in _ALONE and not _stands_alone(spans, position, length, text):
                        continue
                    hits.append((position, position + length, *known))
                    step = length
                    break
        position += step
    for number, (first, last, field, strength) in enumerate(hits):
        start, end = spans[first][0], spans[last - 1][1]
        stop = spans[hits[number + 1][0] - 1][1] if number + 1 < len(hits) else cell.end
        colon = text[start:end].endswith(":") or text[end : end + 2].strip().startswith(":")
        while last < len(spans) and not plain[last]:
            last += 1  # dots that lead from a label to its value
        rest = (spans[last][0], max(stop, spans[last][0])) if last < len(spans) else (cell.end, cell.end)
        if rest[1] == cell.end and _REMARK.match(text, *rest):
            rest, last = (cell.end, cell.end), len(spans)
        aside = _ASIDE.match(text, *rest)
        if aside:
            rest, colon = (aside.end(), rest[1]), colon or aside.group().rstrip().endswith(":")
            last = len(spans) if rest[0] == cell.end else last
        parted = first > 0 and not plain[first - 1]
        if rest[1] > rest[0] and not colon and first > 0 and not parted:
            continue
        yield Label(field, strength, text[start:end], cell, start, end, rest, last == len(spans), colon)


def _stands_alone(spans: list[tuple[int, int]], position: int, length: int, text: str) -> bool:
    """Whether a label that is also a common word fills its cell or ends in a colon."""
    filled = position == 0 and length == len(spans) and text[spans[0][0]].isupper()
    return filled or text[spans[position + length - 1][1] - 1] == ":"


def _words_of(sheet: Sheet, cell: Cell) -> tuple[list[tuple[int, int]], list[str]]:
    """The cell's words as spans and plain forms; a separator is "" and "Saksnr:123" is parted at its colon."""
    spans: list[tuple[int, int]] = []
    plain: list[str] = []
    for index in cell.words:
        start, end = sheet.transcript.word_spans[index]
        word = sheet.transcript.text[start:end]
        glued = re.match(r"([^\W\d_][\w./-]*:)(?=\S)", word)
        pieces = [(start, start + glued.end()), (start + glued.end(), end)] if glued else [(start, end)]
        for a, b in pieces:
            piece = sheet.transcript.text[a:b]
            spans.append((a, b))
            simple = "" if piece in _SEPARATORS or not any(c.isalnum() for c in piece) else _plain(piece)
            plain.append(mend_word(simple) if sheet.is_optical and simple else simple)
    return spans, plain


def _ends_value(text: str, spans: list[tuple[int, int]], position: int) -> bool:
    """Whether the word before could end a value, so that a new label may open here: "Saksnr. 12 Dato: 3.4.26"."""
    before = text[slice(*spans[position - 1])]
    return before.endswith((",", ";")) or any(c.isdigit() for c in before)


def labelled_values(
    sheet: Sheet, fits: Callable[[str, str], bool], *, labels: Sequence[Label] | None = None
) -> list[Labelled]:
    """The values of all labels, in reading order of the labels.

    ``fits(field, text)`` says whether a text can be the field's value. Where the value of a whole-cell label stands is
    tried to the right, then below; a value that another label holds already is left to it.
    """
    known = labels_in(sheet) if labels is None else labels
    starting = {label.cell.index for label in known if label.start == label.cell.start}
    found: list[Labelled] = []
    for label in known:
        if label.field == "other":
            continue
        if label.rest[1] > label.rest[0]:
            rest = sheet.transcript.text[slice(*label.rest)]
            if fits(label.field, rest):
                found.append(Labelled(label.field, label.strength, label, *label.rest, "inline", label.cell))
            continue
        if not label.whole:
            continue
        found.extend(_beside(sheet, label, fits, starting))
    return found


def _goes_on(sheet: Sheet, cell: Cell) -> bool:
    """Whether a cell is the end of a sentence in another column rather than a label's value."""
    over = sheet.above(cell, max_drop=2.0)
    if over is None or abs(over.box.x0 - cell.box.x0) > 0.006 or not sheet.is_prose(over):
        return False
    return len(over.words) >= 4 and over.text[-1] not in ".:!?" and cell.text[-1] == "."


def _is_rest_of(cell: Cell, under: Cell) -> bool:
    """Whether a label goes on in the line under it, in small letters at the same edge."""
    small = under.text[0].islower() and len(under.words) <= 4 and not any(c.isdigit() for c in under.text)
    return small and abs(under.box.x0 - cell.box.x0) < 0.006 and cell.text[-1] not in ".:?!"


def _beside(sheet: Sheet, label: Label, fits: Callable[[str, str], bool], starting: set[int]) -> Iterator[Labelled]:
    cell = label.cell
    right = sheet.right_of(cell)
    free = right is not None and right.index not in starting and not _goes_on(sheet, right)
    if free and right is not None and fits(label.field, right.text):
        yield Labelled(label.field, label.strength, label, right.start, right.end, "right", right)
        return
    over = cell
    below = sheet.below(cell, max_drop=1.9)
    if below is not None and below.index not in starting and _is_rest_of(cell, below):
        over = below
    for _ in range(12):
        under = sheet.below(over, max_drop=3.2 if over in (cell, below) else 2.6)
        if under is None or under.index in starting or not fits(label.field, under.text):
            return
        yield Labelled(label.field, label.strength * 0.98, label, under.start, under.end, "below", under)
        if label.field not in {"due_date", "original_due_date", "invoice_date", "invoice_number", "claim_description"}:
            return
        over = under
