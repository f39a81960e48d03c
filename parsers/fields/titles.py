"""Titles of letters: the words that say what a letter is, where they stand like a heading.

A title in large letters or capitals at the top speaks loudest; one that stands alone on its line speaks; a title word
in running text hardly. Titles are data: each names the kinds it can mean, likeliest first, and headings that it must
and must not take; a test walks them. Not here: weighing titles against the rest of the letter
(`parsers.fields.kind`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from parsers.candidates import sureness
from parsers.layout import Cell, Sheet
from parsers.model import LetterKind, Missing, Reading
from parsers.spelling import mend
from parsers.views import fold

_K = LetterKind


@dataclass(frozen=True, slots=True)
class TitlePattern:
    """One way to head a letter; ``source`` is matched in folded, mended text. ``weight`` 0-1."""

    source: str
    kinds: tuple[LetterKind, ...]
    weight: float
    matches: tuple[str, ...]
    rejects: tuple[str, ...] = ()


TITLES: tuple[TitlePattern, ...] = (
    TitlePattern(
        r"\bvarsel om (?:rettsl\w+|soksmal|saksanlegg|stevning|forliks\w+|tvangs\w+|utlegg(?!sforretning)\w*|"
        r"rettsinkasso|begjar\w+|konkurs\w*|utkast\w+|fravik\w+)|"
        r"(?<!paminnelse for )(?<!paminning for )(?<!purring for )(?<!\breminder before )(?<!oppfordring for )"
        r"(?<!oppmoding for )(?<!mulighet for )(?<!mulegheit for )(?<!moglegheit for )(?<!sjanse for )"
        r"(?<!\bchance before )"
        r"\brettsl(?:ig|eg)\w* (?:varsel|pagang|inndriv\w+|skritt|steg|oppfolging|inkasso|tiltak|innkrev\w+|"
        r"innfordring)|\bvarsel etter tvangs\w+|"
        r"\btvistevarsel|\bprosessvarsel|\bvarsel for (?:rettsl\w+|namsmann\w*|utlegg)|\bnotice of "
        r"(?:legal|enforcement|court)|"
        r"\bvarsles? .{0,20}rettsl\w+|\bsiste varsel for (?:rettsl\w+|forliks\w+|namsmann\w*|utlegg)",
        (_K.RETTSLIG_VARSEL,), 1.0,
        ("Varsel om rettslig pågang", "VARSEL OM RETTSLIG INNDRIVING", "Varsel om utleggsbegjæring", "Rettslig pågang",
         "Varsel om rettslige skritt", "Varsel om utkastelse og utlegg", "Varsel om fravikelse",
         "Varsel etter tvangsfullbyrdelsesloven § 4-18", "Varsel om rettslege steg", "Varsel om søksmål"),
        ("Varsel om inkasso", "Inkassovarsel", "Siste mulighet før rettslige skritt",
         "Siste oppmoding før rettslege steg"),
    ),
    TitlePattern(
        r"\bbegjaring om (?:utlegg\w*|tvangs\w+|utpanting)|\butleggs?(?:forretning|begjaring|trekk)\w*|"
        r"\bnamsmann\w*|\bnamsfog\w*|"
        r"\bpalegg om (?:utleggs)?trekk|\btvangsfullbyrdelsessak|\bforelopig varsel om utlegg",
        (_K.NAMSMANN,), 0.9,
        ("Begjæring om utlegg", "Varsel om utleggsforretning", "Melding fra namsmannen", "Pålegg om utleggstrekk"),
        ("Betalingsoppfordring",),
    ),
    TitlePattern(
        r"\bforliksklage\b|\bforliksradet\b|\bpalegg om tilsvar|\bklage til forliksrad\w*|\binnkalling til "
        r"(?:forliks\w+|mote i forliks\w+)|\bstevning\b",
        (_K.FORLIKSKLAGE,), 0.95,
        ("FORLIKSKLAGE", "Begjæring om forliksklage", "Pålegg om tilsvar", "Innkalling til forliksrådet"),
        ("Betalingsoppfordring",),
    ),
    TitlePattern(
        r"\bgjenpart\w*|\bkredittvurder\w*|\bkopi(?:brev)? .{0,20}kreditt(?:opplysning|sjekk|vurdering)|"
        r"\bkredittopplysning\w*",
        (_K.GJENPARTSBREV,), 1.0, ("Gjenpartsbrev", "Gjenpart av kredittopplysning", "Kredittopplysning utlevert"), (
         "Purring",),
    ),
    TitlePattern(
        r"\bavdrags\w*|\b(?:ned)?betalings(?:avtale|plan|ordning)\w*|\bdelbetalingsavtale\w*|\binstal?lment "
        r"(?:plan|agreement)",
        (_K.AVDRAGSAVTALE,), 0.95,
        ("Avdragsavtale", "Bekreftelse på avdragsordning", "Nedbetalingsavtale", "Betalingsavtale", "Instalment plan"),
        ("Betalingsoppfordring",),
    ),
    TitlePattern(
        r"\bsaksoversikt\w*|\bgjeldsoversikt\w*|\bkontoutskrift\w*|\boversikt over (?:dine |alle |"
        r"inkasso)?(?:saker|krav|inkassosaker)|\bsaldooversikt\w*|"
        r"\bsaldo\w*oppgave|\bengasjementsoversikt|\bstatement of (?:cases|account)",
        (_K.SAKSOVERSIKT,), 0.95, ("Saksoversikt", "Gjeldsoversikt", "Oversikt over dine saker", "Kontoutskrift"), (
         "Purring",),
    ),
    TitlePattern(
        r"(?<!\bfor )(?<!\buten )(?<!\butan )\binkasso\W?vars\w*|"
        r"\bvars(?:el|ling) (?:om|for|av) inkasso|\bvarsl(?:er|ar|es|ast)\b(?: (?!rettsl)\w+){0,3}? inkasso\b|"
        r"\bwarn(?:ing)? (?:\w+ ){0,2}?(?:of|about) (?:debt )?collection|\binkasso (?:blir|vil|vert)|\bnotice "
        r"(?:of|before) (?:debt )?collection|"
        r"\b(?:kan|vil|kjem til a|skal|could|may|will)\b (?:\w+ ){0,4}?(?:til inkasso|to (?:debt )?collection)\b|"
        r"\b(?:for|fore|before) (?:\w+ ){1,5}?(?:ga|gar|sende|sender|sendt|send|sendes|overfort|overfores|oversendes|"
        r"gjeve|goes|go|sent|send) (?:\w+ ){0,3}?(?:til inkasso|to (?:debt )?collection)\b|"
        r"\bcollection notice|\bbetalingsvarsel|\bsiste vars(?:el|ling)\b|\bvarsel om (?:innkrev\w+|inndriv\w+|"
        r"oversend\w+)|\bvarsel for inkasso",
        (_K.INKASSOVARSEL,), 1.0,
        ("INKASSOVARSEL", "Varsel om inkasso", "Inkasso-varsel", "Siste varsel før inkasso", "Purring/inkassovarsel",
         "Betalingsvarsel",
         "Varsling om inkasso", "Notice of debt collection", "Vi varsler inkasso", "Vi varslar deg om inkasso",
         "Warning of debt collection", "Varsel: Saken kan bli sendt til inkasso", "Regninga di kan gå til inkasso",
         "Før kravet går til inkasso", "Your invoice may be sent to debt collection"),
        ("Inkassokrav", "Varsel om rettslig pågang", "Du er varslet om inkasso", "Kravet er sendt til inkasso",
         "Saken din er oversendt til inkasso"),
    ),
    TitlePattern(
        r"\b(?:siste|last|final) (?:brev\w*|melding\w*|skriv|sjanse\w*|advarsel\w*|letter|message|chance|warning) "
        r"(?:for|fore|before) (?:debt )?(?:inkasso|collection)\b",
        (_K.INKASSOVARSEL, _K.PURRING), 0.8,
        ("Siste brev før inkasso", "Siste melding før inkasso", "Final letter before collection"),
        ("Siste brev før rettslig inkasso", "Siste purring før inkassovarsel"),
    ),
    TitlePattern(
        r"\b(?:paminn\w*|purr\w*|oppfolging\w*|reminder)\b.{0,25}\b(?:betalings\W?oppfor?dring|"
        r"betalings\W?oppmoding|inkassokrav|inkassosak|demand)"
        r"|\b(?:ubetal[td]|misligholdt|misleghalden|uoppgjort|utestaende) (?:betalings\W?oppfor?dring|"
        r"betalings\W?oppmoding|inkassokrav|inkassosak)"
        r"|\b(?:ikke|ikkje|manglende|manglande)\b.{0,30}\b(?:betalings\W?oppfor?dring|betalings\W?oppmoding|"
        r"inkassokrav)"
        r"|\b(?:\d\W{0,2}(?:gangs?|gong\w*)|gjentatt|gjenteken|fornyet|fornya|andre gangs?|annen gangs?|second|"
        r"repeated)\W+(?:betalings\W?oppfor?dring|betalings\W?oppmoding|oppfor?dring om betaling|(?:payment )?demand)"
        r"|\b(?:follow\W?up|reminder)\W+(?:on|of|to|regarding|about)\W+(?:(?:our|the)\W+)?(?:\w+\W+)?demand"
        r"|\b(?:etter|no reply to)\W+(?:\w+\W+)?(?:betalings\W?oppfor?dring|betalings\W?oppmoding)"
        r"|\b(?:ang\w*|vedr\w*|viser til|syner til|om|regarding|concerning|re)\W+"
        r"(?:(?:var|vart|forrige|forre|tidligere|tidlegare|our|previous)\W+){1,2}(?:betalings\W?opp(?:for?dring|"
        r"moding)|(?:payment )?demand)"
        r"|\b(?:ang\w*|vedr\w*|viser til|syner til|om)\W+(?:den\W+)?betalings\W?opp(?:for?dringen|for?dringa|"
        r"modingen|modinga)\b",
        (_K.OPPFOLGING,), 1.0,
        ("Påminnelse om betalingsoppfordring", "Follow-up on our demand for payment",
         "Reminder of our payment demand", "SISTE PÅMINNELSE OM BETALINGSOPPFORDRING",
         "Oppfølging av betalingsoppfordring", "Vi har ikke fått svar på betalingsoppfordringen",
         "Purring på inkassokrav", "UBETALT BETALINGSOPPFORDRING",
         "ANGÅENDE VÅR BETALINGSOPPFORDRING", "Vedr. vår tidligere betalingsoppfordring",
         "Om betalingsoppfordringa vår",
         "Regarding our payment demand"),
        ("Betalingsoppfordring", "Påminnelse", "Betalingsoppfordring vedrørende faktura 104",
         "Oppfordring om betaling"),
    ),
    TitlePattern(
        r"\bbetalings\W?oppfor?dring\w*|\bbetalings\W?oppmoding\w*|\bpayment demand|\bdemand for payment",
        (_K.BETALINGSOPPFORDRING,), 1.0,
        ("BETALINGSOPPFORDRING", "Betalingsoppfordring fra Rypefjell Inkasso AS", "Betalingsoppmoding",
         "Demand for payment"),
        ("Betalingspåminnelse",),
    ),
    TitlePattern(
        r"(?<!\bubetalt )(?<!\bubetald )\binkasso\W?(?:krav|sak|oppdrag|faktura|brev|regning)\w*\b"
        r"(?! (?:din |di |mot deg )?(?:er|star) (?:fortsatt|framleis|fremdeles|ikke|ikkje|enn[ao]))|"
        r"\bkrav om betaling|\bbetalingskrav|\bkrav "
        r"(?:til|om|under) (?:inkasso|innkreving)|"
        r"\bpakrav|\bdebt collection claim|\bny(?:tt)? inkasso\w*|^inkasso$|\bfinal demand|\btil inkasso\b",
        (_K.BETALINGSOPPFORDRING, _K.OPPFOLGING), 0.75,
        ("INKASSOKRAV", "Krav om betaling", "Inkassosak", "Inkasso", "Betalingskrav", "Påkrav"), ("Inkassovarsel",),
    ),
    TitlePattern(
        r"\boppfolging\w*|\bubetalt (?:inkasso\w*|krav|sak)|\bny paminn\w*|\bsiste paminn\w*|\bpaminn\w+ (?:om|pa|"
        r"i) (?:inkasso\w*|ubetalt|sak\w*)|\b(?:fortsatt|framleis|fremdeles|enno|enna) (?:ubetal[td]|ikk(?:e|je))|"
        r"\bstill unpaid|\b(?:er|har|ble|vart|is|was) (?:\w+ )?(?:ikk?j?e|not) (?:blitt |vorte |yet |"
        r"been )?(?:betal[td]|gjort opp|paid|settled)\b|\bvent(?:er|ar)\b (?:\w+ )?(?:fortsatt|framleis|fremdeles|"
        r"enno|enna|enda|stadig|ennu) (?:pa|etter)\b|\b(?:fortsatt|framleis|fremdeles|enno|enna|enda|"
        r"stadig) (?:ikke |ikkje )?(?:mottatt|motteke|fatt|ventar|venter)\b|\bstill (?:waiting|awaiting|"
        r"outstanding)\b|(?:\b|\binkasso)sak(?:en|a) (?:din |di |mot deg )?(?:er|star) (?:fortsatt|framleis|fremdeles|"
        r"(?:enn[ao] )?(?:ikke|ikkje) (?:avslutta?|avsluttet|lost|loyst|oppgjort|gjort opp|ferdig))|"
        r"\b(?:krav|inkassokrav)et (?:ditt |mot deg )?(?:er|star|ligger|ligg) (?:fortsatt|framleis|fremdeles|stadig)\b|"
        r"\bsiste (?:mulighet|moglegheit|mulegheit|sjanse|frist|oppfordring|oppmoding)|\binkassopaminn\w*",
        (_K.OPPFOLGING, _K.PURRING), 0.7,
        ("Vi ventar enno på betaling", "Vi venter fortsatt på oppgjør", "We are still waiting for your payment",
         "Oppfølging av inkassosak", "Ubetalt inkassokrav", "Forsikringen din er ikke betalt",
         "Kravet er ikkje gjort opp",
         "Ny påminnelse", "Siste påminnelse", "Inkassosaken er ikke avsluttet", "Kravet ditt står fortsatt åpent",
         "Saka di er framleis open",
         "Påminnelse om ubetalt krav"),
        ("Inkassovarsel",),
    ),
    TitlePattern(
        r"\bpurr\w*|\bbetalings?paminn\w*|\bpaminn\w*|\breminder\b|\bbetalingsminn\w*",
        (_K.PURRING,), 0.95,
        ("PURRING", "1. purring", "Purrenota", "Betalingspåminnelse", "Vennlig påminnelse", "Betalingspåminning",
         "Payment reminder"),
        ("Inkassovarsel", "Faktura"),
    ),
    TitlePattern(
        r"^(?!.*(?:inkasso|varsel|oppfordring|oppmoding|rettsl))"
        r".*(?:\b(?:ubetal[td]|forfal[lt]\w*|utestaende) (?:faktura|regning|rekning|belop)|"
        r"\b(?:faktura|regning|rekning)\w*\W+(?:som )?(?:er |star |har )?(?:ikk(?:e|je)|ubetal[td]|forfal)|"
        r"\b(?:mangl|sakn|savn)\w+\W+(?:\w+\W+)?(?:inn)?(?:betaling|peng|oppgj)|\b(?:glemt|gloymt) a betale|"
        r"\boverdue invoice|\bunpaid invoice)",
        (_K.PURRING,), 0.95,
        ("Ubetalt faktura", "Forfalt regning 1234", "Overdue invoice", "Ubetald rekning", "Har du glemt å betale?",
         "Du har ei rekning som ikkje er betalt", "Vi mangler betaling fra deg"),
        ("Inkassovarsel – ubetalt faktura", "Faktura"),
    ),
    TitlePattern(
        r"^(?:faktura|rekning|regning|invoice|kvittering|receipt|kreditnota|tilbud|ordrebekreftelse|innkalling|"
        r"timeinnkalling|timebestilling|nyhetsbrev|"
        r"informasjon\w*|arsoppgave|invitasjon|velkommen|bekreftelse|kontrakt|avtale|medlemsinformasjon|"
        r"prisendring\w*|endring\w*|nye vilkar|vedtak|referat)\b"
        r"|\btime hos\b|\bnyhetsbrev|\bordrebekreft\w*|\bkvittering\b|\btilbud til\b|\binnkalling til (?!forliks)|"
        r"\bvelkommen\b",
        (_K.IKKE_KRAVBREV,), 0.8,
        ("Faktura", "FAKTURA 1234", "Kvittering", "Nyhetsbrev mars", "Innkalling til time", "Tilbud",
         "Ordrebekreftelse", "Invoice"),
        ("Purring", "Inkassovarsel"),
    ),
)  # fmt: skip
"""In order: the special before the general; the first that matches names the title, later ones make it a hybrid."""

_COMPILED = tuple(re.compile(title.source) for title in TITLES)
_HYBRID = frozenset({_K.PURRING, _K.INKASSOVARSEL, _K.BETALINGSOPPFORDRING, _K.RETTSLIG_VARSEL})
_BEHIND_TITLE = re.compile(r"\s[–—|•·-]\s|:\s")
_LAST_DAY = re.compile(
    r"(?:(?:siste|ny|final|last|new) )?(?:betalings)?(?:frist|dag|dato|deadline|day)\w*\W*"
    r"(?:(?:for|til|to|er|is|den|on|a|of|din|betal\w*|innbetal\w*|oppgj\w*|pay\w*)\W*)*(?P<day>\d.*)?"
)
"""A deadline with its day, or its label: "Siste frist 6. oktober"; "Siste frist" over no day may head a letter."""
_BY_LAW = re.compile(
    r"\W*\(?(?:\b(?:etter|jf|jfr|jamfor|i henhold til|iht|i medhald av|i medhold av|under|pursuant to)\b\W*)?"
    r"\b\w*lov(?:en|a)?\b[^()§]{0,25}§[^()]{0,16}\)?\W*$"
)
"""The section of a law that a title ends with."""
_FEE_WORD = re.compile(
    r"gebyr|salar|kostnad|omkostn|sendt|datert|mottatt|motteke|\bav \d|\bble\b|\ber\b|\bvart\b|uten|for a|"
    r"\bkr\b|konto|retur|\bas$|\bloven\b"
)


@dataclass(frozen=True, slots=True)
class Title:
    """A title found: its kinds, how loudly it speaks (about 0-4), the cells' span, the text as printed."""

    kinds: tuple[LetterKind, ...]
    weight: float
    start: int
    end: int
    text: str
    cell: Cell


