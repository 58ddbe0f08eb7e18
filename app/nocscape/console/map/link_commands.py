"""What an operator says about links: drawn, moved to another device, rejected. Each is a decision that undo revokes."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QMessageBox

from nocscape.base.i18n import Text, msg, tr
from nocscape.base.text import one_line
from nocscape.console.map.canvas import MapCanvas
from nocscape.console.map.chrome.link_dialog import LinkDialog
from nocscape.console.map.tools.stage import NewLink
from nocscape.model.decisions import Decision, DecisionKind
from nocscape.model.net import DeviceId, Link, LinkId, PortRef


class LinkCommands(QObject):
    """Asks where something is to be chosen or confirmed, and puts the decision into the map's history."""

    def __init__(self, canvas: MapCanvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self.asking: LinkDialog | QMessageBox | None = None
        """What was opened last."""
        canvas.link_wanted.connect(self.ask_ports)

    @Slot(object)
    def ask_ports(self, wanted: NewLink) -> None:
        """Ask between which ports the new link is, unless it was pulled from port to port."""
        if wanted.a_port is not None and wanted.b_port is not None:
            self.draw(PortRef(wanted.a, wanted.a_port), PortRef(wanted.b, wanted.b_port), wanted.instead)
            return
        dialog = LinkDialog(self._canvas.scene.live, wanted, self._canvas)
        dialog.chosen.connect(partial(self.draw, instead=wanted.instead))
        self.asking = dialog
        dialog.open()

    def draw(self, a: PortRef, b: PortRef, instead: LinkId | None = None) -> bool:
        """Draw a link, perhaps instead of another one, which is rejected with it."""
        drawn = Decision(id="", kind=DecisionKind.DRAW_LINK, a=a, b=b)
        old = self._canvas.scene.live.links.get(instead or "")
        names = {"a": self._name(a.device), "b": self._name(b.device)}
        if old is None:
            return self._canvas.model.decide(msg("Drew the link {a} – {b}", **names), (drawn,))
        title = msg("Moved a link to {a} – {b}", **names)
        return self._canvas.model.decide(title, (_rejection(old), drawn))

    def ask_reject(self) -> bool:
        """Ask whether the selected link is to be rejected; False where no link is selected."""
        link = self._canvas.scene.live.links.get(self._canvas.selection.link or "")
        if link is None:
            return False
        if self._canvas.model.is_locked:
            self._canvas.tell_locked()
            return True
        box = QMessageBox(self._canvas)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(tr("Reject a link"))
        box.setText(tr("Is there no link {a} – {b}?", a=self._name(link.a.device), b=self._name(link.b.device)))
        box.setInformativeText(tr("It is not drawn again, whatever discovery finds, until the decision is revoked."))
        reject = box.addButton(tr("Reject the link"), QMessageBox.ButtonRole.DestructiveRole)
        reject.setProperty("kind", "danger")
        box.setDefaultButton(box.addButton(tr("Cancel"), QMessageBox.ButtonRole.RejectRole))
        reject.clicked.connect(partial(self.reject, link.id))
        self.asking = box
        box.open()
        return True

    def reject(self, link_id: LinkId) -> bool:
        """Say that there is no such link."""
        link = self._canvas.scene.live.links.get(link_id)
        return link is not None and self._canvas.model.decide(self._rejected(link), (_rejection(link),))

    def _rejected(self, link: Link) -> Text:
        return msg("Rejected the link {a} – {b}", a=self._name(link.a.device), b=self._name(link.b.device))

    def _name(self, device: DeviceId) -> str:
        known = self._canvas.scene.live.devices.get(device)
        return one_line(known.device.shown_name() if known is not None else device, 60)


def _rejection(link: Link) -> Decision:
    return Decision(id="", kind=DecisionKind.REJECT_LINK, a=link.a, b=link.b)
