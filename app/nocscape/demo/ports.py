"""The interface tables: IF-MIB ifTable, ifXTable and ifStackTable, and the addresses of IP-MIB."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from nocscape.demo.traffic import Flow
from nocscape.wire.snmp.simulated.objects import Objects
from nocscape.wire.snmp.simulated.protocol import COUNTER32, COUNTER64, GAUGE32, TIME_TICKS

IF_ENTRY = "1.3.6.1.2.1.2.2.1"
IFX_ENTRY = "1.3.6.1.2.1.31.1.1.1"
IF_STACK_STATUS = "1.3.6.1.2.1.31.1.2.1.3"
IP_ADDR_ENTRY = "1.3.6.1.2.1.4.20.1"

ETHERNET_CSMACD, SOFTWARE_LOOPBACK, L3_IP_VLAN, LAG = 6, 24, 136, 161
"""IANAifType."""
UP, DOWN = 1, 2
ACTIVE = 1
MEAN_PACKET = 700
"""Octets."""

Count = Callable[[float], int]


def never(_now: float) -> bool:
    """A port that no script takes down."""
    return False


def nothing(_now: float) -> int:
    """A counter that stands still."""
    return 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Port:
    """An interface as its tables show it; counters are of octets and errors."""

    index: int
    name: str
    mac: bytes = b""
    alias: str = ""
    type: int = ETHERNET_CSMACD
    speed_bps: int = 0
    incoming: Count = nothing
    outgoing: Count = nothing
    errors: Count = nothing
    is_down: Callable[[float], bool] = never


def put_port(put: Objects, port: Port) -> None:
    """Add an interface's rows."""
    _if_row(put, port)
    _ifx_row(put, port)


def put_bundle(put: Objects, above: int, members: list[int]) -> None:
    """ifStackTable of an aggregation and what it is made of."""
    for member in members:
        put.number(f"{IF_STACK_STATUS}.{above}.{member}", ACTIVE)
    put.number(f"{IF_STACK_STATUS}.0.{above}", ACTIVE)


def put_address(put: Objects, address: str, index: int, mask: str) -> None:
    """An IPv4 address of an interface."""
    put.address(f"{IP_ADDR_ENTRY}.1.{address}", address)
    put.number(f"{IP_ADDR_ENTRY}.2.{address}", index)
    put.address(f"{IP_ADDR_ENTRY}.3.{address}", mask)


def sum_of(flows: list[Flow]) -> Count:
    """What several flows carry together."""
    return lambda now: sum(flow.octets(now) for flow in flows)


def _if_row(put: Objects, port: Port) -> None:
    row = port.index
    put.number(f"{IF_ENTRY}.1.{row}", row)
    put.text(f"{IF_ENTRY}.2.{row}", port.name)
    put.number(f"{IF_ENTRY}.3.{row}", port.type)
    put.number(f"{IF_ENTRY}.4.{row}", 1500)
    put.unsigned(f"{IF_ENTRY}.5.{row}", GAUGE32, min(port.speed_bps, 2**32 - 1))
    put.text(f"{IF_ENTRY}.6.{row}", port.mac)
    put.number(f"{IF_ENTRY}.7.{row}", UP)
    put.live_number(f"{IF_ENTRY}.8.{row}", lambda now: DOWN if port.is_down(now) else UP)
    put.unsigned(f"{IF_ENTRY}.9.{row}", TIME_TICKS, 4200)
    put.live(f"{IF_ENTRY}.10.{row}", COUNTER32, port.incoming)
    put.live(f"{IF_ENTRY}.11.{row}", COUNTER32, lambda now: port.incoming(now) // MEAN_PACKET)
    put.unsigned(f"{IF_ENTRY}.13.{row}", COUNTER32, 0)
    put.live(f"{IF_ENTRY}.14.{row}", COUNTER32, port.errors)
    put.live(f"{IF_ENTRY}.16.{row}", COUNTER32, port.outgoing)
    put.live(f"{IF_ENTRY}.17.{row}", COUNTER32, lambda now: port.outgoing(now) // MEAN_PACKET)
    put.unsigned(f"{IF_ENTRY}.19.{row}", COUNTER32, 0)
    put.unsigned(f"{IF_ENTRY}.20.{row}", COUNTER32, 0)


def _ifx_row(put: Objects, port: Port) -> None:
    row = port.index
    put.text(f"{IFX_ENTRY}.1.{row}", port.name)
    put.live(f"{IFX_ENTRY}.6.{row}", COUNTER64, port.incoming)
    put.live(f"{IFX_ENTRY}.7.{row}", COUNTER64, lambda now: port.incoming(now) // MEAN_PACKET)
    put.unsigned(f"{IFX_ENTRY}.8.{row}", COUNTER64, 0)
    put.unsigned(f"{IFX_ENTRY}.9.{row}", COUNTER64, 0)
    put.live(f"{IFX_ENTRY}.10.{row}", COUNTER64, port.outgoing)
    put.live(f"{IFX_ENTRY}.11.{row}", COUNTER64, lambda now: port.outgoing(now) // MEAN_PACKET)
    put.unsigned(f"{IFX_ENTRY}.12.{row}", COUNTER64, 0)
    put.unsigned(f"{IFX_ENTRY}.13.{row}", COUNTER64, 0)
    put.unsigned(f"{IFX_ENTRY}.15.{row}", GAUGE32, port.speed_bps // 1_000_000)
    put.number(f"{IFX_ENTRY}.17.{row}", 1)
    put.text(f"{IFX_ENTRY}.18.{row}", port.alias)
    put.unsigned(f"{IFX_ENTRY}.19.{row}", TIME_TICKS, 0)
