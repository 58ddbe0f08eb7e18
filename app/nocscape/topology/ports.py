"""The ports of one device, and finding one by what somebody else calls it."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable
from functools import cached_property, lru_cache
from typing import NamedTuple

from nocscape.model.net import Interface
from nocscape.topology.observations import AnnouncedPort, IdType, LocalPort, RawId

_TAIL = re.compile(r"^(\D*?)[\s_-]*(\d[\d/.:_-]*)$")
_TEXT_TYPES = (
    IdType.INTERFACE_NAME,
    IdType.INTERFACE_ALIAS,
    IdType.PORT_COMPONENT,
    IdType.LOCAL,
    IdType.AGENT_CIRCUIT_ID,
    IdType.CHASSIS_COMPONENT,
)


_BUNDLES = frozenset({161})
"""IANAifType ieee8023adLag."""
_OTHERS = frozenset({53, 54})
"""propVirtual and propMultiplexor: bundles of Cisco and ProCurve among much else, so that the name has to say it."""
_BUNDLE_NAME = re.compile(
    r"(po|port-?channel|bundle-ether|be|ae|trk|bond|lag|agg|eth-trunk|bridge-aggregation)[\s-]*\d+$", re.IGNORECASE
)
_WIRES = frozenset({6, 62, 69, 71, 117})
"""IANAifType of Ethernet under all its names, and of Wi-Fi."""


class PortMatch(NamedTuple):
    """The interface that was meant, how it was recognised, and how sure that is (0 to 1)."""

    key: str | None
    by: str
    sure: float


Keys = tuple[str, ...]
Index = dict[str, Keys]
UNMATCHED = PortMatch(None, "nothing", 0.6)


@lru_cache(maxsize=65536)
def fold_port(text: str) -> str:
    """A port name for comparing: no case, no blanks."""
    return "".join(text.split()).casefold()


def announced_name(port: RawId | None, descr: str) -> str:
    """What to call a port that only its announcement is known of: the name in it, not its MAC or bare number."""
    if port is None:
        return descr
    is_opaque = port.type in (IdType.MAC, IdType.ADDRESS) or (port.type is IdType.LOCAL and port.text.isdigit())
    return (descr if is_opaque else port.text) or descr or port.text


def is_bundle(interface: Interface | None) -> bool:
    """Whether an interface is made of others by its type, or by its name where the type leaves it open."""
    if interface is None:
        return False
    return interface.type in _BUNDLES or (interface.type in _OTHERS and _BUNDLE_NAME.match(interface.name) is not None)


class Ports:
    """Lookups over a device's interfaces; what two interfaces share finds neither, unless more is known."""

    def __init__(self, interfaces: Iterable[Interface], announced: Iterable[AnnouncedPort] = ()) -> None:
        self.interfaces = {i.key: i for i in interfaces}
        self._by_index = {i.if_index: i.key for i in self.interfaces.values()}
        self._announced: dict[RawId, list[AnnouncedPort]] = {}
        for port in announced:
            self._announced.setdefault(port.id, []).append(port)

    @cached_property
    def _by_text(self) -> Index:
        return _index((fold_port(t), i.key) for i in self.interfaces.values() for t in {i.name, i.descr})

    @cached_property
    def _by_alias(self) -> Index:
        return _index((fold_port(i.alias), i.key) for i in self.interfaces.values())

    @cached_property
    def _by_mac(self) -> Index:
        return _index((i.mac, i.key) for i in self.interfaces.values())

    @cached_property
    def _by_address(self) -> Index:
        return _index((a.partition("/")[0], i.key) for i in self.interfaces.values() for a in i.addresses)

    @cached_property
    def _by_tail(self) -> dict[str, set[tuple[str, str]]]:
        """The numbers at the end of a name to the word before them and the port."""
        tails: dict[str, set[tuple[str, str]]] = {}
        for text, keys in self._by_text.items():
            parts = _TAIL.match(text)
            if parts and parts[1]:
                tails.setdefault(parts[2], set()).update((parts[1], key) for key in keys)
        return tails

    def at_index(self, if_index: int) -> str | None:
        """Key of the interface with that ifIndex."""
        return self._by_index.get(if_index)

    def with_mac(self, mac: str) -> str | None:
        """Key of the interface that sends from `mac`: a bundle before its members, a wire before what runs on it."""
        found = [self.interfaces[key] for key in self._by_mac.get(mac, ())]
        for kinds in (_BUNDLES, _WIRES):
            fitting = [i for i in found if i.type in kinds]
            if len(fitting) == 1:
                return fitting[0].key
        return found[0].key if len(found) == 1 else None

    def with_address(self, address: str) -> str | None:
        """Key of the one interface that has an address."""
        found = self._by_address.get(address, ())
        return found[0] if len(found) == 1 else None

    def in_subnet_of(self, address: str) -> str | None:
        """Key of the one interface in whose subnet an address is."""
        try:
            wanted = ipaddress.ip_address(address)
        except ValueError:
            return None
        found = {key for net, key in self._subnets if wanted in net}
        return found.pop() if len(found) == 1 else None

    @cached_property
    def _subnets(self) -> list[tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, str]]:
        texts = [(a, i.key) for i in self.interfaces.values() for a in i.addresses if "/" in a]
        return [(ipaddress.ip_interface(a).network, key) for a, key in texts]

    def local(self, port: LocalPort) -> PortMatch:
        """The device's own port as its own agent numbers and names it."""
        if port.if_index is not None and port.if_index in self._by_index:
            return PortMatch(self._by_index[port.if_index], "if_index", 1.0)
        return self._numbered(port.number, port.id, port.descr)

    def remote(self, port: RawId | None, descr: str) -> PortMatch:
        """The port that a neighbour names `port`: first as this device announces itself, then by its interfaces."""
        if port is not None and (own := self._announced.get(port)):
            found = {key for p in own if (key := self._numbered(p.number, p.id, p.descr).key) is not None}
            named = found.intersection(self._text(descr)) if len(found) > 1 else found
            if len(named) == 1:
                return PortMatch(named.pop(), "announced_id", 1.0)
        return self._named(port, descr)

    def _numbered(self, number: int | None, port: RawId | None, descr: str) -> PortMatch:
        """lldpLocPortNum is the ifIndex on most agents: believed where the id agrees, and where nothing else helps."""
        at_index = self._by_index.get(number) if number is not None else None
        named = self._named(port, descr)
        if at_index is not None and (named.key is None or at_index in self._fitting(port, descr)):
            return PortMatch(at_index, "if_index", 1.0 if named.key else 0.9)
        return named

    def _fitting(self, port: RawId | None, descr: str) -> Keys:
        found = self._text(descr)
        return found if port is None else (*found, *self._by_mac.get(port.text, ()), *self._text(port.text))

    def _text(self, text: str) -> Keys:
        """Ports with that name or description."""
        return self._by_text.get(fold_port(text), ()) if text else ()

    def _named(self, port: RawId | None, descr: str) -> PortMatch:
        by_descr = self._text(descr)
        for by, found, sure in self._readings(port):
            if len(found) == 1:
                return PortMatch(found[0], by, sure)
            both = [key for key in found if key in by_descr]
            if len(both) == 1:
                return PortMatch(both[0], f"{by}+descr", sure)
        if len(by_descr) == 1:
            return PortMatch(by_descr[0], "descr", 0.95)
        return self._abbreviated(port, descr)

    def _readings(self, port: RawId | None) -> list[tuple[str, Keys, float]]:
        """What `port` can mean here, in the order of its type."""
        if port is None:
            return []
        if port.type is IdType.MAC:
            return [("mac", self._by_mac.get(port.text, ()), 1.0)]
        if port.type is IdType.ADDRESS:
            return [("address", self._by_address.get(port.text, ()), 1.0)]
        text = fold_port(port.text)
        found = [("name", self._by_text.get(text, ()), 1.0), ("alias", self._by_alias.get(text, ()), 0.9)]
        if port.type is IdType.INTERFACE_ALIAS:
            found.reverse()
        if port.type is IdType.LOCAL and text.isdecimal() and int(text) in self._by_index:
            found.append(("if_index", (self._by_index[int(text)],), 0.8))
        return found

    def _abbreviated(self, port: RawId | None, descr: str) -> PortMatch:
        """`Gi1/0/1` and `GigabitEthernet1/0/1`: the same numbers, and one word begins the other."""
        texts = [port.text] if port is not None and port.type in _TEXT_TYPES else []
        for text in [*texts, descr]:
            if found := self._same_tail(text):
                return PortMatch(found, "abbreviation", 0.9)
        return UNMATCHED

    def _same_tail(self, text: str) -> str | None:
        parts = _TAIL.match(fold_port(text))
        if not parts or not parts[1]:
            return None
        word = parts[1]
        tails = self._by_tail.get(parts[2], ())
        found = {key for other, key in tails if other.startswith(word) or word.startswith(other)}
        return found.pop() if len(found) == 1 else None


def _index(pairs: Iterable[tuple[str, str]]) -> Index:
    index: Index = {}
    for text, key in pairs:
        if text:
            index[text] = (*index.get(text, ()), key)
    return index
