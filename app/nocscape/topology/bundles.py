"""Links of bundled ports (LAG): one for each bundle, with its wires as members."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from nocscape.model.net import Interface, LinkMember, PortRef
from nocscape.model.status import LinkState
from nocscape.topology.links import Joined, is_down
from nocscape.topology.ports import is_bundle

BundleOf = Callable[[PortRef], PortRef]
"""The bundle that a port is part of; the port itself where it is part of none."""


def folded(
    joined: Iterable[Joined], bundle_of: BundleOf, interface: Callable[[PortRef], Interface | None]
) -> list[Joined]:
    """Links between two devices with those of one bundle as one.

    Where only one side tells of a bundle, the far end is its port if all wires end there, and open otherwise.
    """
    groups: dict[tuple[PortRef, PortRef], list[Joined]] = {}
    for one in joined:
        a, b = bundle_of(one.a), bundle_of(one.b)
        if a != one.a and b == one.b:
            b = PortRef(b.device)
        elif b != one.b and a == one.a:
            a = PortRef(a.device)
        groups.setdefault((a, b), []).append(one)
    return [_merged(ends, found, interface) for ends, found in groups.items()]


def _merged(
    ends: tuple[PortRef, PortRef], found: list[Joined], interface: Callable[[PortRef], Interface | None]
) -> Joined:
    if all((one.a, one.b) == ends for one in found):
        return found[0]
    a, b = (_common(end, ports) for end, ports in zip(ends, ([j.a for j in found], [j.b for j in found]), strict=True))
    members = _members((j for j in found if (j.a, j.b) != ends), interface)
    return Joined(a, b, [c for j in found for c in j.claims], members=members)


def _members(wires: Iterable[Joined], interface: Callable[[PortRef], Interface | None]) -> tuple[LinkMember, ...]:
    found = (LinkMember(x.interface, y.interface, _state(x, y, interface)) for x, y in {(j.a, j.b) for j in wires})
    return tuple(sorted(found, key=lambda m: (m.a or "", m.b or "")))


def gathered(
    joined: list[Joined], carries: Callable[[PortRef], bool], interface: Callable[[PortRef], Interface | None]
) -> list[Joined]:
    """Where no MIB tells what a bundle is made of: wires between the same devices as the one bundle that tables show,
    at ports where nobody ever learned an address, are its members. A port in a bundle learns none of its own."""
    wholes = [j for j in joined if j.wires and not j.claims and all(map(is_bundle, map(interface, (j.a, j.b))))]
    if len(wholes) != 1:
        return joined
    loose = [j for j in joined if j.claims and not (j.wires or j.members or carries(j.a) or carries(j.b))]
    if not loose:
        return joined
    whole = wholes[0]._replace(claims=[c for j in loose for c in j.claims], members=_members(loose, interface))
    return [whole if j is wholes[0] else j for j in joined if not any(j is one for one in loose)]


def _common(end: PortRef, ports: list[PortRef]) -> PortRef:
    """An open end is the one port that all wires end at, if there is one."""
    if end.interface is None and len(set(ports)) == 1:
        return ports[0]
    return end


def _state(a: PortRef, b: PortRef, interface: Callable[[PortRef], Interface | None]) -> LinkState:
    return LinkState.DOWN if is_down(map(interface, (a, b))) else LinkState.UP


def with_members(joined: Joined, members_of: Callable[[PortRef], tuple[str, ...]]) -> Joined:
    """A link of bundles that nobody announces, with the wires of both ends; which is joined to which is not known."""
    if joined.members:
        return joined
    ours, theirs = members_of(joined.a), members_of(joined.b)
    return joined._replace(members=tuple([LinkMember(m, None) for m in ours] + [LinkMember(None, m) for m in theirs]))
