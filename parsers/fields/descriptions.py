"""What a claim is for, in the letter's own words: behind its label, or in a sentence that tells it.

Sentences tell it in a few frames: what the claim concerns or stems from ("kravet gjelder X", "det dreier seg om X"),
what a bill, a payment or a sum is for ("betaling for X", "faktura nr. 12 for X"), and what stands before a bill's
number ("X: faktura nr. 12"). The phrase ends where the sentence goes on to something else.

Not here: where a label's value stands (`parsers.fields.labelled`), and which of several phrases it is
(`parsers.fields.parties`).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from parsers.dates import find_dates
from parsers.fields.names import FORMS, in_lines
from parsers.fields.titles import kinds_of
from parsers.patterns import read_row_label

_THING = (
    r"(?:krav(?:et)?|beløpet|faktura(?:en|nr\.?|nummer)?|regning(?:en|a|snr\.?)?|rekning(?:a)?|sak(?:en|a)?|gjeld(?:en|a)?|fordring(?:en|"
    r"a)?|hovedstolen|hovudstolen|hovedkravet|hovudkravet|tilgodehavende(?:t)?|restanse(?:n)?|skyld(?:en|a)?|"
    r"utestående(?:t)?|mellomværende(?:t)?|penge(?:ne|r)|penga(?:ne|r)?|(?:the )?(?:claim|invoice|debt|bill))"
)
_NUMBER = r"(?:\s*,?\s*\(?(?:nr\.?|nummer|no\.?)?\s*[\w/-]*\d[\w/-]*\)?,?)?"
_CLAUSE = (
    r"(?:,?\s+(?:utferda|utstedt|datert|dagsett|sendt|send|issued|dated|av|fra|frå)\s(?:den\s|on\s)?\d[^;:,()]{5,20}\d{4},?|"
    r",?\s+(?:som|which|that)|\s+(?:vi|du|som|we|you)\s[^.;:,\n]{3,45},|"
    r"\s+(?:er|lyder|var|is)\s+på\s(?:kr|NOK)\s?[\d .,]*\d(?:,-)?,?\s+(?:og|som|and))?"
)
"""What may stand between a claim and what it concerns: "Kravet, som …", "Kravet er på kr 2 400,00 og …"."""
_BEARS = (
    r"(?:gjelder|gjeld|gjaldt|galdt|vedrører|vedkjem|angår|omhandlar|omhandler|dreier seg om|dreiar seg om|handler om|"
    r"handlar om|knytter seg til|knyter seg til|skriver seg fra|skriv seg frå|stammer fra|stammar frå|"
    r"springer ut av|spring ut av|følger av|følgjer av|(?:er|var|is|was) for|har sitt grunnlag i|"
    r"har grunnlag i|bygger på|byggjer på|har bakgrunn i|har sin bakgrunn i|skyldes|"
    r"concerns|relates to|is for|arises from|stems from)"
)
_CONCERNS = in_lines(
    rf"\b(?:{_THING}{_NUMBER}{_CLAUSE}\s+{_BEARS}|"
    rf"{_THING}\s(?:kommer|kjem|stammer|stammar|er|vart|ble|blei|ligger|ligg|comes|was|is)\s[^.;:\n]{{3,60}}?\s(?:og|and)\s"
    r"(?:gjelder|gjeld|gjaldt|vedrører|concerns|relates to|is for)|som\s+(?:gjelder|gjeld|gjaldt|vedrører|angår|"
    r"skriver seg fra|skriv seg frå|stammer fra|stammar frå)|"
    r"(?:which|that)\s+(?:relates to|relate to|concerns|is for|was for|arises from|stems from)|"
    r"(?:gjelder|gjeld)(?=:)|(?<=[.!?] )(?:tekst|varetekst|fakturatekst|beskrivelse|beskriving|vedr(?:ørende)?)(?=:)|"
    r"grunnlaget for kravet er|(?:årsaken|årsaka|orsaka|grunnen) til kravet er|"
    r"(?:bakgrunnen|grunnlaget) (?:er|for kravet er)|"
    rf"(?P<loose>(?:det|dette|den|denne|han|ho|it|this)\s+(?:(?:har|has)\s[^.:;\n]{{3,40}}?\s(?:og|and)\s)?{_BEARS}))"
    r"(?:\s+(?:følgende|følgjande|the following))?\s*:?\s+",
    re.IGNORECASE,
)
_JOINED = re.compile(r"\s(?:og|and)\s+\w+\W*$")
_PAID_FOR = in_lines(
    r"\b(?:(?:inn)?betaling(?:en|a)?|betalt|oppgj[øe]r(?:et)?|skylder (?:oss|du)?|skuldar (?:oss|du)?|pengene|pengane|"
    r"utestående(?: beløp)?|tilgodehavende(?: beløp)?|til\s?gode|payment|paid|owed?|honorar(?:et)?|vederlag(?:et)?|"
    r"(?:har|hadde|have|has|krav|fordring|claim)\s(?:mot|på|against)\s(?:deg|dem|dere|dykk|you)|(?:skylder|skuldar)|"
    rf"egenandel(?:en)?|utgifter|beløp(?:et)?|summen|krav(?:et)?|(?:faktura|regning|rekning)(?:ene|ane|en|a)?{_NUMBER}|"
    rf"(?:invoice|bill)s?{_NUMBER})"
    r"(?:\s+(?:(?:til|fra|frå|av|hos|hjå|to|from|by|with)\s+)?(?:oss|deg|dem|dere|dykk|us|you))?"
    r"(?:\s+(?:på\s+)?(?:kr|NOK)\.?\s[\d .,\u00a0–-]+)?\s+for\s+(?:(?:følgende|følgjande|the following)\s*:\s+)?"
    r"|\d(?:,\d\d|,[-–])?\s+(?:kroner|kronar|kr|NOK)\s+for\s+",
    re.IGNORECASE,
)
_COLLECTED = in_lines(
    r"\b(?:krever|krev|kreve|inndriver|inndrive|"
    r"innkrever)\s+(?:vi\s+(?:herved\s+)?)?(?:inn\s+)?(?P<thing>[^\W\d][^.;:\n]{3,60}?(?:\n[^.;:\n]{1,40}?)?)(?=,?\s+"
    r"(?:kr|NOK)\.?\s?\d|,?\s+(?:pålydende|på kr|med forfall|som forfalt)\b)",
    re.IGNORECASE,
)
_UNPAID = re.compile(
    r"\b(?:at|for|that)\s+(?P<thing>[^\W\d][^.;:,\n]{3,50}?(?:,\s[^\W\d_]{3,12}(?:\snr\.?)?\s[\w/-]*\d[\w/-]*|"
    r"\n[^.;:,\n]{1,40}?)?)\s+"
    r"(?:ikke|ikkje|fortsatt|fremdeles|framleis|ennå|enno|is|has)\s+(?:er|har|ikke|ikkje|not|still)\b",
    re.IGNORECASE,
)
_SETTLED = in_lines(
    r"\b(?:gjort opp|gjer opp|gjør opp|betalt|betaler|innfridd|dekket|dekt|fakturert(?: deg)?|utstedt|"
    r"utferda|mottatt betaling|settled|"
    r"invoiced(?: you)?)\s+for\s+(?P<thing>[^\W\d][^.;:\n]{2,70}?(?:\n[^.;:\n]{1,40}?)?)"
    r"(?=,?\s+(?:som|which|that)\s+(?:ble|blei|vart|er|forfalt|was|fell)\b|,?\s+(?:med forfall|faktura|regning)\b|"
    r"\s\(|\.\s)",
    re.IGNORECASE,
)
_LACKING = re.compile(
    r"\b(?:manglende|manglande|uteblitt|utebliven|forsømt|missing|non-)\s?(?:inn)?(?:betaling|oppgjør|oppgjer|"
    r"payment)\s+(?:av|for|of)\s+(?P<thing>(?!faktura|regning|rekning|"
    r"invoice)[^\W\d][^.;:\n]{3,60}?(?:\n[^.;:\n]{1,40}?)?)(?=[.,;]\s|\s\(|$)",
    re.IGNORECASE,
)
_TURNED = in_lines(
    r"\b(?:det|it)\s(?:er|is|var|was)\s(?P<thing>[^\W\d][^.;:\n]{3,60}?)\s(?:det|dette|kravet|fakturaen|rekninga|it)\s"
    r"(?:gjeld|gjelder|gjaldt|galdt)\b",
    re.IGNORECASE,
)
_OWED = in_lines(
    r"\b(?:[Dd]u|De|[Dd]ere|[Dd]e|[Dd]ykk|[Yy]ou)\s(?:skylder|skuldar|owe)\s(?:(?:oss|us|fortsatt|fremdeles|framleis|"
    r"still)\s)?(?P<thing>(?!penge|penga|money|noe\b|noko\b|meir\b|mer\b|[a-zæøå]+ (?:penge|penga|"
    r"money))[a-zæøå][^.;:,\n]{3,60}?)(?=[.,]\s|\.$)|\b(?:[Dd]et|[Dd]ette|[Ww]hat)\s(?:du|dere|de|dykk|"
    r"you)\s(?:skylder|skuldar|owe)\s(?:oss\s|us\s)?(?:penger\s|pengar\s|money\s)?for,?\s(?:er|var|"
    r"is)\s(?P<other>[^\W\d][^.;:,\n]{3,60}?)(?=[.,]\s|\.$)"
)
_BILLED = (
    r"(?:(?:som\s|med\s|which\s)?(?:forf\w*|due|was due)|(?:på\s|av\s|jf\.?\s|our\s|vår\s)?"
    r"(?:faktura|fakt|regning|rekning|invoice|bill))"
)
_BILLED_AND_UNPAID = in_lines(
    r"\b(?:[Aa]t|[Tt]hat)\s(?:(?:the|your|din|ditt|di)\s)?(?P<thing>[^\W\d][^.;:,\n()]{2,60}?(?:\n[^.;:,\n()]{1,40}?)?)"
    rf"(?:,\s|\s\(){_BILLED}\b"
    r"[^;:]{0,90}?\b(?:betalt|ubetalt|ubetald|uteståande|utestående|gjort opp|gjord opp|innfridd|dekket|dekt|åpen|open|"
    r"paid|unpaid|settled|outstanding)\b"
)
"""A bill whose number or due day stands beside what it is for: "at X, faktura 20418, står ubetalt"."""
_NOT_PAID = in_lines(
    r"\b(?:ikke|ikkje|not)\s(?:(?:ennå|enno|fortsatt|framleis|fremdeles|yet)\s)?(?:betalt|gjort opp|paid)\s(?:for\s)?"
    rf"(?P<thing>[^\W\d][^.;:,\n()]{{2,60}}?(?:\n[^.;:,\n()]{{1,40}}?)?)(?=(?:,?\s|\s\(){_BILLED}\b)"
)
_STILL_OPEN = in_lines(
    r"\b(?:kr|NOK)\.?\s[\d .,\u00a0–-]+\sfor\s(?P<thing>[^\W\d][^.;:,\n()]{2,60}?(?:\n[^.;:,\n()]{1,40}?)?)"
    r"(?=,?\s(?:(?:er|is)\s)?(?:framleis|fremdeles|fortsatt|ennå|enno|still|ubetalt|ubetald|utestående|uteståande|"
    r"ikke betalt|ikkje betalt|unpaid|outstanding)\b)"
)
_STANDS_UNPAID = in_lines(
    r"(?<=[.!?:] )(?P<thing>[A-ZÆØÅ][^.;:\n?!]{3,60}?) (?:står|er|is|remains|har stått)(?: (?:fortsatt|framleis|"
    r"fremdeles|ennå|enno|nå|no|still))* (?:ubetalt|ubetald|ubetalte|(?:ikke|ikkje) (?:betalt|gjort opp)|unpaid|"
    r"not paid)\b"
)
"""A sentence whose subject is what was not paid for: "Leie av bod i mai står ubetalt"."""
_FOR_BILLED = in_lines(
    r"(?:^|[.\n]\s*)For\s(?P<thing>[^\W\d][^.;:,\n()]{2,60}?)(?=(?:,\s|\s\()(?:faktura|fakt|regning|rekning|invoice|bill)s?"
    r"\W{0,2}(?:nr|nummer|no)?\b\.?\s?[\w/-]*\d)"
)
_FOR_ALONE = re.compile(r"For (?P<thing>[^\W\d][^\n.,:;?!]{3,60})")
_TAIL_OF_HEAD = re.compile(
    r"^(?:krav|sak|vedr|vedrørende|gjelder|gjeld|faktura|regning|rekning)\b[^\n]{0,70}\s[–—-]\s"
    r"(?P<thing>[^\W\d][^\n–—.:?]{4,60})$",
    re.IGNORECASE | re.MULTILINE,
)
_BESIDE_BILL = in_lines(
    r"(?:^|\n)(?P<first>[A-ZÆØÅ][^.:;\n]{3,60}):\s+(?:faktura|regning|rekning|invoice)\b"
    r"|\b(?:faktura|regning|rekning|invoice)(?:en|a)?\s*(?:nr\.?|nummer|no\.?)?\s*[\w/-]*\d[\w/-]*(?:\s+(?:av|"
    r"datert|fra|frå|dated)\s+[\d./-]+\d|,?\s+(?:av|datert|dagsett|utstedt|utferda|sendt|send|dated|issued)\s+\d{1,2}\.?\s"
    r"[a-zæøå]+\s\d{4})?,?"
    r"\s+(?:(?:for|gjelder|gjeld|vedrørende|som gjelder|som gjeld)\s+(?P<second>(?!kr\b|NOK\b)[^\W\d][^.;\n]{2,70})"
    r"|\((?P<third>(?!kr\b|NOK\b|forf|vedlagt|kopi|datert|av\b|se\b|jf|saks|ref)[^\W\d][^.;()]{3,60})\))",
    re.IGNORECASE,
)
_ORDERED = in_lines(
    r"\b(?:du|de|dere|dykk|you)\s(?:har\s|have\s|fikk\s|fekk\s)?(?:(?:fått|fekk|fikk)\s)?(?:bestilte?|kjøpte?|"
    r"bestilt|kjøpt|leide|leigde|leid|leigd|levert|tegnet|teikna|ordered|bought|"
    r"hired)\s(?P<thing>[^\W\d][^.,;:\n]{2,60}?(?:\n[^.,;:\n]{1,40}?)?)(?=\s(?:fra|frå|hos|hjå|av|uten|utan|men|som|"
    r"from|at|without)\b|,|\.\s)",
    re.IGNORECASE,
)
_OF_FIRM = in_lines(
    rf"\b(?i:faktura|regning|rekning|krav|invoice)\w*\s(?:fra|frå|from)\s[A-ZÆØÅ][^.;:\n()]{{2,60}}?{FORMS}\s(?:på|"
    rf"for)\s"
    r"(?P<thing>(?!kr\b|NOK\b)[^\W\d][^.,;:\n]{2,60}?)(?=\s(?:står|er|har|ble|blei|vart|is|has|med|som)\b|[.,])",
)
_BEFORE_BILL = in_lines(
    r"(?:^|\n|\s{3})(?P<thing>[A-ZÆØÅ](?:(?!\b(?:er|har|var|ble|vart|må|skal|vil|kan|is|has|was)\b)[^.:;,\n]){3,50})\."
    r"\s+(?:Faktura|Regning|Rekning|Invoice)(?:nr|nummer)?\.?\s(?:nr\.?\s|no\.?\s|nummer\s)?[\w/-]*\d{2}"
)
_BEHIND_FIRM = in_lines(
    rf"\b(?i:faktura|regning|rekning|krav|utestående|invoice|bill)\w*\s(?:(?:din|di|ditt|your)\s)?(?:fra|frå|hos|"
    rf"from)\s[A-ZÆØÅ][^.;:\n()]{{2,60}}?{FORMS}\s\((?P<thing>(?!org|nr|saks|faktura|kunde|tidl|"
    rf"heretter)[^\W\d][^.;()]{{3,60}})\)",
)
_END = re.compile(
    r"(?<!\bnr)(?<!\b\d)(?<!\bmnd)\.(?=\s|$)|[;|!?]|\s[–—·•]\s|   |\f|,?\s+(?:faktura(?:nr|nummer)?\.?|med forfall\w*|"
    r"som (?:forfalt|forfall|ikke|ikkje|er|skulle|du)|forfalt|forf\.?dato|oppr|jf\.?|kr\s?\d|NOK\s?\d|"
    r"til tross|tross|pålydende|på kr|på NOK|stor(?:t|e)? kr|(?:og|and) (?:er|har|hadde|var|ble|vart|skulle|has|was)|"
    r"er ikke|er ikkje|(?:ikke|ikkje|not|fortsatt|fremdeles|framleis|ennå|enno) (?:er|har|ble|blei|vart|blitt|been)|"
    r"skulle|due|"
    r"(?:har|has) (?:the )?(?:faktura)?(?:nummer|nr|number)|"
    r"(?:har|hadde|er|ble|vart) (?:vi )?(?:ikke|ikkje|ennå|enno|fortsatt|framleis|fremdeles)|has not|is still|"
    r"(?:er|har|ble|blei|vart|var|is|was|has) (?:nå |no |alt |allerede |now )?(?:gått|gjekk|ubetalt|forfalt|utløpt|"
    r"passert|glemt|gløymt|sendt|kommet|komen|kome|overdue|unpaid|past due|expired))\b"
    r"|(?<=\d)\s+(?:er|har|ble|blei|vart|var|is|was|has)\b"
    r"|,\s+(?:faktura|fakt|forf|regning|rekning|invoice|med|som|og vi|men|så\b|derfor|which|due|"
    r"(?:opphavleg|opprinneleg|opprinnelig|første|fyrste|original)\s(?:forfall|due))|\s\((?:faktura|"
    r"fakt|regning|rekning|kr|jf|ref|saks|forf|invoice)",
    re.IGNORECASE,
)
_BILL_FIRST = re.compile(
    r"(?:faktura|regning|rekning|invoice|giro)\w*\s*(?:nr\.?|nummer|no\.?)?\s*[\w/-]*\d[\w/-]*(?:\s+for|\s*[:,–-])\s+",
    re.IGNORECASE,
)
"""A bill's number in front of what it is for."""
_NO_DESCRIPTION = re.compile(
    r"^(?:(?:faktura(?:er|r|en)?|regning(?:en|er)?|rekning(?:a|ar)?|e(?:n|t|i|in|it)|an?|the|bill|invoice|post(?:er|"
    r"ar)|invoices)\W*$|(?:faktura|regning|rekning|invoice|giro|krav|sak)\w*\W*(?:(?:nr|nummer|no)\b\W*[\w/-]*|"
    r"[\w/-]*\d[\w/-]*)?\W*$|(?:åpen|åpne|open|opne) (?:post|item|faktura)\w*\W*$|nå\b|no,|i dag\b|for tid[ae]n?\b|"
    r"(?:forfall\w*|forfalt|forfallen|emne|subject|due date|(?:invoice |bill |original )?amount|"
    r"(?:opprinnelig|opphavleg|opprinneleg|original) (?:krav|beløp|sum|claim|amount))\W*$|"
    r"p\.?\s?t\b|til enhver tid|now\b|diverse|utestående|sum|total|side|kr\b|nok\b|deg\b|dem\b|deres\b|dykk\b|for\b|"
    r"kravet|fakturaen|følgende|følgjande|(?:gjenstående|gjenståande|resterende|resterande|restbeløp|rest|ubetal\w*|"
    r"forfal\w*|skyldig\w*) (?:(?:på|av|beløp) )?(?:denne )?(?:faktura|regning|rekning|krav|beløp|post|bilag)\w*\W*$|"
    r"(?:overfør\w*|overført|rest\w*|ubetal\w*|carried|brought) (?:(?:beløp|saldo|krav) )?(?:fra|frå|til|from|to)\b|"
    r"\d+ (?:melding|vedlegg|side|e-post|samtale|message|attachment|page)\w*\W*$|"
    r"(?:hvis|dersom|viss|når|if|when) (?:du|de|dere|dykk|vi|you|we|kravet|det|fristen)\b|"
    r"nedenstående|disse|desse|(?:de |dei )?(?:regning|faktura|rekning|krav|post|beløp)\w* (?:i tabell|under|"
    r"nedenfor|nedanfor|ovenfor|over|som|du|nevnt|nemnd)|hovedkrav|hovedstol|hovudkrav|hovudstol|rente|forsinkelse|"
    r"inkasso|salær|gebyr|purre|netto|brutto|mva|beløp|innbetalt|"
    r"(?:utferd\w*|utsted\w*|utskrev\w*|datert|dagsett|sendt|dated|issued) (?:den |on )?\d|"
    r"(?:the |this |your |our )?(?:saldo(?:en)?|konto(?:en)?|kapital(?:en)?|frist(?:en)?|forfall\w*|avtalen|sak(?:en|a)"
    r"|brevet|varselet|oppgjøret|renter|skylden|skylda|utestående\w*|mellomværendet|deadline|account|balance|capital|"
    r"principal|debt|case|claim|letter|notice|payment|period|agreement|matter)s?(?: (?:din|ditt|di|vår|vårt|"
    r"deres|dykkar|her))?\W*$)",
    re.IGNORECASE,
)
_NEXT_SENTENCE = re.compile(r"(?:[^\W\d_]{3}|\))[.!?] +[A-ZÆØÅ]")
_SEAM = re.compile(r"\s+[–—·•|/-]\s+|:\s+|;\s+|\s*[()]\s*")
"""What parts a subject line."""
_OF_A_BILL = re.compile(
    r"(?:ubetalt |ubetald |unpaid )?(?:faktura|regning|rekning|invoice|bill)\W?(?:nr|nummer|no|number)?"
    r"\W*\w{0,4}\d[\w/-]*$|"
    r"(?:opprinnelig |opphavleg |was |fell )?(?:forfalt|forfall|forfallsdato|forfalle|due)\W+(?:den |dato |on )?\d",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    r"(?:(?:vår|vårt|din|ditt|deres|our|your) )?(?:\w*(?:nr|nummer|number|ref(?:eranse)?|sak|saka|saken|kunde|kid|case|"
    r"faktura|regning|rekning|invoice|krav)\W{0,2}(?:nr\.?|nummer|no\.?)?\W*)?[\w/-]*\d[\w /-]*",
    re.IGNORECASE,
)
_DAY_OF = re.compile(r"(?:[^\W\d]+\W+){0,3}\d")
_NO_THING = re.compile(
    r"^(?!(?-i:Ikke|Ikkje) )(?:at|å|aa|om|når|hvis|dersom|viss|ikke|ikkje|også|òg|både|samme|same|bare|berre|uansett|"
    r"selv|sjølv|alle|for|fra|frå|etter|ved|en|ei|et|ein|eit|begge|sen|sent|sein|seint|seine|mye|mykje|oss|vår|vårt|"
    r"våre|din|ditt|dine|dette|denne|den|det|de|dei|this|that|the above|your|which|when|inkasso|purring|varsel|"
    r"innkreving|oppgjør|betaling|hele|heile|dem|han|hun|ham|any|all|late|you|us|hver|kvar|krav\w*|fakturaen|"
    r"regningen|rekninga|saken|saka|beløpet|flere|fleire|vi|du|jeg|eg|innbetaling\w*|betalingen|payment|fristen|"
    r"fakturaer|gebyr|salær|høy\w*|høg\w*|stor\w*|gamm?el\w*|lenge|låg\w*|lav\w*|tidlig\w*|lengst|innen|innan|"
    r"senest|seinast|snarest|straks|omgående|med|uten|utan|på|til|nå|no|da|så|by|before|now|at|"
    r"(?:man|tirs|tys|ons|tors|fre|lør|laur|søn|sun)dag|"
    r"fortsatt|fremdeles|framleis|ennå|enno|still|spørsmål\w*|mer|meir|more|ytterlig\w*|ytterleg\w*|(?:(?:januar|"
    r"februar|mars|april|mai|juni|juli|august|september|oktober|november|desember|january|february|march|may|june|july|"
    r"october|december)(?:\W+\d+)?$))\b|^\d[\d ]{6}",
    re.IGNORECASE,
)
"""How a phrase begins that names no thing: "det gjelder også …", "betaling for sent"; "Ikke møtt til
time" is one.
"""
_OF_THE_PAPER = re.compile(
    r"(?i)(?:(?:debet|kredit|debit|credit|saldo|balance|merknad\w*|kommentar\w*|tekst|beskriv\w*|antall?|enhet|rabatt|"
    r"valuta|bilag|dato|betalt|rest|status|opplysning\w*)|(?:\w+ )?(?:til|i|ved|to|in) "
    r"(?:inkasso|betaling|innfordring|innkrev\w*|collection|payment))\W*"
)
"""What heads a column of figures, or says where the claim stands: no thing that was bought."""
_POINTS = re.compile(
    r"[a-zæøå]{2,}(?:et|en|a|ne)(?:\s(?:ditt|din|dine|di|vår|vårt|våre|deres|dykkar|your|our))?"
    r"(?:\s(?:som|over|under|ovenfor|nedenfor|nevnt|nemnt)\b.*|\s(?:på|for|til|i)\s(?:ditt|din|dine|di|deres|your)\s\S+)?"
)
_TALK = re.compile(
    r"(?i)\b(?:oss|du|vi|deg|å|som$|fristen|kan|må|(?-i:da)|hvis|dersom|viss|namsmannen|forliksrådet|jeg|eg)\b"
)
"""Words of a sentence rather than of a thing bought."""
_FORM_END = re.compile(rf"\b{FORMS}$")
_OPENS_WITH_FIRM = re.compile(
    rf"[A-ZÆØÅ][\w&.'’/-]*(?:\s(?:[A-ZÆØÅ&][\w&.'’/-]*|og|i|på|av|for|of|and)){{0,6}}?\s{FORMS}(?=[\s,.;:)]|$)"
)
_OF_A_CAR = re.compile(r"(?:kontroll|parkering|bom|pass[ei]r|tilleggsavgift|ferge|ferje|toll |parking)", re.IGNORECASE)
_OF_A_RULE = re.compile(
    r"(?i)\b\w*(?:satse?n?|satsane|satsene|renta|renten|rentene|rente|rate|regle\w*|regel\w*|vilkår\w*|priser|prisen|"
    r"pris|fristen|frist|lov\w*|forskrift\w*|avtalen?|betingelse\w*|gebyr\w*|bestemmelse\w*|føresegn\w*|terms|"
    r"rules?)\s*,?\s*$"
)
"""What a rule applies to is not what a claim is for: "den satsen som gjelder nå"."""
_OF_COSTS = re.compile(r"(?i)rente|salær|gebyr|kostnad|omkostning|interest|\bfees?\b|\bcosts?\b")
"""What a sum holds beside the claim: "Samlet krav inkludert renter og salær"."""
_AMOUNT = re.compile(
    r"(?:kr|nok)\b|\d{1,3}(?:[ .]\d{3})*,\d\d\b|\d{1,3}(?:[ ,]\d{3})+\.\d\d\b|\d{1,3}\.\d\d$", re.IGNORECASE
)
_MOST_WORDS = 9


