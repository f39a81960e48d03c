"""Amounts in running text: "I tillegg kommer gebyr med 38 kroner, så til sammen blir det kr 488".

An amount is named by the words just before it in its sentence, or just after it ("300 kroner i salær"). What a
sentence says would or may cost something is marked as conditional. Not here: tables (`parsers.fields.tables`).
"""

from __future__ import annotations

from dataclasses import replace

import regex

from parsers.candidates import Amount
from parsers.fields.amount_rows import AmountRow
from parsers.label_marks import is_conditional
from parsers.layout import Sheet
from parsers.money import find_amounts
from parsers.patterns import RowLabel, read_row_label
from parsers.views import fold

_TIMEOUT = 0.1
_REACH = 60
"""Characters behind an amount that may say what it is."""
_SENTENCE_END = regex.compile(r"(?<=[^\W\d]{2}|\d\d\d|[,:.]\d\d|,[-–—]|[)\"%])[.!?:;]\s+(?=[^\W\d_a-zæøå])")
_AFTER = regex.compile(
    r"\s*(?:kr\.?\s*)?(?:(?:i|for|som gjelder|er|til|av|et|eit|en|ein|a|an|the)\s+)+(?P<words>(?:[^\s,.;()]+\s*){1,4})"
)
_PAID_NOW = regex.compile(
    r"\W*(?:(?:som\W+)?(?:ma|skal|bes|bedes|blir|vert|mest|ber vi (?:deg|dem) om a)\W+)"
    r"(?:vare\W+|bli\W+|no\W+|na\W+)?(?:(?:inn)?betal(?:es|t|ast|e)|overfor(?:es|t|e)|overf[oa]r(?:ast|t))\b|"
    r"\W*(?:inn)?betales\b|\W*er betalt innen\b|\W*(?:must|should|is to) be (?:paid|transferred|settled)\b"
)
_INTO_ACCOUNT = regex.compile(
    r"\W*(?:kr\w*\W+)?(?:ma|skal|bes)?\W*(?:vare|bli|kommet?)?\W*(?:satt |sett )?inne?\W+(?:pa|til)\W+(?:\w+\W+){0,2}?"
    r"(?:bank|klient)?konto"
)
_WAS_PAID = regex.compile(r"\b(?:har|hadde|ble|vart|blei)\W+(?:\w+\W+){0,3}?(?:inn)?(?:betalt|satt|sett|overfort)\b")
_PAID_BY_YOU = regex.compile(
    r"\W*(?:kr\w*\W+)?(?:(?:som|which)\W+)?(?:de|du|dere|dykk|you)\W+(?:(?:allerede|alt|already)\W+)?(?:har|have)\W+"
    r"(?:(?:allerede|alt|already)\W+)?(?:inn)?(?:betalt|paid)\b"
)
_NOT_PAID = regex.compile(
    r"\b(?:ikke|ikkje|aldri|ennå|enno|not|never|yet)\b(?:\W+\w+){0,6}?\W+(?:betal(?:t|a)|betala|gjort opp|paid|settled)"
    r"(?:\W+(?:oss|us|the|amount|of|summen|belopet|pa)){0,3}\W*(?:kr|nok)?\W*$"
)
"""What was not paid: "Vi kan ikke se at du har betalt kr 500 for …"."""
_TAKEN_OFF = regex.compile(
    r"\b(?:fra|herfra|from)\W+(?:(?:dette|summen|this)\W+)?(?:gar|kommer|kjem|trekkes|trekkjast|trekk(?:er)? vi)"
    r"\W*(?:kr|nok)?\W*$"
)
_PAY_THIS = regex.compile(
    r"\b(?:(?:inn)?betal(?:e|er)?|overfor(?:e|er)?|gjor(?:e)? opp|gjer(?:e)? opp|set(?:t|te|je)? inn|ordne|"
    r"pay|settle|transfer|remit)(?:\W+(?:inn|oss|us|belopet|summen|med|the amount(?: of)?|pa)){0,2}\W*(?:kr|nok)?\W*$"
    r"|\b(?:(?:ma|skal|vil|must|should)\W+(?:(?:derfor|na|no|now)\W+)?(?:ha|fa|have|receive)|"
    r"(?:ber|bed|anmoder|oppmodar|oppfordrer|oppmoder|ask)\W+(?:\w+\W+)?(?:om|for)|"
    r"imote\s?ser|imotekommer|avventer|avventar|venter|ventar|forventer|forventar|krever|krev|onsker|onskjer|expect|await|require|request)\W+"
    r"(?:pa\W+)?(?:(?:en|ei|ein|your|full|deres|dykkar)\W+)?(?:inn)?(?:betaling|oppgj[oe]r|payment|settlement)\w*\W+(?:pa|av|of)"
    r"(?:\W+(?:belopet|summen|totalt|the amount(?: of)?))?\W*(?:kr|nok)?\W*$"
    r"|\b(?:fa|bli|blir|vert|(?:ma|skal) (?:vare|vere))\W+(?:inn)?betalt\W*(?:kr|nok)?\W*$"
)
_COMES_TO = regex.compile(
    r"\b(?:(?:hele |samlede? |samla |total[et]* |ditt |dykkar )?(?:krav\w*|belop\w*|sum\w*|gjeld\w*|skyld\w*|"
    r"restanse\w*|mellomvarende\w*|tilgodehavende\w*|utest\w*|det|dette|vi|claim|balance|amount)\W+)"
    r"(?:utgjor|utgjer|er|blir|vert|lyder|belop\w* seg|kommer|kjem|summerer seg|amounts?|comes?|is)\W+"
    r"(?:(?:na|no|pa|til|to|kr|nok)\W+)*"
    r"(?:altsa|etter dette|dermed|da|i alt|samlet|samla|til ?sammen|til saman|totalt|derfor|per i dag|i dag|now|thus|"
    r"therefore|in total|in all|altogether)\b\W*(?:(?:pa|til|kr|nok|to|opp i|a)\W*)*$"
)
_WHAT_TO_PAY_IS = regex.compile(
    r"\b(?:det|alt|belop\w*|sum\w*|what|the (?:amount|sum))\W+"
    r"(?:(?:som|that|which|du|de|dere|vi|you|we|altsa|derfor|dermed|na|no|da|i dag|now|therefore)\W+){0,4}"
    r"(?:skal|ma|mest|bes|har a|ber (?:deg|dem) om a|must|have to|need to|are to|should)\W+"
    r"(?!(?:\w+\W+){0,3}?(?:ekstra|i tillegg|extra|\w*rente\w*|\w*gebyr\w*|\w*salar\w*|interest|fees?)\b)"
    r"(?:(?:\w+\W+){0,2}?(?:(?:inn)?betal\w*|overfor\w*|gjor\w* opp|gjer\w* opp|pay|settle|transfer))\W+"
    r"(?:(?:inn|oss|us|na|no|i alt|totalt|til sammen)\W+){0,2}"
    r"(?:blir|er|vert|utgjor|utgjer|lyder|kommer|kjem|belop\w* seg|is|comes|amounts?)\W+"
    r"(?:(?:altsa|dermed|derfor|da|na|no|i alt|totalt|til ?sammen|til saman|samlet|samla|etter dette|pa|til|opp i|to|"
    r"thus|therefore|now|in all|in total|kr|nok)\W*)*$"
)
"""A clause that says what is to be paid, and that it is the amount: "Det du skal betale, blir altså …"."""
_YOU_OWE = regex.compile(
    r"\b(?:(?:skylder|skuldar) (?:du|de|dere|dykk)|(?:du|de|dere) (?:skylder|skuldar)|you(?: now)? owe)\b"
    r"(?:\W+(?:oss|derfor|dermed|altsa|da|na|no|i alt|totalt|us))*\W*(?:kr|nok)?\W*$"
)
_MORE_COMES = regex.compile(
    r"\W*(?:kr\w*\W+)?(?:i tillegg|dessuten|attpa|pa toppen|til dette|utover dette|derover|in addition|on top)\b"
    r"(?!\W+(?:kan|vil kunne|may|might)\b)"
)
"""What follows an amount that is not yet all: "Du skylder oss kr 500. I tillegg kommer …"."""
_IT_IS = regex.compile(
    r"\b(?:fakturabelopet|belopet|summen|kravet|fakturaen|regningen|rekninga|the (?:amount|invoice|claim))\W+"
    r"(?:er|var|lyder|lydde|lod|is|was)(?:\W+pa)?\W*(?:kr|nok)?\W*$"
    r"|\b(?:den|han|ho|hun|denne|som)\W+(?:lyder|lydde|lod|var)\W+pa\W*(?:kr|nok)?\W*$"
)
"""What the claim was, before anything is added."""
_CHARGED_FOR_NOTICE = regex.compile(
    r"\bfor\W+(?:(?:a\W+)?(?:sende|skrive|lage|gi|gje|sending)\W+)?"
    r"(?:(?:a|deg|oss|dette|denne|this|the|vart|var|our)\W+){0,2}"
    r"(?:inkasso)?(?:vars(?:el|elet|let|ling|le)|purr\w+|paminn\w+|minne|reminder|notice)\W+(?:(?:deg|pa det)\W+)?"
    r"(?:(?:har|have|ma|must|we|vi|me)\W+){0,2}(?:krev\w*|tar|tek|belast\w*|legg\w*|bereg\w*|rekn\w*|charg\w*)\b"
    r"(?:\W+(?:vi|me|deg|dem|dykk|you|oss|til|pa|a fee of|eit|et|gebyr))*\W*(?:kr|nok)?\W*$"
)
"""What is charged for a notice, in a sentence that names no fee: "For å sende dette varselet krever vi …"."""
_SO_IT_IS = regex.compile(
    r"\b(?:til ?sammen|til saman|totalt|i alt|samlet|samla|all in all|altogether|in total|det gir|dermed|altsa)\W+"
    r"(?:(?:blir|er|vert|utgjor|utgjer|skylder|skuldar|det|dette|du|de|vi|da|dermed|kommer|pa|til|is|it|comes?|to|you|"
    r"owe|kr|nok)\W*)*$"
)
_ALL = r"(?:alt )?i alt|til ?sammen|til saman|totalt|samlet|samla|in all|in total|altogether"
_BECOMES = regex.compile(
    r"\b(?:det|dette|sum\w*|belop\w*|krav\w*|alt|vi|it|this|that|we)\W+(?:\w+\W+){0,2}?"
    r"(?:blir|er|vert|utgjor|utgjer|gir|gjev|kommer|kjem|lander|comes?|makes?|is)\W*"
    r"(?:(?:vi|me|da|dermed|altsa|pa|til|to|at|kr|nok)\W*)*$"
)
_IN_ALL = regex.compile(rf"\W*(?:kr\w*\W+)?(?:{_ALL})\b(?!\W+(?:i|pa|for|til|av|in|of)\W+(?!dag\b))")
"""What all comes to, said behind the amount: "Det blir 427,30 kroner i alt"."""
_THIS_TO_PAY = regex.compile(
    rf"\W*(?:kr\w*\W+)?(?:(?:{_ALL})\W+)?(?:og\W+|and\W+)?(?:det|dette|den|denne|this)\W+(?:belopet|summen|amount|sum)\W+"
    r"(?:ma|skal|bes|ber|must|should|is to)\b"
)
_OWED_FOR = regex.compile(
    r"\b(?:du|de|dere|dykk|you)\W+(?:er|var|are|were)\W+(?:oss\W+)?(?:skyldig|skuldig|skuldige)\W*(?:kr|nok)?\W*$"
    r"|\b(?:du|de|dere|dykk|you)\W+(?:skylder|skuldar|skuldte|skyldte|owe|owed)(?:\W+(?:oss|us))?\W*(?:kr|nok)?\W*$"
)
_FOR_A_THING = regex.compile(
    r"\W*(?:kr\w*\W+)?for\W+(?!(?:dette|kravet|saken|saka|alt|this|the claim)\b)[^\W\d]"
    r"(?![^.]{0,50}\b(?:inkl|medregn|medrekn|iberegn|including|rente|gebyr|salar)\w*)"
)
"""What somebody owes for one thing: "Du er skyldig kr 900 for strøm", to which costs may come."""
_CLAIM_AFTER = regex.compile(
    r"^\W*(?:\w+\W+){0,3}?(?:som\W+)?(?:forfalt|forfall|forfell|hadde forfall|skulle v[ae]?r[et]+|"
    r"was due|fell due|due)\b|^\W{0,3}(?:faktura|rekning|regning|invoice)"
)
_WOULD = regex.compile(
    r"^\W*(?!(?:var|vart|her|der|for|eller|etter|under|over|per|nar|mer|er|herr)\b|"
    r"(?:regner|reknar|legger|legg|summerer|summerar|samler|samlar|plusser|plussar|adderer)\W+(?:vi|me|du|en|ein|man)\b)\w+(?:r|es|let|lat)\b[^,.]{3,90},\W*"
    r"(?:sa |da |so )?(?:ma|vil|kan|skal|blir|vert|kommer|kjem|palop\w*|oker|aukar|bes)\b"
)
_EXTRA = regex.compile(r"\W*(?:kr\w*\W+)?(?:ekstra|mer|meir|extra|more|i tillegg|pa toppen|utover)\b")
_ASIDE = regex.compile(
    r"\b(?:(?:regnet|rekna|beregnet|løpende|løpande|påløpt|counted|accrued|som løper|som løp)\s+)?"
    r"(?:fra|frå|siden|sidan|from|since|as\s+from|til|t\.?o\.?m\.?|until|to|per|pr\.?|den)(?:\s+(?:og\s+med|den))?\s+"
    r"(?:\d{1,2}[./]\s?\d{1,2}[./-]\s?\d{2,4}|\d{1,2}\.?\s+[^\W\d]{3,9}\s+\d{4})"
    r"|(?:\b(?:med|etter|på|à|at)\s+(?:en\s+|ein\s+|a\s+)?(?:(?:sats|rate|rente)\w*\s+(?:på|of|av)\s+)?)?"
    r"\d{1,2}(?:[.,]\d{1,3})?\s?(?:%|prosent|per\s?cent)"
    r"(?:\s+(?:årlig|årleg|(?:per|pr\.?|i|om)\s+(?:år|året)|p\.?\s?a\.?|per\s+(?:year|annum)|a\s+year))?",
    regex.IGNORECASE,
)
"""A day or a rate said in passing between an amount's name and the amount."""
_AMOUNTS_TO = regex.compile(
    r"\b(?:belop\w* seg|utgjor|utgjer|summerer seg|er|blir|vert|kommer|kjem|stiger|lyder|amounts?|comes?|is)\b"
    r"(?:\W+\w+){0,8}?\W*(?:kr|nok)?\W*$"
)
_CLAUSE = regex.compile(r"[,(–]|\s(?:som|er|utgjør|utgjer|beløper|blir|vert|which|that|is|amounts?|comes?)\s")
_JOINING = frozenset({"av", "pa", "for", "of", "on", "ved", "i"})
_ENDS_JOINING = regex.compile(r"\b(?:og|samt|and|pluss|plus)\W*(?:kr|nok)?\W*$")
_APART = frozenset({"og", "samt", "and", "pluss", "plus", "med", "eller", "or"})
_SPECIAL = frozenset({"vat", "interest-on-costs", "own-demand-fee", "reminder-fee", "instalment-fee", "legal-costs"})


