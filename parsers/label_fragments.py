"""Word parts of amounts' labels, which the patterns of `parsers.patterns` name in braces.

Data for folded text (`parsers.views.fold`). Inside a compound they match without a word border. No pattern stands here.
"""

from __future__ import annotations

FRAGMENTS: dict[str, str] = {
    "fee": r"(?:gebyr\w*|fees?\b)",
    "cost": r"(?:(?:om)?kostn(?:ad|ing)\w*|utgift\w*|\bcosts?\b)",
    "salaer": r"(?:sal[aeo]r|\bsal(?:z?e|[&@])r)\w*",
    "charge": (
        r"(?:\bcharges?\b|gebyr\w*|(?:om)?kostn(?:ad|ing)\w*|utgift\w*|sal(?:[aeo]|ze|[&@])r\w*|\bfees?\b|\bcosts?\b)"
    ),
    "interest": r"(?:rent(?:e|er|en|ene|a|ane|ar)\b|\brente(?:belop|krav|kostn\w*)|\binterests?\b)",
    "reminder": r"(?:purr(?:e|ing)\w*|\bpurr\b|(?:inkasso)?vars(?:e?l|ling)\w*|(?:betalings)?paminn\w*|"
    r"reminders?\b|\bnotice\b|\bdunning\b)",
    "principal": r"(?:h[oe]v[eu]?d\W?(?:stol|krav|fordring|gjeld)\w*|hov[eu]d(?:belop|sum)\w*|hovedkapital|"
    r"\b(?:lane|kreditt)?kapital(?:en|saldo\w*|belop\w*|krav\w*|gjeld\w*)?\b|\bgrunn(?:belop|krav)\w*|"
    r"\bprincipal\b|\bcapital\b|\bmain (?:claim|amount|sum|debt)\b)",
    "invoice": r"(?:faktura\w*|regning\w*|rekning\w*|\binvoices?\b)",
    "demand": r"(?:betalings\W?oppfor?dring\w*|betalings\W?oppmoding\w*|betalings\W?opp(?:f|fordr|m)\b|payment demand)",
    "instalment": r"(?:avdrags?\w*|nedbetaling\w*|delbetaling\w*|instalments?|installments?)",
    "vat": r"(?:\bmva\b|\bm\.v\.a\b|m[ae]i?rverdiavgift\w*|\bmoms\b|\bvat\b|\bvalue\W?added\W?tax\b)",
    "office": r"(?:ekspe|admin|behandl|handter|handsam|faktur|papir|gebyr|handling)\w*",
    "creditor": r"(?:oppdragsgj?[ei]v|kreditor|fordringshav|kravshav|selger|seljar|utleier|utleigar|creditor)\w*",
    "whole": r"(?:i alt|til ?sam(?:men|an)s?)",
    "sum": r"(?:sum|summen|total|totalt|totale|samlet|samla|samlede|tilsammen|totalsum)",
}
"""Part -> the words it stands for."""

FRAGMENTS["component"] = (
    "(?:"
    + "|".join(FRAGMENTS[k] for k in ("principal", "invoice", "charge", "vat"))
    + (r"|" + FRAGMENTS["interest"] + "|purr|varsel)")
)

CUES = (
    r"[%&@=]|notice|truk|trekt|mora|gjeld|mellomv|dunn|gebyr|kostn|komp|standard|comp|utgift|sal|rent|interest|purr|vars|"
    r"paminn|remind|h[oe]v|[ck]apital|princip|grunn|main|fakt|value|"
    r"regning|rekning|invoice|oppf|oppm|demand|avdrag|rate|bet|mva|m\.v|verdiavg|moms|vat|sum|total|saml|tils|pay|due|"
    r"paid|debt|kred|cred|konto|frat|frad|avskr|etterg|motr|avsl|rabatt|godskr|mott|minus|avtale|inndr|innkr|innf|rett|"
    r"forl|opph|sak|nams|tvang|mot|utle|stevn|begj|skriv|court|prosess|fullb|fee|cost|collec|avgift|leie|sank|takst|"
    r"porto|honorar|till|opp?r|ut[ae]|claim|amount|belop|outst|krav|krev|egen|abon|kont|net|strom|forb|park|del|slut|"
    r"kjop|transp|overf|carried|brought|lever|bestill|ordre|behand|konsult|time|lan|depos|term|medl|saldo|sk[uy]ld|mye|"
    r"mykje|meget|much|rest|p[ne]+ post|brutto|netto|gjen|balance|inn|samm|saman|\bi?alt|oppgj|gjore|tilgod|fordr"
)
"""A cheap look for anything that a pattern could be about, before the patterns themselves."""
