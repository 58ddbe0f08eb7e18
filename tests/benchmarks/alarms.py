"""What judging costs: 2,000 devices x 48 ports x 10 counters once a minute, without rules and with 1,000 of them."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence

import numpy as np

from nocscape.alarms import Board
from nocscape.model.alarms import AlarmRule, Level
from nocscape.model.status import Severity
from tests.benchmarks.result import Part, result

DEVICES, PORTS, COUNTERS = 2000, 48, 10
INTERVAL_S = 60
ROUNDS = 5
LEVELS = (Level(severity=Severity.WARNING, limit=80.0), Level(severity=Severity.CRITICAL, limit=95.0))
BUDGET_PERCENT = 0.5
"""Of one core, with 1,000 rules of which 5 judge every port of every device."""
NAMES = [f"d{number}" for number in range(DEVICES)]
METRICS = tuple(f"m{number}" for number in range(COUNTERS))


class Ports:
    """The columns of one device."""

    metrics = METRICS
    ports = tuple(f"Gi1/0/{number}" for number in range(1, PORTS + 1))


def run(*, is_long: bool) -> dict[str, object]:
    """Processor time of this thread, a whole network a round."""
    del is_long
    rng = np.random.default_rng(1)
    calm = [rng.random(PORTS * COUNTERS) * 70 for _ in range(20)]
    layouts = {name: Ports() for name in NAMES}
    parts: list[Part] = []
    for title, rules, budget in (
        ("no rules", {}, 0.01),
        ("1,000 rules, one device each", _one_each(1000), BUDGET_PERCENT),
        ("1,000 rules, 5 of them for all ports", _mixed(), BUDGET_PERCENT),
    ):
        board = Board()
        for name, judged in rules.items():
            board.assign(name, judged, {})
        first_s = _round(board, layouts, 0, calm)
        again_s = min(_round(board, layouts, number, calm) for number in range(1, ROUNDS))
        percent = round(100 * again_s / INTERVAL_S, 4)
        parts.append(Part(f"{title}: of one core", percent, "%", budget, percent <= budget))
        parts.append(Part(f"{title}: first round", round(first_s * 1000, 1), "ms", None, is_met=True))
        hot = [np.full(PORTS * COUNTERS, 99.0)]
        parts.append(
            Part(
                f"{title}: every value beyond its limit, once",
                round(1000 * _round(board, layouts, ROUNDS, hot), 1),
                "ms",
                None,
                is_met=True,
            )
        )
        print(f"{title}: {percent} % of a core, {board.judges} series told", flush=True)
    return result("alarms", parts[-3], parts[:-3] + parts[-2:])


def _one_each(count: int) -> Mapping[str, Sequence[AlarmRule]]:
    return {name: [_rule(f"r{number}", f"device:{name}")] for number, name in enumerate(NAMES[:count])}


def _mixed() -> Mapping[str, Sequence[AlarmRule]]:
    everywhere = [_rule(f"all{number}", "all", f"m{number}") for number in range(5)]
    single = {
        name: [_rule(f"r{number}", f"device:{name}", "m9", Ports.ports[number % PORTS])]
        for number, name in enumerate(NAMES[:995])
    }
    return {name: [*single.get(name, []), *everywhere] for name in NAMES}


def _rule(name: str, scope: str, metric: str = "m1", port: str | None = None) -> AlarmRule:
    return AlarmRule(id=name, scope=scope, metric=metric, instance=port, levels=LEVELS)


def _round(
    board: Board,
    layouts: Mapping[str, Ports],
    number: int,
    values: Sequence[np.ndarray[tuple[int], np.dtype[np.float64]]],
) -> float:
    """CPU seconds of one poll of everything."""
    at = 1_750_000_000 + number * INTERVAL_S
    begin = time.thread_time()
    for place, (name, layout) in enumerate(layouts.items()):
        if board.is_judged(name):
            board.take_ports(name, layout, at, values[(place + number) % len(values)])
    return time.thread_time() - begin
