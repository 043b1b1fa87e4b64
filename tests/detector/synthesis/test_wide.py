"""What only the wide setting draws: a dial at 0 changes nothing, one turned up shows."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import cv2
import numpy as np
import pytest

from detector.errors import SynthesisError
from detector.quad import Quad
from detector.synthesis import scene as scenes
from detector.synthesis.assets import Assets
from detector.synthesis.scene import Scene, SheetPool, compose
from detector.synthesis.seats import SMALL
from detector.synthesis.setting import POOL, USUAL, WIDE, Setting
from detector.synthesis.sheet import NEAR_MARGIN, Sheet, on_near_sheet

NAMES = ("burnt", "lens", "bent", "sheet", "small")
# Of 8 scenes' corners and draws, before these dials were there.
BEFORE = {"usual": "09c7807c0ce91e76", "pool": "b7a020c316e3e99c"}


def _scene(seed: int, setting: Setting, width: int = 240, height: int = 180) -> Scene:
    pool = SheetPool(Assets(), 12, seed=3)
    return compose(np.random.default_rng(seed), pool, width, height, setting=setting)


@pytest.mark.parametrize(("name", "setting"), [("usual", USUAL), ("pool", POOL)])
def test_scenes_without_these_dials_are_what_they_were(name: str, setting: Setting) -> None:
    # What the generator gives next depends on every number drawn, for the corners as for the
    # picture, and not on how a library draws or encodes.
    pool, digest = SheetPool(Assets(), 12, seed=3), hashlib.sha256()
    for seed in range(8):
        rng = np.random.default_rng(seed)
        corners = compose(rng, pool, 240, 180, setting=setting).quads
        digest.update(np.round(corners * 1000).astype("<i8").tobytes())
        digest.update(str(rng.integers(2**62)).encode())
    assert digest.hexdigest()[:16] == BEFORE[name]


def test_only_the_wide_setting_turns_them() -> None:
    for name in NAMES:
        assert getattr(USUAL, name) == getattr(POOL, name) == 0
        assert 0.05 < getattr(WIDE, name) < 0.3


@pytest.mark.parametrize("name", NAMES)
def test_a_chance_lies_within_0_and_1(name: str) -> None:
    with pytest.raises(SynthesisError, match="within 0 and 1"):
        replace(USUAL, **{name: -0.1})


@pytest.mark.parametrize("name", NAMES)
def test_a_dial_turned_up_changes_scenes_whose_labels_stay_sound(name: str) -> None:
    one = replace(USUAL, documents=(0.0, 1.0))
    turned = replace(one, **{name: 1.0})
    for seed in range(6):
        shown = _scene(seed, turned)
        assert not np.array_equal(shown.image, _scene(seed, one).image)
        for quad in shown.quads:
            assert scenes._shown(Quad(quad), Quad.full(240, 180))


def test_a_document_is_burnt_out_only_where_that_is_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Without what a camera does, all that differs is the lamp.
    monkeypatch.setattr(scenes, "capture", lambda _rng, picture, blotched: picture)
    one = replace(USUAL, documents=(0.0, 1.0))
    burnt = 0
    for seed in range(12):
        plain, lit = _scene(seed, one), _scene(seed, replace(one, burnt=1.0))
        np.testing.assert_array_equal(plain.quads, lit.quads)
        assert (lit.image >= plain.image).all()
        inside = np.zeros((180, 240), np.uint8)
        for quad in plain.quads:
            cv2.fillPoly(inside, [np.round(quad).astype(np.int32)], 1)
        changed = (lit.image != plain.image).any(axis=2) & (inside == 1)
        white = (lit.image == 255).all(axis=2) & changed
        burnt += white.sum() > 0.03 * max(1, inside.sum())
    # Of a document that the frame cuts, the burnt part may lie outside; some are white before.
    assert burnt >= 9


def test_a_sheet_covers_no_other_document(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[bool] = []

    def altered(*given: object, first: bool) -> object:
        sheet, wide = original(*given, first=first)  # type: ignore[arg-type]
        asked.append(wide and not first)
        return sheet, wide

    original = scenes._altered
    monkeypatch.setattr(scenes, "_altered", altered)
    for seed in range(4):
        _scene(seed, replace(USUAL, documents=(0.0, 0.0, 0.0, 1.0), sheet=1.0))
    assert len(asked) == 12
    assert not any(asked)


def test_small_documents_are_small_and_alone() -> None:
    found = [_scene(seed, replace(USUAL, small=1.0), 320, 240).quads for seed in range(30)]
    assert max(len(quads) for quads in found) == 1
    shares = np.array(
        [max(Quad(quad).side_lengths) / 320 for quads in found for quad in quads if len(quads)]
    )
    assert len(shares) > 20
    # A spread's data page, or a document on a larger page, has another shape than its sheet.
    assert SMALL[0] * 0.9 < shares.min()
    assert shares.max() < SMALL[1] * 1.1


@pytest.mark.parametrize("seed", range(10))
def test_a_near_sheet_has_an_edge_close_beside_the_document(seed: int) -> None:
    corners = Quad.full(300, 200).corners
    card = Sheet(np.full((200, 300, 3), 90, np.uint8), np.full((200, 300), 255, np.uint8), corners)
    page = on_near_sheet(np.random.default_rng(seed), card)
    (left, top), (right, bottom) = page.corners[0] + 0.5, page.corners[2] + 0.5
    tall, wide = page.image.shape[:2]
    assert (right - left, bottom - top) == (300, 200)
    margins = np.array([left / 300, (wide - right) / 300, top / 200, (tall - bottom) / 200])
    assert NEAR_MARGIN[0] * 0.8 <= margins.min() <= NEAR_MARGIN[1] * 1.01
    # Light paper all around, whatever lies on it.
    assert page.image[:2].mean() > 120
    assert page.mask.min() == 255
