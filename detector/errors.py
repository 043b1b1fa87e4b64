"""The error tree of the detector.

::

    DetectorError
    ├── WeightsError      weights missing, damaged or not the ones their card describes
    ├── BackendError      an inference engine or device that cannot be used
    ├── GeometryError     (also ValueError) four points that are no usable quadrilateral
    ├── ImageError        (also ValueError) an array that is no uint8 BGR picture
    ├── ThresholdError    (also ValueError) a lowest score that no score can be measured by
    └── SynthesisError    (also ValueError) a scene that cannot be built from what was given

"No document found" is a normal result (an empty tuple), never an exception.
"""


class DetectorError(Exception):
    """Base of everything that this package raises on purpose."""


class WeightsError(DetectorError):
    """The weights are missing, damaged or not the ones that their card describes."""


class BackendError(DetectorError):
    """The inference engine or its device cannot be used."""


class GeometryError(DetectorError, ValueError):
    """Four points that do not form a usable quadrilateral."""


class ImageError(DetectorError, ValueError):
    """An array that is not a uint8 BGR picture of shape (H, W, 3)."""


class ThresholdError(DetectorError, ValueError):
    """A lowest score that does not lie within 0 and 1."""


class SynthesisError(DetectorError, ValueError):
    """A synthetic scene that cannot be built from what was given."""


# What an engine raises that a machine cannot load: there is none (on Windows, without the C++
# runtime), a library that it was built against is missing, there is no memory, or it gives up.
ENGINE_FAULTS = (ImportError, OSError, MemoryError, RuntimeError)


def not_loaded(fault: BaseException) -> BackendError:
    """What to raise from one of ENGINE_FAULTS."""
    return BackendError(f"the engine cannot be loaded: {str(fault) or type(fault).__name__}")