def kinds_of(text: str, *, misreadable: bool = True) -> tuple[tuple[LetterKind, ...], float] | None:
    """The kinds that a heading can mean, likeliest first, and how surely (0-1); ``None`` when it is no title.

    A heading with two titles ("Purring/inkassovarsel") has the kinds of both, the further step first. ``misreadable``
    says whether letters may be misread.
    """
    folded = fold(text)
    found = _matching(folded) or (_matching(mend(folded)) if misreadable else [])
    if not found:
        return None
    kinds, weight = found[0]
    others = [k for more, _ in found[1:] for k in more[:1] if k in _HYBRID and k not in kinds and kinds[0] in _HYBRID]
    return (*kinds, *others), weight


def _matching(folded: str) -> list[tuple[tuple[LetterKind, ...], float]]:
    return [(t.kinds, t.weight) for t, expression in zip(TITLES, _COMPILED, strict=True) if expression.search(folded)]


_LETTERS_OF = {fold(shown).replace(" ", ""): (title.kinds, title.weight) for title in TITLES for shown in title.matches}


def _letter_spaced(folded: str) -> tuple[tuple[LetterKind, ...], float] | None:
    """What a heading with blanks between its letters says ("V a r s e l  o m ..."), by the titles' examples."""
    words = folded.split()
    if len(words) < 5 or 2 * sum(len(w) <= 2 for w in words) < len(words):
        return None
    letters = "".join(words)
    said = [known for known in _LETTERS_OF if len(known) >= 7 and letters.startswith(known)]
    return _LETTERS_OF[max(said, key=len)] if said else None


