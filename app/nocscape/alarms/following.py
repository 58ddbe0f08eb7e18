"""Followers: what a condition makes of one series before it is held against limits."""

from __future__ import annotations

from typing import Protocol


class Follower(Protocol):
    """Turns the values of one series into what is compared."""

    def take(self, at: int, value: float) -> float | None:
        """What the value of a time (UTC seconds) comes to; None where nothing can be said yet."""
        ...

    def wait(self, now: float) -> float | None:
        """What the time alone comes to; None where it says nothing."""
        ...


class Scaled:
    """The value itself, times a factor. A whole device's ports are compared at once by it."""

    def __init__(self, factor: float = 1.0) -> None:
        self.factor = factor

    def take(self, at: int, value: float) -> float | None:  # noqa: ARG002 - the time does not matter
        """The value in the unit of the limits."""
        return value * self.factor

    def wait(self, now: float) -> float | None:  # noqa: ARG002 - as above
        """Time alone says nothing."""
        return None
