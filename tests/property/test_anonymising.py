"""Anonymised recordings: nothing secret is left, and what is said of the network stays true."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Address

from hypothesis import given, settings
from hypothesis import strategies as st

from nocscape.mibs import anonymised, open_dictionary
from nocscape.mibs.pseudonyms import Pseudonyms
from nocscape.wire.snmp.recording import line_of
from nocscape.wire.snmp.types import Syntax, VarBind

MIBS = open_dictionary(None)
KEY = b"one key"
STAND_INS = Pseudonyms(KEY)

hosts = st.integers(0x0B00_0000, 0xDF00_0000).map(IPv4Address).filter(lambda a: not a.is_loopback)
macs = st.binary(min_size=6, max_size=6).map(lambda m: bytes((m[0] & 0xFC, *m[1:]))).filter(lambda m: any(m[3:]))
names = st.from_regex(r"[a-z]{4,8}-sw[0-9]{2}", fullmatch=True)
serials = st.from_regex(r"[A-Z]{3}[0-9]{6}[A-Z]{2}", fullmatch=True)


def arcs(octets: bytes) -> str:
    return ".".join(map(str, octets))


def device(name: str, serial: str, mac: bytes, address: IPv4Address) -> list[VarBind]:
    """A switch that speaks of itself in every place that it has."""
    said = f"{name}: {address} is at {mac.hex(':')}, serial {serial}, ask kim@{name}.example.com"
    host = str(address)
    return [
        VarBind("1.0.8802.1.1.2.1.3.2.0", Syntax.OCTETS, mac),
        VarBind("1.0.8802.1.1.2.1.4.1.1.9.0.3.1", Syntax.OCTETS, name.upper().encode()),
        VarBind("1.3.6.1.2.1.1.1.0", Syntax.OCTETS, said.encode()),
        VarBind("1.3.6.1.2.1.1.5.0", Syntax.OCTETS, name.encode()),
        VarBind("1.3.6.1.2.1.1.6.0", Syntax.OCTETS, f"{name} room".encode()),
        VarBind("1.3.6.1.2.1.2.2.1.6.1", Syntax.OCTETS, mac),
        VarBind("1.3.6.1.2.1.2.2.1.10.1", Syntax.COUNTER32, 4_000_000_000),
        VarBind(f"1.3.6.1.2.1.4.20.1.1.{host}", Syntax.IP_ADDRESS, host),
        VarBind(f"1.3.6.1.2.1.4.20.1.3.{host}", Syntax.IP_ADDRESS, "255.255.255.0"),
        VarBind(f"1.3.6.1.2.1.17.7.1.2.2.1.2.1.{arcs(mac)}", Syntax.INTEGER, 7),
        VarBind("1.3.6.1.2.1.47.1.1.1.1.11.1", Syntax.OCTETS, serial.encode()),
    ]


@settings(max_examples=60, deadline=None)
@given(names, serials, macs, hosts)
def test_nothing_secret_is_left_and_all_the_rest_is(name: str, serial: str, mac: bytes, address: IPv4Address) -> None:
    recorded = device(name, serial, mac, address)
    cleaned = anonymised(recorded, MIBS, KEY)
    text = "\n".join(map(line_of, cleaned)).lower()
    for secret in (name, serial.lower(), mac.hex(), mac.hex(":"), arcs(mac), "kim@"):
        assert secret not in text
    if STAND_INS.ipv4(address) != address:
        assert f"{address}|" not in text
    assert len(cleaned) == len(recorded)
    assert [v.syntax for v in cleaned if v.syntax is Syntax.COUNTER32] == [Syntax.COUNTER32]
    values = {v.oid: v.value for v in cleaned}
    assert values["1.3.6.1.2.1.2.2.1.10.1"] == 4_000_000_000
    assert values["1.3.6.1.2.1.2.2.1.6.1"] == values["1.0.8802.1.1.2.1.3.2.0"] == STAND_INS.mac(mac)
    assert values["1.0.8802.1.1.2.1.4.1.1.9.0.3.1"] == values["1.3.6.1.2.1.1.5.0"]
    assert "255.255.255.0" in values.values()


@given(names, serials, macs, hosts)
@settings(max_examples=20, deadline=None)
def test_one_key_gives_one_answer_and_another_another(name: str, serial: str, mac: bytes, address: IPv4Address) -> None:
    recorded = device(name, serial, mac, address)
    assert anonymised(recorded, MIBS, KEY) == anonymised(recorded, MIBS, KEY)
    assert anonymised(recorded, MIBS, KEY) != anonymised(recorded, MIBS, b"another")


@given(hosts, st.integers(8, 32), st.integers(0, 2**24 - 1))
def test_two_addresses_of_a_subnet_stay_in_one(address: IPv4Address, length: int, other: int) -> None:
    network = IPv4Network((address, length), strict=False)
    neighbour = network[other % network.num_addresses]
    moved = IPv4Network((STAND_INS.ipv4(address), length), strict=False)
    if STAND_INS.ipv4(neighbour) != neighbour:
        assert STAND_INS.ipv4(neighbour) in moved


@given(st.sets(hosts, min_size=2, max_size=20))
def test_different_addresses_stay_different(addresses: set[IPv4Address]) -> None:
    assert len({STAND_INS.ipv4(address) for address in addresses}) == len(addresses)


def test_what_means_the_same_everywhere_stays() -> None:
    for address in ("0.0.0.1", "127.0.0.1", "224.0.0.5", "255.255.255.0"):
        assert STAND_INS.ipv4(IPv4Address(address)) == IPv4Address(address)
    assert STAND_INS.ipv6(IPv6Address("::1")) == IPv6Address("::1")
    assert STAND_INS.mac(b"\xff" * 6) == b"\xff" * 6


@given(macs)
def test_a_hardware_address_keeps_its_maker(mac: bytes) -> None:
    assert STAND_INS.mac(mac)[:3] == mac[:3]


@given(serials)
def test_a_serial_number_keeps_its_form(serial: str) -> None:
    other = STAND_INS.serial(serial)
    assert [c.isdigit() for c in other] == [c.isdigit() for c in serial]
