"""The pictures of a journal's pages: those that it keeps itself, and those that files hold."""

from __future__ import annotations

import json
import os
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from app.document import journal as journal_module
from app.document.journal import Journal, read_journal, remove_journal
from app.document.leaf import Leaf, Origin, leaves_of
from app.document.original import Original
from tests.app.document.test_journal import SIZE, noise, page, pictures


def opened(path: Path, seed: int = 0) -> Original:
    """A picture as it is opened from a file."""
    path.write_bytes(cv2.imencode(".png", noise(seed))[1].tobytes())
    leaf = Leaf(path)
    loaded = leaf.load()
    return Original(loaded.image, loaded.data, Origin.of(leaf))


def test_of_a_file_that_is_there_only_its_place_is_kept(tmp_path: Path) -> None:
    folder, original = tmp_path / "journal", opened(tmp_path / "card.png")
    Journal(folder).write([page("a", original)])
    assert pictures(folder) == []
    (tmp_path / "card.png").unlink()
    assert read_journal(folder).lost == 1
    Journal(folder).write([page("a", original)])  # gone by now: the picture itself
    (back,) = read_journal(folder).pages
    np.testing.assert_array_equal(back.original.pixels(), noise())


def test_a_file_says_its_own_resolution_again(tmp_path: Path) -> None:
    path = tmp_path / "scan.png"
    Image.fromarray(noise()).save(path, dpi=(300, 300))
    loaded = Leaf(path).load()
    original = Original(loaded.image, loaded.data, Origin.of(Leaf(path)), dpi=loaded.dpi)
    Journal(tmp_path / "journal").write([page("a", original)])
    (back,) = read_journal(tmp_path / "journal").pages
    assert back.dpi == page("a", original).dpi == pytest.approx(300, abs=0.1)


def test_a_picture_without_a_file_keeps_its_resolution(tmp_path: Path) -> None:
    Journal(tmp_path).write([page("a", Original(noise(), dpi=300.0))])
    (back,) = read_journal(tmp_path).pages
    assert back.original.dpi == 300.0
    kept = json.loads((tmp_path / "pages.json").read_bytes())
    kept["pages"][0]["picture"]["dpi"] = 7e9  # by whomever
    (tmp_path / "pages.json").write_text(json.dumps(kept))
    (back,) = read_journal(tmp_path).pages
    assert back.original.dpi is None


def test_a_journal_leads_to_no_picture_outside_of_it(tmp_path: Path) -> None:
    folder = tmp_path / "journal"
    Journal(folder).write([page("a")])
    (picture,) = pictures(folder)
    picture.rename(tmp_path / picture.name)
    kept = json.loads((folder / "pages.json").read_bytes())
    kept["pages"][0]["picture"]["file"] = f"../{picture.name}"
    (folder / "pages.json").write_text(json.dumps(kept))
    assert read_journal(folder).lost == 1


def test_each_page_of_a_file_comes_back_as_that_page(tmp_path: Path) -> None:
    path = tmp_path / "fax.tif"
    greys = [Image.new("L", SIZE, grey) for grey in (40, 140, 240)]
    greys[0].save(path, save_all=True, append_images=greys[1:])
    originals = []
    for leaf in leaves_of(path)[1:]:
        loaded = leaf.load()
        originals.append(Original(loaded.image, loaded.data, Origin.of(leaf)))
    Journal(tmp_path / "journal").write([page(str(n), each) for n, each in enumerate(originals)])
    back = [each.original for each in read_journal(tmp_path / "journal").pages]
    assert [int(each.pixels()[0, 0, 0]) for each in back] == [140, 240]
    assert [each.origin for each in back] == [each.origin for each in originals]


def test_a_file_that_was_named_from_where_one_is_is_found_from_anywhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "photos").mkdir()
    monkeypatch.chdir(tmp_path / "photos")
    Journal(tmp_path / "journal").write([page("a", opened(Path("card.png")))])
    monkeypatch.chdir(tmp_path)
    assert read_journal(tmp_path / "journal").lost == 0


def test_a_file_that_has_changed_is_another_picture(tmp_path: Path) -> None:
    folder = tmp_path / "journal"
    pages = [page("a", opened(tmp_path / "card.png")), page("b")]
    Journal(folder).write(pages)
    opened(tmp_path / "card.png", seed=1)
    os.utime(tmp_path / "card.png", ns=(0, 0))
    read = read_journal(folder)
    assert ([each.id for each in read.pages], read.lost) == (["b"], 1)


def test_pages_of_one_picture_share_it_and_it_goes_with_the_last(tmp_path: Path) -> None:
    shared = Original(noise())
    pages = [page("a", shared), page("b", shared), page("c")]
    journal = Journal(tmp_path)
    journal.write(pages)
    assert len(pictures(tmp_path)) == 2
    read = read_journal(tmp_path).pages
    assert read[0].original is read[1].original is not read[2].original
    journal.write(pages[1:])
    assert len(pictures(tmp_path)) == 2
    journal.write(pages[2:])
    assert len(pictures(tmp_path)) == 1
    remove_journal(tmp_path)
    assert not tmp_path.exists()


def test_a_picture_is_written_once(tmp_path: Path) -> None:
    """A change of one page does not write the pictures of a hundred anew."""
    pages = [page("a"), page("b")]
    journal = Journal(tmp_path)
    journal.write(pages)
    files = [each.stat().st_ino for each in pictures(tmp_path)]
    journal.write([pages[0].with_turns(1), pages[1]])
    assert [each.stat().st_ino for each in pictures(tmp_path)] == files


def test_of_pages_that_share_a_picture_it_is_written_with_the_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[str] = []
    put = journal_module.write_whole

    def note(path: Path, data: bytes) -> None:
        written.append(path.suffix)
        put(path, data)

    monkeypatch.setattr(journal_module, "write_whole", note)
    shared = Original(noise())
    Journal(tmp_path).write([page(name, shared) for name in "abc"])
    assert written == [".picture", ".json"]


@pytest.mark.parametrize("left", [b"", b"no picture", None], ids=["empty", "other", "gone"])
def test_a_picture_that_is_damaged_keeps_no_other_page_from_coming_back(
    tmp_path: Path, left: bytes | None
) -> None:
    pages = [page("a"), page("b")]
    Journal(tmp_path).write(pages)
    file = tmp_path / f"{pages[0].original.key}.picture"
    file.unlink() if left is None else file.write_bytes(left)
    read = read_journal(tmp_path)
    assert ([each.id for each in read.pages], read.lost) == (["b"], 1)


def test_a_picture_that_does_not_fit_keeps_no_other_page_from_being_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = [page("a"), page("large"), page("c", opened(tmp_path / "card.png"))]
    put = journal_module.write_whole

    def full(path: Path, data: bytes) -> None:
        if path.stem == pages[1].original.key:
            raise OSError(28, "No space left on device")
        put(path, data)

    monkeypatch.setattr(journal_module, "write_whole", full)
    with pytest.raises(OSError, match="No space"):
        Journal(tmp_path / "journal").write(pages)
    left = read_journal(tmp_path / "journal")
    assert ([each.id for each in left.pages], left.lost) == (["a", "c"], 0)
