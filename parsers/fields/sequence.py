"""What a letter says of the letters before it, and what that makes of it: a collector's later letter is told from its
first demand by the demand that it names.

Weighs the kinds of `parsers.fields.kind`, on folded text (`parsers.views.fold`). Not here: the dates of earlier
letters (`parsers.fields.dates`) and whether an earlier notice is told (`parsers.fields.statements`).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence

from parsers.dates import find_dates
from parsers.fields.titles import Title
from parsers.model import LetterKind, LineType, Statement, StatementId
from parsers.views import fold

_AFTER_DEMAND = re.compile(
    r"\b(?:var|vart|tidligere|tidlegare|forrige|forre|sendte|sende (?:vi|me)|mottatt|tross|viser til|syner til|"
    r"har fatt|sendt|previous)\b[^.]{0,50}"
    r"\b(?:betalingsoppfordring|betalingsoppmoding|inkassokrav|inkassobrev|krav om betaling|demand)"
    r"|\b(?:betalingsoppfordring|inkassokrav)\w*\b(?! [-–—|] )[^.\n|]{0,40}\b(?:ble|er|vart|av|datert|uten|utan)\b"
    r"|(?<!denne )(?<!med )\bbetalings(?:oppfordring|oppmoding)(?:en|a)\b"
    r"|\b(?:fikk|fekk|mottok|henviser til|vist til)\b[^.]{0,30}"
    r"\b(?:betalingsoppfordring|betalingsoppmoding|inkassokrav)"
    r"|\binkassosak\w*\b[^.]{0,40}\b(?:fortsatt|framleis|fremdeles|stadig|ennå|enda)\b|\bfortsatt (?:ubetalt|"
    r"ikke)|\bframleis (?:ubetalt|ikkje)"
    r"|\b(?:siste|ny|second|final) (?:paminn|purring|reminder|mulighet|sjanse)|\bdespite our (?:demand|previous)"
    r"|\bour (?:payment )?demand\W+(?:of|dated|sent)\b"
)
_EARLIER_DEMAND = re.compile(
    r"\b(?:viser|syner|henviser|visar) til\W+(?:\w+\W+){0,2}betalingsopp(?:for?dring|moding)"
    r"|\b(?:var|vart|forrige|forre|tidligere|tidlegare)\W+betalingsopp(?:for?dring|moding)\w*\W+(?:\w+\W+){0,3}?\d"
    r"|(?<!denne )(?<!med )\bbetalingsopp(?:for?dring(?:en)?|moding(?:a|en)?)\W+(?:(?:ble|vart|blei|er)\W+)?"
    r"(?:sendt|send|datert|dagsett|av|fra)\W+(?:\w+\W+){0,2}?\d"
    r"|\b(?:sendte|sende|fikk|fekk|mottok)\W+(?:\w+\W+){0,3}?betalingsopp(?:for?dring|moding)\w*\W+(?:\w+\W+){0,3}?\d"
    r"|\d{4}\W{1,4}(?:(?:ble|blei|vart|var)\W+)?(?:inkassokrav\w*|payment demand|betalingsopp(?:for?dring|moding)\w*)"
    r"\W+(?:(?:ble|blei|vart|er|var|was)\W+)?(?:sendt|send|utsendt|postlagt|mottatt|motteken|sent)\b"
    r"|(?<!denne )\bbetalingsopp(?:for?dring(?:en)?|moding(?:a|en)?) \((?:sendt |send |datert |av |den )*\d"
    r"|\b\d{1,2}\.\W{0,2}(?:\d{1,2}\.|[a-z]{3,9}\.?)\W{0,2}\d{2,4}\W{1,3}betalingsopp(?:for?dring(?:en)?|moding(?:a|en)?)"
    r"\W+(?:(?:ble|vart|blei|er)\W+)?(?:sendt|send|datert|dagsett)\b"
    r"|\bour (?:payment )?demand\W+(?:of|dated|sent)\b"
)
"""A demand of its own that the letter names as sent before, in folded text."""
_DEMAND_AND_DAY = re.compile(
    r"(?<!denne )(?<!med )\b(?:betalingsopp(?:for?dring|moding)\w*|inkassokrav\w*|demand(?: for payment|"
    r" letter)?)\W+(?:(?!krav|skre|oppdragsgiv|kreditor|klient|fordringshav|gjeld|faktura|regning|rekning|forfal|"
    r"frist|vars|inkassovars|rente|betal|innbetal|claim|invoice|due)[^\W\d]\w*\W+|§\W*\d+\W+){0,6}?(?=\d{1,2}\.|"
    r"\d{4}-\d|\d{1,2} (?:jan|feb|mar|apr|ma[iy]|jun|jul|aug|sep|o[ck]t|nov|de[cs]))"
)
"""A demand and a day, with no word between them that the day would belong to."""
_OF_EARLIER_DEMAND = re.compile(
    r"\b(?:var|tidligere|tidlegare|forrige|forre|our|previous|earlier)\W+(?:betalingsopp(?:for?dring|moding)|demand)"
)
"""A heading that names an earlier demand: "Ubetalt krav – vår betalingsoppfordring"."""
_OWN_LETTER = re.compile(
    r"\b(?:vart|vare|mitt|our|my)\W+(?:(?:tidligere|tidlegare|forrige|forre|siste|previous|earlier)\W+)?"
    r"(?:krav(?:brev)?|claim letter)\W+(?:av|datert|fra|sendt|send|of|dated)\W+(?:\w+\W+){0,2}?\d"
)
_OTHERS = r"(?!vars|inkassovars|kreditor|oppdragsgiv|fordringshav|kravshav|klient|creditor|client|notice|warn)"
_WROTE_BEFORE = re.compile(
    rf"\b(?:(?:vi|me|we)\W+(?:\w+\W+){{0,2}}?|(?:skrev|skreiv|ba|bad|wrote)\W+(?:vi|me|we)\W+)"
    r"(?:skrev|skreiv|skrevet|skrive|sendte|sende|sendt|send|ba|bad|bedt|bede|henvendte|vende|krevde|kravde|krevd|"
    r"oppfordret|oppfordra|oppmoda|wrote|written|sent|asked|til|to)\W+"
    rf"(?:{_OTHERS}[^\W\d_]\w*\W+){{0,8}}?(?=\d)|\b(?:brev\w*|skriv\w*|melding\w*|letter)\W+(?:(?:vart|vare|var|"
    rf"fra oss|from us|sendt|send|som|vi|me|sendte|sende|deg|av|"
    r"datert|dagsett|fra|of|dated|den|on|ditt|til)\W+){1,5}(?=\d)"
    rf"|\b(?:our|vart|vare|var)\W+(?:(?:forrige|forre|siste|tidligere|tidlegare|previous|last|earlier|first|forste|"
    rf"fyrste)\W+)?"
    r"(?:brev|skriv|melding|letter)\w*\W+(?:(?:av|datert|dagsett|fra|of|dated|den|on|sendt|send|sent)\W+){0,3}(?=\d)|"
    r"\b(?:fikk|fekk|mottok|received|got)\W+(?:\w+\W+)?(?:brev|skriv|letter)\w*\W+(?:fra|from)\W+(?:oss|"
    r"us)\W+(?:\w+\W+){0,2}?(?=\d)"
)
"""A letter of the collector's own that it names by its day and not by its name: "Vi skrev til deg 6. august"."""
_ASKED_TO_PAY = re.compile(
    r"\b(?:betal|innbetal|gjore opp|gjere opp|gjort opp|gjer opp|oppgj|innfri|frist|innen|innan|senest|seinast|pay|"
    r"settle|deadline|svar|besvart|hort|hoyrt|reply|replied|answer)"
)
_SPEAKS_OF_NOTICE = re.compile(
    r"vars(?:el|la|le|lin)|\bnotice|\bwarn|\bpurr|pamin|reminder|faktura|regning|rekning|invoice"
)
_SENTENCE_END = re.compile(r"(?<!\d)[.?!](?=\s)|(?<=\d{4})\.(?=\s)|\n\n")
_ONE_ROUND = dt.timedelta(days=25)
"""From a demand's day to the last day of a letter that follows it: two deadlines, of which one has run out."""


