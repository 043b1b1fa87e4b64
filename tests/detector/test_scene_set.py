"""The fixed synthetic set: the same scenes each time, kept or made anew."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from detector.errors import SynthesisError
from detector.quad import Quad
from detector.training.scene_set import SIZES, TrueScene, scenes


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> tuple[TrueScene, Path]:
    """The first scene, and the folder that it is kept in."""
    folder = tmp_path_factory.mktemp("set")
    (scene,) = scenes(None, 1, folder)
    return scene, folder


def test_a_kept_scene_is_the_one_that_is_rendered(kept: tuple[TrueScene, Path]) -> None:
    (fresh,) = scenes(None, 1)
    (again,) = scenes(None, 1, kept[1])
    for each in (kept[0], again):
        assert np.array_equal(each.image, fresh.image)
        assert each.truth == fresh.truth
    assert len(list(kept[1].iterdir())) == 1


def test_a_scene_shows_one_document_whole(kept: tuple[TrueScene, Path]) -> None:
    width, height = SIZES[kept[0].size]
    assert kept[0].image.shape == (height, width, 3)
    whole = Quad.full(width, height)
    assert all(map(whole.contains, kept[0].truth.corners.tolist()))


def test_a_kept_scene_that_cannot_be_read_is_named(
    kept: tuple[TrueScene, Path], tmp_path: Path
) -> None:
    (path,) = kept[1].iterdir()
    with np.load(path) as arrays:
        broken = {**arrays, "jpeg": arrays["jpeg"][:20]}
    np.savez(tmp_path / path.name, **broken)
    with pytest.raises(SynthesisError, match=path.name):
        list(scenes(None, 1, tmp_path))
