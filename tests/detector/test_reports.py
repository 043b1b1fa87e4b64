"""The ablation, the comparison and what they write, small."""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

torch = pytest.importorskip("torch")

from detector.backends.onnx import OnnxBackend  # noqa: E402 - after torch is known to be there
from detector.model.retinanet import SlimRetinaNet  # noqa: E402
from detector.model.snet import FullBlock  # noqa: E402
from detector.training import ablate, compare, speeds, variants  # noqa: E402
from detector.training.cache import write_shard  # noqa: E402
from detector.training.complexity import OneOutline, count, detectors  # noqa: E402
from detector.training.export_onnx import PARITY_TOLERANCE, to_onnx  # noqa: E402
from detector.training.reports import BEGIN, END, bar_chart, write_between  # noqa: E402
from detector.training.turns import in_turns  # noqa: E402

CARD = np.array([[(60.0, 60.0), (220.0, 60.0), (220.0, 160.0), (60.0, 160.0)]])
ROW = {"ap50": 0.5, "ap": 0.25, "corner_error": 3.0, "documents": 2}


@pytest.fixture
def shard(tmp_path: Path) -> Path:
    folder = tmp_path / "cache"
    folder.mkdir()
    image = np.full((256, 256, 3), 60, np.uint8)
    cv2.fillConvexPoly(image, CARD[0].astype(np.int32), (220, 220, 220))
    write_shard(folder / "scenes-0-0000.npz", [image] * 2, [CARD] * 2)
    return folder / "scenes-0-0000.npz"


def arguments(shard: Path, run: Path, *skip: str) -> argparse.Namespace:
    return argparse.Namespace(
        cache=shard.parent, held_out=shard, run=run, pictures=2, distilled=None, skip=skip,
        device="cpu", jobs=1,
    )  # fmt: skip


def test_every_variant_switches_one_thing_and_runs() -> None:
    image = torch.zeros(1, 3, 64, 64)
    same = {ablate.DISTILLED, *ablate.SEEDS, *ablate.BOX_LOSSES}
    configs = {name: each for name, each in ablate.VARIANTS.items() if name not in same}
    assert len(set(configs.values())) == len(configs)
    for config in configs.values():
        logits, boxes, corners = SlimRetinaNet(config).eval()(image)
        anchors = len(config.grid.boxes(64, 64))
        assert (logits.shape, boxes.shape) == ((1, anchors), (1, anchors, 4))
        assert corners.shape == (1, anchors, 8)


def test_full_convolutions_reach_the_pyramid_as_well() -> None:
    full = SlimRetinaNet(ablate.VARIANTS["full 3×3 convolutions"])
    assert not any(layer.groups > 1 for layer in full.modules() if hasattr(layer, "groups"))
    assert any(isinstance(layer, FullBlock) for layer in full.pyramid.modules())


def test_a_variant_is_trained_once_and_only_for_its_budget(shard: Path, tmp_path: Path) -> None:
    run = tmp_path / "run"
    budget = ablate.Budget(steps=2, size=64, batch=2)
    others = [name for name in ablate.VARIANTS if name != "base"]
    rows = ablate.run_missing(arguments(shard, run, *others), budget)
    assert list(rows) == ["base"]
    assert rows["base"]["documents"] == 2
    plain = {"steps": 2, "size": 64, "batch": 2, "seed": 0, "box_loss": "smooth_l1"}
    assert rows["base"]["budget"] == plain
    written = (run / "00.json").read_text()
    again = ablate.run_missing(arguments(shard, run, *ablate.VARIANTS), budget)
    assert again == rows
    assert (run / "00.json").read_text() == written
    with pytest.raises(SystemExit, match="another variant or budget"):
        ablate.run_missing(arguments(shard, run), ablate.Budget(steps=3, size=64, batch=2))


def test_variants_train_in_processes_of_their_own(shard: Path, tmp_path: Path) -> None:
    budget = ablate.Budget(steps=2, size=64, batch=2)
    others = [name for name in ablate.VARIANTS if name not in ("base", "without P6")]
    at_once = arguments(shard, tmp_path / "at once", *others)
    at_once.jobs = 2
    rows = ablate.run_missing(at_once, budget)
    alone = ablate.run_missing(arguments(shard, tmp_path / "alone", *others), budget)
    assert list(rows) == list(alone) == ["base", "without P6"]
    for name, row in rows.items():
        assert row | {"s": 0} == alone[name] | {"s": 0}
    assert {path.suffix for path in (tmp_path / "at once").iterdir()} == {".json"}


