"""Values and indexes in words."""

from __future__ import annotations

import pytest

from nocscape.base.errors import InputError
from nocscape.mibs.hints import integer_text, octets_text
from nocscape.mibs.indexes import IndexPart, decode_index, encode_index, index_texts
from nocscape.mibs.objects import MibType
from nocscape.mibs.values import Value, address_text, is_printable, render, ticks_text


@pytest.mark.parametrize(
    ("hint", "raw", "text"),
    [
        ("1x:", "001b210a0b0c", "00:1b:21:0a:0b:0c"),
        ("255a", "6869", "hi"),
        ("1d.1d.1d.1d", "c0000207", "192.0.2.7"),
        ("2x:2x:2x:2x:2x:2x:2x:2x", "20010db8000000000000000000000001", "2001:0db8:0000:0000:0000:0000:0000:0001"),
        ("2d-1d-1d,1d:1d:1d.1d,1a1d:1d", "07e60102030405062d0600", "2022-1-2,3:4:5.6,-6:0"),
        ("*1x:/1x:", "02aabbcc", "aa:bb/cc"),
        ("1x ", "0aff", "0a ff"),
        ("1o", "08", "10"),
    ],
)
def test_octet_hints(hint: str, raw: str, text: str) -> None:
    assert octets_text(hint, bytes.fromhex(raw)) == text


@pytest.mark.parametrize("hint", ["", "d-", "1", "x1", "1q", "a", "1d::"])
def test_what_is_no_hint_is_left_alone(hint: str) -> None:
    assert octets_text(hint, b"abc") is None


@pytest.mark.parametrize(
    ("hint", "value", "text"),
    [("d", 5, "5"), ("d-2", 1234, "12.34"), ("d-2", -5, "-0.05"), ("x", 255, "ff"), ("b", 5, "101"), ("o", 8, "10")],
)
def test_integer_hints(hint: str, value: int, text: str) -> None:
    assert integer_text(hint, value) == text


OCTETS = MibType(base="OCTET STRING")


@pytest.mark.parametrize(
    ("kind", "syntax", "value", "text"),
    [
        (MibType(base="INTEGER", enums={"up": 1}), "INTEGER", 1, "up (1)"),
        (MibType(base="INTEGER", enums={"up": 1}), "INTEGER", 9, "9"),
        (MibType(base="TimeTicks"), "TimeTicks", 360000, "01:00:00.00"),
        (MibType(base="Counter64"), "Counter64", 1234567, "1\u202f234\u202f567"),
        (MibType(base="INTEGER"), "INTEGER", 1234567, "1234567"),
        (OCTETS, "OCTET STRING", b"eth0\0", "eth0"),
        (OCTETS, "OCTET STRING", b"\x04\x00", "04 00"),
        (OCTETS, "OCTET STRING", b"", ""),
        (OCTETS, "OCTET STRING", "서울".encode(), "서울"),
        (
            MibType(base="OCTET STRING", convention="DateAndTime"),
            "OCTET STRING",
            bytes.fromhex("07e60102030405062d0600"),
            "2022-01-02 03:04:05.6 -06:00",
        ),
        (MibType(base="OCTET STRING", convention="DateAndTime"), "OCTET STRING", b"\0" * 8, "00 00 00 00 00 00 00 00"),
        (MibType(base="OCTET STRING", convention="InetAddress"), "OCTET STRING", bytes([10, 0, 0, 1]), "10.0.0.1"),
        (
            MibType(base="OCTET STRING", convention="LldpPortId"),
            "OCTET STRING",
            b"\0\x1b!\n\x0b\x0c",
            "00:1b:21:0a:0b:0c",
        ),
        (MibType(base="BITS", enums={"a": 0, "b": 9}), "OCTET STRING", b"\x80\x40", "a (0), b (9)"),
        (MibType(base="BITS", enums={"a": 0}), "OCTET STRING", b"\0", "none"),
        (
            MibType(base="OCTET STRING", convention="BridgeId"),
            "OCTET STRING",
            bytes.fromhex("60008c85c162c740"),
            "24576 8c:85:c1:62:c7:40",
        ),
        (MibType(base="OCTET STRING", convention="BridgeId"), "OCTET STRING", b"\x60\x00\x01", "60 00 01"),
        (MibType(base="OCTET STRING", convention="PortList"), "OCTET STRING", b"\xff\x00\x81\x80", "1–8, 17, 24–25"),
        (MibType(base="OCTET STRING", convention="PortList"), "OCTET STRING", b"\0\0", "none"),
        (MibType(base="OCTET STRING", convention="PortList"), "OCTET STRING", b"", "none"),
        (MibType(base="IpAddress"), "IpAddress", "192.0.2.1", "192.0.2.1"),
        (None, "Opaque", 21.5, "21.5"),
        (None, "noSuchInstance", None, "no such instance"),
    ],
)
def test_values_in_words(kind: MibType | None, syntax: str, value: Value, text: str) -> None:
    assert render(kind, syntax, value).text == text


