"""What the content of a PDF page draws (ISO 32000-1, 7.8.2 and 9.4): characters with their places, pictures, and how
many lines and shapes.

pdfminer interprets the operators, knows the fonts and follows forms. Two things it does slowly are done here: cutting
the content into objects, which it does a character at a time, and putting a character in its place, for which it makes
an object with colours, path and font that nobody asks for. Both take a page more time than all that a letter's text
means. Whatever is not met every day (pictures inside the content, names with escapes, procedures, things that do not
close) is left to pdfminer from there on, so that a file is read as pdfminer reads it.

Not here: opening files and whether their text can be trusted (`parsers.pdf`), words (`parsers.glyphs`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from pdfminer.converter import PDFLayoutAnalyzer
from pdfminer.layout import LTChar, LTFigure, LTImage
from pdfminer.pdffont import PDFFont, PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFContentParser, PDFPageInterpreter
from pdfminer.pdftypes import PDFStream, stream_value
from pdfminer.psparser import KWD, LIT, PSEOF, PSKeyword, keyword_name, literal_name

from parsers.glyphs import Glyph

Matrix = tuple[float, float, float, float, float, float]

_ENDS = rb"#/%\[\]()<>{}\s"
# What comes oftenest comes first. A group for each kind of object; blanks and comments have none.
_OBJECT = re.compile(
    rb"(?:[\s\0]|%[^\r\n]*)+"
    rb"|([-+]?\d++)(?!\.)"
    rb"|([-+]?(?:\d+\.\d*|\.\d+))"
    rb"|<([\s\dA-Fa-f]*)>"
    rb"|\(([^()\\]*)\)"
    rb"|([A-Za-z][^" + _ENDS + rb"]*|['\"])"
    rb"|/([^" + _ENDS + rb"]*+)(?!\#)"
    rb"|(\[)"
    rb"|(\])"
    rb"|\(((?:[^()\\]++|\\[\0-\xff])*+)\)"
    rb"|(<<)"
    rb"|(>>)"
    rb"|([\0-\xff])"
)
_INTEGER, _REAL, _HEX, _STRING, _KEYWORD, _NAME, _ARRAY, _ARRAY_END, _ESCAPED, _DICT, _DICT_END, _OTHER = range(1, 13)
_INLINE_PICTURE = (b"BI", b"ID")

_ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r\n|[\0-\xff])")
_ESCAPES = {b"b": b"\b", b"t": b"\t", b"n": b"\n", b"f": b"\f", b"r": b"\r", b"(": b"(", b")": b")", b"\\": b"\\"}
_SUBPATH = re.compile(r"m[^m]+")


@dataclass(slots=True)
class Drawn:
    """What stands on a page: characters in the order of drawing, pictures, and how many lines and shapes."""

    chars: list[Glyph] = field(default_factory=list)
    images: list[LTImage] = field(default_factory=list)
    shapes: int = 0


def drawn_on(page: Any) -> Drawn:
    """What is drawn on a page of pdfplumber's. Raises what pdfminer raises on odd files."""
    device = _Device(page)
    _Interpreter(page.pdf.rsrcmgr, device).process_page(page.page_obj)
    return device.drawn


# ------------------------------------------------------------------ objects of the content


class _UnusualError(ValueError):
    """Something that pdfminer is to read; as is every figure that is none."""


