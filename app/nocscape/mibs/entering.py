"""Values as an operator types them, turned into what goes on the wire; the inverse of `values.render`.

Everything that the object's MIB forbids is refused with what it permits: the agent would refuse too, but say less.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import datetime
from ipaddress import AddressValueError, IPv4Address, IPv6Address, ip_address

from nocscape.base.errors import InputError
from nocscape.base.i18n import tr
from nocscape.mibs.objects import MibType
from nocscape.mibs.values import Value

_WIDTHS = {"Counter32": 32, "Gauge32": 32, "Unsigned32": 32, "TimeTicks": 32, "Counter64": 64}
_ON_THE_WIRE = {"Unsigned32": "Gauge32", "BITS": "OCTET STRING"}
_HEX = re.compile(r"(?:0x)?((?:[0-9A-Fa-f]{2}[ :.-]?)*)")
_SPAN = re.compile(r"(\d{1,5})(?:\s*[-–]\s*(\d{1,5}))?")
_MOST_PORTS = 32_768
_LABELLED = re.compile(r"(.+?)\s*\((-?\d+)\)")
_DECIMAL_HINT = re.compile(r"d-(\d)")
_HARDWARE = {"MacAddress", "PhysAddress"}
_ADDRESSES = {"InetAddress", "InetAddressIPv4", "InetAddressIPv6", "Ipv6Address"}
_MOST_SHOWN = 12
_MOST_BITS = 1024


def value_of(kind: MibType, text: str, resolve: Callable[[str], str]) -> tuple[str, Value]:
    """The syntax on the wire, by its name in SMIv2, and the value that `text` means for `kind`.

    `resolve` gives the OID of a name. InputError where `text` does not fit the type, its labels or its ranges.
    """
    base = kind.base
    if base == "INTEGER" or base in _WIDTHS:
        value: Value = _number(kind, text.strip())
    elif base == "BITS":
        value = _bits(kind.enums, text)
    elif base == "OBJECT IDENTIFIER":
        value = resolve(text)
    elif base == "IpAddress":
        value = _ipv4(text.strip())
    elif base in ("OCTET STRING", "Opaque"):
        value = _octets(kind, text)
        _check_range(kind, len(value), is_length=True)
    else:
        raise InputError(tr("A {syntax} cannot be written", syntax=kind.syntax or base))
    return _ON_THE_WIRE.get(base, base), value


def _number(kind: MibType, text: str) -> int:
    if kind.enums:
        return _labelled(kind, text)
    value = _scaled(kind, text)
    width = _WIDTHS.get(kind.base)
    low, high = (0, (1 << width) - 1) if width else (-(1 << 31), (1 << 31) - 1)
    if not low <= value <= high:
        raise InputError(tr("{value} is not between {low} and {high}", value=value, low=low, high=high))
    _check_range(kind, value, is_length=False)
    return value


def _scaled(kind: MibType, text: str) -> int:
    """A whole number; with decimals where the DISPLAY-HINT says how many (`d-2`: hundredths)."""
    decimals = int(found[1]) if (found := _DECIMAL_HINT.fullmatch(kind.hint)) else 0
    found = re.fullmatch(r"([+-]?)(\d{1,20})(?:\.(\d{1,9}))?", text)
    fraction = (found[3] or "") if found else ""
    if found is None or len(fraction) > decimals:
        raise InputError(tr("{text} is no number that fits {syntax}", text=text[:40], syntax=kind.syntax or kind.base))
    scale: int = 10**decimals
    value = int(found[2]) * scale + int(fraction.ljust(decimals, "0") or 0)
    return -value if found[1] == "-" else value


def _labelled(kind: MibType, text: str) -> int:
    """One of the enumeration: its label, its number, or both as shown (`up (1)`)."""
    folded = {name.lower(): number for name, number in kind.enums.items()}
    found = _LABELLED.fullmatch(text)
    label = (found[1] if found else text).lower()
    if label in folded and (found is None or folded[label] == int(found[2])):
        return folded[label]
    if re.fullmatch(r"-?\d{1,10}", text) and int(text) in kind.enums.values():
        return int(text)
    raise InputError(tr("{text} is none of the values it may have", text=text[:40]), hint=_listed(kind.enums))


def _listed(enums: dict[str, int]) -> str:
    shown = [f"{name} ({number})" for name, number in list(enums.items())[:_MOST_SHOWN]]
    return ", ".join(shown) + (" …" if len(enums) > _MOST_SHOWN else "")


def _check_range(kind: MibType, size: int, *, is_length: bool) -> None:
    if not kind.ranges or any(low <= size <= high for low, high in kind.ranges):
        return
    permitted = ", ".join(str(low) if low == high else f"{low}–{high}" for low, high in kind.ranges[:_MOST_SHOWN])
    if is_length:
        raise InputError(tr("{count} octets are too many or too few", count=size), hint=permitted)
    raise InputError(tr("{value} is outside its range", value=size), hint=permitted)


def _bits(enums: dict[str, int], text: str) -> bytes:
    """Names or numbers of bits, apart by commas or blanks; bit 0 is the highest of the first octet."""
    folded = {name.lower(): number for name, number in enums.items()}
    asked = [word for word in re.split(r"[,\s]+", re.sub(r"\(\d+\)", "", text)) if word]
    if asked == [tr("none")] or (asked == ["none"] and "none" not in folded):
        asked = []
    return _octets_with(_bit(folded, word, enums) for word in asked)


def _bit(folded: dict[str, int], word: str, enums: dict[str, int]) -> int:
    if word.lower() in folded:
        return folded[word.lower()]
    if word.isdecimal() and word.isascii() and len(word) <= 4 and int(word) < _MOST_BITS:
        return int(word)
    raise InputError(tr("{text} is none of the values it may have", text=word[:40]), hint=_listed(enums))


def _octets_with(bits: Iterable[int]) -> bytes:
    chosen = list(bits)
    octets = bytearray(max(chosen, default=-1) // 8 + 1)
    for bit in chosen:
        octets[bit // 8] |= 0x80 >> bit % 8
    return bytes(octets)


def _ipv4(text: str) -> str:
    try:
        return str(IPv4Address(text))
    except AddressValueError as error:
        raise InputError(tr("{text} is no IPv4 address", text=text[:40])) from error


def _octets(kind: MibType, text: str) -> bytes:
    """Octets as their convention is written: an address, a date, pairs of hexadecimal digits, or else text."""
    stripped = text.strip()
    if stripped.startswith("0x"):
        return _hexadecimal(stripped)
    if kind.convention in _ADDRESSES and (packed := _packed_address(stripped)) is not None:
        return packed
    if kind.convention in _HARDWARE or kind.hint.startswith("1x"):
        return _hexadecimal(stripped)
    if kind.convention == "DateAndTime":
        return _date(stripped)
    if kind.convention == "PortList":
        return _ports(stripped)
    if kind.base == "Opaque":
        return _hexadecimal(stripped)
    return text.encode()


def _hexadecimal(text: str) -> bytes:
    found = _HEX.fullmatch(text)
    if found is None:
        raise InputError(tr("{text} is not written in pairs of hexadecimal digits", text=text[:40]))
    return bytes.fromhex(re.sub(r"[ :.-]", "", found[1]))


def _ports(text: str) -> bytes:
    """RFC 4363 PortList out of `1-8, 24`, no longer than its last port needs."""
    ports: set[int] = set()
    for part in [] if text.lower() in ("", "none", tr("none")) else text.split(","):
        found = _SPAN.fullmatch(part.strip())
        first, last = (int(found[1]), int(found[2] or found[1])) if found else (0, 0)
        if not 1 <= first <= last <= _MOST_PORTS:
            hint = tr("write them as 1-8, 24, or octets as 0xff0001")
            raise InputError(tr("{text} names no ports", text=text[:40]), hint=hint)
        ports.update(range(first, last + 1))
    octets = bytearray(-(-max(ports, default=0) // 8))
    for port in ports:
        octets[(port - 1) // 8] |= 0x80 >> (port - 1) % 8
    return bytes(octets)


def _packed_address(text: str) -> bytes | None:
    try:
        address: IPv4Address | IPv6Address = ip_address(text)
    except ValueError:
        return None
    return address.packed


def _date(text: str) -> bytes:
    """RFC 2579 DateAndTime out of ISO 8601: 8 octets, or 11 with a time zone."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise InputError(tr("{text} is no date such as 2026-11-21T07:34:39+09:00", text=text[:40])) from error
    octets = at.year.to_bytes(2) + bytes((at.month, at.day, at.hour, at.minute, at.second, at.microsecond // 100_000))
    offset = at.utcoffset()
    if offset is None:
        return octets
    minutes = int(offset.total_seconds()) // 60
    return octets + (b"+" if minutes >= 0 else b"-") + bytes(divmod(abs(minutes), 60))
