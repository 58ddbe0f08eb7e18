"""The two typefaces that ship with the program, so that Latin and Korean look the same everywhere."""

from __future__ import annotations

import logging
from functools import lru_cache
from typing import NamedTuple

from PySide6.QtGui import QFont, QFontDatabase

from nocscape.base.paths import resources_dir

log = logging.getLogger(__name__)

TEXT_FAMILY = "Pretendard Variable"
MONO_FAMILY = "JetBrains Mono"

_FILES = (
    "pretendard/PretendardVariable.ttf",
    "jetbrains-mono/JetBrainsMono-Regular.ttf",
    "jetbrains-mono/JetBrainsMono-Bold.ttf",
)
_PX_PER_PT = 4 / 3


class Role(NamedTuple):
    """Size in pixels and weight of one kind of text."""

    size_px: float
    weight: int
    is_mono: bool = False


ROLES: dict[str, Role] = {
    "body": Role(13, 400),
    "strong": Role(13, 600),
    "heading": Role(13, 650),
    "small": Role(12, 400),
    "node": Role(11.5, 500),
    "title": Role(17, 700),
    "figure": Role(16, 650),
    "mono": Role(12, 400, is_mono=True),
}


@lru_cache(maxsize=1)
def load() -> bool:
    """Make the shipped fonts known to Qt, once; False where a file is missing (the system's fonts then serve)."""
    folder = resources_dir() / "fonts"
    missing = [name for name in _FILES if QFontDatabase.addApplicationFont(str(folder / name)) < 0]
    if missing:
        log.warning("fonts that could not be loaded: %s", ", ".join(missing))
    return not missing


def make(role: str, scale: float) -> QFont:
    """The font of a role of text, its size multiplied by `scale`; figures are tabular, so that columns stand.

    The weight goes by the axis of the variable font: Qt registers it as one regular face, and `setWeight` or a style
    sheet's `font-weight` alone draw nothing bolder.
    """
    size_px, weight, is_mono = ROLES[role]
    font = QFont(MONO_FAMILY if is_mono else TEXT_FAMILY)
    font.setStyleHint(QFont.StyleHint.Monospace if is_mono else QFont.StyleHint.SansSerif)
    size_px = round(size_px * scale * 2) / 2
    if size_px.is_integer():
        font.setPixelSize(int(size_px))
    else:
        font.setPointSizeF(size_px / _PX_PER_PT)
    font.setWeight(QFont.Weight.Normal if weight < 600 else QFont.Weight.DemiBold)
    if not is_mono:
        font.setVariableAxis(QFont.Tag("wght"), weight)
        font.setFeature(QFont.Tag("tnum"), 1)
    return font
