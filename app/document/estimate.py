"""How large a save would be, from some pages of each kind that stand for the others."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from functools import partial

from app.document.encode import encode_page, encode_pdf
from app.document.form import Form
from app.document.original import in_passing
from app.document.page import Page
from app.document.render import colours_of, full_size, render
from app.document.rendered import Colours, Rendered
from app.document.seal import LOCKABLE

# From so many parts of a kind's pages one is encoded each, in this order: those of an early end are
# spread as well. A sharp photograph takes several times the bytes of a plain one, so that one page
# alone may be off by more than a factor of 2.
PARTS = (2, 0, 4, 1, 3)
# After one of each kind no further page is begun with after so long: somebody waits for the answer,
# and the page that is looked at is drawn after it.
ENOUGH_S = 1.5

Kind = tuple[Colours, bool]


def estimated_bytes(
    pages: Sequence[Page], form: Form, wanted: Callable[[], bool] = lambda: True
) -> int:
    """About how many bytes a save of these pages takes, in all its files; 0 for no page.

    Encodes up to five pages, spread over all, of those in colour, in grey, and in black and white,
    with a watermark and without; one of each kind at least, further ones as long as there is time.
    The others of a kind are taken to need as much a pixel. wanted : whether anybody waits for the
    answer still. Raises GeometryError where one of the pages cannot be drawn.
    """
    size_of = partial(full_size, dpi=form.dpi or None, keep_sharper=form.keep_sharper)
    draw = partial(render, dpi=form.dpi or None, keep_sharper=form.keep_sharper)
    until_s = 0.0
    kinds: dict[Kind, list[Page]] = {}
    for page in pages:
        kinds.setdefault((colours_of(page), page.edits.watermark is not None), []).append(page)
    spreads = [_spread(len(each)) for each in kinds.values()]
    taken = {kind: [0, 0] for kind in kinds}  # bytes, px
    for turn in range(len(PARTS)):
        for (kind, members), places in zip(kinds.items(), spreads, strict=True):
            if turn >= len(places) or (turn and (time.monotonic() >= until_s or not wanted())):
                continue
            page = members[places[turn]]
            with in_passing(page.original):
                drawn = draw(page)
            taken[kind][0] += _encoded_bytes(drawn, form)
            taken[kind][1] += drawn.image[..., 0].size
        until_s = until_s or time.monotonic() + ENOUGH_S
    total = 0.0
    for kind, members in kinds.items():
        size, pixels = taken[kind]
        areas = (each.width_px * each.height_px for each in map(size_of, members))
        total += size / pixels * sum(areas)
    return round(total)


def _spread(count: int) -> list[int]:
    """Places of some of so many pages, spread over all, in the order in which they are encoded.

    Where pages take turns, as fronts and backs do, both are among them: at an even distance they
    might be all backs. In larger sets neither do they miss one of three.
    """
    parts = min(count, len(PARTS))

    def place(part: int) -> int:
        near = range(part * count // parts, (part + 1) * count // parts)
        return min(near, key=lambda number: ((number - part) % 2, (number - part) % 3))

    return [place(part) for part in PARTS if part < parts]


def _encoded_bytes(page: Rendered, form: Form) -> int:
    if form.file_format in LOCKABLE:
        return len(encode_pdf([page], form.quality))
    return len(encode_page(page, form.file_format, form.quality))
