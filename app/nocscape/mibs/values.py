"""Values as their MIB means them, in words that an operator reads.

What comes from a device is hostile: octets become text only where they hold nothing but printable characters, and are
shown as hexadecimal pairs otherwise.
"""

from __future__ import annotations

import ipaddress
import math
from collections.abc import Callable

from nocscape.base.i18n import tr
from nocscape.base.text import decode, one_line, plain
from nocscape.base.units import grouped, significant
from nocscape.mibs.hints import integer_text, octets_text
from nocscape.mibs.objects import MibType, Rendered

Value = int | float | bytes | str | None

_UNTYPED = MibType()
_COUNTED = {"Counter32", "Counter64", "Gauge32"}
_TICKS = {"TimeTicks"}
_TICK_CONVENTIONS = {"TimeStamp", "TimeInterval"}
_ADDRESS_CONVENTIONS = {"InetAddress", "InetAddressIPv4", "InetAddressIPv6", "Ipv6Address"}
_ID_CONVENTIONS = {"LldpChassisId", "LldpPortId", "MacAddress", "PhysAddress"}
_IPV4, _IPV6, _IPV4Z, _IPV6Z, _DNS = 1, 2, 3, 4, 16
_MOST_OCTETS = 4096
_BRIDGE_ID = 8
"""Octets of a BridgeId (RFC 4188): two of priority before the address."""
_HINT_OF_TIME = "2d-1d-1d,1d:1d:1d.1d,1a1d:1d"


def render(
    kind: MibType | None,
    syntax: str,
    value: Value,
    *,
    address_type: int | None = None,
    name_of: Callable[[str], str] = str,
) -> Rendered:
    """`value`, which came as `syntax`, as `kind` says; without a kind as its syntax allows.

    `address_type` is the InetAddressType that goes with an InetAddress; `name_of` gives the name of an OID.
    """
    kind = kind or _UNTYPED
    if value is None:
        return Rendered(_absence(syntax), "")
    if isinstance(value, bytes):
        return _octets(kind, value, address_type)
    if isinstance(value, bool | int):
        return _integer(kind, syntax, int(value))
    if isinstance(value, float):
        text = significant(value, 7) if math.isfinite(value) else repr(value)
        return Rendered(text, repr(value), kind.units, text)
    text = plain(value)
    if syntax == "OBJECT IDENTIFIER" or kind.base == "OBJECT IDENTIFIER":
        return Rendered(name_of(text), text, "", name_of(text))
    return Rendered(text, text, kind.units, text)


def _absence(syntax: str) -> str:
    return {
        "noSuchObject": tr("no such object"),
        "noSuchInstance": tr("no such instance"),
        "endOfMibView": tr("end of the MIB"),
    }.get(syntax, "–")


def _integer(kind: MibType, syntax: str, value: int) -> Rendered:
    raw = str(value)
    if kind.enums and kind.base != "BITS":
        name = label_of(kind.enums, value)
        return Rendered(f"{name} ({raw})", raw, "", name) if name else Rendered(raw, raw, kind.units, raw)
    if (syntax in _TICKS and kind.base in ("TimeTicks", "")) or kind.convention in _TICK_CONVENTIONS:
        return Rendered(ticks_text(value), raw, "", ticks_text(value, " ").replace(" d ", ":"))
    if kind.hint and (hinted := integer_text(kind.hint, value)) is not None:
        return Rendered(hinted, raw, kind.units, hinted)
    if (syntax in _COUNTED or kind.base in _COUNTED) and abs(value) >= 10_000:
        return Rendered(grouped(value), raw, kind.units, raw)
    return Rendered(raw, raw, kind.units, raw)


def label_of(enums: dict[str, int], value: int) -> str:
    """The label of a number, empty where it has none."""
    return next((name for name, number in enums.items() if number == value), "")


def ticks_text(ticks: int, gap: str = " ") -> str:
    """Hundredths of a second as `41 d 03:12:07.55`."""
    seconds, hundredths = divmod(abs(ticks), 100)
    minutes, second = divmod(seconds, 60)
    hours, minute = divmod(minutes, 60)
    days, hour = divmod(hours, 24)
    shown = f"{hour:02d}:{minute:02d}:{second:02d}.{hundredths:02d}"
    sign = "−" if ticks < 0 else ""
    return f"{sign}{days}{gap}d{gap}{shown}" if days else sign + shown


