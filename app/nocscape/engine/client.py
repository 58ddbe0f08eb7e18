"""All that others import of the engine: how to reach one, ask it, and hear from it."""

from __future__ import annotations

import getpass
import itertools
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import msgspec

from nocscape.base.errors import NocscapeError
from nocscape.base.i18n import msg, tr
from nocscape.engine.lines.transport import Line
from nocscape.model.batches import Batch, Item, Reply
from nocscape.model.commands import Ask, Command

T = TypeVar("T")

CONSOLE = "console"
"""Origin of who stays; an engine that is started for any other lives for one command."""


class EngineError(NocscapeError):
    """The engine answered a request with an error."""


class EngineClient:
    """One connection to an engine, for one thread.

    A console calls `ask` and, from a timer, `receive`; a command line calls `call`, which waits.
    """

    def __init__(self, line: Line, *, origin: str, actor: str = "", on_close: Callable[[], None] | None = None) -> None:
        self._line = line
        self._requests = itertools.count(1)
        self._on_close = on_close
        self.actor = actor or account_name()
        self.origin = origin

    @property
    def is_open(self) -> bool:
        """Whether the engine is still there."""
        return self._line.is_open

    def ask(self, ask: Ask) -> int:
        """Send one Ask; its Reply will carry the number returned here."""
        request = next(self._requests)
        self._line.send(Command(request=request, ask=ask, actor=self.actor, origin=self.origin))
        return request

    def receive(self, timeout_s: float = 0.0) -> list[Batch]:
        """Batches that arrived; waits at most `timeout_s` seconds for the first one."""
        return self._line.receive(timeout_s)

    def call(self, ask: Ask, *, on_item: Callable[[Item], None] | None = None, timeout_s: float | None = None) -> Reply:
        """Send one Ask and wait for its Reply; everything else that arrives meanwhile goes to `on_item`.

        Raises EngineError where the engine answers with an error or goes away, TimeoutError after `timeout_s`.
        """
        request = self.ask(ask)
        deadline = None if timeout_s is None else time.monotonic() + timeout_s
        while deadline is None or time.monotonic() < deadline:
            for batch in self.receive(0.2):
                for item in batch.items:
                    if isinstance(item, Reply) and item.request == request:
                        return _checked(item)
                    if on_item is not None:
                        on_item(item)
            if not self.is_open:
                raise EngineError(tr("The engine has stopped."))
        raise TimeoutError(str(msg("The engine did not answer in time.")))

    def close(self) -> None:
        """Hang up, and stop the engine where it was started for this client alone."""
        self._line.close()
        if self._on_close is not None:
            self._on_close()
            self._on_close = None


def open_client(profile: Path | None, *, origin: str) -> EngineClient:
    """A connection to the engine of `profile`: to the one that owns it already, else to one that is started here.

    Where `profile` is None the engine works in memory and ends with the connection. Raises NocscapeError where an
    engine owns the profile and does not answer, or where the store cannot be opened.
    """
    from nocscape.engine.host import EngineThread  # noqa: PLC0415 - a command that attaches needs no engine
    from nocscape.engine.lines.socket_line import SocketLine  # noqa: PLC0415

    if profile is not None:
        try:
            return EngineClient(SocketLine(profile), origin=origin)
        except ConnectionError:
            pass
    thread = EngineThread(profile, is_lasting=origin == CONSOLE)
    return EngineClient(thread.open_line(), origin=origin, on_close=thread.stop)


def value(reply: Reply, kind: type[T]) -> T:
    """What a Reply carries, as the type that its Ask documents."""
    return msgspec.msgpack.decode(reply.value, type=kind)


def account_name() -> str:
    """Name of the account that runs this process."""
    try:
        return getpass.getuser()
    except (ImportError, KeyError, OSError):  # the first where Windows runs it as a service, until Python 3.13
        return "unknown"


def _checked(reply: Reply) -> Reply:
    if reply.error is not None:
        raise EngineError(str(reply.error), hint=str(reply.hint) if reply.hint else "")
    return reply
