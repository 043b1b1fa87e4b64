"""What a dialog shows, scrolled where the screen is too low for it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

# Of the screen's height: a dialog's frame and a task bar have to be seen as well.
ROOM_SHARE = 0.9
# Between rows and their scroll bar.
GAP_PX = 16


class Scrolled(QScrollArea):
    """Rows of a dialog, as high as they are or as there is room; its width follows theirs."""

    def __init__(self, rows: QWidget, name: str) -> None:
        super().__init__()
        self._rows = rows
        self.setObjectName("plain")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidgetResizable(True)
        self.setWidget(rows)
        self.setAccessibleName(name)

    def fit(self, dialog: QWidget) -> None:
        """Gives the dialog around it its size. To be called as it is shown, not sooner: what the
        style sheet adds is not known before."""
        room_px = round(ROOM_SHARE * dialog.screen().availableSize().height())
        # Words that may be broken take the lines that they need, not the width that they could.
        least_px = self._rows.minimumSizeHint().width()
        beside_px = dialog.sizeHint().width() - self.sizeHint().width()
        width = max(least_px, dialog.minimumWidth() - beside_px)
        wanted = max(self._rows.heightForWidth(width), self._rows.minimumSizeHint().height())
        layout = dialog.layout()
        all_px = layout.totalHeightForWidth(width + beside_px) if layout is not None else -1
        others_px = max(all_px, dialog.sizeHint().height()) - self.sizeHint().height()
        if wanted + others_px <= room_px:
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # nothing to be moved by keys
        else:
            width += self.verticalScrollBar().sizeHint().width() + GAP_PX
            self._rows.setContentsMargins(0, 0, GAP_PX, 0)
        self.setMinimumWidth(width)
        dialog.resize(width + beside_px, min(wanted + others_px, room_px))
