"""No octets from the wire can break the reading of ids, addresses and texts."""

from __future__ import annotations

import ipaddress

from hypothesis import given
from hypothesis import strategies as st

from nocscape.discovery import values
from nocscape.discovery.neighbours.cdp import bare_name
from nocscape.topology.observations import IdType, LocalPort, RawId
from nocscape.topology.ports import Ports
from tests.unit.topology.made import port

PORTS = Ports([port(f"GigabitEthernet1/0/{n}", n) for n in range(1, 5)])


@given(st.one_of(st.none(), st.integers(-5, 300)), st.binary(max_size=300))
def test_any_id_is_read_as_clean_text(subtype: int | None, raw: bytes) -> None:
    for read in (values.chassis_id, values.port_id):
        found = read(subtype, raw)
        if found is None:
            assert not raw
        else:
            assert found.text
            assert found.text.isprintable() or "\t" in found.text
            if found.type is IdType.ADDRESS:
                ipaddress.ip_address(found.text)


@given(st.lists(st.integers(0, 2**32 - 1), max_size=40))
def test_any_index_gives_an_address_or_none(index: list[int]) -> None:
    address, rest = values.indexed_address(index)
    if address:
        ipaddress.ip_address(address)
        assert index[len(index) - len(rest) :] == rest


@given(st.text(max_size=300), st.text(max_size=300), st.sampled_from(IdType))
def test_any_port_name_is_looked_for_without_harm(text: str, descr: str, kind: IdType) -> None:
    match = PORTS.remote(RawId(kind, text), descr)
    assert match.key is None or match.key in PORTS.interfaces
    assert PORTS.local(LocalPort(number=7, id=RawId(kind, text), descr=descr)).sure <= 1.0


@given(st.text(max_size=300))
def test_a_device_id_always_has_a_name_or_is_a_mac(text: str) -> None:
    assert bare_name(text) or not text or values.mac_in_text(text)
