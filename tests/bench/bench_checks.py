"""How long all checks together take on one letter: milliseconds, median over many runs. Aim: at most 10 ms a letter.

Run by ``make bench``. The first run, which loads the law and the rules, is shown apart.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable

from checks.engine import audit
from checks.whatif import weigh_questions
from parsers.corrections import Known
from samples.facts import letter_from_facts

FACTS = {
    "kind": "betalingsoppfordring",
    "heading": "Betalingsoppfordring",
    "fields": {
        "letter_date": "2026-08-12",
        "payment_deadline": "2026-08-26",
        "original_due_date": "2024-06-15",
        "notice_date": "2026-07-01",
        "notice_deadline": "2026-07-15",
        "creditor": "Lynspretten Trening AS",
        "collector": "Rypefjell Inkasso AS",
        "claim_description": "Medlemskap mai 2024",
        "interest_rate": "12.25",
        "interest_from": "2024-06-15",
        "kid": "00322065260661",
        "total": "3725.00",
    },
    "lines": [
        {"type": "principal", "label": "Hovedstol", "amount": "2180.00"},
        {"type": "interest", "label": "Forsinkelsesrente", "amount": "590.00"},
        {"type": "reminder_fee", "label": "Purregebyr", "amount": "38.00"},
        {"type": "collection_fee", "label": "Inkassosalær", "amount": "750.00"},
        {"type": "vat", "label": "Mva", "amount": "72.00"},
        {"type": "other_fee", "label": "Administrasjonsgebyr", "amount": "95.00"},
    ],
    "statements": {"objection_invited": True, "further_costs": True, "board_right": True},
    "text": "Vi ber deg betale innen fristen. Har du innsigelser, må du si fra innen samme frist. " * 30,
}
"""A letter that keeps most checks busy: two years of interest, every kind of cost, open VAT."""


def _median(work: Callable[[], object], runs: int) -> float:
    """Milliseconds, the median of so many runs."""
    times = []
    for _ in range(runs):
        started = time.perf_counter()
        work()
        times.append(1000 * (time.perf_counter() - started))
    return statistics.median(times)


def main(*, runs: int = 200) -> float:
    """Print and return the median in milliseconds."""
    letter = letter_from_facts(FACTS)
    started = time.perf_counter()
    audit(letter)
    first = 1000 * (time.perf_counter() - started)
    times = []
    for _ in range(runs):
        started = time.perf_counter()
        audit(letter)
        times.append(1000 * (time.perf_counter() - started))
    median = statistics.median(times)
    figures = f"median {median:.2f} ms, worst {max(times):.2f} ms, first (with loading) {first:.0f} ms"
    sys.stdout.write(f"all checks on one letter: {figures}\n")
    answered = Known(answers={"creditor_vat_registered": "yes"})
    again = _median(lambda: audit(letter, known=answered), runs)
    audited = audit(letter)
    weighed = _median(lambda: weigh_questions(audited), runs // 4)
    sys.stdout.write(f"after an answer: median {again:.2f} ms; what every answer would change: {weighed:.2f} ms\n")
    return median


if __name__ == "__main__":
    sys.exit(0 if main() <= 10 else 1)
