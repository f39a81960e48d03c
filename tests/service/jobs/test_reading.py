"""Letters are read in children that are gone afterwards; what one had to prepare is not prepared again for the next."""

from __future__ import annotations

from parsers.intake import InputFile
from parsers.statement_patterns import load
from service.jobs.reading import learn, read
from tests.service.houses import TEXT_LETTER


def test_what_a_child_had_to_compile_the_next_one_finds_compiled() -> None:
    load.cache_clear()
    files = [InputFile("brev.pdf", TEXT_LETTER)]
    in_child = read(files, sandbox=True, pictures=False)
    assert load().compiled() == ()
    learn()
    learned = load().compiled()
    assert learned
    assert read(files, sandbox=False, pictures=False) == in_child
    assert load().compiled() == learned
