"""How the console looks: every colour, size, font and sign, from one table of tokens.

Widgets are given the one `Theme` that `console.main` makes. What the style sheet cannot reach (map, charts, delegates)
asks it for colours, fonts and pixmaps; what it can reach says what it is by a dynamic property:

    role  title, figure, heading, strong, small, node, mono   size and weight of text
    tone  dim, faint, accent, ok, warn, minor, crit ...       colour of text
    kind  primary, danger, flat, chip, key                    buttons and labels of a special make
    card  true                                                a tile: raised ground with a border
"""

from nocscape.console.theme.sizes import (
    BAR,
    DOCK_HEADER,
    EVENT_ROW,
    FIELD,
    GRID,
    RADIUS_FIELD,
    RADIUS_GROUP,
    RADIUS_NODE,
    RADIUS_TILE,
    RAIL,
    ROW,
    STATUS_BAR,
)
from nocscape.console.theme.theme import Theme
from nocscape.console.theme.tokens import Tokens

__all__ = [
    "BAR",
    "DOCK_HEADER",
    "EVENT_ROW",
    "FIELD",
    "GRID",
    "RADIUS_FIELD",
    "RADIUS_GROUP",
    "RADIUS_NODE",
    "RADIUS_TILE",
    "RAIL",
    "ROW",
    "STATUS_BAR",
    "Theme",
    "Tokens",
]
