"""Patterns for the sentences the law asks for or forbids: a small language, its data and its matcher.

The data (``statement_patterns.yaml``) has three parts. ``words`` name a meaning and list its words in bokmål, nynorsk
and English (``betal*`` is a beginning, ``*frist`` an ending). ``fragments`` are named pieces of patterns.
``statements`` hold, for each :class:`~parsers.model.StatementId`, the patterns that say it clearly or weakly, those
that make it a mere hint (``hints``) or take it back (``unless``), and examples that must and must not match; a test
walks them all.

A pattern is words in order: ``CAPITALS`` a meaning, ``small`` a word as it stands, ``[a|B]`` either, ``(x y|z)`` a
group, ``x?`` optional, ``{NAME}`` a fragment, ``..5`` up to five words between, ``~5`` the same but no negation among
them, ``-5`` the same but no comma, ``^`` the sentence's first word. Commas are passed over otherwise.

Reading errors are met word by word: a word in no list is compared with the listed ones by deleted letters and by
look-alike letters, never by guessing whole sentences. This module judges nothing and knows no page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Literal

import yaml

from parsers.fields.sentences import Sentence, folded
from parsers.model import StatementId

DATA = Path(__file__).with_name("statement_patterns.yaml")

Strength = Literal["clear", "weak"]

_DATE = re.compile(r"\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})|\d{4}-\d{2}-\d{2}|\d{1,2}\.\d{1,2}")
_LOOKS = {ord(c): alike[0] for alike in ("ijtfl1|!", "eoc0", "nurvwy", "s5", "gq9", "bh8") for c in alike}
"""Letters that optical reading takes for one another, each class by one of its letters."""

_SHORTEST_FUZZY = 5
"""Words under this many letters are compared by look-alike letters only: one lost letter makes another word."""

_TWICE = 10
"""Words from this many letters on may have two letters wrong."""


# ------------------------------------------------------------------ words and their meanings


@dataclass(frozen=True)
class Lexicon:
    """Which words have which meanings. Words are folded (:func:`parsers.fields.sentences.folded`)."""

    exact: Mapping[str, frozenset[str]]
    beginnings: Mapping[str, frozenset[str]]
    endings: Mapping[str, frozenset[str]]

    @staticmethod
    def of(words: Mapping[str, str], plain: Iterable[str]) -> Lexicon:
        """The lexicon of a meaning → words table; ``plain`` words have no meaning and are never taken for another."""
        exact: dict[str, frozenset[str]] = {folded(w): frozenset() for w in plain}
        beginnings: dict[str, frozenset[str]] = {}
        endings: dict[str, frozenset[str]] = {}
        for meaning, listed in words.items():
            for entry in listed.split():
                table = beginnings if entry.endswith("*") else endings if entry.startswith("*") else exact
                _add(table, folded(entry.strip("*")), frozenset({meaning}))
        return Lexicon(exact, beginnings, endings)

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

    @cached_property
    def _near(self) -> _Near:
        """Made when the first misread word is asked for: letters with a text layer never need it."""
        near = _Near({}, {}, {})
        for word, meanings in self.exact.items():
            if not meanings:
                continue
            shape = word.translate(_LOOKS)
            _add(near.whole, shape, meanings)
            if len(word) >= _SHORTEST_FUZZY:
                for variant in _with_lost(shape, 2 if len(shape) >= _TWICE else 1):
                    _add(near.damaged, variant, meanings)
        for word, meanings in self.beginnings.items():
            if len(word) >= _SHORTEST_FUZZY:
                for variant in _with_lost(word.translate(_LOOKS), 1):
                    _add(near.begun, variant, meanings)
        return near


@dataclass(frozen=True, slots=True)
class _Near:
    """Listed words in look-alike letters: whole, with letters lost, and beginnings with a letter lost."""

    whole: dict[str, frozenset[str]]
    damaged: dict[str, frozenset[str]]
    begun: dict[str, frozenset[str]]


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


# ------------------------------------------------------------------ patterns


@dataclass(frozen=True)
class Pattern:
    """One pattern: its source, the regular expression over encoded sentences that it stands for, and the meanings of
    which at least one of each set must stand in a sentence for it to be worth trying.
    """

    source: str
    regular: str
    needs: tuple[frozenset[str], ...]

    @cached_property
    def expression(self) -> re.Pattern[str]:
        """Compiled when first tried: a letter tries a third of the patterns, and compiling is most of the loading."""
        return re.compile(self.regular)

    def search(self, coded: Coded) -> re.Match[str] | None:
        if any(need.isdisjoint(coded.features) for need in self.needs):
            return None
        return self.expression.search(coded.code)


@dataclass(frozen=True, slots=True)
class Rule:
    """The patterns of one statement."""

    id: StatementId
    clear: tuple[Pattern, ...]
    weak: tuple[Pattern, ...]
    hints: tuple[Pattern, ...]
    unless: tuple[Pattern, ...]
    examples: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Patterns:
    """The whole data file, compiled.

    ``table`` lists every pattern that finds something, rule by rule and clear before weak; ``index`` tells for a
    meaning or word which rows of it are worth trying when that stands in a sentence.
    """

    lexicon: Lexicon
    rules: Mapping[StatementId, Rule]
    table: tuple[tuple[Rule, Strength, Pattern], ...]
    index: Mapping[str, tuple[int, ...]] = field(repr=False)

    def worth_trying(self, coded: Coded) -> list[int]:
        """Rows of ``table`` that could match the sentence, in order."""
        found: set[int] = set()
        for feature in coded.features:
            found.update(self.index.get(feature, ()))
        return sorted(found)


@dataclass(frozen=True, slots=True)
class Coded:
    """A sentence written as meanings: ``code`` is what expressions search, ``offsets`` where each token starts in it,
    ``misread`` how many tokens got their meaning only as a misreading.
    """

    sentence: Sentence
    code: str
    offsets: tuple[int, ...]
    features: frozenset[str]
    misread: int

    def span(self, match: re.Match[str]) -> tuple[int, int]:
        """The span in the transcript's text of what an expression found."""
        tokens = self.sentence.tokens
        touched = [t for t, at in zip(tokens, self.offsets, strict=True) if match.start() <= at < match.end()]
        return (touched[0].start, touched[-1].end) if touched else (tokens[0].start, tokens[-1].end)


