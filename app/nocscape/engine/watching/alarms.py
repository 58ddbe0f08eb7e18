"""Alarm rules: kept in the profile, held against all that polls bring, told as events and shown in states."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from msgspec.structs import replace

from nocscape.alarms import Board, Turn, check_rule, conditions_for, levels_for, usual
from nocscape.alarms.conditions import conditions
from nocscape.base.errors import InputError
from nocscape.base.i18n import Text, tr
from nocscape.base.tasks import repeat
from nocscape.base.text import one_line
from nocscape.engine.rooms import Rooms
from nocscape.engine.scopes import check_scope
from nocscape.engine.settings import read_setting
from nocscape.engine.watching import alarm_words as words
from nocscape.model.alarms import Alarm, AlarmRule, RuleInfo, Side, Suggestion, rivals
from nocscape.model.metrics import Metric, Sample, SeriesKey
from nocscape.model.net import DeviceId, DeviceStatus, Inventory
from nocscape.model.scopes import scopes_of
from nocscape.model.status import Severity, Status
from nocscape.model.utilisation import TRAFFIC, UTILISATION
from nocscape.polling import PollResult

RULES = "alarm_rules"
"""Name of the profile's setting."""
MOST_RULES = 5000
MOST_INSTANCE = 255
TICK_S = 10.0
"""How often it is looked for series that bring nothing."""
LOOKED_BACK_S = 7 * 86_400
"""What a suggestion goes by."""
POINTS = 2000
KIND = "alarm"
"""Of the events."""
_STATUSES = {
    Severity.WARNING: Status.WARNING,
    Severity.MINOR: Status.MINOR,
    Severity.CRITICAL: Status.CRITICAL,
}


