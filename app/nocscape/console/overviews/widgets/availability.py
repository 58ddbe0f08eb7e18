"""An availability calendar: for each day, which share of echo requests was answered."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Annotated

import msgspec
import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Slot
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QToolTip

from nocscape.base.i18n import mark, tr
from nocscape.base.units import percent
from nocscape.console.overviews.kind import Context, WidgetKind
from nocscape.console.overviews.schema import Control, setting
from nocscape.console.overviews.ticking_tile import TickingTile
from nocscape.console.parts.alive import while_alive
from nocscape.console.parts.naming import device_name
from nocscape.console.parts.words import plain_tip
from nocscape.console.theme import GRID, ROW
from nocscape.engine.client import value
from nocscape.model.batches import Reply
from nocscape.model.commands import ReadTogether
from nocscape.model.metrics import SeriesData

AGAIN_MS = 600_000
DAY_S = 86_400
LEAST_CELL, MOST_CELL = 12, 44
LEAST_BESIDE, MOST_BESIDE = 130, 240
"""Room for the averages beside the calendar, in pixels."""
RADIUS = 3
QUIET = 90
HOLES = {"warn": 0.34, "crit": 0.42}
"""Fair and bad days have a hole, so that they are told from good ones without colour: share of the side left of it."""


class AvailabilitySettings(msgspec.Struct, frozen=True, kw_only=True):
    """Whose availability, how far back, and what is good."""

    device: Annotated[str, setting(mark("Device"), Control.DEVICE)] = ""
    days: Annotated[int, setting(mark("Days"), ge=7, le=371)] = 91
    good: Annotated[float, setting(mark("Good from (%)"), ge=0, le=100)] = 99.9
    fair: Annotated[float, setting(mark("Fair from (%)"), ge=0, le=100)] = 99.0


class AvailabilityTile(TickingTile):
    """A column a week, a row a weekday, the newest week at the right. Read every ten minutes while it is seen."""

    def __init__(self, context: Context, settings: AvailabilitySettings, _name: str) -> None:
        super().__init__(context, AGAIN_MS)
        self._settings = settings
        self.days: dict[date, float] = {}
        self._asked = 0
        context.theme.changed.connect(self.update)

    @property
    def title(self) -> str:
        """Whose, and the average."""
        device = self._settings.device or self.scope.device
        name = device_name(self.context.bridge.live, device) if device else self.scope.site
        words = percent(float(np.mean(list(self.days.values())))) if self.days else ""
        return " · ".join(part for part in (name, tr("Availability"), words) if part)

    @Slot()
    def refresh(self) -> None:
        """Read the losses of every day again."""
        if not self.isVisible():
            return
        until = int(self.context.now())

        def take(reply: Reply) -> None:
            if reply.error is None and reply.request == self._asked:
                self.days = availability_by_day(value(reply, SeriesData))
                self.update()
                self.titled.emit()

        ask = ReadTogether(
            metric="icmp_loss_percent",
            since=until - self._settings.days * DAY_S,
            until=until,
            points=self._settings.days * 24,
            devices=self.context.devices(self.scope, self._settings.device),
        )
        self._asked = self.context.bridge.ask(ask, while_alive(self, take))

    def _today(self) -> date:
        return datetime.fromtimestamp(self.context.now()).astimezone().date()

    def _grid(self) -> tuple[float, int]:
        """Side of a cell, and how many weeks have room."""
        px = self.context.theme.px
        side = min(px(MOST_CELL), max(LEAST_CELL, (self.height() - 4 * GRID) / 7))
        weeks = min(-(-self._settings.days // 7) + 1, max(1, int((self.width() - 6 * GRID) / side)))
        return min(side, (self.width() - 6 * GRID) / weeks), weeks

    def _day_at(self, place: QPointF) -> date | None:
        side, weeks = self._grid()
        column, row = int((place.x() - 3 * GRID) // side), int((place.y() - 2 * GRID) // side)
        day = self._monday(weeks) + timedelta(days=7 * column + row)
        return day if 0 <= column < weeks and 0 <= row < 7 and day <= self._today() else None

    def _monday(self, weeks: int) -> date:
        today = self._today()
        return today - timedelta(days=today.weekday() + 7 * (weeks - 1))

    def event(self, event: QEvent) -> bool:
        """Say what a day was like."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            day = self._day_at(QPointF(event.pos()))
            words = "" if day is None else f"{day:%Y-%m-%d} · {percent(self.days.get(day))}"
            QToolTip.showText(event.globalPos(), plain_tip(words), self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """A square a day; what is not good is marked by its size, too."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        side, weeks = self._grid()
        first, today = self._monday(weeks), self._today()
        for number in range(7 * weeks):
            day = first + timedelta(days=number)
            if day <= today:
                column, row = divmod(number, 7)
                box = QRectF(3 * GRID + column * side, 2 * GRID + row * side, side - 2, side - 2)
                self._paint_day(painter, box, self.days.get(day))
        beside = QRectF(self.rect()).adjusted(3 * GRID + weeks * side + 6 * GRID, 2 * GRID, -3 * GRID, 0)
        if beside.width() >= self.context.theme.px(LEAST_BESIDE):
            self._paint_means(painter, beside, today)
        painter.end()

    def means(self, today: date) -> list[tuple[str, float | None]]:
        """What the last days were like on average."""
        lengths = [
            (tr("Today"), 1),
            *((tr("{count} days", count=n), n) for n in (7, 30, 90) if n < self._settings.days),
        ]
        return [(words, self._mean(today, length)) for words, length in lengths]

    def _mean(self, today: date, length: int) -> float | None:
        shares = [self.days[day] for n in range(length) if (day := today - timedelta(days=n)) in self.days]
        return float(np.mean(shares)) if shares else None

    def _paint_means(self, painter: QPainter, room: QRectF, today: date) -> None:
        theme = self.context.theme
        painter.setFont(theme.font("body"))
        room.setWidth(min(room.width(), theme.px(MOST_BESIDE)))
        row_px = theme.px(ROW)
        for place, (words, share) in enumerate(self.means(today)):
            row = QRectF(room.left(), room.top() + place * row_px, room.width(), row_px)
            if row.bottom() > self.height():
                break
            painter.setPen(theme.color("dim"))
            painter.drawText(row, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)
            tone = self.tone(share)
            painter.setPen(theme.color(tone if tone in HOLES else "text" if share is not None else "faint"))
            painter.drawText(row, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, percent(share))
            painter.setPen(theme.color("line"))
            painter.drawLine(row.bottomLeft(), row.bottomRight())

    def _paint_day(self, painter: QPainter, box: QRectF, share: float | None) -> None:
        tone = self.tone(share)
        color = self.context.theme.color(tone)
        if tone == "ok":
            color.setAlpha(QUIET)
        painter.setBrush(color)
        painter.drawRoundedRect(box, RADIUS, RADIUS)
        if tone in HOLES:
            painter.setBrush(self.context.theme.color("panel"))
            inset = box.width() * HOLES[tone]
            painter.drawEllipse(box.adjusted(inset, inset, -inset, -inset))

    def tone(self, share: float | None) -> str:
        """Good, fair, bad, or not known, as a colour."""
        if share is None:
            return "line"
        if share >= self._settings.good:
            return "ok"
        return "warn" if share >= self._settings.fair else "crit"


def availability_by_day(losses: SeriesData) -> dict[date, float]:
    """Percent of echo requests that were answered, by local day."""
    sums: dict[date, float] = {}
    counts: dict[date, int] = {}
    for at, loss in zip(losses.times, losses.values, strict=True):
        if loss is not None:
            day = datetime.fromtimestamp(at).astimezone().date()
            sums[day] = sums.get(day, 0.0) + loss
            counts[day] = counts.get(day, 0) + 1
    return {day: 100.0 - total / counts[day] for day, total in sums.items()}


KIND = WidgetKind(
    "availability", mark("Availability calendar"), "calendar", (5, 4), AvailabilitySettings, AvailabilityTile
)
