"""The shell's own actions: one table. Panels bring theirs along, see `shell.actions`."""

from __future__ import annotations

from nocscape.base.i18n import LANGUAGES, mark
from nocscape.console.shell.actions import ActionSpec
from nocscape.console.theme.tokens import THEMES

PANELS: dict[str, tuple[str, str, str]] = {
    "map": (mark("Map"), "network", "Alt+1"),
    "inventory": (mark("Devices"), "list-tree", "Alt+2"),
    "events": (mark("Events"), "bell", "Alt+3"),
    "chart": (mark("Chart"), "chart-line", "Alt+4"),
    "overviews": (mark("Overviews"), "layout-dashboard", "Alt+O"),
    "inspector": (mark("Inspector"), "panel-right", "Alt+5"),
    "why": (mark("Why?"), "circle-question-mark", "Alt+6"),
    "where": (mark("Where is it?"), "map-pin", "Alt+7"),
    "changes": (mark("What changed?"), "git-compare-arrows", "Alt+8"),
    "decisions": (mark("Decisions"), "clipboard-list", "Alt+9"),
    "mibs": (mark("MIBs"), "book-open", "Alt+M"),
    "access": (mark("SNMP access"), "shield-check", "Alt+S"),
}
"""Title, icon and keys of every panel, in the order of the rail."""

ACTIONS: tuple[ActionSpec, ...] = (
    ActionSpec(name="network.discover", text=mark("Discover a network…"), icon="radar", shortcut="Ctrl+D"),
    ActionSpec(name="network.demo", text=mark("Open the demo network"), icon="sparkles"),
    ActionSpec(name="network.filter", text=mark("Filter devices"), icon="list-filter", shortcut="Ctrl+F"),
    ActionSpec(name="network.report", text=mark("Reports…"), icon="file-text", shortcut="Ctrl+Shift+R"),
    ActionSpec(name="network.recording", text=mark("Open a recorded device…"), icon="file-up", shortcut="Ctrl+Alt+O"),
    ActionSpec(name="network.thresholds", text=mark("Thresholds…"), icon="bell-ring", shortcut="Ctrl+Alt+L"),
    ActionSpec(name="network.place-all", text=mark("Place all arrivals on the map"), icon="map-pinned"),
    *(
        ActionSpec(name=f"panel.{name}", text=title, icon=icon, shortcut=keys)
        for name, (title, icon, keys) in PANELS.items()
    ),
    ActionSpec(
        name="view.palette", text=mark("Search and commands"), icon="search", shortcut="Ctrl+K", is_listed=False
    ),
    ActionSpec(
        name="view.device-overview",
        text=mark("Overview of the selected device"),
        icon="layout-dashboard",
        shortcut="Ctrl+Shift+O",
    ),
    ActionSpec(name="view.sound", text=mark("Sound"), icon="volume-2"),
    ActionSpec(name="view.language", text=mark("Switch language"), icon="languages"),
    ActionSpec(name="view.theme", text=mark("Switch between dark and light"), icon="moon", shortcut="Ctrl+Shift+D"),
    ActionSpec(name="view.fullscreen", text=mark("Full screen"), icon="fullscreen", shortcut="F11", is_checkable=True),
    ActionSpec(name="view.wall", text=mark("Wall…"), icon="maximize", shortcut="Ctrl+F11"),
    ActionSpec(name="view.reset", text=mark("Reset the arrangement of panels"), icon="layout-dashboard"),
    *(
        ActionSpec(name=f"theme.{name}", text=title, icon="palette", is_checkable=True)
        for name, title in THEMES.items()
    ),
    *(
        ActionSpec(name=f"language.{code}", text=title, icon="languages", is_checkable=True)
        for code, title in LANGUAGES.items()
    ),
    ActionSpec(name="app.settings", text=mark("Settings…"), icon="settings", shortcut="Ctrl+,"),
    ActionSpec(name="app.shortcuts", text=mark("Keyboard shortcuts…"), icon="keyboard", shortcut="Ctrl+Shift+K"),
    ActionSpec(name="app.about", text=mark("About Nocscape"), icon="info"),
    ActionSpec(name="app.quit", text=mark("Quit"), icon="log-out", shortcut="Ctrl+Q"),
)

SUBMENUS: dict[str, tuple[str, str]] = {
    "panel": (mark("Panels"), "layout-dashboard"),
    "theme": (mark("Theme"), "palette"),
    "language": (mark("Language"), "languages"),
}
"""Title and icon of what folds into one entry of the main menu."""
MENU: tuple[str, ...] = ("network", "view", "panel", "theme", "language", "app")
"""Groups of the main menu; those of `SUBMENUS` fold into one entry."""
MENU_LINES = ("network", "view", "language")
"""Groups under which the main menu has a line."""
