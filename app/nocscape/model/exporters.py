"""Pages of metrics that servers offer: Prometheus exporters, scraped where the operator says."""

from __future__ import annotations

import msgspec

from nocscape.base.i18n import Text
from nocscape.model.access import Access, weak_point
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
    access: Access = Access()
    families: tuple[str, ...] = ()
    """Taken as they are, beside what the profiles take: `nginx_connections_active`."""
    interval_s: float = 30.0
    timeout_s: float = 10.0

    @property
    def weak_point(self) -> Text | None:
        """What its scrapes say too openly, in words for the operator."""
        return weak_point(self.access, is_tls=self.is_tls, is_verified=self.is_verified)

    @property
    def label(self) -> str:
        """What tells it from others of one device: `exporter 9100 /metrics`."""
        return f"exporter {self.port} {self.host}{self.path}"


class ExporterInfo(msgspec.Struct, frozen=True, kw_only=True):
    """An exporter with how it stands at each device of its scope that was asked."""

    exporter: Exporter
    states: tuple[CheckState, ...] = ()


class OfferedFamily(msgspec.Struct, frozen=True, kw_only=True):
    """A family of metrics on an exporter's page."""

    name: str
    help: str = ""
    """What the exporter says of it."""
    kind: str = ""
    """`counter`, `gauge`, `histogram`, `summary`, or empty where the page does not say."""
    points: int = 0
    example: float | None = None
    """Value of its first point."""
    is_known: bool = False
    """Whether a profile takes it already."""
