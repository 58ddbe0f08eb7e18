"""What is known of a device, as facts."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator

from nocscape.base.i18n import tr
from nocscape.base.text import one_line
from nocscape.base.units import octets, percent
from nocscape.console.inspector.facts import Fact
from nocscape.console.parts.words import full_time, local_time, long_age
from nocscape.model.net import Device, DeviceStatus, Inventory, Memory

MOST_OF_A_KIND = 64
"""Processors, pools or disks listed for one device."""


def facts_of(inventory: Inventory, status: DeviceStatus | None) -> list[Fact]:
    """Everything that was read, in the order in which an operator asks for it; what is unknown is left out."""
    return [
        *_state(inventory.device, status),
        *_identity(inventory.device),
        *_processors(inventory),
        *_pools(tr("Memory"), inventory.memory),
        *_pools(tr("Storage"), inventory.storage),
        *_history(inventory.device),
    ]


def _state(device: Device, status: DeviceStatus | None) -> Iterator[Fact]:
    if status is not None and status.reason:
        yield Fact(tr("Reason"), one_line(str(status.reason)))
    if status is not None and status.since > 0:
        yield Fact(tr("State since"), full_time(status.since))
    if device.sys_uptime_s is not None:
        yield Fact(tr("Running for"), long_age(device.sys_uptime_s))


def _identity(device: Device) -> Iterator[Fact]:
    lines = (
        (tr("Addresses"), "\n".join(dict.fromkeys((device.endpoint.address, *device.addresses)))),
        (tr("Site"), device.site),
        (tr("Location"), device.sys_location),
        (tr("Contact"), device.sys_contact),
        (tr("Serial number"), device.serial),
        (tr("Credential"), device.credential),
        (tr("Profile"), device.profile),
        (tr("Object ID"), device.sys_object_id),
        (tr("Describes itself"), device.sys_descr),
    )
    for title, text in lines:
        if text:
            yield Fact(title, text)


def _processors(inventory: Inventory) -> Iterator[Fact]:
    known = [p for p in inventory.processors if p.load_percent is not None][:MOST_OF_A_KIND]
    if known:
        yield Fact(tr("Processors"))
    for number, processor in enumerate(known, 1):
        name = one_line(processor.descr) or tr("Processor {number}", number=number)
        yield Fact(name, percent(processor.load_percent), processor.load_percent)


def _pools(heading: str, pools: Iterable[Memory]) -> Iterator[Fact]:
    known = [pool for pool in pools if pool.used_percent is not None or pool.total_bytes][:MOST_OF_A_KIND]
    if known:
        yield Fact(heading)
    for pool in known:
        parts = [percent(pool.used_percent)] if pool.used_percent is not None else []
        if pool.used_bytes is not None and pool.total_bytes is not None:
            parts.append(tr("{used} of {total}", used=octets(pool.used_bytes), total=octets(pool.total_bytes)))
        yield Fact(one_line(pool.descr, 60), " · ".join(parts), pool.used_percent)


def _history(device: Device) -> Iterator[Fact]:
    if device.first_seen or device.last_seen:
        yield Fact(tr("Discovery"))
    if device.first_seen:
        yield Fact(tr("First seen"), local_time(device.first_seen, now=time.time()))
    if device.last_seen:
        yield Fact(tr("Last read"), local_time(device.last_seen, now=time.time()))
