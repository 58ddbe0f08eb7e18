"""Signs by which a device is known again, and which of them can be trusted at all.

Field practice: cloned images share engine ids, cheap gear shares MAC addresses and serial numbers, everybody has a
`switch` and a 192.168.1.1, and redundancy protocols move addresses and MACs between devices.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

import msgspec

from nocscape.model.net import Device, Endpoint

_VIRTUAL_MACS = (
    "00:00:5e:00:01:",  # VRRP for IPv4 (RFC 9568), CARP
    "00:00:5e:00:02:",  # VRRP for IPv6
    "00:00:0c:07:ac:",  # HSRP version 1
    "00:00:0c:9f:f",  # HSRP version 2
    "00:05:73:a0:0",  # HSRP for IPv6
    "00:07:b4:00:",  # GLBP
    "00:09:0f:09:",  # FortiGate cluster
    "02:bf:",  # Windows network load balancing
    "00:00:00:00:00:00",
)
_NO_SERIALS = frozenset(
    {
        "none", "null", "n/a", "na", "unknown", "undefined", "default", "default string", "not specified",
        "not available", "not applicable", "to be filled by o.e.m.", "system serial number", "serial number",
        "0123456789", "123456789", "1234567890", "12345678", "xxxxxxxxxx",
    }
)  # fmt: skip
_NO_NAMES = frozenset(
    {
        "", "localhost", "localhost.localdomain", "localhost6", "switch", "router", "firewall", "hub", "ap", "host",
        "default", "unknown", "none", "null", "noname", "no name", "(none)", "system", "sysname", "name", "device",
        "linux", "ubuntu", "debian", "openwrt", "mikrotik", "huawei", "hp", "hpe", "h3c", "cisco", "dell", "snmp",
        "not set", "<private>", "printer", "server", "ups",
    }
)  # fmt: skip
_FACTORY_ADDRESSES = frozenset(
    f"192.168.{net}.{host}" for net in (0, 1, 2, 8, 10, 15, 16, 50, 88, 100, 123, 178) for host in (1, 2, 10, 254)
) | {"10.0.0.1", "10.1.1.1", "10.10.10.1", "10.90.90.90", "172.16.0.1", "172.17.0.1", "192.168.122.1", "10.0.3.1"}


def is_identifying_mac(mac: str) -> bool:
    """Whether `mac` can belong to one device alone: unicast, not zero, not of a redundancy protocol."""
    return len(mac) == 17 and not int(mac[1], 16) & 1 and not mac.startswith(_VIRTUAL_MACS)


def is_identifying_serial(serial: str) -> bool:
    """Whether `serial` is a number and not what a factory left in its place."""
    text = serial.strip().casefold()
    return len(text) >= 4 and len(set(text)) > 1 and text not in _NO_SERIALS and any(c.isdigit() for c in text)


def is_identifying_name(name: str) -> bool:
    """Whether somebody chose `name`, and it did not come with the box."""
    return fold_name(name) not in _NO_NAMES


@lru_cache(maxsize=65536)
def is_own_address(address: str, *, on_loopback: bool = False) -> bool:
    """Whether `address` means something outside its device: no loopback, link-local, unspecified or multicast.

    A simulated network lives on loopback addresses (`on_loopback`); there all count but the host's own.
    """
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if parsed.is_loopback:
        return on_loopback and address not in ("127.0.0.1", "::1")
    return not (parsed.is_link_local or parsed.is_unspecified or parsed.is_multicast)


def own_addresses(addresses: Iterable[str], endpoint: Endpoint) -> tuple[str, ...]:
    """Where it answered, then those of `addresses` that mean something outside the device; each once."""
    on_loopback = endpoint.address.startswith("127.")
    kept = (a for a in addresses if is_own_address(a, on_loopback=on_loopback))
    return tuple(dict.fromkeys(chain((endpoint.address,) if endpoint.address else (), kept)))


def is_factory_address(address: str) -> bool:
    """Whether gear comes with `address` set, so that many devices own it."""
    return address in _FACTORY_ADDRESSES


def fold_name(name: str) -> str:
    """A system name for comparing: DNS knows no case and no last dot."""
    return name.strip().rstrip(".").casefold()


def short_name(name: str) -> str:
    """A folded name without its domain; an address stays as it is."""
    head, _, rest = name.partition(".")
    return name if not rest or head.isdigit() else head


def is_same_name(one: str, other: str) -> bool:
    """Whether two folded names can be of one device: equal, or one lacks the domain that the other has."""
    if one == other:
        return True
    return ("." in one) != ("." in other) and short_name(one) == short_name(other)


class Signs(msgspec.Struct, frozen=True, kw_only=True):
    """The usable signs of one reading, or of all readings of a device together."""

    chassis: frozenset[str] = frozenset()
    serials: frozenset[str] = frozenset()
    macs: frozenset[str] = frozenset()
    engines: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    objects: frozenset[str] = frozenset()
    answered: frozenset[str] = frozenset()
    """Where it answered, as `placed`."""
    owned: frozenset[str] = frozenset()
    """Where it answered and what it says its interfaces have, as `placed`."""

    def lookup_keys(self) -> frozenset[str]:
        """Everything by which it is looked up, each with a letter for its kind."""
        return frozenset(
            [f"c:{x}" for x in self.chassis]
            + [f"s:{x}" for x in self.serials]
            + [f"m:{x}" for x in self.macs]
            + [f"e:{x}" for x in self.engines]
            + [f"n:{x}" for x in self.names]
            + [f"n:{short_name(x)}" for x in self.names]
            + [f"a:{x}" for x in self.owned]
        )

    def __or__(self, other: Signs) -> Signs:
        return Signs(
            chassis=self.chassis | other.chassis,
            serials=self.serials | other.serials,
            macs=self.macs | other.macs,
            engines=self.engines | other.engines,
            names=self.names | other.names,
            objects=self.objects | other.objects,
            answered=self.answered | other.answered,
            owned=self.owned | other.owned,
        )


def placed(address: str, endpoint: Endpoint) -> str:
    """An address within the world that is reached through `endpoint`: its realm, and its port where one is mapped."""
    port = "" if endpoint.port == 161 else str(endpoint.port)
    return f"{endpoint.realm}|{port}|{address}"


def signs_of(device: Device, endpoint: Endpoint) -> Signs:
    """The usable ones among what was read at `endpoint`."""
    identity = device.identity
    addresses = own_addresses(device.addresses, endpoint)
    return Signs(
        chassis=frozenset(identity.get("chassis_id", ())),
        serials=frozenset(s.strip().casefold() for s in identity.get("serial", ()) if is_identifying_serial(s)),
        macs=frozenset(filter(is_identifying_mac, identity.get("mac", ()))),
        engines=frozenset(identity.get("engine_id", ())),
        names=frozenset(fold_name(n) for n in identity.get("sys_name", ()) if is_identifying_name(n)),
        objects=frozenset((device.sys_object_id,) if device.sys_object_id else ()),
        answered=frozenset((placed(endpoint.address, endpoint),)),
        owned=frozenset(placed(a, endpoint) for a in addresses),
    )


class Verdict(NamedTuple):
    """Whether two sets of signs are of one device: what speaks for it, what against it."""

    is_same: bool
    support: tuple[str, ...]
    against: tuple[str, ...]


def compare(one: Signs, other: Signs) -> Verdict:
    """Judge two sets of signs.

    Chassis id, serial number and answering at an address that the other owns decide alone. Shared MAC addresses count
    two points (one where it is a single one), engine id and system name one each, and two points decide; names, engines
    or types that differ take one point each. Whatever is in favour, chassis ids, serials or MAC sets that have nothing
    in common veto.
    """
    decisive, vetoes = _strong(one, other)
    points, weak = _weak(one, other)
    is_same = not vetoes and (bool(decisive) or points >= 2)
    return Verdict(is_same, (*decisive, *weak), vetoes)


def _strong(one: Signs, other: Signs) -> tuple[tuple[str, ...], tuple[str, ...]]:
    support: list[str] = []
    against: list[str] = []
    for word, a, b in (("chassis_id", one.chassis, other.chassis), ("serial", one.serials, other.serials)):
        if a and b:
            (against if a.isdisjoint(b) else support).append(word)
    if one.macs and other.macs and one.macs.isdisjoint(other.macs):
        against.append("mac")
    met = (one.answered & other.owned) | (other.answered & one.owned)
    if any(not is_factory_address(a.rpartition("|")[2]) for a in met):
        support.append("address")
    return tuple(support), tuple(against)


def _weak(one: Signs, other: Signs) -> tuple[int, tuple[str, ...]]:
    points = 0
    support: list[str] = []
    if shared := len(one.macs & other.macs):
        is_most = shared >= 2 and shared * 2 >= min(len(one.macs), len(other.macs))
        points += 2 if is_most else 1
        support.append("mac")
    for word, a, b in (("engine_id", one.engines, other.engines), ("sys_name", one.names, other.names)):
        if a & b:
            points += 1
            support.append(word)
        elif a and b:
            points -= 1
    if one.objects and other.objects and one.objects.isdisjoint(other.objects):
        points -= 1
    return points, tuple(support)
