"""Which series a file knows."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from nocscape.store.columns import Ids

_ROOM = 4096


class IdSet:
    """Numbers of series as a mask: a million of them in a megabyte, and all rows of a write looked up at once."""

    def __init__(self, ids: Ids) -> None:
        self._mask: NDArray[np.bool_] = np.zeros(0, np.bool_)
        self.add(ids)

    def new_of(self, ids: Ids) -> Ids:
        """Those that are not in the set, each once and in order."""
        self._make_room(ids)
        return np.unique(ids[~self._mask[ids]])

    def add(self, ids: Ids) -> None:
        """Take these in."""
        self._make_room(ids)
        self._mask[ids] = True

    def _make_room(self, ids: Ids) -> None:
        most = int(ids.max(initial=0))
        if most >= len(self._mask):
            self._mask = np.concatenate((self._mask, np.zeros(most + _ROOM - len(self._mask), np.bool_)))
