"""Papers as they come together: what the makers promise, and what reading must make of them."""

from __future__ import annotations

import io
from dataclasses import replace
from decimal import Decimal
from functools import cache

import pypdfium2
import pytest

from checks.engine import audit
from parsers.intake import InputFile
from parsers.model import Letter, LetterKind, Reading
from parsers.pipeline import read_letter, understand
from samples import bundles
from samples.bundles import Bundle
from service.reports.parts import plain

SEEDS = (0, 1, 2)


@cache
def statement(seed: int) -> Bundle:
    return bundles.statement(seed=seed)


@cache
def two_pages(seed: int) -> Bundle:
    return bundles.sum_on_next_page(seed=seed)


def texts(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()


def read(pdf: bytes) -> Letter:
    return read_letter([InputFile("brev.pdf", pdf)], pictures=False)


def failed(letter: Letter) -> list[str]:
    return [result.id for result in audit(letter).results if result.status.value == "fail"]


def values(letter: Letter) -> dict[str, str]:
    found = {name: letter.field(name) for name in two_pages(0).truth["fields"]}
    return {name: str(plain(value.value)) for name, value in found.items() if isinstance(value, Reading)}


def test_the_same_seed_gives_the_same_papers_and_another_seed_others() -> None:
    assert bundles.statement(seed=1).pdf == statement(1).pdf
    assert statement(1).truth != statement(2).truth
    assert two_pages(1).truth != two_pages(2).truth


def test_pages_in_wrong_order_are_the_same_pages() -> None:
    right = texts(statement(2).pdf)
    wrong = texts(bundles.in_wrong_order(statement(2).pdf, seed=3))
    assert wrong != right
    assert sorted(wrong) == sorted(right)


def test_a_single_page_has_no_order() -> None:
    one = pypdfium2.PdfDocument.new()
    one.new_page(595, 842)
    try:
        with pytest.raises(ValueError, match="no order"):
            bundles.in_wrong_order(bundles.bound([_saved(one)]))
    finally:
        one.close()


def _saved(document: pypdfium2.PdfDocument) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_letters_in_one_file_stand_one_after_the_other() -> None:
    first, second = two_pages(0).pdf, two_pages(1).pdf
    assert texts(bundles.bound([first, second])) == texts(first) + texts(second)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_cases_of_a_statement_add_up_and_are_printed(seed: int) -> None:
    truth, text = statement(seed).truth, " ".join(texts(statement(seed).pdf))
    assert sum(Decimal(case["total"]) for case in truth["cases"]) == Decimal(truth["total"])
    assert all(case["number"] in text and case["creditor"] in text for case in truth["cases"])


@pytest.mark.parametrize("seed", SEEDS)
def test_a_statement_of_several_cases_is_one_and_accuses_nobody(seed: int) -> None:
    letter = read(statement(seed).pdf)
    assert letter.kind.value is LetterKind.SAKSOVERSIKT
    assert failed(letter) == []
    total = letter.field("total")
    assert not isinstance(total, Reading) or plain(total.value) == statement(seed).truth["total"]


@pytest.mark.parametrize("seed", SEEDS)
def test_a_sum_alone_on_the_second_page_belongs_to_the_rows_of_the_first(seed: int) -> None:
    letter = read(two_pages(seed).pdf)
    assert values(letter) == two_pages(seed).truth["fields"]
    assert failed(letter) == []


@pytest.mark.parametrize("seed", SEEDS)
def test_a_letter_photographed_from_the_back_says_the_same(seed: int) -> None:
    letter = read(bundles.in_wrong_order(two_pages(seed).pdf))
    assert values(letter) == two_pages(seed).truth["fields"]
    assert failed(letter) == []


def test_a_first_page_without_its_sum_tells_what_is_missing() -> None:
    letter = read(two_pages(0).pdf)
    alone = understand([replace(letter.pages[0], number=1)])
    assert not alone.fully_read
    assert "page_missing:2" in alone.warnings
    assert failed(alone) == []
