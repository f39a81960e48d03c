"""A quick look at a picture just taken: ``/quality``."""

from __future__ import annotations

from typing import Literal

from apiflask import APIBlueprint
from flask import request
from pydantic import BaseModel, Field

from parsers.errors import FileTooLarge, NoFiles, TooManyPages
from parsers.intake import InputFile
from parsers.limits import DEFAULT_LIMITS
from service.context import services, wanted_language
from service.i18n import words
from service.security import access

bp = APIBlueprint("quality", __name__, tag="Quality")


class Advice(BaseModel):
    """Something that could be better, and how."""

    issue: Literal["blurry", "cut_off", "glare", "dark", "low_resolution"]
    text: str


class QualityAnswer(BaseModel):
    """How well a picture can be read: score 0 to 1, what is wrong with it (the worst first), and advice."""

    score: float = Field(ge=0, le=1)
    issues: list[Literal["blurry", "cut_off", "glare", "dark", "low_resolution"]]
    advice: list[Advice]
    width: int
    height: int


@bp.post("/quality")
@bp.output(QualityAnswer)
@access("letter", "audits:write", rate="quality")
def look() -> QualityAnswer:
    """Ask whether a picture can be read, without reading it."""
    files = [file for part in ("file", "files", "image") for file in request.files.getlist(part)]
    if not files:
        raise NoFiles
    if len(files) > 1:
        raise TooManyPages("one picture at a time", message="Send ett bilde om gangen")
    data = files[0].read()
    if len(data) > DEFAULT_LIMITS.total_bytes:
        raise FileTooLarge
    found = services().jobs.look(InputFile(name=(files[0].filename or "")[:255], data=data))
    texts = words(wanted_language(request.form.get("lang")))["capture"]
    return QualityAnswer(
        score=found.quality.score,
        issues=list(found.quality.issues),
        advice=[Advice(issue=issue, text=texts[issue]) for issue in found.quality.issues],
        width=found.width,
        height=found.height,
    )
