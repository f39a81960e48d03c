"""Running text as sentences of tokens: where a sentence ends, which words stand in it, and where each came from.

Works on the plain text of a :class:`~parsers.model.Transcript` (lines ended by a newline, several spaces for a column
gap, a form feed between pages). Words broken over a line end are joined; every token keeps its span in that text, so
whatever is found leads back to words and boxes.

This module knows no law and no meaning of words; that is :mod:`parsers.statement_patterns`.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from parsers.views import fold

_ABBREVIATIONS = frozenset(
    {
        "nr", "kr", "jf", "jfr", "pr", "tlf", "ca", "evt", "ev", "bl", "f", "eks", "kl", "org", "mva", "inkl",
        "ekskl", "dvs", "avd", "st", "ref", "art", "tel", "mob", "fakt", "kto", "kontonr", "fakturanr",
        "saksnr", "kundenr", "orgnr", "vedr", "mnd", "adr", "postb", "pb", "o", "l", "a", "m",
        "dr", "fr", "hr", "par", "cf", "incl", "excl", "approx",
    }
)  # fmt: skip
_TOKEN = re.compile(
    r"""(?P<address>[\w.+-]+@[\w.-]+\w | (?:https?://|www\.)[^\s,;)]+\w
                  | \b[\w-]+\.(?:no|com|net|org|example)\b[^\s,;.)]*)
      | (?P<number>\d+(?:[.,:/–-]\d+)*)
      | (?P<word>[^\W\d_][\w]*(?:['’-][^\W\d_]\w*)*(?:[-\u00ad]\s*\n\s*[a-zæøå]\w*)*)
      | (?P<sign>[%§,]|:(?=\s+[A-ZÆØÅ]))""",
    re.VERBOSE,
)
_BREAK = re.compile(r"\s*[-\u00ad]\s*\n\s*")
_STOP = re.compile(r"[.!?:;]+[\"”»’)]*(?=\s|$)|\n\s*\n|\f|[•▪●■◦]|[=*_#+-]{3,}|\n|[ \u00a0]{3,}")
_MONTH = re.compile(r"(?i)(?:jan|feb|mar|apr|mai|jun|jul|aug|sep|okt|oct|nov|des|dec)")
_YEAR = re.compile(r"(?:19|20)\d\d\b")
_FULL_NUMBER = re.compile(r"(?i)(?:\d[./-]|[a-zæøå]\.? )(?:19|20)\d\d$|\d,\d\d$")
"""A day with its year, or kroner and øre: a full stop behind it belongs to the sentence."""
_ENDS_MONTH = re.compile(
    r"(?i)\b\d{1,2}\. ?(?:jan|feb|mar|apr|mai|may|jun|jul|aug|sep|okt|oct|nov|des|dec)[a-zæøå]*\.? *$"
)
_DAY = re.compile(r"(?i)\d{1,2}\. ?(?:\d{1,2}\.|jan|feb|mar|apr|mai|may|jun|jul|aug|sep|okt|oct|nov|des|dec)")
_ENDS_BEFORE_DAY = re.compile(
    r"\b(?:sendt|send|datert|dagsett|sent|dated|innen|innan|senest|seinast|den|by|before|fram|frem|til|ut|out|on|ble|blei|vart|var|er)"
    r" *$"
)
"""The words that a day follows, small: a label over its value ("SENDT") begins with a capital or has one word."""
_BULLET = re.compile(
    r"\s*(?:[-–*•▪●■◦]|\d{1,2}[.)](?!\s*(?:jan|feb|mar|apr|mai|may|jun|jul|aug|sep|okt|oct|nov|des|dec))|[a-h]\))\s+",
    re.IGNORECASE,
)


_BACK = frozenset(
    {
        "da", "deretter", "tillegg", "ogsa", "dermed", "samtidig", "ellers", "elles", "den", "det", "dette", "disse",
        "desse", "slik", "slike", "slikt", "fall", "besides", "addition", "also",
        "der", "dit", "then", "otherwise", "it", "this", "that",
    }
)  # fmt: skip
_LEADS_ON = frozenset(
    {
        "i", "av", "til", "hos", "for", "og", "eller", "på", "ved", "med", "fra", "frå", "om", "at", "som", "å", "en",
        "et", "ei", "ein", "eit", "the", "of", "to", "in", "and", "or", "a", "an", "by", "from", "with", "on",
    }
)  # fmt: skip
"""Words that no sentence ends with."""
_NEVER_LAST = frozenset(word.replace("å", "a") for word in _LEADS_ON)
_THERE = frozenset({"der", "dit", "there"})
_LONGEST_PAIR = 50
"""Tokens in two sentences read as one; beyond that the words have little to do with each other."""
_LONGEST_LED = 70
"""Tokens in a question or a colon and what it leads to."""
_ANSWERS = 3
"""Sentences that may answer one question."""


@dataclass(frozen=True, slots=True)
class Token:
    """One word, number or sign: its folded form, and its span in the transcript's text."""

    folded: str
    start: int
    end: int
    capital: bool = False
    number: bool = False


@dataclass(frozen=True, slots=True)
class Sentence:
    """Tokens up to a full stop, with the stop that ended them ("." "?" ":" or "" for a line or column end)."""

    tokens: tuple[Token, ...]
    stop: str

    @property
    def start(self) -> int:
        return self.tokens[0].start

    @property
    def end(self) -> int:
        return self.tokens[-1].end


@lru_cache(maxsize=8192)
def folded(word: str) -> str:
    """The word folded as :func:`parsers.views.fold` does (å, aa and a are one), with line breaks inside it joined."""
    return fold(_BREAK.sub("", word))


def tokens_in(text: str, start: int = 0, end: int | None = None) -> tuple[Token, ...]:
    """The words, numbers, addresses and the signs % § , of ``text[start:end]``, in order."""
    found = []
    for match in _TOKEN.finditer(text, start, len(text) if end is None else end):
        raw = match.group()
        # what a colon leads to is a clause of its own, as behind a comma
        word = "," if raw == ":" else folded(raw)
        found.append(Token(word, match.start(), match.end(), raw[0].isupper(), match.lastgroup == "number"))
    return tuple(found)


def sentences_in(text: str) -> list[Sentence]:
    """The sentences of a text in order; a table cell, a heading or a list item counts as one."""
    found: list[Sentence] = []
    start = 0
    for end, stop in _boundaries(text):
        tokens = tokens_in(text, start, end)
        if tokens:
            found.append(Sentence(tokens, stop))
        start = end
    return found


def widened(sentences: Sequence[Sentence]) -> Iterator[Sentence]:
    """Each sentence, and besides it the longer ones that a question or a colon makes with what follows.

    "Innsigelser? Skriv til oss innen fristen." says one thing in two sentences; so does a colon with its list, and a
    sentence that takes up the one before it ("Ellers …", "Send den til oss …").
    """
    for index, sentence in enumerate(sentences):
        yield sentence
        words = len(sentence.tokens)
        before = sentences[index - 1] if index else None
        if before is not None and before.stop == "." and words + len(before.tokens) <= _LONGEST_PAIR:
            seam = Token(",", sentence.start, sentence.start)
            if _refers_back(sentence):
                yield Sentence((*before.tokens, seam, *sentence.tokens), sentence.stop)
        introduces = sentence.stop == ":"
        heads = sentence.stop == "" and 1 < words <= 6 and not any(t.number for t in sentence.tokens)
        asks = sentence.stop == "?" or heads
        if not introduces and not asks:
            continue
        answers = _ANSWERS if sentence.stop == "?" else 1
        yield from _led_by(sentence, sentences[index + 1 : index + 6], answers=answers)


def parted(sentence: Sentence, text: str) -> Iterator[Sentence]:
    """The sentences that this one is if full stops at line ends were not read: each begins a line, with a capital."""
    pairs = enumerate(itertools.pairwise(sentence.tokens), start=1)
    cuts = [n for n, (last, first) in pairs if _may_begin(last, first, text)]
    places = [0, *cuts, len(sentence.tokens)] if cuts else []
    for start, end in itertools.pairwise(places):
        yield Sentence(sentence.tokens[start:end], ".")


def _may_begin(last: Token, first: Token, text: str) -> bool:
    between = text[last.end : first.start]
    return first.capital and not first.number and between.strip(" ") == "\n" and last.folded not in _NEVER_LAST


def _led_by(lead: Sentence, following: Sequence[Sentence], *, answers: int) -> Iterator[Sentence]:
    """A question, a heading or a colon read together with what it leads to: a list as it grows, or each of so many
    sentences ("Hva skjer hvis du ikke betaler? Da sendes saken til retten. I tillegg kommer nye kostnader.").
    """
    joined = list(lead.tokens)
    for next_ in following:
        if len(joined) + len(next_.tokens) > _LONGEST_LED or not answers or next_.stop == "?":
            break
        if lead.stop == "" and next_.stop == "" and any(t.number for t in next_.tokens):
            # a heading over a table leads to no sentence
            break
        if lead.stop == "?" and answers < _ANSWERS and next_.stop == "":
            break
        # the seam counts as a comma: what is said on one side does not negate the other
        joined += (Token(",", next_.start, next_.start), *next_.tokens)
        yield Sentence(tuple(joined), next_.stop)
        if next_.stop:
            joined = list(lead.tokens)
            answers -= 1


def _refers_back(sentence: Sentence) -> bool:
    """Whether a sentence takes up the one before it by one of its first words, or by "there" at its end."""
    tokens = sentence.tokens
    return any(t.folded in _BACK for t in tokens[:4]) or tokens[-1].folded in _THERE


def _boundaries(text: str) -> Iterator[tuple[int, str]]:
    usual = _usual_length(text)
    for match in _STOP.finditer(text):
        sign = match.group()
        if sign == "\n":
            if _line_ends_sentence(text, match.start(), usual):
                yield match.end(), ""
        elif sign[0] in ".!?:;":
            if _sign_ends_sentence(text, match):
                yield match.end(), sign[0]
        elif sign.strip(" \u00a0") == "":
            if not _runs_on(text, match.start(), match.end()):
                yield match.end(), ""
        else:
            yield match.end(), ""
    yield len(text), ""


def _usual_length(text: str) -> int:
    """How long a full line of prose is here: the length that one line in five passes, in characters."""
    lengths = sorted(len(line) for line in text.splitlines() if len(line.split()) >= 5)
    return lengths[int(len(lengths) * 0.8)] if lengths else 60


def _sign_ends_sentence(text: str, match: re.Match[str]) -> bool:
    sign = match.group()[0]
    if sign in "!?;":
        return True
    if sign == ":":
        # "Klage: …" on one line is one sentence; a colon at a line's end announces a list
        return match.end() >= len(text) or text[match.end() :].lstrip(" ").startswith("\n")
    rest = text[match.end() : match.end() + 40].lstrip()
    if not rest:
        return True
    before = re.search(r"[\w§]+$", text[max(0, match.start() - 20) : match.start()])
    last = before.group().lower() if before else ""
    if last.isdigit():
        # "den 16. juni" runs on; "… innen 12.03. Hvis …" does not
        if rest[0].isdigit():
            return _FULL_NUMBER.search(text[: match.start()][-20:]) is not None
        return rest[0].isupper() and not _MONTH.match(rest)
    if last in _ABBREVIATIONS or last.endswith("nr") or (last == "no" and rest[0].isdigit()):
        return False
    return not rest[0].islower()


def _runs_on(text: str, start: int, end: int) -> bool:
    """Whether a wide gap lies inside prose (justified lines have them): small letters stand on both sides."""
    return start > 0 and (text[start - 1].islower() or text[start - 1] == ",") and text[end : end + 1].islower()


def _breaks_a_date(line: str, following: str) -> bool:
    """Whether a narrow column broke a date, or parted it from the word it belongs to."""
    if _YEAR.match(following):
        return _ENDS_MONTH.search(line) is not None
    return len(line.split()) > 1 and _ENDS_BEFORE_DAY.search(line) is not None and _DAY.match(following) is not None


def _line_ends_sentence(text: str, position: int, usual: int) -> bool:
    """Whether a printed line's end is a sentence's end though no full stop stands there."""
    line = text[text.rfind("\n", 0, position) + 1 : position]
    following = text[position + 1 :].lstrip(" ")[:60]
    if not following.strip() or not line.strip():
        return True
    if _BULLET.match(following):
        return True
    first = following[0]
    if "   " in line.strip():
        gap = line.rstrip().rfind("   ")
        if not (first.islower() and _runs_on(line, gap, gap + 3)):
            return True
    if first.islower():
        return False
    if line.split()[-1].casefold() in _LEADS_ON or _breaks_a_date(line, following):
        return False
    short = len(line.strip()) < 0.7 * usual
    return short and not line.rstrip().endswith((",", "-"))
