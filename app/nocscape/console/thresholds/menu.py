"""What a context menu offers about the series that are under the pointer."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtWidgets import QMenu, QWidget

from nocscape.base.i18n import tr
from nocscape.console.bridge import Bridge
from nocscape.console.theme import Theme
from nocscape.model.metrics import BUILT_IN, SeriesKey
from nocscape.model.net import DeviceId
from nocscape.model.utilisation import UTILISATION

MOST_OFFERED = 20
PORT_METRICS = (
    "if_in_bps",
    "if_out_bps",
    "if_in_errors_per_s",
    "if_out_errors_per_s",
    "if_in_discards_per_s",
    "if_out_discards_per_s",
)
"""That a port's menu offers."""


def open_dialog(bridge: Bridge, key: SeriesKey, host: QWidget) -> None:
    """Ask for a threshold for a series."""
    from nocscape.console.thresholds.dialog import ThresholdDialog  # noqa: PLC0415 - not needed to start

    ThresholdDialog(bridge, key, host).open()


def offer(menu: QMenu, bridge: Bridge, theme: Theme, series: Mapping[str, SeriesKey], host: QWidget) -> None:
    """Add the entry, or one for each of several series by their names. Utilisation is judged as traffic is."""
    series = {name: key for name, key in series.items() if key.metric != UTILISATION}
    if not series:
        return
    icon, words = theme.icon("bell-ring", "dim", 16), tr("Add a threshold…")
    if len(series) == 1:
        action = menu.addAction(icon, words)
        action.triggered.connect(partial(open_dialog, bridge, next(iter(series.values())), host))
        return
    several = QMenu(tr("Add a threshold"), menu)
    several.setIcon(icon)
    for name, key in list(series.items())[:MOST_OFFERED]:
        action = several.addAction(name.replace("&", "&&"))
        action.triggered.connect(partial(open_dialog, bridge, key, host))
    menu.addMenu(several)


def port_series(device: DeviceId, port: str) -> dict[str, SeriesKey]:
    """What a port's menu offers, by title."""
    titles = {metric.name: metric.title for metric in BUILT_IN}
    return {tr(titles[metric]): SeriesKey(device, metric, port) for metric in PORT_METRICS}
