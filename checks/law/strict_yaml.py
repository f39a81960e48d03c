"""YAML as the law's data needs it: exact numbers, real dates, nothing silently overwritten.

What it is for: reading the files under `checks/law/data`. What it is not for: knowing what the files mean
(`checks.law.parameters`). Compared with ordinary YAML 1.1: a number is a `Decimal`, whole or not, and only plain
decimal notation counts; `true` and `false` are the only truth values; a date is a `dt.date`; a key that stands
twice, an anchor, a custom tag, a number in another notation or a time of day is an error with its line.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from checks.errors import LawDataError

_NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?")
_TRUTH = {"true": True, "false": False}


class Mapping(dict[str, Any]):
    """A mapping that remembers the line (from 1) it starts on."""

    line: int = 0


if TYPE_CHECKING:
    from yaml import SafeLoader as _SafeLoader
else:
    _SafeLoader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_SafeLoader):
    """A safe loader (libyaml's where it is there) whose scalars and mappings are built by the functions below."""


@dataclass(frozen=True, slots=True)
class Document:
    """One file: its name and what it says."""

    file: str
    content: Mapping


def read(path: Path) -> Document:
    """What the file at `path` says. Raises `LawDataError` naming the file and line."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise LawDataError(f"cannot be read ({error.__class__.__name__})", file=path.name) from error
    try:
        content = yaml.load(text, Loader=_Loader)  # noqa: S506 - the loader is a SafeLoader
    except _Refused as error:
        raise LawDataError(error.problem, file=path.name, row=f"line {error.line}") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or "is not valid YAML"
        raise LawDataError(problem, file=path.name, row=f"line {mark.line + 1}" if mark else "") from error
    if not isinstance(content, Mapping):
        raise LawDataError("must hold a mapping", file=path.name)
    return Document(path.name, content)


class _Refused(Exception):  # noqa: N818 - becomes a LawDataError
    def __init__(self, problem: str, node: yaml.Node) -> None:
        self.problem = problem
        self.line = node.start_mark.line + 1
        super().__init__(problem)


def _mapping(loader: _Loader, node: yaml.MappingNode) -> Mapping:
    result = Mapping()
    result.line = node.start_mark.line + 1
    for key_node, value_node in node.value:
        if not isinstance(key_node, yaml.ScalarNode) or key_node.tag != "tag:yaml.org,2002:str":
            raise _Refused(f"key {getattr(key_node, 'value', '?')} must be a plain word", key_node)
        key = str(key_node.value)
        if key in result:
            raise _Refused(f"duplicate key {key}", key_node)
        result[key] = loader.construct_object(value_node, deep=True)
    return result


def _sequence(loader: _Loader, node: yaml.SequenceNode) -> list[Any]:
    return [loader.construct_object(item, deep=True) for item in node.value]


def _number(_loader: _Loader, node: yaml.ScalarNode) -> Decimal:
    text = str(node.value)
    if not _NUMBER.fullmatch(text):
        raise _Refused(f"{text} is not a plain decimal number", node)
    return Decimal(text)


def _truth(_loader: _Loader, node: yaml.ScalarNode) -> bool:
    text = str(node.value)
    if text not in _TRUTH:
        raise _Refused(f"write true or false, not {text}", node)
    return _TRUTH[text]


def _date(_loader: _Loader, node: yaml.ScalarNode) -> dt.date:
    text = str(node.value)
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise _Refused(f"{text} is not a date", node) from None


def _refuse(_loader: _Loader, node: yaml.Node) -> Any:
    raise _Refused(f"{node.tag} is not used in law data", node)


_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)
_Loader.add_constructor("tag:yaml.org,2002:seq", _sequence)
_Loader.add_constructor("tag:yaml.org,2002:int", _number)
_Loader.add_constructor("tag:yaml.org,2002:float", _number)
_Loader.add_constructor("tag:yaml.org,2002:bool", _truth)
_Loader.add_constructor("tag:yaml.org,2002:timestamp", _date)
for _tag in ("binary", "merge", "omap", "pairs", "set", "value"):
    _Loader.add_constructor(f"tag:yaml.org,2002:{_tag}", _refuse)
