"""What follows an OID, asked of real and odd agents over both back-ends."""

from __future__ import annotations

from pathlib import Path

import pytest

from nocscape.discovery.agent import Agent
from nocscape.discovery.neighbours import roots
from nocscape.model.credentials import SnmpCredential, SnmpVersion
from nocscape.wire.snmp import SnmpTarget, open_client
from tests.integration.fake_agent import Asked, Mib, fake_agent, number, refuse
from tests.integration.snmpd import needs_snmpd, running_snmpd

MIB = Mib({(1, 3, 6, 1, 2, 1, 1, 3, 0): number(1), (1, 3, 6, 1, 4, 1, 9, 9, 23, 1, 2, 1, 1, 6, 1, 1): number(2)})
ASKED = ["1.3.6.1.2.1.1", "1.3.6.1.2.1.17", "1.3.6.1.4.1.10"]
TOLD = {
    "1.3.6.1.2.1.1": "1.3.6.1.2.1.1.3.0",
    "1.3.6.1.2.1.17": "1.3.6.1.4.1.9.9.23.1.2.1.1.6.1.1",
    "1.3.6.1.4.1.10": "",
}


def target(port: int, version: SnmpVersion = SnmpVersion.V2C) -> SnmpTarget:
    credential = SnmpCredential(name="c", version=version, community="public")
    return SnmpTarget(address="127.0.0.1", port=port, credential=credential, timeout_s=0.5, retries=0)


@pytest.mark.parametrize("prefer", [None, "pysnmp"])
@pytest.mark.parametrize("version", [SnmpVersion.V1, SnmpVersion.V2C])
async def test_the_next_instance_of_each_is_told(prefer: str | None, version: SnmpVersion) -> None:
    async with fake_agent(MIB.answer) as agent:
        client = open_client(prefer)
        assert await client.after(target(agent.port, version), ASKED) == TOLD
        await client.close()


@pytest.mark.parametrize("prefer", [None, "pysnmp"])
async def test_an_agent_that_refuses_the_question_is_known_no_better(prefer: str | None) -> None:
    def stumble(asked: Asked) -> list[bytes]:
        return [refuse(asked, 5, 1)]

    async with fake_agent(stumble) as agent:
        client = open_client(prefer)
        reader = Agent(client, target(agent.port))
        await reader.explore(ASKED)
        assert not any(map(reader.lacks, ASKED))
        await client.close()


async def test_what_lies_in_a_gap_is_not_asked_for_again() -> None:
    async with fake_agent(MIB.answer) as agent:
        client = open_client()
        reader = Agent(client, target(agent.port))
        await reader.explore(ASKED)
        assert [reader.lacks(oid) for oid in ASKED] == [False, True, True]
        assert reader.lacks("1.3.6.1.2.1.31")
        assert not reader.lacks("1.3.6.1.4.1.9")
        assert not reader.lacks("1.3.6.1.4")
        assert len(agent.asked) == 1
        await client.close()


@needs_snmpd
async def test_a_plain_host_costs_a_few_questions(tmp_path: Path) -> None:
    with running_snmpd(tmp_path) as snmpd:
        client = open_client()
        reader = Agent(client, target(snmpd.port))
        await reader.explore(roots())
        assert {"1.3.6.1.2.1.14", "1.3.6.1.2.1.17", "1.3.6.1.4.1.9.9.23.1.2"} <= {r for r in roots() if reader.lacks(r)}
        assert not reader.lacks("1.3.6.1.2.1.1")
        await client.close()
