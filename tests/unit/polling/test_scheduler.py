"""When polls begin, on a clock that only the test moves."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator

import pytest

from nocscape.base.clock import FakeClock
from nocscape.base.counters import Counters
from nocscape.base.tasks import Supervisor
from nocscape.polling.scheduler import TOGETHER_S, Scheduler, phase

INTERVAL_S = 30.0


class Bench:
    """A scheduler with jobs that take as long as they are told."""

    def __init__(self, at_once: int) -> None:
        self.clock = FakeClock()
        self.counters = Counters()
        self.tasks = Supervisor("test")
        self.scheduler = Scheduler(self.clock, self.counters, self.tasks, at_once=at_once)
        self.begun: Counter[str] = Counter()
        self.begun_at: list[float] = []
        self.running: Counter[str] = Counter()
        self.most_at_once = 0
        self.most_of_one = 0
        self.tasks.spawn(self.scheduler.run(), "scheduler")

    def add(self, key: str, takes_s: float = 0.1, interval_s: float = INTERVAL_S) -> None:
        async def work() -> None:
            self.begun[key] += 1
            self.begun_at.append(self.clock.monotonic())
            self.running[key] += 1
            self.most_at_once = max(self.most_at_once, self.running.total())
            self.most_of_one = max(self.most_of_one, self.running[key])
            try:
                await self.clock.sleep(takes_s)
            finally:
                self.running[key] -= 1

        self.scheduler.put(key, interval_s, work)

    async def pass_by(self, seconds: float, step_s: float = 0.5) -> None:
        for _ in range(round(seconds / step_s)):
            await self.clock.advance(step_s)


@pytest.fixture(params=[1000])
async def bench(request: pytest.FixtureRequest) -> AsyncIterator[Bench]:
    made = Bench(request.param)
    yield made
    await made.tasks.close()


async def test_every_job_is_polled_once_an_interval(bench: Bench) -> None:
    for number in range(50):
        bench.add(f"d{number}")
    await bench.pass_by(3 * INTERVAL_S + 1)
    assert set(bench.begun.values()) <= {3, 4}
    assert bench.counters.get("poll.late") == 0


async def test_polls_are_spread_over_the_interval(bench: Bench) -> None:
    for number in range(300):
        bench.add(f"d{number}")
    await bench.pass_by(INTERVAL_S)
    thirds = Counter(int(at // 10) for at in bench.begun_at)
    assert min(thirds[0], thirds[1], thirds[2]) > 60


def test_the_place_in_the_interval_is_the_same_in_every_run() -> None:
    assert phase("device-1") == phase("device-1")
    assert 0 <= phase("device-2") < 1
    assert phase("device-1") != phase("device-2")


async def test_a_poll_that_still_runs_is_skipped_and_counted_and_never_doubled(bench: Bench) -> None:
    bench.add("slow", takes_s=70)
    await bench.pass_by(300)
    assert bench.most_of_one == 1
    assert bench.begun["slow"] == 3 or bench.begun["slow"] == 4
    assert bench.counters.get("poll.late") >= 6
    assert bench.scheduler.punctuality().on_time_percent < 50


@pytest.mark.parametrize("bench", [3], indirect=True)
async def test_no_more_run_side_by_side_than_allowed_and_each_gets_its_turn(bench: Bench) -> None:
    for number in range(40):
        bench.add(f"d{number}", takes_s=4.0)
    await bench.pass_by(300)
    assert bench.most_at_once == 3
    assert set(bench.begun.values()) >= {5}
    assert max(bench.begun.values()) - min(bench.begun.values()) <= 1
    assert bench.counters.get("poll.late") > 0
    assert bench.scheduler.punctuality().late_by_p95_s > 15


@pytest.mark.parametrize("bench", [1], indirect=True)
async def test_whole_intervals_in_line_are_counted_each(bench: Bench) -> None:
    bench.add("hog", takes_s=1000)
    await bench.pass_by(INTERVAL_S)
    bench.add("waiting", interval_s=10.0)
    await bench.pass_by(1000)
    hog_alone = bench.begun["waiting"]
    assert hog_alone <= 2
    assert bench.counters.get("poll.late") > 90


async def test_a_dropped_job_is_polled_no_more(bench: Bench) -> None:
    bench.add("gone")
    await bench.pass_by(INTERVAL_S)
    bench.scheduler.drop("gone")
    assert "gone" not in bench.scheduler
    before = bench.begun["gone"]
    await bench.pass_by(3 * INTERVAL_S)
    assert bench.begun["gone"] == before


async def test_another_interval_takes_effect_without_a_second_copy(bench: Bench) -> None:
    bench.add("d", interval_s=300)
    bench.add("d", interval_s=10)
    await bench.pass_by(100)
    assert bench.begun["d"] in (9, 10, 11)
    assert bench.scheduler.punctuality().jobs == 1


async def test_changing_the_interval_of_a_running_poll_does_not_double_it(bench: Bench) -> None:
    bench.add("d", takes_s=50, interval_s=10)
    await bench.pass_by(15)
    bench.add("d", takes_s=50, interval_s=5)
    await bench.pass_by(100)
    assert bench.most_of_one == 1


async def test_what_is_wanted_soon_begins_at_the_next_tick(bench: Bench) -> None:
    begun = asyncio.Event()

    async def work() -> None:
        begun.set()

    bench.scheduler.put("now", INTERVAL_S, work, is_soon=True)
    await bench.pass_by(1)
    assert begun.is_set()


async def test_one_job_that_fails_does_not_stop_itself_or_others(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    async def fail() -> None:
        bench.begun["bad"] += 1
        raise RuntimeError("unforeseen")

    bench.scheduler.put("bad", 10.0, fail)
    bench.add("good", interval_s=10.0)
    await bench.pass_by(35)
    assert bench.begun["bad"] >= 3
    assert bench.begun["good"] >= 3
    assert "unforeseen" in caplog.text
    caplog.clear()


async def test_the_log_of_lateness_is_empty_before_the_first_poll(bench: Bench) -> None:
    figures = bench.scheduler.punctuality()
    assert (figures.polls_per_s, figures.on_time_percent, figures.late_by_p95_s) == (0.0, 100.0, 0.0)


async def test_a_poll_that_runs_while_its_interval_becomes_another_is_not_late(bench: Bench) -> None:
    key = min((f"d{n}" for n in range(200)), key=phase)
    bench.add(key, takes_s=5, interval_s=10)
    await bench.pass_by(1)
    assert bench.running[key] == 1
    bench.add(key, takes_s=5, interval_s=60)
    await bench.pass_by(55)
    assert bench.begun[key] == 1
    await bench.pass_by(10)
    assert bench.begun[key] == 2
    assert bench.counters.get("poll.late") == 0


async def test_a_hastened_poll_comes_sooner_and_never_later(bench: Bench) -> None:
    bench.add("d", interval_s=300)
    bench.scheduler.hasten("d", 5.0)
    await bench.pass_by(4.5)
    assert bench.begun["d"] == 0
    await bench.pass_by(1)
    assert bench.begun_at == [5.0]
    bench.scheduler.hasten("d", 1000.0)
    await bench.pass_by(300)
    assert bench.begun_at == pytest.approx([5.0, 305.0], abs=TOGETHER_S)


async def test_a_poll_begins_at_its_time_and_not_at_the_next_tick(bench: Bench) -> None:
    bench.add("d")
    await bench.pass_by(INTERVAL_S + 1, step_s=0.05)
    assert bench.begun_at[0] == pytest.approx(phase("d") * INTERVAL_S, abs=0.051)


async def test_polls_that_overrun_keep_to_the_beat_of_their_interval(bench: Bench) -> None:
    bench.add("slow", takes_s=70)
    await bench.pass_by(INTERVAL_S + 2 * 90)
    first = phase("slow") * INTERVAL_S
    assert bench.begun_at == pytest.approx([first, first + 90, first + 180], abs=0.5)
    assert bench.counters.get("poll.late") == 4


@pytest.mark.parametrize("bench", [1], indirect=True)
async def test_a_poll_that_waited_in_line_counts_itself_and_each_interval_it_missed(bench: Bench) -> None:
    bench.scheduler.put("hog", 1000.0, lambda: bench.clock.sleep(34.0), is_soon=True)
    await bench.pass_by(1)
    bench.add("waiting", interval_s=10.0, takes_s=0.0)
    bench.scheduler.hasten("waiting", 0.0)
    await bench.pass_by(34)
    assert bench.begun["waiting"] == 1
    assert bench.counters.get("poll.late") == 4, "one that began 33 s late, with three more intervals behind it"
    figures = bench.scheduler.punctuality()
    assert figures.on_time_percent == 50.0
    assert figures.polls_per_s == pytest.approx(2 / 35, rel=0.02)


async def test_what_is_due_at_nearly_the_same_time_begins_together_unless_it_is_polled_every_second(
    bench: Bench,
) -> None:
    names = ("first", "second", "quick")
    for name, interval_s in zip(names, (INTERVAL_S, INTERVAL_S, 1.0), strict=True):
        bench.add(name, interval_s=interval_s)
    for name, wait_s in zip(names, (0.4, 0.45, 0.45), strict=True):
        bench.scheduler.hasten(name, wait_s)
    await bench.pass_by(0.42, step_s=0.01)
    assert (bench.begun["first"], bench.begun["second"], bench.begun["quick"]) == (1, 1, 0)
    await bench.pass_by(0.1, step_s=0.01)
    assert bench.begun["quick"] == 1
