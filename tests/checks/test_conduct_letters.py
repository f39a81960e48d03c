"""Whole letters with and without a threat: the check of that threat fails, and none on the lawful neighbour."""

from __future__ import annotations

import pytest

from checks.engine import audit
from checks.model import Outcome, Status
from parsers.model import WordSource
from parsers.pipeline import understand
from tests.parsers.ascii_letters import pages_of

LETTER = """
    #Rypefjell Inkasso AS                                          Saksnr: 4410/26
    Postboks 7, 0101 OSLO                                          Dato: 12.03.2026

    Kari Prøvesen
    Fjordgata 4
    5003 BERGEN

    #Betalingsoppfordring

    Vi krever på vegne av Polar Gym AS betaling for medlemskap. Inkassovarsel ble sendt 05.02.2026.
    Betal innen 30.03.2026. {sentence}

    Hovedstol                                                 1 990,00
    Inkassosalær                                                375,00
    Å betale                                                  2 365,00

    Med hilsen Rypefjell Inkasso AS, org.nr. 974 760 673
"""

THREATS = {
    "gis-wrong-consequence": ("Betaler du ikke, kan du havne i fengsel.", "Ingen kan settes i fengsel for gjeld."),
    "gis-disclosure-threat": (
        "Ellers forteller vi arbeidsgiveren din om gjelden.",
        "Namsmannen kan pålegge arbeidsgiveren din å trekke i lønnen.",
    ),
    "gis-police-threat": ("Betaler du ikke, anmelder vi deg til politiet.", "Vi anmelder ingen for ubetalte krav."),
    "gis-remark-threat": (
        "Betaler du ikke, får du betalingsanmerkning.",
        "Rettslig inndriving kan føre til betalingsanmerkning.",
    ),
    "gis-lookalike-court": (
        "Du stevnes herved til å møte i forliksrådet 3. april.",
        "Saken kan bli sendt til forliksrådet.",
    ),
    "gis-undue-pressure": ("Pengene må være på konto innen 24 timer.", "Vi svarer på e-post innen 24 timer."),
    "gis-deny-objection": ("Innsigelser blir ikke behandlet.", "Innsigelser må begrunnes og sendes innen fristen."),
}


def failed(sentence: str, *, confidence: float = 1.0, source: WordSource = WordSource.TEXT_LAYER) -> set[str]:
    letter = understand(pages_of(LETTER.format(sentence=sentence), confidence=confidence, source=source))
    found = audit(letter)
    assert found.outcome is not Outcome.OUTSIDE_SCOPE
    return {r.info.id for r in found.results if r.status is Status.FAIL and r.info.id.startswith("gis-")}


@pytest.mark.parametrize(("check_id", "sentence"), [(id_, threat) for id_, (threat, _) in THREATS.items()])
def test_letter_with_a_threat_fails_the_check_of_it_alone(check_id: str, sentence: str) -> None:
    assert failed(sentence) == {check_id}


@pytest.mark.parametrize("sentence", [lawful for _, lawful in THREATS.values()])
def test_letter_with_the_lawful_neighbour_fails_none(sentence: str) -> None:
    assert failed(sentence) == set()


@pytest.mark.parametrize(("check_id", "sentence"), [(id_, threat) for id_, (threat, _) in THREATS.items()])
def test_threat_in_a_well_read_picture_counts_and_in_a_poor_one_does_not(check_id: str, sentence: str) -> None:
    assert failed(sentence, confidence=0.95, source=WordSource.OCR) == {check_id}
    assert failed(sentence, confidence=0.4, source=WordSource.OCR) == set()
