"""Labels that no dictionary holds, told by the stems of their words: "Fakturaens nummer", "Når skulle det vært
betalt?", "Hva regningen er for", "Kundekonto".

A label is short, holds no figures and stands as a cell of its own or before its value. Its kind is told by what it
speaks of (a date of what, a number of what, who, what for). How the value must look is asked of the caller of
:func:`parsers.fields.labelled.labelled_values`, so that a misjudged label finds no value rather than a wrong one.

Labels made of nothing but known words are put together in `parsers.fields.label_words`.

Not here: labels of amounts (`parsers.patterns`) and of payment details.
"""

from __future__ import annotations

import re
from functools import lru_cache

from parsers.fields.label_words import field_told
from parsers.views import fold

MOST_WORDS = 7
"""Words of the longest text that is still taken for a label."""

_BILL = r"(?:faktura\w*|regning\w*|rekning\w*|bilag\w*|nota\w*|invoice\w*|bill)"
_ASK = r"(?:hva|kva|what|hvilk\w+)"
_CONCERN = r"(?:gjelder|gjeld|gjaldt|vedrorer|vedkjem|angar|handler|dreier|handlar|concern\w*|about|for|er|is)"
_CLAIM = (
    r"(?:krav\w*|sak(?:en|a)?|belop\w*|faktura\w*|regning\w*|rekning\w*|penge\w*|penga\w*|det|dette|"
    r"claim|bill|invoice)"
)

