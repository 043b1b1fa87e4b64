"""A frame that is kept gets its document from all looks at it in the steady moment."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from detector.fusion import fuse

if TYPE_CHECKING:
    from app.capture.moment import Shot


def fused(shot: Shot) -> Shot:
    """The shot with less noise and glare, at the same size and with the same outline; its own frame
    where there is nothing to gain. Its views are let go of."""
    if shot.quad is None or not shot.views:
        return shot
    frame = shot.frame
    image = fuse(frame.image, shot.quad, shot.views)
    if image is not frame.image:
        frame = replace(frame, image=image)
    return replace(shot, frame=frame, views=())
