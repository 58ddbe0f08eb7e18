"""Errors that an operator may see."""

from __future__ import annotations


class NocscapeError(Exception):
    """A fault with what happened, where, and what to try; `str()` of it is one line fit for a person.

    `hint` names the cure and may be empty. Both texts are already in the operator's language.
    """

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} — {self.hint}" if self.hint else self.message


class InputError(NocscapeError):
    """What the operator or a file asked for cannot be understood."""


class RefusedError(NocscapeError):
    """The engine's door said no: permission, lock or limit."""


class BusyError(NocscapeError):
    """A resource is owned by somebody else (a profile's lock, a port)."""
