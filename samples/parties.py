"""Invented people, firms and numbers for sample letters.

For: parties whose names are made up and whose numbers have valid check digits, so that a letter looks right to
a reader and to a machine. Not for: anything that must match a real register. Organisation numbers start with 3
and national identity numbers have month + 80: both are the series that the Norwegian registers use for test
data, so no real firm or person is hit. Web addresses end in `.example`.
"""

from __future__ import annotations

import datetime as dt
import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from parsers import identifiers
from samples import english

_FIRST_NAMES = (
    "Ingrid",
    "Ola",
    "Tuva",
    "Jonas",
    "Siv",
    "Per",
    "Marte",
    "Henrik",
    "Amina",
    "Lars",
    "Kristin",
    "Yusuf",
    "Åse",
    "Bjørn",
    "Nora",
    "Sverre",
    "Lin",
    "Håkon",
    "Marit",
    "Øystein",
    "Thea",
    "Piotr",
    "Ragnhild",
    "Even",
)
_LAST_NAMES = (
    "Tranebærli",
    "Måkestø",
    "Skogmusvik",
    "Rognebærnes",
    "Blåklokkhaug",
    "Gaupefaret",
    "Kvistebakk",
    "Ryperud",
    "Nattlyshagen",
    "Sølvrevmo",
    "Tåkeåsen",
    "Lyngteppe",
    "Orrfuglhei",
    "Steinskvettvik",
    "Grankonglund",
    "Havørnholm",
    "Trollklokke",
    "Multemyrstad",
    "Regnbueås",
    "Vintersolnes",
)
_STREETS = (
    "Rognebærveien",
    "Gråsteinstien",
    "Kneippgata",
    "Trollhettesvingen",
    "Lillemyrveien",
    "Hvitveisbakken",
    "Øvre Lurvegate",
    "Nedre Tåkevei",
    "Skjærgårdsallé",
    "Ekorntunet",
    "Måltrostlia",
    "Åkerrikseveien",
)
_STREETS_NN = ("Rognebærvegen", "Gråsteinstigen", "Lurvegata", "Kvitveisbakken", "Ekorntunet", "Måltrostlia")
_TOWNS = (
    ("0184", "OSLO"),
    ("0661", "OSLO"),
    ("5053", "BERGEN"),
    ("7041", "TRONDHEIM"),
    ("4017", "STAVANGER"),
    ("3044", "DRAMMEN"),
    ("2317", "HAMAR"),
    ("1610", "FREDRIKSTAD"),
    ("8008", "BODØ"),
    ("9011", "TROMSØ"),
    ("4632", "KRISTIANSAND S"),
    ("6008", "ÅLESUND"),
    ("3715", "SKIEN"),
    ("2615", "LILLEHAMMER"),
    ("1470", "LØRENSKOG"),
)
_TOWNS_NN = (
    ("6856", "SOGNDAL"),
    ("6100", "VOLDA"),
    ("5700", "VOSS"),
    ("6800", "FØRDE"),
    ("3850", "KVITESEID"),
    ("2900", "FAGERNES"),
)

