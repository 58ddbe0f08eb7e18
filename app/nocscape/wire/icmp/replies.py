"""What became of an echo request."""

from __future__ import annotations

import msgspec

LOCAL_KINDS = ("no_route", "not_permitted", "send_failed")
"""Error kinds that this machine itself found while sending; their reporter is empty."""


class IcmpError(msgspec.Struct, frozen=True):
    """Why a request did not arrive, and who said so.

    `kind` is a machine word: `net_unreachable`, `host_unreachable`, `protocol_unreachable`, `port_unreachable`,
    `too_big`, `admin_prohibited`, `ttl_exceeded`, `parameter_problem`, `unreachable` (any other code), or one of
    `LOCAL_KINDS`. `reporter` is the address of the router or host that sent the error.
    """

    kind: str
    reporter: str = ""


class PingReply(msgspec.Struct, frozen=True):
    """One echo: answered after `rtt_ms`, refused with `error`, or (both None) met with silence."""

    address: str
    rtt_ms: float | None = None
    error: IcmpError | None = None

    @property
    def is_alive(self) -> bool:
        """Whether the address itself answered."""
        return self.rtt_ms is not None
