"""The dialog that says what is measured of devices: metric profiles on and off, and how often they are read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLineEdit,
    QSpinBox,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from nocscape.base.i18n import tr
from nocscape.console.bridge import Bridge
from nocscape.console.measuring.scopes import MIXED, offered, scopes_behind, word_of
from nocscape.console.parts.alive import while_alive
from nocscape.console.parts.hint import plain_label, set_tone
from nocscape.console.parts.naming import device_name
from nocscape.console.parts.tables import dress_tree
from nocscape.console.parts.words import plain_tip
from nocscape.console.theme import GRID
from nocscape.engine.client import value
from nocscape.model.batches import Reply
from nocscape.model.commands import ChooseMetrics, ListMetrics, ListSeries
from nocscape.model.metrics import MetricProfileInfo, SeriesKey
from nocscape.model.net import DeviceId
from nocscape.model.watching import SetPace

SIZE = (820, 620)
MOST_NAMED = 8
MOST_ASKED = 20
"""Devices whose series are counted."""
LEAST_PACE_S, MOST_PACE_S = 5, 86_400
TITLE, SERIES, EVERY, CHOICE = range(4)
_WORDS: dict[bool | None, int] = {None: 0, True: 1, False: 2}


class MetricsDialog(QDialog):
    """For some devices, or for all of their site, kind or vendor."""

    def __init__(self, bridge: Bridge, devices: Sequence[DeviceId], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("What is measured"))
        self.resize(*SIZE)
        self._bridge = bridge
        self._devices = tuple(devices)
        self._infos: tuple[MetricProfileInfo, ...] = ()
        self._counts: Counter[str] = Counter()
        self.scope = QComboBox()
        self.filter = QLineEdit()
        self.tree = QTreeWidget()
        self.outcome = plain_label(role="small", tone="dim")
        self._lay_out()
        self.scope.currentIndexChanged.connect(self._fill)
        self.filter.textChanged.connect(self._narrow)
        self.refresh()
        asked = self._devices[:MOST_ASKED]
        self._uncounted = len(asked)
        for device in asked:
            self._bridge.ask(ListSeries(device=device), while_alive(self, self._counted))

    def _lay_out(self) -> None:
        names = ", ".join(device_name(self._bridge.live, device) for device in self._devices[:MOST_NAMED])
        title = plain_label(f"{names} …" if len(self._devices) > MOST_NAMED else names, role="strong")
        title.setWordWrap(True)
        for scope, words in offered(self._bridge.live, self._devices).items():
            self.scope.addItem(tr("A change is for {whom}", whom=words), scope)
        self.scope.setAccessibleName(tr("For whom"))
        self.tree.setAccessibleName(tr("What is measured"))
        self.filter.setPlaceholderText(tr("Filter metrics"))
        self.filter.setClearButtonEnabled(True)
        self.outcome.setWordWrap(True)
        dress_tree(self.tree)
        self.tree.setRootIsDecorated(False)
        self.tree.setUniformRowHeights(False)
        self.tree.setHeaderLabels([tr("Metrics"), tr("Series here"), tr("Every, s"), tr("Measured")])
        header = self.tree.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(TITLE, QHeaderView.ResizeMode.Stretch)
        for column in (SERIES, EVERY, CHOICE):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        buttons = QDialogButtonBox()
        buttons.addButton(tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4 * GRID, 4 * GRID, 4 * GRID, 4 * GRID)
        layout.setSpacing(2 * GRID)
        for widget in (title, self.scope, self.filter, self.tree, self.outcome, buttons):
            layout.addWidget(widget)

    @Slot()
    def refresh(self) -> None:
        """Ask what can be measured and what was chosen."""
        self._bridge.ask(ListMetrics(), while_alive(self, self._listed))

    def _listed(self, reply: Reply) -> None:
        if self._has_failed(reply):
            return
        self._infos = tuple(info for info in value(reply, tuple[MetricProfileInfo, ...]) if not info.is_scraped)
        self._fill()

    def _counted(self, reply: Reply) -> None:
        """Once all are counted, what the devices have stands above what is not for them."""
        if reply.error is None:
            self._counts.update(key.metric for key in value(reply, tuple[SeriesKey, ...]))
        self._uncounted -= 1
        if not self._uncounted:
            self._fill()

    def _items(self) -> list[QTreeWidgetItem]:
        found = (self.tree.topLevelItem(place) for place in range(self.tree.topLevelItemCount()))
        return [item for item in found if item is not None]

    @Slot()
    def _fill(self) -> None:
        scroll = self.tree.verticalScrollBar().value()
        self.tree.clear()
        for info in sorted(self._infos, key=self._place_of):
            self._add(info)
        self._narrow()
        self.tree.verticalScrollBar().setValue(scroll)

    def _add(self, info: MetricProfileInfo) -> None:
        item = QTreeWidgetItem([tr(info.title), str(self._count_of(info) or "–")])
        item.setData(TITLE, Qt.ItemDataRole.UserRole, info)
        item.setTextAlignment(SERIES, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        item.setToolTip(TITLE, plain_tip("\n".join(f"{tr(m.title)} [{m.unit}]" for m in info.metrics)))
        self.tree.addTopLevelItem(item)
        self.tree.setItemWidget(item, EVERY, self._pace_of(info))
        self.tree.setItemWidget(item, CHOICE, self._choice_of(info))

    def _count_of(self, info: MetricProfileInfo) -> int:
        return sum(self._counts[metric.name] for metric in info.metrics)

    def _place_of(self, info: MetricProfileInfo) -> tuple[bool, str]:
        return not self._count_of(info), tr(info.title).casefold()

    def _pace_of(self, info: MetricProfileInfo) -> QSpinBox:
        every = QSpinBox()
        every.setRange(LEAST_PACE_S, MOST_PACE_S)
        every.setValue(int(info.interval_s))
        every.setKeyboardTracking(False)
        every.setToolTip(plain_tip(tr("How often it is read, of whomever it is measured")))
        every.valueChanged.connect(partial(self._pace, info.name))
        return every

    def _choice_of(self, info: MetricProfileInfo) -> QComboBox:
        box = QComboBox()
        for words in (tr("where it fits"), tr("always measured"), tr("not measured")):
            box.addItem(words)
        box.setPlaceholderText(tr("different"))
        word = word_of(info.choices, scopes_behind(self._scope, self._devices))
        box.setCurrentIndex(-1 if word == MIXED else _WORDS[word if isinstance(word, bool) else None])
        box.setToolTip(plain_tip("\n".join(f"{scope}: {_said(is_on)}" for scope, is_on in info.choices.items())))
        box.activated.connect(partial(self._choose, info.name))
        return box

    @property
    def _scope(self) -> str:
        return str(self.scope.currentData())

    def _choose(self, profile: str, place: int) -> None:
        is_on = next(word for word, at in _WORDS.items() if at == place)
        for scope in scopes_behind(self._scope, self._devices):
            ask = ChooseMetrics(scope=scope, profile=profile, is_on=is_on)
            self._bridge.ask(ask, while_alive(self, self._changed))

    def _pace(self, profile: str, seconds: int) -> None:
        ask = SetPace(metric_class=profile, interval_s=float(seconds))
        self._bridge.ask(ask, while_alive(self, self._changed))

    def _changed(self, reply: Reply) -> None:
        if not self._has_failed(reply):
            set_tone(self.outcome, "ok")
            self.outcome.setText(tr("Kept. It counts from the next poll on."))
        self.refresh()

    def _has_failed(self, reply: Reply) -> bool:
        if reply.error is not None:
            set_tone(self.outcome, "crit")
            self.outcome.setText(" — ".join(str(text) for text in (reply.error, reply.hint) if text))
        return reply.error is not None

    @Slot()
    def _narrow(self) -> None:
        words = self.filter.text().casefold().split()
        for item in self._items():
            said = f"{item.text(TITLE)} {item.toolTip(TITLE)}".casefold()
            item.setHidden(not all(word in said for word in words))


def _said(is_on: bool) -> str:  # noqa: FBT001 - a value
    return tr("always measured") if is_on else tr("not measured")
