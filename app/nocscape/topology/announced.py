"""What is known of a device that never answered SNMP, from what its neighbours heard."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from msgspec.structs import replace

from nocscape.model.net import Device, DeviceId, Endpoint, Interface, Inventory, Kind
from nocscape.topology.ghosts import Ghost
from nocscape.topology.observations import IdType, Neighbour
from nocscape.topology.ports import announced_name
from nocscape.topology.resolve import chassis_sign

_KINDS = (
    ("telephone", Kind.PHONE),
    ("wlan_ap", Kind.ACCESS_POINT),
    ("docsis", Kind.MODEM),
    ("bridge+router", Kind.L3_SWITCH),
    ("router", Kind.ROUTER),
    ("bridge", Kind.SWITCH),
    ("repeater", Kind.HUB),
)


def kind_of(capabilities: Iterable[str]) -> Kind:
    """The family that LLDP or CDP capabilities point to; a plain station may be anything."""
    enabled = set(capabilities)
    for word, kind in _KINDS:
        if set(word.split("+")) <= enabled:
            return kind
    return Kind.UNKNOWN


def dressed(known: Inventory | None, ghost: Ghost) -> Inventory:
    """A device that answers ping (`known`) or nothing at all (None), with what its neighbours say of it."""
    heard = [h.seen for h in ghost.heard]
    device = known.device if known else _bare(ghost.device, heard)
    newest = max(heard, key=lambda n: n.at)
    told = dict.fromkeys(a for n in heard for a in n.addresses)
    return Inventory(
        device=replace(
            device,
            name=device.name or _commonest(n.sys_name for n in heard),
            addresses=tuple(dict.fromkeys([*device.addresses, *told])),
            kind=kind_of(newest.capabilities),
            model=device.model or _commonest(n.platform for n in heard) or None,
            sys_descr=device.sys_descr or newest.sys_descr or None,
            protocols=tuple(sorted({n.source for n in heard})),
            identity=_identity(heard),
        ),
        interfaces=_interfaces(heard),
    )


def _bare(device: DeviceId, heard: list[Neighbour]) -> Device:
    """A ghost: announced, never met. Its endpoint is where it could be asked, empty where nobody knows."""
    address = next((a for n in heard for a in n.addresses), "")
    seen_from = heard[0].seen_from
    return Device(
        id=device,
        name="",
        endpoint=Endpoint(address, seen_from.port, seen_from.realm),
        is_ghost=True,
        first_seen=min(n.at for n in heard),
        last_seen=max(n.at for n in heard),
    )


def _interfaces(heard: list[Neighbour]) -> tuple[Interface, ...]:
    ports: dict[str, Interface] = {}
    for seen in heard:
        name = announced_name(seen.port, seen.port_descr)
        if name and name not in ports:
            mac = seen.port.text if seen.port is not None and seen.port.type is IdType.MAC else ""
            ports[name] = Interface(key=name, if_index=0, name=name, descr=seen.port_descr, mac=mac)
    return tuple(ports[name] for name in sorted(ports))


def _identity(heard: list[Neighbour]) -> dict[str, tuple[str, ...]]:
    signs = {
        "chassis_id": {chassis_sign(n.chassis) for n in heard},
        "sys_name": {n.sys_name for n in heard},
        "mac": {n.port.text for n in heard if n.port is not None and n.port.type is IdType.MAC},
    }
    return {sign: tuple(sorted(v for v in values if v)) for sign, values in signs.items() if any(values)}


def _commonest(texts: Iterable[str]) -> str:
    counted = Counter(t for t in texts if t)
    return min(counted, key=lambda t: (-counted[t], t)) if counted else ""
