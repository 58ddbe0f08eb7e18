"""Maintenance windows: when they are open, whom they cover, and what they keep quiet."""

from __future__ import annotations

import datetime as dt
import os
import time
from collections.abc import Iterator

import msgspec
import pytest

from nocscape.base.clock import FakeClock
from nocscape.base.errors import InputError
from nocscape.base.i18n import msg
from nocscape.engine.state import NetworkState
from nocscape.engine.watching.maintenance import MAINTENANCE, MOST_WINDOWS, MaintenanceRoom
from nocscape.engine.watching.outages import Outages
from nocscape.model.maintenance import MaintenanceWindow, Repeat
from nocscape.model.net import DeviceId, DeviceStatus
from nocscape.model.status import Severity, Status
from tests.unit.engine.kept_settings import KeptSettings
from tests.unit.engine.test_state import Keeper
from tests.unit.store.things import switch, wire

HOUR_S = 3600.0


@pytest.fixture
def berlin() -> Iterator[None]:
    before = os.environ.get("TZ")
    os.environ["TZ"] = "Europe/Berlin"
    time.tzset()
    yield
    os.environ.pop("TZ") if before is None else os.environ.__setitem__("TZ", before)
    time.tzset()


class Line:
    """d0 – d1 – d2, with the engine at d0."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.state = NetworkState(self.clock, Keeper(), lambda _: None)
        self.state.put_devices([switch(n) for n in range(3)])
        self.state.put_links([wire(n, n + 1) for n in range(2)])
        self.settings = KeptSettings()
        self.room = MaintenanceRoom(self.state, self.settings, self.clock)
        self.freed: list[DeviceId] = []
        self.outages = Outages(
            self.state,
            lambda: {"d0"},
            lambda: None,
            lambda _: None,
            cover=self.room.reason,
            freed=self.freed.extend,
        )
        for number in range(3):
            self.poll(number, Status.UP)

    def poll(self, number: int, status: Status) -> None:
        reason = msg("No answer") if status is Status.CRITICAL else None
        self.outages.take(DeviceStatus(device=f"d{number}", status=status, reason=reason, since=self.clock.now()))

    def window(self, scope: str = "device:d1", **changes: object) -> MaintenanceWindow:
        now = self.clock.now()
        defaults = {"scope": scope, "since": now, "until": now + HOUR_S}
        return MaintenanceWindow(**(defaults | changes))  # type: ignore[arg-type]

    def seen(self) -> list[str]:
        return [str(self.state.statuses[f"d{n}"].status) for n in range(3)]

    def told(self) -> list[Severity]:
        return [e.severity for e in self.state.events]


@pytest.fixture
def line() -> Line:
    return Line()


async def test_a_device_in_maintenance_may_be_silent_and_so_may_what_is_behind_it(line: Line) -> None:
    await line.room.put(line.window(note="new firmware"), "ann")
    line.poll(1, Status.CRITICAL)
    line.poll(2, Status.CRITICAL)
    line.outages.review()
    assert line.seen() == ["up", "maintenance", "unreachable"]
    assert str(line.state.statuses["d1"].reason) == "maintenance: new firmware"
    assert line.outages.is_behind("d2")
    line.poll(1, Status.UP)
    line.poll(2, Status.UP)
    assert line.seen() == ["up", "maintenance", "up"]
    assert line.freed == ["d2"]
    assert line.told() == []


async def test_what_is_still_down_when_maintenance_ends_is_told(line: Line) -> None:
    await line.room.put(line.window(), "ann")
    line.poll(1, Status.CRITICAL)
    line.outages.review()
    await line.clock.advance(HOUR_S)
    line.poll(1, Status.CRITICAL)
    line.outages.review()
    assert line.seen()[1] == "critical"
    assert line.told() == [Severity.CRITICAL]


async def test_what_lies_behind_an_outage_is_free_when_that_is_over(line: Line) -> None:
    line.poll(1, Status.CRITICAL)
    line.poll(2, Status.CRITICAL)
    line.outages.review()
    assert [line.outages.is_behind(f"d{n}") for n in range(3)] == [False, False, True]
    line.poll(1, Status.UP)
    assert line.freed == ["d2"]
    assert not line.outages.is_behind("d2")


async def test_windows_are_kept_until_they_are_over_or_taken_back(line: Line) -> None:
    first = await line.room.put(line.window(), "ann")
    second = await line.room.put(line.window("kind:switch", until=line.clock.now() + 2 * HOUR_S), "ann")
    again = MaintenanceRoom(line.state, line.settings, line.clock)
    again.restore(line.settings.settings)
    assert {w.id for w in again.listed()} == {first.id, second.id}
    assert again.listed()[0].actor == "ann"
    await line.clock.advance(HOUR_S)
    assert [w.id for w in again.listed()] == [second.id]
    await again.drop(second.id)
    assert msgspec.msgpack.decode(line.settings.settings[MAINTENANCE]) == []
    with pytest.raises(InputError):
        await again.drop(second.id)


@pytest.mark.parametrize(
    "changes",
    [
        {"scope": "planet:mars"},
        {"until": 0.0},
        {"until": 1e12},
        {"repeat": Repeat.DAILY, "until": 1_750_000_000.0 + 2 * 86_400},
    ],
)
async def test_a_window_that_makes_no_sense_is_refused(line: Line, changes: dict[str, object]) -> None:
    with pytest.raises(InputError):
        await line.room.put(line.window(**changes), "ann")  # type: ignore[arg-type]


@pytest.mark.usefixtures("berlin")
def test_a_nightly_window_keeps_to_the_clock_on_the_wall_when_that_is_changed() -> None:
    def local(day: int, hour: float) -> float:
        return (dt.datetime(2026, 3, day) + dt.timedelta(hours=hour)).timestamp()  # noqa: DTZ001

    window = MaintenanceWindow(scope="kind:switch", since=local(20, 22), until=local(21, 1), repeat=Repeat.DAILY)
    for day in (20, 27, 28, 29, 30):
        is_open = [window.is_open(local(day, hour)) for hour in (21.9, 22, 23.5, 24.9, 25.1)]
        assert is_open == [False, True, True, True, False], day
    assert not window.is_over(1e12)


def test_a_weekly_window_opens_on_its_day_alone() -> None:
    start = dt.datetime(2026, 6, 6, 3).timestamp()  # noqa: DTZ001
    window = MaintenanceWindow(scope="kind:switch", since=start, until=start + HOUR_S, repeat=Repeat.WEEKLY)
    assert [window.is_open(start + day * 86_400 + 60) for day in range(-7, 15)] == [
        day in (0, 7, 14) for day in range(-7, 15)
    ]


async def test_so_many_windows_and_no_more_are_kept(line: Line) -> None:
    now = line.clock.now()
    window = MaintenanceWindow(scope="device:d1", since=now, until=now + HOUR_S)
    kept = [await line.room.put(window, "kim") for _ in range(MOST_WINDOWS)]
    assert len({w.id for w in kept}) == MOST_WINDOWS
    with pytest.raises(InputError, match=f"{MOST_WINDOWS} maintenance windows already"):
        await line.room.put(window, "kim")
