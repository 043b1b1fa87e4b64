"""What a measurement leaves behind: text between a document's markers, and bar charts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import matplotlib as mpl

mpl.use("Agg")  # no window, whatever the machine has
mpl.rcParams["svg.hashsalt"] = "rectoscan"  # the same figures give the same file

from matplotlib.figure import Figure  # noqa: E402 - after the backend is chosen

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
# Okabe and Ito's, which stay apart for colour-blind eyes.
COLOURS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#D55E00")


def write_between(path: Path, text: str) -> None:
    """Puts text between a document's two markers. Raises ValueError where it lacks them."""
    whole = path.read_text("utf-8") if path.exists() else f"{BEGIN}\n{END}\n"
    if BEGIN not in whole or END not in whole:
        raise ValueError(f"{path} lacks {BEGIN} and {END}")
    head, rest = whole.split(BEGIN, 1)
    path.write_text(f"{head}{BEGIN}\n{text}\n{END}{rest.split(END, 1)[1]}", "utf-8")


def bar_chart(
    path: Path,
    title: str,
    panels: Mapping[str, Mapping[str, Sequence[float | None]]],
    ticks: Mapping[str, Sequence[str]],
    logarithmic: bool = False,
) -> None:
    """Grouped bars as PNG and SVG; path without its suffix.

    panels : name → series → a value for each of the panel's ticks, None where there is none.
    ticks : name → the groups' names. logarithmic : the axis of values.
    """
    # The legend stands in one line below, and is cut where the figure is narrower.
    figure = Figure(figsize=(max(7.5, 4.2 * len(panels) + 0.8), 4), layout="constrained")
    figure.suptitle(title)
    axes = figure.subplots(1, len(panels), squeeze=False)[0]
    for axis, (name, series) in zip(axes, panels.items(), strict=True):
        width = 0.8 / len(series)
        for number, (label, values) in enumerate(series.items()):
            places = [i + (number - (len(series) - 1) / 2) * width for i in range(len(values))]
            known = [
                (x, value) for x, value in zip(places, values, strict=True) if value is not None
            ]
            bars = axis.bar(
                [x for x, _ in known], [y for _, y in known], width * 0.94,
                label=label, color=COLOURS[number % len(COLOURS)],
            )  # fmt: skip
            axis.bar_label(bars, fmt="{:.3g}", fontsize=8, padding=2)
        axis.set_title(name, fontsize=10)
        axis.set_xticks(range(len(ticks[name])), [each.replace(", ", "\n") for each in ticks[name]])
        axis.tick_params(labelsize=8)
        axis.spines[["top", "right"]].set_visible(False)
        if logarithmic:
            axis.set_yscale("log")
        axis.margins(y=0.12)
    handles, labels = axes[0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower center", ncols=len(labels), frameon=False)
    figure.savefig(path.with_suffix(".png"), dpi=110)
    figure.savefig(path.with_suffix(".svg"), metadata={"Date": None})
