"""Model and serial number of gear whose vendor's own objects nobody knows."""

from __future__ import annotations

import pytest

from nocscape.discovery.entity import Chassis
from nocscape.discovery.standards import ROOTS, read_standards
from tests.unit.discovery.tables import Objects, agent

PRINTER = {"1.3.6.1.2.1.43.5.1.1.17.1": b"CNB7R1", "1.3.6.1.2.1.25.3.2.1.3.1": b"LaserJet 600 M602"}
UPS = {
    "1.3.6.1.2.1.33.1.1.1.0": b"Riello",
    "1.3.6.1.2.1.33.1.1.2.0": b"Sentinel 20kVA",
    "1.3.6.1.2.1.33.1.1.3.0": b"SWM046",
    "1.3.6.1.2.1.33.1.1.4.0": b"AppVer. 01.09",
}
CABLE = {"1.3.6.1.2.1.69.1.1.4.0": b"324415", "1.3.6.1.2.1.69.1.3.5.0": b"ST9C.05.25"}


@pytest.mark.parametrize(
    ("objects", "found"),
    [
        (PRINTER, Chassis(model="LaserJet 600 M602", serial="CNB7R1")),
        (UPS, Chassis(model="Sentinel 20kVA", maker="Riello", software="AppVer. 01.09")),
        ({"1.3.6.1.2.1.33.1.1.3.0": b"SWM046"}, Chassis(software="SWM046")),
        (CABLE, Chassis(serial="324415", software="ST9C.05.25")),
        ({"1.3.6.1.2.1.43.5.1.1.17.1": b" "}, Chassis()),
    ],
)
async def test_a_box_is_described_by_the_mib_of_its_kind(objects: Objects, found: Chassis) -> None:
    reader, _ = agent(objects)
    await reader.explore(ROOTS)
    assert await read_standards(reader) == found


async def test_what_is_of_no_such_kind_is_asked_nothing() -> None:
    reader, client = agent({"1.3.6.1.2.1.25.3.2.1.3.1": b"CPU"})
    await reader.explore(ROOTS)
    assert await read_standards(reader) == Chassis()
    assert client.asked == []
