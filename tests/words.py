"""What tests ask of every file of words: its texts, and the places in them that are filled in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from string import Formatter
from typing import Any


def leaves(node: object, path: str = "") -> Iterator[tuple[str, Any]]:
    """Each text with the way to it: keys, and numbers in lists, with strokes between."""
    parts: Iterable[tuple[object, object]]
    if isinstance(node, Mapping):
        parts = node.items()
    elif isinstance(node, list | tuple):
        parts = enumerate(node)
    else:
        yield path, node
        return
    for key, value in parts:
        yield from leaves(value, f"{path}/{key}" if path else str(key))


def placeholders(text: str) -> set[str]:
    """The names in braces."""
    return {name for _, name, _, _ in Formatter().parse(text) if name}