_SHORT = 3
_SENT_THEN = re.compile(
    r"(?:sendt|send|datert|dagsett|sent|dated)\W+(?:den |on )?\d{1,2}\b|"
    r"(?i:(?:den |on )?\d{1,2}\. ?[a-zæøå]+\.?,? (?:\d{4},? )?(?:sendt|sende|fikk|fekk|mottok|fikk|we sent|you))"
)
"""How a line goes on that tells when an earlier letter was sent."""


def find_titles(sheet: Sheet) -> list[Title]:
    """All cells that stand as titles, loudest first."""
    return sorted(_titles(sheet), key=lambda title: -title.weight)


def _titles(sheet: Sheet) -> Iterator[Title]:
    sizes = {heading.cell.index: heading for heading in sheet.headings}
    pages = sorted({cell.page for cell in sheet.cells})
    for cell in sheet.cells:
        words = len(cell.words)
        if words > 12 or len(cell.folded) < 5 or sheet.page_role(cell.page) == "back" or sheet.in_slip(cell):
            continue
        known = kinds_of(cell.folded, misreadable=sheet.is_misreadable(cell.start, cell.end)) or _letter_spaced(
            cell.folded
        )
        last = cell
        if known is None and cell.index in sizes:
            # "... a debt collection case: demand for" over "payment"
            last = _last_line(sheet, cell)
            whole = sheet.text[cell.start : last.end]
            known = kinds_of(whole, misreadable=sheet.is_misreadable(cell.start, last.end)) if last != cell else None
        if known is None or _tells_a_deadline(sheet, cell) or _heads_an_earlier_step(sheet, cell):
            continue
        kinds, weight = known
        heading = sizes.get(cell.index)
        named = _named_first(sheet, cell, kinds)
        title = _BY_LAW.sub("", cell.folded)
        if 0 < len(title) < len(cell.folded) and kinds_of(title) is not None:
            named = named or len(title.split())
        else:
            title = cell.folded
        words = named or words
        if cell.folded == "inkasso" and cell.box.centre[1] < 0.12:
            continue  # a firm's name in large letters
        loud = 0.8
        capitals = sum(c.isupper() for c in cell.text) > 0.7 * sum(c.isalpha() for c in cell.text)
        if heading is not None:
            loud += 1.4 + min(1.4, 2 * max(0.0, heading.size - 1.0))
        elif capitals:
            loud += 1.2
        elif _RULED.fullmatch(cell.text) or _is_subject(sheet, cell):
            loud += 1.0
        alone = sum(any(x.isalnum() for x in c.text) for c in sheet.line_cells(cell.line)) == 1
        loud += 0.5 if alone and words <= 6 else 0.0
        loud += 0.3 if 0.08 < cell.box.centre[1] < 0.55 and cell.page == pages[0] else -0.6
        loud -= (0.25 if heading is None else 0.1) * max(0, words - 4)
        if alone and words <= 3 and kinds[0] is _K.INKASSOVARSEL and "inkasso" in cell.folded:
            loud += 0.8  # a name of its own, which nothing else has
        if cell.text[0].islower() or (words <= 2 and cell.text.endswith(".")):
            # the end of a wrapped sentence
            loud -= 1.5
        if _FEE_WORD.search(_BEHIND_TITLE.split(title, maxsplit=1)[0] if named else title):
            loud -= 1.2 if heading is None else 0.4
        if cell.text.rstrip().endswith((".", ",")) and heading is None:
            loud -= 0.8
        if cell.page != pages[0]:
            loud -= 1.0
        if sheet.is_prose(cell) and not capitals and not named:
            loud -= 1.2
        if loud > 0.6:
            yield Title(kinds, weight * loud, cell.start, last.end, sheet.text[cell.start : last.end], cell)


