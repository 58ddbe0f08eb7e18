"""SNMPv3 against a real net-snmp agent: every pair of algorithms, every wrong credential, restarts, contexts."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from nocscape.model.credentials import AuthProtocol, PrivProtocol, SnmpCredential, SnmpVersion
from nocscape.wire.snmp import AuthFault, Column, SnmpAuthError, SnmpTarget, Syntax, VarBind
from tests.integration.ports import free_udp_port
from tests.integration.snmpd import Snmpd, needs_snmpd, running_snmpd, start_snmpd, user_lines
from tests.integration.test_snmp_snmpd import BACKENDS, INTERFACES, SYS_DESCR, SYS_NAME, SYSTEM, client

pytestmark = needs_snmpd


def user(auth: AuthProtocol, priv: PrivProtocol = PrivProtocol.NONE) -> SnmpCredential:
    """A user whose name tells its algorithms."""
    return SnmpCredential(
        name=f"{auth}/{priv}",
        version=SnmpVersion.V3,
        user=f"{auth}_{priv}".lower(),
        auth=auth,
        auth_key="" if auth is AuthProtocol.NONE else "correct horse battery",
        priv=priv,
        priv_key="" if priv is PrivProtocol.NONE else "staple 배터리 horse",
    )


NOBODY = user(AuthProtocol.NONE)
PAIRS = [NOBODY] + [user(auth, priv) for auth in AuthProtocol if auth is not AuthProtocol.NONE for priv in PrivProtocol]
GOOD = user(AuthProtocol.SHA256, PrivProtocol.AES128)
SIGNED = user(AuthProtocol.SHA1)


@pytest.fixture(scope="module")
def agent(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snmpd]:
    lines = [line for credential in PAIRS for line in user_lines(credential, "rwuser")]
    with running_snmpd(tmp_path_factory.mktemp("snmpd"), lines) as running:
        yield running


def target(agent: Snmpd, credential: SnmpCredential, timeout_s: float = 3.0) -> SnmpTarget:
    return SnmpTarget(address=agent.address, port=agent.port, credential=credential, timeout_s=timeout_s, retries=0)


async def read_with_each(agent: Snmpd, prefer: str, credentials: list[SnmpCredential]) -> None:
    """Read the system group as each of these users."""
    failed = []
    async with client(prefer) as snmp:
        for credential in credentials:
            found = await snmp.scalars(target(agent, credential), SYSTEM)
            if SYS_DESCR not in found:
                failed.append(credential.name)
        assert snmp.counters.total("snmp.") == 0
    assert failed == []


async def test_every_pair_of_algorithms_reads_fast(agent: Snmpd) -> None:
    await read_with_each(agent, "gufo-snmp", PAIRS)


async def test_every_algorithm_reads(agent: Snmpd) -> None:
    """pysnmp takes a tenth of a second to make an engine for each user."""
    some = [c for c in PAIRS if AuthProtocol.SHA1 is c.auth or PrivProtocol.AES128 is c.priv]
    await read_with_each(agent, "pysnmp", [NOBODY, *some])


@pytest.mark.long
async def test_every_pair_of_algorithms_reads(agent: Snmpd) -> None:
    await read_with_each(agent, "pysnmp", PAIRS)


async def test_both_backends_give_the_same_columns(agent: Snmpd) -> None:
    tables = []
    for prefer in BACKENDS:
        async with client(prefer) as snmp:
            tables.append(await snmp.columns(target(agent, GOOD), INTERFACES))
    assert tables[0] == tables[1]
    assert all(tables[0][column.oid] for column in INTERFACES[:4])


async def test_long_values_do_not_fit_the_fast_buffer_and_come_all_the_same(agent: Snmpd) -> None:
    names = Column("1.3.6.1.4.1.8072.1.2.1.1.4", Syntax.OCTETS)
    tables = []
    for prefer in BACKENDS:
        async with client(prefer) as snmp:
            tables += [await snmp.columns(target(agent, GOOD), [names]) for _ in range(2)]
    assert all(table == tables[0] for table in tables)


async def test_what_is_written_is_read_back(agent: Snmpd) -> None:
    async with client("pysnmp") as snmp:
        written = [VarBind(SYS_NAME, Syntax.OCTETS, "깊은 곳".encode())]
        assert await snmp.set(target(agent, GOOD), written) == written
        assert await snmp.get(target(agent, GOOD), [SYS_NAME]) == written


WRONG = {
    "unknown user": (msgspec.structs.replace(GOOD, user="stranger"), AuthFault.UNKNOWN_USER),
    "wrong authentication key": (msgspec.structs.replace(GOOD, auth_key="wrong horse"), AuthFault.WRONG_KEY),
    "wrong authentication algorithm": (msgspec.structs.replace(GOOD, auth=AuthProtocol.SHA512), AuthFault.WRONG_KEY),
    "wrong privacy key": (msgspec.structs.replace(GOOD, priv_key="wrong staple"), AuthFault.WRONG_PRIV_KEY),
    "wrong privacy algorithm": (msgspec.structs.replace(GOOD, priv=PrivProtocol.DES), AuthFault.WRONG_PRIV_KEY),
    "no privacy where it is demanded": (
        msgspec.structs.replace(GOOD, priv=PrivProtocol.NONE, priv_key=""),
        AuthFault.UNSUPPORTED_LEVEL,
    ),
    "no authentication where it is demanded": (
        msgspec.structs.replace(NOBODY, user=GOOD.user),
        AuthFault.UNSUPPORTED_LEVEL,
    ),
    "privacy for a user without it": (
        msgspec.structs.replace(SIGNED, priv=PrivProtocol.AES128, priv_key="whatever it is"),
        AuthFault.UNSUPPORTED_LEVEL,
    ),
    "unknown context": (msgspec.structs.replace(GOOD, context="vlan-20"), AuthFault.UNKNOWN_CONTEXT),
}


@pytest.mark.parametrize("case", WRONG)
@pytest.mark.parametrize("prefer", BACKENDS)
async def test_each_wrong_credential_is_told_from_the_others(agent: Snmpd, prefer: str, case: str) -> None:
    credential, expected = WRONG[case]
    async with client(prefer) as snmp:
        for _ in range(2):
            with pytest.raises(SnmpAuthError) as refused:
                await snmp.columns(target(agent, credential, timeout_s=1.0), INTERFACES)
            assert refused.value.kind is expected


async def test_the_wrong_aes_key_extension_is_a_wrong_privacy_key(agent: Snmpd) -> None:
    credential = msgspec.structs.replace(user(AuthProtocol.SHA1, PrivProtocol.AES256), priv=PrivProtocol.AES256_CISCO)
    async with client("pysnmp") as snmp:
        with pytest.raises(SnmpAuthError) as refused:
            await snmp.get(target(agent, credential, timeout_s=1.0), [SYS_DESCR])
    assert refused.value.kind is AuthFault.WRONG_PRIV_KEY


async def test_one_user_with_two_keys_does_not_disturb_itself(agent: Snmpd) -> None:
    """Credentials are tried side by side, and pysnmp knows users by name alone."""
    wrong = msgspec.structs.replace(GOOD, auth_key="wrong horse")
    async with client("pysnmp") as snmp:
        for _ in range(3):
            with pytest.raises(SnmpAuthError):
                await snmp.get(target(agent, wrong), [SYS_DESCR])
            assert (await snmp.get(target(agent, GOOD), [SYS_DESCR]))[0].value


@pytest.mark.parametrize("prefer", BACKENDS)
@pytest.mark.parametrize("keeps_engine_id", [True, False], ids=["same engine id", "new engine id"])
async def test_a_restart_of_the_agent_goes_unnoticed(tmp_path: Path, prefer: str, *, keeps_engine_id: bool) -> None:
    """Boots go up and time goes back, or the engine is another one; neither is a failure."""
    port = free_udp_port()
    lines = user_lines(GOOD)
    async with client(prefer) as snmp:
        for run in range(2):
            engine = "1234567890" if keeps_engine_id else f"123456789{run}"
            agent = start_snmpd(tmp_path, [f"engineID {engine}", *lines], address="127.0.0.1", port=port)
            try:
                there = target(agent, GOOD, timeout_s=1.5)
                for _ in range(2):
                    assert SYS_DESCR in await snmp.scalars(there, SYSTEM)
                    assert (await snmp.columns(there, INTERFACES))[INTERFACES[0].oid]
            finally:
                agent.stop()


@pytest.mark.parametrize("prefer", BACKENDS)
async def test_two_agents_with_one_engine_id_are_both_read(tmp_path: Path, prefer: str) -> None:
    """Cloned machines share an engine ID but not its boots, so each makes the other's clock look wrong."""
    one_engine = ["engineID 12345678901", *user_lines(GOOD)]
    for _ in range(2):
        with running_snmpd(tmp_path / "two", one_engine):
            pass
    with running_snmpd(tmp_path / "one", one_engine) as one, running_snmpd(tmp_path / "two", one_engine) as two:
        async with client(prefer) as snmp:
            boots = []
            for agent in (one, two) * 3:
                assert SYS_DESCR in await snmp.scalars(target(agent, GOOD, timeout_s=3.0), SYSTEM)
                engine = await snmp.engine(target(agent, GOOD))
                boots.append(engine.boots if engine else 0)
    assert len(set(boots)) == 2


