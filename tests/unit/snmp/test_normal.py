"""Values read by their declared syntax."""

from __future__ import annotations

import math
import struct

import pytest

from nocscape.wire.snmp.normal import are_plain, opaque, opaque_octets, reader
from nocscape.wire.snmp.types import SnmpValue, Syntax


@pytest.mark.parametrize(
    ("declared", "raw", "read"),
    [
        (Syntax.INTEGER, -5, -5),
        (Syntax.INTEGER, b"5", None),
        (Syntax.COUNTER32, 7, 7),
        (Syntax.GAUGE32, -1, 0xFFFF_FFFF),
        (Syntax.COUNTER64, -1, 0xFFFF_FFFF_FFFF_FFFF),
        (Syntax.OCTETS, b"\xff", b"\xff"),
        (Syntax.OCTETS, "1.2.3.4", None),
        (Syntax.OID, "1.3.6", "1.3.6"),
        (Syntax.OID, 3, None),
        (Syntax.IP_ADDRESS, "10.0.0.1", "10.0.0.1"),
        (Syntax.IP_ADDRESS, b"\x0a\0\0\x01", "10.0.0.1"),
        (Syntax.IP_ADDRESS, b"\x0a", None),
        (Syntax.OPAQUE, b"\x9f\x78\x04\x3f\xc0\0\0", 1.5),
        (Syntax.OPAQUE, 1.5, 1.5),
        (Syntax.OPAQUE, b"other", b"other"),
        (Syntax.INTEGER, None, None),
    ],
)
def test_a_value_is_read_as_its_mib_declares_it(declared: Syntax, raw: SnmpValue, read: SnmpValue) -> None:
    assert reader(declared)(raw) == read


def test_values_that_need_no_look_are_recognised_together() -> None:
    assert are_plain(Syntax.INTEGER, [1, -2])
    assert are_plain(Syntax.OCTETS, [b"a"])
    assert not are_plain(Syntax.COUNTER32, [1, -2])
    assert not are_plain(Syntax.OCTETS, [b"a", "b"])
    assert not are_plain(Syntax.INTEGER, [True, 1])
    assert not are_plain(Syntax.OPAQUE, [b"a"])


@pytest.mark.parametrize(
    ("octets", "number"),
    [
        (b"\x9f\x79\x08" + struct.pack(">d", 0.1), 0.1),
        (b"\x9f\x79\x08" + struct.pack(">f", 0.1), None),
        (b"\x9f\x78\x04" + struct.pack(">d", 0.1), None),
        (b"\x9f\x77\x08" + struct.pack(">d", 0.1), None),
    ],
)
def test_a_wrapped_number_is_read_only_where_tag_and_length_agree(octets: bytes, number: float | None) -> None:
    assert opaque(octets) == (octets if number is None else number)


@pytest.mark.parametrize("number", [0.0, 1.5, 0.1, -2.5e300, 3.4028234663852886e38, 3.5e38, math.inf, -math.inf])
def test_a_number_comes_back_from_its_wrapping_as_it_was(number: float) -> None:
    assert opaque(opaque_octets(number)) == number


def test_a_number_that_a_float_holds_is_wrapped_as_one() -> None:
    assert len(opaque_octets(1.5)) == len(opaque_octets(3.4028234663852886e38)) == 7
    assert len(opaque_octets(0.1)) == 11


@pytest.mark.parametrize(
    ("declared", "most"),
    [
        (Syntax.COUNTER32, 2**32 - 1),
        (Syntax.GAUGE32, 2**32 - 1),
        (Syntax.TIME_TICKS, 2**32 - 1),
        (Syntax.COUNTER64, 2**64 - 1),
    ],
)
def test_unsigned_values_are_plain_from_zero_to_the_most_that_their_bits_hold(declared: Syntax, most: int) -> None:
    assert are_plain(declared, [0, most])
    assert not are_plain(declared, [-1])
    assert not are_plain(declared, [most + 1])
