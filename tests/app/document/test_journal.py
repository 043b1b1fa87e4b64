"""What a journal keeps comes back as it was; what it no longer keeps is gone from the disk."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.document import journal as journal_module
from app.document.area import Area
from app.document.journal import Journal, forget_pages, ids_of, read_journal, remove_journal
from app.document.original import Original
from app.document.page import FILTERS, Edits, Page
from app.document.watermark import Watermark
from app.document.whole import PART
from detector.errors import GeometryError
from detector.quad import Quad

SIZE = (40, 30)


def noise(seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 256, (SIZE[1], SIZE[0], 3), np.uint8)


def page(page_id: str, original: Original | None = None) -> Page:
    return Page(page_id, original or Original(noise()), Quad.full(*SIZE), name=f"Page {page_id}")


def pictures(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.picture"))


@st.composite
def quads(draw: st.DrawFn) -> Quad:
    shifts = draw(st.lists(st.floats(-4, 4), min_size=8, max_size=8))
    try:
        return Quad(Quad.inset(*SIZE, 0.2).corners + np.reshape(shifts, (4, 2)))
    except GeometryError:
        return Quad.inset(*SIZE)


def hiding(quad: Quad) -> Area:
    return Area(tuple((x, y) for x, y in quad.corners.tolist()))


def marked(text: str) -> Watermark:
    """Every value of a mask, each text another one."""
    return Watermark(text[:9], np.arange(256, dtype=np.uint8).reshape(8, 32) + np.uint8(len(text)))


PAGES = st.builds(
    Page,
    id=st.uuids().map(lambda each: each.hex),
    original=st.integers(0, 9).map(lambda seed: Original(noise(seed))),
    quad=quads(),
    detected=st.none() | quads(),
    score=st.none() | st.floats(0, 1),
    format=st.sampled_from([None, "ID-1", "other"]),
    name=st.text(max_size=20),
    from_file=st.booleans(),
    edits=st.builds(
        Edits,
        turns=st.integers(0, 3),
        filter=st.sampled_from(FILTERS),
        rounded=st.booleans(),
        hidden=st.lists(quads().map(hiding), max_size=2).map(tuple),
        watermark=st.none() | st.text("Cé副 ", min_size=1).map(marked),
    ),
)


def same(one: Page, other: Page) -> bool:
    """To the last bit, with what equal pages need not share: a mark's ink and the pixels."""
    masks = [each.edits.watermark.mask for each in (one, other) if each.edits.watermark]
    alike = one == other and all(np.array_equal(masks[0], mask) for mask in masks)
    return alike and np.array_equal(one.original.pixels(), other.original.pixels())


@given(st.lists(PAGES, max_size=3))
def test_pages_come_back_as_they_were(
    tmp_path_factory: pytest.TempPathFactory, pages: list[Page]
) -> None:
    folder = tmp_path_factory.mktemp("journal")
    seen = {each.id for each in pages[::2]}
    Journal(folder).write(pages, seen)
    read = read_journal(folder)
    assert all(same(*pair) for pair in zip(pages, read.pages, strict=True))
    assert (read.seen, read.lost, ids_of(folder)) == (seen, 0, {each.id for each in pages})


def test_what_somebody_said_of_a_page_comes_back_and_lacks_in_older_journals(
    tmp_path: Path,
) -> None:
    Journal(tmp_path).write([page("a"), page("b")], seen={"a"}, will_do={"b"})
    read = read_journal(tmp_path)
    assert (read.seen, read.will_do) == ({"a"}, {"b"})
    forget_pages(tmp_path, ["a"])  # those that are left keep it
    assert read_journal(tmp_path).will_do == {"b"}
    older = json.loads((tmp_path / "pages.json").read_bytes())
    for entry in older["pages"]:
        del entry["will_do"]
    (tmp_path / "pages.json").write_text(json.dumps(older))
    read = read_journal(tmp_path)
    assert ([each.id for each in read.pages], read.will_do, read.lost) == (["b"], frozenset(), 0)


def test_each_field_of_a_page_is_kept(tmp_path: Path) -> None:
    Journal(tmp_path / "journal").write([page("a")])
    (entry,) = json.loads((tmp_path / "journal" / journal_module.LIST).read_bytes())["pages"]
    told = set(entry) - {"picture", "looked_at", "will_do"}
    told |= {"original", "whole_screen"}  # which is in none
    assert told == set(Page.__dataclass_fields__)
    assert set(entry["edits"]) == set(Edits.__dataclass_fields__)


