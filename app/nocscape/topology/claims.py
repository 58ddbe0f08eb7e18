"""Announcements as claims: this port of mine faces that port of that device."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable
from typing import TypeVar

import msgspec

from nocscape.model.net import DeviceId, PortRef
from nocscape.topology.observations import Neighbour
from nocscape.topology.ports import UNMATCHED, PortMatch
from nocscape.topology.resolve import AnnouncedSigns, DeviceMatch, announced_signs

ClaimId = int
Pair = tuple[DeviceId, DeviceId]
"""Two devices, the smaller id first."""
NOT_YET = DeviceMatch(None, "nothing", 0.0)


def pair_of(one: DeviceId, other: DeviceId) -> Pair:
    """The two in their one order."""
    return (one, other) if one <= other else (other, one)


class Claim(msgspec.Struct):
    """One announcement as its owner heard it, and to what it was matched so far."""

    id: ClaimId
    owner: DeviceId
    seen: Neighbour
    signs: AnnouncedSigns
    local: PortMatch = UNMATCHED
    match: DeviceMatch = NOT_YET
    """How a polled device was recognised, or why none was."""
    target: DeviceId | None = None
    """The polled device or the ghost that was meant."""
    port: PortMatch = UNMATCHED
    """Its port."""
    is_current: bool = True
    """Whether the owner's latest reading still has it; what it has no more is kept for a while, as the past."""

    @property
    def near(self) -> PortRef:
        """The end where it was heard."""
        return PortRef(self.owner, self.local.key)

    @property
    def far(self) -> PortRef:
        """The end that was announced; only for a claim with a target."""
        return PortRef(self.target or "", self.port.key)

    @property
    def sure(self) -> float:
        """How certain all three matches are together, 0 to 1."""
        return self.match.sure * self.port.sure * self.local.sure


class ClaimBook:
    """Claims by owner, by the signs they look up, by target and by pair of devices."""

    def __init__(self) -> None:
        self.claims: dict[ClaimId, Claim] = {}
        self._by_content: dict[tuple[object, ...], ClaimId] = {}
        self._by_owner: dict[DeviceId, set[ClaimId]] = defaultdict(set)
        self._by_key: dict[str, set[ClaimId]] = defaultdict(set)
        self._by_target: dict[DeviceId, set[ClaimId]] = defaultdict(set)
        self._by_pair: dict[Pair, set[ClaimId]] = defaultdict(set)
        self._pairs_of: dict[DeviceId, set[Pair]] = defaultdict(set)
        self._next = 0

    def of(self, owner: DeviceId) -> list[Claim]:
        """What a device heard."""
        return [self.claims[c] for c in sorted(self._by_owner.get(owner, ()))]

    def to(self, target: DeviceId) -> list[Claim]:
        """What was heard of a device."""
        return [self.claims[c] for c in sorted(self._by_target.get(target, ()))]

    def between(self, pair: Pair) -> list[Claim]:
        """What either device of a pair heard of the other."""
        return [self.claims[c] for c in sorted(self._by_pair.get(pair, ()))]

    def pairs_of(self, device: DeviceId) -> set[Pair]:
        """Pairs with claims that a device is one of; not to be changed."""
        return self._pairs_of.get(device, set())

    def looking_up(self, keys: Iterable[str]) -> set[ClaimId]:
        """Claims that one of these signs could lead to a device."""
        found: set[ClaimId] = set()
        for key in keys:
            found |= self._by_key.get(key, set())
        return found

    def replace(self, owner: DeviceId, heard: Iterable[Neighbour], unread: Container[str]) -> list[Claim]:
        """Set what `owner` heard. Returns the claims whose place another took.

        What was heard before in the same words stays the same claim with a new time. What is heard no more stays as
        past, unless something else is heard at its port; a source in `unread` says nothing, and its claims stay.
        """
        current = {self._heard(owner, seen).id for seen in heard}
        places = {(c.seen.source, c.seen.local) for c in map(self.claims.__getitem__, current)}
        superseded: list[Claim] = []
        for claim in self.of(owner):
            if claim.id in current or claim.seen.source in unread:
                continue
            claim.is_current = False
            if (claim.seen.source, claim.seen.local) in places:
                superseded.append(claim)
        return superseded

    def _heard(self, owner: DeviceId, seen: Neighbour) -> Claim:
        known = self._by_content.get(content := _content(owner, seen))
        if known is None:
            return self._add(owner, seen, content)
        claim = self.claims[known]
        claim.is_current = True
        if seen.at > claim.seen.at:
            claim.seen = seen
        return claim

    def _add(self, owner: DeviceId, seen: Neighbour, content: tuple[object, ...]) -> Claim:
        self._next += 1
        claim = Claim(self._next, owner, seen, announced_signs(seen))
        self.claims[claim.id] = claim
        self._by_content[content] = claim.id
        self._by_owner[owner].add(claim.id)
        for key in claim.signs.lookup_keys():
            self._by_key[key].add(claim.id)
        return claim

    def aim(self, claim: Claim, target: DeviceId | None, port: PortMatch) -> None:
        """Set to which port of which device a claim leads."""
        claim.port = port
        if target == claim.target:
            return
        self._unaim(claim)
        claim.target = target
        if target is not None:
            pair = pair_of(claim.owner, target)
            self._by_target[target].add(claim.id)
            self._by_pair[pair].add(claim.id)
            self._pairs_of[claim.owner].add(pair)
            self._pairs_of[target].add(pair)

    def _unaim(self, claim: Claim) -> None:
        if claim.target is None:
            return
        pair = pair_of(claim.owner, claim.target)
        _discard(self._by_target, claim.target, claim.id)
        _discard(self._by_pair, pair, claim.id)
        if pair not in self._by_pair:
            for device in pair:
                _discard(self._pairs_of, device, pair)
        claim.target = None

    def drop(self, claim: Claim) -> None:
        """Take a claim out."""
        self._unaim(claim)
        del self.claims[claim.id]
        del self._by_content[_content(claim.owner, claim.seen)]
        _discard(self._by_owner, claim.owner, claim.id)
        for key in claim.signs.lookup_keys():
            _discard(self._by_key, key, claim.id)


K = TypeVar("K")
V = TypeVar("V")


def _discard(index: dict[K, set[V]], key: K, value: V) -> None:
    found = index.get(key)
    if found is not None:
        found.discard(value)
        if not found:
            del index[key]


def _content(owner: DeviceId, seen: Neighbour) -> tuple[object, ...]:
    """All of an announcement but its time, and at which of its addresses the owner was asked."""
    where = (seen.seen_from.realm, seen.seen_from.port)
    return (owner, seen.source, where, seen.local, seen.chassis, seen.port, seen.port_descr, seen.sys_name,
            seen.sys_descr, seen.addresses, seen.capabilities, seen.platform)  # fmt: skip
