"""HTTP and HTTPS: a page with the right status and the right words."""

from __future__ import annotations

import time

from nocscape.base.i18n import msg
from nocscape.model.access import Header
from nocscape.model.checks import Check, CheckKind, CheckOutcome
from nocscape.wire.checks.fault import CheckFaultError
from nocscape.wire.http import Address, Answer, HttpError, get
from nocscape.wire.streams import Trust

KINDS = (CheckKind.HTTP, CheckKind.HTTPS)
MOST_OCTETS = 1 << 20
"""Of a page that are looked through."""
FIRST_FAULT = 400


async def ask(check: Check, address: str, secret: Header | None) -> CheckOutcome:
    """Get the page. Raises OSError and CheckFaultError."""
    where = Address(
        address=address,
        port=check.real_port,
        path=check.path,
        host=check.host,
        is_tls=check.kind is CheckKind.HTTPS,
        trust=Trust.of(check.access, is_verified=check.is_verified),
    )
    begun_s = time.perf_counter()
    try:
        answer = await get(where, most_octets=MOST_OCTETS, secret=secret)
    except HttpError as error:
        raise CheckFaultError(msg("what answers is no HTTP server: {reason}", reason=str(error))) from error
    latency_ms = 1000 * (time.perf_counter() - begun_s)
    return CheckOutcome(is_up=True, latency_ms=latency_ms, told=_judged(check, answer))


def _judged(check: Check, answer: Answer) -> str:
    """The status line. Raises CheckFaultError where the answer is not the right one."""
    line = f"{answer.status} {answer.reason}".strip()
    is_right = answer.status == check.status if check.status else answer.status < FIRST_FAULT
    if not is_right:
        raise CheckFaultError(msg("the server answers {status}", status=line), line)
    if check.expect.encode() not in answer.body:
        raise CheckFaultError(msg("the page does not say {text}", text=check.expect), line)
    return line
