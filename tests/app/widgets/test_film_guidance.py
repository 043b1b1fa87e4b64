"""What is said while a video plays: nothing that nobody can do any more."""

from __future__ import annotations

import pytest

from app.capture.guidance import Guidance
from app.widgets import guide_wording

# Of those that are said to whoever holds a document before a camera.
ASKED = ("please", "show", "camera", "hold", "move", "tilt it", "keep", "turn")


@pytest.mark.parametrize("key", [*Guidance, guide_wording.FLIP])
def test_no_advice_for_a_camera_is_given_for_a_video(window, session, key) -> None:
    session.sources.source = "video:card.mp4"
    window.guide.show_live(key)
    shown = window.bottom.guidance.text()
    assert shown
    assert not [word for word in ASKED if word in shown.lower()]


@pytest.mark.parametrize("source", ["camera:Desk", "sample"])
def test_a_camera_gets_its_own(window, session, source) -> None:
    session.sources.source = source
    window.guide.show_live("no_document")
    assert window.bottom.guidance.text() == "Show the document to the camera"
