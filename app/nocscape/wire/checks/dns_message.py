"""DNS messages (RFC 1035): one question out, the answers of a bounded message in."""

from __future__ import annotations

import ipaddress
import struct
from typing import NamedTuple

from nocscape.base.text import from_wire, one_line

HEADER = struct.Struct("!6H")
RECORDS = {"A": 1, "NS": 2, "CNAME": 5, "SOA": 6, "PTR": 12, "MX": 15, "TXT": 16, "AAAA": 28, "SRV": 33}
RCODES = {1: "FORMERR", 2: "SERVFAIL", 3: "NXDOMAIN", 4: "NOTIMP", 5: "REFUSED"}
MOST_ANSWERS = 100
MOST_NAME = 255
MOST_LABEL = 63
_IN = 1
_RECURSE = 0x0100
_IS_ANSWER = 0x8000
_POINTER = 0xC0
_NAMES = frozenset({RECORDS["NS"], RECORDS["CNAME"], RECORDS["PTR"]})


class DnsAnswer(NamedTuple):
    """The code of the answer, and its records of the kind that was asked for, as text."""

    code: int
    answers: tuple[str, ...]


def question(token: int, name: str, record: str) -> bytes:
    """Ask with recursion. Raises ValueError for a name or a type that cannot be asked for."""
    if record not in RECORDS:
        raise ValueError(record)
    return HEADER.pack(token, _RECURSE, 1, 0, 0, 0) + _name(name) + struct.pack("!2H", RECORDS[record], _IN)


def understand(data: bytes, asked: bytes) -> DnsAnswer | None:
    """The answer to the question `asked`; None for anything else, broken messages too."""
    try:
        _, flags, questions, answers, _, _ = HEADER.unpack_from(data)
        if data[:2] != asked[:2] or not flags & _IS_ANSWER or questions > 1:
            return None
        at = HEADER.size
        if questions:
            at = _skip_name(data, at) + 4
            if data[HEADER.size : at].lower() != asked[HEADER.size :].lower():
                return None
        (kind,) = struct.unpack_from("!H", asked, len(asked) - 4)
        return DnsAnswer(flags & 0xF, _records(data, at, min(answers, MOST_ANSWERS), kind))
    except (ValueError, struct.error, IndexError):
        return None


def _records(data: bytes, at: int, count: int, wanted: int) -> tuple[str, ...]:
    found: list[str] = []
    for _ in range(count):
        at = _skip_name(data, at)
        kind, _, _, length = struct.unpack_from("!2HIH", data, at)
        at += 10
        if at + length > len(data):
            raise ValueError("a record is cut off")
        if kind == wanted:
            found.append(_shown(data, at, length, kind))
        at += length
    return tuple(found)


def _shown(data: bytes, at: int, length: int, kind: int) -> str:
    content = data[at : at + length]
    if kind in (RECORDS["A"], RECORDS["AAAA"]):
        return str(ipaddress.ip_address(content))
    if kind in _NAMES:
        return _read_name(data, at)
    if kind == RECORDS["MX"]:
        return f"{struct.unpack_from('!H', data, at)[0]} {_read_name(data, at + 2)}"
    if kind == RECORDS["SRV"]:
        return f"{_read_name(data, at + 6)}:{struct.unpack_from('!3H', data, at)[2]}"
    if kind == RECORDS["SOA"]:
        return _read_name(data, at)
    return one_line(from_wire(b"".join(_strings(content))))


def _strings(content: bytes) -> list[bytes]:
    parts: list[bytes] = []
    at = 0
    while at < len(content):
        parts.append(content[at + 1 : at + 1 + content[at]])
        at += 1 + content[at]
    return parts


def _name(name: str) -> bytes:
    out = bytearray()
    for label in name.strip(".").split(".") if name.strip(".") else ():
        octets = label.encode("ascii") if label.isascii() else label.encode("idna")
        if not 0 < len(octets) <= MOST_LABEL:
            raise ValueError(name)
        out += bytes([len(octets)]) + octets
    if len(out) >= MOST_NAME:
        raise ValueError(name)
    return bytes(out) + b"\0"


def _skip_name(data: bytes, at: int) -> int:
    while (length := data[at]) and length < _POINTER:
        at += 1 + length
    return at + (2 if length else 1)


def _read_name(data: bytes, at: int) -> str:
    """A name with its pointers, each of which must lead back."""
    labels: list[bytes] = []
    before, octets = at + 1, 0
    while length := data[at]:
        if length >= _POINTER:
            target = (length & 0x3F) << 8 | data[at + 1]
            if target >= before:
                raise ValueError("a name turns in circles")
            at = before = target
            continue
        labels.append(data[at + 1 : at + 1 + length])
        octets += 1 + length
        if octets > MOST_NAME:
            raise ValueError("a name is too long")
        at += 1 + length
    return one_line(from_wire(b".".join(labels))) or "."