_STEMS: tuple[tuple[str, float, str], ...] = (
    (
        "other",
        0.9,
        (
            r"(?<!type )(?<!slags )\bkonto(?:en|nr|nummer)?\b(?!\W+(?:ref|gjeld|type|(?:nr\W+)?i reskontro))|"
            r"\bkid\b|\biban\b|\btelefon\w*|\btlf\b|e.?post|\borg\W|\bpin\b|\bsum\b|"
            r"\bbelop\w*$|betale med|betal til|hvordan betal|korleis betal|logg inn|\bsatser?\b"
        ),
    ),
    (
        "original_creditor",
        0.86,
        (
            r"(?:opprinnel|opphavl|tidlig|tidleg|original|forrige|forre)\w*\W+(?:\w+\W+)?"
            r"(?:fordringshav|kreditor|eier|eigar|kravshav|langiv|oppdragsgiv|creditor|selger|seljar)\w*"
        ),
    ),
    (
        "original_due_date",
        0.87,
        (
            r"^(?:betalings?(?:dag|dato|frist)|forfal)\w*\W+(?:var|was)$"
            r"|^mislighold\w*\W+(?:fra|siden|sidan|den|fra og med)$|^ubetalt\W+(?:fra|siden|sidan)$"
        ),
    ),
    (
        "creditor",
        0.86,
        (
            r"^(?!.*\b(?:hilsen|helsing|regards|signert|underskr))(?:\w+\W+){0,5}?(?:pa vegn?er? av|on behalf of)$"
            r"|^(?:vi|me|jeg|eg|we)\W+(?:represent\w*|(?:skriv|kreve?|innkrev|arbeid|jobb|opptr|act|write|collect)\w*"
            r"(?:\W+(?:inn|her|na|no|penge\w*|penga\w*|krav\w*|sak\w*|money|this)){0,3}\W+for)$"
            r"|^(?:navaerende |noverande |ny )?(?:eier|eigar|owner)\w*\W+(?:av|til|of)\W+"
            r"(?:krav|fordring|gjeld|the claim)\w*$"
            r"|^(?:hvem|kven|who|hvem du|kven du)\b.*(?:krev|skyld|skuld|penge|penga|owe|eier|eig"
            r"|kreditor|claim)"
            r"|\b(?:kreditor|fordringshav|kravshav|creditor)\w*(?:\W+(?:navn|namn|i saken|i saka|name))?$"
        ),
    ),
    (
        "notice_deadline",
        0.86,
        (
            r"(?:vars[el]\w*)\W+(?:\w+\W+){0,2}?(?:frist\w*|utlop\w*|gikk ut|lop ut)"
            r"|frist\w*\W+(?:\w+\W+){0,2}?vars[el]\w*"
        ),
    ),
    (
        "notice_date",
        0.86,
        (
            r"(?:vars(?:el|la|let)\w*)\W+(?:\w+\W+){0,2}?(?:dato\w*|send\w*|den|av|gikk|date)$"
            r"|(?:dato|nar)\W+(?:\w+\W+){0,3}?vars(?:el|la|let)\w*"
        ),
    ),
    (
        "payment_deadline",
        0.87,
        (
            r"\bny\w*\W+(?:\w+\W+)?(?:forfall|frist|betalings?da)\w*"
            r"|\bsiste?\w*\W+(?:\w+\W+){0,2}?(?:betal\w*|frist\w*|dag|dato)"
            r"|\bnar\b.*\b(?:ma|skal|innen|innan|senest)\b.*(?:betal|gjor|ordn)|(?:betal|gjor|ordn"
            r"|innbetal)\w*(?:\W+\w+){0,3}?\W+(?:innen|innan|senest|seinast|for|fore|before|by)$"
            r"|\bfrist\w*\b.*\b(?:betal|oppgj|innsigels|svar)\w*|\bbetalings?(?:frist|dag)\w*|\b(?:last|latest)\b.*\bpay\w*"
            r"|\bpay\w*\b.*\b(?:by|before|deadline)$|\bnew due date"
        ),
    ),
    (
        "original_due_date",
        0.87,
        (
            r"skulle\W+(?:\w+\W+){0,2}?(?:vart|vore|ha|blitt)|\b(?:forste?|fyrste?|oppr\w*"
            r"|opphavl\w*|gammelt?|original|faktura\w*|regning\w*|krav\w*)\W+(?:\w+\W+)?(?:forfal\w*|betalingsfrist|due)"
            r"|\bforfal[lt]\w*\W+(?:\w+\W+)?(?:forste|oppr\w*|opphavl\w*|den|siden|sidan|pa)|\bforfalt\b|\b(?:was"
            r"|fell) due|\bdue (?:originally|since)"
        ),
    ),
    (
        "invoice_date",
        0.87,
        (
            rf"\b{_BILL}\W*(?:\w+\W+)?(?:dato\w*|datert|date|utstedt|sendt|skreven|skrevet"
            rf"|issued)$|\bdato\w*\W+(?:\w+\W+)?{_BILL}$|\b{_BILL}\W+(?:(?:er|var|is|was)\W+)?(?:av|fra|from)$"
            r"|^(?:den|it)\W+(?:var|ble|blei|vart|was)\W+(?:datert|dagsett|utstedt|utferda|sendt|send|dated|issued|sent)$"
        ),
    ),
    (
        "letter_date",
        0.86,
        (
            r"^(?:dato|date|utsendt|utskreve\w*|skreve\w*|skrive[nt]?|utferdig\w*|sendt|oppretta|opprettet"
            r"|utsteda?t?|brevdato|generert)(?:\W+(?:for|pa|den|fra|of|ut|til|deg|dem|dere|dykk|you|vart|ble))*(?:\W+(?:brev\w*"
            r"|utsend\w*|purring\w*|skriv\w*|letter|melding\w*|kravet))?$"
            r"|^(?:dette )?brev\w*\W+(?:(?:er|ble|vart|blei)\W+)?(?:send|sendt|datert|skreve\w*|skrive\w*|utsendt|av)$"
        ),
    ),
    (
        "customer_number",
        0.86,
        (
            r"\b(?!\w*(?:kontingent|avgift|pris|gebyr|kort|fordel))(?:kunde|medlem|skyldner|skuldnar|abonnent|debitor|reskontro|leietaker|leigetakar"
            r"|customer|member|elev|pasient|beboer)\w*"
            r"(?:\W+(?:nr|nummer|no|number|id|konto|ref\w*|hos \w+|hos \w+ \w+|med nummer|forhold))*$|\b(?:klient"
            r"|oppdragsgiver|oppdragsgj?[ei]var|kreditor)(?:ens|s|en)?\W+ref\w*$"
        ),
    ),
    (
        "case_number",
        0.86,
        (
            r"^(?:din|ditt|var|vart|our|your)?\W*(?:inkasso)?(?:sak(?:en|a|s)?|case|mappe"
            r"|j(?:ournal)?)\w*\W*(?:din|di|var|hos oss|nr|nummer|no|number|id|ref\w*)*\W*(?:hos oss)?$"
            r"|\b(?:saks|sak|case|journal|arkiv|mappe|inkasso)\W?(?:nr|nummer|ref\w*|number|no|id)\b|\bj\W?nr\b"
            r"|^(?:din|var|vart|our|your)\W+ref\w*$|\boppgi\w*\W+(?:ved|nar|alltid)"
        ),
    ),
    (
        "invoice_number",
        0.86,
        (
            rf"\b{_BILL}(?:\W+(?:nr|nummer|no|number|id|ref\w*|din|var|vart))+$"
            rf"|^(?:\w+\W+)?{_BILL}$|\b(?:nummer|number|nr)\W+(?:pa|of|on)\W+(?:\w+\W+)?{_BILL}$"
        ),
    ),
    (
        "claim_description",
        0.86,
        (
            rf"^{_ASK}\b.*\b{_CONCERN}\b|^{_CLAIM}\W+{_CONCERN}$|^(?:gjelder|gjeld|angar"
            rf"|vedr\w*|vedkjem\w*|regarding|concerning|formal)\b(?:\W+{_CLAIM})?$|"
            r"^(?:kjop\w*|vare\w*|tjenest\w*|tenest\w*|ytels\w*|ytelse\w*|produkt\w*|bestill\w*|leveranse\w*|levert"
            r"|leverte|leveransen|opphav|opprinnels\w*|arsak|bakgrunn|spesifikasjon|service|goods|purchase|order)(?:\W+(?:som|er|du"
            r"|har|eller|or|og)(?:\W+\w+){0,2})?$|"
            r"\b(?:arsak|bakgrunn|grunnlag|grunn)\w*\W+(?:til|for)\W+(?:\w+\W+)?krav\w*"
        ),
    ),
)
_COMPILED = tuple((field, strength, re.compile(source)) for field, strength, source in _STEMS)
_ANY = re.compile(
    r"fakt|regn|rekn|bila|nota|invo|bill|kred|fordr|krav|cred|hvem|kven|who|vars|forf|frist|due|betal|pay|skul"
    r"|dato|date|send|"
    r"skrev|skriv|utf|utst|oppr|brevd|gener|kunde|medl|skyld|abon|debit|leie|leig|cust|memb|elev|pasi|bebo|klie|oppd"
    r"|sak|case|"
    r"mapp|j\W?nr|jour|arki|inka|ref|hva|kva|what|hvil|gjel|anga|vedr|vedk|rega|conc|form|kjop|vare|tjen|tene|ytel|"
    r"prod|best|leve|grun|arsa|bakg|serv|good|purc|orde|oppg|nar\b|innen|innan|senest|seinast|"
    r"vegn|behalf|represent|for$|"
    r"tidl|forr|forre|misl|ubet|brev|resk|konto|\bkid\b|iban|tele|\btlf|post|\borg|\bpin\b|\bsum\b|belop|logg inn|sats"
)

