"""The wall: pages in turn, what is wrong in large letters, and a sign that nobody misses when data is stale."""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontMetricsF, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from nocscape.base import logs
from nocscape.base.errors import InputError
from nocscape.cli.commands import wall as command
from nocscape.console.bridge import Bridge
from nocscape.console.overviews.wall_pages import OverviewPage, OverviewPages
from nocscape.console.parts.kept import KeptWall
from nocscape.console.settings.store import SettingsKeeper
from nocscape.console.theme import Theme
from nocscape.console.wall import kept, run, sizes
from nocscape.console.wall.awake import Awake, Held, ways_here
from nocscape.console.wall.dialog import WallDialog
from nocscape.console.wall.freshness import STALE_S
from nocscape.console.wall.pages import MapPage, MapPages, WallPage
from nocscape.console.wall.problems import problems
from nocscape.console.wall.run import LastingWall
from nocscape.console.wall.show import Wall, WallPlan
from nocscape.console.wall.wall import WallWindow
from nocscape.engine.client import EngineClient
from nocscape.model.batches import EngineStats, MapLoaded, StatusChanged
from nocscape.model.commands import EditMap
from nocscape.model.mapdoc import MapDocument, Node
from nocscape.model.net import DeviceStatus
from nocscape.model.status import Status
from tests.console.campus import NOW, campus_items
from tests.console.fake_line import FakeLine
from tests.console.map_stage import LEFT, drawn_campus
from tests.console.waiting import until

pytestmark = pytest.mark.qt

SIZE = (1920, 1080)


class Board:
    """A page of another room."""

    def __init__(self, key: str, parent: QWidget) -> None:
        self.title = f"Board {key}"
        self.widget: QWidget = QLabel(key, parent)
        self.calls: list[str] = []
        self.is_gone = False

    def begin(self) -> None:
        self.calls.append("begin")

    def end(self) -> None:
        self.calls.append("end")

    def close(self) -> None:
        self.calls.append("close")


class Boards:
    """What another room offers."""

    prefix = "board:"

    def __init__(self) -> None:
        self.made: list[Board] = []

    def offered(self) -> Mapping[str, str]:
        return {"board:1": "One", "board:2": "Two"}

    def make(self, key: str, theme: Theme, parent: QWidget) -> WallPage:  # noqa: ARG002 - the protocol's
        self.made.append(Board(key, parent))
        return self.made[-1]


@pytest.fixture
def boards() -> Boards:
    return Boards()


@pytest.fixture
def wall(campus: Bridge, line: FakeLine, boards: Boards) -> Iterator[WallWindow]:
    line.tell(MapLoaded(document=drawn_campus(campus)))
    campus.tick()
    made = WallWindow(campus, "dark", [MapPages(campus), boards], [], every_s=30)
    made.freshness.now = lambda: NOW + 1
    made.resize(*SIZE)
    made.show()
    made.freshness.ticked.emit()
    QApplication.processEvents()
    yield made
    made.close()
    made.deleteLater()


def test_pages_of_all_rooms_follow_each_other_and_begin_again(wall: WallWindow, boards: Boards) -> None:
    assert [page.title for page in wall.pages] == ["Campus", "Board board:1", "Board board:2"]
    assert wall.is_turning
    for title in ("Board board:1", "Board board:2", "Campus"):
        wall.next_page()
        assert wall.pages[wall.place].title == title
        assert wall.stack.currentWidget() is wall.pages[wall.place].widget
    assert boards.made[0].calls == ["begin", "end"]


def test_keys_turn_hold_and_end(wall: WallWindow, boards: Boards) -> None:
    QTest.keyClick(wall, Qt.Key.Key_Right)
    assert wall.place == 1
    QTest.keyClick(wall, Qt.Key.Key_Left)
    assert wall.place == 0
    QTest.keyClick(wall, Qt.Key.Key_P)
    assert not wall.is_turning
    ended: list[bool] = []
    wall.ended.connect(lambda: ended.append(True))
    QTest.keyClick(wall, Qt.Key.Key_Escape)
    assert ended == [True]
    assert boards.made[0].calls[-1] == "close"


