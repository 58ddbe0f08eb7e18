"""The two typefaces that ship with the program, so that Latin and Korean look the same everywhere.

Pretendard comes as four static weights: Qt 6.11 registers the variable file as one regular face, so that neither
`setWeight` nor a style sheet's `font-weight` draws anything bolder with it. TrueType and not OpenType/CFF, whose stems
Qt darkens: regular text would look medium.
"""

from __future__ import annotations

import logging
from functools import lru_cache
from typing import NamedTuple

from PySide6.QtGui import QFont, QFontDatabase

from nocscape.base.paths import resources_dir

log = logging.getLogger(__name__)

TEXT_FAMILY = "Pretendard"
MONO_FAMILY = "JetBrains Mono"

_FILES = (
    "pretendard/Pretendard-Regular.ttf",
    "pretendard/Pretendard-Medium.ttf",
    "pretendard/Pretendard-SemiBold.ttf",
    "pretendard/Pretendard-Bold.ttf",
    "jetbrains-mono/JetBrainsMono-Regular.ttf",
    "jetbrains-mono/JetBrainsMono-Bold.ttf",
)


class Role(NamedTuple):
    """Size in pixels and weight of one kind of text."""

    size_px: float
    weight: QFont.Weight
    is_mono: bool = False


ROLES: dict[str, Role] = {
    "body": Role(13, QFont.Weight.Normal),
    "strong": Role(13, QFont.Weight.DemiBold),
    "heading": Role(13, QFont.Weight.DemiBold),
    "small": Role(12, QFont.Weight.Normal),
    "node": Role(11.5, QFont.Weight.Medium),
    "title": Role(17, QFont.Weight.Bold),
    "figure": Role(16, QFont.Weight.DemiBold),
    "mono": Role(12, QFont.Weight.Normal, is_mono=True),
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
    """The font of a role of text, its size multiplied by `scale`; figures are tabular, so that columns stand."""
    size_px, weight, is_mono = ROLES[role]
    font = QFont(MONO_FAMILY if is_mono else TEXT_FAMILY)
    font.setStyleHint(QFont.StyleHint.Monospace if is_mono else QFont.StyleHint.SansSerif)
    font.setPixelSize(round(size_px * scale))
    font.setWeight(weight)
    if not is_mono:
        font.setFeature(QFont.Tag("tnum"), 1)
    return font
