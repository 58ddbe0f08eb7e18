"""The client against a real net-snmp agent: every version, both back-ends, reading and writing."""

from __future__ import annotations

import asyncio
import gc
import subprocess
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import psutil
import pytest

from nocscape.model.credentials import SnmpVersion
from nocscape.wire.snmp import (
    Column,
    SnmpClient,
    SnmpStatusError,
    SnmpTarget,
    SnmpTimeout,
    SnmpUnreachable,
    Syntax,
    VarBind,
    open_client,
)
from tests.integration.fake_agent import Asked, Mib, fake_agent, number
from tests.integration.ports import free_udp_port
from tests.integration.snmpd import Snmpd, needs_snmpd, running_snmpd, v2c

pytestmark = needs_snmpd

BACKENDS = ["gufo-snmp", "pysnmp"]
VERSIONS = [SnmpVersion.V1, SnmpVersion.V2C]
SYS_DESCR, SYS_OBJECT_ID, SYS_UPTIME = "1.3.6.1.2.1.1.1.0", "1.3.6.1.2.1.1.2.0", "1.3.6.1.2.1.1.3.0"
SYS_CONTACT, SYS_NAME = "1.3.6.1.2.1.1.4.0", "1.3.6.1.2.1.1.5.0"
IF_ENTRY, IFX_ENTRY = "1.3.6.1.2.1.2.2.1", "1.3.6.1.2.1.31.1.1.1"
INTERFACES = [
    Column(f"{IF_ENTRY}.1", Syntax.INTEGER),
    Column(f"{IF_ENTRY}.2", Syntax.OCTETS),
    Column(f"{IF_ENTRY}.3", Syntax.INTEGER),
    Column(f"{IF_ENTRY}.5", Syntax.GAUGE32),
    Column(f"{IF_ENTRY}.6", Syntax.OCTETS),
    Column(f"{IF_ENTRY}.22", Syntax.OID),
    Column(f"{IF_ENTRY}.99", Syntax.INTEGER),
    Column(f"{IFX_ENTRY}.1", Syntax.OCTETS),
    Column(f"{IFX_ENTRY}.15", Syntax.GAUGE32),
]
MIXED = [
    Column("1.3.6.1.2.1.4.20.1.1", Syntax.IP_ADDRESS),
    Column("1.3.6.1.2.1.1.9.1.2", Syntax.OID),
    Column("1.3.6.1.2.1.1.9.1.3", Syntax.OCTETS),
    Column("1.3.6.1.4.1.8072.1.2.1.1.4", Syntax.OCTETS),
    Column("1.3.6.1.6.3.16.1.5.2.1.3", Syntax.OCTETS),
]
SYSTEM = [
    Column(SYS_DESCR, Syntax.OCTETS),
    Column(SYS_OBJECT_ID, Syntax.OID),
    Column(SYS_CONTACT, Syntax.OCTETS),
    Column("1.3.6.1.2.1.1.99.0", Syntax.INTEGER),
]


@pytest.fixture(scope="module")
def agent(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snmpd]:
    lines = [
        "rocommunity public",
        "rwcommunity private",
        "sysServices 72",
        "view two included .1.3.6.1.2.1.1",
        "view two included .1.3.6.1.2.1.2.2.1.2",
        "com2sec narrow default narrow",
        "group narrow v2c narrow",
        'access narrow "" any noauth exact two none none',
    ]
    with running_snmpd(tmp_path_factory.mktemp("snmpd"), lines) as running:
        yield running


@asynccontextmanager
async def client(prefer: str) -> AsyncIterator[SnmpClient]:
    """A client that is closed with the block."""
    opened = open_client(prefer)
    try:
        yield opened
    finally:
        await opened.close()


def target(agent: Snmpd, community: str = "public", version: SnmpVersion = SnmpVersion.V2C) -> SnmpTarget:
    return SnmpTarget(address=agent.address, port=agent.port, credential=v2c(community, version), timeout_s=3.0)


@pytest.mark.parametrize("version", VERSIONS)
async def test_get_answers_in_the_order_asked_and_marks_what_is_missing(agent: Snmpd, version: SnmpVersion) -> None:
    async with client("pysnmp") as snmp:
        uptime, missing, descr = await snmp.get(
            target(agent, version=version), [SYS_UPTIME, "1.3.6.1.2.1.1.99.0", SYS_DESCR]
        )
    assert uptime.syntax is Syntax.TIME_TICKS
    assert isinstance(uptime.value, int)
    assert missing.syntax.is_exception
    assert missing.value is None
    assert descr.oid == SYS_DESCR
    assert b"Linux" in (descr.value if isinstance(descr.value, bytes) else b"")


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("prefer", BACKENDS)
async def test_scalars_leave_out_what_is_missing(agent: Snmpd, prefer: str, version: SnmpVersion) -> None:
    async with client(prefer) as snmp:
        found = await snmp.scalars(target(agent, version=version), SYSTEM)
    assert set(found) >= {SYS_DESCR, SYS_OBJECT_ID}
    assert str(found[SYS_OBJECT_ID]).startswith("1.3.6.1.4.1.8072.")
    assert "1.3.6.1.2.1.1.99.0" not in found


