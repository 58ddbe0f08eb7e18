"""A threshold against a plain model that looks at the whole past anew after every value."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from nocscape.alarms import Board
from nocscape.alarms.following import Scaled
from nocscape.alarms.judge import Judge
from nocscape.model.alarms import AlarmRule, Level, Side
from nocscape.model.metrics import Sample, SeriesKey
from nocscape.model.status import Severity
from tests.unit.alarms.made import KEY, Ports, rule

SEVERITIES = (Severity.WARNING, Severity.MINOR, Severity.CRITICAL)


class Seen(NamedTuple):
    """A value of a time, or a gap."""

    at: int
    value: float | None


@st.composite
def rules(draw: st.DrawFn) -> AlarmRule:
    """Any rule that is taken."""
    count = draw(st.integers(1, 3))
    side = draw(st.sampled_from(Side))
    limits = sorted(draw(st.lists(st.integers(0, 20), min_size=count, max_size=count)))
    clears = sorted(draw(st.lists(st.integers(0, 20), min_size=count, max_size=count)))
    sign = 1 if side is Side.ABOVE else -1
    levels = tuple(
        Level(severity=severity, limit=float(sign * limit), clear=float(sign * min(limit, clear)))
        for severity, limit, clear in zip(SEVERITIES, limits, clears, strict=False)
    )
    return rule(*levels, side=side, for_s=float(draw(st.sampled_from((0, 10, 45)))))


VALUES = st.none() | st.integers(-21, 21).map(float)
PASTS = st.lists(st.tuples(st.sampled_from((-5, 0, 1, 10, 30)), VALUES), max_size=40)


def past_of(steps: Sequence[tuple[int, float | None]]) -> list[Seen]:
    """Samples that mostly go forward in time, and sometimes come late or twice."""
    at, past = 1000, []
    for step, value in steps:
        at += step
        past.append(Seen(at, value))
    return past


def in_order(past: Sequence[Seen]) -> list[Seen]:
    """Those that were not overtaken."""
    kept: list[Seen] = []
    for seen in past:
        if not kept or seen.at > kept[-1].at:
            kept.append(seen)
    return kept


def is_raised(wanted: AlarmRule, level: Level, past: Sequence[Seen]) -> bool:
    """Whether a level is raised, by the words of the manual: raised by staying beyond, cleared past the clear limit."""
    sign = 1 if wanted.side is Side.ABOVE else -1
    raised, held, before = False, None, None
    for seen in past:
        if seen.value is None:
            before = None
            continue
        if seen.value * sign >= level.limit * sign:
            held = 0 if held is None else held + (seen.at - before if before is not None else 0)
            raised = raised or held >= wanted.for_s
        else:
            held = None
            raised = raised and seen.value * sign >= level.clear_limit * sign
        before = seen.at
    return raised


@settings(deadline=None)
@given(rules(), PASTS)
def test_what_is_told_is_what_the_whole_past_says(wanted: AlarmRule, steps: list[tuple[int, float | None]]) -> None:
    past, one = past_of(steps), Judge(wanted, KEY, Scaled())
    for place, seen in enumerate(past):
        before = one.alarm
        turn = one.take(seen.at, seen.value)
        raised = [level.severity for level in wanted.levels if is_raised(wanted, level, in_order(past[: place + 1]))]
        assert (one.alarm.severity if one.alarm else None) == (raised[-1] if raised else None)
        assert (turn is not None) == (before != one.alarm)
        if turn is not None:
            assert (turn.before, turn.alarm) == (before, one.alarm)
            assert not (turn.alarm and turn.before and turn.alarm.since != turn.before.since)


@settings(deadline=None)
@given(rules(), st.lists(st.lists(VALUES, min_size=3, max_size=3), max_size=15), st.integers(0, 15))
def test_columns_a_restart_and_single_samples_tell_the_same(
    wanted: AlarmRule, polls: list[list[float | None]], restart: int
) -> None:
    ports = Ports(("cpu_percent",), ("1", "2", "3"))
    columns, singles = Board(), Board()
    for board in (columns, singles):
        board.assign("d1", [wanted], {})
    for place, values in enumerate(polls):
        at = 1000 + 30 * place
        if place == restart and not wanted.for_s:
            columns = restarted(columns, wanted)
        numbers = np.array([np.nan if value is None else value for value in values])
        by_column = columns.take_ports("d1", ports, at, numbers)
        samples = [Sample(SeriesKey("d1", "cpu_percent", p), at, v) for p, v in zip(ports.ports, values, strict=True)]
        assert by_column == singles.take_samples("d1", samples)
        assert columns.judges == singles.judges or restart <= place


def restarted(board: Board, wanted: AlarmRule) -> Board:
    """Another board that knows only what was stored."""
    after = Board()
    after.restore(board.alarms())
    after.assign("d1", [wanted], {})
    return after
