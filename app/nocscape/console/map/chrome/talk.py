"""What the map says about what was done, in the chip at its corner."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from nocscape.base.i18n import Text, tr
from nocscape.console.map.chrome.chip import Chip


class Talk(QObject):
    """A line may come with an offer, `taken(str)` by a press on it: `undo`, `redo`, `unlock`, `stop`, `keep`."""

    taken = Signal(str)

    def __init__(self, chip: Chip) -> None:
        super().__init__(chip)
        self._chip = chip
        self._offer = ""
        chip.pressed.connect(self._press)

    @Slot(object)
    def say_edit(self, title: Text) -> None:
        """The operator did something."""
        self._say(str(title), "undo-2", "undo")

    @Slot(object, bool)
    def say_travel(self, title: Text, is_undo: bool) -> None:  # noqa: FBT001 - a signal's signature
        """The operator undid or redid something."""
        self._say(str(title), *(("redo-2", "redo") if is_undo else ("undo-2", "undo")))

    @Slot(str)
    def say_refused(self, reason: str) -> None:
        """The engine did not take an edit, or something else went otherwise than by an edit."""
        self._say(reason, "triangle-alert", "")

    @Slot(str)
    def say_done(self, text: str) -> None:
        """Something was done that changes no map."""
        self._say(text, "check", "")

    @Slot()
    def say_locked(self) -> None:
        """The operator tried to change a locked map."""
        self._say(tr("The map is locked. Press to unlock it."), "lock", "unlock")

    @Slot()
    def end_locked(self) -> None:
        """It was locked or unlocked in another way: a press must not turn that round."""
        if self._offer == "unlock":
            self.forget()

    @Slot(bool)
    def say_busy(self, is_busy: bool) -> None:  # noqa: FBT001 - a signal's signature
        """A layout goes on in another process, or has ended."""
        if is_busy:
            self._say(tr("Arranging devices … Press to stop."), "loader-circle", "stop")
        elif self._offer == "stop":
            self._chip.hide()

    @Slot()
    def say_preview(self) -> None:
        """A layout or other groups are shown and not yet kept."""
        self._say(tr("Preview: Enter or a press here keeps it, Esc puts everything back."), "check", "keep")

    @Slot(object)
    def end_preview(self, _proposal: object) -> None:
        """It was kept or put back."""
        if self._offer == "keep":
            self._chip.hide()

    def forget(self) -> None:
        """Another map is shown: what was said is of the one before."""
        self._offer = ""
        self._chip.hide()

    def _say(self, text: str, icon: str, offer: str) -> None:
        self._offer = offer
        self._chip.say(text, icon, is_offer=bool(offer), stays=offer in ("keep", "stop"))

    @Slot()
    def _press(self) -> None:
        if self._offer:
            self.taken.emit(self._offer)
