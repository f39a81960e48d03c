"""Which inkassolov governs a letter, and what succeeds a cited section.

The act of 1988 (LOV-1988-05-13-26) governs letters sent from 1989-10-01. The act of 2026 (LOV-2026-05-22-19) is
adopted and stays off until its commencement is configured; the act of 1988 then ends the day before.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from checks.errors import LawDataError, UnknownFigure
from checks.law import strict_yaml
from checks.law.citations import Act, Citation, LegalReference, reference_of, take, text_of

RegimeId = Literal["inkl-1988", "inkl-2026"]
_OLD: RegimeId = "inkl-1988"
_NEW: RegimeId = "inkl-2026"
_ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Regime:
    """One inkassolov and the days it governs, both inclusive; `last` None = until further notice."""

    id: RegimeId
    act: Act
    first: dt.date
    last: dt.date | None
    citation: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Regimes:
    """The regimes in order of time, and the sections that take over from those of 1988."""

    regimes: tuple[Regime, ...]
    new_act_in_force: dt.date | None
    status_checked: dt.date
    succession: Mapping[tuple[str, str], LegalReference | None]

    def on(self, sent: dt.date) -> Regime:
        """The regime of a letter sent on `sent`. Raises `UnknownFigure` before 1989-10-01."""
        for regime in self.regimes:
            if regime.first <= sent and (regime.last is None or sent <= regime.last):
                return regime
        raise UnknownFigure("regime", name="Reglene om inkasso", on=sent, known_from=self.regimes[0].first)

    def cited_on(self, reference: LegalReference, sent: dt.date) -> LegalReference | None:
        """`reference` as it must be cited for a letter sent on `sent`; None when the new act has no successor."""
        if self.on(sent).id == _OLD or reference.act != self.regimes[0].act:
            return reference
        return self.succession.get(reference.key)


def load_regimes(
    document: strict_yaml.Document,
    *,
    acts: Mapping[str, Act],
    sources: Mapping[str, Citation],
    new_act_in_force: dt.date | None,
) -> Regimes:
    """The regimes of regimes.yaml. A given `new_act_in_force` goes before the file's. Raises `LawDataError`."""
    file = document.file
    content = take(
        document.content,
        file=file,
        row="",
        required={"new_act_in_force", "new_act_adopted", "status_checked", "regimes", "succession"},
    )
    start = new_act_in_force or _date_or_none(content, "new_act_in_force", file=file)
    adopted = _date_or_none(content, "new_act_adopted", file=file)
    checked = _date_or_none(content, "status_checked", file=file)
    if adopted is None or checked is None:
        raise LawDataError("new_act_adopted and status_checked must be dates", file=file)
    if start is not None and start <= adopted:
        raise LawDataError("new_act_in_force lies before the act was adopted", file=file)
    regimes: list[Regime] = []
    for number, entry in enumerate(content["regimes"], start=1):
        row = f"regimes row {number}"
        fields = take(entry, file=file, row=row, required={"id", "act", "first", "sources"}, optional={"note"})
        regime_id = text_of(fields, "id", file=file, row=row)
        if regime_id not in (_OLD, _NEW):
            raise LawDataError(f"unknown regime {regime_id}", file=file, row=row)
        first = _date_or_none(fields, "first", file=file) if regime_id == _OLD else start
        if unknown := [key for key in fields["sources"] if key not in sources]:
            raise LawDataError(f"source {unknown[0]} is not in sources.yaml", file=file, row=row)
        if first is None and regime_id == _OLD:
            raise LawDataError("first must be a date", file=file, row=row)
        if first is not None:
            last = start - _ONE_DAY if start and regime_id == _OLD else None
            act_id = text_of(fields, "act", file=file, row=row)
            if act_id not in acts:
                raise LawDataError(f"act {act_id} is not in acts.yaml", file=file, row=row)
            regimes.append(
                Regime(
                    id=_OLD if regime_id == _OLD else _NEW,
                    act=acts[act_id],
                    first=first,
                    last=last,
                    citation=tuple(sources[key] for key in fields["sources"]),
                )
            )
    succession: dict[tuple[str, str], LegalReference | None] = {}
    for number, entry in enumerate(content["succession"], start=1):
        row = f"succession row {number}"
        fields = take(entry, file=file, row=row, required={"from", "to"})
        origin = reference_of(fields["from"], acts, file=file, row=row)
        if origin.key in succession:
            raise LawDataError(f"{origin.section} stands twice", file=file, row=row)
        target = fields["to"]
        succession[origin.key] = None if target is None else reference_of(target, acts, file=file, row=row)
    return Regimes(
        regimes=tuple(regimes),
        new_act_in_force=start,
        status_checked=checked,
        succession=MappingProxyType(succession),
    )


def _date_or_none(fields: Mapping[str, object], key: str, *, file: str) -> dt.date | None:
    value = fields[key]
    if value is not None and not isinstance(value, dt.date):
        raise LawDataError(f"{key} must be a date or null", file=file)
    return value
