"""Files of one's own in a profile that cannot be read: left out, and told in the status bar meanwhile."""

from __future__ import annotations

from collections.abc import Mapping

from nocscape.base.errors import InputError
from nocscape.base.i18n import msg
from nocscape.store.conditions import Conditions


class LeftOut:
    """The files that were left out when a folder was read last."""

    def __init__(self, conditions: Conditions) -> None:
        self._conditions = conditions
        self._names: set[str] = set()

    def tell(self, broken: Mapping[str, InputError]) -> None:
        """These were left out now, by name, and no others."""
        for name in self._names - broken.keys():
            self._conditions.end(name)
        for name, error in broken.items():
            self._conditions.begin(name, msg("{text}", text=error.message))
        self._names = set(broken)
