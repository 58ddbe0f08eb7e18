"""Watching: schedule, read, turn counters into rates."""

from nocscape.polling.device_poll import PollResult
from nocscape.polling.health import PollSettings, Verdict
from nocscape.polling.interfaces import PortState
from nocscape.polling.pace import Pace
from nocscape.polling.poller import Poller
from nocscape.polling.port_block import PortBlock, PortLayout
from nocscape.polling.scheduler import Punctuality

__all__ = [
    "Pace",
    "PollResult",
    "PollSettings",
    "Poller",
    "PortBlock",
    "PortLayout",
    "PortState",
    "Punctuality",
    "Verdict",
]
