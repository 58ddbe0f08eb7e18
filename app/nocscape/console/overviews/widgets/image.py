"""A picture: a floor plan, a logo. It travels inside the overview."""

from __future__ import annotations

import base64
import binascii
from typing import Annotated

import msgspec
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPoint, QSize, Qt
from PySide6.QtGui import QImageReader, QPainter, QPaintEvent, QPixmap

from nocscape.base.i18n import mark, tr
from nocscape.console.overviews.kind import Context, Tile, WidgetKind
from nocscape.console.overviews.schema import Control, setting
from nocscape.console.theme import GRID

MOST_SIDE = 8192


class ImageSettings(msgspec.Struct, frozen=True, kw_only=True):
    """Which picture."""

    image: Annotated[str, setting(mark("Picture"), Control.IMAGE)] = ""
    """The file in base64."""


class ImageTile(Tile):
    """As large as there is room, in its own proportions."""

    def __init__(self, context: Context, settings: ImageSettings, _name: str) -> None:
        super().__init__(context)
        self._pixmap = picture_of(settings.image)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """In the middle."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if self._pixmap.isNull():
            painter.setPen(self.context.theme.color("dim"))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, tr("No picture was chosen"))
        else:
            room = self.rect().adjusted(2 * GRID, 0, -2 * GRID, -2 * GRID)
            size = self._pixmap.size().scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
            left_top = room.center() - QPoint(size.width() // 2, size.height() // 2)
            painter.drawPixmap(left_top.x(), left_top.y(), size.width(), size.height(), self._pixmap)
        painter.end()


def picture_of(text: str) -> QPixmap:
    """The picture of a file in base64; none where it cannot be read, or is too large to be believed."""
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return QPixmap()
    buffer = QBuffer()
    buffer.setData(QByteArray(raw))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    size: QSize = reader.size()
    if not size.isValid() or max(size.width(), size.height()) > MOST_SIDE:
        return QPixmap()
    return QPixmap.fromImage(reader.read())


KIND = WidgetKind("image", mark("Picture"), "image", (3, 4), ImageSettings, ImageTile)
