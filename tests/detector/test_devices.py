"""--device of the commands that train."""

from __future__ import annotations

import argparse

import pytest
import torch

from detector.training.devices import add_device


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser()
    add_device(made, "to train on")
    return made


def test_the_processor_unless_a_card_is_asked_for_and_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    assert parser().parse_args([]).device == "cpu"
    assert parser().parse_args(["--device", "cuda"]).device == "cuda"


@pytest.mark.parametrize(
    ("asked", "said"), [("cuda", "there is no CUDA device"), ("tpu", "expected cpu or cuda")]
)
def test_what_is_not_there_is_refused(
    asked: str, said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    with pytest.raises(SystemExit):
        parser().parse_args(["--device", asked])
    assert said in capsys.readouterr().err