def test_raw_and_literal_stand_beside_the_words() -> None:
    shown = render(MibType(base="TimeTicks"), "TimeTicks", 8640000 * 3 + 100)
    assert (shown.text, shown.raw, shown.literal) == ("3 d 00:00:01.00", "25920100", "3:00:00:01.00")


def test_text_from_a_device_cannot_turn_the_line_round() -> None:
    assert "\u202e" not in render(OCTETS, "OCTET STRING", "a\u202eb".encode()).text


NUMBER = IndexPart("n", MibType(base="INTEGER"))
TEXT = IndexPart("t", OCTETS)
FIXED = IndexPart("m", MibType(base="OCTET STRING", hint="1x:", ranges=((6, 6),)))
ADDRESS = IndexPart("a", MibType(base="IpAddress"))
INET = [
    IndexPart("type", MibType(base="INTEGER", convention="InetAddressType", enums={"ipv4": 1, "ipv6": 2, "dns": 16})),
    IndexPart("addr", MibType(base="OCTET STRING", convention="InetAddress")),
]


@pytest.mark.parametrize(
    ("parts", "suffix", "texts"),
    [
        ([NUMBER, ADDRESS], "3.10.0.0.1", ["3", "10.0.0.1"]),
        ([TEXT, NUMBER], "2.104.105.7", ["hi", "7"]),
        ([FIXED], "0.27.33.10.11.12", ["00:1b:21:0a:0b:0c"]),
        (INET, "1.4.10.0.0.1", ["ipv4", "10.0.0.1"]),
        (INET, "16.4.97.98.99.100", ["dns", "abcd"]),
        (INET, "2.16.32.1.13.184.0.0.0.0.0.0.0.0.0.0.0.1", ["ipv6", "2001:db8::1"]),
        ([NUMBER], "3.4.5", ["3", "4.5"]),
        ([TEXT], "9.1.2", ["9.1.2"]),
        ([TEXT], "2.300.1", ["2.300.1"]),
        ([ADDRESS], "10.0", ["10.0"]),
    ],
)
def test_indexes_in_words_even_where_an_agent_sends_nonsense(
    parts: list[IndexPart], suffix: str, texts: list[str]
) -> None:
    decoded = decode_index(parts, [int(a) for a in suffix.split(".")])
    assert [text for _, text in index_texts(parts, decoded)] == texts


def test_an_implied_last_string_has_no_length() -> None:
    assert decode_index([NUMBER, TEXT], [3, 104, 105], is_implied=True).values == (3, b"hi")
    assert encode_index([NUMBER, TEXT], [3, b"hi"], is_implied=True) == [3, 104, 105]


def test_values_that_do_not_fit_an_index_are_refused() -> None:
    with pytest.raises(InputError):
        encode_index([FIXED], [b"short"])
    with pytest.raises(InputError):
        encode_index([FIXED], [])


@pytest.mark.parametrize(
    ("ticks", "text"),
    [(0, "00:00:00.00"), (-1, "−00:00:00.01"), (8_639_999, "23:59:59.99"), (8_640_000, "1 d 00:00:00.00")],
)
def test_ticks_become_days_and_hours(ticks: int, text: str) -> None:
    assert ticks_text(ticks) == text


@pytest.mark.parametrize(
    ("raw", "address_type", "text"),
    [
        ("0a000001", None, "10.0.0.1"),
        ("0a000001", 1, "10.0.0.1"),
        ("0a000001", 2, ""),
        ("0a00000100000007", 3, "10.0.0.1%7"),
        ("fe80" + "00" * 13 + "01", 2, "fe80::1"),
        ("fe80" + "00" * 13 + "01" + "00000007", 4, "fe80::1%7"),
        ("0a0000", None, ""),
        ("686f7374", 16, "host"),
    ],
)
def test_addresses_are_read_by_their_type_and_length(raw: str, address_type: int | None, text: str) -> None:
    assert address_text(bytes.fromhex(raw), address_type) == text


@pytest.mark.parametrize(
    ("raw", "is_text"),
    [
        (b"caf\xe9", True),
        (b"ca\xe9", False),
        (b"ca\xe9\xe9", False),
        (b"\0", True),
        (b"\0\0", False),
        (b"a\x7f", False),
        (b"a\tb", True),
    ],
)
def test_octets_in_an_old_encoding_are_text_where_most_of_them_are_ascii(raw: bytes, is_text: bool) -> None:
    assert is_printable(raw) is is_text