_ASIDE = re.compile(r"\s*\([^()]*\)?\s*$")
"""What is said of a label in brackets: "Saksnr. (oppgis ved henvendelse)"."""


_ALTERNATIVE = re.compile(r"^\w+-\s?/\s?(?=\w{3})")
"""The first of two names that a label has, whose end is the second's: "Sanksjons-/fakturanr."."""


_FIGURE = re.compile(r"(?<=\s)\S*\d(?=\S\S)")
_FIRM = re.compile(r"(?<=[a-zæøå.:/]\s)(?=[A-ZÆØÅ][^.:?]*\b(?:AS|ASA|SA|BA|DA|ANS|KF|IKS)$)")
_MOST_OF_VALUE = 4


def label_before(text: str) -> tuple[int, str, float] | None:
    """Where a value begins that stands in one piece with its label, nothing but a blank between them, with the field
    and how surely: "Siste innbetalingsdag 28.08.2026", "Innkreves for Solvik Renhold AS"; ``None`` for other texts.
    """
    for pattern, fits in ((_FIGURE, _FIGURED), (_FIRM, _NAMED)):
        found = pattern.search(text)
        if found is None or text[-1] in ".?!" or len(text[found.start() :].split()) > _MOST_OF_VALUE:
            continue
        told = None if any(c.isdigit() for c in text[: found.start()]) else field_told(fold(text[: found.start()]))
        if told is not None and told[0] in fits:
            return found.start(), *told
    return None


_FIGURED = frozenset(
    {
        "letter_date", "payment_deadline", "original_due_date", "invoice_date", "notice_date", "notice_deadline",
        "invoice_number", "case_number", "customer_number",
    }
)  # fmt: skip
_NAMED = frozenset({"creditor", "original_creditor", "collector"})


@lru_cache(maxsize=4096)
def field_of(folded: str) -> tuple[str, float] | None:
    """The field a short folded text (:func:`parsers.views.fold`) names, and how surely (0-1); "other" for a label of
    no field here; ``None`` when it is no label.
    """
    if "(kid" in folded:
        return "other", 0.9
    text = _ASIDE.sub("", folded).strip(" .:;,?–—-·•|*")
    text = _ALTERNATIVE.sub("", text)
    if not text or len(text) > 60 or len(text.split()) > MOST_WORDS or any(c.isdigit() for c in text):
        return None
    telling = _COMPILED if _ANY.search(text) else ()
    if telling and telling[0][2].search(text):
        return telling[0][:2]
    told = field_told(text)
    if told is not None:
        return told
    return next(((field, strength) for field, strength, expression in telling if expression.search(text)), None)
