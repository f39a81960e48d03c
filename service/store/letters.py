"""Letters as bytes and back, nothing lost: what makes a correction or an answer cost no new OCR.

JSON with tagged lists: a value that JSON has is itself, everything else is a list whose first item says what it is
(``["D", "12.50"]`` a Decimal, ``["Box", 0.1, …]`` a value of `parsers.model`). Strict: an unknown tag, a field too many
or too few, or a letter of another version of the model is refused with ``LetterFormat``. The pictures of pages are
left out; they are files of their own.
"""

from __future__ import annotations

import base64
import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from decimal import Decimal
from enum import Enum
from functools import cache
from hashlib import sha256
from types import MappingProxyType
from typing import Any

from parsers import model
from parsers.model import Letter
from service.store.errors import LetterFormat

_TUPLE, _SET, _MAP, _DECIMAL, _DATE, _BYTES = "(", "{", ":", "D", "d", "b"


def pack(letters: Sequence[Letter]) -> bytes:
    """The letters as bytes."""
    bare = [replace(x, pages=tuple(replace(page, picture=b"") for page in x.pages)) for x in letters]
    document = {"model": model_version(), "letters": [_plain(letter) for letter in bare]}
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def unpack(data: bytes) -> tuple[Letter, ...]:
    """The letters, equal to those packed but for their pictures. Raises ``LetterFormat``."""
    try:
        document = json.loads(data)
        if document["model"] != model_version():
            raise LetterFormat("kept by another version of the program")
        letters = tuple(_value(item) for item in document["letters"])
    except (ValueError, KeyError, TypeError, ArithmeticError) as fault:
        raise LetterFormat("no letter") from fault
    if not all(isinstance(letter, Letter) for letter in letters):
        raise LetterFormat("no letter")
    return letters


@cache
def _types() -> tuple[Mapping[str, type[Any]], Mapping[str, type[Enum]]]:
    """The dataclasses and the enumerations of the vocabulary, by name, wherever among the parsers they are written."""
    own = [
        thing for thing in vars(model).values() if isinstance(thing, type) and thing.__module__.startswith("parsers.")
    ]
    return (
        {thing.__name__: thing for thing in own if is_dataclass(thing)},
        {thing.__name__: thing for thing in own if issubclass(thing, Enum)},
    )


@cache
def model_version() -> str:
    """Changes when a field or a word of the vocabulary changes."""
    records, enums = _types()
    shape = {name: [field.name for field in fields(record)] for name, record in records.items()}
    words = {name: [member.value for member in enum] for name, enum in enums.items()}
    return sha256(json.dumps([shape, words], sort_keys=True).encode()).hexdigest()[:16]


def _plain(value: object) -> object:
    # A StrEnum is a str and a bool an int: what is more exact is asked first.
    if isinstance(value, Enum):
        return [type(value).__name__, value.value]
    if value is None or isinstance(value, bool | int | str | float):
        return value
    if isinstance(value, Decimal):
        return [_DECIMAL, str(value)]
    if type(value) is dt.date:
        return [_DATE, value.isoformat()]
    if isinstance(value, bytes):
        return [_BYTES, base64.b64encode(value).decode()]
    if isinstance(value, tuple):
        return [_TUPLE, *map(_plain, value)]
    if isinstance(value, frozenset):
        return [_SET, *sorted(map(_plain, value), key=repr)]
    if isinstance(value, Mapping):
        return [_MAP, *([_plain(key), _plain(item)] for key, item in value.items())]
    if type(value).__name__ in _types()[0] and is_dataclass(value):
        return [type(value).__name__, *(_plain(getattr(value, field.name)) for field in fields(value))]
    raise LetterFormat(f"cannot keep a {type(value).__name__}")


def _value(plain: object) -> Any:
    if not isinstance(plain, list):
        if isinstance(plain, dict):
            raise LetterFormat("an object where none belongs")
        return plain
    tag, *items = plain
    if tag == _TUPLE:
        return tuple(map(_value, items))
    if tag == _SET:
        return frozenset(map(_value, items))
    if tag == _MAP:
        return MappingProxyType({_value(key): _value(item) for key, item in items})
    records, enums = _types()
    record = records.get(tag)
    if record is not None:
        if len(items) != len(fields(record)):
            raise LetterFormat(f"{tag} with {len(items)} fields")
        return record(*map(_value, items))
    (item,) = items
    if tag in enums:
        return enums[tag](item)
    if tag == _DECIMAL:
        return Decimal(item)
    if tag == _DATE:
        return dt.date.fromisoformat(item)
    if tag == _BYTES:
        return base64.b64decode(item, validate=True)
    raise LetterFormat(f"unknown tag {tag!r}")
