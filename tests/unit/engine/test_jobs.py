"""Jobs by name."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from nocscape.base.errors import InputError, RefusedError
from nocscape.base.tasks import Supervisor
from nocscape.engine.jobs import Jobs


@pytest.fixture
async def jobs() -> AsyncIterator[Jobs]:
    tasks = Supervisor("test")
    yield Jobs(tasks)
    await tasks.close()


async def test_a_job_that_ends_is_done(jobs: Jobs) -> None:
    assert await jobs.run("a", asyncio.sleep(0)) == "done"
    assert jobs.running == ()


async def test_a_cancelled_job_says_so(jobs: Jobs) -> None:
    running = asyncio.ensure_future(jobs.run("a", asyncio.sleep(60)))
    await asyncio.sleep(0.01)
    jobs.cancel("a")
    assert await running == "cancelled"


async def test_two_jobs_of_one_name_are_refused(jobs: Jobs) -> None:
    running = asyncio.ensure_future(jobs.run("a", asyncio.sleep(60)))
    await asyncio.sleep(0.01)
    with pytest.raises(RefusedError):
        await jobs.run("a", asyncio.sleep(0))
    jobs.cancel("a")
    await running


async def test_a_fault_in_a_job_reaches_who_asked_and_is_no_fault_of_ours(jobs: Jobs) -> None:
    async def fail() -> None:
        raise InputError("no")

    with pytest.raises(InputError):
        await jobs.run("a", fail())


async def test_a_job_can_be_cancelled_before_it_began(jobs: Jobs) -> None:
    running = asyncio.ensure_future(jobs.run("a", asyncio.sleep(60)))
    asyncio.get_running_loop().call_soon(jobs.cancel, "a")
    assert await running == "cancelled"


async def test_a_job_can_be_resumed_once(jobs: Jobs) -> None:
    async def go_on() -> str:
        return "went on"

    jobs.can_resume("a", go_on)
    assert await jobs.resume("a") == "went on"
    with pytest.raises(InputError, match="no cancelled job"):
        await jobs.resume("a")


async def test_a_job_goes_on_when_nobody_waits_for_it_any_more(jobs: Jobs) -> None:
    begun, may_end, ended = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def work() -> None:
        begun.set()
        await may_end.wait()
        ended.set()

    asking = asyncio.ensure_future(jobs.run("a", work()))
    await begun.wait()
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    may_end.set()
    await asyncio.wait_for(ended.wait(), 5.0)


async def test_a_name_that_was_cancelled_once_is_not_taken_for_cancelled_again(jobs: Jobs) -> None:
    first = asyncio.ensure_future(jobs.run("a", asyncio.Event().wait()))
    asyncio.get_running_loop().call_soon(jobs.cancel, "a")
    assert await first == "cancelled"
    assert await jobs.run("a", asyncio.sleep(0)) == "done"
    begun = asyncio.Event()

    async def end_itself() -> None:
        begun.set()
        raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        await jobs.run("a", end_itself())