def _octets(kind: MibType, value: bytes, address_type: int | None) -> Rendered:
    raw = hex_pairs(value)
    if kind.base == "BITS":
        return Rendered(bits_text(kind.enums, value), raw, "", raw)
    if kind.convention == "DateAndTime" and (moment := date_text(value)):
        return Rendered(moment, raw, "", octets_text(_HINT_OF_TIME, value) or raw)
    if kind.convention in _ADDRESS_CONVENTIONS and (address := address_text(value, address_type)):
        return Rendered(address, raw, "", address)
    if kind.convention == "BridgeId" and len(value) == _BRIDGE_ID:
        bridge = f"{int.from_bytes(value[:2])} {value[2:].hex(':')}"
        return Rendered(bridge, raw, "", raw)
    if kind.convention == "PortList":
        return Rendered(ports_text(value), raw, "", raw)
    if kind.base == "IpAddress" and len(value) == 4:
        address = str(ipaddress.IPv4Address(value))
        return Rendered(address, raw, "", address)
    text = _shown_octets(kind, value)
    return Rendered(text, raw, kind.units, text)


def _shown_octets(kind: MibType, value: bytes) -> str:
    is_text_hint = kind.hint.endswith(("a", "t"))
    if kind.hint and not is_text_hint and (hinted := octets_text(kind.hint, value[:_MOST_OCTETS])) is not None:
        return hinted
    if is_printable(value):
        return plain(decode(value))
    if kind.convention in _ID_CONVENTIONS and len(value) == 6:
        return value.hex(":")
    return hex_pairs(value)


def is_printable(value: bytes) -> bool:
    """Whether octets are text: no control characters but white space, and not empty of content in a strange way."""
    stripped = value[:_MOST_OCTETS].rstrip(b"\0")
    if not stripped:
        return not value or value == b"\0"
    if stripped.isascii():
        return all(byte >= 0x20 or byte in b"\t\r\n" for byte in stripped) and b"\x7f" not in stripped
    try:
        return all(c.isprintable() or c in "\t\r\n" for c in stripped.decode("utf-8"))
    except UnicodeDecodeError:
        return len(stripped) > 3 and all(c.isprintable() for c in decode(stripped)) and _is_mostly_ascii(stripped)


def _is_mostly_ascii(value: bytes) -> bool:
    return sum(0x20 <= byte < 0x7F for byte in value) * 4 >= len(value) * 3


def hex_pairs(value: bytes) -> str:
    """`04 00`, cut at 4,096 octets."""
    return value[:_MOST_OCTETS].hex(" ") + (" …" if len(value) > _MOST_OCTETS else "")


def bits_text(names: dict[str, int], value: bytes) -> str:
    """The names of the bits that are set; bit 0 is the highest of the first octet (RFC 2578, section 7.1.4)."""
    label = {number: name for name, number in names.items()}
    return ", ".join(f"{label[bit]} ({bit})" if bit in label else str(bit) for bit in _bits_in(value)) or tr("none")


def ports_text(value: bytes) -> str:
    """The ports of a PortList (RFC 4363), `1–8, 24`: the highest bit of the first octet is port 1."""
    ports = [bit + 1 for bit in _bits_in(value)]
    firsts = [port for port, before in zip(ports, [-1, *ports], strict=False) if port != before + 1]
    lasts = [port for port, after in zip(ports, [*ports[1:], -1], strict=False) if after != port + 1]
    spans = zip(firsts, lasts, strict=True)
    return ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in spans) or tr("none")


def _bits_in(value: bytes) -> list[int]:
    return [at * 8 + bit for at, octet in enumerate(value[:_MOST_OCTETS]) for bit in range(8) if octet & (0x80 >> bit)]


def date_text(value: bytes) -> str:
    """RFC 2579 DateAndTime, 8 or 11 octets, as `2026-11-21 07:34:39.5 +09:00`; empty where it is no date."""
    if len(value) not in (8, 11) or not 1 <= value[2] <= 12 or not 1 <= value[3] <= 31:
        return ""
    year, (month, day, hour, minute, second, tenth) = int.from_bytes(value[:2]), value[2:8]
    text = f"{year:04d}-{month:02d}-{day:02d} {hour:02d}:{minute:02d}:{second:02d}.{tenth}"
    if len(value) == 11 and value[8:9] in b"+-":
        text += f" {value[8:9].decode()}{value[9]:02d}:{value[10]:02d}"
    return text


def address_text(value: bytes, address_type: int | None = None) -> str:
    """An InetAddress (RFC 4001) as text; by its length where the type is not known. Empty where it is none."""
    if address_type == _DNS:
        return one_line(decode(value))
    size = len(value)
    if size in (4, 8) and address_type in (None, _IPV4, _IPV4Z):
        return str(ipaddress.IPv4Address(value[:4])) + (f"%{int.from_bytes(value[4:])}" if size == 8 else "")
    if size in (16, 20) and address_type in (None, _IPV6, _IPV6Z):
        return str(ipaddress.IPv6Address(value[:16])) + (f"%{int.from_bytes(value[16:])}" if size == 20 else "")
    return ""
