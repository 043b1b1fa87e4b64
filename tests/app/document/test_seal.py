"""A PDF's own words and its lock."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pikepdf
import pytest

from app.document.export import save_pages
from app.document.form import Form
from app.document.original import Original
from app.document.page import Page
from app.errors import ExportError
from detector.quad import Quad


@pytest.fixture
def page() -> Page:
    image = np.full((216, 342, 3), 200, np.uint8)
    return Page("one", Original(image), Quad.full(342, 216), format="ID-1")


@pytest.mark.parametrize("file_format", ["pdf", "sheet"])
def test_a_locked_file_opens_by_its_password_only(
    tmp_path: Path, page: Page, file_format: str
) -> None:
    (path,) = save_pages([page], tmp_path / "card", Form(file_format, 150, password="pässword"))
    for wrong in ("", "password"):
        with pytest.raises(pikepdf.PasswordError):
            pikepdf.open(path, password=wrong)
    with pikepdf.open(path, password="pässword") as pdf:
        assert pdf.encryption.R == 6
        assert len(pdf.pages) == 1


@pytest.mark.parametrize("file_format", ["pdf", "sheet"])
def test_a_file_is_titled_by_its_name_and_says_no_more(
    tmp_path: Path, page: Page, file_format: str
) -> None:
    (path,) = save_pages([page], tmp_path / "Führerschein 身份证.pdf", Form(file_format, 150))
    with pikepdf.open(path) as pdf:
        said = {key: str(value) for key, value in pdf.docinfo.items()}
    assert said.pop("/Title") == "Führerschein 身份证"
    assert said.pop("/Creator") == "Rectoscan"
    assert not {"/Author", "/CreationDate", "/ModDate"} & set(said)


def test_a_name_that_is_no_text_can_be_a_title(tmp_path: Path, page: Page) -> None:
    (path,) = save_pages([page], tmp_path / "card\udcff.pdf", Form("pdf", 150))
    with path.open("rb") as file, pikepdf.open(file) as pdf:
        assert str(pdf.docinfo["/Title"]).startswith("card")


@pytest.mark.parametrize("letter", ["x", "é", "密"])
def test_a_password_that_readers_would_cut_is_refused(
    tmp_path: Path, page: Page, letter: str
) -> None:
    most = letter * (127 // len(letter.encode()))
    (path,) = save_pages([page], tmp_path / "card", Form("pdf", 150, password=most))
    with pikepdf.open(path, password=most) as pdf:
        assert len(pdf.pages) == 1
    with pytest.raises(ExportError, match="127 bytes"):
        save_pages([page], tmp_path / "other", Form("pdf", 150, password=most + letter))
    assert [each.name for each in tmp_path.iterdir()] == ["card.pdf"]


@pytest.mark.parametrize(
    "password",
    [
        *("m²", "½", "1º", "Ａ１", "oﬃce"),  # other characters, by the form NFKC
        *("Mu\u0308ller", "\u1100\u1161"),  # put together of several
        *("a\u00a0b", "a\u00adb", "a\u200db"),  # a space, or nothing
        *("a\tb", "\ue000", "😀"),  # never in a password
        *("\ufdd0", "\ud800", "\ufffd", "\u2ff0", "a\u200eb", "\U000e0001"),  # RFC 3454, C.4 to 9
        *("שלוםa", "שלום1", "1שלום", "שaש"),  # both directions, or not from end to end
    ],
)
def test_a_password_that_readers_would_change_or_refuse_is_refused(
    tmp_path: Path, page: Page, password: str
) -> None:
    with pytest.raises(ExportError, match="all readers"):
        save_pages([page], tmp_path / "card", Form("pdf", 150, password=password))
    assert not any(tmp_path.iterdir())


@pytest.mark.parametrize(
    "password", [" a b ", "Müller", "£ € § ß", "密码", "пароль", "ที่", "パス", "שלום-1-שלום", "한국"]
)
def test_a_password_of_any_language_that_all_readers_take_locks(
    tmp_path: Path, page: Page, password: str
) -> None:
    (path,) = save_pages([page], tmp_path / "card", Form("pdf", 150, password=password))
    with pikepdf.open(path, password=password) as pdf:
        assert pdf.encryption.R == 6


def test_pictures_know_no_password(tmp_path: Path, page: Page) -> None:
    first = save_pages([page], tmp_path / "a", Form("png", 150))
    second = save_pages([page], tmp_path / "b", Form("png", 150, password="x" * 200))
    assert first[0].read_bytes() == second[0].read_bytes()


@pytest.mark.parametrize("password", ["", "secret"])
def test_a_pdf_of_each_page_is_sealed_like_one_of_all(
    tmp_path: Path, page: Page, password: str
) -> None:
    pages = [
        replace(page, id=f"{n}", name=name, from_file=bool(name))
        for n, name in enumerate(("A. Smith", "", "B. Jones"))
    ]
    paths = save_pages(
        pages, tmp_path / "all.pdf", Form("pdfs", 100, password=password, own_names=True)
    )
    assert [path.name for path in paths] == ["A. Smith.pdf", "all-02.pdf", "B. Jones.pdf"]
    for path in paths:
        with pikepdf.open(path, password=password) as pdf:
            assert len(pdf.pages) == 1
            assert pdf.is_encrypted is bool(password)
            assert str(pdf.docinfo["/Title"]) == path.stem
