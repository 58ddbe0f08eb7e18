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
    """Why, between two ends as an operator types them. Raises InputError where neither end is known.

    An unknown name is an answer in itself: a device that answers no SNMP and announces nothing has no name here.
    """
    ends = [_end(known, typed) for typed in (a, b)]
    if all(end is None for end in ends):
        find_port(known, a)
    first, second = ends
    if first is not None and second is not None:
        return explain(topology, first, second)
    near = first or second
    unknown = b if second is None else a
    reasons = tuple(
        Reason(reason=why, seen_from=near.device if near is not None else "", detail=detail)
        for why, detail in (
            (Why.NOT_POLLED, msg("nothing that answers SNMP here is called {name}", name=unknown)),
            (Why.NO_PROTOCOL, msg("nothing announces itself as {name} by LLDP or CDP", name=unknown)),
        )
    )
    hints = (
        msg("Name it by its address, if it answers ping"),
        msg("Give it an SNMP credential, or turn on LLDP there"),
    )
    return Explanation(a=first or PortRef(a), b=second or PortRef(b), reasons=reasons, hints=hints)


def _end(known: Mapping[DeviceId, Inventory], typed: str) -> PortRef | None:
    try:
        return find_port(known, typed)
    except InputError:
        return None