def may_describe(text: str) -> bool:
    """Whether a text beside a label can say what the claim is for: no question, address, row, date, amount or firm."""
    letters = sum(c.isalpha() for c in text)
    asked = "?" in text[:60] or text.startswith("Du ")
    told = _TALK.search(text) is not None and (text[0].islower() or len(text.split()) > 7 or text.startswith("Vi "))
    row = read_row_label(text)
    is_row = row is not None and row.pattern.strength >= 1 and len(text.split()) <= 3
    is_row = is_row or (row is not None and row.role == "total" and _OF_COSTS.search(text) is not None)
    barred = (
        "@" in text
        or _OF_THE_PAPER.fullmatch(text)
        or asked
        or told
        or is_row
        or _NO_DESCRIPTION.match(text)
        or _is_firm(text)
        or _is_title(text)
    )
    return letters >= 3 and not barred and not is_date_or_amount(text)


def _is_firm(text: str) -> bool:
    """Whether the text ends in a company form; "Kontrollsanksjon BA", whose line breaks in a number plate, does not."""
    return _FORM_END.search(text) is not None and not _OF_A_CAR.match(text)


def _is_person(text: str) -> bool:
    """Whether the text may be somebody's name: words in letters alone, each with a capital."""
    words = text.split()
    return len(words) >= 2 and all(w[0].isupper() and not any(c.isdigit() for c in w) for w in words)


