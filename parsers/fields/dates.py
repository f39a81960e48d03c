"""Which printed date is which: letter date, deadline, the claim's due date, the earlier notice, the invoice's date.

Every date of the letter gets the roles its label, table heading, sentence or place gives it; then all roles are
decided together under the order that dates of such a letter keep: invoice < due < earlier notice < letter <= deadline.
The words "forfall" and "forfallsdato" mean the old due date in one letter and the new deadline in the next; only the
order tells. Where order does not tell either, the field is missing as ambiguous: a guess would accuse or acquit by
chance.

Not here: interest dates and dates of payments, deadlines given in days (`deadline_days` is a statement), and reckoning.
Of several deadlines the latest is the letter's, for it is the time the debtor was given (inkassoloven §§ 9, 10).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from parsers.fields.date_places import SURELY, places_of
from parsers.fields.date_roles import OPEN, Place
from parsers.fields.kind import KindReading
from parsers.layout import Sheet
from parsers.model import LetterKind, Missing, MissingReason, Reading

RIVALS = 0.5
"""Confidence from which, against the reading's own, a rival is as good as it."""


@dataclass(frozen=True, slots=True)
class _Choice:
    """A date a field could have: how surely, where, and how many places say so."""

    date: dt.date
    strength: float
    places: tuple[Place, ...]


def read_dates(sheet: Sheet, *, kind: KindReading) -> dict[str, Reading[dt.date] | Missing]:
    """The letter's date fields. A field in doubt between old due date and new deadline is missing as ambiguous, with
    the dates as rivals.
    """
    places = places_of(sheet)
    found: dict[str, Reading[dt.date] | Missing] = {}
    letter = _best(_choices(places, "letter_date"))
    if letter is None and kind.kind.value in _NOTICES:
        places = tuple(_of_this_notice(places))
        letter = _best(_choices(places, "letter_date"))
    if letter is None and kind.kind.value is LetterKind.IKKE_KRAVBREV:
        letter = _best(_choices(places, "invoice_date"))
    found["letter_date"] = letter if letter is not None else Missing("letter_date", searched=("dato", "sendt"))
    sent = letter.value if letter is not None and letter.confidence >= 0.5 else None
    found["payment_deadline"] = _deadline(places, sent, kind)
    found["original_due_date"] = _original_due(places, sent, found["payment_deadline"])
    found["notice_date"], found["notice_deadline"] = _notice(places, sent)
    found["invoice_date"] = _invoice(places, sent)
    return _corroborated(found)


_NOTICES = frozenset({LetterKind.PURRING, LetterKind.INKASSOVARSEL})


def _of_this_notice(places: Sequence[Place]) -> Iterator[Place]:
    """The places of a notice that dates itself by no other name: its "Varseldato" is its own day. Where the end of a
    notice's deadline is told too, the two tell of an earlier one.
    """
    of_earlier = any(place.roles.get("notice_deadline", 0.0) >= 0.5 for place in places)
    for place in places:
        strength = place.roles.get("notice_date", 0.0)
        own = place.of_notice and strength >= SURELY and not of_earlier
        others = {name: value for name, value in place.roles.items() if name != "notice_date"}
        yield replace(place, roles={**others, "letter_date": 0.95 * strength}) if own else place


def read_mentions(sheet: Sheet) -> dict[str, tuple[Reading[dt.date], ...]]:
    """Every place that prints a deadline of this letter, in reading order, for the checks of consistency."""
    places = places_of(sheet)
    letter = _best(_choices(places, "letter_date"))
    sent = letter.value if letter is not None and letter.confidence >= 0.5 else None
    mentions = tuple(
        Reading(p.date, round(p.roles["payment_deadline"] * p.certainty, 3), (p.evidence,))
        for p in places
        if p.roles.get("payment_deadline", 0.0) >= 0.6 and (sent is None or p.date >= sent)
    )
    return {"payment_deadline": mentions} if mentions else {}


# ------------------------------------------------------------------ deciding


def _choices(places: Iterable[Place], *roles: str) -> list[_Choice]:
    """The dates that have one of the roles, strongest first; two places that agree strengthen each other."""
    grouped: dict[dt.date, list[tuple[float, Place]]] = {}
    for place in places:
        strength = max((place.roles.get(role, 0.0) for role in roles), default=0.0)
        if strength:
            grouped.setdefault(place.date, []).append((strength * place.certainty, place))
    found = []
    for date, said in grouped.items():
        said.sort(key=lambda pair: -pair[0])
        doubt = 1 - said[0][0]
        for strength, _ in said[1:3]:
            doubt *= 1 - 0.7 * strength
        found.append(_Choice(date, min(0.99, 1 - doubt), tuple(place for _, place in said)))
    return sorted(found, key=lambda choice: -choice.strength)


