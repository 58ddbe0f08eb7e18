"""The fields that say what is checked; each kind shows its own."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QLineEdit, QSpinBox, QWidget

from nocscape.base.i18n import tr
from nocscape.model.checks import PORTS, Check, CheckKind

SPACING = 8
_WEB = ("path", "host", "expect")
FIELDS: dict[CheckKind, tuple[str, ...]] = {
    CheckKind.TCP: (),
    CheckKind.HTTP: _WEB,
    CheckKind.HTTPS: (*_WEB, "is_verified"),
    CheckKind.DNS: ("query", "record", "expect"),
    CheckKind.TLS: ("host", "warn_days", "is_verified"),
    CheckKind.NTP: (),
    CheckKind.SSH: ("expect",),
}
"""Beside the port."""
_KIND_NAMES = {kind: kind.value.upper() for kind in CheckKind}
_USUAL_PORT = 80
_LONGEST_S = 86_400


class CheckForm(QWidget):
    """Signals: changed()."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind = QComboBox()
        for kind, name in _KIND_NAMES.items():
            self.kind.addItem(name, kind.value)
        self.port = QSpinBox()
        self.port.setRange(1, 65_535)
        self.every = QSpinBox()
        self.every.setRange(5, _LONGEST_S)
        self.every.setValue(60)
        self.every.setSuffix(tr(" s"))
        self.texts = {name: QLineEdit() for name in ("path", "host", "expect", "query", "record")}
        self.texts["path"].setText("/")
        self.texts["record"].setText("A")
        self.warn_days = QSpinBox()
        self.warn_days.setRange(0, 3650)
        self.warn_days.setValue(30)
        self.is_verified = QCheckBox(tr("The certificate must be trusted here"))
        self._form = QFormLayout(self)
        self._lay_out()
        self.kind.currentIndexChanged.connect(self._show_fields)
        self._show_fields()

    def _lay_out(self) -> None:
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setVerticalSpacing(SPACING)
        labels = {
            "path": tr("Page"),
            "host": tr("Name of the server"),
            "query": tr("Name to resolve"),
            "record": tr("Record"),
            "expect": tr("Must say"),
        }
        self._form.addRow(tr("Kind"), self.kind)
        self._form.addRow(tr("Port"), self.port)
        for name, label in labels.items():
            self._form.addRow(label, self.texts[name])
        self._form.addRow(tr("Warn before, days"), self.warn_days)
        self._form.addRow("", self.is_verified)
        self._form.addRow(tr("Every"), self.every)

    def _field(self, name: str) -> QWidget:
        others: dict[str, QWidget] = {"warn_days": self.warn_days, "is_verified": self.is_verified}
        return others.get(name) or self.texts[name]

    @Slot()
    def _show_fields(self) -> None:
        kind = CheckKind(self.kind.currentData())
        for name in (*self.texts, "warn_days", "is_verified"):
            self._form.setRowVisible(self._field(name), name in FIELDS[kind])
        self.port.setValue(PORTS.get(kind, _USUAL_PORT))
        self.changed.emit()

    def check(self, scope: str = "") -> Check:
        """What the fields say."""
        kind = CheckKind(self.kind.currentData())
        said = {name: self.texts[name].text().strip() for name in FIELDS[kind] if name in self.texts}
        return Check(
            kind=kind,
            scope=scope,
            port=self.port.value(),
            interval_s=float(self.every.value()),
            warn_days=self.warn_days.value(),
            is_verified=self.is_verified.isChecked() and "is_verified" in FIELDS[kind],
            path=said.get("path", "/"),
            host=said.get("host", ""),
            expect=said.get("expect", ""),
            query=said.get("query", ""),
            record=said.get("record", "A"),
        )
