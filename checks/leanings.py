"""How the facts a letter leaves open usually stand: who owes, what the claim is, whether it carried VAT.

What it is for: a reasoned leaning (contract: ``leaning``) for the reader, from what the letter says the claim is, from
the creditor's name and from how the letter is addressed. What it is not for: deciding. A leaning is never an answer:
the engine only tells what a check would come to if it held, and the check stays ``unsure``.

A bought claim keeps its origin (inkassoforskriften § 2-2 first paragraph: what the *claim* stems from), so a
purchaser's own name tells nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from checks import messages
from checks.case import Case
from checks.law.citations import Name
from checks.law.industries import FACTS, Industry, evened, industries
from checks.model import Leaning
from parsers.model import DebtorType, LineType, Reading, SenderRole

LEAST_CONFIDENCE = 0.6
"""Below this confidence how the letter is addressed tells nothing of who owes."""

_HINTS_OF_A_PURCHASER = ("portefølje", "fordring", "fordringer", "gjeldskjøp")


def leanings_of(case: Case) -> Mapping[str, Leaning]:
    """How each open fact usually stands in a letter like this, by fact; what the user answered is not open."""
    claim, name = _claim_text(case), _name_text(case)
    found = {}
    for fact in FACTS:
        if fact != "debtor" and case.known.answer(fact) is None:
            leaning = lean(fact, claim=claim, name=name)
            if leaning is not None:
                found[fact] = leaning
    if case.debtor is None:
        debtor = _debtor(case) or lean("debtor", claim=claim, name=name)
        if debtor is not None:
            found["debtor"] = debtor
    return MappingProxyType(found)


def lean(fact: str, *, claim: str, name: str) -> Leaning | None:
    """How the fact usually stands for a claim described so (``claim``) and a creditor of that name; ``None`` when the
    words tell nothing or speak against each other.

    The weightiest word decides, of two equally weighty ones that of the claim.
    """
    texts = (evened(name), evened(claim))
    best, speakers = -1, list[Industry]()
    for industry in industries():
        if fact not in industry.answers and fact not in industry.open:
            continue
        weights = [industry.weight_in(text) for text in texts]
        score = max((2 * weight + place for place, weight in enumerate(weights) if weight >= 0), default=-1)
        if score > best:
            best, speakers = score, []
        if score == best and score >= 0:
            speakers.append(industry)
    answers = {industry.answers.get(fact) for industry in speakers}
    answer = answers.pop() if len(answers) == 1 else None
    if answer is None:
        return None
    first = speakers[0]
    return Leaning(fact=fact, answer=answer, why=first.why, legal_basis=first.legal_basis)


def _claim_text(case: Case) -> str:
    """What the letter says the claim is: its description and the labels of the principal's rows."""
    description = case.text("claim_description")
    labels = [line.label for line in case.lines(LineType.PRINCIPAL)]
    return " | ".join([description.value if isinstance(description, Reading) else "", *labels])


def _name_text(case: Case) -> str:
    """The name of whom the claim stems from; empty for a purchaser who does not say from whom he bought."""
    creditor, original = case.text("creditor"), case.text("original_creditor")
    if isinstance(original, Reading):
        return original.value
    if not isinstance(creditor, Reading) or case.sender_role is SenderRole.PURCHASER:
        return ""
    bought = any(hint in creditor.value.casefold() for hint in _HINTS_OF_A_PURCHASER)
    return "" if bought else creditor.value


def _debtor(case: Case) -> Leaning | None:
    """From the letter itself: standard compensation is between businesses, else from how it is addressed."""
    if case.lines(LineType.COMPENSATION):
        return _leaning_on(DebtorType.BUSINESS, "leaning_compensation")
    reading = case.letter.debtor
    if reading.confidence < LEAST_CONFIDENCE:
        return None
    return _leaning_on(reading.value, f"leaning_{reading.value.value}")


def _leaning_on(debtor: DebtorType, phrase: str) -> Leaning:
    nb, nn, en = (messages.phrase(phrase, lang=lang) for lang in ("nb", "nn", "en"))
    return Leaning(fact="debtor", answer=debtor.value, why=Name(nb, nn, en), legal_basis=())
