"""The panel of SNMP access: the census, and the doctor for the device that is selected."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Slot
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from nocscape.base.i18n import tr
from nocscape.console.access.census import CensusView
from nocscape.console.access.doctor import DoctorView
from nocscape.console.bridge import Bridge
from nocscape.console.parts.fields import Choice
from nocscape.console.selection import Selection
from nocscape.console.theme import GRID, Theme
from nocscape.model.net import DeviceId

CENSUS, DOCTOR = "census", "doctor"


class AccessPanel(QWidget):
    """Two pages; what is selected anywhere is what the doctor would examine."""

    def __init__(self, bridge: Bridge, theme: Theme, selection: Selection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.choice = Choice((CENSUS, DOCTOR))
        self.census = CensusView(bridge, theme, selection)
        self.doctor = DoctorView(bridge, theme)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.census)
        self._pages.addWidget(self.doctor)
        row = QHBoxLayout()
        row.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 0)
        row.addWidget(self.choice)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addLayout(row)
        column.addWidget(self._pages, 1)
        self.choice.chosen.connect(self.turn_to)
        self.census.doctor_asked.connect(self.examine)
        selection.devices_selected.connect(self._select)
        self.retranslate()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Say everything again in the language in force."""
        self.choice.name(CENSUS, tr("Census"))
        self.choice.name(DOCTOR, tr("SNMPv3 doctor"))

    @Slot(str)
    def turn_to(self, page: str) -> None:
        """Show `census` or `doctor`."""
        self.choice.choose(page)
        self._pages.setCurrentIndex((CENSUS, DOCTOR).index(page))

    @Slot(str)
    def examine(self, device: DeviceId) -> None:
        """Show the doctor and have it examine a device."""
        self.doctor.show_device(device)
        self.turn_to(DOCTOR)
        self.doctor.examine()

    @Slot(object)
    def _select(self, devices: tuple[DeviceId, ...]) -> None:
        if devices:
            self.doctor.show_device(devices[0])
