"""Colours, spacing and type: one set of tokens for light, one for dark, and how Qt gets them."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from string import Template

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFontInfo, QGuiApplication, QPalette

from app.assets import resource_path

# The outline over a picture is the same in both themes: the picture beneath does not change.
SEARCHING = QColor("#FFB224")
STEADY = QColor("#35D07F")
VEIL = QColor(8, 10, 14, 150)
STAGE_DARK = QColor("#14171C")
ON_STAGE_DARK = QColor("#C9D1DB")


@dataclass(frozen=True)
class Tokens:
    """Colours as #rrggbb. Text on its ground has a contrast of at least 4.5 : 1, the edge of what
    takes input one of 3 : 1 (WCAG AA, 1.4.3 and 1.4.11); a line only divides."""

    window: str
    panel: str
    stage: str
    line: str
    edge: str
    hover: str
    text: str
    muted: str
    accent: str
    accent_hover: str
    on_accent: str
    chosen: str
    error_ground: str
    error_text: str
    warning_ground: str
    warning_text: str
    info_ground: str
    info_text: str


LIGHT = Tokens(
    window="#F3F5F8",
    panel="#FFFFFF",
    stage="#E8ECF1",
    line="#D3DAE3",
    edge="#7B8796",
    hover="#EBF0F7",
    text="#17202B",
    muted="#566273",
    accent="#0B5FCC",
    accent_hover="#084FAB",
    on_accent="#FFFFFF",
    chosen="#DCE9FB",
    error_ground="#FDE7E5",
    error_text="#8C1D14",
    warning_ground="#FFF2D6",
    warning_text="#6B4300",
    info_ground="#E3EEFC",
    info_text="#0A4387",
)
DARK = Tokens(
    window="#15181D",
    panel="#1E2229",
    stage="#0F1216",
    line="#343B46",
    edge="#68727F",
    hover="#2A303A",
    text="#E9EDF2",
    muted="#A6B0BD",
    accent="#6AAAFF",
    accent_hover="#8DBFFF",
    on_accent="#0A1627",
    chosen="#26395A",
    error_ground="#48201D",
    error_text="#FFC9C3",
    warning_ground="#443312",
    warning_text="#FFDFA0",
    info_ground="#1B3350",
    info_text="#C4DEFF",
)

# Of the text, pt: a larger one than the most leaves no room for a page.
LEAST_BODY_PT, MOST_BODY_PT = 10.0, 15.0
USUAL_DPI = 96.0
# Sizes of text by their names in the sheet, as shares of the body's.
TEXT_SIZES = {"body": 1.0, "small": 0.9, "name": 1.2, "line_size": 1.3, "large": 1.5}

SHEET = Template("""
QWidget { color: $text; font-size: ${body}pt; }
QMainWindow, QDialog, #centre { background: $window; }
#sources, #tray, #bottom, #topbar { background: $panel; }
#sources { border-right: 1px solid $line; }
#tray { border-left: 1px solid $line; }
#bottom { border-top: 1px solid $line; }
#topbar { border: none; border-bottom: 1px solid $line; }
#stage, #reviewside, #pagetools { background: $stage; }
#heading { color: $muted; font-size: ${small}pt; font-weight: 600; }
#key { background: $stage; border: 1px solid $line; border-radius: 5px; padding: 1px 7px;
    font-weight: 600; }
#muted { color: $muted; }
#warns { background: $warning_ground; color: $warning_text; border-radius: 8px; padding: 1px 8px;
    font-weight: 600; }
#title { font-size: ${large}pt; font-weight: 600; }
#name { font-size: ${name}pt; font-weight: 600; }
#guidance { font-size: ${line_size}pt; font-weight: 600; }
#badge { color: $muted; font-size: ${small}pt; padding: 3px 9px; border: 1px solid $line;
    border-radius: 11px; }
QPushButton { background: $panel; border: 1px solid $edge; border-radius: 7px; padding: 6px 11px;
    min-height: 20px; }
