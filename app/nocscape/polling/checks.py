"""Checks as sources of samples: up or not, how fast, and until when a certificate is good."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Sequence

from nocscape.base.clock import Clock
from nocscape.model.checks import (
    CHECK_DAYS,
    CHECK_MS,
    CHECK_OFFSET_MS,
    CHECK_UP,
    DOWN_AFTER,
    Check,
    CheckOutcome,
    CheckState,
)
from nocscape.model.metrics import Gap, Sample, SeriesKey
from nocscape.model.net import DeviceId

Told = Callable[[CheckState], None]
Run = Callable[[Check, str], Awaitable[CheckOutcome]]


class CheckSource:
    """One check of one device; `told` hears of every outcome."""

    def __init__(self, device: DeviceId, address: str, check: Check, clock: Clock, run: Run, told: Told) -> None:
        self.check = check
        self._device = device
        self._address = address
        self._clock = clock
        self._run = run
        self._told = told
        self._failures = 0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, CheckSource) and self._identity == other._identity

    def __hash__(self) -> int:
        return hash(self._identity)

    @property
    def _identity(self) -> tuple[DeviceId, str, Check]:
        return self._device, self._address, self.check

    @property
    def name(self) -> str:
        """Tells it from others of its device."""
        return f"check/{self.check.id}"

    @property
    def interval_s(self) -> float:
        """As the check says."""
        return self.check.interval_s

    @property
    def is_suspect(self) -> bool:
        """Whether it failed, and not yet often enough."""
        return 0 < self._failures < DOWN_AFTER

    async def read(self) -> Sequence[Sample]:
        """Run the check."""
        outcome = await self._run(self.check, self._address)
        self._failures = 0 if outcome.is_up else self._failures + 1
        now = self._clock.now()
        self._told(CheckState(device=self._device, at=now, outcome=outcome))
        return [*self._samples(outcome, int(now))]

    def _samples(self, outcome: CheckOutcome, at: int) -> Iterator[Sample]:
        label = self.check.label
        yield Sample(SeriesKey(self._device, CHECK_UP, label), at, float(outcome.is_up))
        gap = None if outcome.latency_ms is not None else Gap.NO_ANSWER
        yield Sample(SeriesKey(self._device, CHECK_MS, label), at, outcome.latency_ms, gap)
        for metric, value in ((CHECK_DAYS, outcome.days_left), (CHECK_OFFSET_MS, outcome.offset_ms)):
            if value is not None:
                yield Sample(SeriesKey(self._device, metric, label), at, value)
