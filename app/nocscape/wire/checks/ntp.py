"""NTP: whether a time server is in step, and how far its clock is from ours (RFC 5905, as a simple client)."""

from __future__ import annotations

import secrets
import struct
import time
from typing import NamedTuple

from nocscape.base.i18n import msg
from nocscape.model.access import Header
from nocscape.model.checks import Check, CheckKind, CheckOutcome
from nocscape.wire.checks.fault import CheckFaultError
from nocscape.wire.checks.udp import exchange

KINDS = (CheckKind.NTP,)
PACKET = struct.Struct("!BBbb11I")
"""48 octets: leap, version and mode; stratum; poll; precision; eleven words of which the last eight are times."""
ERA_S = 2_208_988_800
"""From 1900 to 1970."""
_CLIENT_4 = 0x23
_SERVER_MODE = 4
_UNSYNCHRONISED = 3
_LAST_STRATUM = 15
_FRACTION = 2.0**32


class NtpAnswer(NamedTuple):
    """What a server says; times in UTC seconds."""

    leap: int
    stratum: int
    received_s: float
    sent_s: float


async def ask(check: Check, address: str, _: Header | None) -> CheckOutcome:
    """Ask for the time. Raises OSError and CheckFaultError."""
    token = secrets.token_bytes(8)
    question = PACKET.pack(_CLIENT_4, *([0] * 14))[:40] + token
    wall_s, begun_s = time.time(), time.perf_counter()
    answer = await exchange(
        address, check.real_port, question, lambda data: understand(data, token), timeout_s=check.timeout_s
    )
    took_s = time.perf_counter() - begun_s
    told = f"stratum {answer.stratum}"
    if answer.leap == _UNSYNCHRONISED or not 1 <= answer.stratum <= _LAST_STRATUM:
        raise CheckFaultError(msg("the time server is not in step with anything"), told)
    offset_s = ((answer.received_s - wall_s) + (answer.sent_s - wall_s - took_s)) / 2
    return CheckOutcome(is_up=True, latency_ms=1000 * took_s, offset_ms=1000 * offset_s, told=told)


def understand(data: bytes, token: bytes) -> NtpAnswer | None:
    """The answer to the question that carried `token` as its time; None for anything else."""
    if len(data) < PACKET.size or data[24:32] != token or data[0] & 7 != _SERVER_MODE:
        return None
    first, stratum, _, _, *words = PACKET.unpack(data[: PACKET.size])
    return NtpAnswer(first >> 6, stratum, _seconds(words[7], words[8]), _seconds(words[9], words[10]))


def _seconds(whole: int, fraction: int) -> float:
    """Era 0 until 2036; a whole part below the middle belongs to era 1."""
    era = 0 if whole & 0x8000_0000 else 1 << 32
    return whole + era - ERA_S + fraction / _FRACTION
