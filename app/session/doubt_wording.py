"""What is said of pages that want a look at their corners."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QCoreApplication

from app.document.page import Doubt, Page
from app.session.notices import Kind, Notice
from app.session.wording import below_each_other, listed
from detector.formats import OTHER
from detector.shape import estimate_shape


def doubtful(pages: Sequence[Page], doubts: Mapping[str, Doubt]) -> Notice:
    """Pages whose corners want a look. doubts : what about, by the pages' ids."""
    kinds = {doubts[page.id] for page in pages}
    several = _of_several(kinds)
    text = several if len(pages) > 1 else _one_doubt(pages[0], doubts[pages[0].id])
    names = [page.name for page in pages]
    text = text.format(count=len(pages), names=listed(names), name=names[0])
    kind: Kind = "info" if kinds == {"missing"} else "warning"
    detail = below_each_other(names)
    return Notice(kind, text, "edit", detail, page_ids=tuple(page.id for page in pages))


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
