"""Boxes in a row, each as near to where it wants to be as its neighbours allow."""

from __future__ import annotations

from collections.abc import Sequence


def spread(wanted: Sequence[float], offsets: Sequence[float]) -> list[float]:
    """Places that stay at least as far apart as `offsets` do, with the least sum of squared distances from `wanted`.

    `offsets` are places where the boxes stand as close as they may. With them taken off, the order is a monotone
    regression, solved by pooling adjacent violators in linear time.
    """
    pools: list[tuple[float, int]] = []
    for target, offset in zip(wanted, offsets, strict=True):
        mean, count = target - offset, 1
        while pools and pools[-1][0] > mean:
            other, others = pools.pop()
            mean = (mean * count + other * others) / (count + others)
            count += others
        pools.append((mean, count))
    free = [mean for mean, count in pools for _ in range(count)]
    return [place + offset for place, offset in zip(free, offsets, strict=True)]


def side_by_side(widths: Sequence[float], gap: float) -> list[float]:
    """Middles of boxes that stand beside each other, the first at 0."""
    offsets: list[float] = []
    at = 0.0
    for before, width in zip([0.0, *widths], widths, strict=False):
        at += (before + width) / 2 + gap if offsets else 0.0
        offsets.append(at)
    return offsets
