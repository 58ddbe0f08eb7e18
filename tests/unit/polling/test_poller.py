"""The poller on devices in memory and a clock of its own."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import cast

import pytest
from msgspec.structs import replace

from nocscape.base.clock import FakeClock
from nocscape.base.counters import Counters
from nocscape.model.metrics import Gap, SeriesKey
from nocscape.model.status import Status
from nocscape.polling import Poller, PollResult, objects
from nocscape.profiles import Readings
from nocscape.wire.snmp import AuthFault, SnmpAuthError, SnmpClient, SnmpStatusError
from tests.unit.polling.agents import TARGET, FakeAgent, FakePinger, inventory

INTERVAL_S = 30.0


class Watch:
    """A poller that watches one device."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.agent = FakeAgent(self.clock)
        self.pinger = FakePinger(self.clock)
        self.counters = Counters()
        self.results: list[PollResult] = []
        self.poller = Poller(
            cast("SnmpClient", self.agent), self.pinger, self.clock, self.counters, self.results.append
        )

    async def pass_by(self, seconds: float) -> None:
        for _ in range(round(seconds)):
            await self.clock.advance(1.0)

    def status(self) -> Status:
        return self.results[-1].status.status

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


async def test_every_interval_brings_rates_states_and_round_trips(watch: Watch) -> None:
    await watch.pass_by(4 * INTERVAL_S)
    assert len(watch.results) == 4
    assert watch.values("if_in_bps", "port1") == pytest.approx([8000.0] * 3, rel=0.01)
    assert watch.values("if_out_bps", "port2") == pytest.approx([8000.0] * 3, rel=0.01)
    assert watch.values("icmp_rtt_ms") == [2.0] * 4
    assert watch.results[-1].ports["port1"] == ("up", "up")
    assert watch.status() is Status.UP
    assert watch.counters.get("poll.late") == 0


async def test_an_outage_is_known_within_two_intervals_and_so_is_its_end(watch: Watch) -> None:
    await watch.pass_by(3 * INTERVAL_S)
    watch.agent.is_silent = watch.pinger.is_silent = True
    await watch.pass_by(2 * INTERVAL_S)
    assert watch.status() is Status.CRITICAL
    await watch.pass_by(30 * INTERVAL_S)
    watch.agent.is_silent = watch.pinger.is_silent = False
    await watch.pass_by(2 * INTERVAL_S)
    assert watch.status() is Status.UP


@pytest.mark.parametrize(
    ("address", "status"),
    [("127.60.0.2", Status.CRITICAL), ("127.0.0.1", Status.WARNING), ("192.0.2.1", Status.WARNING)],
)
async def test_an_echo_from_this_machine_says_nothing_of_a_simulated_device(
    watch: Watch, address: str, status: Status
) -> None:
    watch.poller.watch(inventory(), replace(TARGET, address=address))
    await watch.pass_by(2 * INTERVAL_S)
    watch.agent.is_silent = True
    await watch.pass_by(2 * INTERVAL_S)
    assert watch.status() is status
    watch.agent.is_silent = False
    await watch.pass_by(2 * INTERVAL_S)
    assert watch.status() is Status.UP
    assert watch.results[-1].status.rtt_ms == pytest.approx(2.0)


async def test_a_device_that_is_down_costs_less_to_ask(watch: Watch) -> None:
    watch.agent.is_silent = watch.pinger.is_silent = True
    await watch.pass_by(4 * INTERVAL_S)
    assert (watch.pinger.counts[0], watch.pinger.counts[-1]) == (3, 1)
    assert (watch.agent.targets[0].retries, watch.agent.targets[-1].retries) == (1, 0)


async def test_silence_is_marked_as_a_gap_on_the_curves(watch: Watch) -> None:
    await watch.pass_by(2 * INTERVAL_S)
    watch.agent.is_silent = True
    await watch.pass_by(INTERVAL_S)
    watch.agent.is_silent = False
    await watch.pass_by(2 * INTERVAL_S)
    told = watch.values("if_in_bps", "port1")
    assert told[1] is Gap.NO_ANSWER
    assert told[-1] == pytest.approx(8000.0, rel=0.01)


async def test_an_agent_that_was_restarted_gives_a_gap_and_no_spike(watch: Watch) -> None:
    await watch.pass_by(3 * INTERVAL_S)
    watch.agent.octets_per_s = 2000
    watch.agent.restart()
    await watch.pass_by(2 * INTERVAL_S)
    told = watch.values("if_in_bps", "port1")
    assert Gap.RESET in told
    assert max(v for v in told if isinstance(v, float)) == pytest.approx(16000.0, rel=0.01)


