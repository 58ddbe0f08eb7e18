"""Between pysnmp's objects and plain typed values."""

from __future__ import annotations

from ipaddress import IPv4Address
from typing import Any, NamedTuple

from pysnmp.proto import rfc1155, rfc1902, rfc1905

from nocscape.base.errors import InputError
from nocscape.base.i18n import tr
from nocscape.wire.snmp.normal import opaque, opaque_octets
from nocscape.wire.snmp.types import SnmpValue, Syntax, VarBind

Oid = tuple[int, ...]


class Raw(NamedTuple):
    """A varbind as the tables are read: the OID still in numbers."""

    oid: Oid
    syntax: Syntax
    value: SnmpValue


_BY_TAG: dict[object, Syntax] = {
    rfc1902.Integer32.tagSet: Syntax.INTEGER,
    rfc1902.OctetString.tagSet: Syntax.OCTETS,
    rfc1902.ObjectIdentifier.tagSet: Syntax.OID,
    rfc1902.Null.tagSet: Syntax.NULL,
    rfc1902.IpAddress.tagSet: Syntax.IP_ADDRESS,
    rfc1902.Counter32.tagSet: Syntax.COUNTER32,
    rfc1902.Gauge32.tagSet: Syntax.GAUGE32,
    rfc1902.TimeTicks.tagSet: Syntax.TIME_TICKS,
    rfc1902.Opaque.tagSet: Syntax.OPAQUE,
    rfc1902.Counter64.tagSet: Syntax.COUNTER64,
    rfc1905.NoSuchObject.tagSet: Syntax.NO_SUCH_OBJECT,
    rfc1905.NoSuchInstance.tagSet: Syntax.NO_SUCH_INSTANCE,
    rfc1905.EndOfMibView.tagSet: Syntax.END_OF_MIB,
}

_TYPES: dict[Syntax, Any] = {
    Syntax.INTEGER: rfc1902.Integer32,
    Syntax.OCTETS: rfc1902.OctetString,
    Syntax.OID: rfc1902.ObjectIdentifier,
    Syntax.IP_ADDRESS: rfc1902.IpAddress,
    Syntax.COUNTER32: rfc1902.Counter32,
    Syntax.GAUGE32: rfc1902.Gauge32,
    Syntax.TIME_TICKS: rfc1902.TimeTicks,
    Syntax.COUNTER64: rfc1902.Counter64,
    Syntax.NULL: rfc1902.Null,
}


def numbers(oid: str) -> Oid:
    """`1.3.6` as numbers."""
    return tuple(map(int, oid.split(".")))


def dotted(oid: Oid) -> str:
    """Numbers as `1.3.6`."""
    return ".".join(map(str, oid))


def from_pysnmp(name: Any, value: Any) -> Raw:
    """One varbind of a reply."""
    if isinstance(value, rfc1155.NetworkAddress):
        value = value.getComponent()
    syntax = _BY_TAG.get(value.tagSet, Syntax.OPAQUE)
    return Raw(tuple(name), syntax, _plain(syntax, value))


def _plain(syntax: Syntax, value: Any) -> SnmpValue:
    """`value` as Python's own type."""
    match syntax:
        case Syntax.OCTETS:
            return bytes(value)
        case Syntax.OID:
            return dotted(tuple(value))
        case Syntax.IP_ADDRESS:
            return str(IPv4Address(bytes(value)))
        case Syntax.OPAQUE:
            return opaque(bytes(value))
        case Syntax.NULL | Syntax.NO_SUCH_OBJECT | Syntax.NO_SUCH_INSTANCE | Syntax.END_OF_MIB:
            return None
        case _:
            return int(value)


def to_pysnmp(varbind: VarBind) -> Any:
    """The value of `varbind` as pysnmp sends it; `InputError` where it does not fit its syntax."""
    if varbind.syntax is Syntax.OPAQUE:
        return rfc1902.Opaque(opaque_octets(varbind.value))
    kind = _TYPES.get(varbind.syntax)
    if kind is None:
        raise InputError(tr("{syntax} cannot be written", syntax=varbind.syntax))
    try:
        return kind("" if varbind.value is None else varbind.value)
    except Exception as error:
        raise InputError(
            tr("{value} does not fit {syntax}", value=repr(varbind.value), syntax=varbind.syntax)
        ) from error


def to_varbind(raw: Raw) -> VarBind:
    """`raw` with its OID in dots."""
    return VarBind(dotted(raw.oid), raw.syntax, raw.value)
