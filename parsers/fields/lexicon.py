"""Which words have which meanings, also when optical reading got letters of them wrong.

For the patterns of sentences (:mod:`parsers.statement_patterns`). A word in no list is compared with the listed ones by
look-alike letters and by deleted letters. Words are folded (:func:`parsers.fields.sentences.folded`). Not for numbers
and names, and never for what is shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from parsers.fields.sentences import folded

_LOOKS = {ord(c): alike[0] for alike in ("ijtfl1|!", "eoc0", "nurvwy", "s5", "gq9", "bh8") for c in alike}
"""Letters that optical reading takes for one another, each class by one of its letters."""

_SHORTEST_FUZZY = 5
"""Words under this many letters are compared by look-alike letters only: one lost letter makes another word."""

_SHORTEST_CAREFUL = 7
"""Words under this many letters are never a misreading of a word that accuses."""

_UNMISTAKABLE = 9
"""Words from this many letters on are sure with one letter wrong."""

_TWICE = 10
"""Words from this many letters on may have two letters wrong."""


@dataclass(frozen=True)
class Lexicon:
    """The listed words, their beginnings and endings. ``careful`` meanings are never guessed from a short word."""

    exact: Mapping[str, frozenset[str]]
    beginnings: Mapping[str, frozenset[str]]
    endings: Mapping[str, frozenset[str]]
    careful: frozenset[str] = frozenset()

    @staticmethod
    def of(words: Mapping[str, str], plain: Iterable[str], *, careful: Iterable[str] = ()) -> Lexicon:
        """The lexicon of a meaning → words table; ``plain`` words have no meaning and are never taken for another."""
        exact: dict[str, frozenset[str]] = {folded(w): frozenset() for w in plain}
        beginnings: dict[str, frozenset[str]] = {}
        endings: dict[str, frozenset[str]] = {}
        for meaning, listed in words.items():
            for entry in listed.split():
                table = beginnings if entry.endswith("*") else endings if entry.startswith("*") else exact
                _add(table, folded(entry.strip("*")), frozenset({meaning}))
        return Lexicon(exact, beginnings, endings, frozenset(careful))

    def knows(self, word: str) -> bool:
        """Whether the folded word is listed whole, with a meaning or as a plain one."""
        return word in self.exact

    def meanings(self, word: str) -> frozenset[str]:
        """All meanings of a folded word: as listed whole and by its longest listed beginning, else by its ending."""
        found = self.exact.get(word)
        if found is not None and not found:
            return found
        for length in range(min(len(word), 22), 2, -1):
            if word[:length] in self.beginnings:
                return self.beginnings[word[:length]] | (found or frozenset())
        if found:
            return found
        for length in range(min(len(word) - 1, 20), 3, -1):
            if word[-length:] in self.endings:
                return self.endings[word[-length:]]
        return frozenset()

    def meanings_misread(self, word: str) -> frozenset[str]:
        """Meanings of the listed words that ``word`` could be a misreading of: letters that look alike count as the
        same, and one letter may besides be wrong, lost or added (two in words of ten letters or more).
        """
        if word in self.exact or len(word) < 3:
            return frozenset()
        shape = word.translate(_LOOKS)
        near = self._near
        found = near.whole.get(shape, frozenset())
        if len(word) < _SHORTEST_FUZZY:
            return found
        if not found:
            for variant in _with_lost(shape, 2 if len(shape) >= _TWICE else 1):
                found = found | near.damaged.get(variant, frozenset())
        hits = 0
        for length in range(min(len(shape), 16), _SHORTEST_FUZZY - 2, -1):
            begun: frozenset[str] = frozenset()
            for variant in _with_lost(shape[:length], 1):
                begun = begun | near.begun.get(variant, frozenset())
            found = found | begun
            # the longest beginning, and the one a letter shorter that a lost letter may have made of it
            hits += bool(begun) or bool(hits)
            if hits == 2:
                break
        return found

    def meanings_nearly(self, word: str) -> frozenset[str]:
        """Meanings of the listed words that ``word`` surely is a misreading of: only look-alike letters differ, or one
        letter of a long word is wrong, lost or added.
        """
        shape = word.translate(_LOOKS)
        found = self._near.whole.get(shape, frozenset())
        if len(word) < _UNMISTAKABLE - 1:
            return found
        for variant in _with_lost(shape, 1):
            found = found | self._near.unmistakable.get(variant, frozenset())
        for length in range(_UNMISTAKABLE - 1, len(shape)):
            for variant in _with_lost(shape[:length], 1):
                found = found | self._near.begun_unmistakably.get(variant, frozenset())
        return found

    def is_near(self, word: str, meaning: str) -> bool:
        """Whether ``word``, itself unlisted, is one wrong, lost or added letter from a listed word of the meaning."""
        if word in self.exact or not 2 <= len(word) <= _SHORTEST_CAREFUL:
            return False
        return not _with_lost(word.translate(_LOOKS), 1).isdisjoint(self._around(meaning))

    def _around(self, meaning: str) -> frozenset[str]:
        if meaning not in self._rings:
            words = (word for word, meanings in self.exact.items() if meaning in meanings and len(word) > 3)
            self._rings[meaning] = frozenset(v for word in words for v in _with_lost(word.translate(_LOOKS), 1))
        return self._rings[meaning]

    @cached_property
    def _rings(self) -> dict[str, frozenset[str]]:
        return {}

    @cached_property
    def _near(self) -> _Near:
        """Made when the first misread word is asked for: letters with a text layer never need it."""
        near = _Near({}, {}, {}, {}, {})
        for word, listed in self.exact.items():
            meanings = listed - self.careful if len(word) < _SHORTEST_CAREFUL else listed
            if not meanings:
                continue
            shape = word.translate(_LOOKS)
            _add(near.whole, shape, meanings)
            if len(word) >= _SHORTEST_FUZZY:
                for variant in _with_lost(shape, 2 if len(shape) >= _TWICE else 1):
                    _add(near.damaged, variant, meanings)
            if len(word) >= _UNMISTAKABLE:
                for variant in _with_lost(shape, 1):
                    _add(near.unmistakable, variant, meanings)
        for word, listed in self.beginnings.items():
            meanings = listed - self.careful if len(word) < _SHORTEST_CAREFUL else listed
            if meanings and len(word) >= _SHORTEST_FUZZY:
                for variant in _with_lost(word.translate(_LOOKS), 1):
                    _add(near.begun, variant, meanings)
                    if len(word) >= _UNMISTAKABLE:
                        _add(near.begun_unmistakably, variant, meanings)
        return near


@dataclass(frozen=True, slots=True)
class _Near:
    """Listed words in look-alike letters: whole, with letters lost, and beginnings with a letter lost; the last two
    hold the long words alone, with one letter lost.
    """

    whole: dict[str, frozenset[str]]
    damaged: dict[str, frozenset[str]]
    begun: dict[str, frozenset[str]]
    unmistakable: dict[str, frozenset[str]]
    begun_unmistakably: dict[str, frozenset[str]]


def _add(table: dict[str, frozenset[str]], key: str, meanings: frozenset[str]) -> None:
    table[key] = table.get(key, frozenset()) | meanings


def _with_lost(word: str, letters: int) -> set[str]:
    """The word and all it can become when up to that many letters are lost."""
    found = {word}
    fresh = found
    for _ in range(letters):
        fresh = {w[:i] + w[i + 1 :] for w in fresh for i in range(len(w))}
        found = found | fresh
    return found
