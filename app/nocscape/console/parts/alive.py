"""Replies that come after the widget that asked is gone."""

from __future__ import annotations

from PySide6.QtCore import QObject
from shiboken6 import isValid

from nocscape.console.bridge import OnReply
from nocscape.model.batches import Reply


def while_alive(owner: QObject, on_reply: OnReply) -> OnReply:
    """`on_reply`, as long as `owner` has not been deleted: a tile of an overview may be gone before its answer."""

    def take(reply: Reply) -> None:
        if isValid(owner):
            on_reply(reply)

    return take
