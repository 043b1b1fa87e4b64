"""What the report on the refinement says of outlines whose quality is known."""

from __future__ import annotations

import pytest

from detector.quad import Quad

pytest.importorskip("torch", reason="the detector's development extra")

from detector.training.evaluate_refine import (
    Example,
    _size_table,
    corner_error,
    made_worse,
    report,
    stages,
)

TRUTH = Quad([(100, 100), (500, 100), (500, 300), (100, 300)])


def test_each_step_is_told_with_what_it_made_worse() -> None:
    steps = {"network": [0.8, 0.6], "corners": [0.9, 0.5], "sides": [0.95, 0.7]}
    assert stages(**steps) == (
        "network → corners → sides: Jaccard mean 0.7000 → 0.7000 → 0.8250, "
        "median 0.7000 → 0.7000 → 0.8250, made worse 50.00%, 0.00%, after the network 0.00%, "
        "in all 0.00%"
    )
    # What the head made worse of what the anchors told is not the refinement's.
    told = stages(anchors=[0.97, 0.6], **steps)
    assert told.startswith("anchors → network → corners → sides: Jaccard mean 0.7850 → 0.7000")
    assert told.endswith("worse 50.00%, 50.00%, 0.00%, after the network 0.00%, in all 50.00%")


def test_a_change_too_small_to_see_is_not_made_worse() -> None:
    assert made_worse([0.9, 0.9, 0.9, 0.9], [0.896, 0.95, 0.9, 0.894]) == 0.25


def test_a_miss_counts_nothing_at_every_step() -> None:
    half = Quad([(100, 100), (300, 100), (300, 300), (100, 300)])
    assert Example("1080p", TRUTH, half, TRUTH, None).jaccards() == pytest.approx((0.5, 1, 0))
    assert Example("1080p", TRUTH, None, None, TRUTH).jaccards() == pytest.approx((0, 0, 1))


def test_the_corner_error_does_not_mind_which_corner_comes_first() -> None:
    assert corner_error(TRUTH.moved(3, 4).turned(1), TRUTH) == pytest.approx(5)


def test_a_size_of_which_all_are_missed_has_its_line() -> None:
    missed = [Example("12 MP", TRUTH, TRUTH, TRUTH, None)] * 3
    assert _size_table("12 MP", missed) == "synthetic, 12 MP: 3 scenes, all missed"


def test_a_report_on_no_scenes_says_so() -> None:
    told = report(None, None, 0)  # type: ignore[arg-type]
    assert [line for line in told.splitlines() if line.startswith("synthetic")] == [
        "synthetic, 1080p: none",
        "synthetic, 12 MP: none",
    ]
