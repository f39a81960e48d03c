"""The words of the pages: the same in every language, used, and short enough for somebody who is frightened."""

from __future__ import annotations

import re
from collections.abc import Iterator
from string import Formatter

import pytest

from service.i18n import LANGUAGES, Language
from service.web.shell import words

LONGEST_SENTENCE = 20
FORBIDDEN = re.compile(
    r"\b(?:lovlig|gyldig brev|ulovlig|svindel|garantert|du må betale|du slipper å betale|illegal|fraud|guaranteed)\b",
    re.IGNORECASE,
)


def leaves(node: object, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(node, dict):
        for key, value in node.items():
            yield from leaves(value, f"{path}{key}/")
    elif isinstance(node, list):
        for number, value in enumerate(node):
            yield from leaves(value, f"{path}{number}/")
    else:
        yield path, str(node)


def texts(lang: Language) -> dict[str, str]:
    return dict(leaves(words(lang)))


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("lang", [lang for lang in LANGUAGES if lang != "nb"])
def test_every_language_has_the_same_words_with_the_same_places(lang: Language) -> None:
    ours, theirs = texts("nb"), texts(lang)
    assert theirs.keys() == ours.keys()
    assert [key for key in ours if places(ours[key]) != places(theirs[key])] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_sentences_are_short_and_calm(lang: Language) -> None:
    sentences = [(key, part) for key, text in texts(lang).items() for part in re.split(r"(?<=[.?:])\s", text)]
    assert [item for item in sentences if len(item[1].split()) > LONGEST_SENTENCE] == []
    assert [key for key, text in texts(lang).items() if "!" in text] == []
    assert [key for key, text in texts(lang).items() if FORBIDDEN.search(text)] == []


def test_nynorsk_is_not_bokmaal() -> None:
    bokmaal_only = re.compile(r"\b(?:ikke|hvor|hva|jeg|brevene|noe|nå|hjørner|bildet)\b")
    assert {key: text for key, text in texts("nn").items() if bokmaal_only.search(text.lower())} == {}