def objects_in(content: bytes) -> Iterator[Any]:
    """The objects of a content stream, operators and what they operate on, as pdfminer's parser gives them."""
    found: list[object] = []
    outer: list[tuple[int, list[object]]] = []  # the arrays and dictionaries that are open
    begun = 0  # where the outermost object begins
    try:
        for match in _OBJECT.finditer(content):
            kind = match.lastindex
            if kind is None:
                continue
            if not outer:
                yield from found
                found.clear()
                begun = match.start()
            if kind == _INTEGER:
                found.append(int(match[kind]))
            elif kind == _REAL:
                found.append(float(match[kind]))
            elif kind == _HEX:
                found.append(bytes.fromhex(match[kind].decode()))
            elif kind == _STRING:
                found.append(match[kind])
            elif kind == _KEYWORD:
                found.append(_keyword(match[kind]))
            elif kind == _NAME:
                found.append(_name(match[kind]))
            elif kind in (_ARRAY, _DICT):
                outer.append((kind, found))
                found = []
            elif kind in (_ARRAY_END, _DICT_END):
                if not outer or outer[-1][0] != (_ARRAY if kind == _ARRAY_END else _DICT):
                    raise _UnusualError
                whole = found if kind == _ARRAY_END else _dictionary(found)
                found = outer.pop()[1]
                found.append(whole)
            elif kind == _ESCAPED:
                found.append(_ESCAPE.sub(_unescaped, match[kind]))
            else:
                raise _UnusualError
        if outer:
            raise _UnusualError
    except ValueError:
        yield from _of_pdfminer(content[begun:])
        return
    yield from found


def _keyword(name: bytes) -> object:
    if name == b"true":
        return True
    if name == b"false":
        return False
    if name in _INLINE_PICTURE:
        raise _UnusualError
    return KWD(name)


def _name(name: bytes) -> object:
    try:
        return LIT(name.decode())
    except UnicodeDecodeError:
        return LIT(name)


def _unescaped(match: re.Match[bytes]) -> bytes:
    told = match[1]
    if not b"0" <= told[:1] <= b"7":
        return _ESCAPES.get(told, b"")  # a line that goes on, or nothing
    return bytes((int(told, 8),))


def _dictionary(items: Sequence[object]) -> dict[str, object]:
    if len(items) % 2:
        raise _UnusualError
    return {literal_name(key): value for key, value in zip(items[::2], items[1::2], strict=True) if value is not None}


def _of_pdfminer(content: bytes) -> Iterator[object]:
    try:
        parser = PDFContentParser([PDFStream({}, content)])
        while True:
            yield parser.nextobject()[1]
    except PSEOF:
        return


# ------------------------------------------------------------------ what they do


class _Interpreter(PDFPageInterpreter):
    """pdfminer's interpreter, with the objects of the content as they are found above."""

    def execute(self, streams: Sequence[object]) -> None:
        """Carries out the operators of the streams, which are one content. A form that holds itself is left out."""
        contents: list[bytes] = []
        self.stream_ids.clear()
        for reference in streams:
            stream = stream_value(reference)
            if stream.objid is None or stream.objid in self.parent_stream_ids:
                continue
            self.stream_ids.add(stream.objid)
            contents.append(stream.get_data())
        operators: dict[PSKeyword, tuple[Any, int] | None] = {}
        for one in objects_in(b"\n".join(contents)):
            if not isinstance(one, PSKeyword):
                self.argstack.append(one)
                continue
            if one not in operators:
                operators[one] = self._operator(one)
            operator = operators[one]
            if operator is None:
                continue
            function, wanted = operator
            if not wanted:
                function()
                continue
            values = self.pop(wanted)
            if len(values) == wanted:
                function(*values)

    def _operator(self, keyword: PSKeyword) -> tuple[Any, int] | None:
        """What carries out an operator, and how many values it takes; ``None`` for one that is not known."""
        name = keyword_name(keyword).replace("*", "_a").replace('"', "_w").replace("'", "_q")
        function = getattr(self, f"do_{name}", None)
        return None if function is None else (function, function.__code__.co_argcount - 1)


