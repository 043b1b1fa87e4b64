"""Cameras of one name can be told from each other."""

from __future__ import annotations

import pytest

from app.workers.camera_choice import CameraInfo

LONG = "Logitech BRIO Ultra HD Pro Business Webcam with a very long name"


def rows(window, *cameras: CameraInfo) -> list[str]:
    """What is read of each, once these are plugged in."""
    window.sources.show_cameras(cameras)
    assert [row.accessibleName() for row in window.sources.cameras] == [
        row.toolTip() for row in window.sources.cameras
    ]
    return [row.text() for row in window.sources.cameras]


@pytest.mark.parametrize("name", ["Webcam", LONG])
def test_the_second_of_a_name_has_a_number(window, name) -> None:
    first, second, third = (CameraInfo(key, name) for key in "abc")
    shown = rows(window, first, CameraInfo("d", "Desk"), second, third)
    assert len(set(shown)) == 4
    assert [text[-4:] for text in shown[2:]] == [" (2)", " (3)"]
    assert shown[1] == "Desk"


def test_each_keeps_its_number_while_it_is_plugged_in(window) -> None:
    first, second, third = (CameraInfo(key, "Webcam") for key in "abc")
    assert rows(window, first, second) == ["Webcam", "Webcam (2)"]
    assert rows(window, second) == ["Webcam (2)"]
    assert rows(window, third, second) == ["Webcam", "Webcam (2)"]


def test_each_starts_its_own(window, session) -> None:
    asked: list[str] = []
    window.sources.camera_asked.connect(asked.append)
    rows(window, CameraInfo("a", "Webcam"), CameraInfo("b", "Webcam"))
    for row in window.sources.cameras:
        row.click()
    assert asked == ["a", "b"]