@cache
def load() -> Patterns:
    """The compiled data file. Raises ``ValueError`` naming the pattern that does not compile."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    data = yaml.load(DATA.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 - both loaders are safe ones
    fragments: dict[str, str] = {}
    for name, alternatives in data["fragments"].items():
        listed = [alternatives] if isinstance(alternatives, str) else alternatives
        fragments[name] = "(" + "|".join(listed) + ")"
    meanings = frozenset(data["words"]) | {"DATE", "NUM", "OWN_NAME"}

    def compiled(sources: Sequence[str] | None) -> tuple[Pattern, ...]:
        return tuple(compile_pattern(source, fragments, meanings) for source in sources or ())

    rules = {}
    for name, body in data["statements"].items():
        id_ = StatementId(name)
        examples = {key: tuple(body.get("examples", {}).get(key, ())) for key in ("clear", "weak", "none")}
        rules[id_] = Rule(id_, compiled(body.get("clear")), compiled(body.get("weak")), compiled(body.get("hints")),
                          compiled(body.get("unless")), examples)  # fmt: skip
    table: list[tuple[Rule, Strength, Pattern]] = []
    for rule in rules.values():
        table += [(rule, "clear", pattern) for pattern in rule.clear]
        table += [(rule, "weak", pattern) for pattern in rule.weak]
    return Patterns(Lexicon.of(data["words"], data["plain"].split()), rules, tuple(table), _index(table))


def _index(table: Sequence[tuple[Rule, Strength, Pattern]]) -> dict[str, tuple[int, ...]]:
    """Each pattern under the one of its needs that few other patterns have, so that few are tried in vain.

    Raises ``ValueError`` for a pattern that needs nothing in particular and would have to be tried everywhere.
    """
    common: dict[str, int] = {}
    for _, _, pattern in table:
        for name in frozenset().union(*pattern.needs):
            common[name] = common.get(name, 0) + 1
    index: dict[str, list[int]] = {}
    for number, (_, _, pattern) in enumerate(table):
        if not pattern.needs:
            raise ValueError(f"pattern {pattern.source!r} needs no word in particular")
        rarest = min(pattern.needs, key=lambda need: sum(common[name] for name in need))
        for name in rarest:
            index.setdefault(name, []).append(number)
    return {name: tuple(numbers) for name, numbers in index.items()}


@lru_cache(maxsize=16384)
def _meanings_of(word: str) -> tuple[frozenset[str], bool]:
    lexicon = load().lexicon
    found = lexicon.meanings(word)
    if found:
        return found, False
    return lexicon.meanings_misread(word), True


def coded(sentence: Sentence, *, misread: bool = True) -> Coded:
    """The sentence as meanings. ``misread``: whether words may have been read wrongly, so that near ones count too;
    a name in the middle of a sentence never counts as a misread word.
    """
    parts: list[str] = []
    offsets: list[int] = []
    features: set[str] = set()
    at = guesses = 0
    tokens = sentence.tokens
    for index, token in enumerate(tokens):
        if token.number:
            marks = frozenset({"DATE", "NUM"} if _DATE.fullmatch(token.folded) else {"NUM"})
        else:
            marks, guessed = _meanings_of(token.folded)
            if guessed and marks:
                shouting = index == 0 or tokens[index - 1].capital
                if misread and (not token.capital or shouting):
                    guesses += 1
                else:
                    marks = frozenset()
            if "INKASSO" in marks and token.capital and _is_name(sentence, index):
                marks = (marks - {"INKASSO"}) | {"OWN_NAME"}
        part = f"<{token.folded.replace(':', '_')}:{''.join(m + ':' for m in sorted(marks))}>"
        parts.append(part)
        offsets.append(at)
        at += len(part)
        features |= marks
        features.add(token.folded)
    return Coded(sentence, "".join(parts), tuple(offsets), frozenset(features), guesses)


def _is_name(sentence: Sentence, index: int) -> bool:
    """Whether a capitalised "Inkasso…" is part of a firm's name rather than a word of the sentence."""
    tokens = sentence.tokens
    following = tokens[index + 1].folded if index + 1 < len(tokens) else ""
    if following in {"as", "asa", "ans", "norge", "noreg", "norway", "ab"}:
        return True
    return index > 0 and tokens[index - 1].capital and not tokens[index - 1].number


