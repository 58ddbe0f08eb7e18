"""Sensors of ENTITY-SENSOR-MIB and of tables with its form."""

from __future__ import annotations

import pytest

from nocscape.discovery.sensors import read_sensors
from nocscape.model.net import Entity
from nocscape.profiles import Readings
from tests.unit.discovery.tables import Objects, agent, row

ENTRY = Readings().entity_sensors
UNITS, MILLI, KILO = 9, 8, 10
CELSIUS, VOLTS_DC, RPM, TRUTH = 8, 4, 10, 12


async def values(*rows: Objects) -> list[float | None]:
    reader, _ = agent({oid: value for r in rows for oid, value in r.items()})
    return [s.value for s in await read_sensors(reader, ENTRY, ())]


@pytest.mark.parametrize(
    ("data_type", "scale", "precision", "value", "meant"),
    [
        (CELSIUS, UNITS, 1, 415, 41.5),
        (VOLTS_DC, MILLI, 0, 3312, 3.312),
        (RPM, UNITS, 0, 4200, 4200.0),
        (VOLTS_DC, KILO, 3, 12, 12.0),
        (CELSIUS, UNITS, 0, -5, -5.0),
    ],
)
async def test_a_value_has_its_decimal_point_set(
    data_type: int, scale: int, precision: int, value: int, meant: float
) -> None:
    assert await values(row(ENTRY, "7", c1=data_type, c2=scale, c3=precision, c4=value, c5=1)) == [meant]


async def test_states_overflows_and_sensors_that_do_not_work_are_left_out() -> None:
    rows = (
        row(ENTRY, "1", c1=TRUTH, c2=UNITS, c3=0, c4=1, c5=1),
        row(ENTRY, "2", c1=CELSIUS, c2=UNITS, c3=0, c4=1_000_000_000, c5=1),
        row(ENTRY, "3", c1=CELSIUS, c2=UNITS, c3=0, c4=40, c5=3),
        row(ENTRY, "4", c1=CELSIUS, c2=UNITS, c3=0, c4=41, c5=1),
    )
    assert await values(*rows) == [41.0]


@pytest.mark.parametrize(("microwatts", "dbm"), [(500, [-3.0103]), (0, [])])
async def test_watts_of_light_are_told_in_dbm(microwatts: int, dbm: list[float]) -> None:
    reader, _ = agent(row(ENTRY, "7", c1=6, c2=7, c3=0, c4=microwatts, c5=1))
    found = await read_sensors(reader, ENTRY, [Entity(index=7, descr="DOM RX Power Sensor for Ethernet1")])
    assert [s.value for s in found] == dbm
    assert {s.kind for s in found} <= {"dbm"}


async def test_a_sensor_is_called_as_its_entity_is() -> None:
    reader, _ = agent(row(ENTRY, "7", c1=CELSIUS, c2=UNITS, c3=0, c4=40, c5=1))
    (sensor,) = await read_sensors(reader, ENTRY, [Entity(index=7, descr="Inlet")])
    assert (sensor.descr, sensor.kind, sensor.units, sensor.key) == ("Inlet", "temperature", "C", f"{ENTRY}.4.7")