class AlarmRoom:
    """All rules of the profile, and what they tell."""

    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms
        self._board = Board()
        self._rules: dict[str, AlarmRule] = {}
        self._by_scope: dict[str, list[AlarmRule]] = {}
        self._needs_speeds = False

    def restore(self, settings: Mapping[str, bytes], alarms: Iterable[Alarm]) -> None:
        """Take over what the store kept."""
        self._take({rule.id: rule for rule in read_setting(settings, RULES, tuple[AlarmRule, ...]) or ()})
        known = self._rooms.state.devices
        self._board.restore(alarm for alarm in alarms if alarm.key.device in known)

    def infos(self) -> tuple[RuleInfo, ...]:
        """All rules with what they tell now."""
        told: defaultdict[str, list[Alarm]] = defaultdict(list)
        for alarm in self._board.alarms():
            told[alarm.rule].append(alarm)
        return tuple(self._info(rule, told[rule.id]) for rule in self._rules.values())

    async def put(self, wanted: AlarmRule, actor: str) -> AlarmRule:
        """Keep a rule, or another version of one. Raises InputError for one that makes no sense."""
        check_scope(wanted.scope)
        if wanted.instance is not None and not (wanted.instance.isprintable() and len(wanted.instance) < MOST_INSTANCE):
            raise InputError(tr("{text} is too long or cannot be printed", text=one_line(wanted.instance, 40)))
        if wanted.metric == UTILISATION:
            text = tr("The utilisation of a port is a condition of its traffic")
            raise InputError(text, hint=f"{', '.join(TRAFFIC)}: utilisation")
        check_rule(wanted, self.metric(wanted.metric))
        if wanted.id and wanted.id not in self._rules:
            raise InputError(tr("There is no threshold {id}", id=wanted.id))
        if len(self._rules) >= MOST_RULES:
            raise InputError(tr("There are {most} of them already", most=MOST_RULES))
        rule = replace(wanted, id=wanted.id or uuid.uuid4().hex[:8], actor=actor)
        self._refuse_twin(rule)
        await self._keep({**self._rules, rule.id: rule})
        return rule

    async def drop(self, rule: str) -> None:
        """Raises InputError where none has that id."""
        if rule not in self._rules:
            raise InputError(tr("There is no threshold {id}", id=rule))
        await self._keep({i: r for i, r in self._rules.items() if i != rule})

    async def suggest(self, key: SeriesKey, side: Side) -> Suggestion:
        """What would fit a series by what history knows of it. Raises InputError for a metric that does not exist."""
        metric, now = self.metric(key.metric), int(self._rooms.clock.now())
        (data,) = await self._rooms.history.read([key], now - LOOKED_BACK_S, now, POINTS)
        latest = next((value for value in reversed(data.values) if value is not None), None)
        percentile = usual(data.values, side)
        return Suggestion(
            unit=metric.unit,
            title=metric.title,
            latest=latest,
            percentile=percentile,
            levels=levels_for(metric.unit, side, percentile, latest),
            conditions=conditions_for(metric),
        )

    def metric(self, name: str) -> Metric:
        """Any metric that may be judged. Raises InputError."""
        return self._rooms.metrics.metric(name, self._rooms.probing.metrics())

    def assign(self, inventory: Inventory) -> None:
        """Judge a device by the rules that are about it from now on."""
        device = inventory.device
        if not self._rules and not self._board.is_known(device.id):
            return
        scopes = scopes_of(device, self._rooms.state.sites.get(device.id, ""))
        rules = [rule for scope in scopes for rule in self._by_scope.get(scope, ())]
        speeds = {i.key: i.speed_bps for i in inventory.interfaces if i.speed_bps} if self._needs_speeds else {}
        self._end(inventory, self._board.assign(device.id, rules, speeds))
        self._show(device.id)

    def forget(self, device: DeviceId) -> None:
        """The device is watched no more: nothing is told of it, not even that it is well."""
        self._rooms.inventory.put_alarms(gone=self._board.forget(device))
        self._rooms.state.put_alarmed(device, None)

    def take(self, result: PollResult) -> None:
        """What a poll brought."""
        if not self._board.is_judged(result.device):
            return
        is_covered = self._is_covered(result.device)
        turns = self._board.take_samples(result.device, result.samples, is_covered=is_covered)
        if (block := result.block) is not None:
            turns += self._board.take_ports(result.device, block.layout, block.at, block.values, is_covered=is_covered)
        self._tell(turns)

    def take_samples(self, device: DeviceId, samples: Sequence[Sample]) -> None:
        """What checks and exporters brought."""
        if self._board.is_judged(device):
            self._tell(self._board.take_samples(device, samples, is_covered=self._is_covered(device)))

    async def run(self) -> None:
        """Look for series that bring nothing, now and then."""
        await repeat(self._rooms.clock, TICK_S, self._look, "alarms")

    async def _look(self) -> None:
        covered = {device for device in self._board.waiting() if self._is_covered(device)}
        self._tell(self._board.wait(self._rooms.clock.now(), covered))

    def _info(self, rule: AlarmRule, alarms: Sequence[Alarm]) -> RuleInfo:
        metric, condition = self._metric_of(rule.metric), conditions()[rule.condition]
        return RuleInfo(
            rule=rule,
            alarms=tuple(alarms),
            title=metric.title,
            condition=condition.TITLE,
            unit=condition.unit(metric.unit) or "",
        )

    def _refuse_twin(self, rule: AlarmRule) -> None:
        """Two rules that are alike but for their limits would contradict each other."""
        twin = (rule.scope, rule.instance, rivals(rule))
        for other in self._rules.values():
            if other.id != rule.id and (other.scope, other.instance, rivals(other)) == twin:
                raise InputError(
                    tr("There is such a threshold already: {id}", id=other.id), hint=tr("Change that one.")
                )

    async def _keep(self, rules: dict[str, AlarmRule]) -> None:
        await self._rooms.inventory.put_setting(RULES, tuple(rules.values()))
        self._take(rules)
        for inventory in self._rooms.state.devices.values():
            if not inventory.device.is_ghost:
                self.assign(inventory)

    def _take(self, rules: dict[str, AlarmRule]) -> None:
        self._rules = rules
        by_scope: defaultdict[str, list[AlarmRule]] = defaultdict(list)
        for rule in rules.values():
            if rule.is_on:
                by_scope[rule.scope].append(rule)
        self._by_scope = dict(by_scope)
        self._needs_speeds = any(rule.condition == "utilisation" for rule in rules.values())

    def _is_covered(self, device: DeviceId) -> bool:
        return self._rooms.maintenance.reason(device) is not None

    def _tell(self, turns: Sequence[Turn]) -> None:
        for turn in turns:
            known = self._rooms.state.devices.get(turn.key.device)
            if known is not None and turn.alarm is not None:
                self._rooms.inventory.put_alarms([turn.alarm])
                text = words.raised_text(known, turn.rule, self._metric_of(turn.key.metric), turn.alarm)
                self._raise(turn.alarm.severity, text, turn.key)
            elif known is not None and turn.before is not None:
                self._rooms.inventory.put_alarms(gone=[turn.before])
                metric = self._metric_of(turn.key.metric)
                text = words.cleared_text(known, turn.rule, metric, turn.before, turn.at, turn.value)
                self._raise(Severity.CLEAR, text, turn.key)
        for device in {turn.key.device for turn in turns}:
            self._show(device)

    def _end(self, known: Inventory, ended: Sequence[Alarm]) -> None:
        """Nobody judges these any more."""
        self._rooms.inventory.put_alarms(gone=ended)
        for alarm in ended:
            self._raise(Severity.CLEAR, words.ended_text(known, self._metric_of(alarm.key.metric), alarm), alarm.key)

    def _raise(self, severity: Severity, text: Text, key: SeriesKey) -> None:
        interface = key.instance if key.metric.startswith("if_") else None
        self._rooms.state.raise_event(KIND, severity, text, device=key.device, interface=interface)

    def _show(self, device: DeviceId) -> None:
        """Let the device's state say the worst that is told of it."""
        known, alarms = self._rooms.state.devices.get(device), self._board.alarms_of(device)
        shown = [alarm for alarm in alarms if alarm.severity in _STATUSES and alarm.rule in self._rules]
        worst = max(shown, key=lambda alarm: _STATUSES[alarm.severity].rank, default=None)
        if worst is None or known is None:
            self._rooms.state.put_alarmed(device, None)
            return
        reason = words.reason_text(known, self._rules[worst.rule], self._metric_of(worst.key.metric), worst)
        status = DeviceStatus(device=device, status=_STATUSES[worst.severity], reason=reason, since=worst.since)
        self._rooms.state.put_alarmed(device, status)

    def _metric_of(self, name: str) -> Metric:
        """A metric; where its profile is gone, one that says its name alone."""
        try:
            return self.metric(name)
        except InputError:
            return Metric(name=name, unit="", title=name)
