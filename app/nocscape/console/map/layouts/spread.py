"""Boxes in a row, each as near to where it wants to be as its neighbours allow."""

from __future__ import annotations

from collections.abc import Sequence


def spread(wanted: Sequence[float], widths: Sequence[float], gap: float) -> list[float]:
    """Middles that keep the order and do not overlap, with the least sum of squared distances from `wanted`.

    With the room of all boxes to the left taken off, the order is a monotone regression, solved by pooling adjacent
    violators in linear time.
    """
    offsets = _offsets(widths, gap)
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


def _offsets(widths: Sequence[float], gap: float) -> list[float]:
    offsets: list[float] = []
    at = 0.0
    for before, width in zip([0.0, *widths], widths, strict=False):
        at += (before + width) / 2 + gap if offsets else 0.0
        offsets.append(at)
    return offsets
