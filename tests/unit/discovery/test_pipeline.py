"""Taking in what was read does not take all the time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import cast

import pytest

from nocscape.base.clock import FakeClock
from nocscape.discovery.agent import Client
from nocscape.discovery.credentials import Keyring, Refusal, WayIn
from nocscape.discovery.pipeline import Candidate, Discovery, Step
from nocscape.discovery.reader import pinged_device
from nocscape.model.credentials import SnmpCredential, SnmpVersion
from nocscape.model.net import Endpoint
from nocscape.topology.infer import Topology
from nocscape.topology.observations import DeviceReading
from nocscape.wire.snmp import SnmpTarget

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


async def test_a_device_that_its_readers_stumble_over_costs_itself_alone(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def read(_client: object, _target: object, endpoint: Endpoint, *_: object, **__: object) -> DeviceReading:
        if endpoint.address == "10.0.0.2":
            raise ZeroDivisionError
        return pinged_device(endpoint, 0.0)

    class Open:
        """Lets everybody in."""

        async def open(self, endpoint: Endpoint) -> WayIn:
            credential = SnmpCredential(name="c", version=SnmpVersion.V2C)
            return WayIn(SnmpTarget(address=endpoint.address, credential=credential), {})

    async def candidates() -> AsyncIterator[Candidate]:
        for number in range(1, 4):
            yield Candidate(f"10.0.0.{number}")

    monkeypatch.setattr("nocscape.discovery.pipeline.read_device", read)
    steps: list[Step] = []
    discovery = Discovery(cast("Client", Nobody()), cast("Keyring", Open()), Topology(), FakeClock())
    await discovery.run(candidates(), steps.append)
    assert {reading.endpoint.address for step in steps for reading in step.readings} == {
        "10.0.0.1",
        "10.0.0.2",
        "10.0.0.3",
    }
    assert [(p.address, p.reason) for step in steps for p in step.problems] == [("10.0.0.2", Refusal.FAULTY)]
    assert "10.0.0.2 cannot be read" in caplog.text
    caplog.clear()


async def test_where_taking_in_costs_more_there_are_fewer_steps_and_nothing_is_lost(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("nocscape.discovery.credentials.STAGGER_S", 0.0)  # of the machine's time, not of the clock's
    cheap, dear = await steps_of(0.0), await steps_of(0.3)
    assert sum(len(step.readings) for step in cheap) == sum(len(step.readings) for step in dear) == HOSTS
    assert len(cheap) > 20
    assert len(dear) < 8
