"""Asks before something is done that cannot be undone."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from nocscape.base.i18n import tr
from nocscape.console.parts.hint import set_kind


def ask_first(
    parent: QWidget, title: str, question: str, *, consequence: str = "", verb: str, todo: Callable[[], None]
) -> QMessageBox:
    """Open a box with the question; `todo` is called where the operator presses the button with the verb."""
    box = QMessageBox(parent)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setIcon(QMessageBox.Icon.Warning)
    box.setWindowTitle(title)
    box.setText(question)
    box.setInformativeText(consequence)
    button = box.addButton(verb, QMessageBox.ButtonRole.DestructiveRole)
    set_kind(button, "danger")
    button.clicked.connect(todo)
    box.setDefaultButton(box.addButton(tr("Cancel"), QMessageBox.ButtonRole.RejectRole))
    box.open()
    return box
