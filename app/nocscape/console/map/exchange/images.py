"""Parts of a map from strangers: images are written anew in a size that a map can carry, the rest is bounded."""

from __future__ import annotations

from typing import NamedTuple

from msgspec.structs import replace
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QImage, QImageReader, QImageWriter

from nocscape.base.errors import InputError
from nocscape.base.i18n import tr
from nocscape.base.text import plain
from nocscape.console.map.edits import MAX_NOTE
from nocscape.console.map.exchange.graph import bounded
from nocscape.console.map.scene.nodes import bounded_level
from nocscape.model.mapparts import TOKENS, Bend, LinkWay, Part, Picture, Shape, StyleRule

IMAGE_SUFFIXES = ("png", "jpg", "jpeg", "webp", "bmp", "gif")
MOST_FILE_BYTES = 32 << 20
MOST_SIDE = 1600
"""Longest side of a stored image in pixels."""

_LEAST_WIDTH, _MOST_WIDTH = 0.5, 6.0
_MOST_BENDS, _FAR = 40, 10.0
"""Of one link, and how far from it in lengths of it."""

_MOST_STORED = 1_500_000
_MOST_ALLOCATION_MB = 256
_FORMATS = ("png", "jpeg", "webp", "bmp", "gif")
"""No SVG: a drawing can name files of this computer."""

_QUALITIES = (88, 75, 60, 45)


class Made(NamedTuple):
    """An image as it is stored."""

    data: bytes
    width: int
    height: int


def picture_of(raw: bytes) -> Made:
    """The image in a file, no larger than `MOST_SIDE`. Raises InputError where it is none, or far too large."""
    if len(raw) > MOST_FILE_BYTES:
        raise InputError(tr("The file is larger than {size} MB.", size=MOST_FILE_BYTES >> 20))
    buffer = QBuffer()
    buffer.setData(QByteArray(raw))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    reader.setAllocationLimit(_MOST_ALLOCATION_MB)
    size = reader.size()
    if size.isValid() and max(size.width(), size.height()) > MOST_SIDE:
        reader.setScaledSize(size.scaled(MOST_SIDE, MOST_SIDE, Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read() if bytes(reader.format().data()).decode() in _FORMATS else QImage()
    if image.isNull():
        raise InputError(tr("The file is not an image that can be read."))
    if max(image.width(), image.height()) > MOST_SIDE:
        keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        image = image.scaled(MOST_SIDE, MOST_SIDE, keep, smooth)
    return Made(_stored(image), image.width(), image.height())


def checked(part: Part) -> Part:
    """A part from a stranger: drawings where they can be drawn, in colours that there are; images written anew.

    Raises InputError.
    """
    match part:
        case Shape(x=x, y=y, width=width, height=height, line=line, fill=fill):
            part = replace(part, line=line if line in TOKENS else "dim", fill=fill if fill in TOKENS else "")
            part = replace(part, text=plain(part.text, MAX_NOTE), z=bounded_level(part.z))
            return replace(part, x=bounded(x), y=bounded(y), width=bounded(width), height=bounded(height))
        case StyleRule(color=color, width=width):
            return replace(
                part, color=color if color in TOKENS else "", width=_within(width, _LEAST_WIDTH, _MOST_WIDTH)
            )
        case LinkWay(bends=bends, label_at=label_at):
            far = (Bend(_within(b.along, -_FAR, _FAR), _within(b.across, -_FAR, _FAR)) for b in bends[:_MOST_BENDS])
            return replace(part, bends=tuple(far), label_at=_within(label_at, 0.0, 1.0))
        case Picture(data=data):
            return replace(part, data=picture_of(data).data)
        case _:
            return part


def _within(value: float, least: float, most: float) -> float:
    return max(least, min(most, value))


def _stored(image: QImage) -> bytes:
    """As PNG, which is exact; a photograph that is too large so as JPEG."""
    data = _encoded(image, b"png", -1)
    for quality in _QUALITIES:
        if len(data) <= _MOST_STORED:
            break
        data = _encoded(image, b"jpeg", quality)
    return data


def _encoded(image: QImage, format_name: bytes, quality: int) -> bytes:
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, QByteArray(format_name))
    writer.setQuality(quality)
    writer.write(image)
    buffer.close()
    return bytes(data.data())
