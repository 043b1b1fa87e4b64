"""Takes the documents' pictures: the real window, detector and clip."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

# Offscreen where there is no display, before Qt looks for one.
if sys.platform.startswith("linux") and not {"DISPLAY", "WAYLAND_DISPLAY"} & set(os.environ):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from app.bench.trial import Trial
from app.capture.guidance import Guidance

WINDOW_SIZE = (1280, 800)


def main() -> int:
    """Writes live.png and window.png into the folder named."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "docs")
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="rectoscan-screenshots-") as settings:
        _take_both(Trial(time.monotonic(), Path(settings)), folder)
    return 0


def _take_both(trial: Trial, folder: Path) -> None:
    trial.window.resize(*WINDOW_SIZE)
    trial.wait(1.0)
    trial.session.capturing.set_confirm(False)
    guidance: list[Guidance] = []
    trial.session.capturing.observed.connect(lambda seen: guidance.append(seen.guidance))
    trial.session.sources.start_sample()
    # The clip's card comes, lies still and goes: what a person sees is the middle.
    trial.wait_for(lambda: guidance[-1:] == [Guidance.CAPTURING])
    _take(trial, folder / "live.png")
    trial.wait_for(lambda: bool(trial.session.pages))
    trial.session.sources.stop_live()
    trial.session.select(trial.session.pages[0].id)
    trial.wait(2.0)
    _take(trial, folder / "window.png")
    trial.close()


def _take(trial: Trial, target: Path) -> None:
    if not trial.window.grab().save(str(target)):
        raise OSError(f"cannot write {target}")
    print(target)


if __name__ == "__main__":
    raise SystemExit(main())
