"""What one poll measured at all ports of a device, as columns: a sample each would cost more than the poll."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cached_property

import numpy as np

from nocscape.model.metrics import GAP_CODES, GAPS, Gap, Sample, SeriesKey
from nocscape.model.net import DeviceId
from nocscape.polling.rates import ABSENT, Codes, Numbers, Rates


class PortLayout:
    """Which series a device's blocks hold, and where. The same object as long as its ports stay the same."""

    def __init__(self, device: DeviceId, metrics: tuple[str, ...], ports: tuple[str, ...]) -> None:
        self.device = device
        self.metrics = metrics
        self.ports = ports
        """Interface keys; metric by metric, each column of a block is in this order."""

    def keys(self) -> list[SeriesKey]:
        """The series in the order of a block's values."""
        return [SeriesKey(self.device, metric, port) for metric in self.metrics for port in self.ports]

    def key(self, place: int) -> SeriesKey:
        """The series at that place."""
        column, row = divmod(place, len(self.ports))
        return SeriesKey(self.device, self.metrics[column], self.ports[row])

    def place(self, metric: str, port: str) -> int | None:
        """Where in a block the value of a port is."""
        column, row = self._metric_places.get(metric), self._port_places.get(port)
        return None if column is None or row is None else column * len(self.ports) + row

    @cached_property
    def _metric_places(self) -> dict[str, int]:
        return {metric: place for place, metric in enumerate(self.metrics)}

    @cached_property
    def _port_places(self) -> dict[str, int]:
        return {port: place for place, port in enumerate(self.ports)}


class PortBlock:
    """Values of all ports at one time, in the order of `layout`; NaN where `gaps` is not 0."""

    def __init__(self, layout: PortLayout, at: int, rates: Rates) -> None:
        self.layout = layout
        self.at = at
        """UTC seconds."""
        self.values: Numbers = rates.values
        self.gaps: Codes = rates.gaps

    @classmethod
    def silent(cls, layout: PortLayout, at: int, reason: Gap, metrics: int) -> PortBlock:
        """A gap in each of the first `metrics` columns."""
        count = len(layout.ports)
        gaps = np.full(count * len(layout.metrics), ABSENT, np.uint8)
        gaps[: metrics * count] = GAP_CODES[reason]
        return cls(layout, at, Rates(np.full(len(gaps), np.nan), gaps))

    def __len__(self) -> int:
        """How many samples there are, gaps among them."""
        return int(np.count_nonzero(self.gaps != ABSENT))

    def __iter__(self) -> Iterator[Sample]:
        """All of them, one by one."""
        for place in np.flatnonzero(self.gaps != ABSENT).tolist():
            yield self._sample(self.layout.key(place), place)

    def value(self, metric: str, port: str) -> float | None:
        """The value of one port, None in a gap."""
        place = self.layout.place(metric, port)
        return None if place is None or self.gaps[place] != 0 else float(self.values[place])

    def of(self, keys: Collection[SeriesKey]) -> Iterator[Sample]:
        """Those samples of the series that the block has."""
        for key in keys:
            place = self.layout.place(key.metric, key.instance) if key.device == self.layout.device else None
            if place is not None and self.gaps[place] != ABSENT:
                yield self._sample(key, place)

    def _sample(self, key: SeriesKey, place: int) -> Sample:
        code = int(self.gaps[place])
        return Sample(key, self.at, float(self.values[place]) if code == 0 else None, GAPS[code])
