"""A watermark that is damaged in a journal is drawn anew, or its pages alone are lost."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from app.document.journal import LIST, Journal, ids_of, read_journal
from app.document.original import Original
from app.document.page import Page
from app.document.watermark import Watermark
from app.workers.inscription import inscription
from app.workers.recovery import OwnJournal, leftovers, read_all
from detector.quad import Quad

pytestmark = pytest.mark.usefixtures("qapp")  # for its fonts

DAMAGED = [
    pytest.param("", id="empty"),
    pytest.param("iVBORw0KGgoAAAANSUhEUg==", id="cut off"),
    pytest.param("no base64", id="of other characters"),
    pytest.param(None, id="of another kind"),
]


def page(page_id: str, text: str = "") -> Page:
    plain = Page(page_id, Original(np.full((30, 40, 3), 200, np.uint8)), Quad.full(40, 30))
    return plain.with_watermark(inscription(text)) if text else plain


PAGES = {"a": "", "b": "Copy for B", "c": "Copy for C", "d": "Copy for B"}


def damage(folder: Path, text: str, mask: str | None) -> None:
    kept = json.loads((folder / LIST).read_bytes())
    kept["masks"][text] = mask
    (folder / LIST).write_text(json.dumps(kept))


@pytest.mark.parametrize("mask", DAMAGED)
def test_pages_of_another_watermark_come_back(tmp_path: Path, mask: str | None) -> None:
    Journal(tmp_path).write([page(*each) for each in PAGES.items()])
    damage(tmp_path, "Copy for B", mask)
    assert ids_of(tmp_path) == set(PAGES)
    read = read_journal(tmp_path)
    assert ([each.id for each in read.pages], read.lost) == (["a", "c"], 2)
    assert read.pages[1].edits.watermark == inscription("Copy for C")


@pytest.mark.parametrize("mask", DAMAGED)
def test_what_is_damaged_is_drawn_anew_once(tmp_path: Path, mask: str | None) -> None:
    Journal(tmp_path).write([page(*each) for each in PAGES.items()])
    damage(tmp_path, "Copy for B", mask)
    drawn: list[str] = []

    def draw(text: str) -> Watermark:
        drawn.append(text)
        return Watermark(text, np.full((2, 3), 7, np.uint8))

    read = read_journal(tmp_path, draw)
    assert ([each.id for each in read.pages], read.lost) == (list(PAGES), 0)
    assert drawn == ["Copy for B"]
    (_, other, again, second) = (each.edits.watermark for each in read.pages)
    assert other is not None
    assert again is not None
    assert other is second
    assert (other.mask.max(), other.text) == (7, "Copy for B")
    assert np.array_equal(again.mask, inscription("Copy for C").mask)


def test_after_a_crash_it_is_written_as_it_was(tmp_path: Path) -> None:
    left = page("b", "Copy for B")
    own = OwnJournal(tmp_path)
    own.write([left], (), ())
    own.release()
    (folder,) = (path.parent for path in tmp_path.glob(f"*/{LIST}"))
    damage(folder, "Copy for B", "")
    kept = leftovers(tmp_path)
    (back,) = read_all(kept).pages
    for each in kept:
        each.remove()
    assert back.edits.watermark is not None
    assert left.edits.watermark is not None
    assert np.array_equal(back.edits.watermark.mask, left.edits.watermark.mask)
