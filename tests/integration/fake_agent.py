"""An SNMP v1/v2c agent in a few lines, that can be told to misbehave in every way that real ones do."""

from __future__ import annotations

import asyncio
from bisect import bisect_right
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from typing import NamedTuple, cast

from nocscape.wire.snmp import ber

Oid = tuple[int, ...]

INTEGER, OCTETS, NULL, OID = 0x02, 0x04, 0x05, 0x06
IP_ADDRESS, COUNTER32, GAUGE32, TIME_TICKS, OPAQUE, COUNTER64 = 0x40, 0x41, 0x42, 0x43, 0x44, 0x46
NO_SUCH_OBJECT, NO_SUCH_INSTANCE, END_OF_MIB = 0x80, 0x81, 0x82
GET, GET_NEXT, RESPONSE, SET, GET_BULK = 0xA0, 0xA1, 0xA2, 0xA3, 0xA5


class Value(NamedTuple):
    """A value as it goes on the wire."""

    tag: int
    content: bytes


class Asked(NamedTuple):
    """A request as it came: `first` and `second` are error-status/index, or non-repeaters/max-repetitions."""

    version: int
    community: bytes
    verb: int
    request_id: int
    first: int
    second: int
    oids: tuple[Oid, ...]
    values: tuple[Value, ...]


Binds = list[tuple[Oid, Value]]


def number(value: int, tag: int = INTEGER) -> Value:
    """An integer of some kind."""
    return Value(tag, ber.twos_complement(value))


def text(value: str | bytes) -> Value:
    """An OCTET STRING."""
    return Value(OCTETS, value.encode() if isinstance(value, str) else value)


def encode_oid(oid: Oid) -> bytes:
    """An OBJECT IDENTIFIER's content."""
    out = bytearray([oid[0] * 40 + oid[1]])
    for part in oid[2:]:
        septets = [part & 0x7F]
        while part := part >> 7:
            septets.append(part & 0x7F | 0x80)
        out += bytes(reversed(septets))
    return bytes(out)


def decode_oid(content: bytes) -> Oid:
    """The inverse of `encode_oid`."""
    parts, value = [content[0] // 40, content[0] % 40], 0
    for octet in content[1:]:
        value = value << 7 | octet & 0x7F
        if not octet & 0x80:
            parts.append(value)
            value = 0
    return tuple(parts)


def parse(datagram: bytes) -> Asked:
    """A request of a well-behaved manager."""
    version, community, pdu = ber.children(datagram, 0, ber.SEQUENCE)
    verb = datagram[pdu]
    request_id, first, second, binds = ber.children(datagram, pdu, verb)
    _, at, end = ber.read_header(datagram, binds, len(datagram))
    oids, values = [], []
    while at < end:
        name, value = ber.children(datagram, at, ber.SEQUENCE)
        _, start, stop = ber.read_header(datagram, name, end)
        oids.append(decode_oid(datagram[start:stop]))
        tag, start, stop = ber.read_header(datagram, value, end)
        values.append(Value(tag, datagram[start:stop]))
        at = ber.read_header(datagram, at, end)[2]
    return Asked(
        ber.integer_at(datagram, version),
        ber.octets_at(datagram, community),
        verb,
        ber.integer_at(datagram, request_id),
        ber.integer_at(datagram, first),
        ber.integer_at(datagram, second),
        tuple(oids),
        tuple(values),
    )


def reply(asked: Asked, binds: Iterable[tuple[Oid, Value]], *, status: int = 0, index: int = 0) -> bytes:
    """The response to `asked`."""
    listed = b"".join(
        ber.tlv(ber.SEQUENCE, ber.tlv(OID, encode_oid(oid)) + ber.tlv(value.tag, value.content)) for oid, value in binds
    )
    numbers = ber.integer(asked.request_id) + ber.integer(status) + ber.integer(index)
    pdu = ber.tlv(RESPONSE, numbers + ber.tlv(ber.SEQUENCE, listed))
    return ber.tlv(ber.SEQUENCE, ber.integer(asked.version) + ber.tlv(OCTETS, asked.community) + pdu)


def refuse(asked: Asked, status: int, index: int) -> bytes:
    """An error reply, which repeats the request's names with NULL values."""
    return reply(asked, [(oid, Value(NULL, b"")) for oid in asked.oids], status=status, index=index)


class Mib:
    """A set of objects and what an honest agent says of them."""

    def __init__(self, objects: Mapping[Oid, Value], most_binds: int = 100, most_octets: int = 60_000) -> None:
        self.objects = dict(objects)
        self._order = sorted(self.objects)
        self.most_binds = most_binds
        self._most_octets = most_octets

    def after(self, oid: Oid) -> tuple[Oid, Value]:
        """The lexicographical successor."""
        at = bisect_right(self._order, oid)
        if at == len(self._order):
            return oid, Value(END_OF_MIB, b"")
        return self._order[at], self.objects[self._order[at]]

    def binds(self, asked: Asked) -> Binds:
        """What RFC 3416 section 4.2 says to answer."""
        if asked.verb == GET:
            return [(oid, self.objects.get(oid, Value(NO_SUCH_INSTANCE, b""))) for oid in asked.oids]
        if asked.verb == GET_NEXT:
            return [self.after(oid) for oid in asked.oids]
        found: Binds = []
        row = list(asked.oids)
        for _ in range(asked.second):
            step = [self.after(oid) for oid in row]
            found += step
            row = [oid for oid, _ in step]
            if len(found) >= self.most_binds or all(value.tag == END_OF_MIB for _, value in step):
                break
        return self._fitting(found[: self.most_binds])

    def _fitting(self, binds: Binds) -> Binds:
        """As many as fit into a reply, but one at least."""
        room = self._most_octets
        for place, (oid, value) in enumerate(binds):
            room -= len(value.content) + len(oid) + 12
            if room < 0:
                return binds[: max(1, place)]
        return binds

    def answer(self, asked: Asked) -> list[bytes]:
        """One honest reply."""
        binds = self.binds(asked)
        if asked.version == 0:
            for place, (_, value) in enumerate(binds):
                if value.tag >= NO_SUCH_OBJECT or value.tag == COUNTER64:
                    return [refuse(asked, 2, place + 1)]
        return [reply(asked, binds)]


Answer = Callable[[Asked], list[bytes]]


class FakeAgent(asyncio.DatagramProtocol):
    """Answers each request with the datagrams that `answer` makes of it."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.asked: list[Asked] = []
        self.port = 0
        self.transport: asyncio.DatagramTransport | None = None
        self.asker: tuple[str, int] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.DatagramTransport", transport)
        self.port = transport.get_extra_info("sockname")[1]

    def datagram_received(self, data: bytes, address: tuple[str, int]) -> None:
        asked = parse(data)
        self.asker = address
        self.asked.append(asked)
        assert self.transport is not None
        for datagram in self.answer(asked):
            self.transport.sendto(datagram, address)


@asynccontextmanager
async def fake_agent(answer: Answer, address: str = "127.0.0.1") -> AsyncIterator[FakeAgent]:
    """A fake agent on a port of its own, for as long as the block lasts."""
    loop = asyncio.get_running_loop()
    transport, agent = await loop.create_datagram_endpoint(lambda: FakeAgent(answer), local_addr=(address, 0))
    try:
        yield agent
    finally:
        transport.close()
        await asyncio.sleep(0)
