"""One device is one node, whatever number of addresses, contexts or names it answers on.

`Directory` holds every reading by its endpoint and keeps together those that are of one device. It works one reading
at a time: a new one is compared only with devices that share a sign with it.
"""

from __future__ import annotations

import base64
import hashlib
import itertools
from collections.abc import Iterable, Iterator

import msgspec

from nocscape.model.decisions import Decision, DecisionKind
from nocscape.model.net import DeviceId, Endpoint
from nocscape.topology.observations import DeviceReading
from nocscape.topology.pins import Pins
from nocscape.topology.rekey import known_again
from nocscape.topology.signs import Signs, Verdict, compare, signs_of

COMMON = 64
"""A weak sign that more devices share than this is no sign; it is not even looked up."""
_STRONG_KEYS = ("c:", "s:", "a:")
OPERATOR = ("operator",)
"""Why a reading is where it is: somebody decided so."""


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
        self.pins = Pins()
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
            reading = known_again(reading, member.reading)
            if member.signs == signs:
                member.reading = reading
                change.touched.add(before)
                return change
        self._place_all(self._release(reading.endpoint, change), change, before or "")
        wanted = before if before is not None and before not in self.devices else reading.inventory.device.id
        self._place(Member(reading, signs), change, wanted)
        return self._settled(change)

    def decide(self, decision: Decision) -> IdentityChange:
        """Merge or split by an operator's word, which stands against all signs until it is revoked."""
        self.pins.put(decision)
        return self._rearrange(decision)

    def revoke(self, decision_id: str) -> IdentityChange:
        """Let the signs speak again; nothing happens where there is no such decision."""
        decision = self.pins.drop(decision_id)
        return self._rearrange(decision) if decision is not None else IdentityChange()

    def forget(self, device: DeviceId) -> IdentityChange:
        """Take a device out with all its readings."""
        change = IdentityChange()
        if device in self.devices:
            self._dissolve(self.devices[device], None, change)
        return change

    def _rearrange(self, decision: Decision) -> IdentityChange:
        """Take the devices that a decision names apart and put them together anew; the oldest keeps its id.

        The first endpoint of a split is what is split off: it is placed last and gets another id.
        """
        change = IdentityChange()
        order = {endpoint: place for place, endpoint in enumerate(decision.endpoints)}
        sign = -1 if decision.kind is DecisionKind.SPLIT else 1
        concerned = {self._device_at[e] for e in order if e in self._device_at}
        apart = sorted((self.devices[d] for d in concerned), key=lambda k: k.born)
        for known in apart:
            self._dissolve(known, None, change)
        for known in apart:
            members = known.members.values()
            named = sorted(
                (m for m in members if m.reading.endpoint in order), key=lambda m: sign * order[m.reading.endpoint]
            )
            self._place_all((*named, *(m for m in members if m.reading.endpoint not in order)), change, known.id)
        for known in apart:
            if known.id not in self.devices:
                change.gone[known.id] = self._device_at[next(iter(known.members))]
        return self._settled(change)

    def _place_all(self, members: Iterable[Member], change: IdentityChange, wanted: DeviceId) -> None:
        """Those that a decision names first, so that the others find their place among them."""
        for member in sorted(members, key=lambda m: not self.pins.is_named(m.reading.endpoint)):
            member.because = ()
            self._place(member, change, wanted)

    def _settled(self, change: IdentityChange) -> IdentityChange:
        change.touched &= self.devices.keys()
        for lost in [d for d in change.gone if d in self.devices]:
            del change.gone[lost]
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
        fitting, vetoed = self._matches(member, wanted)
        for known, support in fitting:
            if home is None:
                home, member.because = known, support
            elif self._keeps_apart(member, home, known, support):
                continue
            elif support != OPERATOR and compare(home.signs | member.signs, known.signs).against:
                vetoed.append((known.id, compare(home.signs, known.signs)))
            else:
                home = self._merge(home, known, support, change)
        if home is None:
            home = self._create(wanted, member)
        self._join(home, member, change)
        change.gone.pop(home.id, None)
        for other, verdict in vetoed:
            self.conflicts[frozenset((home.id, other))] = Conflict(home.id, other, verdict.support, verdict.against)

    def _keeps_apart(self, member: Member, home: KnownDevice, known: KnownDevice, support: tuple[str, ...]) -> bool:
        """Whether a reading that fits two devices still makes them no one device.

        One that has nothing but its address does not: two routers that own it share a virtual address.
        """
        if self.pins.are_apart((member.reading.endpoint, *home.members), known.members):
            return True
        return support != OPERATOR and not member.reading.is_polled and home.is_polled and known.is_polled

    def _matches(
        self, member: Member, wanted: DeviceId
    ) -> tuple[list[tuple[KnownDevice, tuple[str, ...]]], list[tuple[DeviceId, Verdict]]]:
        """Devices that a reading fits, and those that it would fit if nothing contradicted.

        First come those that the operator named, then strong signs, the id that it had, the oldest.
        """
        endpoint = member.reading.endpoint
        bound = {self._device_at[e] for e in self.pins.partners(endpoint) if e in self._device_at}
        found: list[tuple[KnownDevice, tuple[str, ...]]] = []
        vetoed: list[tuple[DeviceId, Verdict]] = []
        for device in self._candidates(member.signs) | bound:
            known = self.devices[device]
            if self.pins.are_apart((endpoint,), known.members):
                continue
            verdict = compare(member.signs, known.signs)
            if device in bound or verdict.is_same:
                found.append((known, OPERATOR if device in bound else verdict.support))
            elif verdict.against and _is_strong(verdict.support):
                vetoed.append((device, verdict))
        found.sort(key=lambda f: (f[1] != OPERATOR, not _is_strong(f[1]), f[0].id != wanted, f[0].born))
        return found, vetoed

    def _candidates(self, signs: Signs) -> set[DeviceId]:
        found: set[DeviceId] = set()
        for key in signs.lookup_keys():
            holders = self._by_key.get(key, ())
            if len(holders) <= COMMON or key.startswith(_STRONG_KEYS):
                found.update(holders)
        return found

    def _merge(
        self, one: KnownDevice, other: KnownDevice, support: tuple[str, ...], change: IdentityChange
    ) -> KnownDevice:
        kept, lost = (one, other) if one.born <= other.born else (other, one)
        self._dissolve(lost, kept.id, change)
        for member in lost.members.values():
            member.because = member.because or support
            self._join(kept, member, change)
        return kept

    def _create(self, wanted: DeviceId, member: Member) -> KnownDevice:
        endpoint = member.reading.endpoint
        spare = (id_from(f"x:{endpoint}:{n}") for n in itertools.count())
        choices = itertools.chain((wanted, derived_id(member.signs), derived_id(Signs(), endpoint)), spare)
        device = next(d for d in choices if d and d not in self.devices)
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
