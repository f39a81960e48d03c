"""Patterns for the sentences the law asks for or forbids: a small language, its data and its matcher.

The data (``statement_patterns.yaml``, ``conduct_patterns.yaml``, and two files for the act of 2026) have three parts.
``words`` name a meaning and list its words in bokmål, nynorsk and English (``betal*`` is a beginning, ``*frist`` an
ending). ``fragments`` are named pieces of patterns.
``statements`` hold, for each :class:`~parsers.model.StatementId`, the patterns that say it clearly or weakly, those
that make it a mere hint (``hints``) or take it back (``unless``), and examples that must and must not match; a test
walks them all.

A pattern is words in order: ``CAPITALS`` a meaning, ``small`` a word as it stands, ``[a|B]`` either, ``(x y|z)`` a
group, ``x?`` optional, ``{NAME}`` a fragment, ``..5`` up to five words between, ``~5`` the same but no negation among
them, ``-5`` the same but no comma, ``^`` the sentence's first word, ``$`` its end. Commas are passed over otherwise.
Patterns may be grouped under names; the name is then the statement's ``detail``, and an ``unless`` under such a name
takes back the patterns of that group only (those under ``any`` all).
``warnings`` tell sentences about what others threaten with; such a sentence, and in part its neighbours, accuse nobody.

Reading errors are met word by word (:mod:`parsers.fields.lexicon`), never by guessing whole sentences. A file that is
``careful`` accuses: its words are guessed only when long, and what rests on a doubtful word is said weakly. This
module judges nothing and knows no page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any, Literal

import yaml

from parsers.fields.lexicon import Lexicon
from parsers.fields.sentences import Sentence, Token, folded
from parsers.model import StatementId

_FILES = ("statement_patterns", "conduct_patterns", "new_act_patterns", "new_act_conduct_patterns")
DATA = tuple(Path(__file__).with_name(f"{name}.yaml") for name in _FILES)
"""What the law asks for, what good practice forbids, and both for the inkassolov of 2026. Each file uses the words and
fragments of those before it.
"""

Strength = Literal["clear", "weak"]

ANY_GROUP = "any"
"""The group of what takes back every group's patterns."""

LIKE = "~"
"""Marks a word that may be misread for a word standing in a pattern itself ("~bolig*")."""

_LEAST_OF_SURE = 7
"""Words read surely and under this many letters are never a misreading of another."""

_SHORTEST_LIKE = 5
"""Words of a pattern under this many letters count as they stand only."""

_LINKS = frozenset({"av", "og", "i", "for", "pa", "of", "and"})
"""Small words within a name."""

_DATE = re.compile(r"\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})|\d{4}-\d{2}-\d{2}|\d{1,2}\.\d{1,2}")
_IS_SAID = frozenset({"er", "var", "vart", "blei", "vert", "blir", "bli", "vore", "blitt", "nyleg", "ovanfor", "over"})
_THERE_SAID = frozenset({"nedanfor", "ovanfor", "nedafor", "ovafor", "over", "under", "her", "framom"})
_TO_A_BOARD = frozenset({"til", "for", "i", "av", "ei", "ein", "en", "hos"})
_NAMES = frozenset({"BOARD"})
"""Meanings of names of bodies, long enough to be known with a letter misread."""
_NET = re.compile(r"\.\w")  # within a token that is no number: an address
_OCLOCK = re.compile(r"(?:[01]?\d|2[0-4])(?:[.:]?[0-5]\d)?")
"""An hour of the day, which the number of a car's plate ("KL 81732") is not."""

# ------------------------------------------------------------------ patterns


@dataclass(frozen=True)
class Pattern:
    """One pattern: its source, the regular expression over encoded sentences that it stands for, and the meanings of
    which at least one of each set must stand in a sentence for it to be worth trying. ``detail`` names its group.
    """

    source: str
    expanded: str
    regular: str
    needs: tuple[frozenset[str], ...]
    detail: str | None = None

    @cached_property
    def expression(self) -> re.Pattern[str]:
        """Compiled when first tried: a letter tries a third of the patterns, and compiling is most of the loading."""
        return re.compile(self.regular)

    def search(self, coded: Coded) -> re.Match[str] | None:
        features = coded.features
        for need in self.needs:
            if need.isdisjoint(features):
                return None
        return self.expression.search(coded.code)


