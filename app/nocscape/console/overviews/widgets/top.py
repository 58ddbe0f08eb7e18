"""The devices or ports that have most of a metric, with bars."""

from __future__ import annotations

from typing import Annotated

import msgspec
from PySide6.QtCore import QMimeData, QPointF, QRectF, Qt, Slot
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent

from nocscape.base.i18n import mark, tr
from nocscape.console.charts.axes import value_text
from nocscape.console.charts.subject import instance_name
from nocscape.console.dragging import series_mime
from nocscape.console.overviews.figure_tile import named, tone_of
from nocscape.console.overviews.figures import unit_of
from nocscape.console.overviews.greatest import Greatest
from nocscape.console.overviews.kind import Context, WidgetKind
from nocscape.console.overviews.schema import Control, setting
from nocscape.console.overviews.ticking_tile import TickingTile
from nocscape.console.parts.drag_out import DragOut
from nocscape.console.parts.naming import device_name
from nocscape.console.theme import GRID, ROW
from nocscape.model.metric_asks import Ranking
from nocscape.model.metrics import SeriesKey

AGAIN_MS = 30_000
BAR = 3


class TopSettings(msgspec.Struct, frozen=True, kw_only=True):
    """Most of what."""

    metric: Annotated[str, setting(mark("Metric"), Control.METRIC)] = "if_in_bps"
    device: Annotated[str, setting(mark("Device"), Control.DEVICE)] = ""
    most: Annotated[int, setting(mark("Rows"), ge=1, le=50)] = 10
    warning: Annotated[float, setting(mark("Warning from (0 for none)"))] = 0.0
    critical: Annotated[float, setting(mark("Critical from (0 for none)"))] = 0.0


class TopTile(TickingTile):
    """Read every half minute while it is seen; a click selects."""

    def __init__(self, context: Context, settings: TopSettings, _name: str) -> None:
        super().__init__(context, AGAIN_MS)
        self._settings = settings
        self._rows: list[tuple[SeriesKey, float]] = []
        self._is_quiet = False
        """Measured, and nothing was counted."""
        self._without_speed = 0
        self._greatest = Greatest(self)
        self._greatest.found.connect(self._show)
        DragOut(self, self.mime_at)
        context.theme.changed.connect(self.update)
        context.book.changed.connect(self.update)

    @property
    def title(self) -> str:
        """The metric, and how many."""
        return tr(
            "{name}, top {count}",
            name=named(self, self._settings.metric, self._settings.device),
            count=self._settings.most,
        )

    @property
    def rows(self) -> list[tuple[SeriesKey, float]]:
        """What is shown, the greatest first."""
        return self._rows

    @Slot()
    def refresh(self) -> None:
        """Ask which have most now."""
        if not self.isVisible():
            return
        self._greatest.ask(self._settings.metric, self._settings.device, self._settings.most)
        self.titled.emit()

    @Slot(object)
    def _show(self, found: Ranking) -> None:
        """What is counted and did not happen at all is not among the greatest."""
        is_counter = self.context.book.is_counter(self._settings.metric)
        rows = [(key, value) for key, value in found.rows if value or not is_counter]
        self._rows, self._is_quiet = rows, bool(found.rows)
        self._without_speed = found.without_speed
        lines = [f"{self.name_of(key)} {self._figure(v)}" for key, v in rows]
        self.setAccessibleDescription("\n".join([*lines, *([self.note] if self.note else [])]))
        self.update()

    @property
    def note(self) -> str:
        """Who is left out."""
        count = self._without_speed
        return tr("Without a known speed: {count}", count=count) if count else ""

    def name_of(self, key: SeriesKey) -> str:
        """Device and port of a row."""
        live = self.context.bridge.live
        return " · ".join(part for part in (device_name(live, key.device), instance_name(live, key)) if part)

    def _key_at(self, place: QPointF) -> SeriesKey | None:
        row = int((place.y() - GRID) // self.context.theme.px(ROW))
        return self._rows[row][0] if 0 <= row < len(self._rows) else None

    def mime_at(self, place: QPointF) -> QMimeData | None:
        """The series of a row, on its way to a chart."""
        key = self._key_at(place)
        return None if key is None else series_mime([key])

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Select what a row is about."""
        event.accept()
        if (key := self._key_at(event.position())) is not None:
            if key.metric.startswith("if_") and self.context.bridge.live.interface(key.device, key.instance):
                self.context.selection.select_interface(key.device, key.instance, self)
            else:
                self.context.selection.select_devices((key.device,), self)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """A line a row."""
        painter = QPainter(self)
        theme = self.context.theme
        painter.setFont(theme.font("body"))
        if not self._rows:
            painter.setPen(theme.color("dim"))
            words = tr("None in this time") if self._is_quiet else tr("No values in this time")
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, words)
        whole = 100.0 if unit_of(self.context, self._settings.metric) == "%" else 0.0
        greatest = max((whole, *(v for _, v in self._rows)))
        for place, (key, amount) in enumerate(self._rows):
            box = self._box(GRID + place * theme.px(ROW))
            if box.top() < self.height():
                self._paint_row(painter, box, key, amount, amount / greatest if greatest > 0 else 0.0)
        if self.note:
            self._paint_note(painter, 2 * GRID + len(self._rows) * theme.px(ROW))
        painter.end()

    def _box(self, top: float) -> QRectF:
        px = self.context.theme.px
        return QRectF(px(3 * GRID), top, self.width() - px(6 * GRID), px(ROW))

    def _paint_note(self, painter: QPainter, top: float) -> None:
        painter.setFont(self.context.theme.font("small"))
        painter.setPen(self.context.theme.color("dim"))
        box = self._box(top)
        if box.bottom() <= self.height():
            painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self.note)

    def _paint_row(self, painter: QPainter, box: QRectF, key: SeriesKey, amount: float, share: float) -> None:
        theme = self.context.theme
        words = self._figure(amount)
        metrics = painter.fontMetrics()
        room = box.width() - metrics.horizontalAdvance(words) - 3 * GRID
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(theme.color("text"))
        name = metrics.elidedText(self.name_of(key), Qt.TextElideMode.ElideRight, int(room))
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | middle, name)
        tone = tone_of(amount, self._settings.warning, self._settings.critical)
        painter.setPen(theme.color(tone or "text"))
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | middle, words)
        bar = theme.px(BAR)
        ground = QRectF(box.left(), box.bottom() - bar, box.width(), bar - 1)
        painter.fillRect(ground, theme.color("line"))
        ground.setWidth(box.width() * share)
        painter.fillRect(ground, theme.color(tone or "s1"))

    def _figure(self, amount: float) -> str:
        return value_text(amount, unit_of(self.context, self._settings.metric))


KIND = WidgetKind("top", mark("Top table"), "table", (4, 7), TopSettings, TopTile)
