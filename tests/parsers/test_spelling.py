"""Words of the trade put right: those near one of the list, and no others."""

from __future__ import annotations

import pytest

from parsers.pipeline import understand
from parsers.spelling import WORDS, respelt
from parsers.views import fold
from tests.parsers.paper import scanned, typed


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("går kravet videre til nkasso", "går kravet videre til inkasso"),
        ("Beta1ingsoppfordringen vår kom 28. mars", "betalingsoppfordringen vår kom 28. mars"),
        ("betatt innen tristen", "betalt innen fristen"),
        ("kalles Inkasso og fristen, 4 500,75 kr", "kalles Inkasso og fristen, 4 500,75 kr"),
        ("Kvitveisbakken 23, 6856 Sogndal", "Kvitveisbakken 23, 6856 Sogndal"),
    ],
)
def test_misread_words_are_put_right(read: str, meant: str) -> None:
    assert respelt(read) == meant


def test_every_word_of_the_list_stays_as_it_is() -> None:
    for word in WORDS:
        assert fold(respelt(word)) == word


def test_only_what_was_read_from_a_picture_is_put_right() -> None:
    text = "Er det ikke betalt, går kravet til nkasso.\n"
    assert "inkasso" in understand([scanned(text)]).transcript.respelt
    assert understand([typed(text)]).transcript.respelt == ""
    assert understand([scanned(text.replace("nkasso", "inkasso"))]).transcript.respelt == ""
