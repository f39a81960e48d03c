"""Letters that keep the inkassolov of 2026, as drawn and read from paper: none is accused of breaking it.

Each letter with one of its duties taken out is told of it, or asked about; so silence on the whole letters is no
blindness.
"""

from __future__ import annotations

import datetime as dt

import pytest

from checks.engine import audit
from checks.law import load_law
from checks.model import Status
from checks.registry import load_future_rules
from parsers.pipeline import understand
from tests.parsers.paper import scanned, typed

AFTER = load_law(new_act_in_force=dt.date(2027, 1, 1))

DEMAND_NB = """\
Vestfjell Inkasso AS                                Dato: 15.03.2027
Telefon: 55 11 22 33, telefontid hverdager kl. 09.00-15.00
Saksnummer: 882211

Betalingsoppfordring

Fordringshaver: Fjordmat AS
Kravet gjelder: levering av matkasser i januar 2027
Fakturanummer: 4411
Fakturadato: 02.01.2027
Forfall: 16.01.2027
Inkassovarsel ble sendt 05.02.2027 med frist 20.02.2027.

Hovedkrav                                                 1 200,00
Inkassosalær                                                300,00
Å betale                                                  1 500,00

Betalingsfrist: 01.04.2027
Betales ikke kravet innen fristen, vil kostnadene ved videre
inndriving utgjøre inntil 600 kroner.
Har du problemer med å betale, ta kontakt med oss.
Har du innsigelser mot kravet, send dem skriftlig til oss.
Er du misfornøyd, kan du klage til oss på e-post.
Du kan også klage til Finansklagenemnda.
"""

NOTICE_NN = """\
Innfordring Vest AS                                 Dato 03.05.2027
Telefon 57 00 11 22. Telefontid: kvardagar 9-15

Inkassovarsel

Fordringshavar: Bygdestraum AS
Kravet gjeld: straum for mars 2027
Fakturanummer: 90012
Fakturadato: 01.04.2027
Forfall: 15.04.2027

Hovudkrav                                                 2 310,00
Å betale                                                  2 310,00

Betalingsfrist 18.05.2027
Vert ikkje kravet betalt innan fristen, går saka til inkasso.
Venta kostnader om saka går til inkasso er kr 300.
Har du vanskar med å betale, ta kontakt.
Motsegner mot kravet må sendast skriftleg til oss.
Klagar kan sendast til oss på e-post.
Du kan òg klage til Finansklagenemnda.
"""

DEMAND_EN = """\
Northern Collect AS                                 Date: 10.06.2027
Phone: +47 22 11 00 99, open weekdays 9 am to 3 pm

Payment demand (betalingsoppfordring)

Creditor: Cityfone AS
The claim concerns: mobile subscription April 2027
Invoice number: 771100
Invoice date: 01.05.2027
Due date: 15.05.2027
A notice of collection (inkassovarsel) was sent on 18.05.2027
with deadline 02.06.2027.

Principal                                                   649.00
Collection fee                                              150.00
Total                                                       799.00

Payment deadline: 28.06.2027
If the claim is not paid in time, we estimate the further costs
at NOK 375.
If you have difficulties paying, please contact us.
If you disagree with the claim, let us know in writing.
Complaints can be sent to us by e-mail.
You may also bring a complaint to Finansklagenemnda.
"""

ASKED_FOR = (
    "amount-owed",
    "deadline-min-14-days",
    "claim-subject",
    "invoice-number-date",
    "amount-split",
    "estimated-costs",
    "general-information",
    "phone-information",
    "creditor-and-original",
)
LETTERS = {"nb": DEMAND_NB, "nn": NOTICE_NN, "en": DEMAND_EN}


def found(text: str, *, optical: bool = False) -> dict[str, Status]:
    page = scanned(text) if optical else typed(text)
    return {result.id: result.status for result in audit(understand([page]), AFTER).results}


@pytest.mark.parametrize("optical", [False, True], ids=["text", "scan"])
@pytest.mark.parametrize("lang", LETTERS)
def test_a_letter_that_keeps_the_act_is_not_accused(lang: str, optical: bool) -> None:
    status = found(LETTERS[lang], optical=optical)
    assert [id_ for id_ in load_future_rules() if status[id_] is Status.FAIL] == []


@pytest.mark.parametrize("lang", LETTERS)
def test_what_the_act_asks_for_is_recognised(lang: str) -> None:
    status = found(LETTERS[lang])
    asked_for = {name: status[f"ny-{name}"] for name in ASKED_FOR}
    assert asked_for == dict.fromkeys(ASKED_FOR, Status.PASS)


@pytest.mark.parametrize(
    ("check_id", "lines"),
    [
        ("ny-bo-label", ("Betalingsoppfordring",)),
        ("ny-phone-information", ("Telefon:",)),
        ("ny-estimated-costs", ("Betales ikke kravet", "inndriving utgjøre")),
        ("ny-general-information", ("Har du problemer",)),
        ("ny-general-information", ("Har du innsigelser",)),
        ("ny-general-information", ("Er du misfornøyd", "Du kan også klage")),
    ],
)
def test_what_is_left_out_is_missed(check_id: str, lines: tuple[str, ...]) -> None:
    kept = [line for line in DEMAND_NB.splitlines() if not line.startswith(lines)]
    assert found("\n".join(kept))[check_id] in (Status.FAIL, Status.UNSURE)