def test_what_is_kept_is_its_owners_alone(tmp_path: Path) -> None:
    folder = tmp_path / "root" / "journal"
    before = os.umask(0)
    try:
        Journal(folder).write([page("a")])
    finally:
        os.umask(before)
    modes = [stat.S_IMODE(each.stat().st_mode) for each in (folder, *folder.iterdir())]
    assert modes == [0o700, 0o600, 0o600]


def test_what_a_crash_left_half_written_goes_too(tmp_path: Path) -> None:
    Journal(tmp_path).write([page("a")])
    (tmp_path / "left".join(PART)).write_bytes(b"half of a picture")
    remove_journal(tmp_path)
    assert not tmp_path.exists()


def test_a_disk_that_takes_nothing_leaves_what_was_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = Journal(tmp_path)
    journal.write([page("a")])

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        journal.write([page("a"), page("b")])
    assert [each.id for each in read_journal(tmp_path).pages] == ["a"]
    assert list(tmp_path.glob("*.part")) == []


def test_what_makes_no_sense_does_not_keep_the_rest(tmp_path: Path) -> None:
    Journal(tmp_path).write([page(name) for name in "abc"])
    kept = json.loads((tmp_path / "pages.json").read_bytes())
    entries = kept["pages"]
    entries[0]["quad"] = [[0, 0], [1, 1]]
    entries[1]["edits"]["filter"] = "of another version"
    (tmp_path / "pages.json").write_text(json.dumps(kept))
    read = read_journal(tmp_path)
    assert ([each.id for each in read.pages], read.lost) == (["c"], 2)


def test_a_removal_that_is_cut_short_leaves_no_list_of_what_is_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Journal(tmp_path).write([page("a"), page("b")])
    gone: list[str] = []
    unlink = Path.unlink

    def once(path: Path, missing_ok: bool = False) -> None:
        if gone:
            raise OSError("killed")
        gone.append(path.name)
        unlink(path, missing_ok)

    monkeypatch.setattr(Path, "unlink", once)
    with pytest.raises(OSError, match="killed"):
        remove_journal(tmp_path)
    assert ids_of(tmp_path) == set()


@pytest.mark.parametrize(
    "content",
    [
        *("", "{}", "[", "null", '{"pages": 3, "masks": {}}'),
        '{"pages": [], "masks": {"Copy": ""}}',
        pytest.param("[" * 100_000, id="deep"),
    ],
)
def test_a_list_that_is_none_holds_nothing(tmp_path: Path, content: str) -> None:
    assert ids_of(tmp_path) == set()
    (tmp_path / "pages.json").write_text(content)
    assert ids_of(tmp_path) == set()


def test_only_what_a_journal_wrote_is_removed(tmp_path: Path) -> None:
    Journal(tmp_path).write([page("a")])
    (tmp_path / "letter.txt").write_text("not ours")
    remove_journal(tmp_path)
    assert [each.name for each in tmp_path.iterdir()] == ["letter.txt"]
    remove_journal(tmp_path / "missing")  # which is no error


def test_a_watermark_of_many_pages_is_kept_once(tmp_path: Path) -> None:
    mark = Watermark("Copy", np.random.default_rng(0).integers(0, 256, (96, 800), np.uint8))
    shared = Original(noise())
    sizes = []
    for count in (1, 40):
        pages = [page(str(n), shared).with_watermark(mark) for n in range(count)]
        Journal(tmp_path).write(pages)
        sizes.append((tmp_path / "pages.json").stat().st_size)
    assert sizes[1] < 1.5 * sizes[0]


def test_what_is_forgotten_leaves_the_others(tmp_path: Path) -> None:
    pages = [page(name) for name in "abc"]
    pages[1] = pages[1].with_watermark(marked("Copy"))
    Journal(tmp_path).write(pages)
    forget_pages(tmp_path, {"a", "c"})
    (left,) = read_journal(tmp_path).pages
    assert same(left, pages[1])
    forget_pages(tmp_path, {"b"})
    assert not tmp_path.exists()
