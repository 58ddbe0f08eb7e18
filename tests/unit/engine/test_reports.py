"""The engine writes reports when they are due, once each."""

from __future__ import annotations

import time
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from nocscape.base.clock import FakeClock
from nocscape.base.errors import InputError
from nocscape.engine.core import Engine
from nocscape.engine.keeping.report_asks import LOOKED_AT
from nocscape.engine.keeping.reports import FOLDER, last_due
from nocscape.model.reports import DAY_S, Every, MakeReport, ReportFormat, ReportSchedule
from tests.unit.store.things import switch

START = 1_750_032_000
DAILY = ReportSchedule(kind="inventory", every=Every.DAY, hour=0, language="ko", formats=(ReportFormat.HTML,))


@given(st.sampled_from(list(Every)), st.integers(0, 23), st.integers(1_600_000_000, 1_900_000_000))
def test_what_was_due_last_lies_in_the_past_and_at_its_hour(every: Every, hour: int, now: int) -> None:
    at = last_due(ReportSchedule(kind="inventory", every=every, hour=hour), now)
    then = datetime.fromtimestamp(at).astimezone()
    assert now - 32 * 86_400 < at <= now
    assert (then.hour, then.minute) == (hour, 0)
    assert every is not Every.WEEK or then.weekday() == 0
    assert every is not Every.MONTH or then.day == 1


async def test_a_report_that_is_due_is_written_once_and_survives_a_restart(tmp_path: Path) -> None:
    engine = Engine(tmp_path)
    await engine.start()
    reports = engine.rooms.reports
    await reports.set_schedules((DAILY,))
    reports._looked_at = time.time() - 2 * 86_400
    (path,) = await reports.write_due()
    assert path.parent == tmp_path / FOLDER
    assert "운영체제별" in path.read_text(encoding="utf-8")
    assert await reports.write_due() == []
    await engine.stop()
    again = Engine(tmp_path)
    await again.start()
    assert again.rooms.reports.schedules == (DAILY,)
    await again.stop()


async def test_what_was_due_while_no_engine_ran_is_written_once_when_one_runs_again(tmp_path: Path) -> None:
    engine = Engine(tmp_path)
    await engine.start()
    await engine.rooms.reports.set_schedules((DAILY, replace(DAILY, site="HQ/Building A")))
    await engine.rooms.inventory.put_setting(LOOKED_AT, time.time() - 3 * 86_400)
    await engine.stop()
    for count in (2, 0):
        again = Engine(tmp_path)
        await again.start()
        written = await again.rooms.reports.write_due()
        assert len({path.name for path in written}) == count
        await again.stop()
    assert [p.name[10:] for p in sorted((tmp_path / FOLDER).iterdir())] == [
        "-inventory-HQ-Building-A-day-ko.html",
        "-inventory-day-ko.html",
    ]


async def test_a_report_that_nobody_knows_and_a_time_that_goes_back_are_refused() -> None:
    engine = Engine(None)
    await engine.start()
    with pytest.raises(InputError, match="no report weather"):
        await engine.rooms.reports.make(MakeReport(kind="weather", since=0, until=10))
    with pytest.raises(InputError, match="at most"):
        await engine.rooms.reports.make(MakeReport(kind="inventory", since=10, until=0))
    with pytest.raises(InputError, match="schedule"):
        await engine.rooms.reports.set_schedules((ReportSchedule(kind="inventory", hour=99),))
    pdf = await engine.rooms.reports.make(MakeReport(kind="inventory", since=0, until=10, format=ReportFormat.PDF))
    assert pdf.startswith(b"%PDF-")
    await engine.stop()


async def test_a_report_on_the_past_is_about_the_devices_of_that_time(tmp_path: Path) -> None:
    first, later = Engine(tmp_path, FakeClock(START)), Engine(tmp_path, FakeClock(START + 30 * DAY_S))
    await first.start()
    first.rooms.state.put_devices([switch(1, name="taken-away"), switch(2, name="stays")])
    await first.stop()
    await later.start()
    state, reports = later.rooms.state, later.rooms.reports
    state.drop_device("d1")
    state.put_devices([switch(3, name="just-new")])

    async def made(until: float) -> str:
        return (await reports.make(MakeReport(kind="inventory", since=START - DAY_S, until=until))).decode()

    then, now = await made(START + DAY_S), await made(START + 30 * DAY_S)
    names = ("taken-away", "stays", "just-new")
    assert [name for name in names if name in then] == ["taken-away", "stays"]
    assert [name for name in names if name in now] == ["stays", "just-new"]
    await later.stop()
