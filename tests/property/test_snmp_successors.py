"""Questions for what follows many OIDs are read by any agent, and no reply can break who asked."""

from __future__ import annotations

from contextlib import suppress

from hypothesis import given
from hypothesis import strategies as st

from nocscape.wire.snmp import ber, successors
from tests.integration.fake_agent import END_OF_MIB, GET_NEXT, Value, number, parse, refuse, reply

OIDS = st.lists(
    st.tuples(st.just(1), st.integers(0, 39), st.lists(st.integers(0, 2**32 - 1), max_size=20)).map(
        lambda parts: (parts[0], parts[1], *parts[2])
    ),
    min_size=1,
    max_size=16,
)
IDS = st.integers(0, 2**31 - 1)


@given(st.text("abc@0", max_size=20), IDS, OIDS)
def test_an_agent_reads_what_was_asked(community: str, request_id: int, oids: list[tuple[int, ...]]) -> None:
    asked = parse(successors.request(community, request_id, oids))
    assert (asked.version, asked.community, asked.verb) == (1, community.encode(), GET_NEXT)
    assert (asked.request_id, asked.oids) == (request_id, tuple(oids))


@given(IDS, OIDS, st.data())
def test_a_reply_tells_what_follows(request_id: int, oids: list[tuple[int, ...]], data: st.DataObject) -> None:
    asked = parse(successors.request("public", request_id, oids))
    ends = data.draw(st.lists(st.booleans(), min_size=len(oids), max_size=len(oids)))
    binds = [
        (oid if is_end else (*oid, 1), Value(END_OF_MIB, b"") if is_end else number(5))
        for oid, is_end in zip(oids, ends, strict=True)
    ]
    told = successors.reply(reply(asked, binds), request_id)
    assert told == successors.Successors(0, tuple(None if e else (*o, 1) for o, e in zip(oids, ends, strict=True)))
    assert successors.reply(reply(asked, binds), request_id ^ 1) is None


@given(IDS, OIDS)
def test_a_refusal_is_told_as_one(request_id: int, oids: list[tuple[int, ...]]) -> None:
    asked = parse(successors.request("public", request_id, oids))
    told = successors.reply(refuse(asked, 5, 1), request_id)
    assert told is not None
    assert told.status == 5


@given(st.binary(max_size=200), st.integers(0, 60), st.integers(0, 255))
def test_any_octets_are_read_or_refused(noise: bytes, at: int, octet: int) -> None:
    damaged = bytearray(reply(parse(successors.request("public", 7, [(1, 3, 6, 1)])), [((1, 3, 6, 1, 2), number(1))]))
    damaged[at % len(damaged)] = octet
    for datagram in (noise, bytes(damaged)):
        with suppress(ber.BerError):
            successors.reply(datagram, 7)
