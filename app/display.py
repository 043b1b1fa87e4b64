"""Is there a desktop to show a window on?

Where there is none, as over ssh, Qt advises to install the program again and aborts.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

LACKING = (
    "expected a desktop to open a window on, but neither WAYLAND_DISPLAY nor DISPLAY is set; "
    "rectoscan detect and rectoscan scan need none"
)
# By which Qt is told of another place: variables, and options, with one dash or two.
TELLING = ("QT_QPA_PLATFORM", "WAYLAND_DISPLAY", "DISPLAY")
OPTIONS = ("platform", "display")
# Where Wayland's library looks unless it is told (wl_display_connect).
USUAL_SOCKET = "wayland-0"


def is_lacking(arguments: Sequence[str]) -> bool:
    """Whether no window can be shown. arguments : of the call, of which Qt takes some."""
    if not sys.platform.startswith("linux") or any(map(os.environ.get, TELLING)):
        return False
    options = (each.lstrip("-") for each in arguments if each.startswith("-"))
    if any(option.startswith(OPTIONS) for option in options):
        return False
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    return not (runtime and Path(runtime, USUAL_SOCKET).exists())
