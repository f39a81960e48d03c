"""The catalogue: every check can be found and read, and those that are not in force stand apart."""

from __future__ import annotations

import pytest

from checks.catalogue import Entry, entries
from checks.law.citations import Language
from tests.service.web.reading import Look

ALL = entries()
COMING = [entry for entry in ALL if entry.valid_from is None]


def test_every_check_is_listed_once(look: Look) -> None:
    page = look("/sjekker")
    assert sorted(link for link in page.links if link.startswith("/sjekker/")) == sorted(
        f"/sjekker/{entry.id}" for entry in ALL
    )


def test_checks_of_an_act_that_has_not_commenced_stand_apart(look: Look) -> None:
    before, after = look("/sjekker").markup.split('id="kommer"')
    assert COMING
    for entry in COMING:
        assert f'href="/sjekker/{entry.id}"' not in before
        assert f'href="/sjekker/{entry.id}"' in after
    assert "Ikke i kraft ennå." in look(f"/sjekker/{COMING[0].id}").text


@pytest.mark.parametrize(
    ("wish", "there", "away"),
    [
        ("salær maksimalsats", "salaer-over-limit", "limit-three-years"),
        ("SALAER-OVER", "salaer-over-limit", "limit-three-years"),
        ("foreldelsesloven", "limit-three-years", "salaer-over-limit"),
    ],
)
def test_the_search_takes_words_ids_and_laws(look: Look, wish: str, there: str, away: str) -> None:
    page = look(f"/sjekker?q={wish}")
    assert f"/sjekker/{there}" in page.links
    assert f"/sjekker/{away}" not in page.links
    assert page.fields["q"] == [wish]


def test_a_search_without_a_hit_says_so(look: Look) -> None:
    page = look("/sjekker?q=ostepop")
    assert "Ingen krav passer til «ostepop»" in page.text
    assert not [link for link in page.links if link.startswith("/sjekker/")]


@pytest.mark.parametrize("lang", ["nb", "nn", "en"])
@pytest.mark.parametrize("entry", [ALL[0], ALL[-1], next(e for e in ALL if e.id == "salaer-over-limit")])
def test_a_check_shows_its_law_its_limits_and_the_language_of_its_parts(
    look: Look, lang: Language, entry: Entry
) -> None:
    (own,) = [e for e in entries(lang=lang) if e.id == entry.id]
    page = look(f"/sjekker/{own.id}?lang={lang}")
    assert own.rule in page.text.replace("\u00a0", " ") or own.rule.replace("\u00a0", " ") in page.text
    assert {place.url for place in own.legal_basis} <= set(page.links)
    assert '<p lang="en">' in page.markup


def test_an_unknown_check_is_not_found(look: Look) -> None:
    look("/sjekker/ingen-slik", status=404)
