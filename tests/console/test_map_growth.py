"""A fresh map that fills itself while the network is discovered."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtTest import QTest

from nocscape.base.i18n import msg
from nocscape.console.bridge import Bridge
from nocscape.console.map import arranger, growth
from nocscape.console.map.growth import Stage as Growing
from nocscape.console.map.layouts.graph import Plan, Vertex
from nocscape.console.map.layouts.quality import overlaps
from nocscape.console.map.model import GROWN
from nocscape.console.map.sheet import Sheet
from nocscape.console.selection import Selection
from nocscape.model.batches import DeviceChanged, Item, JobProgress, LinksChanged, MapChanged, MapLoaded
from nocscape.model.commands import EditMap
from nocscape.model.mapdoc import MapDocument, Node, PutItems
from nocscape.model.net import Kind
from tests.console.campus import campus_items
from tests.console.fake_line import FakeLine
from tests.console.waiting import until

pytestmark = pytest.mark.qt

FRESH = MapDocument(id="main", title="")


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same steps without the pauses between them."""
    monkeypatch.setattr(growth, "SETTLE_MS", 5)
    monkeypatch.setattr(growth, "WAVE_MS", 40)
    monkeypatch.setattr(growth, "QUIET_MS", 60)


@pytest.fixture
def sheet(bridge: Bridge) -> Iterator[Sheet]:
    made = Sheet(bridge, "main", Selection(), bridge)
    yield made
    made.close()


def tell(bridge: Bridge, line: FakeLine, *items: Item) -> None:
    line.tell(*items)
    for _ in range(10):
        bridge.tick()


def devices() -> list[DeviceChanged]:
    return [item for item in campus_items() if isinstance(item, DeviceChanged)]


def links() -> list[LinksChanged]:
    return [item for item in campus_items() if isinstance(item, LinksChanged)]


def spots(sheet: Sheet) -> dict[str, tuple[float, float]]:
    return {d: (n.x, n.y) for d, n in sheet.model.document.nodes.items()}


def job(stage: str) -> JobProgress:
    return JobProgress(job="d1", stage=stage)


def test_a_fresh_network_is_drawn_with_frames_and_without_overlaps(
    bridge: Bridge, line: FakeLine, sheet: Sheet
) -> None:
    tell(bridge, line, MapLoaded(document=FRESH), *campus_items())
    until(lambda: len(spots(sheet)) == 32)
    titles = sorted(g.title for g in sheet.model.document.groups.values())
    assert titles == ["Building A", "Building B", "Core", "Server room"]
    nodes = sheet.scene.nodes
    x, y, half = nodes.xy[:, 0], nodes.xy[:, 1], nodes.half_width
    assert overlaps(x - half, y - 22, x + half, y + 44) == 0
    assert overlaps(*sheet.scene.groups.frames.T) == 0
    sent = [ask for ask in line.asks if isinstance(ask, EditMap)]
    assert len(sent) == 1
    assert sent[0].edit.startswith(GROWN)
    assert not sheet.model.undo_stack.canUndo()


def test_placed_nodes_stay_while_more_devices_are_found(bridge: Bridge, line: FakeLine, sheet: Sheet) -> None:
    tell(bridge, line, MapLoaded(document=FRESH), job("sweep"), *devices()[:12], *links())
    until(lambda: len(spots(sheet)) == 12)
    first = spots(sheet)
    tell(bridge, line, *devices()[12:])
    until(lambda: len(spots(sheet)) == 32)
    assert {d: spots(sheet)[d] for d in first} == first
    assert sheet.model.unplaced() == ()


def test_when_discovery_has_ended_an_untouched_map_is_arranged_once_and_undo_takes_it_back(
    bridge: Bridge, line: FakeLine, sheet: Sheet
) -> None:
    tell(bridge, line, MapLoaded(document=FRESH), job("sweep"), *devices())
    until(lambda: len(spots(sheet)) == 32)
    before = spots(sheet)
    tell(bridge, line, *links())
    QTest.qWait(150)
    assert spots(sheet) == before
    tell(bridge, line, job("done"))
    until(lambda: sheet.growth.stage is Growing.GROWN)
    assert str(sheet.model.undo_title()) == "Arranged 32 devices"
    sheet.model.undo()
    assert spots(sheet) == before


