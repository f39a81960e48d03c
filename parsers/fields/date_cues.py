"""The words round a printed date that say what it is: a deadline's phrase, a due date's, a notice's.

All of them are matched against folded text (:func:`parsers.views.fold`); those whose names begin with ``END`` against
the words up to the date. What follows from a match is decided in `parsers.fields.dates`; no dates are read here.
"""

from __future__ import annotations

import re

LAW = re.compile(r"(?:\blov(?:en|a)?|forskrift\w*|vedtak|forordning)\W+(?:\w+\W+){0,2}?(?:av|datert|den)?\W*$")
OTHER_MATTER = (
    r"(?!\w*\W+(?:om|av|for)\W+(?:\w+\W+)?(?:flytt|pris|endr|oppsig|oppsei|avles|steng|levering|besok|vedlike|feiing|"
    r"leie[oa]k|leige[oa]k|begjar|tvang|utlegg|forliks|soksm|stevn|namsm|konkurs|rettsl))"
)
"""What must not follow the word for a notice: then it is notice of something else than an unpaid claim."""
NOTICE = re.compile(
    rf"\b(?:inkasso)?vars(?:el|el?et|let|la|lane|ling|lene|els){OTHER_MATTER}\w*\b"
    r"|\bnotice of (?:debt )?collection\b"
    r"|\bnotice (?:under|in accordance with|pursuant to|as required by)\b[^.]{0,20}?(?:section|paragraph|§|s)\W{0,2}9\b"
    r"|\b(?:notice|warning)\b(?:\W+\w+){0,2}?\W+(?:that|of|about|before|ahead of|prior to|regarding)\W+"
    r"(?:\w+\W+){0,4}?(?:collection|inkasso)\b"
    r"|\bcollection (?:notice|warning)\b|\b(?:notified|warned|informed)\b[^.]{0,60}\bcollection\b"
)
NOTICE_ALONE = re.compile(
    r"\W*(?:inkasso\W?)?vars(?:el|elet|la|let|ling)(?: om inkasso)?\W*|\W*(?:collection )?notice\W*"
)
NOT_EARLIER = re.compile(
    r"\b(?:uten|utan|without)\b[^.]{0,25}vars|\bdette (?:er|brevet|inkassovarsel|varsel)|\bdette varsel"
    r"|\bthis (?:is|letter is|serves as)\W+(?:\w+\W+){0,3}?(?:notice|warning)|\bhereby\b"
    r"|\bdenne varsl|\bvarsler (?:vi )?(?:herved|med dette|deg)|\bvarslar (?:vi )?med dette|fra dette vars|this notice"
)
END_NOTICE_TO_COME = re.compile(
    r"(?:\b(?:sendes|sendast|skal sendes|vil (?:\w+\W+){0,3}?(?:bli|verte?|verta|fa|motta|sende)|"
    r"(?:blir|vert) (?:\w+\W+){0,3}?(?:sendt?|gitt|gjeve)|sender (?:vi|me|kreditor)|far du|mottar du|du far|"
    r"will (?:be|receive|get|send))\W+(?:\w+\W+){0,4}?(?:inkasso\W?)?(?:vars(?:el|elet|let)|notice)\b"
    r"|\b(?:inkasso\W?)?(?:vars(?:el|elet|let)|notice)(?:\W+(?:om|of)\W+(?:debt\W+)?(?:inkasso|collection))?\W+"
    r"(?:sendes|sendast|blir|vert|vil|will|shall)\b)"
    r"(?:\W+(?:(?:om|of)\W+)?(?:debt\W+)?(?:inkasso|collection|deg|dem|dykk|you|to|til|bli|verte|verta|be|sendt?|sent|"
    r"gitt|den|on))*\W*$"
)
"""A notice that is only going to be sent: "Blir fakturaen ikke betalt, sendes inkassovarsel 05.05.2026"."""
AFTER_NOTICE = re.compile(
    r"\b(?:vis(?:er|ar|ning|te) til|syner til|synar til|etter|trass i|til tross for|tross|iflg|ifolge|jf|jfr|folge|"
    r"folgje|i henhold til|i hove til|i samsvar med|pa bakgrunn av|med bakgrunn i|grunnlag av|"
    r"henvisning til|tilvising til|hensyn til|kjent med|referer\w* til|"
    r"further to|following|after|despite|refer(?:ring|ence)? (?:is made )?to|according to|in spite of|pursuant to)\W+"
    r"(?:(?:vart?|vare|det|den|et|eit|tidligere|tidlegare|forrige|kreditors|kreditor sitt|sendt|our|the|a|your|"
    r"creditor\w*|earlier|previous|avsendt|utsendt|mottatt|motteke|\w+s)\W+){0,3}"
    r"(?:inkasso\W?)?(?:vars(?:el|elet|la|let|ling|lingen|linga)|(?:(?:debt )?collection )?notice)"
    r"(?:\W+(?:om|of)\W+(?:debt )?(?:inkasso|collection))?\W*(?:den|dat|dt|on)?\W*$"
    r"|\b(?:inkassovars(?:el|elet|la|let)|vars(?:el|elet|let) om inkasso|collection notice)\W*(?:dat|dt)\W*$"
    r"|\bnotice(?:\W+of\W+(?:debt\W+)?collection)?\W+(?:of|dated|from)\W*$"
)
"""A notice that something follows, with its day right behind it: "Vi viser til varsel 02.07.2026"."""
WAS_DEADLINE = re.compile(
    r"^\W*(?:(?:som|var|er|det var|det vil si|dvs|altsa|being|which|that|was|as|is)\W+)*(?:the\W+|den\W+)?"
    r"(?:siste\W+|last\W+)?(?:\w*frist\w*|\w*deadline|dagen|date|day|dato\w*)\W+"
    r"(?:(?:som|vi|me|du|de|ble|blei|vart|satt|sett|stod|sto|gitt|gjeve|oppgitt|oppgjeve|given|set|stated|we|for|a|"
    r"betale|betaling|payment)\W+){0,4}"
    r"(?:i|in|of|av|fra|from|by|under|etter|pa)\W+(?:\w+\W+){0,3}?(?:inkasso)?(?:vars(?:el|elet|la|let|ling)|"
    r"notice)\b"
)
"""What follows the last day of a notice: "… innen 2. juli 2026, som var fristen i inkassovarselet"."""
WAS_SENT = re.compile(
    r"\b(?:send\w*|sent|went out|datert|dated|dagsett|skrevet|skrive|skriven|av|den|mottatt|motteke|fikk|fekk|fatt|"
    r"varslet|varsla|utsendt|gitt|gjeve|given|gave|issued|served|mailed|posted|tilsendt|"
    r"var|ble|vart|fra|lop|utlop|gikk|gjekk|from|was|were|ga|gav|viser til|"
    r"received|got|refer(?:er|rer|erer)? to|(?:har|hadde|bar|med|fekk|fikk) dato)\b"
)
END_DEADLINE = re.compile(
    r"(?:\b(?:betalings|svar|ny(?:tt)? |siste |utvidet |utvida )?frist\w*|\binnen|\binnan|\bsenest|\bseinast|"
    r"\bfor|\bbefore|\bby|\bwithin|\bno(?:t|t any)? later than|\b(?:at (?:the )?)?latest(?: by)?|"
    r"\bdeadline(?:\W+(?:of|was))?"
    r"|\bbetal(?:es|ast|e|t)?|\bbetalings?da(?:to|g)\w*|\butsatt til|\butsett til|\bdue by|\bpay by|\bon or before)"
    r"(?:\W+(?:er|var|den|dato|datoen|satt til|sett til|settes til|er na|for betaling|is|on|utgangen av|utlopet "
    r"av|var na|blir|vert|for a betale|i tide|"
    r"i varsel\w*|i inkassovarsel\w*|pa|til|fram til|frem til|sist|gikk ut|gjekk ut|utlop|lop ut|og|seinast|"
    r"senest|snarest|omgaende))*\W*$"
)
NOTICE_DEADLINE = re.compile(
    r"\bfrist\w*\W+(?:\w+\W+){0,3}?(?:inkasso)?varsel\w*\W*$|\bvars(?:els?|el\w*)\W?frist\w*\W*(?:\w+\W*){0,2}$"
)
UNTIL = re.compile(r"\b(?:until|till|f[re]a?m til|frem til|fram til|til og med|t\.?o\.?m\.?)(?:\W+den)?\W*$")
HAVE_UNTIL = re.compile(
    r"\b(?:du|de|dere|dykk|you)\W+(?:(?:now|still)\W+)?(?:har|far|have|get)\W+(?:(?:na|no|tid|now|time|deg|a "
    r"betale|to pay|anledning|hove)"
    r"\W+){0,3}(?:til|fram til|frem til|inntil|until|till|up to)(?:\W+(?:og med|den|and including|kl|midnight|on))*\W*$"
)
"""Time that is given now: "You have until …", "Du har tid til …"."""
COULD_PAY = re.compile(
    r"\b(?:var (?:det )?(?:mulig|mogleg|tid)|kunne (?:du|ein|en|man|vart|blitt|ha|betalt?e?)|"
    r"fikk|fekk|hadde|gav?|could|was possible|allowed|had)\b.*\b(?:til|inntil|innen|innan|until|by|before)"
    r"(?:\W+(?:og med|den))*\W*$"
)
"""What a notice left time for: "Det var mulig å betale uten kostnader frem til …"."""
TIME_LEFT = re.compile(
    r"\b(?:\w*frist\w*|deadline|utlop\w*|lop ut|gikk ut|gjekk ut|g(?:ja|a)ldt|sto ved|stod ved|fr[ea]m til|til og med|"
    r"inntil|innen|innan|senest|seinast|until|by|before|ran out|expired)\b"
)
"""What speaks of the time that somebody was given."""
TOLD_AS_PAST = re.compile(
    r"\b(?:var|ble|blei|vart|ga|gav|gjaldt|galdt|lop|gikk|gjekk|sto|stod|kunne|skulle|matte|fikk|fekk|hadde|"
    r"(?:er|har) (?:na |no )?(?:oversit\w*|passert|utlopt|utgatt|ute|gatt|lopt)|oversit\w*|was|were|gave|set|had|"
    r"could|expired|ran|passed|lapsed)\b"
)
TOLD_AS_NOW = re.compile(
    r"\b(?:na ma|no ma|ma|bes|ber|vennligst|venlegst|kan du|kan de|skal du|skal de|nye?|nytt|ny frist|must|please|now|"
    r"new|dette brev\w*|this letter)\b"
)
"""What speaks of the letter's own deadline instead."""
NOT_PAID_BY = re.compile(
    r"\b(?:du|de|dere|dykk|you|det|kravet|belopet|pengane|pengene)\W+(?:(?:har|hadde|have|had)\W+)?(?:(?:ikk?j?e|not|"
    r"never|aldri|did|var|blei|ble|vart|was)\W+){0,3}(?:betalte?|gjorde|gjort opp|innfridde?|betalt inn|pay|paid|"
    r"settled?|overheld|overholdt)\W+(?:(?:ikk?j?e|not|oss|kravet|belopet|inn|opp|it|us|dette|det)\W+){0,3}(?:(?:til|"
    r"by)\W+)?(?:fristen?\W+)?(?:innen|innan|senest|seinast|by|before|fristen|til)\W*(?:den)?\W*$|\b(?:betalte|"
    r"gjorde)\W+(?:du|de|dere|dykk)\W+(?:(?:ikk?j?e|opp|inn)\W+){0,3}(?:innen|innan|senest|seinast)\W*(?:den)?\W*$"
)
"""What was not done: "Du betalte ikke innen …"; with "har" it may be a condition."""
CONDITION = re.compile(
    r"\b(?:om|hvis|dersom|viss|safremt|sa fremt|nar|om ikke|er|if|unless|should|when)\W+(?:\w+\W+){0,5}$"
)
AS_NOTICE_ASKED = re.compile(
    r"^\W*(?:,\W*)?(?:slik|som|sann|as|like)\W+(?:\w+\W+){0,2}?(?:inkasso\W?)?(?:vars(?:el|la|le|lin)|notice)\w*|"
    r"^\W*(?:,\W*)?(?:slik|som|as)\W+(?:du|de|dere|dykk|you|vi|me|we|det|han|ho)\W+(?:\w+\W+){0,4}?(?:i|"
    r"in)\W+(?:\w+\W+)?(?:inkasso\W?)?(?:vars(?:el|let)|notice)\w*"
)
"""What the notice had asked for: "… innan 24. juli, slik varselet kravde"."""
OF_EARLIER_NOTICE = re.compile(
    r"^\W*(?:(?:som|var|ble|blei|vart|er|sto|stod|satt|sett|gitt|gjeve|oppgitt|du|fikk|fekk|that|was|set|given|you|"
    r"got)\W+){0,4}(?:i|in|fra|from|etter|under|av|of)\W+(?:(?:det|the|et|eit|tidligere|tidlegare|forrige|our|vart|"
    r"a)\W+){0,2}(?:inkasso\W?)?(?:vars(?:el|let|ling)|notice)\w*(?P<rest>.*)"
)
"""A deadline that is told before the notice that set it: "fristen 14. mai i inkassovarselet fra 30. april er over"."""
HAD_UNTIL = re.compile(
    r"\b(?:hadde|fikk|fekk|fatt|gav?|gitt|gjeve|satte|sette|satt|sett|had|got|were given|gave|"
    r"set)\W+(?:\w+\W+){0,3}?(?:frist\w*|deadline|until|tid|respitt)\W*(?:(?:til|pa|fram til|frem til|innen|innan|den|"
    r"a betale|for betaling|og med|of|to|on)\W+)*$|\b(?:frist\w*|deadline)\W+(?:for (?:a betale|betaling\w*|"
    r"oppgj\w*) )?(?:var|gikk ut|gjekk ut|lop ut|utlop|was|ran out|expired)\W*(?:den|on|satt til|sett til)?\W*$"
)
"""Time that was given, told as past: "Du hadde frist til …"."""
DEADLINE_BESIDE = re.compile(
    r"\W{0,3}(?:(?:med|og|with|and|a|var)\W+){0,2}(?:betalings|varsel)?(?:frist\w*|deadline)\W{0,3}"
    r"(?:(?:til|var|for betaling|a betale|den|of|til og med)\W+){0,2}"
)
"""A deadline set right behind the day: "sendt 02.07.2026, frist 16.07.2026"."""
HAD_TO = re.compile(r"\b(?:matte|had to)\W+(?:\w+\W+){0,6}?(?:innen|innan|senest|seinast|by|before)\W*(?:den)?\W*$")
"""What a notice asked for: "Der sto det at du måtte betale innen …"."""
LAST_DAY = re.compile(
    r"^\W*(?:som|var|er|was|as)\W+(?:the\W+)?(?:siste|last|seinaste)\W+(?:dag|frist|day|betalings)"
    r"|^\W*(?:(?:som|which|that)\W+)?(?:var|was)\W+(?:(?:the|da|siste|last|varselets)\W+)*(?:\w*frist\w*|deadline)\b"
    r"(?!\W+(?:(?:satt|sett|set|til|to|den|on|the)\W+)*\d)"
    r"|^\W*(?:gikk|gjekk|lop|utlop)\W+(?:\w*frist\w*|tid\w*)\b"
)
"""What follows the day on which a notice's deadline ended: "… 16. juli, som var fristen i varselet"."""
ENDED = re.compile(
    r"\b(?:\w*frist\w*|deadline|siste dag)\b.{3,60}\d\d,\W*(?:som\W+)?(?:var|utlop|lop ut|gikk ut|gjekk ut|was|expired|"
    r"ran out)\W*(?:den|on)?\W*$"
)
"""A deadline, what it was set in with that day, and how it ended: "Fristen i varselet av 2. juli, utløp …"."""
THEN_ENDED = re.compile(
    r"^\W*(?:utlop|lop ut|gikk ut|gjekk ut|var|expired|ran out|was)\W+(?:(?:den|on)\W+)?\d{1,2}\W{1,2}"
    r"(?:\d{1,2}\W|[a-z]{3})"
)
"""What follows a notice's own day where the end of its deadline comes next."""
DUE_BY_NOTICE = re.compile(r"^[^,.;]*\b(?:etter|i|ifolge|av|under|in|by)\W+(?:(?:det|dette|the)\W+)?(?:inkasso)?vars")
"""A last day that is told as a notice's: "… var siste dag for å betale etter inkassovarselet"."""

