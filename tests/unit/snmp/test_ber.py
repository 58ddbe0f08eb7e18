"""What a datagram must be before a parser may see it."""

from __future__ import annotations

import pytest

from nocscape.wire.snmp import ber
from tests.integration.fake_agent import COUNTER32, COUNTER64, OID, Asked, Value, reply

ASKED = Asked(1, b"public", 0xA0, 7, 0, 0, ((1, 3, 6, 1),), ())


def _values(message: bytes) -> list[bytes]:
    """The raw values in a reply's bindings."""
    pdu = ber.children(message, 0, ber.SEQUENCE)[2]
    listed = ber.children(message, pdu, message[pdu])[3]
    found = []
    for bind in ber.children(message, listed, ber.SEQUENCE):
        value = ber.children(message, bind, ber.SEQUENCE)[1]
        _, start, end = ber.read_header(message, value, len(message))
        found.append(message[start:end])
    return found


def test_an_honest_message_passes_unchanged() -> None:
    message = reply(ASKED, [((1, 3, 6, 1), Value(COUNTER32, b"\x01"))])
    assert ber.message_in(message) is message


def test_octets_after_the_message_are_cut_off() -> None:
    message = reply(ASKED, [])
    assert ber.message_in(message + b"\0\0\0") == message


@pytest.mark.parametrize(
    ("datagram", "reason"),
    [
        (b"", "cut off"),
        (b"\x30", "cut off"),
        (b"\x04\x01a", "no SEQUENCE"),
        (b"\x30\x05\x02\x01", "longer"),
        (b"\x30\x80\x00\x00", "bad length"),
        (b"\x30\x85\x00\x00\x00\x00\x01\x00", "bad length"),
        (b"\x30\x84\xff\xff\xff\xff", "longer"),
        (b"\x30\x03\x1f\x81\x00", "multi-octet"),
        (b"\x30" + b"\x84" + (70_000).to_bytes(4, "big") + b"\0" * 70_000, "too long"),
    ],
)
def test_what_is_no_bounded_sequence_is_refused(datagram: bytes, reason: str) -> None:
    with pytest.raises(ber.BerError, match=reason):
        ber.message_in(datagram)


def test_nesting_made_to_exhaust_a_recursive_parser_is_refused() -> None:
    message = b""
    for _ in range(200):
        message = ber.tlv(ber.SEQUENCE, message)
    with pytest.raises(ber.BerError, match="deep"):
        ber.message_in(message)


def test_more_elements_than_a_datagram_of_values_can_hold_are_refused() -> None:
    with pytest.raises(ber.BerError, match="many"):
        ber.message_in(ber.tlv(ber.SEQUENCE, b"\x05\0" * (ber.MAX_ELEMENTS + 1)))


def test_unsigned_numbers_without_their_leading_zero_are_put_right() -> None:
    message = reply(
        ASKED,
        [
            ((1, 3, 6, 1), Value(COUNTER32, b"\xff\xff\xff\xff")),
            ((1, 3, 6, 2), Value(COUNTER64, b"\x80" + b"\0" * 7)),
            ((1, 3, 6, 3), Value(OID, b"")),
            ((1, 3, 6, 4), Value(0x02, b"\xff")),
        ],
    )
    assert _values(ber.message_in(message)) == [
        b"\0\xff\xff\xff\xff",
        b"\0\x80" + b"\0" * 7,
        b"\0",
        b"\xff",
    ]


def test_a_signed_message_is_never_changed() -> None:
    message = reply(ASKED._replace(version=3), [((1, 3, 6, 1), Value(COUNTER32, b"\xff"))])
    assert ber.message_in(message) is message


def test_small_elements_are_read_as_what_they_are() -> None:
    message = ber.tlv(ber.SEQUENCE, ber.integer(-129) + ber.tlv(ber.OCTETS, b"ab"))
    first, second = ber.children(message, 0, ber.SEQUENCE)
    assert ber.integer_at(message, first) == -129
    assert ber.octets_at(message, second) == b"ab"
    with pytest.raises(ber.BerError):
        ber.integer_at(message, second)
    with pytest.raises(ber.BerError):
        ber.octets_at(message, first)
    with pytest.raises(ber.BerError):
        ber.children(message, first, ber.SEQUENCE)


def test_only_a_response_is_a_reply() -> None:
    answer = reply(ASKED, [])
    pdu = ber.children(answer, 0, ber.SEQUENCE)[2]
    ber.check_reply(answer)
    echo = bytearray(answer)
    echo[pdu] = 0xA0
    with pytest.raises(ber.BerError, match="no response"):
        ber.check_reply(bytes(echo))


def test_a_number_whose_first_octet_is_below_its_sign_bit_is_left_alone() -> None:
    message = reply(ASKED, [((1, 3, 6, 1), Value(COUNTER32, b"\x7f")), ((1, 3, 6, 2), Value(COUNTER32, b"\x80"))])
    assert _values(ber.message_in(message)) == [b"\x7f", b"\0\x80"]


@pytest.mark.parametrize("size", [0, 9])
def test_an_integer_has_one_to_eight_octets(size: int) -> None:
    with pytest.raises(ber.BerError):
        ber.integer_at(ber.tlv(0x02, b"\x01" * size), 0)
    assert ber.integer_at(ber.tlv(0x02, b"\x01" * 8), 0) == 0x0101010101010101
