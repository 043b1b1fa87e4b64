"""A pinhole camera looking at a sheet that lies somewhere before it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Pose:
    """How a sheet is seen.

    tilt_deg, tilt_axis_deg : inclination out of the picture plane and about which axis of it.
    roll_deg : turn in the picture plane. focal : in picture diagonals. size : the square root of
    the sheet's area as a share of that of the picture. centre : where its middle lands, as shares.
    """

    tilt_deg: float
    tilt_axis_deg: float
    roll_deg: float
    focal: float
    size: float
    centre: tuple[float, float]


def random_pose(rng: np.random.Generator) -> Pose:
    """Poses people make: mostly near frontal and near upright, all others too."""
    roll = float(rng.choice([0, 0, 0, 0, 90, 180, 270]) + rng.normal(0, 9))
    if rng.random() < 0.3:
        roll = float(rng.uniform(0, 360))
    tilt = float(min(abs(rng.normal(0, 20)), 58))
    spread = 0.10 if rng.random() < 0.7 else 0.28
    return Pose(
        tilt,
        float(rng.uniform(0, 360)),
        roll,
        float(rng.uniform(0.55, 2.5)),
        float(rng.uniform(0.2, 0.95) if rng.random() < 0.6 else rng.uniform(0.3, 0.7)),
        (float(0.5 + rng.normal(0, spread)), float(0.5 + rng.normal(0, spread))),
    )


def project_sheet(pose: Pose, aspect: float, width: int, height: int) -> NDArray[np.float64]:
    """Corners (4, 2), px, TL TR BR BL, of a sheet of width ÷ height = aspect.

    The optical axis meets the picture in its middle, pixels are square: the camera that
    detector.aspect takes for granted.
    """
    focal = pose.focal * float(np.hypot(width, height))
    half = np.array([aspect**0.5, aspect**-0.5]) / 2
    sheet = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)]) * half
    roll, axis, tilt = np.radians([pose.roll_deg, pose.tilt_axis_deg, pose.tilt_deg])
    turn = np.array([[np.cos(roll), -np.sin(roll)], [np.sin(roll), np.cos(roll)]])
    flat = sheet @ turn.T
    along = np.array([np.cos(axis), np.sin(axis)])
    across = np.array([-along[1], along[0]])
    u, v = flat @ along, flat @ across
    # Unit area at this distance covers `size` of the picture.
    distance = focal / (pose.size * float(np.sqrt(width * height)))
    depth = distance + v * np.sin(tilt)
    plane = u[:, None] * along + (v * np.cos(tilt))[:, None] * across
    # Off the optical axis, which meets the picture in its middle: so perspective depends on where
    # in the picture the sheet lies, as it does before a real camera.
    middle = np.array([width - 1, height - 1]) / 2
    aside = np.array(pose.centre) * (width, height) - 0.5 - middle
    pixels = (focal * plane + distance * aside) / depth[:, None]
    return np.asarray(pixels + middle, np.float64)
