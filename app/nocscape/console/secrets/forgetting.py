"""Asks before a secret for web servers is forgotten."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from nocscape.base.i18n import tr
from nocscape.console.parts.confirm import ask_first


def ask_forget(parent: QWidget, name: str, forget: Callable[[], None]) -> None:
    """Ask; `forget` is called where the operator agrees."""
    ask_first(
        parent,
        tr("Forget a secret"),
        tr("Forget the secret {name}?", name=name),
        consequence=tr("Checks and exporters that name it fail from then on, and say why."),
        verb=tr("Forget"),
        todo=forget,
    )
