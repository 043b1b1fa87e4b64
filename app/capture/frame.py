"""One picture of a live feed, and what delivers them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Frame:
    """A picture and when it was taken. Two frames are the same only when they are one object.

    image : uint8 (H, W, 3) BGR, contiguous; made read-only here, since threads share it.
    captured_at_s : on the clock of time.monotonic().
    number : counts from 0 within one feed; a gap means frames that nobody had time for.
    source : "camera:<name>", "screen:<name>", "video:<name>" or "sample".
    """

    image: NDArray[np.uint8] = field(repr=False)
    captured_at_s: float
    number: int
    source: str

    def __post_init__(self) -> None:
        self.image.setflags(write=False)

    @property
    def width(self) -> int:
        """Width, px."""
        return int(self.image.shape[1])

    @property
    def height(self) -> int:
        """Height, px."""
        return int(self.image.shape[0])

    @property
    def of_screen(self) -> bool:
        """Whether it is what a screen shows, not what a camera sees."""
        return self.source.startswith("screen:")


class FrameSource(Protocol):
    """Anything that frames come from: a file, a clip, a test. Used by one thread only."""

    name: str  # as Frame.source

    @property
    def interval_s(self) -> float:
        """How long after the frame before the one that was read last comes, s; after the last one,
        how long that stands."""

    @property
    def whole(self) -> bool:
        """Whether all that was there up to here could be read; at the end, all of it."""

    def open(self) -> None:
        """Gets ready; may take long. Raises CameraError."""

    def read(self) -> NDArray[np.uint8] | None:
        """The next frame, uint8 (H, W, 3) BGR, in an array of its own; None at the end."""

    def close(self) -> None:
        """Frees what open() took. Safe to call twice."""
