"""The grid of an overview: frames in their cells, moved and resized by hand while it is edited."""

from __future__ import annotations

from functools import partial

from msgspec.structs import replace
from PySide6.QtCore import QPoint, QRect, QRectF, Qt, Signal, Slot
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QWidget

from nocscape.console.overviews.frame import WidgetFrame
from nocscape.console.overviews.kind import Context, Tile
from nocscape.console.overviews.widgets import kinds
from nocscape.console.overviews.widgets.chart import ChartTile, text_of
from nocscape.console.theme import GRID, RADIUS_TILE
from nocscape.model.metrics import SeriesKey
from nocscape.model.overview import COLUMNS, Cells, Overview, Scope, Widget, drop, put

WIDGET_MIME = "application/x-nocscape-widget"
"""The name of a kind of widget that is dragged onto an overview."""
GAP = 2 * GRID
ROW_PX, LEAST_ROW_PX, MOST_ROW_PX = 44, 40, 72
SPARE_ROWS = 4
"""Empty rows below an overview that is edited."""


class GridView(QWidget):
    """Signals: edited(Overview) after something was put, moved or removed; settings_asked(widget id);
    kind_dropped(name of a kind, Cells) for a new widget."""

    edited = Signal(object)
    settings_asked = Signal(str)
    kind_dropped = Signal(str, object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._overview = Overview(id="", title="")
        self._scope = Scope()
        self._frames: dict[str, WidgetFrame] = {}
        self._is_editing = False
        self._ghost: Cells | None = None
        self._room = 0
        self.setAcceptDrops(True)
        context.theme.changed.connect(self._restyle)

    @property
    def overview(self) -> Overview:
        """What is shown."""
        return self._overview

    @property
    def frames(self) -> dict[str, WidgetFrame]:
        """The frames by the ids of their widgets."""
        return self._frames

    def show_overview(self, overview: Overview, scope: Scope) -> None:
        """Show this; what is the same as before goes on undisturbed."""
        self._overview, is_other = overview, scope != self._scope
        self._scope = scope
        for name in set(self._frames) - {w.id for w in overview.widgets}:
            self._drop_frame(name)
        for widget in overview.widgets:
            self._show_widget(widget, is_other=is_other)
        self._arrange()

    def set_editing(self, *, is_editing: bool) -> None:
        """Let widgets be taken hold of, or not."""
        self._is_editing = is_editing
        for frame in self._frames.values():
            frame.set_editing(is_editing=is_editing)
        self._arrange()
        self.update()

    def leave(self) -> None:
        """Take everything off for good."""
        for name in list(self._frames):
            self._drop_frame(name)

    def set_room(self, height: int) -> None:
        """So high is what the grid is seen through."""
        self._room = height
        self._arrange()

    def _show_widget(self, widget: Widget, *, is_other: bool) -> None:
        frame = self._frames.get(widget.id)
        if frame is not None and (frame.widget.kind, frame.widget.settings) != (widget.kind, widget.settings):
            self._drop_frame(widget.id)
            frame = None
        if frame is None:
            self._make_frame(widget)
            return
        if frame.widget != widget:
            frame.set_widget(widget)
        if is_other:
            frame.tile.show_scope(self._scope)

    def _make_frame(self, widget: Widget) -> None:
        kind = kinds().get(widget.kind)
        if kind is None:
            return
        tile = kind.make(self._context, kind.read(widget.settings), widget.id)
        tile.show_scope(self._scope)
        frame = WidgetFrame(self._context.theme, kind, widget, tile, self)
        self._frames[widget.id] = frame
        frame.settings_asked.connect(self.settings_asked)
        frame.removal_asked.connect(self.remove)
        frame.copy_asked.connect(self.copy)
        frame.cover.dragged.connect(partial(self._drag, widget.id))
        frame.cover.let_go.connect(partial(self._let_go, widget.id))
        frame.cover.nudged.connect(partial(self._nudge, widget.id))
        frame.cover.opened.connect(partial(self.settings_asked.emit, widget.id))
        if isinstance(tile, ChartTile):
            tile.put_here.connect(partial(self._put_series, widget.id))
        frame.set_editing(is_editing=self._is_editing)
        frame.show()

    def _drop_frame(self, name: str) -> None:
        frame = self._frames.pop(name)
        frame.tile.leave()
        frame.hide()
        frame.deleteLater()

    # geometry

    def _rows(self) -> int:
        used = max((w.cells.y + w.cells.h for w in self._overview.widgets), default=0)
        return used + (SPARE_ROWS if self._is_editing else 0)

    def _row_px(self) -> float:
        scale = self._context.theme.text_scale
        if self._is_editing:
            return scale * ROW_PX
        return max(scale * LEAST_ROW_PX, min(scale * MOST_ROW_PX, (self._room - GAP) / max(1, self._rows())))

    @Slot()
    def _restyle(self) -> None:
        self._arrange()
        self.update()

    def _rect_of(self, cells: Cells) -> QRect:
        column, row = (self.width() - GAP) / COLUMNS, self._row_px()
        left, top = GAP + cells.x * column, GAP + cells.y * row
        right, bottom = GAP + (cells.x + cells.w) * column, GAP + (cells.y + cells.h) * row
        return QRect(round(left), round(top), round(right - left) - GAP, round(bottom - top) - GAP)

    def _cells_at(self, place: QPoint, size: tuple[int, int]) -> Cells:
        column = int((place.x() - GAP) / max(1.0, (self.width() - GAP) / COLUMNS))
        row = int((place.y() - GAP) / self._row_px())
        return Cells(max(0, min(column, COLUMNS - size[0])), max(0, row), *size)

    def _arrange(self) -> None:
        self.setMinimumHeight(round(self._rows() * self._row_px()) + GAP)
        for frame in self._frames.values():
            frame.setGeometry(self._rect_of(frame.widget.cells))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Everything finds its place."""
        super().resizeEvent(event)
        self._arrange()

    # editing

    @Slot(str)
    def remove(self, name: str) -> None:
        """Take a widget off."""
        self.edited.emit(drop(self._overview, name))

    @Slot(str)
    def copy(self, name: str) -> None:
        """Put a second one like it where there is room."""
        widget = self._overview.widget(name)
        if widget is not None:
            self.kind_dropped.emit(f"={name}", widget.cells)

    def _put_series(self, name: str, keys: list[SeriesKey]) -> None:
        widget = self._overview.widget(name)
        if widget is not None:
            before = widget.settings.get("series", ())
            known = before if isinstance(before, tuple) else ()
            series = tuple(dict.fromkeys((*known, *map(text_of, keys))))
            self.edited.emit(put(self._overview, replace(widget, settings=widget.settings | {"series": series})))

    def _moved(self, name: str, dx: int, dy: int, *, is_grip: bool) -> Cells | None:
        widget = self._overview.widget(name)
        if widget is None:
            return None
        cells = widget.cells
        if is_grip:
            return Cells(cells.x, cells.y, max(1, min(cells.w + dx, COLUMNS - cells.x)), max(1, cells.h + dy))
        return Cells(max(0, min(cells.x + dx, COLUMNS - cells.w)), max(0, cells.y + dy), cells.w, cells.h)

    def _drag(self, name: str, way: QPoint, is_grip: bool) -> None:  # noqa: FBT001 - carried by the signal
        frame = self._frames[name]
        dx, dy = round(way.x() / ((self.width() - GAP) / COLUMNS)), round(way.y() / self._row_px())
        self._ghost = self._moved(name, dx, dy, is_grip=is_grip)
        rect = self._rect_of(frame.widget.cells)
        frame.raise_()
        if is_grip:
            frame.setGeometry(rect.adjusted(0, 0, way.x(), way.y()))
        else:
            frame.move(rect.topLeft() + way)
        self.update()

    def _let_go(self, name: str) -> None:
        ghost, self._ghost = self._ghost, None
        widget = self._overview.widget(name)
        if widget is not None and ghost is not None and ghost != widget.cells:
            self.edited.emit(put(self._overview, replace(widget, cells=ghost)))
        self._arrange()
        self.update()

    def _nudge(self, name: str, step: QPoint, is_grip: bool) -> None:  # noqa: FBT001 - carried by the signal
        cells, widget = self._moved(name, step.x(), step.y(), is_grip=is_grip), self._overview.widget(name)
        if widget is not None and cells is not None and cells != widget.cells:
            self.edited.emit(put(self._overview, replace(widget, cells=cells)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete removes the widget that has the keys."""
        focused = next((n for n, f in self._frames.items() if f.cover.hasFocus()), None)
        if self._is_editing and focused is not None and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.remove(focused)
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A new widget comes."""
        if self._is_editing and event.mimeData().hasFormat(WIDGET_MIME):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Show where it would stand."""
        kind = kinds().get(_kind_of(event))
        if kind is not None:
            self._ghost = self._cells_at(event.position().toPoint(), kind.size)
            event.acceptProposedAction()
            self.update()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """It goes elsewhere."""
        super().dragLeaveEvent(event)
        self._ghost = None
        self.update()

    def dropEvent(self, event: QDropEvent) -> None:
        """Put it there."""
        name, cells = _kind_of(event), self._ghost
        self._ghost = None
        if name in kinds() and cells is not None:
            event.acceptProposedAction()
            self.kind_dropped.emit(name, cells)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Cells, while it is edited, and where the widget in hand would stand."""
        painter = QPainter(self)
        theme = self._context.theme
        painter.fillRect(self.rect(), theme.color("bg"))
        if self._is_editing:
            painter.setPen(QPen(theme.color("line"), 1, Qt.PenStyle.DotLine))
            for x in range(COLUMNS + 1):
                left = GAP // 2 + round(x * (self.width() - GAP) / COLUMNS)
                painter.drawLine(left, 0, left, self.height())
        if self._ghost is not None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.color("accent"), 1.5, Qt.PenStyle.DashLine))
            painter.setBrush(theme.color("accentbg"))
            painter.drawRoundedRect(QRectF(self._rect_of(self._ghost)), RADIUS_TILE, RADIUS_TILE)
        painter.end()

    def tiles(self) -> list[Tile]:
        """The insides of all widgets."""
        return [frame.tile for frame in self._frames.values()]


def _kind_of(event: QDropEvent) -> str:
    return bytes(event.mimeData().data(WIDGET_MIME).data()).decode(errors="replace")
