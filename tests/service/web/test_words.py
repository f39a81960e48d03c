"""The words of the pages: the same in every language, used, and short enough for somebody who is frightened."""

from __future__ import annotations

import re

import pytest

from service.i18n import LANGUAGES, Language
from service.web.shell import words
from tests.words import leaves, placeholders

LONGEST_SENTENCE = 20
FORBIDDEN = re.compile(
    r"\b(?:lovlig|gyldig brev|ulovlig|svindel|garantert|du må betale|du slipper å betale|illegal|fraud|guaranteed)\b",
    re.IGNORECASE,
)


def texts(lang: Language) -> dict[str, str]:
    return dict(leaves(words(lang)))


@pytest.mark.parametrize("lang", [lang for lang in LANGUAGES if lang != "nb"])
def test_every_language_has_the_same_words_with_the_same_placeholders(lang: Language) -> None:
    ours, theirs = texts("nb"), texts(lang)
    assert theirs.keys() == ours.keys()
    assert [key for key in ours if placeholders(ours[key]) != placeholders(theirs[key])] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_sentences_are_short_and_calm(lang: Language) -> None:
    sentences = [(key, part) for key, text in texts(lang).items() for part in re.split(r"(?<=[.?:])\s", text)]
    assert [item for item in sentences if len(item[1].split()) > LONGEST_SENTENCE] == []
    assert [key for key, text in texts(lang).items() if "!" in text] == []
    assert [key for key, text in texts(lang).items() if FORBIDDEN.search(text)] == []


def test_nynorsk_is_not_bokmaal() -> None:
    bokmaal_only = re.compile(r"\b(?:ikke|hvor|hva|jeg|brevene|noe|nå|hjørner|bildet)\b")
    assert {key: text for key, text in texts("nn").items() if bokmaal_only.search(text.lower())} == {}
