"""Processes that die at random moments: every letter that was taken in finishes exactly once.

The whole trial has 200 deaths: ``python -m tests.service.jobs.killing --kills 200``.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from tests.service.jobs.killing import trial

KILLS = int(os.environ.get("KRAVVAKT_TEST_KILLS", "6"))


@pytest.mark.skipif(sys.platform != "linux", reason="finds processes by /proc")
def test_whoever_is_killed_every_letter_finishes_once(tmp_path: Path) -> None:
    found = trial(tmp_path, kills=KILLS, seed=7)
    assert found.wrong == []
    assert sum(found.kills.values()) == KILLS
    assert found.accepted