@pytest.mark.parametrize("columns", [INTERFACES, MIXED], ids=["interfaces", "mixed"])
async def test_both_backends_and_both_versions_give_the_same_columns(agent: Snmpd, columns: list[Column]) -> None:
    tables = []
    for prefer in BACKENDS:
        for version in VERSIONS:
            async with client(prefer) as snmp:
                tables.append(await snmp.columns(target(agent, version=version), columns))
    assert tables[0] == tables[1] == tables[2] == tables[3]
    assert list(tables[0]) == [column.oid for column in columns]
    assert any(tables[0].values())


async def test_the_fast_backend_reads_columns_by_itself(agent: Snmpd) -> None:
    async with client("gufo-snmp") as snmp:
        if snmp.backend != "gufo-snmp":
            pytest.skip("gufo-snmp has no wheel for this system")
        await snmp.columns(target(agent), INTERFACES)
        assert snmp.counters.get("snmp.fast.left_to_thorough") == 0


@pytest.mark.parametrize("prefer", BACKENDS)
async def test_a_column_at_the_end_of_the_mib_is_complete(agent: Snmpd, prefer: str) -> None:
    names = Column(f"{IF_ENTRY}.2", Syntax.OCTETS)
    async with client(prefer) as snmp:
        narrow = await snmp.columns(target(agent, "narrow"), [names])
        wide = await snmp.columns(target(agent), [names])
        assert snmp.counters.get("snmp.fast.left_to_thorough") == 0
    assert narrow == wide
    assert narrow[names.oid]


async def test_an_agent_that_may_be_asked_once_at_a_time_tells_where_its_mib_ends(agent: Snmpd) -> None:
    """Reading a column and asking whether it ended are two questions of one reader."""
    names = Column(f"{IF_ENTRY}.2", Syntax.OCTETS)
    snmp = open_client(max_concurrent_per_device=1)
    async with asyncio.timeout(30):
        tables = await asyncio.gather(*(snmp.columns(target(agent, "narrow"), [names]) for _ in range(3)))
    await snmp.close()
    assert tables[0] == tables[1] == tables[2]


def walked_by_net_snmp(agent: Snmpd, version: SnmpVersion, root: str) -> list[str]:
    """The OIDs that Debian's snmpwalk prints."""
    command = ["snmpwalk", f"-{version}", "-c", "public", "-On", f"127.0.0.1:{agent.port}", root]
    said = subprocess.run(command, capture_output=True, text=True, check=True, timeout=20, env={"MIBS": ""})
    lines = [line for line in said.stdout.splitlines() if line.startswith(".1.3") and "No more variables" not in line]
    return [line.split()[0].lstrip(".") for line in lines]


@pytest.mark.parametrize("version", VERSIONS)
async def test_a_walk_sees_what_snmpwalk_sees(agent: Snmpd, version: SnmpVersion) -> None:
    expected = walked_by_net_snmp(agent, version, "1.3.6.1.6.3")
    async with client("pysnmp") as snmp:
        there = target(agent, version=version)
        walked = [v.oid async for chunk in snmp.walk(there, "1.3.6.1.6.3") for v in chunk]
    assert walked == expected
    assert len(walked) > 20


async def test_a_walk_of_one_instance_gives_that_instance(agent: Snmpd) -> None:
    async with client("pysnmp") as snmp:
        chunks = [chunk async for chunk in snmp.walk(target(agent), SYS_DESCR)]
        nothing = [chunk async for chunk in snmp.walk(target(agent), "1.3.6.1.2.1.1.99")]
    assert [v.oid for chunk in chunks for v in chunk] == [SYS_DESCR]
    assert nothing == []


async def test_a_walk_stops_at_the_limit(agent: Snmpd) -> None:
    async with client("pysnmp") as snmp:
        walked = [v async for chunk in snmp.walk(target(agent), "1.3.6.1", most=123) for v in chunk]
        assert [fault.kind for fault in snmp.faults(target(agent))] == ["too_many_rows"]
    assert len(walked) == 123


@pytest.mark.parametrize("version", VERSIONS)
async def test_what_is_written_is_read_back(agent: Snmpd, version: SnmpVersion) -> None:
    there = target(agent, "private", version)
    async with client("pysnmp") as snmp:
        for name in (b"one", b"two"):
            written = await snmp.set(there, [VarBind(SYS_NAME, Syntax.OCTETS, name)])
            assert written == [VarBind(SYS_NAME, Syntax.OCTETS, name)]
            assert (await snmp.get(there, [SYS_NAME]))[0].value == name


async def test_a_write_of_the_wrong_type_is_refused_with_its_place(agent: Snmpd) -> None:
    async with client("pysnmp") as snmp:
        with pytest.raises(SnmpStatusError) as refused:
            await snmp.set(target(agent, "private"), [VarBind(SYS_NAME, Syntax.INTEGER, 5)])
    assert (refused.value.status, refused.value.index, refused.value.oid) == ("wrongType", 1, SYS_NAME)


