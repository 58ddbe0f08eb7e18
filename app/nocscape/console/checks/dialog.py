"""The dialog with a device's checks: how they stand, new ones to try and to keep, and the end of old ones."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from msgspec.structs import replace
from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from nocscape.base.i18n import tr
from nocscape.console.bridge import Bridge
from nocscape.console.checks.form import CheckForm
from nocscape.console.checks.standing import Standing, StandingDialog
from nocscape.console.parts.alive import while_alive
from nocscape.engine.client import value
from nocscape.model.batches import Reply
from nocscape.model.checks import Check, CheckInfo, CheckOutcome, outcome_text
from nocscape.model.net import DeviceId
from nocscape.model.watching import DropCheck, ListChecks, PutCheck, RunCheck


class ChecksDialog(StandingDialog):
    """A new check is kept for each of the devices, or for all of their site, kind or vendor."""

    def __init__(self, bridge: Bridge, devices: Sequence[DeviceId], parent: QWidget | None = None) -> None:
        self.form = CheckForm(bridge)
        super().__init__(bridge, devices, self.form, tr("Nothing is checked yet."), parent)
        self.setWindowTitle(tr("Checks"))
        self._known: dict[str, Check] = {}
        self._edited: Check | None = None
        self.form.changed.connect(self.outcome.clear)
        self.begin_new()
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Ask how all checks stand."""
        self._bridge.ask(ListChecks(), while_alive(self, self._listed))

    def _listed(self, reply: Reply) -> None:
        if self.has_failed(reply):
            return
        found = value(reply, tuple[CheckInfo, ...])
        self._known = {info.check.id: info.check for info in found}
        checks = [(info.check, info.states) for info in found]
        rows = [Standing(c.id, c.scope, c.label, states, c.weak_point) for c, states in checks]
        self.show_rows(rows)

    @Slot()
    def try_once(self) -> None:
        """Run what the fields say at each device, without keeping it."""
        self.outcome.setText(tr("Asking…"))
        for device in self._devices:
            ask = RunCheck(check=self.form.check(), device=device)
            self._bridge.ask(ask, while_alive(self, partial(self._tried, device)))

    def _tried(self, device: DeviceId, reply: Reply) -> None:
        shown = str(reply.error) if reply.error is not None else outcome_text(value(reply, CheckOutcome))
        self.say(device, shown)

    @Slot()
    def keep(self) -> None:
        """Keep what the fields say for whom it is said, or in place of the check that is changed."""
        said = self.form.check()
        if self._edited is not None:
            self.put([PutCheck(check=replace(said, id=self._edited.id, scope=self._edited.scope))])
        else:
            self.put([PutCheck(check=replace(said, scope=scope)) for scope in self.scopes()])

    @Slot()
    def begin_new(self) -> None:
        """Have the form be for a new check."""
        self._edited = None
        self.say_form(tr("New check"), tr("Keep checking"), is_new=True)

    @Slot(str)
    def edit(self, wanted: str) -> None:
        """Put a check into the form."""
        if (check := self._known.get(wanted)) is not None:
            self._edited = check
            self.form.fill(check)
            self.say_form(tr("Change {name}", name=check.label), tr("Keep changes"), is_new=False)

    @Slot(str)
    def remove(self, wanted: str) -> None:
        """Check it no more."""
        self.put([DropCheck(check=wanted)])
