"""Whatever is read, merged, split and revoked in any order: every endpoint is in one device, and decisions hold."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from nocscape.model.decisions import Decision, DecisionKind
from nocscape.model.net import Endpoint
from nocscape.topology.identity import Directory
from tests.unit.topology.made import pinged, switch

ENDPOINTS = [Endpoint(f"10.0.9.{n}") for n in range(1, 6)]
some_endpoint = st.sampled_from(ENDPOINTS)
pair = st.lists(some_endpoint, min_size=2, max_size=2, unique=True)


class DecisionMachine(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.directory = Directory()
        self.decisions: list[Decision] = []
        self.read: set[Endpoint] = set()
        self.count = 0

    @rule(endpoint=some_endpoint, name=st.sampled_from(["core", "edge", ""]))
    def read_device(self, endpoint: Endpoint, name: str) -> None:
        made = switch(name, address=endpoint.address) if name else pinged(endpoint.address)
        self.directory.add(made)
        self.read.add(endpoint)

    @rule(ends=pair, is_merge=st.booleans())
    def decide(self, ends: list[Endpoint], is_merge: bool) -> None:
        self.count += 1
        kind = DecisionKind.MERGE if is_merge else DecisionKind.SPLIT
        decision = Decision(id=str(self.count), kind=kind, endpoints=tuple(ends), at=float(self.count))
        self.decisions.append(decision)
        self.directory.decide(decision)

    @rule(data=st.data())
    def revoke(self, data: st.DataObject) -> None:
        if self.decisions:
            decision = data.draw(st.sampled_from(self.decisions))
            self.decisions.remove(decision)
            self.directory.revoke(decision.id)

    @invariant()
    def every_endpoint_is_in_one_device(self) -> None:
        members = [e for device in self.directory for e in device.members]
        assert sorted(members) == sorted(self.read)
        assert all(e in self.directory.devices[self.directory.at(e) or ""].members for e in self.read)

    @invariant()
    def the_newest_word_holds(self) -> None:
        newest = {frozenset(d.endpoints): d for d in self.decisions}
        only_merged = all(d.kind is DecisionKind.MERGE for d in newest.values())
        for (one, other), decision in ((sorted(ends), d) for ends, d in newest.items()):
            if {one, other} <= self.read:
                is_one = self.directory.at(one) == self.directory.at(other)
                if decision.kind is DecisionKind.SPLIT:
                    assert not is_one
                elif only_merged:
                    assert is_one

    @invariant()
    def no_sign_leads_to_a_device_that_is_gone(self) -> None:
        for device in self.directory:
            for key in device.signs.lookup_keys():
                assert device.id in self.directory.having(key)
                assert set(self.directory.having(key)) <= self.directory.devices.keys()


TestDecisions = DecisionMachine.TestCase
