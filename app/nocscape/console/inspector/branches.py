"""A small tree of words, made anew from plain branches; what stood folded stays folded."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from PySide6.QtCore import QMimeData, Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHeaderView, QStackedLayout, QTreeWidget, QTreeWidgetItem, QWidget

from nocscape.console.dragging import PORTS_MIME, places_mime
from nocscape.console.parts.hint import EmptyHint
from nocscape.console.parts.rows import RowDelegate
from nocscape.console.parts.tables import dress_tree
from nocscape.console.parts.words import plain_tip
from nocscape.console.selection import DEVICES_MIME
from nocscape.console.theme import GRID, Theme
from nocscape.model.net import PortRef
from nocscape.model.status import Status

SIGN = 13
DETAIL_SHARE = 0.36
"""Part of the width that details may take from the words."""
TARGET_ROLE = int(Qt.ItemDataRole.UserRole)
KEY_ROLE = TARGET_ROLE + 1


class Branch(NamedTuple):
    """A row with those under it; `icon` is a Lucide icon, `status` a sign instead of it."""

    words: str
    detail: str = ""
    icon: str = ""
    status: Status | None = None
    target: PortRef | None = None
    """Where it leads when it is activated."""
    children: tuple[Branch, ...] = ()
    tip: str = ""


class _Branches(QTreeWidget):
    """Rows that lead to a port or a device can be dragged onto a chart."""

    def mimeTypes(self) -> list[str]:
        """What is dragged out."""
        return [PORTS_MIME, DEVICES_MIME]

    def mimeData(self, items: Sequence[QTreeWidgetItem]) -> QMimeData:
        """Where the rows lead."""
        targets: list[PortRef | None] = [item.data(0, TARGET_ROLE) for item in items]
        return places_mime(dict.fromkeys(t for t in targets if t is not None), str)


class BranchTree(QWidget):
    """`go_to` hears the target of a row that is activated."""

    def __init__(
        self, theme: Theme, icon: str, go_to: Callable[[PortRef], None], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._go_to = go_to
        self._branches: tuple[Branch, ...] = ()
        self.tree = _Branches()
        self.tree.setDragEnabled(True)
        self.empty = EmptyHint(theme, icon)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self.empty)
        self._pages.addWidget(self.tree)
        dress_tree(self.tree)
        self.tree.setColumnCount(2)
        self.tree.setHeaderHidden(True)
        self.tree.setItemDelegate(RowDelegate(theme, self.tree, is_lined=False))
        header = self.tree.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Fixed)
        self.tree.setIndentation(4 * GRID)
        self.tree.itemActivated.connect(self._activated)
        theme.changed.connect(self._build)

    def show_branches(self, branches: Sequence[Branch]) -> None:
        """Show these instead, where they are others."""
        if tuple(branches) != self._branches:
            self._branches = tuple(branches)
            self._build()

    def lines(self) -> list[str]:
        """What is written, indented by depth."""
        return list(_lines(self._branches, 0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Details take what the words leave."""
        super().resizeEvent(event)
        self._share_width()

    def _share_width(self) -> None:
        wanted = self.tree.sizeHintForColumn(1)
        self.tree.header().resizeSection(1, min(wanted, round(self.width() * DETAIL_SHARE)))

    @Slot()
    def _build(self) -> None:
        folded = {item.data(0, KEY_ROLE) for item in self._items() if not item.isExpanded() and item.childCount()}
        self.tree.clear()
        for branch in self._branches:
            self.tree.addTopLevelItem(self._item(branch, ()))
        for item in self._items():
            item.setExpanded(item.data(0, KEY_ROLE) not in folded)
        self._pages.setCurrentIndex(1 if self._branches else 0)
        self._share_width()

    def _items(self) -> Iterator[QTreeWidgetItem]:
        waiting = [self.tree.topLevelItem(i) for i in range(self.tree.topLevelItemCount())]
        while waiting:
            if (item := waiting.pop()) is not None:
                yield item
                waiting += [item.child(i) for i in range(item.childCount())]

    def _item(self, branch: Branch, path: tuple[str, ...]) -> QTreeWidgetItem:
        item = QTreeWidgetItem([branch.words, branch.detail])
        key = (*path, branch.words)
        item.setData(0, TARGET_ROLE, branch.target)
        item.setData(0, KEY_ROLE, key)
        if branch.target is None:
            item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsDragEnabled)
        item.setToolTip(0, plain_tip(branch.tip or " · ".join(part for part in (branch.words, branch.detail) if part)))
        item.setForeground(1, self._theme.color("dim"))
        if branch.status is not None:
            item.setData(0, Qt.ItemDataRole.DecorationRole, self._theme.status_icon(branch.status, SIGN))
        elif branch.icon:
            item.setData(0, Qt.ItemDataRole.DecorationRole, self._theme.pixmap(branch.icon, "dim", SIGN))
        for child in branch.children:
            item.addChild(self._item(child, key))
        return item

    @Slot(QTreeWidgetItem, int)
    def _activated(self, item: QTreeWidgetItem, _column: int) -> None:
        target = item.data(0, TARGET_ROLE)
        if target is not None:
            self._go_to(target)


def _lines(branches: Sequence[Branch], depth: int) -> Iterator[str]:
    for branch in branches:
        yield f"{'  ' * depth}{branch.words} {branch.detail}".rstrip()
        yield from _lines(branch.children, depth + 1)
