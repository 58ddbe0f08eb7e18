"""What item models share: the index that Qt calls with, and changes told as ranges."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from PySide6.QtCore import QModelIndex, QPersistentModelIndex

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
"""The invisible parent of everything; never changed, so that it can be a default."""


def runs(rows: Iterable[int]) -> Iterator[tuple[int, int]]:
    """First and last of each unbroken stretch of `rows`, ascending: one signal each instead of one a row."""
    first = last = None
    for row in sorted(set(rows)):
        if first is None or last is None:
            first = last = row
        elif row == last + 1:
            last = row
        else:
            yield first, last
            first = last = row
    if first is not None and last is not None:
        yield first, last
