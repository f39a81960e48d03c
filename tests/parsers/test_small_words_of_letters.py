"""What stands beside a salesman's name, a notice's number, the letter's heading and a bill's day."""

from __future__ import annotations

import datetime as dt

import pytest

from parsers.fields.descriptions import described_in
from parsers.fields.party_phrases import may_be_salesman
from parsers.fields.statements import statements_in
from parsers.fields.stems import field_of
from parsers.model import Reading, SenderRole, StatementId
from parsers.pipeline import understand
from parsers.views import fold
from tests.parsers.ascii_letters import pages_of

HEAD = """
    Solbakken Bilverksted AS

    Kari Prøvesen
    Fjordgata 4
    5003 BERGEN

    {title}
    {under}

"""
BODY = """
    Ubetalt faktura                                                  2 400,00
    Å betale                                                         2 400,00

    Betal innen 28.09.2026 til konto 1503 24 11227. Ellers sendes saken til inkasso.

    Solbakken Bilverksted AS
"""


@pytest.mark.parametrize(("label", "name"), [("Selger", "Lin"), ("Vår selger:", "Ola Bakkesen"), ("Seljar", "Åse")])
def test_a_persons_name_beside_the_seller_is_no_creditors(label: str, name: str) -> None:
    assert may_be_salesman(label, name)
    assert not may_be_salesman(label, "Solbakken Bil AS")
    drawing = f"{HEAD.format(title='#INKASSOVARSEL', under='')}    {label:<14}{name}\n    Side          1\n{BODY}"
    letter = understand(pages_of(drawing))
    creditor = letter.field("creditor")
    assert letter.sender_role.value is SenderRole.CREDITOR
    assert isinstance(creditor, Reading)
    assert creditor.value == "Solbakken Bilverksted AS"


@pytest.mark.parametrize(("label", "field"), [("Vår kreditor", "creditor"), ("Kreditor var", "original_creditor")])
def test_ours_is_not_what_was(label: str, field: str) -> None:
    told = field_of(fold(label))
    assert told is not None
    assert told[0] == field


@pytest.mark.parametrize(("printed", "number"), [("Varselnr. 448120", "448120"), ("Varsel nr. 2", None)])
def test_a_notice_has_a_number_of_its_own_unless_notices_are_counted(printed: str, number: str | None) -> None:
    letter = understand(pages_of(HEAD.format(title="#INKASSOVARSEL", under=f"\n    {printed}") + BODY))
    case = letter.field("case_number")
    assert (case.value if isinstance(case, Reading) else None) == number


def test_the_day_after_a_bill_was_due_is_the_letters_where_it_stands_behind_the_bills_number() -> None:
    details = "    Skulle vært betalt     16.07.2026\n"
    foot = "\n    Medlem nr.: 575509 | Bilag: 56592 | Utskrevet: 14.09.2026\n"
    letter = understand(pages_of(HEAD.format(title="#INKASSOVARSEL", under="") + details + BODY + foot))
    written = letter.field("letter_date")
    assert isinstance(written, Reading)
    assert written.value == dt.date(2026, 9, 14)


@pytest.mark.parametrize(
    "said",
    [
        "Fakturanr. 4411, utferda 13. mai 2026, gjeld leige av tilhengar, forfalle 12. juni 2026.",
        "Faktura 4411 datert 13. mai 2026 gjelder leige av tilhengar.",
        "Invoice 4411, issued 13 May 2026, is for leige av tilhengar.",
    ],
)
def test_a_bills_day_may_stand_before_what_it_is_for(said: str) -> None:
    assert "leige av tilhengar" in [told.text for told in described_in(said)]


@pytest.mark.parametrize(
    "said",
    [
        "Oversittes fristen, vil inkasso bli iverksatt.",
        "Går fristen ut, blir inkasso igangsett.",
        "If not, debt collection may be commenced.",
    ],
)
def test_collection_that_will_be_begun_follows(said: str) -> None:
    found = statements_in(said, misread=False)
    assert found[StatementId.COLLECTION_FOLLOWS].strength == "clear"
