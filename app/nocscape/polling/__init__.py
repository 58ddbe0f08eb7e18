"""Watching: schedule, read, turn counters into rates."""

from nocscape.polling.health import PollSettings, Verdict
from nocscape.polling.interfaces import PortState
from nocscape.polling.poller import Poller, PollResult
from nocscape.polling.scheduler import Punctuality
from nocscape.polling.vitals import VitalColumns

__all__ = ["PollResult", "PollSettings", "Poller", "PortState", "Punctuality", "Verdict", "VitalColumns"]
