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
    "02:42:ac:1",  # Docker, from the container's address, which is the same on every host
    "00:00:00:00:00:00",
)
_FACTORY_MACS = frozenset(
    {
        *("00:01:02:03:04:05", "00:11:22:33:44:55", "01:23:45:67:89:ab", "12:34:56:78:9a:bc", "02:00:00:00:00:00"),
        *("00:e0:4c:00:00:00", "00:e0:4c:68:00:01", "00:e0:4c:68:00:02", "00:0c:43:28:80:00", "00:0c:43:76:20:00"),
        *("00:90:4c:00:00:00", "00:50:ba:50:73:00", "de:ad:be:ef:00:00", "de:ad:be:ef:ca:fe", "00:de:ad:be:ef:00"),
    }
)
"""What chips send whose memory nobody wrote, and what examples show."""
_NO_SERIALS = frozenset(
    {
        "none", "null", "n/a", "na", "unknown", "undefined", "default", "default string", "not specified",
        "not available", "not applicable", "to be filled by o.e.m.", "system serial number", "serial number",
        "0123456789", "123456789", "1234567890", "12345678", "0123456789abcdef", "123456789012345", "xxxxxxxxxx",
        "o.e.m.", "to be filled by o.e.m", "chassis serial number", "base board serial number", "not set", "invalid",
        "empty", "n.a.", "0x00", "eval", "123abc", "abc123", "serial", "sn12345678", "00:00:00:00:00:00",
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
) | {
    *("10.0.0.1", "10.1.1.1", "10.10.10.1", "10.90.90.90", "172.16.0.1", "192.168.122.1", "10.0.3.1", "192.168.99.1"),
    *("10.88.0.1", "10.42.0.1", "10.42.0.0", "10.244.0.1", "10.244.0.0", "192.168.49.1", "192.168.64.1", "192.0.2.1"),
    *(f"172.{net}.0.1" for net in range(17, 32)),
}
"""As shipped by makers of gear, and as bridges of Docker, Podman, LXC, libvirt and Kubernetes take on every host."""


_ENGINE_IPV4, _ENGINE_MAC = 1, 3


def is_identifying_mac(mac: str) -> bool:
    """Whether `mac` can belong to one device alone: unicast, not zero, not of a redundancy protocol."""
    if len(mac) != 17 or mac.startswith(_VIRTUAL_MACS) or mac in _FACTORY_MACS:
        return False
    return not int(mac[1], 16) & 1


def is_identifying_serial(serial: str) -> bool:
    """Whether `serial` is a number and not what a factory left in its place."""
    text = serial.strip().casefold()
    return len(text) >= 4 and len(set(text)) > 1 and text not in _NO_SERIALS and any(c.isdigit() for c in text)


def is_identifying_chassis(sign: str) -> bool:
    """Whether a chassis id (`TYPE:VALUE`) can belong to one device alone: names of ports and placeholders cannot."""
    kind, _, text = sign.partition(":")
    if kind == "mac":
        return is_identifying_mac(text)
    if kind in ("interface_name", "interface_alias"):
        return False
    folded = text.strip().casefold()
    return len(set(folded)) > 1 and folded not in _NO_SERIALS and folded not in _NO_NAMES


def is_identifying_engine(engine: str) -> bool:
    """Whether an SNMP engine id, in hexadecimal, says more than its maker and a default (RFC 3411, SnmpEngineID).

    Of an address, a MAC or text after the maker's number, what every device has (127.0.0.1, zeros) says nothing.
    """
    try:
        octets = bytes.fromhex(engine)
    except ValueError:
        return False
    if len(octets) < 5 or len(set(octets[4:])) == 1:
        return False
    kind, content = octets[4], octets[5:]
    if not octets[0] & 0x80:
        return len(set(content)) > 1
    if kind == _ENGINE_IPV4 and len(content) == 4:
        address = str(ipaddress.IPv4Address(content))
        return is_own_address(address) and not is_factory_address(address)
    if kind == _ENGINE_MAC and len(content) == 6:
        return is_identifying_mac(content.hex(":"))
    return len(set(content)) > 1


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
        chassis=frozenset(filter(is_identifying_chassis, identity.get("chassis_id", ()))),
        serials=frozenset(s.strip().casefold() for s in identity.get("serial", ()) if is_identifying_serial(s)),
        macs=frozenset(filter(is_identifying_mac, identity.get("mac", ()))),
        engines=frozenset(filter(is_identifying_engine, identity.get("engine_id", ()))),
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
    in common veto. An address alone does not decide where names and engines both differ: redundancy protocols hand it
    from one to the other.
    """
    decisive, vetoes = _strong(one, other)
    points, weak = _weak(one, other)
    is_decided = bool(decisive) and not (decisive == ("address",) and points <= -2)
    is_same = not vetoes and (is_decided or points >= 2)
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
