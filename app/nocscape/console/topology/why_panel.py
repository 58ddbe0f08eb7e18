"""Why is there a link, why is there none: the engine's answer for two ends, and what the operator decides of it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QTimer, Slot
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from nocscape.base.i18n import tr
from nocscape.console.bridge import Bridge
from nocscape.console.inspector.evidence import EvidenceTree
from nocscape.console.inspector.facts import FactsView
from nocscape.console.parts.fields import IconButton
from nocscape.console.parts.flow import FlowLayout
from nocscape.console.parts.hint import EmptyHint, plain_label, set_tone
from nocscape.console.parts.language import Retranslated
from nocscape.console.parts.panel import Hinted
from nocscape.console.selection import Selection
from nocscape.console.theme import GRID, ROW, Theme
from nocscape.console.topology.deciding import Deciding
from nocscape.console.topology.ends import EndField
from nocscape.console.topology.notice import DecisionNotice
from nocscape.console.topology.why_words import reasons_of, verdict
from nocscape.engine.client import value
from nocscape.model.batches import Reply
from nocscape.model.commands import ExplainLink
from nocscape.model.decisions import DecisionKind
from nocscape.model.explanation import Explanation
from nocscape.model.net import DeviceId, Link, LinkId, PortRef

REFRESH_MS = 800
"""An answer on show is asked for again so long after a link of one of its devices changed."""
_KINDS = {
    "topology.accept": DecisionKind.ACCEPT_LINK,
    "topology.pin": DecisionKind.PIN_LINK,
    "topology.reject": DecisionKind.REJECT_LINK,
    "topology.draw": DecisionKind.DRAW_LINK,
}
_ICONS = {
    "topology.accept": "check",
    "topology.pin": "pin",
    "topology.reject": "x",
    "topology.draw": "pencil",
    "topology.undo": "undo-2",
}


class WhyPanel(Retranslated, QWidget):
    """Follows the selection while it is on show: two devices, or a link, are asked about at once."""

    def __init__(self, bridge: Bridge, theme: Theme, selection: Selection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._theme = theme
        self._selection = selection
        self._deciding = Deciding.of(bridge)
        self._told: Explanation | None = None
        self._asked = 0
        self.ends = (EndField(bridge.live), EndField(bridge.live))
        self.explain_button = QPushButton()
        self._swap = IconButton(theme, "arrow-up-down")
        self.verdict = plain_label(role="strong")
        self.evidence = EvidenceTree(bridge, theme, selection)
        self.reasons = FactsView(theme)
        self.notice = DecisionNotice(bridge)
        self._empty = EmptyHint(theme, "circle-question-mark")
        self._labels = (QLabel(), QLabel())
        self._soon = QTimer(self)
        self._make_actions()
        self._lay_out()
        self._connect()
        self.retranslate()
        self._refresh()

    # building

    def _make_actions(self) -> None:
        self.decisions = {name: self._action(name) for name in _KINDS}
        for name, action in self.decisions.items():
            action.triggered.connect(partial(self._decide, _KINDS[name]))
        self.undo_action = self._action("topology.undo", "Ctrl+Alt+Z")
        self.undo_action.triggered.connect(self._deciding.undo)
        self._retint()

    def _action(self, name: str, keys: str = "") -> QAction:
        action = QAction(self)
        action.setObjectName(name)
        action.setShortcut(keys)
        self.addAction(action)
        return action

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setContentsMargins(3 * GRID, 2 * GRID, 3 * GRID, 0)
        grid.setSpacing(GRID)
        for row, (label, field) in enumerate(zip(self._labels, self.ends, strict=True)):
            label.setBuddy(field)
            grid.addWidget(label, row, 0)
            grid.addWidget(field, row, 1)
        grid.addWidget(self._swap, 0, 2, 2, 1)
        grid.addWidget(self.explain_button, 2, 1, 1, 2)
        self.explain_button.setProperty("kind", "primary")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * GRID)
        column.addLayout(grid)
        self._pages = Hinted(self._empty, self._answer())
        column.addWidget(self._pages, 1)
        column.addWidget(self.notice)

    def _answer(self) -> QWidget:
        answer = QWidget()
        self.verdict.setWordWrap(True)
        self.verdict.setContentsMargins(3 * GRID, 0, 3 * GRID, 0)
        buttons = FlowLayout()
        buttons.setContentsMargins(3 * GRID, 0, 3 * GRID, GRID)
        self.buttons = {name: QPushButton() for name in _KINDS}
        for name, button in self.buttons.items():
            button.clicked.connect(self.decisions[name].trigger)
            buttons.addWidget(button)
        column = QVBoxLayout(answer)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(self.verdict)
        column.addWidget(self.evidence, 2)
        column.addWidget(self.reasons, 3)
        column.addLayout(buttons)
        return answer

    def _connect(self) -> None:
        for field in self.ends:
            field.asked.connect(self.explain)
            field.textChanged.connect(self._refresh)
        self.explain_button.clicked.connect(self.explain)
        self._swap.clicked.connect(self._exchange)
        self._soon.setSingleShot(True)
        self._soon.setInterval(REFRESH_MS)
        self._soon.timeout.connect(self.explain)
        self._selection.devices_selected.connect(self._follow)
        self._selection.link_selected.connect(self._follow)
        self._bridge.links_changed.connect(self._links_changed)
        self._deciding.decided.connect(self._soon.start)
        self._deciding.revoked.connect(self._soon.start)
        self._deciding.decided.connect(self._refresh)
        self._deciding.revoked.connect(self._refresh)
        self._deciding.forgotten.connect(self._refresh)
        self._deciding.found_again.connect(self._refresh)
        self.evidence.tree.currentItemChanged.connect(self._refresh)
        self._theme.changed.connect(self._retint)

    # words

    def retranslate(self) -> None:
        """Say everything again in the language in force."""
        for label, field, words in zip(self._labels, self.ends, (tr("From"), tr("To")), strict=True):
            label.setText(words)
            field.setPlaceholderText(tr("Device or DEVICE:PORT"))
        self._swap.say(tr("Exchange both ends"))
        self.reasons.setAccessibleName(tr("Reasons"))
        self.explain_button.setText(tr("Why?"))
        self._empty.say(
            tr("Why is there a link, or none?"),
            tr("Select two devices or a link on the map, or type both ends here."),
        )
        for name, words, tip in (
            ("topology.accept", tr("Accept"), tr("The link is there, as long as anything speaks for it.")),
            ("topology.pin", tr("Pin"), tr("The link is there, and stays when its evidence goes.")),
            ("topology.reject", tr("Reject"), tr("The link is not there, whatever the evidence says.")),
            ("topology.draw", tr("Draw link"), tr("The link is there without any evidence.")),
        ):
            self.buttons[name].setText(words)
            self.buttons[name].setToolTip(tip)
            self.decisions[name].setText(tr("Why?: {action}", action=words))
        self.undo_action.setText(tr("Take back the last decision"))
        self._show()

    @Slot()
    def _retint(self) -> None:
        for action in (*self.decisions.values(), self.undo_action):
            action.setIcon(self._theme.icon(_ICONS[action.objectName()]))

    # asking

    def ask_about(self, a: PortRef, b: PortRef) -> None:
        """Put these two ends in and ask."""
        for field, end in zip(self.ends, (a, b), strict=True):
            field.put(end)
        self.explain()

    @Slot()
    def explain(self) -> None:
        """Ask the engine about what stands in the fields."""
        a, b = (field.asked_for for field in self.ends)
        if not a or not b or not self.isVisible():
            return
        self._soon.stop()
        self._asked += 1
        self._bridge.ask(ExplainLink(a=a, b=b), partial(self._take, self._asked))

    def showEvent(self, event: QShowEvent) -> None:
        """Ask about what was selected meanwhile."""
        super().showEvent(event)
        self._follow()

    @Slot()
    def _follow(self) -> None:
        if not self.isVisible() or self._selection.source is self.evidence:
            return
        link = self._bridge.live.links.get(self._selection.link or "")
        devices = self._selection.devices
        if link is not None:
            self.ask_about(link.a, link.b)
        elif len(devices) == 2:
            self.ask_about(PortRef(devices[0]), PortRef(devices[1]))

    @Slot()
    def _exchange(self) -> None:
        self.ends[0].take_over(self.ends[1])
        self.explain()

    def _take(self, asked: int, reply: Reply) -> None:
        if asked != self._asked:
            return
        self._told = value(reply, Explanation) if reply.error is None else None
        self._show()
        if reply.error is not None:
            self._empty.say(tr("There is no answer"), reply.fault)

    @Slot(object, object)
    def _links_changed(self, links: set[LinkId], gone: set[LinkId]) -> None:
        if self._told is None or not self.isVisible() or self._soon.isActive():
            return
        ends: set[DeviceId] = {self._told.a.device, self._told.b.device}
        live = self._bridge.live.links
        near = any({live[i].a.device, live[i].b.device} == ends for i in links if i in live)
        if near or any(link.id in gone for link in self._told.links):
            self._soon.start()

    # showing

    def _show(self) -> None:
        self._pages.show_content(is_there=self._told is not None)
        if self._told is not None:
            self.verdict.setText(verdict(self._told))
            set_tone(self.verdict, "text" if self._told.is_linked else "warn")
            self.evidence.show_links(self._told.links)
            self.evidence.setVisible(bool(self._told.links))
            self.evidence.setMaximumHeight((len(self.evidence.lines()) + 1) * ROW)
            self.reasons.show_facts(reasons_of(self._told, self._bridge.live))
        self._refresh()

    @property
    def chosen_link(self) -> Link | None:
        """The link that a decision is about: the current one of the answer, or its first."""
        links = self._told.links if self._told else ()
        return next((link for link in links if link.id == self.evidence.current_link), next(iter(links), None))

    @Slot()
    def _refresh(self) -> None:
        self.explain_button.setEnabled(all(field.asked_for for field in self.ends))
        link = self.chosen_link
        allowed = {
            "topology.accept": link is not None and link.decision is None,
            "topology.pin": link is not None and link.decision is None,
            "topology.reject": link is not None,
            "topology.draw": self._told is not None and not self._told.is_linked,
        }
        for name, is_allowed in allowed.items():
            self.decisions[name].setEnabled(is_allowed)
            self.buttons[name].setVisible(is_allowed)
        self.undo_action.setEnabled(self._deciding.last is not None)

    def _decide(self, kind: DecisionKind, _checked: bool = False) -> None:  # noqa: FBT001 - of QAction.triggered
        link, told = self.chosen_link, self._told
        if link is not None:
            self._deciding.decide_link(kind, link.a, link.b)
        elif told is not None:
            self._deciding.decide_link(kind, told.a, told.b)
