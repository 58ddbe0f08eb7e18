"""Recorded devices as objects of a simulated agent."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from ipaddress import IPv4Address

from nocscape.wire.snmp.ber import OCTETS, integer, tlv
from nocscape.wire.snmp.normal import opaque_octets
from nocscape.wire.snmp.recording import varbinds_in
from nocscape.wire.snmp.simulated import protocol
from nocscape.wire.snmp.simulated.objects import Objects
from nocscape.wire.snmp.types import SnmpValue, Syntax

_UNSIGNED = {
    Syntax.COUNTER32: protocol.COUNTER32,
    Syntax.GAUGE32: protocol.GAUGE32,
    Syntax.TIME_TICKS: protocol.TIME_TICKS,
    Syntax.COUNTER64: protocol.COUNTER64,
}


def objects_of(lines: Iterable[str]) -> tuple[Objects, int]:
    """The instances in a `.snmprec` file, and how many of its lines are none."""
    objects, unread = Objects(), 0
    for varbind in varbinds_in(lines):
        encoded = None if varbind is None else _encoded(varbind.syntax, varbind.value)
        if varbind is None or encoded is None:
            unread += 1
        else:
            objects.put(varbind.oid, encoded)
    return objects, unread


def _encoded(syntax: Syntax, value: SnmpValue) -> bytes | None:
    """The value's BER encoding; None where it cannot have one."""
    if (tag := _UNSIGNED.get(syntax)) is not None:
        return protocol.unsigned(tag, value) if isinstance(value, int) else None
    encode = _ENCODERS.get(syntax)
    try:
        return encode(value) if encode else None
    except (ValueError, IndexError):
        return None


_ENCODERS: dict[Syntax, Callable[[SnmpValue], bytes]] = {
    Syntax.INTEGER: lambda value: integer(int(value or 0)),
    Syntax.OCTETS: lambda value: tlv(OCTETS, value if isinstance(value, bytes) else b""),
    Syntax.OID: lambda value: protocol.encode_oid(protocol.key(str(value))),
    Syntax.IP_ADDRESS: lambda value: tlv(protocol.IP_ADDRESS, IPv4Address(str(value)).packed),
    Syntax.OPAQUE: lambda value: tlv(protocol.OPAQUE, opaque_octets(value)),
    Syntax.NULL: lambda _value: bytes((protocol.NULL, 0)),
}
