"""Which files hold which pages, and who still knows their names."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from app.document.original import Original
from app.document.page import Page
from app.session.files import Files
from detector.quad import Quad

OUT = Path("/out")
HALF = ((0.1, 0.1), (0.5, 0.5))


def page(page_id: str) -> Page:
    return Page(page_id, Original(np.zeros((30, 40, 3), np.uint8)), Quad.full(40, 30))


def test_of_saves_that_run_each_ends_in_its_turn_and_one_that_failed_holds_nothing() -> None:
    files, a, b = Files(), page("a"), page("b")
    for pages, name in (([a], "a.pdf"), ([b], "b.pdf"), ([a, b], "ab.pdf")):
        files.begin(pages, OUT / name, together=True)
    files.end([OUT / "a (2).pdf"])
    files.fail()
    assert files.target_of(["b"]) == OUT / "ab.pdf"  # which runs
    files.end([OUT / "ab.pdf"])
    assert files.holding([a]) == (OUT / "a (2).pdf",)
    assert files.holding([b]) == ()
    assert files.holding([a, b]) == (OUT / "ab.pdf",)
    assert files.target_of(["a"], alone=True) == OUT / "a.pdf"
    assert files.target_of(["b"], alone=True) is None
    assert files.target_of([]) is None


def test_a_save_that_ends_after_all_was_forgotten_names_nobody() -> None:
    files, a = Files(), page("a")
    files.begin([a], OUT / "J. Smith.pdf", together=True)
    files.forget()
    files.begin([a], OUT / "next.pdf", together=True)
    assert files.target_of(["a"]) == OUT / "next.pdf"
    files.end([OUT / "J. Smith.pdf"])
    assert files.holding([a]) == ()
    files.end([OUT / "next.pdf"])
    assert files.holding([a]) == (OUT / "next.pdf",)


def test_of_a_file_for_each_page_the_one_is_named_that_shows_what_is_black() -> None:
    files, pages = Files(), [page(name) for name in "abc"]
    files.begin(pages, OUT / "x.jpg", together=False)
    first = [OUT / f"x-{number}.jpg" for number in range(3)]
    files.end(first)
    pages[1] = pages[1].with_hidden(*HALF)
    files.begin(pages, OUT / "y.pdf", together=True)
    files.end([OUT / "y.pdf"])
    assert files.showing([OUT / "y.pdf"]) == [first[1]]
    assert files.showing([OUT / "y.pdf"]) == []  # told
    pages[1] = pages[1].with_hidden((0.2, 0.2), (0.3, 0.3))  # within what was black
    files.begin(pages, OUT / "z.pdf", together=True)
    files.end([OUT / "z.pdf"])
    assert files.showing([OUT / "z.pdf"]) == []
    assert files.outdated([OUT / "y.pdf"], pages)
    assert not files.outdated([OUT / "z.pdf"], pages)


def test_pages_are_where_they_were_saved_last_and_not_beside_one_that_is_gone() -> None:
    files, a, b = Files(), page("a"), page("b")
    for pages, name in (([a, b], "ab.pdf"), ([b], "b.pdf")):
        files.begin(pages, OUT / name, together=True)
        files.end([OUT / name])
    assert files.holding([a, b]) == (OUT / "ab.pdf",)
    assert files.holding([b]) == (OUT / "b.pdf",)
    assert files.holding([a]) == ()
    turned = a.rotated(1)
    assert files.holding([turned, b]) == ()
    files.begin([turned], OUT / "a.pdf", together=True)
    files.end([OUT / "a.pdf"])
    assert files.holding([turned, b]) == (OUT / "a.pdf", OUT / "b.pdf")


def test_a_save_that_runs_spares_a_question_but_not_a_crash() -> None:
    files, a = Files(), page("a")
    files.begin([a], OUT / "a.pdf", together=True)
    assert files.unsaved([a]) == []
    assert files.unwritten([a]) == [a]
    files.end([OUT / "a.pdf"])
    assert files.unwritten([a]) == []


def test_what_a_save_failed_with_is_asked_about_though_an_earlier_file_has_it() -> None:
    files, a, b = Files(), page("a"), page("b")
    files.begin([a, b], OUT / "ab.pdf", together=True)
    files.end([OUT / "ab.pdf"])
    files.begin([a], OUT / "a.pdf", together=True)
    files.begin([a], OUT / "again.pdf", together=True)
    files.fail()
    assert files.unsaved([a, b]) == [a]
    assert files.unwritten([a, b]) == []
    files.end([OUT / "again.pdf"])
    assert files.unsaved([a, b]) == []


def test_a_page_counts_as_saved_where_another_file_took_its_files_name() -> None:
    files, a, b = Files(), page("a"), page("b")
    for each in (a, b):
        files.begin([each], OUT / "x.pdf", together=True)
        files.end([OUT / "x.pdf"])
    assert files.holding([a]) == ()
    assert files.unsaved([a, b]) == files.unwritten([a, b]) == []
