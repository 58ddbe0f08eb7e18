"""The bar with the time that the map shows: a handle on the last hours or days, and what happened on them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QHelpEvent, QHideEvent, QIcon, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QSlider, QToolTip, QWidget

from nocscape.base.i18n import tr
from nocscape.base.units import duration, significant
from nocscape.console.map.chrome.floating import Floating
from nocscape.console.map.past.machine import SPANS_S, SPEEDS, TimeMachine
from nocscape.console.parts.fields import IconButton
from nocscape.console.parts.words import full_time, is_today, plain_tip
from nocscape.console.theme import GRID, Theme
from nocscape.model.status import Status

TICKS = 1000
AGE_MS = 30_000
"""The present moves on: marks are drawn anew so often."""
_TRACK = QSize(180, 24)
_LEAST_TRACK_PX = 80
_HANDLE_PX = 6.5
_GROOVE_PX = 3.0
_MARK_PX = 12.0
_OWN_KEYS = (Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class TimeTrack(QSlider):
    """A slider from the beginning of the span to now.

    Signals: wanted(float share) of the span, 1 being now; jumped(int): to the mark after (1) or before (-1) the time.
    """

    wanted = Signal(float)
    jumped = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme = theme
        self._marks: dict[float, str] = {}
        self.setRange(0, TICKS)
        self.setValue(TICKS)
        self.setSingleStep(TICKS // 96)
        self.setPageStep(TICKS // 12)
        self.setFixedHeight(_TRACK.height())
        self.setMinimumWidth(_LEAST_TRACK_PX)
        self.actionTriggered.connect(self._acted)

    def sizeHint(self) -> QSize:
        """As long as days can be told apart on it."""
        return _TRACK

    def show_marks(self, marks: Mapping[float, str]) -> None:
        """Where on the span something critical happened, each a share of it, and what."""
        self._marks = dict(marks)
        self.update()

    def mark_at(self, x: float) -> str:
        """What happened at a point of the track; nothing where there is no mark."""
        left, right = self._ends()
        near = min(self._marks, key=lambda share: abs(left + share * (right - left) - x), default=None)
        is_near = near is not None and abs(left + near * (right - left) - x) <= _MARK_PX / 2
        return self._marks[near] if near is not None and is_near else ""

    def show_share(self, share: float) -> None:
        """Put the handle there without telling."""
        if not self.isSliderDown():
            self.blockSignals(True)
            self.setValue(round(share * TICKS))
            self.blockSignals(False)
            self.update()

    @Slot(int)
    def _acted(self, _action: int) -> None:
        self.wanted.emit(self.sliderPosition() / TICKS)

    def event(self, event: QEvent) -> bool:
        """Keep the keys of a slider from those of the map."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and event.key() in _OWN_KEYS:
            event.accept()
            return True
        if isinstance(event, QHelpEvent) and (word := self.mark_at(event.pos().x())):
            QToolTip.showText(event.globalPos(), plain_tip(word), self)
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """With Ctrl, arrows go from mark to mark."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is not None and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.jumped.emit(step)
            event.accept()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the handle to where the pointer is."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.setSliderDown(True)
            self._follow(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The handle follows the pointer."""
        if self.isSliderDown():
            self._follow(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The handle stays where it is."""
        if self.isSliderDown():
            self._follow(event)
            self.setSliderDown(False)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Groove, marks and handle."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = self.height() / 2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("line"))
        left, right = self._ends()
        painter.drawRoundedRect(QRectF(left, middle - _GROOVE_PX / 2, right - left, _GROOVE_PX), 1.5, 1.5)
        painter.setPen(QPen(self._theme.color("crit"), 1.6))
        for share in self._marks:
            x = left + share * (right - left)
            painter.drawLine(QPointF(x, middle - _MARK_PX / 2), QPointF(x, middle + _MARK_PX / 2))
        is_past = self.value() < TICKS
        painter.setPen(QPen(self._theme.color("text"), 1.5) if self.hasFocus() else Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("warn" if is_past else "accent"))
        x = left + self.value() / TICKS * (right - left)
        painter.drawEllipse(QPointF(x, middle), _HANDLE_PX, _HANDLE_PX)
        painter.end()
        event.accept()

    def _ends(self) -> tuple[float, float]:
        return _HANDLE_PX + 1, self.width() - _HANDLE_PX - 1

    def _follow(self, event: QMouseEvent) -> None:
        left, right = self._ends()
        share = min(1.0, max(0.0, (event.position().x() - left) / max(1.0, right - left)))
        self.setValue(round(share * TICKS))
        self.wanted.emit(share)
        event.accept()


class TimeBar(Floating):
    """Clock (how far back), play, track, and the time that is shown; a press on it goes back to now."""

    def __init__(self, machine: TimeMachine, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._machine = machine
        self.span_button = IconButton(theme, "clock")
        self.play_button = IconButton(theme, "play")
        self.track = TimeTrack(theme)
        self._room_px = _TRACK.width()
        self.now_button = QPushButton()
        self.now_button.setProperty("kind", "flat")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(2 * GRID, 2, GRID, 2)
        layout.setSpacing(GRID)
        for widget in (self.span_button, self.play_button, self.track, self.now_button):
            layout.addWidget(widget)
        self._age = QTimer(self)
        self._age.setInterval(AGE_MS)
        self._age.timeout.connect(self.refresh)
        self._connect()
        self.retranslate()

    def _connect(self) -> None:
        machine = self._machine
        self.span_button.clicked.connect(self._offer_spans)
        self.play_button.clicked.connect(machine.toggle_play)
        self.now_button.clicked.connect(self.go_live)
        self.track.wanted.connect(self._go)
        self.track.jumped.connect(machine.jump)
        machine.moved.connect(self.refresh)
        machine.marks_changed.connect(self.refresh)
        self.theme.changed.connect(self.refresh)

    def retranslate(self) -> None:
        """Say everything again in the language in force."""
        self.track.setAccessibleName(tr("Time that the map shows"))
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Time, marks or words are different."""
        machine = self._machine
        now, span_s = machine.now(), machine.span_s
        begin = now - span_s
        self.track.show_marks({(at - begin) / span_s: _told(machine, at) for at in machine.marks if begin <= at <= now})
        self.track.show_share(1.0 if machine.at is None else (machine.at - begin) / span_s)
        self.play_button.set_icon("pause" if machine.is_playing else "play")
        self.play_button.say(
            tr("Hold the time") if machine.is_playing else tr("Play the last {span}", span=self._span())
        )
        self.span_button.say(tr("The bar reaches back {span}", span=self._span()))
        self.now_button.setText(tr("Live") if machine.at is None else _when(machine.at, now))
        is_live = machine.at is None
        sign = QIcon(self.theme.status_icon(Status.UP, 10)) if is_live else self.theme.icon("rotate-ccw", "warn", 12)
        self.now_button.setIcon(sign)
        self.now_button.setToolTip("" if machine.at is None else tr("Back to now"))
        self.now_button.setAccessibleName(tr("Live") if machine.at is None else tr("Back to now"))
        self.track.setToolTip("" if machine.at is None else full_time(machine.at))
        self.fit(self._room_px)

    def fit(self, room_px: int) -> None:
        """Be as long as usual, or shorter where there is less room."""
        self._room_px = room_px
        usual, least = self.sizeHint(), self.minimumSizeHint()
        self.resize(max(least.width(), min(usual.width(), room_px)), usual.height())

    @Slot()
    def go_live(self) -> None:
        """Back to now."""
        self._machine.go(None)

    @Slot(float)
    def _go(self, share: float) -> None:
        machine = self._machine
        machine.go(None if share >= 1.0 else machine.now() - machine.span_s * (1.0 - share))

    def _span(self) -> str:
        return duration(self._machine.span_s)

    @Slot()
    def _offer_spans(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for span_s in SPANS_S:
            action = menu.addAction(tr("The last {span}", span=duration(span_s)))
            action.setCheckable(True)
            action.setChecked(span_s == self._machine.span_s)
            action.triggered.connect(partial(self._choose_span, span_s))
        menu.addSeparator()
        for speed in SPEEDS:
            action = menu.addAction(tr("Play {factor} times as fast", factor=significant(speed)))
            action.setCheckable(True)
            action.setChecked(speed == self._machine.speed)
            action.triggered.connect(partial(self._choose_speed, speed))
        menu.popup(self.span_button.mapToGlobal(self.span_button.rect().topLeft()))

    def _choose_span(self, span_s: int, _is_checked: bool = False) -> None:  # noqa: FBT001 - Qt's signature
        self._machine.set_span(span_s)

    def _choose_speed(self, speed: float, _is_checked: bool = False) -> None:  # noqa: FBT001 - Qt's signature
        self._machine.set_speed(speed)

    def showEvent(self, event: QShowEvent) -> None:
        """In sight it keeps up with the time, and knows what happened."""
        super().showEvent(event)
        self._machine.read_marks()
        self._age.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Out of sight it need not."""
        super().hideEvent(event)
        self._age.stop()

    def changeEvent(self, event: QEvent) -> None:
        """Fonts are different."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.fit(self._room_px)


def _told(machine: TimeMachine, mark: float) -> str:
    return f"{full_time(mark)} · {machine.word(mark)}"


def _when(at: float, now: float) -> str:
    """Time of day, with the date where it is another day's."""
    text = full_time(at)
    return text[11:19] if is_today(at, now) else text[5:16]
