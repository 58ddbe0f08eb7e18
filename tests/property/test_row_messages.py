"""Replies read by their shape say what a plain parser finds in them, or are refused."""

from __future__ import annotations

from contextlib import suppress

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from nocscape.wire.snmp import ber
from nocscape.wire.snmp.normal import opaque
from nocscape.wire.snmp.row_messages import LEAST_REQUEST_ID, MOST_REQUEST_ID, Answer, RowRequest
from nocscape.wire.snmp.types import SnmpValue
from tests.integration import fake_agent
from tests.integration.fake_agent import GET, Oid, Value, number, parse, refuse, reply, text

NUMBERS = (fake_agent.COUNTER32, fake_agent.GAUGE32, fake_agent.TIME_TICKS, fake_agent.COUNTER64, fake_agent.INTEGER)
NOTHING = (fake_agent.NULL, fake_agent.NO_SUCH_OBJECT, fake_agent.NO_SUCH_INSTANCE, fake_agent.END_OF_MIB)

IDS = st.integers(LEAST_REQUEST_ID, MOST_REQUEST_ID)
OIDS = st.lists(
    st.lists(st.integers(0, 2**32 - 1), max_size=12).map(lambda rest: (1, 3, *rest)), min_size=1, max_size=12
)
VALUES = st.one_of(
    st.builds(number, st.integers(0, 2**64 - 1), st.sampled_from(NUMBERS[:-1])),
    st.builds(number, st.integers(-(2**63), 2**63 - 1)),
    st.builds(Value, st.sampled_from(NUMBERS), st.binary(max_size=10)),
    st.builds(text, st.binary(max_size=300)),
    st.builds(Value, st.sampled_from(NOTHING), st.just(b"")),
    st.builds(Value, st.just(fake_agent.IP_ADDRESS), st.binary(min_size=4, max_size=4)),
    st.builds(Value, st.just(fake_agent.OPAQUE), st.binary(max_size=12)),
    st.builds(lambda oid: Value(fake_agent.OID, fake_agent.encode_oid(oid)), OIDS.map(lambda oids: oids[0])),
)


def told(answer: Answer) -> list[SnmpValue]:
    """What an answer says of each row."""
    numbers = zip(answer.numbers.tolist(), answer.is_number.tolist(), strict=True)
    return [value if is_number else answer.others.get(place) for place, (value, is_number) in enumerate(numbers)]


def meant(value: Value) -> SnmpValue:
    """What one value on the wire means."""
    if value.tag in NUMBERS:
        return int.from_bytes(value.content, "big", signed=value.tag == fake_agent.INTEGER)
    if value.tag == fake_agent.OPAQUE:
        return opaque(value.content)
    if value.tag == fake_agent.IP_ADDRESS:
        return ".".join(map(str, value.content))
    if value.tag == fake_agent.OID:
        return ".".join(map(str, ber.object_id_at(ber.tlv(value.tag, value.content), 0)))
    return None if value.tag in NOTHING else value.content


def request_of(oids: list[Oid]) -> RowRequest:
    return RowRequest([".".join(map(str, oid)) for oid in oids])


@given(st.text("abc@0", max_size=20), IDS, OIDS)
def test_an_agent_reads_what_was_asked(community: str, request_id: int, oids: list[Oid]) -> None:
    asked = parse(request_of(oids).message(community, request_id))
    assert (asked.version, asked.community, asked.verb) == (1, community.encode(), GET)
    assert (asked.request_id, asked.oids) == (request_id, tuple(oids))


@settings(deadline=None)
@given(IDS, OIDS, st.data())
def test_a_reply_says_what_the_agent_meant_whatever_the_one_before_was_like(
    request_id: int, oids: list[Oid], data: st.DataObject
) -> None:
    request, shape = request_of(oids), None
    asked = parse(request.message("public", request_id))
    for _ in range(2):
        values = data.draw(st.lists(VALUES, min_size=len(oids), max_size=len(oids)))
        datagram = reply(asked, zip(oids, values, strict=True))
        for known in (None, shape):
            answer = request.read(datagram, request_id, known)
            assert answer is not None
            assert told(answer) == [meant(value) for value in values]
            shape = answer.shape
        assert request.read(datagram, request_id ^ 1, shape) is None


@given(IDS, OIDS, st.integers(1, 18))
def test_a_refusal_is_told_as_one(request_id: int, oids: list[Oid], status: int) -> None:
    request = request_of(oids)
    answer = request.read(refuse(parse(request.message("public", request_id)), status, 1), request_id)
    assert answer is not None
    assert answer.status == status


@given(OIDS, OIDS)
def test_rows_that_nobody_asked_for_are_refused(asked_for: list[Oid], answered: list[Oid]) -> None:
    assume(asked_for != answered)
    request = request_of(asked_for)
    asked = parse(request.message("public", LEAST_REQUEST_ID))
    with pytest.raises(ber.BerError):
        request.read(reply(asked, [(oid, number(1)) for oid in answered]), LEAST_REQUEST_ID)


@settings(max_examples=300, deadline=None)
@given(OIDS, st.data())
def test_a_reply_that_was_damaged_says_what_a_parser_finds_in_it_or_nothing(
    oids: list[Oid], data: st.DataObject
) -> None:
    request = request_of(oids)
    asked = parse(request.message("public", LEAST_REQUEST_ID))
    values = data.draw(st.lists(VALUES, min_size=len(oids), max_size=len(oids)))
    whole = reply(asked, zip(oids, values, strict=True))
    intact = request.read(whole, LEAST_REQUEST_ID)
    damaged = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 3))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    if data.draw(st.booleans()):
        del damaged[data.draw(st.integers(0, len(damaged))) :]
    for shape in (None, intact.shape if intact else None):
        with suppress(ber.BerError):
            answer = request.read(bytes(damaged), LEAST_REQUEST_ID, shape)
            if answer is not None and not answer.status:
                found = parse(bytes(damaged))
                assert found.oids == tuple(oids)
                assert told(answer) == [meant(value) for value in found.values]


@given(st.binary(max_size=400), OIDS)
def test_any_octets_are_read_or_refused(noise: bytes, oids: list[Oid]) -> None:
    request = request_of(oids)
    shape = np.zeros(len(oids), np.uint8)
    for known in (None, shape):
        with suppress(ber.BerError):
            assert request.read(noise, LEAST_REQUEST_ID, known) is None
