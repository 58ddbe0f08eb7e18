"""Ports as IF-MIB says them."""

from __future__ import annotations

import pytest

from nocscape.discovery.interfaces import read_interfaces
from nocscape.wire.snmp import SnmpValue
from tests.unit.discovery.tables import agent, row

IF, IFX = "1.3.6.1.2.1.2.2.1", "1.3.6.1.2.1.31.1.1.1"


@pytest.mark.parametrize(
    ("speed", "high_speed", "bps"),
    [
        (1_000_000_000, 1000, 1_000_000_000),
        (4_294_967_295, 10_000, 10_000_000_000),
        (1_410_065_408, 10_000, 10_000_000_000),
        (1_544_000, 2, 1_544_000),
        (10_000_000, 0, 10_000_000),
        (384_000, 384, 384_000_000),
        (0, 100, 100_000_000),
        (None, 100, 100_000_000),
        (100_000_000, None, 100_000_000),
        (0, 0, 0),
        (None, None, None),
    ],
)
async def test_a_speed_is_that_of_the_object_that_can_hold_it(
    speed: SnmpValue, high_speed: SnmpValue, bps: int | None
) -> None:
    objects = row(IF, "1", c2=b"eth0", c5=speed, c7=1, c8=1) | row(IFX, "1", c1=b"e0", c15=high_speed)
    reader, _ = agent({oid: value for oid, value in objects.items() if value is not None})
    (port,) = await read_interfaces(reader, {})
    assert port.speed_bps == bps


async def test_a_port_without_a_name_goes_by_its_description() -> None:
    reader, _ = agent(row(IF, "3", c2=b"Slot 1 Port 3", c3=6, c8=2))
    (port,) = await read_interfaces(reader, {})
    assert (port.name, port.descr, port.type, port.oper, port.admin) == (
        "Slot 1 Port 3", "Slot 1 Port 3", 6, "down", "unknown",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("본사 3층".encode(), "본사 3층"),
        ("본사 3층".encode("euc-kr"), "본사 3층"),
        ("办公室交换机".encode("gb18030"), "办公室交换机"),
        ("Büro-Süd".encode("latin-1"), "Büro-Süd"),
        (b"<b>up</b>\x1b[31m\x00", "<b>up</b>[31m"),
        ("evil\u202egnp.exe".encode(), "evilgnp.exe"),
        (b"a\r\n  b", "a b"),
    ],
)
async def test_a_name_arrives_intact_in_any_encoding_and_without_what_could_deceive(raw: bytes, name: str) -> None:
    reader, _ = agent(row(IF, "1", c2=b"eth0") | row(IFX, "1", c1=raw, c18=raw))
    (port,) = await read_interfaces(reader, {})
    assert (port.name, port.alias) == (name, name)
