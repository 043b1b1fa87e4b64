"""What is said of pictures that were, or were not, opened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from app.document.folder import KINDS, kinds_of, named_picture
from app.document.picture import UNKNOWN_KIND
from app.session.listing import below_each_other, joined, listed, sentences
from app.session.notices import Kind, Notice
from app.session.reasons import reason_in_words


def left_out(
    unread: Sequence[tuple[str, str]],
    skipped: Sequence[str],
    results: Sequence[str] = (),
    *,
    alone: bool = True,
) -> Notice | None:
    """What was not opened. unread : names and reasons; skipped : names of no pictures; results :
    names of what this program had saved, which may be opened all the same.

    Among several, a file that is no picture by its name, and none by its content, counts as
    skipped. The names are for the window only. alone : else something is said beside it. None
    where nothing is to be told.
    """
    several = len(unread) + len(skipped) > 1
    others = [(name, reason) for name, reason in unread if several and _is_of_no_kind(name, reason)]
    unread = [each for each in unread if each not in others]  # two may have one name
    skipped = [*(name for name, _ in others), *skipped]
    texts = [_unreadable(unread)] if unread else []
    if skipped:
        text = QCoreApplication.translate("Notices", "Files that were skipped: {count} ({kinds}).")
        texts.append(text.format(count=len(skipped), kinds=_kinds(skipped)))
    told = [_with_reason(name, reason) for name, reason in unread] + skipped
    if results:
        return _with_results(texts, told, results, fault=bool(unread))
    if not texts:
        return None
    if skipped or any(_is_of_no_kind(*each) for each in unread):
        text = QCoreApplication.translate("Notices", "What can be read: {kinds}.")
        readable = text.format(kinds=joined(KINDS))
        if alone and len(texts) == 1:
            texts.append(readable)
        else:  # beside anything else it would be too much to read
            told.insert(0, readable)
    kind: Kind = "error" if unread else "warning"
    return Notice(kind, sentences(*texts), "open", below_each_other(told))


def _with_results(
    texts: Sequence[str], told: Sequence[str], results: Sequence[str], *, fault: bool
) -> Notice:
    """What this program had saved, beside what else was not opened. fault : whether that could not
    be read."""
    text = QCoreApplication.translate(
        "Notices", "Pictures that Rectoscan saved were left out: {count}."
    )
    text = sentences(*texts, text.format(count=len(results)))
    detail = below_each_other([*told, *results])
    if not texts:
        return Notice("info", text, "results", detail)
    return Notice("error" if fault else "warning", text, "open", detail, second="results")


def there_twice(names: Sequence[str], others: Notice | None, *, undo: bool) -> Notice | None:
    """… and pictures that were open before they were opened once more. names : of their files, for
    the window only. others : see left_out. undo : whether a step back takes these alone."""
    if not names:
        return others
    if len(names) == 1:
        text = QCoreApplication.translate(
            "Notices", "{name} was open already, and is there twice now."
        )
    else:
        text = QCoreApplication.translate(
            "Notices", "{count} pictures were open already, and are there twice now."
        )
    text = text.format(name=names[0], count=len(names))
    if others is None:
        return Notice("info", text, "undo" if undo else None, below_each_other(names))
    detail = "\n".join(filter(None, (others.detail, below_each_other(names))))
    return replace(others, text=sentences(others.text, text), detail=detail)


def stopped(others: Notice | None) -> Notice:
    """An opening that was stopped. others : see left_out."""
    told = QCoreApplication.translate("Notices", "Stopped: not every picture was opened.")
    if others is None:
        return Notice("warning", told, of="opening")
    return replace(others, text=sentences(told, others.text))


def _unreadable(files: Sequence[tuple[str, str]]) -> str:
    if len(files) == 1:
        name, reason = files[0]
        text = QCoreApplication.translate("Notices", "{name} cannot be opened: {reason}.")
        return text.format(name=name, reason=_why(name, reason))
    text = QCoreApplication.translate("Notices", "{count} files cannot be opened: {names}.")
    names = listed([_with_reason(name, reason) for name, reason in files])
    return text.format(count=len(files), names=names)


def _with_reason(name: str, reason: str) -> str:
    text = QCoreApplication.translate("Notices", "{name} ({reason})")
    return text.format(name=name, reason=_why(name, reason))


def _is_of_no_kind(name: str, reason: str) -> bool:
    """Whether it is no picture, and none by its name."""
    return reason == UNKNOWN_KIND and not named_picture(Path(name))


def _why(name: str, reason: str) -> str:
    """Nobody understands that a JPEG is of no known kind, beside "what can be read: JPEG"."""
    if reason == UNKNOWN_KIND and named_picture(Path(name)):
        return QCoreApplication.translate("Reasons", "it is damaged, or not a picture")
    return reason_in_words(reason)


def _kinds(names: Sequence[str]) -> str:
    """ "DNG, PDF"."""
    nameless = QCoreApplication.translate("Notices", "without a suffix")
    return listed([kind or nameless for kind in kinds_of(map(Path, names))])


def leaf_name(name: str, number: int) -> str:
    """A picture of a file. name : the file's; number : of its page, 0 where it has one only."""
    if not number:
        return name
    text = QCoreApplication.translate("Notices", "{name}, page {number}")
    return text.format(name=name, number=number)
