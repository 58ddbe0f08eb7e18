"""TCP: a port that accepts connections."""

from __future__ import annotations

import time

from nocscape.model.access import Header
from nocscape.model.checks import Check, CheckKind, CheckOutcome
from nocscape.wire.streams import connection

KINDS = (CheckKind.TCP,)


async def ask(check: Check, address: str, _: Header | None) -> CheckOutcome:
    """Connect, and hang up. Raises OSError."""
    begun_s = time.perf_counter()
    async with connection(address, check.real_port):
        return CheckOutcome(is_up=True, latency_ms=1000 * (time.perf_counter() - begun_s))