_RULED = re.compile(r"\W*([=*_#+-])\1+\s.*\s\1{2,}\W*")
"""A heading between rules of signs, as plain text has it: "=== Inkassovarsel ==="."""


def _is_subject(sheet: Sheet, cell: Cell) -> bool:
    """Whether a cell is what a message says it is about."""
    beside = sheet.left_of(cell)
    said = beside.folded if beside is not None else cell.folded.split(":")[0] + ":"
    return re.fullmatch(r"\W*(?:emne|tema|subject)\W*", said) is not None


def _tells_a_deadline(sheet: Sheet, cell: Cell) -> bool:
    """Whether a cell is a deadline with its day, or the label of one that stands right of it or under it."""
    told = _LAST_DAY.fullmatch(cell.folded)
    if told is None:
        return False
    beside = (sheet.right_of(cell), sheet.below(cell, max_drop=2.2))
    return told["day"] is not None or any(near is not None and near.text[:1].isdigit() for near in beside)


_OF_THE_BILL = re.compile(
    r"\b(?:send\w*|fikk|fekk|skrev|sent|got)\b.{0,24}\b(?:faktura|regning|rekning|giro|bill|invoice)"
)
"""A letter that begins with the bill tells of no earlier letter of its own name."""


def _heads_an_earlier_step(sheet: Sheet, cell: Cell) -> bool:
    """Whether a line heads what a story tells of an earlier letter: under it "8. juli 2026 sendte vi deg …"."""
    under = sheet.below(cell, max_drop=2.2)
    if under is None or abs(under.box.x0 - cell.box.x0) > 0.01:
        return False
    if kinds_of(under.folded) is not None and under.box.height > 0.9 * cell.box.height:  # "Betalingsoppfordring sendt"
        under = sheet.below(under, max_drop=2.2) if len(under.words) <= _SHORT else under
    return under is not None and _SENT_THEN.match(under.text) is not None and not _OF_THE_BILL.search(under.folded)


