"""What else a chart can do: compare, scale, lines, own series, files."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QDialog, QInputDialog, QMenu

from nocscape.base.i18n import mark, tr
from nocscape.console.charts.drawing import DAY_S, WEEK_S
from nocscape.console.charts.saving import Saving
from nocscape.console.theme import Theme

if TYPE_CHECKING:
    from nocscape.console.charts.panel import ChartPanel

_COMPARISONS: tuple[tuple[int | None, str], ...] = (
    (None, mark("Traffic with yesterday")),
    (0, mark("With nothing")),
    (DAY_S, mark("With yesterday")),
    (WEEK_S, mark("With last week")),
)
_MOST_VALUE = 1e15


class ChartMenu(QMenu):
    """The menu of the chart panel; its actions are known to the command palette too."""

    def __init__(self, panel: ChartPanel, theme: Theme) -> None:
        super().__init__(panel)
        self._panel = panel
        self._theme = theme
        self._icons: dict[QAction, str] = {}
        self.saving = Saving(lambda: panel.charts, panel)
        self.saving.failed.connect(panel.tell)
        self.saving.opened.connect(self._opened)
        self._compare = QMenu(self)
        self._group = QActionGroup(self)
        for shift_s, _ in _COMPARISONS:
            action = self._compare.addAction("")
            action.setCheckable(True)
            action.setData(shift_s)
            action.triggered.connect(partial(panel.compare, shift_s))
            self._group.addAction(action)
        self._group.actions()[0].setChecked(True)
        self._add = self._make("chart.add", "plus", panel.ask_for_series, "Ctrl+Alt+A")
        self._clear = self._make("chart.clear", "x", panel.clear_own)
        self.addSeparator()
        self.addMenu(self._compare)
        self._log = self._make_switch("chart.log", "is_log")
        self._percentile = self._make_switch("chart.percentile", "has_percentile")
        self._events = self._make_switch("chart.events", "has_events")
        self._events.setChecked(True)
        self._threshold = self._make("chart.threshold", "minus", self.ask_for_threshold)
        self.addSeparator()
        self._copy = self._make("chart.copy", "copy", self.saving.copy)
        self._export = self._make("chart.export", "file-down", self.saving.ask_where)
        self.aboutToShow.connect(self._refresh)
        theme.changed.connect(self._redraw)
        self._redraw()

    def _make(self, name: str, icon: str, todo: object, keys: str = "") -> QAction:
        action = self.addAction("")
        action.setObjectName(name)
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        if keys:
            action.setShortcut(keys)
        action.triggered.connect(todo)
        self._icons[action] = icon
        return action

    def _make_switch(self, name: str, field: str) -> QAction:
        action = self.addAction("")
        action.setObjectName(name)
        action.setCheckable(True)
        action.toggled.connect(partial(self._switch, field))
        return action

    def retranslate(self) -> None:
        """Say everything again in the language in force."""
        self._compare.setTitle(tr("Compare"))
        for action, (_, words) in zip(self._group.actions(), _COMPARISONS, strict=True):
            action.setText(tr(words))
        for action, words in (
            (self._add, tr("Add series or a formula…")),
            (self._clear, tr("Chart what is selected again")),
            (self._log, tr("Logarithmic scale")),
            (self._percentile, tr("Line of the 95th percentile")),
            (self._events, tr("Events")),
            (self._threshold, tr("Line at a threshold…")),
            (self._copy, tr("Copy the chart")),
            (self._export, tr("Export the chart…")),
        ):
            action.setText(words)

    @Slot()
    def _redraw(self) -> None:
        for action, icon in self._icons.items():
            action.setIcon(self._theme.icon(icon, "dim", 16))

    @Slot()
    def _refresh(self) -> None:
        self._clear.setEnabled(self._panel.is_own)

    def _switch(self, field: str, is_on: bool) -> None:  # noqa: FBT001 - carried by the signal
        change: dict[str, Any] = {field: is_on}
        self._panel.set_options(replace(self._panel.options, **change))

    @Slot(QDialog)
    def _opened(self, dialog: QDialog) -> None:
        self._panel.asking = dialog

    @Slot()
    def ask_for_threshold(self) -> None:
        """Ask at which value a line is to be drawn; none takes the lines away."""
        dialog = QInputDialog(self._panel)
        dialog.setInputMode(QInputDialog.InputMode.DoubleInput)
        dialog.setWindowTitle(tr("Line at a threshold"))
        dialog.setLabelText(tr("Value, in the unit of the chart (0 takes all lines away)"))
        dialog.setDoubleRange(-_MOST_VALUE, _MOST_VALUE)
        dialog.setDoubleDecimals(3)
        dialog.doubleValueSelected.connect(self._set_threshold)
        dialog.finished.connect(dialog.deleteLater)
        self._panel.asking = dialog
        dialog.open()

    @Slot(float)
    def _set_threshold(self, value: float) -> None:
        now = self._panel.options
        self._panel.set_options(replace(now, thresholds=(*now.thresholds, value) if value else ()))
