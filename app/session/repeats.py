"""What the sample shows each time that it is played, and is a page already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.capture.likeness import another, impression
from app.capture.moment import Shot
from app.document.page import Page
from app.session.book import Book

if TYPE_CHECKING:
    from app.capture.likeness import Impression


class Repeats:
    """Which pages came of the sample, by their looks. Another feed may show a document twice on
    purpose; the sample has its two sides, and whoever plays it again has them."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._looks: dict[str, Impression] = {}  # by the key of the original

    def keep(self, page: Page, shot: Shot) -> None:
        """A page is made of this shot, or may be once its corners are accepted."""
        if shot.frame.source == "sample" and shot.quad is not None:
            self._looks[page.original.key] = impression(shot.frame.image, shot.quad)

    def there(self, shot: Shot) -> bool:
        """Whether one of the pages shows what this shot does."""
        if shot.frame.source != "sample" or shot.quad is None:
            return False
        now = impression(shot.frame.image, shot.quad)
        looks = (self._looks.get(page.original.key) for page in self._book.pages)
        return any(look is not None and not another(look, now) for look in looks)
