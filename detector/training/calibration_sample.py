"""What a calibration is fitted to: candidates of many pictures, refined, and the truth of each."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

from detector.confidence import features
from detector.exposure import lifted
from detector.mipmap import Mipmap
from detector.quad import Quad
from detector.runtime import Detector
from detector.synthesis.assets import load_assets, read_index, read_picture, trainable
from detector.synthesis.scene import SheetPool, compose
from detector.synthesis.setting import WIDE
from detector.training.evaluate import template_jaccard
from detector.training.workers import in_processes
from detector.weights import find_weights

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    from detector.outlines import Outline
    from detector.refine import Refined

    Picture = tuple[NDArray[np.uint8], list[Quad]]

# Apart from the seeds of caches, which are small, and from evaluate's fixed set.
SCENE_SEED = 880_001
SIZES = ((1280, 720), (960, 1280), (720, 1280), (1024, 768))
NEGATIVES_EVERY = 2
# Candidates below this are hardly ever documents, and each costs a look from close by.
CANDIDATES = 0.05


class Stage(Enum):
    """PLAIN : told after one look. DOUBTED : after one look, in doubt. SETTLED : what became of
    that."""

    PLAIN = auto()
    DOUBTED = auto()
    SETTLED = auto()


@dataclass(frozen=True)
class Looked:
    """A candidate: where from, its features, which of the picture's documents is the nearest, the
    Jaccard index with that one, and when it was looked at."""

    picture: int
    found: tuple[float, ...]
    document: int
    jaccard: float
    stage: Stage = Stage.PLAIN


@dataclass(frozen=True)
class Sample:
    """looked : candidates of some pictures. documents : how many each picture held, by number."""

    looked: list[Looked]
    documents: dict[int, int]

    def half(self, side: int) -> Sample:
        """One of two halves, 0 or 1, alike in their kinds of pictures: the sizes take turns."""
        return Sample(
            [each for each in self.looked if each.picture // len(SIZES) % 2 == side],
            {n: held for n, held in self.documents.items() if n // len(SIZES) % 2 == side},
        )

    @property
    def told(self) -> list[Looked]:
        """What counts in the end."""
        return [each for each in self.looked if each.stage is not Stage.DOUBTED]


def pictures(data: Path | None, scenes: int) -> Iterator[Callable[[], Picture]]:
    """Synthetic scenes and, of a data folder, what training may see; drawn and read when called."""
    assets = load_assets(data)
    pool = SheetPool(assets, 400, SCENE_SEED, 1100, WIDE.layouts, WIDE.collages)

    def scene(index: int) -> Picture:
        rng = np.random.default_rng((SCENE_SEED, index))
        width, height = SIZES[index % len(SIZES)]
        drawn = compose(rng, pool, width, height, setting=WIDE)
        return drawn.image, [Quad(quad) for quad in drawn.quads]

    for index in range(scenes):
        yield partial(scene, index)
    if data is None:
        return

    def photo(row: dict[str, Any], folder: Path) -> Picture:
        return read_picture(folder / row["image"]), [Quad(quad) for quad in row["quads"] or []]

    for index, row in enumerate(read_index(data)):
        kind = row["kind"]
        wanted = kind == "frame" or (kind == "negative" and index % NEGATIVES_EVERY == 0)
        if wanted and trainable(row):
            yield partial(photo, row, data)


def gather(data: Path | None, scenes: int, looks: Mapping[str, Any], jobs: int = 1) -> Sample:
    """Every candidate of every picture, refined by the shipped networks and compared with the
    truth; the same whatever the jobs.

    looks : of the second look, fields of the weight card. jobs : processes that share the pictures.
    """
    calls = ((data, scenes, dict(looks), part, jobs) for part in range(jobs))
    parts = [gather_part(*next(calls))] if jobs == 1 else in_processes(gather_part, calls, jobs)
    gathered = list(parts)
    looked = chain.from_iterable(part.looked for part in gathered)
    documents = chain.from_iterable(part.documents.items() for part in gathered)
    # By number, as one process meets them; a picture's own candidates stay in their order.
    return Sample(sorted(looked, key=lambda each: each.picture), dict(sorted(documents)))


def gather_part(
    data: Path | None, scenes: int, looks: Mapping[str, Any], part: int, parts: int
) -> Sample:
    """As gather(), of each picture whose number leaves the remainder `part`."""
    cv2.setNumThreads(1)
    detector = Detector.load("cpu", 1, find_weights())
    detector.card = replace(detector.card, **looks)
    looked: list[Looked] = []
    documents: dict[int, int] = {}
    for index, made in enumerate(pictures(data, scenes)):
        if index % parts == part:
            image, truths = made()
            documents[index] = len(truths)
            looked += _candidates(detector, index, image, truths)
    return Sample(looked, documents)


def _candidates(
    detector: Detector, index: int, image: NDArray[np.uint8], truths: list[Quad]
) -> Iterator[Looked]:
    """Of one picture: those in doubt both before and after what became of that."""
    picture = Mipmap(lifted(image))
    candidates = detector.candidates(picture, CANDIDATES)
    for each, (settled, *_) in zip(candidates, detector.settled(picture, candidates), strict=True):
        if settled.evidence.verified is None:
            yield _looked(index, each, settled, truths, Stage.PLAIN)
            continue
        first = detector.exact(picture, each.corners)
        yield _looked(index, each, first, truths, Stage.DOUBTED)
        yield _looked(index, each, settled, truths, Stage.SETTLED)


def _looked(
    picture: int, found: Outline, refined: Refined, truths: list[Quad], stage: Stage
) -> Looked:
    overlaps = [template_jaccard(true, refined.quad) for true in truths]
    nearest = int(np.argmax(overlaps)) if overlaps else -1
    weighed = features(found.score, refined.evidence, closer=found.closer)
    return Looked(picture, weighed, nearest, max(overlaps, default=0.0), stage)
