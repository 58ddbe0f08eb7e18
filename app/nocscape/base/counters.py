"""Named counters: what was done, what was dropped and why."""

from __future__ import annotations

from collections import Counter
from threading import Lock


class Counters:
    """Counts by name, safe from any thread; names are dotted, such as `poll.late` or `trap.dropped.malformed`."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._lock = Lock()

    def add(self, name: str, amount: int = 1) -> None:
        """Count `amount` more under `name`."""
        with self._lock:
            self._counts[name] += amount

    def get(self, name: str) -> int:
        """What stands under `name`, 0 where nothing was ever counted."""
        return self._counts.get(name, 0)

    def snapshot(self) -> dict[str, int]:
        """A copy of everything counted so far."""
        with self._lock:
            return dict(self._counts)

    def total(self, prefix: str) -> int:
        """Sum of all names that begin with `prefix`."""
        with self._lock:
            return sum(n for name, n in self._counts.items() if name.startswith(prefix))