SECTORS: dict[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    # sector: (names, what a claim is for in bokmål, the same in nynorsk)
    "power": (
        ("Rypefoss Kraft AS", "Tranevik Strøm AS", "Multelia Energi AS"),
        ("Strømforbruk {month}", "Nettleie og strøm {month}", "Kraftlevering {month}"),
        ("Straumforbruk {month}", "Nettleige og straum {month}"),
    ),
    "telecom": (
        ("Snakkestø Mobil AS", "Fjellpip Telekom AS", "Lurveland Bredbånd AS"),
        ("Mobilabonnement {month}", "Bredbånd {month}", "Abonnement og samtaler {month}"),
        ("Mobilabonnement {month}", "Breiband {month}"),
    ),
    "gym": (
        ("Lynspretten Trening AS", "Svettehula Treningssenter AS", "Knebøy og Kaffe AS"),
        ("Treningsavgift {month}", "Medlemskap treningssenter {month}"),
        ("Treningsavgift {month}", "Medlemskap treningssenter {month}"),
    ),
    "webshop": (
        ("Knaggrekka Nettbutikk AS", "Tøffelheimen AS", "Kosteskapet på Nett AS"),
        ("Varekjøp ordre {number}", "Kjøp av sko, ordre {number}", "Bestilling {number}"),
        ("Varekjøp ordre {number}", "Bestilling {number}"),
    ),
    "craftsman": (
        ("Skjevrett Rør og Varme AS", "Vinkelhaken Bygg AS", "Malerpenselen Måkestø AS"),
        ("Rørleggerarbeid {month}", "Arbeid og materialer, prosjekt {number}", "Malerarbeid {month}"),
        ("Røyrleggjararbeid {month}", "Arbeid og materialar, prosjekt {number}"),
    ),
    "garage": (
        ("Bremseklossen Bilverksted AS", "Skiftenøkkelen Auto AS"),
        ("Verkstedreparasjon, ordre {number}", "EU-kontroll og service {month}"),
        ("Verkstadreparasjon, ordre {number}",),
    ),
    "dental": (
        ("Smilebakken Tannklinikk AS", "Tannlegene på Tyttebærhaugen AS"),
        ("Tannbehandling {month}", "Undersøkelse og røntgen {month}"),
        ("Tannbehandling {month}",),
    ),
    "health": (
        ("Plasterhaugen Legesenter AS", "Kneipbakken Fysioterapi AS", "Stetoskopet Legekontor AS"),
        ("Egenandel legetime {month}", "Behandling fysioterapi {month}", "Ikke møtt til time {month}"),
        ("Eigendel legetime {month}",),
    ),
    "municipality": (
        ("Tyttebærdal kommune", "Multevik kommune", "Blåbærheim kommune"),
        ("Kommunale avgifter 1. termin", "SFO og måltid {month}", "Vann og avløp {month}"),
        ("Kommunale avgifter 1. termin", "SFO og måltid {month}", "Vatn og avløp {month}"),
    ),
    "landlord": (
        ("Takmøne Utleie AS", "Kvistrom Eiendom AS", "Loftstrappa Boligutleie AS"),
        ("Husleie {month}", "Leie bolig {month}"),
        ("Husleige {month}",),
    ),
    "parking": (
        ("Parkerosen AS", "Skiltvakten Parkering AS"),
        ("Kontrollsanksjon {plate}", "Parkering uten betaling, {plate}"),
        ("Kontrollsanksjon {plate}",),
    ),
    "toll": (
        ("Bomlykke Veiselskap AS", "Gul Port Bompenger AS"),
        ("Bompasseringer {month}, {plate}", "Bompengepasseringer {plate}"),
        ("Bompasseringar {month}, {plate}",),
    ),
    "association": (
        ("Båtforeningen Skvulpen", "Korpset Tuba og Tamburin", "Velforeningen Lunefull Utsikt"),
        ("Medlemskontingent {year}", "Kontingent og båtplass {year}"),
        ("Medlemskontingent {year}",),
    ),
    "insurance": (
        ("Regnfrakk Forsikring AS", "Redningsplanken Forsikring AS"),
        ("Premie bilforsikring {plate}", "Forsikringspremie innbo {year}"),
        ("Premie innbuforsikring {year}",),
    ),
    "bank": (
        ("Grisebørsen Finans AS", "Tykkpung Kreditt AS", "Sparestrømpen Finans AS"),
        ("Kredittkort, avtale {number}", "Forbrukslån, avtale {number}", "Kontokreditt {number}"),
        ("Kredittkort, avtale {number}",),
    ),
    "kindergarten": (
        ("Kongletrolla Barnehage SA", "Gråsparven Barnehage AS"),
        ("Foreldrebetaling {month}", "Barnehageplass og kost {month}"),
        ("Foreldrebetaling {month}",),
    ),
}
EXTRA_SECTORS: dict[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    # Creditors that only the layouts naming them use.
    "housing": (
        ("Solkroken Borettslag", "Rabarbrajordet Borettslag", "Sameiet Fuglekassa 4-12"),
        ("Felleskostnader {month}", "Felleskostnader og parkering {month}"),
        ("Felleskostnader {month}",),
    ),
    "sports": (
        ("Idrettslaget Snublefot", "Mellomlandet Håndballklubb", "Skiklubben Baklengs"),
        ("Treningsavgift håndball {year}", "Halleie og trening {month}", "Deltakeravgift cup {year}"),
        ("Treningsavgift handball {year}", "Halleige og trening {month}"),
    ),
    "school": (
        ("Krokusbakken skole", "Trollstien barneskole"),
        ("Skolestart {year}",),
        ("Skulestart {year}",),
    ),
    "employer": (
        ("Sagflisen Trevare AS", "Bollebua Bakeri AS", "Vaskebjørn Renhold AS"),
        ("Lønn {month}",),
        ("Løn {month}",),
    ),
    "carrier": (
        ("Pakkelusa Budservice AS", "Snegleposten Logistikk AS"),
        ("Sending {number}",),
        ("Sending {number}",),
    ),
    "newspaper": (
        ("Krokodilletidende AS", "Avisa Nordre Tåkedal AS", "Lofotskreien Presse AS"),
        ("Avisabonnement {month}", "Papiravis og nett {month}", "Helgeabonnement 1. halvår {year}"),
        ("Avisabonnement {month}", "Papiravis og nett {month}"),
    ),
}

