"""Sizes on a wall, as shares of the height of the screen.

Letters can be read at ease where they span a quarter of a degree (15 minutes of arc): 22 mm at five metres, which is
3.2 % of the height of a 55 inch screen. What matters (clock, counts, names of what is down) is at least that high.
"""

from __future__ import annotations

from PySide6.QtGui import QFont, QFontMetricsF

from nocscape.console.theme import Theme

READABLE = 0.032
"""Height of capital letters that matter."""
SECONDARY = 0.021
HEAD = 0.105
ROW = 0.082
TEXT_SCALE = 1.9 / 1080
"""Size of the text on pages for each pixel of height: names of devices are then 22 px on a screen of 1080."""
MAP_TEXT = TEXT_SCALE * 1080
"""Size of the text on maps. A larger screen shows all of a map larger, so that names have the same room on it."""
WIDGET_TEXT = 1.3
"""Largest text in widgets, since their rows have a fixed height; what they paint is as large as what they write."""
_TRIAL_PX = 100


def letters(theme: Theme, role: str, height_px: float) -> QFont:
    """The font of a role whose capital letters are that high."""
    font = theme.font(role)
    font.setPixelSize(_TRIAL_PX)
    font.setPixelSize(max(8, round(_TRIAL_PX * height_px / QFontMetricsF(font).capHeight())))
    return font
