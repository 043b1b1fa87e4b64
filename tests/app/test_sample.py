"""The bundled clip: what can be tried without a document."""

from __future__ import annotations

from datetime import date

import pytest

from app.assets import resource_path
from app.document.mrz import Mrz
from app.document.mrz_reader import MrzReader
from app.document.original import Original
from app.document.page import Page
from app.selftest import sample_frame
from detector.runtime import Detector

TODAY = date(2026, 11, 29)
MOST_BYTES = 2_000_000


@pytest.fixture(scope="module")
def read() -> Mrz:
    frame = sample_frame()
    (found,) = Detector.load("cpu", 1).detect(frame)
    zone = MrzReader().read(Page("1", Original(frame), found.quad), TODAY)
    assert zone is not None
    return zone.mrz


def test_the_sample_s_zone_is_read_and_all_that_can_be_is_proven(read: Mrz) -> None:
    assert read.layout == "TD1"
    assert read.whole == "passed"
    proofs = {field.name: field.proof for field in read.fields}
    assert {name for name, proof in proofs.items() if proof == "passed"} == {
        *("number", "birth", "expiry"),
    }
    assert {proof for proof in proofs.values() if proof != "passed"} == {"none"}


def test_it_says_what_is_printed_above_it(read: Mrz) -> None:
    told = {field.name: field.text for field in read.fields}
    assert (told["surname"], told["given_names"]) == ("EXAMPLE", "ALEX MORGAN")
    assert (told["number"], told["birth"]) == ("SPEC00042", "1990-01-01")
    assert told["expiry"] > TODAY.isoformat()


def test_the_clip_is_small() -> None:
    assert resource_path("samples", "sample.mp4").stat().st_size < MOST_BYTES
