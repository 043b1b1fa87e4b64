"""How true the shape comes out over tilts of 0 to 45°, with corners that are a little off.

``python -m detector.training.aspect_table [--noise 1.0] [--views 400]``

Rectangles of the known formats and of one that is none, seen by pinhole cameras of random focal
length in 1920 × 1080 px, corners off by Gaussian noise. Error of width ÷ height: by the lengths of
the sides, by the closed formula (detector.aspect), by the estimate that weighs focal lengths, and
of the page that results (detector.shape, snapped to a format where one is probable).
"Any": tilted about any axis. "Lean": the camera leans over a document that lies straight before it,
so that one pair of sides stays parallel and the focal length cannot be had from the picture.
"Cropped": a picture of which only a part is left, so that its middle is not the principal point.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from detector.errors import GeometryError
from detector.formats import A4, ID1, ID2, ID3, OTHER, format_for
from detector.quad import Quad
from detector.shape import estimate_shape
from detector.synthesis.camera import Pose, project_sheet

WIDTH, HEIGHT = 1920, 1080
TILTS_DEG = (0, 5, 15, 30, 45)
VIEWS = ("any", "lean", "cropped")
SHAPES = ((ID1.name, ID1.aspect), (ID3.name, ID3.aspect), (A4.name, A4.aspect), (OTHER, 1.22))
# ID-2, ID-3 and A4 on its side have one shape (1.419, 1.420, 1.414): no outline tells them apart.
ALIKE = {ID2.name: ID3.name}


@dataclass(frozen=True)
class View:
    """A document as it is seen: quad, px of a picture of width × height px."""

    quad: Quad
    width: int
    height: int


@dataclass(frozen=True)
class Errors:
    """Relative errors of width ÷ height; right : whether the format was; confidence : in it."""

    sides: float
    closed: float
    estimate: float
    page: float
    right: bool
    confidence: float


def views(
    rng: np.random.Generator, kind: str, aspect: float, tilt_deg: float, noise_px: float, count: int
) -> Iterator[View]:
    """Views of a rectangle of an aspect under a tilt; kind : of VIEWS."""
    lean = kind == "lean"
    for _ in range(count):
        pose = Pose(
            tilt_deg=tilt_deg,
            tilt_axis_deg=0.0 if lean else float(rng.uniform(0, 360)),
            roll_deg=0.0 if lean else float(rng.normal(0, 9)),
            focal=float(np.exp(rng.normal(np.log(0.8), 0.3))),
            size=0.5,
            centre=(0.5, 0.5) if lean else tuple(0.5 + rng.normal(0, 0.04, 2)),
        )
        corners = project_sheet(pose, aspect, WIDTH, HEIGHT) + rng.normal(0, noise_px, (4, 2))
        try:
            yield (
                _cropped(rng, Quad(corners))
                if kind == "cropped"
                else View(Quad(corners), WIDTH, HEIGHT)
            )
        except GeometryError:
            continue


def _cropped(rng: np.random.Generator, quad: Quad) -> View:
    """The part of the picture around a document, with an uneven margin."""
    x0, y0, x1, y1 = quad.box
    margin = rng.uniform(0.05, 0.5, 4) * quad.area**0.5
    left, top = x0 - margin[0], y0 - margin[1]
    width, height = round(x1 + margin[2] - left), round(y1 + margin[3] - top)
    return View(quad.moved(-left, -top), width, height)


def measure(view: View, aspect: float, name: str) -> Errors:
    """The errors of one view of a document whose aspect and format are known."""
    quad = view.quad
    shape = estimate_shape(quad, view.width, view.height)
    top, right, bottom, left = quad.side_lengths
    known = format_for(shape.format)
    page = shape.estimate
    if known is not None:
        page = known.aspect if (known.aspect > 1) == (page > 1) else known.turned.aspect
    return Errors(
        sides=abs((top + bottom) / (left + right) / aspect - 1),
        closed=abs(quad.aspect(view.width, view.height) / aspect - 1),
        estimate=abs(shape.estimate / aspect - 1),
        page=abs(page / aspect - 1),
        right=ALIKE.get(shape.format, shape.format) == name,
        confidence=shape.confidence,
    )


def row(errors: list[Errors]) -> str:
    """Medians in per cent, the 90th percentile of the page's, the share of right formats."""
    columns = [
        float(np.median([getattr(each, name) for each in errors])) * 100
        for name in ("sides", "closed", "estimate", "page")
    ]
    columns.append(float(np.quantile([each.page for each in errors], 0.9)) * 100)
    columns.append(float(np.mean([each.right for each in errors])) * 100)
    columns.append(float(np.mean([each.confidence for each in errors])) * 100)
    return " ".join(f"{value:8.2f}" for value in columns)


def main() -> None:
    """The command; see the module."""
    parser = argparse.ArgumentParser(prog="python -m detector.training.aspect_table")
    parser.add_argument("--noise", type=float, default=1.0, help="of each corner, px of 1080p")
    parser.add_argument("--views", type=int, default=400)
    arguments = parser.parse_args()
    print(f"corner noise {arguments.noise} px, {arguments.views} views a row; errors in %")
    heads = ("sides", "closed", "estimate", "page", "page p90", "format", "believed")
    for kind in VIEWS:
        print(f"\n{kind:<8} tilt° " + " ".join(f"{head:>8}" for head in heads))
        for name, aspect in SHAPES:
            for tilt_deg in TILTS_DEG:
                rng = np.random.default_rng((round(aspect * 1000), tilt_deg))
                seen = views(rng, kind, aspect, tilt_deg, arguments.noise, arguments.views)
                errors = [measure(view, aspect, name) for view in seen]
                print(f"{name:<8} {tilt_deg:5d} {row(errors)}")


if __name__ == "__main__":
    main()
