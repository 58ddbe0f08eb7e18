"""SSH: the identification string of a server (RFC 4253 section 4.2)."""

from __future__ import annotations

import time

from nocscape.base.i18n import msg
from nocscape.base.text import from_wire, one_line
from nocscape.model.access import Header
from nocscape.model.checks import Check, CheckKind, CheckOutcome
from nocscape.wire.checks.fault import CheckFaultError
from nocscape.wire.streams import Streams, connection

KINDS = (CheckKind.SSH,)
MOST_LINES = 32
"""A server may send other lines before its own."""
MOST_OCTETS = 255


async def ask(check: Check, address: str, _: Header | None) -> CheckOutcome:
    """Read the banner. Raises OSError and CheckFaultError."""
    begun_s = time.perf_counter()
    async with connection(address, check.real_port) as streams:
        banner = await _banner(streams)
        latency_ms = 1000 * (time.perf_counter() - begun_s)
    if check.expect not in banner:
        raise CheckFaultError(msg("the banner does not say {text}", text=check.expect), banner)
    return CheckOutcome(is_up=True, latency_ms=latency_ms, told=banner)


async def _banner(streams: Streams) -> str:
    for _ in range(MOST_LINES):
        try:
            line = await streams.reader.readline()
        except ValueError as error:
            raise CheckFaultError(msg("what answers is no SSH server")) from error
        if line.startswith(b"SSH-"):
            return one_line(from_wire(line[:MOST_OCTETS]), MOST_OCTETS)
        if not line:
            break
    raise CheckFaultError(msg("what answers is no SSH server"))
