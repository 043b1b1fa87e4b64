"""What the session tells a person: values that the window shows as they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from app.workers.camera_choice import CameraInfo
from app.workers.screen_choice import ScreenInfo

__all__ = ["Action", "CameraInfo", "Kind", "Notice", "ScreenInfo"]

Kind = Literal["error", "warning", "info"]
Action = Literal[
    "retry",
    "open",
    "save_elsewhere",
    "save_copy",
    "settings",
    "screen_settings",
    "undo",
    "edit",
    "check",
    "again",
    "clear",
    "restore",
    "discard",
]


@dataclass(frozen=True)
class Notice:
    """One message, already translated.

    action : what a button beside the message offers; None for no button. second : another one.
    detail : the technical reason, for a tooltip; never a document's content.
    page_ids : of the pages that it is about; it goes when there is nothing left to say of them.
    rest : what is then still to be said.
    lasting : not about pages or files, so that it outlives a session that is cleared.
    of_camera : a fault of a camera, which is over once that one or another feed is there.
    until_page : of no more use once there is a page.
    """

    kind: Kind
    text: str
    action: Action | None = None
    detail: str = ""
    second: Action | None = None
    page_ids: tuple[str, ...] = ()
    rest: Notice | None = None
    lasting: bool = False
    of_camera: bool = False
    until_page: bool = False
