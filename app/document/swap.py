"""Where encoded pictures wait until they are wanted: in memory, as long as they are few; then in a
file that has no name and goes with the program, however that ends.

A copy, as the file that was opened may be changed or deleted, and the stick that it lies on be
taken out. What is in the copy is nobody's business: it is enciphered by keys that are in memory
alone, so that nothing can be read of what a disk keeps of it.
"""

from __future__ import annotations

import errno
import os
import secrets
import shutil
import tempfile
import threading
from pathlib import Path
from typing import Protocol
from weakref import WeakSet

# What waits in memory: four photos of a telephone, or the captures of a usual session.
HELD_BYTES = 16 * 2**20
# Room on the disk that is left to others.
SPARED_BYTES = 2**30
# A file is given up as a whole, once nothing of it is wanted: hence several.
VOLUME_BYTES = 256 * 2**20
KEY_BYTES = 32
# Always the same: no key is used for a second picture.
NONCE = bytes(16)


class Waiting(Protocol):
    """Bytes that are kept for as long as this is."""

    def read(self) -> bytes:
        """The bytes. For worker threads. Raises OSError where the disk does not give them back."""


class Held:
    """In memory."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def __len__(self) -> int:
        return len(self._data)

    def read(self) -> bytes:
        """See Waiting."""
        return self._data


class _Volume:
    """One file, written from its beginning to its end. Raises OSError where that cannot be done."""

    def __init__(self, folder: Path) -> None:
        self.wanted: WeakSet[_Swapped] = WeakSet()
        self.size = 0
        # Closed with the volume, or by the end of the process.
        self._file = tempfile.TemporaryFile(buffering=0, dir=folder)  # noqa: SIM115
        self._lock = threading.Lock()

    def append(self, data: bytes) -> int:
        """Where it lies. What could not be written as a whole is written over by the next."""
        with self._lock:
            at = self._file.seek(self.size)
            left = memoryview(data)
            while left:
                left = left[self._file.write(left) :]
            self.size += len(data)
        return at

    def read(self, at: int, size: int) -> bytes:
        """What lies there. Raises OSError where it is not all there."""
        with self._lock:
            self._file.seek(at)
            data = self._file.read(size)
        if len(data) != size:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return data

    def close(self) -> None:
        """By which it is gone."""
        with self._lock:
            self._file.close()


class _Swapped:
    def __init__(self, volume: _Volume, data: bytes) -> None:
        self._key = secrets.token_bytes(KEY_BYTES)
        self._volume, self._size = volume, len(data)
        self._at = volume.append(_enciphered(data, self._key))
        volume.wanted.add(self)

    def read(self) -> bytes:
        """See Waiting."""
        return _enciphered(self._volume.read(self._at, self._size), self._key)


class Swap:
    """Keeps everything in memory until it is told of a folder. Thread-safe."""

    def __init__(self, held_bytes: int = HELD_BYTES, spared_bytes: int = SPARED_BYTES) -> None:
        self.held_bytes, self.spared_bytes = held_bytes, spared_bytes
        self._folder: Path | None = None
        self._held: WeakSet[Held] = WeakSet()
        self._volumes: list[_Volume] = []
        self._lock = threading.Lock()

    def lie_in(self, folder: Path | None) -> None:
        """From now on what is too much for the memory lies in this folder of the disk."""
        self._folder = folder

    def keep(self, data: bytes) -> Waiting:
        """Keeps some bytes; in memory where they fit, or where the disk does not take them. For
        worker threads."""
        self.tidy()
        with self._lock:
            folder = self._folder
            if folder is not None and sum(map(len, self._held)) + len(data) > self.held_bytes:
                try:
                    return _Swapped(self._volume(folder, len(data)), data)
                except OSError:  # full, read-only or gone: the picture is not to be lost
                    pass
            held = Held(data)
            self._held.add(held)
            return held

    def tidy(self) -> None:
        """Gives back to the disk what nothing is wanted of. For worker threads: it takes its time
        to free a large file."""
        with self._lock:
            unwanted = [each for each in self._volumes if not each.wanted]
            self._volumes = [each for each in self._volumes if each.wanted]
        for each in unwanted:
            each.close()

    @property
    def disk_bytes(self) -> int:
        """What lies on the disk."""
        with self._lock:
            return sum(each.size for each in self._volumes)

    def _volume(self, folder: Path, coming_bytes: int) -> _Volume:
        """Where the next bytes go. Raises OSError where there is no room."""
        if shutil.disk_usage(folder).free - coming_bytes < self.spared_bytes:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        if not self._volumes or self._volumes[-1].size >= VOLUME_BYTES:
            self._volumes.append(_Volume(folder))
        return self._volumes[-1]


def _enciphered(data: bytes, key: bytes) -> bytes:
    """By ChaCha20 (RFC 7539), a key for each picture; the same gets them back."""
    # It takes 7 MB, which a session of few pictures is spared.
    from cryptography.hazmat.primitives.ciphers import Cipher
    from cryptography.hazmat.primitives.ciphers.algorithms import ChaCha20

    return Cipher(ChaCha20(key, NONCE), mode=None).encryptor().update(data)


swap = Swap()
