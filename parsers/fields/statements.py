"""The sentences the law asks for or forbids, as found in a letter's running text.

Answers which of :class:`~parsers.model.StatementId` a letter makes, how clearly, and where. It does not judge:
whether a statement had to be there is a rule's business. Content duties: inkassoloven §§ 9-11, inkassoforskriften
§§ 1-2, 2-5, tvangsfullbyrdelsesloven § 4-18. The wordings are data, see :mod:`parsers.statement_patterns`.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from parsers.candidates import sureness
from parsers.fields.sentences import Sentence, Token, parted, sentences_in, widened
from parsers.model import IMPLIED, Statement, StatementId, Transcript, WordSource
from parsers.statement_patterns import Coded, Pattern, Rule, Strength, coded, load

_COUNT_WORDS: Mapping[str, int] = {
    "to": 2, "two": 2, "tre": 3, "three": 3, "fire": 4, "fem": 5, "seks": 6, "sju": 7, "syv": 7, "seven": 7, "atte": 8,
    "ni": 9, "ti": 10, "ten": 10, "elleve": 11, "tolv": 12, "tretten": 13, "fjorten": 14, "fjortan": 14, "fourteen": 14,
    "femten": 15, "seksten": 16, "tjue": 20, "twenty": 20, "tjueen": 21, "tretti": 30, "thirty": 30, "en": 1, "ein": 1,
    "four": 4, "five": 5, "six": 6, "eight": 8, "nine": 9, "eleven": 11, "twelve": 12, "thirteen": 13, "fifteen": 15,
    "femtan": 15, "sixteen": 16, "sekstan": 16, "sytten": 17, "sotten": 17, "syttan": 17, "seventeen": 17, "atten": 18,
    "attan": 18, "eighteen": 18, "nitten": 19, "nittan": 19, "nineteen": 19,
    "one": 1, "ei": 1, "tjueto": 22, "tjuetre": 23, "tjuefire": 24, "tjuefem": 25, "tjueseks": 26, "tjuesju": 27,
    "tjueatte": 28, "tjueni": 29, "forti": 40, "forty": 40, "seksti": 60, "sixty": 60, "nitti": 90, "ninety": 90,
}  # fmt: skip
_WORKING = frozenset({"working", "business", "bank", "banking", "virke", "arbeids"})
_OPTICAL = frozenset({WordSource.OCR, WordSource.FOREIGN_OCR})
_TOLD = frozenset({StatementId.OBJECTION_RECEIVED, StatementId.LEGAL_STEP_TAKEN})
"""What happened: who asks whether it did tells nothing ("Du mener at kravet er feil?")."""

READ = 0.92
"""Confidence (0-1) from which a word of a picture is what it looks like: about one in a thousand is not."""

MENDED = 0.8
"""Most certainty (0-1) of an accusing sentence that only stands there once misread words are put right."""

_LONGEST_QUOTE = 300
"""Characters before and after in which the marks of a quotation are looked for."""

_ASKED_FOR = frozenset(
    {
        StatementId.BOARD_RIGHT,
        StatementId.COLLECTION_FOLLOWS,
        StatementId.COMPLAINT_ROUTE,
        StatementId.CONTACT_LINE,
        StatementId.FURTHER_COSTS,
        StatementId.OBJECTION_INVITED,
    }
)
"""What letters must say, and what is found also where the full stop before or behind it may not have been read."""

_TOLD_BETTER = frozenset(
    {
        StatementId.EARLIER_NOTICE,
        StatementId.ENFORCEMENT_NOTICE,
        StatementId.OBJECTION_RECEIVED,
        StatementId.COSTS_UNAVOIDABLE,
    }
)
"""What a later sentence may say better than a clear one before it."""

_BETTER = frozenset({"inkassovarsel", "named"})
"""The details that outweigh others of the same statement."""

_NOTICE_KINDS = (("VARSELWORD", "inkassovarsel"), ("PURREWORD", "purring"))


class HasTranscript(Protocol):
    """What is needed of a sheet here: the one text that is searched."""

    @property
    def transcript(self) -> Transcript: ...


@dataclass(frozen=True, slots=True)
class Hit:
    """A statement found in plain text: its span there, and how sure the wording is (0-1, reading errors apart)."""

    id: StatementId
    strength: Strength
    confidence: float
    span: tuple[int, int]
    pattern: str
    value: int | None = None
    detail: str | None = None


def read_statements(sheet: HasTranscript) -> dict[StatementId, Statement]:
    """Every statement the letter makes, at its clearest place, with the sentence as evidence.

    ``confidence`` 0-1 joins the wording's certainty and the reading of its words; ``value`` holds the days of
    ``deadline_days``, ``detail`` which earlier letter ``earlier_notice`` names or what a threat threatens with.
    """
    transcript = sheet.transcript
    found: dict[StatementId, Statement] = {}
    optical = any(word.source in _OPTICAL for word in transcript.words)

    def is_read(token: Token) -> bool:
        words = transcript.words_in(token.start, token.end)
        return bool(words) and min(transcript.words[i].confidence for i in words) >= READ

    for id_, hit in statements_in(transcript.text, misread=optical, is_read=is_read).items():
        evidence = transcript.evidence(*hit.span)
        words = [transcript.words[i].confidence for i in transcript.words_in(*hit.span)]
        reading = 0.5 + 0.5 * sum(words) / len(words) if words else 0.5
        if load().rules[id_].accuses and optical:
            # it may be the badly read word that takes it back ("object to it in writng before …")
            reading = min(reading, sureness(min(words, default=0.0)))
        found[id_] = Statement(
            id_, hit.strength, round(hit.confidence * reading, 3), (evidence,), hit.value, hit.detail
        )
    return found


def statements_in(
    text: str, *, misread: bool = True, is_read: Callable[[Token], bool] = lambda _token: False
) -> dict[StatementId, Hit]:
    """The best hit of each statement in a plain text (lines, sentences and pages as in ``Transcript.text``).

    ``misread`` says whether words may be misread, as optical reading does, ``is_read`` which were read surely.
    """
    best: dict[StatementId, Hit] = {}
    patterns = load()
    sentences = sentences_in(text)
    whole = ((sentence, False) for sentence in widened(sentences))
    pieces = ((piece, True) for sentence in sentences if misread for piece in parted(sentence, text))
    for sentence, is_piece in itertools.chain(whole, pieces):
        if len(sentence.tokens) == 1 and sentence.tokens[0].number:
            continue
        code = coded(sentence, misread=misread, is_read=is_read)
        done: set[StatementId] = set()
        for number in patterns.worth_trying(code):
            rule, strength, pattern = patterns.table[number]
            if rule.id in done or (is_piece and rule.id not in _ASKED_FOR):
                continue
            known = best.get(rule.id)
            settled = known is not None and known.strength == "clear" and known.confidence >= 0.95
            if settled and rule.id not in _TOLD_BETTER:
                continue
            match = pattern.search(code)
            if match is None:
                continue
            done.add(rule.id)
            if not _is_taken_back(rule, pattern, code):
                if rule.accuses and (_is_quoted(text, code.span(match)[1]) or _is_disowned(code, sentences)):
                    continue
                if rule.accuses and code.misread and not _surely(rule, pattern, sentence):
                    if strength == "weak":
                        continue
                    strength = "weak"
                asked = rule.id in _TOLD and "?" in text[sentence.start : sentence.end + 2]
                if strength == "clear" and (asked or any(hint.search(code) for hint in rule.hints)):
                    strength = "weak"
                hit = _made(rule.id, strength, pattern, match, code)
                if rule.accuses and code.misread and pattern.search(coded(sentence, misread=False)) is None:
                    # what is put right carries it: that is likely, and no ground to blame anybody
                    hit = replace(hit, confidence=min(hit.confidence, MENDED))
                if known is None or _rank(hit) > _rank(known):
                    best[rule.id] = hit
    return best


def _is_quoted(text: str, end: int) -> bool:
    """Whether what ends here stands in quotation marks: somebody else's words, which the letter only tells of."""
    before = text[max(0, end - _LONGEST_QUOTE) : end].rpartition("\n\n")[2]
    after = text[end : end + _LONGEST_QUOTE].partition("\n\n")[0]
    if max(before.rfind("«"), before.rfind("“")) > max(before.rfind("»"), before.rfind("”")):
        return "»" in after or "”" in after
    return before.count('"') % 2 == 1 and '"' in after


