"""What is asked for on the stage of a page, done to it, or to all that are marked."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import SignalInstance

if TYPE_CHECKING:
    from app.session.editing import Editing
    from app.session.legibility import Legibility
    from app.session.overview import Overview
    from app.session.review import Review
    from app.widgets.notice_bar import NoticeBar
    from app.widgets.stage import Stage
    from app.widgets.tray import Tray


def connect_edits(
    stage: Stage,
    tray: Tray,
    notices: NoticeBar,
    *,
    overview: Overview,
    editing: Editing,
    review: Review,
    legibility: Legibility,
) -> None:
    """Black areas and corners are of the page shown alone. What only says something goes before
    the next step: "no zone on this page" would stand below another page."""
    page, corners = stage.page, stage.review
    corners.accepted.connect(review.accept_review)
    corners.editor.quad_changed.connect(review.adjust_review)
    corners.retake_asked.connect(review.retake)
    corners.remove_asked.connect(review.remove)
    for asked in (
        *(tray.page_marked, tray.page_chosen, page.black_out_asked, page.show_again_asked),
        *(page.rotate_asked, page.filter_asked, page.format_asked, page.rounding_asked),
    ):
        asked.connect(notices.drop_remark)
    edits: list[tuple[SignalInstance, Callable[..., None]]] = [
        (page.rotate_asked, editing.rotate),
        (page.filter_asked, editing.set_filter),
        (page.format_asked, editing.set_format),
        (page.rounding_asked, editing.set_rounded),
    ]
    for asked, edit in edits:
        asked.connect(lambda value, edit=edit: edit(overview.selected, value, tray.marked))
    page.remove_asked.connect(lambda: editing.remove(overview.selected, tray.marked))
    page.black_out_asked.connect(lambda *at: editing.black_out(overview.selected, *at))
    page.show_again_asked.connect(lambda point: editing.show_again(overview.selected, point))
    page.edit_asked.connect(lambda: review.edit_page(overview.selected))
    tray.marks_changed.connect(lambda: page.show_marked(len(tray.marked)))
    tray.order_asked.connect(editing.order)
    tray.swap_asked.connect(editing.swap_sides)
    page.flaw.kept.connect(lambda: legibility.accept(overview.selected))
