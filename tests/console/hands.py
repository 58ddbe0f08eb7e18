"""What an operator's eyes and hands do with any dialog."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QPushButton, QWidget


def press(host: QWidget, text: str) -> None:
    """Click the button that says so."""
    next(b for b in host.findChildren(QPushButton) if b.text() == text).click()


def shown(host: QWidget) -> list[str]:
    """What all labels say."""
    return [label.text() for label in host.findChildren(QLabel)]