async def test_an_agent_that_refuses_is_there_and_the_reason_is_told(watch: Watch) -> None:
    watch.agent.fault = SnmpAuthError("192.0.2.1", AuthFault.WRONG_KEY)
    await watch.pass_by(3 * INTERVAL_S)
    assert watch.status() is Status.WARNING
    assert "wrong authentication key" in str(watch.results[-1].status.reason)


async def test_one_table_that_fails_does_not_make_the_device_silent(watch: Watch) -> None:
    watch.agent.table_fault = SnmpStatusError("192.0.2.1", 5, 1)
    await watch.pass_by(3 * INTERVAL_S)
    assert watch.status() is Status.WARNING
    assert "genErr" in str(watch.results[-1].status.reason)


async def test_a_device_without_agent_lives_by_ping_alone(watch: Watch) -> None:
    watch.poller.watch(inventory(ports=0, name="printer"), None)
    await watch.pass_by(2 * INTERVAL_S)
    printer = [r for r in watch.results if r.device == "printer"]
    assert printer[-1].status.status is Status.UP
    told = {s.key.metric for s in printer[-1].every_sample()}
    assert told == {"icmp_rtt_ms", "icmp_loss_percent", "icmp_jitter_ms"}


async def test_lost_pings_are_a_share(watch: Watch) -> None:
    watch.pinger.lost = 1
    await watch.pass_by(INTERVAL_S)
    assert watch.values("icmp_loss_percent") == pytest.approx([100 / 3])


async def test_what_somebody_looks_at_comes_every_few_seconds(watch: Watch) -> None:
    await watch.pass_by(INTERVAL_S)
    wanted = SeriesKey("switch", "if_in_bps", "port2")
    watch.poller.set_fast({wanted: 5.0})
    await watch.pass_by(29)
    fast = [r for r in watch.results if not r.is_full]
    assert len(fast) == 6
    assert {s.key for r in fast for s in r.every_sample()} == {wanted}
    assert [s.value for r in fast[1:] for s in r.every_sample()] == pytest.approx([8000.0] * 5, rel=0.01)
    watch.poller.set_fast({})
    await watch.pass_by(30)
    assert len([r for r in watch.results if not r.is_full]) == 6


async def test_another_pace_for_the_same_series_takes_effect(watch: Watch) -> None:
    wanted = SeriesKey("switch", "if_in_bps", "port1")
    watch.poller.set_fast({wanted: 10.0})
    watch.poller.set_fast({wanted: 2.0})
    await watch.pass_by(20)
    assert len([r for r in watch.results if not r.is_full]) in (10, 11)


async def test_round_trips_and_vitals_can_be_watched_fast_too(watch: Watch) -> None:
    watch.agent.extra[objects.HR_PROCESSOR_LOAD.oid] = {"1": 42}
    keys = [SeriesKey("switch", "icmp_rtt_ms"), SeriesKey("switch", "cpu_percent")]
    watch.poller.set_fast(dict.fromkeys(keys, 5.0))
    await watch.pass_by(7)
    fast = [s for r in watch.results if not r.is_full for s in r.every_sample()]
    assert {s.key: s.value for s in fast} == {keys[0]: 2.0, keys[1]: 42.0}


async def test_a_forgotten_device_is_left_alone(watch: Watch) -> None:
    watch.poller.set_fast({SeriesKey("switch", "if_in_bps", "port1"): 1.0})
    watch.poller.forget("switch")
    await watch.pass_by(2 * INTERVAL_S)
    assert not watch.poller.is_watching("switch")
    assert len(watch.results) <= 1
    assert await watch.poller.poll_now("switch") is None


async def test_a_poll_on_demand_answers_and_is_told_to_everybody(watch: Watch) -> None:
    asked = asyncio.create_task(watch.poller.poll_now("switch"))
    await watch.pass_by(1)
    assert await asked is watch.results[0]


async def test_what_discovery_sees_anew_is_taken_over(watch: Watch) -> None:
    await watch.pass_by(2 * INTERVAL_S)
    watch.agent.ports = 3
    watch.poller.watch(inventory(ports=3), TARGET, Readings(cpu_percent=("1.3.6.1.4.1.9.1",)))
    watch.agent.extra["1.3.6.1.4.1.9.1"] = {"7": 33}
    await watch.pass_by(2 * INTERVAL_S)
    assert watch.results[-1].status.cpu_percent == 33
    assert set(watch.results[-1].ports) == {"port1", "port2", "port3"}
    assert watch.values("if_in_bps", "port1")[-1] == pytest.approx(8000.0, rel=0.01)


async def test_the_pace_of_all_can_be_changed(watch: Watch) -> None:
    watch.poller.set_interval(10.0)
    await watch.pass_by(60)
    assert len(watch.results) in (6, 7)
    assert watch.poller.stats().jobs == 1