@dataclass(frozen=True, slots=True)
class Rule:
    """The patterns of one statement. ``accuses``: saying it is a wrong, so that a doubtful word makes it weak."""

    id: StatementId
    clear: tuple[Pattern, ...]
    weak: tuple[Pattern, ...]
    hints: tuple[Pattern, ...]
    unless: tuple[Pattern, ...]
    examples: Mapping[str, tuple[str, ...]]
    accuses: bool = False


@dataclass(frozen=True)
class Patterns:
    """The whole data file, compiled.

    ``table`` lists every pattern that finds something, rule by rule and clear before weak; ``index`` tells for a
    meaning or word which rows of it are worth trying when that stands in a sentence. ``before`` and ``after`` are what
    a neighbouring sentence says that takes an accusing one back: that others threaten so, or that nobody does.
    """

    lexicon: Lexicon
    literals: Lexicon
    rules: Mapping[StatementId, Rule]
    table: tuple[tuple[Rule, Strength, Pattern], ...]
    index: Mapping[str, tuple[int, ...]] = field(repr=False)
    before: tuple[Pattern, ...] = ()
    after: tuple[Pattern, ...] = ()

    def worth_trying(self, coded: Coded) -> list[int]:
        """Rows of ``table`` that could match the sentence, in order."""
        found: set[int] = set()
        for feature in coded.features:
            found.update(self.index.get(feature, ()))
        return sorted(found)

    @cached_property
    def _all(self) -> tuple[Pattern, ...]:
        rules = self.rules.values()
        return tuple(p for rule in rules for part in (rule.clear, rule.weak, rule.hints, rule.unless) for p in part)

    def compiled(self) -> tuple[int, ...]:
        """Numbers of the patterns that were tried so far, for :meth:`compile` in another process."""
        return tuple(number for number, pattern in enumerate(self._all) if "expression" in vars(pattern))

    def compile(self, numbers: Iterable[int]) -> None:
        """Compiles patterns before they are tried: processes that are forked from this one then have them."""
        for number in numbers:
            _ = self._all[number].expression


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
        placed = zip(tokens, self.offsets, strict=True)
        touched = [t for t, at in placed if match.start() <= at < match.end() and t.folded != ","]
        return (touched[0].start, touched[-1].end) if touched else (tokens[0].start, tokens[-1].end)


@cache
def load() -> Patterns:
    """The compiled data files. Raises ``ValueError`` naming the pattern that does not compile."""
    data = _merged(DATA)
    fragments: dict[str, str] = {}
    for name, alternatives in data["fragments"].items():
        listed = [alternatives] if isinstance(alternatives, str) else alternatives
        fragments[name] = "(" + "|".join(listed) + ")"
    meanings = frozenset(data["words"]) | {"DATE", "NUM", "OCLOCK", "OWN_NAME"}

    def warnings(place: str) -> tuple[Pattern, ...]:
        return tuple(compile_pattern(source, fragments, meanings) for source in data["warnings"].get(place, ()))

    of_others = warnings("within")
    rules = {}
    for name, body in data["statements"].items():
        id_, accuses = StatementId(name), name in data["accusing"]
        clear, weak, hints, unless = (
            tuple(
                replace(
                    compile_pattern(source, fragments, meanings, misreadable=accuses),
                    detail=None if detail == ANY_GROUP else detail,
                )
                for detail, listed in _grouped(body.get(part))
                for source in listed
            )
            for part in ("clear", "weak", "hints", "unless")
        )
        examples = {key: tuple(body.get("examples", {}).get(key, ())) for key in ("clear", "weak", "none")}
        rules[id_] = Rule(id_, clear, weak, hints, (*unless, *of_others * accuses), examples, accuses)
    table: list[tuple[Rule, Strength, Pattern]] = []
    for rule in rules.values():
        table += [(rule, "clear", pattern) for pattern in rule.clear]
        table += [(rule, "weak", pattern) for pattern in rule.weak]
    lexicon = Lexicon.of(data["words"], data["plain"].split(), careful=data["careful"])
    likes = {f"{LIKE}{word}": word for rule in rules.values() if rule.accuses for word in _literals(rule)}
    before, after = warnings("before"), warnings("after")
    return Patterns(lexicon, Lexicon.of(likes, ()), rules, tuple(table), _index(table), before, after)


def _grouped(
    sources: Sequence[str] | Mapping[str, Sequence[str]] | None,
) -> Iterable[tuple[str | None, Sequence[str]]]:
    return sources.items() if isinstance(sources, Mapping) else ((None, sources or ()),)


