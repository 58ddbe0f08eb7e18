"""Taking in what was read does not take all the time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import cast

from nocscape.base.clock import FakeClock
from nocscape.discovery.agent import Client
from nocscape.discovery.credentials import Keyring
from nocscape.discovery.pipeline import Candidate, Discovery, Step
from nocscape.topology.infer import Topology

HOSTS, EVERY_S = 100, 0.05


class SpentClock(FakeClock):
    """A clock whose time can be spent by working."""

    def spend(self, seconds: float) -> None:
        self._step_to(self.monotonic() + seconds)


class Nobody:
    """A client that nobody answers."""

    async def engine_id(self, _target: object) -> None:
        """None: there is no agent."""


async def steps_of(cost_s: float) -> list[Step]:
    """What a discovery of silent hosts tells, one of them each twentieth of a second, where a step costs that much."""
    clock, steps = SpentClock(), []
    client = cast("Client", Nobody())
    discovery = Discovery(client, Keyring(client, []), Topology(), clock)

    async def candidates() -> AsyncIterator[Candidate]:
        for number in range(HOSTS):
            await clock.sleep(EVERY_S)
            yield Candidate(f"10.0.0.{number + 1}")

    def take(step: Step) -> None:
        steps.append(step)
        clock.spend(cost_s)

    running = asyncio.create_task(discovery.run(candidates(), take))
    while not running.done():
        await clock.advance(EVERY_S)
    await running
    return steps


async def test_where_taking_in_costs_more_there_are_fewer_steps_and_nothing_is_lost() -> None:
    cheap, dear = await steps_of(0.0), await steps_of(0.3)
    assert sum(len(step.readings) for step in cheap) == sum(len(step.readings) for step in dear) == HOSTS
    assert len(cheap) > 20
    assert len(dear) < 8
