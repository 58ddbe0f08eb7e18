"""What inference finds is taken in, also at the engine's end."""

from __future__ import annotations

from nocscape.discovery.reader import pinged_device
from nocscape.engine.core import Engine
from nocscape.model.net import Endpoint


async def test_what_a_reading_hands_over_while_the_engine_stops_is_taken_in_without_a_fault() -> None:
    engine = Engine(None)
    await engine.start()
    rooms = engine.rooms
    await rooms.tasks.close()
    reading = pinged_device(Endpoint("127.60.0.9"), rooms.clock.now())
    rooms.intake.take(rooms.topology.apply([reading], rooms.clock.now()), [reading])
    assert [i.device.endpoint.address for i in rooms.state.devices.values()] == ["127.60.0.9"]
    await engine.stop()
