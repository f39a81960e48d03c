"""A photo or scan to an upright, evenly lit page of the size the OCR engine reads best.

Order: outline on a small copy, working copy (warped to the outline if that is trusted, evened), text lines on it,
quarter turn and upside-down, then perspective, turn, scale and flattening as one cubic resampling of the original
grey, then evening. A clean scan or screenshot that is straight and of a good size is not resampled at all: each
resampling costs sharpness.

Not here: OCR. What this module decides is told in :class:`Straightened`, with the matrix back to the upload.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Literal

import cv2
import numpy as np
import numpy.typing as npt

from parsers.image import textlines
from parsers.image.band import with_band
from parsers.image.decode import Colour, Grey, Raster, halved, halved_to, shrink
from parsers.image.illumination import GRAIN, evened, paper_level, quietened, smoothed, unevenness
from parsers.image.outline import A4, Outline, find_outline
from parsers.image.sides import Points
from parsers.model import QuarterTurn, quarter_turn

Matrix = npt.NDArray[np.float64]

WORKING_SIDE = 1700
_NEAR_ENOUGH = 0.94
"""How much smaller, or larger, the working copy may be when halving gives it."""

GLYPH_HEIGHT = 20.0
"""Height in pixels (about the x-height) to which print is scaled for the OCR engine."""

SCAN_GLYPH_HEIGHT = 18.0
"""The same for larger print of a scan, which is sharp enough to lose nothing by it: fewer pixels, faster reading."""

_WORKING_FINENESS = 0.5
"""Of the print on the working copy; its glyphs are told apart best when it is filtered for no larger print."""

_KEEP_SKEW = math.tan(math.radians(0.4))
_KEEP_SMALLER, _KEEP_LARGER = 0.80, 1.08
_KEEP_BEND = 0.35
_MOST_ENLARGED = 3.0
_MOST_PIXELS = 16_000_000

# Glyph heights in points of body print from 7.5 to 11 points, as the median over a page comes out; and an A4 page.
_SMALLEST_PRINT, _USUAL_PRINT, _LARGEST_PRINT = 4.3, 6.0, 6.6
_A4_POINTS = 842
_A4_NEAR = 0.12

_SHADED = 0.22  # unevenness from which a page is called a photo

# An outline is given up if this many glyphs and more than this share of its print stand outside it: it is then a frame
# or a payment slip on the sheet. One that fills the picture, or is brighter than all around it, is not asked.
_PRINT_OUTSIDE = 0.15
_GLYPHS_OUTSIDE = 40
_WHOLE_SHEET = 0.80
_SURE_SUPPORT = 0.80

_AT_BORDER = 0.004

# A quarter turn is taken only if clearly more glyphs then stand in lines; the same for upside-down by the evidence of
# several lines. Streaks of dirt look like lines. What stays unsure is settled by reading (`parsers.scanned`).
_TURN_GAIN = 1.15
_CLEARLY_LYING = 0.6
_CLEAR_UP = 0.08
_LINES_FOR_UP = 5


@dataclass(frozen=True, slots=True)
class Straightened:
    """The upright page.

    ``page``: evened grey for the OCR engine; ``plain``: the same without the filter that a grainy page gets, which
    makes print sharper than it was taken. ``rotation``: from the picture as shown.
    ``transform``: 3x3 matrix from pixels of ``page`` to pixels of the picture as a viewer shows it (EXIF turn done);
    the flattening of bends, some pixels, is left out of it. ``glyph``: height of the print in the picture before
    scaling, in its pixels (0: no print found). ``level``: paper level of the upright page at reduced size, 0-255, as it
    was before evening. ``grain``: noise of its blank paper before smoothing, in grey levels.
    ``is_oriented``: the way up is certain; ``lines``: of how many text lines; ``print_hull``: the corners of the least
    convex area that holds these, as fractions of the picture's width and height. ``small``: the small colour copy of
    the picture, not straightened. ``cut_lines``: how many of the lines end at one and the same side of the picture.
    """

    page: Grey
    plain: Grey
    rotation: QuarterTurn
    transform: Matrix
    source: Literal["scan", "photo"]
    glyph: float
    level: Grey
    grain: float
    outline: Outline | None
    is_oriented: bool
    is_resampled: bool
    lines: int
    print_hull: Points
    small: Colour
    cut_lines: int


def straighten(
    raster: Raster, *, turn: QuarterTurn | None = None, glyph_height: float = GLYPH_HEIGHT, flatten: bool = True
) -> Straightened:
    """The page upright, straight, evenly lit and scaled. ``turn`` fixes the quarter turn when it is known already;
    without ``flatten`` a bent page stays bent, which is good enough for a look.
    """
    outline = find_outline(raster.small)
    if outline is not None and _is_doubtful(outline) and _cuts_text(raster.grey, outline):
        outline = None
    if outline is not None:
        outline = with_band(raster.grey, outline)
    straightened = _straightened(raster, outline, turn, glyph_height, flatten)
    height, width = straightened.page.shape
    if outline is not None and width > height and not _is_doubtful(outline) and _cuts_text(raster.grey, outline):
        # Half a letter has the shape of a sheet that lies; a letter stands.
        return _straightened(raster, None, turn, glyph_height, flatten)
    return straightened


def _straightened(
    raster: Raster, outline: Outline | None, turn: QuarterTurn | None, glyph_height: float, flatten: bool
) -> Straightened:
    grey = raster.grey
    height, width = grey.shape
    work, to_source = _working_copy(grey, outline)
    level = paper_level(work)
    bright, coarse_grain = quietened(work, fineness=_WORKING_FINENESS, level=level)
    _blank_outside(bright, to_source, width, height)
    glyphs = textlines.find_glyphs(bright)
    work_height, work_width = work.shape
    rotation, lines, is_oriented = _orientation(glyphs, work_width, work_height, turn)

    # Work pixels -> upright work pixels.
    upright = _turn_matrix(rotation, work_width, work_height)
    page_width, page_height = (work_height, work_width) if rotation in (90, 270) else (work_width, work_height)
    slope = textlines.skew(lines) if len(lines) >= 3 else 0.0
    level_lines = [textlines.Line(_sheared(line.boxes, slope, page_width)) for line in lines]
    bend = textlines.find_bend(level_lines, page_width, page_height, glyphs.height) if flatten else None
    is_bent = bend is not None and bend.worst >= _KEEP_BEND

    glyph = _credible(glyphs.height, page_width, page_height, is_noisy=coarse_grain >= GRAIN)
    source_glyph = glyph * _scale_of(to_source, work_width, work_height)
    source_kind: Literal["scan", "photo"] = (
        "photo" if outline is not None or raster.is_camera or unevenness(level) > _SHADED else "scan"
    )
    if source_kind == "scan" and source_glyph > SCAN_GLYPH_HEIGHT:
        glyph_height = min(glyph_height, SCAN_GLYPH_HEIGHT)
    scale = _scale(source_glyph, glyph_height, height, width)
    is_straight = outline is None and not is_bent and abs(slope) < _KEEP_SKEW
    is_kept = is_straight and 1 / _KEEP_LARGER <= scale <= 1 / _KEEP_SMALLER
    back: Matrix
    if is_kept or (is_straight and scale < 1):
        size = (width, height) if is_kept else (max(1, round(width * scale)), max(1, round(height * scale)))
        raw = grey if is_kept else np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), np.uint8)
        raw = _quarter_turned(raw, rotation)
        back = _grown_matrix(width / size[0], height / size[1]) @ np.linalg.inv(_turn_matrix(rotation, *size))
    else:
        # Size of the page: the working copy's, in source pixels, times the scale.
        factor = scale * _scale_of(to_source, work_width, work_height)
        out_width, out_height = max(1, round(page_width * factor)), max(1, round(page_height * factor))
        lean = _level_matrix(slope, page_width, page_height, factor)
        back = np.asarray(to_source @ np.linalg.inv(upright) @ lean, np.float64)
        shift = bend.shift * factor if bend is not None and is_bent else None
        raw = resampled(grey, back, (out_width, out_height), scale, shift)
    shown = source_glyph * (1.0 if is_kept else scale)
    page, grain = quietened(raw, fineness=shown / GLYPH_HEIGHT if shown else 1.0)
    plain = page if grain < GRAIN else smoothed(raw, grain)
    if not is_kept:
        _blank_outside(page, back, width, height)
        _blank_outside(plain, back, width, height)
    return Straightened(
        page=page,
        plain=plain,
        rotation=rotation,
        transform=back / back[2, 2],
        source=source_kind,
        glyph=source_glyph,
        level=_quarter_turned(level, rotation),
        grain=grain,
        outline=outline,
        is_oriented=is_oriented,
        is_resampled=not is_kept,
        lines=len(lines),
        print_hull=_hull(lines, to_source @ np.linalg.inv(upright)) / np.array([width, height]),
        small=raster.small,
        cut_lines=_cut_lines(lines, to_source @ np.linalg.inv(upright), width, height),
    )


# ------------------------------------------------------------------ steps


def _working_copy(grey: Grey, outline: Outline | None) -> tuple[Grey, Matrix]:
    """The page at working size, and the matrix from its pixels to those of ``grey``."""
    height, width = grey.shape
    if outline is None:
        work = halved_to(grey, round(_NEAR_ENOUGH * WORKING_SIDE))
        if max(work.shape) > WORKING_SIDE / _NEAR_ENOUGH:
            # Averaged once: print that is averaged twice looks larger than it is.
            work = shrink(grey, WORKING_SIDE)
        return work, _grown_matrix(width / work.shape[1], height / work.shape[0])
    corners = outline.corners * np.array([width, height]) - 0.5
    if outline.ratio >= 1:
        size = (round(WORKING_SIDE / outline.ratio), WORKING_SIDE)
    else:
        size = (WORKING_SIDE, round(WORKING_SIDE * outline.ratio))
    flat = np.array([[0, 0], [size[0], 0], [size[0], size[1]], [0, size[1]]], np.float32) - 0.5
    to_source = np.asarray(cv2.getPerspectiveTransform(flat.astype(np.float32), corners.astype(np.float32)), np.float64)
    # Halve first where the page shrinks, or fine print turns to moiré.
    factor = 1.0
    shrinks = _scale_of(to_source, *size)
    if shrinks > 1.4:
        grey = shrink(grey, round(max(height, width) / shrinks))
        factor = grey.shape[1] / width
    shift = _grown_matrix(factor, factor)
    flattened = cv2.warpPerspective(
        grey, shift @ to_source, size, flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(flattened, np.uint8), to_source


def _blank_outside(page: Grey, to_source: Matrix, width: int, height: int) -> None:
    """Make white what of the page lies outside the picture ``width`` x ``height``: there is nothing there to read."""
    frame = np.array([[[-0.5, -0.5], [width - 0.5, -0.5], [width - 0.5, height - 0.5], [-0.5, height - 0.5]]])
    seen = cv2.perspectiveTransform(frame, np.linalg.inv(to_source))[0]
    edges = np.array([[0.0, 0], [page.shape[1] - 1, 0], [page.shape[1] - 1, page.shape[0] - 1], [0, page.shape[0] - 1]])
    if all(cv2.pointPolygonTest(seen.astype(np.float32), (float(x), float(y)), True) > -1 for x, y in edges):
        return
    outside = np.ones(page.shape, np.uint8)
    cv2.fillConvexPoly(outside, np.rint(seen).astype(np.int32), 0)
    page[outside > 0] = 255


def _hull(lines: list[textlines.Line], to_source: Matrix) -> Points:
    """The corners of the convex hull of the lines, moved by the matrix."""
    if not lines:
        return np.empty((0, 2))
    boxes = np.concatenate([line.boxes for line in lines])
    hull = cv2.convexHull(np.concatenate([boxes[:, :2], boxes[:, 2:]]).astype(np.float32))
    return np.asarray(cv2.perspectiveTransform(hull.astype(np.float64), to_source).reshape(-1, 2))


def _cut_lines(lines: list[textlines.Line], to_source: Matrix, width: int, height: int) -> int:
    """How many lines begin, or how many end, at the border of the picture: print goes on where the picture ends."""
    if not lines:
        return 0
    near = _AT_BORDER * max(width, height)

    def at_border(points: list[tuple[float, float]]) -> int:
        x, y = cv2.perspectiveTransform(np.array([points]), to_source)[0].T
        return int(((x < near) | (y < near) | (x > width - near) | (y > height - near)).sum())

    first = [(line.boxes[0, 0], line.centres[0, 1]) for line in lines]
    last = [(line.boxes[-1, 2], line.centres[-1, 1]) for line in lines]
    return max(at_border(first), at_border(last))


def _is_doubtful(outline: Outline) -> bool:
    """Whether the outline may be a part of the sheet: it is small and not clear, or has not the shape of a sheet. Rules
    and bars across a page make sides as clear as the page's own.
    """
    is_sure = outline.brighter == 1 and min(outline.supports) >= _SURE_SUPPORT
    has_shape = any(abs(outline.ratio - shape) < 0.01 for shape in (A4, 1 / A4))
    return not has_shape or (outline.area < _WHOLE_SHEET and not is_sure)


def _cuts_text(grey: Grey, outline: Outline) -> bool:
    """Whether much of the print in the picture stands outside the outline."""
    copy = shrink(grey, WORKING_SIDE)
    glyphs = textlines.find_glyphs(evened(copy))
    if not len(glyphs.boxes):
        return False
    edge = (outline.corners * np.array([copy.shape[1], copy.shape[0]])).astype(np.float32)
    inside = outside = 0
    for boxes in (glyphs.boxes, textlines.turned(glyphs.boxes, copy.shape[1], copy.shape[0], 90)):
        is_turned = boxes is not glyphs.boxes
        for line in textlines.find_lines(boxes, glyphs.height):
            x, y = (float(v) for v in np.median(line.centres, axis=0))
            if is_turned:
                x, y = y, copy.shape[0] - x
            if cv2.pointPolygonTest(edge, (x, y), False) >= 0:
                inside += len(line.boxes)
            else:
                outside += len(line.boxes)
    return outside >= _GLYPHS_OUTSIDE and outside > _PRINT_OUTSIDE * inside


def _orientation(
    glyphs: textlines.Glyphs, width: int, height: int, turn: QuarterTurn | None
) -> tuple[QuarterTurn, list[textlines.Line], bool]:
    """Quarter turn that makes the page upright, its text lines then, and whether that is sure."""
    if turn is not None:
        boxes = textlines.turned(glyphs.boxes, width, height, turn)
        return turn, textlines.find_lines(boxes, glyphs.height), True
    rotation: QuarterTurn = 0
    lines = textlines.find_lines(glyphs.boxes, glyphs.height)
    standing = textlines.glyphs_in(lines)
    if standing < _CLEARLY_LYING * len(glyphs.boxes):
        sideways_boxes = textlines.turned(glyphs.boxes, width, height, 90)
        sideways = textlines.find_lines(sideways_boxes, glyphs.height)
        if textlines.glyphs_in(sideways) > _TURN_GAIN * standing:
            rotation, lines = 90, sideways
    up, votes = textlines.upness(lines, glyphs.height)
    is_sure = abs(up) >= _CLEAR_UP and votes >= _LINES_FOR_UP
    if up < 0 and is_sure:
        rotation = quarter_turn(rotation + 180)
        boxes = textlines.turned(glyphs.boxes, width, height, rotation)
        lines = textlines.find_lines(boxes, glyphs.height)
    return rotation, lines, is_sure


def _credible(glyph: float, width: float, height: float, *, is_noisy: bool) -> float:
    """The glyph height, held within what letters are printed in where the page has the shape of an A4 sheet: blurred
    print melts together, and what is left of it is the largest type; noise breaks off specks. Noise is not enlarged.
    """
    shape = max(width, height) / min(width, height)
    if glyph <= 0 or abs(shape - A4) > _A4_NEAR:
        return glyph
    point = max(width, height) / _A4_POINTS
    return float(np.clip(glyph, (_USUAL_PRINT if is_noisy else _SMALLEST_PRINT) * point, _LARGEST_PRINT * point))


def _scale(source_glyph: float, wanted: float, height: int, width: int) -> float:
    """Factor from source pixels to output pixels."""
    if source_glyph <= 0:
        return 1.0
    scale = min(wanted / source_glyph, _MOST_ENLARGED)
    return min(scale, math.sqrt(_MOST_PIXELS / (height * width)))


def _grown_matrix(x: float, y: float) -> Matrix:
    """Pixels of a reduced picture to pixels of the picture that is ``x`` times as wide and ``y`` times as high; pixels
    are counted at their centres, and the middle of the first reduced one is not the middle of the first.
    """
    return np.array([[x, 0, x / 2 - 0.5], [0, y, y / 2 - 0.5], [0, 0, 1.0]])


def _turn_matrix(turn: QuarterTurn, width: float, height: float) -> Matrix:
    """Pixels of a picture ``width`` x ``height`` to pixels of the picture turned clockwise."""
    if turn == 90:
        return np.array([[0.0, -1, height - 1], [1, 0, 0], [0, 0, 1]])
    if turn == 180:
        return np.array([[-1.0, 0, width - 1], [0, -1, height - 1], [0, 0, 1]])
    if turn == 270:
        return np.array([[0.0, 1, 0], [-1, 0, width - 1], [0, 0, 1]])
    return np.eye(3)


def _quarter_turned(picture: Grey, turn: QuarterTurn) -> Grey:
    code = {90: cv2.ROTATE_90_CLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_COUNTERCLOCKWISE}.get(turn)
    return picture if code is None else np.asarray(cv2.rotate(picture, code), np.uint8)


def _sheared(boxes: npt.NDArray[np.float64], slope: float, width: float) -> npt.NDArray[np.float64]:
    """Boxes after the page was levelled by shifting each column."""
    drop = slope * ((boxes[:, 0] + boxes[:, 2]) / 2 - width / 2)
    levelled = boxes.copy()
    levelled[:, 1] -= drop
    levelled[:, 3] -= drop
    return levelled


def _level_matrix(slope: float, width: float, height: float, factor: float) -> Matrix:
    """Pixels of the scaled, levelled page to pixels of the unscaled, leaning one (a turn about its middle)."""
    angle = math.atan(slope)
    cosine, sine = math.cos(angle), math.sin(angle)
    middle_x, middle_y = (width - 1) / 2, (height - 1) / 2
    shrink_ = _grown_matrix(1 / factor, 1 / factor)
    turn = np.array(
        [
            [cosine, -sine, middle_x - cosine * middle_x + sine * middle_y],
            [sine, cosine, middle_y - sine * middle_x - cosine * middle_y],
            [0, 0, 1],
        ]
    )
    return np.asarray(turn @ shrink_)


def _scale_of(matrix: Matrix, width: float, height: float) -> float:
    """How many target pixels one source pixel makes, along one axis, around the middle of the picture."""
    x, y = width / 2, height / 2
    points = np.array([[x, y, 1], [x + 1, y, 1], [x, y + 1, 1]]).T
    moved = matrix @ points
    flat = moved[:2] / moved[2]
    across, down = flat[:, 1] - flat[:, 0], flat[:, 2] - flat[:, 0]
    return math.sqrt(abs(float(across[0] * down[1] - across[1] * down[0])))


def resampled(
    grey: Grey, back: Matrix, size: tuple[int, int], scale: float, shift: npt.NDArray[np.floating[Any]] | None = None
) -> Grey:
    """One cubic resampling of ``grey``: ``back`` maps output to source pixels; ``shift`` (output pixels, coarse grid)
    is how much lower a point lies in the bent page.
    """
    if scale < 0.6:
        grey = halved(grey)
        back = _grown_matrix(0.5, 0.5) @ back
    if shift is None:
        flat = cv2.warpPerspective(
            grey, back, size, flags=cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP, borderMode=cv2.BORDER_REPLICATE
        )
        return np.asarray(flat, np.uint8)
    width, height = size
    out = np.empty((height, width), np.uint8)
    drop = cv2.resize(shift.astype(np.float32), (width, 49), interpolation=cv2.INTER_LINEAR)
    band = 256
    x = np.arange(width, dtype=np.float32)[None, :]
    rows = np.linspace(0, height - 1, shift.shape[0])
    m = back.astype(np.float32)
    for top in range(0, height, band):  # in bands: three full-size float maps would be the peak of memory
        y = np.arange(top, min(top + band, height), dtype=np.float32)
        at = np.clip(np.searchsorted(rows, y) - 1, 0, len(rows) - 2)
        part = ((y - rows[at]) / (rows[at + 1] - rows[at])).astype(np.float32)[:, None]
        bent = y[:, None] + drop[at] * (1 - part) + drop[at + 1] * part
        w = m[2, 0] * x + m[2, 1] * bent + m[2, 2]
        map_x = (m[0, 0] * x + m[0, 1] * bent + m[0, 2]) / w
        map_y = (m[1, 0] * x + m[1, 1] * bent + m[1, 2]) / w
        out[top : top + len(y)] = cv2.remap(grey, map_x, map_y, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return out
