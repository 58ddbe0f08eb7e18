"""One device is one node, whatever number of addresses, contexts or names it answers on.

`Directory` holds every reading by its endpoint and keeps together those that are of one device. It works one reading
at a time: a new one is compared only with devices that share a sign with it.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator

import msgspec

from nocscape.model.net import DeviceId, Endpoint
from nocscape.topology.observations import DeviceReading
from nocscape.topology.signs import Signs, Verdict, compare, signs_of

COMMON = 64
"""A weak sign that more devices share than this is no sign; it is not even looked up."""
_STRONG_KEYS = ("c:", "s:", "a:")


class Member(msgspec.Struct):
    """One reading within a device, and why it is there."""

    reading: DeviceReading
    signs: Signs
    because: tuple[str, ...] = ()


class KnownDevice(msgspec.Struct):
    """A device as the directory knows it: its readings, and their signs together."""

    id: DeviceId
    born: int
    """Order in which devices came up; the oldest keeps its id in a merger."""
    members: dict[Endpoint, Member]
    signs: Signs = Signs()

    @property
    def is_polled(self) -> bool:
        """Whether any of its addresses answered SNMP."""
        return any(m.reading.is_polled for m in self.members.values())


class Conflict(msgspec.Struct, frozen=True):
    """Two devices that share strong signs and contradict each other in others: left apart, and shown."""

    one: DeviceId
    other: DeviceId
    support: tuple[str, ...]
    against: tuple[str, ...]


class IdentityChange(msgspec.Struct):
    """What one reading changed."""

    touched: set[DeviceId] = msgspec.field(default_factory=set)
    gone: dict[DeviceId, DeviceId | None] = msgspec.field(default_factory=dict)
    """Devices that are no more, and into which they went."""
    keys: set[str] = msgspec.field(default_factory=set)
    """Signs that now lead to other devices than before."""


class Directory:
    """Readings by device. Ids are sticky: an endpoint that had one keeps it as long as nothing merges or splits it."""

    def __init__(self) -> None:
        self.devices: dict[DeviceId, KnownDevice] = {}
        self.conflicts: dict[frozenset[DeviceId], Conflict] = {}
        self._device_at: dict[Endpoint, DeviceId] = {}
        self._by_key: dict[str, tuple[DeviceId, ...]] = {}
        self._born = 0

    def at(self, endpoint: Endpoint) -> DeviceId | None:
        """The device that answers there."""
        return self._device_at.get(endpoint)

    def having(self, key: str) -> tuple[DeviceId, ...]:
        """Devices with that sign (a key of `Signs.lookup_keys`)."""
        return self._by_key.get(key, ())

    def add(self, reading: DeviceReading) -> IdentityChange:
        """Take a reading in, in place of what its endpoint said before."""
        change = IdentityChange()
        signs = signs_of(reading.inventory.device, reading.endpoint)
        before = self._device_at.get(reading.endpoint)
        if before is not None:
            member = self.devices[before].members[reading.endpoint]
            if member.signs == signs:
                member.reading = reading
                change.touched.add(before)
                return change
        for orphan in self._release(reading.endpoint, change):
            self._place(orphan, change, before or "")
        wanted = before if before is not None and before not in self.devices else reading.inventory.device.id
        self._place(Member(reading, signs), change, wanted)
        change.touched &= self.devices.keys()
        for lost in [d for d in change.gone if d in self.devices]:
            del change.gone[lost]
        return change

    def forget(self, device: DeviceId) -> IdentityChange:
        """Take a device out with all its readings."""
        change = IdentityChange()
        if device in self.devices:
            self._dissolve(self.devices[device], None, change)
        return change

    def _release(self, endpoint: Endpoint, change: IdentityChange) -> list[Member]:
        """Take the reading of `endpoint` away; its device falls apart, and the other members are to be placed anew."""
        device = self._device_at.get(endpoint)
        if device is None:
            return []
        known = self.devices[device]
        self._dissolve(known, None, change)
        return [m for e, m in known.members.items() if e != endpoint]

    def _dissolve(self, known: KnownDevice, into: DeviceId | None, change: IdentityChange) -> None:
        self._unlist(known, change)
        for endpoint in known.members:
            self._device_at.pop(endpoint, None)
        del self.devices[known.id]
        change.gone[known.id] = into
        change.touched.discard(known.id)
        for pair in [p for p in self.conflicts if known.id in p]:
            del self.conflicts[pair]

    def _place(self, member: Member, change: IdentityChange, wanted: DeviceId) -> None:
        home: KnownDevice | None = None
        fitting, vetoed = self._matches(member.signs)
        for known, verdict in fitting:
            if home is None:
                home, member.because = known, verdict.support
            elif compare(home.signs | member.signs, known.signs).against:
                vetoed.append((known.id, compare(home.signs, known.signs)))
            else:
                home = self._merge(home, known, verdict, change)
        if home is None:
            home = self._create(wanted or derived_id(member.signs), member.reading.endpoint)
        self._join(home, member, change)
        change.gone.pop(home.id, None)
        for other, verdict in vetoed:
            self.conflicts[frozenset((home.id, other))] = Conflict(home.id, other, verdict.support, verdict.against)

    def _matches(self, signs: Signs) -> tuple[list[tuple[KnownDevice, Verdict]], list[tuple[DeviceId, Verdict]]]:
        """Devices that `signs` fit, strong signs and the oldest first, and those that would if nothing contradicted."""
        found: list[tuple[KnownDevice, Verdict]] = []
        vetoed: list[tuple[DeviceId, Verdict]] = []
        for device in self._candidates(signs):
            known = self.devices[device]
            verdict = compare(signs, known.signs)
            if verdict.is_same:
                found.append((known, verdict))
            elif verdict.against and _is_strong(verdict.support):
                vetoed.append((device, verdict))
        found.sort(key=lambda pair: (not _is_strong(pair[1].support), pair[0].born))
        return found, vetoed

    def _candidates(self, signs: Signs) -> set[DeviceId]:
        found: set[DeviceId] = set()
        for key in signs.lookup_keys():
            holders = self._by_key.get(key, ())
            if len(holders) <= COMMON or key.startswith(_STRONG_KEYS):
                found.update(holders)
        return found

    def _merge(self, one: KnownDevice, other: KnownDevice, verdict: Verdict, change: IdentityChange) -> KnownDevice:
        kept, lost = (one, other) if one.born <= other.born else (other, one)
        self._dissolve(lost, kept.id, change)
        for member in lost.members.values():
            member.because = member.because or verdict.support
            self._join(kept, member, change)
        return kept

    def _create(self, wanted: DeviceId, endpoint: Endpoint) -> KnownDevice:
        device = wanted if wanted not in self.devices else derived_id(Signs(), endpoint)
        self._born += 1
        self.devices[device] = known = KnownDevice(device, self._born, {})
        return known

    def _join(self, known: KnownDevice, member: Member, change: IdentityChange) -> None:
        known.members[member.reading.endpoint] = member
        self._device_at[member.reading.endpoint] = known.id
        known.signs |= member.signs
        for key in member.signs.lookup_keys():
            holders = self._by_key.get(key, ())
            if known.id not in holders:
                self._by_key[key] = (*holders, known.id)
                change.keys.add(key)
        change.touched.add(known.id)

    def _unlist(self, known: KnownDevice, change: IdentityChange) -> None:
        for key in known.signs.lookup_keys():
            left = tuple(d for d in self._by_key[key] if d != known.id)
            if left:
                self._by_key[key] = left
            else:
                del self._by_key[key]
            change.keys.add(key)

    def __iter__(self) -> Iterator[KnownDevice]:
        return iter(self.devices.values())


def _is_strong(support: tuple[str, ...]) -> bool:
    return any(word in ("chassis_id", "serial", "address") for word in support)


def derived_id(signs: Signs, endpoint: Endpoint | None = None) -> DeviceId:
    """An id that the same device gets again in another run: from its strongest sign, or from where it answered."""
    choices = (
        [f"c:{x}" for x in sorted(signs.chassis)]
        or [f"s:{x}" for x in sorted(signs.serials)]
        or [f"a:{x}" for x in sorted(signs.answered)]
        or [f"x:{endpoint}"]
    )
    return id_from(choices[0])


def id_from(key: str) -> DeviceId:
    """A short id that stands for `key`."""
    digest = hashlib.blake2b(key.encode(), digest_size=8).digest()
    return "d-" + base64.b32encode(digest).decode().rstrip("=").lower()
