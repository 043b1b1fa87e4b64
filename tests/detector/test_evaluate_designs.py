"""Designs that no training knows: what they draw, where they lie, and how they are counted."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest

from detector.errors import SynthesisError
from detector.quad import Quad
from detector.runtime import Detector
from detector.synthesis.assets import Assets
from detector.synthesis.surfaces import render_surface
from detector.training import evaluate_designs
from detector.training.designs.catalogue import DESIGNS
from detector.training.designs.design import Design, card
from detector.training.designs.grounds import plain
from detector.training.designs.lettering import write
from detector.training.designs.marks import bar
from detector.training.designs.pen import Pen
from detector.training.designs.things import THINGS
from detector.training.evaluate import Judged
from detector.training.evaluate_designs import (
    SIZES,
    Hit,
    Outcome,
    Scenes,
    hits,
    judge,
    row,
    scene_of,
    summary,
    told,
    told_of,
    write_gallery,
)

CARD = Quad([(20.0, 20.0), (105.6, 20.0), (105.6, 74.0), (20.0, 74.0)])


def outcome(design: Design, moved: float | None, false: int = 0, index: int = 0) -> Outcome:
    """Found so many px aside, or not at all."""
    found = () if moved is None else (SimpleNamespace(quad=CARD.moved(moved, 0), score=0.9),)
    judged = Judged(design.name, CARD, found, 0.5, found)  # type: ignore[arg-type]
    return Outcome(design, index, judged, false)


@pytest.mark.parametrize("design", [*DESIGNS, *THINGS], ids=lambda each: each.name)
def test_each_has_its_shape_and_is_not_blank(design: Design) -> None:
    sheet = design.render(np.random.default_rng(1))
    height, width = sheet.image.shape[:2]
    assert width / height == pytest.approx(design.shape.aspect, rel=0.01)
    assert sheet.mask.shape == (height, width)
    assert sheet.mask[height // 2, 0] == sheet.mask[0, width // 2] == 255
    # The blank ones show a number or a chip all the same; paper alone has one colour.
    paper = np.median(sheet.image.reshape(-1, 3), axis=0)
    assert (np.abs(sheet.image - paper).max(axis=2) > 24).mean() > 0.002
    again = design.render(np.random.default_rng(1))
    assert np.array_equal(sheet.image, again.image)


def test_there_are_enough_and_no_two_have_one_name() -> None:
    names = [each.name for each in (*DESIGNS, *THINGS)]
    assert len(set(names)) == len(names)
    assert len(DESIGNS) >= 40
    assert len(THINGS) >= 30
    assert {each.shape.name for each in DESIGNS} == {"ID-1", "ID-2", "ID-3", "A4"}


def test_what_differs_between_two_of_a_design_is_drawn_by_chance() -> None:
    first, other = (DESIGNS[0].render(np.random.default_rng(seed)) for seed in (1, 2))
    assert not np.array_equal(first.image, other.image)


def test_a_photo_is_taken_where_there_are_any() -> None:
    green = np.zeros((90, 60, 3), np.uint8)
    green[..., 1] = 230
    design = next(each for each in DESIGNS if each.name == "student card")
    with_face = design.render(np.random.default_rng(1), [green]).image
    assert (with_face == (0, 230, 0)).all(axis=2).mean() > 0.05


def test_a_line_stays_within_its_box() -> None:
    pen = Pen(np.random.default_rng(0), np.full((100, 200, 3), 255, np.uint8))
    write(pen, "IDENTITY CARD OF A LONG NAME", (50, 30, 150, 60), (0.0, 0.0, 0.0))
    rows, columns = np.nonzero(pen.image[..., 0] < 128)
    assert 50 <= columns.min() < columns.max() <= 151
    assert 30 <= rows.min() < rows.max() <= 60


def test_a_scene_is_the_same_each_time_and_holds_the_document_where_it_is_said() -> None:
    green = card("green", "front", plain("00ff00"), bar((0.1, 0.1, 0.9, 0.9), "00f000"))
    overlaps = []
    for index in range(4):
        image, truth = scene_of(green, index, Assets())
        again, _ = scene_of(green, index, Assets())
        assert np.array_equal(image, again)
        assert image.shape[1::-1] == SIZES[index]
        x, y = truth.corners.mean(axis=0).round().astype(int)
        b, g, r = image[y, x].astype(int)
        overlaps.append(g > max(b, r) + 20)
        assert truth.shared_area(Quad.full(*SIZES[index])) == pytest.approx(truth.area, rel=1e-3)
    # A hand or a thing may lie over the middle, glare too.
    assert sum(overlaps) >= 2


def test_a_document_that_never_lies_in_the_picture_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    empty = SimpleNamespace(quads=np.zeros((0, 4, 2)))
    monkeypatch.setattr(evaluate_designs, "compose", lambda *_: empty)
    with pytest.raises(SynthesisError, match=DESIGNS[0].name):
        scene_of(DESIGNS[0], 0, Assets())


def test_the_best_fitting_outline_counts_and_the_others_are_false(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    image = render_surface(np.random.default_rng(0), 90, 120)
    monkeypatch.setattr(evaluate_designs, "scene_of", lambda *_, **__: (image, CARD))
    seen = [SimpleNamespace(quad=CARD.moved(x, 0), score=0.9) for x in (70, 1, -80)]
    fake = SimpleNamespace(detect=lambda *_, **__: seen, card=SimpleNamespace(threshold=0.5))
    result = judge(cast("Detector", fake), DESIGNS[0], 0, Scenes(Assets()))
    assert result.judged.jaccard == pytest.approx(84.6 / 86.6, abs=0.01)
    assert result.false == 2


def test_what_is_offered_counts_where_none_is_told_and_one_is_asked_for() -> None:
    image = np.zeros((9, 9, 3), np.uint8)

    def detect(_image: object, least: float | None = None, **_how: bool) -> list[float]:
        return [] if least is None else [0.4, 0.3]

    doubtful = cast("Detector", SimpleNamespace(detect=detect))
    assert not told_of(doubtful, image, None)
    assert told_of(doubtful, image, 0.2) == [0.4]
    sure = cast("Detector", SimpleNamespace(detect=lambda *_, **__: [0.9, 0.8]))
    assert told_of(sure, image, 0.2) == [0.9, 0.8]


def test_a_row_by_hand() -> None:
    one = DESIGNS[0]
    rows = [outcome(one, 0), outcome(one, 42.8, 1), outcome(one, None, 2), outcome(one, 8.56)]
    # Jaccard indices 1, 1/3, 0 and 9/11.
    assert row("front", rows) == "| front | 4 | 50.0% | 0.538 | 25.0% | 3 |"


def test_the_summary_counts_by_family_and_in_all_and_names_the_worst_first() -> None:
    good, bad, paper = (
        Design(name, family, DESIGNS[0].shape, 0.0, ())
        for name, family in (("good", "front"), ("bad", "front"), ("sheet", "paper"))
    )
    lines = summary(
        [outcome(good, 0), outcome(bad, None, 1), outcome(paper, 0), outcome(paper, None)]
    ).splitlines()
    assert lines[2] == "| front | 2 | 50.0% | 0.500 | 50.0% | 1 |"
    assert lines[3] == "| paper | 2 | 50.0% | 0.500 | 50.0% | 0 |"
    assert lines[4] == "| in all | 4 | 50.0% | 0.500 | 50.0% | 1 |"
    names = [line.split(" | ")[0] for line in lines[-3:]]
    assert names == ["| bad (front)", "| sheet (paper)", "| good (front)"]


def test_of_the_empty_ones_those_with_an_outline_are_named() -> None:
    text = told([Hit(THINGS[0], 0, 0.96), Hit(THINGS[0], 3, 0.3), Hit(THINGS[1], 0, 0.95)], 60)
    assert text.startswith("of 60 scenes without a document 3 (5.0%) with an outline, 2 of them")
    assert f"{THINGS[0].name} 2" in text
    assert told([], 0).endswith("none")


def test_of_a_thing_the_outline_that_fits_best_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("detector.training.evaluate_designs.THINGS", THINGS[:2])
    image, drawn = np.zeros((9, 9, 3), np.uint8), [(THINGS[0], 0)]
    seen = [SimpleNamespace(quad=CARD.moved(x, 0), score=0.9) for x in (30, 0, -50)]

    class Kept(Scenes):
        def of(self, design: Design, index: int, *, alone: bool = False) -> tuple[Any, Quad]:
            assert alone
            return image + ((design, index) in drawn), CARD

    fake = SimpleNamespace(detect=lambda picture, **_: seen if picture.any() else [])
    found = hits(cast("Detector", fake), Kept(Assets()), 2)
    assert found == [Hit(THINGS[0], 0, pytest.approx(1.0))]


def test_the_gallery_holds_the_worst(tmp_path: Path) -> None:
    write_gallery(
        tmp_path / "new", Scenes(Assets()), [outcome(DESIGNS[0], 0)], [Hit(THINGS[0], 0, 1.0)]
    )
    assert {each.name for each in (tmp_path / "new").iterdir()} == {"designs.png", "things.png"}


def test_a_scene_that_is_kept_is_read_and_not_drawn_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scenes = Scenes(Assets(), tmp_path / "kept")
    image, quad = scenes.of(DESIGNS[0], 1)
    monkeypatch.setattr(evaluate_designs, "scene_of", lambda *_, **__: pytest.fail("drawn anew"))
    again, same = scenes.of(DESIGNS[0], 1)
    assert np.array_equal(image, again)
    assert np.array_equal(quad.corners, same.corners)
    file = next((tmp_path / "kept").iterdir())
    np.savez(file, picture=np.zeros(9, np.uint8), corners=quad.corners)
    with pytest.raises(SynthesisError, match=file.name):
        scenes.of(DESIGNS[0], 1)
