"""Sessions kept open between reads: one an agent in the long run, more only while several readers keep coming."""

from __future__ import annotations

from collections import OrderedDict, deque
from typing import Generic, Protocol, TypeVar

from nocscape.wire.snmp.usm import UsmIdentity

SessionKey = tuple[str, int, str, UsmIdentity]
"""Address, port, community, user."""

SPARE_S = 20.0
"""A session beside another one to the same agent is closed when nobody wanted it for so long."""


class Session(Protocol):
    """A socket to an agent."""

    @property
    def unheard_s(self) -> float:
        """How long ago its last reply came."""

    def close(self) -> None:
        """Close it."""


SessionT = TypeVar("SessionT", bound=Session)


class IdleSessions(Generic[SessionT]):
    """At most so many sockets; beyond that, what was used longest ago is closed."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._of: OrderedDict[SessionKey, deque[SessionT]] = OrderedDict()
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def take(self, key: SessionKey) -> SessionT | None:
        """The one that was used last."""
        sessions = self._of.get(key)
        if not sessions:
            return None
        session = sessions.pop()
        self._count -= 1
        if not sessions:
            del self._of[key]
        return session

    def give_back(self, key: SessionKey, session: SessionT) -> None:
        """Keep it for the next reader."""
        sessions = self._of.setdefault(key, deque())
        while sessions and sessions[0].unheard_s > SPARE_S:
            self._close_oldest(sessions)
        sessions.append(session)
        self._count += 1
        self._of.move_to_end(key)
        if self._count > self._most:
            oldest, of_oldest = next(iter(self._of.items()))
            self._close_oldest(of_oldest)
            if not of_oldest:
                del self._of[oldest]

    def close(self) -> None:
        """Close all of them."""
        for sessions in self._of.values():
            while sessions:
                self._close_oldest(sessions)
        self._of.clear()

    def _close_oldest(self, sessions: deque[SessionT]) -> None:
        sessions.popleft().close()
        self._count -= 1
