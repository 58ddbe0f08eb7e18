"""Values from the wire as the model wants them; what makes no sense becomes empty or None, never an error."""

from __future__ import annotations

import ipaddress
import re
from functools import lru_cache

from nocscape.base.text import from_wire, one_line
from nocscape.topology.observations import IdType, RawId
from nocscape.wire.snmp import SnmpValue

_MAC_TEXT = re.compile(
    r"^(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}$|^[0-9a-f]{12}$|^(?:[0-9a-f]{4}\.){2}[0-9a-f]{4}$", re.IGNORECASE
)
_HEX_TEXT = re.compile(rb"^[0-9A-Fa-f]{2} [0-9A-Fa-f]{2} ?$")
_IPV4, _IPV6 = 1, 2
"""Address families (IANA AddressFamilyNumbers, which InetAddressType agrees with)."""


_MAX_TEXT = 255


def text(value: SnmpValue) -> str:
    """A name or description in one line."""
    if isinstance(value, bytes):
        return _line(value) if len(value) <= _MAX_TEXT else one_line(from_wire(value), _MAX_TEXT)
    return "" if value is None else str(value)


def name(value: SnmpValue) -> str:
    """A system's name: what stands before a NUL. Over 255 octets, which no MIB and no protocol permits, it is none."""
    if not isinstance(value, bytes) or len(value) > _MAX_TEXT:
        return ""
    return _line(value.partition(b"\0")[0])


@lru_cache(maxsize=8192)
def _line(value: bytes) -> str:
    """Ports of many devices have the same names."""
    return one_line(from_wire(value), _MAX_TEXT)


def long_text(value: SnmpValue) -> str:
    """A description that may have several lines."""
    return from_wire(value).strip() if isinstance(value, bytes) else ""


def integer(value: SnmpValue) -> int | None:
    """A whole number."""
    return value if isinstance(value, int) else None


def oid(value: SnmpValue) -> str | None:
    """An object identifier; None for 0.0, which means that there is none."""
    return value if isinstance(value, str) and value not in ("", "0.0") else None


def mac(value: SnmpValue) -> str:
    """Six octets as `aa:bb:cc:dd:ee:ff`; empty for anything else and for zeros (PhysAddress, RFC 2579)."""
    if isinstance(value, bytes) and len(value) == 6 and any(value):
        return value.hex(":")
    return mac_in_text(value.decode("ascii", "replace")) if isinstance(value, bytes) and len(value) >= 12 else ""


def mac_in_text(written: str) -> str:
    """A MAC address that somebody wrote as text, in any of the usual ways; empty where it is none."""
    if not _MAC_TEXT.match(written.strip()):
        return ""
    digits = re.sub(r"[^0-9a-f]", "", written.casefold())
    return bytes.fromhex(digits).hex(":")


def hexed(value: SnmpValue) -> str:
    """Octets as hexadecimal digits."""
    return value.hex() if isinstance(value, bytes) else ""


def address(octets: bytes) -> str:
    """Four or sixteen octets as an address in canonical form; empty for another number of octets."""
    try:
        return str(ipaddress.ip_address(octets))
    except ValueError:
        return ""


def address_in(octets: bytes) -> str:
    """An address in octets, or as some agents write it there: in text."""
    if len(octets) == 4:
        return address(octets)
    try:
        return str(ipaddress.ip_address(octets.decode("ascii")))
    except ValueError:
        return address(octets)


def numbers(suffix: str) -> list[int]:
    """An index as its sub-identifiers."""
    return [int(part) for part in suffix.split(".")] if suffix else []


def indexed_address(index: list[int]) -> tuple[str, list[int]]:
    """An InetAddressType and InetAddress (or family and octets) at the head of an index, and what follows them.

    The octets are counted as RFC 4001 demands; agents that leave out the count are understood. Zones are left out.
    """
    if len(index) < 2:
        return "", []
    family, rest = index[0], index[1:]
    size = {1: 4, 2: 16, 3: 8, 4: 20}.get(family, 0)
    if size and rest[0] == size:
        rest = rest[1:]
    kept = 4 if family in (1, 3) else 16
    octets = rest[:size]
    if not size or len(octets) < size or max(octets) > 255:
        return "", []
    return address(bytes(octets[:kept])), rest[size:]


_CHASSIS_TYPES = {
    1: IdType.CHASSIS_COMPONENT,
    2: IdType.INTERFACE_ALIAS,
    3: IdType.PORT_COMPONENT,
    4: IdType.MAC,
    5: IdType.ADDRESS,
    6: IdType.INTERFACE_NAME,
    7: IdType.LOCAL,
}
_PORT_TYPES = {
    1: IdType.INTERFACE_ALIAS,
    2: IdType.PORT_COMPONENT,
    3: IdType.MAC,
    4: IdType.ADDRESS,
    5: IdType.INTERFACE_NAME,
    6: IdType.AGENT_CIRCUIT_ID,
    7: IdType.LOCAL,
}


def chassis_id(subtype: SnmpValue, value: SnmpValue) -> RawId | None:
    """LldpChassisId with its subtype (IEEE 802.1AB-2016, 8.5.2)."""
    return _raw_id(_CHASSIS_TYPES.get(subtype, IdType.LOCAL) if isinstance(subtype, int) else IdType.LOCAL, value)


def port_id(subtype: SnmpValue, value: SnmpValue) -> RawId | None:
    """LldpPortId with its subtype (IEEE 802.1AB-2016, 8.5.3)."""
    return _raw_id(_PORT_TYPES.get(subtype, IdType.LOCAL) if isinstance(subtype, int) else IdType.LOCAL, value)


def _raw_id(kind: IdType, value: SnmpValue) -> RawId | None:
    """The value as its type says; where the octets do not fit the type, as what they are."""
    if not isinstance(value, bytes) or not value:
        return None
    if kind is IdType.MAC:
        return RawId(kind, mac(value)) if mac(value) else _as_text(IdType.LOCAL, value)
    if kind is IdType.ADDRESS:
        return _network_address(value)
    return _as_text(kind, value)


def _network_address(value: bytes) -> RawId | None:
    """An octet for the address family and the address; some agents leave out the family, some write text."""
    family, octets = value[0], value[1:]
    told = address(octets) if family in (_IPV4, _IPV6) else ""
    if found := told or address(value):
        return RawId(IdType.ADDRESS, found)
    return _as_text(IdType.LOCAL, value)


def _as_text(kind: IdType, value: bytes) -> RawId | None:
    """Readable text, else hexadecimal digits (six octets are a MAC address, whatever their type says)."""
    shown = text(value)
    if shown and (
        shown.isprintable() and value.rstrip(b"\0").isascii() and value.rstrip(b"\0 \r\n\t").decode().isprintable()
    ):
        return RawId(kind, shown)
    if len(value) == 6:
        return RawId(IdType.MAC, value.hex(":"))
    return RawId(kind, shown if shown and not value.isascii() and len(shown) > 1 else value.hex())


_CAPABILITIES = ("other", "repeater", "bridge", "wlan_ap", "router", "telephone", "docsis", "station")


def lldp_capabilities(value: SnmpValue) -> tuple[str, ...]:
    """LldpSystemCapabilitiesMap in words; bit 0 is the highest of the first octet. Some write the octets as text."""
    octets = value if isinstance(value, bytes) else b""
    if _HEX_TEXT.match(octets):
        octets = bytes.fromhex(octets.decode())
    first = octets[0] if octets else 0
    return tuple(word for bit, word in enumerate(_CAPABILITIES) if first & (0x80 >> bit))
