"""What can be done on a map, as data; the window adopts the actions made of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from nocscape.base.i18n import mark, tr
from nocscape.console.map.edit_actions import EDIT_ACTIONS, EDIT_SUBMENUS, MapAction, Submenus
from nocscape.console.map.seeing_actions import SEEING_ACTIONS, SEEING_MENU, SEEING_SUBMENUS
from nocscape.console.theme import Theme

Handler = Callable[[], object]


ACTIONS: tuple[MapAction, ...] = (
    MapAction("select", mark("Select and move"), "mouse-pointer-2", "V", is_checkable=True),
    MapAction("hand", mark("Push the map"), "hand", "H", is_checkable=True),
    MapAction("lasso", mark("Select with a free line"), "lasso", "Shift+V", is_checkable=True),
    MapAction("link", mark("Draw links"), "cable", "L", is_checkable=True),
    MapAction("fit", mark("Show the whole map"), "maximize", "F"),
    MapAction("zoom_in", mark("Zoom in"), "zoom-in", "+"),
    MapAction("zoom_out", mark("Zoom out"), "zoom-out", "-"),
    MapAction("zoom_full", mark("Zoom to 100 %"), "scan-search", "0"),
    MapAction("show_selection", mark("Show what is selected"), "focus", "Shift+F"),
    MapAction("select_all", mark("Select everything on the map"), "box-select", "Ctrl+A"),
    MapAction("group", mark("Group the selection"), "group", "Ctrl+G"),
    MapAction("rename_group", mark("Rename the group"), "pencil", "F2"),
    MapAction("dissolve", mark("Dissolve the group"), "ungroup", "Ctrl+Shift+G"),
    MapAction("leave_group", mark("Take out of the group"), "log-out"),
    MapAction("note", mark("Add a note"), "sticky-note", "N"),
    MapAction("remove", mark("Remove from the map"), "trash-2", "Del"),
    MapAction("arrange", mark("Arrange the whole map"), "wand-sparkles", "Ctrl+Shift+L", is_everywhere=True),
    MapAction("arrange_selection", mark("Arrange the selection"), "layers"),
    MapAction("layout_layered", mark("In rows by role"), "layers"),
    MapAction("layout_radial", mark("In rings around the core"), "radar"),
    MapAction("layout_circular", mark("On a circle"), "circle"),
    MapAction("layout_grid", mark("In a grid by name"), "grid-3x3"),
    MapAction("layout_force", mark("By springs along links"), "waypoints"),
    MapAction("place_arrivals", mark("Place new devices beside their neighbours"), "map-pinned"),
    MapAction("align_left", mark("Align left"), "align-start-vertical"),
    MapAction("align_centre", mark("Align centres upright"), "align-center-vertical"),
    MapAction("align_right", mark("Align right"), "align-end-vertical"),
    MapAction("align_top", mark("Align top"), "align-start-horizontal"),
    MapAction("align_middle", mark("Align centres level"), "align-center-horizontal"),
    MapAction("align_bottom", mark("Align bottom"), "align-end-horizontal"),
    MapAction("distribute_across", mark("Distribute from left to right"), "align-horizontal-distribute-center"),
    MapAction("distribute_down", mark("Distribute from top to bottom"), "align-vertical-distribute-center"),
    MapAction("turn_right", mark("Turn clockwise"), "rotate-cw"),
    MapAction("turn_left", mark("Turn counter-clockwise"), "rotate-ccw"),
    MapAction("mirror_across", mark("Mirror left and right"), "arrow-left-right"),
    MapAction("mirror_down", mark("Mirror top and bottom"), "arrow-up-down"),
    MapAction("pin", mark("Pin against layouts"), "pin", "P", is_checkable=True),
    MapAction("select_kind", mark("Select devices of the same kind"), "filter"),
    MapAction("select_vendor", mark("Select devices of the same vendor"), "filter"),
    MapAction("select_status", mark("Select devices in the same state"), "filter"),
    MapAction("select_around", mark("Select neighbours too"), "share-2", "Ctrl+."),
    MapAction("select_behind", mark("Select what depends on this device"), "workflow"),
    MapAction("show_way", mark("Show the shortest way between two devices"), "route", "W"),
    MapAction("clear_marks", mark("Clear marks"), "eye-off"),
    MapAction("copy", mark("Copy"), "copy", "Ctrl+C"),
    MapAction("paste", mark("Paste"), "clipboard", "Ctrl+V"),
    MapAction("duplicate", mark("Duplicate"), "copy"),
    MapAction("export_map", mark("Export the map…"), "file-down", "Ctrl+E"),
    MapAction("import_map", mark("Import into the map…"), "file-up"),
    MapAction("print_map", mark("Print the map…"), "printer", "Ctrl+P"),
    MapAction("undo", mark("Undo"), "undo-2", "Ctrl+Z", is_everywhere=True),
    MapAction("redo", mark("Redo"), "redo-2", "Ctrl+Shift+Z", is_everywhere=True),
    MapAction("lock", mark("Lock the map against changes"), "lock", "Ctrl+L", is_checkable=True, is_everywhere=True),
    MapAction("snap", mark("Snap to the grid"), "magnet", is_checkable=True),
    MapAction("legend", mark("Show the legend"), "palette", is_checkable=True),
    MapAction("minimap", mark("Show the overview"), "picture-in-picture-2", is_checkable=True),
    *EDIT_ACTIONS,
    *SEEING_ACTIONS,
)

SUBMENUS: Submenus = {
    "*tool": (
        mark("Tool"),
        "mouse-pointer-2",
        (
            *("select", "lasso", "hand", "link", None),
            *("fit", "zoom_in", "zoom_out", "zoom_full", "show_selection"),
        ),
    ),
    "*line": (
        mark("Align and distribute"),
        "align-center-vertical",
        (
            *("align_left", "align_centre", "align_right", "align_top", "align_middle", "align_bottom", None),
            *("distribute_across", "distribute_down", None),
            *("turn_right", "turn_left", "mirror_across", "mirror_down"),
        ),
    ),
    "*layout": (
        mark("Lay out"),
        "wand-sparkles",
        (
            *("arrange", "arrange_selection", "pin", None),
            *("layout_layered", "layout_radial", "layout_circular", "layout_grid", "layout_force"),
            *("layout_geographic",),
        ),
    ),
    "*select": (
        mark("Select more"),
        "filter",
        (
            *("select_kind", "select_vendor", "select_status", None),
            *("select_around", "select_behind", "select_where", None, "select_all"),
        ),
    ),
    **EDIT_SUBMENUS,
    **SEEING_SUBMENUS,
}

MENU: tuple[str | None, ...] = (
    *("undo", "redo", "*tool", "show_way", None, "copy", "paste", "duplicate", "remove", None),
    *("group", "collapse", "*groups", "*line", "*order", "*layout", "*select", None),
    *("*draw", "*ways", "*ground", "*arrivals", "edit_rules", None),
    *(*SEEING_MENU, "*show", None),
    *("*file", "lock"),
)

TOOL_BAR: tuple[str | None, ...] = (
    "select",
    "hand",
    "link",
    "fit",
    None,
    "group",
    "note",
    "arrange",
    None,
    "undo",
    "redo",
    "history",
    "lock",
)


_NEED_ONE = ("group", "show_selection", "pin", "select_kind", "select_vendor", "select_status", "select_around")
_NEED_TWO = (
    *("align_left", "align_centre", "align_right", "align_top", "align_middle", "align_bottom"),
    *("distribute_across", "distribute_down"),
)
_ORDERS = ("bring_to_front", "bring_forward", "send_backward", "send_to_back")
_TURNS = ("turn_right", "turn_left", "mirror_across", "mirror_down")


def possible(devices: int, drawn: int) -> dict[str, bool]:
    """Which actions can be done with that many devices selected, and notes and drawings."""
    can = dict.fromkeys(_NEED_ONE, devices > 0) | dict.fromkeys(_NEED_TWO, devices + drawn > 1)
    can |= dict.fromkeys(_TURNS, devices > 1 or drawn > 0) | dict.fromkeys(_ORDERS, devices + drawn > 0)
    return can | {
        "arrange_selection": devices > 1,
        "select_behind": devices == 1,
        "show_way": devices == 2,
        "copy": devices + drawn > 0,
        "duplicate": drawn > 0,
    }


class MapActions(QObject):
    """The actions of one map view, named `map.undo` and so on."""

    def __init__(self, theme: Theme, handlers: dict[str, Handler], parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme
        self._specs = {spec.name: spec for spec in ACTIONS}
        self._actions = {spec.name: self._make(spec, handlers[spec.name]) for spec in ACTIONS}
        theme.changed.connect(self.retint)
        self.retint()
        self.retranslate()

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def __iter__(self) -> Iterator[QAction]:
        return iter(self._actions.values())

    def tool_bar(self) -> list[QAction | None]:
        """What the tool bar holds; None stands for a line."""
        return [None if name is None else self._actions[name] for name in TOOL_BAR]

    def menu(self, parent: QWidget) -> QMenu:
        """What can be done, as a menu that goes away by itself."""
        menu = QMenu(parent)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._fill(menu, MENU)
        return menu

    def _fill(self, menu: QMenu, names: Iterable[str | None]) -> None:
        for name in names:
            if name is None:
                menu.addSeparator()
            elif name in SUBMENUS:
                title, icon, inside = SUBMENUS[name]
                self._fill(menu.addMenu(self._theme.icon(icon), tr(title)), inside)
            else:
                menu.addAction(self._actions[name])

    def retranslate(self) -> None:
        """Word everything in the language in force."""
        for name, action in self._actions.items():
            action.setText(tr(self._specs[name].text))

    @Slot()
    def retint(self) -> None:
        """Draw the icons in the colours in force."""
        for name, action in self._actions.items():
            action.setIcon(self._theme.icon(self._specs[name].icon))

    def _make(self, spec: MapAction, handler: Handler) -> QAction:
        action = QAction(self)
        action.setObjectName(f"map.{spec.name.replace('_', '-')}")
        action.setCheckable(spec.is_checkable)
        action.setShortcut(QKeySequence(spec.shortcut, QKeySequence.SequenceFormat.PortableText))
        context = Qt.ShortcutContext
        action.setShortcutContext(context.WindowShortcut if spec.is_everywhere else context.WidgetWithChildrenShortcut)
        action.triggered.connect(_without_state(handler))
        return action


def _without_state(handler: Handler) -> Callable[[bool], None]:
    def triggered(_checked: bool) -> None:  # noqa: FBT001 - Qt's signature
        handler()

    return triggered
