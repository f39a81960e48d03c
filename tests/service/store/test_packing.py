"""Letters as bytes and back: nothing is lost, and what is no letter of this version is refused."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parsers.intake import InputFile
from parsers.model import (
    FIELD_NAMES,
    Box,
    ClaimItem,
    ClaimLine,
    DebtorType,
    Evidence,
    InterestSegment,
    Letter,
    LetterKind,
    LineType,
    Missing,
    MissingReason,
    Origin,
    Page,
    PageQuality,
    Reading,
    SenderRole,
    Statement,
    StatementId,
    TextLine,
    Transcript,
    Word,
    WordSource,
)
from parsers.pipeline import read_letter
from service.store.errors import LetterFormat
from service.store.letters import pack, unpack
from tests.service.houses import TEXT_LETTER

share = st.floats(0, 1)
text = st.text(max_size=8)
kroner = st.decimals(-10_000, 10_000, places=2)
days = st.dates(dt.date(1950, 1, 1), dt.date(2100, 1, 1))
boxes = st.builds(Box, share, share, share, share)
words = st.builds(Word, text, boxes, share, st.sampled_from(WordSource))
evidence = st.builds(
    Evidence,
    st.integers(1, 10),
    st.lists(boxes, max_size=2).map(tuple),
    st.none() | st.tuples(st.integers(0, 99), st.integers(0, 99)),
    text,
    share,
)
evidences = st.lists(evidence, max_size=2).map(tuple)


def readings(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.builds(
        Reading,
        values,
        share,
        evidences,
        st.sampled_from(Origin),
        st.lists(st.builds(Reading, values, share), max_size=1).map(tuple),
        st.frozensets(st.sampled_from(["sum", "check_digit"])),
        st.booleans(),
    )


anything = text | kroner | days | st.integers() | st.sampled_from(LetterKind) | st.booleans()
missing = st.builds(Missing, text, st.sampled_from(MissingReason), st.lists(text, max_size=2).map(tuple), st.just(()))
lines = st.builds(
    ClaimLine,
    st.sampled_from(LineType),
    text,
    kroner,
    share,
    evidences,
    st.booleans(),
    st.integers(1, 9),
    st.none() | text,
    st.sampled_from(Origin),
    st.lists(readings(kroner), max_size=1).map(tuple),
    st.frozensets(text, max_size=2),
    st.booleans(),
)
statements = st.builds(
    Statement,
    st.sampled_from(StatementId),
    st.sampled_from(["clear", "weak"]),
    share,
    evidences,
    st.none() | st.integers(0, 99),
    st.none() | text,
)
pages = st.builds(
    Page,
    st.integers(1, 10),
    st.sampled_from(["text", "scan", "photo"]),
    st.integers(1, 5000),
    st.integers(1, 5000),
    st.sampled_from([0, 90, 180, 270]),
    st.lists(words, max_size=2).map(tuple),
    st.builds(PageQuality, share, st.lists(st.sampled_from(["blurry", "dark"]), max_size=2).map(tuple)),
    st.just(b""),
    st.tuples(*[st.floats(-1e6, 1e6)] * 9),
)
transcripts = st.builds(
    Transcript,
    text,
    st.lists(words, max_size=2).map(tuple),
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=2).map(tuple),
    st.lists(st.integers(1, 9), max_size=2).map(tuple),
    st.lists(st.builds(TextLine, st.integers(1, 9), st.just(0), st.integers(0, 9), st.just((1, 2))), max_size=1).map(
        tuple
    ),
)
letters = st.builds(
    Letter,
    readings(st.sampled_from(LetterKind)),
    readings(st.sampled_from(SenderRole)),
    readings(st.sampled_from(DebtorType)),
    readings(text),
    readings(text) | missing,
    st.dictionaries(st.sampled_from(FIELD_NAMES), readings(anything) | missing, max_size=3).map(MappingProxyType),
    st.lists(lines, max_size=2).map(tuple),
    st.dictionaries(st.sampled_from(StatementId), statements, max_size=2).map(MappingProxyType),
    transcripts,
    st.lists(pages, max_size=1).map(tuple),
    st.lists(st.builds(ClaimItem, missing, readings(days), readings(kroner)), max_size=1).map(tuple),
    st.lists(
        st.builds(InterestSegment, st.none() | kroner, st.none() | days, st.none(), st.none() | kroner, evidences),
        max_size=1,
    ).map(tuple),
    st.dictionaries(st.just("total"), st.lists(readings(anything), max_size=1).map(tuple), max_size=1).map(
        MappingProxyType
    ),
    st.booleans(),
    st.none() | st.integers(1, 9),
    st.lists(text, max_size=2).map(tuple),
)  # fmt: skip


def same(one: Sequence[Letter], other: Sequence[Letter]) -> bool:
    """Equal, and of the same types all the way down (packing tells them apart): ``1 == True`` is not enough."""
    return tuple(one) == tuple(other) and pack(one) == pack(other)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], deadline=None)
@given(st.lists(letters, max_size=2))
def test_what_is_unpacked_is_what_was_packed(given_: list[Letter]) -> None:
    assert same(unpack(pack(given_)), tuple(given_))


def test_a_letter_as_read_comes_back_without_its_pictures_and_with_all_else() -> None:
    letter = read_letter([InputFile("brev.pdf", TEXT_LETTER)])
    assert letter.pages[0].picture
    bare = replace(letter, pages=tuple(replace(page, picture=b"") for page in letter.pages))
    assert same(unpack(pack([letter])), (bare,))


def packed() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(pack([read_letter([InputFile("brev.pdf", TEXT_LETTER)], pictures=False)]))
    return found


def changed(change: Callable[[dict[str, Any]], None]) -> bytes:
    document = packed()
    change(document)
    return json.dumps(document).encode()


@pytest.mark.parametrize(
    "change",
    [
        lambda d: d.update(model="another"),
        lambda d: d.pop("model"),
        lambda d: d["letters"][0].append(1),
        lambda d: d["letters"][0].pop(),
        lambda d: d["letters"].append(["Box", 0, 0, 1, 1]),
        lambda d: d["letters"].append(["os.system", "true"]),
        lambda d: d["letters"].append(["LetterKind", "brev"]),
        lambda d: d["letters"].append(["D", "mye"]),
        lambda d: d["letters"].append({"kind": "purring"}),
        lambda d: d["letters"].append([]),
    ],
)
def test_what_is_no_letter_of_this_version_is_refused(change: Callable[[dict[str, Any]], None]) -> None:
    with pytest.raises(LetterFormat):
        unpack(changed(change))


@pytest.mark.parametrize("data", [b"", b"null", b"[]", b'{"model": 1}', b"\xff\xfe"])
def test_rubbish_is_refused(data: bytes) -> None:
    with pytest.raises(LetterFormat):
        unpack(data)


@pytest.mark.parametrize(
    "word", [LetterKind.PURRING, LineType.PAID, StatementId.BOARD_RIGHT, "purring", 1, True, 1.0, dt.date(2026, 3, 12)]
)
def test_values_keep_their_types(word: object) -> None:
    letter = read_letter([InputFile("b.pdf", TEXT_LETTER)], pictures=False)
    (back,) = unpack(pack([replace(letter, fields=MappingProxyType({"creditor": Reading(word, 1.0)}))]))
    assert back.field("creditor").need() == word
    assert type(back.field("creditor").need()) is type(word)


def test_amounts_keep_their_decimals() -> None:
    letter = read_letter([InputFile("b.pdf", TEXT_LETTER)], pictures=False)
    fields = MappingProxyType(
        {"total": Reading(Decimal("10.00"), 1.0), "interest_rate": Reading(Decimal("12.2500"), 1.0)}
    )
    (back,) = unpack(pack([replace(letter, fields=fields)]))
    assert str(back.field("total").need()) == "10.00"
    assert str(back.field("interest_rate").need()) == "12.2500"
