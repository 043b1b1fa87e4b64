"""The size of the document, in words for whoever holds it."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, QSize, Signal
from PySide6.QtWidgets import QComboBox, QLabel, QStyle, QStyleOptionComboBox

from app.widgets import names
from app.widgets.choices import ChoiceBox
from detector.formats import FORMATS, OTHER
from detector.shape import Shape

# As the box lists them; None is automatic.
CHOICES: tuple[str | None, ...] = (None, *FORMATS, OTHER)

LEAST = 7  # characters, where there is no room for more
AIR_PX = 4  # what a style takes from a text's room at its ends


class SizeBox(ChoiceBox):
    """What a page's document measures; standards and figures are in the tooltip.

    Signals: chosen(name of a format or None).
    """

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._measured = ""  # by its standard, as it is told
        self._looks_like = OTHER  # the format that the automatic choice takes
        self._label: QLabel | None = None
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(LEAST)
        for name in CHOICES:
            self.addItem(names.format_name(name), name)
        automatic = [names.automatic_format(name) for name in CHOICES if name]
        self._texts = *map(names.format_name, CHOICES), *automatic
        self.activated.connect(lambda index: self.chosen.emit(CHOICES[index]))

    def show_size(self, chosen: str | None, shape: Shape) -> None:
        """What was chosen for a page, and what it looks like."""
        self.setItemText(0, names.automatic_format(shape.format))
        self._looks_like = shape.format
        self._measured = names.measured_format(shape.format, shape.confidence)
        self.explain(self.accessibleName())
        with QSignalBlocker(self):
            self.setCurrentIndex(CHOICES.index(chosen) if chosen in CHOICES else 0)

    def take_label(self, label: QLabel) -> None:
        """A label beside it that is not shown: on Linux Qt tells screen readers the choice as a
        box's name, and what the box is by its label only."""
        label.hide()
        label.setBuddy(self)
        self._label = label

    def explain(self, name: str) -> None:
        """Its name, for the tooltip as well."""
        self.setAccessibleName(name)
        if self._label is not None:
            self._label.setText(name)
        self.setToolTip("\n".join(each for each in (name, self._measured) if each))

    @property
    def wordings(self) -> tuple[str, ...]:
        """In full, and in few letters: half a name does not tell a passport from a photograph."""
        chosen = CHOICES[self.currentIndex()]
        automatic = names.short_automatic_format(self._looks_like)
        return self.currentText(), names.short_format(chosen) if chosen else automatic

    @property
    def shortened_px(self) -> int:
        """How much narrower it is than its longest text wants, where it need not show it."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        widest_px = max(self.fontMetrics().horizontalAdvance(text) for text in self._texts)
        size, kind = QSize(widest_px + AIR_PX, 0), QStyle.ContentsType.CT_ComboBox
        whole_px = self.style().sizeFromContents(kind, option, size, self).width()
        return max(0, whole_px - self.sizeHint().width())

    @property
    def in_full(self) -> bool:
        """Whether the longest text has its room."""
        return self.minimumWidth() > 0

    def show_in_full(self, *, full: bool) -> None:
        """Whether it is as wide as its longest text: the same for each page."""
        self.setMinimumWidth(self.sizeHint().width() + self.shortened_px if full else 0)
