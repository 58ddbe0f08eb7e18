"""One GET over a connection of its own. The protocol is h11's; reading, bounds and TLS are ours."""

from __future__ import annotations

import ipaddress
from typing import NamedTuple

import h11

from nocscape.base.text import one_line
from nocscape.model.access import Header
from nocscape.wire.streams import Streams, Trust, connection, tls_context

AGENT = "Nocscape"
_MOST_HEADERS = 64 * 1024
_MOST_LETTERS = 160
_PORTS = {False: 80, True: 443}


class HttpError(Exception):
    """What answered does not speak HTTP, or says more than is wanted."""


class Address(NamedTuple):
    """What to get, and where."""

    address: str
    port: int
    path: str = "/"
    host: str = ""
    """Name of the server; its address where it is empty."""
    is_tls: bool = False
    trust: Trust = Trust()

    @property
    def authority(self) -> str:
        """The Host header (RFC 9110 section 7.2)."""
        name = self.host or _bracketed(self.address)
        return name if self.port == _PORTS[self.is_tls] else f"{name}:{self.port}"


class Answer(NamedTuple):
    """A whole answer; redirects are not followed."""

    status: int
    reason: str
    body: bytes
    is_cut: bool = False
    """Whether there was more than was wanted."""


async def get(where: Address, *, most_octets: int, accept: str = "*/*", secret: Header | None = None) -> Answer:
    """The answer, cut at `most_octets` of its body; `secret` is a header to send along, and in no error's words.

    Raises OSError and HttpError; the caller sets the time.
    """
    asked = _request(where, accept, secret)
    context = tls_context(where.trust) if where.is_tls else None
    async with connection(where.address, where.port, context=context, host=where.host) as streams:
        try:
            return await _exchange(streams, asked, most_octets)
        except (h11.ProtocolError, ValueError) as error:
            raise HttpError(one_line(str(error), _MOST_LETTERS)) from error


def _request(where: Address, accept: str, secret: Header | None) -> h11.Request:
    headers = [("Host", where.authority), ("User-Agent", AGENT), ("Accept", accept), ("Connection", "close")]
    sent = [(secret.name, secret.value)] if secret is not None else []
    try:
        return h11.Request(method="GET", target=where.path, headers=[*headers, *sent])
    except (h11.ProtocolError, ValueError):
        raise HttpError("no request can be made of the path, the host or the secret") from None


async def _exchange(streams: Streams, asked: h11.Request, most_octets: int) -> Answer:
    peer = h11.Connection(h11.CLIENT, max_incomplete_event_size=_MOST_HEADERS)
    streams.writer.write((peer.send(asked) or b"") + (peer.send(h11.EndOfMessage()) or b""))
    status, reason, body = 0, "", bytearray()
    while True:
        event = await _next_event(streams, peer)
        match event:
            case h11.Response():
                status, reason = event.status_code, one_line(event.reason.decode("latin-1"), _MOST_LETTERS)
            case h11.Data():
                body += event.data
                if len(body) > most_octets:
                    return Answer(status, reason, bytes(body[:most_octets]), is_cut=True)
            case h11.EndOfMessage() | h11.ConnectionClosed():
                return Answer(status, reason, bytes(body))


async def _next_event(streams: Streams, peer: h11.Connection) -> h11.Event:
    while True:
        event = peer.next_event()
        if event is h11.NEED_DATA:
            peer.receive_data(await streams.reader.read(_MOST_HEADERS))
        elif isinstance(event, h11.Event):
            return event
        else:
            raise HttpError("the connection is not to be used")


def _bracketed(address: str) -> str:
    try:
        return f"[{address}]" if ipaddress.ip_address(address).version == 6 else address
    except ValueError:
        return address
