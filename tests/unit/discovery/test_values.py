"""Values from the wire, honest and odd."""

from __future__ import annotations

import pytest

from nocscape.discovery import values
from nocscape.topology.observations import IdType, RawId


@pytest.mark.parametrize(
    ("raw", "mac"),
    [
        (b"\x00\x1b\x21\x0a\x0b\x0c", "00:1b:21:0a:0b:0c"),
        (b"00:1b:21:0A:0b:0c", "00:1b:21:0a:0b:0c"),
        (b"001b.210a.0b0c", "00:1b:21:0a:0b:0c"),
        (b"\0" * 6, ""),
        (b"\x01\x02", ""),
        (b"", ""),
        (None, ""),
    ],
)
def test_a_mac_address_in_any_dress(raw: bytes | None, mac: str) -> None:
    assert values.mac(raw) == mac


@pytest.mark.parametrize(
    ("subtype", "raw", "found"),
    [
        (4, b"\x00\x1b\x21\x0a\x0b\x0c", RawId(IdType.MAC, "00:1b:21:0a:0b:0c")),
        (5, b"\x01\x0a\x00\x00\x01", RawId(IdType.ADDRESS, "10.0.0.1")),
        (5, b"\x0a\x00\x00\x01", RawId(IdType.ADDRESS, "10.0.0.1")),
        (5, b"\x02" + b"\xfe\x80" + b"\0" * 13 + b"\x01", RawId(IdType.ADDRESS, "fe80::1")),
        (7, b"core-1\0", RawId(IdType.LOCAL, "core-1")),
        (7, b"\x00\x1b\x21\x0a\x0b\x0c", RawId(IdType.MAC, "00:1b:21:0a:0b:0c")),
        (4, b"not a mac", RawId(IdType.LOCAL, "not a mac")),
        (1, b"FOC1234X0AB", RawId(IdType.CHASSIS_COMPONENT, "FOC1234X0AB")),
        (99, b"x", RawId(IdType.LOCAL, "x")),
        (4, b"", None),
    ],
)
def test_a_chassis_id_is_read_as_its_subtype_says(subtype: int, raw: bytes, found: RawId | None) -> None:
    assert values.chassis_id(subtype, raw) == found


def test_a_port_id_counts_its_subtypes_differently() -> None:
    assert values.port_id(3, b"\x00\x1b\x21\x0a\x0b\x0c") == RawId(IdType.MAC, "00:1b:21:0a:0b:0c")
    assert values.port_id(5, b"Gi1/0/1") == RawId(IdType.INTERFACE_NAME, "Gi1/0/1")
    assert values.port_id(7, "포트 1".encode()) == RawId(IdType.LOCAL, "포트 1")


@pytest.mark.parametrize(
    ("index", "address", "rest"),
    [
        ("1.4.10.0.0.1", "10.0.0.1", []),
        ("1.10.0.0.1", "10.0.0.1", []),
        ("1.4.10.0.0.1.7.8", "10.0.0.1", [7, 8]),
        ("2.16.254.128.0.0.0.0.0.0.0.0.0.0.0.0.0.1", "fe80::1", []),
        ("4.20.254.128.0.0.0.0.0.0.0.0.0.0.0.0.0.1.0.0.0.3", "fe80::1", []),
        ("1.4.10.0.0.999", "", []),
        ("1", "", []),
        ("", "", []),
        ("9.1.1", "", []),
    ],
)
def test_an_address_in_an_index(index: str, address: str, rest: list[int]) -> None:
    assert values.indexed_address(values.numbers(index)) == (address, rest)


def test_capabilities_are_the_bits_of_the_standard() -> None:
    assert values.lldp_capabilities(b"\x28") == ("bridge", "router")
    assert values.lldp_capabilities(b"\x28\x00") == ("bridge", "router")
    assert values.lldp_capabilities(b"") == ()


def test_texts_are_clean_and_bounded() -> None:
    assert values.text("스위치".encode("euc-kr")) == "스위치"
    assert values.text(b"a\x07b\x1b[31m\ncd") == "ab[31m cd"
    assert len(values.text(b"x" * 10_000)) == 255


def test_capabilities_are_read_from_octets_and_from_octets_written_as_text() -> None:
    assert values.lldp_capabilities(b"\x28\x00") == ("bridge", "router")
    assert values.lldp_capabilities(b"28 00 ") == ("bridge", "router")
    assert values.lldp_capabilities(b"") == ()


def test_a_name_ends_at_a_nul() -> None:
    assert values.name(b"core-1\0\0junk") == "core-1"
    assert values.name(b"x" * 256) == ""
    assert values.name(None) == ""


def test_an_address_may_be_written_as_text() -> None:
    assert values.address_in(b"\x0a\0\0\1") == "10.0.0.1"
    assert values.address_in(b"fe80::1") == "fe80::1"
    assert values.address_in(b"nowhere") == ""


@pytest.mark.parametrize(
    ("index", "found"),
    [
        ([1, 4, 10, 0, 0, 255, 9], ("10.0.0.255", [9])),
        ([1, 10, 0, 0, 1], ("10.0.0.1", [])),
        ([3, 8, 10, 0, 0, 1, 0, 0, 0, 7, 9], ("10.0.0.1", [9])),
        ([1, 4, 10, 0, 0, 256], ("", [])),
        ([1, 4, 10, 0], ("", [])),
        ([16, 4, 104, 111, 115, 116], ("", [])),
        ([1], ("", [])),
    ],
)
def test_an_address_in_an_index_may_lack_its_count(index: list[int], found: tuple[str, list[int]]) -> None:
    assert values.indexed_address(index) == found


@pytest.mark.parametrize(
    ("octets", "words"),
    [(b"\x80", ("other",)), (b"\x28\x00", ("bridge", "router")), (b"\x01", ("station",)), (b"", ()), (None, ())],
)
def test_the_highest_bit_is_the_first_capability(octets: bytes | None, words: tuple[str, ...]) -> None:
    assert values.lldp_capabilities(octets) == words


@pytest.mark.parametrize(("raw", "found"), [("1.3.6", "1.3.6"), ("0.0", None), ("", None), (None, None), (b"x", None)])
def test_an_oid_of_nothing_is_none(raw: str | bytes | None, found: str | None) -> None:
    assert values.oid(raw) == found
