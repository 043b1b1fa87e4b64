"""Designs that no training knows: how the detector finds documents that the synthesis cannot draw.

``python -m detector.training.evaluate_designs [--data DATA] [--scenes 5] [--kept DIR]``

Each design of detector.training.designs lies alone, wholly in the picture, in so many scenes of
the synthesis' usual light, clutter and cameras, each from its own fixed seed. Of a document the
outline that fits it best counts, 0 where there is none; an outline that is no document's is false.
``--offered 0.05`` counts the likeliest outline where none is told, from that score on, as the
window offers it of an opened picture.
Besides, things that are no identity documents, which should not be found (`--empty` scenes each);
of those that have an outline all the same, whether it is their own: who opens a picture of a letter
may want it.
Rendering takes most of the time: ``--kept`` leaves the scenes in a folder for the next run.
"""

from __future__ import annotations

import argparse
import platform
import zlib
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import cv2
import numpy as np

from detector.errors import SynthesisError
from detector.quad import Quad
from detector.runtime import Detector
from detector.synthesis.assets import Assets, load_assets
from detector.synthesis.scene import SheetPool, compose
from detector.synthesis.setting import USUAL
from detector.training.designs.catalogue import DESIGNS
from detector.training.designs.things import THINGS
from detector.training.evaluate import Judged, contact_sheet, gallery_tile, template_jaccard
from detector.training.shards import write_arrays
from detector.weights import find_weights

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from detector.detection import Detection
    from detector.synthesis.sheet import Sheet
    from detector.training.designs.design import Design

    Image = NDArray[np.uint8]

# Apart from the seeds of caches, of the calibration, of the fixed set and of several documents.
SEED = 860_001
# Of the pictures, px.
SIZES = ((1280, 720), (960, 1280), (720, 1280), (1024, 768))
FOUND_JACCARD, RIGHT_JACCARD = 0.5, 0.95
# How often a scene is drawn anew until the document is wholly in the picture.
TRIES = 60
WORST, TILES = 10, 40
# Where nothing should be found, nothing else lies about.
ALONE = replace(USUAL, distractors=(1.0,))


class Outcome(NamedTuple):
    """design : of its scene number `scene`. judged : what was found in it, the best fitting first.
    false : outlines that are no document's."""

    design: Design
    scene: int
    judged: Judged
    false: int


class Hit(NamedTuple):
    """thing : outlined in its scene number `scene`, though it is no document. jaccard : of the
    outline that fits it best."""

    thing: Design
    scene: int
    jaccard: float


class OneSheet(SheetPool):
    """A pool that always gives one sheet, as it is."""

    def __init__(self, assets: Assets, sheet: Sheet) -> None:
        super().__init__(assets, size=1)
        self._only = sheet

    def draw(self, rng: np.random.Generator) -> Sheet:  # noqa: ARG002 - as any pool is asked
        """The sheet."""
        return self._only


def scene_of(
    design: Design, index: int, assets: Assets, *, alone: bool = False
) -> tuple[Image, Quad]:
    """Scene number `index` of a design, uint8 BGR, and its outline, px; alone : no distractors.
    The same arguments give the same scene. Raises SynthesisError where the design comes to lie
    wholly in none of TRIES pictures."""
    width, height = SIZES[index % len(SIZES)]
    key = zlib.crc32(design.name.encode())
    sheet = design.render(np.random.default_rng((SEED, key, index)), assets.faces)
    pool, frame = OneSheet(assets, sheet), Quad.full(width, height)
    for attempt in range(TRIES):
        rng = np.random.default_rng((SEED, key, index, attempt))
        scene = compose(rng, pool, width, height, 1, ALONE if alone else USUAL)
        if len(scene.quads) and all(map(frame.contains, scene.quads[0].tolist())):
            return scene.image, Quad(scene.quads[0])
    raise SynthesisError(f"{design.name} {index}: not wholly in the picture in {TRIES} tries")


@dataclass(frozen=True)
class Scenes:
    """The scenes of designs. kept : a folder where they are looked for, and left for the next time;
    None draws them anew."""

    assets: Assets
    kept: Path | None = None

    def of(self, design: Design, index: int, *, alone: bool = False) -> tuple[Image, Quad]:
        """As scene_of. Raises SynthesisError as it does, and where a kept one cannot be read."""
        if self.kept is None:
            return scene_of(design, index, self.assets, alone=alone)
        plain = "" if self.assets.backgrounds else "plain-"
        path = self.kept / f"{plain}{zlib.crc32(design.name.encode()):08x}-{index:03d}.npz"
        if not path.exists():
            self.kept.mkdir(parents=True, exist_ok=True)
            image, quad = scene_of(design, index, self.assets, alone=alone)
            _, packed = cv2.imencode(".png", image)
            write_arrays(path, picture=packed.ravel(), corners=quad.corners)
        with np.load(path) as arrays:
            read = cv2.imdecode(arrays["picture"], cv2.IMREAD_COLOR)
            if read is None:
                raise SynthesisError(f"cannot read the scene {path}")
            return np.asarray(read, np.uint8), Quad(arrays["corners"])


def judge(
    detector: Detector, design: Design, index: int, scenes: Scenes, least: float | None = None
) -> Outcome:
    """A design's scene through the detector. least : see told_of."""
    image, truth = scenes.of(design, index)
    seen = told_of(detector, image, least)
    found = sorted(seen, key=lambda each: -template_jaccard(truth, each.quad))
    false = sum(template_jaccard(truth, each.quad) < FOUND_JACCARD for each in found)
    best = tuple(found)
    judged = Judged(design.name, truth, best, detector.card.threshold, best)
    return Outcome(design, index, judged, false)


