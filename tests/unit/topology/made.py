"""Readings for tests, in few words."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from msgspec.structs import replace

from nocscape.model.net import Device, Endpoint, Interface, Inventory
from nocscape.topology.observations import (
    AddressEntry,
    AddressTable,
    Aggregation,
    AnnouncedPort,
    DeviceReading,
    FdbEntry,
    ForwardingTable,
    IdType,
    LocalPort,
    Neighbour,
    Observation,
    RawId,
    SpanningTree,
    TreePort,
)

NOW = 1_750_000_000.0


def mac(*parts: object) -> str:
    """A MAC address that stands for `parts`."""
    return b"\x00".hex() + ":" + hashlib.blake2b(repr(parts).encode(), digest_size=5).digest().hex(":")


def port(name: str, index: int, **more: Any) -> Interface:
    """An interface that is up."""
    fields: dict[str, Any] = {"key": name, "if_index": index, "name": name, "descr": name, "oper": "up", "admin": "up"}
    return Interface(**fields | more)


def address_of(name: str) -> str:
    """An address that stands for a name."""
    a, b, c = hashlib.blake2b(name.encode(), digest_size=3).digest()
    return f"10.{a}.{b}.{c}"


def switch(
    name: str,
    ports: int = 4,
    *,
    address: str = "",
    chassis: str | None = None,
    at: float = NOW,
    signs: dict[str, tuple[str, ...]] | None = None,
) -> DeviceReading:
    """A polled device that speaks LLDP, with ports ge1, ge2 ...; `chassis=""` makes one that does not."""
    own = mac(name) if chassis is None else chassis
    endpoint = Endpoint(address or address_of(name))
    interfaces = tuple(port(f"ge{n}", n, mac=mac(name, n)) for n in range(1, ports + 1))
    told: dict[str, tuple[str, ...]] = {
        "chassis_id": (f"mac:{own}",) if own else (),
        "mac": tuple(i.mac for i in interfaces),
        "engine_id": (f"80001f88{mac(name).replace(':', '')}",),
        "sys_name": (name,),
    }
    device = Device(
        id="",
        name=name,
        endpoint=endpoint,
        addresses=(endpoint.address,),
        snmp="v2c",
        protocols=("lldp",) if own else (),
        identity={sign: values for sign, values in (told | (signs or {})).items() if values},
        first_seen=at,
        last_seen=at,
    )
    announced = tuple(
        AnnouncedPort(number=n, id=RawId(IdType.INTERFACE_NAME, f"ge{n}"), descr=f"ge{n}") for n in range(1, ports + 1)
    )
    inventory = Inventory(device=device, interfaces=interfaces)
    return DeviceReading(endpoint=endpoint, at=at, inventory=inventory, announced_ports=announced)


def pinged(address: str, at: float = NOW) -> DeviceReading:
    """An address that answers ping alone."""
    endpoint = Endpoint(address)
    device = Device(id="", name="", endpoint=endpoint, addresses=(address,), first_seen=at, last_seen=at)
    return DeviceReading(endpoint=endpoint, at=at, inventory=Inventory(device=device))


def hears(reading: DeviceReading, local: int, name: str, remote: str | RawId, **more: Any) -> DeviceReading:
    """`reading` with one more LLDP neighbour: `name` on its own port `ge<local>`, announcing the port `remote`."""
    remote_port = RawId(IdType.INTERFACE_NAME, remote) if isinstance(remote, str) else remote
    fields: dict[str, Any] = {
        "source": "lldp",
        "at": reading.at,
        "seen_from": reading.endpoint,
        "local": LocalPort(number=local, id=RawId(IdType.INTERFACE_NAME, f"ge{local}"), descr=f"ge{local}"),
        "chassis": RawId(IdType.MAC, mac(name)),
        "port": remote_port,
        "sys_name": name,
        "addresses": (address_of(name),),
    }
    return replace(reading, observations=(*reading.observations, Neighbour(**fields | more)))


def wired(one: DeviceReading, n: int, other: DeviceReading, m: int) -> tuple[DeviceReading, DeviceReading]:
    """Both readings after a cable between `one`'s port `n` and `other`'s port `m`."""
    a, b = one.inventory.device.name, other.inventory.device.name
    return hears(one, n, b, f"ge{m}"), hears(other, m, a, f"ge{n}")


def with_oper(reading: DeviceReading, name: str, oper: str) -> DeviceReading:
    """`reading` with another ifOperStatus at one port."""
    changed = tuple(replace(i, oper=oper) if i.name == name else i for i in reading.inventory.interfaces)
    return replace(reading, inventory=replace(reading.inventory, interfaces=changed))


def later(reading: DeviceReading, seconds: float, *, forgets: bool = False) -> DeviceReading:
    """The same device read again; `forgets` drops all neighbours."""
    at = reading.at + seconds
    heard = () if forgets else tuple(replace(o, at=at) for o in reading.observations)
    device = replace(reading.inventory.device, last_seen=at)
    return replace(reading, at=at, observations=heard, inventory=replace(reading.inventory, device=device))


def says(reading: DeviceReading, *observed: Observation) -> DeviceReading:
    """`reading` with more observations."""
    return replace(reading, observations=(*reading.observations, *observed))


def silent(name: str, ports: int = 4, **more: Any) -> DeviceReading:
    """A polled switch that announces nothing."""
    return switch(name, ports, chassis="", **more)


def learns(reading: DeviceReading, behind: Mapping[int, Iterable[str]], vlan: int | None = None) -> DeviceReading:
    """`reading` with a forwarding table: addresses by port."""
    entries = tuple(FdbEntry(one, n, vlan) for n, macs in behind.items() for one in macs)
    return says(reading, ForwardingTable(source="fdb", at=reading.at, seen_from=reading.endpoint, entries=entries))


def resolves(reading: DeviceReading, known: Mapping[str, str]) -> DeviceReading:
    """`reading` with an ARP table: MAC by IP address."""
    entries = tuple(AddressEntry(address, one, 1) for address, one in known.items())
    return says(reading, AddressTable(source="arp", at=reading.at, seen_from=reading.endpoint, entries=entries))


def bundled(reading: DeviceReading, *members: int) -> DeviceReading:
    """`reading` with a bundle `po1` of some ports."""
    ports = (*reading.inventory.interfaces, port("po1", 100, type=161, mac=mac(reading.inventory.device.name, "po1")))
    whole = replace(reading, inventory=replace(reading.inventory, interfaces=ports))
    return says(
        whole, Aggregation(source="lag", at=reading.at, seen_from=reading.endpoint, if_index=100, members=members)
    )


def spans(reading: DeviceReading, own: str, ports: Mapping[int, tuple[str, str, int]]) -> DeviceReading:
    """`reading` with a spanning tree: by port its state, and the bridge and port that are designated there."""
    rows = tuple(
        TreePort(number=n, if_index=n, state=state, designated_bridge=bridge, designated_port=far)
        for n, (state, bridge, far) in ports.items()
    )
    tree = SpanningTree(source="stp", at=reading.at, seen_from=reading.endpoint, bridge=own, ports=rows)
    return says(reading, tree)
