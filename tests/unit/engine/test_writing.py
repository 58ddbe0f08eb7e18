"""What is typed for a value, taken as the value is shown."""

from __future__ import annotations

import pytest

from nocscape.engine.workbench.write import _checked
from nocscape.mibs import open_dictionary
from nocscape.wire.snmp import Syntax, VarBind

MIBS = open_dictionary(None)
UNKNOWN = "1.3.6.1.4.1.424242.1.0"


@pytest.mark.parametrize(
    ("before", "typed", "value"),
    [
        (b"\x04\x00", "04 01", b"\x04\x01"),
        (b"\x04\x00", " 0402 ", b"\x04\x02"),
        (b"\x04\x00", "core", b"core"),
        (b"\x04\x00", "0x05", b"\x05"),
        (b"core", "beef", b"beef"),
        (b"", "04 01", b"04 01"),
    ],
)
def test_pairs_of_digits_are_octets_where_octets_are_shown_so(before: bytes, typed: str, value: bytes) -> None:
    check, written = _checked(MIBS, VarBind(UNKNOWN, Syntax.OCTETS, before), typed)
    assert written.value == value
    assert check.after_raw == value.hex(" ")


def test_a_list_of_ports_is_typed_as_it_is_shown() -> None:
    old = VarBind(MIBS.resolve("Q-BRIDGE-MIB::dot1qVlanStaticEgressPorts.10"), Syntax.OCTETS, b"\xf0\x00")
    check, written = _checked(MIBS, old, "1-4, 9")
    assert (check.before, check.after, written.value) == ("1–4", "1–4, 9", b"\xf0\x80")
