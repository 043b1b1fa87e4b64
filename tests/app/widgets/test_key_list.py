"""What F1 lists."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel

from app.widgets.shortcuts import ShortcutsDialog, shortcut_groups


def test_the_list_of_keys_says_where_each_works(window) -> None:
    labels = [label.text() for label in ShortcutsDialog(window).findChildren(QLabel)]
    titles = [title for title, _ in shortcut_groups()]
    assert [text for text in labels if text in titles] == titles
    for _, rows in shortcut_groups():  # arrows and Esc mean something else in each place
        keys = [keys for keys, _ in rows]
        assert len(keys) == len({*keys}), keys
