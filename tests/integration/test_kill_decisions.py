"""A decision that was answered survives the death of the engine, and so does its revocation."""

from __future__ import annotations

from pathlib import Path

from nocscape.engine.client import EngineClient, value
from nocscape.model.commands import Decide, ListDecisions, Revoke
from nocscape.model.decisions import Decision, DecisionKind
from nocscape.model.net import Endpoint
from tests.integration.engine_process import doomed_engine

ROUNDS = 3


def merge(number: int) -> Decision:
    ends = (Endpoint(f"10.0.{number}.1"), Endpoint(f"10.0.{number}.2"))
    return Decision(id="", kind=DecisionKind.MERGE, endpoints=ends, note=f"round {number}")


def listed(client: EngineClient) -> list[Decision]:
    return list(value(client.call(ListDecisions(), timeout_s=20), tuple[Decision, ...]))


def test_every_answered_decision_is_there_after_a_kill(tmp_path: Path) -> None:
    expected: list[Decision] = []
    for number in range(ROUNDS):
        with doomed_engine(tmp_path) as client:
            assert listed(client) == expected
            kept = value(client.call(Decide(decision=merge(number)), timeout_s=20), Decision)
            gone = value(client.call(Decide(decision=merge(number + 100)), timeout_s=20), Decision)
            client.call(Revoke(decision=gone.id), timeout_s=20)
            expected = [kept, *expected]
    with doomed_engine(tmp_path) as client:
        assert listed(client) == expected
        assert [d.note for d in expected] == ["round 2", "round 1", "round 0"]
