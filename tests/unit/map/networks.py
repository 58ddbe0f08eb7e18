"""Made-up networks for layouts: buildings with distribution, access and what hangs on it."""

from __future__ import annotations

import random
from collections.abc import Iterator

from nocscape.console.map.layouts.graph import Plan
from nocscape.console.map.layouts.grouping import grouping
from nocscape.console.map.layouts.planning import make_plan
from nocscape.model.net import Device, Endpoint, Kind

Wire = tuple[str, str]

LEAVES = (Kind.ACCESS_POINT, Kind.PRINTER, Kind.SERVER, Kind.CAMERA, Kind.PHONE, Kind.WORKSTATION, Kind.UPS)


def device(name: str, kind: Kind, site: str = "", address: str = "10.0.0.1") -> Device:
    return Device(id=name, name=name, endpoint=Endpoint(address), addresses=(address,), kind=kind, site=site)


def enterprise(count: int, seed: int = 1) -> tuple[list[Device], list[Wire]]:
    """`count` devices and the wires between them."""
    dice = random.Random(seed)
    devices, wires = _core()
    building = 0
    while len(devices) < count:
        building += 1
        for found, wire in _building(building, dice):
            devices.append(found)
            wires += wire
    devices = devices[:count]
    names = {d.id for d in devices}
    return devices, [(a, b) for a, b in wires if a in names and b in names]


def redundant_campus() -> tuple[list[Device], list[Wire]]:
    """Five buildings whose heads all hang on both cores."""
    devices, wires = _core()
    devices, wires = devices[1:], [wire for wire in wires if "internet" not in wire]
    wires.append(("fw-1", "fw-2"))
    for letter in "abcde":
        site, head = f"HQ/Building {letter.upper()}", f"dist-{letter}"
        devices.append(device(head, Kind.L3_SWITCH, site))
        wires += [("core-1", head), ("core-2", head)]
        for number in range(1, 5):
            access = f"acc-{letter}{number}"
            leaves = [f"ap-{letter}{number}", *([f"prn-{letter}"] if number == 1 else [])]
            devices += [device(access, Kind.SWITCH, site), *(device(x, Kind.ACCESS_POINT, site) for x in leaves)]
            wires += [(head, access), *((access, leaf) for leaf in leaves)]
    return devices, wires


def grouped_plan(devices: list[Device], wires: list[Wire]) -> Plan:
    bare = make_plan(devices, wires, {})
    return make_plan(devices, wires, grouping(devices, bare).of)


def _core() -> tuple[list[Device], list[Wire]]:
    devices = [device("internet", Kind.CLOUD, "HQ", "203.0.113.1")]
    devices += [device(f"fw-{i}", Kind.FIREWALL, "HQ/Core", f"10.0.0.{i}") for i in (1, 2)]
    devices += [device(f"core-{i}", Kind.L3_SWITCH, "HQ/Core", f"10.0.1.{i}") for i in (1, 2)]
    wires = [("internet", "fw-1"), ("internet", "fw-2"), ("fw-1", "core-1"), ("fw-2", "core-2"), ("core-1", "core-2")]
    return devices, wires


def _building(number: int, dice: random.Random) -> Iterator[tuple[Device, list[Wire]]]:
    site, net = f"HQ/Building {number}", f"10.{number % 250}"
    heads = [f"dist-{number}-{i}" for i in (1, 2)[: dice.choice((1, 2, 2))]]
    for i, head in enumerate(heads):
        yield device(head, Kind.L3_SWITCH, site, f"{net}.0.{i + 1}"), [(f"core-{dice.choice((1, 2))}", head)]
    for floor in range(dice.randint(3, 9)):
        access = f"acc-{number}-{floor + 1}"
        uplinks = heads if dice.random() < 0.5 else [dice.choice(heads)]
        yield device(access, Kind.SWITCH, site, f"{net}.1.{floor + 1}"), [(head, access) for head in uplinks]
        for port in range(dice.choice((0, 2, 3, 5, 8, 12))):
            kind = dice.choice(LEAVES)
            name = f"{kind.value[:3]}-{number}-{floor + 1}-{port + 1}"
            yield device(name, kind, site, f"{net}.2.{port + 1}"), [(access, name)]
