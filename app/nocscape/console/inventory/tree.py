"""The inventory as branches and leaves: plain data under the item model, no Qt."""

from __future__ import annotations

import bisect
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise

from nocscape.console.inventory.grouping import natural
from nocscape.model.net import DeviceId
from nocscape.model.status import Status, worst


class Node:
    """What branches and leaves share. `number` is how the item model's indexes name it."""

    __slots__ = ("number", "parent", "sort_key", "title")

    def __init__(self, number: int, parent: Branch | None, title: str) -> None:
        self.number = number
        self.parent = parent
        self.retitle(title)

    def retitle(self, title: str) -> None:
        """Call it something else."""
        self.title = title
        self.sort_key = natural(title)


class Leaf(Node):
    """One device."""

    __slots__ = ("address", "device", "status")

    def __init__(self, number: int, parent: Branch, device: DeviceId, title: str, address: str) -> None:
        super().__init__(number, parent, title)
        self.device = device
        self.address = address
        self.status = Status.UNKNOWN


class Branch(Node):
    """A group of devices and further groups; groups come first."""

    __slots__ = ("_rows", "children", "tally")

    def __init__(self, number: int, parent: Branch | None, title: str) -> None:
        super().__init__(number, parent, title)
        self.children: list[Branch | Leaf] = []
        self.tally: Counter[Status] = Counter()
        self._rows: dict[int, int] | None = None

    @property
    def count(self) -> int:
        """Devices in it, at any depth."""
        return self.tally.total()

    @property
    def worst(self) -> Status:
        """The worst state in it."""
        return worst(status for status, count in self.tally.items() if count)

    @property
    def key(self) -> tuple[str, ...]:
        """Its path, by which it is known again after the tree was built anew."""
        return (*self.parent.key, self.title) if self.parent is not None else ()

    def row(self, child: Node) -> int:
        """Place of a child."""
        if self._rows is None:
            self._rows = {node.number: row for row, node in enumerate(self.children)}
        return self._rows[child.number]

    def insert(self, row: int, node: Branch | Leaf) -> None:
        """Put one node at a row."""
        self.children.insert(row, node)
        self._rows = None

    def place_for(self, title: str) -> int:
        """The row at which a new branch of that title stands in order."""
        return bisect.bisect_left(self.children, (False, natural(title), title), key=_order)

    def extend(self, nodes: Iterable[Branch | Leaf]) -> None:
        """Put nodes at the end."""
        self.children.extend(nodes)
        self._rows = None

    def remove(self, first: int, last: int) -> None:
        """Take out the children of these rows."""
        del self.children[first : last + 1]
        self._rows = None

    @property
    def is_sorted(self) -> bool:
        """Whether every child stands after the one that it should."""
        return all(_order(one) <= _order(other) for one, other in pairwise(self.children))

    def sort(self) -> None:
        """Put the children in order."""
        self.children.sort(key=_order)
        self._rows = None

    def count_in(self, status: Status, amount: int) -> None:
        """Add devices of a state to the tally of this branch and of all above it."""
        branch: Branch | None = self
        while branch is not None:
            branch.tally[status] += amount
            branch = branch.parent

    def leaves(self) -> Iterator[Leaf]:
        """Every device beneath, in order."""
        for child in self.children:
            if isinstance(child, Leaf):
                yield child
            else:
                yield from child.leaves()

    def branches(self) -> Iterator[Branch]:
        """Every branch beneath, outermost first."""
        for child in self.children:
            if isinstance(child, Branch):
                yield child
                yield from child.branches()


def _order(node: Branch | Leaf) -> tuple[bool, str, str]:
    return isinstance(node, Leaf), node.sort_key, node.title
