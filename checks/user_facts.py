"""The facts only a person knows: what may be asked, and which answers there are.

Each is named in the catalogue's ``ask``. A letter never tells these for certain; an answer re-runs the checks and
nothing else. The words of the questions stand in :mod:`checks.messages`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from checks.model import QuestionKind


@dataclass(frozen=True, slots=True)
class UserFact:
    """A fact that can be asked: the kind of answer, and the choices (last one: unknown).

    A date with choices may also be answered with one of those. ``rare``: few people have it to tell and no letter
    speaks of it, so what only such an answer could turn leaves the verdict on the letter as it is.
    """

    kind: QuestionKind
    choices: tuple[str, ...] = ()
    rare: bool = False


_YES_NO = UserFact("choice", ("yes", "no", "unknown"))
_DATE = UserFact("date", ("unknown",))
_DATE_OR_NEVER = UserFact("date", ("no", "unknown"), rare=True)

USER_FACTS: Mapping[str, UserFact] = MappingProxyType(
    {
        "sent_date": _DATE,
        "delivery_channel": UserFact(
            "choice", ("post", "digital_mailbox", "e_invoice", "e_mail", "sms", "unknown"), rare=True
        ),
        "electronic_accepted": _YES_NO,
        "debtor": UserFact("choice", ("consumer", "business", "unknown")),
        "creditor_vat_registered": _YES_NO,
        "claim_type": UserFact(
            "choice",
            (
                "goods",
                "service",
                "credit",
                "loan",
                "rent",
                "parking",
                "toll",
                "public",
                "judgment",
                "other",
                "unknown",
            ),
        ),
        "running_interest_agreed": _YES_NO,
        "contract_terms": _YES_NO,
        "objection_date": _DATE_OR_NEVER,
        "payment_date": _DATE_OR_NEVER,
        "debtor_minor": UserFact("choice", ("yes", "no", "unknown"), rare=True),
        "interruption": _YES_NO,
        "previous_letters": _YES_NO,
        "case_in_court": _YES_NO,
        "remark_date": _DATE,
        "reply_date": _DATE_OR_NEVER,
        "letter_to_minor": UserFact("choice", ("yes", "no", "unknown"), rare=True),
        "billed_before_due": UserFact("choice", ("yes", "no", "unknown"), rare=True),
        "sender_verified": UserFact("choice", ("yes", "no", "unknown"), rare=True),
    }
)
"""Every user fact of the catalogue."""

LETTER_FACTS: Mapping[str, UserFact] = MappingProxyType(
    {
        "kind": UserFact(
            "choice",
            (
                "purring",
                "inkassovarsel",
                "betalingsoppfordring",
                "oppfolging",
                "rettslig-varsel",
                "avdragsavtale",
                "saksoversikt",
                "forliksklage",
                "namsmann",
                "gjenpartsbrev",
                "ikke-kravbrev",
                "unknown",
            ),
        ),
        "sender_role": UserFact("choice", ("creditor", "collector", "purchaser", "lawyer", "public", "unknown")),
    }
)
"""What kind of letter it is, when the reading leaves it open."""
