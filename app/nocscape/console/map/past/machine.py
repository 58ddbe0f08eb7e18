"""Which time the map shows, and how it gets the network of that time."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from nocscape.base.text import one_line
from nocscape.console.bridge import Bridge
from nocscape.engine.client import value
from nocscape.model.batches import Reply
from nocscape.model.commands import ReadEvents, ReadNetworkAt
from nocscape.model.events import Event
from nocscape.model.past import NetworkThen
from nocscape.model.status import Severity

SPANS_S: tuple[int, ...] = (3600, 6 * 3600, 86_400, 7 * 86_400, 30 * 86_400)
"""How far back the bar reaches."""
FIRST_SPAN_S = 86_400
STEPS = 96
"""Steps in which a span is played: a day in quarters of an hour."""
STEP_MS = 700
REST_MS = 120
"""The network is asked for when the handle has rested so long."""
SPEEDS: tuple[float, ...] = (0.5, 1.0, 2.0, 4.0)
"""How fast time may be played, 1 being a step in `STEP_MS`."""
MOST_EVENTS = 500
MOST_LETTERS = 120
_DAMPED_S = 1.0


class TimeMachine(QObject):
    """None is the present. At most one question is under way; of several times that were wanted, the last one counts.

    Signals: moved() the time that is wanted, or the span, is different; arrived(NetworkThen): to be shown; returned():
    the present is shown again; failed(str); marks_changed().
    """

    moved = Signal()
    arrived = Signal(object)
    returned = Signal()
    failed = Signal(str)
    marks_changed = Signal()

    def __init__(self, bridge: Bridge, parent: QObject | None = None, *, now: Callable[[], float] = time.time) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.now = now
        self.span_s = FIRST_SPAN_S
        self.at: float | None = None
        """The time that is wanted, UTC seconds; None for the present."""
        self.marks: tuple[float, ...] = ()
        """When something critical happened, UTC seconds."""
        self.speed = 1.0
        self._words: dict[float, str] = {}
        self._asked: float | None = None
        self._is_asked_again = False
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._ask)
        self._play = QTimer(self)
        self._play.setInterval(STEP_MS)
        self._play.timeout.connect(self._step)

    @property
    def is_playing(self) -> bool:
        """Whether time goes on by itself."""
        return self._play.isActive()

    def go(self, at: float | None) -> None:
        """Show this time, or the present; what lies within a hundredth of the span before now is the present."""
        if at is not None and at >= self.now() - self.span_s / 400:
            at = None
        if at is None:
            self._return()
            return
        self.at = at
        self.moved.emit()
        self._rest.start()

    def set_span(self, span_s: int) -> None:
        """Reach so far back; a time before that is let go of."""
        self.span_s = span_s
        if self.at is not None and self.at < self.now() - span_s:
            self.go(self.now() - span_s)
        self.moved.emit()
        self.read_marks()

    @Slot()
    def toggle_play(self) -> None:
        """Let time go on, from the beginning of the span where it stands at the present, or hold it."""
        if self.is_playing:
            self._play.stop()
        else:
            if self.at is None:
                self.go(self.now() - self.span_s)
            self._play.start()
        self.moved.emit()

    @Slot()
    def read_marks(self) -> None:
        """Ask what happened within the span."""
        wanted = ReadEvents(most=MOST_EVENTS, since=self.now() - self.span_s, severity=Severity.CRITICAL)
        self._bridge.ask(wanted, self._take_events)

    @Slot(object)
    def hear(self, events: tuple[Event, ...]) -> None:
        """New events."""
        self._mark(self.marks, events)

    def word(self, mark: float) -> str:
        """What happened at a mark."""
        return self._words.get(mark, "")

    def set_speed(self, speed: float) -> None:
        """Play so many times as fast, one of `SPEEDS`."""
        self.speed = speed
        self._play.setInterval(round(STEP_MS / speed))
        self.moved.emit()

    def jump(self, by: int) -> None:
        """To the next mark after the time that is shown (`by` 1), or the one before it (-1); after the last, to now."""
        at = self.now() if self.at is None else self.at
        if by > 0:
            self.go(next((mark for mark in self.marks if mark > at + _DAMPED_S), None))
        elif before := [mark for mark in self.marks if self.now() - self.span_s <= mark < at - _DAMPED_S]:
            self.go(before[-1])

    @Slot()
    def _step(self) -> None:
        """On to the next time, once the last one has arrived."""
        if self.at is not None and self._asked is None and not self._rest.isActive():
            self.go(self.at + self.span_s / STEPS)

    def _return(self) -> None:
        was_away = self.at is not None
        self.at = None
        self._play.stop()
        self._rest.stop()
        self.moved.emit()
        if was_away:
            self.returned.emit()

    @Slot()
    def _ask(self) -> None:
        if self.at is None:
            return
        if self._asked is not None:
            self._is_asked_again = True
            return
        self._asked = self.at
        self._bridge.ask(ReadNetworkAt(at=self.at), self._take)

    def _take(self, reply: Reply) -> None:
        self._asked = None
        is_asked_again, self._is_asked_again = self._is_asked_again, False
        if self.at is None:
            return
        if reply.error is not None:
            self._play.stop()
            self.failed.emit(str(reply.error))
        else:
            self.arrived.emit(value(reply, NetworkThen))
        if is_asked_again:
            self._ask()

    def _take_events(self, reply: Reply) -> None:
        if reply.error is None:
            self._words = {}
            self._mark((), value(reply, tuple[Event, ...]))

    def _mark(self, before: tuple[float, ...], events: tuple[Event, ...]) -> None:
        critical = [event for event in events if event.severity is Severity.CRITICAL]
        self._words |= {event.at: one_line(str(event.text), MOST_LETTERS) for event in critical}
        self.marks = tuple(sorted({*before, *(event.at for event in critical)}))[-MOST_EVENTS:]
        self._words = {mark: self._words[mark] for mark in self.marks}
        self.marks_changed.emit()
