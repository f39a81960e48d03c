"""The draft as a file: plain text, a Word document or a PDF. Says nothing the draft does not hold."""

from __future__ import annotations

import io
import textwrap
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from service.reports.objection.draft import Draft, words

if TYPE_CHECKING:
    from jinja2 import Template

WIDTH = 78
"""Columns of the plain text."""

_TEMPLATES = Path(__file__).parent.parent / "templates"


def to_text(draft: Draft) -> str:
    """Lines of at most :data:`WIDTH` columns, ended by a newline."""
    return "\n".join(_lines(draft)) + "\n"


def _lines(draft: Draft) -> Iterator[str]:
    yield from head_lines(draft)
    yield ""
    yield draft.date
    yield ""
    yield draft.subject
    yield ""
    yield from _wrapped(draft.opening)
    for paragraph in draft.paragraphs:
        yield ""
        if paragraph.heading:
            yield from _wrapped(paragraph.heading)
        yield from _wrapped(paragraph.text)
        for row in paragraph.rows:
            yield from textwrap.wrap(row, WIDTH, initial_indent="  - ", subsequent_indent="    ")
        yield from _wrapped(paragraph.after)
    yield ""
    yield draft.closing


def head_lines(draft: Draft) -> Iterator[str]:
    """Who the letter goes to, and who gets a copy."""
    say = words(draft.lang)["head"]
    yield draft.to or say["recipient"]
    if draft.copy:
        yield say["copy"].format(name=draft.copy)


def _wrapped(text: str) -> Iterator[str]:
    for line in text.splitlines():
        yield from textwrap.wrap(line, WIDTH, break_on_hyphens=False) or [""]


def to_docx(draft: Draft) -> bytes:
    """A Word document, with the language set so that it can be spell-checked."""
    import docx  # slow to load, and most people never ask for a file
    from docx.oxml.ns import qn
    from docx.shared import Pt

    document = docx.Document()
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Calibri", Pt(11)
    mark = style.element.get_or_add_rPr().makeelement(qn("w:lang"), {qn("w:val"): LANGUAGE_TAGS[draft.lang]})
    style.element.get_or_add_rPr().append(mark)
    document.core_properties.title = draft.subject
    document.core_properties.author = ""
    document.core_properties.comments = ""
    for line in head_lines(draft):
        document.add_paragraph(line).paragraph_format.space_after = Pt(0)
    document.add_paragraph()
    document.add_paragraph(draft.date)
    document.add_paragraph().add_run(draft.subject).bold = True
    document.add_paragraph(draft.opening)
    for paragraph in draft.paragraphs:
        if paragraph.heading:
            heading = document.add_paragraph()
            heading.add_run(paragraph.heading).bold = True
            heading.paragraph_format.space_after = Pt(0)
            heading.paragraph_format.keep_with_next = True
        document.add_paragraph(paragraph.text)
        for row in paragraph.rows:
            document.add_paragraph(row, style="List Bullet")
        if paragraph.after:
            document.add_paragraph(paragraph.after)
    document.add_paragraph(draft.closing)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


LANGUAGE_TAGS = {"nb": "nb-NO", "nn": "nn-NO", "en": "en-GB"}


def to_pdf(draft: Draft) -> bytes:
    """A PDF on A4, tagged and titled. Needs Pango (WeasyPrint's library)."""
    import weasyprint  # slow to load, and most people never ask for a file

    html = _template().render(draft=draft, head=list(head_lines(draft)))
    return bytes(weasyprint.HTML(string=html).write_pdf(pdf_variant="pdf/ua-1"))


@cache
def _template() -> Template:
    import jinja2

    loader = jinja2.FileSystemLoader(_TEMPLATES)
    return jinja2.Environment(loader=loader, autoescape=True, undefined=jinja2.StrictUndefined).get_template(
        "objection.html.j2"
    )
