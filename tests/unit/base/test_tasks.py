"""Background tasks: owned, named in the log when they fail, and ended together."""

from __future__ import annotations

import asyncio
import inspect

import pytest

from nocscape.base.clock import FakeClock
from nocscape.base.tasks import Supervisor, repeat


async def _stay() -> None:
    await asyncio.Event().wait()


async def _fail() -> None:
    raise RuntimeError("unforeseen")


async def test_closing_cancels_what_runs_and_waits_for_it() -> None:
    tasks = Supervisor("room")
    ended: list[str] = []

    async def work() -> None:
        try:
            await _stay()
        finally:
            await asyncio.sleep(0)
            ended.append("work")

    running = tasks.spawn(work(), "work")
    await asyncio.sleep(0)
    await tasks.close()
    assert running.cancelled()
    assert ended == ["work"]


async def test_closing_with_nothing_left_to_end_is_no_fault() -> None:
    tasks = Supervisor("room")
    await tasks.spawn(asyncio.sleep(0), "brief")
    await tasks.settle(1.0)
    await tasks.close()


async def test_a_closed_supervisor_takes_no_more_work() -> None:
    tasks = Supervisor("room")
    await tasks.close()
    work = _stay()
    with pytest.raises(RuntimeError, match="room is closed"):
        tasks.spawn(work, "late")
    assert inspect.getcoroutinestate(work) == inspect.CORO_CLOSED, "it is not reported as never awaited"


async def test_a_task_that_fails_is_logged_with_its_name(caplog: pytest.LogCaptureFixture) -> None:
    tasks = Supervisor("room")
    with pytest.raises(RuntimeError):
        await tasks.spawn(_fail(), "work")
    await asyncio.sleep(0)
    assert "task room/work failed" in caplog.text
    caplog.clear()


async def test_a_task_that_is_cancelled_is_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    tasks = Supervisor("room")
    tasks.spawn(_stay(), "work")
    await asyncio.sleep(0)
    await tasks.close()
    await asyncio.sleep(0)
    assert caplog.text == ""


async def test_settling_lets_work_come_to_its_own_end() -> None:
    tasks = Supervisor("room")
    may_end = asyncio.Event()
    asyncio.get_running_loop().call_soon(may_end.set)
    running = tasks.spawn(may_end.wait(), "work")
    await tasks.settle(5.0)
    assert running.done()
    assert not running.cancelled()


async def test_settling_does_not_cancel_what_takes_longer() -> None:
    tasks = Supervisor("room")
    running = tasks.spawn(_stay(), "work")
    await tasks.settle(0.0)
    assert not running.done()
    await tasks.close()


async def test_what_does_not_end_in_time_is_named(caplog: pytest.LogCaptureFixture) -> None:
    tasks = Supervisor("room")
    may_end = asyncio.Event()

    async def stubborn() -> None:
        while not may_end.is_set():
            try:
                await may_end.wait()
            except asyncio.CancelledError:
                continue

    running = tasks.spawn(stubborn(), "stubborn")
    await asyncio.sleep(0)
    await tasks.close(deadline_s=0.01)
    assert "task room/stubborn did not end" in caplog.text
    caplog.clear()
    may_end.set()
    await running


async def test_what_is_repeated_goes_on_after_a_fault_which_is_logged_once_for_rounds_in_a_row(
    caplog: pytest.LogCaptureFixture,
) -> None:
    clock, rounds = FakeClock(), list[float]()

    async def step() -> None:
        rounds.append(clock.monotonic())
        if len(rounds) in (2, 3, 5):
            await _fail()

    running = asyncio.create_task(repeat(clock, 10.0, step, "looking"))
    await clock.advance(65.0)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert rounds == [10.0, 20.0, 30.0, 40.0, 50.0, 60.0]
    assert caplog.text.count("looking failed") == 2
    caplog.clear()
