"""The one style sheet, made from the tokens."""

from __future__ import annotations

from string import Template

import msgspec
from PySide6.QtGui import QColor

from nocscape.base.paths import cache_dir, make_private, resources_dir
from nocscape.console.theme import fonts, sizes
from nocscape.console.theme.drawing import tinted
from nocscape.console.theme.tokens import Tokens

_ICONS = {
    "icon_down": ("chevron-down", "dim"),
    "icon_up": ("chevron-up", "dim"),
    "icon_right": ("chevron-right", "dim"),
    "icon_check": ("check", "onaccent"),
    "icon_check_accent": ("check", "accent"),
    "icon_clear": ("x", "dim"),
    "icon_warning": ("triangle-alert", "warn"),
    "icon_question": ("circle-question-mark", "accent"),
    "icon_information": ("info", "accent"),
    "icon_critical": ("circle-alert", "crit"),
    "icon_folder": ("folder-tree", "dim"),
    "icon_file": ("file-text", "dim"),
    "icon_computer": ("hard-drive", "dim"),
    "icon_parent": ("arrow-up", "dim"),
    "icon_back": ("arrow-left", "dim"),
    "icon_forward": ("arrow-right", "dim"),
    "icon_new_folder": ("plus", "dim"),
    "icon_list": ("grid-3x3", "dim"),
    "icon_details": ("table", "dim"),
}


def style_sheet(tokens: Tokens, scale: float) -> str:
    """Qt style sheet of the whole console for these colours and this size of text."""
    source = (resources_dir() / "themes" / "console.qss").read_text(encoding="utf-8")
    values: dict[str, str | int] = dict(msgspec.structs.asdict(tokens))
    values |= {f"px_{role}": round(size.size_px * scale) for role, size in fonts.ROLES.items()}
    values |= {
        "mono": fonts.MONO_FAMILY,
        "radius_field": sizes.RADIUS_FIELD,
        "radius_tile": sizes.RADIUS_TILE,
        "radius_node": sizes.RADIUS_NODE,
    }
    for key, (icon, token) in _ICONS.items():
        values[key] = _icon_file(icon, str(values[token]))
    return Template(source).substitute(values)


def _icon_file(icon: str, color: str) -> str:
    """A tinted icon as a file, since a style sheet can name nothing else."""
    folder = make_private(cache_dir() / "icons")
    path = folder / f"{icon}-{color.lstrip('#').lower()}.svg"
    svg = tinted("lucide", icon, QColor(color))
    if not path.exists() or path.read_text(encoding="utf-8") != svg:
        path.write_text(svg, encoding="utf-8")
    return path.as_posix()
