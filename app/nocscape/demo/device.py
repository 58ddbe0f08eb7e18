"""A simulated device's objects: system, interfaces, addresses, load, inventory, LLDP, as its gear would have them.

Objects are those of SNMPv2-MIB, IF-MIB, IP-MIB, HOST-RESOURCES-MIB, ENTITY-MIB, LLDP-MIB, UPS-MIB and two Cisco MIBs.
"""

from __future__ import annotations

import hashlib
import math
import random
from collections.abc import Callable
from dataclasses import dataclass

from nocscape.demo.campus import Box, Cable
from nocscape.demo.faults import Script
from nocscape.demo.traffic import Flow, day_shape
from nocscape.model.net import Kind
from nocscape.wire.snmp.simulated.objects import Objects
from nocscape.wire.snmp.simulated.protocol import COUNTER32, COUNTER64, GAUGE32, TIME_TICKS

SYSTEM = "1.3.6.1.2.1.1"
IF_ENTRY = "1.3.6.1.2.1.2.2.1"
IFX_ENTRY = "1.3.6.1.2.1.31.1.1.1"
IP_ADDR_ENTRY = "1.3.6.1.2.1.4.20.1"
HR = "1.3.6.1.2.1.25"
ENT_PHYSICAL = "1.3.6.1.2.1.47.1.1.1.1"
LLDP = "1.0.8802.1.1.2.1"
CPM_CPU_TOTAL = "1.3.6.1.4.1.9.9.109.1.1.1.1"
CISCO_MEMORY_POOL = "1.3.6.1.4.1.9.9.48.1.1.1"
UPS = "1.3.6.1.2.1.33.1"

UP, DOWN = 1, 2
ETHERNET_CSMACD = 6
UPTIME_BASE_S = 41 * 86400
MEAN_PACKET = 700
MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Wire:
    """A cable with what flows in it: `down` from a to b, `up` from b to a."""

    cable: Cable
    down: Flow
    up: Flow


