"""One rule at one series: pending, raised, eased, cleared.

A value is beyond a level at its limit and further on. It must stay there for the rule's time; then the level is raised
until the value is back past the level's clear limit. A gap neither raises nor clears, and its time does not count.
Levels go from mild to severe, and so do their limits and clear limits: those raised are always the first few.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from nocscape.alarms.following import Follower, Scaled
from nocscape.model.alarms import Alarm, AlarmRule, Level, Side
from nocscape.model.metrics import SeriesKey


class Turn(NamedTuple):
    """A series that passed a limit, or came back."""

    rule: AlarmRule
    key: SeriesKey
    alarm: Alarm | None
    """None where it is well again."""
    before: Alarm | None
    at: float
    """UTC seconds."""
    value: float


class Judge:
    """Keeps what is pending and what is raised. `alarm` is what it tells now."""

    def __init__(self, rule: AlarmRule, key: SeriesKey, follower: Follower, alarm: Alarm | None = None) -> None:
        self.rule = rule
        self.key = key
        self.alarm = alarm
        self._follower = follower
        self._sign = 1.0 if rule.side is Side.ABOVE else -1.0
        self._raised = _raised_by(rule, alarm)
        self._held: list[float | None] = [None] * len(rule.levels)
        """Seconds that each level has been pending; None where the value is not beyond it."""
        self._since = alarm.since if alarm is not None else 0.0
        self._at: float | None = None
        """Of the last value; None after a gap."""
        self._latest = -math.inf

    @property
    def is_busy(self) -> bool:
        """Whether the next value must be seen, however harmless."""
        is_pending = self._held[0] is not None
        return self._raised > 0 or self.alarm is not None or is_pending or not isinstance(self._follower, Scaled)

    def take(self, at: int, value: float | None) -> Turn | None:
        """A value of a time in UTC seconds, or a gap. One from before the last is not heard."""
        if at <= self._latest:
            return None
        self._latest = at
        measured = None if value is None or not math.isfinite(value) else self._follower.take(at, value)
        if measured is None:
            self._at = None
            return None
        return self._judge(at, measured)

    def wait(self, now: float) -> Turn | None:
        """Time has gone on."""
        measured = self._follower.wait(now)
        return None if measured is None else self._judge(now, measured)

    def _judge(self, at: float, measured: float) -> Turn | None:
        step_s = 0.0 if self._at is None else at - self._at
        self._at = at
        is_new = self._held[0] is None and not self._raised
        for place, level in enumerate(self.rule.levels):
            self._judge_level(place, level, measured, step_s)
        if is_new and self._held[0] is not None:
            self._since = at
        return self._turn(at, measured)

    def _judge_level(self, place: int, level: Level, measured: float, step_s: float) -> None:
        held = self._held[place]
        if measured * self._sign >= level.limit * self._sign:
            self._held[place] = held = 0.0 if held is None else held + step_s
            if place == self._raised and held >= self.rule.for_s:
                self._raised += 1
            return
        self._held[place] = None
        if place < self._raised and measured * self._sign < level.clear_limit * self._sign:
            self._raised = place

    def _turn(self, at: float, measured: float) -> Turn | None:
        before = self.alarm
        if _raised_by(self.rule, before) == self._raised and (before is None) == (self._raised == 0):
            return None
        self.alarm = self._told(at, measured) if self._raised else None
        return Turn(self.rule, self.key, self.alarm, before, at, measured)

    def _told(self, at: float, measured: float) -> Alarm:
        level = self.rule.levels[self._raised - 1]
        since = self.alarm.since if self.alarm is not None else self._since
        return Alarm(
            rule=self.rule.id,
            key=self.key,
            severity=level.severity,
            since=since,
            at=at,
            value=measured,
            limit=level.limit,
        )


def _raised_by(rule: AlarmRule, alarm: Alarm | None) -> int:
    """How many levels an alarm stands for; 0 where the rule has no such level any more."""
    if alarm is None:
        return 0
    return next((n for n, level in enumerate(rule.levels, 1) if level.severity is alarm.severity), 0)
