"""Where each page has a file of its own: a save writes those that are in none as they are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from app.document.encode import APART, SUFFIX
from app.session.files import Files
from app.session.saving import Saving
from app.widgets.save_choice import SaveChoice

if TYPE_CHECKING:
    from app.document.page import Page

Act = Callable[[], None]


def sparing(
    pages: Sequence[Page],
    writer: Saving,
    choice: SaveChoice,
    target: Path,
    hand: Callable[[Path, SaveChoice], Act],
) -> Act:
    """What hands a save of all pages over, without those whose own files hold them as they are: of
    forty pages one was turned, and nobody wants forty files more. Where one of those files has gone
    since, all are written. hand : makes what hands a save over."""
    whole = hand(target, choice)
    held = _held(pages, writer.files, choice, target)
    name = _name_of_rest(pages, writer.files, choice, held)
    if name is None:
        return whole
    rest = tuple(page.id for page in pages if page.id not in held)
    few = hand(target.with_name(name or target.name), replace(choice, page_ids=rest))
    find = writer.find_files
    return lambda: find([*held.values()], lambda there: (few if there else whole)())


def spared(pages: Sequence[Page], files: Files, choice: SaveChoice, folder: Path) -> int:
    """How many pages such a save would not write again."""
    held = _held(pages, files, choice, folder / "all")
    return 0 if _name_of_rest(pages, files, choice, held) is None else len(held)


def _held(pages: Sequence[Page], files: Files, choice: SaveChoice, target: Path) -> dict[str, Path]:
    """The files of pages, by their ids, which the save would write once more. One under a password
    is written whole: nobody knows what the files before it are locked by."""
    if choice.file_format not in APART or choice.password:
        return {}
    found = ((page.id, files.own_path(page)) for page in pages)
    place = (target.parent, SUFFIX[choice.file_format])
    return {key: path for key, path in found if path and (path.parent, path.suffix) == place}


def _name_of_rest(
    pages: Sequence[Page], files: Files, choice: SaveChoice, held: dict[str, Path]
) -> str | None:
    """What the other pages are to be called, "" for as asked. None where there are none, and where
    their numbers would be other ones than in the files before."""
    rest = [page for page in pages if page.id not in held] if held else []
    before = [files.own_name(page.id) for page in rest]
    named = bool(choice.own_names) and all(page.from_file for page in rest)
    if rest and (named or not any(before)):
        return ""
    return before[0] if len(rest) == 1 else None
