"""A quick look at a picture just taken: ``/quality``."""

from __future__ import annotations

from apiflask import APIBlueprint
from flask import request

from parsers.errors import FileTooLarge, NoFiles, TooManyPages
from parsers.intake import InputFile
from parsers.limits import DEFAULT_LIMITS
from service.api.describing import Answer, Part, described
from service.api.v1.forms import language_field
from service.api.v1.schemas import Advice, PictureQuality
from service.context import services, wanted_language
from service.i18n import LANGUAGES, words
from service.security import access

bp = APIBlueprint("quality", __name__, tag="Quality")


@bp.post("/quality")
@bp.output(PictureQuality)
@access("letter", "audits:write", rate="quality")
@described(
    "lookAtPicture",
    form={
        "file": Part("The picture: JPEG, PNG, HEIC, TIFF or WebP.", True, required=True),
        "lang": Part("Language of the advice.", choices=LANGUAGES),
    },
    headers=("Accept-Language",),
    answers={200: Answer("How well it can be read.", (PictureQuality,))},
    problems=(
        "damaged_file",
        "empty_file",
        "image_too_large",
        "no_files",
        "queue_full",
        "too_many_pages",
        "unsupported_file_type",
    ),
)
def look() -> PictureQuality:
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
    texts = words(wanted_language(language_field()))["capture"]
    return PictureQuality(
        score=found.quality.score,
        issues=list(found.quality.issues),
        advice=[Advice(issue=issue, text=texts[issue]) for issue in found.quality.issues],
        width=found.width,
        height=found.height,
    )
