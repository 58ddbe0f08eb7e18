"""Alarm counters: how many devices are in which state."""

from __future__ import annotations

from collections import Counter
from typing import Annotated

import msgspec
from PySide6.QtCore import QPointF, QRectF, Qt, QTimer, Slot
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent

from nocscape.base.i18n import mark
from nocscape.console.overviews.kind import Context, Tile, WidgetKind
from nocscape.console.overviews.schema import setting
from nocscape.console.parts.language import Retranslated
from nocscape.console.parts.words import status_word
from nocscape.console.theme import GRID
from nocscape.model.status import Status

PAUSE_MS = 500
SIGN = 18
LEAST_WIDTH, LEAST_HEIGHT = 56, 44


class AlarmsSettings(msgspec.Struct, frozen=True, kw_only=True):
    """Which states are counted."""

    has_up: Annotated[bool, setting(mark("Count what is up, too"))] = True
    has_unknown: Annotated[bool, setting(mark("Count what is unknown, too"))] = False


class AlarmsTile(Retranslated, Tile):
    """A sign, a number and a word for each state; states with nothing in them are faint."""

    def __init__(self, context: Context, settings: AlarmsSettings, _name: str) -> None:
        super().__init__(context)
        self._states = [Status.CRITICAL, Status.UNREACHABLE, Status.MINOR, Status.WARNING]
        self._states += [Status.UP] if settings.has_up else []
        self._states += [Status.UNKNOWN] if settings.has_unknown else []
        self.counts: Counter[Status] = Counter()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.refresh)
        for signal in (context.bridge.statuses_changed, context.bridge.devices_changed, context.bridge.devices_gone):
            signal.connect(self._soon)
        context.theme.changed.connect(self.update)

    @property
    def title(self) -> str:
        """The site that is counted."""
        return self.scope.site

    @Slot()
    def _soon(self) -> None:
        if not self._pause.isActive():
            self._pause.start()

    @Slot()
    def refresh(self) -> None:
        """Count again."""
        live = self.context.bridge.live
        counts = Counter(live.status(device) for device in self.context.devices(self.scope))
        if counts != self.counts:
            self.counts = counts
            self.retranslate()
            self.update()

    def retranslate(self) -> None:
        """Say the counts in the language in force, for who cannot see them and where words have no room."""
        words = ", ".join(f"{status_word(s)} {self.counts[s]}" for s in self._states)
        self.setAccessibleDescription(words)
        self.setToolTip(words)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Side by side, or below each other where it is narrow and high enough."""
        painter = QPainter(self)
        px = self.context.theme.px
        most_rows = max(1, self.height() // px(LEAST_HEIGHT))
        wanted = max(1, min(len(self._states), self.width() // px(LEAST_WIDTH)))
        columns = max(wanted, -(-len(self._states) // most_rows))
        rows = -(-len(self._states) // columns)
        width, height = self.width() / columns, self.height() / rows
        for number, status in enumerate(self._states):
            row, column = divmod(number, columns)
            self._paint_state(painter, QRectF(column * width, row * height, width, height), status)
        painter.end()

    def _paint_state(self, painter: QPainter, box: QRectF, status: Status) -> None:
        theme, count = self.context.theme, self.counts[status]
        middle, sign, apart = box.center(), theme.px(SIGN), theme.px(2 * GRID)
        painter.setFont(theme.font("title"))
        figure = str(count)
        advance = painter.fontMetrics().horizontalAdvance(figure)
        left = middle.x() - (sign + apart + advance) / 2
        painter.setOpacity(1.0 if count else 0.45)
        painter.drawPixmap(QPointF(left, middle.y() - sign), theme.status_icon(status, sign))
        painter.setPen(theme.color("text"))
        painter.drawText(QPointF(left + sign + apart, middle.y() - theme.px(2)), figure)
        painter.setFont(theme.font("small"))
        painter.setPen(theme.color("dim"))
        if self._has_words(painter.fontMetrics(), box.width()):
            words = QRectF(box.left(), middle.y() + theme.px(GRID), box.width(), theme.px(SIGN))
            painter.drawText(words, Qt.AlignmentFlag.AlignCenter, status_word(status))
        painter.setOpacity(1.0)

    def _has_words(self, metrics: QFontMetrics, width: float) -> bool:
        """Whether the words of all states have room; the signs say the same, and the tool tip says it in words."""
        return all(metrics.horizontalAdvance(status_word(status)) < width for status in self._states)


KIND = WidgetKind("alarms", mark("Alarm counters"), "bell", (4, 2), AlarmsSettings, AlarmsTile)
