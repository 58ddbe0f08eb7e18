"""Both back-ends read recorded devices alike, where NOCSCAPE_RECORDINGS names a folder or archive of .snmprec files."""

from __future__ import annotations

import os
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from nocscape.wire.snmp import Column, ColumnTable, SnmpTarget, Syntax
from tests.integration.fake_agent import Mib, Oid, Value, encode_oid, fake_agent, number
from tests.integration.snmpd import v2c
from tests.integration.test_snmp_snmpd import BACKENDS, client

VARIABLE = "NOCSCAPE_RECORDINGS"
SOME = 12
"""The default run takes every twelfth recording."""

MOST_OCTETS = 1_400
"""What the served agents put into one reply, as snmpd and most devices do."""

_INTEGERS = {0x02, 0x41, 0x42, 0x43, 0x46}
COLUMNS = [
    *(Column(f"1.3.6.1.2.1.2.2.1.{n}", Syntax.INTEGER) for n in (1, 3, 4, 7, 8)),
    *(Column(f"1.3.6.1.2.1.2.2.1.{n}", Syntax.OCTETS) for n in (2, 6)),
    *(Column(f"1.3.6.1.2.1.2.2.1.{n}", Syntax.COUNTER32) for n in (10, 13, 14, 16, 19, 20)),
    Column("1.3.6.1.2.1.2.2.1.5", Syntax.GAUGE32),
    Column("1.3.6.1.2.1.2.2.1.9", Syntax.TIME_TICKS),
    *(Column(f"1.3.6.1.2.1.31.1.1.1.{n}", Syntax.OCTETS) for n in (1, 18)),
    *(Column(f"1.3.6.1.2.1.31.1.1.1.{n}", Syntax.COUNTER64) for n in (6, 7, 10, 11)),
    Column("1.3.6.1.2.1.31.1.1.1.15", Syntax.GAUGE32),
    Column("1.3.6.1.2.1.4.20.1.1", Syntax.IP_ADDRESS),
    Column("1.3.6.1.2.1.4.20.1.3", Syntax.IP_ADDRESS),
    *(Column(f"1.3.6.1.2.1.47.1.1.1.1.{n}", Syntax.OCTETS) for n in (2, 7, 10, 11, 13)),
    Column("1.3.6.1.2.1.47.1.1.1.1.3", Syntax.OID),
    Column("1.3.6.1.2.1.25.3.3.1.2", Syntax.INTEGER),
    Column("1.3.6.1.2.1.25.2.3.1.2", Syntax.OID),
    Column("1.3.6.1.2.1.25.2.3.1.3", Syntax.OCTETS),
    *(Column(f"1.0.8802.1.1.2.1.4.1.1.{n}", Syntax.OCTETS) for n in (5, 7, 8, 9, 10)),
    Column("1.3.6.1.2.1.1.2", Syntax.OID),
]


def recordings() -> Iterator[tuple[str, str]]:
    """Names and texts of the recordings, in order."""
    place = Path(os.environ[VARIABLE])
    if place.is_dir():
        yield from ((path.stem, path.read_text("latin-1")) for path in sorted(place.rglob("*.snmprec")))
        return
    with tarfile.open(place) as archive:
        members = sorted((m for m in archive if m.name.endswith(".snmprec")), key=lambda m: m.name)
        for member in members:
            file = archive.extractfile(member)
            if file is not None:
                yield Path(member.name).stem, file.read().decode("latin-1")


def objects_in(text: str) -> dict[Oid, Value]:
    """A recording (`OID|TAG|VALUE`, `x` after the tag for hexadecimal) as an agent's objects."""
    found: dict[Oid, Value] = {}
    for line in text.split("\n"):
        if line.count("|") < 2:
            continue
        name, kind, value = line.rstrip("\r").split("|", 2)
        tag = int(kind.rstrip("xe:"))
        content = bytes.fromhex(value) if kind.endswith("x") else value.encode("latin-1")
        if tag in _INTEGERS:
            found[_oid(name)] = number(int(value or 0), tag)
        elif tag == 6:
            found[_oid(name)] = Value(tag, encode_oid(_oid(value or "0.0")))
        elif tag == 0x40 and not kind.endswith("x"):
            found[_oid(name)] = Value(tag, bytes(map(int, value.split("."))))
        else:
            found[_oid(name)] = Value(tag, content)
    return found


def _oid(dotted: str) -> Oid:
    """Numbers; `0.0` for what no agent could send."""
    numbers = tuple(int(part) for part in dotted.strip(".").split("."))
    return numbers if len(numbers) > 1 and numbers[0] <= 2 and numbers[1] < 40 else (0, 0)


async def read_both_ways(text: str) -> list[ColumnTable]:
    """The standard columns of one recorded device, by each back-end."""
    tables = []
    async with fake_agent(Mib(objects_in(text), most_octets=MOST_OCTETS).answer) as agent:
        for prefer in BACKENDS:
            async with client(prefer) as snmp:
                there = SnmpTarget(address="127.0.0.1", port=agent.port, credential=v2c(), timeout_s=5.0)
                tables.append(await snmp.columns(there, COLUMNS))
    return tables


async def compare(every: int) -> None:
    """Read every so many recordings and name those that the back-ends read differently."""
    if VARIABLE not in os.environ:
        pytest.skip(f"{VARIABLE} names no recordings")
    different, values = [], 0
    for name, text in list(recordings())[::every]:
        fast, thorough = await read_both_ways(text)
        values += sum(map(len, fast.values()))
        if fast != thorough:
            different.append(name)
    assert different == []
    assert values > 100


async def test_both_backends_read_some_recordings_alike() -> None:
    await compare(SOME)


@pytest.mark.long
@pytest.mark.timeout(900)
async def test_both_backends_read_all_recordings_alike() -> None:
    await compare(1)