def _is_title(text: str) -> bool:
    """Whether the text says what the letter is rather than what the claim is for."""
    title = kinds_of(text)
    return title is not None and title[1] >= 0.95


def is_date_or_amount(text: str) -> bool:
    """Whether the text begins with a date or an amount."""
    if _AMOUNT.match(text):
        return True
    dates = find_dates(text[:30])
    return bool(dates) and dates[0].start == 0


def phrase(text: str, start: int, end: int) -> tuple[str, int]:
    """What the text says from `start` up to where the phrase ends, at most up to `end`, on one line; and its end."""
    named = _BILL_FIRST.match(text, start, end)
    start = named.end() if named else start
    stop = _END.search(text, start, end)
    end = stop.start() if stop else end
    return _joined(text[start:end]).rstrip(" ,.;:–-"), end


@dataclass(frozen=True, slots=True)
class Described:
    """A phrase that tells what the claim is for: as one line, its span, where the words that lead to it begin, and how
    surely it does (0-1).
    """

    text: str
    start: int
    end: int
    lead: int
    sure: float


def described_in(text: str) -> Iterator[Described]:
    """The phrases of running text that tell what the claim is for."""
    for match in _CONCERNS.finditer(text):
        if "   " in match.group() or "\f" in match.group() or _OF_A_RULE.search(text[: match.start()][-40:]):
            continue
        described, end = phrase(text, match.end(), min(len(text), match.end() + 120))
        if _OPENS_WITH_FIRM.match(described) and not _OF_A_CAR.match(described):
            continue  # "saldoen som stammer fra Solvik Bank ASA"
        if described.startswith((".", "…", "_", "·")):
            continue  # what leads from a label to its value
        loose = match["loose"] is not None or match.group().rstrip().endswith((" for", " skyldes"))
        if _is_thing(described, strict=loose or "," in match.group() or _JOINED.search(match.group()) is not None):
            yield Described(described, match.end(), end, match.start(), _surely(described, 0.88 if loose else 0.9))
    for match in _PAID_FOR.finditer(text):
        described, end = phrase(text, match.end(), min(len(text), match.end() + 100))
        if "\n" in match.group() and text[end : end + 3] == "   ":
            continue  # the head of the table that follows
        if _is_thing(described, strict=True) and end < match.end() + 100:
            yield Described(described, match.end(), end, match.start(), _surely(described, 0.8))
    for pattern, sure in (
        (_SETTLED, 0.86),
        (_BEFORE_BILL, 0.7),
        (_BEHIND_FIRM, 0.75),
        (_OF_FIRM, 0.75),
        (_ORDERED, 0.7),
        (_LACKING, 0.86),
        (_TURNED, 0.86),
        (_OWED, 0.72),
        (_COLLECTED, 0.75),
        (_UNPAID, 0.75),
        (_BILLED_AND_UNPAID, 0.84),
        (_NOT_PAID, 0.84),
        (_STILL_OPEN, 0.84),
        (_STANDS_UNPAID, 0.78),
        (_FOR_BILLED, 0.84),
        (_TAIL_OF_HEAD, 0.65),
    ):
        for match in pattern.finditer(text):
            thing = match.lastgroup or "thing"
            described, end = phrase(text, *match.span(thing))
            if _is_thing(described, strict=True):
                yield Described(described, match.start(thing), end, match.start(thing), _surely(described, sure))
    for match in _BESIDE_BILL.finditer(text):
        group = next(name for name in ("first", "second", "third") if match[name])
        described, end = phrase(text, *match.span(group))
        if len(described) >= 4 and _is_thing(described, strict=False):
            yield Described(described, match.start(group), end, match.start(group), 0.75)


