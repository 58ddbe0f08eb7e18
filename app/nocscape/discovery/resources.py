"""Processors, memory and storage: HOST-RESOURCES-MIB (RFC 2790) and UCD-SNMP-MIB."""

from __future__ import annotations

from typing import NamedTuple

from nocscape.discovery import objects, values
from nocscape.discovery.agent import Agent, Table
from nocscape.model.net import Memory, Processor
from nocscape.wire.snmp import SnmpValue

_TYPES = "1.3.6.1.2.1.25.2.1"
_RAM, _VIRTUAL, _FLASH = f"{_TYPES}.2", f"{_TYPES}.3", f"{_TYPES}.9"
_FILES = {f"{_TYPES}.{n}" for n in (4, 5, 8, 10)} | {_FLASH}
"""Fixed, removable, RAM and network disks, flash."""
_RAM_NAMES = ("physical memory", "ram")
_RECLAIMABLE = ("memory buffers", "cached memory", "ram (buffers)", "ram (cache)")
_PARTS_OF_RAM = (*_RECLAIMABLE, "shared memory", "available memory")
"""net-snmp lists these beside the physical memory that they are part of."""
_MOST_ROWS = 2000


class Resources(NamedTuple):
    """What a device computes and stores with."""

    processors: tuple[Processor, ...] = ()
    memory: tuple[Memory, ...] = ()
    storage: tuple[Memory, ...] = ()


async def read_resources(agent: Agent) -> Resources:
    """HOST-RESOURCES where there is one; UCD for what it lacks, and for RAM without buffers and cache."""
    ucd = await agent.scalars(objects.UCD)
    storage = await agent.table(objects.HR_STORAGE_TABLE, most_rows=_MOST_ROWS)
    processors = await _processors(agent)
    memory, files = _storage(storage)
    idle = values.integer(ucd.get(objects.UCD_CPU_IDLE.oid))
    if not processors and idle is not None:
        processors = (Processor("CPU", float(max(0, min(100, 100 - idle)))),)
    if not _is_told_apart(storage) and (ram := _ucd_ram(ucd)) is not None:
        memory = (ram, *(m for m in memory if m.descr.casefold() not in _RAM_NAMES))
    return Resources(processors, memory, files)


async def _processors(agent: Agent) -> tuple[Processor, ...]:
    loads = await agent.table(objects.HR_PROCESSOR_TABLE, most_rows=_MOST_ROWS)
    found = list(loads.rows())
    if not found:
        return ()
    devices = await agent.table(objects.HR_DEVICE_TABLE, most_rows=_MOST_ROWS)
    names = {index: values.text(descr) for index, (descr,) in devices.rows()}
    return tuple(
        Processor(names.get(index) or f"CPU {number}", float(load) if isinstance(load, int) else None)
        for number, (index, (load,)) in enumerate(found)
    )


def _is_told_apart(table: Table) -> bool:
    """Whether the agent lists buffers or cache, so that they can be taken off."""
    return any(values.text(descr).casefold() in _RECLAIMABLE for _, (_, descr, *_) in table.rows())


def _storage(table: Table) -> tuple[tuple[Memory, ...], tuple[Memory, ...]]:
    memory: list[Memory] = []
    files: list[Memory] = []
    reclaimable = 0
    for _, (kind, descr, unit, size, used) in table.rows():
        name = values.text(descr)
        pool = pool_of(name, _octets(size, unit), _octets(used, unit))
        if name.casefold() in _RECLAIMABLE:
            reclaimable += pool.used_bytes or 0
        elif pool.total_bytes and kind in (_RAM, _VIRTUAL) and name.casefold() not in _PARTS_OF_RAM:
            memory.append(pool)
        elif pool.total_bytes and kind in _FILES:
            files.append(pool)
    return tuple(_without(m, reclaimable) if m.descr.casefold() in _RAM_NAMES else m for m in memory), tuple(files)


def _without(ram: Memory, reclaimable_bytes: int) -> Memory:
    """What the kernel would give back at once is not in use; agents that count less than that left it out already."""
    if ram.used_bytes is None or ram.used_bytes < reclaimable_bytes:
        return ram
    return pool_of(ram.descr, ram.total_bytes, ram.used_bytes - reclaimable_bytes)


def _octets(count: SnmpValue, unit: SnmpValue) -> int | None:
    """hrStorageSize is a 32-bit integer that large disks let run over into the negative."""
    if not isinstance(count, int):
        return None
    unsigned = count + (1 << 32) if count < 0 else count
    return unsigned * (unit if isinstance(unit, int) and unit > 0 else 1)


def pool_of(descr: str, total_bytes: int | None, used_bytes: int | None) -> Memory:
    """A pool with its use in percent, where both sizes are known."""
    percent = round(100.0 * used_bytes / total_bytes, 2) if total_bytes and used_bytes is not None else None
    return Memory(descr, used_bytes, total_bytes, percent)


def _ucd_ram(ucd: dict[str, SnmpValue]) -> Memory | None:
    """Physical memory in use, without what the kernel would give back at once."""
    total = values.integer(ucd.get(objects.UCD_RAM_TOTAL.oid))
    free = values.integer(ucd.get(objects.UCD_RAM_FREE.oid))
    if not total or free is None:
        return None
    reclaimable = sum(values.integer(ucd.get(o.oid)) or 0 for o in (objects.UCD_BUFFERS, objects.UCD_CACHED))
    return pool_of("Physical memory", total * 1024, max(0, total - free - reclaimable) * 1024)
