"""A page as pixels, as render() draws it and files and printers take it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from detector.rectify import PageSize

Colours = Literal["colour", "grey", "bw"]


@dataclass(frozen=True, eq=False)
class Rendered:
    """image : uint8 (H, W, 3) BGR. size : the same page in px and mm.

    colours : what the pixels are: "colour"; "grey", their channels equal; "bw", of those 0 and 255.
    """

    image: NDArray[np.uint8]
    size: PageSize
    colours: Colours = "colour"
