"""What the commands that train may train on."""

from __future__ import annotations

import argparse

import torch

DEVICES = ("cpu", "cuda")


def add_device(parser: argparse.ArgumentParser, purpose: str) -> None:
    """--device, one of DEVICES that this machine has. purpose : what of, for its help."""
    parser.add_argument("--device", type=_device, default="cpu", metavar="{cpu,cuda}", help=purpose)


def _device(text: str) -> str:
    if text not in DEVICES:
        raise argparse.ArgumentTypeError(f"expected {' or '.join(DEVICES)}, got {text}")
    if text == "cuda" and not torch.cuda.is_available():
        raise argparse.ArgumentTypeError("there is no CUDA device")
    return text