def _is_disowned(code: Coded, sentences: Sequence[Sentence]) -> bool:
    """Whether a neighbour tells that others threaten so ("Vær på vakt mot svindlere. …") or that nobody does
    ("… Det er svindel."). Of its own doings ("vi …") a letter speaks for itself, whatever it said before.
    """
    patterns = load()
    before = next((s for s in reversed(sentences) if s.end <= code.sentence.start), None)
    after = next((s for s in sentences if s.start >= code.sentence.end), None)
    warned = before is not None and "WE" not in code.features and _says_any(before, patterns.before)
    return warned or (after is not None and _says_any(after, patterns.after))


def _says_any(sentence: Sentence, patterns: Sequence[Pattern]) -> bool:
    said = coded(sentence, misread=False)
    return any(pattern.search(said) for pattern in patterns)


def _surely(rule: Rule, pattern: Pattern, sentence: Sentence) -> bool:
    """Whether the pattern stands on what can hardly have been misread, and nothing else can take it back."""
    code = coded(sentence, sure=True)
    return pattern.search(code) is not None and not _is_taken_back(rule, pattern, code)


def _is_taken_back(rule: Rule, pattern: Pattern, code: Coded) -> bool:
    """Whether the sentence takes back what the pattern found: a group's own ``unless`` concerns no other group."""
    return any(back.search(code) for back in rule.unless if back.detail in (None, pattern.detail))