IT_WAS_SENT = re.compile(
    r"^\W*(?:det|dette|den|denne|brevet|it|this|that)\W+(?:\w+\W+){0,2}?(?:ble|blei|vart|var|er|was|has been)\W+"
    r"(?:\w+\W+){0,2}?(?:send[te]*|sent|datert|dagsett|dated|skrevet|skrive|levert|posta|postlagt)\W*"
    r"(?:\b(?:til|deg|dere|dykk|ut|to|you|den|on)\b\W*)*$"
)
"""A sentence that goes on about what the one before it named: "Det ble sendt …"."""
END_OTHER_LETTER = re.compile(
    r"\b(?:betalingsopp(?:for?dring|moding)\w*|inkassokrav\w*|krav om betaling|purring\w*|(?:betalings)?pamin\w*"
    r"|reminder|demand(?: for payment)?|\b(?:purre?t|purra|minn(?:et|te|a)|paminn(?:et|te|a)|mint|reminded)"
    r"(?:\W+(?:deg|dem|dere|dykk|you|pa|om|of|\w*regning\w*|\w*rekning\w*|faktura\w*|krav\w*|belop\w*|first))*)"
    r"(?:\W+(?:ble|blei|vart|var|er|was|datert|dated|dagsett|send[te]*|sent|utsendt|den|av|of|on|fra|fr[ao]m?))*\W*$"
)
"""Another letter than the notice, sent on the day that follows: a reminder, a collector's demand."""
TODAY = re.compile(
    r"(?:^|[.:!?,]\W*)(?:(?:og|and|her er vi na|her er vi no|na|no)\W+)?(?:i dag|today|(?:dette |this )?(?:brevet|"
    r"letter) (?:er|ble|blei|vart|is|was) (?:sendt|send|datert|dagsett|skrevet|skrive|sent|dated|"
    r"written))\W*(?:den|er|on|is)?\W*$"
)
"""What leads to the letter's own day in a story told day by day: "Her er vi nå. I dag: …"."""
RAN_OUT = re.compile(
    r"\b(?:lop ut|(?:ran out|ended|expired|lapsed)(?: on)?|utlop|gikk ut|gjekk ut|"
    r"(?:tid|hove|anledning|frist\w*) (?:til|pa))\W*(?:den)?\W*$"
)
WENT_OUT = re.compile(
    r"(?:\b(?:inkassovarsel|vars(?:el|ling)(?: om inkasso)?|notice)\W+|\b(?:inkasso)?vars(?:elet|"
    r"let)\W+(?=.*\b(?:deg|dem|dykk)\b))"
    r"(?:(?:da|no|ble|vart|blei)\W+)?(?:gikk|gjekk|went)\W+(?:ut|out)(?:\W+(?:til|to|deg|dem|dykk|you))*\W*(?:den|"
    r"on)?\W*$"
)
"""A notice that went out on a day was sent then; it is a deadline that runs out."""
ABOUT_PAYING = re.compile(
    r"betal|frist|gjort opp|gjore opp|gjere opp|gjer opp|oppgj|innfri|konto|\bpay|\bsettle|\bdue\b|\bkr\b|\bnok\b|"
    r"\d,\d\d"
)
PAST_DEADLINE = re.compile(
    r"\bdeadline\W+(?:(?:that|which|we|you|it|given|set|stated|in|by|for|of|to|the|there|therein|notice|pay|paying|"
    r"payment)\W+){0,5}"
    r"(?:was|expired|ran out|passed)\W*(?:on|set|to|originally|\W)*$|\bfrist\w*\W+(?:\w+\W+){0,3}?(?:var|ble|blei|"
    r"vart|gikk ut|gjekk ut|utlop|lop ut|gjekk|gikk|was|expired)\W*"
    r"(?:den|on|satt|sett|til|set|to|egentlig|eigentleg|opprinnelig|opphavleg|faktisk|altsa|jo|nok|originally|\W)*$|"
    r"\b(?:var|was)\W+(?:\w+\W+){0,2}?(?:frist\w*|(?:inn)?betalings?(?:dag|dato|frist)\w*|"
    r"(?:siste|sista|last|final) (?:dag|day|date)\w*(?: (?:for a betale|for betaling\w*|for oppgjer|to pay))?)"
    r"\W*(?:den|satt til|sett til)?\W*$"
)
AT_FIRST = re.compile(r"\b(?:egentlig|eigentleg|opprinnelig|opphavleg|originally)\W*(?:den|on)?\W*$")
"""Told right before a day that has passed: "Fristen var egentlig …" is the bill's own."""
DAY_WAS = re.compile(
    r"\b(?:betalings?(?:dag|dato|frist)|forfalls?(?:dag|dato)?)\w*\W+(?:(?:pa|for|i)\W+\w+\W+)?(?:var|"
    r"was)\W*(?:den)?\W*$"
    r"|\bsiste (?:dag|frist)\w*\W+(?:\w+\W+){0,3}?(?:betal\w*|oppgj\w*)\W+(?:\w+\W+){0,2}?(?:var|was)\W*(?:den)?\W*$"
    r"|\b(?:faktura|regning|rekning|krav|belop)\w*\W+(?:var|was)\W+til\W+betaling\W*(?:den)?\W*$"
    r"|\b(?:frist\w*|deadline)\W+(?:for|til|to)\W+(?:\w+\W+)?(?:\w*betal\w*|pay\w*)\W+(?:\w+\W+){0,3}?(?:var|was)\W*"
    r"(?:den)?\W*$"
    r"|\b(?:hadde|had)\W+(?:\w+\W+)?(?:betalings?(?:dag|dato|frist)|frist|payment date)\w*\W*(?:den|til|on)?\W*$"
    r"|\bbetalingsfrist\w*\W+(?:(?:pa|i|for)\W+\w+\W+)?(?:lop ut|gikk ut|gjekk ut|utlop|gjekk|gikk)\W*(?:den)?\W*$"
)
DEADLINE_TOLD = re.compile(
    r"\b(?:frist\w*|\w*betalingsfrist\w*|deadline)\W+(?:(?:som|i|vi|du|de|dere|der|da|ble|blei|vart|var|satt|sett|fikk|"
    r"fekk|gitt|gjeve|brevet|(?:inkasso)?varsel\w*|varslet|therein|set|given|that|was|you|got|in|the|notice)\W+){0,7}$"
)
IS_OVER = re.compile(
    r"^\W*(?:er|var|ble|blei|vart|har|is|was|has)\W+(?:(?:na|no|alt|allerede|now|already|ikke|ikkje|not)\W+)?"
    r"(?:oversitt\w*|oversete|oversett\w*|ute|utlop\w*|passert|gatt|gjengen|forbi|omme|halden?|holdt|overholdt|"
    r"expired|passed|over|met|kept)\b"
)
"""A deadline with its day between commas: "Fristen som der ble satt, 14. mai 2026, er oversittet"."""
LAST_DAY_WAS = re.compile(
    r"\b(?:siste|sista|last|final)\W+(?:dag|frist|day|date)\w*\W+(?:\w+\W+){0,3}?(?:betal\w*|oppgj\w*|"
    r"pay\w*)\W+(?:var|was)\W*(?:den)?\W*$"
)
DEMAND_SENT = re.compile(
    r"\b(?:(?:betalings)?oppfordring\w*|(?:betalings)?oppmoding\w*|inkassokrav\w*|purring\w*|(?:betalings)?pamin\w*|"
    r"reminder|demand)\b(?:\W+(?!fak|reg|rek)[a-z]+){0,5}?\W+"
    r"(?:sendt?|utsendt|skrevet|utskrevet|skriven|datert|dagsett|utstedt|"
    r"gikk ut|gjekk ut|fra|av|den|sent|dated|issued|of)\W+(?:(?:til|deg|dem|dykk|ut|den|on|to|you)\W+)*\d"
)
"""A demand or a reminder with the day it was sent."""
REMINDED = re.compile(
    r"vars[el]|purr|pamin|betalingsopp(?:for|mod)|oppmodinga?\b|oppfo?rdringen|inkassokrav|reminder|notice|"
    r"\b(?:our|payment|this|the|collection) demand|\bdemand for payment"
)
LONG_DEADLINE = re.compile(r"\bfrist\w*\W+(?:\S+\s+){0,9}?(?:er|blir|vert|is|til)\W*(?:den)?\W*$")
SHOULD_HAVE_BEEN = re.compile(
    r"\b(?:skulle|skulde|should)\W+(?:da |ha |have |senest |seinast |egentlig |eigentleg |du |de |dere |dykk |vi |"
    r"pengene |pengane |belopet |betalingen |betalinga |oppgjoret |oppgjeret |summen |the money |the payment )*"
    r"(?:(?:vart|vore|blitt|vorte|been)\W+)?"
    r"(?:her|hos oss|pa plass|pa konto\w*|i boks|with us|here|"
    r"(?:inn)?betalt|(?:inn)?betales|gjort opp|skjedd|funne stad|funnet sted|kommet inn|kome inn|inne|paid|made)"
    r"(?:\W+(?:innen|innan|senest|seinast|den|by|til oss))*\W*$"
)
BY_DAY = re.compile(r"\b(?:innen|innan|senest|seinast|by)\W*(?:den)?\W*$")
BILL = re.compile(r"\b(?:faktura|regning|rekning|nota|invoice|bill)\w*")
END_DUE = re.compile(
    r"\b(?P<word>forfal[lt]\w*|forfell|forf\.?\W?dato|due date|fell due|was due|due)"
    r"(?:\W+(?:til|for|betaling|den|dato|var|er|pa|faktura\w*|sidan|siden|allerede|on|was|is|regning\w*|"
    r"opprinnelig))*\W*$"
)
NEW = re.compile(r"\b(?:ny|nytt|nye|new|utsatt|utvidet)\W+(?:\w+\W+)?$")
OLD = re.compile(r"\b(?:opprinnelig|opphavleg|oppr\.?|original|tidligere|fakturaens|faktura)\W*$")
END_INVOICE = re.compile(
    r"\b(?:bilag\w*|nota\w*|giro\w*)(?:\W+(?:nr|nummer|no)\b\.?)?\W+[\w/-]*\d[\w/-]*\W+(?:av|datert|dagsett|fra|dated|"
    r"of|from|utstedt|utferda|sendt|send)\W*(?:den)?\W*$|\b(?:faktura\w*|regning\w*|rekning\w*|invoice|"
    r"bill)(?:\W+(?:nr|nummer|no)\b\.?)?(?:\W+[\w/-]*\d[\w/-]*)?(?:\W+(?:er|ble|blei|vart|var|was|is))?\W+(?:av|"
    r"datert|fra|dated|of|den|from|utstedt|utferda|(?:ut|til)?send[te]?|sent|issued|skrive[nt]?|skrevet|lag[etad]+|"
    r"generert|produsert|gikk ut|gjekk ut|went out|opprettet|oppretta|generated)(?:\W+(?:til|ut|deg|dem|dykk|to|"
    r"you))*(?:\W+(?:den|on))?\W*$|\b(?:faktura\w*|regning\w*|rekning\w*|invoice|bill)\W+(?:(?:som|that|"
    r"which)\W+)?(?:vi|me|we)\W+(?:sendte|sende|sent)(?:\W+(?:til|ut|deg|dem|dykk|you|on|den))*\W*$|\b(?:send[te]*|"
    r"sent|skrev ut|skreiv ut|utstedte|lagde|laga|issued)\W+(?:\w+\W+){0,3}?(?:faktura\w*|regning\w*|rekning\w*|"
    r"invoice)\W*(?:den|on)?\W*$|\b(?:faktura\w*|regning\w*|rekning\w*|invoice)\W+(?:(?:nr|nummer|"
    r"no)\W+)?[\w/-]*\d[\w/-]*\s*\(\W*$|\bfaktura\W?dato\W*$|\binvoice date\W*$|\b(?:vi|me|we|ble|blei|vart|er|was|"
    r"were)\W+(?:\w+\W+)?(?:fakturert\w*|invoiced|billed)(?:\W+(?:deg|dere|dykk|dem|you))?(?:\W+(?:den|on))?\W*$|"
    r"\b(?:du|de|dere|dykk|you)\W+(?:fikk|fekk|mottok|received|got)\W+(?:\w+\W+){0,2}?(?:faktura\w*|regning\w*|"
    r"rekning\w*|invoice|bill)(?:\W+(?:fr[ao]m?|av)\W+(?:oss|us|kreditor\w*))?\W*(?:den|on)?\W*$"
)
BILLED_THEN = re.compile(
    r"^\W*(?:sendte?|sende|fikk|fekk|mottok|skrev|utstedte|utferda|(?:ble|vart|blei)\W+(?:du|de)|(?:we|you)\W+\w+)\W+"
    r"(?:\w+\W+){0,4}?(?:faktura|regning|rekning|nota\b|invoice|bill\b)"
)
"""What follows the day a bill was sent: "Den 17. april sendte vi deg faktura …"."""
DUE_THEN = re.compile(
    r"^\W*(?:(?:skulle|skulde)\W+(?:(?:du|de|dere|dykk|vi|fakturaen|regningen|rekninga|kravet|belopet|det|den|ha|"
    r"no)\W+){0,3}?"
    r"(?:(?:ha|vart|vore|blitt|vorte)\W+){0,2}(?:(?:inn)?betalt|gjort opp|innfridd)\b"
    r"|should\W+have\W+been\W+paid\b|(?:forfalt|fell due|was due)\b|forfall\W+(?:faktura|regning|rekning|krav)"
    r"|(?:var|was)\W+(?:the\W+)?(?:forfallsda|siste (?:dag|frist)|betalingsfrist|due date))"
)
"""What follows the day a bill was to be paid: "Den 17. april skulle du ha betalt …"."""
END_PAID = re.compile(
    r"\b(?:innbetal(?:t|ing\w*)|delbetal\w*|kreditert|mottatt|motteke|betalt|a konto|received|paid)\W*(?:kr\W*[\d "
    r"., ]+)?(?:den|dato|on)?\W*$"
)
PAID_UNLESS = re.compile(
    r"\b(?:ma|vare|bli|skal|bes|vere|vera|must|be|er ikke|er ikkje|om|dersom|hvis|viss|ikke|"
    r"ikkje|slik at|sa at|for at|so that)\W+(?:\w+\W+){0,3}?(?:(?:inn)?betalt|paid)\W*(?:den|by)?\W*$"
)
INTEREST = re.compile(r"\b\w*rente\w*|\binterest\b|%")
END_FROM = re.compile(
    r"\b(?:fra|fom|f\.?\s?o\.?\s?m\.?|from|siden|sidan)(?:\W+(?:og med|den|forfall\w*|forste forfall))*\W*$"
)
END_TO = re.compile(
    r"\b(?:til|tom|t\.?\s?o\.?\s?m\.?|per|pr|to|until|beregnet)(?:\W+(?:og med|den|dato))*\W*$|[-–]\s*$"
)
AMOUNT_HEADING = re.compile(r"(?:belop|sum|total|saldo|amount|kr|tekst|rest)\W*")
DATED = re.compile(
    r"\W*(?:datert|dated|dagsett|av(?: dato)?|fra dato|utstedt|utferda|utferdiget|skrevet ut|utskrevet|laga|laget)\W*"
)
WEEKDAY = re.compile(
    r"\b(?:man|mon|tirs|tys|tues|ons|wednes|tors|thurs|fre|fri|lor|laur|satur|son|sun)da[gy]\W*(?:(?:den|the)\W*)?$"
)
"""The day of the week before a date, which says nothing of what the date is."""
SIGN_OFF = re.compile(
    r"\W*(?:(?:med|mvh|beste|hjertelig|kind|best|yours|warm|kjare)\W+)?(?:(?:vennlig|vennleg|beste|god|hjerteleg)\W+)?"
    r"(?:hils\w*|helsing\w*|mvh|regards|sincerely|faithfully|truly)\b"
)
"""What closes a letter."""
PLACE = re.compile(r"^[^\W\d_][^\d,]{1,28}?,?\s+(?:den\s+)?$")
DATE_VALUE = re.compile(
    r"^\W{0,3}(?:sendt?\s+|datert\s+)?(?:on\s+)?(?:[^\W\d_]{2,7}da[gy],?\s+)?(?:den\s+|fra\s+|frå\s+|on\s+|the\s+)?$",
    re.IGNORECASE,
)
"""What may stand before the date in a label's value: "Monday 25 May 2026"."""
