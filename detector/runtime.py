"""The detector as the rest of the world sees it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

import numpy as np

from detector.backends.fallback import FallbackBackend, cuda_backend
from detector.backends.heads import head_for
from detector.backends.onnx import (
    OnnxBackend,
    OnnxCornerNetwork,
    OnnxStripNetwork,
    OnnxUprightNetwork,
    OnnxVerifier,
)
from detector.completion import refine_seen
from detector.corners import MORE_LOOKS, Cornered, CornerNetwork
from detector.cropped import whole_picture
from detector.detection import Detection
from detector.errors import BackendError, ThresholdError
from detector.exposure import lifted
from detector.mipmap import Mipmap
from detector.outlines import Outline, distinct
from detector.picture import check_picture, memory_errors
from detector.quad import Quad
from detector.refine import Refined, StripNetwork
from detector.search import Search, is_seen
from detector.shape import estimate_shape
from detector.sight import PictureSight
from detector.starts import MAX_SETTLED, doubts_of
from detector.upright import Upright, UprightNetwork, assume_upright, set_upright
from detector.verifier import Verifier
from detector.weights import (
    CORNERS_NAME,
    OUTER_NAME,
    REFINER_NAME,
    UPRIGHT_NAME,
    VERIFIER_NAME,
    WeightCard,
    find_weights,
    read_state,
    read_verified,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from detector.backends import Backend
    from detector.cascade import CascadeHead

# A document is followed from frame to frame while this share of its sides is believed.
MIN_FOLLOWED = 0.75

Device = Literal["auto", "cpu", "cuda"]


class Detector:
    """Finds documents in pictures; one instance may be shared by threads that take turns."""

    def __init__(
        self,
        backend: Backend,
        card: WeightCard,
        refiner: StripNetwork | None = None,
        upright: UprightNetwork | None = None,
        corners: CornerNetwork | None = None,
        verifier: Verifier | None = None,
        *,
        outer: CornerNetwork | None = None,
        head: CascadeHead | None = None,
    ) -> None:
        self._backend, self._refiner, self._upright = backend, refiner, upright
        self._search = Search(backend, corners, outer, head)
        self._looks_closer = corners is not None
        self._verifier = verifier
        self.card = card
        # Whether dark pictures are lifted first; off only to see what it brings.
        self.lifts = True
        self._doubts = doubts_of(card)

    @classmethod
    def load(
        cls, device: Device = "auto", threads: int = 0, weights_path: Path | None = None
    ) -> Detector:
        """The shipped detector, or the one of another .onnx with its card beside it.

        device : "auto" is the CPU, which needs no warm-up and no torch; "cuda" asks for a GPU and
        falls back to the CPU, at once or when it fails in use, with one notice. threads : of the
        CPU engine, 0 its choice.
        Raises WeightsError where the weights are missing or not what their card says, and
        BackendError for an unknown device or a negative number of threads.
        """
        if device not in ("auto", "cpu", "cuda"):
            raise BackendError(f"expected device auto, cpu or cuda, got {device!r}")
        if threads < 0:
            raise BackendError(f"expected 0 or more threads, got {threads}")
        path = weights_path or find_weights()
        card = WeightCard.load(path.with_suffix(".json"))
        network = read_verified(path)
        refiner = OnnxStripNetwork(read_verified(find_weights(REFINER_NAME)), threads)
        upright = OnnxUprightNetwork(read_verified(find_weights(UPRIGHT_NAME)))
        corners = OnnxCornerNetwork(read_verified(find_weights(CORNERS_NAME)), threads)
        outer = OnnxCornerNetwork(read_verified(find_weights(OUTER_NAME)), threads)
        verifier = OnnxVerifier(read_verified(find_weights(VERIFIER_NAME)), threads)
        backend: Backend = OnnxBackend(network, threads)
        if device == "cuda":
            backend = FallbackBackend(lambda: cuda_backend(lambda: read_state(path, card)), backend)
        head = head_for(card)
        return cls(backend, card, refiner, upright, corners, verifier, outer=outer, head=head)

    @property
    def engine(self) -> str:
        """The engine's name, "ONNX Runtime"."""
        return self._backend.engine

    @property
    def device(self) -> str:
        """Where it runs, "CPU" or "CUDA"."""
        return self._backend.device

    @property
    def notice(self) -> str:
        """Why it does not run where it was asked to, a sentence; "" where it does."""
        return self._backend.notice if isinstance(self._backend, FallbackBackend) else ""

    @memory_errors()
    def detect(
        self,
        image: NDArray[np.uint8],
        threshold: float | None = None,
        *,
        refined: bool = True,
        upright: bool = True,
    ) -> tuple[Detection, ...]:
        """Every document in a picture, best first; an empty tuple where there is none.

        image : uint8 (H, W, 3) BGR, upright. threshold : lowest score; by default a document is
        given where there is one in all likelihood, whatever its outline's score.
        refined : False leaves the corners as the network gave them. upright : False leaves the
        camera's up, and saves the time of reading it from the print: enough for an outline.
        Raises ImageError where the array is no such picture, and ThresholdError.
        """
        if threshold is not None and not 0 <= threshold <= 1:
            raise ThresholdError(f"expected a threshold from 0 to 1, got {threshold}")
        picture = self._mipmap(image)
        if refined and self._refiner is not None:
            outlines = self._refined(picture, threshold)
        else:
            least = self.card.threshold if threshold is None else threshold
            # Two of them may have been moved to the same edges.
            outlines = distinct(self._search.look(picture, self.card, least, self.card.long_side))
        return tuple(self._told(picture, each, upright=upright) for each in outlines)

    @memory_errors()
    def follow(
        self, image: NDArray[np.uint8], before: Sequence[Detection]
    ) -> tuple[Detection, ...] | None:
        """The documents of a feed's last frame in its next one, in half the time of detect: each
        is looked for from where it was, and the whole picture is not looked at.

        image, before : as detect takes and gives them; which way up a document is, is not read.
        None where one of them is no longer plain to see, or where there was none: then detect
        tells. Raises ImageError as detect does.
        """
        picture = self._mipmap(image)
        judge = self._doubts
        if not before or judge is None or not self._looks_closer or self._refiner is None:
            return None
        outlines = []
        for each, seen in zip(
            before, self.cornered(picture, [each.quad for each in before]), strict=True
        ):
            closer = self.exact(picture, seen) if is_seen(seen) else None
            if closer is None or closer.evidence.believed < MIN_FOLLOWED:
                return None
            own = each.network_score
            kept = Outline(closer.quad, closer.quad.box, own, own, closer=each.closer)
            outlines.append(replace(kept, score=judge.right(kept, closer.evidence)))
        if len(distinct(outlines)) < len(outlines):
            return None
        return tuple(self._told(picture, each, upright=False) for each in outlines)

    def refine(self, picture: Mipmap, quad: Quad) -> Refined:
        """A rough outline made exact, with what the picture says for it; the given one where the
        detector has nothing to look closer with."""
        return self.exact(picture, self.cornered(picture, [quad])[0])

    def cornered(
        self, picture: Mipmap, quads: list[Quad], more_looks: int = MORE_LOOKS
    ) -> list[Cornered]:
        """The quads with the corners that their flattened views show; the first half of refine.
        more_looks : see find_corners."""
        return self._search.cornered(picture, quads, more_looks)

    def candidates(self, picture: Mipmap, least: float) -> list[Outline]:
        """What may be documents, see Search.candidates, each with what its own corners lead to.

        Where that leaves doubts, the second look is taken as well: something else may be the
        document, or another one lie there.
        """
        found = self._all_exact(picture, self._search.candidates(picture, self.card, least))
        judge = self._doubts
        if judge is None or not judge.of(found, [self._led(picture, each) for each in found]):
            return found
        more = self._search.closer(picture, self.card, least, found)
        return self._all_exact(picture, more)

    def _all_exact(self, picture: Mipmap, found: list[Outline]) -> list[Outline]:
        return [replace(each, refined=self._led(picture, each)) for each in found]

    def _led(self, picture: Mipmap, found: Outline) -> Refined:
        """What a find's own corners lead to; looked at once."""
        return found.refined or self.exact(picture, found.corners)

    def _refined(self, picture: Mipmap, threshold: float | None) -> list[Outline]:
        """The network's outlines, refined and, where the card says how, judged by what was seen."""
        card, judge = self.card, self._doubts
        if judge is None:
            own = card.threshold if threshold is None else threshold
            return [
                replace(each, quad=quad, box=quad.box)
                for each in self._search.look(picture, card, own, card.long_side)
                for quad in (self.refine(picture, each.quad).quad,)
            ]
        judged = []
        found = self.candidates(picture, card.candidates)
        led = zip(found, self.settled(picture, found), strict=True)
        for each, closer in ((each, one) for each, told in led for one in told):
            score = judge.right(each, closer.evidence)
            likely = judge.present(each, closer.evidence)
            taken = likely >= card.accept if threshold is None else score >= threshold
            if taken:
                quad = closer.quad
                judged.append(replace(each, quad=quad, box=quad.box, score=score, seen=None))
        return self._whole(picture, distinct(judged), threshold)

    def _whole(
        self, picture: Mipmap, found: list[Outline], threshold: float | None
    ) -> list[Outline]:
        """What was found, or instead the picture's rim, where all of it is one document."""
        sight = self.sight(picture)
        if sight is None:
            return found
        rim = whole_picture(picture, found, sight)
        return [rim] if rim is not None and rim.score >= (threshold or 0) else found

    def settled(self, picture: Mipmap, found: list[Outline]) -> list[list[Refined]]:
        """What each leads to, the best first: looks from elsewhere may show it lies on two."""
        closer = [self._led(picture, each) for each in found]
        told = [[each] for each in closer]
        judge, sight = self._doubts, self.sight(picture)
        if judge is None or sight is None:
            return told
        doubtful = judge.of(found, closer)
        for n in [*doubtful, *judge.misled(found, closer, sight)][:MAX_SETTLED]:
            told[n] = judge.settle(found[n], closer[n], sight, judge.beside(n, found, closer))
            closer[n] = told[n][0]
        return told

    def exact(self, picture: Mipmap, seen: Cornered) -> Refined:
        """What lies along the sides of the corners seen; the second half of refine."""
        return refine_seen(picture, seen, self._refiner)

    def sight(self, picture: Mipmap) -> PictureSight | None:
        """For looks at places of a picture; None where nobody looks at corners, or verifies."""
        if self._verifier is None or not self._looks_closer:
            return None
        return PictureSight(picture, self._search, self._refiner, self._verifier)

    def _told(self, picture: Mipmap, outline: Outline, *, upright: bool) -> Detection:
        """The outline read from the document's own top-left, or with the camera's up, and what its
        shape tells."""
        quad = assume_upright(outline.quad, picture.width, picture.height)
        if upright and self._upright is not None:
            seen = set_upright(picture, quad, self._upright)
        else:
            seen = Upright(quad, sure=False, confidence=0.0)
        shape = estimate_shape(seen.quad, picture.width, picture.height)
        return Detection(
            quad=seen.quad,
            box=outline.box,
            score=outline.score,
            format=shape.format,
            format_confidence=shape.confidence,
            upright=seen.sure,
            upright_confidence=seen.confidence,
            network_score=outline.network_score,
            closer=outline.closer,
        )

    def _mipmap(self, image: NDArray[np.uint8]) -> Mipmap:
        """Of a picture, lifted where it is dark. Raises ImageError where the array is none."""
        check_picture(image)
        return Mipmap(lifted(image) if self.lifts else image)
