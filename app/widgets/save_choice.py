"""What was chosen for a save, now or the last time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from app.document.encode import APART
from app.document.form import Form
from app.settings import Settings

if TYPE_CHECKING:
    from app.document.page import Page


@dataclass(frozen=True)
class SaveChoice:
    """page_ids : of the pages to save, none for all. file_format : of SUFFIX. dpi : dots an inch.

    keep_sharper : pictures that hold more dots than these keep them.
    quality : of JPEG, alone or in a PDF, 1 to 100. password : of a PDF, "" for none.
    own_names : whether each page's file is called after the picture that it came from; None where
    there are no such files to name.
    """

    page_ids: tuple[str, ...]
    file_format: str
    dpi: int
    keep_sharper: bool
    quality: int
    password: str = field(default="", repr=False)
    own_names: bool | None = None

    @property
    def form(self) -> Form:
        """What the pages are written as."""
        how = (self.file_format, self.dpi, self.quality, self.keep_sharper)
        return Form(*how, self.password, bool(self.own_names))


@dataclass
class LastSave:
    """What a session remembers of its last save, in memory only.

    locked : ids of the pages that the password was set for; None while the save waits. given :
    how, and which pages there were, of the one that was handed over last. bound_for : its folder.
    chosen : whether anybody has said how.
    """

    password: str = field(default="", repr=False)
    locked: set[str] | None = None
    given: tuple[SaveChoice, list[str]] | None = None
    bound_for: str = ""
    chosen: bool = False


class Proposal(NamedTuple):
    """What a save is to begin with, in place of what was chosen last; as in SaveChoice."""

    page_ids: tuple[str, ...]
    file_format: str


def kept_choice(settings: Settings, pages: Sequence[Page], password: str) -> SaveChoice:
    """All of these pages, as chosen last. password : where a PDF is saved."""
    how = (settings.format, settings.dpi, settings.keep_sharper, settings.quality)
    return SaveChoice((), *how, password, kept_names(settings, pages))


def kept_names(settings: Settings, pages: Sequence[Page]) -> bool | None:
    """As in SaveChoice.own_names: what was chosen last, where the dialog would offer it."""
    several = len(pages) > 1 and any(page.from_file for page in pages)
    return settings.own_names if several and settings.format in APART else None