async def test_a_write_with_a_reading_community_is_refused(agent: Snmpd) -> None:
    async with client("pysnmp") as snmp:
        with pytest.raises(SnmpStatusError, match="noAccess"):
            await snmp.set(target(agent), [VarBind(SYS_NAME, Syntax.OCTETS, b"x")])


@pytest.mark.parametrize("prefer", BACKENDS)
async def test_a_wrong_community_is_silence(agent: Snmpd, prefer: str) -> None:
    there = SnmpTarget(address=agent.address, port=agent.port, credential=v2c("wrong"), timeout_s=0.2, retries=1)
    async with client(prefer) as snmp:
        with pytest.raises(SnmpTimeout, match="2 attempts"):
            await snmp.scalars(there, SYSTEM)
        with pytest.raises(SnmpTimeout):
            await snmp.columns(there, INTERFACES)


@pytest.mark.parametrize("address", ["127.0.0.1", "::1"])
@pytest.mark.parametrize("prefer", BACKENDS)
async def test_a_closed_port_is_known_at_once(prefer: str, address: str) -> None:
    nobody = SnmpTarget(address=address, port=free_udp_port(address), credential=v2c(), timeout_s=30.0, retries=5)
    async with client(prefer) as snmp:
        with pytest.raises(SnmpUnreachable, match="refused"):
            await snmp.scalars(nobody, SYSTEM)
        with pytest.raises(SnmpUnreachable, match="refused"):
            await snmp.get(nobody, [SYS_DESCR])


@pytest.mark.parametrize("prefer", BACKENDS)
async def test_ipv6_is_like_ipv4(tmp_path: Path, prefer: str) -> None:
    with running_snmpd(tmp_path, address="::1") as agent:
        async with client(prefer) as snmp:
            assert SYS_DESCR in await snmp.scalars(target(agent), SYSTEM)
            table = await snmp.columns(target(agent), INTERFACES)
            engine_id = await snmp.engine_id(target(agent))
    assert table[f"{IF_ENTRY}.2"]
    assert engine_id is not None


async def test_the_engine_id_is_known_without_any_credential(agent: Snmpd) -> None:
    async with client("pysnmp") as snmp:
        engine = await snmp.engine(target(agent, "wrong"))
        nobody = SnmpTarget(address="127.0.0.1", port=free_udp_port(), credential=v2c())
        assert await snmp.engine_id(nobody) is None
    assert engine is not None
    assert engine.engine_id.startswith(b"\x80\x00\x1f\x88")
    assert engine.boots > 0


@pytest.mark.parametrize("prefer", BACKENDS)
async def test_many_readers_share_one_client(agent: Snmpd, prefer: str) -> None:
    async with client(prefer) as snmp:
        tables = await asyncio.gather(*(snmp.columns(target(agent), INTERFACES) for _ in range(6)))
    assert all(set(table[f"{IF_ENTRY}.2"]) == set(tables[0][f"{IF_ENTRY}.2"]) for table in tables)


async def test_sockets_beyond_the_limit_close_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    backend = pytest.importorskip("nocscape.wire.snmp.gufo_backend")
    monkeypatch.setattr(backend, "MAX_IDLE_SESSIONS", 3)
    process = psutil.Process()
    mib = Mib({(1, 3, 6, 1, 9, n): number(n) for n in range(9)})
    async with fake_agent(mib.answer) as agent, client("gufo-snmp") as snmp:
        gc.disable()
        before = process.num_fds()
        for n in range(30):
            there = SnmpTarget(address="127.0.0.1", port=agent.port, credential=v2c(f"community {n}"))
            assert len((await snmp.columns(there, [Column("1.3.6.1.9", Syntax.INTEGER)]))["1.3.6.1.9"]) == 9
        opened = process.num_fds() - before
        gc.enable()
    assert opened <= 3 + 4, "three idle sockets, and pysnmp's for the end of the MIB"


@pytest.mark.parametrize("prefer", BACKENDS)
async def test_closing_ends_what_is_under_way(prefer: str) -> None:
    asked = asyncio.Event()

    def stay_silent(_asked: Asked) -> list[bytes]:
        asked.set()
        return []

    async with fake_agent(stay_silent) as silent, client(prefer) as snmp:
        there = SnmpTarget(address="127.0.0.1", port=silent.port, credential=v2c(), timeout_s=60.0)
        readings = [
            asyncio.create_task(snmp.columns(there, INTERFACES)),
            asyncio.create_task(snmp.scalars(there, SYSTEM)),
        ]
        await asked.wait()
        await snmp.close()
        async with asyncio.timeout(10):
            ends = await asyncio.gather(*readings, return_exceptions=True)
        with pytest.raises(SnmpUnreachable):
            await snmp.get(there, [SYS_DESCR])
    assert [type(end) for end in ends] == [SnmpUnreachable, SnmpUnreachable]
