"""Table indexes: the numbers behind a column's OID, decoded into values and back (RFC 2578, section 7.7)."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from nocscape.base.errors import InputError
from nocscape.base.i18n import tr
from nocscape.mibs.objects import MibType
from nocscape.mibs.values import label_of, render

IndexValue = int | bytes | str
"""A number, octets, or an OID or IPv4 address as dotted text."""

_STRINGS = {"OCTET STRING", "BITS", "Opaque"}
_ADDRESS_TYPE = "InetAddressType"


class IndexPart(msgspec.Struct, frozen=True):
    """One index object: its name and its type."""

    name: str
    type: MibType


class DecodedIndex(msgspec.Struct, frozen=True):
    """The values found, in order, and the numbers that were left over or did not fit."""

    values: tuple[IndexValue, ...]
    rest: tuple[int, ...] = ()


def decode_index(parts: Sequence[IndexPart], arcs: Sequence[int], *, is_implied: bool = False) -> DecodedIndex:
    """The values of an index; as far as they go where an agent sends something else than its MIB says."""
    values: list[IndexValue] = []
    left = list(arcs)
    for at, part in enumerate(parts):
        taken = _take(part.type, left, is_last_implied=is_implied and at == len(parts) - 1)
        if taken is None:
            break
        value, used = taken
        values.append(value)
        left = left[used:]
    return DecodedIndex(tuple(values), tuple(left))


def _take(kind: MibType, arcs: list[int], *, is_last_implied: bool) -> tuple[IndexValue, int] | None:
    if kind.base == "IpAddress":
        return _take_address(kind, arcs)
    if kind.base in _STRINGS or kind.base == "OBJECT IDENTIFIER":
        span = _span(kind, arcs, is_last_implied=is_last_implied)
        if span is None:
            return None
        start, end = span
        if kind.base == "OBJECT IDENTIFIER":
            return ".".join(map(str, arcs[start:end])), end
        return (bytes(arcs[start:end]), end) if max(arcs[start:end], default=0) < 256 else None
    return (arcs[0], 1) if arcs else None


def _take_address(kind: MibType, arcs: list[int]) -> tuple[IndexValue, int] | None:
    skip = 1 if kind.name == "NetworkAddress" and len(arcs) >= 5 and arcs[0] == 1 else 0
    octets = arcs[skip : skip + 4]
    if len(octets) < 4 or max(octets) > 255:
        return None
    return ".".join(map(str, octets)), skip + 4


def _span(kind: MibType, arcs: list[int], *, is_last_implied: bool) -> tuple[int, int] | None:
    """Where a string or OID lies in the numbers: fixed length, all that is left, or a length in front."""
    if (fixed := fixed_size(kind)) is not None:
        return (0, fixed) if len(arcs) >= fixed else None
    if is_last_implied:
        return 0, len(arcs)
    if not arcs or arcs[0] > len(arcs) - 1:
        return None
    return 1, 1 + arcs[0]


def fixed_size(kind: MibType) -> int | None:
    """The one length that a string may have, None where it varies."""
    if kind.base not in _STRINGS or len(kind.ranges) != 1 or kind.ranges[0][0] != kind.ranges[0][1]:
        return None
    return kind.ranges[0][0]


def encode_index(parts: Sequence[IndexPart], values: Sequence[IndexValue], *, is_implied: bool = False) -> list[int]:
    """The numbers for these values; InputError where a value does not fit its index object."""
    if len(parts) != len(values):
        raise InputError(
            tr("{wanted} index values are needed, {given} were given", wanted=len(parts), given=len(values))
        )
    arcs: list[int] = []
    for at, (part, value) in enumerate(zip(parts, values, strict=True)):
        arcs += _arcs(part, value, is_last_implied=is_implied and at == len(parts) - 1)
    return arcs


def _arcs(part: IndexPart, value: IndexValue, *, is_last_implied: bool) -> list[int]:
    kind = part.type
    if isinstance(value, int):
        return [value]
    if isinstance(value, str):
        numbers = [int(a) for a in value.split(".")] if value else []
        if kind.base == "IpAddress":
            return [1, *numbers] if kind.name == "NetworkAddress" else numbers
    else:
        numbers = list(value)
        if (fixed := fixed_size(kind)) is not None:
            if len(numbers) != fixed:
                raise InputError(tr("{name} takes {count} octets", name=part.name, count=fixed))
            return numbers
    return numbers if is_last_implied else [len(numbers), *numbers]


def index_texts(parts: Sequence[IndexPart], decoded: DecodedIndex) -> list[tuple[str, str]]:
    """Name and text of each value; an InetAddress is read by the InetAddressType before it."""
    texts: list[tuple[str, str]] = []
    address_type: int | None = None
    for part, value in zip(parts, decoded.values, strict=False):
        texts.append((part.name, _text(part.type, value, address_type)))
        if part.type.convention == _ADDRESS_TYPE and isinstance(value, int):
            address_type = value
    if decoded.rest:
        texts.append(("", ".".join(map(str, decoded.rest))))
    return texts


def _text(kind: MibType, value: IndexValue, address_type: int | None) -> str:
    if isinstance(value, int) and kind.enums:
        return label_of(kind.enums, value) or str(value)
    if isinstance(value, int):
        return str(value)
    return render(kind, kind.base, value, address_type=address_type).text
