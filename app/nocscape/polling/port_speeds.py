"""Speeds of ports, looked at now and then: what a port negotiated may change while it is watched."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from nocscape.model.net import Interface
from nocscape.polling import objects
from nocscape.wire.snmp import Column, ColumnTable, SnmpTarget

EVERY_POLLS = 20
MEGABIT = 1_000_000


class Client(Protocol):
    """The part of the SNMP client that is needed here."""

    async def columns(self, target: SnmpTarget, columns: list[Column], /) -> ColumnTable:
        """Declared columns."""
        ...


class SpeedReader:
    """ifHighSpeed (RFC 2863) of one device's ports against what is known of them."""

    def __init__(self) -> None:
        self._polls = 0

    def hasten(self) -> None:
        """Look at the next poll: a port came up."""
        self._polls = EVERY_POLLS

    async def read(self, client: Client, target: SnmpTarget, ports: Iterable[Interface]) -> dict[str, int]:
        """New speeds in bits a second by interface key; empty where it is not yet time. Raises SnmpError."""
        self._polls += 1
        if self._polls < EVERY_POLLS:
            return {}
        self._polls = 0
        found = (await client.columns(target, [objects.IF_HIGH_SPEED])).get(objects.IF_HIGH_SPEED.oid, {})
        speeds: dict[str, int] = {}
        for port in ports:
            megabits = found.get(str(port.if_index))
            if isinstance(megabits, int) and megabits > 0 and megabits != round((port.speed_bps or 0) / MEGABIT):
                speeds[port.key] = megabits * MEGABIT
        return speeds
