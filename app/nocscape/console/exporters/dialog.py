"""The dialog with a device's exporters: how their scrapes stand, what their pages offer, new ones, and their end."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from msgspec.structs import replace
from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from nocscape.base.i18n import tr
from nocscape.console.bridge import Bridge
from nocscape.console.checks.standing import Standing, StandingDialog
from nocscape.console.exporters.form import ExporterForm
from nocscape.console.exporters.offers import OffersDialog
from nocscape.console.parts.alive import while_alive
from nocscape.engine.client import value
from nocscape.model.batches import Reply
from nocscape.model.exporters import Exporter, ExporterInfo, OfferedFamily
from nocscape.model.metrics import Sample
from nocscape.model.net import DeviceId
from nocscape.model.watching import DropExporter, ListExporters, PutExporter, ReadPage, ScrapeOnce

MOST_TOLD = 6
SCRAPING = frozenset({"scrape_up", "scrape_ms"})
"""Metrics of the scrape itself."""


class ExportersDialog(StandingDialog):
    """A new exporter is scraped of each of the devices, or of all alike; its page is read of the first of them."""

    def __init__(self, bridge: Bridge, devices: Sequence[DeviceId], parent: QWidget | None = None) -> None:
        self.form = ExporterForm(bridge)
        super().__init__(bridge, devices, self.form, tr("Nothing is scraped yet."), parent)
        self.setWindowTitle(tr("Exporters"))
        self._known: dict[str, Exporter] = {}
        self._edited: Exporter | None = None
        self.form.changed.connect(self.outcome.clear)
        self.form.offers_wanted.connect(self.read_page)
        self.begin_new()
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Ask how all exporters stand."""
        self._bridge.ask(ListExporters(), while_alive(self, self._listed))

    def _listed(self, reply: Reply) -> None:
        if self.has_failed(reply):
            return
        found = value(reply, tuple[ExporterInfo, ...])
        self._known = {info.exporter.id: info.exporter for info in found}
        pages = [(info.exporter, info.states) for info in found]
        rows = [Standing(e.id, e.scope, e.label, states, e.weak_point) for e, states in pages]
        self.show_rows(rows)

    @Slot()
    def read_page(self) -> None:
        """Ask what the page of the first device offers."""
        self.outcome.setText(tr("Asking…"))
        ask = ReadPage(exporter=self.form.exporter(), device=self._devices[0])
        self._bridge.ask(ask, while_alive(self, self._offered))

    def _offered(self, reply: Reply) -> None:
        if self.has_failed(reply):
            return
        self.outcome.clear()
        dialog = OffersDialog(value(reply, tuple[OfferedFamily, ...]), self.form.families, self)
        dialog.chosen.connect(self.form.take_families)
        dialog.open()

    @Slot()
    def try_once(self) -> None:
        """Scrape each device twice, without keeping it."""
        self.outcome.setText(tr("Asking…"))
        for device in self._devices:
            ask = ScrapeOnce(exporter=self.form.exporter(), device=device)
            self._bridge.ask(ask, while_alive(self, partial(self._tried, device)))

    def _tried(self, device: DeviceId, reply: Reply) -> None:
        if reply.error is not None:
            self.say(device, str(reply.error))
            return
        samples = [s for s in value(reply, tuple[Sample, ...]) if s.key.metric not in SCRAPING]
        names = list(dict.fromkeys(sample.key.metric for sample in samples))
        more = " …" if len(names) > MOST_TOLD else ""
        words = tr("{count} series: {names}", count=len(samples), names=", ".join(names[:MOST_TOLD]) + more)
        self.say(device, words if samples else tr("a page of metrics, of which no profile knows any"))

    @Slot()
    def keep(self) -> None:
        """Scrape what the fields say of whom it is said, or in place of the exporter that is changed."""
        said = self.form.exporter()
        if self._edited is not None:
            self.put([PutExporter(exporter=replace(said, id=self._edited.id, scope=self._edited.scope))])
        else:
            self.put([PutExporter(exporter=replace(said, scope=scope)) for scope in self.scopes()])

    @Slot()
    def begin_new(self) -> None:
        """Have the form be for a new exporter."""
        self._edited = None
        self.form.fill(Exporter())
        self.say_form(tr("New exporter"), tr("Keep scraping"), is_new=True)

    @Slot(str)
    def edit(self, wanted: str) -> None:
        """Put an exporter into the form."""
        if (exporter := self._known.get(wanted)) is not None:
            self._edited = exporter
            self.form.fill(exporter)
            self.say_form(tr("Change {name}", name=exporter.label), tr("Keep changes"), is_new=False)

    @Slot(str)
    def remove(self, wanted: str) -> None:
        """Scrape it no more."""
        self.put([DropExporter(exporter=wanted)])