def weigh_sequence(
    weights: dict[LetterKind, float],
    body: str,
    titles: list[Title],
    statements: Mapping[StatementId, Statement],
    line_types: frozenset[LineType],
) -> None:
    """A collector's later letter is told from its first by what it says came before."""
    kinds = titles[0].kinds if titles else ()
    if titles and kinds == (LetterKind.BETALINGSOPPFORDRING,) and _OF_EARLIER_DEMAND.search(fold(titles[0].text)):
        kinds = ()  # what the letter is about, not what it is
        weights[LetterKind.BETALINGSOPPFORDRING] -= titles[0].weight
    dated = _follows_a_demand(body)
    after = dated or _AFTER_DEMAND.search(body) is not None or _EARLIER_DEMAND.search(body) is not None
    if after:
        # what the letter must say makes it look like the first demand; a title that calls it so outweighs this
        headed = kinds[:1] == (LetterKind.BETALINGSOPPFORDRING,)
        if kinds[:1] == (LetterKind.RETTSLIG_VARSEL,):
            weights[LetterKind.RETTSLIG_VARSEL] += 1.5
            weights[LetterKind.OPPFOLGING] += 1.0
        else:
            weights[LetterKind.OPPFOLGING] += 2.0 if headed else 2.6
        if (dated or _EARLIER_DEMAND.search(body)) and kinds != (LetterKind.BETALINGSOPPFORDRING,):
            legal_step = kinds[:1] == (LetterKind.RETTSLIG_VARSEL,)
            weights[LetterKind.RETTSLIG_VARSEL if legal_step else LetterKind.OPPFOLGING] += 2.0
            weights[LetterKind.BETALINGSOPPFORDRING] -= 1.0
        noticed = statements.get(StatementId.ENFORCEMENT_NOTICE)
        named = noticed is not None and noticed.strength == "clear" and noticed.detail != "announced"
        weights[LetterKind.RETTSLIG_VARSEL] += 2.0 if named else 0.6
    if LetterKind.PURRING in kinds and (LineType.COLLECTION_FEE in line_types or after):
        weights[LetterKind.OPPFOLGING] += 3.2
        weights[LetterKind.PURRING] -= 1.5
    legal = statements.get(StatementId.LEGAL_COLLECTION)
    if not kinds and after and legal is not None and StatementId.BOARD_RIGHT not in statements:
        weights[LetterKind.OPPFOLGING] += 0.5


