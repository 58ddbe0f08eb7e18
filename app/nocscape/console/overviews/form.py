"""Asks for the settings of a widget, by a form that is made of their schema."""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from nocscape.base.i18n import mark, tr
from nocscape.base.units import octets
from nocscape.console.overviews.kind import Context, WidgetKind
from nocscape.console.overviews.schema import Control, Field, fields_of
from nocscape.console.parts.files import OpenDialog
from nocscape.console.parts.hint import plain_label
from nocscape.console.parts.naming import device_name, port_name
from nocscape.console.parts.words import natural
from nocscape.console.theme import GRID
from nocscape.model.net import PortRef
from nocscape.model.overview import MOST_SETTING, MOST_TITLE, Setting, Widget

LEAST_WIDTH = 460
FAR = 1e15
CHOICES: dict[str, str] = {
    "nothing": mark("nothing"),
    "yesterday": mark("yesterday"),
    "last week": mark("last week"),
    "average": mark("average"),
    "sum": mark("sum"),
    "highest": mark("highest"),
    "lowest": mark("lowest"),
    "all": mark("all"),
    "warning": mark("warning and worse"),
    "minor": mark("minor and worse"),
    "critical": mark("critical only"),
    "small": mark("small"),
    "normal": mark("normal"),
    "large": mark("large"),
}
"""Words for the values of settings that are chosen from a few."""

Read = Callable[[], Setting]


class SettingsDialog(QDialog):
    """Signal: chosen(Widget) with other settings, when the operator agrees."""

    chosen = Signal(object)

    def __init__(self, context: Context, kind: WidgetKind, widget: Widget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._widget = widget
        self._readers: dict[str, Read] = {}
        self._ports: QComboBox | None = None
        self._devices: QComboBox | None = None
        self._title = QLineEdit(widget.title)
        self._title.setMaxLength(MOST_TITLE)
        self._title.setPlaceholderText(tr("Made by itself where it is empty"))
        self.setWindowTitle(tr(kind.title))
        self.setMinimumWidth(LEAST_WIDTH)
        form = QFormLayout()
        form.setSpacing(2 * GRID)
        form.addRow(tr("Title"), self._title)
        settings = kind.read(widget.settings)
        for field in fields_of(kind.settings):
            form.addRow(tr(field.title), self._control(field, getattr(settings, field.name)))
        buttons = QDialogButtonBox()
        buttons.addButton(tr("Apply"), QDialogButtonBox.ButtonRole.AcceptRole).setProperty("kind", "primary")
        buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self._agree)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(4 * GRID, 4 * GRID, 4 * GRID, 4 * GRID)
        column.setSpacing(4 * GRID)
        column.addLayout(form)
        column.addStretch(1)
        column.addWidget(buttons)

    def values(self) -> dict[str, Setting]:
        """What stands in the form."""
        return {name: read() for name, read in self._readers.items()}

    @Slot()
    def _agree(self) -> None:
        changed = Widget(
            id=self._widget.id,
            kind=self._widget.kind,
            cells=self._widget.cells,
            title=self._title.text().strip(),
            settings=self._widget.settings | self.values(),
        )
        self.accept()
        self.chosen.emit(changed)

    def _control(self, field: Field, value: Setting) -> QWidget:
        control, read = self._made(field, value)
        self._readers[field.name] = read
        return control

    def _made(self, field: Field, value: Setting) -> tuple[QWidget, Read]:
        match field.control:
            case Control.SWITCH:
                box = QCheckBox()
                box.setChecked(bool(value))
                return box, box.isChecked
            case Control.WHOLE | Control.NUMBER:
                return _number(field, float(value) if isinstance(value, int | float) else 0.0)
            case Control.TEXT:
                text = QPlainTextEdit(str(value))
                return text, text.toPlainText
            case Control.IMAGE:
                picture = _PictureField(str(value))
                return picture, lambda: picture.content
            case Control.SERIES:
                series = _SeriesField(value if isinstance(value, tuple) else ())
                return series, lambda: series.series
            case Control.LINE:
                line = QLineEdit(str(value))
                line.setMaxLength(MOST_TITLE)
                return line, lambda: line.text().strip()
            case _:
                return self._chooser(field, str(value))

    def _chooser(self, field: Field, value: str) -> tuple[QWidget, Read]:
        box = QComboBox()
        for words, data in self._offered(field):
            box.addItem(words, data)
        if box.findData(value) < 0:
            box.addItem(value, value)
        box.setCurrentIndex(box.findData(value))
        if field.control is Control.DEVICE:
            self._devices = box
            box.currentIndexChanged.connect(self._offer_ports)
        elif field.control is Control.PORT:
            self._ports = box
        return box, lambda: str(box.currentData() or "")

    def _offered(self, field: Field) -> Sequence[tuple[str, str]]:
        live = self._context.bridge.live
        match field.control:
            case Control.CHOICE:
                return [(tr(CHOICES.get(choice, choice)), choice) for choice in field.choices]
            case Control.DEVICE:
                named = sorted(((device_name(live, d), d) for d in live.devices), key=lambda pair: natural(pair[0]))
                return [(tr("That of the overview"), ""), *named]
            case Control.METRIC:
                book = self._context.book
                return sorted((f"{book.title(m.name)} [{m.unit}]", m.name) for m in book)
            case Control.MAP:
                return [(document.title or tr("Network map"), map_id) for map_id, document in live.maps.items()]
            case Control.PORT:
                return self._port_choices(str(self._devices.currentData() or "") if self._devices else "")
            case _:
                return []

    def _port_choices(self, device: str) -> list[tuple[str, str]]:
        live = self._context.bridge.live
        known = live.devices.get(device)
        ports = [(port_name(live, PortRef(device, i.key)), i.key) for i in known.interfaces] if known else []
        return [(tr("All ports"), ""), *sorted(ports, key=lambda pair: natural(pair[0]))]

    @Slot()
    def _offer_ports(self) -> None:
        if self._ports is not None and self._devices is not None:
            self._ports.clear()
            for words, data in self._port_choices(str(self._devices.currentData() or "")):
                self._ports.addItem(words, data)


