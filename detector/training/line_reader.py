"""Cuts PaddleOCR's recogniser of lines down to the characters of machine readable zones.

    python -m detector.training.line_reader PP-OCRv6_rec_small.onnx

The file lies in the wheel of rapidocr 3.10.0, which says where it comes from and that both are
under Apache-2.0. It is not trained any further: its last layer tells 18,710 characters apart, and
the rows of those that no zone holds are left out, which is nearly half of its size.
"""

from __future__ import annotations

import argparse
import hashlib
from pathlib import Path

import numpy as np
import onnx
from onnx import numpy_helper

from detector.line_reader import FOLDER, NAME
from detector.training.export_onnx import write_network

SOURCE_SHA256 = "6f327246b50388f3c176ae304bd95767ea6dc0c9ae92153ef8cbe210b3c14884"
WEIGHT, BIAS = "linear_8.w_0", "linear_8.b_0"
# Of the zone; and what tells other print from it.
CHARACTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<abcdefghijklmnopqrstuvwxyz"
# It takes some fillers for this letter of Japanese, and there is none in a zone.
LIKE_A_FILLER = "く"


def main() -> None:
    """Writes the network and its card into resources/ocr."""
    parser = argparse.ArgumentParser(prog="python -m detector.training.line_reader")
    parser.add_argument("source", type=Path)
    parser.add_argument("--out", type=Path, default=FOLDER)
    options = parser.parse_args()
    data = options.source.read_bytes()
    if hashlib.sha256(data).hexdigest() != SOURCE_SHA256:
        raise SystemExit(f"expected the file with sha256 {SOURCE_SHA256}")
    characters = CHARACTERS + LIKE_A_FILLER
    card = {
        "characters": characters,
        "recipe": {"source": "PP-OCRv6_rec_small.onnx", "source_sha256": SOURCE_SHA256},
        "data": {"origin": "PaddleOCR, converted by RapidOCR 3.10.0", "licence": "Apache-2.0"},
        "metrics": {},
    }
    print(write_network(options.out, NAME, cut_down(data, characters), card))


def cut_down(network: bytes, characters: str) -> bytes:
    """The same network with outputs for no more than these characters, after the blank."""
    model = onnx.load_from_string(network)
    known = next(each.value for each in model.metadata_props if each.key == "character")
    rows = [0, *(known.split("\n").index(each) + 1 for each in characters)]
    for initialiser in model.graph.initializer:
        if initialiser.name in {WEIGHT, BIAS}:
            whole = numpy_helper.to_array(initialiser)
            part = np.ascontiguousarray(whole[..., rows])
            initialiser.CopyFrom(numpy_helper.from_array(part, initialiser.name))
    del model.metadata_props[:]
    model.graph.input[0].name, before = "lines", model.graph.input[0].name
    model.graph.output[0].name, after = "chances", model.graph.output[0].name
    for node in model.graph.node:
        for names, old, new in ((node.input, before, "lines"), (node.output, after, "chances")):
            for place, name in enumerate(names):
                if name == old:
                    names[place] = new
    shape = model.graph.output[0].type.tensor_type.shape
    shape.dim[2].dim_value = len(rows)
    onnx.checker.check_model(model)
    return bytes(model.SerializeToString())


if __name__ == "__main__":
    main()
