"""What the window shows of feeds, and what it offers and asks of them."""

from __future__ import annotations

from app.session.capturing import Capturing
from app.session.engine import Engine
from app.session.screens import Screens
from app.session.sources import Sources
from app.widgets.composition import Parts


def connect_feeds(
    parts: Parts, sources: Sources, screens: Screens, capturing: Capturing, engine: Engine
) -> None:
    """Cameras and screens are listed; one is started, shown, captured from and stopped."""
    pane, stage, bottom = parts.sources, parts.stage, parts.bottom
    empty, finder = stage.empty, stage.viewfinder
    capturing.preview_changed.connect(finder.show_frame)
    finder.room_changed.connect(capturing.set_preview_room)
    capturing.outdated.connect(finder.drop_outline)
    for told in (bottom.show_engine, finder.show_engine):
        engine.changed.connect(told)
    pane.camera_asked.connect(sources.start_camera)
    pane.stop_asked.connect(sources.stop_live)
    pane.live_asked.connect(sources.show_live)
    pane.screen_asked.connect(screens.start_screen)
    empty.camera_asked.connect(lambda: sources.start_camera(None))
    for listed in (pane.show_cameras, empty.show_cameras):
        sources.cameras_changed.connect(listed)
    screens.screens_changed.connect(pane.show_screens)
    bottom.shutter_pressed.connect(capturing.capture)
    bottom.auto_switched.connect(capturing.set_auto_capture)
    bottom.confirm_switched.connect(capturing.set_confirm)
