"""What can go wrong when the law is applied.

The tree::

    ChecksError                 never raised itself
    ├── LawDataError            law_data_broken   a file under checks/law/data is wrong: our fault
    ├── UnknownFigure           unknown_figure    the law's figure for a date is not known: the finding is "unsure"
    └── InvalidFact             invalid_value     a sum or date given to a calculation makes no sense

Every leaf has a stable `code`, a bokmål message with the remedy, an HTTP status and an exit status. A field that is
not on the letter is no error and is not found here (`parsers.model.Missing`).
"""

from __future__ import annotations

import datetime as dt
from typing import ClassVar


class ChecksError(Exception):
    """Root of the tree. `str(error)` is a sentence for the person who asked, in bokmål."""

    code: ClassVar[str] = "checks_error"
    http_status: ClassVar[int] = 500
    exit_status: ClassVar[int] = 1


class LawDataError(ChecksError):
    """A law data file does not load. `file` is its name, `row` says where in it ("row 3 (line 41)")."""

    code = "law_data_broken"

    def __init__(self, problem: str, *, file: str, row: str = "") -> None:
        self.problem = problem
        self.file = file
        self.row = row
        super().__init__(f"{file}, {row}: {problem}" if row else f"{file}: {problem}")


class UnknownFigure(ChecksError):  # noqa: N818 - says what is the case, is not always an error
    """No known figure for the day asked about; never replaced by a default.

    `figure` is the figure's key ("late_interest"), `name` its bokmål name ("forsinkelsesrenter"), `on` the day
    asked about. `known_from` and `known_until` (inclusive; None = open) bound what is known; `gap` is set when the
    day lies in a labelled hole between them. `reason` is a bokmål clause that tells more, or empty.
    """

    code = "unknown_figure"
    http_status = 422
    exit_status = 2

    def __init__(
        self,
        figure: str,
        *,
        name: str,
        on: dt.date,
        known_from: dt.date | None = None,
        known_until: dt.date | None = None,
        gap: tuple[dt.date, dt.date | None] | None = None,
        reason: str = "",
    ) -> None:
        self.figure = figure
        self.name = name
        self.on = on
        self.known_from = known_from
        self.known_until = known_until
        self.gap = gap
        self.reason = reason
        super().__init__(self._sentence())

    def _sentence(self) -> str:
        if self.gap is not None:
            first, last = self.gap
            upto = f" til og med {_day(last)}" if last else ""
            text = f"{self.name} er ikke kjent fra og med {_day(first)}{upto}"
        elif self.known_from is not None and self.on < self.known_from:
            text = f"{self.name} er kjent fra og med {_day(self.known_from)}"
        elif self.known_until is not None:
            text = f"{self.name} er kjent til og med {_day(self.known_until)}"
        else:
            text = f"{self.name} er ikke kjent for {_day(self.on)}"
        return f"{text}, {self.reason}" if self.reason else text


class InvalidFact(ChecksError):  # noqa: N818 - the fault is in the fact
    """A value handed to a calculation is outside what it can mean. `fact` is the parameter's name."""

    code = "invalid_value"
    http_status = 422
    exit_status = 2

    def __init__(self, fact: str, message: str) -> None:
        self.fact = fact
        super().__init__(message)


def _day(day: dt.date) -> str:
    return f"{day.day:02d}.{day.month:02d}.{day.year}"