def test_the_map_on_a_wall_cannot_be_changed(wall: WallWindow, line: FakeLine) -> None:
    page = wall.pages[0]
    assert isinstance(page, MapPage)
    view = page._view
    assert view.model.is_locked
    before = dict(view.model.document.nodes)
    at = view.canvas.camera.point(before["core-1"].x, before["core-1"].y)
    QTest.mousePress(wall, LEFT, pos=view.mapTo(wall, QPoint(round(at[0]), round(at[1]))))
    QTest.mouseRelease(wall, LEFT, pos=view.mapTo(wall, QPoint(round(at[0]) + 80, round(at[1]))))
    view.commands.remove()
    assert view.model.document.nodes == before
    assert not any(isinstance(ask, EditMap) for ask in line.asks)


def test_a_wall_places_nothing_on_a_fresh_map(campus: Bridge, line: FakeLine) -> None:
    line.tell(MapLoaded(document=MapDocument(id="main", title="")))
    campus.tick()
    made = WallWindow(campus, "dark", [MapPages(campus)], [], every_s=30)
    made.show()
    QTest.qWait(1200)
    made.close()
    made.deleteLater()
    assert not any(isinstance(ask, EditMap) for ask in line.asks)


def test_what_matters_can_be_read_from_five_metres(wall: WallWindow) -> None:
    font = sizes.letters(wall.theme, "title", sizes.READABLE * SIZE[1])
    assert QFontMetricsF(font).capHeight() >= 0.95 * sizes.READABLE * SIZE[1]
    screen_m = 0.685
    minutes_of_arc = sizes.READABLE * screen_m / 5.0 * 180 * 60 / 3.1416
    assert minutes_of_arc >= 15
    assert wall.theme.text_scale == pytest.approx(1.9, abs=0.01)


def test_what_says_no_colour_itself_wears_that_of_the_wall(wall: WallWindow, boards: Boards) -> None:
    wall.theme.set("light")
    wall.resize(SIZE[0], SIZE[1] + 100)
    QApplication.processEvents()
    words = boards.made[0].widget
    words.ensurePolished()
    assert words.palette().color(QPalette.ColorRole.WindowText) == wall.theme.color("text")


def overview_on(wall: WallWindow, campus: Bridge, name: str, size: tuple[int, int]) -> OverviewPage:
    """An overview on a wall of that size."""
    wall.resize(*size)
    page = OverviewPages(campus).make(f"overview:built-in:{name}", wall.theme, wall)
    wall.pages.append(page)
    wall.stack.addWidget(page.widget)
    wall.show_page(len(wall.pages) - 1)
    QApplication.processEvents()
    return page


@pytest.mark.parametrize("name", ["network", "wan", "server-room"])
@pytest.mark.parametrize("size", [(1920, 1080), (3840, 2160)])
def test_an_overview_on_a_wall_is_seen_whole_in_text_of_one_size(
    wall: WallWindow, campus: Bridge, name: str, size: tuple[int, int]
) -> None:
    view = overview_on(wall, campus, name, size).widget
    assert view.grid.height() == view.viewport().height()
    assert max(frame.geometry().bottom() for frame in view.grid.frames.values()) < view.viewport().height()
    title = view.grid.frames["alarms"].findChildren(QLabel)[0]
    title.ensurePolished()
    assert title.font().pixelSize() == view.context.theme.font("body").pixelSize() > 13 * size[1] / 1080


def test_text_of_an_overview_grows_with_the_screen_and_with_fewer_tiles(wall: WallWindow, campus: Bridge) -> None:
    theme = overview_on(wall, campus, "network", (1920, 1080)).widget.context.theme
    small = theme.text_scale
    fewer = overview_on(wall, campus, "server-room", (1920, 1080)).widget.context.theme.text_scale
    wall.show_page(wall.place - 1)
    wall.resize(3840, 2160)
    QApplication.processEvents()
    assert small < fewer
    assert theme.text_scale == pytest.approx(2 * small, rel=0.03)


def test_an_overview_that_is_higher_than_the_screen_is_turned_part_by_part(wall: WallWindow, campus: Bridge) -> None:
    view = overview_on(wall, campus, "network", (1920, 600)).widget
    seen: set[str] = set()
    for _ in range(4):
        top, bottom = view.verticalScrollBar().value(), view.verticalScrollBar().value() + view.viewport().height()
        frames = view.grid.frames.items()
        seen |= {name for name, f in frames if f.geometry().top() >= top and f.geometry().bottom() <= bottom}
        view.next_part()
    assert seen == set(view.grid.frames)
    assert not view.verticalScrollBar().isVisible()


