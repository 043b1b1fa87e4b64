"""What is said of pages that want a look at their corners."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QCoreApplication

from app.document.page import Doubt, Page
from app.session.listing import below_each_other, listed, sentences
from app.session.notices import Action, Kind, Notice
from detector.formats import OTHER
from detector.shape import estimate_shape


def doubtful(pages: Mapping[int, Page], doubts: Mapping[str, Doubt]) -> Notice:
    """Pages whose corners want a look, by their places, from 1. doubts : what about, by ids."""
    kinds = {doubts[page.id] for page in pages.values()}
    names = [page_label(number, page) for number, page in pages.items()]
    first, *others = pages.values()
    text = _of_several(kinds) if others else _one_doubt(first, doubts[first.id])
    text = text.format(count=len(pages), names=listed(names), name=names[0])
    kind: Kind = "info" if kinds == {"missing"} else "warning"
    ids = tuple(page.id for page in pages.values())
    action: Action = "check" if others else "edit"
    return Notice(kind, text, action, below_each_other(names), page_ids=ids)


def beside(rest: Notice | None, doubt: Notice | None) -> Notice | None:
    """What is to be said of files, and of pages in doubt, in one notice; None for nothing."""
    if rest is None or doubt is None:
        return rest or doubt
    text, count = doubt.text, len(doubt.page_ids)
    if count > 1:
        text = QCoreApplication.translate("Notices", "Check the corners of {count} pages.")
        text = text.format(count=count)
    kind: Kind = "error" if rest.kind == "error" else "warning"
    return replace(
        doubt,
        kind=kind,
        text=sentences(rest.text, text),
        detail="\n".join(filter(None, (rest.detail, doubt.detail))),
        rest=rest,
        second="results" if "results" in {rest.action, rest.second} else None,
    )


def unchecked(saved: str, count: int) -> str:
    """What was saved, and that so many of the pages in it were not looked at."""
    if not count:
        return saved
    if count == 1:
        text = QCoreApplication.translate("Notices", "{saved}. One page was not checked.")
    else:
        text = QCoreApplication.translate("Notices", "{saved}. {count} pages were not checked.")
    return text.format(saved=saved, count=count)


def page_label(number: int, page: Page) -> str:
    """A page among others. number : its place, from 1."""
    if not page.from_file:
        return QCoreApplication.translate("Notices", "Page {number}").format(number=number)
    text = QCoreApplication.translate("Notices", "Page {number} ({name})")
    return text.format(number=number, name=page.name)


def _of_several(kinds: set[Doubt]) -> str:
    if kinds == {"missing"}:
        return QCoreApplication.translate(
            "Notices", "No document found in {count} pictures, which are kept whole: {names}"
        )
    if kinds == {"unsure"}:
        return QCoreApplication.translate(
            "Notices", "Not sure of {count} outlines, check their corners: {names}"
        )
    if kinds == {"cut_off"}:
        return QCoreApplication.translate(
            "Notices", "Part of {count} documents lies outside the picture: {names}"
        )
    return QCoreApplication.translate("Notices", "Check the corners of {count} pages: {names}")


def _one_doubt(page: Page, doubt: Doubt) -> str:
    if doubt == "unsure":
        return QCoreApplication.translate(
            "Notices", "{name}: not sure of the outline, check the corners."
        )
    if doubt == "cut_off":
        return QCoreApplication.translate(
            "Notices",
            "{name}: part of the document lies outside the picture. "
            "Take it again, or save it as it is.",
        )
    if estimate_shape(page.quad, page.width, page.height).format != OTHER:
        return QCoreApplication.translate(
            "Notices", "{name}: no edges found. It looks cropped already, and is kept whole."
        )
    return QCoreApplication.translate(
        "Notices", "{name}: no document found, the whole picture is kept."
    )
