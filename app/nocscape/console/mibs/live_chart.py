"""Values of a device, read again and again and drawn as they come; nothing is kept."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from nocscape.base.i18n import mark, tr
from nocscape.base.text import one_line
from nocscape.console.bridge import Bridge
from nocscape.console.charts.curve import Curve
from nocscape.console.charts.legend import Legend
from nocscape.console.charts.scene import Drawn, Scene
from nocscape.console.mibs.names import is_number
from nocscape.console.parts.fields import Choice
from nocscape.console.parts.hint import plain_label
from nocscape.console.parts.language import Retranslated
from nocscape.console.parts.naming import device_name
from nocscape.console.theme import GRID, Theme
from nocscape.engine.client import value
from nocscape.model.batches import MibRow, Reply
from nocscape.model.commands import ReadValues
from nocscape.model.metrics import Gap, Sample, SeriesKey
from nocscape.model.net import DeviceId

INTERVALS_S: dict[str, int] = {mark("1 s"): 1, mark("5 s"): 5, mark("30 s"): 30}
USUAL_S = "5 s"
SPAN_STEPS = 120
"""So many readings are in sight."""
SIZE = (720, 380)
_COUNTERS = {"Counter32": 32, "Counter64": 64}
_TOKENS = ("u1", "u2", "u3", "u4", "u5", "accent", "warn", "ok")


class Rate:
    """Numbers of one value: what it says, or for a counter how fast it grew since the reading before."""

    def __init__(self) -> None:
        self._before: tuple[float, int] | None = None

    def of(self, row: MibRow) -> float | None:
        """None at the first reading of a counter, and where it was set back."""
        number = int(row.raw)
        bits = _COUNTERS.get(row.syntax)
        if bits is None:
            return float(number)
        before, self._before = self._before, (row.at, number)
        if before is None or row.at <= before[0]:
            return None
        grown = number - before[1]
        if grown < 0 and bits == 32 and grown + (1 << 32) < 1 << 31:
            grown += 1 << 32
        return grown / (row.at - before[0]) if grown >= 0 else None


class LiveChart(Retranslated, QDialog):
    """A window of its own; it reads only while it can be seen. `now` gives UTC seconds."""

    def __init__(
        self,
        bridge: Bridge,
        theme: Theme,
        device: DeviceId,
        rows: Sequence[MibRow],
        parent: QWidget | None = None,
        *,
        now: Callable[[], float] = time.time,
    ) -> None:
        from nocscape.console.charts.plot import TimePlot  # noqa: PLC0415 - pyqtgraph takes 0.5 s

        super().__init__(parent)
        self.setWindowFlags(Qt.WindowType.Window)
        self._bridge = bridge
        self._device = device
        self._now = now
        self._names = {row.oid: row.name for row in rows}
        self._is_rate = any(row.syntax in _COUNTERS for row in rows)
        self._units = rows[0].units
        self.curves = {oid: Curve(SeriesKey(device, oid)) for oid in self._names}
        self._rates = {oid: Rate() for oid in self._names}
        self._is_waiting = False
        self.plot = TimePlot(theme)
        self.legend = Legend(theme)
        self.problem = plain_label(role="small", tone="crit")
        self.intervals = Choice(INTERVALS_S)
        self.intervals.choose(USUAL_S)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.read)
        self.intervals.chosen.connect(self._start)
        self._lay_out()
        self.retranslate()

    def _lay_out(self) -> None:
        self.resize(*SIZE)
        self.problem.setWordWrap(True)
        row = QHBoxLayout()
        row.addWidget(self.legend, 1)
        row.addWidget(self.intervals, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.addLayout(row)
        column.addWidget(self.plot, 1)
        column.addWidget(self.problem)

    def retranslate(self) -> None:
        """Say everything again in the language in force."""
        for key in INTERVALS_S:
            self.intervals.name(key, tr(key))
        name = device_name(self._bridge.live, self._device)
        self.setWindowTitle(tr("{name}: live values", name=name))
        self._draw()

    def showEvent(self, event: QShowEvent) -> None:
        """Begin to read."""
        super().showEvent(event)
        self._start()

    def hideEvent(self, event: QHideEvent) -> None:
        """What nobody sees is not read."""
        super().hideEvent(event)
        self._timer.stop()

    @property
    def interval_s(self) -> int:
        """How often it is read."""
        return INTERVALS_S[self.intervals.current]

    @Slot()
    def _start(self) -> None:
        self._timer.start(self.interval_s * 1000)
        self.read()

    @Slot()
    def read(self) -> None:
        """Read all values once, unless the reading before still goes on."""
        if not self._is_waiting:
            self._is_waiting = True
            self._bridge.ask(ReadValues(device=self._device, names=tuple(self._names)), self._take)

    def _take(self, reply: Reply) -> None:
        self._is_waiting = False
        if reply.error is not None:
            self.problem.setText(reply.fault)
            at = int(self._now())
            for curve in self.curves.values():
                curve.take_live([Sample(curve.key, at, None, Gap.NO_ANSWER)])
        else:
            self.problem.clear()
            for row in value(reply, tuple[MibRow, ...]):
                self._add(row)
        self._draw()

    def _add(self, row: MibRow) -> None:
        curve = self.curves.get(row.oid)
        if curve is not None and is_number(row):
            number = self._rates[row.oid].of(row)
            if number is not None:
                curve.take_live([Sample(curve.key, int(row.at), number)])

    def _draw(self) -> None:
        until = self._now()
        since = until - SPAN_STEPS * self.interval_s
        drawn = [
            Drawn(one_line(self._names[oid], 80), token, curve.joined())
            for (oid, curve), token in zip(self.curves.items(), _TOKENS, strict=False)
        ]
        unit = "1/s" if self._is_rate else self._units
        self.plot.set_range(since, until)
        self.plot.show_scene(Scene(unit=unit, curves=tuple(drawn), note=tr("Reading…"), is_filled=len(drawn) == 1))
        self.legend.show_curves(drawn, unit, since, until)
