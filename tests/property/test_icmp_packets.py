"""ICMP parsers: what was built is read back, and nothing that arrives does harm."""

from __future__ import annotations

import ipaddress
import random
import struct

from hypothesis import given
from hypothesis import strategies as st

from nocscape.wire.icmp.packets import COOKIE_SIZE, Heard, read_quoted, read_v4, read_v6

words = st.integers(0, 0xFFFF)
cookies = st.binary(min_size=COOKIE_SIZE, max_size=COOKIE_SIZE)
v4 = st.ip_addresses(v=4).map(str)
v6 = st.ip_addresses(v=6)
options = st.integers(0, 10).map(lambda n: bytes(4 * n))
ROUTER = "198.51.100.1"


def echo(kind: int, ident: int, sequence: int, payload: bytes) -> bytes:
    return struct.pack("!BBHHH", kind, 0, 0, ident, sequence) + payload


def in_v4(payload: bytes, options: bytes = b"", destination: str = "192.0.2.1") -> bytes:
    header = struct.pack("!BBHHHBBH", 0x45 + len(options) // 4, 0, 0, 0, 0x4000, 64, 1, 0)
    return header + bytes(4) + ipaddress.ip_address(destination).packed + options + payload


def in_v6(payload: bytes, destination: ipaddress.IPv6Address) -> bytes:
    return struct.pack("!IHBB", 6 << 28, len(payload), 58, 64) + bytes(16) + destination.packed + payload


@given(words, words, cookies, options)
def test_a_v4_reply_is_read_whatever_options_its_header_has(
    ident: int, sequence: int, cookie: bytes, extra: bytes
) -> None:
    packet = in_v4(echo(0, ident, sequence, cookie + b"trailer"), extra)
    expected = Heard("192.0.2.9", "192.0.2.9", ident, sequence, cookie, None, 7.0)
    assert read_v4(packet, "192.0.2.9", 7.0, has_header=True) == expected
    assert read_v4(packet[20 + len(extra) :], "192.0.2.9", 7.0, has_header=False) == expected


@given(words, words, cookies, options, v4, st.integers(0, COOKIE_SIZE + 4))
def test_a_v4_error_names_who_was_asked_however_little_it_quotes(
    ident: int, sequence: int, cookie: bytes, extra: bytes, asked: str, quoted: int
) -> None:
    inner = in_v4(echo(8, ident, sequence, (cookie + b"more")[:quoted]), extra, asked)
    message = struct.pack("!BBHI", 3, 13, 0, 0) + inner
    heard = read_v4(in_v4(message), ROUTER, 0, has_header=True)
    known = cookie if quoted >= COOKIE_SIZE else b""
    assert heard == Heard(ROUTER, asked, ident, sequence, known, "admin_prohibited", 0)


@given(words, words, cookies, v6)
def test_v6_replies_and_errors_are_read(ident: int, sequence: int, cookie: bytes, asked: ipaddress.IPv6Address) -> None:
    assert read_v6(echo(129, ident, sequence, cookie), "::1", 0) == Heard(
        "::1", "::1", ident, sequence, cookie, None, 0
    )
    message = struct.pack("!BBHI", 3, 0, 0, 0) + in_v6(echo(128, ident, sequence, cookie), asked)
    heard = read_v6(message, "2001:db8::ff", 0)
    assert heard is not None
    assert (ipaddress.ip_address(heard.destination), heard.error) == (asked, "ttl_exceeded")
    assert (heard.ident, heard.sequence, heard.cookie) == (ident, sequence, cookie)


@given(st.binary(max_size=120), st.booleans())
def test_no_bytes_make_a_parser_fail(raw: bytes, has_header: bool) -> None:
    read_v4(raw, ROUTER, 0, has_header=has_header)
    read_v6(raw, "::1", 0)
    read_quoted(raw, request=8)


@given(st.randoms(use_true_random=False), words, words, cookies, v4)
def test_no_mutation_of_a_real_error_makes_a_parser_fail(
    rng: random.Random, ident: int, sequence: int, cookie: bytes, asked: str
) -> None:
    packet = bytearray(in_v4(struct.pack("!BBHI", 11, 0, 0, 0) + in_v4(echo(8, ident, sequence, cookie), b"", asked)))
    for _ in range(rng.randrange(1, 6)):
        packet[rng.randrange(len(packet))] = rng.randrange(256)
    read_v4(bytes(packet[: rng.randrange(len(packet) + 1)]), ROUTER, 0, has_header=True)


@given(words, words)
def test_redirects_and_other_peoples_requests_are_no_answers(ident: int, sequence: int) -> None:
    quoted = in_v4(echo(8, ident, sequence, bytes(16)))
    assert read_v4(struct.pack("!BBHI", 5, 1, 0, 0) + quoted, ROUTER, 0, has_header=False) is None
    assert read_v4(echo(8, ident, sequence, bytes(16)), ROUTER, 0, has_header=False) is None
    assert read_v6(echo(128, ident, sequence, bytes(16)), "::1", 0) is None