def _named_first(sheet: Sheet, cell: Cell, kinds: tuple[LetterKind, ...]) -> int:
    """How many words name the letter where a line says first what it is and then of what ("Inkassovarsel – leie for
    mai"); 0 for any other line.
    """
    first, *rest = _BEHIND_TITLE.split(cell.text, maxsplit=1)
    if not rest or len(first.split()) > 4 or cell.text.rstrip()[-1] in ".,;" or len(sheet.line_cells(cell.line)) > 1:
        return 0
    told = kinds_of(first)
    return len(first.split()) if told is not None and told[0][0] is kinds[0] else 0


def heading_of(sheet: Sheet, titles: list[Title]) -> Reading[str] | Missing:
    """The letter's heading as printed: its loudest title, or else what stands most like a heading."""
    if titles and titles[0].weight >= 1.2:
        title = titles[0]
        end = max(title.end, _last_line(sheet, title.cell).end)
        evidence = sheet.evidence(title.start, end)
        confidence = min(0.97, 0.6 + 0.12 * title.weight)
        if sheet.is_optical:
            confidence *= sureness(evidence.confidence)
        shown = " ".join(sheet.transcript.text[title.start : end].split())
        shown = shown.strip("=*_#+- ") if _RULED.fullmatch(shown) else shown
        return Reading(shown, round(confidence, 3), (evidence,))
    for heading in sheet.headings:
        if 0.12 < heading.cell.box.centre[1] < 0.7 and heading.size >= 1.15:
            evidence = sheet.evidence(heading.cell.start, heading.cell.end)
            return Reading(" ".join(heading.cell.text.split()), 0.5, (evidence,))
    return Missing("heading")


def _last_line(sheet: Sheet, first: Cell) -> Cell:
    """The last line of a heading that wraps: lines as high as its first right below, at the same left edge."""
    last = first
    for cell in sheet.cells[last.index + 1 : last.index + 3]:
        drop = cell.box.centre[1] - last.box.centre[1]
        higher = max(last.box.height, cell.box.height)
        if (
            cell.page != last.page
            or not 0 < drop < 1.9 * higher
            or abs(cell.box.x0 - last.box.x0) > 0.01
            or min(last.box.height, cell.box.height) < 0.85 * higher
            or not _is_larger(sheet, cell)
            or kinds_of(cell.folded) is not None
        ):
            break
        last = cell
    return last


def _is_larger(sheet: Sheet, cell: Cell) -> bool:
    """Whether a cell is printed larger than the usual text of its page."""
    heights = sorted(c.box.height for c in sheet.page_cells(cell.page))
    return cell.box.height > 1.15 * heights[len(heights) // 2]
