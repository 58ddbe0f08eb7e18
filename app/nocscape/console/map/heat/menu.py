"""The menu of metrics by which the map can be coloured."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QWidget

from nocscape.base.i18n import tr
from nocscape.console.map.heat.source import HeatSource
from nocscape.model.metrics import DEVICE_METRICS, IF_METRICS, Metric

Choose = Callable[[Metric | None], None]


def heat_menu(source: HeatSource, choose: Choose, parent: QWidget) -> QMenu:
    """Traffic first, then what every device has, then ports, then metric profiles; it goes away by itself."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    known = source.known()
    traffic = menu.addAction(tr("Utilisation"))
    traffic.setCheckable(True)
    traffic.setChecked(source.metric is None)
    traffic.triggered.connect(partial(_chosen, choose, None))
    menu.addSeparator()
    _fill(menu, source, choose, (known[name] for name in DEVICE_METRICS))
    menu.addSeparator()
    _fill(menu.addMenu(tr("Ports")), source, choose, (known[name] for name in IF_METRICS))
    for profile in source.profiles:
        if profile.metrics:
            _fill(menu.addMenu(tr(profile.title)), source, choose, profile.metrics)
    return menu


def _fill(menu: QMenu, source: HeatSource, choose: Choose, metrics: Iterable[Metric]) -> None:
    for metric in metrics:
        action = menu.addAction(tr(metric.title))
        action.setCheckable(True)
        action.setChecked(source.metric is not None and source.metric.name == metric.name)
        action.triggered.connect(partial(_chosen, choose, metric))


def _chosen(choose: Choose, metric: Metric | None, _is_checked: bool = False) -> None:  # noqa: FBT001 - Qt's signature
    choose(metric)
