"""The widget that shows a map and takes its gestures."""

from __future__ import annotations

import time
from collections.abc import Iterable

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from nocscape.console.map.camera import Camera
from nocscape.console.map.flight import Flight
from nocscape.console.map.model import MapModel
from nocscape.console.map.paint.ground import Ground
from nocscape.console.map.paint.renderer import Renderer
from nocscape.console.map.picks import NO_PICKS, Picks
from nocscape.console.map.preview import Preview
from nocscape.console.map.scene.scene import Scene
from nocscape.console.map.tools.drops import Drops
from nocscape.console.map.tools.keys import Keys
from nocscape.console.map.tools.pointer import Hit, Pointer, Tool
from nocscape.console.map.tools.stage import NewLink
from nocscape.console.map.tools.zooming import pinched, wheeled
from nocscape.console.selection import Selection
from nocscape.console.theme import Theme
from nocscape.model.mapparts import Shape, ShapeKind
from nocscape.model.net import DeviceId, LinkId

_BREATH_MS = 1
"""Between a frame and a slice of finer drawing, so that a gesture comes first."""


class MapCanvas(QWidget):
    """Shows a scene through a camera. It implements `tools.stage.Stage`.

    Signals:
        camera_changed(), looked(): the operator chose where to look; pointed(Hit | None): what lies below the pointer;
        rename_wanted(str group), note_wanted(str note), locked_touched(), picked(): other notes or drawings,
        link_wanted(NewLink), fold_wanted(str group): collapse or expand it,
        shape_text_wanted(str shape), text_drawn(Shape): one that has no words yet,
        files_dropped(tuple of paths, float x, float y): at a point of the scene
    """

    camera_changed = Signal()
    looked = Signal()
    pointed = Signal(object)
    rename_wanted = Signal(str)
    note_wanted = Signal(str)
    locked_touched = Signal()
    picked = Signal()
    link_wanted = Signal(object)
    fold_wanted = Signal(str)
    shape_text_wanted = Signal(str)
    text_drawn = Signal(object)
    files_dropped = Signal(object, float, float)

    def __init__(
        self, scene: Scene, model: MapModel, theme: Theme, selection: Selection, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.scene, self.model, self.theme, self.selection = scene, model, theme, selection
        self.camera = Camera()
        self.is_snapping = True
        self.picks = NO_PICKS
        self.drawing = ShapeKind.RECTANGLE
        self.renderer = Renderer(scene, theme)
        self.ground = Ground(self.renderer)
        self.pointer = Pointer(self)
        self.keys = Keys(self)
        self.preview = Preview(self, self)
        self.zoom = 1.0
        """Pixels of the widget for each pixel of the camera: more than one on a wall that is seen from afar."""
        self.frame_s = 0.0
        self._over_s = 0.0
        """What all that lies over the ground took of the last frame."""
        self._is_complete = False
        self._is_space_a_tap = False
        self._has_menu = True
        self._drops = Drops(self, self.files_dropped.emit)
        self._flight = Flight(self)
        self._flight.moved.connect(self._set_camera)
        self._refining = QTimer(self)
        self._refining.setSingleShot(True)
        self._refining.timeout.connect(self._refine)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setMouseTracking(True)
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.grabGesture(Qt.GestureType.PinchGesture)

    def sizeHint(self) -> QSize:
        """As large as a window leaves."""
        return QSize(900, 600)

    # -- camera -------------------------------------------------------------------------------------------------------

    def show_scene(self, scene: Scene, model: MapModel) -> None:
        """Show another map."""
        self.cancel()
        self.scene, self.model = scene, model
        self.renderer.scene = scene
        self.select_note(None)
        self.ground.forget()
        self.update()

    def look(self, camera: Camera) -> None:
        """Show the map through another camera, at once, since the operator wants to."""
        self._flight.stop()
        self._set_camera(camera)
        self.looked.emit()

    def fly(self, camera: Camera, *, is_asked: bool = True) -> None:
        """Move to another camera, so that one sees where things went; `is_asked` where the operator wants to."""
        self._flight.stop()
        if is_asked:
            self.looked.emit()
        if not self.theme.motion_ms or not self.isVisible():
            self._set_camera(camera)
            return
        self._flight.begin(self.camera, camera, self.theme.motion_ms)

    @Slot(object)
    def _set_camera(self, camera: Camera) -> None:
        if camera != self.camera:
            self.camera = camera
            self.camera_changed.emit()
            self.update()

    # -- what tools may ask -------------------------------------------------------------------------------------------

    def select(self, devices: Iterable[DeviceId], picks: Picks = NO_PICKS) -> None:
        """Select these devices, notes and drawings, and nothing else."""
        self.pick(picks)
        self.selection.select_devices(devices, self)

    def select_note(self, note: str | None) -> None:
        """Mark a note and nothing else; None leaves the devices that are selected."""
        self._pick_alone(Picks(notes=(note,)) if note is not None else NO_PICKS)

    def select_shape(self, shape: str | None) -> None:
        """Mark a drawing and nothing else; None leaves the devices that are selected."""
        self._pick_alone(Picks(shapes=(shape,)) if shape is not None else NO_PICKS)

    def _pick_alone(self, picks: Picks) -> None:
        if picks:
            self.selection.select_devices((), self)
        self.pick(picks)

    def pick(self, picks: Picks) -> None:
        """Mark these notes and drawings beside the devices that are selected."""
        if picks != self.picks:
            self.picks = picks
            self.picked.emit()
            self.update()

    @property
    def selected_shape(self) -> str | None:
        """The drawing that is selected, where nothing is beside it."""
        is_alone = self.picks.size == len(self.picks.shapes) == 1 and not self.selection.devices
        return self.picks.shapes[0] if is_alone else None

    def rates_at(self, x: float, y: float) -> LinkId | None:
        """The link whose words are shown at a view pixel."""
        if self.scene.highlights.is_spot:
            return None
        return next((link for link, rect in self.renderer.rates.items() if rect.holds(x, y)), None)

    def redraw(self) -> None:
        """What the ground shows is different."""
        self.ground.outdate()
        self.update()

    def recolor(self) -> None:
        """Loads are different: the ground may be brought up to date within a second."""
        self.ground.age()
        self._refine_later()

    def restyle(self) -> None:
        """The theme is different."""
        self.renderer.forget()
        self.ground.forget()
        self.update()

    def rename_group(self, group: str) -> None:
        """Let the operator type another title."""
        self.rename_wanted.emit(group)

    def edit_note(self, note: str) -> None:
        """Let the operator type another text."""
        self.note_wanted.emit(note)

    def edit_shape(self, shape: str) -> None:
        """Let the operator type the words in a drawing."""
        self.shape_text_wanted.emit(shape)

    def write_text(self, shape: Shape) -> None:
        """Let the operator type the words of a text that was drawn and is not on the map yet."""
        self.text_drawn.emit(shape)

    def end_drawing(self) -> None:
        """A shape was drawn: the pointer selects again."""
        self.set_tool(Tool.SELECT)
        self.picked.emit()

    def ask_link(self, wanted: NewLink) -> None:
        """Ask for the ports of a link that was drawn."""
        self.link_wanted.emit(wanted)

    def tell_locked(self) -> None:
        """Say that the map is locked."""
        self.locked_touched.emit()

    def refuses(self) -> bool:
        """Whether the map is locked, which is said then."""
        if self.model.is_locked:
            self.tell_locked()
        return self.model.is_locked

    def fold_group(self, group: str) -> None:
        """Collapse or expand a group."""
        self.fold_wanted.emit(group)

    def set_tool(self, tool: Tool) -> None:
        """What the left button does from now on."""
        self.pointer.tool = tool
        self._show_cursor()

    # -- frames -------------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """One frame."""
        begin = time.perf_counter()
        painter = QPainter(self)
        self._draw(painter)
        painter.end()
        event.accept()
        self.frame_s = time.perf_counter() - begin
        if self.ground.wants_work:
            self._refine_later()
        if self.renderer.is_behind:
            QTimer.singleShot(0, self, self.update)

    def settle(self) -> None:
        """Finish everything that is put off, so that a picture of the widget is complete."""
        self._flight.stop()
        self._is_complete = True
        self.grab()
        self.ground.finish()
        self._is_complete = False

    def _draw(self, painter: QPainter) -> None:
        began, ratio = time.perf_counter(), self.devicePixelRatioF() * self.zoom
        painter.scale(self.zoom, self.zoom)
        camera = self.camera.aligned(ratio)
        self.ground.paint(painter, camera, ratio, self._over_s)
        over_began = time.thread_time()
        self.renderer.begin_frame(None if self._is_complete else began)
        if self.scene.is_moving:
            self.renderer.draw_moving(painter, camera)
        self.renderer.draw_over(painter, camera, ratio)
        self.renderer.draw_picks(painter, self.camera, self.picks)
        self.preview.paint(painter, camera)
        self.pointer.paint(painter)
        self._drops.paint(painter)
        self._over_s = time.thread_time() - over_began

    def _refine_later(self) -> None:
        if not self._refining.isActive():
            self._refining.start(max(_BREATH_MS, round(self.ground.wait_s * 1000)))

    @Slot()
    def _refine(self) -> None:
        if not self.isVisible():
            return
        if self.ground.work():
            self.update()
        if self.ground.wants_work:
            self._refine_later()

    # -- events -------------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the middle in the middle."""
        self.set_size(event.size().width(), event.size().height())

    def set_size(self, width: int, height: int) -> None:
        """Keep the middle in the middle of a view of that size."""
        width, height = round(width / self.zoom), round(height / self.zoom)
        if (width, height) != (self.camera.width, self.camera.height):
            self._flight.stop()
            self._set_camera(self.camera.resized(width, height))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold; of the map alone while a layout waits for a word. The right button ends a gesture like Esc."""
        self._has_menu = not (self.pointer.is_busy and event.button() is Qt.MouseButton.RightButton)
        if not self._has_menu:
            self.cancel()
            return
        self.pointed.emit(None)
        self._is_space_a_tap = False
        if self.preview.is_shown and event.button() is Qt.MouseButton.LeftButton and not self.pointer.holds_space:
            return
        self.pointer.press(event)
        self._show_cursor()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with a gesture, or look at what is below."""
        if self.pointer.is_busy:
            self.pointer.move(event)
        else:
            self.pointer.hover(*event.position().toTuple())
            self._show_cursor(is_on_word=self.pointer.is_on_word(*event.position().toTuple()))
            self.pointed.emit(Hit(self, *event.position().toTuple()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End a gesture."""
        self.pointer.release(event)
        self._show_cursor()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Look inside."""
        self.pointer.double_click(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The view has one, unless the button that asks for it ended a gesture."""
        event.setAccepted(not self._has_menu)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Whoever looks elsewhere has let go: nothing is left in the air, nor is a key held."""
        self.pointer.holds_space = False
        if self.pointer.is_busy:
            self.cancel()
        self._show_cursor()
        super().focusOutEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """A window that is closed or covered by another tab leaves everything as it was."""
        self.cancel()
        super().hideEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is pointed at any more."""
        self.pointed.emit(None)
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc ends what goes on; the rest is for `Keys`."""
        if event.key() == Qt.Key.Key_Escape:
            if not self.cancel():
                self.select(())
        elif self.preview.is_shown and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.preview.keep()
        elif event.key() == Qt.Key.Key_Space:
            self.pointer.holds_space = True
            self._is_space_a_tap = not event.isAutoRepeat() or self._is_space_a_tap
            self._show_cursor()
        elif not self.keys.press(event):
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Space lets go of the hand."""
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self.pointer.holds_space = False
            if self._is_space_a_tap:
                self.keys.keep()
            self._show_cursor()
        else:
            super().keyReleaseEvent(event)

    def cancel(self) -> bool:
        """Give up the gesture that goes on; whether there was one."""
        was_dropping = self._drops.leave()
        was_busy = self.pointer.cancel() or self.preview.put_back()
        self._show_cursor()
        self.update()
        return was_busy or was_dropping

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom or push, unless a gesture goes on."""
        if not self.pointer.is_busy:
            self.look(wheeled(self.camera, event))
            event.accept()

    def event(self, event: QEvent) -> bool:
        """Pinches, on touch pads and touch screens."""
        if (camera := pinched(self.camera, event, self)) is None:
            return super().event(event)
        self.look(camera)
        return True

    def _show_cursor(self, *, is_on_word: bool = False) -> None:
        if self.pointer.tool is Tool.HAND or self.pointer.holds_space:
            held = self.pointer.is_busy
            self.setCursor(Qt.CursorShape.ClosedHandCursor if held else Qt.CursorShape.OpenHandCursor)
        elif self.pointer.tool in (Tool.LINK, Tool.LASSO, Tool.DRAW):
            self.setCursor(Qt.CursorShape.CrossCursor)
        elif is_on_word:
            self.setCursor(Qt.CursorShape.SizeAllCursor)
        else:
            self.unsetCursor()

    # -- devices from elsewhere ---------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take devices and files."""
        self._drops.hover(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Show where they would be put."""
        self._drops.hover(event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """They went elsewhere."""
        self._drops.leave()
        event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        """Put them down."""
        if self._drops.drop(event):
            self.setFocus(Qt.FocusReason.MouseFocusReason)