QPushButton:hover { background: $hover; }
QPushButton:pressed { background: $chosen; }
QPushButton:checked { background: $chosen; border-color: $accent; }
QPushButton:disabled, QCheckBox:disabled, QSpinBox:disabled, QComboBox:disabled { color: $muted; }
QPushButton:disabled { border-color: $line; }
QPushButton[quiet="true"] { background: transparent; border-color: transparent; padding: 6px 8px; }
QPushButton[quiet="true"]:hover { background: $hover; }
QPushButton[quiet="true"]:pressed { background: $chosen; }
QPushButton[quiet="true"]:checked { background: $chosen; border-color: $accent; }
#undo { text-align: left; }
QPushButton[row="true"] { background: transparent; border-color: transparent; text-align: left; }
QPushButton[row="true"]:hover { background: $hover; }
QPushButton[row="true"]:pressed { background: $chosen; }
QPushButton[chosen="true"] { background: $chosen; }
QPushButton[primary="true"] { background: $accent; border-color: $accent; color: $on_accent;
    font-weight: 600; }
QPushButton[primary="true"]:hover { background: $accent_hover; border-color: $accent_hover; }
QPushButton[primary="true"]:disabled { background: $line; border-color: $line; color: $muted; }
#tocheck { background: $warning_ground; border-color: $warning_text; color: $warning_text;
    padding: 3px 9px; font-weight: 600; }
#tocheck:hover { background: $warning_ground; text-decoration: underline; }
#segments { background: $panel; border: 1px solid $edge; border-radius: 8px; }
#segments QPushButton { border-radius: 6px; padding: 4px 10px; }
#segments QPushButton:checked { background: $chosen; border-color: $accent; }
#zoom { background: $panel; border: 1px solid $edge; border-radius: 7px; }
#zoom QPushButton { border-radius: 5px; padding: 1px 4px; font-size: ${small}pt; }
#zoom #percent { text-align: center; min-width: 42px; }
/* The ring takes the place of padding, so that nothing moves under it. */
QPushButton { outline: none; }
QPushButton:focus { border: 2px solid $accent; padding: 5px 10px; }
QPushButton[quiet="true"]:focus { border: 2px solid $accent; padding: 5px 7px; }
QPushButton[primary="true"]:focus { border: 2px solid $text; padding: 5px 10px; }
#tocheck:focus { border: 2px solid $accent; padding: 2px 8px; }
#segments QPushButton:focus { border: 2px solid $accent; padding: 3px 9px; }
#zoom QPushButton:focus { border: 2px solid $accent; padding: 0 3px; }
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QDialogButtonBox QPushButton { min-width: 76px; }
#qt_msgbox_informativelabel { min-width: 250px; }
QCheckBox { spacing: 8px; }
QCheckBox { border: 2px solid transparent; border-radius: 6px; padding: 3px 5px; }
QCheckBox:focus { border-color: $accent; }
QComboBox, QLineEdit { padding: 5px 8px; }
QLineEdit { placeholder-text-color: $muted; }
QSpinBox { padding: 5px 26px 5px 6px; }
QComboBox, QSpinBox, QLineEdit { background: $panel; border: 1px solid $edge; border-radius: 6px;
    selection-background-color: $accent; selection-color: $on_accent; }
QComboBox:disabled, QSpinBox:disabled, QLineEdit:disabled { border-color: $line; }
QComboBox:focus, QLineEdit:focus { border: 2px solid $accent; padding: 4px 7px; }
QSpinBox:focus { border: 2px solid $accent; padding: 4px 25px 4px 5px; }
QCheckBox::indicator { width: 16px; height: 16px; border: 1px solid $edge; border-radius: 4px;
    background: $panel; }
QCheckBox::indicator:checked { background: $accent; border-color: $accent;
    image: url("$tick"); }
QCheckBox::indicator:disabled { border-color: $line; }
QCheckBox::indicator:checked:disabled { background: $muted; border-color: $muted; }
QComboBox::drop-down { subcontrol-origin: border; subcontrol-position: center right; border: none;
    width: 24px; }
QComboBox::down-arrow { image: url("$chevron"); width: 14px; height: 14px; }
QSpinBox::up-button { subcontrol-origin: border; subcontrol-position: top right; border: none;
    width: 24px; }
QSpinBox::down-button { subcontrol-origin: border; subcontrol-position: bottom right; border: none;
    width: 24px; }
