"""A service that answered, and not as it should."""

from __future__ import annotations

from nocscape.base.i18n import Text


class CheckFaultError(Exception):
    """Why a service does not count as up; `told` is what it said."""

    def __init__(self, reason: Text, told: str = "") -> None:
        super().__init__(str(reason))
        self.reason = reason
        self.told = told