class Device:
    """Builds the objects of one box."""

    def __init__(self, box: Box, wires: dict[str, Wire], script: Script, epoch: float) -> None:
        self.box = box
        self.objects = Objects()
        self._script = script
        self._epoch = epoch
        self._random = random.Random(box.name)
        self._system()
        for wire in (wires[c.name] for c in box.cables):
            self._interface(wire)
        self._address()
        self._load()
        self._inventory()
        self._lldp()

    def is_silent(self, now: float) -> bool:
        """Whether the script has this device dead at `now`."""
        return self._script.is_on("device_silent", self.box.name, now)

    def cpu_percent(self, now: float) -> int:
        """Load of the processor."""
        if self._script.is_on("cpu_storm", self.box.name, now):
            return 97
        calm = 8 + 30 * day_shape(now) + 6 * math.sin(now / 61 + self.box.number)
        return max(1, min(95, int(calm)))

    def _system(self) -> None:
        put, gear = self.objects, self.box.gear
        put.text(f"{SYSTEM}.1.0", gear.sys_descr.replace("{name}", self.box.name))
        put.oid(f"{SYSTEM}.2.0", gear.sys_object_id)
        put.live(f"{SYSTEM}.3.0", TIME_TICKS, self._uptime_ticks)
        put.text(f"{SYSTEM}.4.0", "noc@example.net")
        put.text(f"{SYSTEM}.5.0", self.box.name)
        put.text(f"{SYSTEM}.6.0", self.box.place)
        put.number(f"{SYSTEM}.7.0", 6 if gear.kind in (Kind.L3_SWITCH, Kind.FIREWALL) else 2)
        put.number("1.3.6.1.2.1.2.1.0", len(self.box.cables))

    def _uptime_ticks(self, now: float) -> int:
        return int((now - self._epoch + UPTIME_BASE_S) * 100)

    def _interface(self, wire: Wire) -> None:
        cable = wire.cable
        index = cable.a_port if cable.a is self.box else cable.b_port
        incoming, outgoing = (wire.up, wire.down) if cable.a is self.box else (wire.down, wire.up)
        other = cable.b if cable.a is self.box else cable.a
        self._if_table(index, cable, incoming, outgoing)
        self._ifx_table(index, cable, other, incoming, outgoing)

    def _if_table(self, index: int, cable: Cable, incoming: Flow, outgoing: Flow) -> None:
        put = self.objects
        put.number(f"{IF_ENTRY}.1.{index}", index)
        put.text(f"{IF_ENTRY}.2.{index}", self.port_name(index))
        put.number(f"{IF_ENTRY}.3.{index}", ETHERNET_CSMACD)
        put.number(f"{IF_ENTRY}.4.{index}", 1500)
        put.unsigned(f"{IF_ENTRY}.5.{index}", GAUGE32, min(cable.speed_bps, 2**32 - 1))
        put.text(f"{IF_ENTRY}.6.{index}", self.port_mac(index))
        put.number(f"{IF_ENTRY}.7.{index}", UP)
        put.live_number(f"{IF_ENTRY}.8.{index}", lambda now: DOWN if self._script.is_cable_down(cable, now) else UP)
        put.unsigned(f"{IF_ENTRY}.9.{index}", TIME_TICKS, 4200)
        put.live(f"{IF_ENTRY}.10.{index}", COUNTER32, incoming.octets)
        put.live(f"{IF_ENTRY}.11.{index}", COUNTER32, lambda now: incoming.octets(now) // MEAN_PACKET)
        put.unsigned(f"{IF_ENTRY}.13.{index}", COUNTER32, 0)
        put.live(f"{IF_ENTRY}.14.{index}", COUNTER32, self._errors(cable, incoming))
        put.live(f"{IF_ENTRY}.16.{index}", COUNTER32, outgoing.octets)
        put.live(f"{IF_ENTRY}.17.{index}", COUNTER32, lambda now: outgoing.octets(now) // MEAN_PACKET)
        put.unsigned(f"{IF_ENTRY}.19.{index}", COUNTER32, 0)
        put.unsigned(f"{IF_ENTRY}.20.{index}", COUNTER32, 0)

    def _ifx_table(self, index: int, cable: Cable, other: Box, incoming: Flow, outgoing: Flow) -> None:
        put = self.objects
        put.text(f"{IFX_ENTRY}.1.{index}", self.port_name(index))
        put.live(f"{IFX_ENTRY}.6.{index}", COUNTER64, incoming.octets)
        put.live(f"{IFX_ENTRY}.7.{index}", COUNTER64, lambda now: incoming.octets(now) // MEAN_PACKET)
        put.unsigned(f"{IFX_ENTRY}.8.{index}", COUNTER64, 0)
        put.unsigned(f"{IFX_ENTRY}.9.{index}", COUNTER64, 0)
        put.live(f"{IFX_ENTRY}.10.{index}", COUNTER64, outgoing.octets)
        put.live(f"{IFX_ENTRY}.11.{index}", COUNTER64, lambda now: outgoing.octets(now) // MEAN_PACKET)
        put.unsigned(f"{IFX_ENTRY}.12.{index}", COUNTER64, 0)
        put.unsigned(f"{IFX_ENTRY}.13.{index}", COUNTER64, 0)
        put.unsigned(f"{IFX_ENTRY}.15.{index}", GAUGE32, cable.speed_bps // 1_000_000)
        put.number(f"{IFX_ENTRY}.17.{index}", 1)
        put.text(f"{IFX_ENTRY}.18.{index}", f"to {other.name}")
        put.unsigned(f"{IFX_ENTRY}.19.{index}", TIME_TICKS, 0)

    def _errors(self, cable: Cable, incoming: Flow) -> Callable[[float], int]:
        """Input errors grow with the traffic while the optics are dirty, and stand still otherwise."""
        state = {"errors": 0, "octets": 0}

        def errors(now: float) -> int:
            octets = incoming.octets(now)
            if self._script.is_on("bad_optics", cable.name, now) and state["octets"]:
                state["errors"] += (octets - state["octets"]) // MEAN_PACKET // 200
            state["octets"] = octets
            return state["errors"]

        return errors

    def _address(self) -> None:
        address = self.box.address
        self.objects.address(f"{IP_ADDR_ENTRY}.1.{address}", address)
        self.objects.number(f"{IP_ADDR_ENTRY}.2.{address}", 1)
        self.objects.address(f"{IP_ADDR_ENTRY}.3.{address}", "255.255.0.0")

    def _load(self) -> None:
        put, style = self.objects, self.box.gear.cpu
        if style == "host":
            for core in range(1, 5):
                put.oid(f"{HR}.3.2.1.2.{core}", "1.3.6.1.2.1.25.3.1.3")
                put.text(f"{HR}.3.2.1.3.{core}", f"CPU {core}")
                put.live_number(f"{HR}.3.3.1.2.{core}", self.cpu_percent)
            self._storage(1, "Physical memory", "1.3.6.1.2.1.25.2.1.2", 32 * 1024, 0.61)
            self._storage(31, "/", "1.3.6.1.2.1.25.2.1.4", 480 * 1024, 0.42)
        elif style == "cisco":
            put.number(f"{CPM_CPU_TOTAL}.2.1", 1)
            put.live(f"{CPM_CPU_TOTAL}.7.1", GAUGE32, self.cpu_percent)
            put.live(f"{CPM_CPU_TOTAL}.8.1", GAUGE32, self.cpu_percent)
            put.text(f"{CISCO_MEMORY_POOL}.2.1", "Processor")
            put.unsigned(f"{CISCO_MEMORY_POOL}.5.1", GAUGE32, 1310 * MEBIBYTE)
            put.unsigned(f"{CISCO_MEMORY_POOL}.6.1", GAUGE32, 738 * MEBIBYTE)
        if self.box.gear.kind is Kind.UPS:
            put.number(f"{UPS}.2.1.0", 2)
            put.number(f"{UPS}.2.3.0", 47)
            put.number(f"{UPS}.2.4.0", 100)
            put.live_number(f"{UPS}.4.4.1.5.1", lambda now: int(25 + 30 * day_shape(now)))

    def _storage(self, index: int, descr: str, kind: str, mebibytes: int, used: float) -> None:
        put = self.objects
        put.number(f"{HR}.2.3.1.1.{index}", index)
        put.oid(f"{HR}.2.3.1.2.{index}", kind)
        put.text(f"{HR}.2.3.1.3.{index}", descr)
        put.number(f"{HR}.2.3.1.4.{index}", 65536)
        put.number(f"{HR}.2.3.1.5.{index}", mebibytes * 16)
        put.live_number(
            f"{HR}.2.3.1.6.{index}",
            lambda now: int(mebibytes * 16 * (used + 0.05 * math.sin(now / 600 + self.box.number))),
        )

    def _inventory(self) -> None:
        put, gear = self.objects, self.box.gear
        if not gear.model:
            return
        put.text(f"{ENT_PHYSICAL}.2.1", f"{gear.model} chassis")
        put.unsigned(f"{ENT_PHYSICAL}.4.1", GAUGE32, 0)
        put.number(f"{ENT_PHYSICAL}.5.1", 3)
        put.text(f"{ENT_PHYSICAL}.7.1", "Chassis")
        put.text(f"{ENT_PHYSICAL}.11.1", hashlib.sha256(self.box.name.encode()).hexdigest()[:10].upper())
        put.text(f"{ENT_PHYSICAL}.13.1", gear.model)

    def _lldp(self) -> None:
        put = self.objects
        put.number(f"{LLDP}.3.1.0", 4)
        put.text(f"{LLDP}.3.2.0", _octets(self.box.mac))
        put.text(f"{LLDP}.3.3.0", self.box.name)
        put.text(f"{LLDP}.3.4.0", self.box.gear.sys_descr.replace("{name}", self.box.name))
        for cable in self.box.cables:
            mine, theirs, other = _ends(cable, self.box)
            put.number(f"{LLDP}.3.7.1.2.{mine}", 5)
            put.text(f"{LLDP}.3.7.1.3.{mine}", self.port_name(mine))
            put.text(f"{LLDP}.3.7.1.4.{mine}", self.port_name(mine))
            row = f"0.{mine}.1"
            put.number(f"{LLDP}.4.1.1.4.{row}", 4)
            put.text(f"{LLDP}.4.1.1.5.{row}", _octets(other.mac))
            put.number(f"{LLDP}.4.1.1.6.{row}", 5)
            put.text(f"{LLDP}.4.1.1.7.{row}", _port_name(other, theirs))
            put.text(f"{LLDP}.4.1.1.8.{row}", _port_name(other, theirs))
            put.text(f"{LLDP}.4.1.1.9.{row}", other.name)
            put.text(f"{LLDP}.4.1.1.10.{row}", other.gear.sys_descr.replace("{name}", other.name))

    def port_name(self, index: int) -> str:
        """ifName of a port."""
        return _port_name(self.box, index)

    def port_mac(self, index: int) -> bytes:
        """ifPhysAddress of a port: the chassis address with the port in its third octet."""
        chassis = _octets(self.box.mac)
        return chassis[:2] + bytes((0x80 + index,)) + chassis[3:]


def _port_name(box: Box, index: int) -> str:
    return box.gear.port.replace("{n}", str(index))


def _ends(cable: Cable, box: Box) -> tuple[int, int, Box]:
    return (cable.a_port, cable.b_port, cable.b) if cable.a is box else (cable.b_port, cable.a_port, cable.a)


def _octets(mac: str) -> bytes:
    return bytes.fromhex(mac.replace(":", ""))
