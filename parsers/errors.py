"""Everything that can go wrong while reading a letter, each with a stable code and a remedy a person can use.

For: the doors (command line, web page, API), which show `message`, log `detail` and use the class's statuses.
Not for: findings about a letter (those are checks) and doubtful readings (those are values of low confidence).

    ParserError
    ├── InputError            the file cannot be audited: exit 3
    │   ├── NoFiles                  no_files
    │   ├── EmptyFile                empty_file
    │   ├── UnsupportedFileType      unsupported_file_type
    │   ├── FileTooLarge             file_too_large
    │   ├── TooManyPages             too_many_pages
    │   ├── ImageTooLarge            image_too_large
    │   ├── EncryptedPdf             encrypted_pdf
    │   └── DamagedFile              damaged_file
    ├── EngineError           a fault of ours or of the installation: exit 1
    │   ├── TesseractMissing         tesseract_missing
    │   ├── TesseractLanguageMissing tesseract_language_missing
    │   └── OcrFailed                ocr_failed
    └── UsageError            wrong use: exit 2
        ├── UnknownField             unknown_field
        └── InvalidValue             invalid_value
            └── ValueFormatError     invalid_value, also a ValueError: a text that is no amount or no date

The codes are part of the outward contract and never change. Detail texts may name a file or a library's own
message; they must not quote the letter.
"""

# ruff: noqa: N818  (the names are those of the outward contract's codes)
from __future__ import annotations

import shutil
import sys
from typing import ClassVar

# The program that installs packages, and the names the OCR engine and Norwegian have there.
_INSTALLERS = (
    ("apt-get", "sudo apt-get install -y", "tesseract-ocr", "tesseract-ocr-nor"),
    ("dnf", "sudo dnf install -y", "tesseract", "tesseract-langpack-nor"),
    ("zypper", "sudo zypper install -y", "tesseract-ocr", "tesseract-ocr-traineddata-nor"),
    ("pacman", "sudo pacman -S --needed", "tesseract", "tesseract-data-nor"),
    ("brew", "brew install", "tesseract", "tesseract-lang"),
)


def install_command(*, engine: bool = True, language: bool = True) -> str:
    """The exact command that installs Tesseract and/or its Norwegian data on this machine.

    Falls back to the platform's usual installer when none is found (Homebrew on macOS, else apt-get).
    """
    usual = "brew" if sys.platform == "darwin" else "apt-get"
    chosen = next((row for row in _INSTALLERS if shutil.which(row[0])), None)
    if chosen is None:
        chosen = next(row for row in _INSTALLERS if row[0] == usual)
    _, command, engine_package, language_package = chosen
    packages = [engine_package] * engine + [language_package] * language
    return " ".join([command, *packages])


class ParserError(Exception):
    """Base of all errors of reading. `message` is one bokmål sentence or two with the remedy; `detail` is English."""

    code: ClassVar[str] = ""
    http_status: ClassVar[int] = 500
    exit_status: ClassVar[int] = 1
    #: Default text for people, in bokmål.
    text: ClassVar[str] = "Noe gikk galt hos oss. Prøv igjen"

    def __init__(self, detail: str = "", *, message: str | None = None) -> None:
        super().__init__(detail)
        self.detail = detail or self.code
        self.message = message or self.default_message()

    @classmethod
    def default_message(cls) -> str:
        """The sentence shown when the raiser gave no more exact one."""
        return cls.text

    def __str__(self) -> str:
        return f"{self.code}: {self.detail}" if self.detail != self.code else self.code


class InputError(ParserError):
    """The file itself cannot be audited."""

    http_status = 422
    exit_status = 3


class NoFiles(InputError):
    """Nothing was sent, or an empty list, folder or archive."""

    code = "no_files"
    text = "Velg et bilde eller en PDF"


class EmptyFile(InputError):
    """Zero bytes, or a document without pages."""

    code = "empty_file"
    text = "Filen er tom. Velg en annen"


class UnsupportedFileType(InputError):
    """The content (not the name) is none of the kinds we read."""

    code = "unsupported_file_type"
    http_status = 415
    text = "Filen må være JPG, PNG, HEIC eller PDF"


class FileTooLarge(InputError):
    """More bytes than the limit, for one file or all together."""

    code = "file_too_large"
    http_status = 413
    text = "Over 20 MB. Send færre sider om gangen"


class TooManyPages(InputError):
    """More pages than one letter has."""

    code = "too_many_pages"
    text = "Over 10 sider. Send bare ett brev"


class ImageTooLarge(InputError):
    """More pixels than we are willing to decode (decompression bombs)."""

    code = "image_too_large"
    http_status = 413
    text = "Bildet er for stort. Ta et vanlig bilde"


class EncryptedPdf(InputError):
    """The PDF needs a password to be opened."""

    code = "encrypted_pdf"
    text = "PDF-en har passord. Ta bilde av brevet"


class DamagedFile(InputError):
    """The right kind of file, but truncated or corrupt."""

    code = "damaged_file"
    text = "Filen kan ikke åpnes. Last den ned på nytt"


class EngineError(ParserError):
    """The text could not be read for a reason that lies with the installation or with us."""


class TesseractMissing(EngineError):
    """The `tesseract` program is not on the path."""

    code = "tesseract_missing"
    http_status = 503

    @classmethod
    def default_message(cls) -> str:
        return f"Programmet Tesseract mangler på denne maskinen. Installer det slik: {install_command()}"


class TesseractLanguageMissing(EngineError):
    """Tesseract is there, but not its Norwegian data (`nor`)."""

    code = "tesseract_language_missing"
    http_status = 503

    @classmethod
    def default_message(cls) -> str:
        return f"Tesseract mangler norsk språk. Installer det slik: {install_command(engine=False)}"


class OcrFailed(EngineError):
    """Tesseract crashed, ran out of time or returned rubbish."""

    code = "ocr_failed"
    text = "Vi klarte ikke å lese bildet. Ta et nytt bilde av brevet og prøv igjen"


class UsageError(ParserError):
    """The caller asked for something that does not exist or cannot be understood."""

    http_status = 422
    exit_status = 2


class UnknownField(UsageError):
    """A key that is no field of a letter."""

    code = "unknown_field"
    text = "Feltet finnes ikke. Velg fra listen"


class InvalidValue(UsageError):
    """A value that does not fit its field."""

    code = "invalid_value"
    text = "Skriv beløp slik: 1\u00a0234,50. Dato: 12.08.2026"


class ValueFormatError(InvalidValue, ValueError):
    """A text that should be an amount or a date and is not."""


def all_errors() -> tuple[type[ParserError], ...]:
    """Every error class that introduces a code, in the order they are written above."""
    found: list[type[ParserError]] = []
    waiting: list[type[ParserError]] = [ParserError]
    while waiting:
        current = waiting.pop(0)
        if current.__dict__.get("code"):
            found.append(current)
        waiting = list(current.__subclasses__()) + waiting
    return tuple(found)
