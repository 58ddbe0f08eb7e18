"""Where this machine hangs on the network, by what its own interfaces say."""

from __future__ import annotations

import socket

import psutil
import pytest
from psutil._ntuples import snicaddr

from nocscape.engine.watching.behind import own_position
from nocscape.model.answers import Place
from nocscape.model.net import Device, DeviceId, Endpoint, Inventory, Kind

MAC = "02:00:00:00:00:07"


def _device(name: str, address: str, kind: Kind = Kind.SWITCH) -> Inventory:
    return Inventory(device=Device(id=name, name=name, endpoint=Endpoint(address), addresses=(address,), kind=kind))


def _known(*devices: Inventory) -> dict[DeviceId, Inventory]:
    return {known.device.id: known for known in devices}


def _nowhere(_mac: str) -> list[Place]:
    return []


@pytest.fixture(autouse=True)
def _own_interfaces(monkeypatch: pytest.MonkeyPatch) -> None:
    """10.1.2.3/24 with its MAC address, beside a loopback that is in every subnet of its own."""
    inet, link = socket.AF_INET, socket.AddressFamily(psutil.AF_LINK)
    cards = {
        "lo": [
            snicaddr(inet, "127.0.0.1", "255.0.0.0", None, None),
            snicaddr(link, "00:00:00:00:00:00", None, None, None),
        ],
        "eth0": [
            snicaddr(inet, "10.1.2.3", "255.255.255.0", None, None),
            snicaddr(link, MAC.upper().replace(":", "-"), None, None, None),
            snicaddr(socket.AF_INET6, "fe80::7%eth0", "ffff:ffff:ffff:ffff::", None, None),
            snicaddr(inet, "10.9.9.9", None, None, None),
        ],
    }
    monkeypatch.setattr(psutil, "net_if_addrs", lambda: cards)


def test_a_device_with_an_address_of_ours_is_this_machine() -> None:
    known = _known(_device("here", "10.1.2.3"), _device("router", "10.1.2.1", Kind.ROUTER))
    assert own_position(known, _nowhere) == {"here"}


def test_the_best_place_of_our_mac_address_is_where_we_hang() -> None:
    asked: list[str] = []

    def where(mac: str) -> list[Place]:
        asked.append(mac)
        return [Place(device="access"), Place(device="core")]

    assert own_position(_known(_device("router", "10.1.2.1", Kind.ROUTER)), where) == {"access"}
    assert asked == [MAC], "as devices write it, and none of the loopback"


def test_without_either_the_gateways_of_our_subnets_are_near() -> None:
    known = _known(
        _device("router", "10.1.2.1", Kind.ROUTER),
        _device("switch", "10.1.2.2"),
        _device("far", "10.1.3.1", Kind.ROUTER),
        _device("unmasked", "10.9.9.9", Kind.ROUTER),
    )
    assert own_position(known, _nowhere) == {"router"}


def test_the_gateways_of_a_network_that_is_simulated_on_loopback_are_near() -> None:
    known = _known(_device("core", "127.60.0.2", Kind.L3_SWITCH), _device("access", "127.60.0.9"))
    assert own_position(known, _nowhere) == {"core"}


def test_without_gateways_all_of_our_subnets_is_near_and_names_are_not() -> None:
    known = _known(_device("a", "10.1.2.8"), _device("b", "fe80::8"), _device("far", "10.2.2.2"), _device("n", "host"))
    assert own_position(known, _nowhere) == {"a", "b"}
