"""What an engine lets go of, so that a profile does not grow for ever."""

from __future__ import annotations

from nocscape.base.clock import FakeClock
from nocscape.base.i18n import msg
from nocscape.engine.core import DAY_S, FORGET_AFTER_S, FORGET_PERIOD_S, Engine
from nocscape.model.events import Event
from nocscape.model.status import Severity
from nocscape.store.periods import Retention


def event(name: str, at: float) -> Event:
    return Event(id=name, at=at, kind="test", severity=Severity.INFO, text=msg("{text}", text=name))


async def test_what_is_older_than_all_history_is_let_go_of_soon_after_a_start_and_once_a_day() -> None:
    clock = FakeClock()
    engine = Engine(None, clock)
    await engine.start()
    try:
        inventory = engine.rooms.inventory
        await engine.rooms.history.retain(Retention(raw_days=1, five_minute_days=2, hourly_days=100))
        inventory.put_events([event("old", clock.now() - 101 * DAY_S), event("new", clock.now() - 99.5 * DAY_S)])
        await inventory.flush()
        await clock.advance(FORGET_AFTER_S + 1)
        await inventory.flush()
        assert [e.id for e in await inventory.read_events()] == ["new"]
        await clock.advance(FORGET_PERIOD_S)
        await inventory.flush()
        assert await inventory.read_events() == ()
    finally:
        await engine.stop()
