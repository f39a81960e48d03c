"""The examples of the catalogue are what the checks say of their own cases today."""

from __future__ import annotations

from checks.registry import load_rules
from samples.examples import FILE, examples_text
from service.reports.catalogue import examples_of


def test_committed_examples_are_what_the_checks_say() -> None:
    assert FILE.read_text(encoding="utf-8") == examples_text()


def test_every_check_has_an_example_in_each_language() -> None:
    for id_ in load_rules():
        shown = examples_of(id_)
        assert shown, id_
        assert len({made.status for made in shown}) == len(shown)
        for made, nynorsk, english in zip(shown, examples_of(id_, lang="nn"), examples_of(id_, lang="en"), strict=True):
            assert made.headline != english.headline
            assert made.status == nynorsk.status
