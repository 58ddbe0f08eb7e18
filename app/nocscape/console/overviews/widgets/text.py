"""Words: a heading, whom to call, what to do."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout

from nocscape.base.i18n import mark
from nocscape.base.text import plain
from nocscape.console.overviews.kind import Context, Tile, WidgetKind
from nocscape.console.overviews.schema import Control, setting
from nocscape.console.parts.hint import plain_label
from nocscape.console.theme import GRID

MOST_TEXT = 8000
_ROLES = {"small": "small", "normal": "", "large": "title"}


class TextSettings(msgspec.Struct, frozen=True, kw_only=True):
    """What is said."""

    text: Annotated[str, setting(mark("Text"), Control.TEXT)] = ""
    size: Annotated[Literal["small", "normal", "large"], setting(mark("Size"))] = "normal"
    is_centred: Annotated[bool, setting(mark("In the middle"))] = False


class TextTile(Tile):
    """Plain text, never markup."""

    def __init__(self, context: Context, settings: TextSettings, _name: str) -> None:
        super().__init__(context)
        label = plain_label(plain(settings.text, MOST_TEXT), role=_ROLES[settings.size])
        label.setWordWrap(True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        centre, top = Qt.AlignmentFlag.AlignCenter, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft
        label.setAlignment(centre if settings.is_centred else top)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(3 * GRID, GRID, 3 * GRID, 2 * GRID)
        layout.addWidget(label)


KIND = WidgetKind("text", mark("Text"), "type", (3, 2), TextSettings, TextTile)
