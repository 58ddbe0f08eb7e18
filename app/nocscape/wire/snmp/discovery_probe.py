"""Who is there? The SNMPv3 discovery exchange (RFC 3414 section 4), which needs no credentials."""

from __future__ import annotations

import asyncio
import secrets
import socket
from contextlib import suppress

from nocscape.wire.snmp import ber
from nocscape.wire.snmp.types import EngineInfo, SnmpTarget

_REPORTABLE = b"\x04"
_USM = 3
_GET = 0xA0


def discovery_message(message_id: int) -> bytes:
    """An unauthenticated GET without varbinds to an unknown engine, for which an agent must report itself."""
    empty = ber.tlv(ber.OCTETS, b"")
    header = ber.tlv(
        ber.SEQUENCE,
        ber.integer(message_id) + ber.integer(ber.MAX_DATAGRAM) + ber.tlv(ber.OCTETS, _REPORTABLE) + ber.integer(_USM),
    )
    zero = ber.integer(0)
    security = ber.tlv(ber.OCTETS, ber.tlv(ber.SEQUENCE, empty + zero + zero + empty + empty + empty))
    pdu = ber.tlv(_GET, ber.integer(message_id) + zero + zero + ber.tlv(ber.SEQUENCE, b""))
    return ber.tlv(ber.SEQUENCE, ber.integer(ber.V3) + header + security + ber.tlv(ber.SEQUENCE, empty + empty + pdu))


def engine_in(reply: bytes, message_id: int) -> EngineInfo:
    """The engine that `reply` to that message reports; `BerError` for anything else."""
    whole = ber.message_in(reply)
    header = ber.children(whole, 0, ber.SEQUENCE, 2)[1]
    if ber.integer_at(whole, ber.children(whole, header, ber.SEQUENCE, 1)[0]) != message_id:
        raise ber.BerError("another message's reply")
    return engine_of(whole)


def engine_of(message: bytes) -> EngineInfo:
    """The authoritative engine that an SNMPv3 message names (RFC 3414 section 2.4); `BerError` where it names none."""
    version, _, security = ber.children(message, 0, ber.SEQUENCE, 3)[:3]
    if ber.integer_at(message, version) != ber.V3:
        raise ber.BerError("not SNMPv3")
    inner = ber.octets_at(message, security)
    engine_id, boots, time_s = ber.children(inner, 0, ber.SEQUENCE, 3)[:3]
    identity = ber.octets_at(inner, engine_id)
    if not 5 <= len(identity) <= 32:
        raise ber.BerError("engine ID of a wrong length")
    return EngineInfo(engine_id=identity, boots=ber.integer_at(inner, boots), time_s=ber.integer_at(inner, time_s))


class _Probe(asyncio.DatagramProtocol):
    """Waits for the report that answers one message."""

    def __init__(self, message_id: int) -> None:
        self._message_id = message_id
        self.found: asyncio.Future[EngineInfo | None] = asyncio.get_running_loop().create_future()

    def datagram_received(self, data: bytes, _address: object) -> None:
        """Take the first reply that makes sense."""
        with suppress(ber.BerError, ValueError):
            info = engine_in(data, self._message_id)
            if not self.found.done():
                self.found.set_result(info)

    def error_received(self, _error: Exception) -> None:
        """The network refused: there is nobody."""
        if not self.found.done():
            self.found.set_result(None)


async def probe_engine(target: SnmpTarget) -> EngineInfo | None:
    """Ask `target` for its engine; None on silence, refusal or an agent without SNMPv3."""
    message_id = secrets.randbelow(0x7FFF_FFFF)
    family = socket.AF_INET6 if ":" in target.address else socket.AF_INET
    loop = asyncio.get_running_loop()
    try:
        transport, probe = await loop.create_datagram_endpoint(
            lambda: _Probe(message_id), remote_addr=(target.address, target.port), family=family
        )
    except OSError:
        return None
    try:
        for _ in range(target.retries + 1):
            transport.sendto(discovery_message(message_id))
            with suppress(TimeoutError):
                return await asyncio.wait_for(asyncio.shield(probe.found), target.timeout_s)
        return None
    finally:
        transport.close()
        await asyncio.sleep(0)
