"""A simulated device's objects, put together as its gear and its place in the campus would have them.

Here are the system group, the ports with what flows in them, and LLDP-MIB; `ports`, `switching`, `routing`, `parts`
and `load` hold the other MIBs.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from nocscape.demo.faults import Script
from nocscape.demo.load import put_load
from nocscape.demo.naming import BUNDLE, octets, port_mac, port_name
from nocscape.demo.parts import put_parts
from nocscape.demo.plan import Box, Cable, Client, Lan
from nocscape.demo.ports import LAG, MEAN_PACKET, Port, put_address, put_bundle, put_port, sum_of
from nocscape.demo.routing import host_number, put_routing
from nocscape.demo.switching import put_bundles, put_switching
from nocscape.demo.traffic import Flow, day_shape
from nocscape.model.net import Kind
from nocscape.wire.snmp.simulated.objects import Objects
from nocscape.wire.snmp.simulated.protocol import TIME_TICKS

SYSTEM = "1.3.6.1.2.1.1"
IF_NUMBER = "1.3.6.1.2.1.2.1.0"
LLDP = "1.0.8802.1.1.2.1"
MAC_ADDRESS, INTERFACE_NAME = 4, 5
"""LldpChassisIdSubtype and LldpPortIdSubtype."""
UPTIME_BASE_S = 41 * 86400
CLIENT_BPS = 400e3
ROUTERS = (Kind.L3_SWITCH, Kind.FIREWALL)


@dataclass(frozen=True, slots=True)
class Wire:
    """A cable with what flows in it: `down` from a to b, `up` from b to a."""

    cable: Cable
    down: Flow
    up: Flow

    def incoming(self, box: Box) -> Flow:
        """What arrives at one of its ends."""
        return self.up if self.cable.a is box else self.down

    def outgoing(self, box: Box) -> Flow:
        """What leaves from one of its ends."""
        return self.down if self.cable.a is box else self.up


class Device:
    """Builds the objects of one box; `lan` is the broadcast domain that it stands in."""

    def __init__(self, box: Box, lan: Lan | None, wires: dict[str, Wire], script: Script, epoch: float) -> None:
        self.box = box
        self.objects = Objects()
        self._lan = lan
        self._wires = [wires[c.name] for c in box.cables]
        self._script = script
        self._epoch = epoch
        self._system()
        for wire in self._wires:
            self._cabled(wire)
        for client in box.clients:
            self._plugged(client)
        self._bundles()
        self._addresses()
        put_load(self.objects, box, self.cpu_percent)
        put_parts(self.objects, box)
        if box.is_bridge and lan is not None:
            put_switching(self.objects, box, lan)
        if box.gear.kind in ROUTERS:
            put_routing(self.objects, box, lan, script.is_cable_down)
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
        put.text(f"{SYSTEM}.1.0", _descr(self.box))
        put.oid(f"{SYSTEM}.2.0", gear.sys_object_id)
        put.live(f"{SYSTEM}.3.0", TIME_TICKS, self._uptime_ticks)
        put.text(f"{SYSTEM}.4.0", "noc@example.net")
        put.text(f"{SYSTEM}.5.0", self.box.name)
        put.text(f"{SYSTEM}.6.0", self.box.place)
        put.number(f"{SYSTEM}.7.0", 6 if gear.kind in ROUTERS else 2)
        put.number(IF_NUMBER, len(self.box.cables) + len(self.box.clients))

    def _uptime_ticks(self, now: float) -> int:
        return int((now - self._epoch + UPTIME_BASE_S) * 100)

    def _cabled(self, wire: Wire) -> None:
        cable, incoming = wire.cable, wire.incoming(self.box)
        index = cable.port_at(self.box)
        port = Port(
            index=index,
            name=port_name(self.box, index),
            mac=port_mac(self.box, index),
            alias=f"to {cable.other_end(self.box).name}",
            speed_bps=cable.speed_bps,
            incoming=incoming.octets,
            outgoing=wire.outgoing(self.box).octets,
            errors=self._errors(cable, incoming),
            is_down=lambda now: self._script.is_cable_down(cable, now),
        )
        put_port(self.objects, port)

    def _plugged(self, client: Client) -> None:
        seed = self.box.number * 1000 + client.port
        flows = [Flow(CLIENT_BPS * share, seed + n, self._epoch, self.is_silent) for n, share in enumerate((0.2, 1.0))]
        port = Port(
            index=client.port,
            name=port_name(self.box, client.port),
            mac=port_mac(self.box, client.port),
            speed_bps=self.box.gear.speed_bps,
            incoming=flows[0].octets,
            outgoing=flows[1].octets,
        )
        put_port(self.objects, port)

    def _bundles(self) -> None:
        bundles: defaultdict[int, list[Wire]] = defaultdict(list)
        for wire in self._wires:
            if wire.cable.bundle:
                bundles[wire.cable.bundle].append(wire)
        for number, wires in bundles.items():
            self._bundle(number, wires)
        put_bundles(self.objects, self.box)

    def _bundle(self, number: int, wires: list[Wire]) -> None:
        port = Port(
            index=BUNDLE + number,
            name=self.box.gear.bundle_port.replace("{n}", str(number)),
            mac=octets(self.box.mac),
            type=LAG,
            speed_bps=sum(w.cable.speed_bps for w in wires),
            incoming=sum_of([w.incoming(self.box) for w in wires]),
            outgoing=sum_of([w.outgoing(self.box) for w in wires]),
            is_down=lambda now: all(self._script.is_cable_down(w.cable, now) for w in wires),
        )
        put_port(self.objects, port)
        put_bundle(self.objects, port.index, [w.cable.port_at(self.box) for w in wires])

    def _errors(self, cable: Cable, incoming: Flow) -> Callable[[float], int]:
        """Input errors grow with the traffic while the optics are dirty, and stand still otherwise."""
        state = {"errors": 0, "octets": 0}

        def errors(now: float) -> int:
            octets_in = incoming.octets(now)
            if self._script.is_on("bad_optics", cable.name, now) and state["octets"]:
                state["errors"] += (octets_in - state["octets"]) // MEAN_PACKET // 200
            state["octets"] = octets_in
            return state["errors"]

        return errors

    def _addresses(self) -> None:
        put_address(self.objects, self.box.address, 1, "255.255.0.0")
        if self._lan is not None and not self.box.is_bridge:
            users = self._lan.vlans[1]
            put_address(self.objects, users.address(host_number(self._lan, self.box)), 1, users.mask)

    def _lldp(self) -> None:
        put = self.objects
        put.number(f"{LLDP}.3.1.0", MAC_ADDRESS)
        put.text(f"{LLDP}.3.2.0", octets(self.box.mac))
        put.text(f"{LLDP}.3.3.0", self.box.name)
        put.text(f"{LLDP}.3.4.0", _descr(self.box))
        for cable in self.box.cables:
            self._announced(cable.port_at(self.box))
            self._heard(cable)

    def _announced(self, port: int) -> None:
        put, name = self.objects, port_name(self.box, port)
        put.number(f"{LLDP}.3.7.1.2.{port}", INTERFACE_NAME)
        put.text(f"{LLDP}.3.7.1.3.{port}", name)
        put.text(f"{LLDP}.3.7.1.4.{port}", name)

    def _heard(self, cable: Cable) -> None:
        put, other = self.objects, cable.other_end(self.box)
        name, row = port_name(other, cable.port_at(other)), f"0.{cable.port_at(self.box)}.1"
        put.number(f"{LLDP}.4.1.1.4.{row}", MAC_ADDRESS)
        put.text(f"{LLDP}.4.1.1.5.{row}", octets(other.mac))
        put.number(f"{LLDP}.4.1.1.6.{row}", INTERFACE_NAME)
        put.text(f"{LLDP}.4.1.1.7.{row}", name)
        put.text(f"{LLDP}.4.1.1.8.{row}", name)
        put.text(f"{LLDP}.4.1.1.9.{row}", other.name)
        put.text(f"{LLDP}.4.1.1.10.{row}", _descr(other))


def _descr(box: Box) -> str:
    return box.gear.sys_descr.replace("{name}", box.name)
