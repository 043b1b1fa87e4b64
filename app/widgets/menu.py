"""What the menu of the bar above switches."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from app.session.capturing import Capturing
from app.session.preferences import Preferences
from app.widgets.notice_bar import NoticeBar
from app.widgets.top_bar import TopBar


def connect_menu(
    top: TopBar, notices: NoticeBar, preferences: Preferences, capturing: Capturing
) -> None:
    """Each is remembered; the language is spoken from the next start on."""
    update = preferences.update
    top.confirm_switched.connect(capturing.set_confirm)
    top.combine_switched.connect(lambda on: update(combine_frames=on))
    top.cuda_switched.connect(lambda on: update(device="cuda" if on else "auto"))
    top.recovery_switched.connect(lambda on: update(recovery=on))
    top.theme_asked.connect(lambda name: update(theme=name))

    def choose_language(code: str) -> None:
        if code != preferences.settings.language:
            update(language=code)
            text = QCoreApplication.translate(
                "Requests", "The language changes when Rectoscan is next started."
            )
            notices.show_message(text)

    top.language_asked.connect(choose_language)
