"""Devices that never answered and that others announce: each once, whoever announces it and in whatever protocol."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import msgspec

from nocscape.model.net import DeviceId
from nocscape.topology.identity import id_from
from nocscape.topology.observations import IdType, Neighbour
from nocscape.topology.resolve import AnnouncedSigns
from nocscape.topology.signs import fold_name

AnnouncementId = int


class Heard(msgspec.Struct, frozen=True):
    """An announcement that fits no polled device."""

    id: AnnouncementId
    signs: AnnouncedSigns
    port: str
    """Device and port where it was heard."""
    seen: Neighbour


class Ghost(msgspec.Struct, frozen=True):
    """One announced device: `device` is the id of what answers ping at its address, else derived from its signs."""

    device: DeviceId
    heard: tuple[Heard, ...]


class GhostBook:
    """Announcements in groups, one a device.

    `answering` gives the unpolled device at an address, if there is one; `is_polled` tells which ids are taken.
    """

    def __init__(self, answering: Callable[[str], DeviceId | None], is_polled: Callable[[DeviceId], bool]) -> None:
        self.ghosts: dict[DeviceId, Ghost] = {}
        self._answering = answering
        self._is_polled = is_polled
        self._heard: dict[AnnouncementId, Heard] = {}
        self._by_key: dict[str, set[AnnouncementId]] = {}
        self._ghost_of: dict[AnnouncementId, DeviceId] = {}
        self._dirty: set[AnnouncementId] = set()

    def ghost_of(self, announcement: AnnouncementId) -> DeviceId | None:
        """The device that an announcement stands for, as of the last `settle`."""
        return self._ghost_of.get(announcement)

    def put(self, heard: Heard) -> None:
        """Take in an announcement, or its newer version."""
        self.remove(heard.id)
        self._heard[heard.id] = heard
        for key in _keys(heard):
            self._by_key.setdefault(key, set()).add(heard.id)
        self._dirty.add(heard.id)

    def remove(self, announcement: AnnouncementId) -> None:
        """Take an announcement out: it is gone, or its device was polled."""
        heard = self._heard.pop(announcement, None)
        if heard is None:
            return
        for key in _keys(heard):
            self._by_key[key].discard(announcement)
            self._dirty |= self._by_key[key]
        self._dirty.discard(announcement)
        if announcement in self._ghost_of:
            self._drop_ghost(self._ghost_of.pop(announcement))

    def touch(self, address: str) -> None:
        """Look again at who announces `address` (as `placed`): what answers there changed."""
        self._dirty |= self._by_key.get(f"a:{address}", set())

    def settle(self) -> set[AnnouncementId]:
        """Group anew what changed; returns the announcements whose group was made anew."""
        changed: set[AnnouncementId] = set()
        while self._dirty:
            component = self._component(next(iter(self._dirty)))
            for announcement in component:
                if announcement in self._ghost_of:
                    self._drop_ghost(self._ghost_of.pop(announcement))
            self._dirty -= component
            self._name([self._heard[a] for a in sorted(component)])
            changed |= component
        return changed

    def _drop_ghost(self, device: DeviceId) -> None:
        ghost = self.ghosts.pop(device, None)
        for heard in ghost.heard if ghost else ():
            if self._ghost_of.pop(heard.id, None) is not None:
                self._dirty.add(heard.id)

    def _component(self, start: AnnouncementId) -> set[AnnouncementId]:
        """Everything that shares a sign with `start`, directly or by others."""
        found, open_ends = {start}, [start]
        while open_ends:
            for key in _keys(self._heard[open_ends.pop()]):
                fresh = self._by_key[key] - found
                found |= fresh
                open_ends.extend(fresh)
        return found

    def _name(self, component: list[Heard]) -> None:
        for group in sorted(_grouped(component), key=_primary_key):
            device = self._answering_for(group) or id_from(_primary_key(group))
            if device in self.ghosts or self._is_polled(device):
                device = id_from(f"{_primary_key(group)} {group[0].port}")
            self.ghosts[device] = Ghost(device, tuple(group))
            for heard in group:
                self._ghost_of[heard.id] = device

    def _answering_for(self, group: list[Heard]) -> DeviceId | None:
        addresses = sorted({a for heard in group for a in heard.signs.addresses})
        found = (self._answering(a) for a in addresses)
        return next((d for d in found if d is not None and d not in self.ghosts), None)


def _keys(heard: Heard) -> Iterable[str]:
    signs = heard.signs
    if signs.chassis:
        yield f"c:{signs.chassis}"
    for address in signs.addresses:
        yield f"a:{address}"
    if signs.name:
        yield f"n:{signs.name}"


def _primary_key(group: list[Heard]) -> str:
    keys = sorted(key for heard in group for key in _keys(heard))
    strong = [k for k in keys if k.startswith("c:")] or [k for k in keys if k.startswith("a:")] or keys
    return strong[0] if strong else f"p:{group[0].port}"


def _grouped(component: list[Heard]) -> list[list[Heard]]:
    """One group a chassis id, or several ids of different types at one address; what carries none joins by address, by
    name on the same port, by name alone at last."""
    by_chassis: dict[str, list[Heard]] = {}
    rest: list[Heard] = []
    for heard in component:
        if heard.signs.chassis and not _is_named_only(heard):
            by_chassis.setdefault(heard.signs.chassis, []).append(heard)
        else:
            rest.append(heard)
    groups = _united(list(by_chassis.values()))
    for heard in rest:
        home = _home(heard, groups)
        if home is None:
            groups.append([heard])
        else:
            home.append(heard)
    return groups


def _is_named_only(heard: Heard) -> bool:
    """Whether the chassis id is nothing but the system name, as where an agent tells of CDP in LLDP's table."""
    kind, _, text = heard.signs.chassis.partition(":")
    return kind == IdType.LOCAL and fold_name(text) == heard.signs.name


def _united(groups: list[list[Heard]]) -> list[list[Heard]]:
    """Groups whose chassis ids are of different types and that share an address with one another only, as one."""
    kinds = [group[0].signs.chassis.partition(":")[0] for group in groups]
    places = [{a for heard in group for a in heard.signs.addresses} for group in groups]
    alike = {n: [m for m in range(len(groups)) if m != n and places[n] & places[m]] for n in range(len(groups))}
    united: list[list[Heard]] = []
    for n, group in enumerate(groups):
        pair = next((m for m in alike[n] if len(alike[n]) == len(alike[m]) == 1 and kinds[m] != kinds[n]), None)
        if pair is None:
            united.append(group)
        elif n < pair:
            united.append([*group, *groups[pair]])
    return united


def _home(heard: Heard, groups: list[list[Heard]]) -> list[Heard] | None:
    addresses = set(heard.signs.addresses)
    tests: tuple[Callable[[Heard], bool], ...] = (
        lambda other: not addresses.isdisjoint(other.signs.addresses),
        lambda other: bool(heard.signs.name) and (other.signs.name, other.port) == (heard.signs.name, heard.port),
        lambda other: bool(heard.signs.name) and other.signs.name == heard.signs.name,
    )
    for test in tests:
        fitting = [group for group in groups if any(map(test, group))]
        if len(fitting) == 1:
            return fitting[0]
    return None
