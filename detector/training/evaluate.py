"""How good the shipped detector is on real pictures that it was not trained on.

``python -m detector.training.evaluate --data DATA [--weights FILE] [--gallery DIR] [--refine]``

Frames of split val: recall at IoU ≥ .5 of the quads, AP50, AP(.5:.95), and the SmartDoc Jaccard
(the true quad mapped to its template, the prediction warped along; a miss counts 0). Negatives: the
fixed third that training leaves out; the share with any detection at the shipped threshold.
``--record`` writes the figures into the weight card.
"""

from __future__ import annotations

import argparse
import platform
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import cv2
import numpy as np

from detector.backends.onnx import OnnxBackend
from detector.errors import GeometryError
from detector.exposure import lifted
from detector.mipmap import Mipmap
from detector.quad import Quad, project
from detector.runtime import Detector
from detector.synthesis.assets import held_out, read_index, read_picture
from detector.training.cards import amend
from detector.training.curves import IOUS, LOWEST_SCORE, average_precision
from detector.training.evaluate_refine import report, stages
from detector.weights import find_weights, read_verified

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from detector.detection import Detection

TEMPLATE_PX = (856, 540)


@dataclass(frozen=True)
class Judged:
    """One frame: its true quad, what was found (best first, down to LOWEST_SCORE).

    shipped : what the program answers, where that is more than a threshold of scores.
    """

    name: str
    truth: Quad
    found: tuple[Detection, ...]
    threshold: float
    shipped: tuple[Detection, ...] | None = None

    @property
    def best(self) -> Detection | None:
        """The best detection that the program answers with."""
        if self.shipped is not None:
            return self.shipped[0] if self.shipped else None
        return self.found[0] if self.found and self.found[0].score >= self.threshold else None

    @property
    def jaccard(self) -> float:
        """SmartDoc's index in the template's frame, 0 for a miss."""
        return template_jaccard(self.truth, self.best.quad) if self.best else 0.0


class Empty(NamedTuple):
    """A picture without a document: the best score in it, 0 for none; whether the program answers
    with one."""

    score: float
    answered: bool


def template_jaccard(truth: Quad, found: Quad) -> float:
    """Jaccard index in the frame of the true document (smartdoc15-ch1-eval), 0 to 1."""
    width, height = TEMPLATE_PX
    try:
        warped = Quad(project(truth.homography(width, height), found.corners))
    except GeometryError:
        return 0.0
    return warped.jaccard(Quad.full(width, height))


def precision_at(judged: list[Judged], iou: float) -> float:
    """Average precision over one document a frame."""
    rows = []
    for each in judged:
        hit = False
        for detection in each.found:
            right = not hit and detection.quad.jaccard(each.truth) >= iou
            hit = hit or right
            rows.append((detection.score, right))
    return average_precision(rows, len(judged))


def judge_frames(
    detector: Detector, data: Path, split: str, *, refined: bool = True
) -> list[Judged]:
    """Every frame of a split through the detector."""
    judged = []
    for row in read_index(data):
        if row["kind"] == "frame" and row["split"] == split:
            image = read_picture(data / row["image"])
            found = detector.detect(image, LOWEST_SCORE, refined=refined, upright=False)
            truth = Quad(row["quads"][0])
            shipped = detector.detect(image, refined=refined, upright=False)
            judged.append(Judged(row["image"], truth, found, detector.card.threshold, shipped))
    return judged


def _cornered_jaccard(detector: Detector, data: Path, coarse: Judged) -> float:
    """Of what the corner network makes of a frame's coarse quad."""
    if coarse.best is None:
        return 0.0
    picture = Mipmap(lifted(read_picture(data / coarse.name)))
    return template_jaccard(coarse.truth, detector.cornered(picture, [coarse.best.quad])[0].quad)


def _steps(detector: Detector, path: Path, data: Path, split: str, judged: list[Judged]) -> str:
    """How good outlines are after each step, see stages(), of a split's frames. path : of the
    network. judged : as they are answered."""
    # Without the cascade head, nor anything else that looks closer.
    anchors = Detector(OnnxBackend(read_verified(path)), detector.card)
    told, coarse = (judge_frames(each, data, split, refined=False) for each in (anchors, detector))
    return stages(
        anchors=[each.jaccard for each in told],
        network=[each.jaccard for each in coarse],
        corners=[_cornered_jaccard(detector, data, each) for each in coarse],
        sides=[each.jaccard for each in judged],
    )


def judge_negatives(detector: Detector, data: Path, *, refined: bool = True) -> dict[str, Empty]:
    """Every held-out negative through the detector."""
    scores = {}
    for row in read_index(data):
        if row["kind"] == "negative" and held_out(row["image"]):
            image = read_picture(data / row["image"])
            found = detector.detect(image, LOWEST_SCORE, refined=refined, upright=False)
            answered = bool(detector.detect(image, refined=refined, upright=False))
            scores[row["image"]] = Empty(found[0].score if found else 0.0, answered)
    return scores


def summarise(judged: list[Judged], negatives: dict[str, Empty]) -> dict[str, Any]:
    """The figures, rounded to what they can bear; none of negatives where there are none."""
    jaccards = np.array([each.jaccard for each in judged])
    found = [bool(each.best and each.best.quad.jaccard(each.truth) >= 0.5) for each in judged]
    curve = [precision_at(judged, iou) for iou in IOUS]
    false_hits = [each.answered for each in negatives.values()]
    figures = {
        "frames": len(judged),
        "recall_50": round(float(np.mean(found)), 4),
        "ap50": round(curve[0], 4),
        "ap": round(float(np.mean(curve)), 4),
        "jaccard_mean": round(float(jaccards.mean()), 4),
        "jaccard_median": round(float(np.median(jaccards)), 4),
        "jaccard_90": round(float((jaccards >= 0.9).mean()), 4),
    }
    if negatives:
        figures |= {
            "negatives": len(negatives),
            "negatives_hit": round(float(np.mean(false_hits)), 4),
        }
    return figures


