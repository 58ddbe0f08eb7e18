"""Requests that wait for an answer, by sequence number.

ICMP has 65,536 sequence numbers for one identifier. A number is lent to one probe and comes back when the probe is
settled, so that any count of addresses goes through one socket. What answers must come from the address that was
asked, with the number and the cookie of a probe that waits: the cookie is random for every probe, so that neither an
old answer, nor another program's, nor a host that answers for others is believed.
"""

from __future__ import annotations

import hmac
import secrets
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from nocscape.base.counters import Counters
from nocscape.wire.icmp.packets import COOKIE_SIZE, Heard
from nocscape.wire.icmp.replies import IcmpError
from nocscape.wire.icmp.sockets import EchoChannel, SocketAddress

SEQUENCES = 0x10000
MAX_ATTEMPTS = 256
"""The attempt's number is one octet of the cookie."""


@dataclass(slots=True, eq=False)
class Probe:
    """One address that is being asked, over all its attempts."""

    address: str
    canonical: str
    to: SocketAddress
    channel: EchoChannel
    secret: bytes
    sequence: int
    answered: Callable[[Probe, float], None]
    """Called with the round trip in ms when the address answers."""
    sent: list[tuple[float, float]] = field(default_factory=list)
    """Wall and monotonic time of each attempt."""
    error: IcmpError | None = None
    """The latest error that was reported; an answer still beats it."""
    is_settled: bool = False

    def send(self, wall: float, mono: float) -> None:
        """Send the next attempt; raises as `EchoChannel.send` does, and then counts as not sent."""
        self.channel.send(self.to, self.sequence, self.secret + bytes((len(self.sent) & 0xFF,)))
        self.sent.append((wall, mono))


class ProbeTable:
    """All probes that wait. Refused messages are counted as `icmp.dropped.<reason>`; what comes late is nothing lost.

    A subnet whose hosts are not there answers each echo with an error of the gateway, seconds after it was given up.
    """

    def __init__(self, counters: Counters) -> None:
        self._waiting: list[Probe | None] = [None] * SEQUENCES
        self._free = deque(range(SEQUENCES))
        self._free.rotate(secrets.randbelow(SEQUENCES))
        self._counters = counters

    @property
    def free(self) -> int:
        """How many sequence numbers are not lent out."""
        return len(self._free)

    def lend(
        self,
        address: str,
        at: tuple[str, SocketAddress],
        channel: EchoChannel,
        answered: Callable[[Probe, float], None],
    ) -> Probe | None:
        """A probe with a sequence number of its own, or None while all are in use."""
        if not self._free:
            return None
        sequence = self._free.popleft()
        probe = Probe(address, *at, channel, secrets.token_bytes(COOKIE_SIZE - 1), sequence, answered)
        self._waiting[sequence] = probe
        return probe

    def give_back(self, probe: Probe) -> None:
        """The probe is settled; its number may be lent again, after all others."""
        if not probe.is_settled:
            probe.is_settled = True
            self._waiting[probe.sequence] = None
            self._free.append(probe.sequence)

    def take(self, heard: Heard, channel: EchoChannel, mono: float) -> None:
        """Believe a message or drop it: an answer settles its probe, an error is noted in it."""
        if channel.ident is not None and heard.ident != channel.ident:
            return
        probe = self._waiting[heard.sequence]
        if probe is None or probe.channel is not channel:
            self._counters.add("icmp.late_or_duplicate")
        elif heard.destination != probe.canonical or not _knows_cookie(heard, probe):
            self._counters.add("icmp.dropped.forged")
        elif heard.error is not None:
            probe.error = IcmpError(heard.error, heard.source)
        else:
            self._settle(probe, heard, mono)

    def _settle(self, probe: Probe, heard: Heard, mono: float) -> None:
        attempt = heard.cookie[-1]
        if attempt >= len(probe.sent):
            self._counters.add("icmp.dropped.forged")
            return
        self.give_back(probe)
        probe.answered(probe, _round_trip_ms(probe.sent[attempt], heard.at, mono))


def _knows_cookie(heard: Heard, probe: Probe) -> bool:
    """Whether the secret came back; a router's quote may be too short for it, an answer never."""
    if heard.error is not None and not heard.cookie:
        return True
    return len(heard.cookie) == COOKIE_SIZE and hmac.compare_digest(heard.cookie[:-1], probe.secret)


def _round_trip_ms(sent: tuple[float, float], at: float, mono: float) -> float:
    """By the kernel's time of arrival; by the monotonic clock where the wall clock was stepped in between."""
    longest = mono - sent[1]
    by_wall = at - sent[0]
    return 1000 * (by_wall if 0 <= by_wall <= longest else longest)
