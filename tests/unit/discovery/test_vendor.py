"""What is read by the objects that a gear profile names."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from nocscape.discovery import ups
from nocscape.discovery.vendor import Insides, VendorReading, read_vendor
from nocscape.model.net import Entity, Interface, Memory, Processor, Sensor
from nocscape.profiles import Gauge, Number, Pool, Ports, Readings, Word
from nocscape.wire.snmp import SnmpValue
from tests.unit.discovery.tables import Objects, agent

OWN = "1.3.6.1.4.1.99999"


async def told(objects: Objects, readings: Readings, insides: Insides | None = None) -> VendorReading:
    reader, _ = agent(objects)
    found = await read_vendor(reader, readings, insides or Insides())
    assert not reader.unread
    return found


async def test_without_a_profile_nothing_but_the_standard_sensors_is_asked_for() -> None:
    reader, client = agent({})
    port = Interface(key="a", if_index=1, name="a")
    found = await read_vendor(reader, Readings(), Insides(interfaces=(port,)))
    assert found == VendorReading(interfaces=(port,))
    assert all(oid.startswith(("1.3.6.1.2.1.99.", "1.3.6.1.2.1.33.")) for oid in client.asked)


async def test_scalars_are_asked_for_together_and_words_come_in_one_line() -> None:
    readings = Readings(serial=(f"{OWN}.1.0",), version=(f"{OWN}.2.0",), model=(f"{OWN}.3.0",))
    objects = {f"{OWN}.1.0": b"SN1", f"{OWN}.2.0": b"7.1\r\nbuild 9\0", f"{OWN}.3.0": b" X-48 "}
    found = await told(objects, readings)
    assert (found.serial, found.version, found.model) == ("SN1", "7.1 build 9", "X-48")


async def test_the_first_word_that_is_told_counts_and_empty_rows_do_not() -> None:
    objects = {f"{OWN}.1.1": b"", f"{OWN}.1.2": b"SN2", f"{OWN}.9.0": b"late"}
    assert (await told(objects, Readings(serial=(f"{OWN}.8.0", f"{OWN}.1", f"{OWN}.9.0")))).serial == "SN2"


@pytest.mark.parametrize(
    ("find", "found"), [(r"v(\d\S*)", "7.6.0"), (r"(\w+)-v(\d) => \2 of \1", "7 of FX"), (r"build(\d+)", "")]
)
async def test_a_word_is_cut_out_of_what_an_agent_says(find: str, found: str) -> None:
    objects = {f"{OWN}.1.0": b"FX-v7.6.0 (GA)"}
    assert (await told(objects, Readings(version=(Word(f"{OWN}.1.0", find),)))).version == found


@pytest.mark.parametrize(("value", "found"), [(7123456, "7123456"), (0, ""), (b"text", "")])
async def test_a_serial_number_that_is_a_number_is_told_by_its_digits(value: SnmpValue, found: str) -> None:
    readings = Readings(serial=(Word(f"{OWN}.1.0", is_number=True),))
    assert (await told({f"{OWN}.1.0": value}, readings)).serial == found


async def test_a_processor_has_its_name_and_cards_without_one_are_left_out() -> None:
    load = Number(f"{OWN}.1", descr=f"{OWN}.2", where=f"{OWN}.3")
    objects: dict[str, SnmpValue] = {f"{OWN}.1.{i}": n for i, n in ((1, 0), (2, 40), (3, 255))}
    objects |= {f"{OWN}.2.2": b"Routing Engine", f"{OWN}.3.1": 0, f"{OWN}.3.2": 512, f"{OWN}.3.3": 512}
    assert (await told(objects, Readings(cpu_percent=(load,)))).processors == (Processor("Routing Engine", 40.0),)


async def test_a_sensor_among_the_processors_is_none_of_them() -> None:
    load = Number(f"{OWN}.1", descr=f"{OWN}.2", skip="sensor")
    objects: Objects = {f"{OWN}.1.1": 10, f"{OWN}.2.1": b"TFEB", f"{OWN}.1.2": 10, f"{OWN}.2.2": b"TFEB Intake Sensor"}
    assert (await told(objects, Readings(cpu_percent=(load,)))).processors == (Processor("TFEB", 10.0),)


async def test_one_table_of_all_sensors_is_told_apart_by_their_names() -> None:
    value = Number(f"{OWN}.3", find=r"^([\d.]+)", descr=f"{OWN}.2", skip="^(?!.*temp)")
    objects: Objects = {f"{OWN}.3.1": b"43.5", f"{OWN}.2.1": b"CPU Temp", f"{OWN}.3.2": b"9000", f"{OWN}.2.2": b"FAN1"}
    found = (await told(objects, Readings(sensors=(Gauge(kind="temperature", value=value, units="C"),)))).sensors
    assert [(s.descr, s.value) for s in found] == [("CPU Temp", 43.5)]


async def test_parts_are_named_by_the_entity_that_they_are() -> None:
    insides = Insides(entities=(Entity(index=67, name="MPU 0"), Entity(index=68, descr="Slot 1")))
    readings = Readings(cpu_percent=(Number(f"{OWN}.1", descr="entity"),))
    objects = {f"{OWN}.1.67": 9, f"{OWN}.1.68": 3, f"{OWN}.1.69.0": 1}
    found = (await told(objects, readings, insides)).processors
    assert [p.descr for p in found] == ["MPU 0", "Slot 1", "CPU 3"]


@pytest.mark.parametrize(
    ("load", "value", "percent"),
    [
        (Number(f"{OWN}.1.0"), 42, 42.0),
        (Number(f"{OWN}.1.0", times=0.01), 4200, 42.0),
        (Number(f"{OWN}.1.0", is_left=True), 58, 42.0),
        (Number(f"{OWN}.1.0", find=r"300 Secs \( *([\d.]+)%"), b"60 Secs (  9.0%) 300 Secs ( 42.0%)", 42.0),
        (Number(f"{OWN}.1.0", find=r"([\d.]+)", is_left=True), b"58.0", 42.0),
        (Number(f"{OWN}.1.0", find=r"(\S+)"), b"n/a", None),
        (Number(f"{OWN}.1.0"), 101, None),
        (Number(f"{OWN}.1.0"), -1, None),
    ],
)
async def test_a_share_is_understood_in_every_form(load: Number, value: SnmpValue, percent: float | None) -> None:
    found = (await told({f"{OWN}.1.0": value}, Readings(cpu_percent=(load,)))).processors
    assert [p.load_percent for p in found] == ([] if percent is None else [percent])


async def test_one_table_of_several_things_is_told_apart_by_the_end_of_its_index() -> None:
    objects = {f"{OWN}.1.1.5": 90, f"{OWN}.1.1.300": 10, f"{OWN}.1.2.1300": 80}
    found = await told(objects, Readings(cpu_percent=(Number(f"{OWN}.1", ends="300"),)))
    assert found.processors == (Processor("CPU", 10.0),)


@pytest.mark.parametrize(
    ("pool", "memory"),
    [
        (Pool(used=f"{OWN}.1.0", free=f"{OWN}.2.0"), Memory("Memory", 300, 400, 75.0)),
        (Pool(used=f"{OWN}.1.0", total=f"{OWN}.3.0"), Memory("Memory", 300, 1200, 25.0)),
        (Pool(free=f"{OWN}.2.0", total=f"{OWN}.3.0", unit_bytes=1024), Memory("Memory", 1126400, 1228800, 91.67)),
        (Pool(used=f"{OWN}.4.0", total=f"{OWN}.5.0", find=r"(\d+)"), Memory("Memory", 1, 4, 25.0)),
    ],
)
async def test_a_pool_is_told_by_any_two_of_three(pool: Pool, memory: Memory) -> None:
    objects: dict[str, SnmpValue] = {f"{OWN}.1.0": 300, f"{OWN}.2.0": 100, f"{OWN}.3.0": 1200}
    objects |= {f"{OWN}.4.0": b"1 kB", f"{OWN}.5.0": b"4 kB"}
    assert (await told(objects, Readings(memory=(pool,)))).memory == (memory,)


async def test_a_share_in_percent_stands_in_for_a_pool_that_is_not_there() -> None:
    readings = Readings(memory=(Pool(used=f"{OWN}.1", free=f"{OWN}.2"),), memory_percent=(f"{OWN}.3.0",))
    assert (await told({f"{OWN}.3.0": 61}, readings)).memory == (Memory("Memory", used_percent=61.0),)


async def test_temperatures_are_sensors_and_missing_ones_are_not() -> None:
    readings = Readings(temperature_c=(f"{OWN}.1",), temperature_parts=10)
    found = (await told({f"{OWN}.1.1": 415, f"{OWN}.1.2": 2**31 - 1}, readings)).sensors
    assert found == (Sensor(key=f"{OWN}.1.1", kind="temperature", descr="temperature", value=41.5, units="C"),)


async def test_where_some_parts_measure_a_temperature_0_means_that_there_is_no_sensor() -> None:
    readings = Readings(temperature_c=(f"{OWN}.1",))
    assert [s.value for s in (await told({f"{OWN}.1.1": 0, f"{OWN}.1.2": 41}, readings)).sensors] == [41.0]
    assert [s.value for s in (await told({f"{OWN}.1.1": 0}, readings)).sensors] == [0.0]


async def test_a_ups_tells_by_the_standard_mib_and_one_that_is_none_is_not_asked() -> None:
    objects = {f"{ups.ROOT}.1.2.4.0": 97, f"{ups.ROOT}.1.2.5.0": 545, f"{ups.ROOT}.1.4.4.1.5.1": 30}
    found = (await told(objects, Readings())).sensors
    assert [(s.kind, s.value, s.units) for s in found] == [
        ("charge", 97, "%"),
        ("voltage", 54.5, "V"),
        ("load", 30, "%"),
    ]
    reader, client = agent({})
    await reader.explore([ups.ROOT])
    await read_vendor(reader, Readings(), Insides())
    assert not any(oid.startswith(ups.ROOT) for oid in client.asked)


async def test_a_profile_may_call_any_object_a_sensor() -> None:
    gauge = Gauge(kind="fanspeed", value=Number(f"{OWN}.1", descr=f"{OWN}.2"), units="rpm")
    found = (await told({f"{OWN}.1.1": 4000, f"{OWN}.2.1": b"Fan A"}, Readings(sensors=(gauge,)))).sensors
    assert found == (Sensor(key=f"{OWN}.1.1", kind="fanspeed", descr="Fan A", value=4000.0, units="rpm"),)


async def test_ports_that_iftable_lacks_come_from_the_vendors_table() -> None:
    table = Ports(name=f"{OWN}.1", oper=f"{OWN}.2", speed=Number(f"{OWN}.3", times=1e6), first_index=1000)
    objects: dict[str, SnmpValue] = {
        f"{OWN}.1.1": b"pon1",
        f"{OWN}.1.2": b"pon2",
        f"{OWN}.2.1": 1,
        f"{OWN}.2.2": 2,
        f"{OWN}.3.1": 2500,
    }
    known = Interface(key="pon2", if_index=1002, name="pon2")
    found = await told(objects, Readings(ports=(table,)), Insides(interfaces=(known,)))
    new = Interface(key="pon1", if_index=1001, name="pon1", descr="pon1", speed_bps=2_500_000_000, oper="up")
    assert found.interfaces == (known, new)


async def test_a_port_may_be_named_and_numbered_by_the_parts_of_its_index() -> None:
    table = Ports(name=f"{OWN}.1", label="eth{0}/{1}", index_base=1000, speed_bps=10**11)
    (port,) = (await told({f"{OWN}.1.2.7": 1}, Readings(ports=(table,)))).interfaces
    assert (port.name, port.if_index, port.speed_bps) == ("eth2/7", 2007, 10**11)


async def test_an_agent_that_falls_silent_keeps_what_the_standard_mibs_told() -> None:
    reader, _ = agent({})
    silent = replace(reader.target, credential=replace(reader.target.credential, community="other"))
    port = Interface(key="a", if_index=1, name="a")
    reader.target = silent
    found = await read_vendor(reader, Readings(serial=(f"{OWN}.1.0",)), Insides(interfaces=(port,)))
    assert found == VendorReading(interfaces=(port,))
    assert reader.unread == ["sensors", "ups", "vendor"]