_PLAIN = str.maketrans("æøå", "aoa")
_COLLECTORS = (
    "Rypefjell Inkasso AS",
    "Lommelykt Inkasso AS",
    "Tåkeheimen Inkassobyrå AS",
    "Skrukketroll Innfordring AS",
    "Fjærlett Inkasso AS",
    "Kvitrebakken Inkasso AS",
    "Nattsommerfugl Kredittservice AS",
    "Mosegrodd Inkasso AS",
)
_COLLECTORS_NN = ("Kvitrebakken Inkasso AS", "Myrull Inkasso AS", "Skrukketroll Innkrevjing AS")
_PURCHASERS = ("Gjenlyd Fordringskjøp AS", "Moseteppe Portefølje AS", "Ekkodal Kapital AS")
_LAWYERS = ("Advokatfirmaet Grubletun & Tvilheim AS", "Advokatfirmaet Parafuglvik AS", "Advokatene Vrangdal ANS")
_BUSINESSES = ("Humleblomst Catering AS", "Sagflis og Sønn AS", "Vaffelrøra Drift AS", "Krabbeklo Transport AS")


@dataclass(frozen=True, slots=True)
class Party:
    """A name with an address and numbers. `org_number` is nine digits, or empty for a person."""

    name: str
    street: str
    postcode: str
    town: str
    org_number: str = ""
    phone: str = ""
    domain: str = ""

    @property
    def initials(self) -> str:
        """The first letters of the first two words, for a drawn logo."""
        return "".join(word[0] for word in self.name.split()[:2]).upper()


def _organisation(rng: random.Random) -> str:
    while True:
        base = f"3{rng.randrange(10**7):07d}"
        check = identifiers.org_number_check_digit(base)
        if check is not None:
            return f"{base}{check}"


def account_number(rng: random.Random) -> str:
    """An 11-digit account number with a valid MOD11 check digit."""
    while True:
        base = f"{rng.randrange(1200, 9800):04d}{rng.randrange(10**6):06d}"
        check = identifiers.account_check_digit(base)
        if check is not None:
            return f"{base}{check}"


def kid(rng: random.Random, *, method: str, length: int) -> str:
    """A KID of `length` digits whose last digit is a `MOD10` or `MOD11` check digit."""
    while True:
        base = "0" * rng.choice((0, 0, 2)) + str(rng.randrange(10 ** (length - 2), 10 ** (length - 1)))
        base = base[: length - 1]
        check = identifiers.kid_check_digit(base, method)
        if check.isdigit():  # MOD11 may give "-", which many banks do not hand out
            return f"{base}{check}"


def with_wrong_check_digit(number: str) -> str:
    """The number with a last digit that fits neither MOD10 nor MOD11."""
    base = number[:-1]
    right = {number[-1], identifiers.kid_check_digit(base, "MOD10"), identifiers.kid_check_digit(base, "MOD11")}
    return base + next(digit for digit in "0123456789" if digit not in right)


