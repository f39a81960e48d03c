"""The register of checks: every rule enters itself with what the catalogue says of it.

A rule is one module under ``checks/rules/<group>/`` with one function marked by :func:`rule`. :func:`load_rules`
imports them all, so a new check is a new file and nothing else.
"""

from __future__ import annotations

import datetime as dt
import importlib
import inspect
import pkgutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from checks.case import Case
from checks.law import Law
from checks.model import Consequence, DateKey, Finding, Group, LegalBasis, Regime, RuleInfo, Severity
from parsers.model import DebtorType, LetterKind, SenderRole

RuleFunction = Callable[[Case, Law], Finding]

_RULES: dict[str, Rule] = {}


@dataclass(frozen=True, slots=True)
class Rule:
    """A registered check: its catalogue entry and its function."""

    info: RuleInfo
    check: RuleFunction


def basis(act: str, section: str, paragraph: str | None = None, letter: str | None = None) -> LegalBasis:
    """A place in the law, for the decorator: ``basis("lov/1988-05-13-26", "§ 9", "first", "a")``."""
    return LegalBasis(act, section, paragraph, letter)


def rule(
    id_: str,
    *,
    group: Group,
    legal_basis: Sequence[LegalBasis],
    severity: str,
    consequence: str,
    kinds: Sequence[str],
    senders: Sequence[str],
    debtors: Sequence[str] = ("consumer", "business"),
    valid_from: dt.date | None,
    valid_to: dt.date | None = None,
    date_key: DateKey = "sent_date",
    regime: Regime = "inkl-1988",
    ask: Sequence[str] = (),
    also: Sequence[str] = (),
) -> Callable[[RuleFunction], RuleFunction]:
    """Register the function as the check ``id_``. Raises ``ValueError`` for an id that is taken, a rule without a
    docstring, and a rule without a first day that is not of the act to come.
    """

    def register(function: RuleFunction) -> RuleFunction:
        module = inspect.getmodule(function)
        doc = inspect.getdoc(module) or ""
        if id_ in _RULES:
            raise ValueError(f"check {id_} is registered twice")
        if not doc:
            raise ValueError(f"check {id_} has no docstring")
        if (valid_from is None) != (regime == "inkl-2026"):
            raise ValueError(f"check {id_}: only rules of the act to come have no first day")
        info = RuleInfo(
            id=id_,
            group=group,
            legal_basis=tuple(legal_basis),
            severity=Severity(severity),
            consequence=Consequence(consequence),
            kinds=frozenset(LetterKind(k) for k in kinds),
            senders=frozenset(SenderRole(s) for s in senders),
            debtors=frozenset(DebtorType(d) for d in debtors),
            valid_from=valid_from,
            valid_to=valid_to,
            date_key=date_key,
            regime=regime,
            ask=tuple(ask),
            also=tuple(Consequence(c) for c in also),
            doc=doc,
        )
        _RULES[id_] = Rule(info, function)
        return function

    return register


def load_rules() -> Mapping[str, Rule]:
    """Every check of the law in force, by id, sorted by group and id. Imports the rule modules the first time."""
    return MappingProxyType({id_: rule for id_, rule in _registered() if rule.info.regime != "inkl-2026"})


def load_future_rules() -> Mapping[str, Rule]:
    """The checks of the inkassolov of 2026, by id: a rule set that is off until the day of its commencement is set."""
    return MappingProxyType({id_: rule for id_, rule in _registered() if rule.info.regime == "inkl-2026"})


@cache
def _registered() -> tuple[tuple[str, Rule], ...]:
    package = importlib.import_module("checks.rules")
    for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        importlib.import_module(module.name)
    order = ("content", "timing", "fees", "interest", "arithmetic", "payment-details", "conduct", "scope")
    return tuple(sorted(_RULES.items(), key=lambda item: (order.index(item[1].info.group), item[0])))
