"""How long lines take to draw on this machine, learned from those that were drawn."""

from __future__ import annotations

_BASE_S = 0.001
"""What a drawing takes before its first line."""

_LEAST_TOLD_PX = 8_000.0
"""Fewer pixels tell little about each."""

_NEWS = 0.2
_MOST_OFF = 4.0


class Pace:
    """Seconds for each pixel of a line: a first guess until drawings have told, and never far from it."""

    def __init__(self, s_per_px: float) -> None:
        self._guess_s = self._s_per_px = s_per_px

    def takes_s(self, length_px: float) -> float:
        """How long lines of this length together will take."""
        return _BASE_S + length_px * self._s_per_px

    def learn(self, length_px: float, took_s: float) -> None:
        """Note how long lines took."""
        if length_px < _LEAST_TOLD_PX:
            return
        told = max(0.0, took_s - _BASE_S) / length_px
        told = min(self._guess_s * _MOST_OFF, max(self._guess_s / _MOST_OFF, told))
        self._s_per_px += _NEWS * (told - self._s_per_px)
