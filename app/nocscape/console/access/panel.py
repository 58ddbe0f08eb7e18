"""The panel of SNMP access: the census, and the doctor for the device that is selected."""

from __future__ import annotations

from functools import cached_property

from PySide6.QtCore import Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from nocscape.base.i18n import tr
from nocscape.console.access.census import CensusView
from nocscape.console.access.doctor import DoctorView
from nocscape.console.bridge import Bridge
from nocscape.console.parts.fields import Choice
from nocscape.console.parts.language import Retranslated
from nocscape.console.selection import Selection
from nocscape.console.theme import GRID, Theme
from nocscape.model.net import DeviceId

CENSUS, DOCTOR = "census", "doctor"


class AccessPanel(Retranslated, QWidget):
    """Two pages, made when they are first needed; what is selected anywhere is what the doctor would examine."""

    def __init__(self, bridge: Bridge, theme: Theme, selection: Selection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._theme = theme
        self._selection = selection
        self.choice = Choice((CENSUS, DOCTOR))
        self._pages = QStackedWidget()
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
        self.retranslate()

    @cached_property
    def census(self) -> CensusView:
        """The page of all devices."""
        view = CensusView(self._bridge, self._theme, self._selection)
        view.doctor_asked.connect(self.examine)
        self._pages.addWidget(view)
        return view

    @cached_property
    def doctor(self) -> DoctorView:
        """The page of one device."""
        view = DoctorView(self._bridge, self._theme)
        self._selection.devices_selected.connect(self._select)
        self._pages.addWidget(view)
        return view

    def showEvent(self, event: QShowEvent) -> None:
        """Make the page that is looked at."""
        super().showEvent(event)
        self.turn_to(self.choice.current)

    def retranslate(self) -> None:
        """Say everything again in the language in force."""
        self.choice.name(CENSUS, tr("Census"))
        self.choice.name(DOCTOR, tr("SNMPv3 doctor"))

    @Slot(str)
    def turn_to(self, page: str) -> None:
        """Show `census` or `doctor`."""
        self.choice.choose(page)
        self._pages.setCurrentWidget(self.census if page == CENSUS else self.doctor)
        if page == DOCTOR:
            self._select(self._selection.devices)

    @Slot(str)
    def examine(self, device: DeviceId) -> None:
        """Show the doctor and have it examine a device."""
        self.turn_to(DOCTOR)
        self.doctor.show_device(device)
        self.doctor.examine()

    @Slot(object)
    def _select(self, devices: tuple[DeviceId, ...]) -> None:
        if devices:
            self.doctor.show_device(devices[0])