def test_an_overview_wears_the_theme_of_its_wall(wall: WallWindow, campus: Bridge) -> None:
    page = overview_on(wall, campus, "network", SIZE)
    wall.theme.set("light")
    assert page.widget.context.theme.name == "light"


def test_stale_data_is_marked_over_the_whole_wall_until_there_is_fresh_data(
    wall: WallWindow, campus: Bridge, line: FakeLine
) -> None:
    assert not wall.sign.isVisible()
    wall.freshness.now = lambda: NOW + STALE_S + 60
    wall.freshness.ticked.emit()
    assert wall.sign.isVisible()
    assert wall.sign.geometry() == wall.rect()
    assert wall.sign.accessibleName() == "NO FRESH DATA FOR 1 min 15 s"
    line.tell(EngineStats(at=NOW + STALE_S + 59))
    campus.tick()
    wall.freshness.ticked.emit()
    assert not wall.sign.isVisible()


def test_an_engine_that_is_gone_is_stale_at_once(wall: WallWindow, campus: Bridge) -> None:
    campus.connection_lost.emit()
    assert wall.sign.isVisible()


def test_a_stale_wall_shows_red_across_the_screen(wall: WallWindow) -> None:
    wall.freshness.now = lambda: NOW + 300
    wall.freshness.ticked.emit()
    image = wall.grab().toImage()
    crit = wall.theme.color("crit")
    assert image.pixelColor(40, SIZE[1] // 2 - 90) == crit
    assert image.pixelColor(SIZE[0] - 40, SIZE[1] // 2 - 90) == crit


def test_clock_age_and_counts_are_told(wall: WallWindow) -> None:
    told = wall.head.accessibleName()
    assert told.startswith("Campus. Critical: 1, Unreachable: 2, Warning: 1, Up: 28.")
    assert told.endswith("data 1 s old")


def test_polls_that_come_late_are_told(wall: WallWindow, campus: Bridge, line: FakeLine) -> None:
    line.tell(EngineStats(at=NOW, polls_on_time_percent=40))
    campus.tick()
    assert wall.freshness.words() == "data 1 s old, polls late"


def test_causes_are_listed_and_their_effects_counted(campus: Bridge) -> None:
    found = problems(campus.live, NOW)
    assert [(p.status, p.name) for p in found] == [
        (Status.CRITICAL, "dist-b2"),
        (Status.WARNING, "app-2"),
        (Status.UNREACHABLE, "2 cannot be reached"),
    ]
    assert found[0].detail == "41 d · no answer"


def test_more_problems_than_there_is_room_for_are_counted(wall: WallWindow, campus: Bridge, line: FakeLine) -> None:
    down = tuple(DeviceStatus(device=d, status=Status.CRITICAL, since=NOW) for d in list(campus.live.devices)[:30])
    line.tell(StatusChanged(devices=down))
    campus.tick()
    lines = wall.problems.lines()
    assert len(lines) == int(wall.problems.height() / (sizes.ROW * SIZE[1]))
    assert lines[-1].name.endswith(" more")


def test_each_screen_begins_with_another_page_and_esc_on_one_ends_all(campus: Bridge, boards: Boards) -> None:
    held: list[str] = []
    awake = Awake([lambda: Held("test", lambda: held.append("released"))])
    made = Wall(campus, campus, sources=[boards], awake=awake)
    screen = QApplication.screens()[0]
    made.begin(WallPlan(screens=(0, 1)), [screen, screen])
    assert [window.pages[0].title for window in made.windows] == ["Board board:1", "Board board:2"]
    assert awake.by == "test"
    QTest.keyClick(made.windows[1], Qt.Key.Key_Escape)
    assert made.windows == []
    assert held == ["released"]


def listen(lasting: LastingWall) -> None:
    """Hear all that is told, and what follows once maps have ceased to come."""
    for _ in range(3):
        lasting._bridge.tick() if lasting._bridge is not None else None
    until(lambda: not lasting._settle.isActive())


def test_maps_that_are_told_late_are_pages_of_an_unattended_wall_too(qapp: QApplication) -> None:
    line = FakeLine()
    lasting = LastingWall(lambda: EngineClient(line, origin="console"), WallPlan(), qapp, Awake([]))
    lasting.begin(EngineClient(line, origin="console"))
    for map_id in ("main", "b"):
        nodes = {"core-1": Node(device="core-1", x=0.0, y=0.0)}
        line.tell(MapLoaded(document=MapDocument(id=map_id, title=map_id, nodes=nodes)), *campus_items())
        lasting._bridge.tick() if lasting._bridge is not None else None
    listen(lasting)
    assert lasting.wall is not None
    assert [page.title for page in lasting.wall.windows[0].pages] == ["main", "b"]
    lasting.end()
    lasting.deleteLater()


def test_an_overview_is_a_page_before_the_engine_has_listed_it_and_is_passed_over_when_it_is_gone(
    campus: Bridge, line: FakeLine
) -> None:
    line.tell(MapLoaded(document=drawn_campus(campus)))
    campus.tick()
    pages = OverviewPages(campus)
    made = WallWindow(campus, "dark", [MapPages(campus), pages], ["map:main", "overview:mine"], every_s=30)
    assert len(made.pages) == 2
    made.next_page()
    assert made.place == 1
    pages.book.is_read = True
    made.next_page()
    made.next_page()
    assert made.place == 0
    made.close()
    made.deleteLater()


def test_a_wall_comes_back_with_its_engine(qapp: QApplication) -> None:
    lines = [FakeLine(), FakeLine()]
    awake = Awake([])
    lasting = LastingWall(lambda: EngineClient(lines[1], origin="console"), WallPlan(), qapp, awake)
    lasting.begin(EngineClient(lines[0], origin="console"))
    for line in lines:
        line.tell(MapLoaded(document=MapDocument(id="main", title="M")), *campus_items())
    listen(lasting)
    assert lasting.wall is not None
    first = lasting.wall.windows[0]
    lines[0].is_open = False
    lasting._bridge.tick() if lasting._bridge is not None else None
    assert first.sign.isVisible()
    lasting.connect_again()
    listen(lasting)
    assert lasting.wall.windows[0] is not first
    assert not lasting.wall.windows[0].freshness.is_lost
    lasting.end()
    lasting.deleteLater()


def test_a_wall_without_a_screen_that_stays_on_says_so(campus: Bridge, boards: Boards) -> None:
    made = WallWindow(campus, "dark", [boards], [], every_s=30, is_awake=False)
    made.freshness.now = lambda: NOW + 1
    assert made.freshness.words() == "data 1 s old, the screen saver may come"
    made.close()
    made.deleteLater()


def test_the_dialog_tells_screens_pages_and_seconds(qapp: QApplication) -> None:
    window = QWidget()
    dialog = WallDialog(["HDMI-1", "DP-1"], {"map:main": "Campus", "map:b": "B"}, "light", window)
    plans: list[WallPlan] = []
    dialog.chosen.connect(plans.append)
    dialog.pages["map:b"].setChecked(False)
    dialog.every.setValue(45)
    dialog.accept()
    assert plans == [WallPlan((1,), ("map:main",), 45, "light")]


def test_a_wall_is_kept_under_its_name_chosen_again_and_forgotten(qapp: QApplication) -> None:
    window = QWidget()
    mine = KeptWall(name="NOC room", screens=(0,), pages=("map:b", "map:gone"), every_s=20)
    dialog = WallDialog(["HDMI-1", "DP-1"], {"map:main": "Campus", "map:b": "B"}, "dark", window, (mine,))
    named: list[tuple[str, WallPlan]] = []
    dropped: list[str] = []
    dialog.named.connect(lambda name, plan: named.append((name, plan)))
    dialog.dropped.connect(dropped.append)
    dialog.known.setCurrentIndex(1)
    dialog.known.activated.emit(1)
    assert dialog.plan() == WallPlan((0,), ("map:b",), 20, "dark")
    assert dialog.command.text() == 'nocscape wall "NOC room"'
    dialog.name.setText(" Entrance ")
    dialog.every.setValue(60)
    dialog._tell()
    assert named == [("Entrance", WallPlan((0,), ("map:b",), 60, "dark"))]
    dialog.drop.click()
    assert (dropped, dialog.name.text(), dialog.known.count()) == (["NOC room"], "", 1)
    dialog.deleteLater()


def test_a_wall_needs_a_screen_and_a_page(qapp: QApplication) -> None:
    window = QWidget()
    dialog = WallDialog(["HDMI-1"], {"map:main": "Campus"}, "light", window)
    assert dialog.start.isEnabled()
    dialog.screens[0].setChecked(False)
    assert not dialog.start.isEnabled()
    dialog.deleteLater()


def test_one_wish_holds_for_all_walls_until_the_last_one_ends() -> None:
    released: list[str] = []
    awake = Awake([lambda: None, lambda: Held("second", lambda: released.append("second"))])
    assert awake.begin()
    assert awake.begin()
    awake.end()
    assert awake.by == "second"
    awake.end()
    assert (awake.by, released) == ("", ["second"])


def test_where_nothing_takes_the_wish_nobody_keeps_the_screen_on() -> None:
    def refuses() -> Held | None:
        raise OSError("no such program")

    awake = Awake([refuses, lambda: None])
    assert not awake.begin()
    assert awake.by == ""
    awake.end()


class Command:
    """`nocscape wall` with a profile, up to where a window would open."""

    def __init__(self, profile: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.profile = profile
        self.plans: list[WallPlan] = []
        monkeypatch.setattr(run, "run", self._note)
        monkeypatch.setattr(logs, "setup", lambda **_: None)

    def _note(self, _open_line: object, plan: WallPlan) -> int:
        self.plans.append(plan)
        return 0

    def __call__(self, *words: str) -> int:
        options = argparse.ArgumentParser()
        command.configure(options)
        return command.run(options.parse_args(["--profile", str(self.profile), *words]))


@pytest.fixture
def wall_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    keeper = SettingsKeeper(tmp_path)
    room = kept.kept("NOC room", WallPlan((1,), ("map:main", "overview:x"), 20, "dark"))
    keeper.change(walls=kept.put((), room))
    keeper.flush()
    return Command(tmp_path, monkeypatch)


def test_the_command_says_where_what_and_how_long(wall_command: Command) -> None:
    assert wall_command("--screen", "1", "--screen", "2", "--page", "map:main", "--every", "20", "--light") == 0
    assert wall_command() == 0
    assert wall_command.plans == [WallPlan((1, 2), ("map:main",), 20, "light"), WallPlan((0,), (), 30, "dark")]


def test_a_kept_wall_is_put_up_by_its_name_after_a_restart(
    wall_command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    assert wall_command("NOC room") == 0
    assert wall_command("NOC room", "--screen", "0") == 0
    pages = ("map:main", "overview:x")
    assert wall_command.plans == [WallPlan((1,), pages, 20, "dark"), WallPlan((0,), pages, 20, "dark")]
    assert wall_command("--list") == 0
    assert capsys.readouterr().out == "NOC room\n"
    with pytest.raises(InputError, match="No wall is kept under the name lobby") as caught:
        wall_command("lobby")
    assert caught.value.hint == "kept are: NOC room"


def test_a_wall_goes_to_another_machine_as_a_file(wall_command: Command, tmp_path: Path) -> None:
    file = tmp_path / "room.json"
    assert wall_command("NOC room", "--write", str(file)) == 0
    wall_command.profile = tmp_path / "elsewhere"
    assert wall_command("--file", str(file), "--every", "60") == 0
    assert wall_command.plans == [WallPlan((1,), ("map:main", "overview:x"), 60, "dark")]
    for content, reason in (
        (b"{}", "is no wall"),
        (b" " * 200_000, "is too large"),
        (b'{"name": "a", "every_s": 1}', ">= 5"),
    ):
        file.write_bytes(content)
        with pytest.raises(InputError, match=reason):
            wall_command("--file", str(file))


@pytest.mark.skipif(sys.platform != "linux", reason="the session bus is Linux's way")
def test_the_desktops_service_is_asked_to_keep_the_screen_on() -> None:
    if subprocess.run(["which", "dbus-run-session"], capture_output=True, check=False).returncode:
        pytest.skip("no dbus-run-session")
    command = ["dbus-run-session", "--", sys.executable, "-m", "tests.console.saver_child"]
    told = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    assert told.stdout.split("\n")[:2] == ["asked by nocscape", "held by org.freedesktop.ScreenSaver"]


def test_every_platform_has_a_way(monkeypatch: pytest.MonkeyPatch) -> None:
    for platform in ("linux", "win32", "darwin", "freebsd14"):
        monkeypatch.setattr(sys, "platform", platform)
        assert ways_here()
