"""Checks: whether a service answers, how fast, and for how long its certificate is good. Defined by the operator."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from nocscape.base.i18n import Text, tr
from nocscape.base.text import one_line
from nocscape.model.access import Access, weak_point
from nocscape.model.net import DeviceId

CHECK_UP, CHECK_MS, CHECK_DAYS, CHECK_OFFSET_MS = "check_up", "check_ms", "check_certificate_d", "check_offset_ms"
"""Metrics that checks bring; the instance is the check's label."""
DOWN_AFTER = 2
"""Times in a row that a service, or a page of metrics, must fail until it counts as down."""


class CheckKind(StrEnum):
    """What is spoken."""

    TCP = "tcp"
    HTTP = "http"
    HTTPS = "https"
    DNS = "dns"
    TLS = "tls"
    NTP = "ntp"
    SSH = "ssh"


PORTS: dict[CheckKind, int] = {
    CheckKind.HTTP: 80,
    CheckKind.HTTPS: 443,
    CheckKind.DNS: 53,
    CheckKind.TLS: 443,
    CheckKind.NTP: 123,
    CheckKind.SSH: 22,
}
"""Where a check goes that names no port; a TCP check has to name one."""


class Check(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One check of every device in its scope."""

    kind: CheckKind
    id: str = ""
    """Set by the engine."""
    scope: str = ""
    """`device:ID`, `site:NAME`, `kind:KIND` or `vendor:NAME`."""
    port: int = 0
    host: str = ""
    """Name for the Host header and for TLS; the device's address where it is empty."""
    path: str = "/"
    """HTTP."""
    expect: str = ""
    """Must be in the body (HTTP), among the answers (DNS) or in the banner (SSH)."""
    status: int = 0
    """HTTP status that is right; 0: any below 400."""
    query: str = ""
    """DNS: the name that is asked for."""
    record: str = "A"
    """DNS: the type of record."""
    is_verified: bool = False
    """TLS and HTTPS: the certificate must be trusted by this machine and name the host."""
    access: Access = Access()
    """HTTP and HTTPS: what the server asks for; TLS: its files alone."""
    warn_days: int = 30
    """A certificate that expires sooner is told."""
    interval_s: float = 60.0
    timeout_s: float = 5.0

    @property
    def real_port(self) -> int:
        """The port that it goes to."""
        return self.port or PORTS.get(self.kind, 0)

    @property
    def weak_point(self) -> Text | None:
        """What an HTTP check says too openly, in words for the operator."""
        if self.kind not in (CheckKind.HTTP, CheckKind.HTTPS):
            return None
        return weak_point(self.access, is_tls=self.kind is CheckKind.HTTPS, is_verified=self.is_verified)

    @property
    def label(self) -> str:
        """What tells it from others of one device: `https 443 /status`."""
        asked = {
            CheckKind.HTTP: f"{self.host}{self.path}",
            CheckKind.HTTPS: f"{self.host}{self.path}",
            CheckKind.TLS: self.host,
            CheckKind.DNS: f"{self.query or '.'} {self.record}",
        }.get(self.kind, "")
        return f"{self.kind} {self.real_port} {asked}".strip()


class CheckOutcome(msgspec.Struct, frozen=True, kw_only=True):
    """What one run of a check brought."""

    is_up: bool
    reason: Text | None = None
    """Why it is not up, in words for the operator."""
    latency_ms: float | None = None
    """Until the answer was complete."""
    days_left: float | None = None
    """Until the certificate expires; negative where it has."""
    offset_ms: float | None = None
    """NTP: how far the server's clock is ahead of this machine's."""
    told: str = ""
    """What the service said of itself: banner, status line, answers, stratum, subject."""


class CheckState(msgspec.Struct, frozen=True, kw_only=True):
    """The latest outcome of a check at one device."""

    device: DeviceId
    at: float
    """UTC seconds."""
    outcome: CheckOutcome


class CheckInfo(msgspec.Struct, frozen=True, kw_only=True):
    """A check with how it stands at each device of its scope that has been asked."""

    check: Check
    states: tuple[CheckState, ...] = ()


def outcome_text(outcome: CheckOutcome) -> str:
    """An outcome in one line."""
    words = [tr("up") if outcome.is_up else str(outcome.reason or "")]
    if outcome.latency_ms is not None:
        words.append(tr("{value} ms", value=f"{outcome.latency_ms:.1f}"))
    if outcome.days_left is not None:
        words.append(tr("certificate for {days} days", days=int(outcome.days_left)))
    if outcome.offset_ms is not None:
        words.append(tr("{offset} ms ahead", offset=f"{outcome.offset_ms:.1f}"))
    if outcome.told:
        words.append(one_line(outcome.told, 60))
    return ", ".join(words)
