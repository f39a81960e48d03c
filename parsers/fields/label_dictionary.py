"""The dictionary of labels: which printed words name a reference number, a party, a date or what a claim is for.

Labels that no dictionary holds are told by their words (`parsers.fields.stems`, `parsers.fields.label_words`). How a
label is found in a letter, and where its value stands, is in `parsers.fields.labelled`. Labels of amounts and payment
are elsewhere (`parsers.patterns`); here they only tell that a cell is no value.
"""

from __future__ import annotations

from collections.abc import Mapping

LABELS: Mapping[str, tuple[tuple[str, float], ...]] = {
    "letter_date": (
        ("utskrevet", 0.93), ("skrevet", 0.89), ("skrive", 0.89), ("brevet er datert", 0.96), ("utskrift", 0.8),
        ("skriven ut", 0.93), ("skrevet ut", 0.93), ("skrive ut", 0.9), ("utskriven", 0.93),
        ("dato", 0.95), ("sendt", 0.9), ("brevdato", 0.98), ("dato for brevet", 0.97), ("utstedt", 0.93),
        ("utstedtdato", 0.95), ("utstedelsesdato", 0.95), ("utferdet", 0.93), ("dokumentdato", 0.95),
        ("vår dato", 0.97),
        ("dato for utsendelse", 0.97), ("utsendelsesdato", 0.97), ("utsendt", 0.93), ("utskriftsdato", 0.9),
        ("dagens dato", 0.9), ("i dag", 0.85),
        ("purredato", 0.93), ("purringsdato", 0.93), ("sendingsdato", 0.95), ("sendt dato", 0.95),
        ("date", 0.95), ("letter date", 0.98), ("date of letter", 0.98), ("issued", 0.9), ("deres dato", 0.3),
        ("mottatt", 0.7), ("motteke", 0.7), ("received", 0.7),
        ("dagsett", 0.9), ("brev dagsett", 0.96), ("brevet er dagsett", 0.96), ("dagsetting", 0.9),
        ("dato sendt", 0.96), ("brev datert", 0.96), ("datert", 0.9), ("utsendingsdato", 0.97), ("vardato", 0.9),
        ("av dato", 0.8), ("fra dato", 0.8), ("our date", 0.96), ("written", 0.89), ("written on", 0.92),
        ("laga", 0.85), ("laget", 0.85),
        ("date written", 0.95), ("date of issue", 0.95), ("issued on", 0.93), ("issue date", 0.95),
    ),
    "payment_deadline": (
        ("siste betalingsdag", 0.96), ("når må det betales", 0.96), ("når må du betale", 0.96),
        ("siste dag for betaling", 0.97),
        ("betalingsfrist", 0.96), ("betalings frist", 0.96), ("betales innen", 0.97), ("ny betalingsfrist", 0.98),
        ("frist", 0.9), ("ny frist", 0.97), ("siste betalingsdato", 0.96), ("siste frist", 0.95), ("betal innen", 0.97),
        ("betalast innan", 0.97), ("betal innan", 0.97), ("nytt forfall", 0.96), ("ny forfallsdato", 0.97),
        ("siste betalingsfrist", 0.97), ("frist for betaling", 0.97), ("pay by", 0.97), ("payment deadline", 0.97),
        ("å betale innen", 0.96), ("må betales innen", 0.97), ("senest", 0.85), ("pay before", 0.97),
        ("fristdato", 0.95),
        ("betales senest", 0.97), ("innen", 0.8), ("betalingsdato", 0.85), ("frist for å betale", 0.97),
        ("betal før", 0.96), ("betales før", 0.96),
        ("betal før eller på", 0.96), ("betal på eller før", 0.96), ("betal ikke senere enn", 0.95),
        ("deadline", 0.93),
        ("payment due", 0.9), ("betalingsforfall", 0.85), ("forfall ny", 0.95), ("ny betalingsdato", 0.95),
        ("betalingsdag", 0.85), ("ny betalingsdag", 0.97),
        ("to be paid by", 0.96), ("to be paid before", 0.96), ("to be paid within", 0.96), ("must be paid by", 0.96),
        ("payable by", 0.95), ("settle by", 0.95), ("to be settled by", 0.95), ("final date for payment", 0.96),
        ("svarfrist", 0.7), ("betalingsfrist og svarfrist", 0.97), ("utvidet frist", 0.9),
    ),
    "original_due_date": (
        ("skulle betales", 0.95), ("skulle betalast", 0.95), ("should have been paid", 0.95),
        ("skulle vært betalt", 0.95), ("når forfalt det", 0.95), ("skulle vore betalt", 0.95),
        ("forfalt første gang", 0.95),
        ("opprinnelig forfallsdato", 0.98), ("opprinnelig forfall", 0.98), ("oppr forfall", 0.98),
        ("oppr forfallsdato", 0.98),
        ("forfalt", 0.95), ("forfalt dato", 0.95), ("opphavleg forfall", 0.98), ("opphavleg forfallsdato", 0.98),
        ("fakturaforfall", 0.97), ("faktura forfall", 0.96), ("fakturaens forfall", 0.97),
        ("fakturaens forfallsdato", 0.97),
        ("original due date", 0.98), ("opprinnelig betalingsfrist", 0.97), ("forfalt til betaling", 0.95),
        ("forfalt den", 0.95),
        ("opphavleg betalingsfrist", 0.97), ("forfall på faktura", 0.96), ("forfallsdato faktura", 0.96),
        ("oppr betalingsfrist", 0.97), ("forfall faktura", 0.96), ("invoice due date", 0.96), ("kravets forfall", 0.96),
        ("opprinnelegforfall", 0.95), ("forfalt siden", 0.94), ("forfalt sidan", 0.94), ("forfalle", 0.9),
        ("forfallen", 0.95), ("forfallne", 0.9),
        ("betalingsdag var", 0.95), ("betalingsfrist var", 0.93), ("forfallsdato var", 0.96), ("forfall var", 0.96),
        ("fristen for betaling var", 0.93), ("betalingsdato var", 0.95),
    ),
    "due_date": (
        ("forfallsdato", 0.9), ("forfall", 0.9), ("forfdato", 0.9), ("forf dato", 0.9), ("forfallsdag", 0.9),
        ("due date", 0.9),
        ("forfaller", 0.88), ("due", 0.8), ("forf", 0.8), ("forfallstidspunkt", 0.9),
    ),
    "invoice_date": (
        ("fakturadato", 0.97), ("faktura dato", 0.97), ("regningsdato", 0.96), ("bilagsdato", 0.9),
        ("invoice date", 0.97),
        ("rekningsdato", 0.96), ("dato for faktura", 0.96), ("fakturert", 0.85), ("fakturert den", 0.95),
        ("fakturert dato", 0.96), ("dato fakturert", 0.96), ("faktureringsdato", 0.97), ("faktureringsdag", 0.96),
        ("faktdato", 0.95),
        ("fakturaens dato", 0.96),
    ),
    "notice_date": (
        ("inkassovarsel sendt", 0.97), ("varsel sendt", 0.95), ("varseldato", 0.96), ("dato for inkassovarsel", 0.97),
        ("inkassovarsel datert", 0.97), ("inkassovarsel", 0.85), ("varslet", 0.9), ("varslingsdato", 0.95),
        ("varsla", 0.9),
        ("inkassovarsel dato", 0.96), ("varselets dato", 0.96), ("dato for varselet", 0.96), ("dato for varsel", 0.96),
        ("dato inkassovarsel", 0.96), ("varslet dato", 0.93),
        ("inkassovarselets dato", 0.97),
    ),
    "notice_deadline": (
        ("varselfrist", 0.96), ("frist i varsel", 0.96), ("frist i inkassovarsel", 0.97),
        ("inkassovarselets frist", 0.97),
        ("varselets frist", 0.97), ("frist inkassovarsel", 0.96), ("inkassovarsel frist", 0.96), ("varsel frist", 0.95),
        ("inkassovarsel forfall", 0.95), ("forfall inkassovarsel", 0.95), ("varselforfall", 0.95),
    ),
    "invoice_number": (
        ("dokumentnr", 0.8), ("dokumentnummer", 0.8), ("dokument nr", 0.8), ("doknr", 0.8), ("dok nr", 0.8),
        ("avtalefaktura", 0.85), ("bilag", 0.8), ("bilag nr", 0.85), ("hvilken faktura", 0.9), ("rekning", 0.8),
        ("fakturanr", 0.97), ("fakturanummer", 0.97), ("faktura nr", 0.97), ("faktura nummer", 0.97), ("faktura", 0.9),
        ("regningsnr", 0.95), ("regningsnummer", 0.95), ("rekningsnr", 0.95), ("rekningsnummer", 0.95),
        ("bilagsnr", 0.85),
        ("bilagsnummer", 0.85), ("invoice no", 0.97), ("invoice number", 0.97), ("invoice", 0.9),
        ("deres faktura", 0.9),
        ("regning", 0.8),
        ("fakt nr", 0.95), ("fakt", 0.85), ("inv", 0.8),
        ("deres ref", 0.55), ("deres referanse", 0.55), ("your ref", 0.55),
        ("faktnr", 0.95), ("vår faktura", 0.93), ("faktura no", 0.95),
        ("regning nr", 0.95),
        ("rekning nr", 0.95), ("kreditors fakturanr", 0.95), ("kontrollsanksjonsnr", 0.8), ("opprinnelig faktura", 0.9),
        ("lisensnr", 0.6), ("kontraktsnr", 0.6), ("avtalenr", 0.6), ("avtalenummer", 0.6), ("kontraktsnummer", 0.6),
    ),
    "case_number": (
        ("arkivnr", 0.9), ("arkivnummer", 0.9), ("journalnr", 0.85), ("saksnummeret", 0.9), ("inkassosaksnr", 0.97),
        ("saksnummer", 0.97), ("saksnr", 0.97), ("sak nr", 0.96), ("saks nr", 0.96), ("sak", 0.88), ("saksref", 0.94),
        ("saksreferanse", 0.95), ("vår ref", 0.85), ("vår referanse", 0.85), ("referanse", 0.85), ("ref", 0.75),
        ("referansenummer", 0.9), ("referansenr", 0.9), ("inkassonr", 0.95), ("inkassosak", 0.93),
        ("inkassosak nr", 0.96),
        ("case number", 0.97), ("case no", 0.97), ("our ref", 0.85), ("our reference", 0.85), ("reference", 0.85),
        ("saksid", 0.94), ("inkassosaksnummer", 0.97), ("inkassonummer", 0.95), ("kravnummer", 0.85), ("kravnr", 0.85),
        ("vårt saksnr", 0.97), ("vårt saksnummer", 0.97), ("oppdragsnummer", 0.8), ("oppdragsnr", 0.8), ("case", 0.85),
    ),
    "customer_number": (
        ("medlem nr", 0.93), ("medlem", 0.75), ("medlemsnr hos kreditor", 0.9), ("leietakernr", 0.8),
        ("kundenr", 0.97), ("kundenummer", 0.97), ("kunde nr", 0.97), ("kunde", 0.85), ("medlemsnr", 0.93),
        ("medlemsnummer", 0.93),
        ("skyldnernr", 0.9), ("skyldnernummer", 0.9), ("debitornr", 0.9), ("debitornummer", 0.9), ("customer no", 0.97),
        ("customer number", 0.97), ("abonnentnr", 0.85), ("kundeid", 0.9), ("kunde id", 0.9), ("pasientnr", 0.6),
        ("ditt kundenummer", 0.97), ("andel", 0.7), ("andel seksjon", 0.9), ("seksjon andel", 0.9), ("seksjon", 0.7),
        ("leilighet", 0.6),
        ("andelseksjon", 0.9), ("seksjonandel", 0.9), ("seksjonsnr", 0.85), ("andelsnr", 0.85), ("andelsnummer", 0.85),
        ("kundenr hos kreditor", 0.95), ("abonnementsnummer", 0.7),
    ),
    "creditor": (
        ("hvem krever pengene", 0.95), ("hvem skylder du", 0.95), ("kven krev pengane", 0.95),
        ("fordringshaver", 0.95), ("oppdragsgiver", 0.96), ("kreditor", 0.97), ("krav fra", 0.95),
        ("på vegne av", 0.95), ("krav på vegne av", 0.95), ("krav på vegner av", 0.95),
        ("kravshavar", 0.97), ("kravshaver", 0.97), ("fordringshavar", 0.95), ("oppdragsgivar", 0.96),
        ("oppdragsgjevar", 0.96), ("klient", 0.93),
        ("selger", 0.8), ("leverandør", 0.85), ("behandler", 0.7), ("creditor", 0.97), ("vår klient", 0.95),
        ("vår oppdragsgiver", 0.96),
        ("vår kunde", 0.85), ("claimant", 0.93), ("client", 0.9), ("nåværende kreditor", 0.98),
        ("nåværende fordringshaver", 0.98),
        ("ny kreditor", 0.97), ("kreditors navn", 0.97), ("fordringseier", 0.96), ("kravet eies av", 0.96),
        ("seljar", 0.8),
        ("krav frå", 0.95), ("kravshaver kreditor", 0.95), ("på vegner av", 0.95), ("our client", 0.95),
        ("current creditor", 0.98),
        ("noverande kreditor", 0.98), ("on behalf of", 0.95), ("kravet kommer fra", 0.95), ("kravet tilhører", 0.96),
        ("eier av kravet", 0.96),
        ("kravet gjelder kreditor", 0.9), ("eigar av kravet", 0.96), ("hvem du skylder", 0.96), ("du skylder", 0.9),
        ("kravstiller", 0.95), ("fra", 0.6), ("frå", 0.6),
    ),
    "original_creditor": (
        ("opprinnelig fordringshaver", 0.98), ("opprinnelig kreditor", 0.98), ("opprinnelig oppdragsgiver", 0.97),
        ("tidligere kreditor", 0.97), ("overdratt fra", 0.96), ("kjøpt fra", 0.95), ("opphavleg kreditor", 0.98),
        ("opphavleg fordringshavar", 0.98), ("original creditor", 0.98), ("tidligere fordringshaver", 0.97),
        ("oppr kreditor", 0.97),
        ("oppr fordringshaver", 0.97), ("overtatt fra", 0.95), ("opphavleg oppdragsgivar", 0.97),
        ("opphavleg oppdragsgjevar", 0.97),
        ("tidlegare kreditor", 0.97),
        ("opprinnelig kravshaver", 0.97), ("opprinnelig långiver", 0.95), ("eier før", 0.93), ("eigar før", 0.93),
        ("kreditor før", 0.93), ("fordringshaver før", 0.93), ("kravshaver før", 0.93), ("owner before", 0.93),
    ),
    "collector": (
        ("inkassoselskap", 0.95), ("inkassator", 0.95), ("inkassoforetak", 0.95), ("inkassoføretak", 0.95),
        ("prosessfullmektig", 0.7),
        ("inkassobyrå", 0.93), ("collection agency", 0.95), ("innkreves av", 0.9), ("inkasso ved", 0.9),
        ("krevd inn av", 0.85),
    ),
    "claim_description": (
        ("angår", 0.93), ("hva gjelder det", 0.95), ("item", 0.85), ("varetjeneste", 0.93), ("kva gjeld det", 0.95),
        ("vedkommende", 0.7),
        ("gjelder", 0.93), ("kravet gjelder", 0.97), ("kravet gjeld", 0.97), ("gjeld", 0.9), ("beskrivelse", 0.9),
        ("skildring", 0.9), ("omtale", 0.85),
        ("grunnlag", 0.85), ("grunnlaget for saken", 0.95), ("hva kravet gjelder", 0.97), ("vare tjeneste", 0.93),
        ("levert vare tjeneste", 0.95), ("levert", 0.75), ("beskriving", 0.9), ("vare", 0.8), ("tjeneste", 0.8),
        ("saken gjelder", 0.96),
        ("saka gjeld", 0.96), ("kravets art", 0.95), ("type krav", 0.95), ("concerning", 0.93), ("regarding", 0.9),
        ("description", 0.9),
        ("fakturaen gjelder", 0.96), ("beløpet gjelder", 0.96), ("grunnlag for kravet", 0.96),
        ("grunnlag for krav", 0.96),
        ("the claim concerns", 0.97), ("vedrørende", 0.75), ("kravdetaljer", 0.85), ("tekst", 0.7),
        ("varetekst", 0.8), ("navn", 0.2),
        ("vare eller tjeneste", 0.95), ("vare eller teneste", 0.95), ("regningen gjelder", 0.96),
        ("kva kravet gjeld", 0.97),
        ("ytelse", 0.8), ("produkt", 0.75), ("krav", 0.7), ("hva det gjelder", 0.96), ("kva det gjeld", 0.96),
        ("hva gjelder", 0.94), ("dette gjelder", 0.93),
        ("dette gjeld", 0.93),
        ("krav type", 0.95), ("claim", 0.7), ("behandling", 0.85), ("hva", 0.8), ("kva", 0.8),
        ("for", 0.8), ("re", 0.8), ("art", 0.8), ("spesifikasjon", 0.75), ("fakturatekst", 0.85),
        ("hva saken gjelder", 0.96), ("kva saka gjeld", 0.96), ("hva du har kjøpt", 0.9),
        ("abonnement", 0.75), ("jobb", 0.75), ("oppdrag", 0.75), ("arbeid", 0.75), ("medlemskap", 0.7), ("kurs", 0.75),
        ("passering", 0.75), ("passeringer", 0.75), ("passeringar", 0.75), ("leieperiode", 0.7), ("reise", 0.7),
        ("opphold", 0.7), ("forsikring", 0.7),
    ),
}  # fmt: skip
"""Field → its labels with how surely they mean it (0-1). ``due_date`` is open between the old and the new date."""

