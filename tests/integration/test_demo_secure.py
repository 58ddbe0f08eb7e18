"""The demo network's SNMPv3 against both back-ends: who may read, and what the others are told."""

from __future__ import annotations

from collections.abc import AsyncIterator

import msgspec
import pytest

from nocscape.base.clock import FakeClock
from nocscape.demo.campus import Campus
from nocscape.demo.network import CREDENTIALS, DemoNetwork, user_of
from nocscape.model.credentials import SnmpCredential
from nocscape.wire.snmp import AuthFault, SnmpAuthError, SnmpError, SnmpTarget, open_client
from tests.integration.ports import free_udp_port

PLAIN, SECURE, OPEN = CREDENTIALS
SYS_NAME = "1.3.6.1.2.1.1.5.0"
BACKENDS = pytest.mark.parametrize("prefer", ["gufo-snmp", "pysnmp"])


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
async def port(clock: FakeClock) -> AsyncIterator[int]:
    network = DemoNetwork(Campus(), clock)
    port = free_udp_port()
    await network.start(port)
    yield port
    network.close()


async def name_at(prefer: str, address: str, port: int, credential: SnmpCredential, timeout_s: float = 10.0) -> str:
    client = open_client(prefer)
    try:
        target = SnmpTarget(address=address, port=port, credential=credential, timeout_s=timeout_s, retries=0)
        found = await client.get(target, [SYS_NAME])
    finally:
        await client.close()
    return bytes(found[0].value).decode()  # type: ignore[arg-type]


@BACKENDS
@pytest.mark.parametrize(("name", "credential"), [("app-1", PLAIN), ("core-1", SECURE), ("ups-hq", OPEN)])
async def test_each_device_answers_its_own_credential(
    port: int, prefer: str, name: str, credential: SnmpCredential
) -> None:
    address = next(b.address for b in Campus().boxes if b.name == name)
    assert await name_at(prefer, address, port, credential) == name


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"user": "nobody"}, AuthFault.UNKNOWN_USER),
        ({"auth_key": "wrong-password"}, AuthFault.WRONG_KEY),
        ({"priv_key": "wrong-password"}, AuthFault.WRONG_PRIV_KEY),
    ],
)
async def test_a_wrong_credential_is_told_from_the_others(port: int, changed: dict[str, str], fault: AuthFault) -> None:
    core = Campus().boxes[2]
    with pytest.raises(SnmpAuthError) as raised:
        await name_at("pysnmp", core.address, port, msgspec.structs.replace(SECURE, **changed))
    assert raised.value.kind is fault


async def test_what_speaks_v3_speaks_nothing_else(port: int) -> None:
    with pytest.raises(SnmpError):
        await name_at("pysnmp", Campus().boxes[2].address, port, PLAIN, timeout_s=0.3)


def test_a_third_of_the_campus_asks_for_keys_and_one_device_for_a_name() -> None:
    users = [user for box in Campus().boxes if (user := user_of(box)) is not None]
    assert sum(bool(u.auth_password and u.priv_password) for u in users) == 18
    assert sum(not u.auth_password for u in users) == 1
