"""The names of undoable steps."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication


def step(name: str) -> str:
    """The translated name of an undoable step, by its key."""
    return steps().get(name, name)


def steps() -> dict[str, str]:
    """All of them."""
    return {
        "add": QCoreApplication.translate("Steps", "Add page"),
        "add_many": QCoreApplication.translate("Steps", "Add pages"),
        "corners": QCoreApplication.translate("Steps", "Move corners"),
        "rotate": QCoreApplication.translate("Steps", "Rotate"),
        "filter": QCoreApplication.translate("Steps", "Change filter"),
        "rounded": QCoreApplication.translate("Steps", "Round corners"),
        "black_out": QCoreApplication.translate("Steps", "Black out"),
        "show_again": QCoreApplication.translate("Steps", "Show again"),
        "watermark": QCoreApplication.translate("Steps", "Watermark"),
        "format": QCoreApplication.translate("Steps", "Change size"),
        "remove": QCoreApplication.translate("Steps", "Remove page"),
        "replace": QCoreApplication.translate("Steps", "Replace page"),
        "swap": QCoreApplication.translate("Steps", "Swap sides"),
        "remove_many": QCoreApplication.translate("Steps", "Remove pages"),
        "order": QCoreApplication.translate("Steps", "Change order"),
    }
