"""The simulated agent's protocol against hostile and ordinary datagrams."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from nocscape.base.clock import FakeClock
from nocscape.demo.campus import Campus
from nocscape.demo.network import DemoNetwork
from nocscape.wire.snmp.ber import BerError
from nocscape.wire.snmp.simulated import protocol
from nocscape.wire.snmp.simulated.agent import Agent

GET_SYS_DESCR = bytes.fromhex("302902010104067075626c6963a01c02040badcafe020100020100300e300c06082b060102010101000500")
DEVICE = DemoNetwork(Campus(), FakeClock()).devices[0]

oids = st.tuples(st.integers(0, 2), st.integers(0, 39)).flatmap(
    lambda top: st.lists(st.integers(0, 2**32 - 1), max_size=20).map(lambda rest: (*top, *rest))
)


@given(oids)
def test_an_object_identifier_survives_encoding(oid: tuple[int, ...]) -> None:
    encoded = protocol.encode_oid(oid)
    inner = encoded[2:] if encoded[1] < 0x80 else encoded[2 + (encoded[1] & 0x7F) :]
    assert protocol._decode_oid(inner) == oid


@given(st.integers(0, 2**64 - 1))
def test_a_counter_wraps_at_its_width(value: int) -> None:
    assert protocol.unsigned(protocol.COUNTER32, value) == protocol.unsigned(protocol.COUNTER32, value % 2**32)


def test_two_hundred_mutations_of_a_request_are_answered_or_refused() -> None:
    chance = random.Random(4)
    agent = Agent({"public": DEVICE.objects}, lambda: 0.0)
    for _ in range(200):
        datagram = bytearray(GET_SYS_DESCR)
        for _ in range(chance.randrange(1, 6)):
            datagram[chance.randrange(len(datagram))] = chance.randrange(256)
        try:
            request = protocol.decode(bytes(datagram[: chance.randrange(1, len(datagram) + 1)]))
        except BerError:
            continue
        if request.community != b"public":
            continue
        assert agent.respond(request, 0.0)
