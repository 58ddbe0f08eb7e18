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
