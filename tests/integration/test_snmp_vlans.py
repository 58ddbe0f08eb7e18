"""Per-VLAN instances of BRIDGE-MIB: community indexing and contexts lead to what belongs to that VLAN alone."""

from __future__ import annotations

import asyncio

import pytest

from nocscape.model.credentials import SnmpCredential, SnmpVersion
from nocscape.wire.snmp import Column, SnmpTarget, SnmpTimeout, Syntax, in_vlan
from tests.integration.fake_agent import Asked, FakeAgent, Mib, fake_agent, number
from tests.integration.snmpd import v2c
from tests.integration.test_snmp_snmpd import BACKENDS, client

FDB_PORT = (1, 3, 6, 1, 2, 1, 17, 4, 3, 1, 2)
PORTS = Column("1.3.6.1.2.1.17.4.3.1.2", Syntax.INTEGER)


def bridge(vlan: int, count: int = 3) -> Mib:
    """A forwarding table whose ports tell the VLAN."""
    return Mib({(*FDB_PORT, 0, 0, 0, 0, vlan, host): number(vlan * 100 + host) for host in range(count)})


class Switch:
    """Answers `public` with nothing and `public@VLAN` with that VLAN's table; silent to all others."""

    def __init__(self, *vlans: int) -> None:
        self._by_community = {b"public": Mib({(1, 3, 6, 1, 9): number(1)})}
        self._by_community |= {f"public@{vlan}".encode(): bridge(vlan) for vlan in vlans}

    def answer(self, asked: Asked) -> list[bytes]:
        mib = self._by_community.get(asked.community)
        return mib.answer(asked) if mib else []


def target(agent: FakeAgent, credential: SnmpCredential) -> SnmpTarget:
    return SnmpTarget(address="127.0.0.1", port=agent.port, credential=credential, timeout_s=0.3, retries=0)


@pytest.mark.parametrize("version", [SnmpVersion.V1, SnmpVersion.V2C])
@pytest.mark.parametrize("prefer", BACKENDS)
async def test_a_community_with_a_vlan_reads_that_vlans_table(prefer: str, version: SnmpVersion) -> None:
    async with fake_agent(Switch(10, 20).answer) as agent, client(prefer) as snmp:
        plain = v2c("public", version)
        whole = await snmp.columns(target(agent, plain), [PORTS])
        tables = [await snmp.columns(target(agent, in_vlan(plain, vlan)), [PORTS]) for vlan in (10, 20)]
    assert whole == {PORTS.oid: {}}
    assert [sorted(t[PORTS.oid].values()) for t in tables] == [[1000, 1001, 1002], [2000, 2001, 2002]]  # type: ignore[type-var]


@pytest.mark.parametrize("prefer", BACKENDS)
async def test_vlans_read_side_by_side_do_not_mix(prefer: str) -> None:
    vlans = range(2, 42)
    async with fake_agent(Switch(*vlans).answer) as agent, client(prefer) as snmp:
        tables = await asyncio.gather(
            *(snmp.columns(target(agent, in_vlan(v2c("public"), vlan)), [PORTS]) for vlan in vlans)
        )
    for vlan, table in zip(vlans, tables, strict=True):
        assert set(table[PORTS.oid].values()) == {vlan * 100 + host for host in range(3)}


@pytest.mark.parametrize("prefer", BACKENDS)
async def test_a_vlan_that_the_agent_does_not_index_is_silence_and_costs_the_others_nothing(prefer: str) -> None:
    async with fake_agent(Switch(10).answer) as agent, client(prefer) as snmp:
        with pytest.raises(SnmpTimeout):
            await snmp.columns(target(agent, in_vlan(v2c("public"), 99)), [PORTS])
        table = await snmp.columns(target(agent, in_vlan(v2c("public"), 10)), [PORTS])
    assert len(table[PORTS.oid]) == 3


def test_a_v3_user_is_sent_into_the_context_of_the_vlan() -> None:
    noc = SnmpCredential(name="noc", version=SnmpVersion.V3, user="noc")
    assert in_vlan(noc, 20).context == "vlan-20"
    assert in_vlan(noc, 20).user == "noc"
