"""The map as the window holds it: canvas, what floats over it, and the ways to other panels."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QPoint, Signal, Slot
from PySide6.QtGui import QContextMenuEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from nocscape.base.i18n import tr
from nocscape.console.bridge import Bridge
from nocscape.console.highlights import Highlights
from nocscape.console.layers import Layers
from nocscape.console.map import accessible
from nocscape.console.map.actions import ACTIONS, Handler, MapActions
from nocscape.console.map.canvas import MapCanvas
from nocscape.console.map.chrome.card import HoverCard
from nocscape.console.map.chrome.chip import Chip
from nocscape.console.map.chrome.empty import EmptyMap
from nocscape.console.map.chrome.hover import Hover
from nocscape.console.map.chrome.minimap import Minimap
from nocscape.console.map.chrome.talk import Talk
from nocscape.console.map.chrome.toolbar import MapToolBar
from nocscape.console.map.chrome.writing import Writing
from nocscape.console.map.commands import MapCommands
from nocscape.console.map.editing import Editing
from nocscape.console.map.file_commands import FileCommands
from nocscape.console.map.floats import Floats
from nocscape.console.map.model import MapModel
from nocscape.console.map.picks import NO_PICKS
from nocscape.console.map.readiness import on_now, possible_now
from nocscape.console.map.scene.scene import Scene
from nocscape.console.map.seeing import Seeing
from nocscape.console.map.shape_commands import ShapeCommands
from nocscape.console.map.sheet import Look, Sheet
from nocscape.console.map.tools.pointer import Tool
from nocscape.console.mibs.opening import OpenValues
from nocscape.console.parts.language import Retranslated
from nocscape.console.parts.words import plain_tip
from nocscape.console.selection import Selection
from nocscape.console.theme import Theme
from nocscape.model.net import DeviceId, LinkId

MAIN_MAP = "main"


class MapView(Retranslated, QWidget):
    """Shows one map document at a time; each keeps its own history, camera and growth.

    `map_wanted(str)`: the operator opened another map from this one.
    """

    map_wanted = Signal(str)

    def __init__(
        self,
        bridge: Bridge,
        theme: Theme,
        selection: Selection,
        layers: Layers | None = None,
        highlights: Highlights | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        accessible.install()
        self._look = Look(layers or Layers(self), highlights or Highlights(self))
        self._bridge = bridge
        self._theme = theme
        self._selection = selection
        self._sheets: dict[str, Sheet] = {}
        self._follows = True
        self.chip = Chip(theme, self)
        self.talk = Talk(self.chip)
        self._sheet = self._open(MAIN_MAP)
        self.canvas = MapCanvas(self._sheet.scene, self._sheet.model, theme, selection, self)
        self.speaker = accessible.Speaker(self.canvas)
        self.commands = MapCommands(self.canvas, self._sheet.arranger, self)
        self.shapes = ShapeCommands(self.canvas)
        self.files = FileCommands(self.canvas)
        self.writing = Writing(self.canvas, self)
        self.editing = Editing(self.canvas, self._sheet.arranger, self.writing, self)
        self.seeing = Seeing(bridge, selection, self._look, self.canvas, self)
        self.legend = self.seeing.legend
        self.map_actions = MapActions(theme, self._handlers(), self)
        self.values_action = OpenValues(bridge, theme, selection, self)
        for name in ("legend", "minimap", "timeline"):
            self.map_actions[name].setChecked(True)
        self.tool_bar = MapToolBar(theme, self.map_actions.tool_bar(), self)
        self.minimap = Minimap(self._sheet.scene, theme, self)
        self.card = HoverCard(theme, self)
        self.hint = EmptyMap(theme, self)
        self.title_editor, self.note_editor = self.writing.title, self.writing.note
        self._floats = Floats(
            self.canvas,
            self.commands,
            self.seeing,
            self.editing,
            self.legend,
            self.tool_bar,
            self.minimap,
            self.chip,
            self.hint,
        )
        self.hover = Hover(bridge, self.canvas, self.card, self.seeing.shown_at)
        self.setFocusProxy(self.canvas)
        self._connect()
        self._turn_to(self._sheet)
        self.retranslate()

    # -- for the window -----------------------------------------------------------------------------------------------

    @property
    def model(self) -> MapModel:
        """The document that is shown, with its history."""
        return self._sheet.model

    @property
    def scene(self) -> Scene:
        """What is drawn."""
        return self._sheet.scene

    def show_map(self, map_id: str) -> None:
        """Show this map document."""
        if map_id == self.model.map_id:
            return
        self._sheet.camera = None if self._follows else self.canvas.camera
        self._turn_to(self._sheets.get(map_id) or self._open(map_id))
        self.seeing.show_map(map_id)

    def place_devices(self, devices: Sequence[DeviceId]) -> None:
        """Put devices on the map where there is room, as one edit that can be undone."""
        self.commands.place(devices)

    def fly_to(self, device: DeviceId) -> None:
        """Bring a device into view, on whatever map it is."""
        self.seeing.fly_to(device)

    def retranslate(self) -> None:
        """Say everything again in the language in force."""
        self.map_actions.retranslate()
        self.seeing.retranslate()
        self.minimap.retranslate()
        self.editing.retranslate()
        self.setAccessibleName(tr("Network map"))
        self.chip.hide()
        self._say_empty()
        self._place_floats()

    # -- maps ---------------------------------------------------------------------------------------------------------

    def _open(self, map_id: str) -> Sheet:
        sheet = self._sheets[map_id] = Sheet(self._bridge, map_id, self._selection, self, self._look)
        model = sheet.model
        sheet.redrawn.connect(self._redrawn)
        sheet.updated.connect(self._updated)
        sheet.recolored.connect(self._recolored)
        sheet.growth.grown.connect(self._grown)
        sheet.arranger.busy_changed.connect(self.talk.say_busy)
        sheet.arranger.failed.connect(self.talk.say_refused)
        model.reset.connect(self._grown)
        model.edited.connect(self.talk.say_edit)
        model.travelled.connect(self.talk.say_travel)
        model.refused.connect(self.talk.say_refused)
        model.history_changed.connect(self._refresh_actions)
        model.lock_changed.connect(self._refresh_actions)
        model.lock_changed.connect(self.talk.end_locked)
        model.unplaced_changed.connect(self._refresh_actions)
        return sheet

    def _turn_to(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self.talk.forget()
        self.talk.say_busy(sheet.arranger.is_busy)
        sheet.scene.nodes.select(self._selection.devices)
        sheet.scene.selected_link = self._selection.link
        self.commands.arranger = sheet.arranger
        self.canvas.show_scene(sheet.scene, sheet.model)
        self.minimap.set_scene(sheet.scene)
        self.editing.show_sheet(sheet)
        self._follows = sheet.camera is None
        if sheet.camera is not None:
            self.canvas.look(sheet.camera.resized(self.canvas.width(), self.canvas.height()))
        self._refit()
        self._say_empty()
        self._refresh_actions()

    def _connect(self) -> None:
        canvas = self.canvas
        canvas.camera_changed.connect(self._camera_changed)
        canvas.looked.connect(self._looked)
        canvas.picked.connect(self._refresh_actions)
        canvas.locked_touched.connect(self.talk.say_locked)
        self.files.told.connect(self.talk.say_refused)
        self.files.image_wanted.connect(self.editing.drawings.drop_image)
        self.editing.changed.connect(self._refresh_actions)
        self.seeing.sheet_wanted.connect(self._show_still)
        self.seeing.changed.connect(self._seeing_changed)
        self.seeing.told.connect(self.talk.say_refused)
        self.seeing.said.connect(self.talk.say_done)
        self.seeing.map_wanted.connect(self.map_wanted)
        canvas.locked_touched.connect(self.seeing.say_past)
        self.editing.groups.map_wanted.connect(self.map_wanted)
        self.editing.groups.proposed.connect(self.commands.propose)
        canvas.preview.begun.connect(self.talk.say_preview)
        canvas.preview.ended.connect(self.talk.end_preview)
        self.commands.fitted.connect(self._follow)
        self.minimap.wanted.connect(self._go)
        self.talk.taken.connect(self._take_offer)
        self.hint.pressed.connect(self.map_actions["place_arrivals"].trigger)
        self.title_editor.kept.connect(self.commands.keep_title)
        self.note_editor.kept.connect(self.commands.keep_note)
        self._selection.devices_selected.connect(self._devices_selected)
        self._selection.link_selected.connect(self._link_selected)
        self._theme.changed.connect(self._restyle)
        self.addActions(list(self.map_actions))

    def _handlers(self) -> dict[str, Handler]:
        """What each action does: the commands' method of that name, or one of the view's own."""
        own: dict[str, Handler] = {
            "select": partial(self._choose, Tool.SELECT),
            "hand": partial(self._choose, Tool.HAND),
            "link": partial(self._choose, Tool.LINK),
            "lasso": partial(self._choose, Tool.LASSO),
            "lock": self._toggle_lock,
            "snap": self._toggle_snap,
            "legend": self._place_floats,
            "minimap": self._place_floats,
        }
        known = (self.commands, self.shapes, self.files, *self.editing.owners(), *self.seeing.owners())
        return {spec.name: own.get(spec.name) or _method(spec.name, known) for spec in ACTIONS}

    @Slot(str)
    def _take_offer(self, offer: str) -> None:
        """What a press on the chip does."""
        match offer:
            case "undo":
                self.commands.undo()
            case "redo":
                self.commands.redo()
            case "unlock":
                self._toggle_lock()
            case "stop":
                self._sheet.arranger.cancel()
            case "keep":
                self.canvas.preview.keep()

    def _choose(self, tool: Tool) -> None:
        self.canvas.set_tool(tool)
        self._refresh_actions()

    # -- what is different --------------------------------------------------------------------------------------------

    @Slot()
    def _redrawn(self) -> None:
        if self.sender() is self._sheet:
            self.canvas.redraw()
            self.minimap.outdate(is_ground=True)
            self._say_empty()

    @Slot()
    def _updated(self) -> None:
        if self.sender() is self._sheet:
            self.canvas.update()
            self.minimap.outdate(is_ground=False)
            self.speaker.say_change()

    @Slot()
    def _recolored(self) -> None:
        if self.sender() is self._sheet:
            self.canvas.recolor()

    @Slot()
    def _grown(self) -> None:
        self._refit()

    @Slot(object)
    def _devices_selected(self, devices: tuple[DeviceId, ...]) -> None:
        scene = self.scene
        scene.nodes.select(devices)
        scene.selected_link = self._selection.link
        if self._selection.source is not self.canvas:
            self.canvas.pick(NO_PICKS)
            if len(devices) == 1:
                self._reveal(devices[0])
        self._refresh_actions()
        self.speaker.say_focus()
        self.canvas.update()

    @Slot(str)
    def _link_selected(self, link: LinkId) -> None:
        self.scene.selected_link = link
        self.canvas.pick(NO_PICKS)
        self._refresh_actions()
        self.canvas.update()

    @Slot()
    def _restyle(self) -> None:
        self.canvas.restyle()
        self.legend.retranslate()
        self.minimap.redraw()
        self._place_floats()

    @Slot(object)
    def _show_still(self, still: Sheet | None) -> None:
        """Show a map as it was, where the operator looks now, or the present again."""
        live = self._sheets[self.model.map_id]
        if not self.seeing.was_past:
            live.camera = None if self._follows else self.canvas.camera
        shown = still or live
        if shown is not live or live.camera is not None:
            shown.camera = self.canvas.camera
        self._turn_to(shown)

    @Slot()
    def _seeing_changed(self) -> None:
        self._refresh_actions()
        self._place_floats()

    # -- looking ------------------------------------------------------------------------------------------------------

    @Slot()
    def _camera_changed(self) -> None:
        self.minimap.look(self.canvas.camera)
        self._floats.show_minimap()

    @Slot()
    def _looked(self) -> None:
        self._follows = False

    @Slot()
    def _follow(self) -> None:
        self._follows = True

    @Slot(float, float)
    def _go(self, x: float, y: float) -> None:
        self.canvas.look(replace(self.canvas.camera, x=x, y=y))

    def _refit(self) -> None:
        """Keep the whole map in view while the operator has not looked anywhere else."""
        if self._follows:
            self.canvas.set_size(self.width(), self.height())
            self.commands.show_whole()

    def _reveal(self, device: DeviceId) -> None:
        row = self.scene.nodes.row.get(device)
        if row is None:
            return
        x, y = self.scene.nodes.xy[row].tolist()
        if not self.canvas.camera.seen(-60.0).holds(x, y):
            self.canvas.fly(replace(self.canvas.camera, x=x, y=y))

    # -- saying -------------------------------------------------------------------------------------------------------

    def _say_empty(self) -> None:
        """What to do where nothing is on the map."""
        was_shown = self.hint.isVisibleTo(self)
        self.hint.tell(self.model)
        if was_shown or self.hint.isVisibleTo(self):
            self._place_floats()

    # -- doing --------------------------------------------------------------------------------------------------------

    def _toggle_lock(self) -> None:
        self.canvas.cancel()
        if self.seeing.is_past:
            self.seeing.back_to_now()
            return
        self.model.set_locked(not self.model.is_locked)

    def _toggle_snap(self) -> None:
        self.canvas.is_snapping = not self.canvas.is_snapping
        self._refresh_actions()

    @Slot()
    def _refresh_actions(self) -> None:
        """Which actions can be done now, and which are on."""
        actions = self.map_actions
        can = possible_now(self.canvas, self.commands) | self.editing.possible() | self.seeing.possible()
        for name, is_possible in can.items():
            actions[name].setEnabled(is_possible)
        for name, is_checked in (on_now(self.canvas) | self.editing.states() | self.seeing.states()).items():
            actions[name].setChecked(is_checked)
        for name, title in self.seeing.titles().items():
            actions[name].setText(title.replace("&", "&&"))
        self._say_history()

    def _say_history(self) -> None:
        """Undo and redo say what they would do."""
        for name, word, title in (
            ("undo", tr("Undo"), self.model.undo_title()),
            ("redo", tr("Redo"), self.model.redo_title()),
        ):
            tip = f"{word}: {title}" if title is not None else word
            self.map_actions[name].setToolTip(plain_tip(tip))

    # -- events -------------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The canvas fills the view; what floats keeps to its corner."""
        super().resizeEvent(event)
        self.canvas.setGeometry(self.rect())
        self._place_floats()
        self._refit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What can be done with what is below the pointer."""
        self.open_menu(event.pos(), event.globalPos())

    def open_menu(self, at: QPoint, on_screen: QPoint) -> None:
        """Select what is at a point of the view and offer what can be done with it."""
        self.canvas.pointer.select_below(at.x(), at.y())
        menu = self.map_actions.menu(self)
        self.values_action.offer()
        first = menu.actions()[0]
        menu.insertAction(first, self.values_action)
        menu.insertSeparator(first)
        menu.popup(on_screen)

    def close_maps(self) -> None:
        """End layouts that go on in other processes; the window calls this before it goes."""
        self.seeing.close()
        for sheet in self._sheets.values():
            sheet.close()

    @Slot()
    def _place_floats(self) -> None:
        actions = self.map_actions
        wants = {f"wants_{name}": actions[name].isChecked() for name in ("legend", "minimap")}
        self._floats.place(self, **wants)


def _method(name: str, owners: Iterable[object]) -> Handler:
    """The method of that name of the first owner that has one."""
    handler: Handler = next(getattr(owner, name) for owner in owners if hasattr(owner, name))
    return handler