def iban(account: str) -> str:
    """The Norwegian IBAN of an 11-digit account (ISO 13616, MOD97)."""
    check = 98 - int(f"{account}232400") % 97  # N = 23, O = 24
    return f"NO{check:02d}{account}"


def synthetic_identity_number(rng: random.Random) -> str:
    """A national identity number of the official test series: month + 80, valid check digits."""
    while True:
        born = dt.date(1950, 1, 1) + dt.timedelta(days=rng.randrange(18000))
        base = f"{born.day:02d}{born.month + 80:02d}{born.year % 100:02d}{rng.randrange(500):03d}"
        control = identifiers.fodselsnummer_control_digits(base)
        if control is not None:
            return f"{base}{control}"


def _domain(name: str) -> str:
    plain = name.lower().translate(_PLAIN)
    words = [word for word in re.findall(r"[a-z]+", plain) if word not in {"as", "sa", "ans", "og", "pa"}]
    return "".join(words[:2]) + ".example"


def _firm(rng: random.Random, name: str, *, language: str) -> Party:
    streets, towns = (_STREETS_NN, _TOWNS_NN) if language == "nn" else (_STREETS, _TOWNS)
    postcode, town = rng.choice(towns)
    street = (
        f"Postboks {rng.randrange(12, 1900)}" if rng.random() < 0.4 else f"{rng.choice(streets)} {rng.randrange(1, 90)}"
    )
    phone = f"{rng.choice((21, 22, 32, 55, 73))}{rng.randrange(10**6):06d}"
    return Party(name, street, postcode, town, _organisation(rng), phone, _domain(name))


def creditor(rng: random.Random, sector: str, *, language: str = "nb") -> Party:
    """A creditor of the sector (a key of SECTORS or EXTRA_SECTORS)."""
    return _firm(rng, rng.choice(_sector(sector)[0]), language=language)


def renamed(rng: random.Random, party: Party, names: Sequence[str]) -> Party:
    """The party under one of the names, with a web address to match; a person keeps having none."""
    name = rng.choice(names)
    return replace(party, name=name, domain=_domain(name) if party.domain else "")


def _sector(sector: str) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    return SECTORS[sector] if sector in SECTORS else EXTRA_SECTORS[sector]


def claim_subject(rng: random.Random, sector: str, *, month: str, year: int, language: str) -> str:
    """What the claim is for, in the letter's language."""
    texts = english.SUBJECTS[sector] if language == "en" else _sector(sector)[2 if language == "nn" else 1]
    plate = f"{rng.choice('ABDEFKLRSZ')}{rng.choice('ABDEFKLRSZ')} {rng.randrange(10000, 99999)}"
    return rng.choice(texts).format(month=month, year=year, plate=plate, number=rng.randrange(10000, 99999))


def sender_firm(rng: random.Random, role: str, *, language: str = "nb") -> Party:
    """A collector, purchaser or lawyer."""
    names = {
        "collector": _COLLECTORS_NN if language == "nn" else _COLLECTORS,
        "purchaser": _PURCHASERS,
        "lawyer": _LAWYERS,
    }
    return _firm(rng, rng.choice(names[role]), language=language)


def debtor(rng: random.Random, kind: str, *, language: str = "nb") -> Party:
    """A `consumer` (no organisation number) or a `business`."""
    if kind == "business":
        return _firm(rng, rng.choice(_BUSINESSES), language=language)
    streets, towns = (_STREETS_NN, _TOWNS_NN) if language == "nn" else (_STREETS, _TOWNS)
    postcode, town = rng.choice(towns)
    house = f"{rng.choice(streets)} {rng.randrange(1, 120)}{rng.choice(('', '', 'A', 'B'))}"
    return Party(person_name(rng), house, postcode, town)


def person_name(rng: random.Random) -> str:
    """A first name and an invented family name."""
    return f"{rng.choice(_FIRST_NAMES)} {rng.choice(_LAST_NAMES)}"


def tax_authority(rng: random.Random) -> Party:
    """The state's collector, whose letters fall outside inkassoloven; the number is from the test series."""
    return Party(
        "Skatteetaten", "Postboks 9200 Grønland", "0134", "OSLO", _organisation(rng), "80080000", "skatteetaten.example"
    )
