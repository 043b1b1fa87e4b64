"""What is offered of a picture that somebody opens or takes, where no document in it is sure.

Who opens a picture, or uses the shutter, has a document in it in all likelihood: where the detector
tells of none, its likeliest outline spares setting four corners by hand. It is to be checked in any
case.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from app.capture.moment import Shot
from app.capture.pipeline import Detects
from detector.detection import Detection
from detector.formats import OTHER
from detector.quad import Quad
from detector.shape import estimate_shape

# The least score of what is offered: of letters and other papers, which the detector has learnt to
# pass over, most outlines are right from here on, and of pictures that show nothing to scan one in
# twenty has one. And the most that it is given: too little to go unchecked.
LEAST_SCORE, MOST_SCORE = 0.05, 0.5


def found_or_offered(detector: Detects, image: NDArray[np.uint8]) -> Sequence[Detection]:
    """As Detects.detect; where that is nothing, the likeliest outline, if there is a likely one.

    A picture in a document's own shape may be one that is cropped already: of that nothing is
    offered. Raises DetectorError as detect does.
    """
    found = detector.detect(image)
    if found or _is_cropped(image):
        return found
    return _likeliest(detector, image)


def with_offer(shot: Shot, detector: Detects) -> Shot:
    """A shot without an outline gets the likeliest one, if there is a likely one; it was not shown,
    so that it is to be checked even where it is sure.

    Not of a screen: it is kept whole until somebody tells where the document is, as an offer that
    is wrong would cut it away. Raises DetectorError as detect does.
    """
    if shot.frame.of_screen:
        return shot
    likely = _likeliest(detector, shot.frame.image)
    return replace(shot, quad=likely[0].quad, detection=likely[0]) if likely else shot


def _likeliest(detector: Detects, image: NDArray[np.uint8]) -> tuple[Detection, ...]:
    likely = detector.detect(image, LEAST_SCORE)[:1]
    return tuple(replace(each, score=min(each.score, MOST_SCORE)) for each in likely)


def _is_cropped(image: NDArray[np.uint8]) -> bool:
    height, width = image.shape[:2]
    return estimate_shape(Quad.full(width, height), width, height).format != OTHER
