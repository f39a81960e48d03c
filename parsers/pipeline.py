"""From files to the letter: pages, transcript, fields, and whether everything was read.

`read_letter` is the one door to `parsers`; `understand` is its second half, for pages that were read already. Both
are plain functions of their arguments. What the law says about the letter is no matter of this package.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeVar

from parsers.completeness import misses_words
from parsers.corroborate import is_borne_out
from parsers.fields.claim import of_no_demand, read_claim
from parsers.fields.dates import read_dates, read_mentions
from parsers.fields.inferred import infer
from parsers.fields.instalments import read_instalments
from parsers.fields.joint import settle
from parsers.fields.kind import read_kind
from parsers.fields.parties import read_parties
from parsers.fields.payment import read_payment
from parsers.fields.statements import read_statements
from parsers.layout import Sheet, build_sheet
from parsers.letters_apart import first_letter
from parsers.limits import DEFAULT_LIMITS, Limits
from parsers.model import (
    OTHER_LETTER,
    WORDS_UNREAD,
    ClaimLine,
    Letter,
    LetterKind,
    Missing,
    MissingReason,
    Page,
    QualityIssue,
    Reading,
    Transcript,
    WordSource,
)
from parsers.page_order import in_printed_order, page_marks, printed_order
from parsers.redaction import redacted
from parsers.spelling import respelt

if TYPE_CHECKING:
    from parsers.intake import InputFile
    from parsers.ocr import OcrEngine
    from parsers.pages import Progress
    from parsers.scanned import Seen

SHARP_ENOUGH = 0.3
"""The least quality (0-1) of a picture with hardly any text in it that is taken to hold no more."""

READABLE = 0.88
"""Mean word confidence under which a page read from a picture is likely to have lost more than a tenth of its words."""

READABLE_PHOTO = 0.9
"""The same of a photo: what is blurred and grainy is misread with more confidence than what is small or pale. Of dark,
blurred photos between the two, three fields in four were right; of those above it, nine in ten.
"""

DOUBTED = 0.8
"""Most confidence of a value that stands alone on a page which was read badly."""

Found = TypeVar("Found", Reading[object], ClaimLine)
Settled = TypeVar("Settled")

ENOUGH_LETTERS = 40
"""A picture of a page with fewer letters than this holds nothing that could be missed by much."""

_ALIKE = frozenset({"repeated", "elimination", "order"})
"""What bears a value out on a page that was read well only: blurred print is misread alike wherever it is repeated."""

_LOST: frozenset[QualityIssue] = frozenset({"cut_off", "covered", "no_document"})
"""What is wrong with a picture that does not show all of the page."""


def read_letter(
    files: Sequence[InputFile],
    *,
    limits: Limits = DEFAULT_LIMITS,
    pictures: bool = True,
    progress: Progress | None = None,
    ocr: OcrEngine | None = None,
) -> Letter:
    """The letter in the files: one PDF, or one or more page images, in order or with their numbers printed on them.

    Arguments and errors are those of :func:`parsers.pages.read_pages`; understanding raises none of its own.
    """
    pages, letter = _by_one_hand(_borne_out, files, limits, pictures, progress, ocr)
    return understand(pages) if letter is None else letter


def read_closely(
    files: Sequence[InputFile],
    *,
    limits: Limits = DEFAULT_LIMITS,
    pictures: bool = True,
    progress: Progress | None = None,
    ocr: OcrEngine | None = None,
) -> tuple[Page, ...]:
    """The pages that :func:`read_letter` understands, after the second look at what the letter leaves in doubt; for
    those who read in one process and understand in another. Arguments and errors are the same.
    """
    pages, _ = _by_one_hand(_borne_out, files, limits, pictures, progress, ocr)
    return pages


def read_letters(
    files: Sequence[InputFile],
    *,
    limits: Limits = DEFAULT_LIMITS,
    pictures: bool = True,
    progress: Progress | None = None,
    ocr: OcrEngine | None = None,
) -> tuple[tuple[Letter, tuple[int, ...]], ...]:
    """Every letter in the files, each with the numbers (from 1) of the pages it stands on: for those who send many
    letters, of whom some are scanned in one go. Within a letter pages count from 1. The first letter is that of
    :func:`read_letter`, without the warnings for pages of others. Arguments and errors are the same.
    """
    return _by_one_hand(_each, files, limits, pictures, progress, ocr)


def _each(
    rest: tuple[Page, ...], seen: Sequence[Seen], ocr: OcrEngine
) -> tuple[tuple[Letter, tuple[int, ...]], ...] | None:
    """The letters that the pages make up; ``None`` if one was read by somebody else and nothing bears it out."""
    found: list[tuple[Letter, tuple[int, ...]]] = []
    while rest:
        own, others = first_letter(rest)
        numbers = [page.number for page in own]
        shown = [replace(one, number=numbers.index(one.number) + 1) for one in seen if one.number in numbers]
        settled = _borne_out(tuple(replace(page, number=place) for place, page in enumerate(own, start=1)), shown, ocr)
        if settled is None:
            return None
        pages, letter = settled
        found.append((understand(pages) if letter is None else letter, tuple(numbers)))
        rest = tuple(page for page in rest if page.number in others)
    return tuple(found)


def _by_one_hand(
    settle: Callable[[tuple[Page, ...], Sequence[Seen], OcrEngine], Settled | None],
    files: Sequence[InputFile],
    limits: Limits,
    pictures: bool,
    progress: Progress | None,
    ocr: OcrEngine | None,
) -> Settled:
    """What ``settle`` makes of the pages: of somebody else's readings where they hold, otherwise of ours alone, since
    a file was scanned by one hand. ``settle`` gives ``None`` only where readings were borrowed.
    """
    from parsers.ocr import OnceEngine, TesseractEngine

    engine = OnceEngine(ocr if ocr is not None else TesseractEngine(seconds=limits.ocr_seconds))
    for borrow in (True, False):
        pages, seen = _pages(files, limits, pictures, progress, engine, borrow=borrow)
        found = settle(pages, seen, engine)
        if found is not None:
            return found
    raise AssertionError("our own reading needs nobody to bear it out")


def _borne_out(
    pages: tuple[Page, ...], seen: Sequence[Seen], ocr: OcrEngine
) -> tuple[tuple[Page, ...], Letter | None] | None:
    """What :func:`_twice` returns; ``None`` if a page was read by somebody else and nothing bears that reading out, so
    that our own must decide.
    """
    borrowed = {p.number for p in pages if any(word.source is WordSource.FOREIGN_OCR for word in p.words)}
    if borrowed and not _read_the_same([one for one in seen if one.number in borrowed], ocr):
        return None
    pages, letter = _twice(pages, seen, ocr)
    if borrowed and (letter is None or not is_borne_out(letter)):
        return None
    return pages, letter


def _read_the_same(seen: Sequence[Seen], engine: OcrEngine) -> bool:
    from parsers.second_look import reads_the_same

    return all(reads_the_same(one, engine) for one in seen)


def _pages(
    files: Sequence[InputFile],
    limits: Limits,
    pictures: bool,
    progress: Progress | None,
    ocr: OcrEngine | None,
    *,
    borrow: bool = False,
) -> tuple[tuple[Page, ...], list[Seen]]:
    """The pages in their order, and what the engine was shown of them. ``borrow`` is that of `parsers.pages`."""
    from parsers.pages import read_pages  # loads the PDF and image libraries, which understanding does not need

    seen: list[Seen] = []
    pages = read_pages(files, limits=limits, pictures=pictures, progress=progress, ocr=ocr, seen=seen, borrow=borrow)
    order = printed_order(pages)
    return in_printed_order(pages), [replace(one, number=order.index(one.number - 1) + 1) for one in seen]


def _twice(pages: tuple[Page, ...], seen: Sequence[Seen], ocr: OcrEngine) -> tuple[tuple[Page, ...], Letter | None]:
    """The pages of a letter after a second look at what it leaves in doubt, and the letter if there was a look."""
    if not seen:
        return pages, None
    from parsers.second_look import look_again

    return look_again(pages, understand(pages), seen, engine=ocr, understand=understand)


def understand(pages: Sequence[Page]) -> Letter:
    """The letter that the pages, in order, make up; of several letters the first, and a warning for each page of the
    others. Never raises for what a page may hold. Its pages hide national identity numbers, in words and pictures.
    """
    pages, others = first_letter(pages)
    sheet = build_sheet(pages)
    pages = redacted(pages, sheet.transcript)
    statements = read_statements(sheet)
    payment = read_payment(sheet)
    claim = read_claim(sheet, slip_totals=payment.slip_totals)
    kind = read_kind(
        sheet, statements=statements, line_types=frozenset(line.type for line in claim.lines if line.included)
    )
    if kind.kind.value is LetterKind.IKKE_KRAVBREV:
        claim = of_no_demand(claim)
    read: dict[str, Reading[object] | Missing] = {
        **claim.fields,
        **payment.fields,
        **read_instalments(sheet),
        **read_parties(sheet, kind=kind),
        **read_dates(sheet, kind=kind),
    }
    read = settle(sheet, infer(sheet, read, role=kind.sender_role.value))
    fields = {name: value for name, value in read.items() if isinstance(value, Reading) or _is_telling(value)}
    mentions: Mapping[str, tuple[Reading[object], ...]] = {
        **claim.mentions,
        **payment.mentions,
        **read_mentions(sheet),
    }
    expected, missing = pages_expected(sheet)
    poor = frozenset(page.number for page in pages if not is_readable(page))
    fields = {name: _doubted(value, poor) if isinstance(value, Reading) else value for name, value in fields.items()}
    told = (
        kind.kind
        if not poor or kind.kind.evidence
        else replace(kind.kind, confidence=min(kind.kind.confidence, DOUBTED))
    )
    warnings = list(claim.warnings)
    warnings += [f"page_missing:{number}" for number in missing]
    warnings += [f"page_unreadable:{number}" for number in sorted(poor)]
    warnings += [f"{WORDS_UNREAD}:{page.number}" for page in pages if misses_words(page)]
    warnings += [f"{OTHER_LETTER}:{number}" for number in others]
    return Letter(
        kind=told,
        sender_role=kind.sender_role,
        debtor=kind.debtor,
        language=kind.language,
        heading=kind.heading,
        fields=MappingProxyType(fields),
        lines=tuple(_doubted(line, poor) for line in claim.lines),
        statements=MappingProxyType(dict(statements)),
        transcript=_with_respelt(sheet),
        pages=tuple(pages),
        claims=claim.claims,
        interest_segments=claim.interest_segments,
        mentions=MappingProxyType(dict(mentions)),
        fully_read=bool(pages) and not missing and not poor,
        pages_expected=expected,
        warnings=tuple(warnings),
        document=kind.document,
    )


def _with_respelt(sheet: Sheet) -> Transcript:
    """The transcript; that of a picture with its misread words put right beside it."""
    respelt_text = respelt(sheet.text) if sheet.is_optical else ""
    return replace(sheet.transcript, respelt=respelt_text) if respelt_text != sheet.text else sheet.transcript


def _doubted(found: Found, poor: frozenset[int]) -> Found:
    """A value on a page that was read badly is in doubt, unless a check digit or a sum bears it out: there even words
    that the engine was sure of are often wrong.
    """
    if not poor or found.corroborated - _ALIKE or not any(evidence.page in poor for evidence in found.evidence):
        return found
    return replace(found, confidence=min(found.confidence, DOUBTED))


def is_readable(page: Page) -> bool:
    """Whether the page was read well enough to say that something does not stand on it."""
    if page.source == "text":
        return True
    if _LOST & set(page.quality.issues):
        return False
    if sum(c.isalpha() for word in page.words for c in word.text) < ENOUGH_LETTERS:
        # An empty back is read; a few words in a poor picture are what is left of many.
        return page.quality.score >= SHARP_ENOUGH if page.words else page.number > 1
    return page.mean_confidence >= (READABLE_PHOTO if page.source == "photo" else READABLE)


def pages_expected(sheet: Sheet) -> tuple[int | None, tuple[int, ...]]:
    """How many pages the letter says it has ("side 1 av 2"), and the numbers of those that are not there.

    ``(None, ())`` when it does not say. A letter with as many pages as it says misses none, whatever their numbers
    were read as.
    """
    counts: dict[int, set[int]] = {}
    for this, all_ in page_marks(sheet.folded.text):
        counts.setdefault(all_, set()).add(this)
    if not counts:
        return None, ()
    expected = max(counts, key=lambda n: (len(counts[n]), n))
    here = len(sheet.pages)
    if here >= expected:
        return expected, ()
    absent = [n for n in range(1, expected + 1) if n not in counts[expected]]
    return expected, tuple(absent[-(expected - here) :] if len(absent) >= expected - here else absent)


def _is_telling(missing: Missing) -> bool:
    return missing.reason is not MissingReason.ABSENT or bool(missing.rivals) or bool(missing.searched)