def test_links_that_run_over_a_device_are_as_bad_as_links_that_cross() -> None:
    plan = Plan(tuple(Vertex(name, name, Kind.SERVER, 80.0) for name in "abc"), ((0, 1), (1, 2), (0, 2)))
    in_a_row = {"a": (0.0, 0.0), "b": (200.0, 0.0), "c": (400.0, 0.0)}
    apart = in_a_row | {"b": (200.0, 150.0)}
    assert growth.is_clearer(plan, apart, in_a_row)
    assert not growth.is_clearer(plan, in_a_row, apart)


def test_what_is_found_after_the_first_discovery_waits(bridge: Bridge, line: FakeLine, sheet: Sheet) -> None:
    tell(bridge, line, MapLoaded(document=FRESH), *devices()[:30], *links())
    until(lambda: sheet.growth.stage is Growing.GROWN)
    tell(bridge, line, *devices()[30:])
    QTest.qWait(80)
    assert len(sheet.model.unplaced()) == 2
    assert len(spots(sheet)) == 30


def test_a_map_that_holds_something_never_fills_itself(bridge: Bridge, line: FakeLine, sheet: Sheet) -> None:
    document = MapDocument(id="main", title="", revision=1, nodes={"core-1": Node(device="core-1", x=0, y=0)})
    tell(bridge, line, MapLoaded(document=document), *devices())
    QTest.qWait(80)
    assert set(spots(sheet)) == {"core-1"}
    assert len(sheet.model.unplaced()) == 31


def test_a_map_that_was_emptied_on_purpose_stays_empty(bridge: Bridge, line: FakeLine, sheet: Sheet) -> None:
    tell(bridge, line, MapLoaded(document=MapDocument(id="main", title="", revision=9)), *devices())
    QTest.qWait(80)
    assert spots(sheet) == {}


def test_nothing_is_placed_before_the_engine_has_told_what_the_map_holds(
    bridge: Bridge, line: FakeLine, sheet: Sheet
) -> None:
    tell(bridge, line, *devices())
    QTest.qWait(80)
    assert spots(sheet) == {}
    tell(bridge, line, MapLoaded(document=FRESH))
    until(lambda: len(spots(sheet)) == 32)


def test_an_edit_of_the_operator_ends_the_growth(bridge: Bridge, line: FakeLine, sheet: Sheet) -> None:
    tell(bridge, line, MapLoaded(document=FRESH), job("sweep"), *devices()[:10])
    until(lambda: len(spots(sheet)) == 10)
    sheet.model.edit(msg("Moved {name}", name="x"), PutItems(nodes=(Node(device="core-1", x=-500, y=0),)))
    tell(bridge, line, *devices()[10:], job("done"))
    QTest.qWait(150)
    assert len(spots(sheet)) == 10
    assert spots(sheet)["core-1"] == (-500, 0)
    assert len(sheet.model.unplaced()) == 22


def test_only_one_of_two_consoles_fills_a_map(bridge: Bridge, line: FakeLine, sheet: Sheet) -> None:
    tell(bridge, line, MapLoaded(document=FRESH))
    put = PutItems(nodes=(Node(device="core-1", x=0, y=0),))
    tell(bridge, line, MapChanged(map="main", change=put, revision=1, edit=f"{GROWN}1", actor="kim"), *devices())
    QTest.qWait(30)
    assert not [ask for ask in line.asks if isinstance(ask, EditMap)]
    assert sheet.model.unplaced() == ()
    until(lambda: sheet.growth.stage is Growing.GROWN)
    assert len(sheet.model.unplaced()) == 31


def test_a_large_network_is_laid_out_in_another_process(
    bridge: Bridge, line: FakeLine, sheet: Sheet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arranger, "INLINE_VERTICES", 10)
    busy: list[bool] = []
    sheet.arranger.busy_changed.connect(busy.append)
    tell(bridge, line, MapLoaded(document=FRESH), *campus_items())
    until(lambda: len(spots(sheet)) == 32)
    assert busy == [True, False]


def test_a_layout_in_another_process_can_be_stopped(
    bridge: Bridge, line: FakeLine, sheet: Sheet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arranger, "INLINE_VERTICES", 10)
    tell(bridge, line, MapLoaded(document=FRESH), *campus_items())
    until(lambda: sheet.arranger.is_busy)
    sheet.model.edit(msg("Moved {name}", name="x"), PutItems(nodes=(Node(device="core-1", x=-500, y=0),)))
    sheet.arranger.cancel()
    QTest.qWait(60)
    assert set(spots(sheet)) == {"core-1"}