def in_sentence(sheet: Sheet, amount: Amount) -> AmountRow:
    """The row that an amount in running text makes, labelled by the words just before it, or just after it."""
    before, after = _around(sheet, amount)
    cuts = [m.end() for m in _SENTENCE_END.finditer(before, timeout=_TIMEOUT)]
    sentence = before[cuts[-1] :] if cuts else before
    figures = find_amounts(sentence)
    own = " ".join((sentence[figures[-1].end :] if figures else sentence).split())
    rest = _within_sentence(sheet.text[max(0, amount.end - 4) : amount.end], after)
    near = " ".join(own.split()[-7:])
    maybe = is_conditional(fold(sentence[-110:])) or bool(_WOULD.search(fold(sentence), timeout=_TIMEOUT))
    owed = _OWED_FOR.search(fold(own), timeout=_TIMEOUT) and _FOR_A_THING.match(fold(after), timeout=_TIMEOUT)
    if owed or (_YOU_OWE.search(fold(own), timeout=_TIMEOUT) and _MORE_COMES.match(fold(after), timeout=_TIMEOUT)):
        return _sentence_row(amount, near, read_row_label("hovedstol"), after)
    if not maybe and _says_total(fold(own), fold(after)):
        return _sentence_row(amount, near or " ".join(sentence.split()[-7:]), read_row_label("å betale"), after)
    named = _AFTER.match(after, timeout=_TIMEOUT)
    if not maybe and (
        _PAID_BY_YOU.match(fold(rest), timeout=_TIMEOUT) or _TAKEN_OFF.search(fold(own), timeout=_TIMEOUT)
    ):
        return _sentence_row(amount, near, read_row_label("innbetalt"), after)
    reading = read_row_label(named["words"], optical=amount.optical) if named else None
    label = named["words"].strip() if named and reading is not None else ""
    others = bool(figures) and _ENDS_JOINING.search(fold(own), timeout=_TIMEOUT)  # "2 425 for fakturaen og 38 i gebyr"
    if (reading is None or reading.role != "line") and not others:
        reading, label = _named_before(own, optical=amount.optical), near
    is_claim = _CLAIM_AFTER.search(fold(after), timeout=_TIMEOUT) or _IT_IS.search(fold(own), timeout=_TIMEOUT)
    if (reading is None and is_claim) or _NOT_PAID.search(fold(own), timeout=_TIMEOUT):
        reading = read_row_label("faktura på")
    if reading is None and _CHARGED_FOR_NOTICE.search(fold(own), timeout=_TIMEOUT):
        reading = read_row_label("purregebyr")
    if reading is None:
        reading = _subject(sentence, optical=amount.optical)
    if reading is not None and (maybe or is_conditional(fold(rest[:40]))):
        reading = replace(reading, conditional=True)
    return _sentence_row(amount, " ".join(label.split()), reading, after)