class _Device(PDFLayoutAnalyzer):
    """Takes what is drawn, in points with the origin in the upper left corner of the page."""

    def __init__(self, page: Any) -> None:
        super().__init__(page.pdf.rsrcmgr, pageno=page.page_number, laparams=None)
        self.drawn = Drawn()
        self._left = page.mediabox[0]
        self._height = page.height + page.mediabox[1]
        self._known: dict[PDFFont, dict[int, tuple[str, float]]] = {}

    def paint_path(self, gstate: Any, stroke: bool, fill: bool, evenodd: bool, path: Sequence[Any]) -> None:  # noqa: ARG002
        """Counts the pieces of a path."""
        shape = "".join(piece[0] for piece in path)
        if shape.startswith("m"):
            self.drawn.shapes += len(_SUBPATH.findall(shape)) if shape.count("m") > 1 else 1

    def render_image(self, name: str, stream: PDFStream) -> None:
        """Keeps a picture."""
        figure = self.cur_item
        if isinstance(figure, LTFigure):
            self.drawn.images.append(LTImage(name, stream, figure.bbox))

    def render_string_horizontal(
        self,
        seq: Any,
        matrix: Matrix,
        pos: tuple[float, float],
        font: PDFFont,
        fontsize: float,
        scaling: float,
        charspace: float,
        wordspace: float,
        rise: float,
        dxscale: float,
        ncs: Any,
        graphicstate: Any,
    ) -> tuple[float, float]:
        """Puts the characters of a string in their places and tells where it ends, as pdfminer's method does."""
        a, b, c, d, e, f = matrix
        if b or c:
            return super().render_string_horizontal(
                seq, matrix, pos, font, fontsize, scaling, charspace, wordspace, rise, dxscale, ncs, graphicstate
            )
        x, y = pos
        known = self._known.setdefault(font, {})
        chars = self.drawn.chars
        left, height = self._left, self._height
        below = font.get_descent() * fontsize + rise
        foot, head = d * below, d * (below + fontsize)
        is_spaced = False
        for piece in seq:
            if isinstance(piece, bytes):
                for cid in font.decode(piece):
                    if is_spaced:
                        x += charspace
                    is_spaced = True
                    text, width = known.get(cid) or self._known_of(font, cid)
                    advance = width * fontsize * scaling
                    at, base = x * a + e, y * d + f
                    x0, x1, y0, y1 = at, a * advance + at, foot + base, head + base
                    if x1 < x0:
                        x0, x1 = x1, x0
                    if y1 < y0:
                        y0, y1 = y1, y0
                    chars.append(
                        {
                            "text": text,
                            "x0": x0 + left,
                            "x1": x1 + left,
                            "top": height - y1,
                            "bottom": height - y0,
                            "size": y1 - y0,
                            "matrix": (a, b, c, d, at, base),
                        }
                    )
                    x += advance
                    if cid == 32 and wordspace:
                        x += wordspace
            elif isinstance(piece, int | float):
                x -= piece * dxscale
                is_spaced = True
        return x, y

    def _known_of(self, font: PDFFont, cid: int) -> tuple[str, float]:
        """A character's text and width (a share of the font's size)."""
        try:
            text = font.to_unichr(cid)
        except PDFUnicodeNotDefined:
            text = self.handle_undefined_char(font, cid)
        if not isinstance(text, str):
            raise TypeError(f"character {cid} is no text")
        found = self._known[font][cid] = (text, font.char_width(cid))
        return found

    def render_char(
        self,
        matrix: Matrix,
        font: PDFFont,
        fontsize: float,
        scaling: float,
        rise: float,
        cid: int,
        ncs: Any,
        graphicstate: Any,
    ) -> float:
        """Puts a single character, turned or of a vertical line, in its place and tells how far it advances."""
        text, width = self._known.setdefault(font, {}).get(cid) or self._known_of(font, cid)
        item = LTChar(matrix, font, fontsize, scaling, rise, text, width, font.char_disp(cid), ncs, graphicstate)
        x0, y0, x1, y1 = item.bbox
        self.drawn.chars.append(
            {
                "text": text,
                "x0": x0 + self._left,
                "x1": x1 + self._left,
                "top": self._height - y1,
                "bottom": self._height - y0,
                "size": item.size,
                "matrix": matrix,
            }
        )
        return item.adv
