"""Answers why there is a link or none, also for a name that nobody has ever announced."""

from __future__ import annotations

from collections.abc import Mapping

from nocscape.base.errors import InputError
from nocscape.base.i18n import msg
from nocscape.model.explanation import Explanation, Reason, Why
from nocscape.model.net import DeviceId, Inventory, PortRef
from nocscape.topology.infer import Topology
from nocscape.topology.naming import find_port
from nocscape.topology.why import explain


def explain_between(topology: Topology, known: Mapping[DeviceId, Inventory], a: str, b: str) -> Explanation:
    """Why, between two ends as an operator types them.

    An unknown name is an answer in itself: a device that answers no SNMP and announces nothing has no name here.
    """
    first, second = _end(known, a), _end(known, b)
    if first is not None and second is not None:
        return explain(topology, first, second)
    near = first or second
    seen_from = near.device if near is not None else ""
    reasons = tuple(r for typed, end in ((a, first), (b, second)) if end is None for r in _unknown(typed, seen_from))
    hints = (
        msg("Name it by its address, if it answers ping"),
        msg("Give it an SNMP credential, or turn on LLDP there"),
    )
    return Explanation(a=first or PortRef(a), b=second or PortRef(b), reasons=reasons, hints=hints)


def _unknown(name: str, seen_from: DeviceId) -> tuple[Reason, Reason]:
    return (
        Reason(Why.NOT_POLLED, seen_from, msg("nothing that answers SNMP here is called {name}", name=name)),
        Reason(Why.NO_PROTOCOL, seen_from, msg("nothing announces itself as {name} by LLDP or CDP", name=name)),
    )


def _end(known: Mapping[DeviceId, Inventory], typed: str) -> PortRef | None:
    try:
        return find_port(known, typed)
    except InputError:
        return None
