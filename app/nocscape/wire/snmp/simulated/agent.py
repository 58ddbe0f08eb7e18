"""One simulated agent on one UDP port."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import cast

from nocscape.wire.snmp.ber import BerError
from nocscape.wire.snmp.simulated import protocol
from nocscape.wire.snmp.simulated.objects import Objects
from nocscape.wire.snmp.simulated.protocol import OidKey, Request

MAX_RESPONSE = 1400
"""Octets of bindings in one response: what fits an Ethernet frame."""

Address = tuple[str, int]


class Agent(asyncio.DatagramProtocol):
    """Answers GET, GETNEXT and GETBULK for one community; silent while `is_silent(now)`."""

    def __init__(
        self, objects: Objects, community: str, now: Callable[[], float], is_silent: Callable[[float], bool]
    ) -> None:
        self._objects = objects
        self._community = community.encode()
        self._now = now
        self._is_silent = is_silent
        self._transport: asyncio.DatagramTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The socket is open."""
        self._transport = cast("asyncio.DatagramTransport", transport)

    def datagram_received(self, data: bytes, addr: Address) -> None:
        """Answer what is a request of our community; drop all else, as RFC 1157 section 4.1 says."""
        now = self._now()
        if self._is_silent(now) or self._transport is None:
            return
        try:
            request = protocol.decode(data)
        except BerError:
            return
        if request.community == self._community:
            self._transport.sendto(self.respond(request, now), addr)

    def respond(self, request: Request, now: float) -> bytes:
        """The response that RFC 3416 (or, for v1, RFC 1157) asks for."""
        if request.kind == protocol.GET:
            return self._single(request, now, lambda oid: oid)
        if request.kind == protocol.GET_NEXT:
            return self._single(request, now, self._objects.after)
        return protocol.encode_response(request, 0, 0, self._bulk(request, now))

    def _single(self, request: Request, now: float, place: Callable[[OidKey], OidKey | None]) -> bytes:
        bindings: list[bytes] = []
        for number, oid in enumerate(request.oids, 1):
            found = place(oid)
            value = self._objects.get(found, now) if found is not None else None
            if value is None and request.version == protocol.V1:
                same = [protocol.binding(o, bytes((protocol.NULL, 0))) for o in request.oids]
                return protocol.encode_response(request, protocol.NO_SUCH_NAME, number, same)
            if value is None:
                value = protocol.NO_SUCH_OBJECT if request.kind == protocol.GET else protocol.END_OF_MIB
            bindings.append(protocol.binding(found or oid, value))
        return protocol.encode_response(request, 0, 0, bindings)

    def _bulk(self, request: Request, now: float) -> list[bytes]:
        fixed = max(0, request.first)
        bindings = [self._next(oid, now)[1] for oid in request.oids[:fixed]]
        room = MAX_RESPONSE - sum(map(len, bindings))
        places = request.oids[fixed:]
        for _ in range(min(max(0, request.second), 200)):
            row = [self._next(oid, now) for oid in places]
            room -= sum(len(encoded) for _, encoded in row)
            if not row or room < 0:
                break
            bindings += [encoded for _, encoded in row]
            if all(place is None for place, _ in row):
                break
            places = [place if place is not None else old for (place, _), old in zip(row, places, strict=True)]
        return bindings or [self._next(oid, now)[1] for oid in request.oids[:1]]

    def _next(self, oid: OidKey, now: float) -> tuple[OidKey | None, bytes]:
        place = self._objects.after(oid)
        value = self._objects.get(place, now) if place is not None else None
        if place is None or value is None:
            return None, protocol.binding(oid, protocol.END_OF_MIB)
        return place, protocol.binding(place, value)
