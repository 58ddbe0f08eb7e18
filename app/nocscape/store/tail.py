"""Samples that are not on disk yet: what arrived since the writer looked last, and what it is just writing."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Lock

import msgspec

from nocscape.base.counters import Counters
from nocscape.model.metrics import Sample
from nocscape.store.columns import Rows

MOST_WAITING = 5_000_000
"""About 100 MB as columns. Reached only while the disk is full or slower than what arrives."""

Part = Sequence[Sample] | Rows


class TailView(msgspec.Struct, frozen=True):
    """What waits: samples by their keys, columns by the numbers of their series, in the order of arrival."""

    writing: tuple[Rows, ...]
    arrived: tuple[Part, ...]


class Tail:
    """Bounded; safe from any thread."""

    def __init__(self, counters: Counters) -> None:
        self._counters = counters
        self._lock = Lock()
        self._arrived: list[Part] = []
        self._writing: list[Rows] = []
        self._waiting = 0

    def __len__(self) -> int:
        return self._waiting

    def put(self, part: Part) -> None:
        """Let samples wait for the writer; dropped and counted where too many wait."""
        with self._lock:
            if self._waiting + len(part) > MOST_WAITING:
                self._counters.add("history.dropped.full", len(part))
                return
            self._arrived.append(part)
            self._waiting += len(part)

    def view(self) -> TailView:
        """What waits now. Look here before the files: what is written meanwhile is then seen twice, never not."""
        with self._lock:
            return TailView(tuple(self._writing), tuple(self._arrived))

    def take(self) -> tuple[list[Rows], list[Part]]:
        """For the writer: columns that it could not write before, and what arrived since then."""
        with self._lock:
            return list(self._writing), list(self._arrived)

    def writing(self, rows: list[Rows], arrived: int) -> None:
        """The writer turned the first `arrived` parts into columns: `rows` is what it is writing."""
        with self._lock:
            self._writing = rows
            del self._arrived[:arrived]
            self._waiting = sum(map(len, rows)) + sum(map(len, self._arrived))

    def written(self) -> None:
        """What was being written is on disk."""
        self.writing([], 0)