def _literals(rule: Rule) -> frozenset[str]:
    """The longer words that stand in a rule's patterns as such, folded; beginnings with their asterisk."""
    sources = (pattern.expanded for part in (rule.clear, rule.weak, rule.unless) for pattern in part)
    words = (folded(word) for source in sources for word in re.findall(r"[^\W\d_][\w-]*\*?", source))
    return frozenset(word for word in words if not word.isupper() and _may_be_misread(word))


def _merged(paths: Iterable[Path]) -> dict[str, Any]:
    """The files as one: a meaning may be widened by a later file, everything else is named once."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    whole: dict[str, Any] = {"words": {}, "plain": "", "fragments": {}, "statements": {}, "warnings": {}}
    whole |= {"careful": set(), "accusing": set()}
    for path in paths:
        part = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 - both loaders are safe ones
        for meaning, listed in part["words"].items():
            whole["words"][meaning] = f"{whole['words'].get(meaning, '')} {listed}"
        if part.get("careful"):
            whole["careful"] |= part["words"].keys()
            whole["accusing"] |= part["statements"].keys()
        whole["plain"] += " " + part["plain"]
        for key in ("fragments", "statements", "warnings"):
            twice = whole[key].keys() & part.get(key, {}).keys()
            if twice:
                raise ValueError(f"{path.name}: named twice: {sorted(twice)}")
            whole[key].update(part.get(key, {}))
    return whole


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


@dataclass(frozen=True, slots=True)
class _Marks:
    """What a word may mean, and what it surely means: nothing that accuses, unless it can hardly be another word, and
    a negation if it is nearly one. ``near``: what it may mean although the engine was sure of it. ``guessed``: it
    stands in no list.
    """

    found: frozenset[str]
    sure: frozenset[str]
    near: frozenset[str]
    guessed: bool


@lru_cache(maxsize=16384)
def _marks_of(word: str) -> _Marks:
    patterns = load()
    lexicon = patterns.lexicon
    found = lexicon.meanings(word)
    if found or lexicon.knows(word) or patterns.literals.meanings(word):
        return _Marks(found, found, found, guessed=False)
    found = lexicon.meanings_misread(word)
    like = patterns.literals.meanings_misread(word)
    nearly = lexicon.meanings_nearly(word) | patterns.literals.meanings_nearly(word)
    sure = found - lexicon.careful | (found | like) & nearly
    near = (found | like) & nearly if len(word) >= _LEAST_OF_SURE else frozenset()
    return _Marks(found | like, sure | {"NEG"} if lexicon.is_near(word, "NEG") else sure, near, guessed=True)


@lru_cache(maxsize=16384)
def _part(word: str, marks: frozenset[str]) -> str:
    return f"<{word.replace(':', '_')}:{''.join(m + ':' for m in sorted(marks))}>"


def coded(
    sentence: Sentence,
    *,
    misread: bool = True,
    sure: bool = False,
    is_read: Callable[[Token], bool] = lambda _token: False,
) -> Coded:
    """The sentence as meanings. ``misread``: whether words may have been read wrongly, so that near ones count too;
    a name in the middle of a sentence, or an address on the net, never counts as a misread word, and one that
    ``is_read`` surely only as one that looks the same. ``sure``: words that accuse count only where
    they can hardly be other ones, and what may be a negation counts as one.
    """
    parts: list[str] = []
    offsets: list[int] = []
    features: set[str] = set()
    at = guesses = 0
    tokens = sentence.tokens
    accusing = load().lexicon.careful
    for index, token in enumerate(tokens):
        if token.number:
            marks = frozenset({"DATE", "NUM"} if _DATE.fullmatch(token.folded) else {"NUM"})
            marks |= {"OCLOCK"} if _OCLOCK.fullmatch(token.folded) else frozenset()
        else:
            known = _marks_of(token.folded)
            marks = known.sure if sure else known.near if known.guessed and is_read(token) else known.found
            if known.guessed and marks:
                shouting = index == 0 or tokens[index - 1].capital
                named = marks & _NAMES  # a capital is what such a name is printed with
                if misread and (not token.capital or shouting or named) and not _NET.search(token.folded):
                    marks = marks if not token.capital or shouting else named
                    guesses += 1
                else:
                    marks = frozenset()
            if "INKASSO" in marks and token.capital and _is_name(sentence, index):
                marks = (marks - {"INKASSO"}) | {"OWN_NAME"}
            if token.capital and not marks.isdisjoint(accusing) and _is_in_a_name(sentence, index):
                marks -= accusing
        word = token.folded
        if word == "nemnd" and _is_mentioned(tokens, index):
            word, marks = "nemnt", frozenset()
        part = _part(word, marks)
        parts.append(part)
        offsets.append(at)
        at += len(part)
        features |= marks
        features.add(word)
    return Coded(sentence, "".join(parts), tuple(offsets), frozenset(features), guesses)


def _is_mentioned(tokens: Sequence[Token], index: int) -> bool:
    """Whether "nemnd" is what nynorsk calls a thing that was mentioned, and no board."""
    before = tokens[index - 1].folded if index else ""
    after = tokens[index + 1].folded if index + 1 < len(tokens) else ""
    return before in _IS_SAID or (after in _THERE_SAID and before not in _TO_A_BOARD)


def _is_name(sentence: Sentence, index: int) -> bool:
    """Whether a capitalised "Inkasso…" is part of a firm's name rather than a word of the sentence."""
    tokens = sentence.tokens
    following = tokens[index + 1].folded if index + 1 < len(tokens) else ""
    if following in {"as", "asa", "ans", "norge", "noreg", "norway", "ab"}:
        return True
    return index > 0 and tokens[index - 1].capital and not tokens[index - 1].number


