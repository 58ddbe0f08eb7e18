"""Charts as a picture, as a drawing and as numbers; several stand one above the other, as on the screen."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgGenerator

from nocscape.base.errors import InputError
from nocscape.base.i18n import tr
from nocscape.base.text import cell
from nocscape.console.charts.scene import Drawn
from nocscape.console.charts.subject import View
from nocscape.console.charts.view import ChartView

NAMES = {"png": "PNG", "svg": "SVG", "csv": "CSV"}
"""Kinds of files by their suffix."""


def written(charts: Sequence[ChartView], path: Path) -> None:
    """Write charts to a file, as what its suffix says. Raises OSError and InputError."""
    path.write_bytes(content(charts, path.suffix[1:].lower()))


def content(charts: Sequence[ChartView], kind: str) -> bytes:
    """Charts as a file of this kind. Raises InputError for one that is not known, or charts with nothing in them."""
    if all(chart.plot is None or chart.view is None for chart in charts):
        raise InputError(tr("There is nothing in this chart yet"))
    match kind:
        case "png":
            return _png(charts)
        case "svg":
            return _svg(charts)
        case "csv":
            return _numbers(charts, ",").encode("utf-8-sig")
        case _:
            raise InputError(tr("Charts are written as {kinds}", kinds=", ".join(NAMES.values())))


def clip(charts: Sequence[ChartView]) -> QMimeData:
    """Charts for the clipboard: a picture for those who paste one, the numbers for a spreadsheet."""
    mime = QMimeData()
    mime.setImageData(_image(charts, 1))
    mime.setText(_numbers(charts, "\t"))
    return mime


def _numbers(charts: Sequence[ChartView], separator: str) -> str:
    """The curves of all charts in the time that the first one shows; charts side by side show the same."""
    shown = [(chart, chart.view) for chart in charts if chart.view is not None and chart.plot is not None]
    columns = [
        (_name(view, drawn) if len(shown) > 1 else drawn.label, view.unit, drawn)
        for chart, view in shown
        for drawn in chart.curves
    ]
    plot = shown[0][0].plot if shown else None
    return as_csv(columns, *plot.view_range, separator) if plot is not None else ""


def _name(view: View, drawn: Drawn) -> str:
    return drawn.label if drawn.label == view.title else f"{view.title}: {drawn.label}"


def as_csv(columns: Sequence[tuple[str, str, Drawn]], since: float, until: float, separator: str = ",") -> str:
    """A row for each time at which any curve has a sample between two times, UTC; a column a curve (name, unit, curve),
    gaps empty."""
    named = [(name, unit, curve) for name, unit, curve in columns if not curve.is_past]
    own = [curve for _, _, curve in named]
    parts = []
    for curve in own:
        inside = (curve.joined.times >= since) & (curve.joined.times <= until)
        parts.append((curve.joined.times[inside], curve.joined.values[inside]))
    times = np.unique(np.concatenate([at for at, _ in parts])) if parts else np.empty(0, np.int64)
    table = np.full((times.size, len(parts)), np.nan)
    for column, (at, values) in enumerate(parts):
        table[np.searchsorted(times, at), column] = values
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, lineterminator="\n")
    writer.writerow([tr("Time (UTC)"), *(cell(f"{name} [{unit}]" if unit else name) for name, unit, _ in named)])
    for at, row in zip(times.tolist(), table.tolist(), strict=True):
        stamp = f"{datetime.fromtimestamp(at, UTC):%Y-%m-%dT%H:%M:%SZ}"
        writer.writerow([stamp, *("" if value != value else repr(value) for value in row)])  # noqa: PLR0124 - NaN
    return out.getvalue()


def _size(charts: Sequence[ChartView]) -> QSize:
    return QSize(max(chart.width() for chart in charts), sum(chart.height() for chart in charts))


def _draw(charts: Sequence[ChartView], painter: QPainter) -> None:
    """One above the other."""
    top = 0
    for chart in charts:
        chart.render(painter, QPoint(0, top))
        top += chart.height()


def _image(charts: Sequence[ChartView], scale: int) -> QImage:
    image = QImage(_size(charts) * scale, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(scale)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    _draw(charts, painter)
    painter.end()
    return image


def _png(charts: Sequence[ChartView]) -> bytes:
    """As it is on the screen, twice as fine."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    _image(charts, 2).save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def _svg(charts: Sequence[ChartView]) -> bytes:
    content = QByteArray()
    buffer = QBuffer(content)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    size = _size(charts)
    generator.setSize(size)
    generator.setViewBox(QRect(0, 0, size.width(), size.height()))
    generator.setTitle(", ".join(chart.view.title for chart in charts if chart.view))
    painter = QPainter(generator)
    _draw(charts, painter)
    painter.end()
    return bytes(content.data())
