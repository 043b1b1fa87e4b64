"""Float networks → 8-bit integer ones, for the CPU: less time, a quarter of the size.

Static, per channel, symmetric weights (Jacob et al., "Quantization and Training of Neural Networks
for Efficient Integer-Arithmetic-Only Inference", 2018), by ONNX Runtime's own tool. Weights take 7
of the 8 bits: processors without VNNI add pairs of products in 16 bits, which 8-bit weights
overflow, so that the same picture would have other corners on an older machine.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import onnx
import onnxruntime
from onnxruntime.quantization import QuantFormat, QuantType, quantize_static
from onnxruntime.quantization.quant_utils import add_pre_process_metadata

from detector.errors import SynthesisError
from detector.exposure import lifted
from detector.letterbox import Letterbox
from detector.mipmap import Mipmap
from detector.training.shards import finished

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

QUANTISED = ("Conv", "Add", "Relu")
PICTURES = 100
# For the weight card.
WEIGHTS = "8-bit; float32 in the layers that give results"
WEIGHTS_BUT_FIRST = "8-bit; float32 in the first convolution and the layers that give results"


def network_inputs(cache: Path, long_side: int, multiple: int) -> list[NDArray[np.uint8]]:
    """Scenes of a cache (detector.training.cache) as the runtime letterboxes pictures, each uint8
    (1, H, W, 3) BGR. Raises SynthesisError where there are none."""
    shards = finished(cache, "scenes-")
    if not shards:
        raise SynthesisError(f"no scenes in {cache}: run detector.training.cache first")
    with np.load(shards[0]) as shard:
        images, sizes = shard["images"][:PICTURES], shard["sizes"][:PICTURES]
    inputs = []
    for image, (width, height) in zip(images, sizes.tolist(), strict=True):
        frame = Letterbox.fit(width, height, long_side, multiple)
        picture = Mipmap(lifted(np.ascontiguousarray(image[:height, :width])))
        inputs.append(frame.apply(picture)[None])
    return inputs


class _Batches:
    """Inputs, one at a time, as the tool asks for them."""

    def __init__(self, name: str, batches: Sequence[NDArray[np.uint8]]) -> None:
        self._rest = iter([{name: batch} for batch in batches])

    def get_next(self) -> dict[str, NDArray[np.uint8]] | None:
        """The next one; None after the last."""
        return next(self._rest, None)


def quantise(network: bytes, batches: Sequence[NDArray[np.uint8]], exact: tuple[str, ...]) -> bytes:
    """The network with its convolutions in 8 bits.

    network : ONNX with a single input. batches : inputs as the runtime gives them, from which the
    range of every map is taken. exact : parts of the names of what stays in float32, the layers
    that give results. Raises ValueError where the first convolution, unless it stays too, takes
    other values than the picture's bytes (detector.training.block_convolution).
    """
    model = onnx.load_from_string(network)
    convolutions = [node.name for node in model.graph.node if node.op_type == "Conv"]
    kept = [name for name in convolutions if any(part in name for part in exact)]
    with tempfile.TemporaryDirectory() as folder:
        prepared, written = Path(folder, "prepared.onnx"), Path(folder, "quantised.onnx")
        _prepare(network, prepared)
        quantize_static(
            str(prepared),
            str(written),
            _Batches(model.graph.input[0].name, batches),
            quant_format=QuantFormat.QDQ,
            op_types_to_quantize=list(QUANTISED),
            per_channel=True,
            reduce_range=True,
            activation_type=QuantType.QUInt8,
            weight_type=QuantType.QInt8,
            nodes_to_exclude=kept,
        )
        made = written.read_bytes()
    return made if convolutions[0] in kept else _fed_bytes(made)


def _prepare(network: bytes, path: Path) -> None:
    """Folds and infers what the tool wants folded and known. Its own way to do so writes a file
    that today's onnx refuses to read."""
    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    options.optimized_model_filepath = str(path)
    onnxruntime.InferenceSession(network, options, providers=["CPUExecutionProvider"])
    model = onnx.shape_inference.infer_shapes(onnx.load(path))
    add_pre_process_metadata(model)
    onnx.save(model, path)


def _fed_bytes(network: bytes) -> bytes:
    """Without the way that the picture's bytes take into float32 and back into 8 bits: to the first
    convolution they are 8-bit integers already, of scale 1, and nothing is rounded. Raises
    ValueError as quantise does."""
    model = onnx.load_from_string(network)
    graph = model.graph
    first = next(node for node in graph.node if node.op_type == "Conv")
    dequantise = _maker(model, first.input[0])
    quantise_back = _maker(model, dequantise.input[0])
    cast = _maker(model, quantise_back.input[0])
    if cast.op_type != "Cast":
        raise ValueError(f"the first convolution takes what {cast.op_type} makes, not bytes")
    unused = set(quantise_back.input[1:])
    dequantise.input[:] = [cast.input[0], "bytes_scale", "bytes_zero"]
    for node in (quantise_back, cast):
        graph.node.remove(node)
    for each in [each for each in graph.initializer if each.name in unused]:
        graph.initializer.remove(each)
    graph.initializer.extend(
        [
            onnx.numpy_helper.from_array(np.array(1, np.float32), "bytes_scale"),
            onnx.numpy_helper.from_array(np.array(0, np.uint8), "bytes_zero"),
        ]
    )
    onnx.checker.check_model(model)
    made: bytes = model.SerializeToString()
    return made


def _maker(model: onnx.ModelProto, value: str) -> onnx.NodeProto:
    """The node that makes a value."""
    maker: onnx.NodeProto = next(node for node in model.graph.node if value in node.output)
    return maker
