"""One GET for many named rows over SNMPv2c, in plain octets: encoded once, and its replies read by their shape.

A reply names what was asked in the order in which it was asked (RFC 3416 section 4.2.1), so only numbers and lengths in
it are news. Its names are compared as octets, all at once, and its numbers become an array without a Python object for
each of them: a tenth of what a parser costs. A reply of any other shape is refused.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from nocscape.wire.snmp import ber
from nocscape.wire.snmp.normal import opaque
from nocscape.wire.snmp.types import SnmpValue

_V2C: Final = 1
_GET: Final = 0xA0
_IP_ADDRESS, _OPAQUE = 0x40, 0x44
LEAST_REQUEST_ID, MOST_REQUEST_ID = 0x0100_0000, 0x7FFF_FFFF
"""These all take four octets."""

_IS_NUMBER = np.isin(np.arange(256), [ber.INTEGER, 0x41, 0x42, 0x43, 0x46, 0x47])
"""INTEGER, Counter32, Gauge32, TimeTicks, Counter64 and the UInteger32 of RFC 1442, by tag."""
_IS_NOTHING = np.isin(np.arange(256), [ber.NULL, 0x80, 0x81, 0x82])
"""NULL, noSuchObject, noSuchInstance and endOfMibView."""
_IP_OCTETS = 4
_LONG: Final = 0x80
"""Marks a length of more than one octet."""
_WORD = 8
_LONGEST_NUMBER = 16
_SHORT, _VALUES_KEPT = 64, 4096
"""Names of rows and the like are the same at every poll, and in many agents."""
_MOST_CORRECTIONS = 16
"""So many bindings of other lengths than before are found faster one by one than by a walk through all."""
_KEPT = np.array([(1 << 8 * octets) - 1 for octets in range(_WORD + 1)], np.uint64)
"""What is left of a word whose last so many octets count."""

Places = NDArray[np.intp]
Shape = NDArray[np.uint8]
"""How long each binding is: the octet of its length."""


_NO_NUMBERS, _NO_MASK = np.empty(0, np.uint64), np.empty(0, np.bool_)


class Answer(NamedTuple):
    """What a reply says, in the order of the request; nothing where `status`, the error-status, is not 0."""

    status: int
    numbers: NDArray[np.uint64] = _NO_NUMBERS
    """0 where there is none."""
    is_number: NDArray[np.bool_] = _NO_MASK
    others: Mapping[int, SnmpValue] = {}
    """Octets, names, addresses and negative numbers by place."""
    shape: Shape | None = None


class RowRequest:
    """One GET, for any agent and community."""

    def __init__(self, oids: Sequence[str]) -> None:
        names = [ber.object_id([*map(int, oid.split("."))]) for oid in oids]
        null = ber.tlv(ber.NULL, b"")
        listed = ber.tlv(ber.SEQUENCE, b"".join(ber.tlv(ber.SEQUENCE, name + null) for name in names))
        self._tail = ber.integer(0) + ber.integer(0) + listed
        self._sizes = np.array([len(name) for name in names], np.intp)
        places = defaultdict(list)
        for place, name in enumerate(names):
            places[len(name)].append(place)
        self._names = [
            (size, np.array(chosen, np.intp), b"".join(names[place] for place in chosen))
            for size, chosen in places.items()
        ]
        """By length: which they are, and what their names are together."""

    def __len__(self) -> int:
        """How many rows it asks for."""
        return len(self._sizes)

    def message(self, community: str, request_id: int) -> bytes:
        """What to send; `request_id` takes four octets."""
        pdu = ber.tlv(_GET, ber.integer(request_id) + self._tail)
        return ber.tlv(ber.SEQUENCE, ber.integer(_V2C) + ber.tlv(ber.OCTETS, community.encode()) + pdu)

    def read(self, datagram: bytes, request_id: int, shape: Shape | None = None) -> Answer | None:
        """The answer in a datagram; None where it belongs to another request. BerError for any other shape.

        `shape` is that of the agent's last answer: numbers rarely become longer, so that it nearly fits.
        """
        told, status, at, end = _head(datagram)
        if told != request_id:
            return None
        if status:
            return Answer(status)
        begins = _as_before(datagram, at, end, shape) if shape is not None and len(shape) == len(self) else None
        if begins is None:
            begins = _walk(datagram, at, end, len(self))
        octets = np.frombuffer(datagram, np.uint8)
        shape = octets[begins[:-1] + 1]
        names = begins[:-1] + 2 + np.where(shape < _LONG, 0, shape & 0x7F)
        values, ends = names + self._sizes, begins[1:]
        if (octets[begins[:-1]] != ber.SEQUENCE).any() or (values + 2 > ends).any():
            raise ber.BerError("no binding")
        self._check_names(datagram, names)
        return _answer(datagram, values, ends)._replace(shape=shape)

    def _check_names(self, datagram: bytes, names: Places) -> None:
        for size, chosen, expected in self._names:
            anywhere = np.ndarray((len(datagram) - size + 1,), f"V{size}", datagram, strides=(1,))
            if anywhere[names[chosen]].tobytes() != expected:
                raise ber.BerError("other names than were asked for")


def _head(datagram: bytes) -> tuple[int, int, int, int]:
    """Request-id, error-status, and where the bindings begin and end."""
    version, _, pdu = ber.children(datagram, 0, ber.SEQUENCE, 3)[:3]
    told, status, _, bindings = ber.children(datagram, pdu, ber.RESPONSE, 4)[:4]
    tag, at, end = ber.read_header(datagram, bindings, len(datagram))
    if ber.integer_at(datagram, version) != _V2C or tag != ber.SEQUENCE:
        raise ber.BerError("no v2c response")
    return ber.integer_at(datagram, told), ber.integer_at(datagram, status), at, end


def _as_before(datagram: bytes, at: int, end: int, shape: Shape) -> Places | None:
    """Where each binding begins, and where the last one ends, if nearly all are as long as `shape` says.

    The first binding of another length begins where it should, which tells the places of those behind it.
    """
    octets = np.frombuffer(datagram, np.uint8)
    begins = np.empty(len(shape) + 1, np.intp)
    begins[0] = at
    np.cumsum(shape, dtype=np.intp, out=begins[1:])
    begins[1:] += np.arange(at + 2, at + 2 * len(shape) + 2, 2)
    for _ in range(_MOST_CORRECTIONS):
        sizes = octets.take(begins[:-1] + 1, mode="clip")
        other = int((sizes != shape).argmax())
        size = int(sizes[other])
        if size == shape[other]:
            return begins if begins[-1] == end and shape.max() < _LONG else None
        begins[other + 1 :] += size - int(shape[other])
        shape = shape.copy()
        shape[other] = size
    return None


def _walk(datagram: bytes, at: int, end: int, count: int) -> Places:
    """Where each of so many bindings begins, and where the last one ends."""
    begins = [at]
    try:
        for _ in range(count):
            size = datagram[at + 1]
            at = at + 2 + size if size < _LONG else ber.read_header(datagram, at, end)[2]
            begins.append(at)
    except IndexError:
        raise ber.BerError("fewer bindings than were asked for") from None
    if at != end:
        raise ber.BerError("other bindings than were asked for")
    return np.array(begins, np.intp)


def _answer(datagram: bytes, values: Places, ends: Places) -> Answer:
    """The values at these places, each of which reaches to its end."""
    octets = np.frombuffer(datagram, np.uint8)
    tags, sizes, first = octets[values], octets[values + 1], octets.take(values + 2, mode="clip")
    is_simple = (sizes < _LONG) & (values + 2 + sizes == ends)
    is_number = _IS_NUMBER[tags] & is_simple & (sizes <= _WORD + 1)
    is_number &= (sizes <= _WORD) | (first == 0)
    is_number &= (tags != ber.INTEGER) | (first < _LONG) | (sizes == 0)
    words = np.ndarray((len(datagram) - _WORD + 1,), ">u8", datagram, strides=(1,))
    kept = np.where(is_number, _KEPT[np.minimum(sizes, _WORD)], np.uint64(0))
    numbers = words[ends - _WORD].astype(np.uint64) & kept
    is_other = ~is_number & ~(_IS_NOTHING[tags] & is_simple)
    chosen = np.flatnonzero(is_other)
    parts = zip(chosen.tolist(), values[chosen].tolist(), ends[chosen].tolist(), strict=True)
    others = {place: _value(datagram[at:end]) for place, at, end in parts}
    return Answer(0, numbers, is_number, others)


def _value(encoded: bytes) -> SnmpValue:
    return _short_value(encoded) if len(encoded) <= _SHORT else _parsed(encoded)


@lru_cache(maxsize=_VALUES_KEPT)
def _short_value(encoded: bytes) -> SnmpValue:
    return _parsed(encoded)


def _parsed(encoded: bytes) -> SnmpValue:
    """One value as gufo-snmp would tell it."""
    tag, start, stop = ber.read_header(encoded, 0, len(encoded))
    content = encoded[start:]
    if stop != len(encoded):
        raise ber.BerError("more than a value")
    if tag == ber.OCTETS:
        return content
    if tag == ber.OBJECT_ID:
        return ".".join(map(str, ber.object_id_at(encoded, 0)))
    if tag == _IP_ADDRESS and len(content) == _IP_OCTETS:
        return ".".join(map(str, content))
    if tag == _OPAQUE:
        return opaque(content)
    if _IS_NUMBER[tag] and len(content) <= _LONGEST_NUMBER:
        return int.from_bytes(content, "big", signed=tag == ber.INTEGER)
    raise ber.BerError("an unknown value")