def _surely(described: str, sure: float) -> float:
    """How surely a phrase says it: less so where it only points at what is told elsewhere ("arbeidet som er nevnt
    over", "abonnementet ditt").
    """
    return 0.6 * sure if _POINTS.fullmatch(described) else sure


def left_over(text: str, *, names: Collection[str] = ()) -> tuple[int, int, float] | None:
    """Where a subject line says what the claim is for, and how surely (0-1): the one of its parts that is no firm,
    number, day, amount, label or name of the letter ("Solvik Bil AS – fakturanr. 62210: Reparasjon av bremser (forfalt
    27.4.2026)"); of two the one behind the bill, when the other stands first, where somebody's name would. ``None`` for
    a line without a bill's number or a due day among its parts, or with no such part. `names`: those known already.
    """
    if text.rstrip()[-1:] in ".!?" or _NEXT_SENTENCE.search(text):
        return None
    spans: list[tuple[int, int]] = []
    start = 0
    for seam in (*_SEAM.finditer(text), None):
        end = seam.start() if seam is not None else len(text)
        if text[start:end].strip():
            spans.append((start, end))
        start = seam.end() if seam is not None else end
    billed = [span for span in spans if _OF_A_BILL.match(text[slice(*span)].strip())]
    rest = [
        s for s in spans if s not in billed and not _says_other(part := text[slice(*s)].strip()) and part not in names
    ]
    first = len(rest) == 2 and rest[0] == spans[0] and bool(billed) and rest[0] < billed[0] < rest[1]
    if len(spans) < 2 or not billed or (len(rest) != 1 and not first):
        return None
    start, end = rest[-1]
    thing = text[start:end]
    if (
        not thing.strip(" ,")[:1].isalnum()
        or not _is_thing(thing.strip(" ,"), strict=True)
        or not may_describe(thing.strip())
        or _is_person(thing)
    ):
        return None
    return start + len(thing) - len(thing.lstrip(" ,")), start + len(thing.rstrip(" ,")), 0.72 if first else 0.84


