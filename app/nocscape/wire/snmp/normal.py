"""Values by their declared syntax, so that it does not matter which back-end read them.

An agent's type may differ from the MIB's (a Gauge32 where INTEGER is declared; an address as four octets). What can be
read without loss is; what cannot is left out, as if the agent had not sent it.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Callable, Collection
from ipaddress import IPv4Address

from nocscape.wire.snmp.types import SnmpValue, Syntax

_OPAQUE_FLOAT = b"\x9f\x78\x04"
_OPAQUE_DOUBLE = b"\x9f\x79\x08"
_MOST_SINGLE = 3.4028234663852886e38
"""The largest number that fits four octets (IEEE 754 binary32)."""

_COUNTERS32 = 0xFFFF_FFFF
_COUNTERS64 = 0xFFFF_FFFF_FFFF_FFFF


def opaque(octets: bytes) -> float | bytes:
    """The float that net-snmp wraps in an Opaque (UCD-SNMP-MIB Float, Double), or the octets as they are."""
    if octets[:3] == _OPAQUE_FLOAT and len(octets) == 7:
        return float(struct.unpack(">f", octets[3:])[0])
    if octets[:3] == _OPAQUE_DOUBLE and len(octets) == 11:
        return float(struct.unpack(">d", octets[3:])[0])
    return octets


def opaque_octets(value: SnmpValue) -> bytes:
    """The octets of an Opaque: a float as net-snmp would wrap it, bytes as they are."""
    if isinstance(value, float):
        single = struct.unpack(">f", struct.pack(">f", value))[0] if abs(value) <= _MOST_SINGLE else None
        is_double = math.isfinite(value) and single != value
        return (_OPAQUE_DOUBLE + struct.pack(">d", value)) if is_double else _OPAQUE_FLOAT + struct.pack(">f", value)
    return value if isinstance(value, bytes) else b""


def _integer(value: SnmpValue) -> int | None:
    return value if type(value) is int else None


def _unsigned32(value: SnmpValue) -> int | None:
    """Agents that forget the leading zero octet send 32-bit values that read as negative."""
    return value & _COUNTERS32 if type(value) is int else None


def _unsigned64(value: SnmpValue) -> int | None:
    return value & _COUNTERS64 if type(value) is int else None


def _octets(value: SnmpValue) -> bytes | None:
    """An Opaque where octets are declared is octets too; gufo-snmp cannot tell the two apart."""
    if type(value) is bytes:
        return value
    return opaque_octets(value) if type(value) is float else None


def _oid(value: SnmpValue) -> str | None:
    return value if type(value) is str else None


def _ip_address(value: SnmpValue) -> str | None:
    if type(value) is str:
        return value
    return str(IPv4Address(value)) if type(value) is bytes and len(value) == 4 else None


def _opaque(value: SnmpValue) -> float | bytes | None:
    if type(value) is bytes:
        return opaque(value)
    return value if type(value) is float else None


_READERS: dict[Syntax, Callable[[SnmpValue], SnmpValue]] = {
    Syntax.INTEGER: _integer,
    Syntax.OCTETS: _octets,
    Syntax.OID: _oid,
    Syntax.IP_ADDRESS: _ip_address,
    Syntax.COUNTER32: _unsigned32,
    Syntax.GAUGE32: _unsigned32,
    Syntax.TIME_TICKS: _unsigned32,
    Syntax.COUNTER64: _unsigned64,
    Syntax.OPAQUE: _opaque,
}


_PLAIN: dict[Syntax, type] = {
    Syntax.INTEGER: int,
    Syntax.OCTETS: bytes,
    Syntax.OID: str,
    Syntax.IP_ADDRESS: str,
    Syntax.COUNTER32: int,
    Syntax.GAUGE32: int,
    Syntax.TIME_TICKS: int,
    Syntax.COUNTER64: int,
}
_MOST = {
    Syntax.COUNTER32: _COUNTERS32,
    Syntax.GAUGE32: _COUNTERS32,
    Syntax.TIME_TICKS: _COUNTERS32,
    Syntax.COUNTER64: _COUNTERS64,
}
"""The largest value of each unsigned type."""


def are_plain(declared: Syntax, values: Collection[SnmpValue]) -> bool:
    """Whether all `values` are as `declared` already, so that `reader` need not look at each; quick for many."""
    if set(map(type, values)) != {_PLAIN.get(declared)}:
        return False
    most = _MOST.get(declared)
    return most is None or (min(values) >= 0 and max(values) <= most)  # type: ignore[type-var, operator]


def is_number(declared: Syntax) -> bool:
    """Whether values of that syntax are integers."""
    return _PLAIN.get(declared) is int


def largest(declared: Syntax) -> int:
    """The most that an unsigned value of that syntax can be; its bits are all ones."""
    return _MOST.get(declared, _COUNTERS64)


def reader(declared: Syntax) -> Callable[[SnmpValue], SnmpValue]:
    """The function that reads one value as `declared`; it returns None for what does not fit."""
    return _READERS[declared]
