"""What changed between two times, as a list and as marks on the map."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QDateTime, QModelIndex, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDateTimeEdit,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from nocscape.base.i18n import mark, tr
from nocscape.base.units import grouped
from nocscape.console.bridge import Bridge
from nocscape.console.highlights import Highlights
from nocscape.console.parts.cells import RowsModel, dress_rows
from nocscape.console.parts.fields import FilterField, IconButton
from nocscape.console.parts.fitting import FittedColumns
from nocscape.console.parts.hint import EmptyHint, plain_label
from nocscape.console.parts.language import Retranslated
from nocscape.console.parts.panel import Hinted, ProblemLabel, header_bar
from nocscape.console.selection import Selection
from nocscape.console.theme import Theme
from nocscape.console.topology.differences import KIND_WORDS, OBJECT_WORDS, cells_of, marks_of, object_word
from nocscape.console.topology.periods import PERIOD_WORDS, Period, span
from nocscape.engine.client import value
from nocscape.model.answers import ChangeKind, Difference
from nocscape.model.batches import Reply
from nocscape.model.commands import CompareTimes

TITLES = (mark("Time"), mark("What"), mark("Object"), mark("Name"), mark("Change"))
TIME_FORMAT = "yyyy-MM-dd HH:mm"


class ChangesPanel(Retranslated, QWidget):
    """Asks when it is shown and when another time is chosen. `now` gives UTC seconds."""

    def __init__(
        self,
        bridge: Bridge,
        theme: Theme,
        selection: Selection,
        highlights: Highlights,
        parent: QWidget | None = None,
        *,
        now: Callable[[], float] = time.time,
    ) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._theme = theme
        self._selection = selection
        self._highlights = highlights
        self._now = now
        self._asked = 0
        self._known: tuple[Difference, ...] = ()
        self.model = RowsModel[Difference](theme, TITLES, lambda d: cells_of(d, self._now()), self)
        self.view = QTableView()
        self.period = QComboBox()
        self.since, self.until = QDateTimeEdit(), QDateTimeEdit()
        self.compare_button = QPushButton()
        self.objects, self.kinds = QComboBox(), QComboBox()
        self.filter = FilterField(theme)
        self.on_map = IconButton(theme, "map-pinned", is_toggle=True)
        self._count = plain_label(role="small", tone="faint")
        self._problem = ProblemLabel()
        self._empty = EmptyHint(theme, "git-compare-arrows")
        self._lay_out()
        self._connect()
        self.retranslate()
        self._choose_period()

    def _lay_out(self) -> None:
        dress_rows(self.view, self.model, self._theme)
        FittedColumns(self.view, elastic=(3, 4))
        self._fill()
        times = (self.period, self.since, self.until, self.compare_button)
        filters = (self.objects, self.kinds, self.filter, self.on_map)
        bar = header_bar(*times, *filters, self._count, self._problem)
        self._pages = Hinted(self._empty, self.view)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(self._pages, 1)

    def _fill(self) -> None:
        for box, keys in (
            (self.period, [p.value for p in Period]),
            (self.objects, ["", *OBJECT_WORDS]),
            (self.kinds, ["", *(k.value for k in ChangeKind)]),
        ):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            for key in keys:
                box.addItem("", key)
        for field in (self.since, self.until):
            field.setDisplayFormat(TIME_FORMAT)
            field.setCalendarPopup(True)
        self.on_map.setChecked(True)

    def _connect(self) -> None:
        self.period.activated.connect(self._choose_period)
        self.compare_button.clicked.connect(self.compare)
        self.objects.activated.connect(self._show)
        self.kinds.activated.connect(self._show)
        self.filter.chosen.connect(self._show)
        self.on_map.toggled.connect(self._mark)
        self._empty.pressed.connect(self.show_all)
        self.view.clicked.connect(self._go_to)
        self.view.activated.connect(self._go_to)

    def retranslate(self) -> None:
        """Say everything again in the language in force."""
        self.view.setAccessibleName(tr("What changed?"))
        for place, period in enumerate(Period):
            self.period.setItemText(place, tr(PERIOD_WORDS[period]))
        self.objects.setItemText(0, tr("All objects"))
        for place, name in enumerate(OBJECT_WORDS, 1):
            self.objects.setItemText(place, object_word(name))
        self.kinds.setItemText(0, tr("All changes"))
        for place, kind in enumerate(ChangeKind, 1):
            self.kinds.setItemText(place, tr(KIND_WORDS[kind]))
        for widget, words in (
            (self.period, tr("Period")),
            (self.objects, tr("Objects to show")),
            (self.kinds, tr("Changes to show")),
            (self.since, tr("From")),
            (self.until, tr("To")),
        ):
            widget.setAccessibleName(words)
        self.filter.setPlaceholderText(tr("Filter"))
        self.compare_button.setText(tr("Compare"))
        self.on_map.say(tr("Mark what changed on the map"))
        self.model.retell()
        self._show()

    def showEvent(self, event: QShowEvent) -> None:
        """Look, as of now."""
        super().showEvent(event)
        self._choose_period()

    def hideEvent(self, event: QHideEvent) -> None:
        """Marks go with the list that explains them."""
        super().hideEvent(event)
        self._highlights.clear(self)

    @Slot()
    def _choose_period(self) -> None:
        period = Period(self.period.currentData())
        is_custom = period is Period.CUSTOM
        for widget in (self.since, self.until, self.compare_button):
            widget.setVisible(is_custom)
        if not is_custom:
            for field, at in zip((self.since, self.until), span(period, self._now()), strict=True):
                field.setDateTime(QDateTime.fromSecsSinceEpoch(int(at)))
            self.compare()

    @property
    def times(self) -> tuple[float, float]:
        """What is compared, UTC seconds."""
        period = Period(self.period.currentData())
        if period is not Period.CUSTOM:
            return span(period, self._now())
        return float(self.since.dateTime().toSecsSinceEpoch()), float(self.until.dateTime().toSecsSinceEpoch())

    @Slot()
    def compare(self) -> None:
        """Ask what is different, if anybody looks."""
        since, until = self.times
        if not self.isVisible():
            return
        if until <= since:
            self._problem.say(tr("The end must be after the beginning."))
            return
        self._asked += 1
        self._bridge.ask(CompareTimes(since=since, until=until), partial(self._take, self._asked))

    def _take(self, asked: int, reply: Reply) -> None:
        if asked != self._asked:
            return
        self._problem.say(reply.fault)
        self._known = value(reply, tuple[Difference, ...]) if reply.error is None else ()
        self._show()

    @Slot()
    def show_all(self) -> None:
        """Take every filter off."""
        self.objects.setCurrentIndex(0)
        self.kinds.setCurrentIndex(0)
        self.filter.clear()
        self._show()

    @Slot()
    def _show(self) -> None:
        wanted, kind = self.objects.currentData(), self.kinds.currentData()
        words = self.filter.text().strip().casefold()
        shown = [
            d
            for d in reversed(self._known)
            if (not wanted or d.object == wanted)
            and (not kind or d.kind == kind)
            and words in f"{d.name} {d.field} {d.before or ''} {d.after or ''}".casefold()
        ]
        self.model.show(shown)
        self._count.setText(grouped(len(shown)))
        self._pages.show_content(is_there=bool(shown))
        if self._known:
            self._empty.say(tr("No change fits this filter"), "", tr("Show all"))
        else:
            self._empty.say(tr("Nothing changed in this time"), tr("Choose a longer time to compare."))
        self._mark()

    @Slot()
    def _mark(self) -> None:
        if self.isVisible():
            devices, links = marks_of(self.model.items if self.on_map.isChecked() else ())
            self._highlights.show(devices, links, self)

    @Slot(QModelIndex)
    def _go_to(self, index: QModelIndex) -> None:
        difference = self.model.items[index.row()]
        device = difference.device or difference.id
        if difference.object == "link" and difference.id in self._bridge.live.links:
            self._selection.select_link(difference.id, self)
        elif device in self._bridge.live.devices:
            self._selection.select_devices((device,), self)
