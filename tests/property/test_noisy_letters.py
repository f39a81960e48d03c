"""Whatever optical reading does to a letter: an unlawful amount is never read as a lawful one, and a lawful letter is
never accused.

The letters are typed, their words then damaged as print is damaged when it is photographed badly (`samples.noise`).
The amounts are chosen one digit away from what the law allows, where a reader that knew the law would be tempted most.
"""

from __future__ import annotations

import random
from decimal import Decimal

import pytest

from checks.case import GATE
from checks.engine import audit
from checks.model import Status
from parsers.corroborate import is_one_slip
from parsers.model import Letter, Reading
from parsers.money import format_amount
from parsers.pipeline import understand
from samples.noise import noisy
from tests.parsers.ascii_letters import pages_of
from tests.parsers.paper import typed
from tests.parsers.test_lawful_letters_read import NOT_OF_THE_LETTER, letters

LAWFUL_FEES = ("187.50", "262.50", "300.00", "375.00", "525.00", "600.00", "656.25", "750.00", "1200.00", "1500.00")
LAWFUL_REMINDERS = ("35.00", "38.00", "70.00", "76.00")
RATES = (0.003, 0.006, 0.01, 0.015, 0.02, 0.03)

LAYOUTS = (
    """
    Rypefjell Inkasso AS                                        Dato: 12.08.2026
    Saksnr: 7611798

    BETALINGSOPPFORDRING

    På vegne av Lynspretten Trening AS krever vi betaling for medlemskap i mai.

    Hovedstol                                        {principal:>12}
    Purregebyr                                       {reminder:>12}
    Inkassosalær                                     {fee:>12}
    Å betale                                         {total:>12}

    Betal kr {total} innen 26.08.2026 til konto 1503 40 00015.
    """,
    """
    FJELLRYPE INKASSO
                                                                 Oslo, 12. august 2026
    Betalingsoppfordring

    Post                          Grunnlag                         Kroner
    Hovedkrav                     faktura 4711                 {principal:>10}
    Gebyr for purring             ett brev                     {reminder:>10}
    Salær                         enkel sak                    {fee:>10}
    Sum å betale                                               {total:>10}

    Frist: 26. august 2026
    """,
    """
    Lynspretten Trening AS har bedt oss kreve inn kr {principal} for medlemskap i mai.
    I tillegg kommer purregebyr med kr {reminder} og inkassosalær med kr {fee}.

    Til sammen skal du betale      kr {total}
    Betalingsfrist                 26.08.2026
    """,
)


def unlawful(lawful: tuple[str, ...], rng: random.Random) -> Decimal:
    """An amount above the lawful one it looks like: one digit of it made larger."""
    cents = str(int(Decimal(rng.choice(lawful)) * 100))
    at = rng.randrange(len(cents))
    if cents[at] == "9":
        return Decimal(f"9{cents}") / 100
    larger = rng.randrange(int(cents[at]) + 1, 10)
    return Decimal(cents[:at] + str(larger) + cents[at + 1 :]) / 100


def noisy_demand(seed: int) -> tuple[dict[str, Decimal], Letter]:
    """What is printed, by field, and the letter as read."""
    rng = random.Random(f"unlawful/{seed}")  # noqa: S311 - dice, no secret
    fee, reminder = unlawful(LAWFUL_FEES, rng), unlawful(LAWFUL_REMINDERS, rng)
    principal = Decimal(rng.randrange(20_000, 2_000_000)) / 100
    printed = {
        "principal": principal,
        "reminder_fee": reminder,
        "collection_fee": fee,
        "total": principal + reminder + fee,
    }
    told = {name.removesuffix("_fee").replace("collection", "fee"): format_amount(v) for name, v in printed.items()}
    page = typed(rng.choice(LAYOUTS).format(**told))
    return printed, understand(noisy([page], rate=rng.choice(RATES), seed=seed))


def surely_wrong(seed: int) -> list[str]:
    """The amounts of one noisy letter that were read otherwise than printed, with enough confidence to accuse on."""
    printed, letter = noisy_demand(seed)
    readings = {name: letter.field(name) for name in printed}
    return [
        f"{seed}: {name} read {reading.value} ({reading.confidence:.2f}), is {printed[name]}"
        for name, reading in readings.items()
        if isinstance(reading, Reading) and reading.value != printed[name] and reading.confidence >= GATE
    ]


@pytest.mark.parametrize("hundred", range(3))
def test_an_amount_beside_the_law_is_read_as_printed_or_is_unsure(hundred: int) -> None:
    assert [w for seed in range(100 * hundred, 100 * hundred + 100) for w in surely_wrong(seed)] == []


def test_the_unlawful_amounts_are_ones_that_a_slip_would_make_lawful() -> None:
    rng = random.Random(1)  # noqa: S311 - dice, no secret
    tempting = [unlawful(LAWFUL_FEES, rng) for _ in range(200)]
    assert all(any(is_one_slip(amount, Decimal(lawful)) for lawful in LAWFUL_FEES) for amount in tempting)
    assert sum(str(amount) in LAWFUL_FEES for amount in tempting) < 10


def test_most_of_the_noisy_amounts_are_read_right() -> None:
    """Otherwise the property above would hold because nothing is read."""
    right = wrong = 0
    for seed in range(60):
        printed, letter = noisy_demand(seed)
        for name, value in printed.items():
            reading = letter.field(name)
            sure = isinstance(reading, Reading) and reading.confidence >= GATE and reading.value == value
            right, wrong = right + sure, wrong + (not sure)
    assert right > 2 * wrong


DRAWINGS = sorted(name for name, row in letters().items() if "drawing" in row)


@pytest.mark.parametrize("name", DRAWINGS)
def test_no_noise_makes_a_lawful_letter_an_unlawful_one(name: str) -> None:
    pages = pages_of(letters()[name]["drawing"])
    accused = [
        (seed, result.id)
        for seed, rate in enumerate(RATES[:2])
        for result in audit(understand(noisy(pages, rate=rate, seed=f"{name}.{seed}"))).results
        if result.status is Status.FAIL and result.id not in NOT_OF_THE_LETTER
    ]
    assert accused == []
