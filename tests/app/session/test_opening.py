"""Opening many pictures: how far it is, what is told at its end, and one step to take back."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from pytestqt.qtbot import QtBot

from app.session import Notice, Session
from app.session import desk as desk_module
from app.session.opening import Progress
from app.workers import reading as reading_module
from app.workers.reading import Finds
from tests.app.session.conftest import Opening, Photo
from tests.app.session.desk import open_one, wait_open


def test_an_opening_tells_how_far_it_is_until_nothing_is_left(
    qtbot: QtBot, session: Session, photo: Photo
) -> None:
    seen: list[Progress | None] = []
    session.opening.progress_changed.connect(seen.append)
    session.opening.open_paths([photo(f"{n}.png") for n in range(4)])
    assert seen == [Progress(0, 0)]
    wait_open(qtbot, session)
    assert seen[-1] is None
    told = [each for each in seen if each is not None]
    assert [each.done for each in told if each.total] == [0, 1, 2, 3, 4]
    assert {each.total for each in told} == {0, 4}


def test_a_picture_that_cannot_be_read_counts_as_done(
    qtbot: QtBot, session: Session, photo: Photo
) -> None:
    last: list[Progress] = []
    session.opening.progress_changed.connect(lambda now: last.append(now) if now else None)
    photo("b.png").write_bytes(b"")
    session.opening.open_paths([photo("a.png").parent])
    wait_open(qtbot, session)
    assert last[-1] == Progress(2, 2)
    assert len(session.pages) == 1


def test_what_is_opened_meanwhile_belongs_to_the_opening(
    qtbot: QtBot, session: Session, photo: Photo, gate: threading.Semaphore
) -> None:
    session.opening.open_paths([photo("a.png"), photo("b.png")])
    qtbot.waitUntil(lambda: session.opening.progress == Progress(0, 2))
    session.opening.open_paths([photo("c.png")])
    gate.release()
    qtbot.waitUntil(
        lambda: session.opening.progress is not None and session.opening.progress.done == 1
    )
    gate.release(2)
    wait_open(qtbot, session)
    assert [page.name for page in session.pages] == ["a", "b", "c"]


def test_a_folder_that_is_still_looked_through_is_stopped_with_the_rest(
    qtbot: QtBot,
    session: Session,
    photo: Photo,
    gate: threading.Semaphore,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looked, look = threading.Event(), desk_module.look_through
    session.opening.open_paths([photo("a.png")])
    qtbot.waitUntil(
        lambda: session.opening.progress is not None and session.opening.progress.total == 1
    )

    def slow(paths: Iterable[Path]) -> Finds:
        assert looked.wait(30)
        return look(paths)

    monkeypatch.setattr(desk_module, "look_through", slow)
    session.opening.open_paths([photo("b.png")])
    gate.release(100)
    qtbot.waitUntil(lambda: len(session.pages) == 1)
    session.opening.stop_opening()
    looked.set()
    assert "not every picture was opened" in session.opening.trouble  # a save that waits asks first
    wait_open(qtbot, session)
    qtbot.wait(50)
    assert len(session.pages) == 1


def test_an_opening_can_be_stopped_and_what_was_opened_stays(
    qtbot: QtBot,
    session: Session,
    notices: list[Notice],
    photo: Photo,
    gate: threading.Semaphore,
) -> None:
    paths = [photo(f"{n}.png") for n in range(5)]
    paths[0].write_bytes(b"")
    session.opening.open_paths(paths)
    gate.release()
    qtbot.waitUntil(lambda: len(session.pages) == 1)
    session.opening.stop_opening()
    assert not session.opening.under_way
    assert "not every picture was opened" in notices[-1].text
    gate.release(100)
    page = open_one(qtbot, session, photo("last.png"))
    wait_open(qtbot, session)
    assert [each.name for each in session.pages] == ["1", "last"]
    assert session.opening.trouble == ""
    session.editing.undo()
    assert page not in [each.id for each in session.pages]
    session.opening.stop_opening()  # nothing runs: no error, and nothing is said
    assert "Stopped" in notices[-1].text


def test_a_cleared_session_opens_nothing_more(
    qtbot: QtBot,
    session: Session,
    photo: Photo,
    opening: Opening,
    gate: threading.Semaphore,
) -> None:
    seen: list[object] = []
    opening(3, 1)
    session.opening.progress_changed.connect(seen.append)
    with qtbot.waitSignal(session.cleared):
        session.clear()
    assert (session.opening.progress, seen) == (None, [None])
    gate.release(2)
    qtbot.waitUntil(lambda: session._desk._open.busy == 0)
    assert session.pages == ()
    session.opening.open_paths([photo("next.png")])
    wait_open(qtbot, session)
    assert [page.name for page in session.pages] == ["next"]


def test_every_page_of_a_tiff_becomes_a_page_in_its_place(
    qtbot: QtBot, session: Session, photo: Photo
) -> None:
    with Image.open(photo("scene.png")) as opened:
        scene = opened.convert("RGB")
    fax = photo("a.png").with_name("fax.tif")
    scene.save(fax, save_all=True, append_images=[scene, scene])
    session.opening.open_paths([photo("a.png"), fax, photo("z.png")])
    wait_open(qtbot, session)
    assert [page.name for page in session.pages] == ["a", "fax 1", "fax 2", "fax 3", "z"]


def test_every_page_of_a_pasted_tiff_becomes_a_page_of_one_step(
    qtbot: QtBot, session: Session, photo: Photo
) -> None:
    with Image.open(photo("scene.png")) as opened:
        scene = opened.convert("RGB")
    fax = io.BytesIO()
    scene.save(fax, "TIFF", save_all=True, append_images=[scene, scene])
    session.opening.open_data(fax.getvalue(), "Pasted picture")
    wait_open(qtbot, session)
    assert [page.name for page in session.pages] == [f"Pasted picture {n}" for n in (1, 2, 3)]
    session.editing.undo()
    assert session.pages == ()


def test_a_damaged_page_of_a_pasted_tiff_does_not_take_the_others_along(
    qtbot: QtBot, session: Session, notices: list[Notice]
) -> None:
    noise = np.random.default_rng(0).integers(0, 256, (3, 60, 80), np.uint8)
    first, *others = map(Image.fromarray, noise)
    fax = io.BytesIO()
    first.save(fax, "TIFF", save_all=True, append_images=others, compression="tiff_adobe_deflate")
    with Image.open(fax) as opened:
        opened.seek(1)
        (where,) = opened.tag_v2[273]
    data = bytearray(fax.getvalue())
    data[where : where + 8] = b"not zlib"
    session.opening.open_data(bytes(data), "Pasted picture")
    wait_open(qtbot, session)
    assert [page.name for page in session.pages] == ["Pasted picture 1", "Pasted picture 3"]
    (notice,) = notices
    assert "Pasted picture 2" in notice.text
    session.editing.undo()
    assert session.pages == ()


# --------------------------------------------------------------------------- what is left out
def test_what_is_no_picture_is_counted_by_kind_in_one_notice(
    qtbot: QtBot, session: Session, notices: list[Notice], photo: Photo
) -> None:
    folder = photo("good.png").parent
    for name in ("a.dng", "b.DNG", "letter.pdf"):
        (folder / name).write_bytes(b"something else")
    session.opening.open_paths([folder])
    wait_open(qtbot, session)
    (notice,) = notices
    assert (notice.kind, len(session.pages)) == ("warning", 1)
    assert "3 (DNG, PDF)" in notice.text
    assert "JPEG, PNG, TIFF" in notice.text
    assert session.opening.trouble == notice.text


def test_the_folders_in_a_folder_are_opened_as_one_step(
    qtbot: QtBot, session: Session, notices: list[Notice], photo: Photo
) -> None:
    top = photo("z.png").parent
    for name in ("10", "9"):
        (top / name).mkdir()
        photo(f"{name}/card.png")
    session.opening.open_paths([top])
    wait_open(qtbot, session)
    assert [page.name for page in session.pages] == ["z", "card", "card"]
    assert notices == []
    session.editing.undo()
    assert session.pages == ()


def test_a_folder_of_far_too_many_pictures_is_named_and_nothing_of_it_opened(
    qtbot: QtBot,
    session: Session,
    notices: list[Notice],
    photo: Photo,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(reading_module, "MAX_LEAVES", 2)
    for name in ("a.png", "b.png", "c.png"):
        folder = photo(name).parent
    session.opening.open_paths([folder])
    wait_open(qtbot, session)
    (notice,) = notices
    assert notice.text.startswith(f"{folder.name} cannot be opened")
    assert session.pages == ()


def test_a_folder_without_a_picture_says_what_it_holds_and_what_can_be_read(
    qtbot: QtBot, session: Session, notices: list[Notice], tmp_path: Path
) -> None:
    folder = tmp_path / "phone"
    folder.mkdir()
    (folder / "a.dng").write_bytes(b"something else")
    session.opening.open_paths([folder])
    wait_open(qtbot, session)
    (notice,) = notices
    assert "1 (DNG)" in notice.text
    assert "JPEG, PNG, TIFF" in notice.text


def test_one_file_of_another_kind_is_named_and_several_are_counted(
    qtbot: QtBot, session: Session, notices: list[Notice], photo: Photo
) -> None:
    others = [photo(name) for name in ("a.dng", "b.pdf")]
    for path in others:
        path.write_bytes(b"something else")
    session.opening.open_paths(others[:1])
    wait_open(qtbot, session)
    assert notices[-1].text.startswith("a.dng cannot be opened")
    assert "JPEG, PNG, TIFF" in notices[-1].text
    session.opening.open_paths([*others, photo("good.png")])
    wait_open(qtbot, session)
    assert "2 (DNG, PDF)" in notices[-1].text
    assert len(notices) == 2


def test_a_damaged_file_is_named_beside_those_that_are_counted(
    qtbot: QtBot, session: Session, notices: list[Notice], photo: Photo
) -> None:
    photo("bad.png").write_bytes(b"")
    photo("letter.pdf")
    session.opening.open_paths([photo("good.png").parent])
    wait_open(qtbot, session)
    (notice,) = notices
    assert notice.kind == "error"
    assert "bad.png" in notice.text
    assert "1 (PDF)" in notice.text
    assert "JPEG, PNG" not in notice.text
    assert "JPEG, PNG" in notice.detail
