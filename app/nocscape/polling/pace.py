"""How often each class of metrics is read, where that is more seldom than the poll itself."""

from __future__ import annotations

import msgspec

EARLY = 0.1
"""Of its interval: polls come with jitter, and one that is early by so much is not put off by a whole poll."""


class Pace(msgspec.Struct):
    """Least seconds between two readings of a class; 0: at every poll. Shared by all devices, and may change."""

    ports_s: float = 0.0
    vitals_s: float = 0.0


class Turn:
    """When a class was read last."""

    def __init__(self) -> None:
        self._last_s = float("-inf")

    def hasten(self) -> None:
        """It is due at the next poll."""
        self._last_s = float("-inf")

    def comes(self, mono_s: float, every_s: float) -> bool:
        """Whether its time has come; if so, it counts as read."""
        if mono_s < self._last_s + (1 - EARLY) * every_s:
            return False
        self._last_s = mono_s
        return True
