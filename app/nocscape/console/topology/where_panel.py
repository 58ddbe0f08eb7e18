"""Where is it: an IP or MAC address to the ports behind which it was seen."""

from __future__ import annotations

import time

from PySide6.QtCore import QModelIndex, Slot
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QPushButton, QTableView, QVBoxLayout, QWidget

from nocscape.base.i18n import mark, tr
from nocscape.base.text import one_line
from nocscape.console.bridge import Bridge
from nocscape.console.highlights import FOUND, Highlights
from nocscape.console.parts.cells import Cell, RowsModel, dress_rows
from nocscape.console.parts.fields import FilterField
from nocscape.console.parts.hint import EmptyHint
from nocscape.console.parts.language import Retranslated
from nocscape.console.parts.naming import device_name, port_name
from nocscape.console.parts.panel import Hinted, ProblemLabel
from nocscape.console.parts.words import full_time, local_time
from nocscape.console.selection import Selection
from nocscape.console.theme import GRID, Theme
from nocscape.console.topology.addresses import is_address
from nocscape.engine.client import value
from nocscape.model.answers import Place
from nocscape.model.batches import Reply
from nocscape.model.commands import FindAddress
from nocscape.model.net import PortRef

TITLES = (mark("Device"), mark("Port"), mark("VLAN"), mark("Last seen"), mark("Known from"), mark("MAC address"))


class WherePanel(Retranslated, QWidget):
    """Places of one address, the best first; Enter or a click selects the port there and marks the devices."""

    def __init__(
        self,
        bridge: Bridge,
        theme: Theme,
        selection: Selection,
        highlights: Highlights,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._theme = theme
        self._selection = selection
        self._highlights = highlights
        self._asked = ""
        self.model = RowsModel(theme, TITLES, self._cells, self)
        self.view = QTableView()
        self.field = FilterField(theme)
        self.find_button = QPushButton()
        self._problem = ProblemLabel()
        self._empty = EmptyHint(theme, "map-pin")
        self._lay_out()
        self.field.returnPressed.connect(self._find_typed)
        self.find_button.clicked.connect(self._find_typed)
        self.field.textChanged.connect(self._typed)
        self.view.activated.connect(self._go_to)
        self.view.clicked.connect(self._go_to)
        self.retranslate()
        self._typed()

    def _lay_out(self) -> None:
        dress_rows(self.view, self.model, self._theme)
        self.view.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.find_button.setProperty("kind", "primary")
        self._problem.setContentsMargins(3 * GRID, 0, 3 * GRID, 0)
        row = QHBoxLayout()
        row.setContentsMargins(3 * GRID, 2 * GRID, 3 * GRID, GRID)
        row.setSpacing(2 * GRID)
        row.addWidget(self.field, 1)
        row.addWidget(self.find_button)
        self._pages = Hinted(self._empty, self.view)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addLayout(row)
        column.addWidget(self._problem)
        column.addWidget(self._pages, 1)

    def retranslate(self) -> None:
        """Say everything again in the language in force."""
        self.field.setPlaceholderText(tr("IP or MAC address"))
        self.field.setAccessibleName(tr("Address to look for"))
        self.find_button.setText(tr("Find"))
        self.view.setAccessibleName(tr("Where is it?"))
        self.model.retell()
        self._say_why_empty()

    def hideEvent(self, event: QHideEvent) -> None:
        """Marks go with the panel that explains them."""
        super().hideEvent(event)
        self._highlights.clear(self)

    def look_for(self, address: str) -> None:
        """Look for an address."""
        self.field.setText(address)
        self._find_typed()

    @Slot()
    def _typed(self) -> None:
        self.find_button.setEnabled(is_address(self.field.text().strip()))

    @Slot()
    def _find_typed(self) -> None:
        address = self.field.text().strip()
        if not is_address(address):
            self._problem.say(tr("This is no IP or MAC address.") if address else "")
            return
        self._asked = address
        self._problem.say("")

        def take(reply: Reply) -> None:
            if address == self._asked:
                self._take(reply)

        self._bridge.ask(FindAddress(address=address), take)

    def _take(self, reply: Reply) -> None:
        self._problem.say(reply.fault)
        places = value(reply, tuple[Place, ...]) if reply.error is None else ()
        self.model.show(places)
        self._pages.show_content(is_there=bool(places))
        self._say_why_empty()
        self._highlights.show({place.device: FOUND for place in places}, source=self)
        if places:
            self.view.selectRow(0)
            self._go_to(self.model.index(0, 0))

    def _say_why_empty(self) -> None:
        if self._asked:
            self._empty.say(
                tr("{address} was not seen", address=self._asked),
                tr("Switches tell of it where they answer SNMP and it sent something lately. Ping it and look again."),
            )
        else:
            self._empty.say(
                tr("Where is it?"),
                tr("Type an IP or MAC address to see behind which port of which device it stands."),
            )

    def _cells(self, place: Place) -> tuple[Cell, ...]:
        live = self._bridge.live
        is_known = place.last_seen > 0
        return (
            Cell(device_name(live, place.device), tip=", ".join(place.addresses)),
            Cell(port_name(live, PortRef(place.device, place.interface))),
            Cell(str(place.vlan) if place.vlan is not None else "", key=float(place.vlan or 0)),
            Cell(
                local_time(place.last_seen, now=time.time()) if is_known else "",
                tone="dim",
                is_mono=True,
                tip=full_time(place.last_seen) if is_known else "",
                key=place.last_seen,
            ),
            Cell(one_line(place.evidence.upper().replace("+", " + "), 60), tone="dim"),
            Cell(place.mac, tone="dim", is_mono=True),
        )

    @Slot(QModelIndex)
    def _go_to(self, index: QModelIndex) -> None:
        place = self.model.items[index.row()]
        if place.device not in self._bridge.live.devices:
            return
        if place.interface is not None and self._bridge.live.interface(place.device, place.interface):
            self._selection.select_interface(place.device, place.interface, self)
        else:
            self._selection.select_devices((place.device,), self)