def _around(sheet: Sheet, amount: Amount) -> tuple[str, str]:
    """The running text before the amount and after it, on one line each: of its own paragraph, without headings over it
    and key words beside it. Of text that begins in the middle of a sentence, and of lone lines, what was read before.
    """
    text = sheet.text
    paragraph = sheet.paragraph_of(amount.cell)
    lines = sheet.text_cells(paragraph) if paragraph is not None else ()
    after = _begun(text[amount.end : amount.end + 100].replace("\n", " "))
    if not any(c is amount.cell for c in lines):
        return text[max(0, amount.start - 140) : amount.start], after
    before = " ".join(text[c.start : min(c.end, amount.start)] for c in lines if c.start < amount.start)[-140:]
    after = _begun(" ".join(text[max(c.start, amount.end) : c.end] for c in lines if c.end > amount.end))
    if lines[0].text[0].islower():
        before = text[max(0, amount.start - 140) : amount.start]
    return before, after


def _begun(text: str) -> str:
    """The beginning of a text, with its last word whole: half a year would be another one."""
    end = text.find(" ", _REACH)
    return text if end < 0 else text[:end]


def _within_sentence(amount: str, after: str) -> str:
    """What stands behind an amount up to its sentence's end."""
    end = _SENTENCE_END.search(amount + after, pos=len(amount), timeout=_TIMEOUT)
    return after if end is None else after[: end.start() - len(amount)]


