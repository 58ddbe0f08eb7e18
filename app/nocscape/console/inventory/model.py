"""The item model of the inventory tree: fed in batches, never rebuilt for a change, put in order once a second."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QItemSelection,
    QItemSelectionRange,
    QMimeData,
    QModelIndex,
    QObject,
    Qt,
    QTimer,
    Signal,
    Slot,
)

from nocscape.console.bridge import Bridge
from nocscape.console.inventory.grouping import Path, haystack, path_of
from nocscape.console.inventory.telling import devices_mime, spoken, tip
from nocscape.console.inventory.tree import Branch, Leaf
from nocscape.console.parts.ranges import ROOT, Index, runs
from nocscape.console.selection import DEVICES_MIME
from nocscape.model.commands import SetDevice
from nocscape.model.net import DeviceId, Inventory
from nocscape.model.status import Status

SORT_MS = 1000
MOST_STRETCHES = 12
"""Where more stretches of one group changed than this, the view is told of the whole from first to last at once."""


class InventoryModel(QAbstractItemModel):
    """Devices under their groups. `counted` comes after `shown` or `known` may be different."""

    counted = Signal()

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._live = bridge.live
        self.is_cutting = False
        """Whether rows are leaving, which takes them out of a view's selection without anybody's wish."""
        self._grouping = "site"
        self._words: tuple[str, ...] = ()
        self._status: Status | None = None
        self._haystacks: dict[DeviceId, str] = {}
        self._dirty: dict[int, Branch] = {}
        self._sorter = QTimer(self)
        self._sorter.setSingleShot(True)
        self._sorter.setInterval(SORT_MS)
        self._sorter.timeout.connect(self.sort_now)
        self._clear()
        bridge.devices_changed.connect(self.take_devices)
        bridge.devices_gone.connect(self.drop_devices)
        bridge.statuses_changed.connect(self.take_statuses)
        self.rebuild()

    def _clear(self) -> None:
        self._root = Branch(0, None, "")
        self._nodes: dict[int, Branch | Leaf] = {}
        self._leaves: dict[DeviceId, Leaf] = {}
        self._branches: dict[Path, Branch] = {(): self._root}
        self._dirty.clear()
        self._next = 1

    # what is shown

    @property
    def grouping(self) -> str:
        """How the tree is cut: site, subnet, vendor or kind."""
        return self._grouping

    @property
    def shown(self) -> int:
        """Devices that pass the filter."""
        return len(self._leaves)

    @property
    def known(self) -> int:
        """Devices that there are."""
        return len(self._live.devices)

    @property
    def is_filtered(self) -> bool:
        """Whether a filter is on."""
        return bool(self._words) or self._status is not None

    def set_grouping(self, grouping: str) -> None:
        """Cut the tree another way."""
        if grouping != self._grouping:
            self._grouping = grouping
            self.rebuild()

    def set_filter(self, text: str, status: Status | None) -> None:
        """Show what holds all words of `text`, and is in `status` unless that is None."""
        words = tuple(text.casefold().split())
        if (words, status) != (self._words, self._status):
            self._words, self._status = words, status
            self.rebuild()

    @Slot()
    def rebuild(self) -> None:
        """Build the tree anew, as after a change of grouping, filter or language."""
        self.beginResetModel()
        self._clear()
        self._haystacks = {} if not self._words else self._haystacks
        by_path: defaultdict[Path, list[Inventory]] = defaultdict(list)
        for inventory in self._live.devices.values():
            if self._passes(inventory):
                by_path[path_of(inventory, self._grouping)].append(inventory)
        for path, inventories in by_path.items():
            branch = self._grow_quietly(path)
            branch.extend(self._new_leaves(branch, inventories))
        for branch in (self._root, *self._root.branches()):
            branch.sort()
        self.endResetModel()
        self._tell_count()

    def _grow_quietly(self, path: Path) -> Branch:
        if (known := self._branches.get(path)) is not None:
            return known
        above = self._grow_quietly(path[:-1])
        branch = self._new_branch(above, path)
        above.extend((branch,))
        return branch

    def _passes(self, inventory: Inventory) -> bool:
        device = inventory.device.id
        if self._status is not None and self._live.status(device) is not self._status:
            return False
        if not self._words:
            return True
        if (hay := self._haystacks.get(device)) is None:
            hay = self._haystacks[device] = haystack(inventory)
        return all(word in hay for word in self._words)

    # news

    @Slot(object)
    def take_devices(self, ids: Iterable[DeviceId]) -> None:
        """Devices are new or different."""
        gone: list[Leaf] = []
        fresh: defaultdict[Path, list[Inventory]] = defaultdict(list)
        for device in ids:
            self._haystacks.pop(device, None)
            inventory = self._live.devices.get(device)
            leaf = self._leaves.get(device)
            path = path_of(inventory, self._grouping) if inventory and self._passes(inventory) else None
            if leaf is not None and leaf.parent is not None and path == leaf.parent.key:
                self._reword(leaf, inventory)
                continue
            if leaf is not None:
                gone.append(leaf)
            if path is not None and inventory is not None:
                fresh[path].append(inventory)
        self._remove(gone)
        for path, inventories in fresh.items():
            self._insert(path, inventories)
        self._tell_count()

    @Slot(object)
    def drop_devices(self, gone: dict[DeviceId, DeviceId | None]) -> None:
        """Devices are no more, but for those that came back within the same tick."""
        absent = [device for device in gone if device not in self._live.devices]
        for device in absent:
            self._haystacks.pop(device, None)
        self._remove([leaf for device in absent if (leaf := self._leaves.get(device)) is not None])
        self._tell_count()

    @Slot(object)
    def take_statuses(self, ids: Iterable[DeviceId]) -> None:
        """States of devices are different."""
        if self._status is not None:
            self.take_devices(ids)
        touched: defaultdict[int, list[int]] = defaultdict(list)
        for device in ids:
            leaf = self._leaves.get(device)
            if leaf is None or not isinstance(leaf.parent, Branch):
                continue
            after = self._live.status(device)
            if after is not leaf.status:
                leaf.parent.count_in(leaf.status, -1)
                leaf.parent.count_in(after, 1)
                leaf.status = after
                touched[leaf.parent.number].append(leaf.parent.row(leaf))
        above: dict[int, Branch] = {}
        for number, rows in touched.items():
            self._tell_rows(self._branch(number), rows)
            branch: Branch | None = self._branch(number)
            while branch is not None and branch.number not in above:
                above[branch.number] = branch
                branch = branch.parent
        for branch in above.values():
            index = self._index_of(branch)
            if index.isValid():
                self.dataChanged.emit(index, index)

    def _tell_rows(self, branch: Branch, rows: list[int]) -> None:
        stretches = list(runs(rows))
        if len(stretches) > MOST_STRETCHES:
            stretches = [(stretches[0][0], stretches[-1][1])]
        for first, last in stretches:
            self.dataChanged.emit(self._child(branch, first), self._child(branch, last))

    def _branch(self, number: int) -> Branch:
        node = self._nodes.get(number, self._root)
        return node if isinstance(node, Branch) else self._root

    def _reword(self, leaf: Leaf, inventory: Inventory | None) -> None:
        if inventory is None or leaf.parent is None:
            return
        device = inventory.device
        if leaf.title != device.shown_name():
            leaf.retitle(device.shown_name())
            self._mark_dirty(leaf.parent)
        leaf.address = device.endpoint.address
        index = self._index_of(leaf)
        self.dataChanged.emit(index, index)

    def _insert(self, path: Path, inventories: Sequence[Inventory]) -> None:
        branch = self._grow(path)
        leaves = sorted(self._new_leaves(branch, inventories), key=lambda leaf: leaf.sort_key)
        first = len(branch.children)
        self.beginInsertRows(self._index_of(branch), first, first + len(leaves) - 1)
        branch.extend(leaves)
        self.endInsertRows()
        self._mark_dirty(branch)

    def _grow(self, path: Path) -> Branch:
        if (known := self._branches.get(path)) is not None:
            return known
        above = self._grow(path[:-1])
        row = above.place_for(path[-1])
        self.beginInsertRows(self._index_of(above), row, row)
        branch = self._new_branch(above, path)
        above.insert(row, branch)
        self.endInsertRows()
        return branch

    def _remove(self, leaves: Iterable[Leaf]) -> None:
        by_branch: defaultdict[Branch, list[Leaf]] = defaultdict(list)
        for leaf in leaves:
            if leaf.parent is not None:
                leaf.parent.count_in(leaf.status, -1)
                by_branch[leaf.parent].append(leaf)
                del self._leaves[leaf.device]
        for branch, gone in by_branch.items():
            self._cut(branch, [branch.row(leaf) for leaf in gone])
        for branch in by_branch:
            self._prune(branch)

    def _cut(self, branch: Branch, rows: Iterable[int]) -> None:
        above = self._index_of(branch)
        self.is_cutting = True
        for first, last in reversed(list(runs(rows))):
            self.beginRemoveRows(above, first, last)
            for node in branch.children[first : last + 1]:
                self._nodes.pop(node.number)
            branch.remove(first, last)
            self.endRemoveRows()
        self.is_cutting = False

    def _prune(self, branch: Branch) -> None:
        """Take out a group that is empty, and those above it that are empty then."""
        while not branch.children and branch.parent is not None and branch.number in self._nodes:
            above = branch.parent
            del self._branches[branch.key]
            self._dirty.pop(branch.number, None)
            self._cut(above, (above.row(branch),))
            branch = above

    def _new_branch(self, above: Branch, path: Path) -> Branch:
        branch = Branch(self._next, above, path[-1])
        self._next += 1
        self._nodes[branch.number] = self._branches[path] = branch
        return branch

    def _new_leaves(self, branch: Branch, inventories: Iterable[Inventory]) -> list[Leaf]:
        made = []
        for inventory in inventories:
            device = inventory.device
            leaf = Leaf(self._next, branch, device.id, device.shown_name(), device.endpoint.address)
            self._next += 1
            leaf.status = self._live.status(device.id)
            branch.count_in(leaf.status, 1)
            self._nodes[leaf.number] = self._leaves[device.id] = leaf
            made.append(leaf)
        return made

    def _mark_dirty(self, branch: Branch) -> None:
        self._dirty[branch.number] = branch
        if not self._sorter.isActive():
            self._sorter.start()

    def _tell_count(self) -> None:
        self.counted.emit()

    @Slot()
    def sort_now(self) -> None:
        """Put in order what news left at the end of its group."""
        unsorted = {branch.number: branch for branch in self._dirty.values() if not branch.is_sorted}
        self._dirty.clear()
        if not unsorted:
            return
        self.layoutAboutToBeChanged.emit()
        kept = [(index, self.node(index)) for index in self.persistentIndexList()]
        for branch in unsorted.values():
            branch.sort()
        for index, node in kept:
            if node is not None and node.parent is not None and node.parent.number in unsorted:
                self.changePersistentIndex(index, self._index_of(node))
        self.layoutChanged.emit()

    # where things are

    def node(self, index: Index) -> Branch | Leaf | None:
        """What stands at an index."""
        return self._nodes.get(index.internalId()) if index.isValid() else None

    def device_at(self, index: Index) -> DeviceId | None:
        """The device at an index, None where a group stands."""
        node = self.node(index)
        return node.device if isinstance(node, Leaf) else None

    def path_at(self, index: Index) -> Path:
        """The titles that lead to the group at an index; empty where no group stands."""
        node = self.node(index)
        return node.key if isinstance(node, Branch) else ()

    def devices_at(self, indexes: Iterable[Index]) -> list[DeviceId]:
        """The devices at these places; a group stands for all that is in it."""
        found: dict[DeviceId, None] = {}
        for index in indexes:
            node = self.node(index)
            if isinstance(node, Leaf):
                found[node.device] = None
            elif node is not None:
                found.update((leaf.device, None) for leaf in node.leaves())
        return list(found)

    def index_of(self, device: DeviceId) -> QModelIndex:
        """Where a device stands; an invalid index where it is not shown."""
        leaf = self._leaves.get(device)
        return QModelIndex() if leaf is None else self._index_of(leaf)

    def selection_of(self, devices: Iterable[DeviceId]) -> QItemSelection:
        """The rows of these devices, as few ranges as they make."""
        rows: defaultdict[int, list[int]] = defaultdict(list)
        for device in devices:
            leaf = self._leaves.get(device)
            if leaf is not None and leaf.parent is not None:
                rows[leaf.parent.number].append(leaf.parent.row(leaf))
        chosen = QItemSelection()
        for number, lines in rows.items():
            branch = self._branch(number)
            for first, last in runs(lines):
                chosen.append(QItemSelectionRange(self._child(branch, first), self._child(branch, last)))
        return chosen

    def _child(self, branch: Branch, row: int) -> QModelIndex:
        return self.createIndex(row, 0, branch.children[row].number)

    def index_of_branch(self, path: Path) -> QModelIndex:
        """Where a group stands."""
        branch = self._branches.get(path)
        return QModelIndex() if branch is None else self._index_of(branch)

    def branch_paths(self) -> list[Path]:
        """Every group, outermost first."""
        return [branch.key for branch in self._root.branches()]

    def _index_of(self, node: Branch | Leaf) -> QModelIndex:
        if node.parent is None:
            return QModelIndex()
        return self.createIndex(node.parent.row(node), 0, node.number)

    # Qt's questions

    def index(self, row: int, column: int, parent: Index = ROOT) -> QModelIndex:
        """The child of that row."""
        branch = self._root if not parent.isValid() else self._nodes.get(parent.internalId())
        if column == 0 and isinstance(branch, Branch) and 0 <= row < len(branch.children):
            return self.createIndex(row, 0, branch.children[row].number)
        return QModelIndex()

    def parent(self, index: Index = ROOT) -> QModelIndex:  # type: ignore[override]  # QObject.parent() shares the name
        """The group in which something stands."""
        node = self.node(index)
        return QModelIndex() if node is None or node.parent is None else self._index_of(node.parent)

    def rowCount(self, parent: Index = ROOT) -> int:
        """Children of a group."""
        node = self._root if not parent.isValid() else self._nodes.get(parent.internalId())
        return len(node.children) if isinstance(node, Branch) else 0

    def columnCount(self, parent: Index = ROOT) -> int:  # noqa: ARG002 - Qt's signature
        """One: the row is painted as a whole."""
        return 1

    def hasChildren(self, parent: Index = ROOT) -> bool:
        """Whether it is a group."""
        return not parent.isValid() or isinstance(self._nodes.get(parent.internalId()), Branch)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Everything can be selected and dragged, devices can be renamed."""
        node = self.node(index)
        if node is None:
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsDragEnabled
        if isinstance(node, Leaf):
            flags |= Qt.ItemFlag.ItemIsEditable | Qt.ItemFlag.ItemNeverHasChildren
        return flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Name, tool tip and what a screen reader says; the rest is painted by the delegate."""
        node = self.node(index)
        if node is None:
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.EditRole:
                return node.title
            case Qt.ItemDataRole.ToolTipRole if isinstance(node, Leaf):
                return tip(self._live, node)
            case Qt.ItemDataRole.AccessibleTextRole:
                return spoken(node)
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """The operator's own name for a device goes to the engine; the tree follows what the engine then tells."""
        node = self.node(index)
        name = str(value).strip()
        if not isinstance(node, Leaf) or role != Qt.ItemDataRole.EditRole or not name or name == node.title:
            return False
        self._bridge.ask(SetDevice(device=node.device, name=name))
        return True

    def mimeTypes(self) -> list[str]:
        """What is dragged out."""
        return [DEVICES_MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """The devices at these places, as a JSON list of ids and as lines of names."""
        return devices_mime(self._live, self.devices_at(indexes))
