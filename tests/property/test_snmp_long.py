"""Ten thousand hostile packets and lines at every parser of ours, for the long set: a value or a refusal, in bounds."""

from __future__ import annotations

import tracemalloc
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nocscape.base.errors import InputError
from nocscape.mibs import MibType, open_dictionary, value_of
from nocscape.wire.snmp import ber
from nocscape.wire.snmp.discovery_probe import discovery_message, engine_in, engine_of
from nocscape.wire.snmp.recording import RecordingError, varbind_of
from nocscape.wire.snmp.simulated import protocol
from nocscape.wire.snmp.simulated.agent import Agent
from nocscape.wire.snmp.simulated.objects import Objects

MANY = settings(max_examples=10_000, deadline=None, suppress_health_check=list(HealthCheck))
MEGABYTE = 1_000_000

GET_BULK = bytes.fromhex("302a02010104067075626c6963a51d02040badcafe020100020164300f300d06092b06010201020201020500")
RESPONSE = bytes.fromhex(
    "302f02010104067075626c6963a22202040badcafe0201000201003014301206082b0601020101050004066c6172676521"
)
REAL = (GET_BULK, RESPONSE, discovery_message(77))


@st.composite
def wounded(draw: st.DrawFn) -> bytes:
    """A real packet with some octets changed, cut out, doubled or put in; or no packet at all."""
    packet = bytearray(draw(st.sampled_from(REAL)))
    for _ in range(draw(st.integers(1, 6))):
        at, size = draw(st.integers(0, len(packet))), draw(st.integers(0, 12))
        packet[at : at + draw(st.integers(0, size))] = draw(st.binary(max_size=size))
    return draw(st.sampled_from((bytes(packet), bytes(packet) * 2, draw(st.binary(max_size=200)))))


def small_device() -> Agent:
    objects = Objects()
    for row in range(1, 300):
        objects.text(f"1.3.6.1.2.1.2.2.1.2.{row}", f"port {row}")
    return Agent({"public": objects}, lambda: 0.0)


AGENT = small_device()


@pytest.mark.long
@pytest.mark.timeout(600)
@MANY
@given(wounded())
def test_ten_thousand_packets_are_messages_or_refused(packet: bytes) -> None:
    with suppress(ber.BerError):
        message = ber.message_in(packet)
        assert len(message) <= 2 * len(packet)
        ber.check_reply(message)
    with suppress(ber.BerError):
        engine_in(packet, 77)
    with suppress(ber.BerError):
        engine_of(packet)


@pytest.mark.long
@pytest.mark.timeout(600)
@MANY
@given(wounded())
def test_ten_thousand_requests_are_answered_in_one_frame_or_dropped(packet: bytes) -> None:
    with suppress(ber.BerError):
        request = protocol.decode(packet)
        if request.community == b"public":
            assert len(AGENT.respond(request, 0.0)) <= 65_507


@pytest.mark.long
@pytest.mark.timeout(600)
@MANY
@given(st.text(max_size=300) | wounded().map(lambda packet: f"1.3.6.1|4x|{packet.hex()}"))
def test_ten_thousand_lines_are_instances_or_refused(line: str) -> None:
    with suppress(RecordingError):
        varbind_of(line)


@pytest.mark.long
@pytest.mark.timeout(600)
@MANY
@given(
    st.sampled_from(["INTEGER", "OCTET STRING", "BITS", "IpAddress", "OBJECT IDENTIFIER", "Opaque", "Counter64", ""]),
    st.sampled_from(["", "MacAddress", "DateAndTime", "InetAddress", "DisplayString"]),
    st.sampled_from(["", "d-2", "1x:", "255a", "x"]),
    st.text(max_size=60),
)
def test_ten_thousand_typed_values_are_taken_or_refused(base: str, convention: str, hint: str, text: str) -> None:
    with suppress(InputError):
        value_of(MibType(base=base, convention=convention, hint=hint), text, open_dictionary(None).resolve)


@pytest.mark.long
def test_hostile_packets_leave_nothing_in_memory() -> None:
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    for size in range(1, 20_000, 7):
        with suppress(ber.BerError):
            ber.message_in(b"\x30\x84\x7f\xff\xff\xff" + b"\x30\x80" * (size % 500))
        with suppress(ber.BerError):
            protocol.decode(GET_BULK[: size % len(GET_BULK)] + b"\xff" * (size % 90))
    after = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert after - before < MEGABYTE
