"""A drawing put where its nodes were, so that nothing of it lies on what stays in its place."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from statistics import fmean

from nocscape.console.map.layouts.graph import Places, Plan, Vertex
from nocscape.console.map.layouts.nearby import clear_of
from nocscape.model.net import DeviceId


def settled(places: Places, now: Places, held: Collection[DeviceId], vertices: Sequence[Vertex]) -> Places:
    """`places` without those that are held, moved to where their nodes are `now`; `vertices` are all on the map.

    Where some of them are held, the drawing goes where it fits them best.
    """
    before = {device: spot for device, spot in now.items() if device in places}
    free = {device: spot for device, spot in _shifted(places, before, held).items() if device not in held}
    rest = {device: spot for device, spot in now.items() if device not in free}
    return clear_of(Plan(tuple(vertices), ()), free, rest) if free and rest and vertices else free


def _shifted(places: Places, before: Places, held: Collection[DeviceId]) -> Places:
    """The same drawing with its middle where the middle of these nodes was, or as near as can be to those held."""
    fixed = [device for device in held if device in places and device in before]
    if not before:
        return places
    if fixed:
        dx, dy = (fmean(before[device][axis] - places[device][axis] for device in fixed) for axis in (0, 1))
    else:
        dx, dy = (
            _middle(spot[axis] for spot in before.values()) - _middle(spot[axis] for spot in places.values())
            for axis in (0, 1)
        )
    return {device: (round(x + dx), round(y + dy)) for device, (x, y) in places.items()}


def _middle(values: Iterable[float]) -> float:
    known = list(values)
    return (min(known) + max(known)) / 2