def _rank(hit: Hit) -> tuple[bool, bool, bool, float]:
    """Clear before weak; a named inkassovarsel before a purring, a notice that calls itself so before one that only
    announces; what is said before what it comes to; the surer wording before the other.
    """
    return hit.strength == "clear", hit.detail in _BETTER, hit.detail != IMPLIED, hit.confidence


def _made(id_: StatementId, strength: Strength, pattern: Pattern, match: re.Match[str], code: Coded) -> Hit:
    confidence = (0.96 if strength == "clear" else 0.8) - min(0.2, 0.03 * code.misread)
    span = code.sentence.start, code.sentence.end
    value: int | None = None
    detail = pattern.detail
    if id_ is StatementId.DEADLINE_DAYS:
        value = _days(match.group())
        if pattern.source.startswith("INNEN") and pattern.source.endswith("{NDAYS}"):
            confidence -= 0.25
    elif id_ is StatementId.EARLIER_NOTICE:
        detail = _notice_kind(match.group())
    return Hit(id_, strength, round(confidence, 3), span, pattern.source, value, detail)


def _days(code: str) -> int | None:
    """The number of days in a matched piece of code: "fjorten dager", "14 dager", "to uker"; ``None`` for working days,
    which come to more days than their number says.
    """
    counts = r"[^>]*:(?:NUM|COUNTWORD):[^>]*>"
    between = rf"(?:<(?!{counts})([^>:]*)[^>]*>)??"  # "Fristen en 14 dager" is a misread "er", and no day
    match = re.search(rf"<([^>:]+){counts}{between}<[^>]*:(DAYS|WEEKS):", code)
    if match is None or match.group(2) in _WORKING:
        return None
    word = match.group(1)
    number = int(word) if word.isdigit() else _COUNT_WORDS.get(word)
    if number is None:
        return None
    return number * 7 if match.group(3) == "WEEKS" else number


def _notice_kind(code: str) -> str | None:
    for meaning, kind in _NOTICE_KINDS:
        if f":{meaning}:" in code:
            return kind
    return None
