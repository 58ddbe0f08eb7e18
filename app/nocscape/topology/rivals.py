"""What speaks against a link: another neighbour at the same port, another port that is named, tables that disagree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from nocscape.model.net import Evidence, PortRef
from nocscape.topology.claims import Claim, ClaimBook
from nocscape.topology.links import Joined


def contradicted(joined: Joined, claims: ClaimBook, doubts: Mapping[PortRef, tuple[Evidence, ...]]) -> Joined:
    """A link with everything that contradicts what is announced of it."""
    if not any(c.is_current for c in joined.claims):
        return joined
    against = [*joined.against, *_other_neighbours(joined, claims), *_other_ports(joined)]
    for port in (joined.a, joined.b):
        against += doubts.get(port, ())
    return joined._replace(against=tuple(against))


def _other_neighbours(joined: Joined, claims: ClaimBook) -> Iterator[Evidence]:
    """Another device, heard in another protocol at one of its ports. In one protocol, several may share the wire."""
    for mine in joined.claims:
        if not mine.is_current or mine.local.key is None:
            continue
        for other in claims.of(mine.owner):
            is_rival = other.local.key == mine.local.key and other.seen.source != mine.seen.source
            if other.is_current and is_rival and other.target not in (None, mine.target):
                yield _said(other)


def _other_ports(joined: Joined) -> Iterator[Evidence]:
    """An announcement that surely names another far port than the one where the far end hears this device."""
    if joined.members:
        return
    for claim in joined.claims:
        is_sure = claim.is_current and claim.port.key is not None and claim.port.sure >= 1.0
        if is_sure and claim.far not in (joined.a, joined.b):
            yield _said(claim)


def _said(claim: Claim) -> Evidence:
    return Evidence(claim.seen.source, claim.owner, claim.seen.said(), claim.seen.at)
