"""What the bar above asks for, and what its menu switches."""

from __future__ import annotations

from app.session.capturing import Capturing
from app.session.preferences import Preferences
from app.widgets.composition import Acting
from app.widgets.top_bar import TopBar


def connect_bar(top: TopBar, acting: Acting) -> None:
    """Each button is answered by what acts."""
    top.save_asked.connect(acting.saving.save)
    top.save_as_asked.connect(acting.saving.save_as)
    top.print_asked.connect(acting.printing.ask)
    top.copy_asked.connect(acting.copying.copy)
    top.clear_asked.connect(acting.clearing.ask)
    top.help_asked.connect(acting.requests.show_help)


def connect_menu(top: TopBar, preferences: Preferences, capturing: Capturing) -> None:
    """Each is remembered."""
    update = preferences.update
    top.confirm_switched.connect(capturing.set_confirm)
    top.combine_switched.connect(lambda on: update(combine_frames=on))
    top.cuda_switched.connect(lambda on: update(device="cuda" if on else "auto"))
    top.recovery_switched.connect(lambda on: update(recovery=on))
    top.theme_asked.connect(lambda name: update(theme=name))
    top.language_asked.connect(lambda code: update(language=code))
