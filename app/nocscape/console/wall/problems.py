"""What is wrong now, in letters for the back of the room: causes one by one, their effects as a number."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt, Slot
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from nocscape.base.i18n import tr
from nocscape.base.text import one_line
from nocscape.console.live import LiveNetwork
from nocscape.console.parts.words import age
from nocscape.console.theme import Theme
from nocscape.console.wall.freshness import Freshness
from nocscape.console.wall.sizes import READABLE, ROW, SECONDARY, letters
from nocscape.model.net import DeviceStatus
from nocscape.model.status import Status

WIDTH = 0.3
"""Of the width of the screen."""
_ORDER = (Status.CRITICAL, Status.MINOR, Status.WARNING)
_SIDE = 0.018


class Problem(NamedTuple):
    """One line of the list."""

    status: Status
    name: str
    detail: str


def problems(live: LiveNetwork, now: float) -> list[Problem]:
    """The worst first, of those the latest; what is only cut off is counted at the end."""
    states = [state for state in live.statuses.values() if state.status in _ORDER]
    states.sort(key=lambda state: (_ORDER.index(state.status), -state.since, state.device))
    found = [_problem(live, state, now) for state in states]
    behind = sum(state.status is Status.UNREACHABLE for state in live.statuses.values())
    if behind:
        found.append(Problem(Status.UNREACHABLE, tr("{count} cannot be reached", count=behind), tr("behind these")))
    return found


def _problem(live: LiveNetwork, state: DeviceStatus, now: float) -> Problem:
    known = live.devices.get(state.device)
    name = one_line(known.device.shown_name() if known is not None else state.device, 60)
    since = age(now - state.since) if 0 < state.since <= now else ""
    reason = one_line(str(state.reason), 80) if state.reason else ""
    return Problem(state.status, name, " · ".join(part for part in (since, reason) if part))


class ProblemList(QWidget):
    """Hidden while nothing is wrong."""

    def __init__(self, live: LiveNetwork, freshness: Freshness, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._live = live
        self._freshness = freshness
        self._theme = theme
        self._height_px = 1080.0
        self._shown: list[Problem] = []
        freshness.ticked.connect(self.refresh)
        theme.changed.connect(self.update)
        self.hide()

    def resize_for(self, width_px: int, height_px: int) -> None:
        """Be as wide as suits a screen of that size."""
        self._height_px = float(height_px)
        self.setFixedWidth(round(WIDTH * width_px))

    @Slot()
    def refresh(self) -> None:
        """Read states anew."""
        self._shown = problems(self._live, self._freshness.now())
        self.setVisible(bool(self._shown))
        self.setAccessibleName("; ".join(f"{one.name} {one.detail}" for one in self._shown))
        self.update()

    def lines(self) -> list[Problem]:
        """What there is room for; the last line counts the others."""
        room = max(1, int(self.height() / (ROW * self._height_px)))
        if len(self._shown) <= room:
            return self._shown
        left = len(self._shown) - room + 1
        worst = max((one.status for one in self._shown[room - 1 :]), key=lambda status: status.rank)
        return [*self._shown[: room - 1], Problem(worst, tr("{count} more", count=left), "")]

    def paintEvent(self, event: QPaintEvent) -> None:
        """Line by line."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("panel"))
        painter.fillRect(QRectF(0, 0, 1, self.height()), self._theme.color("line"))
        name = letters(self._theme, "title", READABLE * 0.8 * self._height_px)
        detail = letters(self._theme, "body", SECONDARY * self._height_px)
        for place, problem in enumerate(self.lines()):
            self._draw(painter, problem, place * ROW * self._height_px, name, detail)
        painter.end()
        event.accept()

    def _draw(self, painter: QPainter, problem: Problem, top: float, name: QFont, detail: QFont) -> None:
        high, side = ROW * self._height_px, _SIDE * self._height_px
        sign_px = round(0.04 * self._height_px)
        sign = self._theme.status_icon(problem.status, sign_px)
        painter.drawPixmap(QPointF(round(side), round(top + (high - sign_px) / 2)), sign)
        left = 2 * side + sign_px
        room = self.width() - left - side / 2
        base = top + high * (0.45 if problem.detail else 0.65)
        for font, token, text, at in (
            (name, "text", problem.name, base),
            (detail, "dim", problem.detail, top + high * 0.84),
        ):
            painter.setFont(font)
            painter.setPen(self._theme.color(token))
            shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, room)
            painter.drawText(QPointF(left, at), shown)
        painter.fillRect(QRectF(0, top + high - 1, self.width(), 1), self._theme.color("line"))