def _says_total(own: str, after: str) -> bool:
    """Whether the folded words around the amount say that it is what is to be paid, or what all comes to."""
    return not _EXTRA.match(after, timeout=_TIMEOUT) and bool(
        _PAID_NOW.match(after, timeout=_TIMEOUT)
        or _THIS_TO_PAY.match(after, timeout=_TIMEOUT)
        or (_IN_ALL.match(after, timeout=_TIMEOUT) and _BECOMES.search(own, timeout=_TIMEOUT))
        or (_INTO_ACCOUNT.match(after, timeout=_TIMEOUT) and not _WAS_PAID.search(own, timeout=_TIMEOUT))
        or _PAY_THIS.search(own, timeout=_TIMEOUT)
        or _COMES_TO.search(own, timeout=_TIMEOUT)
        or _SO_IT_IS.search(own, timeout=_TIMEOUT)
        or _WHAT_TO_PAY_IS.search(own, timeout=_TIMEOUT)
        or _YOU_OWE.search(own, timeout=_TIMEOUT)
    )


def _subject(sentence: str, *, optical: bool) -> RowLabel | None:
    """What the subject of a longer sentence names, which the amount at its end is: "Renten, som for tiden er 12 % om
    året, beløper seg til …". Only where no other amount stands between them.
    """
    bare = " ".join(_ASIDE.sub(" ", sentence, timeout=_TIMEOUT).split())
    if find_amounts(bare) or not _AMOUNTS_TO.search(fold(bare), timeout=_TIMEOUT):
        return None
    subject = _CLAUSE.split(bare, maxsplit=1, timeout=_TIMEOUT)[0]
    reading = read_row_label(subject, optical=optical) if len(subject.split()) <= 5 else None
    known = reading is not None and reading.role == "line" and reading.pattern.strength >= 0.85
    return reading if known else None


