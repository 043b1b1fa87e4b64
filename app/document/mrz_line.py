"""One printed line as the recogniser takes it: level, at one height, dark on even light."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

# Room above and below capitals: for a line that is cut a little askew.
CAPITALS_PX = 32
# Paper between strokes is seen within the width of two characters.
PAPER_PX = 55


def evened(line: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """A line with the light and colour of its paper taken out. uint8 (H, W), grey, and back.

    Each px is divided by the brightness of the paper around it, as the "clean" filter does.
    """
    kernel = cv2.getStructuringElement(cv2.MORPH_RECT, (PAPER_PX, PAPER_PX))
    paper = cv2.morphologyEx(line, cv2.MORPH_CLOSE, kernel)
    paper = cv2.blur(paper, (PAPER_PX, PAPER_PX))
    return np.asarray(cv2.divide(line, np.maximum(paper, 1), scale=235), np.uint8)
