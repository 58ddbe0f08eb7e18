"""Rules and ports to judge."""

from __future__ import annotations

from nocscape.alarms.conditions import conditions
from nocscape.alarms.judge import Judge
from nocscape.model.alarms import AlarmRule, Level, Side
from nocscape.model.metrics import SeriesKey
from nocscape.model.status import Severity

KEY = SeriesKey("d1", "cpu_percent")
WARNING = Level(severity=Severity.WARNING, limit=80.0)
CRITICAL = Level(severity=Severity.CRITICAL, limit=95.0)


def rule(*levels: Level, **fields: object) -> AlarmRule:
    wanted: dict[str, object] = {
        "metric": "cpu_percent",
        "scope": "all",
        "levels": levels or (WARNING, CRITICAL),
        "id": "r1",
    }
    return AlarmRule(**(wanted | fields))  # type: ignore[arg-type]


def below(*limits: float) -> tuple[Level, ...]:
    severities = (Severity.WARNING, Severity.CRITICAL)
    return tuple(Level(severity=s, limit=limit) for s, limit in zip(severities, limits, strict=False))


def judge(wanted: AlarmRule, *, speed_bps: int = 0) -> Judge:
    follower = conditions()[wanted.condition].follow(wanted, speed_bps)
    assert follower is not None
    return Judge(wanted, KEY, follower)


def told(one: Judge, *values: float | None, every_s: int = 30) -> list[str]:
    """What is told after each value: the severity of a raised alarm, `clear`, or nothing."""
    words: list[str] = []
    for place, value in enumerate(values):
        turn = one.take(1000 + place * every_s, value)
        words.append("" if turn is None else str(turn.alarm.severity) if turn.alarm else "clear")
    return words


class Ports:
    """The columns of a device."""

    def __init__(self, metrics: tuple[str, ...], ports: tuple[str, ...]) -> None:
        self.metrics = metrics
        self.ports = ports


BELOW = Side.BELOW
