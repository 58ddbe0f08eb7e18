"""The dialog with a device's checks: how they stand, new ones to try and to keep, and the end of old ones."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from nocscape.base.i18n import tr
from nocscape.base.text import one_line
from nocscape.console.bridge import Bridge
from nocscape.console.checks.form import SPACING, CheckForm
from nocscape.console.parts.hint import plain_label
from nocscape.console.parts.naming import device_name
from nocscape.engine.client import value
from nocscape.model.batches import Reply
from nocscape.model.checks import Check, CheckInfo, CheckOutcome
from nocscape.model.net import DeviceId
from nocscape.model.watching import DropCheck, ListChecks, PutCheck, RunCheck

WIDTH = 520
MOST_NAMED = 8
MOST_SHOWN = 40
REFRESH_MS = 5000


class ChecksDialog(QDialog):
    """For some devices; a new check is kept for each of them. The list follows what the engine finds."""

    def __init__(self, bridge: Bridge, devices: Sequence[DeviceId], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Checks"))
        self.setMinimumWidth(WIDTH)
        self._bridge = bridge
        self._devices = tuple(devices)
        self.form = CheckForm()
        self.outcome = _wrapped()
        self._list = QWidget()
        self._rows = QVBoxLayout(self._list)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._lay_out()
        self.form.changed.connect(self.outcome.clear)
        timer = QTimer(self)
        timer.timeout.connect(self.refresh)
        timer.start(REFRESH_MS)
        self.refresh()

    def _lay_out(self) -> None:
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.NoButton)
        keep = buttons.addButton(tr("Keep checking"), QDialogButtonBox.ButtonRole.ActionRole)
        keep.setProperty("kind", "primary")
        keep.clicked.connect(self.keep)
        once = buttons.addButton(tr("Try once"), QDialogButtonBox.ButtonRole.ActionRole)
        once.clicked.connect(self.try_once)
        buttons.addButton(tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setSpacing(SPACING)
        layout.addWidget(_wrapped(self._names()))
        layout.addWidget(self._list)
        layout.addWidget(self.form)
        layout.addWidget(self.outcome)
        layout.addWidget(buttons)

    def _names(self) -> str:
        names = ", ".join(device_name(self._bridge.live, device) for device in self._devices[:MOST_NAMED])
        return f"{names} …" if len(self._devices) > MOST_NAMED else names

    @Slot()
    def refresh(self) -> None:
        """Ask how all checks stand."""
        self._bridge.ask(ListChecks(), self._listed)

    @Slot()
    def try_once(self) -> None:
        """Run what the fields say at each device, without keeping it."""
        self.outcome.setText(tr("Asking…"))
        for device in self._devices:
            self._bridge.ask(RunCheck(check=self.form.check(), device=device), partial(self._tried, device))

    @Slot()
    def keep(self) -> None:
        """Keep what the fields say for each device."""
        self.outcome.clear()
        for device in self._devices:
            self._bridge.ask(PutCheck(check=self.form.check(f"device:{device}")), self._changed)

    def _tried(self, device: DeviceId, reply: Reply) -> None:
        name = device_name(self._bridge.live, device)
        shown = str(reply.error) if reply.error is not None else outcome_text(value(reply, CheckOutcome))
        before = self.outcome.text()
        line = tr("{name}: {outcome}", name=name, outcome=shown)
        self.outcome.setText(line if before == tr("Asking…") else f"{before}\n{line}")

    def _changed(self, reply: Reply) -> None:
        if reply.error is not None:
            self.outcome.setText(str(reply.error))
        self.refresh()

    def _listed(self, reply: Reply) -> None:
        if reply.error is not None:
            self.outcome.setText(str(reply.error))
            return
        while (item := self._rows.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        scopes = {f"device:{device}" for device in self._devices}
        shown = [i for i in value(reply, tuple[CheckInfo, ...]) if i.check.scope in scopes or self._stands(i)]
        for info in shown[:MOST_SHOWN]:
            self._rows.addWidget(self._row(info, is_own=info.check.scope in scopes))
        if not shown:
            self._rows.addWidget(_wrapped(tr("Nothing is checked yet.")))

    def _stands(self, info: CheckInfo) -> bool:
        return any(state.device in self._devices for state in info.states)

    def _row(self, info: CheckInfo, *, is_own: bool) -> QWidget:
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(_wrapped(self._told(info)), 1)
        if is_own:
            end = QPushButton(tr("Remove"))
            end.clicked.connect(partial(self._drop, info.check))
            layout.addWidget(end)
        return row

    def _told(self, info: CheckInfo) -> str:
        states = {state.device: state.outcome for state in info.states}
        known = [(device, states[device]) for device in self._devices if device in states]
        if not known:
            return tr("{name}: {outcome}", name=info.check.label, outcome=tr("not run yet"))
        lines = [tr("{name}: {outcome}", name=info.check.label, outcome=outcome_text(outcome)) for _, outcome in known]
        return "\n".join(lines)

    def _drop(self, check: Check) -> None:
        self._bridge.ask(DropCheck(check=check.id), self._changed)


def outcome_text(outcome: CheckOutcome) -> str:
    """An outcome in one line."""
    words = [tr("up") if outcome.is_up else str(outcome.reason or "")]
    if outcome.latency_ms is not None:
        words.append(tr("{value} ms", value=f"{outcome.latency_ms:.1f}"))
    if outcome.days_left is not None:
        words.append(tr("certificate for {days} days", days=int(outcome.days_left)))
    if outcome.offset_ms is not None:
        words.append(tr("{offset} ms ahead", offset=f"{outcome.offset_ms:.1f}"))
    if outcome.told:
        words.append(one_line(outcome.told, 60))
    return ", ".join(words)


def _wrapped(text: str = "") -> QLabel:
    label = plain_label(text)
    label.setWordWrap(True)
    return label
