"""Which files make up one letter: only what their names say, never a guess from what they look like.

The rules, in this order. Each letter is told by which one it was made (`Grouping`): a column of the results.

``pages``   Names in one folder that are the same but for a page word and its number: ``brev1-side1.jpg`` and
            ``brev1-side2.jpg``, ``sak 7 page 2.png``, ``ark3.pdf``; ``forside`` and ``bakside`` count as 1 and 2. The
            page word stands last in the name. If a number comes twice, nothing is put together.
``folder``  A folder below the top with nothing but pictures, two to ten of them, all under names that cameras and
            scanners give (``IMG_0012.jpg``, ``20260812_101500.heic``, ``Scan 3.png``, ``2.jpg``): one letter, its pages
            in the order of their numbers.
``list``    A line of a list that names several files, with tabs between.
``alone``   Every other file is a letter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath

from parsers.limits import DEFAULT_LIMITS


class Grouping(StrEnum):
    """By which rule files became one letter."""

    PAGES = "pages"
    FOLDER = "folder"
    LIST = "list"
    ALONE = "alone"


@dataclass(frozen=True, slots=True)
class Group:
    """One letter: the names of its files in the order of their pages, and why they are one."""

    names: tuple[str, ...]
    by: Grouping


_PICTURES = frozenset({".jpg", ".jpeg", ".png", ".heic", ".heif", ".tif", ".tiff", ".webp"})
_PAGE_WORD = re.compile(r"(?:^|(?<=[^a-zæøå]))(?:side|page|ark)[ ._#-]{0,2}(?P<number>\d{1,2})$")
_BOTH_SIDES = re.compile(r"(?:^|(?<=[^a-zæøå]))(?P<word>forside|bakside|front|back)$")
_SIDES = {"forside": 1, "front": 1, "bakside": 2, "back": 2}
_CAMERA = re.compile(
    r"(?:(?:img|dsc|dscn|dscf|pxl|photo|foto|bilde|image|scan|skann|skannet|p|mvimg|whatsapp image)[ _-]?)?"
    r"[\d _.()~-]*\d[\d _.()~-]*(?:at [\d .()-]+)?(?:mp)?"
)


def natural(name: str) -> tuple[object, ...]:
    """A key to sort names as people do: ``side2`` before ``side10``, whatever the case of letters."""
    parts = re.split(r"(\d+)", name.casefold())
    return tuple((1, int(part), "") if part.isdecimal() else (0, 0, part) for part in parts), name


def page_of(name: str) -> tuple[str, int] | None:
    """What the name says of its place: all that stands before the page word, and the number; ``None`` for no word."""
    stem = PurePosixPath(name).stem.casefold()
    if found := _PAGE_WORD.search(stem):
        return stem[: found.start()].rstrip(" ._-#("), int(found["number"])
    if found := _BOTH_SIDES.search(stem):
        return stem[: found.start()].rstrip(" ._-#("), _SIDES[found["word"]]
    return None


def is_camera_name(name: str) -> bool:
    """Whether a camera or a scanner named the picture, and nobody else."""
    path = PurePosixPath(name)
    return path.suffix.casefold() in _PICTURES and _CAMERA.fullmatch(path.stem.casefold()) is not None


def grouped(names: Iterable[str]) -> list[Group]:
    """The letters that the names (paths with ``/``) make up, in the order of their names."""
    by_folder: dict[str, list[str]] = {}
    for name in sorted(names, key=natural):
        by_folder.setdefault(str(PurePosixPath(name).parent), []).append(name)
    parents = {str(above) for folder in by_folder for above in PurePosixPath(folder).parents}
    groups: list[Group] = []
    for folder, found in by_folder.items():
        if folder != "." and folder not in parents and _is_one_letter(found):
            groups.append(Group(tuple(found), Grouping.FOLDER))
        else:
            groups.extend(_by_page_words(found))
    return sorted(groups, key=lambda group: natural(group.names[0]))


def _is_one_letter(names: Sequence[str]) -> bool:
    return 2 <= len(names) <= DEFAULT_LIMITS.files and all(is_camera_name(name) for name in names)


def _by_page_words(names: Sequence[str]) -> Iterator[Group]:
    together: dict[str, list[tuple[int, str]]] = {}
    for name in names:
        place = page_of(name)
        if place is None:
            yield Group((name,), Grouping.ALONE)
        else:
            together.setdefault(place[0], []).append((place[1], name))
    for pages in together.values():
        numbers = [number for number, _ in pages]
        if len(pages) > 1 and len(set(numbers)) == len(numbers):
            yield Group(tuple(name for _, name in sorted(pages)), Grouping.PAGES)
        else:
            for _, name in pages:
                yield Group((name,), Grouping.ALONE)
