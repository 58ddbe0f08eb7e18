"""The v3 doctor against a real agent: each wrong credential gets its name, its evidence and its cure."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from nocscape.base.i18n import set_language
from nocscape.model.credentials import AuthProtocol, PrivProtocol, SnmpCredential
from nocscape.wire.snmp import SnmpTarget
from nocscape.wire.snmp.doctor import Examination, Finding, examine
from tests.integration.fake_agent import fake_agent
from tests.integration.ports import free_udp_port
from tests.integration.snmpd import Snmpd, needs_snmpd, running_snmpd, user_lines, v2c
from tests.integration.test_snmp_v3 import GOOD, user

pytestmark = needs_snmpd

LONG_KEY = user(AuthProtocol.SHA1, PrivProtocol.AES256)
CASES: dict[str, tuple[SnmpCredential, Finding]] = {
    "good": (GOOD, Finding.WORKS),
    "unknown user": (msgspec.structs.replace(GOOD, user="stranger"), Finding.UNKNOWN_USER),
    "wrong key": (msgspec.structs.replace(GOOD, auth_key="wrong horse"), Finding.WRONG_KEY),
    "wrong algorithm": (msgspec.structs.replace(GOOD, auth=AuthProtocol.MD5), Finding.WRONG_AUTH_ALGORITHM),
    "wrong privacy key": (msgspec.structs.replace(GOOD, priv_key="wrong staple"), Finding.WRONG_PRIV_KEY),
    "wrong privacy algorithm": (msgspec.structs.replace(GOOD, priv=PrivProtocol.DES), Finding.WRONG_PRIV_ALGORITHM),
    "wrong key extension": (
        msgspec.structs.replace(LONG_KEY, priv=PrivProtocol.AES256_CISCO),
        Finding.WRONG_PRIV_ALGORITHM,
    ),
    "level too low": (msgspec.structs.replace(GOOD, priv=PrivProtocol.NONE), Finding.UNSUPPORTED_LEVEL),
    "unknown context": (msgspec.structs.replace(GOOD, context="nowhere"), Finding.UNKNOWN_CONTEXT),
}

WORKING_PRIV = {"wrong privacy algorithm": PrivProtocol.AES128, "wrong key extension": PrivProtocol.AES256}


@pytest.fixture(scope="module")
def agent(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snmpd]:
    lines = [*user_lines(GOOD), *user_lines(LONG_KEY)]
    with running_snmpd(tmp_path_factory.mktemp("snmpd"), lines) as running:
        yield running


async def examined(agent: Snmpd, credential: SnmpCredential) -> Examination:
    return await examine(
        SnmpTarget(address=agent.address, port=agent.port, credential=credential, timeout_s=0.5, retries=1)
    )


@pytest.mark.parametrize("case", CASES)
async def test_each_fault_gets_its_name(agent: Snmpd, case: str) -> None:
    credential, finding = CASES[case]
    examination = await examined(agent, credential)
    assert examination.finding is finding
    assert examination.engine is not None
    assert "engine ID 80001f88" in str(examination.evidence[0])
    assert examination.auth is (AuthProtocol.SHA256 if case == "wrong algorithm" else None)
    assert examination.priv is WORKING_PRIV.get(case)


async def test_a_closed_port_and_an_agent_without_v3_are_told_apart(tmp_path: Path) -> None:
    closed = SnmpTarget(address="127.0.0.1", port=free_udp_port(), credential=GOOD, timeout_s=0.2, retries=0)
    assert (await examine(closed)).finding is Finding.PORT_CLOSED
    with running_snmpd(tmp_path, ["rocommunity public", "agentsecname nobody"]) as agent:
        community = await examined(agent, v2c("wrong"))
    assert community.finding is Finding.SILENT


async def test_silence_means_something_else_where_ping_is_answered() -> None:
    async with fake_agent(lambda _: []) as agent:
        silent = SnmpTarget(address="127.0.0.1", port=agent.port, credential=GOOD, timeout_s=0.1, retries=0)
        found = [(await examine(silent, is_alive=is_alive)) for is_alive in (None, True, False)]
    assert [f.finding for f in found] == [Finding.NO_ENGINE, Finding.NO_ENGINE, Finding.UNREACHABLE]
    assert "does not answer ping" in str(found[2].evidence[0])


async def test_the_evidence_speaks_korean_and_keeps_the_secret(agent: Snmpd) -> None:
    set_language("ko")
    examination = await examined(agent, CASES["unknown user"][0])
    said = " ".join(map(str, (*examination.evidence, examination.cure)))
    assert "엔진 ID" in said
    assert GOOD.auth_key not in said
