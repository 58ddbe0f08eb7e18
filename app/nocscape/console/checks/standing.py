"""A dialog about what is watched of devices: a list of how it stands, with a form for more of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from nocscape.base.i18n import Text, tr
from nocscape.console.bridge import Bridge
from nocscape.console.measuring.scopes import offered, scopes_behind
from nocscape.console.parts.alive import while_alive
from nocscape.console.parts.hint import plain_label
from nocscape.console.parts.naming import device_name
from nocscape.console.theme import GRID
from nocscape.model.batches import Reply
from nocscape.model.checks import CheckState, outcome_text
from nocscape.model.commands import Ask
from nocscape.model.net import DeviceId

WIDTH = 560
LIST_HEIGHT = 180
MOST_NAMED = 8
MOST_SHOWN = 40
REFRESH_MS = 5000


class Standing(NamedTuple):
    """A row: what is watched (with `id` and `scope`), what it is called, how it stands, what is weak about it."""

    id: str
    scope: str
    label: str
    states: Sequence[CheckState]
    weak_point: Text | None = None


class StandingList(QWidget):
    """Signals: edited(id), removed(id)."""

    edited = Signal(str)
    removed = Signal(str)

    def __init__(self, empty: str, scopes: Mapping[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._empty = empty
        self._scopes = scopes
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(GRID)

    def show_rows(self, rows: Sequence[Standing], devices: Sequence[DeviceId]) -> None:
        """What is watched of these devices, and for whom besides."""
        while (item := self._rows.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        scopes = {f"device:{device}" for device in devices}
        shown = [row for row in rows if row.scope in scopes or any(s.device in devices for s in row.states)]
        for row in shown[:MOST_SHOWN]:
            self._rows.addWidget(self._row(row, devices, is_own=row.scope in scopes))
        if not shown:
            self._rows.addWidget(wrapped(self._empty))
        self._rows.addStretch(1)

    def _row(self, row: Standing, devices: Sequence[DeviceId], *, is_own: bool) -> QWidget:
        """A row of what is for others too says so: what is done to it is done to all of them."""
        made = QWidget()
        layout = QHBoxLayout(made)
        layout.setContentsMargins(0, 0, 0, 0)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(wrapped(told(row, devices)))
        if not is_own:
            whom = self._scopes.get(row.scope, row.scope)
            words.addWidget(plain_label(tr("for {whom}", whom=whom), role="small", tone="dim"))
        if row.weak_point is not None:
            weak = plain_label(str(row.weak_point), role="small", tone="warn")
            weak.setWordWrap(True)
            words.addWidget(weak)
        layout.addLayout(words, 1)
        for text, signal in ((tr("Edit"), self.edited), (tr("Remove"), self.removed)):
            button = QPushButton(text)
            button.clicked.connect(partial(signal.emit, row.id))
            layout.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        return made


class _ListArea(QScrollArea):
    """As high as its list, up to a limit."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The list has other rows, or is as wide as never before."""
        is_taken = super().eventFilter(watched, event)
        content = self.widget()
        if watched is content and event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize):
            self.setFixedHeight(max(0, min(content.heightForWidth(content.width()), LIST_HEIGHT)))
        return is_taken


