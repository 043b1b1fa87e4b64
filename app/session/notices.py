"""What the session tells a person: values that the window shows as they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from app.workers.camera_choice import CameraInfo
from app.workers.screen_choice import ScreenInfo

__all__ = ["Action", "CameraInfo", "Fault", "Kind", "Notice", "ScreenInfo"]

Kind = Literal["error", "warning", "info"]
Fault = Literal["camera", "engine", "watch", "opening"]
Action = Literal[
    "retry",
    "open",
    "results",
    "save_elsewhere",
    "save_copy",
    "settings",
    "screen_settings",
    "undo",
    "edit",
    "keep",
    "check",
    "again",
    "camera",
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
    of : what it is a fault of: it is over once that or another feed is there, the engine works, the
    folder is watched again or no longer, or somebody opens something else.
    until_page : of no more use once there is a page.
    waits : it gives its place to any other one, and comes back after it.
    """

    kind: Kind
    text: str
    action: Action | None = None
    detail: str = ""
    second: Action | None = None
    page_ids: tuple[str, ...] = ()
    rest: Notice | None = None
    lasting: bool = False
    of: Fault | None = None
    until_page: bool = False
    waits: bool = False