def _number(field: Field, value: float) -> tuple[QWidget, Read]:
    least = -FAR if field.least is None else field.least
    most = FAR if field.most is None else field.most
    if field.control is Control.WHOLE:
        whole = QSpinBox()
        whole.setRange(int(max(least, -(2**31))), int(min(most, 2**31 - 1)))
        whole.setValue(int(value))
        return whole, whole.value
    number = QDoubleSpinBox()
    number.setDecimals(2)
    number.setRange(least, most)
    number.setValue(value)
    return number, number.value


class _PictureField(QWidget):
    """A picture from a file, carried as base64."""

    def __init__(self, content: str) -> None:
        super().__init__()
        self.content = content
        self._size = plain_label(role="small", tone="dim")
        button = QPushButton(tr("Choose…"))
        button.clicked.connect(self._ask)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(button)
        row.addWidget(self._size, 1)
        self._tell()

    @Slot()
    def _ask(self) -> None:
        dialog = OpenDialog(self, tr("Choose a picture"), "PNG, JPEG, SVG, WebP (*.png *.jpg *.jpeg *.svg *.webp)")
        dialog.fileSelected.connect(self.take)
        dialog.open()

    @Slot(str)
    def take(self, name: str) -> None:
        """Take over a file, if it is not too large."""
        try:
            with Path(name).open("rb") as file:
                raw = file.read(MOST_SETTING)
        except OSError as error:
            self._size.setText(str(error.strerror))
            return
        content = base64.b64encode(raw).decode()
        if len(content) > MOST_SETTING:
            self._size.setText(tr("The picture is too large: at most {size}", size=octets(MOST_SETTING * 3 / 4)))
            return
        self.content = content
        self._tell()

    def _tell(self) -> None:
        self._size.setText(octets(len(self.content) * 3 / 4) if self.content else tr("No picture was chosen"))


class _SeriesField(QWidget):
    """How many series were put into a chart, and a way to take them out again."""

    def __init__(self, series: tuple[str, ...]) -> None:
        super().__init__()
        self.series = series
        self._count = plain_label(role="small", tone="dim")
        self._clear = QPushButton(tr("Take them out"))
        self._clear.clicked.connect(self._empty)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._count, 1, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._clear)
        self._tell()

    @Slot()
    def _empty(self) -> None:
        self.series = ()
        self._tell()

    def _tell(self) -> None:
        self._count.setText(
            tr("{count} curves", count=len(self.series)) if self.series else tr("None: drag some onto the chart")
        )
        self._clear.setEnabled(bool(self.series))
