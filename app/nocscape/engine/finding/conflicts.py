"""Devices that look like one and contradict each other: told to the operator once, who can merge or split them."""

from __future__ import annotations

from nocscape.base.i18n import msg
from nocscape.engine.state import NetworkState
from nocscape.model.net import DeviceId
from nocscape.model.status import Severity
from nocscape.topology.identity import Conflict
from nocscape.topology.infer import Topology


class Conflicts:
    """Raises an event for each pair that identity left apart against strong signs."""

    def __init__(self, topology: Topology, state: NetworkState) -> None:
        self._topology = topology
        self._state = state
        self._told: set[frozenset[DeviceId]] = set()

    def tell(self) -> None:
        """Tell what is new since the last call; a pair that came apart and meets again is told again."""
        standing = self._topology.directory.conflicts
        self._told &= standing.keys()
        for pair in sorted(standing.keys() - self._told, key=sorted):
            self._told.add(pair)
            self._raise(standing[pair])

    def _raise(self, conflict: Conflict) -> None:
        one, other = (self._name(d) for d in (conflict.one, conflict.other))
        text = msg(
            "{one} and {other} share {support} and differ in {against}: left apart",
            one=one,
            other=other,
            support=", ".join(conflict.support),
            against=", ".join(conflict.against),
        )
        self._state.raise_event("identity_conflict", Severity.WARNING, text, device=conflict.one)

    def _name(self, device: DeviceId) -> str:
        known = self._state.devices.get(device)
        return known.device.shown_name() if known is not None else device
