"""A draft as text that people edit, and files made of the text as they leave it.

The text is what counts: a file says what stands in it, line for line. Paragraphs are parted by empty lines; a line that
starts with "- " is a point of a list, the line of the subject stands out, and so does a numbered line that heads its
paragraph.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from checks.law import Language
from service.reports.objection.draft import Draft
from service.reports.objection.files import LANGUAGE_TAGS, head_lines

if TYPE_CHECKING:
    from jinja2 import Template

LONGEST = 20_000
"""Characters of a text that files are made of."""

_TEMPLATES = Path(__file__).parent.parent / "templates"
_POINT = "- "
_NUMBERED = re.compile(r"\d{1,2}\. \S")
# What XML, and so a Word document, cannot hold.
_UNPRINTABLE = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of a file: a subject, a heading, plain lines, or the points of a list."""

    kind: Literal["subject", "heading", "lines", "points"]
    lines: tuple[str, ...]


def to_editable(draft: Draft) -> str:
    """The draft with each paragraph on one line, so that it folds where the field is as wide; ended by a newline."""
    parts = ["\n".join(head_lines(draft)), draft.date, draft.subject, draft.opening]
    for paragraph in draft.paragraphs:
        rows = (_POINT + row for row in paragraph.rows)
        lines = (paragraph.heading, paragraph.text, *rows, paragraph.after)
        parts.append("\n".join(line for line in lines if line))
    parts.append(draft.closing)
    return "\n\n".join(parts) + "\n"


def cleaned(text: str) -> str:
    """The text of a form: newlines as ours, no control characters, no more than one empty line, ended by a newline.

    Raises ``ValueError`` for more than :data:`LONGEST` characters.
    """
    text = _UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \t]+\n", "\n", text)).strip()
    if len(text) > LONGEST:
        raise ValueError(f"more than {LONGEST} characters")
    return text + "\n"


def blocks_of(text: str, *, subject: str) -> tuple[Block, ...]:
    """The paragraphs of a text; ``subject`` is the line that stands out, if it is still there."""
    return tuple(block for part in text.strip().split("\n\n") for block in _blocks(part.splitlines(), subject))


def _blocks(lines: list[str], subject: str) -> Iterator[Block]:
    if lines == [subject]:
        yield Block("subject", (subject,))
        return
    if len(lines) > 1 and _NUMBERED.match(lines[0]):
        yield Block("heading", (lines.pop(0),))
    run: list[str] = []
    for line in [*lines, None]:
        if run and (line is None or line.startswith(_POINT) != run[0].startswith(_POINT)):
            points = run[0].startswith(_POINT)
            yield Block("points" if points else "lines", tuple(x.removeprefix(_POINT) if points else x for x in run))
            run = []
        if line is not None:
            run.append(line)


def edited_docx(text: str, *, subject: str, lang: Language) -> bytes:
    """The text as a Word document, with the language set so that it can be spell-checked."""
    import docx  # slow to load, and most people never ask for a file
    from docx.oxml.ns import qn
    from docx.shared import Pt

    document = docx.Document()
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Calibri", Pt(11)
    mark = style.element.get_or_add_rPr().makeelement(qn("w:lang"), {qn("w:val"): LANGUAGE_TAGS[lang]})
    style.element.get_or_add_rPr().append(mark)
    document.core_properties.title = subject
    document.core_properties.author = ""
    document.core_properties.comments = ""
    for block in blocks_of(text, subject=subject):
        if block.kind == "points":
            for line in block.lines:
                document.add_paragraph(line, style="List Bullet")
            continue
        paragraph = document.add_paragraph()
        for number, line in enumerate(block.lines):
            run = paragraph.add_run(line)
            run.bold = block.kind in ("subject", "heading")
            if number < len(block.lines) - 1:
                run.add_break()
        if block.kind == "heading":
            paragraph.paragraph_format.space_after = Pt(0)
            paragraph.paragraph_format.keep_with_next = True
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def edited_pdf(text: str, *, subject: str, lang: Language) -> bytes:
    """The text as a PDF on A4, tagged and titled. Needs Pango (WeasyPrint's library)."""
    import weasyprint  # slow to load, and most people never ask for a file

    html = _template().render(blocks=blocks_of(text, subject=subject), subject=subject, lang=lang)
    return bytes(weasyprint.HTML(string=html).write_pdf(pdf_variant="pdf/ua-1"))


@cache
def _template() -> Template:
    import jinja2

    loader = jinja2.FileSystemLoader(_TEMPLATES)
    return jinja2.Environment(loader=loader, autoescape=True, undefined=jinja2.StrictUndefined).get_template(
        "edited.html.j2"
    )
