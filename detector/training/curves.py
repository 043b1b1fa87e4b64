"""Precision over recall."""

from __future__ import annotations

import numpy as np

# Low enough for the curve to reach its end.
LOWEST_SCORE = 0.02
IOUS = tuple(round(0.5 + 0.05 * i, 2) for i in range(10))


def average_precision(rows: list[tuple[float, bool]], documents: int) -> float:
    """Area under the precision-recall curve, all points interpolated, 0 to 1.

    rows : (score, right) of each detection, a document's second one not right. documents : how many
    there were to find.
    """
    ranked = sorted(rows, key=lambda row: -row[0])
    hits = np.cumsum([right for _, right in ranked]) if ranked else np.zeros(1)
    precision = hits / np.arange(1, len(hits) + 1)
    envelope = np.maximum.accumulate(precision[::-1])[::-1]
    steps = np.diff(np.concatenate([[0], hits / max(1, documents)]))
    return float((envelope * steps).sum())
