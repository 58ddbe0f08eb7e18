"""One simulated agent on one UDP port, with a set of objects for each community."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping
from typing import Protocol, cast

from nocscape.wire.snmp.ber import SEQUENCE, BerError, children, integer_at, message_in
from nocscape.wire.snmp.simulated import protocol
from nocscape.wire.snmp.simulated.objects import Objects
from nocscape.wire.snmp.simulated.protocol import OidKey, Request
from nocscape.wire.udp_resets import ignore_resets

MAX_RESPONSE = 1400
"""Octets of bindings in one response: what fits an Ethernet frame."""

MAX_ROWS = 200
"""Repetitions of one GETBULK, whatever was asked for."""

Address = tuple[str, int]
Instance = tuple[OidKey, bytes]


class Secure(Protocol):
    """What answers an SNMPv3 message, or drops it. Raises BerError for what is none."""

    def reply(self, data: bytes, now: float) -> bytes | None:
        """The response or report to a datagram; None where the standard says to stay silent."""


def _never(_now: float) -> bool:
    return False


class Agent(asyncio.DatagramProtocol):
    """Answers GET, GETNEXT and GETBULK for its communities; silent while `is_silent(now)`.

    `secure` answers SNMPv3; without it, this agent speaks none.
    """

    def __init__(
        self,
        communities: Mapping[str, Objects],
        now: Callable[[], float],
        is_silent: Callable[[float], bool] = _never,
        secure: Secure | None = None,
    ) -> None:
        self._objects = {name.encode(): objects for name, objects in communities.items()}
        self._now = now
        self._is_silent = is_silent
        self._secure = secure
        self._transport: asyncio.DatagramTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The socket is open."""
        self._transport = cast("asyncio.DatagramTransport", transport)
        ignore_resets(transport.get_extra_info("socket"))

    def datagram_received(self, data: bytes, addr: Address) -> None:
        """Answer what is a request of a known community or user; drop all else, as RFC 1157 section 4.1 says."""
        now = self._now()
        if self._is_silent(now) or self._transport is None:
            return
        try:
            reply = self._reply(data, now)
        except BerError:
            return
        if reply is not None:
            self._transport.sendto(reply, addr)

    def _reply(self, data: bytes, now: float) -> bytes | None:
        if self._secure is not None and is_v3(data):
            return self._secure.reply(data, now)
        request = protocol.decode(data)
        return self.respond(request, now) if request.community in self._objects else None

    def respond(self, request: Request, now: float) -> bytes:
        """The response that RFC 3416 (or, for v1, RFC 1157) asks for; the request's community must be known."""
        return protocol.encode_message(request, answer(self._objects[request.community], request, now))


def is_v3(data: bytes) -> bool:
    """Whether a datagram is an SNMPv3 message; BerError where it is no message at all."""
    message = message_in(data)
    return integer_at(message, children(message, 0, SEQUENCE, 1)[0]) == protocol.V3


def answer(objects: Objects, request: Request, now: float) -> bytes:
    """The response PDU."""
    if request.kind == protocol.GET:
        return _single(request, lambda oid: _exact(objects, oid, now))
    if request.kind == protocol.GET_NEXT:
        is_v1 = request.version == protocol.V1
        return _single(request, lambda oid: _next(objects, oid, now, is_v1=is_v1))
    return protocol.encode_response(request, 0, 0, _bulk(objects, request, now))


def _exact(objects: Objects, oid: OidKey, now: float) -> Instance | None:
    value = objects.get(oid, now)
    return None if value is None else (oid, value)


def _next(objects: Objects, oid: OidKey, now: float, *, is_v1: bool) -> Instance | None:
    """The next instance; SNMPv1 has no Counter64, so such are passed over (RFC 3584 section 4.2.2.1)."""
    found = objects.following(oid, now)
    return next((one for one in found if not is_v1 or one[1][0] != protocol.COUNTER64), None)


def _single(request: Request, find: Callable[[OidKey], Instance | None]) -> bytes:
    bindings: list[bytes] = []
    for number, oid in enumerate(request.oids, 1):
        found = find(oid)
        if found is None and request.version == protocol.V1:
            same = [protocol.binding(o, bytes((protocol.NULL, 0))) for o in request.oids]
            return protocol.encode_response(request, protocol.NO_SUCH_NAME, number, same)
        if found is None:
            found = oid, protocol.NO_SUCH_OBJECT if request.kind == protocol.GET else protocol.END_OF_MIB
        bindings.append(protocol.binding(*found))
    return protocol.encode_response(request, 0, 0, bindings)


class _Column:
    """One repeater of a GETBULK: what follows its OID, and the end of the MIB at the last place for ever after."""

    def __init__(self, oid: OidKey, found: Iterator[Instance]) -> None:
        self._last = oid
        self._found = found
        self.is_over = False

    def take(self) -> bytes:
        instance = None if self.is_over else next(self._found, None)
        if instance is None:
            self.is_over = True
            return protocol.binding(self._last, protocol.END_OF_MIB)
        self._last = instance[0]
        return protocol.binding(*instance)


def _bulk(objects: Objects, request: Request, now: float) -> list[bytes]:
    """Row after row (RFC 3416 section 4.2.3), as many as fit; one row at least, however long."""
    columns = [_Column(oid, objects.following(oid, now)) for oid in request.oids]
    fixed = max(0, request.first)
    bindings = [column.take() for column in columns[:fixed]]
    room = MAX_RESPONSE - sum(map(len, bindings))
    for _ in range(min(max(0, request.second), MAX_ROWS)):
        row = [column.take() for column in columns[fixed:]]
        room -= sum(map(len, row))
        if not row or (room < 0 and bindings):
            break
        bindings += row
        if all(column.is_over for column in columns[fixed:]):
            break
    return bindings
