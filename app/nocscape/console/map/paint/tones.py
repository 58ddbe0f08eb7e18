"""Colours between two others."""

from __future__ import annotations

from PySide6.QtGui import QColor


def mixed(color: QColor, ground: QColor, share: float) -> QColor:
    """So much of a colour (0 to 1), the rest being what lies below it; opaque."""
    rest = 1.0 - share
    return QColor.fromRgbF(
        color.redF() * share + ground.redF() * rest,
        color.greenF() * share + ground.greenF() * rest,
        color.blueF() * share + ground.blueF() * rest,
    )
