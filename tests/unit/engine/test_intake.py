"""What inference finds is taken in, also at the engine's end."""

from __future__ import annotations

import time
from pathlib import Path

from nocscape.discovery.reader import pinged_device
from nocscape.engine.core import Engine
from nocscape.model.net import Endpoint, Link, PortRef
from nocscape.model.status import LinkState
from nocscape.topology.observations import DeviceReading
from tests.unit.topology.made import later, switch, wired, with_oper


async def test_what_a_reading_hands_over_while_the_engine_stops_is_taken_in_without_a_fault() -> None:
    engine = Engine(None)
    await engine.start()
    rooms = engine.rooms
    await rooms.tasks.close()
    reading = pinged_device(Endpoint("127.60.0.9"), rooms.clock.now())
    rooms.intake.take(rooms.topology.apply([reading], rooms.clock.now()), [reading])
    assert [i.device.endpoint.address for i in rooms.state.devices.values()] == ["127.60.0.9"]
    await engine.stop()


def taken_in(engine: Engine, *readings: DeviceReading) -> None:
    rooms = engine.rooms
    rooms.intake.take(rooms.topology.apply(readings, readings[0].at), readings)


async def test_a_link_that_went_down_is_still_known_and_explained_after_a_restart(tmp_path: Path) -> None:
    a, b = wired(switch("a", at=time.time() - 60.0), 1, switch("b", at=time.time() - 60.0), 2)
    engine = Engine(tmp_path)
    await engine.start()
    taken_in(engine, a, b)
    taken_in(engine, with_oper(later(a, 40.0, forgets=True), "ge1", "down"), later(b, 40.0, forgets=True))
    (before,) = engine.rooms.topology.links.values()
    await engine.stop()

    engine = Engine(tmp_path)
    await engine.start()
    await engine.rooms.memory.recall()
    (after,) = engine.rooms.topology.links.values()
    assert after.state is LinkState.DOWN
    assert (after.id, after.evidence, after.last_seen) == (before.id, before.evidence, before.last_seen)
    assert not any(claim.is_current for claim in engine.rooms.topology.claims.claims.values())
    await engine.stop()


async def test_a_neighbour_that_another_one_has_taken_the_place_of_does_not_come_back_with_a_restart(
    tmp_path: Path,
) -> None:
    began = time.time() - 60.0
    a, b = wired(switch("a", at=began), 1, switch("b", at=began), 2)
    moved, c = wired(later(switch("a", at=began), 40.0), 1, switch("c", at=began + 40.0), 3)
    engine = Engine(tmp_path)
    await engine.start()
    taken_in(engine, a, b)
    taken_in(engine, moved, c, later(b, 40.0, forgets=True))
    before = dict(engine.rooms.topology.links)
    await engine.stop()

    engine = Engine(tmp_path)
    await engine.start()
    await engine.rooms.memory.recall()
    after = engine.rooms.topology.links
    assert {link.id: link.state for link in after.values()} == {link.id: link.state for link in before.values()}
    await engine.stop()


async def test_wires_that_nothing_stands_for_any_more_grow_stale_and_are_forgotten() -> None:
    engine = Engine(None)
    await engine.start()
    state, patience, now = engine.rooms.state, engine.rooms.topology.patience, engine.rooms.clock.now()
    ages = {"new": 0.0, "old": patience.stale_after_s + 1.0, "ancient": patience.forget_after_s + 1.0}
    ends = PortRef("a", "ge1"), PortRef("b", "ge1")
    state.put_links([Link(id=name, a=ends[0], b=ends[1], last_seen=now - age) for name, age in ages.items()])
    engine.rooms.intake.age()
    assert {link.id: link.state for link in state.links.values()} == {"new": LinkState.UP, "old": LinkState.STALE}
    await engine.stop()