OF_A_TRADE = frozenset(
    {
        "abonnement", "jobb", "oppdrag", "arbeid", "medlemskap", "kurs", "passering", "passeringer", "passeringar",
        "leieperiode", "reise", "opphold", "forsikring",
    }
)  # fmt: skip
"""Labels that are the thing itself in one trade's words; elsewhere they may be a value, or the name of an amount."""

OTHER_LABELS = """
kid; kid-nummer; kidnummer; kundeidentifikasjon; kundeidentifikasjon kid; konto; kontonr; kontonummer; til konto;
bankkonto; klientkonto; innbetalt til konto; beløp; å betale; til betaling; hovedstol; hovedkrav; hovudstol;
hovudkrav; telefon; tlf; telefaks; faks; e-post; epost; org.nr; orgnr; org nr; organisasjonsnummer; foretaksnr;
foretaksregisteret; side; pin-kode; pinkode; pin; saksbehandler; sakshandsamar; nettsted; nettside; web; iban;
swift; bic; valuta; sum; total; totalt; salær; inkassosalær; renter; purregebyr; mva; gebyr; kode; antall; mengd;
pris; rabatt; innbetalt; saldo; rest; kroner; øre; blankettnummer; betalt av; betalt til; underskrift ved girering;
giro; kvittering; betalingsinformasjon; belast konto; kvittering tilbake; rentesats; rente fra; periode;
leveringsdato; til; skyldner; debitor; mottaker; status; saksstatus; kontaktperson; åpningstid; åpningstider;
betalingsbetingelser; merk betaling; merk betalingen med; fødselsnr; forsinkelsesrente; inkassokostnader;
omkostninger; amount; account; fakturabeløp; regningsbeløp; restbeløp; betalingsmottaker; vår kontakt; vår
kontaktperson; detaljer; detaljar; details; opplysninger; opplysningar; avsender; avsendar; ansvarlig;
ansvarlig advokat; kundeservice; phone; opprinnelig beløp; adresse
"""