def thresholds(judged: list[Judged], negatives: dict[str, Empty]) -> str:
    """Recall and false hits over a few thresholds, as a table."""
    lines = ["threshold  recall@.5  negatives hit"]
    for least in (0.3, 0.4, 0.5, 0.6, 0.7, 0.8):
        right = [
            bool(each.found)
            and each.found[0].score >= least
            and each.found[0].quad.jaccard(each.truth) >= 0.5
            for each in judged
        ]
        hit = [each.score >= least for each in negatives.values()]
        lines.append(f"{least:9.2f}  {np.mean(right):9.3f}  {np.mean(hit):13.3f}")
    return "\n".join(lines)


def reliability(judged: list[Judged]) -> str:
    """Of the best detections with a score in each tenth, the share with a Jaccard index ≥ .9."""
    best = [each for each in judged if each.found]
    scores = np.array([each.found[0].score for each in best])
    good = np.array([template_jaccard(each.truth, each.found[0].quad) >= 0.9 for each in best])
    lines = ["score       detections  Jaccard >= .9"]
    for low in np.arange(0.2, 1.0, 0.1):
        inside = (scores >= low) & (scores < low + 0.1)
        if inside.any():
            share = good[inside].mean()
            lines.append(f"{low:.1f} to {low + 0.1:.1f}  {inside.sum():10d}  {share:13.3f}")
    return "\n".join(lines)


def write_gallery(
    folder: Path, data: Path, judged: list[Judged], negatives: dict[str, Empty]
) -> None:
    """The worst frames and the best-scored negatives as two contact sheets."""
    folder.mkdir(parents=True, exist_ok=True)
    worst = sorted(judged, key=lambda each: each.jaccard)[:40]
    tiles = [gallery_tile(read_picture(data / each.name), each) for each in worst]
    contact_sheet(folder / "frames.png", tiles)
    names = sorted(negatives, key=lambda name: -negatives[name].score)[:40]
    contact_sheet(
        folder / "negatives.png", [gallery_tile(read_picture(data / name), None) for name in names]
    )


def gallery_tile(image: NDArray[np.uint8], judged: Judged | None) -> NDArray[np.uint8]:
    """A picture within 240 × 240 px, uint8 BGR; the truth in green, the best outline in red."""
    drawn = image.copy()
    if judged:
        thick = max(2, max(image.shape) // 250)
        truth = judged.truth.corners.round().astype(np.int32)
        cv2.polylines(drawn, [truth], True, (0, 200, 0), thick)
        for each in judged.found[:1]:
            line = each.quad.corners.round().astype(np.int32)
            cv2.polylines(drawn, [line], True, (0, 0, 255), thick)
    tile = np.full((240, 240, 3), 40, np.uint8)
    factor = 240 / max(image.shape[:2])
    small = cv2.resize(drawn, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)[:240, :240]
    tile[: small.shape[0], : small.shape[1]] = small
    return tile


def contact_sheet(path: Path, tiles: list[NDArray[np.uint8]]) -> None:
    """Tiles of gallery_tile in rows of eight, as a PNG. Raises ValueError where there are none."""
    blank = np.zeros((240, 240, 3), np.uint8)
    tiles = tiles + [blank] * (-len(tiles) % 8)
    rows = [np.hstack(tiles[i : i + 8]) for i in range(0, len(tiles), 8)]
    _, png = cv2.imencode(".png", np.vstack(rows))
    path.write_bytes(png.tobytes())


def main() -> None:
    """The command; see the module."""
    parser = argparse.ArgumentParser(prog="python -m detector.training.evaluate")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--weights", type=Path)
    parser.add_argument("--split", choices=("val", "train"), default="val")
    parser.add_argument("--gallery", type=Path)
    parser.add_argument("--coarse", action="store_true", help="without the refinement")
    parser.add_argument("--refine", action="store_true", help="what the refinement brings")
    parser.add_argument("--scenes", type=int, default=1000, help="synthetic ones of --refine")
    parser.add_argument("--kept", type=Path, help="where those are kept between runs")
    parser.add_argument("--record", action="store_true")
    arguments = parser.parse_args()
    if arguments.coarse and (arguments.refine or arguments.record):
        parser.error("--coarse leaves out what --refine shows and --record keeps")
    if arguments.record and arguments.split != "val":
        parser.error("--record keeps figures of split val only")
    path = arguments.weights or find_weights()
    detector = Detector.load("cpu", weights_path=path)
    judged = judge_frames(detector, arguments.data, arguments.split, refined=not arguments.coarse)
    refined = not arguments.coarse
    negatives = judge_negatives(detector, arguments.data, refined=refined)
    figures = summarise(judged, negatives)
    print(f"{path.name} on split {arguments.split}, {platform.processor() or platform.machine()}")
    for name, value in figures.items():
        print(f"{name:>16}  {value}")
    print(thresholds(judged, negatives))
    print(reliability(judged))
    if arguments.refine:
        print(_steps(detector, path, arguments.data, arguments.split, judged))
        print(report(detector, arguments.data, arguments.scenes, arguments.kept))
    if arguments.gallery:
        write_gallery(arguments.gallery, arguments.data, judged, negatives)
    if arguments.record:
        amend(path, metrics=figures)


if __name__ == "__main__":
    main()
