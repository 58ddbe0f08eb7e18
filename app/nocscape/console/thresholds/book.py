"""The rules that the engine keeps, as all panels of a window know them."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from nocscape.console.bridge import Bridge
from nocscape.console.live import LiveNetwork
from nocscape.console.parts.alive import while_alive
from nocscape.engine.client import value
from nocscape.model.alarms import AlarmRule, Level, ListAlarmRules, RuleInfo, counting
from nocscape.model.batches import Reply
from nocscape.model.events import Event
from nocscape.model.metrics import SeriesKey
from nocscape.model.scopes import scopes_of
from nocscape.model.status import Severity

TONES: dict[Severity, str] = {
    Severity.INFO: "dim",
    Severity.WARNING: "warn",
    Severity.MINOR: "minor",
    Severity.CRITICAL: "crit",
}
_OF_VALUES = ("threshold", "utilisation")
"""Conditions whose limits can be drawn in a chart of the values."""


ALARM = "alarm"
"""Kind of the events that rules tell."""
SOON_MS = 1000


class RuleBook(QObject):
    """One for each bridge, see `of`. Signal: changed() when the rules or what they tell may be different."""

    changed = Signal()

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(bridge)
        self._bridge = bridge
        self._is_read = False
        self.infos: tuple[RuleInfo, ...] = ()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SOON_MS)
        self._soon.timeout.connect(self.refresh)
        bridge.events_raised.connect(self._heard)

    @classmethod
    def of(cls, bridge: Bridge) -> RuleBook:
        """The book of a window."""
        return bridge.findChild(cls) or cls(bridge)

    def read(self) -> None:
        """Ask for the rules, once."""
        if not self._is_read:
            self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Ask for the rules again: somebody changed them, or wants to see what they tell now."""
        self._is_read = True
        self._bridge.ask(ListAlarmRules(), while_alive(self, self._take))

    @Slot(object)
    def _heard(self, events: tuple[Event, ...]) -> None:
        """Other rules tell something now."""
        if self._is_read and any(event.kind == ALARM for event in events) and not self._soon.isActive():
            self._soon.start()

    def _take(self, reply: Reply) -> None:
        if reply.error is not None:
            self._is_read = False
            return
        infos = value(reply, tuple[RuleInfo, ...])
        if infos != self.infos:
            self.infos = infos
            self.changed.emit()

    def judging(self, key: SeriesKey) -> list[AlarmRule]:
        """The rules that judge a series."""
        known = self._bridge.live.devices.get(key.device)
        if known is None:
            return []
        scopes = scopes_of(known.device)
        rules = [info.rule for info in self.infos if info.rule.is_on and info.rule.metric == key.metric]
        found = sorted((rule for rule in rules if rule.scope in scopes), key=lambda rule: scopes.index(rule.scope))
        return counting(found, key.instance)

    def own(self, key: SeriesKey) -> list[AlarmRule]:
        """Rules, in force or not, that are about this series alone."""
        return [
            info.rule
            for info in self.infos
            if info.rule.metric == key.metric
            and info.rule.scope == f"device:{key.device}"
            and (info.rule.instance or "") == key.instance
        ]

    def limits(self, key: SeriesKey) -> Iterator[tuple[Level, float]]:
        """Levels that can be drawn beside a series, each with its limit in the unit of the series."""
        for rule in self.judging(key):
            factor = _factor(self._bridge.live, rule, key)
            if factor is not None:
                yield from ((level, level.limit * factor) for level in rule.levels)


def _factor(live: LiveNetwork, rule: AlarmRule, key: SeriesKey) -> float | None:
    """What a limit is multiplied by to be a value; None where it is none."""
    if rule.condition not in _OF_VALUES:
        return None
    if rule.condition == "threshold":
        return 1.0
    port = live.interface(key.device, key.instance)
    return port.speed_bps / 100.0 if port is not None and port.speed_bps else None
