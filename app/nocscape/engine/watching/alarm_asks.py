"""Asks about alarm rules."""

from __future__ import annotations

from nocscape.engine.asking import Handler, ask_of, on
from nocscape.engine.lines.transport import Session
from nocscape.engine.rooms import Rooms
from nocscape.model import alarms as asks
from nocscape.model.alarms import AlarmRule, RuleInfo, Suggestion
from nocscape.model.commands import Command


def alarm_handlers(rooms: Rooms) -> dict[type, Handler]:
    """A handler for every Ask of this kind."""
    the = _Handlers(rooms)
    return {
        asks.PutAlarmRule: the.put,
        asks.DropAlarmRule: on(asks.DropAlarmRule, the.drop),
        asks.ListAlarmRules: on(asks.ListAlarmRules, the.list),
        asks.SuggestLevels: on(asks.SuggestLevels, the.suggest),
    }


class _Handlers:
    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms

    async def put(self, _: Session, command: Command) -> AlarmRule:
        return await self._rooms.watch.alarms.put(ask_of(asks.PutAlarmRule, command).rule, command.actor)

    async def drop(self, ask: asks.DropAlarmRule) -> None:
        await self._rooms.watch.alarms.drop(ask.rule)

    async def list(self, _: asks.ListAlarmRules) -> tuple[RuleInfo, ...]:
        return self._rooms.watch.alarms.infos()

    async def suggest(self, ask: asks.SuggestLevels) -> Suggestion:
        return await self._rooms.watch.alarms.suggest(ask.key, ask.side)
