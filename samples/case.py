"""Sample letters of one case: the same parties, claim and numbers in letter after letter.

For: trying what the checks make of a letter together with those before it. Not for: scoring the reading, where each
letter stands alone. A case is a file in `samples/cases`: rows as in the scenarios, each with the layout that prints it.
"""

from __future__ import annotations

import random
from pathlib import Path

import yaml

from samples.generate import GeneratedLetter, fits, print_letter
from samples.printing import load_layouts
from samples.scenario import Contents, build_contents, scenario_of

CASES = Path(__file__).parent / "cases"

_OF_THE_CLAIM = (
    "creditor",
    "creditor_org_number",
    "claim_description",
    "invoice_number",
    "invoice_date",
    "customer_number",
)
_OF_THE_SENDER = ("collector", "collector_org_number", "case_number", "kid", "account_number", "iban")


def generate_case(name: str, *, seed: int = 0) -> tuple[GeneratedLetter, ...]:
    """The letters of a case, oldest first. Raises ``ValueError`` if a layout cannot carry its row."""
    layouts = {layout.id: layout for layout in load_layouts()}
    rows = yaml.safe_load((CASES / f"{name}.yaml").read_text(encoding="utf-8"))
    letters: list[GeneratedLetter] = []
    printed: list[Contents] = []
    for row in rows:
        scenario, layout = scenario_of(row), layouts[row["layout"]]
        if not fits(scenario, layout):
            raise ValueError(f"layout {layout.id} cannot carry {scenario.id}")
        rng = random.Random(f"{seed}/{name}/{scenario.id}")
        method, _, length = str(layout.format.get("kid_spec", "MOD10 14")).partition(" ")
        contents = build_contents(
            scenario, rng, sectors=scenario.sectors, language="nb", kid_spec=(method, int(length)), names=layout.names
        )
        _continue(contents, printed)
        printed.append(contents)
        letters.append(print_letter(contents, scenario, layout, rng=rng, seed=seed))
    return tuple(letters)


def _continue(contents: Contents, before: list[Contents]) -> None:
    """Give a later letter the parties and numbers of the case: the claim's from the first letter, the sender's from its
    own last one.
    """
    if not before:
        return
    first = before[0]
    contents.creditor, contents.debtor, contents.subject = first.creditor, first.debtor, first.subject
    contents.fields.update({name: first.fields[name] for name in _OF_THE_CLAIM if name in first.fields})
    own = next((one for one in reversed(before) if one.sender_role == contents.sender_role), None)
    if own is not None:
        contents.sender = own.sender
        contents.fields.update({name: own.fields[name] for name in _OF_THE_SENDER if name in own.fields})