def told_of(detector: Detector, image: Image, least: float | None) -> Sequence[Detection]:
    """What it finds; where that is nothing, the likeliest outline of a score of `least` or more."""
    found = detector.detect(image, upright=False)
    if found or least is None:
        return found
    return detector.detect(image, least, upright=False)[:1]


def row(name: str, outcomes: Sequence[Outcome]) -> str:
    """A table's row."""
    values = np.array([each.judged.jaccard for each in outcomes])
    found, right = values >= FOUND_JACCARD, values >= RIGHT_JACCARD
    return (
        f"| {name} | {len(values)} | {found.mean():.1%} | {values.mean():.3f} | {right.mean():.1%} "
        f"| {sum(each.false for each in outcomes)} |"
    )


def summary(outcomes: Sequence[Outcome]) -> str:
    """The tables: by family in the order of the designs, in all, and the WORST designs by their
    mean index."""
    families: dict[str, list[Outcome]] = {}
    designs: dict[str, list[Outcome]] = {}
    for each in outcomes:
        families.setdefault(each.design.family, []).append(each)
        designs.setdefault(f"{each.design.name} ({each.design.family})", []).append(each)
    head = "scenes | found | Jaccard index, mean | ≥ .95 | false |\n|---|---|---|---|---|---|"
    lines = [f"| family | {head}", *(row(*each) for each in families.items())]
    lines += [row("in all", outcomes), "", f"| worst designs | {head}"]
    means = {
        name: float(np.mean([each.judged.jaccard for each in seen]))
        for name, seen in designs.items()
    }
    worst = sorted(means, key=lambda name: means[name])[:WORST]
    return "\n".join([*lines, *(row(name, designs[name]) for name in worst)])


def hits(detector: Detector, scenes: Scenes, count: int, least: float | None = None) -> list[Hit]:
    """Of so many scenes of each thing that is no document, those with an outline."""
    found = []
    for thing in THINGS:
        for index in range(count):
            image, truth = scenes.of(thing, index, alone=True)
            seen = told_of(detector, image, least)
            if seen:
                best = max(template_jaccard(truth, each.quad) for each in seen)
                found.append(Hit(thing, index, best))
    return found


def told(hit: Sequence[Hit], scenes: int) -> str:
    """How many of so many scenes without a document have an outline, how many of these fit what lay
    there, and what that was."""
    names = Counter(each.thing.name for each in hit)
    listed = ", ".join(f"{name} {count}" for name, count in sorted(names.items())) or "none"
    share = len(hit) / scenes if scenes else 0.0
    right = sum(each.jaccard >= RIGHT_JACCARD for each in hit)
    return (
        f"of {scenes} scenes without a document {len(hit)} ({share:.1%}) with an outline, "
        f"{right} of them the thing's own (≥ {RIGHT_JACCARD}): {listed}"
    )


def write_gallery(
    folder: Path, scenes: Scenes, outcomes: Sequence[Outcome], hit: Sequence[Hit]
) -> None:
    """The worst scenes, and those without a document that have an outline, as contact sheets."""
    folder.mkdir(parents=True, exist_ok=True)
    worst = sorted(outcomes, key=lambda each: each.judged.jaccard)[:TILES]
    tiles = [gallery_tile(scenes.of(each.design, each.scene)[0], each.judged) for each in worst]
    contact_sheet(folder / "designs.png", tiles)
    others = [gallery_tile(scenes.of(each.thing, each.scene, alone=True)[0], None) for each in hit]
    if others:
        contact_sheet(folder / "things.png", others[:TILES])


def main() -> None:
    """The command; see the module."""
    parser = argparse.ArgumentParser(prog="python -m detector.training.evaluate_designs")
    parser.add_argument("--data", type=Path, help="whose backgrounds and faces are drawn")
    parser.add_argument("--weights", type=Path)
    parser.add_argument("--offered", type=float, help="the least score where none is told")
    parser.add_argument("--scenes", type=int, default=5, help="of each design")
    parser.add_argument("--empty", type=int, default=1, help="scenes of each other thing")
    parser.add_argument("--kept", type=Path, help="where the scenes are kept")
    parser.add_argument("--gallery", type=Path)
    arguments = parser.parse_args()
    if arguments.scenes < 1 or arguments.empty < 0:
        parser.error("--scenes is at least 1 and --empty at least 0")
    if arguments.offered is not None and not 0 <= arguments.offered <= 1:
        parser.error("--offered lies within 0 and 1")
    cv2.setNumThreads(1)
    path = arguments.weights or find_weights()
    detector = Detector.load("cpu", 1, path)
    scenes = Scenes(load_assets(arguments.data), arguments.kept)
    outcomes = [
        judge(detector, design, index, scenes, arguments.offered)
        for design in DESIGNS
        for index in range(arguments.scenes)
    ]
    print(f"{path.name} on {len(DESIGNS)} designs, {platform.processor() or platform.machine()}")
    print(summary(outcomes))
    hit = hits(detector, scenes, arguments.empty, arguments.offered)
    print("\n" + told(hit, arguments.empty * len(THINGS)))
    if arguments.gallery:
        write_gallery(arguments.gallery, scenes, outcomes, hit)


if __name__ == "__main__":
    main()
