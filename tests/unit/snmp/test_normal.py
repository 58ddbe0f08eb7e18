"""Values read by their declared syntax."""

from __future__ import annotations

import pytest

from nocscape.wire.snmp.normal import are_plain, reader
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
