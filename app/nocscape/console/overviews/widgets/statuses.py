"""A status grid: every device of the site as a sign, the bad ones first."""

from __future__ import annotations

from typing import Annotated, NamedTuple

import msgspec
from PySide6.QtCore import QEvent, QMimeData, QPointF, QRectF, Qt, QTimer, Slot
from PySide6.QtGui import QHelpEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QToolTip

from nocscape.base.i18n import mark, tr
from nocscape.console.dragging import devices_mime
from nocscape.console.overviews.kind import Context, Tile, WidgetKind
from nocscape.console.overviews.schema import setting
from nocscape.console.parts.drag_out import DragOut
from nocscape.console.parts.naming import device_name
from nocscape.console.parts.words import natural, plain_tip, status_word
from nocscape.console.theme import GRID, RADIUS_FIELD
from nocscape.model.net import DeviceId
from nocscape.model.status import Status

PAUSE_MS = 500


class CellSize(NamedTuple):
    """In pixels, as its user says whether these grow with the text."""

    width: int
    height: int
    sign: int
    is_named: bool = False


SIZES = (
    CellSize(148, 26, 13, is_named=True),
    CellSize(104, 26, 13, is_named=True),
    CellSize(28, 26, 13),
    CellSize(20, 20, 12),
    CellSize(14, 14, 10),
)
"""Of a cell with its name, with less of it, and without, as there is room for all."""


class StatusesSettings(msgspec.Struct, frozen=True, kw_only=True):
    """Which devices."""

    site: Annotated[str, setting(mark("Site (empty for that of the overview)"))] = ""
    kind: Annotated[str, setting(mark("Kind of device (empty for all)"))] = ""
    is_bad_only: Annotated[bool, setting(mark("Only what is not well"))] = False


class StatusesTile(Tile):
    """A click selects a device, two open it."""

    def __init__(self, context: Context, settings: StatusesSettings, _name: str) -> None:
        super().__init__(context)
        self._settings = settings
        self._cells: list[tuple[DeviceId, Status, str]] = []
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.refresh)
        for signal in (context.bridge.statuses_changed, context.bridge.devices_changed, context.bridge.devices_gone):
            signal.connect(self._soon)
        DragOut(self, self.mime_at)
        context.theme.changed.connect(self.update)

    @property
    def title(self) -> str:
        """How many devices there are."""
        return tr("Devices {count}", count=len(self._cells))

    @property
    def cells(self) -> list[tuple[DeviceId, Status, str]]:
        """Device, state and name, the worst first."""
        return self._cells

    @Slot()
    def _soon(self) -> None:
        if not self._pause.isActive():
            self._pause.start()

    @Slot()
    def refresh(self) -> None:
        """Look at all states again."""
        live = self.context.bridge.live
        scope = msgspec.structs.replace(self.scope, device="", site=self._settings.site or self.scope.site)
        cells = []
        for device in self.context.devices(scope):
            status, kind = live.status(device), str(live.devices[device].device.kind)
            if (not self._settings.kind or kind == self._settings.kind) and (
                status.is_bad or not self._settings.is_bad_only
            ):
                cells.append((device, status, device_name(live, device)))
        cells.sort(key=lambda c: (-c[1].rank if c[1].is_bad else 0, natural(c[2])))
        if cells != self._cells:
            self._cells = cells
            self.setAccessibleDescription(", ".join(f"{name} {status_word(status)}" for _, status, name in cells[:50]))
            self.update()
            self.titled.emit()

    def _grid(self) -> tuple[int, CellSize]:
        """How many cells stand side by side, and how large each is."""
        px, room = self.context.theme.px, self.width() - 4 * GRID
        for size in SIZES:
            columns, rows = max(1, room // px(size.width)), (self.height() - 2 * GRID) // px(size.height)
            if columns * rows >= len(self._cells):
                break
        width = room // columns if size.is_named else px(size.width)
        return columns, CellSize(width, px(size.height), px(size.sign), is_named=size.is_named)

    def _at(self, place: QPointF) -> tuple[DeviceId, Status, str] | None:
        columns, size = self._grid()
        column, row = int((place.x() - 2 * GRID) // size.width), int((place.y() - GRID) // size.height)
        number = row * columns + column
        return self._cells[number] if 0 <= column < columns and 0 <= number < len(self._cells) else None

    def mime_at(self, place: QPointF) -> QMimeData | None:
        """The device at a place, on its way to a chart or a map."""
        cell = self._at(place)
        return None if cell is None else devices_mime([cell[0]], [cell[2]])

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Select a device."""
        if (cell := self._at(event.position())) is not None:
            self.context.selection.select_devices((cell[0],), self)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Look inside a device."""
        if (cell := self._at(event.position())) is not None:
            self.context.selection.open_device(cell[0])

    def event(self, event: QEvent) -> bool:
        """Say which device a sign is."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            cell = self._at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), plain_tip(f"{cell[2]} · {status_word(cell[1])}") if cell else "", self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Signs, and names where there is room."""
        painter = QPainter(self)
        theme = self.context.theme
        painter.setFont(theme.font("small"))
        if not self._cells:
            painter.setPen(theme.color("dim"))
            words = tr("All is well") if self._settings.is_bad_only else tr("No devices here")
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, words)
        columns, size = self._grid()
        for number, (_, status, name) in enumerate(self._cells):
            row, column = divmod(number, columns)
            left, top = 2 * GRID + column * size.width, GRID + row * size.height
            box = QRectF(left, top, size.width - GRID, size.height - 2)
            if box.bottom() > self.height():
                break
            self._paint_cell(painter, box, size, status, name)
        painter.end()

    def _paint_cell(self, painter: QPainter, box: QRectF, size: CellSize, status: Status, name: str) -> None:
        theme = self.context.theme
        if status.is_bad:
            ground = theme.status_color(status)
            ground.setAlpha(36)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ground)
            painter.drawRoundedRect(box, RADIUS_FIELD, RADIUS_FIELD)
        left = box.left() + 5 if size.is_named else box.center().x() - size.sign / 2
        icon = theme.status_icon(status, size.sign)
        painter.drawPixmap(QPointF(round(left), round(box.center().y() - size.sign / 2)), icon)
        if not size.is_named:
            return
        painter.setPen(theme.color("text"))
        inside = box.adjusted(size.sign + 10, 0, -2, 0)
        words = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, int(inside.width()))
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)


KIND = WidgetKind("statuses", mark("Status grid"), "grid-3x3", (4, 5), StatusesSettings, StatusesTile)
