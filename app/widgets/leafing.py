"""From the page that is shown to the one before or after it, wherever the keyboard is."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from app.session.overview import Overview

if TYPE_CHECKING:
    from app.widgets.tray import Tray


class Leafing:
    """As a click on its card: the list may be out of sight in a narrow window."""

    def __init__(self, overview: Overview, tray: Tray) -> None:
        self._overview, self._tray = overview, tray

    def turn(self, step: int) -> None:
        """Shows the page that comes so many after, or before, the one shown; the first and the
        last one stay."""
        ids = [page.id for page in self._overview.pages]
        shown = self._overview.selected
        place = ids.index(shown) + step if shown in ids else -1
        if 0 <= place < len(ids):
            self._tray.page_chosen.emit(ids[place])

    def turn_to(self, page_ids: Collection[str]) -> None:
        """Shows the next of these pages; after the last one the first again."""
        ids = [page.id for page in self._overview.pages]
        shown = self._overview.selected
        begin = ids.index(shown) + 1 if shown in ids else 0
        following = (each for each in ids[begin:] + ids[:begin] if each in page_ids)
        page_id = next(following, None)
        if page_id is not None:
            self._tray.page_chosen.emit(page_id)
