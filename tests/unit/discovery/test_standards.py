"""Model and serial number of gear whose vendor's own objects nobody knows."""

from __future__ import annotations

import pytest

from nocscape import profiles
from nocscape.base.clock import FakeClock
from nocscape.discovery.reader import read_device
from nocscape.discovery.standards import ROOTS, Standard, read_standards
from nocscape.model.net import Endpoint, Kind
from nocscape.topology.observations import DeviceReading
from tests.unit.discovery.tables import Objects, agent

KNOWN = profiles.load()
PLAIN: Objects = {"1.3.6.1.2.1.1.1.0": b"Linux card 2.6.37 armv5", "1.3.6.1.2.1.1.2.0": "1.3.6.1.4.1.8072.3.2.10"}
PRINTER = {"1.3.6.1.2.1.43.5.1.1.17.1": b"CNB7R1", "1.3.6.1.2.1.25.3.2.1.3.1": b"LaserJet 600 M602"}
UPS = {
    "1.3.6.1.2.1.33.1.1.1.0": b"Riello",
    "1.3.6.1.2.1.33.1.1.2.0": b"Sentinel 20kVA",
    "1.3.6.1.2.1.33.1.1.3.0": b"SWM046",
    "1.3.6.1.2.1.33.1.1.4.0": b"AppVer. 01.09",
}
CABLE = {"1.3.6.1.2.1.69.1.1.4.0": b"324415", "1.3.6.1.2.1.69.1.3.5.0": b"ST9C.05.25"}


async def read(objects: Objects) -> DeviceReading:
    reader, client = agent(objects)
    return await read_device(client, reader.target, Endpoint("192.0.2.1"), KNOWN, FakeClock())


@pytest.mark.parametrize(
    ("objects", "found"),
    [
        (PRINTER, Standard(kind=Kind.PRINTER, model="LaserJet 600 M602", serial="CNB7R1")),
        (UPS, Standard(kind=Kind.UPS, model="Sentinel 20kVA", maker="Riello", software="AppVer. 01.09")),
        ({"1.3.6.1.2.1.33.1.1.3.0": b"SWM046"}, Standard(kind=Kind.UPS, software="SWM046")),
        (CABLE, Standard(kind=Kind.MODEM, serial="324415", software="ST9C.05.25")),
        ({"1.3.6.1.2.1.33.1.1.2.0": b"00 00 00"}, Standard(kind=Kind.UPS)),
        ({"1.3.6.1.2.1.43.5.1.1.17.1": b" "}, Standard(kind=Kind.PRINTER)),
    ],
)
async def test_a_box_is_described_by_the_mib_of_its_kind(objects: Objects, found: Standard) -> None:
    reader, _ = agent(objects)
    await reader.explore(ROOTS)
    assert await read_standards(reader) == found


async def test_what_is_of_no_such_kind_is_asked_nothing() -> None:
    reader, client = agent({"1.3.6.1.2.1.25.3.2.1.3.1": b"CPU"})
    await reader.explore(ROOTS)
    assert await read_standards(reader) == Standard()
    assert client.asked == []


async def test_a_plain_host_with_the_objects_of_a_power_supply_is_one() -> None:
    objects: Objects = {
        **UPS,
        "1.3.6.1.2.1.1.1.0": b"Linux card 2.6.37 armv5",
        "1.3.6.1.2.1.1.2.0": "1.3.6.1.4.1.8072.3.2.10",
    }
    device = (await read(objects)).inventory.device
    assert (device.kind, device.vendor, device.model, device.os_version) == (
        Kind.UPS,
        "Riello",
        "Sentinel 20kVA",
        "AppVer. 01.09",
    )


async def test_a_box_behind_a_plain_host_is_read_by_its_own_objects() -> None:
    own = "1.3.6.1.4.1.4555.1.1.7.1.1"
    objects = {f"{own}.1.0": b"MODULYS GP 2.0", f"{own}.2.0": b"PD04405001", f"{own}.5.0": b"Net Vision 7 v7.20"}
    device = (await read({**PLAIN, **objects})).inventory.device
    assert (device.vendor, device.model, device.serial, device.os_version) == (
        "Socomec",
        "MODULYS GP 2.0",
        "PD04405001",
        "7.20",
    )


async def test_a_hardware_revision_stands_behind_the_model() -> None:
    switch: Objects = {
        "1.3.6.1.2.1.1.1.0": b"DES-3526 Fast-Ethernet Switch",
        "1.3.6.1.2.1.1.2.0": "1.3.6.1.4.1.171.10.64.1",
        "1.3.6.1.2.1.16.19.2.0": b"Build 5.01.B65",
        "1.3.6.1.2.1.16.19.3.0": b"3A1",
    }
    device = (await read(switch)).inventory.device
    assert (device.model, device.os_version) == ("DES-3526 Rev. 3A1", "Build 5.01.B65")
