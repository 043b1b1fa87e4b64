"""The bar above: undo and redo with the names of their steps, copy, print, save, menu."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec

from PySide6.QtCore import QLocale, QSize, Qt, Signal, SignalInstance
from PySide6.QtGui import QAction, QActionGroup, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QWidget

from app.settings import LANGUAGES, Settings
from app.widgets import icons
from app.widgets.buttons import Button
from app.widgets.theme import Tokens, by_text

NO_LIMIT_PX = 16_777_215  # QWIDGETSIZE_MAX
ROOMY_PX = 800  # of the window: the longest step's name fits beside all the buttons


class SaveButton(Button):
    """A double click saves once: where the first save is done by then, the second click would
    leave the same file twice."""

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        event.accept()


class TopBar(QWidget):
    """What is always in reach.

    Signals: undo_asked(), redo_asked(), copy_asked(), print_asked(), save_asked(), save_as_asked(),
    clear_asked(), help_asked(), panes_switched(), theme_asked("system"|"light"|"dark"),
    language_asked(code or "" for the system's), confirm_switched(on), combine_switched(on),
    recovery_switched(on), cuda_switched(on) where there is PyTorch, restore_asked().
    """

    undo_asked = Signal()
    redo_asked = Signal()
    copy_asked = Signal()
    print_asked = Signal()
    save_asked = Signal()
    save_as_asked = Signal()
    clear_asked = Signal()
    help_asked = Signal()
    panes_switched = Signal()
    theme_asked = Signal(str)
    language_asked = Signal(str)
    confirm_switched = Signal(bool)
    combine_switched = Signal(bool)
    recovery_switched = Signal(bool)
    cuda_switched = Signal(bool)
    restore_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("topbar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._mark = QLabel()
        self.title = QLabel("Rectoscan")
        self.title.setObjectName("name")
        self.panes = Button("", "panes", name=self.tr("Show or hide the side panes"))
        self.undo = Button("", "undo", name=self.tr("Undo"), keys="Ctrl+Z")
        self.redo = Button("", "redo", name=self.tr("Redo"), keys="Ctrl+Shift+Z")
        self.copy = Button("", "copy", name=self.tr("Copy the page"), keys="Ctrl+C")
        self.print = Button("", "print", name=self.tr("Print"), keys="Ctrl+P")
        self.save = SaveButton(self.tr("Save"), "save", primary=True, keys="Ctrl+S")
        self.save_as = Button(self.tr("Save as…"), "", keys="Ctrl+Shift+S")
        self.menu = Button("", "menu", name=self.tr("Menu"))
        for button, signal in (
            *((self.undo, self.undo_asked), (self.redo, self.redo_asked)),
            *((self.copy, self.copy_asked), (self.print, self.print_asked)),
            (self.save, self.save_asked),
            (self.save_as, self.save_as_asked),
            (self.panes, self.panes_switched),
        ):
            button.clicked.connect(signal)
        self.menu.clicked.connect(self._open_menu)
        self._lay_out()
        self._settings, self._left = Settings(), 0
        self._undo_texts: list[str] = []  # all that there may be
        self._undo_text, self._longest, self._roomy = "", "", True
        self._window_px, self._pages, self._counted = NO_LIMIT_PX, 0, False
        self._save_text, self._save_as_text = self.save.text(), self.save_as.text()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 7, 10, 7)
        row.setSpacing(6)
        row.addWidget(self.panes)
        row.addSpacing(4)
        row.addWidget(self._mark)
        row.addWidget(self.title)
        row.addSpacing(16)
        row.addWidget(self.undo)
        row.addWidget(self.redo)
        row.addStretch()
        for widget in (self.copy, self.print, self.save_as, self.save, self.menu):
            row.addWidget(widget)

    def expect_steps(self, names: Sequence[str]) -> None:
        """The names of all steps: there is room for the longest, so that Redo stays where it is and
        does not come under the pointer of whoever takes back one step after another."""
        self.undo.setObjectName("undo")  # its text begins at the icon
        self._undo_texts = [self.tr("Undo: {step}").format(step=name) for name in names]
        self._say_undo()

    def show_history(self, undo: str, redo: str) -> None:
        """Names the steps; "" for none."""
        for button, step, verb, named in (
            (self.undo, undo, self.tr("Undo"), self.tr("Undo: {step}")),
            (self.redo, redo, self.tr("Redo"), self.tr("Redo: {step}")),
        ):
            button.setEnabled(bool(step))
            text = named.format(step=step) if step else verb
            button.explain(text)
            button.setAccessibleName(text)
        self._undo_text = self.undo.accessibleName() if undo else ""
        self._say_undo()

    def take_width(self, window_px: int) -> None:
        """Narrow windows name the step in the tooltip only: saving stays in reach. Narrower ones
        leave out the program's name, then the words on the buttons."""
        self._window_px, self._roomy = window_px, window_px >= by_text(ROOMY_PX)
        self._say_undo()
        self._fit()

    def count_pages(self, *, counted: bool) -> None:
        """Whether Save says how many pages there are: where the list of them is not shown."""
        self._counted = counted
        self._fit()

    def _fit(self) -> None:
        save = self._save_text
        if self._counted and self._pages:
            save = self.tr("Save ({count})").format(count=self._pages)
        self.save.setAccessibleName(save)
        self._show_words(save, self._save_as_text, title=True)
        for words in ((save, self._save_as_text), (save, ""), ("", "")):
            if self.sizeHint().width() <= self._window_px:
                return
            self._show_words(*words, title=False)

    def _show_words(self, save: str, save_as: str, *, title: bool) -> None:
        self.title.setVisible(title)
        self.save.say(save)
        self.save_as.say(save_as)
        self.save_as.draw("" if save_as else "save-as")

    def _say_undo(self) -> None:
        self.undo.ensurePolished()  # else it is measured in another font
        self.undo.setMinimumWidth(0)
        self.undo.say("")
        if not self._roomy:
            return
        # One that is longer all the same makes room until there is no step left.
        there = self.undo.isEnabled() or self.redo.isEnabled()
        self._longest = max(self._longest, self._undo_text, key=len) if there else ""
        texts = self._longest, *self._undo_texts
        widest_px = max(self.undo.caption_px(text) for text in texts)
        self.undo.setMinimumWidth(self.undo.sizeHint().width() + widest_px)
        self.undo.say(self._undo_text or self.tr("Undo"))

    def show_pages(self, count: int, state: str) -> None:
        """Offers saving and printing where there are pages or one is in review, and copying where
        one is shown.

        state : the session's.
        """
        for button in (self.save, self.save_as, self.print):
            button.setEnabled(count > 0 or state == "review")
        self.copy.setEnabled(state == "page")
        self._pages = count
        self._fit()

    def show_choices(self, settings: Settings) -> None:
        """Marks what is chosen in the menu."""
        self._settings = settings

    def show_left(self, pages: int) -> None:
        """Offers to restore so many pages in the menu."""
        self._left = pages

    def take_theme(self, tokens: Tokens) -> None:
        """Draws the icons anew."""
        scale = self.devicePixelRatioF()
        self._mark.setPixmap(icons.pixmap("rectoscan", "", 24, scale))
        self._mark.setFixedSize(QSize(28, 24))
        shown = (self.copy, self.print, self.save_as, self.save, self.menu)
        for button in (self.panes, self.undo, self.redo, *shown):
            button.take_theme(tokens)

    def build_menu(self) -> QMenu:
        """The menu, as it is now."""
        menu = QMenu(self)
        menu.setAccessibleName(self.menu.accessibleName())
        if self._left:
            text = self.tr("Restore unsaved pages ({count})").format(count=self._left)
            menu.addAction(text).triggered.connect(self.restore_asked)
            menu.addSeparator()
        self._add_switches(menu)
        menu.addSeparator()
        themes = {
            "system": self.tr("As the system"),
            "light": self.tr("Light"),
            "dark": self.tr("Dark"),
        }
        _add_choices(menu, self.tr("Colours"), themes, self._settings.theme, self.theme_asked)
        menu.addSeparator()
        # Each language in its own words, for whoever cannot read the one that is shown.
        spoken = {code: _own_name(code) for code in LANGUAGES}
        choices = {"": self.tr("As the system"), **spoken}
        chosen = self._settings.language
        _add_choices(menu, self.tr("Language"), choices, chosen, self.language_asked)
        menu.addSeparator()
        menu.addAction(self.tr("Clear session…")).triggered.connect(self.clear_asked)
        shortcuts = menu.addAction(self.tr("Keyboard shortcuts") + "\tF1")
        shortcuts.triggered.connect(self.help_asked)
        return menu

    def _add_switches(self, menu: QMenu) -> None:
        chosen = self._settings
        switches = [
            (self.tr("Confirm each capture"), chosen.confirm_corners, self.confirm_switched),
            (
                self.tr("Auto-capture combines frames: less noise and glare"),
                *(chosen.combine_frames, self.combine_switched),
            ),
            (
                self.tr("Recover unsaved pages after a crash"),
                *(chosen.recovery, self.recovery_switched),
            ),
        ]
        # The packaged program has none: what could only be refused is not offered.
        if find_spec("torch") is not None:
            text = self.tr("Detect on the graphics card (CUDA)")
            switches.append((text, chosen.device == "cuda", self.cuda_switched))
        for text, on, signal in switches:
            switch = QAction(text, menu, checkable=True, checked=on)
            switch.triggered.connect(signal)
            menu.addAction(switch)

    def _open_menu(self) -> None:
        menu = self.build_menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.menu.mapToGlobal(self.menu.rect().bottomLeft()))


def _add_choices(
    menu: QMenu, heading: str, texts: dict[str, str], chosen: str, asked: SignalInstance
) -> None:
    """One of several, by key, below what it is about."""
    # A section of Qt's is a mere line under a style sheet.
    menu.addAction(heading).setEnabled(False)
    group = QActionGroup(menu)
    for key, text in texts.items():
        choice = QAction(text, menu, checkable=True, checked=key == chosen)
        choice.triggered.connect(lambda _on=False, key=key: asked.emit(key))
        group.addAction(choice)
        menu.addAction(choice)


def _own_name(code: str) -> str:
    """ "English", "简体中文"."""
    return "English" if code == "en" else QLocale(code).nativeLanguageName()
