"""Every decision that stands: what it is about, who made it and when, and the button that takes it back."""

from __future__ import annotations

import time

from PySide6.QtCore import QModelIndex, Qt, Slot
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import QPushButton, QTableView, QVBoxLayout, QWidget

from nocscape.base.i18n import mark, tr
from nocscape.base.text import one_line
from nocscape.base.units import grouped
from nocscape.console.bridge import Bridge
from nocscape.console.parts.cells import Cell, RowsModel, dress_rows
from nocscape.console.parts.fields import FilterField, IconButton
from nocscape.console.parts.fitting import FittedColumns
from nocscape.console.parts.hint import EmptyHint, plain_label
from nocscape.console.parts.language import Retranslated
from nocscape.console.parts.panel import Hinted, ProblemLabel, header_bar
from nocscape.console.parts.words import full_time, local_time
from nocscape.console.selection import Selection
from nocscape.console.theme import Theme
from nocscape.console.topology.deciding import DECISION_WORDS, Deciding, decision_subject
from nocscape.console.topology.notice import DecisionNotice
from nocscape.engine.client import value
from nocscape.model.batches import Reply
from nocscape.model.commands import ListDecisions
from nocscape.model.decisions import Decision, DecisionKind

TITLES = (mark("Decision"), mark("About"), mark("Who"), mark("When"), mark("Note"))
_ICONS: dict[DecisionKind, tuple[str, str]] = {
    DecisionKind.ACCEPT_LINK: ("check", "ok"),
    DecisionKind.PIN_LINK: ("pin", "accent"),
    DecisionKind.REJECT_LINK: ("x", "crit"),
    DecisionKind.DRAW_LINK: ("pencil", "accent"),
    DecisionKind.MERGE: ("merge", "accent"),
    DecisionKind.SPLIT: ("split", "accent"),
}


class DecisionsPanel(Retranslated, QWidget):
    """Read when it is shown and whenever this console decided something; F5 reads it again."""

    def __init__(self, bridge: Bridge, theme: Theme, selection: Selection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._theme = theme
        self._selection = selection
        self._deciding = Deciding.of(bridge)
        self._known: tuple[Decision, ...] = ()
        self.model = RowsModel(theme, TITLES, self._cells, self)
        self.view = QTableView()
        self.filter = FilterField(theme)
        self.revoke_button = QPushButton()
        self._reload = IconButton(theme, "refresh-cw")
        self._count = plain_label(role="small", tone="faint")
        self._problem = ProblemLabel()
        self._empty = EmptyHint(theme, "clipboard-list")
        self.revoke_action = QAction(self)
        self._lay_out()
        self._connect()
        self.retranslate()
        self._show()

    def _lay_out(self) -> None:
        dress_rows(self.view, self.model, self._theme)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        FittedColumns(self.view, elastic=(0, 1, 4))
        self.revoke_action.setObjectName("decisions.revoke")
        self.revoke_action.setShortcut("Del")
        self.revoke_action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.view.addAction(self.revoke_action)
        self.addAction(self.revoke_action)
        bar = header_bar(self.filter, self._count, self._problem, self._reload, self.revoke_button)
        self._pages = Hinted(self._empty, self.view)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(self._pages, 1)
        column.addWidget(DecisionNotice(self._bridge))

    def _connect(self) -> None:
        self.filter.chosen.connect(self._show)
        self._reload.clicked.connect(self.read)
        self.revoke_action.triggered.connect(self.revoke_selected)
        self.revoke_button.clicked.connect(self.revoke_selected)
        self._deciding.decided.connect(self.read)
        self._deciding.revoked.connect(self.read)
        self.view.selectionModel().selectionChanged.connect(self._selected)
        self.model.modelReset.connect(self._selected)
        self.view.activated.connect(self._go_to)
        self.view.doubleClicked.connect(self._go_to)

    def retranslate(self) -> None:
        """Say everything again in the language in force."""
        self.filter.setPlaceholderText(tr("Filter"))
        self.view.setAccessibleName(tr("Decisions"))
        self.revoke_button.setText(tr("Take back"))
        self.revoke_action.setText(tr("Take decisions back"))
        self._reload.say(tr("Read again"))
        self.model.retell()
        self._show()

    def showEvent(self, event: QShowEvent) -> None:
        """Read what others decided meanwhile."""
        super().showEvent(event)
        self.read()

    @Slot()
    def read(self) -> None:
        """Ask for all decisions, if anybody looks."""
        if self.isVisible():
            self._bridge.ask(ListDecisions(), self._take)

    @Slot()
    def revoke_selected(self) -> None:
        """Take the selected decisions back."""
        for decision in self.selected():
            self._deciding.revoke(decision.id)

    def selected(self) -> list[Decision]:
        """Decisions of the selected rows."""
        return [self.model.items[i.row()] for i in self.view.selectionModel().selectedRows()]

    def _take(self, reply: Reply) -> None:
        self._problem.say(reply.fault)
        if reply.error is None:
            self._known = value(reply, tuple[Decision, ...])
        self._show()

    def _cells(self, decision: Decision) -> tuple[Cell, ...]:
        icon, tone = _ICONS[decision.kind]
        subject = decision_subject(self._bridge.live, decision)
        return (
            Cell(tr(DECISION_WORDS[decision.kind]), icon, tone),
            Cell(subject),
            Cell(one_line(decision.actor, 40), tone="dim"),
            Cell(
                local_time(decision.at, now=time.time()),
                tone="dim",
                is_mono=True,
                tip=full_time(decision.at),
                key=decision.at,
            ),
            Cell(one_line(decision.note, 200), tone="dim"),
        )

    @Slot()
    def _show(self) -> None:
        words = self.filter.text().strip().casefold()
        shown = [d for d in self._known if words in " ".join(cell.text for cell in self._cells(d)).casefold()]
        self.model.show(shown)
        self._count.setText(grouped(len(shown)))
        self._pages.show_content(is_there=bool(shown))
        if self._known:
            self._empty.say(tr("No decision fits this filter"), tr("Clear the filter to see all of them."))
        else:
            self._empty.say(
                tr("Nothing was decided yet"),
                tr("Accept, reject or draw links under “Why?”, and merge or split devices in the list of devices."),
            )

    @Slot()
    def _selected(self) -> None:
        has_any = self.view.selectionModel().hasSelection()
        self.revoke_button.setEnabled(has_any)
        self.revoke_action.setEnabled(has_any)

    @Slot(QModelIndex)
    def _go_to(self, index: QModelIndex) -> None:
        decision = self.model.items[index.row()]
        by_endpoint = {known.device.endpoint: device for device, known in self._bridge.live.devices.items()}
        ends = [end.device for end in (decision.a, decision.b) if end is not None]
        found = [by_endpoint[e] for e in decision.endpoints if e in by_endpoint] or ends
        self._selection.select_devices((d for d in found if d in self._bridge.live.devices), self)
