"""What can be done with a value that was read: look it up, chart it, keep it in history, write it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from nocscape.base.i18n import mark, tr
from nocscape.base.text import one_line
from nocscape.console.bridge import Bridge
from nocscape.console.mibs.names import is_number
from nocscape.console.parts.alive import while_alive
from nocscape.console.parts.naming import device_name
from nocscape.console.selection import Selection
from nocscape.console.theme import Theme
from nocscape.console.thresholds.menu import open_dialog
from nocscape.engine.client import value
from nocscape.model.batches import MibRow, Reply
from nocscape.model.commands import ChartObject, MeasureObject
from nocscape.model.mibs import Charted, Measured
from nocscape.model.net import DeviceId

MOST_CHARTED = 8
MOST_ROWS_TOLD = 6
Chosen = Callable[[], tuple[DeviceId, list[MibRow]]]
_ICONS: dict[str, str] = {
    "chart": "activity",
    "keep": "database",
    "keep-all": "database",
    "keep-kind": "package-plus",
    "threshold": "bell-ring",
    "look-up": "book-open",
    "write": "pencil",
}
_WORDS: dict[str, str] = {
    "chart": mark("Chart it live"),
    "keep": mark("Keep in history"),
    "keep-all": mark("Keep all rows in history"),
    "keep-kind": mark("Measure on all devices of this kind"),
    "threshold": mark("Add a threshold…"),
    "look-up": mark("Show in the dictionary"),
    "write": mark("Write a value…"),
}


class ValueActions(QObject):
    """Actions for what `chosen` gives: a device and its selected values.

    Signals: said(str words, str tone) about how it went, written() after a value was written.
    """

    said = Signal(str, str)
    written = Signal()

    def __init__(self, bridge: Bridge, theme: Theme, selection: Selection, host: QWidget, chosen: Chosen) -> None:
        super().__init__(host)
        self._bridge = bridge
        self._theme = theme
        self._selection = selection
        self._host = host
        self._chosen = chosen
        self.actions = {name: self._make(name) for name in _ICONS}
        theme.changed.connect(self._retint)
        self._retint()
        self.retranslate()

    def _make(self, name: str) -> QAction:
        handlers: dict[str, Callable[[], None]] = {
            "chart": self.chart,
            "keep": partial(self.keep, is_one_row=True),
            "keep-all": self.keep,
            "keep-kind": partial(self.keep, is_for_kind=True),
            "threshold": self.ask_for_threshold,
            "look-up": self.look_up,
            "write": self.write,
        }
        action = QAction(self)
        action.triggered.connect(_without_state(handlers[name]))
        return action

    @Slot()
    def _retint(self) -> None:
        for name, action in self.actions.items():
            action.setIcon(self._theme.icon(_ICONS[name]))

    def retranslate(self) -> None:
        """Say everything again in the language in force."""
        for name, action in self.actions.items():
            action.setText(tr(_WORDS[name]))

    @Slot(QPoint)
    def open_menu(self, on_screen: QPoint) -> None:
        """Offer what can be done with the selected values."""
        menu = QMenu(self._host)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.refresh()
        menu.addActions(list(self.actions.values()))
        menu.popup(on_screen)

    def refresh(self) -> None:
        """Enable what can be done now."""
        device, rows = self._chosen()
        numbers = [row for row in rows if is_number(row)]
        is_one, is_number_alone = len(rows) == 1, len(rows) == 1 and bool(numbers)
        can = {
            "chart": 0 < len(numbers) <= MOST_CHARTED,
            **dict.fromkeys(("keep", "keep-all", "keep-kind", "threshold"), is_number_alone),
            **dict.fromkeys(("look-up", "write"), is_one),
        }
        for name, action in self.actions.items():
            action.setEnabled(can[name] and (bool(device) or name == "look-up"))
        self._name_keeping(is_cell=is_number_alone and bool(rows[0].table))

    def _name_keeping(self, *, is_cell: bool) -> None:
        """Of a table one row can be kept, or all of them."""
        self.actions["keep"].setText(tr("Keep this row in history") if is_cell else tr(_WORDS["keep"]))
        self.actions["keep-all"].setVisible(is_cell)

    def look_up(self) -> None:
        """Show the object of the value in the dictionary."""
        _, rows = self._chosen()
        if rows:
            self._selection.ask_object(rows[0].oid)

    def chart(self) -> None:
        """Read the values again and again, and draw them."""
        from nocscape.console.mibs.live_chart import LiveChart  # noqa: PLC0415 - not needed to start

        device, rows = self._chosen()
        numbers = [row for row in rows if is_number(row)][:MOST_CHARTED]
        if numbers:
            chart = LiveChart(self._bridge, self._theme, device, numbers, self._host)
            chart.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            chart.show()

    def keep(self, *, is_one_row: bool = False, is_for_kind: bool = False) -> None:
        """Poll the object from now on, one row or all of them, here or on all devices of the kind."""
        device, rows = self._chosen()
        if rows:
            ask = MeasureObject(device=device, object=rows[0].oid, is_one_row=is_one_row, is_for_kind=is_for_kind)
            self._bridge.ask(ask, self._kept)

    def _kept(self, reply: Reply) -> None:
        if reply.error is not None:
            self.said.emit(reply.fault, "crit")
            return
        kept = value(reply, Measured)
        every = round(kept.interval_s)
        words = tr("{metric} is measured every {seconds} s from now on.", metric=kept.metric, seconds=every)
        if kept.rows:
            words = tr(
                "{metric} is measured every {seconds} s from now on, of these rows: {rows}.",
                metric=kept.metric,
                seconds=every,
                rows=one_line(", ".join(kept.rows[-MOST_ROWS_TOLD:])),
            )
        place = tr("The file {file} says so and can be shared.", file=kept.file) if kept.file else ""
        self.said.emit(f"{words} {place}".strip(), "ok")

    def ask_for_threshold(self) -> None:
        """Poll the value from now on where nothing does, and ask from which values on somebody is told."""
        device, rows = self._chosen()
        if rows:
            ask = ChartObject(device=device, object=rows[0].oid)
            self._bridge.ask(ask, while_alive(self, self._measured))

    def _measured(self, reply: Reply) -> None:
        if reply.error is not None:
            self.said.emit(" ".join(str(text) for text in (reply.error, reply.hint) if text), "crit")
            return
        open_dialog(self._bridge, value(reply, Charted).key, self._host)

    def write(self) -> None:
        """Ask for another value, show what it would do, and write it."""
        from nocscape.console.mibs.write_dialog import WriteDialog  # noqa: PLC0415 - not needed to start

        device, rows = self._chosen()
        if not rows:
            return
        name = device_name(self._bridge.live, device)
        dialog = WriteDialog(self._bridge, device, one_line(name), rows[0], self._host)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.written.connect(self.written)
        dialog.open()


def _without_state(handler: Callable[[], None]) -> Callable[[bool], None]:
    def triggered(_checked: bool) -> None:  # noqa: FBT001 - Qt's signature
        handler()

    return triggered
