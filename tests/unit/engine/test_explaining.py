"""Why, for names that are not known."""

from __future__ import annotations

from nocscape.engine.finding.explaining import explain_between
from nocscape.model.explanation import Why
from nocscape.model.net import Device, Endpoint, Inventory
from nocscape.topology.infer import Topology

KNOWN = {"a": Inventory(device=Device(id="a", name="core", endpoint=Endpoint("10.0.0.1")))}


def test_a_name_that_nobody_announces_is_an_answer_with_its_reasons() -> None:
    told = explain_between(Topology(), KNOWN, "core", "printer")
    assert not told.is_linked
    assert {r.reason for r in told.reasons} == {Why.NOT_POLLED, Why.NO_PROTOCOL}
    assert all(r.seen_from == "a" and "printer" in str(r.detail) for r in told.reasons)
    assert told.hints


def test_two_unknown_names_are_both_spoken_of() -> None:
    told = explain_between(Topology(), KNOWN, "x", "y")
    assert [r.detail.params["name"] for r in told.reasons] == ["x", "x", "y", "y"]
