"""Sensors in the form of ENTITY-SENSOR-MIB (RFC 3433), which vendors keep in tables of their own too."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable

from nocscape.discovery import objects, values
from nocscape.discovery.agent import Agent
from nocscape.model.net import Entity, Sensor
from nocscape.wire.snmp import SnmpValue

_KINDS = {
    3: ("voltage", "V"),
    4: ("voltage", "V"),
    5: ("current", "A"),
    6: ("power", "W"),
    7: ("frequency", "Hz"),
    8: ("temperature", "C"),
    9: ("humidity", "%"),
    10: ("fanspeed", "rpm"),
    11: ("airflow", "cmm"),
    14: ("dbm", "dBm"),
}
"""EntitySensorDataType; 14 is dBm in CISCO-ENTITY-SENSOR-MIB."""
_UNITS_SCALE = 9
"""EntitySensorDataScale of units; each step is a factor of 1000."""
_LIGHT = re.compile(r"\b(?:DOM|Xcvr|transceiver|optical)\b", re.IGNORECASE)
"""Names of sensors whose watts are light, which everybody else tells in dBm."""
_OK = 1
_MOST_SENSORS = 5000
_OUT_OF_RANGE = 1_000_000_000
"""What stands for overflow and underflow (RFC 3433, EntitySensorValue)."""


async def read_sensors(agent: Agent, entry: str, entities: Iterable[Entity]) -> tuple[Sensor, ...]:
    """The sensors of the table with this entry that measure; `entry` has the columns of entPhySensorTable."""
    table = await agent.table(objects.entity_sensors(entry), most_rows=_MOST_SENSORS)
    names = {str(e.index): e.name or e.descr for e in entities}
    read = (_sensor(f"{entry}.4.{index}", names.get(index, ""), row) for index, row in table.rows())
    return tuple(sensor for sensor in read if sensor is not None)


def _sensor(key: str, name: str, row: list[SnmpValue]) -> Sensor | None:
    data_type, scale, precision, value, status = map(values.integer, row)
    kind, units = _KINDS.get(data_type or 0, ("", ""))
    if not kind or value is None or abs(value) >= _OUT_OF_RANGE or status not in (_OK, None):
        return None
    measured = _scaled(value, scale, precision)
    if kind == "power" and _LIGHT.search(name):
        if measured <= 0:
            return None
        kind, units, measured = "dbm", "dBm", round(10 * math.log10(1000 * measured), 4)
    return Sensor(key=key, kind=kind, descr=name or kind, value=measured, units=units)


def _scaled(value: int, scale: int | None, precision: int | None) -> float:
    """With its decimal point set, in whole units."""
    power = 3 * ((scale or _UNITS_SCALE) - _UNITS_SCALE) - (precision or 0)
    return round(value * 10.0 ** max(-30, min(30, power)), 6)
