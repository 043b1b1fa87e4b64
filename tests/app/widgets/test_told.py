"""What the controls tell assistive technology, and the tooltips of those that need one."""

from __future__ import annotations

import pytest
from fake_session import page
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication


@pytest.fixture
def shown(window, session):
    session.pages, session.selected = (page(),), "p1"
    session.enter("page")
    session.pages_changed.emit()
    QApplication.processEvents()
    return window.stage.page


def test_the_size_is_named_by_what_it_is_not_by_what_was_chosen(shown) -> None:
    told = QAccessible.queryAccessibleInterface(shown.format)
    labels = [each for each, kind in told.relations() if kind == QAccessible.RelationFlag.Label]
    assert [each.text(QAccessible.Text.Name) for each in labels] == ["Size of the document"]
    shown.show_marked(2)
    (label,) = labels
    assert label.text(QAccessible.Text.Name) == shown.format.accessibleName()
    assert "2" in label.text(QAccessible.Text.Name)


def test_the_filters_are_told_as_one_of_four(shown) -> None:
    told = [QAccessible.queryAccessibleInterface(each) for each in shown.filters.values()]
    assert [each.role() for each in told] == [QAccessible.Role.RadioButton] * 4
    shown.filters["grey"].click()
    assert [each.isChecked() for each in shown.filters.values()] == [False, True, False, False]


def test_a_folder_and_the_sample_say_what_they_do(window) -> None:
    assert "all pictures of a folder" in window.sources.folder.toolTip()
    assert "specimen" in window.sources.sample.toolTip()
    assert window.sources.live.toolTip() == "Back to live (Esc)"
