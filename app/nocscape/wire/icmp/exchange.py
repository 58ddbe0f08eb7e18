"""The sockets and everything that waits on them, shared by all pings and sweeps of a pinger."""

from __future__ import annotations

import errno
import time
from collections.abc import Callable, Mapping
from enum import Enum, auto
from functools import partial

from nocscape.base.counters import Counters
from nocscape.wire.icmp.probes import Probe, ProbeTable
from nocscape.wire.icmp.reader import Stop, watch
from nocscape.wire.icmp.replies import IcmpError
from nocscape.wire.icmp.sockets import EchoChannel

_MOST_AT_ONCE = 512
_BUFFER_FULL = {errno.ENOBUFS, errno.ENOMEM, errno.EAGAIN, errno.EWOULDBLOCK}
"""ENOBUFS also where the table of neighbours is full, in a sweep of a directly attached net (`gc_thresh3`)."""
_NOT_PERMITTED = {errno.EPERM, errno.EACCES}


class Sending(Enum):
    """What became of a request on this machine."""

    SENT = auto()
    FULL = auto()
    """The system has no room now; try again in some milliseconds."""
    REFUSED = auto()
    """It will not be sent; `Probe.error` says why."""


class EchoExchange:
    """Lends probes, sends them, and settles them as answers come in."""

    def __init__(self, channels: Mapping[int, EchoChannel], counters: Counters) -> None:
        """`channels` by IP version, 4 and 6."""
        self._channels = dict(channels)
        self._table = ProbeTable(counters)
        self._readers: list[Stop] = []

    @property
    def free(self) -> int:
        """How many more probes may wait at the same time."""
        return self._table.free

    def lend(self, address: str, answered: Callable[[Probe, float], None]) -> Probe | IcmpError | None:
        """A probe for `address`, an error where it cannot be asked, None while all sequence numbers are in use."""
        self._start_reading()
        channel = self._channels.get(6 if ":" in address else 4)
        if channel is None:
            return IcmpError("no_route")
        try:
            at = channel.address_of(address)
        except (OSError, ValueError):
            return IcmpError("no_route")
        return self._table.lend(address, at, channel, answered)

    def transmit(self, probe: Probe) -> Sending:
        """Send the next attempt of `probe`."""
        try:
            probe.send(time.time(), time.monotonic())
        except OSError as error:
            if error.errno in _BUFFER_FULL:
                return Sending.FULL
            probe.error = IcmpError("not_permitted" if error.errno in _NOT_PERMITTED else "no_route")
            return Sending.REFUSED
        return Sending.SENT

    def give_back(self, probe: Probe) -> None:
        """Nobody waits for `probe` any more."""
        self._table.give_back(probe)

    def close(self) -> None:
        """Close the sockets; no answer comes after that."""
        for stop in self._readers:
            stop()
        self._readers.clear()
        for channel in self._channels.values():
            channel.close()
        self._channels.clear()

    def _start_reading(self) -> None:
        if not self._readers:
            self._readers = [watch(channel, partial(self._empty, channel)) for channel in self._channels.values()]

    def _empty(self, channel: EchoChannel) -> None:
        for heard in channel.receive(_MOST_AT_ONCE):
            self._table.take(heard, channel, time.monotonic())
