"""A checkpoint → ONNX with its weight card, checked against torch.

``python -m detector.training.export_onnx --run runs/first --cache runs/cache``

The exported network takes uint8 (1, H, W, 3) BGR as "image" and holds the scaling to RGB 0 to 1, so
that no caller can get it wrong. H and W are free, multiples of 32. With --cache its convolutions
are in 8 bits (detector.training.quantise), their ranges from scenes of that cache; the .npz that
torch reads on CUDA stays float32.
"""

from __future__ import annotations

import argparse
import copy
import hashlib
import io
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any, Literal

import numpy as np
import torch
from torch import Tensor, nn

from detector.backends.onnx import OnnxBackend
from detector.backends.torch import write_state
from detector.model.retinanet import SlimRetinaNet
from detector.model.snet import SNet
from detector.training.block_convolution import BlockConvolution
from detector.training.networks import Network, load_network
from detector.training.quantise import WEIGHTS, network_inputs, quantise
from detector.weights import DETECTOR_NAME

OPSET = 17
# Float32 sums in another order: outputs are deltas of about unit size.
PARITY_TOLERANCE = 2e-3
# The layers that give logits, boxes and corners.
EXACT = ("classes.4", "shapes.4")
# What a network gives, and those of its maps that a cascade head reads.
OUTPUTS, MAPS = ["logits", "boxes", "corners"], ["fine", "middle"]
PARITY_SIZES = ((256, 256), (256, 192), (160, 256))


class Exported(nn.Module):
    """The network with its input as cameras give it.

    takes : what its first convolution takes: RGB in 0 to 1, BGR in 0 to 255, or the bytes.
    """

    def __init__(
        self, network: Network, takes: Literal["unit", "levels", "bytes"] = "unit"
    ) -> None:
        super().__init__()
        self.network, self.takes = network, takes

    @property
    def outputs(self) -> list[str]:
        """The names of what it gives, in their order."""
        return OUTPUTS + MAPS * _has_maps(self.network)

    def forward(self, image: Tensor) -> tuple[Tensor, ...]:
        """uint8 (1, H, W, 3) BGR → logits, boxes, corners, and the maps of a network of ours."""
        given = image
        if self.takes != "bytes":
            given = image.permute(0, 3, 1, 2).float()
        if self.takes == "unit":
            given = given.flip(1) / 255
        if isinstance(self.network, SlimRetinaNet) and _has_maps(self.network):
            return self.network.with_maps(given)
        out: tuple[Tensor, ...] = self.network(given)
        return out


def _has_maps(network: Network) -> bool:
    """Whether a cascade head can read from it."""
    return isinstance(network, SlimRetinaNet) and isinstance(network.backbone, SNet)


@torch.no_grad()
def fold_input(network: Network, *, blocks: bool = False) -> Exported:
    """A copy whose first convolution does the scaling and the order of channels, where it is ours:
    a pass over the picture less. Its padding is 0 either way. blocks : as a BlockConvolution."""
    own = copy.deepcopy(network)
    if not (isinstance(own, SlimRetinaNet) and isinstance(own.backbone, SNet)):
        return Exported(own)
    first = own.backbone.stem[0]
    assert isinstance(first, nn.Conv2d)
    if blocks:
        own.backbone.stem[0] = BlockConvolution(first)
        return Exported(own, "bytes")
    first.weight.copy_(first.weight.flip(1) / 255)
    return Exported(own, "levels")


def to_onnx(network: Network, *, blocks: bool = False) -> bytes:
    """The network as ONNX, height and width free. blocks : for 8 bits, see fold_input."""
    example = torch.zeros(1, 192, 256, 3, dtype=torch.uint8)
    buffer = io.BytesIO()
    # A copy: the exporter folds the norms into the weights of the very module it is given.
    folded = fold_input(network, blocks=blocks)
    torch.onnx.export(
        folded,
        (example,),
        buffer,  # type: ignore[arg-type]
        input_names=["image"],
        output_names=folded.outputs,
        dynamic_axes={"image": {1: "height", 2: "width"}},
        opset_version=OPSET,
        dynamo=False,
    )
    return buffer.getvalue()


