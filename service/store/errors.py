"""What can go wrong with what is kept.

Problem (service.problems)
└── StorageUnavailable     storage_unavailable: no room, no right to write, no answer; nothing was changed

StoreError
├── SealBroken             what was kept cannot be opened: another secret, or bytes that were changed
└── LetterFormat           a letter kept by another version of the program
"""

from __future__ import annotations

from service.problems import Problem


class StorageUnavailable(Problem):
    """The database or the disk takes nothing. What was begun is undone. ``reason`` is for the log."""

    def __init__(self, reason: str) -> None:
        super().__init__("storage_unavailable", headers={"Retry-After": "30"})
        self.reason = reason


class StoreError(Exception):
    """Base of what is wrong with something kept."""


class SealBroken(StoreError):  # noqa: N818 - says what is the case
    """It cannot be opened."""


class LetterFormat(StoreError):  # noqa: N818 - says what is the case
    """It was written by a version that knew other words."""
