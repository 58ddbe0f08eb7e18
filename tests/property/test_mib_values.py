"""Values as they are typed: what is shown can be typed again, and nothing typed breaks the reader."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nocscape.base.errors import InputError
from nocscape.mibs import MibType, open_dictionary, value_of
from nocscape.mibs.values import Value, render

DICTIONARY = open_dictionary(None)
STATUS = MibType(base="INTEGER", enums={"up": 1, "down": 2, "testing": 3})
BITS = MibType(base="BITS", enums={"repeater": 1, "bridge": 2, "router": 4})
MAC = MibType(base="OCTET STRING", name="MacAddress", convention="MacAddress", hint="1x:", ranges=((6, 6),))
DATE = MibType(base="OCTET STRING", convention="DateAndTime", ranges=((8, 8), (11, 11)))
CELSIUS = MibType(base="INTEGER", hint="d-1", ranges=((-1000, 2000),))
NAME = MibType(base="OCTET STRING", convention="DisplayString", hint="255a", ranges=((0, 8),))
PORTS = MibType(base="OCTET STRING", convention="PortList")
INET = MibType(base="OCTET STRING", convention="InetAddress", ranges=((0, 255),))


def typed(kind: MibType, text: str) -> tuple[str, Value]:
    return value_of(kind, text, DICTIONARY.resolve)


@pytest.mark.parametrize("text", ["up", "UP", "1", "up (1)", " up(1) "])
def test_an_enumeration_is_typed_by_label_number_or_both(text: str) -> None:
    assert typed(STATUS, text) == ("INTEGER", 1)


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (MAC, "00:1b:21:0a:0b:0c", bytes.fromhex("001b210a0b0c")),
        (MAC, "001b.210a.0b0c", bytes.fromhex("001b210a0b0c")),
        (DATE, "2026-11-21T07:34:39.5+09:00", bytes.fromhex("07ea0b1507222705") + b"+\x09\x00"),
        (DATE, "2026-11-21T07:34:39", bytes.fromhex("07ea0b1507222700")),
        (CELSIUS, "21.5", 215),
        (CELSIUS, "-4", -40),
        (NAME, "core", b"core"),
        (NAME, "0x636f7265", b"core"),
        (NAME, "", b""),
        (INET, "2001:db8::1", bytes.fromhex("20010db8000000000000000000000001")),
        (BITS, "bridge, router", b"\x28"),
        (BITS, "repeater (1), 9", b"\x40\x40"),
        (BITS, "none", b""),
        (PORTS, "1–8, 17, 24-25", b"\xff\x00\x81\x80"),
        (PORTS, "none", b""),
        (PORTS, "", b""),
        (PORTS, "0xff00", b"\xff\x00"),
        (MibType(base="Unsigned32"), "4294967295", 2**32 - 1),
        (MibType(base="IpAddress"), "10.0.0.1", "10.0.0.1"),
        (MibType(base="OBJECT IDENTIFIER"), "IF-MIB::ifDescr.3", "1.3.6.1.2.1.2.2.1.2.3"),
    ],
)
def test_each_type_is_typed_as_its_mib_writes_it(kind: MibType, text: str, value: Value) -> None:
    assert typed(kind, text)[1] == value


@pytest.mark.parametrize(
    ("kind", "text", "said"),
    [
        (STATUS, "broken", "up (1), down (2)"),
        (STATUS, "up (2)", "none of the values"),
        (STATUS, "4", "none of the values"),
        (CELSIUS, "21.55", "no number"),
        (CELSIUS, "999", "outside its range"),
        (NAME, "much too long", "too many"),
        (MAC, "00:1b", "too few"),
        (MAC, "zz", "hexadecimal"),
        (DATE, "yesterday", "no date"),
        (BITS, "bridge, tap", "none of the values"),
        (PORTS, "uplink", "names no ports"),
        (PORTS, "8-1", "names no ports"),
        (PORTS, "0", "names no ports"),
        (PORTS, "1-99999", "names no ports"),
        (MibType(base="Counter32"), "-1", "not between"),
        (MibType(base="INTEGER"), "2147483648", "not between"),
        (MibType(base="IpAddress"), "10.0.0", "no IPv4 address"),
        (MibType(syntax="SEQUENCE OF IfEntry"), "1", "cannot be written"),
    ],
)
def test_what_does_not_fit_is_refused_with_what_does(kind: MibType, text: str, said: str) -> None:
    with pytest.raises(InputError) as caught:
        typed(kind, text)
    assert said in str(caught.value)


@given(st.sampled_from([STATUS, BITS, MAC, DATE, CELSIUS, NAME, INET]), st.text(max_size=40))
def test_anything_typed_is_a_value_or_refused(kind: MibType, text: str) -> None:
    try:
        syntax, value = typed(kind, text)
    except InputError:
        return
    assert render(kind, syntax, value).text is not None


@given(st.binary(min_size=6, max_size=6))
def test_a_hardware_address_that_is_shown_can_be_typed(octets: bytes) -> None:
    assert typed(MAC, render(MAC, "OCTET STRING", octets).text)[1] == octets


@given(st.sets(st.sampled_from([1, 2, 4])))
def test_bits_that_are_shown_can_be_typed(chosen: set[int]) -> None:
    value = typed(BITS, ",".join(map(str, chosen)))[1]
    assert typed(BITS, render(BITS, "OCTET STRING", value).text)[1] == value


@given(st.integers(-1000, 2000))
def test_a_number_with_decimals_that_is_shown_can_be_typed(value: int) -> None:
    assert typed(CELSIUS, render(CELSIUS, "INTEGER", value).text)[1] == value


@given(st.binary(max_size=70))
def test_ports_are_typed_as_they_are_shown(octets: bytes) -> None:
    assert typed(PORTS, render(PORTS, "OCTET STRING", octets).text)[1] == octets.rstrip(b"\0")
