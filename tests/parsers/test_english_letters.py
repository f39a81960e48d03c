"""English letters, and lines of details that full stops part: what their senders write where a Norwegian one writes
otherwise.
"""

from __future__ import annotations

import datetime as dt

import pytest

from parsers.fields.statements import statements_in
from parsers.model import LineType, Reading, StatementId
from parsers.patterns import read_row_label
from parsers.pipeline import understand
from tests.parsers.ascii_letters import pages_of

HEAD = """
    Nordhav Collections AS

    Kari Prøvesen
    Fjordgata 4
    5003 BERGEN

    Written on            14 September 2026

    #Demand for payment

"""


def days_of(body: str) -> dict[str, dt.date]:
    letter = understand(pages_of(HEAD + body))
    names = ("letter_date", "payment_deadline", "notice_date", "notice_deadline", "original_due_date", "invoice_date")
    return {n: r.value for n in names if isinstance(r := letter.field(n), Reading) and isinstance(r.value, dt.date)}


@pytest.mark.parametrize(
    "said",
    [
        "Written notice that collection would follow was sent on 2 July 2026,\n    with 16 July 2026 as the last day.",
        "A notice before debt collection was issued on 2 July 2026, and the\n    deadline was 16 July 2026.",
        "We sent a warning about collection (inkassovarsel) on\n    2 July 2026. You had until 16 July 2026 to pay.",
        "Our client gave notice prior to collection on 2 July 2026, and\n    the deadline expired on 16 July 2026.",
    ],
)
def test_an_english_notice_has_its_day_and_its_deadline(said: str) -> None:
    days = days_of(f"    {said}\n\n    Kindly pay by 28 September 2026.\n")
    assert (days.get("notice_date"), days.get("notice_deadline")) == (dt.date(2026, 7, 2), dt.date(2026, 7, 16))


@pytest.mark.parametrize(
    "said",
    [
        "This is notice that collection will follow. Pay by 28 September 2026.",
        "We hereby give you notice of collection. The deadline is 28 September 2026.",
        "This letter is a formal warning before debt collection. Please pay by 28 September 2026.",
    ],
)
def test_the_notice_itself_is_no_earlier_one(said: str) -> None:
    days = days_of(f"    {said}\n")
    assert "notice_deadline" not in days
    assert days.get("payment_deadline") == dt.date(2026, 9, 28)


@pytest.mark.parametrize(
    "said",
    [
        "You have until 28 September 2026 to pay the debt.",
        "You now have time until 28 September 2026 to settle the debt.",
        "Du har til 28. september 2026 på deg til å betale.",
        "De får til og med 28. september 2026 til å gjøre opp kravet.",
        "Please pay to our account at the latest 28 September 2026.",
        "Payment is to be made not later than 28 September 2026.",
        "To be paid by      28 September 2026",
        "Payable by         28 September 2026",
    ],
)
def test_the_time_to_pay_is_told_in_many_ways(said: str) -> None:
    told = "We asked you on 20 July 2026 for payment by 3 August 2026."
    days = days_of(f"    {told}\n\n    {said}\n")
    assert days.get("payment_deadline") == dt.date(2026, 9, 28)


@pytest.mark.parametrize(
    "said",
    [
        "You may contest the claim until it is paid.",
        "Du hadde til 28. september 2025 på deg til å betale.",
        "You have until 28 September 2027 to return the key.",
    ],
)
def test_other_times_are_no_deadline(said: str) -> None:
    assert "payment_deadline" not in days_of(f"    {said}\n")


LINES = [
    "Gjelder: leie av lagerbod. Faktura: 20418. Fakturadato: 12.05.2026. Forfalt: 03.06.2026",
    "Concerns: leie av lagerbod. Invoice: 20418. Invoice dated: 12.05.2026. Fell due: 03.06.2026",
    "Applies to: leie av lagerbod. Bill no: 20418. Bill dated: 12.05.2026. Was due:\n    03.06.2026",
    "Kravet gjeld: leie av lagerbod. Rekningsnr.: 20418. Rekningsdato: 12.05.2026. Forfall var:\n    03.06.2026",
]


@pytest.mark.parametrize("line", LINES)
def test_details_that_full_stops_part_are_each_beside_their_label(line: str) -> None:
    letter = understand(pages_of(f"{HEAD}    Claim\n    {line}\n\n    Kindly pay by 28 September 2026.\n"))
    found = {
        name: reading.value
        for name in ("claim_description", "invoice_number", "invoice_date", "original_due_date")
        if isinstance(reading := letter.field(name), Reading)
    }
    assert found == {
        "claim_description": "leie av lagerbod",
        "invoice_number": "20418",
        "invoice_date": dt.date(2026, 5, 12),
        "original_due_date": dt.date(2026, 6, 3),
    }


@pytest.mark.parametrize("label", ["Value added tax", "Value-added tax on the charge", "VAT on our charge"])
def test_vat_has_its_full_name_too(label: str) -> None:
    row = read_row_label(label)
    assert row is not None
    assert row.type is LineType.VAT


@pytest.mark.parametrize(
    "said",
    [
        "You are entitled to object to the claim.",
        "There is every opportunity to challenge the claim.",
        "Du har adgang til å bestride kravet.",
        "Det er mogleg å protestere mot kravet.",
    ],
)
def test_who_may_object_is_invited_to_and_has_not_done_so(said: str) -> None:
    found = statements_in(said, misread=False)
    assert found[StatementId.OBJECTION_INVITED].strength == "clear"
    assert StatementId.OBJECTION_RECEIVED not in found


@pytest.mark.parametrize(
    "said",
    [
        "You have no right to contest the claim.",
        "It is not open to you to contest the claim any more.",
        "Det er ikkje lenger høve til å protestere mot kravet.",
        "Du hadde adgang til å bestride kravet i fjor.",
        "Du har ikke lenger adgang til å bestride kravet.",
        "It is no longer open to you to contest the claim, and it was never open to you to contest the costs.",
        "You have the right to object to the processing of personal data.",
    ],
)
def test_who_may_not_object_is_not_invited_to(said: str) -> None:
    found = statements_in(said, misread=False).get(StatementId.OBJECTION_INVITED)
    assert found is None or found.strength != "clear"
