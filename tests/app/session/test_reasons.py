"""Why something cannot be opened or saved, in the window's language."""

from __future__ import annotations

import ast
import errno
import os
import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from app.document import folder as folder_module
from app.document import picture as picture_module
from app.document.export import save_pages
from app.document.form import Form
from app.document.original import Original
from app.document.picture import load_picture
from app.errors import ExportError, PictureError
from app.session.reasons import reason_given, reason_in_words
from app.workers.own_folder import NO_LOCK
from app.workers.reading import whole_page

# What a caller does wrong, which no window lets happen.
INTERNAL = ("expected ", "there is no page to save", "cannot be encoded")


def raised(repository: Path) -> Iterator[str]:
    """The reasons that the layers below give as texts, each figure and fault in them being 7."""
    for room in ("document", "workers"):
        for path in (repository / "app" / room).glob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                named = isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
                if named and node.func.id in {"PictureError", "ExportError"}:
                    yield from texts(node.args[1])


def texts(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        yield "".join(part.value if isinstance(part, ast.Constant) else "7" for part in node.values)


def test_each_reason_that_is_given_has_its_words(repository: Path, chinese: None) -> None:
    given = {each for each in raised(repository) if not each.startswith(INTERNAL)}
    given |= {folder_module.TOO_DEEP, folder_module.TOO_MANY_FILES, picture_module.UNKNOWN_KIND}
    given |= {picture_module.EMPTY, picture_module.DAMAGE, picture_module.UNREAD_TIFF}
    given.add(NO_LOCK)
    assert len(given) > 12
    english = {each for each in given if not re.search("[\u4e00-\u9fff]", reason_in_words(each))}
    assert english == set()


@pytest.mark.parametrize(
    "code",
    [
        *(errno.ENOSPC, errno.EACCES, errno.EPERM, errno.EROFS, errno.ENAMETOOLONG),
        *(errno.EISDIR, errno.EBUSY, errno.ENOENT),
    ],
)
def test_what_the_system_says_often_has_its_words(chinese: None, code: int) -> None:
    error = OSError(code, os.strerror(code), "/a/secret.png")
    words = reason_in_words(reason_given(error))
    assert not re.search("[A-Za-z]", words)
    for reason in ("cannot be read ({})", "cannot be listed ({})"):  # which they say themselves
        assert reason_in_words(reason.format(reason_given(error))) == words


def test_a_name_that_no_system_takes_is_said_in_words(chinese: None, tmp_path: Path) -> None:
    long = "x" * 300
    page = whole_page(Original(np.full((30, 40, 3), 90, np.uint8)), "a")
    with pytest.raises(PictureError) as unread:
        load_picture(tmp_path / f"{long}.png")
    with pytest.raises(ExportError) as unsaved:
        save_pages([page], tmp_path / long / "a.png", Form("png", 100))
    told = [reason_in_words(reason_given(caught.value)) for caught in (unread, unsaved)]
    assert told == ["名称过长", "名称过长"]


def test_what_no_layer_has_put_into_words_names_no_file(english: None) -> None:
    error = OSError(errno.EIO, os.strerror(errno.EIO), "/a/secret.png")
    assert reason_given(error) == os.strerror(errno.EIO)
    assert reason_in_words(reason_given(MemoryError())) == "it does not fit into the memory"


def test_figures_stay(chinese: None) -> None:
    assert reason_in_words("holds more than 2000 pictures") == "其中的图片超过 2000 张"
    told = reason_in_words("is too large: 30000 × 20000 is 600 MP, limit 200 MP")
    assert "30000 × 20000" in told
    assert "200" in told


def test_what_the_system_said_stays_as_it_is() -> None:
    assert reason_in_words("Input/output error") == "Input/output error"
    assert "Stale file handle" in reason_in_words("cannot be read (Stale file handle)")


@pytest.mark.parametrize(
    ("size", "dpi", "file_format"),
    [((15_000, 300), 72, "sheet"), *(((40, 40), 1200, name) for name in ("pdf", "pdfs", "sheet"))],
)
def test_a_page_that_no_pdf_can_hold_is_told_in_words(
    tmp_path: Path, chinese: None, size: tuple[int, int], dpi: int, file_format: str
) -> None:
    image = np.full((size[1], size[0], 3), 200, np.uint8)
    page = whole_page(Original(image), "strip").with_format("other")
    with pytest.raises(ExportError) as failed:
        save_pages([page], tmp_path / "strip", Form(file_format, dpi))
    reason = reason_given(failed.value)
    assert "PDF units" not in reason
    assert re.search("[\u4e00-\u9fff]", reason_in_words(reason))
