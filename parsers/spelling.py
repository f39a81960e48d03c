"""Mending the optical spelling of the words collection letters use.

Optical reading mistakes f, t, l and i for one another, reads n for r, e for o, drops thin letters and splits m. A
word that is no word of the list but very near to exactly one of them is taken for it: at most two thirds of a
difference in words of five or six letters, one up to nine, two from ten on. Differences inside a class of look-alikes
count a third, lost or added thin letters half. Short words are taken only exactly.

For matching labels and set phrases, never for showing and never for numbers. Words here are folded
(`parsers.views.fold`).
"""

from __future__ import annotations

from functools import lru_cache

import regex

from parsers.views import fold

_TEXT = """
    abonnement administrasjonsgebyr avdrag avdragsordning avdragssalær avdragsgebyr behandling beløp
    betale betaler betales betaling betalinger betalingsanmerkning betalingsfrist betalingsoppfordring
    betalingsoppmoding betalingsinformasjon betalingspåminnelse betalingsreferanse betalt brutto
    beskrivelse betal beløpet dato delbetaling erstatning faktura fakturabeløp fakturadato fakturagebyr fakturanummer
    finansklagenemnda fordringshaver fordringshavar forfall forfalt forfallsdato forliksråd forliksrådet
    forliksgebyr forsinkelsesrente forsinkelsesrenter forsinkelsesrenteloven forseinkingsrente
    forseinkingsrenter frist fristen gebyr gebyrer giro gjenstående hovedkrav hovedstol hovudkrav hovudstol
    inkasso inkassogebyr inkassokostnad inkassokostnader inkassokrav inkassoloven inkassosalær inkassosats
    inkassoselskap inkassovarsel inkassovarselgebyr innbetale innbetal innbetaling innbetalinger innbetalt
    inndriving inndrivingskostnader innkreving innkrevingskostnader innsigelse innsigelser kontonummer
    kostnad kostnader kreditor kravet kredittnota kundeidentifikasjon kundenummer kvittering lovbestemt
    merverdiavgift meirverdiavgift morarente morarenter mottaker namsmannen nedbetalingsavtale omkostning
    omkostninger omkostningar oppdragsgiver oppdragsgivar oppdragsgjevar opprinnelig opphavleg purregebyr purring
    purrekostnad påløpte påminnelse referanse regning rekning rente renter rentesats restbeløp rettsgebyr
    rettslig rettslige rettslege saksbehandler saksnummer sakskostnader saldo salær salæret
    standardkompensasjon skyldig skyldner tilsammen total totalbeløp totalkrav totalsum totalt
    tvangsfullbyrdelse utenrettslige utestående varsel varselgebyr varslingsgebyr varsling
"""

_SPELT = {fold(word): word for word in _TEXT.split()}
WORDS: tuple[str, ...] = tuple(sorted(_SPELT))
"""The words, folded."""

_ENDINGS = ("ene", "ane", "en", "et", "er", "ar", "a", "e", "s")
"""What Norwegian adds to a noun; no word of the list is tried with one when it is near without."""

_ALIKE = {
    **dict.fromkeys("ftlij1|!", "l"),
    **dict.fromkeys("nrmu", "n"),
    **dict.fromkeys("oec0", "o"),
    **dict.fromkeys("s5$", "s"),
    **dict.fromkeys("gq9y", "g"),
    **dict.fromkeys("b8h", "b"),
    **dict.fromkeys("vw", "v"),
}
_THIN = frozenset("ftlij1|!.,'")
_TOKEN = regex.compile(r"[^\W\d_](?:[^\W_]|[|!$&](?=[^\W\d_]))*")
_KNOWN = frozenset(WORDS)


def skeleton(word: str) -> str:
    """The word with look-alikes made one."""
    return "".join(_ALIKE.get(c, c) for c in word)


def _deletions(word: str, depth: int) -> set[str]:
    found = {word}
    frontier = {word}
    for _ in range(depth):
        frontier = {w[:i] + w[i + 1 :] for w in frontier for i in range(len(w))}
        found |= frontier
    return found


@lru_cache(maxsize=1)
def _index() -> dict[str, list[str]]:
    index: dict[str, list[str]] = {}
    for word in WORDS:
        if len(word) < 5:
            continue
        for variant in _deletions(skeleton(word), 2 if len(word) >= 10 else 1):
            index.setdefault(variant, []).append(word)
    return index


@lru_cache(maxsize=8192)
def mend_word(word: str) -> str:
    """The listed word that a folded word is nearest to, or the word itself."""
    if len(word) < 5 or word in _KNOWN:
        return word
    index = _index()
    candidates = {
        c for variant in _deletions(skeleton(word), 2 if len(word) >= 9 else 1) for c in index.get(variant, ())
    }
    best: tuple[float, str] | None = None
    tied = False
    for candidate in candidates:
        if abs(len(candidate) - len(word)) > 2:
            continue
        cost = distance(word, candidate)
        if cost > budget(candidate):
            continue
        if best is None or cost < best[0]:
            best, tied = (cost, candidate), False
        elif cost == best[0]:
            tied = True
    return best[1] if best and not tied else word


def budget(word: str) -> float:
    """How much a reading may differ from the word."""
    return 0.0 if len(word) < 5 else 0.7 if len(word) < 7 else 1.0 if len(word) < 10 else 2.0


def distance(one: str, other: str) -> float:
    """Weighted edit distance: look-alikes a third, lost or added thin letters half, all else 1."""
    previous = [0.0]
    for c in other:
        previous.append(previous[-1] + (0.5 if c in _THIN else 1.0))
    for a in one:
        current = [previous[0] + (0.5 if a in _THIN else 1.0)]
        for j, b in enumerate(other, start=1):
            change = 0.0 if a == b else 1 / 3 if _ALIKE.get(a, a) == _ALIKE.get(b, b) else 1.0
            current.append(
                min(
                    previous[j - 1] + change,
                    previous[j] + (0.5 if a in _THIN else 1.0),
                    current[j - 1] + (0.5 if b in _THIN else 1.0),
                )
            )
        previous = current
    return previous[-1]


def mend(folded_text: str) -> str:
    """Folded text with each word mended. Offsets move: for labels, which are judged whole."""
    return _TOKEN.sub(lambda m: mend_word(m.group()), folded_text, timeout=0.5)


def respelt(text: str) -> str:
    """The text with every word that is near exactly one of the list spelt as that one, its ending kept.

    For seeing that a matter may be mentioned where words were misread. Offsets move; what is near no word, numbers and
    all else stay as read.
    """
    return _TOKEN.sub(lambda match: _respelt(match.group()), text, timeout=1.0)


@lru_cache(maxsize=8192)
def _respelt(token: str) -> str:
    word = fold(token)
    if len(word) < 5 or word in _KNOWN:
        return token
    for ending in ("", *_ENDINGS):
        stem = word.removesuffix(ending)
        if stem in _KNOWN and ending:
            return token
        if ending and stem == word:
            continue
        mended = mend_word(stem)
        if mended != stem:
            return _SPELT[mended] + ending
    return token