def alone_for(text: str) -> tuple[int, int, float] | None:
    """Where a line that says nothing else tells what a sum is for ("For leie av lagerbod"), and how surely (0-1)."""
    line = _FOR_ALONE.fullmatch(text.rstrip())
    if line is None or not _is_thing(line["thing"], strict=True) or not may_describe(line["thing"]):
        return None
    return *line.span("thing"), 0.76


def _says_other(part: str) -> bool:
    """Whether a part of a subject line is a firm, a number, a day, an amount, a label or a name of the letter."""
    few = len(part.split()) <= 6
    numbered = _NUMBERED.fullmatch(part) is not None
    dated = few and bool(find_dates(part)) and sum(c.isalpha() for c in part) <= 24 and _DAY_OF.match(part) is not None
    return numbered or dated or _AMOUNT.match(part) is not None or _is_firm(part) or kinds_of(part) is not None


def _is_thing(described: str, *, strict: bool) -> bool:
    if len(described) < 3 or _NO_DESCRIPTION.match(described) or not any(c.isalpha() for c in described):
        return False
    if _is_title(described):
        return False
    if not strict:
        return True
    words = described.split()
    if _OPENS_WITH_FIRM.fullmatch(described) and not _OF_A_CAR.match(described):
        return False
    return len(words) <= _MOST_WORDS and not _NO_THING.match(described) and not _TALK.search(described)


def _joined(text: str) -> str:
    """A phrase on one line: words broken at a line's end are joined, "EU-kontroll" keeps its hyphen."""
    text = re.sub(r"(?<=[^\W\d_A-ZÆØÅ])-\s*\n\s*(?=[a-zæøå])", "", text)
    return " ".join(re.sub(r"-\s*\n\s*", "-", text).split())
