"""The engine keeps overviews, and nobody overwrites what somebody else did meanwhile."""

from __future__ import annotations

import msgspec
import pytest
from msgspec.structs import replace

from nocscape.base.errors import InputError
from nocscape.engine.keeping.overviews import PREFIX, OverviewRoom
from nocscape.model.batches import Item, OverviewsChanged
from nocscape.model.overview import (
    Cells,
    ListOverviews,
    Overview,
    OverviewInfo,
    ReadOverview,
    RemoveOverview,
    SaveOverview,
    Widget,
)
from tests.unit.engine.kept_settings import KeptSettings

OVERVIEW = Overview(id="core", title="Core", widgets=(Widget(id="a", kind="chart", cells=Cells(0, 0, 6, 4)),))


async def test_an_overview_that_was_kept_is_there_after_a_restart() -> None:
    keeper, told = KeptSettings(), list[Item]()
    room = OverviewRoom(keeper, told.append)
    kept = await room.save(SaveOverview(overview=OVERVIEW))
    assert kept == replace(OVERVIEW, revision=1)
    again = OverviewRoom(keeper, told.append)
    again.restore(keeper.settings | {"poll_interval_s": b"\x01"})
    assert await again.read(ReadOverview(overview="core")) == kept
    assert await again.infos(ListOverviews()) == (OverviewInfo("core", "Core", 1),)
    assert told == [OverviewsChanged(overview="core", revision=1)]


async def test_a_save_over_somebody_elses_change_is_refused() -> None:
    room = OverviewRoom(KeptSettings(), lambda _: None)
    kept = await room.save(SaveOverview(overview=OVERVIEW))
    await room.save(SaveOverview(overview=replace(kept, title="Theirs")))
    with pytest.raises(InputError, match="meanwhile"):
        await room.save(SaveOverview(overview=replace(kept, title="Mine")))


async def test_what_was_removed_is_gone_for_good() -> None:
    keeper = KeptSettings()
    room = OverviewRoom(keeper, lambda _: None)
    await room.save(SaveOverview(overview=OVERVIEW))
    await room.remove(RemoveOverview(overview="core"))
    assert keeper.settings == {}
    with pytest.raises(InputError, match="no overview core"):
        await room.read(ReadOverview(overview="core"))


async def test_an_overview_that_cannot_be_read_is_left_out(caplog: pytest.LogCaptureFixture) -> None:
    room = OverviewRoom(KeptSettings(), lambda _: None)
    room.restore({PREFIX + "x": b"\xc1", PREFIX + "y": msgspec.msgpack.encode(replace(OVERVIEW, id=""))})
    assert await room.infos(ListOverviews()) == ()
    assert len(caplog.records) == 2
    caplog.clear()