class StandingDialog(QDialog):
    """For some devices. Subclasses say what is asked of the engine; the list follows what it finds."""

    def __init__(
        self, bridge: Bridge, devices: Sequence[DeviceId], form: QWidget, empty: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(WIDTH)
        self._bridge = bridge
        self._devices = tuple(devices)
        self.outcome = wrapped()
        scopes = offered(bridge.live, devices)
        self.list = StandingList(empty, scopes)
        self.scope = QComboBox()
        self.scope.setAccessibleName(tr("For whom"))
        for scope, words in scopes.items():
            self.scope.addItem(tr("for {whom}", whom=words), scope)
        self._title = plain_label(role="strong")
        self.buttons = QDialogButtonBox()
        self.keep_button = self._button("", QDialogButtonBox.ButtonRole.ActionRole)
        self.keep_button.setProperty("kind", "primary")
        self.new_button = self._button(tr("New instead"), QDialogButtonBox.ButtonRole.ResetRole)
        self.once_button = self._button(tr("Try once"), QDialogButtonBox.ButtonRole.ActionRole)
        self._button(tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        self._lay_out(form)
        self.keep_button.clicked.connect(self.keep)
        self.once_button.clicked.connect(self.try_once)
        self.new_button.clicked.connect(self.begin_new)
        self.list.edited.connect(self.edit)
        self.list.removed.connect(self.remove)
        timer = QTimer(self)
        timer.timeout.connect(self.refresh)
        timer.start(REFRESH_MS)

    def _button(self, text: str, role: QDialogButtonBox.ButtonRole) -> QPushButton:
        return self.buttons.addButton(text, role)

    def _lay_out(self, form: QWidget) -> None:
        area = _ListArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(self.list)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4 * GRID, 4 * GRID, 4 * GRID, 4 * GRID)
        layout.setSpacing(2 * GRID)
        for widget in (wrapped(self._names()), area, self._title, self.scope, form, self.outcome, self.buttons):
            layout.addWidget(widget)

    def _names(self) -> str:
        names = ", ".join(device_name(self._bridge.live, device) for device in self._devices[:MOST_NAMED])
        return f"{names} …" if len(self._devices) > MOST_NAMED else names

    def show_rows(self, rows: Sequence[Standing]) -> None:
        """How everything stands."""
        self.list.show_rows(rows, self._devices)

    def say_form(self, title: str, keep: str, *, is_new: bool) -> None:
        """What the form is for now."""
        self._title.setText(title)
        self.keep_button.setText(keep)
        self.new_button.setVisible(not is_new)
        self.scope.setVisible(is_new)

    def scopes(self) -> list[str]:
        """For whom what is new is kept."""
        return scopes_behind(str(self.scope.currentData()), self._devices)

    @Slot()
    def refresh(self) -> None:
        """Ask how everything stands."""
        raise NotImplementedError

    @Slot()
    def keep(self) -> None:
        """Keep what the fields say."""
        raise NotImplementedError

    @Slot()
    def try_once(self) -> None:
        """Try what the fields say, without keeping it."""
        raise NotImplementedError

    @Slot()
    def begin_new(self) -> None:
        """Empty the form for something new."""
        raise NotImplementedError

    @Slot(str)
    def edit(self, wanted: str) -> None:
        """Put what is watched into the form."""
        raise NotImplementedError

    @Slot(str)
    def remove(self, wanted: str) -> None:
        """Watch it no more."""
        raise NotImplementedError

    def put(self, asks: Sequence[Ask]) -> None:
        """Have the engine change what is watched, and show how it stands then."""
        self.outcome.clear()
        for ask in asks:
            self._bridge.ask(ask, while_alive(self, self._changed))

    def say(self, device: DeviceId, words: str) -> None:
        """A line of what a try brought."""
        before = self.outcome.text()
        line = tr("{name}: {outcome}", name=device_name(self._bridge.live, device), outcome=words)
        self.outcome.setText(line if before in ("", tr("Asking…")) else f"{before}\n{line}")

    def has_failed(self, reply: Reply) -> bool:
        """Say what went wrong."""
        if reply.error is not None:
            self.outcome.setText(reply.fault)
        return reply.error is not None

    def _changed(self, reply: Reply) -> None:
        if not self.has_failed(reply):
            self.begin_new()
        self.refresh()


def told(row: Standing, devices: Sequence[DeviceId]) -> str:
    """A line for each device that was asked."""
    states = {state.device: state.outcome for state in row.states}
    known = [states[device] for device in devices if device in states]
    words = [outcome_text(outcome) for outcome in known] or [tr("not run yet")]
    return "\n".join(tr("{name}: {outcome}", name=row.label, outcome=outcome) for outcome in words)


def wrapped(text: str = "") -> QLabel:
    """A label of several lines."""
    label = plain_label(text)
    label.setWordWrap(True)
    return label
