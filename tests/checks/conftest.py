"""How made-up examples are drawn when the tests of the arithmetic are run against mutants of it (`make mutants`)."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

settings.register_profile(
    "mutants",
    max_examples=40,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),  # one process runs a test for every mutant
)
