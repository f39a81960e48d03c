"""What the doors ask of whoever does the work. `service.jobs.local` does it on this machine."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from parsers.capture import Look, Sight
from parsers.intake import InputFile


class Jobs(Protocol):
    """Does the work. A letter is in the queue (`service.store.queue`) before any of this is called."""

    def start(self) -> None:
        """Takes up what waits, also what was begun before."""

    def stop(self) -> None:
        """Finishes what is at hand, or gives it back, and ends."""

    def notify(self) -> None:
        """A letter was put in the queue."""

    def wait(self, audit_id: str, seconds: float) -> bool:
        """Waits until the audit is done, failed or gone, at most so long; whether it is."""

    def inspect(self, files: Sequence[InputFile]) -> int:
        """How many pages the files have, by a quick look. Raises what `parsers.intake.load` raises."""

    def look(self, file: InputFile) -> Look:
        """How well one picture can be read. Raises what opening it raises."""

    def sight(self, file: InputFile) -> Sight:
        """The same, with a small copy of the picture."""

    def is_alive(self) -> bool:
        """Whether letters are being taken up."""
