"""The use cases of the window: what a person can do, and the facts that follow."""

from app.session.notices import Action, CameraInfo, Fault, Kind, Notice, ScreenInfo
from app.session.session import Session

__all__ = ["Action", "CameraInfo", "Fault", "Kind", "Notice", "ScreenInfo", "Session"]
