"""How a view describes itself for OpenAPI: what it takes, what it answers, what it refuses.

What holds for every view (rate limits, faults of ours, keys) is added by `service.api.openapi`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TypeVar

from pydantic import BaseModel

F = TypeVar("F", bound=Callable[..., object])

_SAID = "kravvakt_doc"
"""Where a view keeps what it said of itself."""

Model = type[BaseModel]


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: what it means, its JSON (any of the models) or the media types of its bytes, and its headers."""

    says: str
    models: tuple[Model, ...] = ()
    media: tuple[str, ...] = ()
    headers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a multipart form."""

    says: str
    is_file: bool = False
    most: int = 1
    required: bool = False
    choices: tuple[str, ...] = ()
    is_json: bool = False


@dataclass(frozen=True, slots=True)
class Doc:
    """The description of a view. ``operation`` is the name that generated clients use."""

    operation: str
    answers: Mapping[int, Answer]
    problems: tuple[str, ...] = ()
    query: Model | None = None
    body: Model | None = None
    form: Mapping[str, Part] = field(default_factory=lambda: MappingProxyType({}))
    headers: tuple[str, ...] = ()


def described(
    operation: str,
    *,
    answers: Mapping[int, Answer],
    problems: tuple[str, ...] = (),
    query: Model | None = None,
    body: Model | None = None,
    form: Mapping[str, Part] | None = None,
    headers: tuple[str, ...] = (),
) -> Callable[[F], F]:
    """Describes a view. Stands nearest to the function, beside `service.security.access`."""
    doc = Doc(operation, answers, problems, query, body, form or {}, headers)

    def describe(view: F) -> F:
        setattr(view, _SAID, doc)
        return view

    return describe


def description(view: Callable[..., object]) -> Doc | None:
    """What a view said of itself."""
    found: Doc | None = getattr(view, _SAID, None)
    return found
