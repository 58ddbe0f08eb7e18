"""A chart as a picture, as a drawing and as numbers."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, QPoint, QRect, QSize
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgGenerator

from nocscape.base.errors import InputError
from nocscape.base.i18n import tr
from nocscape.console.charts.scene import Drawn
from nocscape.console.charts.view import ChartView

NAMES = {"png": "PNG", "svg": "SVG", "csv": "CSV"}
"""Kinds of files by their suffix."""
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet takes a cell that begins with one of these for a formula (CWE-1236)."""


def written(chart: ChartView, path: Path) -> None:
    """Write a chart to a file, as what its suffix says. Raises OSError and InputError."""
    path.write_bytes(content(chart, path.suffix[1:].lower()))


def content(chart: ChartView, kind: str) -> bytes:
    """A chart as a file of this kind. Raises InputError for one that is not known, or a chart with nothing in it."""
    if chart.plot is None or chart.view is None:
        raise InputError(tr("There is nothing in this chart yet"))
    match kind:
        case "png":
            return _png(chart)
        case "svg":
            return _svg(chart)
        case "csv":
            return as_csv(chart.curves, chart.view.unit, *chart.plot.view_range).encode("utf-8-sig")
        case _:
            raise InputError(tr("Charts are written as {kinds}", kinds=", ".join(NAMES.values())))


def clip(chart: ChartView) -> QMimeData:
    """A chart for the clipboard: a picture for those who paste one, the numbers for a spreadsheet."""
    mime = QMimeData()
    mime.setImageData(chart.grab().toImage())
    if chart.plot is not None and chart.view is not None:
        mime.setText(as_csv(chart.curves, chart.view.unit, *chart.plot.view_range, separator="\t"))
    return mime


def as_csv(curves: Sequence[Drawn], unit: str, since: float, until: float, separator: str = ",") -> str:
    """A row for each time at which any curve has a sample between two times, UTC; a column a curve, gaps empty."""
    own = [c for c in curves if not c.is_past]
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
    writer.writerow([tr("Time (UTC)"), *(_cell(f"{c.label} [{unit}]" if unit else c.label) for c in own)])
    for at, row in zip(times.tolist(), table.tolist(), strict=True):
        stamp = f"{datetime.fromtimestamp(at, UTC):%Y-%m-%dT%H:%M:%SZ}"
        writer.writerow([stamp, *("" if value != value else repr(value) for value in row)])  # noqa: PLR0124 - NaN
    return out.getvalue()


def _cell(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA_SIGNS) else text


def _png(chart: ChartView) -> bytes:
    """As it is on the screen, twice as fine."""
    size = chart.size()
    image = QImage(size * 2, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(2)
    painter = QPainter(image)
    chart.render(painter, QPoint())
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def _svg(chart: ChartView) -> bytes:
    content = QByteArray()
    buffer = QBuffer(content)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    size: QSize = chart.size()
    generator.setSize(size)
    generator.setViewBox(QRect(0, 0, size.width(), size.height()))
    generator.setTitle(chart.view.title if chart.view else "")
    painter = QPainter(generator)
    chart.render(painter, QPoint())
    painter.end()
    return bytes(content.data())
