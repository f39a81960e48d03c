"""How often the sheet, its way up and what is wrong with a picture are told right, on pictures whose truth is known.

``python -m tests.bench.bench_capture [outline turns defects] [--count N] [--seed N]``. A script, not a test: minutes.
The letters are of the tuned layouts, the pictures those of `tests.bench.scenes`.

    outline    right: the found sheet covers the true one (overlap > .96); none: it was given up; cuts: print is lost
    turns      the quarter turn found, with and without help of EXIF
    defects    precision and recall of every issue, and the milliseconds of a quick look
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence

import cv2
import numpy as np

from parsers.capture import look
from parsers.image.decode import SMALL_SIDE, Raster, shrink
from parsers.image.outline import Outline
from parsers.image.straighten import straighten
from parsers.intake import InputFile
from tests.bench import scenes
from tests.bench.scenes import Picture, Scene

_OVERLAP = 0.96
_CUT_SHARE = 0.03
"""Print begins farther from the edge of the sheet than this share of its height."""


def letter_pages(count: int, *, dpi: int = 200) -> list[Picture]:
    """First pages of letters in tuned layouts, in colour (BGR)."""
    from samples.generate import iter_letters, rasterise
    from samples.printing import load_layouts

    layouts = [layout for layout in load_layouts() if not layout.held_out]
    letters = iter_letters(layouts=layouts, seed=11, count=count)
    return [np.ascontiguousarray(np.asarray(rasterise(letter.pdf, dpi=dpi)[0])[:, :, ::-1]) for letter in letters]


def raster(picture: Picture) -> Raster:
    """The picture as decoding would give it."""
    grey = np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), np.uint8)
    return Raster(grey, shrink(picture, SMALL_SIDE), is_camera=True)


# ------------------------------------------------------------------ the sheet


def outline_scenes(pages: Sequence[Picture], count: int, seed: int) -> list[tuple[str, str, Callable[[], Scene]]]:
    """(ground, framing, how to make it) for every ground and framing in turn."""
    grounds = [*scenes.GROUNDS, scenes.LETTER_BELOW]

    def maker(number: int, ground: str, framing: str) -> Callable[[], Scene]:
        def make() -> Scene:
            dice = np.random.default_rng((seed, number))
            below = scenes.ground(ground, dice, 1500, 2000, below=pages[(number + 1) % len(pages)])
            scene = scenes.laid(
                pages[number % len(pages)],
                dice,
                below=below,
                framing=framing,
                tilt=float(dice.choice([0.01, 0.05, 0.09])),
                curl=float(dice.choice([0.0, 0.002, 0.006])),
            )
            noise, light = float(dice.uniform(1, 6)), float(dice.uniform(0.45, 1.0))
            return scenes.seen(scene, dice, light=light, fall=float(dice.uniform(0.1, 0.5)), noise=noise)

        return make

    kinds = [(ground, framing) for framing in scenes.FRAMINGS for ground in grounds]
    weights = {"whole": 3, "corner out": 2, "side out": 1, "fills": 1}
    kinds = [kind for kind in kinds for _ in range(weights[kind[1]])]
    return [(*kinds[n % len(kinds)], maker(n, *kinds[n % len(kinds)])) for n in range(count)]


def judged_outline(scene: Scene, found: Outline | None) -> str:
    """``right``, ``none``, ``loose`` (nothing is lost) or ``cuts``."""
    if found is None:
        return "none"
    height, width = scene.picture.shape[:2]
    corners = found.corners * np.array([width, height])
    truth, told, inner = (np.zeros((height // 4, width // 4), np.uint8) for _ in range(3))
    cv2.fillPoly(truth, [np.rint(scene.edge / 4).astype(np.int32)], 1)
    cv2.fillPoly(told, [np.rint(corners / 4).astype(np.int32)], 1)
    if int((truth & told).sum()) > _OVERLAP * int((truth | told).sum()):
        return "right"
    reach = round(_CUT_SHARE * max(np.ptp(scene.edge[:, 0]), np.ptp(scene.edge[:, 1])) / 4)
    # The border of the picture is no edge of the sheet: nothing is eroded there.
    inner = cv2.erode(cv2.copyMakeBorder(truth, 1, 1, 1, 1, cv2.BORDER_REPLICATE), np.ones((2 * reach + 1,) * 2))
    inner = inner[1:-1, 1:-1]
    return "cuts" if int((inner & (1 - told)).sum()) > 0.01 * int(inner.sum()) else "loose"


def bench_outline(pages: Sequence[Picture], count: int, seed: int) -> None:
    """Prints how often the sheet was found, by ground and by framing."""
    rows: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for ground, framing, make in outline_scenes(pages, count, seed):
        scene = make()
        taken = raster(scene.picture)
        verdict = judged_outline(scene, straighten(taken, turn=0).outline)
        for row in (f"framing: {framing}", f"ground: {ground}", "all"):
            rows[row][verdict] += 1
    _say(f"{'outline':34}{'scenes':>8}{'right':>8}{'loose':>8}{'none':>8}{'cuts':>8}")
    for name, told in sorted(rows.items()):
        _say(f"{name:34}{told.total():>8}" + "".join(f"{told[v]:>8}" for v in ("right", "loose", "none", "cuts")))


# ------------------------------------------------------------------ which way is up


def bench_turns(pages: Sequence[Picture], count: int, seed: int) -> None:
    """Prints how often the quarter turn was found, on photos and on bare pages."""
    told: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for number in range(count):
        dice = np.random.default_rng((seed, 7, number))
        page = pages[number % len(pages)]
        turn = (0, 90, 180, 270)[number % 4]
        kind = ("photo", "scan", "tough photo")[number // 4 % 3]
        if kind == "scan":
            picture = np.ascontiguousarray(np.rot90(page, turn // 90))
        else:
            ground = str(dice.choice([*scenes.GROUNDS, scenes.LETTER_BELOW]))
            below = scenes.ground(ground, dice, 1500, 2000, below=pages[(number + 3) % len(pages)])
            tough = kind == "tough photo"
            laid = scenes.laid(
                page, dice, below=below, turn=turn, tilt=0.09 if tough else 0.04, curl=0.006 if tough else 0.002
            )
            picture = scenes.seen(
                laid, dice, blur=1.3 if tough else 0.7, noise=9 if tough else 3, light=0.6 if tough else 1.0
            ).picture
        found = straighten(raster(picture))
        right = "right" if found.rotation == turn else "wrong"
        told[kind][right + (", sure" if found.is_oriented else ", unsure")] += 1
    verdicts = ("right, sure", "right, unsure", "wrong, unsure", "wrong, sure")
    _say(f"{'turns':20}{'pages':>8}" + "".join(f"{v:>16}" for v in verdicts))
    for kind, counts in told.items():
        _say(f"{kind:20}{counts.total():>8}" + "".join(f"{counts[v]:>16}" for v in verdicts))


# ------------------------------------------------------------------ what is wrong with the picture

# A defect and the issues that tell it. A turned page is no fault: the look tells how it will be turned.
DEFECTS: dict[str, frozenset[str]] = {
    "none": frozenset(),
    "blur": frozenset({"blurry"}),
    "low detail": frozenset({"blurry"}),
    "dark": frozenset({"dark"}),
    "glare": frozenset({"glare"}),
    "cut": frozenset({"cut_off"}),
    "small": frozenset({"low_resolution"}),
    "finger": frozenset({"covered"}),
    "glove": frozenset({"covered"}),
    "nothing": frozenset({"no_document"}),
    "turned": frozenset(),
}


def defect_picture(
    defect: str, page: Picture, below: Picture, dice: np.random.Generator, *, size: tuple[int, int] = (2250, 3000)
) -> Picture:
    """A picture with that defect, else good."""
    if defect == "nothing":
        name = str(dice.choice([*scenes.GROUNDS, "animal"]))
        return np.asarray(cv2.resize(scenes.no_document(name, dice), size, interpolation=cv2.INTER_CUBIC), np.uint8)
    ground = str(dice.choice([*scenes.GROUNDS, scenes.LETTER_BELOW]))
    ground_ = scenes.ground(ground, dice, *size, below=below)
    turn = int(dice.choice([90, 180, 270])) if defect == "turned" else 0
    framing = str(dice.choice(["whole", "whole", "fills", "corner out"]))
    laid = scenes.laid(page, dice, below=ground_, framing=framing, size=size, tilt=float(dice.choice([0.01, 0.04])))
    if defect in ("finger", "glove"):
        laid = scenes.with_finger(laid, dice, glove=defect == "glove")
    if defect == "cut":
        laid = _cut(laid, dice)
    light, noise, blur = float(dice.uniform(0.75, 1.0)), float(dice.uniform(1, 4)), float(dice.uniform(0.4, 1.1))
    if defect == "dark":
        light, noise = float(dice.uniform(0.12, 0.22)), float(dice.uniform(5, 8))
    picture = scenes.seen(laid, dice, light=light, fall=0.2, noise=noise, blur=blur)
    if defect == "glare":
        picture = scenes.with_glare(picture, dice)
    pixels = picture.picture
    if defect == "blur":
        pixels = np.asarray(cv2.GaussianBlur(pixels, (0, 0), float(dice.uniform(4, 8))), np.uint8)
    if defect == "low detail":
        # A messaging app made it small and a viewer made it large again, or noise reduction painted over it.
        share = float(dice.uniform(0.20, 0.26))
        less = cv2.resize(pixels, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
        pixels = np.asarray(cv2.resize(less, size, interpolation=cv2.INTER_CUBIC), np.uint8)
    if defect == "small":
        share = float(dice.uniform(0.2, 0.3))
        pixels = np.asarray(cv2.resize(pixels, None, fx=share, fy=share, interpolation=cv2.INTER_AREA), np.uint8)
    return np.ascontiguousarray(np.rot90(pixels, turn // 90))


def _cut(scene: Scene, dice: np.random.Generator) -> Scene:
    """The picture ends inside the print: a fifth of the sheet is missing on one side."""
    height, width = scene.picture.shape[:2]
    side = int(dice.integers(0, 4))
    low, high = scene.edge.min(axis=0), scene.edge.max(axis=0)
    share = 0.22
    left, top = np.maximum(0, np.array([low[0] + share * (high[0] - low[0]), low[1] + share * (high[1] - low[1])]))
    right, bottom = np.minimum(
        [width, height], np.array([high[0] - share * (high[0] - low[0]), high[1] - share * (high[1] - low[1])])
    )
    box = [0, 0, width, height]
    box[side] = int((left, top, right, bottom)[side])
    part = scene.picture[box[1] : box[3], box[0] : box[2]]
    return Scene(np.ascontiguousarray(part), scene.edge - np.array(box[:2]), scene.turn)


def bench_defects(pages: Sequence[Picture], count: int, seed: int) -> None:
    """Prints precision and recall of each issue and the false alarms on good pictures."""
    told: defaultdict[str, Counter[str]] = defaultdict(Counter)
    scores: defaultdict[str, list[float]] = defaultdict(list)
    spent, flagged, turned = [], 0, Counter[bool]()
    names = list(DEFECTS)
    for number in range(count):
        # Good pictures are as many as all the others together: a false alarm is what hurts.
        defect = "none" if number % 2 else names[1 + number // 2 % (len(names) - 1)]
        dice = np.random.default_rng((seed, 13, number))
        picture = defect_picture(defect, pages[number % len(pages)], pages[(number + 5) % len(pages)], dice)
        data = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, int(dice.integers(80, 93))])[1].tobytes()
        start = time.perf_counter()
        seen = look(InputFile("bilde.jpg", data))
        spent.append(time.perf_counter() - start)
        found = seen.quality
        flagged += defect == "none" and bool(found.issues)
        if defect in ("none", "turned"):
            turned[(seen.rotation != 0) == (defect == "turned")] += 1
        told[defect].update(found.issues)
        told[defect]["pictures"] += 1
        scores[defect].append(found.score)
    issues = sorted({issue for counts in told.values() for issue in counts} - {"pictures"})
    _say(f"{'defect':14}{'pictures':>9}{'score':>7}" + "".join(f"{issue:>15}" for issue in issues))
    for defect in names:
        counts = told[defect]
        if counts["pictures"]:
            middle = statistics.median(scores[defect])
            _say(f"{defect:14}{counts['pictures']:>9}{middle:>7.2f}" + "".join(f"{counts[i]:>15}" for i in issues))
    for issue in issues:
        having = [defect for defect in names if issue in DEFECTS[defect]]
        there = sum(told[defect]["pictures"] for defect in having)
        hit = sum(told[defect][issue] for defect in having)
        said = sum(counts[issue] for counts in told.values())
        precision = f"{hit / said:.2f} of {said}" if said else "-"
        _say(f"{issue:14} precision {precision:12} recall {f'{hit / there:.2f} of {there}' if there else '-'}")
    _say(f"good pictures with an issue: {flagged} of {told['none']['pictures']}")
    _say(f"way up told right: {turned[True]} of {turned.total()}")
    _say(f"a look took {1000 * statistics.median(spent):.0f} ms (median), {1000 * max(spent):.0f} ms (longest)")


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line. Returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.bench_capture")
    parser.add_argument("what", nargs="*", default=["outline", "turns", "defects"])
    parser.add_argument("--count", type=int, default=180, help="pictures of each kind of measurement")
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args(arguments)
    pages = letter_pages(16)
    for what in chosen.what:
        {"outline": bench_outline, "turns": bench_turns, "defects": bench_defects}[what](
            pages, chosen.count, chosen.seed
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
