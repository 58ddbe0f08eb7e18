"""An exporter's page as a source of samples."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Collection, Sequence

from nocscape.base.clock import Clock
from nocscape.base.errors import NocscapeError
from nocscape.base.i18n import msg
from nocscape.base.text import one_line
from nocscape.model.access import Header
from nocscape.model.checks import DOWN_AFTER, CheckOutcome, CheckState
from nocscape.model.exporters import SCRAPE_MS, SCRAPE_UP, Exporter
from nocscape.model.metrics import Gap, Sample, SeriesKey
from nocscape.model.net import DeviceId
from nocscape.polling.exporters.library import ExporterLibrary, plain_profile
from nocscape.polling.exporters.page import MOST_OCTETS, Points, parse
from nocscape.polling.exporters.reader import PageReader
from nocscape.polling.metrics.instances import Moment
from nocscape.wire.checks.running import why_unreached
from nocscape.wire.http import Address, HttpError, get
from nocscape.wire.streams import Trust

ACCEPT = "text/plain;version=0.0.4"
OK = 200
_MOST_LETTERS = 160

SecretOf = Callable[[str], Awaitable[Header | None]]
"""What the credential of that name says; raises NocscapeError where there is none."""


async def no_secrets(_: str) -> Header | None:
    """For pages that everybody may read."""
    return None


async def read_page(exporter: Exporter, address: str, secret_of: SecretOf) -> bytes:
    """The page of an exporter. Raises OSError, HttpError, NocscapeError; the caller sets the time."""
    secret = await secret_of(exporter.access.credential)
    where = Address(
        address=address,
        port=exporter.port,
        path=exporter.path,
        host=exporter.host,
        is_tls=exporter.is_tls,
        trust=Trust.of(exporter.access, is_verified=exporter.is_verified),
    )
    answer = await get(where, most_octets=MOST_OCTETS + 1, accept=ACCEPT, secret=secret)
    if answer.status != OK:
        raise HttpError(f"{answer.status} {answer.reason}")
    return answer.body


class ScrapeSource:
    """One exporter of one device; `told` hears of every scrape. `without`: metrics that somebody else measures."""

    def __init__(
        self,
        device: DeviceId,
        address: str,
        exporter: Exporter,
        library: ExporterLibrary,
        clock: Clock,
        *,
        told: Callable[[CheckState], None],
        without: Collection[str] = (),
        secret_of: SecretOf = no_secrets,
    ) -> None:
        self.exporter = exporter
        self._device = device
        self._address = address
        self._clock = clock
        self._told = told
        self._secret_of = secret_of
        self._without = frozenset(without)
        profiles = [*library.profiles.values(), plain_profile(exporter.families)]
        self._reader = PageReader(device, profiles, self._without)
        self._failures = 0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ScrapeSource) and self._identity == other._identity

    def __hash__(self) -> int:
        return hash(self._identity)

    @property
    def _identity(self) -> tuple[DeviceId, str, Exporter, frozenset[str]]:
        return self._device, self._address, self.exporter, self._without

    @property
    def name(self) -> str:
        """Tells it from others of its device."""
        return f"exporter/{self.exporter.id}"

    @property
    def interval_s(self) -> float:
        """As the exporter says."""
        return self.exporter.interval_s

    @property
    def is_suspect(self) -> bool:
        """Whether it failed, and not yet often enough."""
        return 0 < self._failures < DOWN_AFTER

    async def read(self) -> Sequence[Sample]:
        """Get the page and take what counts of it."""
        begun_s = time.perf_counter()
        points: Points | None = None
        try:
            async with asyncio.timeout(self.exporter.timeout_s):
                body = await read_page(self.exporter, self._address, self._secret_of)
            points = parse(body, self._reader.families)
            outcome = CheckOutcome(is_up=True, latency_ms=1000 * (time.perf_counter() - begun_s))
        except TimeoutError:
            reason = msg("no answer within {seconds} s", seconds=self.exporter.timeout_s)
            outcome = CheckOutcome(is_up=False, reason=reason)
        except OSError as error:
            outcome = CheckOutcome(is_up=False, reason=why_unreached(error))
        except (HttpError, NocscapeError) as error:
            reason = msg("no page of metrics: {reason}", reason=one_line(str(error), _MOST_LETTERS))
            outcome = CheckOutcome(is_up=False, reason=reason)
        self._failures = 0 if outcome.is_up else self._failures + 1
        return self._samples(outcome, points)

    def _samples(self, outcome: CheckOutcome, points: Points | None) -> list[Sample]:
        now, label = self._clock.now(), self.exporter.label
        self._told(CheckState(device=self._device, at=now, outcome=outcome))
        gap = None if outcome.latency_ms is not None else Gap.NO_ANSWER
        samples = [
            Sample(SeriesKey(self._device, SCRAPE_UP, label), int(now), float(outcome.is_up)),
            Sample(SeriesKey(self._device, SCRAPE_MS, label), int(now), outcome.latency_ms, gap),
        ]
        if points is not None:
            samples += self._reader.read(points, Moment(int(now), self._clock.monotonic()))
        return samples
