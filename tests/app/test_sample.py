"""The bundled clip: what can be tried without a document."""

from __future__ import annotations

from datetime import date

import cv2
import numpy as np
import pytest

from app.assets import resource_path
from app.document.mrz import Mrz
from app.document.mrz_reader import MrzReader
from app.document.original import Original
from app.document.page import Page
from app.selftest import SAMPLE_FRAME, sample_frame
from detector.runtime import Detector

TODAY = date(2026, 11, 29)
MOST_BYTES = 3_200_000


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


def test_its_back_follows_after_the_card_was_lifted() -> None:
    film = cv2.VideoCapture(str(resource_path("samples", "sample.mp4")))
    frames = round(film.get(cv2.CAP_PROP_FRAME_COUNT))
    detector, seen = Detector.load("cpu", 1), []
    for number in (SAMPLE_FRAME, frames // 2, frames // 2 + SAMPLE_FRAME, frames - 1):
        film.set(cv2.CAP_PROP_POS_FRAMES, number)
        shown, frame = film.read()
        assert shown
        seen.append((frame, detector.detect(frame)))
    film.release()
    (front, (card,)), (_, lifted), (back, (turned,)), (_, gone) = seen
    assert (lifted, gone) == ((), ())
    assert card.format == turned.format == "ID-1"
    assert turned.quad.jaccard(card.quad) > 0.95
    middle = np.s_[250:500, 350:800]
    assert np.abs(front[middle].astype(int) - back[middle]).mean() > 10


def test_the_clip_is_small() -> None:
    assert resource_path("samples", "sample.mp4").stat().st_size < MOST_BYTES