def _follows_a_demand(body: str) -> bool:
    """Whether a demand is named with a day that cannot be this letter's own: two later days are printed, the last of
    them long after it.
    """
    if _OWN_LETTER.search(body):
        return True
    days = sorted({found.date for found in find_dates(body)})
    for match in _DEMAND_AND_DAY.finditer(body):
        named = next((found for found in find_dates(body[match.end() : match.end() + 30]) if found.start == 0), None)
        if named is not None and _has_rounds_after(days, named.date):
            return True
    return any(_has_rounds_after(days, day) for day in _days_written(body))


def _days_written(body: str) -> Iterator[dt.date]:
    """The days of letters that the writer says it sent to ask for payment, where the sentence speaks of no notice, bill
    or reminder.
    """
    for match in _WROTE_BEFORE.finditer(body):
        named = next((found for found in find_dates(body[match.end() : match.end() + 30]) if found.start == 0), None)
        if named is None:
            continue
        start = max(body.rfind(stop, 0, match.start()) for stop in (". ", ".\n", "\n\n", "? ", ": "))
        end = _SENTENCE_END.search(body, match.end() + named.end)
        said = body[start + 1 : end.start() if end else len(body)]
        if _ASKED_TO_PAY.search(said) and not _SPEAKS_OF_NOTICE.search(said):
            yield named.date


def _has_rounds_after(days: Sequence[dt.date], day: dt.date) -> bool:
    later = [other for other in days if other > day]
    return len(later) >= 2 and later[-1] - day >= _ONE_ROUND
