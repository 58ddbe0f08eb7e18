"""The agent's half of SNMP v1 and v2c (RFC 1157, RFC 3416), and of the PDUs of v3: a request in, a response out."""

from __future__ import annotations

from dataclasses import dataclass

from nocscape.wire.snmp.ber import INTEGER, OCTETS, SEQUENCE, BerError, integer, message_in, read_header, tlv

OidKey = tuple[int, ...]

OBJECT_ID = 0x06
NULL = 0x05
IP_ADDRESS = 0x40
COUNTER32 = 0x41
GAUGE32 = 0x42
TIME_TICKS = 0x43
OPAQUE = 0x44
COUNTER64 = 0x46
NO_SUCH_OBJECT = b"\x80\x00"
END_OF_MIB = b"\x82\x00"

GET, GET_NEXT, RESPONSE, GET_BULK = 0xA0, 0xA1, 0xA2, 0xA5
V1, V2C, V3 = 0, 1, 3
NO_SUCH_NAME = 2
MAX_BINDINGS = 256


@dataclass(frozen=True, slots=True)
class Request:
    """A decoded request; for GETBULK `first` is non-repeaters and `second` max-repetitions."""

    version: int
    community: bytes
    kind: int
    request_id: int
    first: int
    second: int
    oids: list[OidKey]


def decode(datagram: bytes) -> Request:
    """The request in a datagram. Raises BerError for anything that is none."""
    data = message_in(datagram)
    _, at, end = read_header(data, 0, len(data))
    version, at = _read_integer(data, at, end)
    tag, start, at = read_header(data, at, end)
    if tag != OCTETS or version not in (V1, V2C):
        raise BerError("no community-based message")
    return decode_pdu(data, at, end, version, data[start:at])


def decode_pdu(data: bytes, at: int, end: int, version: int, community: bytes = b"") -> Request:
    """The request PDU at `at`. Raises BerError for anything that is none."""
    kind, at, end = read_header(data, at, end)
    if kind not in (GET, GET_NEXT, GET_BULK) or (kind == GET_BULK and version == V1):
        raise BerError("no request that an agent answers")
    request_id, at = _read_integer(data, at, end)
    first, at = _read_integer(data, at, end)
    second, at = _read_integer(data, at, end)
    return Request(version, community, kind, request_id, first, second, _read_oids(data, at, end))


def encode_response(request: Request, status: int, index: int, bindings: list[bytes]) -> bytes:
    """The response PDU to `request` with bindings that are encoded already."""
    body = integer(request.request_id) + integer(status) + integer(index) + tlv(SEQUENCE, b"".join(bindings))
    return tlv(RESPONSE, body)


def encode_message(request: Request, pdu: bytes) -> bytes:
    """A PDU in the message of a community."""
    return tlv(SEQUENCE, integer(request.version) + tlv(OCTETS, request.community) + pdu)


def binding(oid: OidKey, value: bytes) -> bytes:
    """One variable binding around an encoded value."""
    return tlv(SEQUENCE, encode_oid(oid) + value)


def encode_oid(oid: OidKey) -> bytes:
    """An OBJECT IDENTIFIER."""
    return tlv(OBJECT_ID, b"".join(map(_base128, (oid[0] * 40 + oid[1], *oid[2:]))))


def unsigned(tag: int, value: int) -> bytes:
    """A Counter, Gauge or TimeTicks; the value wraps as its syntax does."""
    value %= 1 << (64 if tag == COUNTER64 else 32)
    return tlv(tag, value.to_bytes(value.bit_length() // 8 + 1, "big"))


def key(dotted: str) -> OidKey:
    """`1.3.6` as numbers that sort as SNMP does."""
    return tuple(map(int, dotted.split(".")))


def _base128(number: int) -> bytes:
    octets = [number & 0x7F]
    while number := number >> 7:
        octets.append(0x80 | (number & 0x7F))
    return bytes(reversed(octets))


def _read_integer(data: bytes, at: int, end: int) -> tuple[int, int]:
    tag, start, stop = read_header(data, at, end)
    if tag != INTEGER or stop - start > 8:
        raise BerError("no INTEGER")
    return int.from_bytes(data[start:stop], "big", signed=True), stop


def _read_oids(data: bytes, at: int, end: int) -> list[OidKey]:
    _, at, end = read_header(data, at, end)
    oids: list[OidKey] = []
    while at < end:
        _, inner, at = read_header(data, at, end)
        tag, start, stop = read_header(data, inner, at)
        if tag != OBJECT_ID:
            raise BerError("no OBJECT IDENTIFIER")
        oids.append(_decode_oid(data[start:stop]))
        if len(oids) > MAX_BINDINGS:
            raise BerError("too many bindings")
    return oids


def _decode_oid(octets: bytes) -> OidKey:
    numbers, number = [], 0
    for octet in octets:
        number = number << 7 | octet & 0x7F
        if number > 0xFFFFFFFF:
            raise BerError("arc too large")
        if not octet & 0x80:
            numbers.append(number)
            number = 0
    if not numbers:
        raise BerError("empty OBJECT IDENTIFIER")
    top = min(numbers[0] // 40, 2)
    return (top, numbers[0] - top * 40, *numbers[1:])
