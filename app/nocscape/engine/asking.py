"""Handlers of Asks: what they are, and how they find their own Ask inside a Command."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

from nocscape.engine.lines.transport import Session
from nocscape.model.commands import Ask, Command

A = TypeVar("A", bound=Ask)
Handler = Callable[[Session, Command], Awaitable[object]]


def on(kind: type[A], handle: Callable[[A], Awaitable[object]]) -> Handler:
    """A handler that needs neither session nor actor."""

    async def handler(_: Session, command: Command) -> object:
        return await handle(ask_of(kind, command))

    return handler


def on_with(kind: type[A], handle: Callable[[Session, A], Awaitable[object]]) -> Handler:
    """A handler that tells its session what it finds meanwhile."""

    async def handler(session: Session, command: Command) -> object:
        return await handle(session, ask_of(kind, command))

    return handler


def ask_of(kind: type[A], command: Command) -> A:
    """The command's Ask. TypeError where it is of another kind."""
    if not isinstance(command.ask, kind):
        raise TypeError(f"{type(command.ask).__name__} is no {kind.__name__}")
    return command.ask
