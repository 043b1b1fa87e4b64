"""The picture that a page is recomputed from: always there, decoded only while it is in use.

A folder of photos decoded at once would fill the memory (36 MB each at 12 MP, a tenth of that as
files). The pictures used last stay decoded, up to a budget; the others wait in the swap as the
file's own bytes, or as PNG where there was no file, and are decoded again when they are wanted.
"""

from __future__ import annotations

import threading
import uuid
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from app.document.fault import reason_of
from app.document.leaf import Origin
from app.document.picture import decode_picture
from app.document.swap import Waiting, swap
from app.errors import PictureError

# Two photos of 12 MP: what is worked on and what was looked at before. One that is decoded again
# takes about 0.1 s, in a worker.
BUDGET_BYTES = 72 * 2**20
# Bytes that take more than this share of the decoded picture are not worth keeping for it.
WORTH_KEEPING = 0.5
# Of PNG, 0 to 9: what matters is how long it takes.
PNG_LEVEL = 1


class Original:
    """uint8 (H, W, 3) BGR, read-only. encoded : the file that it was decoded from, where one was.

    width, height : px, at hand without decoding. origin : where on the disk it came from, if it
    did. dpi : dots an inch of what it shows, where its file tells. key : no other one has it.
    stays : of one that is used once, at once: it is never put away, and puts no other one away.
    """

    def __init__(
        self,
        image: NDArray[np.uint8],
        encoded: bytes = b"",
        origin: Origin | None = None,
        *,
        dpi: float | None = None,
        stays: bool = False,
    ) -> None:
        image.setflags(write=False)
        height, width = image.shape[:2]
        self.height, self.width = int(height), int(width)
        self.origin, self.dpi, self.key = origin, dpi, uuid.uuid4().hex
        self._bytes = image.nbytes
        worth = 0 < len(encoded) <= WORTH_KEEPING * image.nbytes
        self._encoded: Waiting | None = swap.keep(encoded) if worth else None
        self._image: NDArray[np.uint8] | None = image
        self._lock = threading.Lock()
        self._stays = stays
        if not stays:
            store.use(self)

    @property
    def decoded_bytes(self) -> int:
        """What it takes now beside its encoded form."""
        return self._bytes if self._image is not None else 0

    def pixels(self) -> NDArray[np.uint8]:
        """The picture, uint8 (H, W, 3) BGR, read-only. For worker threads: it may have to be
        decoded, and others put away.

        Raises PictureError where there is no memory for it, or the swap does not give it back.
        """
        if self._stays and self._image is not None:
            return self._image
        if self._image is None:
            # Not under the lock: it takes those of others, and they may want this one.
            store.make_room(self._bytes)
        with self._lock:
            image = self._image
            if image is None:
                # The name is never seen: what was decoded once can be decoded again.
                image = self._image = decode_picture(self._kept(), Path("picture"))
        store.use(self)
        store.make_room(0, keep=self)
        return image

    def encoded(self) -> bytes:
        """The picture as a file's bytes. For worker threads. Raises PictureError as pixels()."""
        with self._lock:
            image = self._image
            if image is None or self._encoded is not None:
                return self._kept()
        kept = swap.keep(_as_png(image))  # not under the lock: who wants the picture would wait
        with self._lock:
            if self._encoded is None:  # else somebody was faster
                self._encoded = kept
            return self._kept()

    def put_away(self) -> None:
        """Lets the decoded picture go; whoever holds it keeps it. For worker threads."""
        with self._lock:
            if self._image is not None and self._encoded is None:
                self._encoded = swap.keep(_as_png(self._image))
            self._image = None

    def _kept(self) -> bytes:
        """Raises PictureError where the disk does not give it back."""
        try:
            return self._encoded.read() if self._encoded is not None else b""
        except OSError as error:
            raise PictureError(Path("picture"), f"cannot be read ({reason_of(error)})") from error


def _as_png(image: NDArray[np.uint8]) -> bytes:
    done, data = cv2.imencode(".png", image, [cv2.IMWRITE_PNG_COMPRESSION, PNG_LEVEL])
    if not done:
        raise PictureError(Path("picture"), "cannot be encoded")
    return data.tobytes()


class Store:
    """Which originals are decoded, the first to be put away at the beginning. Holds none alive."""

    def __init__(self, budget_bytes: int = BUDGET_BYTES) -> None:
        self.budget_bytes = budget_bytes
        self._used: dict[int, weakref.ref[Original]] = {}
        self._lock = threading.Lock()

    def use(self, original: Original) -> None:
        """Remembers that this one was used last."""
        with self._lock:
            self._used.pop(id(original), None)
            self._used[id(original)] = weakref.ref(original)

    def is_last(self, original: Original) -> bool:
        """Whether this one was used last."""
        with self._lock:
            return next(reversed(self._used), None) == id(original)

    def goes_first(self, original: Original) -> None:
        """Has this one put away before all others."""
        with self._lock:
            self._used.pop(id(original), None)
            self._used = {id(original): weakref.ref(original), **self._used}

    def decoded_bytes(self) -> int:
        """What the decoded originals take."""
        return sum(each.decoded_bytes for each in self._alive())

    def make_room(self, coming_bytes: int, keep: Original | None = None) -> None:
        """Puts the ones used longest ago away, until a picture that is to be decoded fits as well.

        keep : one that stays. For worker threads.
        """
        alive = self._alive()
        total = coming_bytes + sum(each.decoded_bytes for each in alive)
        for each in alive:
            if total <= self.budget_bytes:
                return
            if each is not keep and each.decoded_bytes:
                total -= each.decoded_bytes
                each.put_away()

    def _alive(self) -> list[Original]:
        with self._lock:
            found = {key: reference() for key, reference in self._used.items()}
            self._used = {key: self._used[key] for key, each in found.items() if each is not None}
        return [each for each in found.values() if each is not None]


store = Store()


@contextmanager
def in_passing(original: Original) -> Iterator[None]:
    """While one of many is used once, as by a save: unless it is the one that was used last before,
    it is the first to go again, or the many would put away what somebody looks at."""
    looked_at = store.is_last(original)
    try:
        yield
    finally:
        if not looked_at:
            store.goes_first(original)
