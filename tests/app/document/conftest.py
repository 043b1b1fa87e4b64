"""A page for the tests of what is made of one."""

from __future__ import annotations

import numpy as np
import pytest

from app.document.original import Original
from app.document.page import Page
from detector.quad import Quad


@pytest.fixture
def page() -> Page:
    image = np.random.default_rng(0).integers(0, 256, (600, 900, 3), np.uint8)
    return Page(
        "one", Original(image), Quad([(20, 20), (876, 20), (876, 560), (20, 560)]), name="one"
    )
