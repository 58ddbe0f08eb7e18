"""What is not asked, and that nothing is passed over in silence for it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from typing import cast

import pytest

from nocscape.base.clock import FakeClock
from nocscape.base.counters import Counters
from nocscape.model.metrics import Gap, Sample, SeriesKey
from nocscape.model.net import DeviceId
from nocscape.model.status import Status
from nocscape.polling import Poller, PollResult, objects
from nocscape.polling.health import Answers, Health, PollSettings
from nocscape.wire.snmp import SnmpClient
from tests.unit.polling.agents import TARGET, FakeAgent, FakePinger, inventory

INTERVAL_S = 30.0
UP = SeriesKey("switch", "check_up", "tcp 22")


class Source:
    """Answers or not."""

    name = "check/1"
    interval_s = INTERVAL_S

    def __init__(self) -> None:
        self.is_silent = False
        self.asked = self.failures = 0

    @property
    def is_suspect(self) -> bool:
        return self.failures == 1

    async def read(self) -> Sequence[Sample]:
        self.asked += 1
        self.failures = self.failures + 1 if self.is_silent else 0
        return [] if self.is_silent else [Sample(UP, self.asked, 1.0)]


class Watch:
    """A poller that watches one device, which may be paused."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.agent = FakeAgent(self.clock)
        self.pinger = FakePinger(self.clock)
        self.results: list[PollResult] = []
        self.samples: list[Sample] = []
        self.pause: Gap | None = None
        self.poller = Poller(
            cast("SnmpClient", self.agent),
            self.pinger,
            self.clock,
            Counters(),
            self.results.append,
            take_samples=self._take,
            pause_of=lambda _: self.pause,
        )

    def _take(self, _: DeviceId, samples: Sequence[Sample]) -> None:
        self.samples += samples

    async def pass_by(self, seconds: float) -> None:
        for _ in range(round(seconds)):
            await self.clock.advance(1.0)

    def silence(self, *, is_silent: bool) -> None:
        self.agent.is_silent = self.pinger.is_silent = is_silent

    def values(self, metric: str, instance: str = "") -> list[float | Gap | None]:
        key = SeriesKey("switch", metric, instance)
        return [s.gap or s.value for r in self.results for s in r.every_sample() if s.key == key]


@pytest.fixture
async def watch() -> AsyncIterator[Watch]:
    made = Watch()
    made.poller.start()
    made.poller.watch(inventory(), TARGET)
    yield made
    await made.poller.close()


async def test_the_agent_of_a_device_that_is_down_is_asked_ever_more_rarely(watch: Watch) -> None:
    await watch.pass_by(2 * INTERVAL_S)
    watch.silence(is_silent=True)
    await watch.pass_by(2 * INTERVAL_S)
    asked, pinged = len(watch.agent.targets), len(watch.pinger.counts)
    await watch.pass_by(64 * INTERVAL_S)
    assert len(watch.pinger.counts) - pinged == 64
    assert 6 <= len(watch.agent.targets) - asked <= 9


async def test_a_device_that_was_down_for_long_is_read_at_the_first_ping_that_comes_back(watch: Watch) -> None:
    await watch.pass_by(2 * INTERVAL_S)
    watch.silence(is_silent=True)
    await watch.pass_by(40 * INTERVAL_S)
    watch.silence(is_silent=False)
    await watch.pass_by(INTERVAL_S)
    assert watch.results[-1].status.status is Status.UP
    assert watch.results[-1].ports


def turns(*, has_pinged: bool, is_paused: bool) -> list[int]:
    """At which of 40 polls without any answer the agent's turn comes."""
    health = Health(PollSettings())
    health.judge(Answers(has_agent=True, snmp=True, ping=has_pinged))
    found: list[int] = []
    for number in range(1, 41):
        if health.is_agents_turn(is_paused=is_paused):
            found.append(number)
        health.judge(Answers(has_agent=True, snmp=False, ping=False))
    return found


def test_how_often_an_agent_is_asked_follows_what_else_could_tell_that_it_is_back() -> None:
    assert turns(has_pinged=True, is_paused=False) == [1, 2, 3, 4, 6, 10, 18, 34]
    assert turns(has_pinged=True, is_paused=True) == []
    assert turns(has_pinged=False, is_paused=False) == list(range(1, 41))
    assert turns(has_pinged=False, is_paused=True) == [3, 4, 6, 10, 18, 34]


