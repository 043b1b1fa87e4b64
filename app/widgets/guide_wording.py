"""What the guidance line says, for keys of the layers below."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

FLIP = "flip"  # after the front of a card: the back is next


def guidance(key: str) -> str:
    """One short sentence for a key of app.capture.guidance; "" for an unknown one."""
    texts = {
        "too_dark": QCoreApplication.translate("Guidance", "More light, please"),
        "too_bright": QCoreApplication.translate("Guidance", "Too bright: less light, please"),
        "no_document": QCoreApplication.translate("Guidance", "Show the document to the camera"),
        "cut_off": QCoreApplication.translate("Guidance", "Show all four corners"),
        "move_closer": QCoreApplication.translate("Guidance", "Move closer"),
        "move_back": QCoreApplication.translate("Guidance", "Move back a little"),
        "tilt": QCoreApplication.translate("Guidance", "Hold the camera straight above"),
        "glare": QCoreApplication.translate("Guidance", "Tilt it a little to avoid the glare"),
        "blur": QCoreApplication.translate("Guidance", "Not sharp yet: hold still or move back"),
        "hold_still": QCoreApplication.translate("Guidance", "Hold still"),
        "capturing": QCoreApplication.translate("Guidance", "Keep still…"),
        "next_document": QCoreApplication.translate("Guidance", "Captured. Next document, please"),
        "another_here": QCoreApplication.translate(
            "Guidance", "Captured. Another one here? Press Space"
        ),
        FLIP: QCoreApplication.translate("Guidance", "Front captured. Turn the card over"),
        "use_shutter": QCoreApplication.translate("Guidance", "Press Space to capture"),
    }
    return texts.get(str(key), "")


def fault_line(kind: str) -> str:
    """Instead of an instruction that nobody could follow. kind : as of Sources.fault."""
    return {
        "gone": QCoreApplication.translate("Guidance", "The camera was unplugged"),
        "silent": QCoreApplication.translate("Guidance", "The camera is not sending pictures"),
        "timeout": QCoreApplication.translate("Guidance", "The camera does not answer"),
        "busy": QCoreApplication.translate("Guidance", "Another program is using the camera"),
        "unreadable": QCoreApplication.translate("Guidance", "The video cannot be played on"),
    }.get(kind) or QCoreApplication.translate("Guidance", "The camera has failed")


def shutter_hint(*, live: bool) -> str:
    """What the shutter does, or when it does. live : there is something to capture."""
    if live:
        return QCoreApplication.translate("Guidance", "Capture")
    return QCoreApplication.translate("Guidance", "Captures from a live picture")


def state_line(state: str) -> str:
    """What to do next, for a state of the session, for pages that are all "saved", or are being
    saved: "saving", or while areas of a page are drawn: "black_out", by the arrows "…_frame"."""
    return {
        "empty": QCoreApplication.translate("Guidance", "Ready to scan"),
        "live": QCoreApplication.translate("Guidance", "Looking for a document…"),
        "review": QCoreApplication.translate("Guidance", "Check the corners, then accept"),
        "page": QCoreApplication.translate("Guidance", "Ready to save"),
        "saving": QCoreApplication.translate("Guidance", "Saving…"),
        "black_out": QCoreApplication.translate(
            "Guidance", "Drag or arrows: hide. Click: show. Esc: done"
        ),
        "black_out_frame": QCoreApplication.translate(
            "Guidance", "Arrows: move. Shift: resize. Enter: hide"
        ),
        "saved": QCoreApplication.translate("Guidance", "All pages are saved"),
    }[state]


def to_check_line(count: int, *, saved: bool) -> str:
    """As the line of pages, where so many of them want a look."""
    if saved and count == 1:
        text = QCoreApplication.translate("Guidance", "All pages are saved, one was not checked")
    elif saved:
        text = QCoreApplication.translate(
            "Guidance", "All pages are saved, {count} were not checked"
        )
    elif count == 1:
        text = QCoreApplication.translate("Guidance", "One page to check, then save")
    else:
        text = QCoreApplication.translate("Guidance", "{count} pages to check, then save")
    return text.format(count=count)


def hard_to_read_line(count: int, *, saved: bool) -> str:
    """As the line of pages, where the print of so many of them can hardly be read."""
    if saved and count == 1:
        text = QCoreApplication.translate("Guidance", "All pages are saved, one is hard to read")
    elif saved:
        text = QCoreApplication.translate(
            "Guidance", "All pages are saved, {count} are hard to read"
        )
    elif count == 1:
        text = QCoreApplication.translate("Guidance", "Ready to save, one is hard to read")
    else:
        text = QCoreApplication.translate("Guidance", "Ready to save, {count} are hard to read")
    return text.format(count=count)


def saving_line(number: int, total: int) -> str:
    """How far a save of several pages is."""
    text = QCoreApplication.translate("Guidance", "Saving {number} of {total}…")
    return text.format(number=number, total=total)


def opening_line(done: int, total: int, *, saving: bool) -> str:
    """How far an opening is. total : 0 where it is not known yet; saving : once all is there."""
    if total > 1 and saving:
        text = QCoreApplication.translate("Guidance", "Opening {number} of {total}, then saving…")
    elif total > 1:
        text = QCoreApplication.translate("Guidance", "Opening {number} of {total}…")
    elif saving:
        text = QCoreApplication.translate("Guidance", "Opening, then saving…")
    else:
        text = QCoreApplication.translate("Guidance", "Opening…")
    return text.format(number=min(done + 1, total), total=total)


def review_line(doubt: str, *, is_new: bool, place: tuple[int, int] = (0, 0)) -> str:
    """What a review asks for: more where the outline is in doubt, for a key of the session.

    is_new : a capture, which can be retaken. place : which page it is of how many to check.
    """
    text = {
        "missing": QCoreApplication.translate("Guidance", "No document found: set the corners"),
        "unsure": QCoreApplication.translate("Guidance", "Not sure: check the corners"),
        "cut_off": QCoreApplication.translate(
            "Guidance", "Part of it is outside the picture: retake or accept"
        )
        if is_new
        else QCoreApplication.translate("Guidance", "Part of it is outside the picture"),
    }.get(doubt) or state_line("review")
    number, total = place
    if total < 2:
        return text
    counted = QCoreApplication.translate("Guidance", "{number} of {total} · {line}")
    return counted.format(number=number, total=total, line=text)
