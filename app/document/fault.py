"""Why the system could not read or write a file: the common reasons in words of our own.

The system's are English or another language than the window's, and short to the point of riddles.
"""

from __future__ import annotations

import errno

DISK_FULL = "the disk is full"
READ_ONLY = "the disk is read-only"
IN_USE = "another program is using it"
COMMON = {
    errno.ENOSPC: DISK_FULL,
    errno.EDQUOT: DISK_FULL,
    errno.EROFS: READ_ONLY,
    errno.EACCES: "permission denied",
    errno.EPERM: "permission denied",
    errno.ENOENT: "it is not there",
    errno.ENAMETOOLONG: "the name is too long",
    errno.EISDIR: "a folder has this name",
    errno.EBUSY: IN_USE,
}
# Windows calls these a lack of permission: ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION.
SHARING_CODES = {32, 33}


def reason_of(error: Exception) -> str:
    """The reason, without the file's name; of what is not common, what the system says."""
    if getattr(error, "winerror", None) in SHARING_CODES:
        return IN_USE
    common = COMMON.get(getattr(error, "errno", None) or 0)
    return common or getattr(error, "strerror", None) or str(error)
