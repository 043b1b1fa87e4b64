"""The pages of the scan: what is selected after each step, and what is told of it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from app.document.original import Original
from app.document.page import Page
from app.session.book import Book
from detector.quad import Quad

ORIGINAL = Original(np.zeros((60, 90, 3), np.uint8))


def page(name: str) -> Page:
    return Page(name, ORIGINAL, Quad.full(90, 60))


@pytest.fixture
def book() -> Book:
    """With pages "a" to "d", each added by itself; "b" is selected."""
    made = Book()
    for name in "abcd":
        made.add([page(name)])
    made.select("b")
    return made


@pytest.fixture
def told(book: Book) -> list[str]:
    """What the book tells."""
    heard: list[str] = []
    book.pages_changed.connect(lambda: heard.append("pages"))
    book.history_changed.connect(lambda: heard.append("history"))
    book.selection_changed.connect(lambda name: heard.append(f"selected {name}"))
    book.look_changed.connect(lambda each: heard.append(f"look {each.id}"))
    book.stepped_back.connect(lambda: heard.append("stepped back"))
    return heard


def names(book: Book) -> str:
    return "".join(each.id for each in book.pages)


def test_a_selection_is_told_once_and_of_a_page_that_is_not_there_none_is_left(
    book: Book, told: list[str]
) -> None:
    book.select("c")
    book.select("c")
    book.select("nobody")
    assert told == ["selected c", "selected "]


def test_of_several_removed_pages_the_one_that_was_shown_is_shown_again(book: Book) -> None:
    book.remove(["a", "b", "c"])
    assert book.selected == "d"
    book.undo()
    assert (names(book), book.selected) == ("abcd", "b")
    book.redo()
    book.undo()
    assert book.selected == "b"


def test_of_several_changed_pages_the_one_that_was_shown_is_shown_again(book: Book) -> None:
    book.change("rotate", "abc", lambda each: each.rotated(1))
    book.select("d")
    book.undo()
    assert book.selected == "b"
    book.select("d")
    book.redo()
    assert book.selected == "b"


def test_a_step_that_did_not_touch_the_page_that_was_shown_shows_what_it_did(book: Book) -> None:
    book.remove(["c", "d"])
    book.select("a")
    book.undo()
    assert book.selected == "d"


@pytest.mark.parametrize(
    ("removed", "selected"), [("b", "c"), ("bc", "d"), ("bcd", "a"), ("ac", "b"), ("abcd", "")]
)
def test_what_took_the_place_of_a_removed_page_is_selected(
    book: Book, told: list[str], removed: str, selected: str
) -> None:
    assert book.remove([*removed, "nobody"]) == len(removed)
    assert book.selected == selected
    moved = [] if selected == "b" else [f"selected {selected}"]
    assert told == ["pages", "history", *moved]
    assert book.undo_name == ("remove" if len(removed) == 1 else "remove_many")


def test_what_a_step_brings_back_or_changes_is_selected(book: Book, told: list[str]) -> None:
    book.remove("d")
    book.change("rotate", {"a"}, lambda old: old.rotated(1))
    assert book.selected == "b"
    told.clear()
    book.undo()
    assert told == ["pages", "history", "look a", "selected a", "stepped back"]
    book.undo()
    assert (names(book), book.selected) == ("abcd", "d")
    book.select("b")
    told.clear()
    book.redo()
    assert told == ["pages", "history"]
    assert (names(book), book.selected) == ("abc", "b")
    book.redo()
    assert book.selected == "a"


def test_added_pages_are_one_step_and_are_not_selected_by_it(book: Book) -> None:
    book.select("")
    book.add([page("e"), page("f")])
    assert (names(book), book.selected, book.undo_name) == ("abcdef", "", "add_many")


def test_what_changes_nothing_is_no_step(book: Book, told: list[str]) -> None:
    book.change("rotate", {"a"}, lambda old: old)
    book.order("abcd")
    assert book.remove(["nobody"]) == 0
    book.put_in_place("nobody", page("e"))
    book.redo()
    assert (told, book.undo_name, book.redo_name) == ([], "add", "")


def test_pages_are_put_in_another_order_as_one_step(book: Book, told: list[str]) -> None:
    book.order(["d", "nobody", "b"])
    assert names(book) == "dbac"
    assert told == ["pages", "history"]
    book.undo()
    assert names(book) == "abcd"


def test_of_several_pages_the_first_takes_a_place_and_the_others_come_last(book: Book) -> None:
    better = Original(np.ones((60, 90, 3), np.uint8))
    assert book.put([replace(page("e"), original=better), page("f")], "b") == "b"
    assert names(book) == "abcdf"
    assert book.pages[1].original is better
    book.undo()
    assert book.undo_name == "replace"
    book.redo()
    assert book.put([page("g")], "nobody") == "g"
    assert names(book) == "abcdfg"


def test_what_comes_later_of_one_opening_is_the_same_step(book: Book, told: list[str]) -> None:
    with book.growing(7):
        book.add([page("e")])
    book.change("rotate", {"a"}, lambda old: old.rotated(1))
    told.clear()
    with book.growing(7):
        book.add([page("f")])
    assert told == ["pages", "look f"]  # it is no other step than before
    book.add([page("g")])  # and this one is
    for _ in range(3):
        assert not book.undone(7)
        book.undo()
    assert names(book) == "abcd"
    assert book.undone(7)
    assert book.redo_name == "add_many"


def test_a_cleared_book_forgets_its_steps(book: Book, told: list[str]) -> None:
    gone = book.pages[0]
    assert book.holds(gone)
    book.clear()
    assert told == ["pages", "history", "selected "]
    assert (book.pages, book.undo_name, book.redo_name) == ((), "", "")
    assert not book.holds(gone)