async def test_what_is_paused_is_pinged_once_and_its_gaps_say_why(watch: Watch) -> None:
    await watch.pass_by(2 * INTERVAL_S)
    watch.silence(is_silent=True)
    watch.pause = Gap.BEHIND
    asked = len(watch.agent.targets)
    await watch.pass_by(4 * INTERVAL_S)
    assert len(watch.agent.targets) == asked
    assert watch.values("if_in_bps", "port1")[-4:] == [Gap.BEHIND] * 4
    assert watch.values("icmp_rtt_ms")[-4:] == [Gap.BEHIND] * 4


async def test_what_is_paused_and_answers_is_read_all_the_same(watch: Watch) -> None:
    watch.pause = Gap.BEHIND
    await watch.pass_by(3 * INTERVAL_S)
    assert watch.results[-1].status.status is Status.UP
    assert watch.values("if_in_bps", "port1")[-1] == pytest.approx(8000.0, rel=0.01)


async def test_a_device_that_is_hastened_is_polled_within_seconds(watch: Watch) -> None:
    await watch.pass_by(2 * INTERVAL_S)
    before = len(watch.results)
    watch.poller.hasten("switch")
    await watch.pass_by(4)
    assert len(watch.results) == before + 1


async def test_silence_is_marked_on_whatever_was_measured(watch: Watch) -> None:
    watch.agent.extra[objects.HR_PROCESSOR_LOAD.oid] = {"1": 7}
    await watch.pass_by(2 * INTERVAL_S)
    watch.silence(is_silent=True)
    await watch.pass_by(2 * INTERVAL_S)
    assert watch.values("cpu_percent")[:2] == [7.0, 7.0]
    assert set(watch.values("cpu_percent")[2:]) == {Gap.NO_ANSWER}


async def test_each_class_has_its_own_pace(watch: Watch) -> None:
    watch.agent.extra[objects.HR_PROCESSOR_LOAD.oid] = {"1": 7}
    watch.poller.pace.vitals_s = 4 * INTERVAL_S
    watch.poller.pace.ports_s = 2 * INTERVAL_S
    await watch.pass_by(8 * INTERVAL_S)
    assert len(watch.values("icmp_rtt_ms")) == 8
    assert watch.values("if_in_bps", "port1") == pytest.approx([8000.0] * 3, rel=0.02)
    assert len(watch.values("cpu_percent")) == 2
    assert watch.results[-1].status.cpu_percent == 7.0


async def test_jitter_is_how_far_round_trips_differ_from_one_to_the_next(watch: Watch) -> None:
    watch.pinger.times_ms = [2.0, 5.0, 4.0]
    await watch.pass_by(INTERVAL_S)
    assert watch.values("icmp_jitter_ms") == [2.0]
    watch.pinger.lost = 2
    await watch.pass_by(INTERVAL_S)
    assert watch.values("icmp_jitter_ms") == [2.0]


async def test_another_speed_is_seen_after_a_port_came_up_and_now_and_then(watch: Watch) -> None:
    watch.agent.extra[objects.IF_HIGH_SPEED.oid] = {"1": 1000, "2": 100}
    await watch.pass_by(3 * INTERVAL_S)
    assert [dict(r.speeds) for r in watch.results] == [{}, {"port2": 100_000_000}, {}]


async def test_a_source_is_asked_at_its_interval_and_again_soon_when_it_failed(watch: Watch) -> None:
    source = Source()
    watch.poller.sources.put("switch", [source])
    await watch.pass_by(3 * INTERVAL_S)
    assert source.asked == 3
    source.is_silent = True
    await watch.pass_by(1.5 * INTERVAL_S)
    assert source.asked >= 5
    assert [s.gap for s in watch.samples[-2:]] == [Gap.NO_ANSWER] * 2


async def test_a_source_of_a_paused_device_is_not_asked_and_its_gaps_say_why(watch: Watch) -> None:
    source = Source()
    watch.poller.sources.put("switch", [source])
    await watch.pass_by(INTERVAL_S)
    watch.pause = Gap.BEHIND
    await watch.pass_by(2 * INTERVAL_S)
    assert source.asked == 1
    assert [(s.key, s.gap) for s in watch.samples[1:]] == [(UP, Gap.BEHIND)] * 2


async def test_a_source_that_is_gone_is_asked_no_more(watch: Watch) -> None:
    source = Source()
    watch.poller.sources.put("switch", [source])
    await watch.pass_by(INTERVAL_S)
    watch.poller.sources.put("switch", [source])
    await watch.pass_by(INTERVAL_S)
    watch.poller.forget("switch")
    await watch.pass_by(3 * INTERVAL_S)
    assert source.asked == 2
