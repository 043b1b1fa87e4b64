"""Which camera, and in which of its formats."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class CameraInfo:
    """A camera: id is QCameraDevice.id() as text (stable over restarts), name is for people."""

    id: str
    name: str


def returned(lost_id: str, before: Iterable[CameraInfo], now: Iterable[CameraInfo]) -> str:
    """Id under which a camera that was lost has come back, "" where none has.

    A camera in another socket, or whose device was still in use as it came back, gets another id.
    It is known by its name, where no other one had that, and one alone has come that has it.
    """
    old, new = list(before), list(now)
    names = [camera.name for camera in old]
    lost = [c.name for c in old if c.id == lost_id and names.count(c.name) == 1]
    known = {camera.id for camera in old}
    came = [camera.id for camera in new if camera.name in lost and camera.id not in known]
    return came[0] if len(came) == 1 else ""


@dataclass(frozen=True)
class FormatOffer:
    """One format of a camera. index : its place in QCameraDevice.videoFormats()."""

    index: int
    width: int
    height: int
    fps: float
    jpeg: bool


def best_format(offers: Iterable[FormatOffer]) -> FormatOffer | None:
    """The format to open: None leaves it to the driver.

    Raw 1080p over USB 2 reaches about 5 fps: MJPEG of at least 720p at 15 fps
    comes first, then any such format, then speed. Above 1080p nothing is gained for an outline
    that is seen live, so that larger ones only win where nothing else is left.
    """
    return max(offers, key=_rank, default=None)


def _rank(offer: FormatOffer) -> tuple[bool, bool, bool, int, float]:
    fluent, sharp = offer.fps >= 15, offer.height >= 720
    handy = offer.height <= 1080
    return (fluent and sharp, handy, fluent and offer.jpeg, offer.width * offer.height, offer.fps)