async def test_a_session_that_was_idle_for_long_asks_for_the_time_first(agent: Snmpd) -> None:
    async with client("gufo-snmp") as snmp:
        if snmp._fast is None:
            pytest.skip("gufo-snmp has no wheel for this system")
        await snmp.scalars(target(agent, GOOD), SYSTEM)
        ((session,),) = snmp._fast._idle._of.values()
        session._fresh_until = 1.0
        assert SYS_DESCR in await snmp.scalars(target(agent, GOOD), SYSTEM)
        assert session._fresh_until > asyncio.get_running_loop().time()
        assert snmp.counters.total("snmp.") == 0


async def test_a_context_leads_to_another_agent_behind_a_proxy(tmp_path: Path) -> None:
    behind_lines = ["rocommunity public", "sysName behind"]
    with running_snmpd(tmp_path / "behind", behind_lines) as behind:
        front_lines = [
            "sysName front",
            *user_lines(GOOD),
            f"rouser {GOOD.user} priv .1.3 behind",
            f"proxy -Cn behind -v 2c -c public 127.0.0.1:{behind.port} .1.3.6.1.2.1.1",
        ]
        with running_snmpd(tmp_path / "front", front_lines) as front:
            names = []
            async with client("gufo-snmp") as snmp:
                for context in ("", "behind"):
                    there = target(front, msgspec.structs.replace(GOOD, context=context))
                    names.append((await snmp.scalars(there, [Column(SYS_NAME, Syntax.OCTETS)]))[SYS_NAME])
    assert names == [b"front", b"behind"]
