"""The looking half of a map view: other times, other colours, search, and kept views."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, QPoint, QSize, Signal, Slot
from PySide6.QtWidgets import QWidget

from nocscape.base.i18n import tr
from nocscape.console.bridge import Bridge
from nocscape.console.highlights import FOUND
from nocscape.console.map import alike
from nocscape.console.map.bookmarks import MOST, Bookmarks
from nocscape.console.map.camera import FULL_NAMES
from nocscape.console.map.canvas import MapCanvas
from nocscape.console.map.chrome.crumbs import Crumbs
from nocscape.console.map.chrome.findbar import FindBar
from nocscape.console.map.chrome.legend import Legend
from nocscape.console.map.chrome.signs import Signs
from nocscape.console.map.finding import Finding
from nocscape.console.map.heat.heat import Heat
from nocscape.console.map.heat.menu import heat_menu
from nocscape.console.map.heat.source import HeatSource
from nocscape.console.map.past.bar import TimeBar
from nocscape.console.map.past.frame import PastFrame
from nocscape.console.map.past.machine import TimeMachine
from nocscape.console.map.past.still import StillSheet, has_places
from nocscape.console.map.sheet import Look
from nocscape.console.selection import Selection
from nocscape.console.settings.store import SettingsKeeper
from nocscape.model.mapdoc import MapDocument
from nocscape.model.metrics import Metric
from nocscape.model.net import DeviceId
from nocscape.model.past import NetworkThen

_EDGE_PX = 4


class Seeing(QObject):
    """Signals: sheet_wanted(StillSheet | None): show this one, or the present; changed(): what is on is different;
    told(str): something could not be done; said(str): something was; map_wanted(str)."""

    sheet_wanted = Signal(object)
    changed = Signal()
    told = Signal(str)
    said = Signal(str)
    map_wanted = Signal(str)

    def __init__(self, bridge: Bridge, selection: Selection, look: Look, canvas: MapCanvas, parent: QWidget) -> None:
        super().__init__(parent)
        self._bridge, self._selection, self._look, self._canvas = bridge, selection, look, canvas
        self._view = parent
        self._map_id = canvas.model.map_id
        self._then: NetworkThen | None = None
        self._still: StillSheet | None = None
        self._was_past = False
        self._is_bar_wanted = True
        self._leads_on = True
        self.machine = TimeMachine(bridge, self)
        self.bar = TimeBar(self.machine, canvas.theme, parent)
        self.frame = PastFrame(canvas.theme, parent)
        self.source = HeatSource(bridge, self)
        self.legend = Legend(canvas.theme, parent)
        self.sign_card = Signs(canvas.theme, parent)
        self.find_bar = FindBar(canvas.theme, parent)
        self.finding = Finding(canvas, self.find_bar)
        self.bookmarks = Bookmarks(self)
        self.crumbs = Crumbs(canvas.theme, parent)
        self.windows: list[QWidget] = []
        for number in range(1, MOST + 1):
            setattr(self, f"view_{number}", partial(self.show_kept, number - 1))
        self._connect()

    def _connect(self) -> None:
        self.machine.arrived.connect(self._show_then)
        self.machine.returned.connect(self._show_now)
        self.machine.failed.connect(self.told)
        self.machine.moved.connect(self.changed)
        self.source.changed.connect(self._recolor)
        self.legend.pressed.connect(self.choose_colours)
        self.crumbs.wanted.connect(self.map_wanted)
        self._selection.devices_selected.connect(self._end_spot)
        self._bridge.map_loaded.connect(self._say_way)
        self._bridge.events_raised.connect(self.machine.hear)

    # -- for the view -------------------------------------------------------------------------------------------------

    @property
    def was_past(self) -> bool:
        """Whether it did so before the sheet that is wanted now."""
        return self._was_past

    @property
    def is_past(self) -> bool:
        """Whether the map shows another time than now."""
        return self._still is not None

    def shown_at(self) -> float | None:
        """The time that the map shows, UTC seconds; None for now."""
        return self._then.at if self._then is not None else None

    def owners(self) -> tuple[object, ...]:
        """Objects whose methods are the handlers of actions."""
        return (self,)

    def states(self) -> dict[str, bool]:
        """Which checkable actions are on."""
        return {
            "timeline": self._is_bar_wanted,
            "play_time": self.machine.is_playing,
            "signs": not self.sign_card.isHidden(),
        }

    def possible(self) -> dict[str, bool]:
        """Which actions can be done now."""
        kept = len(self.bookmarks.views)
        chosen = len(self._selection.devices)
        can = {"show_around": chosen > 0, "show_behind": chosen == 1}
        return can | {"back_to_now": self.machine.at is not None} | {f"view_{n}": n <= kept for n in range(1, MOST + 1)}

    def titles(self) -> dict[str, str]:
        """What actions are called whose words are the operator's own."""
        return {f"view_{n}": view.title for n, view in enumerate(self.bookmarks.views, 1)}

    def remember(self, keeper: SettingsKeeper) -> None:
        """Take kept views from the settings, and put them there."""
        self.bookmarks.restore(keeper.now.views)
        self.bookmarks.changed.connect(lambda views: keeper.change(views=views))
        self.changed.emit()

    def retranslate(self) -> None:
        """Say everything again in the language in force."""
        self.find_bar.retranslate()
        self._say_way()
        self.legend.retranslate()
        self.sign_card.retranslate()
        self.bar.retranslate()
        if self._then is not None:
            self.frame.say(self._then.at, has_own_places=has_places(self._then, self._map_id))

    def place(self, room: QSize, left: int, right: int) -> None:
        """The bar between what floats in the lower corners, where that leaves room; the frame around everything."""
        self.frame.setGeometry(0, 0, room.width(), room.height())
        self.frame.head_px = float(self._crumbs_px)
        self.crumbs.move(_EDGE_PX, _EDGE_PX)
        self.sign_card.move(_EDGE_PX, room.height() - self.legend.height() - self.sign_card.height())
        self.find_bar.adjustSize()
        self.find_bar.move(_EDGE_PX, _EDGE_PX + self.top_px)
        self.frame.stackUnder(self.bar)
        free = room.width() - left - right
        self.bar.fit(free)
        has_room = self.bar.width() <= free and room.height() > 4 * self.bar.height()
        self.bar.setVisible(self._is_bar_wanted and has_room)
        self.bar.move(left + (free - self.bar.width()) // 2, room.height() - self.bar.height() - 4)

    @property
    def bar_px(self) -> int:
        """How much of the lower edge the bar needs at least."""
        return self.bar.minimumSizeHint().width() if self._is_bar_wanted else 0

    @property
    def top_px(self) -> int:
        """How much of the upper left corner is taken."""
        return self._crumbs_px if self.frame.isHidden() else round(self.frame.plate().bottom())

    @property
    def _crumbs_px(self) -> int:
        return self.crumbs.height() if not self.crumbs.isHidden() else 0

    def stay(self) -> None:
        """Nobody can press anything here: show no way to another map, and no bar of time."""
        self._leads_on = self._is_bar_wanted = False
        self._say_way()

    def show_map(self, map_id: str) -> None:
        """The view has turned to another map: at another time, to what it was then."""
        if map_id != self._map_id:
            self._map_id = map_id
            self._say_way()
            if self._then is not None:
                self._show_then(self._then)

    def close(self) -> None:
        """Let go of the past, and of windows of their own."""
        self.machine.go(None)
        for window in tuple(self.windows):
            window.close()

    # -- actions ------------------------------------------------------------------------------------------------------

    def timeline(self) -> None:
        """Show the bar with the time, or hide it."""
        self._is_bar_wanted = not self._is_bar_wanted
        self.changed.emit()

    def play_time(self) -> None:
        """Let time go on, or hold it."""
        self.machine.toggle_play()

    def back_to_now(self) -> None:
        """Show the present."""
        self.machine.go(None)

    def show_around(self) -> None:
        """Let everything fade but the selection, its neighbours and the links between them."""
        scene = self._canvas.scene
        chosen = [device for device in self._selection.devices if device in scene.nodes.row]
        self._spot(alike.around(scene, chosen))

    def show_behind(self) -> None:
        """Let everything fade but what would be cut off if the selected device failed."""
        scene = self._canvas.scene
        chosen = [device for device in self._selection.devices if device in scene.nodes.row]
        if len(chosen) == 1:
            self._spot(alike.behind(scene, chosen[0]))

    def _spot(self, devices: list[DeviceId]) -> None:
        links, ids = self._canvas.scene.links, self._canvas.scene.nodes.ids
        lit = set(devices)
        ends = zip(links.ids, links.a.tolist(), links.b.tolist(), strict=True)
        between = {link: FOUND for link, a, b in ends if ids[a] in lit and ids[b] in lit}
        self._look.highlights.show(dict.fromkeys(devices, FOUND), between, self, is_spot=True)

    @Slot(object)
    def _end_spot(self, devices: tuple[DeviceId, ...]) -> None:
        """Esc, or a press beside everything, brings the rest back."""
        if not devices and self._look.highlights.is_spot:
            self._look.highlights.show({})

    def signs(self) -> None:
        """Explain the signs of devices and the lines of links, or no longer."""
        self.sign_card.setVisible(self.sign_card.isHidden())
        self.sign_card.raise_()
        self.changed.emit()

    def fly_to(self, device: DeviceId) -> None:
        """Bring a device into view as close as names are read, on another map where it is not on this one."""
        if device not in self._canvas.scene.nodes.row:
            other = next((m.id for m in self._bridge.live.maps.values() if device in m.nodes), None)
            if other is None:
                return
            self.map_wanted.emit(other)
        nodes, camera = self._canvas.scene.nodes, self._canvas.camera
        if (row := nodes.row.get(device)) is not None:
            x, y = nodes.xy[row].tolist()
            self._canvas.fly(replace(camera, x=x, y=y, scale=max(camera.scale, FULL_NAMES)))

    def find(self) -> None:
        """Ask what to look for on this map."""
        self.find_bar.begin()

    def keep_view(self) -> None:
        """Keep what is in view now, or let go of it."""
        camera, scene = self._canvas.camera, self._canvas.scene
        made = self.bookmarks.toggle(self._map_id, camera, scene)
        self.said.emit(tr("Kept view: {title}", title=made.title) if made is not None else tr("View let go"))
        self.changed.emit()

    def show_kept(self, place: int) -> None:
        """Go where a kept view looks, on whatever map."""
        views = self.bookmarks.views
        if place >= len(views):
            return
        view = views[place]
        if view.map != self._map_id:
            self.map_wanted.emit(view.map)
        self._canvas.fly(replace(self._canvas.camera, x=view.x, y=view.y, scale=view.scale))

    def new_window(self) -> None:
        """Open this map in a window of its own, which goes with this one."""
        from nocscape.console.map.window import MapWindow, Room  # noqa: PLC0415 - it holds a view that holds this

        window = MapWindow(Room(self._bridge, self._canvas.theme, self._selection, self._look), self._map_id)
        window.ended.connect(self.windows.remove)
        self.windows.append(window)
        window.show()

    @Slot()
    def choose_colours(self) -> None:
        """Offer the metrics by which the map can be coloured."""
        if not self.source.profiles:
            self.source.ask_metrics()
        menu = heat_menu(self.source, self.colour_by, self.legend)
        corner = self.legend.mapToGlobal(self.legend.rect().topLeft())
        menu.popup(QPoint(corner.x(), corner.y() - menu.sizeHint().height()))

    def colour_by(self, metric: Metric | None) -> None:
        """Colour by this metric from now on; None for the traffic of links."""
        self.source.choose(metric)
        self.changed.emit()

    # -- time ---------------------------------------------------------------------------------------------------------

    @Slot(object)
    def _show_then(self, then: NetworkThen) -> None:
        live = self._bridge.live.maps
        now = live.get(self._map_id) or MapDocument(id=self._map_id, title="")
        last, self._then = self._still, then
        self._was_past = last is not None
        self._still = StillSheet(then, now, self._selection, self._look, self._view)
        self.sheet_wanted.emit(self._still)
        self.frame.say(then.at, has_own_places=has_places(then, self._map_id))
        self.source.look_at(then.at)
        if last is not None:
            last.discard()
        self.changed.emit()

    @Slot()
    def _show_now(self) -> None:
        last, self._still, self._then = self._still, None, None
        self._was_past = last is not None
        self.frame.say(None)
        if last is not None:
            self.sheet_wanted.emit(None)
            last.discard()
        self.source.look_at(None)
        self.changed.emit()

    @Slot()
    def say_past(self) -> None:
        """Say why nothing can be changed, where that is the time that is shown."""
        if self.is_past:
            self.told.emit(tr("This is how it was. Go back to now to change the map."))

    # -- colours ------------------------------------------------------------------------------------------------------

    @Slot()
    def _say_way(self) -> None:
        self.crumbs.say(self._map_id, self._bridge.live.maps if self._leads_on else {})
        self.changed.emit()

    @Slot()
    def _recolor(self) -> None:
        heat: Heat | None = self.source.heat
        self._canvas.renderer.heat = heat
        self.legend.show_heat(heat)
        self._canvas.redraw()
        self.changed.emit()
