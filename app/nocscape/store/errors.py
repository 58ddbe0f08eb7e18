"""What can go wrong with keeping, as an operator is told."""

from __future__ import annotations

from nocscape.base.errors import NocscapeError


class StoreError(NocscapeError):
    """A store could not do what was asked."""


class StoreFullError(StoreError):
    """The disk is full: the edit was not kept and has to be made again once there is room."""


class StoreClosedError(StoreError):
    """The store is closing or closed and takes nothing more."""


class TooNewError(StoreError):
    """The file was written by a later version of the program."""
