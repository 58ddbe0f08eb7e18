"""What an overview is about: site, device and stretch of time."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from nocscape.base.i18n import mark, tr
from nocscape.base.text import one_line
from nocscape.console.live import LiveNetwork
from nocscape.console.parts.fields import Choice
from nocscape.console.parts.naming import device_name
from nocscape.console.parts.words import natural
from nocscape.console.theme import GRID
from nocscape.model.overview import Scope

SPANS_S: dict[str, int] = {
    mark("1 h"): 3600,
    mark("24 h"): 86_400,
    mark("7 d"): 604_800,
    mark("30 d"): 30 * 86_400,
}
MOST_WIDTH = 48 * GRID


class ScopeBar(QWidget):
    """Signal: chosen(Scope) after the operator chose something else."""

    chosen = Signal(object)

    def __init__(self, live: LiveNetwork) -> None:
        super().__init__()
        self._live = live
        self._scope = Scope()
        self._sites, self._devices = QComboBox(), QComboBox()
        self._spans = Choice(SPANS_S)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        for box in (self._sites, self._devices):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            box.setMaximumWidth(MOST_WIDTH)
            box.activated.connect(self._choose)
            row.addWidget(box)
        row.addWidget(self._spans)
        self._spans.chosen.connect(self._choose)

    @property
    def scope(self) -> Scope:
        """What is chosen."""
        return self._scope

    def show_scope(self, scope: Scope) -> None:
        """Show what an overview is about, among what there is now."""
        self._scope = scope
        self.fill()

    def retranslate(self) -> None:
        """Say everything again in the language in force."""
        for name in SPANS_S:
            self._spans.name(name, tr(name))
        self._sites.setAccessibleName(tr("Site"))
        self._devices.setAccessibleName(tr("Device"))
        self.fill()

    def fill(self) -> None:
        """Offer the sites and devices that there are now."""
        self._sites.clear()
        self._sites.addItem(tr("All sites"), "")
        for site in sorted(self._known_sites(), key=natural):
            self._sites.addItem(one_line(site, 60), site)
        self._sites.setCurrentIndex(max(0, self._sites.findData(self._scope.site)))
        self._devices.clear()
        self._devices.addItem(tr("All devices"), "")
        for name, device in sorted(((device_name(self._live, d), d) for d in self._live.devices), key=_by_name):
            self._devices.addItem(name, device)
        self._devices.setCurrentIndex(max(0, self._devices.findData(self._scope.device)))
        span = next((name for name, span_s in SPANS_S.items() if span_s == self._scope.span_s), "")
        if span:
            self._spans.choose(span)
        else:
            self._spans.release()

    def _known_sites(self) -> set[str]:
        """Every site, and every one that others lie below."""
        sites: set[str] = set()
        for inventory in self._live.devices.values():
            parts = [part for part in inventory.device.site.split("/") if part]
            sites.update("/".join(parts[: n + 1]) for n in range(len(parts)))
        return sites

    @Slot()
    def _choose(self) -> None:
        self._scope = Scope(
            site=str(self._sites.currentData() or ""),
            device=str(self._devices.currentData() or ""),
            span_s=SPANS_S.get(self._spans.current, self._scope.span_s),
        )
        self.chosen.emit(self._scope)


def _by_name(pair: tuple[str, str]) -> tuple[tuple[int, int, str], ...]:
    return natural(pair[0])
