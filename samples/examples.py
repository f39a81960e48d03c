"""Examples of what each check says, for the catalogue: ``python -m samples.examples`` writes them anew.

Made from the checks' own cases (invented facts), so that an example is what the check really says: the first case that
fails, passes and stays open. The file comes with the package; the cases do not.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import yaml

from checks.case import Case
from checks.engine import run_rule
from checks.law import Language, default_law
from checks.messages import message
from checks.registry import load_rules
from parsers.corrections import corrected
from samples.facts import known_from_facts, letter_from_facts

CASES = Path(__file__).parents[1] / "tests" / "checks" / "cases"
FILE = Path(__file__).parents[1] / "service" / "reports" / "examples.json"
LANGUAGES: tuple[Language, ...] = ("nb", "nn", "en")
SHOWN = ("fail", "pass", "unsure")
_OF_THE_ENGINE = frozenset({"missing", "unknown-figure", "doubtful-reading", "not-fully-read"})


def examples_text() -> str:
    """The whole file: check -> examples with status, and headline and explanation by language."""
    found = {id_: _examples(id_) for id_ in load_rules()}
    return json.dumps(found, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _examples(id_: str) -> list[dict[str, Any]]:
    rule = load_rules()[id_]
    made: dict[str, dict[str, Any]] = {}
    for row in yaml.safe_load((CASES / f"{id_}.yaml").read_text(encoding="utf-8")):
        known = known_from_facts(row.get("known", {}))
        previous = tuple(letter_from_facts(facts) for facts in row.get("previous", ()))
        case = Case(corrected(letter_from_facts(row["letter"]), known), known, previous)
        result = run_rule(rule, case, default_law())
        status = result.status.value
        if status not in SHOWN or status in made or result.finding.variant in _OF_THE_ENGINE:
            continue
        said = {lang: message(id_, result.finding, lang=lang) for lang in LANGUAGES}
        made[status] = {
            "status": status,
            "severity": result.severity.value,
            "headline": {lang: words.headline for lang, words in said.items()},
            "explanation": {lang: words.explanation for lang, words in said.items()},
        }
    return [made[status] for status in SHOWN if status in made]


if __name__ == "__main__":
    FILE.write_text(examples_text(), encoding="utf-8")
