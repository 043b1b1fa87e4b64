"""Why a file cannot be read or written, in words of our own where it is a common reason."""

from __future__ import annotations

import errno

import pytest

from app.document.fault import DISK_FULL, IN_USE, reason_of


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT])
def test_a_disk_and_a_share_of_it_can_be_full(code: int) -> None:
    assert reason_of(OSError(code, "the system's own words")) == DISK_FULL


@pytest.mark.parametrize("code", [32, 33])
def test_a_file_that_another_program_holds_on_windows_is_no_lack_of_permission(code: int) -> None:
    error = PermissionError(errno.EACCES, "Permission denied")
    assert reason_of(error) == "permission denied"
    setattr(error, "winerror", code)  # noqa: B010 - only Windows has it
    assert reason_of(error) == IN_USE


def test_what_is_not_common_is_said_as_the_system_says_it() -> None:
    assert reason_of(OSError(errno.EXDEV, "Invalid cross-device link")) == (
        "Invalid cross-device link"
    )
    assert reason_of(ValueError("embedded null byte")) == "embedded null byte"
