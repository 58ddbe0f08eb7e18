"""From what a neighbour announced to the device that it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from nocscape.model.net import DeviceId, Endpoint
from nocscape.topology.identity import COMMON, Directory, KnownDevice
from nocscape.topology.observations import IdType, Neighbour, RawId
from nocscape.topology.signs import (
    fold_name,
    is_factory_address,
    is_identifying_mac,
    is_identifying_name,
    is_same_name,
    own_addresses,
    placed,
    short_name,
)

_CHASSIS_TYPES = frozenset(IdType) - {IdType.DEVICE_NAME, IdType.ADDRESS}


def chassis_sign(chassis: RawId | None) -> str:
    """A chassis id as the sign that its own device shows; empty where it is a name or an address, which come and go."""
    if chassis is None or chassis.type not in _CHASSIS_TYPES or not chassis.text:
        return ""
    if chassis.type is IdType.MAC and not is_identifying_mac(chassis.text):
        return ""
    return f"{chassis.type}:{chassis.text}"


class AnnouncedSigns(NamedTuple):
    """The usable signs in one announcement."""

    chassis: str
    macs: frozenset[str]
    name: str
    addresses: tuple[str, ...]
    """As `placed`; those with which gear comes from the factory are left out."""

    def lookup_keys(self) -> tuple[str, ...]:
        """What it looks up in the directory."""
        keys = [f"a:{a}" for a in self.addresses] + [f"m:{m}" for m in self.macs]
        if self.chassis:
            keys.append(f"c:{self.chassis}")
        if self.name:
            keys += [f"n:{self.name}", f"n:{short_name(self.name)}"]
        return tuple(dict.fromkeys(keys))


def announced_signs(seen: Neighbour) -> AnnouncedSigns:
    """The usable signs in `seen`."""
    ids = [i for i in (seen.chassis, seen.port) if i is not None]
    macs = frozenset(i.text for i in ids if i.type is IdType.MAC and is_identifying_mac(i.text))
    addresses = _addresses(seen, ids)
    name = fold_name(seen.sys_name) if is_identifying_name(seen.sys_name) else ""
    return AnnouncedSigns(chassis_sign(seen.chassis), macs, name, addresses)


def _addresses(seen: Neighbour, ids: Iterable[RawId]) -> tuple[str, ...]:
    told = [*seen.addresses, *(i.text for i in ids if i.type is IdType.ADDRESS)]
    nowhere = Endpoint("127.0.0.0") if seen.seen_from.address.startswith("127.") else Endpoint("")
    kept = own_addresses(told, nowhere)
    return tuple(placed(a, seen.seen_from) for a in kept if a in told and not is_factory_address(a))


class DeviceMatch(NamedTuple):
    """The polled device that was meant, by which sign, how sure (0 to 1), and what spoke against others."""

    device: DeviceId | None
    by: str
    sure: float
    rejected: tuple[tuple[DeviceId, str], ...] = ()
    """Devices that shared a sign and were not taken, each with a word: `contradicted`, `weak`, `ambiguous`."""


class _Judged(NamedTuple):
    rank: int
    points: int
    by: str
    known: KnownDevice


_RANKS = (("chassis_id", 1.0), ("address", 0.95), ("several", 0.85), ("weak", 0.0))


def match_device(
    signs: AnnouncedSigns, seen: Neighbour, directory: Directory, has_port: Callable[[DeviceId], bool]
) -> DeviceMatch:
    """The one polled device that fits best; none where only one weak sign does, or where two fit alike.

    `has_port` tells whether a device has the announced port; that counts as one more weak sign.
    """
    fitting: list[_Judged] = []
    rejected: list[tuple[DeviceId, str]] = []
    for device in _candidates(signs, directory):
        known = directory.devices[device]
        if not known.is_polled:
            continue
        judged = _judge(signs, seen, known)
        if judged is not None and judged.rank == len(_RANKS) - 1 and judged.points and has_port(device):
            judged = judged._replace(rank=2, by="name+port")
        if judged is None:
            rejected.append((device, "contradicted"))
        elif judged.rank == len(_RANKS) - 1:
            rejected.append((device, "weak"))
        else:
            fitting.append(judged)
    if not fitting:
        return DeviceMatch(None, "nothing", 0.0, tuple(rejected))
    fitting.sort(key=lambda j: (j.rank, -j.points))
    best = fitting[0]
    if len(fitting) > 1 and fitting[1][:2] == best[:2]:
        rejected += [(j.known.id, "ambiguous") for j in fitting]
        return DeviceMatch(None, "ambiguous", 0.0, tuple(rejected))
    return DeviceMatch(best.known.id, best.by, _RANKS[best.rank][1], tuple(rejected))


def _candidates(signs: AnnouncedSigns, directory: Directory) -> set[DeviceId]:
    found: set[DeviceId] = set()
    for key in signs.lookup_keys():
        holders = directory.having(key)
        if len(holders) <= COMMON:
            found.update(holders)
    return found


def _judge(signs: AnnouncedSigns, seen: Neighbour, known: KnownDevice) -> _Judged | None:
    """How well `known` fits; None where its own chassis id is another one."""
    own = known.signs
    if signs.chassis and signs.chassis in own.chassis:
        return _Judged(0, _points(signs, seen, known), "chassis_id", known)
    if signs.chassis and any(_same_type(signs.chassis, c) for c in own.chassis):
        return None
    points = _points(signs, seen, known)
    if not own.owned.isdisjoint(signs.addresses):
        return _Judged(1, points, "address", known)
    return _Judged(2 if points >= 2 else 3, points, "several", known)


def _points(signs: AnnouncedSigns, seen: Neighbour, known: KnownDevice) -> int:
    """One for each weak sign: a MAC address, two of them, the name, the description word for word."""
    points = min(2, len(signs.macs & known.signs.macs))
    points += any(is_same_name(signs.name, n) for n in known.signs.names)
    descr = _first_line(seen.sys_descr)
    return points + (len(descr) > 20 and any(_first_line(d) == descr for d in _descriptions(known)))


def _descriptions(known: KnownDevice) -> Iterable[str]:
    return (m.reading.inventory.device.sys_descr or "" for m in known.members.values())


def _first_line(text: str) -> str:
    return text.strip().partition("\n")[0].strip()[:120]


def _same_type(one: str, other: str) -> bool:
    return one.partition(":")[0] == other.partition(":")[0]
