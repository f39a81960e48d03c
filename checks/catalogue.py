"""The catalogue of checks: what each one checks, on which law, how it is decided and where it stops.

Made from the register and the rules' own docstrings, so that the catalogue cannot say anything else than the code.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass

from checks import messages
from checks.law import Language, LegalReference, default_law
from checks.registry import load_future_rules, load_rules

SECTIONS = ("What it checks", "Legal basis", "How it is decided", "Known limits")
"""The headings every rule's docstring has, in this order."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One check as the catalogue shows it. ``sections`` maps each of :data:`SECTIONS` to its text (English).

    ``valid_from`` is None for a check of the inkassolov of 2026, whose commencement is not set.
    """

    id: str
    title: str
    rule: str
    group: str
    severity: str
    consequence: str
    kinds: tuple[str, ...]
    senders: tuple[str, ...]
    debtors: tuple[str, ...]
    valid_from: dt.date | None
    valid_to: dt.date | None
    ask: tuple[str, ...]
    legal_basis: tuple[LegalReference, ...]
    sections: Mapping[str, str]


def entries(*, lang: Language = "nb") -> tuple[Entry, ...]:
    """Every check, in the order of the register; those of the act to come last."""
    law = default_law()
    found = []
    for id_, rule in (*load_rules().items(), *load_future_rules().items()):
        info = rule.info
        found.append(
            Entry(
                id=id_,
                title=messages.title(id_, lang=lang),
                rule=messages.rule_sentence(id_, lang=lang),
                group=info.group,
                severity=info.severity.value,
                consequence=info.consequence.value,
                kinds=tuple(sorted(info.kinds)),
                senders=tuple(sorted(info.senders)),
                debtors=tuple(sorted(info.debtors)),
                valid_from=law.new_act_in_force if info.regime == "inkl-2026" else info.valid_from,
                valid_to=info.valid_to,
                ask=info.ask,
                legal_basis=tuple(
                    law.reference(b.act, b.section, paragraph=b.paragraph or "", letter=b.letter or "")
                    for b in info.legal_basis
                ),
                sections=sections_of(info.doc),
            )
        )
    return tuple(found)


def sections_of(doc: str) -> Mapping[str, str]:
    """The parts of a rule's docstring by heading. Raises ``ValueError`` when one is missing."""
    found = {}
    for number, heading in enumerate(SECTIONS):
        following = "|".join(re.escape(h) for h in SECTIONS[number + 1 :]) or r"\Z(?!x)x"
        match = re.search(rf"{re.escape(heading)}:\s*(.+?)(?=\n\s*(?:{following}):|\Z)", doc, re.DOTALL)
        if match is None:
            raise ValueError(f"a rule's docstring lacks {heading!r}: {doc[:60]!r}")
        found[heading] = " ".join(match[1].split())
    return found
