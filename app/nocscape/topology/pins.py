"""What an operator decided about which endpoints are one device. The newest word about two endpoints counts."""

from __future__ import annotations

from collections.abc import Iterable

from nocscape.model.decisions import Decision, DecisionKind
from nocscape.model.net import Endpoint

DEVICE_KINDS = frozenset({DecisionKind.MERGE, DecisionKind.SPLIT})


class Pins:
    """Decisions to merge and to split, by endpoint. Endpoints may be unknown yet: a decision waits for them."""

    def __init__(self) -> None:
        self.decisions: dict[str, Decision] = {}
        self._by_endpoint: dict[Endpoint, dict[str, Decision]] = {}

    def put(self, decision: Decision) -> None:
        """Take a decision in, in place of one with the same id."""
        self.drop(decision.id)
        self.decisions[decision.id] = decision
        for endpoint in decision.endpoints:
            self._by_endpoint.setdefault(endpoint, {})[decision.id] = decision

    def drop(self, decision_id: str) -> Decision | None:
        """Take a decision back; None where there was none."""
        decision = self.decisions.pop(decision_id, None)
        for endpoint in decision.endpoints if decision is not None else ():
            self._by_endpoint[endpoint].pop(decision_id, None)
        return decision

    def is_named(self, endpoint: Endpoint) -> bool:
        """Whether any decision is about `endpoint`."""
        return bool(self._by_endpoint.get(endpoint))

    def partners(self, endpoint: Endpoint) -> list[Endpoint]:
        """Endpoints that are the same device by decision."""
        named = self._by_endpoint.get(endpoint, {}).values()
        found = dict.fromkeys(e for d in named if d.kind is DecisionKind.MERGE for e in d.endpoints if e != endpoint)
        return [e for e in found if self._word(endpoint, e) is DecisionKind.MERGE]

    def are_apart(self, some: Iterable[Endpoint], others: Iterable[Endpoint]) -> bool:
        """Whether any of `some` and any of `others` are different devices by decision."""
        named = [e for e in some if self.is_named(e)]
        return bool(named) and any(self._word(a, b) is DecisionKind.SPLIT for b in others for a in named)

    def _word(self, one: Endpoint, other: Endpoint) -> DecisionKind | None:
        """The newest decision about the two."""
        named = self._by_endpoint.get(one, {})
        about = [d for d in named.values() if _concerns(d, one, other)]
        return max(about, key=lambda d: (d.at, d.id)).kind if about else None


def _concerns(decision: Decision, one: Endpoint, other: Endpoint) -> bool:
    if decision.kind is DecisionKind.MERGE:
        return other in decision.endpoints
    first, *rest = decision.endpoints
    return (first == one and other in rest) or (first == other and one in rest)