def _is_in_a_name(sentence: Sentence, index: int) -> bool:
    """Whether a word with a capital stands among others that have one, as in "Naboen Treningssenter AS", in a sentence
    that is not set in capitals altogether.
    """
    tokens = sentence.tokens
    if all(t.capital for t in tokens if t.folded.isalpha()):
        return False
    after = index + 2 if index + 1 < len(tokens) and tokens[index + 1].folded in _LINKS else index + 1
    ahead = after < len(tokens) and tokens[after].capital
    return ahead or (index > 1 and tokens[index - 1].capital)


# ------------------------------------------------------------------ compiling

_COMMA = "<,:>"
_ANY = f"<(?!,:)[^>]*>(?:{_COMMA})?"
_PIECE = re.compile(
    r"\s*(?:(?P<gap>\.\.\d+)|(?P<free>~\d+)|(?P<clause>-\d+)(?=\s)|(?P<open>\()|(?P<close>\)\??)|(?P<or>\|)|(?P<start>\^)|(?P<end>\$)"
    r"|(?P<set>\[[^\]]+\]\??)|(?P<word>[^\s()|{}\[\]]+))"
)


def compile_pattern(
    source: str, fragments: Mapping[str, str], meanings: frozenset[str], *, misreadable: bool = False
) -> Pattern:
    """Compiles one pattern; ``misreadable``: also the words that stand in it as such may be misread. Raises
    ``ValueError`` naming a fragment or meaning that is not defined.
    """
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
        elif kind in ("start", "end"):
            out.append(piece)
        else:
            optional = piece.endswith("?")
            names = piece.rstrip("?").strip("[]").split("|")
            either = "|".join(_token(name, meanings, source, misreadable=misreadable) for name in names)
            out.append(f"(?:(?:{either})(?:{_COMMA})?)" + "?" * optional)
            need = frozenset(mark for name in names for mark in _marks(name, misreadable=misreadable))
            if not optional and not any("*" in name for name in names):
                if depth == 0:
                    needs.append(need)
                elif depth == 1:
                    group[-1].append(need)
    return Pattern(source, text, "".join(out), tuple(needs))


def _fragment(match: re.Match[str], fragments: Mapping[str, str], source: str) -> str:
    name = match.group(1)
    if name not in fragments:
        raise ValueError(f"pattern {source!r}: no fragment {name}")
    return fragments[name]


def _token(name: str, meanings: frozenset[str], source: str, *, misreadable: bool) -> str:
    if name.isupper():
        if name not in meanings:
            raise ValueError(f"pattern {source!r}: no meaning {name}")
        return f"<[^>]*:{name}:[^>]*>"
    word = folded(name)
    as_printed = f"<{re.escape(word[:-1])}[^>:]*:" if word.endswith("*") else f"<{re.escape(word)}:"
    if not (misreadable and _may_be_misread(word)):
        return f"{as_printed}[^>]*>"
    return f"(?:{as_printed}|<[^>]*:{re.escape(LIKE + word)}:)[^>]*>"


def _marks(name: str, *, misreadable: bool) -> tuple[str, ...]:
    """What of a sentence's features speaks for a name in a pattern."""
    if name.isupper():
        return (name,)
    word = folded(name)
    return (word, LIKE + word) if misreadable and _may_be_misread(word) else (word,)


def _may_be_misread(word: str) -> bool:
    return len(word.rstrip("*")) >= _SHORTEST_LIKE
