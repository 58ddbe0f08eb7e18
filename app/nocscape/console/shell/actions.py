"""Actions as data: what can be done, under which name, with which icon and keys.

Menus, command palette and shortcut editor all read one `ActionBook`. A panel makes its actions known by plain
`QWidget.addAction`, each `QAction` with an object name such as `map.undo` and its default shortcut; the window adopts
them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial

import msgspec
from msgspec.structs import replace
from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from nocscape.base.i18n import tr
from nocscape.console.theme import Theme

Handler = Callable[[], None]
Test = Callable[[], bool]


class ActionSpec(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that can be done. `name` is its identity; the group is the part before the dot."""

    name: str
    text: str
    """English source, marked for translation."""
    icon: str = ""
    shortcut: str = ""
    """Portable text such as `Ctrl+K`."""
    is_checkable: bool = False
    is_listed: bool = True
    """Whether the palette offers it."""


class _Entry:
    def __init__(self, action: QAction, default: str) -> None:
        self.action = action
        self.is_listed = True
        self.default = default
        self.spec: ActionSpec | None = None
        self.is_enabled: Test | None = None
        self.is_checked: Test | None = None
        self.tip = ""
        """The tool tip that the book has given it."""


class ActionBook(QObject):
    """Every action of the console by name; `changed` comes when one was added or its keys are different."""

    changed = Signal()

    def __init__(self, window: QWidget, theme: Theme, shortcuts: dict[str, str]) -> None:
        super().__init__(window)
        self._window = window
        self._theme = theme
        self._shortcuts = dict(shortcuts)
        self._entries: dict[str, _Entry] = {}
        theme.changed.connect(self.retint)

    def __iter__(self) -> Iterator[QAction]:
        return (entry.action for entry in self._entries.values())

    def __getitem__(self, name: str) -> QAction:
        return self._entries[name].action

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    def add(
        self, spec: ActionSpec, handler: Handler, *, is_enabled: Test | None = None, is_checked: Test | None = None
    ) -> QAction:
        """Enter an action of the shell; the tests are asked again by `refresh`."""
        action = QAction(self._window)
        action.setObjectName(spec.name)
        action.setCheckable(spec.is_checkable)
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.triggered.connect(_without_state(handler))
        entry = self._enter(action, spec.shortcut)
        entry.spec, entry.is_listed = spec, spec.is_listed
        entry.is_enabled, entry.is_checked = is_enabled, is_checked
        self._window.addAction(action)
        self._word(entry)
        return action

    def adopt(self, actions: Iterable[QAction]) -> None:
        """Enter the actions of a panel, as far as they have a name."""
        for action in actions:
            if action.objectName() and action.objectName() not in self._entries:
                self._enter(action, action.shortcut().toString(QKeySequence.SequenceFormat.PortableText))
        self.changed.emit()

    def _enter(self, action: QAction, default: str) -> _Entry:
        entry = self._entries[action.objectName()] = _Entry(action, default)
        keys = self._shortcuts.get(action.objectName(), default)
        action.setShortcut(QKeySequence(keys, QKeySequence.SequenceFormat.PortableText))
        action.changed.connect(partial(_tell_keys, entry))
        _tell_keys(entry)
        return entry

    def group(self, name: str) -> list[QAction]:
        """Actions whose name begins with `name.`, in the order in which they were entered."""
        return [e.action for key, e in self._entries.items() if key.startswith(f"{name}.")]

    def offered(self) -> list[QAction]:
        """Actions that can be done now, for the palette."""
        self.refresh()
        return [
            e.action for e in self._entries.values() if e.is_listed and e.action.isVisible() and e.action.isEnabled()
        ]

    @Slot()
    def refresh(self) -> None:
        """Ask again which actions can be done, and which are on."""
        for entry in self._entries.values():
            if entry.is_enabled is not None:
                entry.action.setEnabled(entry.is_enabled())
            if entry.is_checked is not None:
                entry.action.setChecked(entry.is_checked())

    def default_shortcut(self, name: str) -> str:
        """Keys that an action has of its own, as portable text."""
        return self._entries[name].default

    def shortcut(self, name: str) -> str:
        """Keys in force, as portable text."""
        return self[name].shortcut().toString(QKeySequence.SequenceFormat.PortableText)

    def holder(self, keys: str, besides: str = "") -> str | None:
        """Name of another action that has these keys already, where both could hear them."""
        others = (name for name in self._entries if name != besides and self.shortcut(name) == keys)
        return next((name for name in others if keys and self._could_clash(name, besides)), None)

    def _could_clash(self, one: str, other: str) -> bool:
        """Keys that a panel hears only while it has the floor may mean something else in another panel."""
        if other not in self._entries or one.partition(".")[0] == other.partition(".")[0]:
            return True
        everywhere = Qt.ShortcutContext.WindowShortcut
        return everywhere in (self[one].shortcutContext(), self[other].shortcutContext())

    def set_shortcut(self, name: str, keys: str) -> None:
        """Give an action other keys, taking them from whichever had them; empty means none."""
        if (holder := self.holder(keys, besides=name)) is not None:
            self._put(holder, "")
        self._put(name, keys)
        self.changed.emit()

    def reset_shortcuts(self) -> None:
        """Back to the keys that every action came with."""
        self._shortcuts.clear()
        for name, entry in self._entries.items():
            self._put(name, entry.default)
        self.changed.emit()

    def changed_shortcuts(self) -> dict[str, str]:
        """What differs from the defaults, to be kept in the settings."""
        return dict(self._shortcuts)

    def _put(self, name: str, keys: str) -> None:
        entry = self._entries[name]
        entry.action.setShortcut(QKeySequence(keys, QKeySequence.SequenceFormat.PortableText))
        if keys == entry.default:
            self._shortcuts.pop(name, None)
        else:
            self._shortcuts[name] = keys

    def retranslate(self) -> None:
        """Word the shell's own actions in the language in force; panels see to theirs."""
        for entry in self._entries.values():
            self._word(entry)

    def set_icon(self, name: str, icon: str) -> None:
        """Give an action of the shell another icon, as where a switch stands elsewhere now."""
        entry = self._entries[name]
        if entry.spec is not None and entry.spec.icon != icon:
            entry.spec = replace(entry.spec, icon=icon)
        entry.action.setIcon(self._theme.icon(icon))

    @Slot()
    def retint(self) -> None:
        """Draw the icons in the colours in force."""
        for entry in self._entries.values():
            if entry.spec is not None and entry.spec.icon:
                entry.action.setIcon(self._theme.icon(entry.spec.icon))

    def _word(self, entry: _Entry) -> None:
        if entry.spec is None:
            return
        entry.action.setText(tr(entry.spec.text))
        if entry.spec.icon:
            entry.action.setIcon(self._theme.icon(entry.spec.icon))


def _tell_keys(entry: _Entry) -> None:
    """Name the keys in the tool tip, unless the panel has given the action a tip of its own."""
    action = entry.action
    words = action.text().replace("&", "").removesuffix("…")
    keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    tip = f"{words} ({keys})" if keys else words
    if action.toolTip() in (entry.tip, words) and action.toolTip() != tip:
        entry.tip = tip
        action.setToolTip(tip)


def _without_state(handler: Handler) -> Callable[[bool], None]:
    def triggered(_checked: bool) -> None:  # noqa: FBT001 - Qt's signature
        handler()

    return triggered
