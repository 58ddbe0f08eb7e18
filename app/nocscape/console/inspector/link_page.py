"""One link in full: both ends, state, load in each direction, and why it is believed."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QPushButton, QVBoxLayout, QWidget

from nocscape.base.i18n import tr
from nocscape.base.text import one_line
from nocscape.base.units import bps, percent
from nocscape.console.bridge import Bridge
from nocscape.console.inspector.chips import StatusChip
from nocscape.console.inspector.evidence import EvidenceTree
from nocscape.console.inspector.facts import Fact, FactsView
from nocscape.console.inspector.ports_model import name_of, state_word
from nocscape.console.parts.flow import FlowLayout
from nocscape.console.parts.hint import plain_label
from nocscape.console.parts.language import Retranslated
from nocscape.console.parts.naming import end_name
from nocscape.console.parts.words import LINK_SIGNS, LINK_WORDS
from nocscape.console.selection import Selection
from nocscape.console.theme import GRID, Theme
from nocscape.model.net import Interface, Link, LinkId, LinkLoad, PortRef


class LinkPage(Retranslated, QWidget):
    """Filled by `show_link`; the buttons at its top go to the port at either end."""

    def __init__(self, bridge: Bridge, theme: Theme, selection: Selection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._selection = selection
        self._link: LinkId | None = None
        self._title = plain_label(role="title")
        self.state = StatusChip(theme)
        self._speed = plain_label(kind="chip")
        self._sure = plain_label(kind="chip")
        self.ends = (QPushButton(), QPushButton())
        self.facts = FactsView(theme)
        self._because = plain_label(role="heading")
        self.evidence = EvidenceTree(bridge, theme, selection)
        self._lay_out()
        self.ends[0].clicked.connect(self._go_to_a)
        self.ends[1].clicked.connect(self._go_to_b)
        self.retranslate()

    def _lay_out(self) -> None:
        chips = FlowLayout(spacing=GRID + 2)
        for chip in (self.state, self._speed, self._sure):
            chips.addWidget(chip)
        buttons = QGridLayout()
        buttons.setSpacing(2 * GRID)
        for place, button in enumerate(self.ends):
            buttons.addWidget(button, 0, place)
        top = QVBoxLayout()
        top.setContentsMargins(3 * GRID + 2, 3 * GRID + 2, 3 * GRID + 2, 0)
        top.setSpacing(3 * GRID)
        top.addWidget(self._title)
        top.addLayout(chips)
        top.addLayout(buttons)
        self._title.setWordWrap(True)
        self._title.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._because.setContentsMargins(3 * GRID, 0, 3 * GRID, GRID)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addLayout(top)
        column.addWidget(self.facts, 5)
        column.addWidget(self._because)
        column.addWidget(self.evidence, 2)

    @property
    def link(self) -> LinkId | None:
        """The link that is shown."""
        return self._link

    @property
    def title(self) -> str:
        """Both ends in words."""
        return self._title.text()

    def show_link(self, link: LinkId) -> None:
        """Show another link."""
        self._link = link
        self.refresh()

    def refresh(self) -> None:
        """Show the link as it is now."""
        link = self._bridge.live.links.get(self._link or "")
        if link is None:
            return
        names = [end_name(self._bridge.live, end) for end in (link.a, link.b)]
        self._title.setText(" ↔ ".join(names))
        self.state.say(LINK_SIGNS[link.state], tr(LINK_WORDS[link.state]))
        self._speed.setText(bps(link.speed_bps))
        self._speed.setVisible(bool(link.speed_bps))
        self._sure.setText(tr("{percent} % sure", percent=round(100 * link.confidence)))
        for button, end, name in zip(self.ends, (link.a, link.b), names, strict=True):
            button.setText(name)
            button.setEnabled(end.device in self._bridge.live.devices)
        self.facts.show_facts(self._facts(link, names))
        self._fit_facts()
        self.evidence.show_links((link,))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Other widths break other lines."""
        super().resizeEvent(event)
        self._fit_facts()

    def _fit_facts(self) -> None:
        """No more room than the facts take, so that the evidence follows them."""
        self.facts.setMaximumHeight(max(GRID, self.facts.content_height()))

    def retranslate(self) -> None:
        """Say everything again in the language in force."""
        self._because.setText(tr("Why it is believed"))
        self.facts.setAccessibleName(tr("Facts"))
        self.refresh()

    def _facts(self, link: Link, names: list[str]) -> list[Fact]:
        load = self._bridge.live.loads.get(link.id, LinkLoad(link.id))
        facts = [
            Fact(tr("Load")),
            _load_fact(f"{names[0]} →", load.ab_bps, load.ab_percent),
            _load_fact(f"{names[1]} →", load.ba_bps, load.ba_percent),
        ]
        for end, name in zip((link.a, link.b), names, strict=True):
            facts.append(Fact(name))
            facts.extend(self._end_facts(end))
        return facts

    def _end_facts(self, end: PortRef) -> list[Fact]:
        port = self._bridge.live.interface(end.device, end.interface) if end.interface else None
        if port is None:
            return [Fact(tr("Port"), tr("not known"))]
        return [Fact(title, text) for title, text in _port_lines(port) if text]

    @Slot()
    def _go_to_a(self) -> None:
        self._go_to(0)

    @Slot()
    def _go_to_b(self) -> None:
        self._go_to(1)

    def _go_to(self, which: int) -> None:
        link = self._bridge.live.links.get(self._link or "")
        if link is None:
            return
        end = (link.a, link.b)[which]
        if end.interface is not None and self._bridge.live.interface(end.device, end.interface):
            self._selection.select_interface(end.device, end.interface, self)
        else:
            self._selection.select_devices((end.device,), self)


def _load_fact(title: str, rate_bps: float | None, load_percent: float | None) -> Fact:
    words = bps(rate_bps) if load_percent is None else f"{bps(rate_bps)} · {percent(load_percent)}"
    return Fact(title, words, load_percent)


def _port_lines(port: Interface) -> list[tuple[str, str]]:
    return [
        (tr("Port"), name_of(port)),
        (tr("Description"), one_line(port.alias)),
        (tr("State"), tr("{oper}, set to {admin}", oper=state_word(port.oper), admin=state_word(port.admin))),
        (tr("Speed"), bps(port.speed_bps) if port.speed_bps else ""),
        (tr("Addresses"), ", ".join(port.addresses)),
    ]
