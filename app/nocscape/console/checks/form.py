"""The fields that say what is checked; each kind shows its own."""

from __future__ import annotations

from msgspec.structs import replace
from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QLineEdit, QSpinBox, QWidget

from nocscape.base.i18n import tr
from nocscape.console.bridge import Bridge
from nocscape.console.secrets.access_form import AccessForm
from nocscape.model.checks import PORTS, Check, CheckKind

SPACING = 8
_WEB = ("path", "host", "expect", "status", "access")
FIELDS: dict[CheckKind, tuple[str, ...]] = {
    CheckKind.TCP: (),
    CheckKind.HTTP: _WEB,
    CheckKind.HTTPS: (*_WEB, "is_verified"),
    CheckKind.DNS: ("query", "record", "expect"),
    CheckKind.TLS: ("host", "warn_days", "is_verified", "access"),
    CheckKind.NTP: (),
    CheckKind.SSH: ("expect",),
}
"""Beside the port."""
_KIND_NAMES = {kind: kind.value.upper() for kind in CheckKind}
_USUAL_PORT = 80
_LONGEST_S = 86_400
_WITH_SECRET = (CheckKind.HTTP, CheckKind.HTTPS)


class CheckForm(QWidget):
    """Signals: changed()."""

    changed = Signal()

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._base = Check(kind=CheckKind.TCP)
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
        self.status = QSpinBox()
        self.status.setRange(0, 599)
        self.status.setSpecialValueText(tr("any below 400"))
        self.is_verified = QCheckBox(tr("The certificate must be trusted here"))
        self.access = AccessForm(bridge)
        self._form = QFormLayout(self)
        self._lay_out()
        self.kind.currentIndexChanged.connect(self._show_kind)
        self.is_verified.toggled.connect(self._warn)
        self.access.changed.connect(self._warn)
        self._show_kind()

    def _lay_out(self) -> None:
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setVerticalSpacing(SPACING)
        labels = {
            "path": tr("Path of the page"),
            "host": tr("Name of the server"),
            "query": tr("Name to resolve"),
            "record": tr("Record"),
            "expect": tr("Must say"),
        }
        self._form.addRow(tr("Kind"), self.kind)
        self._form.addRow(tr("Port"), self.port)
        for name, label in labels.items():
            self._form.addRow(label, self.texts[name])
        self._form.addRow(tr("Right status"), self.status)
        self._form.addRow(tr("Warn before, days"), self.warn_days)
        self._form.addRow("", self.is_verified)
        self._form.addRow("", self.access)
        self._form.addRow(tr("Every"), self.every)

    def _field(self, name: str) -> QWidget:
        return self._others().get(name) or self.texts[name]

    def _others(self) -> dict[str, QWidget]:
        return {
            "warn_days": self.warn_days,
            "is_verified": self.is_verified,
            "status": self.status,
            "access": self.access,
        }

    @Slot()
    def _show_kind(self) -> None:
        kind = CheckKind(self.kind.currentData())
        for name in (*self.texts, *self._others()):
            self._form.setRowVisible(self._field(name), name in FIELDS[kind])
        self.access.allow_secret(is_allowed=kind in _WITH_SECRET)
        self.port.setValue(PORTS.get(kind, _USUAL_PORT))
        self._warn()

    @Slot()
    def _warn(self) -> None:
        self.access.warn(self.check().weak_point)
        self.changed.emit()

    def fill(self, check: Check) -> None:
        """Show what was said before."""
        self._base = check
        self.kind.setCurrentIndex(self.kind.findData(check.kind.value))
        self.port.setValue(check.real_port)
        self.every.setValue(int(check.interval_s))
        for name, field in self.texts.items():
            field.setText(getattr(check, name))
        self.status.setValue(check.status)
        self.warn_days.setValue(check.warn_days)
        self.is_verified.setChecked(check.is_verified)
        self.access.fill(check.access)

    def check(self) -> Check:
        """What the fields say, without what its kind does not have."""
        kind = CheckKind(self.kind.currentData())
        shown = FIELDS[kind]
        said: dict[str, object] = {n: field.text().strip() for n, field in self.texts.items() if n in shown}
        if "status" in shown:
            said["status"] = self.status.value()
        if "access" in shown:
            said["access"] = self.access.access()
        made = Check(
            kind=kind,
            port=self.port.value(),
            interval_s=float(self.every.value()),
            timeout_s=self._base.timeout_s,
            warn_days=self.warn_days.value(),
            is_verified=self.is_verified.isChecked() and "is_verified" in shown,
        )
        return replace(made, **said)
