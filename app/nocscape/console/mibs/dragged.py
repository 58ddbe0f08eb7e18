"""MIB values that can be dragged onto a chart: numbers, by device and OID."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QModelIndex, Qt

from nocscape.console.dragging import OBJECTS_MIME, objects_mime
from nocscape.console.mibs.names import is_number
from nocscape.console.parts.ranges import Index
from nocscape.model.batches import MibRow
from nocscape.model.net import DeviceId

if TYPE_CHECKING:
    from PySide6.QtCore import QAbstractItemModel as Model
else:
    Model = object


class DraggedValues(Model):
    """What the three models of values have in common; `device` is whose they are, none where they were recorded."""

    device: DeviceId = ""

    def row_at(self, index: Index) -> MibRow | None:
        """The value of an index."""
        raise NotImplementedError

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Numbers can be dragged onto a chart."""
        flags = super().flags(index)
        row = self.row_at(index)
        can = bool(self.device) and row is not None and is_number(row)
        return flags | Qt.ItemFlag.ItemIsDragEnabled if can else flags

    def mimeTypes(self) -> list[str]:
        """What is dragged out."""
        return [OBJECTS_MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """The numbers at these places."""
        rows = {row.oid: row for index in indexes if (row := self.row_at(index)) is not None and is_number(row)}
        return objects_mime([(self.device, oid) for oid in rows], [row.name for row in rows.values()])