def test_rows_of_another_machine_are_taken_as_they_are(
    shard: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """With --rows-only nothing is timed; after it neither cache nor GPU is needed."""
    run = tmp_path / "run"
    others = [name for name in ablate.VARIANTS if name != "base"]
    sizes = ["--steps", "2", "--size", "64", "--batch", "2", "--run", str(run), "--pictures", "2"]
    trained = ["--cache", str(shard.parent), "--held-out", str(shard), "--rows-only"]
    monkeypatch.setattr("sys.argv", ["ablate", *sizes, *trained, "--skip", *others])
    monkeypatch.setattr(ablate, "latencies", None)
    ablate.main()
    (row,) = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert (row["name"], row["device"]) == ("base", "cpu")
    (run / "00.json").write_text(json.dumps(row | {"device": "cuda"}))
    monkeypatch.setattr(ablate, "latencies", lambda configs, _: dict.fromkeys(configs, (1.0, 2.0)))
    gone = ["--cache", "gone", "--held-out", "gone"]
    monkeypatch.setattr("sys.argv", ["ablate", *sizes, *gone, "--skip", *others])
    ablate.main()
    said = capsys.readouterr().out
    assert "| base | 467 |" in said
    assert "2 steps of 2 pictures at 64² from scratch, seed 0, on CUDA; 2 documents" in said


def test_the_ablations_table_counts_what_it_names() -> None:
    text = ablate.table({"base": ROW}, {"base": (1.25, 4.5)})
    parameters = sum(each.numel() for each in SlimRetinaNet(variants.BASE).parameters())
    cells = [cell.strip() for cell in text.splitlines()[-1].strip("|").split("|")]
    assert cells[:2] == ["base", f"{parameters / 1e3:.0f}"]
    assert cells[3:] == ["1.25", "4.50", "0.500", "0.250", "3.00"]


def test_the_heads_cost_is_that_of_its_layers_along_four_sides_in_each_pass() -> None:
    points, mixed, hidden = 56, 32, 128
    side = points * (16 + 32) * mixed + points * mixed * hidden + 4 * hidden * hidden + 2 * hidden
    macs, parameters = count(OneOutline(), (3, 64, 64), layers=False)
    assert macs == pytest.approx(3 * 4 * side, rel=0.02)
    assert parameters == sum(each.numel() for each in OneOutline().parameters())


def test_the_teachers_are_heavier() -> None:
    shape = (3, 128, 128)
    light, *heavy = (count(each, shape, layers=False) for each in detectors().values())
    assert all(macs > light[0] and parameters > light[1] for macs, parameters in heavy)


def test_an_averaged_networks_parameters_are_counted() -> None:
    network = SlimRetinaNet().requires_grad_(False)
    assert count(network, (3, 64, 64), layers=False)[1] > 1e5


def test_every_call_is_timed_in_turns() -> None:
    asked: list[str] = []
    calls = {(name, "engine"): (lambda name=name: asked.append(name)) for name in "ab"}
    times = in_turns(calls, rounds=3, warm_up=2)
    assert asked == ["a", "b"] * (2 + 3)
    assert all(ms >= 0 for ms in times.values())


def test_speeds_are_told_beside_the_first_teachers() -> None:
    ms = {(name, "an engine"): 10.0 for name in (compare.RESNET, compare.LITE)}
    speed = speeds.Speed((224, 224), {(compare.STUDENT, "an engine"): 2.5, **ms})
    line = speeds.speed_table([speed]).splitlines()[2]
    assert line == f"| 224 × 224 | {compare.STUDENT} | 400.0 (4.0 ×) |"


def test_a_picture_goes_to_the_device_as_bytes_in_blue_green_red() -> None:
    torch.manual_seed(0)
    network = SlimRetinaNet().eval()
    image = np.random.default_rng(0).integers(0, 256, (64, 96, 3), np.uint8)
    with torch.inference_mode():
        got = speeds.run_on(network, image, "cpu")()
    for one, other in zip(OnnxBackend(to_onnx(network)).run(image), got, strict=True):
        np.testing.assert_allclose(one, other[0].numpy(), atol=PARITY_TOLERANCE)


def test_speeds_on_a_gpu_stay_where_there_is_none(tmp_path: Path) -> None:
    timed = speeds.time_on("cpu", 1, [(64, 64)])
    assert not timed.earlier
    assert set(timed.speeds[0].ms) == {(name, speeds.CUDA) for name in detectors()}
    row = dict.fromkeys(compare.FIGURES, 0.5) | {"pictures": 3000, "px": 256}
    assert compare.earlier_cuda(tmp_path) is None
    compare.write_figures(tmp_path, {compare.STUDENT: row}, replace(timed, gpu="A card"))
    kept = compare.earlier_cuda(tmp_path)
    assert kept is not None
    assert kept.earlier
    # Once more, as by a comparison on a machine without a GPU.
    compare.write_figures(tmp_path, compare.earlier(tmp_path, (compare.STUDENT,)), kept)
    assert compare.earlier_cuda(tmp_path) == kept
    assert compare.earlier(tmp_path, tuple(detectors())) == {compare.STUDENT: row | {"earlier": 1}}
    told = speeds.told_of_cuda(kept)
    assert told.startswith("On CUDA (of a run on a machine with one, A card):")
    fps = 1000 / timed.speeds[0].ms[compare.RESNET, speeds.CUDA]
    assert f"| 64 × 64 | {compare.RESNET} | {fps:.1f} (1.0 ×) |" in told
    assert "of a run" not in speeds.told_of_cuda(timed)
    assert "never measured" in speeds.told_of_cuda(None)


def test_the_chart_shows_the_gpu_at_the_sizes_that_were_timed_on_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def timed(engine: str, ms: float, size: tuple[int, int]) -> speeds.Speed:
        return speeds.Speed(size, {(name, engine): ms for name in detectors()})

    drawn = {}
    monkeypatch.setattr(
        compare, "bar_chart", lambda path, title, panels, ticks, **_: drawn.update(panels)
    )
    own = [timed("an engine", 10.0, size) for size in ((64, 64), (96, 96))]
    cuda = speeds.CudaSpeeds("A card", 1, [timed(speeds.CUDA, 2.0, (96, 96))])
    compare.draw(tmp_path, own, {}, cuda)
    assert drawn["64 × 64"][compare.STUDENT] == [100.0]
    assert drawn["96 × 96"][compare.STUDENT] == [100.0, 500.0]


def test_the_gpu_alone_is_timed_and_the_rest_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["compare", "--cuda-only", "--write", str(tmp_path)])
    monkeypatch.setattr(compare.torch.cuda, "is_available", lambda: False)
    with pytest.raises(SystemExit):
        compare.main()
    assert "no CUDA device" in capsys.readouterr().err
    row = dict.fromkeys(compare.FIGURES, 0.5) | {"pictures": 3000, "px": 256}
    compare.write_figures(tmp_path, {compare.LITE: row}, None)
    ms = {(name, speeds.CUDA): 4.0 for name in detectors()}
    asked = []

    def time_on(device: str, rounds: int, sizes: list[tuple[int, int]]) -> speeds.CudaSpeeds:
        asked.append(device)
        return speeds.CudaSpeeds("A card", rounds, [speeds.Speed(each, ms) for each in sizes])

    monkeypatch.setattr(compare.torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(compare, "time_on", time_on)
    monkeypatch.setattr(compare, "time_all", None)
    compare.main()
    assert asked == ["cuda"]
    assert "On CUDA (A card):" in capsys.readouterr().out
    assert [path.name for path in tmp_path.iterdir()] == [compare.FIGURES_FILE]
    figures = json.loads((tmp_path / compare.FIGURES_FILE).read_text())
    assert figures[compare.LITE] == row
    assert figures[compare.CUDA_KEY]["gpu"] == "A card"
    assert len(compare.earlier_cuda(tmp_path).speeds) == 3


def test_without_pictures_the_figures_of_the_last_comparison_stay(tmp_path: Path) -> None:
    names = (compare.STUDENT, compare.RESNET, compare.LITE)
    assert compare.earlier(None, names) == compare.earlier(tmp_path, names) == {}
    row = dict.fromkeys(compare.FIGURES, 0.5) | {"pictures": 3000, "px": 256}
    (tmp_path / compare.FIGURES_FILE).write_text(json.dumps({compare.STUDENT: row}))
    known = compare.earlier(tmp_path, names)
    assert known == {compare.STUDENT: row | {"earlier": 1}}
    lines = compare.precision_table(known, dict.fromkeys(detectors(), 1.0)).splitlines()
    assert "(of an earlier run)" in lines[2]
    assert "| 3 | 256 | 0.500 |" in lines[2]


def test_where_no_precision_is_known_only_speeds_are_drawn(tmp_path: Path) -> None:
    ms = {(name, "an engine"): 10.0 for name in (compare.STUDENT, compare.RESNET, compare.LITE)}
    compare.draw(tmp_path, [speeds.Speed((224, 224), ms)], {})
    assert {path.stem for path in tmp_path.iterdir()} == {"comparison-speed"}


def test_an_untrained_teacher_is_said_to_be_one() -> None:
    found = {compare.STUDENT: dict.fromkeys(compare.FIGURES, 0.5) | {"pictures": 3000, "px": 256}}
    lines = compare.precision_table(found, dict.fromkeys(detectors(), 1.0)).splitlines()
    assert "| 3 | 256 | 0.500 |" in lines[2]
    assert "not trained" not in lines[2]
    assert all("not trained" in line for line in lines[3:])


def test_text_goes_between_the_markers_and_nowhere_else(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(f"before\n{BEGIN}\nold\n{END}\nafter\n")
    write_between(path, "new")
    assert path.read_text() == f"before\n{BEGIN}\nnew\n{END}\nafter\n"
    path.write_text("no markers\n")
    with pytest.raises(ValueError, match="lacks"):
        write_between(path, "new")
    assert path.read_text() == "no markers\n"


def test_charts_are_the_same_for_the_same_figures(tmp_path: Path) -> None:
    panels = {"a": {"one": [1.0, None], "two": [3.0, 40.0]}}
    for name in ("first", "second"):
        bar_chart(tmp_path / name, "title", panels, {"a": ["x", "y"]}, logarithmic=True)
    assert (tmp_path / "first.svg").read_bytes() == (tmp_path / "second.svg").read_bytes()
    picture = cv2.imdecode(np.fromfile(tmp_path / "first.png", np.uint8), cv2.IMREAD_COLOR)
    blue = np.all(picture == (0xB2, 0x72, 0x00), axis=2)
    orange = np.all(picture == (0x00, 0x9F, 0xE6), axis=2)
    assert 0 < blue.sum() < orange.sum()
