"""Which row a device belongs to: steps away from the top of its network.

The top is the internet where it is known, else the most central of the devices that forward between networks. What
hangs on the network (servers, printers, cameras) never makes a top while something carries it.
"""

from __future__ import annotations

from collections.abc import Sequence

from nocscape.console.map.layouts.graph import Neighbours, Plan, components, distances
from nocscape.model.net import Kind

_RANK = {
    Kind.CLOUD: 0,
    Kind.ROUTER: 1,
    Kind.FIREWALL: 1,
    Kind.MODEM: 1,
    Kind.L3_SWITCH: 2,
    Kind.LOAD_BALANCER: 3,
    Kind.WLAN_CONTROLLER: 3,
    Kind.SWITCH: 3,
    Kind.OLT: 3,
    Kind.OPTICAL: 3,
    Kind.RADIO: 3,
    Kind.HUB: 4,
    Kind.UNKNOWN: 4,
}
_LEAF_RANK = 5
_MOST_CANDIDATES = 40


def rank(kind: Kind) -> int:
    """How high a kind of device stands by itself: 0 is the internet, 5 what only hangs on the network."""
    return _RANK.get(kind, _LEAF_RANK)


def is_leaf(kind: Kind) -> bool:
    """Whether devices of this kind hang on the network rather than carry it."""
    return rank(kind) == _LEAF_RANK


def depths(plan: Plan, near: Neighbours) -> list[int]:
    """The row of every vertex, 0 at the top of its connected part."""
    depth = [0] * len(plan.vertices)
    for part in components(range(len(plan.vertices)), near):
        for one, steps in distances(_tops(plan, near, part), near).items():
            depth[one] = steps
    return depth


def _tops(plan: Plan, near: Neighbours, part: Sequence[int]) -> list[int]:
    best = min(_rank_in_graph(plan, near, one) for one in part)
    candidates = [one for one in part if _rank_in_graph(plan, near, one) == best]
    if best == 0 or len(candidates) == 1:
        return candidates
    candidates.sort(key=lambda one: (-len(near[one]), plan.vertices[one].name))
    away = {one: _mean_distance(one, near) for one in candidates[:_MOST_CANDIDATES]}
    top = min(away, key=lambda one: (away[one], -len(near[one])))
    tops = [top, *(one for one in away if one != top and _is_twin(one, top, near))]
    return [*tops, *_other_half(tops, list(away), near)]


def _other_half(tops: Sequence[int], candidates: Sequence[int], near: Neighbours) -> list[int]:
    """The other spines of a fabric whose halves carry different leaves.

    Each of them is linked to one of the spines found, and only to that one, and has a twin of its own that is linked to
    another.
    """
    if len(tops) < 2:
        return []
    rungs = [one for one in candidates if one not in tops and len(near[one] & set(tops)) == 1]
    return [one for one in rungs if any(_is_twin(one, other, near) for other in rungs if other != one)]


def _rank_in_graph(plan: Plan, near: Neighbours, one: int) -> int:
    """A server that joins three others carries them, whatever it calls itself."""
    own = rank(plan.vertices[one].kind)
    return _LEAF_RANK - 1 if own == _LEAF_RANK and len(near[one]) > 2 else own


def _mean_distance(one: int, near: Neighbours) -> float:
    steps = distances((one,), near)
    return sum(steps.values()) / len(steps)


def _is_twin(one: int, other: int, near: Neighbours) -> bool:
    """A redundant pair stands side by side: two that share most of their neighbours, or the two rails of a ladder."""
    ours, theirs = near[one] - {other}, near[other] - {one}
    shared = len(ours & theirs)
    if ours == theirs or (shared > 1 and 2 * shared >= max(len(ours), len(theirs))):
        return True
    is_ladder = one in near[other] and len(ours) == len(theirs) > 0
    return is_ladder and all(near[rung] & theirs or rung in theirs for rung in ours)
