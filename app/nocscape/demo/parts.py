"""What a device is made of and how warm it is: ENTITY-MIB and ENTITY-SENSOR-MIB."""

from __future__ import annotations

import hashlib
import math
from typing import NamedTuple

from nocscape.demo.naming import port_name
from nocscape.demo.plan import Box
from nocscape.wire.snmp.simulated.objects import Objects
from nocscape.wire.snmp.simulated.protocol import GAUGE32

PHYSICAL = "1.3.6.1.2.1.47.1.1.1.1"
ALIAS = "1.3.6.1.2.1.47.1.3.2.1.2"
SENSOR = "1.3.6.1.2.1.99.1.1.1"
IF_INDEX = "1.3.6.1.2.1.2.2.1.1"

CHASSIS_INDEX, FIRST_MODULE, SENSOR_INDEX, FIRST_PORT = 1, 10, 90, 1000
CHASSIS, POWER_SUPPLY, FAN, SENSOR_CLASS, MODULE, PORT = 3, 6, 7, 8, 9, 10
"""IANAPhysicalClass."""
CELSIUS, UNITS, OK = 8, 9, 1


class Part(NamedTuple):
    """A row of entPhysicalTable."""

    number: int
    name: str
    kind: int
    within: int
    place: int
    descr: str
    model: str = ""
    serial: str = ""


def put_parts(put: Objects, box: Box) -> None:
    """The chassis, what is screwed into it, its ports and its thermometer."""
    gear = box.gear
    if not gear.model:
        return
    _put(put, Part(CHASSIS_INDEX, "Chassis", CHASSIS, 0, -1, f"{gear.model} chassis", gear.model, serial(box.name)))
    for place, name in enumerate(gear.modules):
        part = serial(f"{box.name} {name}")
        _put(
            put,
            Part(FIRST_MODULE + place, name, _kind(name), CHASSIS_INDEX, place, name, f"{gear.model}-{part[:3]}", part),
        )
    if gear.modules:
        for cable in box.cables:
            _port(put, box, cable.port_at(box))
    if gear.is_sensing:
        _thermometer(put, box)


def serial(name: str) -> str:
    """A serial number that stays the same for the same name."""
    return hashlib.sha256(name.encode()).hexdigest()[:10].upper()


def _kind(name: str) -> int:
    if "power" in name.lower():
        return POWER_SUPPLY
    return FAN if "fan" in name.lower() else MODULE


def _port(put: Objects, box: Box, number: int) -> None:
    name = port_name(box, number)
    _put(put, Part(FIRST_PORT + number, name, PORT, CHASSIS_INDEX, number, name))
    put.oid(f"{ALIAS}.{FIRST_PORT + number}.0", f"{IF_INDEX}.{number}")


def _thermometer(put: Objects, box: Box) -> None:
    _put(put, Part(SENSOR_INDEX, "Inlet", SENSOR_CLASS, CHASSIS_INDEX, 0, "Inlet temperature sensor"))
    put.number(f"{SENSOR}.1.{SENSOR_INDEX}", CELSIUS)
    put.number(f"{SENSOR}.2.{SENSOR_INDEX}", UNITS)
    put.number(f"{SENSOR}.3.{SENSOR_INDEX}", 0)
    put.live_number(f"{SENSOR}.4.{SENSOR_INDEX}", lambda now: int(29 + 4 * math.sin(now / 300 + box.number)))
    put.number(f"{SENSOR}.5.{SENSOR_INDEX}", OK)
    put.text(f"{SENSOR}.6.{SENSOR_INDEX}", "Celsius")


def _put(put: Objects, part: Part) -> None:
    put.text(f"{PHYSICAL}.2.{part.number}", part.descr)
    put.unsigned(f"{PHYSICAL}.4.{part.number}", GAUGE32, part.within)
    put.number(f"{PHYSICAL}.5.{part.number}", part.kind)
    put.number(f"{PHYSICAL}.6.{part.number}", part.place)
    put.text(f"{PHYSICAL}.7.{part.number}", part.name)
    put.text(f"{PHYSICAL}.11.{part.number}", part.serial)
    put.text(f"{PHYSICAL}.13.{part.number}", part.model)
    put.number(f"{PHYSICAL}.16.{part.number}", 1 if part.serial else 2)
