"""How well machine readable zones are read: python -m app.bench.mrz

Documents of nobody are drawn, scanned and photographed; figures stand beside the machine's name.
A false tick is a field that is marked as proven and is wrong.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import numpy as np

from app.bench.machine import describe_machine
from app.bench.mrz_sheets import Sheet, clean_sheet, seen_sheet
from app.document.leaf import Leaf
from app.document.mrz import Mrz, parse
from app.document.mrz_layout import LAYOUTS
from app.document.mrz_reader import MrzReader
from app.document.original import Original
from app.document.page import Page
from detector.quad import Quad

TODAY = date(2026, 11, 29)
SEED = 9303
CLEAN_DPI = 150, 200, 300, 400
SEEN_DPI = 100, 150, 200, 300


@dataclass
class Figures:
    """Counts over documents."""

    documents: int = 0
    found: int = 0
    whole: int = 0
    but_zeros: int = 0  # … where the letter O may be a zero
    characters: int = 0
    right: int = 0
    ticks: int = 0
    false_ticks: int = 0
    provable: int = 0
    ms: list[float] = field(default_factory=list)

    def add(self, sheet: Sheet, mrz: Mrz | None, ms: float) -> None:
        """Counts one document."""
        self.documents += 1
        self.ms.append(ms)
        truth = parse(sheet.lines, TODAY)
        assert truth is not None
        proven = {each.name: each.text for each in truth.fields if each.proof == "passed"}
        self.provable += len(proven)
        self.characters += sum(map(len, sheet.lines))
        if mrz is None:
            return
        self.found += 1
        self.whole += mrz.lines == sheet.lines
        self.but_zeros += _without_o(mrz.lines) == _without_o(sheet.lines)
        if [*map(len, mrz.lines)] == [*map(len, sheet.lines)]:
            pairs = zip("".join(mrz.lines), "".join(sheet.lines), strict=True)
            self.right += sum(one == other for one, other in pairs)
        for each in mrz.fields:
            if each.proof == "passed":
                self.ticks += 1
                self.false_ticks += proven.get(each.name) != each.text

    def __str__(self) -> str:
        share = 100 / max(self.documents, 1)
        characters = 100 * self.right / max(self.characters, 1)
        ticked = 100 * (self.ticks - self.false_ticks) / max(self.provable, 1)
        return (
            f"found {self.found * share:5.1f} %  whole {self.whole * share:5.1f} % "
            f"(but O for 0 {self.but_zeros * share:5.1f} %)  characters {characters:5.1f} %  "
            f"ticked {ticked:5.1f} % of fields  FALSE ticks {self.false_ticks} of {self.ticks}  "
            f"median {np.median(self.ms):.0f} ms"
        )


def _without_o(lines: Sequence[str]) -> list[str]:
    return [line.replace("O", "0") for line in lines]


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(prog="python -m app.bench.mrz", description=__doc__)
    parser.add_argument("--documents", type=int, default=60, help="for each line of the table")
    parser.add_argument("--pictures", type=Path, nargs="*", help="flattened documents to read")
    options = parser.parse_args()
    reader = MrzReader()
    print(f"on {describe_machine()}")
    if options.pictures:
        _read_pictures(reader, options.pictures)
        return
    total = Figures()
    for name, draw, resolutions in (
        ("scanned", clean_sheet, CLEAN_DPI),
        ("photographed", seen_sheet, SEEN_DPI),
    ):
        for dpi in resolutions:
            figures = Figures()
            for sheet in _sheets(draw, dpi, options.documents):
                begun = time.perf_counter()
                mrz = _read(reader, sheet)
                ms = (time.perf_counter() - begun) * 1000
                for each in (figures, total):
                    each.add(sheet, mrz, ms)
            print(f"{name:13} {dpi:4} dpi  {figures}", flush=True)
    print(f"{'all':22}  {total}")


def _sheets(draw: Callable[..., Sheet], dpi: int, count: int) -> Iterator[Sheet]:
    for number in range(count):
        rng = np.random.default_rng([SEED, dpi, number])
        yield draw(rng, LAYOUTS[number % len(LAYOUTS)], dpi)


def _read(reader: MrzReader, sheet: Sheet) -> Mrz | None:
    """As of a page, which lies in any of four ways."""
    turns = sum(map(ord, sheet.lines[0])) % 4
    image = np.ascontiguousarray(np.rot90(sheet.image, turns))
    page = Page("1", Original(image), Quad.full(image.shape[1], image.shape[0]), format="other")
    zone = reader.read(page, TODAY)
    return None if zone is None else zone.mrz


def _read_pictures(reader: MrzReader, paths: Sequence[Path]) -> None:
    for path in paths:
        image = Leaf(path).load(lambda _size: None).image
        begun = time.perf_counter()
        mrz = reader.read_image(image, TODAY)
        print(f"{path.name}  {(time.perf_counter() - begun) * 1000:.0f} ms")
        if mrz is not None:
            print("  " + "\n  ".join(mrz.lines))
            fields = (f"{each.name}={each.text} ({each.proof})" for each in mrz.fields)
            print(f"  {mrz.layout}, whole {mrz.whole}: " + ", ".join(fields))


if __name__ == "__main__":
    main()
