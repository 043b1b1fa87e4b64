"""How large a save would be, of a set whose pages are not alike."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from app.document import estimate
from app.document.estimate import estimated_bytes
from app.document.export import save_pages
from app.document.form import Form
from app.document.original import Original
from app.document.page import Page
from detector.quad import Quad


def unlike(count: int) -> list[Page]:
    """Pages with more detail from one to the next; the first is nearly plain."""
    made = []
    for number in range(count):
        noise = np.random.default_rng(number).normal(150, 4 + 50 * number / count, (420, 640, 3))
        grain = cv2.GaussianBlur(noise, (0, 0), 0.8).clip(0, 255).astype(np.uint8)
        made.append(Page(f"{number}", Original(grain), Quad.inset(640, 420, 0.05)))
    return made


@pytest.mark.parametrize("file_format", ["pdf", "pdfs", "jpeg"])
@pytest.mark.parametrize("count", [7, 16])
def test_pages_that_are_not_alike_are_all_stood_for(
    tmp_path: Path, file_format: str, count: int
) -> None:
    for pages in (unlike(count), unlike(count)[::-1]):
        about = estimated_bytes(pages, Form(file_format, 150, 90))
        paths = save_pages(pages, tmp_path / "x", Form(file_format, 150, 90))
        assert about == pytest.approx(sum(path.stat().st_size for path in paths), rel=0.15)


def drawn(monkeypatch: pytest.MonkeyPatch, spent_s: float = 0.0) -> list[str]:
    """Ids of the pages that are drawn, each of which takes so long."""
    ids: list[str] = []
    clock, render = [0.0], estimate.render

    def note(page: Page, dpi: float | None, *, keep_sharper: bool) -> estimate.Rendered:
        ids.append(page.id)
        clock[0] += spent_s
        return render(page, dpi, keep_sharper=keep_sharper)

    monkeypatch.setattr(estimate, "render", note)
    monkeypatch.setattr(estimate.time, "monotonic", lambda: clock[0])
    return ids


def test_five_of_a_kind_are_drawn_and_none_begun_once_it_takes_long(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pages = [page.with_filter("grey") if n % 2 else page for n, page in enumerate(unlike(24))]
    quick = drawn(monkeypatch)
    estimated_bytes(pages, Form("jpeg", 72, 90))
    assert len(quick) == len({*quick}) == 10
    monkeypatch.undo()
    slow = drawn(monkeypatch, estimate.ENOUGH_S)
    about = estimated_bytes(pages, Form("jpeg", 72, 90))
    assert len(slow) == 3  # one of each kind, and one that is begun in time
    assert {int(page_id) % 2 for page_id in slow[:2]} == {0, 1}
    assert about > 0


def test_an_answer_that_nobody_waits_for_takes_no_more_pages(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ids = drawn(monkeypatch)
    estimated_bytes(unlike(9), Form("jpeg", 72, 90), wanted=lambda: False)
    assert len(ids) == 1


@pytest.mark.parametrize(
    ("count", "turns"), [*((count, 2) for count in range(2, 61)), (30, 3), (60, 3), (300, 3)]
)
def test_where_pages_take_turns_each_kind_of_them_is_drawn(
    count: int, turns: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = drawn(monkeypatch)
    original = Original(np.full((30, 40, 3), 90, np.uint8))
    pages = [Page(f"{number}", original, Quad.full(40, 30)) for number in range(count)]
    estimated_bytes(pages, Form("jpeg", 72, 90))
    places = [int(page_id) for page_id in ids]
    assert {place % turns for place in places} == {*range(turns)}
    assert max(places) - min(places) >= (count - 1) / 2
