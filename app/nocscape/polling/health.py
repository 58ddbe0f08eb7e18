"""From answers and silences to the state of a device."""

from __future__ import annotations

import msgspec

from nocscape.base.i18n import Text, msg
from nocscape.model.status import Status
from nocscape.polling.vitals import Vitals

SELDOM = 16
"""Polls between two questions to the agent of a device that has been down for long."""


class PollSettings(msgspec.Struct, frozen=True, kw_only=True):
    """How a network is watched."""

    interval_s: float = 30.0
    pings: int = 3
    ping_timeout_s: float = 1.0
    snmp_timeout_s: float = 1.5
    snmp_retries: int = 1
    down_after: int = 2
    """Polls in a row without an answer until a device is down."""
    busy_cpu_percent: float = 90.0
    full_memory_percent: float = 97.0
    lossy_percent: float = 30.0


class Answers(msgspec.Struct, frozen=True, kw_only=True):
    """What one poll of a device brought."""

    has_agent: bool
    """Whether SNMP was tried."""
    snmp: bool
    """Whether the agent gave any sign of life, a refusal too."""
    ping: bool
    fault: str = ""
    """Why the agent refused, in words for the operator; empty where it did not."""
    loss_percent: float = 0.0
    vitals: Vitals = Vitals()


class Verdict(msgspec.Struct, frozen=True):
    """A state and why, in words for the operator (None where there is nothing to say)."""

    status: Status
    reason: Text | None = None


class Health:
    """One device's state over time: one missed poll is no outage.

    A device is down when neither its agent nor ping answered `down_after` polls in a row. Where ping still answers and
    the agent does not, that is a warning: the device works, and nobody can look inside.
    """

    def __init__(self, settings: PollSettings) -> None:
        self._settings = settings
        self._silent = 0
        self._agent_silent = 0
        self._has_pinged = False
        self._verdict = Verdict(Status.UNKNOWN)

    @property
    def is_down(self) -> bool:
        """Whether the device was silent often enough to count as down."""
        return self._silent >= self._settings.down_after

    def is_agents_turn(self, *, is_paused: bool = False) -> bool:
        """Whether the agent is to be asked before ping has answered.

        One that is down is asked at the 1st, 2nd, 4th, 8th poll and so on, then at every 16th; its ping, at each. Where
        ping never came through, only the agent can tell that the device is back: it is asked at every poll, and in a
        pause as rarely as others without one. A pause leaves all others alone.
        """
        since_down = self._silent - self._settings.down_after + 1
        if since_down <= 0 or is_paused == self._has_pinged:
            return not is_paused
        return since_down & (since_down - 1) == 0 or since_down % SELDOM == 0

    @property
    def is_suspect(self) -> bool:
        """Whether something was silent, but not yet often enough to say so."""
        return any(0 < silent < self._settings.down_after for silent in (self._silent, self._agent_silent))

    def judge(self, answers: Answers) -> Verdict:
        """The state after one more poll."""
        self._has_pinged |= answers.ping
        self._silent = 0 if answers.snmp or answers.ping else self._silent + 1
        self._agent_silent = 0 if answers.snmp or not answers.has_agent else self._agent_silent + 1
        if self.is_down:
            self._verdict = Verdict(Status.CRITICAL, msg("No answer"))
        elif self._agent_silent >= self._settings.down_after:
            self._verdict = Verdict(Status.WARNING, msg("The SNMP agent does not answer; ping does"))
        elif not self._silent and not self._agent_silent:
            self._verdict = self._judge_answers(answers)
        return self._verdict

    def _judge_answers(self, answers: Answers) -> Verdict:
        settings, vitals = self._settings, answers.vitals
        if answers.fault:
            return Verdict(Status.WARNING, msg("The SNMP agent refuses: {reason}", reason=answers.fault))
        if vitals.cpu_percent is not None and vitals.cpu_percent >= settings.busy_cpu_percent:
            return Verdict(Status.WARNING, msg("CPU {value} %", value=round(vitals.cpu_percent)))
        if vitals.memory_percent is not None and vitals.memory_percent >= settings.full_memory_percent:
            return Verdict(Status.WARNING, msg("Memory {value} %", value=round(vitals.memory_percent)))
        if answers.ping and answers.loss_percent >= settings.lossy_percent:
            return Verdict(Status.WARNING, msg("{value} % of pings lost", value=round(answers.loss_percent)))
        return Verdict(Status.UP)


def is_simulated(address: str) -> bool:
    """Whether a device at `address` can only be a program of this machine, whose kernel answers echoes in its place.

    Such an echo says nothing of the device: all of 127.0.0.0/8 answers, but for 127.0.0.1, which is this machine.
    """
    return address.startswith("127.") and address != "127.0.0.1"
