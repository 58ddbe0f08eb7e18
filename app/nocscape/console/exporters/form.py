"""The fields that say which page is scraped."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QFormLayout, QHBoxLayout, QLineEdit, QPushButton, QSpinBox, QWidget

from nocscape.base.i18n import tr
from nocscape.console.bridge import Bridge
from nocscape.console.parts.hint import plain_label
from nocscape.console.secrets.access_form import AccessForm
from nocscape.console.theme import GRID
from nocscape.model.exporters import Exporter

_LONGEST_S = 86_400
MOST_NAMED = 3


class ExporterForm(QWidget):
    """Signals: changed(), offers_wanted() when the operator wants to choose from the page."""

    changed = Signal()
    offers_wanted = Signal()

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._base = Exporter()
        self.port, self.every = QSpinBox(), QSpinBox()
        self.path, self.host = QLineEdit(), QLineEdit()
        self.is_tls = QCheckBox(tr("Encrypted (TLS)"))
        self.is_verified = QCheckBox(tr("The certificate must be trusted here"))
        self.access = AccessForm(bridge)
        self.families: tuple[str, ...] = ()
        self._families = plain_label()
        self.choose = QPushButton(tr("Choose…"))
        self._form = QFormLayout(self)
        self._lay_out()
        for box in (self.is_tls, self.is_verified):
            box.toggled.connect(self._warn)
        for field in (self.path, self.host):
            field.textChanged.connect(self.changed)
        self.port.valueChanged.connect(self.changed)
        self.access.changed.connect(self._warn)
        self.choose.clicked.connect(self.offers_wanted)
        self.fill(Exporter())

    def _lay_out(self) -> None:
        self.port.setRange(1, 65_535)
        self.every.setRange(5, _LONGEST_S)
        self.every.setSuffix(tr(" s"))
        self._families.setWordWrap(True)
        chosen = QHBoxLayout()
        chosen.addWidget(self._families, 1)
        chosen.addWidget(self.choose)
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setVerticalSpacing(2 * GRID)
        self._form.addRow(tr("Port"), self.port)
        self._form.addRow(tr("Path of the page"), self.path)
        self._form.addRow(tr("Name of the server"), self.host)
        self._form.addRow("", self.is_tls)
        self._form.addRow("", self.is_verified)
        self._form.addRow("", self.access)
        self._form.addRow(tr("Metrics"), chosen)
        self._form.addRow(tr("Every"), self.every)

    @Slot()
    def _warn(self) -> None:
        self._form.setRowVisible(self.is_verified, self.is_tls.isChecked())
        self.access.warn(self.exporter().weak_point)
        self.changed.emit()

    @Slot(object)
    def take_families(self, names: tuple[str, ...]) -> None:
        """Measure these beside what the profiles take."""
        self.families = names
        named = ", ".join(names[:MOST_NAMED]) + (" …" if len(names) > MOST_NAMED else "")
        self._families.setText(
            tr("what profiles know, and {count} more: {names}", count=len(names), names=named)
            if names
            else tr("what profiles know of it")
        )
        self.changed.emit()

    def fill(self, exporter: Exporter) -> None:
        """Show what was said before."""
        self._base = exporter
        self.port.setValue(exporter.port)
        self.every.setValue(int(exporter.interval_s))
        self.path.setText(exporter.path)
        self.host.setText(exporter.host)
        self.is_tls.setChecked(exporter.is_tls)
        self.is_verified.setChecked(exporter.is_verified)
        self.access.fill(exporter.access)
        self.take_families(exporter.families)
        self._warn()

    def exporter(self) -> Exporter:
        """What the fields say."""
        is_tls = self.is_tls.isChecked()
        return Exporter(
            port=self.port.value(),
            path=self.path.text().strip() or "/",
            host=self.host.text().strip(),
            is_tls=is_tls,
            is_verified=is_tls and self.is_verified.isChecked(),
            access=self.access.access(),
            families=self.families,
            interval_s=float(self.every.value()),
            timeout_s=self._base.timeout_s,
        )
