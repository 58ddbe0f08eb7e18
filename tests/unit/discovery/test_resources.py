"""Processors, memory and storage by the standard MIBs."""

from __future__ import annotations

from nocscape.discovery.resources import Resources, read_resources
from nocscape.model.net import Memory, Processor
from nocscape.wire.snmp import SnmpValue
from tests.unit.discovery.tables import agent, row

STORAGE, LOAD, DEVICE = "1.3.6.1.2.1.25.2.3.1", "1.3.6.1.2.1.25.3.3.1", "1.3.6.1.2.1.25.3.2.1"
RAM, OTHER, DISK = (f"1.3.6.1.2.1.25.2.1.{n}" for n in (2, 1, 4))
UCD = "1.3.6.1.4.1.2021"


def store(index: int, kind: str, name: bytes, size: int, used: int) -> dict[str, SnmpValue]:
    return row(STORAGE, str(index), c2=kind, c3=name, c4=1024, c5=size, c6=used)


async def resources(*parts: dict[str, SnmpValue]) -> Resources:
    reader, _ = agent({oid: value for part in parts for oid, value in part.items()})
    return await read_resources(reader)


async def test_buffers_and_cache_are_no_use_of_memory() -> None:
    ram, buffers = store(1, RAM, b"Physical memory", 1000, 900), store(6, OTHER, b"Memory buffers", 1000, 100)
    found = await resources(ram, buffers, store(7, OTHER, b"Cached memory", 600, 600))
    assert found.memory == (Memory("Physical memory", 200 * 1024, 1000 * 1024, 20.0),)


async def test_an_agent_that_left_the_cache_out_already_is_taken_at_its_word() -> None:
    found = await resources(store(1, RAM, b"RAM", 1000, 300), store(3, RAM, b"RAM (Cache)", 1000, 400))
    assert found.memory == (Memory("RAM", 300 * 1024, 1000 * 1024, 30.0),)


async def test_ucd_tells_of_memory_where_host_resources_does_not_tell_it_apart() -> None:
    ucd: dict[str, SnmpValue] = {f"{UCD}.4.5.0": 1000, f"{UCD}.4.6.0": 200, f"{UCD}.4.14.0": 100, f"{UCD}.4.15.0": 300}
    found = await resources(store(1, RAM, b"Physical memory", 1000, 800), ucd)
    assert found.memory == (Memory("Physical memory", 400 * 1024, 1000 * 1024, 40.0),)


async def test_disks_are_storage_and_run_over_into_the_negative() -> None:
    (disk,) = (await resources(store(31, DISK, b"/data", -(2**31), 2**30))).storage
    assert (disk.total_bytes, disk.used_percent) == (2**41, 50.0)


async def test_a_processor_has_the_name_of_its_device_and_idle_time_stands_in_for_none() -> None:
    loads = row(LOAD, "196608", c2=17) | row(DEVICE, "196608", c3=b"GenuineIntel")
    assert (await resources(loads)).processors == (Processor("GenuineIntel", 17.0),)
    assert (await resources({f"{UCD}.11.11.0": 93})).processors == (Processor("CPU", 7.0),)
