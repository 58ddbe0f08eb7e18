"""Why links are believed: each with what both ends said of it."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt, Slot
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHeaderView, QStackedLayout, QStyleOptionViewItem, QTreeWidget, QTreeWidgetItem, QWidget

from nocscape.base.i18n import tr
from nocscape.base.text import one_line
from nocscape.console.bridge import Bridge
from nocscape.console.parts.hint import EmptyHint
from nocscape.console.parts.language import Retranslated
from nocscape.console.parts.naming import ENDS, device_name, end_name, pair_name, port_name
from nocscape.console.parts.rows import PAD, RowDelegate
from nocscape.console.parts.tables import dress_tree
from nocscape.console.parts.words import LAYER_NAMES, LINK_SIGNS, LINK_WORDS, full_time, natural, plain_tip
from nocscape.console.selection import Selection
from nocscape.console.theme import Theme
from nocscape.model.decisions import DecisionKind
from nocscape.model.net import DeviceId, Evidence, Layer, Link, LinkId, PortRef

SIGN = 12
DETAIL_LIMIT = 300
LINK_ROLE = int(Qt.ItemDataRole.UserRole)
SURE_ROLE = LINK_ROLE + 1
BAR = 3
GOOD = 0.7
"""Confidence from which on the bar is of the colour of what is well."""


class EvidenceTree(Retranslated, QWidget):
    """Links, and under each the evidence; choosing one selects the link everywhere."""

    def __init__(self, bridge: Bridge, theme: Theme, selection: Selection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._theme = theme
        self._selection = selection
        self._device: DeviceId | None = None
        self._links: tuple[Link, ...] = ()
        self.tree = QTreeWidget()
        self._empty = EmptyHint(theme, "cable")
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self._empty)
        self._pages.addWidget(self.tree)
        dress_tree(self.tree)
        self.tree.setColumnCount(2)
        self.tree.setItemDelegate(_SureDelegate(theme, self.tree, is_lined=False))
        self.tree.header().setStretchLastSection(False)
        self.tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.tree.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.tree.setHeaderHidden(True)
        self.tree.itemActivated.connect(self._choose)
        self.tree.itemDoubleClicked.connect(self._choose)
        theme.changed.connect(self.retranslate)
        self.retranslate()

    def show_links(self, links: Iterable[Link], device: DeviceId | None = None) -> None:
        """Show these links, seen from `device` where it is given."""
        shown = tuple(sorted(links, key=lambda x: natural(_own_end(x, device).interface or "")))
        if (shown, device) != (self._links, self._device):
            self._links, self._device = shown, device
            self._build()

    @property
    def current_link(self) -> LinkId | None:
        """The link in whose row, or in a row of whose evidence, the cursor stands."""
        item = self.tree.currentItem()
        return item.data(0, LINK_ROLE) if item is not None else None

    @Slot()
    def retranslate(self) -> None:
        """Say everything again in the language in force."""
        self.tree.setAccessibleName(tr("Evidence"))
        self._empty.say(tr("No links are known"), tr("Discovery finds them from LLDP and other neighbour tables."))
        self._build()

    def lines(self) -> list[str]:
        """What is written: links, and under each its evidence."""
        found: list[str] = []
        for item in self._top_items():
            found.append(f"{item.text(0)} {item.text(1)}".strip())
            inside = (item.child(i) for i in range(item.childCount()))
            found += [f"  {child.text(0)} {child.text(1)}".rstrip() for child in inside if child is not None]
        return found

    def _build(self) -> None:
        closed = {item.data(0, LINK_ROLE) for item in self._top_items() if not item.isExpanded()}
        self.tree.clear()
        for link in self._links:
            item = self._link_item(link)
            self.tree.addTopLevelItem(item)
            for place in range(item.childCount()):
                self.tree.setFirstColumnSpanned(place, self.tree.indexFromItem(item), True)
            item.setExpanded(link.id not in closed)
        self._pages.setCurrentWidget(self.tree if self._links else self._empty)

    def _top_items(self) -> list[QTreeWidgetItem]:
        items = (self.tree.topLevelItem(i) for i in range(self.tree.topLevelItemCount()))
        return [item for item in items if item is not None]

    def _link_item(self, link: Link) -> QTreeWidgetItem:
        own = _own_end(link, self._device)
        far = link.b if own == link.a else link.a
        live = self._bridge.live
        words = f"{port_name(live, own) or '?'}{ENDS}{end_name(live, far)}"
        if self._device is None:
            words = pair_name(live, link.a, link.b)
        if link.layer is not Layer.PHYSICAL:
            words = f"{tr(LAYER_NAMES[link.layer])} · {words}"
        item = QTreeWidgetItem([words, tr("{percent} % sure", percent=round(100 * link.confidence))])
        item.setData(0, Qt.ItemDataRole.DecorationRole, self._theme.status_icon(LINK_SIGNS[link.state], SIGN))
        item.setToolTip(0, plain_tip(f"{words}\n{tr(LINK_WORDS[link.state])}"))
        item.setForeground(1, self._theme.color("dim"))
        item.setData(0, LINK_ROLE, link.id)
        item.setData(1, SURE_ROLE, link.confidence)
        if link.decision is not None:
            item.addChild(self._noted(_decided_words(link), "check", "ok", link.id))
        for evidence in (e for e in link.evidence if e.seen_from):
            item.addChild(self._evidence_item(evidence, link.id))
        for against in link.contradictions:
            item.addChild(self._against_item(against, link.id))
        if not link.evidence and link.decision is None:
            item.addChild(QTreeWidgetItem([tr("Nothing is recorded for it.")]))
        return item

    def _evidence_item(self, evidence: Evidence, link: LinkId) -> QTreeWidgetItem:
        words = tr(
            "{source} from {device}: {detail}",
            source=evidence.source.upper(),
            device=device_name(self._bridge.live, evidence.seen_from),
            detail=one_line(evidence.detail, DETAIL_LIMIT),
        )
        item = QTreeWidgetItem([words])
        item.setToolTip(0, plain_tip(f"{words}\n{full_time(evidence.at)}" if evidence.at else words))
        item.setForeground(0, self._theme.color("dim"))
        item.setData(0, LINK_ROLE, link)
        return item

    def _against_item(self, against: Evidence, link: LinkId) -> QTreeWidgetItem:
        words = tr(
            "Against it, {source} from {device}: {detail}",
            source=against.source.upper(),
            device=device_name(self._bridge.live, against.seen_from),
            detail=one_line(against.detail, DETAIL_LIMIT),
        )
        return self._noted(words, "triangle-alert", "warn", link)

    def _noted(self, words: str, icon: str, tone: str, link: LinkId) -> QTreeWidgetItem:
        item = QTreeWidgetItem([words])
        item.setToolTip(0, plain_tip(words))
        item.setData(0, Qt.ItemDataRole.DecorationRole, self._theme.pixmap(icon, tone, SIGN))
        item.setForeground(0, self._theme.color(tone))
        item.setData(0, LINK_ROLE, link)
        return item

    @Slot(QTreeWidgetItem, int)
    def _choose(self, item: QTreeWidgetItem, _column: int) -> None:
        link = item.data(0, LINK_ROLE)
        if link in self._bridge.live.links:
            self._selection.select_link(link, self)


class _SureDelegate(RowDelegate):
    """A bar under the confidence of a link: as long as it is sure."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """The cell, then its bar."""
        super().paint(painter, option, index)
        confidence = index.data(SURE_ROLE)
        if confidence is None:
            return
        box = QRectF(option.rect).adjusted(PAD, 0, -PAD, 0)
        ground = QRectF(box.left(), box.bottom() - BAR - 1, box.width(), BAR)
        painter.fillRect(ground, self._theme.color("line"))
        ground.setWidth(box.width() * min(1.0, max(0.0, confidence)))
        painter.fillRect(ground, self._theme.color("ok" if confidence >= GOOD else "warn"))


def _own_end(link: Link, device: DeviceId | None) -> PortRef:
    return link.b if link.b.device == device and link.a.device != device else link.a


def _decided_words(link: Link) -> str:
    """That an operator wants it so, with the note that was left."""
    notes = [e.detail for e in link.evidence if not e.seen_from and e.detail not in set(DecisionKind)]
    if notes:
        return tr("An operator decided so: {note}", note=one_line(notes[0], DETAIL_LIMIT))
    return tr("An operator decided so.")
