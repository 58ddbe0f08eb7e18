"""One device is one node."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from nocscape.model.net import Endpoint
from nocscape.topology.identity import Directory
from nocscape.topology.observations import DeviceReading
from nocscape.topology.signs import (
    Signs,
    compare,
    is_identifying_chassis,
    is_identifying_engine,
    is_identifying_mac,
    is_identifying_serial,
    is_same_name,
)
from tests.unit.topology.made import later, mac, pinged, switch


def directory(*readings: DeviceReading) -> Directory:
    made = Directory()
    for reading in readings:
        made.add(reading)
    return made


def owning(reading: DeviceReading, *addresses: str) -> DeviceReading:
    device = replace(reading.inventory.device, addresses=(*reading.inventory.device.addresses, *addresses))
    return replace(reading, inventory=replace(reading.inventory, device=device))


def test_two_addresses_with_one_chassis_id_are_one_device() -> None:
    found = directory(switch("core", address="10.0.9.1"), switch("core", address="10.0.9.2"))
    assert len(found.devices) == 1
    (device,) = found
    assert set(device.members) == {Endpoint("10.0.9.1"), Endpoint("10.0.9.2")}
    assert "chassis_id" in device.members[Endpoint("10.0.9.2")].because


def test_an_address_that_a_device_owns_is_that_device_whoever_answers_first() -> None:
    router = owning(switch("router", address="10.0.9.1"), "10.7.7.1")
    for order in ((router, pinged("10.7.7.1")), (pinged("10.7.7.1"), router)):
        assert len(directory(*order).devices) == 1


def test_the_oldest_of_merged_devices_keeps_its_id() -> None:
    made = Directory()
    made.add(pinged("10.7.7.1"))
    old = made.at(Endpoint("10.7.7.1"))
    change = made.add(owning(switch("router", address="10.0.9.1"), "10.7.7.1"))
    assert made.at(Endpoint("10.0.9.1")) == old
    assert change.touched == {old}


@pytest.mark.parametrize(
    "shared",
    [
        {"engine_id": ("80001f8880aabbccdd",)},
        {"sys_name": ("core-1",)},
        {"mac": (mac("clone"),)},
    ],
)
def test_one_weak_sign_alone_never_merges(shared: dict[str, tuple[str, ...]]) -> None:
    bare: dict[str, tuple[str, ...]] = {"mac": (), "engine_id": (), "sys_name": ()}
    one = switch("one", address="10.0.9.1", chassis="", signs=bare | shared)
    other = switch("other", address="10.0.9.2", chassis="", signs=bare | shared)
    assert len(directory(one, other).devices) == 2


def test_two_weak_signs_merge() -> None:
    same: dict[str, tuple[str, ...]] = {"mac": (), "engine_id": ("80001f8880aabbccdd",), "sys_name": ("core-1",)}
    assert len(directory(*(switch("x", address=f"10.0.9.{n}", chassis="", signs=same) for n in (1, 2))).devices) == 1


def test_cloned_images_with_the_same_engine_and_name_stay_apart_by_their_macs() -> None:
    same: dict[str, tuple[str, ...]] = {"engine_id": ("80001f8880aabbccdd",), "sys_name": ("template",)}
    one = switch("one", address="10.0.9.1", chassis="", signs=same)
    other = switch("other", address="10.0.9.2", chassis="", signs=same)
    assert len(directory(one, other).devices) == 2


def test_a_contradiction_between_strong_signs_vetoes_and_is_shown() -> None:
    one = switch("one", address="10.0.9.1", signs={"serial": ("FOC1234X0AB",)})
    other = switch("one", address="10.0.9.2", signs={"serial": ("FOC9999X0ZZ",)})
    made = directory(one, other)
    assert len(made.devices) == 2
    (conflict,) = made.conflicts.values()
    assert conflict.against == ("serial",)
    assert "chassis_id" in conflict.support


def test_a_factory_address_says_nothing() -> None:
    one = owning(switch("one", address="10.0.9.1"), "192.168.1.1")
    assert len(directory(one, pinged("192.168.1.1")).devices) == 2


def test_an_address_means_something_only_in_its_realm() -> None:
    site = replace(pinged("10.0.9.1"), endpoint=Endpoint("10.0.9.1", realm="seoul"))
    assert len(directory(pinged("10.0.9.1"), site).devices) == 2


def test_reading_again_changes_no_sign_and_no_id() -> None:
    made = Directory()
    reading = switch("core")
    made.add(reading)
    change = made.add(later(reading, 60))
    assert change.gone == {}
    assert change.keys == set()
    assert change.touched == {made.at(reading.endpoint)}


def test_a_replaced_device_keeps_the_id_of_its_address() -> None:
    made = Directory()
    made.add(switch("old", address="10.0.9.1"))
    before = made.at(Endpoint("10.0.9.1"))
    change = made.add(switch("new", address="10.0.9.1"))
    assert made.at(Endpoint("10.0.9.1")) == before
    assert change.gone == {}


def test_a_device_that_was_two_falls_apart_when_one_half_changes() -> None:
    made = directory(switch("core", address="10.0.9.1"), switch("core", address="10.0.9.2"))
    made.add(switch("other", address="10.0.9.2"))
    assert made.at(Endpoint("10.0.9.1")) != made.at(Endpoint("10.0.9.2"))
    assert len(made.devices) == 2


def test_forgetting_takes_every_sign_along() -> None:
    made = directory(switch("core", address="10.0.9.1"))
    device = made.at(Endpoint("10.0.9.1"))
    assert device is not None
    change = made.forget(device)
    assert change.gone == {device: None}
    assert "n:core" in change.keys, "who looks for that name has to look again"
    assert made.having("n:core") == ()
    assert made.at(Endpoint("10.0.9.1")) is None


def test_an_id_is_the_same_in_the_next_run() -> None:
    first = directory(switch("core", address="10.0.9.1"))
    second = directory(switch("edge", address="10.0.9.8"), switch("core", address="10.0.9.7"))
    assert first.at(Endpoint("10.0.9.1")) == second.at(Endpoint("10.0.9.7"))


@pytest.mark.parametrize(
    "virtual", ["00:00:5e:00:01:0a", "00:00:0c:07:ac:01", "00:00:00:00:00:00", "ff:ff:ff:ff:ff:ff", "01:80:c2:00:00:0e"]
)
def test_addresses_of_redundancy_protocols_identify_nothing(virtual: str) -> None:
    assert not is_identifying_mac(virtual)


@pytest.mark.parametrize("junk", ["", "0", "N/A", "0000000000", "To Be Filled By O.E.M.", "None", "abcdef"])
def test_placeholders_are_no_serial_numbers(junk: str) -> None:
    assert not is_identifying_serial(junk)


def test_a_domain_may_be_missing_from_a_name_but_not_differ() -> None:
    assert is_same_name("sw1", "sw1.example.com")
    assert not is_same_name("sw1.example.com", "sw1.example.org")


def test_differing_names_weigh_against_shared_macs() -> None:
    macs = frozenset({mac(1), mac(2)})
    apart = compare(Signs(macs=macs, names=frozenset({"a"})), Signs(macs=macs, names=frozenset({"b"})))
    assert not apart.is_same
    assert compare(Signs(macs=macs), Signs(macs=macs)).is_same


@pytest.mark.parametrize(
    "shared", ["00:11:22:33:44:55", "02:42:ac:11:00:02", "00:e0:4c:68:00:01", "00:05:73:a0:00:01", "00:00:5e:00:02:07"]
)
def test_addresses_that_many_devices_come_with_identify_nothing(shared: str) -> None:
    assert not is_identifying_mac(shared)
    assert not is_identifying_chassis(f"mac:{shared}")


@pytest.mark.parametrize(
    "engine",
    [
        "",
        "zz",
        "800007e5",
        "80001f8801" + "7f000001",
        "80001f8801" + "c0a80001",
        "8000000903" + "000000000000",
        "8000000903" + "00005e000101",
        "80001f8804" + "000000",
    ],
)
def test_engine_ids_of_defaults_identify_nothing(engine: str) -> None:
    assert not is_identifying_engine(engine)


@pytest.mark.parametrize(
    "engine", ["80001f8880aabbccdd", "800000090300112233aa55", "80001f88010a090901", "000000090200aabbcc"]
)
def test_engine_ids_of_one_device_do(engine: str) -> None:
    assert is_identifying_engine(engine)


@pytest.mark.parametrize("junk", ["interface_name:eth0", "local:switch", "local:0000", "chassis_component:0123456789"])
def test_placeholders_are_no_chassis_ids(junk: str) -> None:
    assert not is_identifying_chassis(junk)


@pytest.mark.parametrize("junk", ["123456789012345", "Chassis Serial Number", "0123456789ABCDEF"])
def test_more_placeholders_are_no_serial_numbers(junk: str) -> None:
    assert not is_identifying_serial(junk)


@pytest.mark.parametrize(
    "shared", ["192.168.0.1", "192.168.1.254", "172.17.0.1", "172.18.0.1", "10.244.0.0", "192.168.122.1"]
)
def test_bridges_of_containers_and_factory_addresses_merge_nobody(shared: str) -> None:
    bare: dict[str, tuple[str, ...]] = {"mac": (), "engine_id": (), "sys_name": ()}
    one = owning(switch("one", address="10.0.9.1", chassis="", signs=bare), shared)
    other = owning(switch("other", address="10.0.9.2", chassis="", signs=bare), shared)
    assert len(directory(one, other, pinged(shared)).devices) == 3


@pytest.mark.parametrize("shared", ["169.254.1.1", "127.0.0.1", "::", "fe80::1", "224.0.0.5"])
def test_addresses_that_mean_nothing_outside_a_device_are_not_even_looked_up(shared: str) -> None:
    made = directory(owning(switch("one", address="10.0.9.1"), shared))
    (device,) = made
    assert not [key for key in device.signs.lookup_keys() if shared in key]


def bare_router(name: str, address: str, *owned: str) -> DeviceReading:
    """A device that shows neither chassis nor MAC addresses."""
    return owning(switch(name, address=address, chassis="", signs={"mac": ()}), *owned)


def test_a_virtual_address_that_two_routers_own_merges_them_neither_by_ping_nor_by_snmp() -> None:
    one, other = (bare_router(f"r{n}", f"10.0.9.{n}", "10.7.7.254") for n in (1, 2))
    assert len(directory(one, other, pinged("10.7.7.254")).devices) == 2
    made = directory(one, other, bare_router("r1", "10.7.7.254"))
    assert made.at(Endpoint("10.7.7.254")) == made.at(Endpoint("10.0.9.1"))
    assert len(made.devices) == 2


def test_a_virtual_address_goes_over_to_the_router_that_takes_it() -> None:
    one, other = switch("r1", address="10.0.9.1"), switch("r2", address="10.0.9.2")
    made = directory(one, other, switch("r1", address="10.7.7.254"))
    made.add(switch("r2", address="10.7.7.254"))
    assert made.at(Endpoint("10.7.7.254")) == made.at(Endpoint("10.0.9.2"))
    assert len(made.devices) == 2


def test_two_boxes_with_one_serial_number_stay_apart_and_are_shown() -> None:
    signs: dict[str, tuple[str, ...]] = {"serial": ("FOC1234X0AB",)}
    one, other = (switch(f"s{n}", address=f"10.0.9.{n}", signs=signs) for n in (1, 2))
    made = directory(one, other)
    assert len(made.devices) == 2
    (conflict,) = made.conflicts.values()
    assert conflict.support == ("serial",)
    assert set(conflict.against) == {"chassis_id", "mac"}


def test_what_fits_two_devices_that_contradict_each_other_joins_one_and_shows_them() -> None:
    def named(serial: str) -> dict[str, tuple[str, ...]]:
        return {"sys_name": ("core",), "mac": (), "serial": (serial,) if serial else ()}

    one = switch("one", address="10.0.9.1", signs=named("FOC1234X0AB"))
    other = switch("other", address="10.0.9.2", chassis="", signs=named("FOC9999X0ZZ"))
    between = owning(switch("one", address="10.0.9.3", signs=named("")), "10.0.9.2")
    made = directory(one, other, between)
    assert made.at(Endpoint("10.0.9.3")) == made.at(Endpoint("10.0.9.1"))
    assert made.at(Endpoint("10.0.9.2")) != made.at(Endpoint("10.0.9.1"))
    (conflict,) = made.conflicts.values()
    assert {conflict.one, conflict.other} == set(made.devices)
    assert conflict.against == ("serial",)


def test_what_fits_two_devices_makes_them_one() -> None:
    made = directory(switch("core", address="10.0.9.1"), pinged("10.0.9.2"))
    core, alone = made.at(Endpoint("10.0.9.1")), made.at(Endpoint("10.0.9.2"))
    change = made.add(owning(switch("core", address="10.0.9.3"), "10.0.9.2"))
    assert set(made.devices) == {core}
    assert change.gone == {alone: core}
    assert change.touched == {core}
