"""The probability that an outline is right: what it must rise and fall with."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detector.confidence import FEATURES, Confidence, features
from detector.errors import WeightsError
from detector.refine import NO_EVIDENCE, Evidence

GOOD = Evidence(seen=0.95, least_seen=0.9, deviation=0.02, believed=1.0, kept=0.93)
# In the order of FEATURES, the bias last.
MADE_UP = Confidence.of((0.6, 2.0, 0.5, -0.4, 1.0, 0.5, 0.8, 0.7, 0.4, 0.3, -0.5, 0.1, 0.5, -4.0))


@given(score=st.floats(0, 1), seen=st.floats(0, 1), deviation=st.floats(0, 2))
def test_any_evidence_gives_a_probability(score: float, seen: float, deviation: float) -> None:
    evidence = Evidence(seen, seen, deviation, 1.0, 1.0)
    assert 0 <= MADE_UP.probability(score, evidence) <= 1
    assert len(features(score, evidence)) == len(FEATURES)


def test_a_better_score_and_more_seen_are_surer() -> None:
    assert MADE_UP.probability(0.9, GOOD) > MADE_UP.probability(0.5, GOOD)
    unseen = replace(GOOD, seen=0.3, least_seen=0.0, believed=0.5)
    assert MADE_UP.probability(0.9, GOOD) > MADE_UP.probability(0.9, unseen)
    assert MADE_UP.probability(0.9, unseen) > MADE_UP.probability(0.9, NO_EVIDENCE)


def test_a_document_s_shape_makes_surer() -> None:
    odd, known = replace(GOOD, known=0.05), replace(GOOD, known=0.97)
    assert MADE_UP.probability(0.9, known) > MADE_UP.probability(0.9, odd)


def test_what_the_flattened_view_says_makes_surer() -> None:
    for name in ("chance", "agreed"):
        little, much = replace(GOOD, **{name: 0.05}), replace(GOOD, **{name: 0.95})
        assert MADE_UP.probability(0.9, much) > MADE_UP.probability(0.9, little)


def test_a_verified_outline_is_surer_and_one_that_nobody_asked_of_is_neither() -> None:
    least, none, most = (
        MADE_UP.probability(0.9, replace(GOOD, verified=each)) for each in (0.05, None, 0.95)
    )
    assert least < none < most
    assert none == MADE_UP.probability(0.9, replace(GOOD, verified=0.5))


def test_without_weights_only_the_bias_speaks() -> None:
    silent = Confidence.of([0.0] * len(FEATURES) + [0.0])
    assert silent.probability(0.99, GOOD) == 0.5


def test_a_card_with_too_few_coefficients_is_refused() -> None:
    with pytest.raises(WeightsError, match=f"expected {len(FEATURES) + 1} coefficients, got 2"):
        Confidence.of((1.0, 2.0))
