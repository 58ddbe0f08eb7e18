"""What was told of a device, so that no series ends without a word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from nocscape.model.metrics import Gap, Sample, SeriesKey

MARKED_FOR_S = 3600.0
"""Silence is marked for so long after the last value; a series that stays away longer is gone for good."""


class ToldSeries:
    """The series that had a value lately."""

    def __init__(self) -> None:
        self._told_s: dict[SeriesKey, float] = {}
        self._kept = 0
        """How many there were when it was last looked which of them are gone."""

    def note(self, samples: Iterable[Sample], mono_s: float) -> None:
        """These came just now."""
        self._told_s.update((sample.key, mono_s) for sample in samples if sample.value is not None)
        if len(self._told_s) > 2 * self._kept:
            self._forget_gone(mono_s)

    def gaps(self, at: int, mono_s: float, reason: Gap) -> Iterator[Sample]:
        """A gap for each of them; `at` is UTC seconds."""
        self._forget_gone(mono_s)
        for key in self._told_s:
            yield Sample(key, at, None, reason)

    def _forget_gone(self, mono_s: float) -> None:
        """A device may name its rows otherwise in every poll, and answer for months."""
        self._told_s = {key: told_s for key, told_s in self._told_s.items() if mono_s - told_s <= MARKED_FOR_S}
        self._kept = len(self._told_s)
