"""DNS: a name server that resolves a name, to what is expected where anything is."""

from __future__ import annotations

import secrets
import time

from nocscape.base.i18n import msg
from nocscape.model.access import Header
from nocscape.model.checks import Check, CheckKind, CheckOutcome
from nocscape.wire.checks import dns_message
from nocscape.wire.checks.dns_message import RCODES
from nocscape.wire.checks.fault import CheckFaultError
from nocscape.wire.checks.udp import exchange

KINDS = (CheckKind.DNS,)


async def ask(check: Check, address: str, _: Header | None) -> CheckOutcome:
    """Ask the device for the name. Raises OSError and CheckFaultError."""
    try:
        asked = dns_message.question(secrets.randbelow(1 << 16), check.query, check.record)
    except (ValueError, UnicodeError) as error:
        raise CheckFaultError(msg("{name} cannot be asked for", name=check.query)) from error
    begun_s = time.perf_counter()
    answer = await exchange(
        address,
        check.real_port,
        asked,
        lambda data: dns_message.understand(data, asked),
        timeout_s=check.timeout_s,
    )
    latency_ms = 1000 * (time.perf_counter() - begun_s)
    told = ", ".join(answer.answers)
    if answer.code:
        code = RCODES.get(answer.code, str(answer.code))
        raise CheckFaultError(msg("the name server answers {code}", code=code), code)
    if check.expect and check.expect not in answer.answers:
        raise CheckFaultError(msg("{text} is not among the answers", text=check.expect), told)
    if check.query and not answer.answers:
        raise CheckFaultError(msg("the name has no {record} record", record=check.record))
    return CheckOutcome(is_up=True, latency_ms=latency_ms, told=told)
