"""The map as it was: asked for, shown with topology and states together, played, and let go of."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtTest import QTest

from nocscape.console.bridge import Bridge
from nocscape.console.map.past.bar import TICKS
from nocscape.console.map.past.machine import SPEEDS, STEPS, TimeMachine
from nocscape.engine.client import EngineClient
from nocscape.model.batches import MapLoaded, StatusChanged
from nocscape.model.commands import Ask, ReadEvents, ReadNetworkAt
from nocscape.model.mapdoc import MapDocument
from nocscape.model.net import DeviceStatus
from nocscape.model.past import NetworkThen
from nocscape.model.status import Severity, Status
from tests.console.campus import NOW, campus_events, campus_items
from tests.console.fake_line import FakeLine
from tests.console.map_stage import LEFT, NO_KEYS, Stage, drawn_campus, stage

pytestmark = pytest.mark.qt

GONE = "ap-a1"


class Archive(FakeLine):
    """Answers with a campus in which one device was missing and another one down."""

    def __init__(self) -> None:
        super().__init__(self._reply)
        self.document = MapDocument(id="main", title="")
        self.bridge: Bridge | None = None

    def _reply(self, ask: Ask) -> object:
        if isinstance(ask, ReadEvents):
            return campus_events()
        if not isinstance(ask, ReadNetworkAt) or self.bridge is None:
            return None
        live = self.bridge.live
        nodes = {d: replace(n, x=n.x + 500) for d, n in self.document.nodes.items() if d != GONE}
        return NetworkThen(
            at=ask.at,
            devices=tuple(i for d, i in live.devices.items() if d != GONE),
            statuses=(DeviceStatus(device="core-1", status=Status.CRITICAL),),
            links=tuple(x for x in live.links.values() if GONE not in (x.a.device, x.b.device)),
            maps=(replace(self.document, nodes=nodes),),
        )

    @property
    def times(self) -> list[float]:
        """Times that were asked for."""
        return [ask.at for ask in self.asks if isinstance(ask, ReadNetworkAt)]


@pytest.fixture
def line() -> Archive:
    return Archive()


@pytest.fixture
def on_stage(bridge: Bridge, line: Archive) -> Iterator[Stage]:
    line.bridge = bridge
    line.tell(*campus_items())
    for _ in range(50):
        bridge.tick()
    line.document = drawn_campus(bridge)
    with stage(bridge, line, line.document) as made:
        made.view.seeing.machine.now = lambda: NOW
        yield made


def go(on_stage: Stage, at: float | None) -> None:
    """Show a time and wait until it is there."""
    machine = on_stage.view.seeing.machine
    machine.go(at)
    if at is not None:
        machine._ask()
        on_stage.bridge.tick()


def test_another_time_shows_topology_states_and_places_of_that_time(on_stage: Stage) -> None:
    before = on_stage.nodes
    go(on_stage, NOW - 3600)
    scene = on_stage.canvas.scene
    assert scene.live.status("core-1") is Status.CRITICAL
    assert GONE not in scene.nodes.row
    assert on_stage.nodes["core-1"][0] == before["core-1"][0] + 500
    assert on_stage.view.seeing.frame.isVisible()
    go(on_stage, None)
    assert on_stage.canvas.scene.live is on_stage.bridge.live
    assert on_stage.nodes == before
    assert not on_stage.view.seeing.frame.isVisible()


@pytest.mark.parametrize("width", [1200, 520])
def test_the_words_of_another_time_stand_above_the_map_clear_of_the_tool_bar(on_stage: Stage, width: int) -> None:
    on_stage.view.resize(width, 700)
    go(on_stage, NOW - 3600)
    plate = on_stage.view.seeing.frame.plate()
    assert QRectF(on_stage.view.rect()).contains(plate)
    assert not plate.intersects(QRectF(on_stage.view.tool_bar.geometry()))
    on_stage.view.seeing.find_bar.begin()
    assert not plate.intersects(QRectF(on_stage.view.seeing.find_bar.geometry()))


def test_the_past_is_not_edited_and_says_so(on_stage: Stage) -> None:
    go(on_stage, NOW - 3600)
    before = on_stage.nodes
    on_stage.drag(on_stage.at("core-2"), on_stage.at("core-2") + QPoint(60, 40))
    assert on_stage.nodes == before
    assert on_stage.edits == []
    assert on_stage.view.chip.text == "This is how it was. Go back to now to change the map."


def test_unlocking_the_past_goes_back_to_now(on_stage: Stage) -> None:
    go(on_stage, NOW - 3600)
    on_stage.view.map_actions["lock"].trigger()
    assert not on_stage.view.seeing.is_past
    assert not on_stage.view.model.is_locked


def test_what_happens_meanwhile_is_there_when_the_present_is_shown_again(on_stage: Stage) -> None:
    go(on_stage, NOW - 3600)
    on_stage.line.tell(StatusChanged(devices=(DeviceStatus(device="acc-a1", status=Status.WARNING),)))
    on_stage.bridge.tick()
    go(on_stage, None)
    assert on_stage.canvas.scene.live.status("acc-a1") is Status.WARNING
    row = on_stage.canvas.scene.nodes.row["acc-a1"]
    assert on_stage.canvas.scene.nodes.status[row] > 2


def test_a_press_on_the_track_asks_for_that_time_once_the_handle_rests(on_stage: Stage, line: Archive) -> None:
    track = on_stage.view.seeing.bar.track
    QTest.mousePress(track, LEFT, NO_KEYS, QPoint(track.width() // 4, track.height() // 2))
    QTest.mouseMove(track, QPoint(track.width() // 2, track.height() // 2))
    QTest.mouseRelease(track, LEFT, NO_KEYS, QPoint(track.width() // 2, track.height() // 2))
    for _ in range(100):
        QTest.qWait(10)
        if line.times:
            break
    assert len(line.times) == 1
    assert abs(line.times[0] - (NOW - 43_200)) < 1200


def test_arrow_keys_step_through_time(on_stage: Stage) -> None:
    track, machine = on_stage.view.seeing.bar.track, on_stage.view.seeing.machine
    track.setFocus()
    QTest.keyClick(track, Qt.Key.Key_Left)
    assert NOW - 1200 < (machine.at or 0.0) < NOW - 600
    QTest.keyClick(track, Qt.Key.Key_Home)
    assert (machine.at or 0.0) == pytest.approx(NOW - machine.span_s)
    QTest.keyClick(track, Qt.Key.Key_End)
    assert not machine.at


def test_playing_goes_on_only_when_the_last_time_has_arrived_and_ends_in_the_present(bridge: Bridge) -> None:
    line = FakeLine()
    machine = TimeMachine(Bridge(EngineClient(line, origin="console"), bridge), bridge, now=lambda: NOW)
    machine.toggle_play()
    machine._ask()
    machine._step()
    machine._step()
    assert len(line.asks) == 1
    machine.at = NOW - 1
    machine._asked = None
    machine._rest.stop()
    machine._step()
    assert _state_of(machine) == (None, False)


def _state_of(machine: TimeMachine) -> tuple[float | None, bool]:
    return machine.at, machine.is_playing


def test_a_step_is_a_part_of_the_span(bridge: Bridge) -> None:
    machine = TimeMachine(bridge, bridge, now=lambda: NOW)
    machine.go(NOW - 7200)
    machine._rest.stop()
    machine._step()
    assert machine.at == NOW - 7200 + machine.span_s / STEPS
    machine.go(None)


def test_critical_events_are_marked_on_the_track(on_stage: Stage) -> None:
    machine, track = on_stage.view.seeing.machine, on_stage.view.seeing.bar.track
    machine.read_marks()
    on_stage.bridge.tick()
    assert machine.marks == (NOW,)
    assert list(track._marks) == [1.0]
    assert track.value() == TICKS


def test_marks_are_asked_for_the_whole_span_as_soon_as_the_bar_is_seen(on_stage: Stage, line: Archive) -> None:
    on_stage.view.seeing.machine.set_span(7 * 86_400)
    asked = [ask for ask in line.asks if isinstance(ask, ReadEvents)]
    assert [ask.severity for ask in asked] == [Severity.CRITICAL] * 2
    assert asked[-1].since == NOW - 7 * 86_400


def test_a_mark_says_what_happened_and_keys_go_from_mark_to_mark(on_stage: Stage) -> None:
    machine, track = on_stage.view.seeing.machine, on_stage.view.seeing.bar.track
    early, late = NOW - 40_000, NOW - 20_000
    machine.hear(tuple(replace(event, id=f"x{at}", at=at) for event in campus_events() for at in (early, late)))
    on_stage.view.seeing.bar.refresh()
    shares = [share for share in track._marks if share < 1.0]
    left, right = track._ends()
    words = track.mark_at(left + shares[0] * (right - left) + 2)
    assert words.endswith("Link down: Te1/1/2")
    assert track.mark_at(left) == ""
    track.setFocus()
    times = []
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Right):
        QTest.keyClick(track, key, Qt.KeyboardModifier.ControlModifier)
        times.append(machine.at)
    assert times == [late, early, early, late, None]


def test_time_is_played_as_fast_as_was_chosen(on_stage: Stage) -> None:
    machine = on_stage.view.seeing.machine
    for speed, interval in ((4.0, 175), (0.5, 1400)):
        machine.set_speed(speed)
        assert machine._play.interval() == interval
    assert set(SPEEDS) > {0.5, 4.0}


def test_the_frame_says_whether_devices_stand_where_they_stood_or_where_they_stand(
    on_stage: Stage, line: Archive
) -> None:
    go(on_stage, NOW - 3600)
    assert on_stage.view.seeing.frame.accessibleName().endswith("devices where they stood then")
    line.document = MapDocument(id="main", title="")
    go(on_stage, NOW - 7200)
    assert on_stage.view.seeing.frame.accessibleName().endswith("devices where they stand now")


def test_a_map_that_was_empty_then_shows_what_was_known_where_it_stands_now(on_stage: Stage, line: Archive) -> None:
    line.document = MapDocument(id="main", title="")
    go(on_stage, NOW - 3600)
    shown = on_stage.canvas.scene.nodes.row
    assert "core-1" in shown
    assert GONE not in shown


def test_another_map_is_shown_as_it_was_too(on_stage: Stage, line: Archive) -> None:
    go(on_stage, NOW - 3600)
    on_stage.line.tell(MapLoaded(document=MapDocument(id="other", title="Other", revision=1)))
    on_stage.bridge.tick()
    on_stage.view.show_map("other")
    assert on_stage.view.seeing.is_past
    assert on_stage.view.model.map_id == "other"
    assert on_stage.view.model.is_locked


def test_the_bar_of_time_is_in_sight_in_the_smallest_window_and_covers_nothing(on_stage: Stage) -> None:
    view = on_stage.view
    for width in (1200, 900, 682):
        view.resize(width, 432)
        bar, legend = view.seeing.bar, view.legend
        assert bar.isVisible()
        assert bar.geometry().right() <= width
        assert not bar.geometry().adjusted(10, 0, -10, 0).intersects(legend.geometry().adjusted(10, 0, -10, 0))
    assert view.minimap.isHidden()
