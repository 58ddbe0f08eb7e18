"""What each curve is and what it measured in the stretch that is in sight."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, Signal, Slot
from PySide6.QtGui import QEnterEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from nocscape.base.i18n import tr
from nocscape.console.charts.axes import value_text
from nocscape.console.charts.curve import Statistics, statistics
from nocscape.console.charts.scene import Drawn
from nocscape.console.parts.elided import ElidedLabel
from nocscape.console.parts.flow import FlowLayout
from nocscape.console.parts.hint import plain_label
from nocscape.console.theme import GRID, Theme

SWATCH = (14, 12)
MOST_ENTRIES = 12


class Legend(QWidget):
    """One entry a curve: colour, name, last value, and least, mean and greatest beside it.

    Signal: pointed(place or -1) when the pointer comes over the entry of a curve, and when it leaves it.
    """

    pointed = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._entries: list[_Entry] = []
        self._is_compact = False
        self._rest = plain_label(role="small", tone="dim")
        self._flow = FlowLayout(self, spacing=4 * GRID)
        self._flow.addWidget(self._rest)
        self._rest.hide()

    def show_curves(self, curves: Sequence[Drawn], unit: str, since: float, until: float) -> None:
        """Write what stands between two times; past curves have their names alone, quiet ones are counted."""
        told = [(place, c) for place, c in enumerate(curves) if not c.is_quiet][:MOST_ENTRIES]
        self._have(len(told))
        for entry, (place, drawn) in zip(self._entries, told, strict=True):
            entry.place = place
            entry.show_curve(drawn, unit, since, until)
        more = len(curves) - len(told)
        _write(self._rest, tr("and {count} more", count=more) if more > 0 else "")
        self._rest.setVisible(more > 0)

    def set_compact(self, *, is_compact: bool) -> None:
        """Leave out least, mean and greatest where there is little room; the tool tip says them still."""
        self._is_compact = is_compact
        for entry in self._entries:
            entry.set_compact(is_compact=is_compact)

    def highlight(self, place: int) -> None:
        """Have the entry of one curve stand out; none for -1."""
        for entry in self._entries:
            entry.set_meant(is_meant=entry.place == place)

    def words(self) -> list[str]:
        """What is written, an entry each."""
        return [entry.words for entry in self._entries]

    def _have(self, count: int) -> None:
        while len(self._entries) > count:
            entry = self._entries.pop()
            self._flow.removeWidget(entry)
            entry.hide()
            entry.deleteLater()
        self._flow.removeWidget(self._rest)
        while len(self._entries) < count:
            entry = _Entry(self._theme, self)
            entry.set_compact(is_compact=self._is_compact)
            self._entries.append(entry)
            self._flow.addWidget(entry)
        self._flow.addWidget(self._rest)


class _Entry(QWidget):
    def __init__(self, theme: Theme, legend: Legend) -> None:
        super().__init__()
        self.place = 0
        self._legend = legend
        self._swatch = _Swatch(theme)
        self._name = ElidedLabel()
        self._name.setProperty("role", "small")
        self._rest = plain_label(role="small", tone="dim")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        for widget in (self._swatch, self._name, self._rest):
            row.addWidget(widget)

    @property
    def words(self) -> str:
        return f"{self._name.text()} {self._rest.text()}".strip()

    def show_curve(self, drawn: Drawn, unit: str, since: float, until: float) -> None:
        self._swatch.show_curve(drawn)
        seen = None if drawn.is_past else statistics(drawn.joined, since, until)
        _write(self._name, f"{drawn.label} {value_text(seen.last, unit)}" if seen else drawn.label)
        _write(self._rest, _words_of(seen, unit) if seen else "")
        self.setToolTip(self._rest.text())

    def set_compact(self, *, is_compact: bool) -> None:
        self._rest.setVisible(not is_compact)

    def set_meant(self, *, is_meant: bool) -> None:
        font = self._name.font()
        if font.bold() != is_meant:
            font.setBold(is_meant)
            self._name.setFont(font)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self._legend.pointed.emit(self.place)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._legend.pointed.emit(-1)


def _words_of(seen: Statistics, unit: str) -> str:
    return tr(
        "min {minimum} · avg {average} · max {maximum}",
        minimum=value_text(seen.minimum, unit),
        average=value_text(seen.average, unit),
        maximum=value_text(seen.maximum, unit),
    )


def _write(label: QLabel, words: str) -> None:
    if label.text() != words:
        label.setText(words)


class _Swatch(QWidget):
    """A bar in the colour of the curve, dashed for an earlier day."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._drawn: Drawn | None = None
        theme.changed.connect(self._restyle)
        self._restyle()

    @Slot()
    def _restyle(self) -> None:
        self.setFixedSize(*map(self._theme.px, SWATCH))

    def show_curve(self, drawn: Drawn) -> None:
        if self._drawn is None or (drawn.token, drawn.is_past) != (self._drawn.token, self._drawn.is_past):
            self.update()
        self._drawn = drawn

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        if self._drawn is None:
            return
        painter = QPainter(self)
        middle = self.height() // 2
        if self._drawn.is_past:
            pen = QPen(self._theme.color(self._drawn.token), 1.0)
            pen.setDashPattern([3, 3])
            painter.setPen(pen)
            painter.drawLine(QPoint(0, middle), QPoint(self.width(), middle))
        else:
            painter.fillRect(0, middle - 1, self.width(), 3, self._theme.color(self._drawn.token))
        painter.end()
