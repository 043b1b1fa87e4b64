"""Is the OpenCV that is installed the headless one?

The other build brings a Qt of its own and, when it is imported, points Qt at that one's plugins
(opencv-python#736): the window then ends, or never shows. Both may lie in one environment, where
the last that was installed wins.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

FOUND = (
    "another build of OpenCV is installed, whose Qt clashes with the window's: "
    "remove opencv-python, then reinstall opencv-python-headless"
)


def brings_qt() -> bool:
    """Whether OpenCV has Qt's plugins with it; it is found, not imported."""
    spec = find_spec("cv2")
    return (
        spec is not None and bool(spec.origin) and Path(str(spec.origin)).with_name("qt").is_dir()
    )
