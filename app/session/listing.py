"""Several things said as one: names in a sentence, lines in a tooltip, sentences in a row."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

MAX_LISTED = 3  # of names and kinds in a sentence; the tooltip names more
MAX_IN_TOOLTIP = 20


def listed(names: Sequence[str]) -> str:
    """The first of them, one after another; dots where there are more."""
    told = joined(names[:MAX_LISTED])
    if len(names) <= MAX_LISTED:
        return told
    return QCoreApplication.translate("Notices", "{names}, …").format(names=told)


def joined(names: Sequence[str]) -> str:
    """All of them, one after another."""
    return _chained(QCoreApplication.translate("Notices", "{first}, {second}"), names)


def below_each_other(lines: Sequence[str]) -> str:
    """For a tooltip, which is to have room on the screen."""
    return "\n".join([*lines[:MAX_IN_TOOLTIP], *("…" for _ in lines[MAX_IN_TOOLTIP:][:1])])


def sentences(*texts: str) -> str:
    """One after another, with the space that the language wants between them."""
    return _chained(QCoreApplication.translate("Notices", "{first} {second}"), texts)


def _chained(between: str, texts: Sequence[str]) -> str:
    """One after another. between : holds {first} and {second}."""
    told = ""
    for text in texts:
        told = between.format(first=told, second=text) if told else text
    return told
