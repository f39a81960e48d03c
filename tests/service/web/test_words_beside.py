"""The files of words of the pages beside a result. What holds for all words of pages: `test_words`."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from service.web import shell
from tests.words import leaves

FOLDER = Path(shell.__file__).parent / "words"
PAGES = ("objection", "dates", "now", "reckon", "requirements", "trust", "organisation")
BOKMAAL = r"\b(ikke|hva|fra|jeg|dere|hvis|hvem|hvordan|noe|noen|uenig|kravet skal|sett deg|gjør)\b"


def words_of(page: str, lang: str) -> dict[str, str]:
    return dict(leaves(yaml.safe_load((FOLDER / page / f"{lang}.yaml").read_text(encoding="utf-8"))))


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("lang", ["nb", "nn", "en"])
def test_every_reader_of_yaml_finds_text(page: str, lang: str) -> None:
    """Words like "no" and "on" are truth values to YAML, and libyaml forgives more than Python's own reader."""
    found = words_of(page, lang)
    assert [path for path, text in found.items() if not isinstance(text, str)] == []
    assert [path for path in found if {"True", "False"} & set(path.split("/"))] == []


@pytest.mark.parametrize("page", PAGES)
def test_nynorsk_is_nynorsk(page: str) -> None:
    text = "\n".join(words_of(page, "nn").values())
    assert re.findall(BOKMAAL, text, re.IGNORECASE) == []


def test_the_keys_are_used_somewhere() -> None:
    code = "\n".join(
        path.read_text(encoding="utf-8")
        for folder, pattern in ((FOLDER.parents[1] / "templates", "*.j2"), (FOLDER.parent, "*.py"))
        for path in folder.glob(pattern)
    )
    unused = [
        f"{page}/{path}"
        for page in PAGES
        for path in words_of(page, "nb")
        if not any(re.search(rf"\b{re.escape(part)}\b", code) for part in path.split("/")[-2:])
        and not re.search(r"\d$", path)
    ]
    assert unused == []
