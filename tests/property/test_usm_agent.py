"""The simulated agent's SNMPv3 against hostile datagrams."""

from __future__ import annotations

import random
from contextlib import suppress

import pytest

from nocscape.base.clock import FakeClock
from nocscape.demo.campus import Campus
from nocscape.demo.network import USER, DemoNetwork
from nocscape.wire.snmp.ber import INTEGER, OCTETS, SEQUENCE, BerError, integer, tlv
from nocscape.wire.snmp.discovery_probe import discovery_message, engine_in
from nocscape.wire.snmp.simulated import protocol
from nocscape.wire.snmp.simulated.usm_agent import SecureUser, UsmAgent, _Message

ENGINE = bytes.fromhex("80001f8803026e6f630001")
OBJECTS = DemoNetwork(Campus(), FakeClock()).devices[0].objects
SYS_NAME = protocol.key("1.3.6.1.2.1.1.5.0")


def agent(user: SecureUser = USER) -> UsmAgent:
    return UsmAgent(ENGINE, user, OBJECTS, 0.0)


def request(user: SecureUser = USER, now: float = 100.0) -> bytes:
    """A manager seals a request as the agent seals its response."""
    binding = protocol.binding(SYS_NAME, bytes((protocol.NULL, 0)))
    pdu = tlv(protocol.GET, integer(7) + integer(0) + integer(0) + tlv(SEQUENCE, binding))
    asked = _Message(9, 0, ENGINE, 1, 100, user.name.encode(), b"", b"", b"", b"")
    return agent(user)._seal(asked, user.level, tlv(OCTETS, ENGINE) + tlv(OCTETS, b""), pdu, now)


@pytest.mark.parametrize("user", [USER, SecureUser("noc", "authpass123"), SecureUser("guest")])
def test_a_sealed_request_is_answered(user: SecureUser) -> None:
    reply = agent(user).reply(request(user), 100.0)
    assert reply is not None
    assert (b"fw-1" in reply) is not bool(user.priv_password)


def test_anybody_is_told_the_engine() -> None:
    reply = agent().reply(discovery_message(77), 100.0)
    assert reply is not None
    found = engine_in(reply, 77)
    assert (found.engine_id, found.boots, found.time_s) == (ENGINE, 1, 100)


def test_a_request_from_another_time_is_not_answered() -> None:
    """A response bears no reportable flag, so an old one draws no report either."""
    assert agent().reply(request(now=100.0), 300.0) is None


def test_each_response_is_encrypted_anew() -> None:
    answering = agent()
    assert len({answering.reply(request(), 100.0) for _ in range(5)}) == 5


@pytest.mark.parametrize("user", [USER, SecureUser("guest")])
def test_two_hundred_mutations_of_a_request_are_answered_or_refused(user: SecureUser) -> None:
    chance, answering = random.Random(6), agent(user)
    whole = request(user)
    for _ in range(200):
        datagram = bytearray(whole)
        for _ in range(chance.randrange(1, 6)):
            datagram[chance.randrange(len(datagram))] = chance.randrange(256)
        with suppress(BerError):
            answering.reply(bytes(datagram[: chance.randrange(1, len(datagram) + 1)]), 100.0)


def test_a_message_without_a_flag_is_refused() -> None:
    header = integer(1) + integer(1400) + tlv(OCTETS, b"") + integer(3)
    broken = tlv(SEQUENCE, tlv(INTEGER, b"\x03") + tlv(SEQUENCE, header) + tlv(OCTETS, b"") + tlv(SEQUENCE, b""))
    with pytest.raises(BerError):
        agent().reply(broken, 0.0)
