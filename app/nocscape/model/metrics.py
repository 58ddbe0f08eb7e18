"""What is measured: metrics, the series they make, and batches of samples."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

import msgspec

from nocscape.base.i18n import mark
from nocscape.model.net import DeviceId


class SeriesKey(msgspec.Struct, frozen=True, order=True, gc=False):
    """One curve: a device, a metric, and which of several (interface key, processor number), empty where only one."""

    device: DeviceId
    metric: str
    instance: str = ""


class Metric(msgspec.Struct, frozen=True, kw_only=True):
    """A metric is data: its name (the unit is part of it), unit and what it means."""

    name: str
    unit: str
    title: str
    is_counter: bool = False
    """Made of a counter: a rate."""


class MetricProfileInfo(msgspec.Struct, frozen=True, kw_only=True):
    """Metrics that are read together, and for whom the operator switched them on or off."""

    name: str
    title: str
    interval_s: float
    metrics: tuple[Metric, ...]
    is_scraped: bool = False
    """From pages of exporters, which say themselves of whom and how often; nothing can be chosen here."""
    choices: dict[str, bool] = {}
    """By scope: `device:ID`, `kind:KIND`, `vendor:NAME` or `site:NAME`; the narrowest counts."""


ENGINE = "engine"
"""Stands for the program itself where a series names its device."""

BUILT_IN: tuple[Metric, ...] = (
    Metric(name="if_in_bps", unit="bit/s", title=mark("Traffic in"), is_counter=True),
    Metric(name="if_out_bps", unit="bit/s", title=mark("Traffic out"), is_counter=True),
    Metric(name="if_utilisation_percent", unit="%", title=mark("Utilisation of ports")),
    Metric(name="if_in_errors_per_s", unit="1/s", title=mark("Errors in"), is_counter=True),
    Metric(name="if_out_errors_per_s", unit="1/s", title=mark("Errors out"), is_counter=True),
    Metric(name="if_in_discards_per_s", unit="1/s", title=mark("Discards in"), is_counter=True),
    Metric(name="if_out_discards_per_s", unit="1/s", title=mark("Discards out"), is_counter=True),
    Metric(name="if_in_unicast_pps", unit="1/s", title=mark("Unicast packets in"), is_counter=True),
    Metric(name="if_out_unicast_pps", unit="1/s", title=mark("Unicast packets out"), is_counter=True),
    Metric(name="if_in_multicast_pps", unit="1/s", title=mark("Multicast packets in"), is_counter=True),
    Metric(name="if_out_multicast_pps", unit="1/s", title=mark("Multicast packets out"), is_counter=True),
    Metric(name="if_in_broadcast_pps", unit="1/s", title=mark("Broadcast packets in"), is_counter=True),
    Metric(name="if_out_broadcast_pps", unit="1/s", title=mark("Broadcast packets out"), is_counter=True),
    Metric(name="icmp_rtt_ms", unit="ms", title=mark("Round-trip time")),
    Metric(name="icmp_loss_percent", unit="%", title=mark("Loss")),
    Metric(name="icmp_jitter_ms", unit="ms", title=mark("Jitter")),
    Metric(name="cpu_percent", unit="%", title=mark("Processor load")),
    Metric(name="memory_percent", unit="%", title=mark("Memory used")),
    Metric(name="storage_percent", unit="%", title=mark("Storage used")),
    Metric(name="temperature_c", unit="°C", title=mark("Temperature")),
    Metric(name="check_up", unit="1", title=mark("Check succeeds")),
    Metric(name="check_ms", unit="ms", title=mark("Time of a check")),
    Metric(name="check_certificate_d", unit="d", title=mark("Days left of a certificate")),
    Metric(name="check_offset_ms", unit="ms", title=mark("Offset of a clock")),
    Metric(name="scrape_up", unit="1", title=mark("Exporter answers")),
    Metric(name="scrape_ms", unit="ms", title=mark("Time of a scrape")),
    Metric(name="engine_cpu_percent", unit="%", title=mark("Engine: processor")),
    Metric(name="engine_memory_bytes", unit="B", title=mark("Engine: memory")),
    Metric(name="engine_polls_per_s", unit="1/s", title=mark("Engine: polls")),
    Metric(name="engine_on_time_percent", unit="%", title=mark("Engine: polls on time")),
    Metric(name="engine_late_polls", unit="1", title=mark("Engine: late polls")),
    Metric(name="engine_dropped", unit="1", title=mark("Engine: dropped")),
    Metric(name="engine_waiting", unit="1", title=mark("Engine: waiting to be stored")),
)
"""What is measured of every device that has it."""

IF_METRICS: tuple[str, ...] = (
    "if_in_bps",
    "if_out_bps",
    "if_in_errors_per_s",
    "if_out_errors_per_s",
    "if_in_discards_per_s",
    "if_out_discards_per_s",
    "if_in_unicast_pps",
    "if_out_unicast_pps",
    "if_in_multicast_pps",
    "if_out_multicast_pps",
    "if_in_broadcast_pps",
    "if_out_broadcast_pps",
)
DEVICE_METRICS: tuple[str, ...] = (
    "icmp_rtt_ms",
    "icmp_loss_percent",
    "icmp_jitter_ms",
    "cpu_percent",
    "memory_percent",
    "storage_percent",
    "temperature_c",
)


Combine = Literal["average", "sum", "highest", "lowest"]
"""How many series are made one."""


class Gap(StrEnum):
    """Why a stretch of a series has no value."""

    NO_ANSWER = "no_answer"
    RESET = "reset"
    DISCONTINUITY = "discontinuity"
    NOT_POLLED = "not_polled"
    IMPOSSIBLE = "impossible"
    BEHIND = "behind"
    """Not asked, since the device in front of it is down."""


GAPS: tuple[Gap | None, ...] = (
    None,
    Gap.NO_ANSWER,
    Gap.RESET,
    Gap.DISCONTINUITY,
    Gap.NOT_POLLED,
    Gap.IMPOSSIBLE,
    None,
    Gap.BEHIND,
)
"""What a gap's number in columns means; numbers are kept on disk. 0 is a value."""
UNSAID = 6
"""A gap whose reason was not said."""
GAP_CODES = {gap: code for code, gap in enumerate(GAPS) if gap is not None}


class Sample(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One value of one series at one time (UTC seconds); value None marks a gap with its reason."""

    key: SeriesKey
    at: int
    value: float | None
    gap: Gap | None = None


class SeriesData(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of one series. The arrays are of one length; `minimum`/`maximum` only where values are averages."""

    key: SeriesKey
    times: list[int] = []
    values: list[float | None] = []
    minimum: list[float | None] | None = None
    maximum: list[float | None] | None = None
    step_s: int = 0
    """0 for raw samples, else the width of an average."""
    gaps: dict[int, Gap] = {}
    """Why a time has no value, where the store knows."""
