"""Asks about the topology as an operator trusts it: decisions, where addresses are, what changed, reading again."""

from __future__ import annotations

import ipaddress

from nocscape.base.errors import InputError
from nocscape.base.i18n import tr
from nocscape.discovery.values import mac_in_text
from nocscape.engine.asking import Handler, ask_of, on
from nocscape.engine.finding.patience import set_rediscovery
from nocscape.engine.finding.rediscovery import LEAST_S, MOST_S, REDISCOVERY_INTERVAL
from nocscape.engine.finding.traps import TRAP_PORT
from nocscape.engine.lines.transport import Session
from nocscape.engine.rooms import Rooms
from nocscape.model import commands as asks
from nocscape.model.answers import Difference, Place
from nocscape.model.commands import Command
from nocscape.model.decisions import Decision
from nocscape.model.net import Station

MOST_PORT = 65_535


def topology_handlers(rooms: Rooms) -> dict[type, Handler]:
    """A handler for every Ask of this kind."""
    the = _Handlers(rooms)
    return {
        asks.Decide: the.decide,
        asks.Revoke: on(asks.Revoke, the.revoke),
        asks.ListDecisions: on(asks.ListDecisions, the.list_decisions),
        asks.FindAddress: on(asks.FindAddress, the.find_address),
        asks.CompareTimes: on(asks.CompareTimes, the.compare_times),
        asks.ReadStations: on(asks.ReadStations, the.read_stations),
        asks.SetRediscovery: on(asks.SetRediscovery, the.set_rediscovery),
        asks.SetTrapPort: on(asks.SetTrapPort, the.set_trap_port),
    }


class _Handlers:
    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms

    async def decide(self, _: Session, command: Command) -> Decision:
        return await self._rooms.decisions.decide(ask_of(asks.Decide, command).decision, command.actor)

    async def revoke(self, ask: asks.Revoke) -> None:
        await self._rooms.decisions.revoke(ask.decision)

    async def list_decisions(self, _: asks.ListDecisions) -> tuple[Decision, ...]:
        return await self._rooms.decisions.listed()

    async def find_address(self, ask: asks.FindAddress) -> tuple[Place, ...]:
        """Where it is; where nobody sees it now, where it was seen last."""
        await self._rooms.memory.recall()
        places = self._rooms.topology.places(ask.address)
        return places or await self._rooms.inventory.past_places(_canonical(ask.address))

    async def compare_times(self, ask: asks.CompareTimes) -> tuple[Difference, ...]:
        await self._rooms.inventory.flush()
        return await self._rooms.inventory.differences(ask.since, ask.until)

    async def read_stations(self, ask: asks.ReadStations) -> tuple[Station, ...]:
        await self._rooms.memory.recall()
        return self._rooms.topology.stations_of(ask.device)

    async def set_rediscovery(self, ask: asks.SetRediscovery) -> None:
        if ask.interval_s and not LEAST_S <= ask.interval_s <= MOST_S:
            text = tr("Devices can be read again every {least} to {most} s, or never (0)", least=LEAST_S, most=MOST_S)
            raise InputError(text)
        set_rediscovery(self._rooms, ask.interval_s)
        await self._rooms.inventory.put_setting(REDISCOVERY_INTERVAL, ask.interval_s)

    async def set_trap_port(self, ask: asks.SetTrapPort) -> None:
        if not 0 <= ask.port <= MOST_PORT:
            raise InputError(tr("A UDP port is a number from 1 to {most}, or 0 for none", most=MOST_PORT))
        await self._rooms.traps.listen(ask.port)
        await self._rooms.inventory.put_setting(TRAP_PORT, ask.port)


def _canonical(address: str) -> str:
    """An IP or MAC address, known to be one, as the store keeps it."""
    return mac_in_text(address) or str(ipaddress.ip_address(address.strip()))
