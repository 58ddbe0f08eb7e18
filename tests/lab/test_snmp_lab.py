"""What routers report of an agent that cannot be reached, as the SNMP client tells it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from nocscape.wire.snmp import Column, SnmpError, SnmpTarget, SnmpTimeout, SnmpUnreachable, Syntax, open_client
from tests.integration.snmpd import v2c
from tests.lab.private_net import PrivateNet, needs_namespaces, private_net

pytestmark = [pytest.mark.lab, needs_namespaces]

UPTIME = Column("1.3.6.1.2.1.1.3.0", Syntax.TIME_TICKS)


@pytest.fixture(scope="module")
def net() -> Iterator[PrivateNet]:
    with private_net() as running:
        yield running


async def fault_of(prefer: str, address: str, timeout_s: float) -> SnmpError:
    """What reading the agent at `address` ends in; Linux routers report once a second at most."""
    client = open_client(prefer)
    target = SnmpTarget(address=address, credential=v2c(), timeout_s=timeout_s, retries=2)
    try:
        with pytest.raises(SnmpError) as raised:
            await client.scalars(target, [UPTIME])
    finally:
        await client.close()
    return raised.value


@pytest.mark.parametrize("prefer", ["gufo-snmp", "pysnmp"])
@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("10.80.16.5", "Connection refused"),
        ("10.81.0.5", "No route to host"),
        ("fd80:1::5", "Connection refused"),
        ("fd81::5", "Network is unreachable"),
    ],
)
async def test_what_a_router_reports_is_told(net: PrivateNet, prefer: str, address: str, reason: str) -> None:
    with net.inside():
        fault = await fault_of(prefer, address, 2.0)
    assert isinstance(fault, SnmpUnreachable)
    assert reason in fault.message


@pytest.mark.parametrize("prefer", ["gufo-snmp", "pysnmp"])
async def test_a_black_hole_is_silence(net: PrivateNet, prefer: str) -> None:
    with net.inside():
        assert isinstance(await fault_of(prefer, "10.80.200.5", 0.1), SnmpTimeout)


async def test_an_error_about_one_agent_costs_no_other_its_answer(net: PrivateNet) -> None:
    """ICMP errors stand on the socket that all share; the next send meets them."""
    with net.inside():
        client = open_client("pysnmp")
        targets = [
            SnmpTarget(address=f"10.80.16.{n}", credential=v2c(), timeout_s=20.0, retries=0) for n in range(1, 40)
        ]
        faults = await asyncio.gather(*(client.get(t, [UPTIME.oid]) for t in targets), return_exceptions=True)
        await client.close()
    assert {type(fault) for fault in faults} == {SnmpUnreachable}
