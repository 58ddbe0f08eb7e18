"""The spanning tree of a broadcast domain, as IEEE 802.1D would span it, and what is learned along it."""

from __future__ import annotations

from nocscape.demo.plan import Box, Cable, Lan


def hops(box: Box, lan: Lan) -> list[Cable]:
    """The cables of `box` within its broadcast domain, of a bundle one only."""
    within = set(lan.boxes)
    found: dict[tuple[Box, int], Cable] = {}
    for cable in box.cables:
        other = cable.other_end(box)
        if other in within:
            found.setdefault((other, cable.bundle or -cable.port_at(box)), cable)
    return list(found.values())


def distances(lan: Lan) -> dict[Box, int]:
    """How many cables each device is away from the root of its spanning tree."""
    away = {lan.boxes[0]: 0}
    waiting = [lan.boxes[0]]
    for box in waiting:
        for cable in hops(box, lan):
            other = cable.other_end(box)
            if other not in away:
                away[other] = away[box] + 1
                waiting.append(other)
    return away


def parent_cable(box: Box, lan: Lan, away: dict[Box, int]) -> Cable | None:
    """The cable towards the root; of several the one to the switch that was made first. None at the root."""
    nearer = [c for c in hops(box, lan) if away[c.other_end(box)] < away[box]]
    return min(nearer, key=lambda c: c.other_end(box).number, default=None)


def span(lan: Lan) -> None:
    """Block what spanning tree would block (IEEE 802.1D-2004, 17.1): all cables that lead to the root a second way."""
    away = distances(lan)
    kept = {parent_cable(box, lan, away) for box in lan.boxes}
    for box in lan.boxes:
        for cable in hops(box, lan):
            cable.is_blocked = cable not in kept


def behind(box: Box, cable: Cable, lan: Lan) -> list[Box]:
    """All devices that `box` reaches through `cable` while blocked ones are left out."""
    met, waiting = {box}, [cable.other_end(box)]
    for near in waiting:
        met.add(near)
        waiting += [far for c in hops(near, lan) if not c.is_blocked and (far := c.other_end(near)) not in met]
    return waiting
