"""From one page that wants a look to the next."""

from __future__ import annotations

from app.session.checks import Checks
from app.session.legibility import Legibility
from app.widgets.leafing import Leafing


class Checking:
    """Corners first; once none is left to check, the pages whose print can hardly be read."""

    def __init__(self, checks: Checks, legibility: Legibility, leafing: Leafing) -> None:
        self._checks, self._legibility, self._leafing = checks, legibility, leafing

    def go_on(self) -> None:
        """Has the corners of the next page looked at; where no page wants that, shows the next one
        that is hard to read, and after the last one the first."""
        _, in_round = self._checks.place
        if self._checks.doubts or in_round:
            self._checks.check()
        else:
            self._leafing.turn_to(self._legibility.flaws)