QSpinBox::up-button:hover, QSpinBox::down-button:hover { background: $hover; }
QSpinBox::up-arrow { image: url("$chevron_up"); width: 10px; height: 10px; }
QSpinBox::down-arrow { image: url("$chevron"); width: 10px; height: 10px; }
QSpinBox::up-arrow:off, QSpinBox::down-arrow:off { width: 0; }
QListWidget { background: transparent; border: none; outline: none; }
QMenu { background: $panel; border: 1px solid $line; padding: 4px; }
QMenu::item { padding: 6px 26px 6px 32px; border-radius: 5px; }
QMenu::indicator { width: 14px; height: 14px; left: 8px; border: 1px solid $edge;
    border-radius: 4px; background: $panel; }
QMenu::indicator:checked { background: $accent; border-color: $accent; image: url("$tick"); }
QMenu::indicator:exclusive { border-radius: 8px; image: none; }
QMenu::indicator:exclusive:checked { width: 6px; height: 6px; border: 5px solid $accent;
    background: $on_accent; }
QMenu::item:selected { background: $chosen; color: $text; }
QMenu::item:disabled { color: $muted; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }
QToolTip { background: $panel; color: $text; border: 1px solid $line; padding: 4px; }
QScrollBar:vertical { background: transparent; width: 10px; }
QScrollBar::handle:vertical { background: $edge; border-radius: 5px; min-height: 30px; }
QScrollBar::add-line, QScrollBar::sub-line { height: 0; }
#notice { border: none; }
#notice QPushButton[quiet="true"]:hover { background: $hover; }
#notice QLabel { background: transparent; }
#notice[kind="error"] { background: $error_ground; }
#notice[kind="error"] QLabel { color: $error_text; }
#notice[kind="warning"] { background: $warning_ground; }
#notice[kind="warning"] QLabel { color: $warning_text; }
#notice[kind="info"] { background: $info_ground; }
#notice[kind="info"] QLabel { color: $info_text; }
""")


def tokens_for(theme: str) -> Tokens:
    """The tokens of "light" or "dark"; "system" follows the system's choice."""
    if theme == "system":
        dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return DARK if dark else LIGHT
    return DARK if theme == "dark" else LIGHT


def body_pt() -> float:
    """How large the text of the window is, pt: as the desktop's, within limits. Who set a larger
    one needs it, and on macOS, where a point is a px, 10 pt are too small for anybody."""
    desktop = QFontInfo(QGuiApplication.font()).pointSizeF()
    return min(max(desktop, LEAST_BODY_PT), MOST_BODY_PT)


def by_text(width: float) -> int:
    """A width that was chosen for the least text at USUAL_DPI, px, for text as large as it is. What
    a point is in px differs: desktops make text larger in this way too, and on macOS it is one."""
    dpi = QGuiApplication.primaryScreen().logicalDotsPerInch()
    return round(width * max(1.0, body_pt() / LEAST_BODY_PT * dpi / USUAL_DPI))


def sheet(tokens: Tokens) -> str:
    """The style sheet."""
    body = body_pt()
    tick = "tick-on-light.svg" if tokens is DARK else "tick-on-dark.svg"
    return SHEET.substitute(
        asdict(tokens),
        **{name: f"{body * share:.4g}" for name, share in TEXT_SIZES.items()},
        tick=resource_path("icons", tick).as_posix(),
        chevron_up=resource_path("icons", "chevron-up.svg").as_posix(),
        chevron=resource_path("icons", "chevron.svg").as_posix(),
    )


def palette(tokens: Tokens) -> QPalette:
    """What the style sheet leaves to the style: check marks, menus, dialogs of Qt."""
    made = QPalette()
    role = QPalette.ColorRole
    for which, colour in (
        (role.Window, tokens.window),
        (role.Base, tokens.panel),
        (role.AlternateBase, tokens.stage),
        (role.Button, tokens.panel),
        (role.Text, tokens.text),
        (role.WindowText, tokens.text),
        (role.ButtonText, tokens.text),
        (role.PlaceholderText, tokens.muted),
        (role.Highlight, tokens.accent),
        (role.HighlightedText, tokens.on_accent),
        (role.Link, tokens.accent),
        (role.ToolTipBase, tokens.panel),
        (role.ToolTipText, tokens.text),
        (role.Mid, tokens.line),
    ):
        made.setColor(which, QColor(colour))
    made.setColor(QPalette.ColorGroup.Disabled, role.Text, QColor(tokens.muted))
    return made