def _named_before(own: str, *, optical: bool) -> RowLabel | None:
    """What the words before the amount say: all of them if they are a total's name, else the nearest that name
    something, the most special of them if they belong together ("mva av gebyret").
    """
    words = _ASIDE.sub(" ", own, timeout=_TIMEOUT).split()[-12:]
    whole = read_row_label(" ".join(words), optical=optical) if words else None
    if whole is not None and whole.pattern.name == "total":
        return whole
    reading: RowLabel | None = None
    for size in range(1, len(words) + 1):
        if reading is not None and (words[-size].endswith((",", ";")) or fold(words[-size]) in _APART):
            break
        candidate = read_row_label(" ".join(words[-size:]), optical=optical)
        if candidate is None:
            continue
        joined = reading is not None and size >= 2 and fold(words[-size + 1]).strip(".,:") in _JOINING
        vague = reading is not None and size <= 7 and reading.pattern.strength < 0.85
        surer = vague and candidate.role == "line" and candidate.pattern.strength >= 0.85
        of_claim = reading is not None and reading.pattern.name == "principal" and candidate.pattern.name == "interest"
        special = joined and (candidate.pattern.name in _SPECIAL or of_claim)
        if reading is None or candidate.role == "total" or surer or special:
            reading = candidate
        if reading.role == "total" or (size >= 5 and reading.pattern.strength >= 0.85) or size >= 7:
            break
    return reading


def _sentence_row(amount: Amount, label: str, reading: RowLabel | None, after: str) -> AmountRow:
    return AmountRow(
        label=label,
        reading=reading,
        amounts=(amount,),
        headers=("",),
        setting="prose",
        page=amount.cell.page,
        span=(amount.start, amount.end),
        tail=after,
    )
