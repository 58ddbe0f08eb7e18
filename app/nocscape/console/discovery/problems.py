"""Addresses that gave no device, with the reason and who reported it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QObject, Qt

from nocscape.base.i18n import mark, tr
from nocscape.base.text import one_line
from nocscape.console.parts.ranges import ROOT, Index
from nocscape.model.net import Unanswered

TITLES = (mark("Address"), mark("Reason"), mark("Reported by"))
REASONS: dict[str, str] = {
    "no_answer": mark("no answer"),
    "no_snmp_answer": mark("answers ping, but not SNMP"),
    "snmp_port_closed": mark("no SNMP agent on that port"),
    "no_credential_fits": mark("no credential fits"),
    "snmp_user_unknown": mark("the SNMPv3 user is not known there"),
    "snmp_wrong_key": mark("the SNMPv3 key is wrong"),
    "snmp_agent_faulty": mark("its SNMP agent answers wrongly"),
    "net_unreachable": mark("network unreachable"),
    "host_unreachable": mark("host unreachable"),
    "protocol_unreachable": mark("protocol unreachable"),
    "port_unreachable": mark("port unreachable"),
    "too_big": mark("packet too big"),
    "admin_prohibited": mark("prohibited by an administrator"),
    "ttl_exceeded": mark("routed in a circle (TTL exceeded)"),
    "parameter_problem": mark("refused as malformed"),
    "unreachable": mark("unreachable"),
    "no_route": mark("this machine has no route there"),
    "not_permitted": mark("this machine may not send there"),
    "send_failed": mark("sending failed"),
}


def reason_words(reason: str) -> str:
    """A machine word of the engine in the operator's language."""
    return tr(REASONS[reason]) if reason in REASONS else one_line(reason)


class ProblemsModel(QAbstractTableModel):
    """Rows are only ever added, until a new discovery begins."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Unanswered] = []

    def show_problems(self, problems: Sequence[Unanswered]) -> None:
        """Begin anew with these."""
        self.beginResetModel()
        self._rows = list(problems)
        self.endResetModel()

    def add(self, problems: Sequence[Unanswered]) -> None:
        """Add some at the end."""
        if problems:
            self.beginInsertRows(ROOT, len(self._rows), len(self._rows) + len(problems) - 1)
            self._rows.extend(problems)
            self.endInsertRows()

    def rowCount(self, parent: Index = ROOT) -> int:
        """How many there are."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = ROOT) -> int:
        """Address, reason, reporter."""
        return 0 if parent.isValid() else len(TITLES)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | None:
        """Titles of the columns."""
        is_title = orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole
        return tr(TITLES[section]) if is_title else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        """Text of a cell."""
        if not index.isValid() or role != Qt.ItemDataRole.DisplayRole:
            return None
        row = self._rows[index.row()]
        return (row.address, reason_words(row.reason), row.reported_by or "")[index.column()]
