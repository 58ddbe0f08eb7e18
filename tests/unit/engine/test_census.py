"""Counting ways in, and what is weak about them."""

from __future__ import annotations

import pytest

from nocscape.engine.workbench.census import counted, entry_of, weaknesses
from nocscape.model.credentials import AuthProtocol, PrivProtocol, SnmpCredential, SnmpVersion
from nocscape.model.mibs import Weakness
from nocscape.model.net import Device, Endpoint


def v3(auth: AuthProtocol = AuthProtocol.SHA256, priv: PrivProtocol = PrivProtocol.AES128) -> SnmpCredential:
    return SnmpCredential(name="v3:noc", version=SnmpVersion.V3, user="noc", auth=auth, priv=priv)


def community(word: str, version: SnmpVersion = SnmpVersion.V2C) -> SnmpCredential:
    return SnmpCredential(name=f"{version}:{word[:2]}", version=version, community=word)


@pytest.mark.parametrize(
    ("credential", "expected"),
    [
        (v3(), ()),
        (v3(AuthProtocol.MD5, PrivProtocol.DES), (Weakness.MD5, Weakness.DES)),
        (v3(priv=PrivProtocol.NONE), (Weakness.NO_PRIV,)),
        (v3(AuthProtocol.NONE, PrivProtocol.NONE), (Weakness.NO_AUTH,)),
        (community("x7#kq"), (Weakness.COMMUNITY_IN_CLEAR,)),
        (community("Public"), (Weakness.WELL_KNOWN_COMMUNITY, Weakness.COMMUNITY_IN_CLEAR)),
        (community("x7#kq", SnmpVersion.V1), (Weakness.V1, Weakness.COMMUNITY_IN_CLEAR)),
    ],
)
def test_each_weakness_is_named(credential: SnmpCredential, expected: tuple[Weakness, ...]) -> None:
    assert weaknesses(credential) == expected


def device(number: int, credential: SnmpCredential | None) -> Device:
    return Device(
        id=f"d{number}",
        name=f"sw{number}",
        endpoint=Endpoint(address=f"192.0.2.{number}"),
        snmp=credential.version if credential else None,
        credential=credential.name if credential else None,
    )


def test_the_weakest_stand_first_and_everything_is_counted() -> None:
    ways = [v3(), community("public"), v3(AuthProtocol.MD5), community("x7#kq"), None]
    census = counted(entry_of(device(n, way), way) for n, way in enumerate(ways))
    assert {entry.name for entry in census.entries[:2]} == {"sw1", "sw2"}
    assert census.versions == {"v3": 2, "v2c": 2, "none": 1}
    assert census.algorithms == {"SHA-256 AES-128": 1, "MD5 AES-128": 1}
    assert census.weak == 2
    assert census.weaknesses[Weakness.COMMUNITY_IN_CLEAR] == 2


def test_a_lost_secret_does_not_hide_the_version() -> None:
    old = community("x7#kq", SnmpVersion.V1)
    entry = entry_of(device(1, old), None)
    assert (entry.version, entry.weaknesses) == (SnmpVersion.V1, (Weakness.V1,))
