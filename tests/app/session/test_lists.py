"""Lists of names in the sentences of the window's language."""

from __future__ import annotations

import re

import numpy as np

from app.document.original import Original
from app.document.page import Doubt, Page
from app.session.doubt_wording import doubtful
from app.session.listing import MAX_IN_TOOLTIP, listed
from app.session.opening_wording import left_out
from detector.quad import Quad

UNREAD = [
    ("bad.jpg", "is not a picture of a known kind"),
    ("e.png", "is empty (0 bytes)"),
    ("f.png", "is damaged or cut off"),
    ("g.png", "is damaged or cut off"),
]
# What a Chinese sentence has in a width of its own.
HALF_WIDTH = re.compile("[,():;]")


def test_english_lists_are_as_they_were() -> None:
    assert listed([]) == ""
    assert listed(["a"]) == "a"
    assert listed(["a", "b {first}", "c"]) == "a, b {first}, c"
    assert listed(["a", "b", "c", "d"]) == "a, b, c, …"
    notice = left_out(UNREAD[1:3], [])
    assert notice is not None
    assert notice.text == (
        "2 files cannot be opened: e.png (it is empty (0 bytes)), f.png (it is damaged or cut off)."
    )


def test_a_fault_is_told_of_beside_a_file_of_the_same_name_that_was_skipped() -> None:
    locked = ("notes", "cannot be read (permission denied)")
    notice = left_out([("notes", "is not a picture of a known kind"), locked], [])
    assert notice is not None
    assert "permission denied" in notice.text
    assert "Files that were skipped: 1" in notice.text


def test_a_broken_jpeg_is_not_said_to_be_of_no_known_kind() -> None:
    for name, told in (
        ("bad.jpg", "bad.jpg cannot be opened: it is damaged, or not a picture."),
        ("a.doc", "a.doc cannot be opened: it is not a picture of a known kind. What can be"),
    ):
        notice = left_out([(name, "is not a picture of a known kind")], [])
        assert notice is not None
        assert notice.text.startswith(told)
        assert ("JPEG" in notice.text) == (name == "a.doc")


def test_a_chinese_sentence_has_its_own_commas_and_brackets(chinese: None) -> None:
    for unread, skipped in ((UNREAD, []), (UNREAD[:2], ["a.pdf", "b.doc", "c.xyz", "d.zip"])):
        notice = left_out(unread, skipped)
        assert notice is not None
        for told in (notice.text, *notice.detail.splitlines()):
            assert HALF_WIDTH.search(told) is None, told
    notice = left_out(UNREAD[1:3], [])
    assert notice is not None
    assert "e.png（文件为空（0 字节））、f.png（文件已损坏或不完整）。" in notice.text
    assert listed(["a", "b", "c", "d"]) == "a、b、c 等"


def test_a_tooltip_names_no_more_than_a_screen_has_room_for() -> None:
    original = Original(np.zeros((30, 40, 3), np.uint8))
    pages = [
        Page(f"{n}", original, Quad.full(40, 30), name=f"p{n}", from_file=True) for n in range(300)
    ]
    doubts: dict[str, Doubt] = dict.fromkeys((page.id for page in pages), "unsure")
    notice = doubtful(dict(enumerate(pages, 1)), doubts)
    assert "300" in notice.text
    assert len(notice.page_ids) == 300
    names = notice.detail.splitlines()
    assert names == [*(f"Page {n + 1} (p{n})" for n in range(MAX_IN_TOOLTIP)), "…"]
    few = doubtful(dict(enumerate(pages[:MAX_IN_TOOLTIP], 1)), doubts)
    assert few.detail.splitlines() == names[:-1]
