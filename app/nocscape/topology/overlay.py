"""What an operator decided about links, laid over what inference found."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from msgspec.structs import replace

from nocscape.base.errors import InputError
from nocscape.base.i18n import tr
from nocscape.model.decisions import Decision, DecisionKind
from nocscape.model.net import DeviceId, Evidence, Link, PortRef, link_id
from nocscape.model.status import LinkState
from nocscape.topology.claims import Pair, pair_of


class LinkOverlay:
    """Decisions about links by the pair of devices that they concern; the newest about the same ports counts."""

    def __init__(self) -> None:
        self.decisions: dict[str, Decision] = {}
        self._by_pair: dict[Pair, dict[str, Decision]] = {}

    def put(self, decision: Decision) -> set[Pair]:
        """Take a decision in, in place of one with the same id; returns whom either concerns.

        Raises InputError where it names no two devices; what was decided before stands then.
        """
        ends = ends_of(decision)
        if ends is None:
            raise InputError(tr("a link needs two ends at different devices"))
        before = self.drop(decision.id)
        pair = pair_of(ends[0].device, ends[1].device)
        self.decisions[decision.id] = decision
        self._by_pair.setdefault(pair, {})[decision.id] = decision
        return {pair} if before is None else {pair, before}

    def drop(self, decision_id: str) -> Pair | None:
        """Take a decision back; None where there was none."""
        decision = self.decisions.pop(decision_id, None)
        ends = ends_of(decision) if decision is not None else None
        if ends is None:
            return None
        pair = pair_of(ends[0].device, ends[1].device)
        del self._by_pair[pair][decision_id]
        return pair

    def about(self, pair: Pair) -> list[Decision]:
        """Decisions about links between two devices, oldest first."""
        return sorted(self._by_pair.get(pair, {}).values(), key=lambda d: (d.at, d.id))

    def pairs_of(self, device: DeviceId) -> list[Pair]:
        """Pairs with decisions that a device is one of."""
        return [pair for pair, found in self._by_pair.items() if device in pair and found]

    def laid_over(self, pair: Pair, links: Iterable[Link], is_known: Callable[[DeviceId], bool]) -> list[Link]:
        """The links between two devices with the operator's word in place of inference's.

        A link that was pinned or drawn is there as long as both devices are known, and never goes stale.
        """
        inferred = {link.id: link for link in links}
        found = dict(inferred)
        for decision in self.about(pair):
            if (ends := ends_of(decision)) is None:
                continue
            covered = [link for link in (inferred | found).values() if concerns(decision, link)]
            if decision.kind is DecisionKind.REJECT_LINK:
                for link in covered:
                    found.pop(link.id, None)
            elif covered:
                found |= {link.id: _confirmed(link, decision) for link in covered}
            elif decision.kind is not DecisionKind.ACCEPT_LINK and all(map(is_known, pair)):
                drawn = _drawn(decision, ends)
                found[drawn.id] = drawn
        return list(found.values())


def ends_of(decision: Decision) -> tuple[PortRef, PortRef] | None:
    """The two ports that a decision names, in their order; None where they are not at two devices."""
    if decision.a is None or decision.b is None or decision.a.device == decision.b.device:
        return None
    a, b = sorted((decision.a, decision.b), key=lambda p: (p.device, p.interface or ""))
    return a, b


def concerns(decision: Decision, link: Link) -> bool:
    """Whether a link is between the ports that a decision names; one that names a device alone means all its ports."""
    ends = ends_of(decision)
    return ends is not None and _covers(ends[0], link.a) and _covers(ends[1], link.b)


def _covers(named: PortRef, port: PortRef) -> bool:
    return named.device == port.device and named.interface in (None, port.interface)


def _confirmed(link: Link, decision: Decision) -> Link:
    is_kept = link.state is LinkState.STALE and decision.kind is not DecisionKind.ACCEPT_LINK
    return replace(link, decision=decision.id, confidence=1.0, state=LinkState.UP if is_kept else link.state)


def _drawn(decision: Decision, ends: tuple[PortRef, PortRef]) -> Link:
    evidence = Evidence("operator", "", decision.note or decision.kind, decision.at)
    a, b = ends
    return Link(id=link_id(a, b), a=a, b=b, evidence=(evidence,), last_seen=decision.at, decision=decision.id)