def parity(network: Network, onnx: bytes) -> float:
    """The largest absolute difference of any output between torch and ONNX Runtime."""
    backend = OnnxBackend(onnx)
    rng = np.random.default_rng(0)
    worst = 0.0
    for width, height in PARITY_SIZES:
        image = rng.integers(0, 256, (height, width, 3), np.uint8)
        with torch.no_grad():
            expected = Exported(network)(torch.from_numpy(image[None]))
        for reference, got in zip(expected, backend.run(image), strict=True):
            worst = max(worst, float(np.abs(reference.numpy()[0] - got).max()))
    return worst


def write_weights(folder: Path, onnx: bytes, network: Network, facts: dict[str, Any]) -> Path:
    """The detector and its card; older ones go. Returns the .onnx."""
    card = {
        "long_side": facts.get("long_side", facts["recipe"]["size"]),
        "threshold": facts["threshold"],
        **asdict(network.config.grid),
        "recipe": facts["recipe"] | {"steps_done": facts["step"], "seconds": facts["seconds"]},
        "data": facts["data"],
        "metrics": facts["metrics"],
    }
    state = write_state(network) if isinstance(network, SlimRetinaNet) else None
    if state is not None:
        card["state_sha256"] = hashlib.sha256(state).hexdigest()
    path = write_network(folder, DETECTOR_NAME, onnx, card)
    if state is not None:
        path.with_suffix(".npz").write_bytes(state)
    return path


def write_network(folder: Path, name: str, onnx: bytes, card: dict[str, Any]) -> Path:
    """<name>-<sha8>.onnx with its card; older ones of this name go. Returns the .onnx."""
    digest = hashlib.sha256(onnx).hexdigest()
    folder.mkdir(parents=True, exist_ok=True)
    for old in [each for end in ("onnx", "json", "npz") for each in folder.glob(f"{name}-*.{end}")]:
        old.unlink()
    path = folder / f"{name}-{digest[:8]}.onnx"
    path.write_bytes(onnx)
    whole = {"name": name, "sha256": digest, **card}
    path.with_suffix(".json").write_text(json.dumps(whole, indent=2) + "\n", "utf-8")
    return path


def main() -> None:
    """The command; see the module."""
    parser = argparse.ArgumentParser(prog="python -m detector.training.export_onnx")
    parser.add_argument("--run", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path("resources", "weights"))
    parser.add_argument("--threshold", type=float, default=0.5)
    parser.add_argument("--long-side", type=int, help="of a picture, px; by default as trained")
    parser.add_argument("--cache", type=Path, help="scenes for 8-bit weights; without, float32")
    arguments = parser.parse_args()
    network, facts = load_network(arguments.run / "last.pt")
    onnx = to_onnx(network, blocks=bool(arguments.cache))
    difference = parity(network, onnx)
    print(f"parity: max abs difference torch against ONNX Runtime {difference:.2e}")
    if difference > PARITY_TOLERANCE:
        raise SystemExit(f"parity failed: more than {PARITY_TOLERANCE:.0e}")
    facts["long_side"] = arguments.long_side or facts["recipe"]["size"]
    if arguments.cache:
        multiple = max(network.config.grid.strides)
        inputs = network_inputs(arguments.cache, facts["long_side"], multiple)
        onnx = quantise(onnx, inputs, EXACT)
        facts["recipe"] |= {"weights": WEIGHTS}
    data = arguments.run / "data.json"
    facts |= {
        "threshold": arguments.threshold,
        "data": json.loads(data.read_text("utf-8")) if data.exists() else {},
        "metrics": {"parity_max_abs": difference},
    }
    path = write_weights(arguments.out, onnx, network, facts)
    print(f"{path.name}: {path.stat().st_size / 2**20:.2f} MiB")


if __name__ == "__main__":
    main()
