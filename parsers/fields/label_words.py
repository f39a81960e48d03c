"""Labels put together of known words: "Kreditors fakturanr.", "Misligholdsdato", "Frist gitt i varselet".

Every word of such a label, and every part of a compound, says one thing out of a small stock (a bill, a number, a
date, a notice, a deadline ...), and what they say together names the field: a notice and a deadline is the notice's
deadline, in whatever order and form. A text with any word outside the stock is no such label. The stock is data and
written for folded text (`parsers.views.fold`).

Not here: labels told by one telling word among others (`parsers.fields.stems`), amounts, payment details.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from parsers.views import fold

_STOCK: Mapping[str, str] = {
    "date": "dato datert date dated dag day daten",
    "when": "nar when",
    "sent": (
        "fikk fekk mottok sendt sende sending sendings send utsendt utsending utsendelse utskrevet utskriven "
        "utskrift utstedt utsteda utstedelse utferdet utferda skrevet skrive skriven skreve avsendt postlagt "
        "postlagd sent "
        "issued printed opprettet oppretta generert utarbeidet utarbeidd"
    ),
    "letter": "brev skriv letter dokument melding henvendelse document",
    "bill": (
        "faktura fakt regning rekning nota bilag giro invoice inv bill fakturering premievarsel terminvarsel "
        "avgiftsvarsel husleievarsel husleigevarsel innbetalingskort blankett avregning avrekning "
        "kontrollsanksjon sanksjon kontrollavgift kontrollgebyr parkeringsavgift parkeringsgebyr parkeringsbot "
        "tilleggsavgift ileggelse ilegging ilagt ilagd bot kvittering billett passering fangstbilde sanction fine"
    ),
    "reminder": "purring purre purringa purringen paminnelse paminning reminder",
    "notice": "varsel varsle varslet varsla varslt varsling inkassovarsel notice warning warned",
    "deadline": "frist innen innan senest seinast deadline utlop utlopt lop",
    "last": "siste sist latest last",
    "expiry": "utlop utlopt utgang gikk gjekk ut expired expiry",
    "due": (
        "forfall forfalt forfal forfalle forfalne forf forfallen due mislighold mislighald misligholdt "
        "mislighalde mislighalden ubetalt"
    ),
    "past": "var vart was ble blei blitt vorte skulle",
    "old": (
        "opprinnelig opprinnelege oppr opprin opphavleg opphavlege original forste fyrste gammel gammal gamal gamle "
        "tidligere tidlegare forrige forre previous former first initial originally"
    ),
    "new": "ny nytt nye new utvidet utvida na gjeldende gjeldande navarende noverande current present",
    "pay": (
        "betal betale betaling betalings betalt betales betalast innbetaling innbetal innbetales innbetalt "
        "oppgjor oppgjer gjore gjort gjere opp pay payment paid svar svare"
    ),
    "register": "registrering registrerings registreringsnr reg registrert registrerte registered",
    "number": "lopenr lopenummer nr nummer no number num id ref referanse reference nummeret kode",
    "case": (
        "sak saka saken saks dossier samlesak fellessak case mappe journal arkiv oppdrag inkassosak inkasso file krav "
        "fordring portefolje"
    ),
    "customer": (
        "kunde medlem skyldner skuldnar debitor abonnement abonnent leietaker leigetakar elev pasient "
        "deltaker deltakar customer member bruker brukar reskontro kundeforhold client beboer bebuar "
        "andelseier andel leilighet leilegheit seksjon leieforhold leigeforhold anlegg objekt husstand avtalekonto "
        "kundekonto membership medlemskap avtalekunde forsikringstaker forsikringstakar lantaker lantakar eier eigar "
        "innehaver innehavar boenhet boeining batplass parsell"
    ),
    "creditor": (
        "kreditor fordringshaver fordringshavar oppdragsgiver oppdragsgivar oppdragsgjevar kravshaver kravshavar "
        "klient selger seljar leverandor utsteder utstedar fakturautsteder creditor claimant tjenesteyter "
        "tenesteytar utleier utleigar langiver langivar lender seller supplier rettighetshaver rettshavar "
        "gardeier butikk firma eier eigar owner kravstiller avtalepart motpart"
    ),
    "contract": "avtale kontrakt lisens polise agreement contract lan loan kreditt credit",
    "account": "konto engasjement account",
    "concerns": (
        "gjelder gjeld gjaldt angar vedrorer vedrorende vedrorande vedr vedkjem ang angaende angaande "
        "omhandler omhandlar handler handlar concerning regarding concerns dreier applies relates pertains covers"
    ),
    "claim": (
        "krav fordring belop hovedstol hovudstol hovedkrav hovudkrav utestande skyld claim debt amount "
        "tilgode restanse penge penga pengar pengene pengane"
    ),
    "what": "hva kva what hvilken hvilket hvilke",
    "who": "hvem kven who",
    "owe": "skylder skuldar skyldig krever krevjer krev owe skyldes skuldig owed",
    "collected": (
        "innkreves innkrevd innkrevjast inndrives inndrive krevd krevst krevjast kreves innfordres collected"
    ),
    "thing": (
        "beskrivelse beskriving skildring omtale grunnlag bakgrunn arsak tekst spesifikasjon detalj art type "
        "vare tjeneste teneste ytelse yting produkt leveranse levering levert leverte kjop kjopt kjope "
        "bestilling bestilt formal innhold innhald description item service goods product purchase order "
        "opphav tittel emne subject grunn opprinnelse forbruk nature kind basis cause reason"
    ),
    "for": "for",
    "from": "fra from",
    "at": "hos at",
    "by": "av by",
    "handed": (
        "overdratt overdrege overtatt overteke overdrager overdragar overdragelse transportert ervervet "
        "erverva solgt selt purchased acquired assigned sold avhendet avhender kjopt"
    ),
    "agreed": "inngatt inngatte inngikk oppsto oppstod oppstatt agreed",
    "behalf": "vegne vegner behalf",
    "": (
        "er is den det dei de du deg dem dykk der her i pa ved som og eller har a ma kan skal vere vare vart vaert "
        "skje skjer skjedd "
        "din ditt dine deres dykkar your var our my oss til to the of on in en et ei eit oppgi oppgis alltid "
        "henvendelse henvending kontakt gitt gjeve satt sett ifolge folge etter iht it you dette denne desse "
        "sitt sin si seg da med about and or we vi kommer kjem gar gjer gjor navn namn name slags slag "
        "handlet handla fatt mottatt motteke brukt ikke ikkje not"
    ),
}
"""What a word says -> the words that say it; "" those that say nothing. A word may say several things."""

_LEAST_OF_CONTRACTED = 4
"""Letters of the shortest beginning or end of a word whose middle is left out."""

_ENDINGS = (
    "",
    "ly",
    "e",
    "n",
    "r",
    "t",
    "a",
    "s",
    "en",
    "et",
    "te",
    "er",
    "ar",
    "as",
    "ens",
    "ets",
    "ers",
    "ene",
    "ane",
)
_MEANINGS: dict[str, set[str]] = {}
for _meaning, _words in _STOCK.items():
    for _word in _words.split():
        _MEANINGS.setdefault(fold(_word), set()).add(_meaning)

_ORDERED = tuple(sorted(_MEANINGS, key=lambda w: -len(w)))
_PARTS = tuple(w for w in _ORDERED if len(w) >= 3 and _MEANINGS[w] - {""})
"""What a compound may be made of: neither words that say nothing nor the shortest ones, but "nr" and "id"."""
_LAST_PARTS = (*_PARTS, "nr", "id")
_ENDS: Mapping[str, re.Pattern[str]] = {
    "bill": re.compile(r"[a-z]{3,}(?:faktura|regning|rekning)(?:en|a|ens|s)?"),
    "customer": re.compile(
        r"[a-z]{3,}(?:eier|eigar|kunde|medlem|abonnent|bruker|brukar|leier|leigar|taker|takar|innehaver|innehavar|"
        r"holder|"
        r"haldar)(?:en|ens|s)?"
    ),
}
"""What names a compound by its end, whatever its beginning says."""
_OTHER_END = re.compile(
    r".*(?:be|ut|om|av|inn|til|over|etter|gjennom)re[gk]ning\w*|kredit\w*|.*(?:for|kon|an|sko|av|be)(?:holder|"
    r"haldar)\w*|"
    r".*(?:mot|del|over|under|arbeids|opp)ta(?:ker|kar)\w*"
)
"""Words that only end alike: "Beregning", "Mottaker"."""
_OF_A_KIND = re.compile(
    r"[^\W\d_]{3,}(?<!be)(?<!ut)(?<!av)(?<!til)(?<!om)(?:faktura|regning|rekning)(?:en|a|ens)?(?P<number>s?nr)?"
)
"""A bill called by what it is for: "Straumrekning", "Medlemsfakturanr."; "renteberegning" is none."""
_OF_A_THING = frozenset({"thing", "contract", "account", "claim", "old", ""})
"""What a label may say beside what it asks for: "Avtaletype", "Type konto", "Product"."""
_KIND = re.compile(r"\w*type(?:n|r)?$|\w*art$|slags?$|kind$|nature$")
"""What asks for the kind of something, which "Forbrukskreditt" names."""
_OF_A_SUM = re.compile(r"(?:hov[eu]d(?:stol|krav)|kapital|belop|restanse|amount|principal|capital)(?:en|et|a)?")
_REFERENCE = re.compile(r"ref(?:eranse|erence)?(?:n|en)?$")
_TODAY = re.compile(r"\b(?:i ?dag|today|per dags dato)\b")
_TOKEN = re.compile(r"[^\W\d_]+")


@lru_cache(maxsize=4096)
def meanings_of(word: str) -> frozenset[str] | None:
    """What a folded word says, its parts together; ``None`` when it, or a part of it, is not in the stock."""
    whole = _MEANINGS.get(word)
    if whole is not None:
        return frozenset(whole)
    for ending in _ENDINGS[1:]:
        stem = word.removesuffix(ending)
        if stem != word and len(stem) >= 3 and _MEANINGS.get(stem, set()) - {""}:
            return frozenset(_MEANINGS[stem])
    for part in _PARTS:
        if not word.startswith(part):
            continue
        for glue in ("", "s", "e", "en", "ens", "ets"):
            rest = word[len(part) :]
            if not rest.startswith(glue) or len(rest) - len(glue) < 2:
                continue
            rest = rest[len(glue) :]
            if any(rest.startswith(p) for p in _LAST_PARTS):
                more = meanings_of(rest)
                if more is not None and more - {""}:
                    return frozenset(_MEANINGS[part]) | more
    return _named_by_its_end(word)


def _named_by_its_end(word: str) -> frozenset[str] | None:
    """What a compound says whose beginning only names a trade: "Bompengefaktura", "Bileier", "Strømkunde"."""
    if _OTHER_END.fullmatch(word):
        return None
    return next((frozenset({meaning}) for meaning, end in _ENDS.items() if end.fullmatch(word)), None)


@lru_cache(maxsize=1024)
def _abbreviated(word: str) -> frozenset[str] | None:
    """What a word cut short by a full stop says: "Regn.nr", "Bil.dato", "Bet.frist"; ``None`` where the stock holds
    no such word or several of different roots.
    """
    whole = [w for w in _MEANINGS if len(word) >= 3 and len(w) > len(word) and w.startswith(word)]
    root = min(whole, key=len, default="")
    if not root or any(not w.startswith(root) and _MEANINGS[w] != _MEANINGS[root] for w in whole):
        return None
    return frozenset(_MEANINGS[root] - {""}) or None


@lru_cache(maxsize=1024)
def _contracted(first: str, last: str) -> frozenset[str] | None:
    """What a word with its middle left out says: "Oppdr.giver", "Fordr.haver"; ``None`` where the stock holds no such
    word or several that say different things.
    """
    if len(first) < _LEAST_OF_CONTRACTED or len(last) < _LEAST_OF_CONTRACTED:
        return None
    long = len(first) + len(last)
    whole = {frozenset(m) for w, m in _MEANINGS.items() if len(w) > long and w.startswith(first) and w.endswith(last)}
    return next(iter(whole)) - {""} or None if len(whole) == 1 else None


def _meanings(text: str) -> list[frozenset[str] | None]:
    """What each word of a folded text says."""
    found: list[frozenset[str] | None] = []
    words = list(_TOKEN.finditer(text))
    for place, m in enumerate(words):
        before = words[place - 1] if place else None
        glued = before is not None and text[before.end() : m.start()] == "."
        joined = _contracted(before.group(), m.group()) if before is not None and glued else None
        if joined is not None and before is not None and (found[-1] is None or meanings_of(m.group()) is None):
            found[-1] = joined
            continue
        cut = text[m.end() : m.end() + 1] == "." and m.group() not in _MEANINGS
        found.append((_abbreviated(m.group()) if cut else None) or meanings_of(m.group()))
    return found


@lru_cache(maxsize=1024)
def meanings_said(folded: str) -> frozenset[str]:
    """What the known words of a folded text say, whatever else stands there."""
    return frozenset[str]().union(*(m for m in _meanings(folded) if m is not None))


@lru_cache(maxsize=4096)
def field_told(folded: str) -> tuple[str, float] | None:
    """The field that a label made of the stock's words names, and how surely (0-1); ``None`` when it is no such label
    or its words name no field.
    """
    text = _TODAY.sub("na", folded)
    words = _TOKEN.findall(text)
    meanings = _meanings(text)
    known = [m for m in meanings if m is not None]
    if not known or len(known) < len(meanings):
        return None
    said = frozenset[str]().union(*known)
    if "reminder" in said and "number" not in said:
        return None  # when one was sent is told of another letter than this
    if "customer" in said and said <= {"customer", "at", "creditor", ""} and "at" in said:
        return "customer_number", 0.8
    if said <= {"bill", ""} and len(words) <= 2 and any(_ENDS["bill"].fullmatch(w) for w in words):
        return "invoice_number", 0.8
    if "bill" in said and "contract" in said and said <= {"bill", "contract", ""}:
        return "invoice_number", 0.8
    if "number" in said:
        return _number(said, words)
    if "contract" in said and said <= {"contract", "letter", "old", "claim", ""} and said & {"letter", "old"}:
        return "invoice_number", 0.6
    if said <= {"case", ""} and any(
        w.startswith(("sak", "inkassosak", "case", "dossier", "mappe", "samlesak", "fellessak")) for w in words
    ):
        return "case_number", 0.8
    return _party(said, words) or _subject(said, words) or _day(said, words)


def _has(said: frozenset[str], *wanted: str) -> bool:
    """Whether each of the `wanted` is said; "a|b" wants either."""
    return all(any(w in said for w in either.split("|")) for either in wanted)


def _number(said: frozenset[str], words: list[str]) -> tuple[str, float] | None:
    """What a number is a number of: "Kundenr. hos oppdragsgiver" is the customer's, "Fakturanr/avtalenr" the bill's,
    "Kontraktsnr. hos oss" the case's, "Opprinnelig ref." that of the claim as it was.
    """
    ledger = any(w.startswith("reskontro") for w in words)  # "Kontonr. i reskontro" is no bank's
    referred = ledger or any(_REFERENCE.search(w) for w in words)
    if _has(said, "date|deadline|due|pay") or ("account" in said and not referred):
        return None
    if "contract" in said and "at" in said and {"oss", "us"} & {*words}:
        return "case_number", 0.8
    for meaning, field, strength in (
        ("bill", "invoice_number", 0.86),
        ("customer", "customer_number", 0.86),
        ("case", "case_number", 0.86),
        ("notice", "case_number", 0.72),
        ("reminder", "case_number", 0.72),
        ("contract", "invoice_number", 0.6),
        ("account", "case_number", 0.75),  # a bank account has a number, a claim that was bought a reference
        ("creditor", "customer_number", 0.7),
        ("letter", "invoice_number" if any(w.startswith("dok") for w in words) else "case_number", 0.72),
    ):
        if meaning in said:
            return field, strength
    if "old" in said and not said - {"number", "old", "", "from", "at"}:
        return "invoice_number", 0.8
    return ("case_number", 0.75) if not said - {"number", "", "from", "at", "past"} else None


def _party(said: frozenset[str], words: list[str]) -> tuple[str, float] | None:
    """Who claims, claimed before, or collects."""
    if words[0] == "var":
        said -= {"past"}  # "Vår selger", and no earlier one
    if (
        _has(said, "date|sent|when|letter|deadline|due|notice")
        or _has(said, "pay", "past")
        or (_has(said, "for") and not _has(said, "collected|past"))
    ):
        return None
    if (
        _has(said, "creditor", "old|past")
        or _has(said, "handed", "from|by")
        or _has(said, "creditor|contract", "agreed")
    ):
        return "original_creditor", 0.86
    if len(words) == 1 and words[0] in {"overdrager", "overdragar", "avhender"}:
        return "original_creditor", 0.86
    if _has(said, "creditor") or _has(said, "thing|handed", "at"):
        return "creditor", 0.86 if _has(said, "creditor") else 0.8
    if _has(said, "collected", "behalf|for") or _has(said, "who", "owe|from") or _has(said, "claim", "from"):
        return "creditor", 0.86
    if _has(said, "collected", "by"):
        return "collector", 0.86
    to_whom = words[-1] in {"til", "to"}
    return ("creditor", 0.86) if _has(said, "owe") and to_whom else None


def _subject(said: frozenset[str], words: list[str]) -> tuple[str, float] | None:
    """What the claim is for."""
    if _has(said, "date|sent|deadline|last|who|letter|old|notice") or (_has(said, "due") and not _has(said, "what")):
        return None
    if _OF_A_SUM.fullmatch(words[0]) and "concerns" not in said:
        return None  # "Hovedstol ved kjøpet"
    told = (
        _has(said, "concerns")
        or (_has(said, "thing", "claim|bill|case|what") and (len(words) <= 4 or "what" in said))
        or (_has(said, "thing", "contract|account") and said <= _OF_A_THING and any(map(_KIND.match, words)))
        or (_has(said, "thing", "by") and words[-1] in {"av", "om"})
        or (words[-1] == "for" and _has(said, "claim|bill|owe|pay|what"))
        or (_has(said, "thing") and words[0] in {"du", "de"})
        or (
            _has(said, "thing")
            and words[0] == "det"
            and {"du", "de", "vi"} & {*words}
            and said <= {"thing", "handed", ""}
        )
        or (_has(said, "for", "what") and len(words) <= 3 and said <= {"for", "what", ""})
        or (_has(said, "what", "pay") and {"ikke", "ikkje", "not"} & {*words})
        or (len(words) >= 2 and said <= {"thing", ""} and (len(words) == 2 or {"og", "eller", "or", "and"} & {*words}))
    )
    return ("claim_description", 0.85) if told else None


def _day(said: frozenset[str], words: list[str]) -> tuple[str, float] | None:
    """Which of the days the law asks about."""
    if "notice" in said:
        if _has(said, "deadline|due|expiry"):
            return "notice_deadline", 0.86
        return ("notice_date", 0.86) if _has(said, "date|sent|when|by") and not _has(said, "pay") else None
    if _has(said, "due|deadline", "old|bill|claim|creditor") and not _has(said, "new|last"):
        return "original_due_date", 0.86
    if words[0][:5] == "misli" and len(words) == 1:
        return "original_due_date", 0.8
    unpaid = any(w.startswith(("misli", "ubeta")) for w in words) and said <= {"due", "date", "from", "past", "pay", ""}
    if "due" in said and unpaid and _has(said, "date|from|past"):
        return "original_due_date", 0.86
    if _has(said, "pay", "date", "bill") and not _has(said, "sent|new|last|past|by"):
        return "original_due_date", 0.8
    if len(words) == 1 and words[0] in {"ilagt", "ilagd"}:
        return "invoice_date", 0.8
    if _has(said, "due", "new") or _has(said, "pay", "deadline|expiry") or _has(said, "pay", "last", "date|deadline"):
        return "payment_deadline", 0.87
    if _has(said, "bill", "date|sent|when") or (_has(said, "bill", "by") and words[-1] in {"av", "by"}):
        return "invoice_date", 0.86
    out = any(w.startswith(("utsted", "utferd", "issue")) for w in words)  # "Dato for utstedelse av kravet"
    issued = _has(said, "sent", "date") and not _has(said, "pay|due" if out else "claim|case|pay|due")
    if _has(said, "sent|date", "letter") or issued:
        return "letter_date", 0.92 if _has(said, "date", "letter") and said <= {
            "date",
            "letter",
            "for",
            "sent",
            "",
        } else 0.86
    return None