def _best(choices: list[_Choice]) -> Reading[dt.date] | None:
    if not choices:
        return None
    best, *others = choices
    confidence = best.strength
    # A day that has the role as well is a rival however badly its figures were read.
    closest = max((_role(other) for other in others), default=0.0)
    if closest > 0.5:
        confidence *= 1 - 0.45 * max(0.0, min(1.0, closest / _role(best)) - 0.6)
    return _reading(best, confidence, others)


def _role(choice: _Choice) -> float:
    """How strongly the day has its role, 0-1, had it been read without a doubt."""
    return min(1.0, choice.strength / max(0.1, max(place.certainty for place in choice.places)))


def _reading(choice: _Choice, confidence: float, others: Iterable[_Choice] = ()) -> Reading[dt.date]:
    rivals = tuple(
        Reading(o.date, round(o.strength * 0.6, 3), tuple(p.evidence for p in o.places[:1])) for o in list(others)[:4]
    )
    repeated = frozenset({"repeated"}) if len(choice.places) > 1 else frozenset[str]()
    evidence = tuple(place.evidence for place in choice.places[:4])
    return Reading(choice.date, round(min(0.99, confidence), 3), evidence, rivals=rivals, corroborated=repeated)


def _deadline(places: Sequence[Place], sent: dt.date | None, kind: KindReading) -> Reading[dt.date] | Missing:
    sure = _choices(places, "payment_deadline")
    open_ = _choices(places, OPEN)
    if sent is not None:
        sure = [c for c in sure if c.date >= sent]
        open_ = [c for c in open_ if c.date >= sent and c.date not in {s.date for s in sure}]
        late = dt.timedelta(days=200)
        choices = sure or open_
        near = [c for c in choices if c.date - sent <= late] or choices
        if not near:
            missed = _choices(places, "payment_deadline")
            if missed:
                # A "deadline" before the letter's date: a wrong reading of either, or an odd letter. Do not choose.
                return Missing("payment_deadline", MissingReason.AMBIGUOUS, ("frist",), _rivals(missed))
            return Missing("payment_deadline", searched=("betalingsfrist", "frist", "innen", "forfallsdato"))
        return _latest(near, open_=not sure)
    if sure:
        return _latest(sure, open_=False)
    if len(open_) == 1 and kind.kind.value is not LetterKind.IKKE_KRAVBREV:
        # With neither the letter's date nor a second date, "forfallsdato" may be the old or the new one.
        return Missing("payment_deadline", MissingReason.AMBIGUOUS, ("forfallsdato",), _rivals(open_))
    if open_:
        latest = max(open_, key=lambda c: c.date)
        return _reading(latest, 0.5 * latest.strength, [c for c in open_ if c is not latest])
    return Missing("payment_deadline", searched=("betalingsfrist", "frist", "innen", "forfallsdato"))


def _latest(choices: list[_Choice], *, open_: bool) -> Reading[dt.date]:
    strong = [c for c in choices if c.strength >= 0.6] or choices
    latest = max(strong, key=lambda c: c.date)
    others = [c for c in choices if c is not latest]
    confidence = latest.strength * (0.96 if open_ else 1.0)
    if any(o.strength >= 0.6 for o in others):
        confidence *= 0.85
    return _reading(latest, confidence, others)


def _rivals(choices: Iterable[_Choice]) -> tuple[Reading[object], ...]:
    return tuple(Reading(c.date, round(c.strength * 0.5, 3), tuple(p.evidence for p in c.places[:1])) for c in choices)


_AHEAD = 0.8
"""Confidence that a bill's "Forfall" after the letter's own date is the old one: its deadline is told apart from it."""
_TOLD_APART = 0.85


def _original_due(
    places: Sequence[Place], sent: dt.date | None, deadline: Reading[dt.date] | Missing
) -> Reading[dt.date] | Missing:
    taken = deadline.value if isinstance(deadline, Reading) else None
    # an explicit "opprinnelig forfall" after the letter's date is not explained away: that may be the letter's fault
    sure = [c for c in _choices(places, "original_due_date") if sent is None or c.date <= sent or c.strength >= 0.85]
    open_ = [c for c in _choices(places, OPEN) if c.date != taken and (sent is None or c.date < sent)]
    if sent is None and taken is not None:
        open_ = [c for c in open_ if c.date < taken]
    choices = sure or open_
    if not choices and sent is not None:
        ahead = [p for p in places if p.under_bill and OPEN in p.roles and taken is not None and sent <= p.date < taken]
        choices = _choices([p for p in ahead if not p.roles.keys() & {"payment_deadline"}], OPEN)
        if len(choices) == 1 and isinstance(deadline, Reading) and deadline.confidence >= _TOLD_APART:
            return _reading(choices[0], min(choices[0].strength, _AHEAD))
        choices = []
    if not choices:
        return Missing("original_due_date", searched=("opprinnelig forfall", "forfalt", "forfall"))
    if not sure and sent is None and taken is None:
        return Missing("original_due_date", MissingReason.AMBIGUOUS, ("forfallsdato",), _rivals(choices))
    strong = [c for c in choices if c.strength >= 0.6] or choices
    earliest = min(strong, key=lambda c: c.date)
    others = [c for c in choices if c is not earliest]
    confidence = earliest.strength
    if any(o.strength >= 0.6 for o in others) and not _one_table(earliest, others):
        confidence *= 0.75
    elif others:
        confidence *= 0.95
    return _reading(earliest, confidence, others)


