"""Colours as data: one file a theme in `resources/themes/`, each a full table or the differences from another."""

from __future__ import annotations

import msgspec

from nocscape.base.errors import InputError
from nocscape.base.i18n import mark, tr
from nocscape.base.paths import resources_dir

THEMES: dict[str, str] = {
    "dark": mark("Dark"),
    "light": mark("Light"),
    "high-contrast": mark("High contrast"),
    "colour-blind-dark": mark("Colour-blind safe, dark"),
    "colour-blind-light": mark("Colour-blind safe, light"),
}
"""Name and title (to be translated) of every theme, in the order of the menu."""


SERIES: tuple[str, ...] = ("s1", "s2", "s3", "s4", "s5", "s6", "s7", "s8")
"""Tokens of curves side by side, in their order."""


class Tokens(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The colours of one theme as `#RRGGBB`."""

    bg: str
    panel: str
    raised: str
    hover: str
    line: str
    text: str
    dim: str
    faint: str
    accent: str
    accentbg: str
    onaccent: str
    """Text on the accent colour."""
    ok: str
    warn: str
    minor: str
    crit: str
    critbg: str
    """Ground of a row that is critical and new."""
    unreach: str
    unknown: str
    maint: str
    u0: str
    u1: str
    u2: str
    u3: str
    u4: str
    u5: str
    chip: str
    group: str
    """Ground of a group on the map."""
    groupline: str
    s1: str
    s2: str
    s3: str
    s4: str
    s5: str
    s6: str
    s7: str
    s8: str
    """Curves side by side, to be told apart by colour-blind people too."""


class _ThemeFile(msgspec.Struct, forbid_unknown_fields=True):
    title: str
    tokens: dict[str, str]
    based_on: str | None = None
    is_dark: bool = True


class Look(msgspec.Struct, frozen=True):
    """What one theme file says."""

    tokens: Tokens
    is_dark: bool


def load(name: str) -> Look:
    """The theme of that name; raises InputError where there is none or its file is wrong."""
    file = _read(name)
    if file.based_on is not None:
        base = _read(file.based_on)
        file = _ThemeFile(title=file.title, tokens=base.tokens | file.tokens, is_dark=base.is_dark)
    try:
        return Look(tokens=msgspec.convert(file.tokens, Tokens), is_dark=file.is_dark)
    except msgspec.ValidationError as error:
        raise InputError(tr("The theme {name} is incomplete: {error}", name=name, error=error)) from error


def _read(name: str) -> _ThemeFile:
    if name not in THEMES:
        raise InputError(tr("There is no theme called {name}.", name=name))
    path = resources_dir() / "themes" / f"{name}.toml"
    try:
        return msgspec.toml.decode(path.read_bytes(), type=_ThemeFile)
    except (OSError, msgspec.DecodeError) as error:
        raise InputError(tr("The theme {name} cannot be read: {error}", name=name, error=error)) from error
