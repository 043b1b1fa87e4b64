"""The numbers that the project's rules prescribe, as literals: whoever changes one meets the rule.

The words are of the design that they come from; of those below, of the modules themselves.
"""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

from app.capture import guidance, moment, patience, place, quality, second_look, tracker
from app.capture.moment import Shot
from app.document.original import Original
from app.document.page import FILTERS, Page
from app.document.render import render
from app.document.watch import FolderWatch
from app.document.watermark import Watermark
from app.widgets import corner_editor, panes
from app.workers.camera_choice import FormatOffer, best_format
from detector import rim, shape
from detector.quad import Quad
from tests.app.scenes import FakeDetector, card_quad, found, frame

PRESCRIBED = [
    ("corner movement ≤ 1 % of the diagonal", tracker.STEADY_SHARE, 0.01),
    ("… for 0.8 s", moment.STEADY_S, 0.8),
    ("… and ≥ 5 inferences", moment.MIN_INFERENCES, 5),
    ("re-arm after IoU < 0.5", tracker.SAME_JACCARD, 0.5),
    ("… for 0.5 s", place.REARM_S, 0.5),
    ("after 10 s offer the manual shutter", patience.PATIENCE_S, 10.0),
    ("one message at a time, ≥ 1.5 s", guidance.HOLD_S, 1.5),
    ("dropped after 3 misses", tracker.MAX_MISSES, 3),
    ("glare ≤ 1 % of the area", quality.MAX_GLARE_SHARE, 0.01),
    ("re-detect only where IoU ≥ 0.95 with the shown quad", second_look.SAME_OUTLINE, 0.95),
    ("panes collapse under 900 px", panes.COLLAPSE_PX, 900),
    ("arrows 1 px, Shift 10 px", corner_editor.FAR_NUDGE_PX, 10),
    ("filters (colour, grey, …), 1 to 4", FILTERS, ("colour", "grey", "bw", "clean")),
]
# "in this order: camera fault (the window's own: test_camera_fault.py), too dark/bright, …"
MESSAGES = (
    *("too_dark", "too_bright", "no_document", "cut_off", "move_closer", "move_back"),
    *("tilt", "glare", "blur", "hold_still"),
)


@pytest.mark.parametrize(("rule", "held", "prescribed"), PRESCRIBED)
def test_a_number_is_as_prescribed(rule: str, held: object, prescribed: object) -> None:
    assert held == prescribed, rule


def test_messages_come_in_the_prescribed_order() -> None:
    assert tuple(each for each in guidance.ORDER if each in MESSAGES) == MESSAGES


# ----------------------------------------------------------------- what such a number does
@pytest.mark.parametrize(("dx", "taken"), [(10.0, True), (12.0, False)])  # IoU 0.954, 0.945
def test_a_close_look_counts_where_it_finds_what_was_shown(dx: float, taken: bool) -> None:
    shown, near = card_quad(), card_quad(dx=dx)
    detector = FakeDetector(lambda image: (found(near),))
    kept = second_look.second_look(Shot(frame(0, shown), shown, found(shown)), detector.detect)
    assert kept.quad == (near if taken else shown)


@pytest.mark.parametrize(("step_px", "steady"), [(7.0, True), (9.0, False)])  # of 800 px: 1 % is 8
def test_a_hand_is_steady_up_to_one_hundredth_of_the_diagonal(step_px: float, steady: bool) -> None:
    made = tracker.Tracker()
    for dx in (0.0, step_px):
        track = made.follow([found(card_quad(dx=dx))], 640, 480)
    assert track is not None
    trembles_less = track.quad != card_quad(dx=step_px)  # it lags behind while steady only
    assert trembles_less is steady


@pytest.mark.parametrize("first", [0, 1])
def test_mjpeg_comes_before_raw_of_the_same_size_and_rate(first: int) -> None:
    """ "rank formats: MJPEG ≥ 720p ≥ 15 fps first"."""
    offers = [FormatOffer(0, 1280, 720, 30, jpeg=False), FormatOffer(1, 1280, 720, 30, jpeg=True)]
    best = best_format([offers[first], offers[1 - first]])
    assert best is offers[1]


@pytest.mark.parametrize(("offer", "first"), [((1280, 720, 15), True), ((1280, 720, 14), False)])
def test_720p_at_15_frames_a_second_comes_before_what_is_faster(
    offer: tuple[int, int, float], first: bool
) -> None:
    wanted, other = FormatOffer(0, *offer, jpeg=True), FormatOffer(1, 640, 480, 60, jpeg=True)
    fluent = FormatOffer(2, 1280, 720, 30, jpeg=False)
    assert (best_format([wanted, fluent, other]) is wanted) is first


def test_redact_then_watermark_what_is_black_tells_nothing_below_the_ink() -> None:
    """ "redact, then watermark": the mark is on the black as well, of ink alone."""
    mask = np.zeros((96, 800), np.uint8)
    mask[20:76, np.arange(800) % 60 < 20] = 255
    seen = []
    for level in (20, 240):
        picture = Original(np.full((540, 856, 3), level, np.uint8))
        page = Page("p", picture, Quad.full(856, 540)).with_hidden((0.0, 0.0), (1.0, 1.0))
        seen.append(render(page.with_watermark(Watermark("For a test", mask))).image)
    assert np.array_equal(*seen)
    assert (seen[0] == 0).mean() > 0.5  # between the letters it stays black
    assert seen[0].max() == 107  # 0.42 of white
    assert (seen[0] > 90).mean() > 0.01


def test_a_watched_tiff_is_whole_after_ten_looks_a_picture_after_one(tmp_path: Path) -> None:
    watch = FolderWatch(tmp_path)
    watch.look()
    for name in ("a.jpg", "b.tif"):
        (tmp_path / name).write_bytes(b"x")
        os.utime(tmp_path / name, (1, 1))
    told = [[path.name for path in watch.look().pictures] for _ in range(12)]
    assert told == [[], ["a.jpg"], *[[]] * 8, ["b.tif"], []]


@pytest.mark.parametrize(("chance", "name"), [(0.51, "ID-1"), (0.49, "other")])
def test_a_format_is_taken_where_it_is_more_probable_than_not(chance: float, name: str) -> None:
    chances = np.zeros(len(shape.PRIORS) + 1)
    chances[0], chances[-1] = chance, 1 - chance
    assert shape._chosen(chances, 1.5, 0.1).format == name


@pytest.mark.parametrize(("out_px", "cut"), [(6.0, False), (7.0, True)])  # of 640 px: 1 % is 6.4
def test_a_document_is_cut_off_where_it_passes_the_rim_by_one_hundredth(
    out_px: float, cut: bool
) -> None:
    left = -0.5 - out_px
    quad = Quad([(left, 100), (400, 100), (400, 300), (left, 300)])
    assert rim.cut_off(quad, 640, 480) is cut