def _one_table(choice: _Choice, others: Iterable[_Choice]) -> bool:
    """Whether the other dates stand in the same column: a list of invoices with a due date each."""
    x = choice.places[0].cell.box
    return all(
        any(abs(p.cell.box.x0 - x.x0) < 0.02 or abs(p.cell.box.x1 - x.x1) < 0.02 for p in other.places)
        for other in others
    )


def _notice(
    places: Sequence[Place], sent: dt.date | None
) -> tuple[Reading[dt.date] | Missing, Reading[dt.date] | Missing]:
    dates = [c for c in _choices(places, "notice_date") if c.strength >= 0.5 and (sent is None or c.date < sent)]
    known = {c.date for c in dates}
    ends = [c for c in _choices(places, "notice_deadline") if c.strength >= 0.5 and c.date not in known]
    if sent is not None and not dates:
        # A lone "frist" beside the word varsel is this very letter's when it lies ahead.
        ends = [c for c in ends if c.date < sent]
    date = _last(dates)
    if isinstance(date, Reading):
        ends = [c for c in ends if c.date > date.value]
    return date or Missing("notice_date", searched=("inkassovarsel", "varslet")), _last(ends) or Missing(
        "notice_deadline", searched=("inkassovarsel … frist",)
    )


def _last(choices: list[_Choice]) -> Reading[dt.date] | None:
    if not choices:
        return None
    latest = max(choices, key=lambda c: c.date)
    others = [c for c in choices if c is not latest]
    return _reading(latest, latest.strength * (0.75 if others else 1.0), others)


def _invoice(places: Sequence[Place], sent: dt.date | None) -> Reading[dt.date] | Missing:
    choices = [c for c in _choices(places, "invoice_date") if sent is None or c.date <= sent]
    if not choices:
        return Missing("invoice_date", searched=("fakturadato",))
    earliest = min(choices, key=lambda c: c.date)
    others = [c for c in choices if c is not earliest]
    confidence = earliest.strength * (0.8 if others and not _one_table(earliest, others) else 1.0)
    return _reading(earliest, confidence, others)


def _written_too_early(found: Mapping[str, Reading[dt.date] | Missing]) -> bool:
    """Whether the letter says itself that it was written before the claim was due: all three days told surely, in
    printed characters and not in a picture of them, and the due date no other name for the new deadline.
    """
    due, sent, deadline = (found[name] for name in ("original_due_date", "letter_date", "payment_deadline"))
    if isinstance(due, Missing) or isinstance(sent, Missing) or isinstance(deadline, Missing):
        return False
    told = all(r.confidence >= 0.85 and all(e.confidence >= 0.999 for e in r.evidence) for r in (due, sent, deadline))
    return told and sent.value < due.value < deadline.value


def _order_fits_another(reading: Reading[dt.date], *, before: Reading[dt.date], after: Reading[dt.date]) -> bool:
    """Whether a rival as good as the reading keeps the order too, so that the order speaks for neither."""
    rivals = [r.value for r in reading.rivals if r.confidence >= RIVALS * reading.confidence]
    if reading.value == before.value:
        return any(day <= after.value for day in rivals)
    return any(before.value <= day for day in rivals)


_ORDER = ("invoice_date", "original_due_date", "notice_date", "letter_date", "payment_deadline")


def _corroborated(
    found: Mapping[str, Reading[dt.date] | Missing],
) -> dict[str, Reading[dt.date] | Missing]:
    """Raises confidence a little where all dates stand in their natural order; lowers it where two do not."""
    result = dict(found)
    known = [(name, reading) for name in _ORDER if isinstance(reading := found[name], Reading)]
    for (one, first), (other, second) in pairwise(known):
        ordered = first.value <= second.value
        if not ordered and (one, other) == ("original_due_date", "letter_date") and _written_too_early(found):
            continue
        for name in (one, other):
            old = result[name]
            if isinstance(old, Reading) and not (ordered and _order_fits_another(old, before=first, after=second)):
                change = 1 - (1 - old.confidence) * 0.75 if ordered else old.confidence * 0.75
                result[name] = Reading(
                    old.value,
                    round(min(0.99, change), 3),
                    old.evidence,
                    rivals=old.rivals,
                    corroborated=old.corroborated | ({"order"} if ordered else frozenset()),
                )
    return result