# ------------------------------------------------------------------ compiling

_COMMA = "<,:>"
_ANY = f"<(?!,:)[^>]*>(?:{_COMMA})?"
_PIECE = re.compile(
    r"\s*(?:(?P<gap>\.\.\d+)|(?P<free>~\d+)|(?P<clause>-\d+)(?=\s)|(?P<open>\()|(?P<close>\)\??)|(?P<or>\|)|(?P<start>\^)"
    r"|(?P<set>\[[^\]]+\]\??)|(?P<word>[^\s()|{}\[\]]+))"
)


def compile_pattern(source: str, fragments: Mapping[str, str], meanings: frozenset[str]) -> Pattern:
    """Compiles one pattern. Raises ``ValueError`` naming a fragment or meaning that is not defined."""
    text = source
    for _ in range(6):
        if "{" not in text:
            break
        text = re.sub(r"\{(\w+)\}", lambda m: _fragment(m, fragments, source), text)
    out: list[str] = []
    needs: list[frozenset[str]] = []
    depth = position = 0
    group: list[list[frozenset[str]]] = []
    while position < len(text):
        match = _PIECE.match(text, position)
        if match is None:
            if text[position:].strip():
                raise ValueError(f"pattern {source!r}: cannot read {text[position:]!r}")
            break
        position = match.end()
        kind, piece = match.lastgroup, match.group().strip()
        if kind == "gap":
            out.append(f"(?:{_ANY}){{0,{piece[2:]}}}?")
        elif kind == "free":
            out.append(f"(?:(?!<[^>]*:NEG:){_ANY}){{0,{piece[1:]}}}?")
        elif kind == "clause":
            out.append(f"(?<!{_COMMA})(?:(?!{_COMMA})<[^>]*>){{0,{piece[1:]}}}?")
        elif kind == "open":
            out.append("(?:")
            depth += 1
            if depth == 1:
                group = [[]]
        elif kind == "close":
            out.append(")?" if piece.endswith("?") else ")")
            depth -= 1
            if depth == 0 and not piece.endswith("?") and all(group):
                needs.append(frozenset().union(*(alternative[0] for alternative in group)))
        elif kind == "or":
            out.append("|")
            if depth == 1:
                group.append([])
            elif depth == 0:
                raise ValueError(f"pattern {source!r}: alternatives need brackets around them")
        elif kind == "start":
            out.append("^")
        else:
            optional = piece.endswith("?")
            names = piece.rstrip("?").strip("[]").split("|")
            either = "|".join(_token(name, meanings, source) for name in names)
            out.append(f"(?:(?:{either})(?:{_COMMA})?)" + "?" * optional)
            need = frozenset(name if name.isupper() else folded(name) for name in names)
            if not optional and not any("*" in name for name in names):
                if depth == 0:
                    needs.append(need)
                elif depth == 1:
                    group[-1].append(need)
    return Pattern(source, "".join(out), tuple(needs))


def _fragment(match: re.Match[str], fragments: Mapping[str, str], source: str) -> str:
    name = match.group(1)
    if name not in fragments:
        raise ValueError(f"pattern {source!r}: no fragment {name}")
    return fragments[name]


def _token(name: str, meanings: frozenset[str], source: str) -> str:
    if name.isupper():
        if name not in meanings:
            raise ValueError(f"pattern {source!r}: no meaning {name}")
        return f"<[^>]*:{name}:[^>]*>"
    if name.endswith("*"):
        return f"<{re.escape(folded(name[:-1]))}[^>:]*:[^>]*>"
    return f"<{re.escape(folded(name))}:[^>]*>"
