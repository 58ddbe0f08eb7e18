"""Questions that follow typing: one is under way at a time, and of those that come meanwhile only the newest counts."""

from __future__ import annotations

from nocscape.console.bridge import Bridge, OnReply
from nocscape.model.batches import Reply
from nocscape.model.commands import Ask


class Latest:
    """Asks, and hands the reply on where no newer question has come meanwhile."""

    def __init__(self, bridge: Bridge, take: OnReply) -> None:
        self._bridge = bridge
        self._take = take
        self._is_waiting = False
        self._next: Ask | None = None

    def ask(self, ask: Ask) -> None:
        """Ask now, or as soon as the reply that is under way has come."""
        if self._is_waiting:
            self._next = ask
            return
        self._is_waiting = True
        self._bridge.ask(ask, self._came)

    def _came(self, reply: Reply) -> None:
        self._is_waiting = False
        following, self._next = self._next, None
        if following is None:
            self._take(reply)
        else:
            self.ask(following)
