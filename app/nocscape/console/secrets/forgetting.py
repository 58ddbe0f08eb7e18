"""Asks before a secret for web servers is forgotten."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from nocscape.base.i18n import tr
from nocscape.console.parts.hint import set_kind


def ask_forget(parent: QWidget, name: str, forget: Callable[[str], None]) -> None:
    """Ask; `forget` is called with the name where the operator agrees."""
    box = QMessageBox(parent)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setIcon(QMessageBox.Icon.Warning)
    box.setWindowTitle(tr("Forget a secret"))
    box.setText(tr("Forget the secret {name}?", name=name))
    box.setInformativeText(tr("Checks and exporters that name it fail from then on, and say why."))
    button = box.addButton(tr("Forget"), QMessageBox.ButtonRole.DestructiveRole)
    set_kind(button, "danger")
    box.setDefaultButton(box.addButton(tr("Cancel"), QMessageBox.ButtonRole.RejectRole))
    button.clicked.connect(partial(_agreed, forget, name))
    box.open()


def _agreed(forget: Callable[[str], None], name: str) -> None:
    forget(name)
