"""What the map learns of the machine that it is drawn on."""

from __future__ import annotations

import pytest

from nocscape.console.map.paint.pace import Pace

GUESS = 100e-9


def taught(s_per_px: float, drawings: int = 60) -> Pace:
    pace = Pace(GUESS)
    for _ in range(drawings):
        pace.learn(50_000.0, 0.001 + 50_000.0 * s_per_px)
    return pace


@pytest.mark.parametrize("share", [0.5, 1.0, 2.0, 3.5])
def test_what_was_drawn_tells_how_long_the_next_takes(share: float) -> None:
    assert taught(share * GUESS).takes_s(20_000.0) == pytest.approx(0.001 + 20_000 * share * GUESS, rel=0.01)


def test_one_slow_drawing_is_no_slow_machine() -> None:
    pace = taught(GUESS)
    before = pace.takes_s(40_000.0)
    pace.learn(50_000.0, 10.0)
    assert pace.takes_s(40_000.0) < 2 * before


def test_what_it_learned_is_never_far_from_the_guess() -> None:
    assert taught(1.0).takes_s(10_000.0) == pytest.approx(0.001 + 10_000 * 4 * GUESS, rel=0.01)
    assert taught(0.0).takes_s(10_000.0) == pytest.approx(0.001 + 10_000 * GUESS / 4, rel=0.01)


def test_a_few_pixels_teach_nothing() -> None:
    pace = Pace(GUESS)
    before = pace.takes_s(30_000.0)
    pace.learn(500.0, 0.05)
    assert pace.takes_s(30_000.0) == before
