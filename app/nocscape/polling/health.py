"""From answers and silences to the state of a device."""

from __future__ import annotations

import msgspec

from nocscape.base.i18n import Text, msg
from nocscape.model.status import Status
from nocscape.polling.vitals import Vitals


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
    ping: bool
    loss_percent: float = 0.0
    vitals: Vitals = Vitals()


class Verdict(msgspec.Struct, frozen=True):
    """A state and why, in words for the operator (None where there is nothing to say)."""

    status: Status
    reason: Text | None = None


class Health:
    """One device's state over time: one missed poll is no outage."""

    def __init__(self, settings: PollSettings) -> None:
        self._settings = settings
        self._silent = 0
        self._verdict = Verdict(Status.UNKNOWN)

    @property
    def is_silent(self) -> bool:
        """Whether the last poll brought nothing that was expected."""
        return self._silent > 0

    def judge(self, answers: Answers) -> Verdict:
        """The state after one more poll."""
        is_there = answers.snmp if answers.has_agent else answers.ping
        if is_there:
            self._silent = 0
            self._verdict = self._judge_vitals(answers)
        else:
            self._silent += 1
            if self._silent >= self._settings.down_after or self._verdict.status is Status.UNKNOWN:
                self._verdict = _outage(answers)
        return self._verdict

    def _judge_vitals(self, answers: Answers) -> Verdict:
        settings, vitals = self._settings, answers.vitals
        if vitals.cpu_percent is not None and vitals.cpu_percent >= settings.busy_cpu_percent:
            return Verdict(Status.WARNING, msg("CPU {value} %", value=round(vitals.cpu_percent)))
        if vitals.memory_percent is not None and vitals.memory_percent >= settings.full_memory_percent:
            return Verdict(Status.WARNING, msg("Memory {value} %", value=round(vitals.memory_percent)))
        if answers.ping and answers.loss_percent >= settings.lossy_percent:
            return Verdict(Status.WARNING, msg("{value} % of pings lost", value=round(answers.loss_percent)))
        return Verdict(Status.UP)


def _outage(answers: Answers) -> Verdict:
    if answers.has_agent and answers.ping:
        return Verdict(Status.CRITICAL, msg("The SNMP agent does not answer; ping does"))
    return Verdict(Status.CRITICAL, msg("No answer"))
