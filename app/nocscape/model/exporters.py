"""Pages of metrics that servers offer: Prometheus exporters, scraped where the operator says."""

from __future__ import annotations

import msgspec

from nocscape.model.checks import CheckState

SCRAPE_UP, SCRAPE_MS = "scrape_up", "scrape_ms"
"""Metrics of the scraping itself; the instance is the exporter's label."""


class Exporter(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One page of every device in its scope. What is taken of it is for the exporter profiles to say."""

    id: str = ""
    """Set by the engine."""
    scope: str = ""
    """`device:ID`, `site:NAME`, `kind:KIND` or `vendor:NAME`."""
    port: int = 9100
    path: str = "/metrics"
    host: str = ""
    """Name for the Host header and for TLS; the device's address where it is empty."""
    is_tls: bool = False
    is_verified: bool = False
    """The certificate must be trusted by this machine and name the host."""
    families: tuple[str, ...] = ()
    """Taken as they are, beside what the profiles take: `nginx_connections_active`."""
    interval_s: float = 30.0
    timeout_s: float = 10.0

    @property
    def label(self) -> str:
        """What tells it from others of one device: `exporter 9100 /metrics`."""
        return f"exporter {self.port} {self.host}{self.path}"


class ExporterInfo(msgspec.Struct, frozen=True, kw_only=True):
    """An exporter with how it stands at each device of its scope that was asked."""

    exporter: Exporter
    states: tuple[CheckState, ...] = ()
