"""What an operator decided about the topology. Decisions are laid over what is inferred, listed, and can be revoked."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from nocscape.model.net import Endpoint, PortRef


class DecisionKind(StrEnum):
    """What was decided."""

    ACCEPT_LINK = "accept_link"
    """What is found is right, however weak the evidence is; it goes when the evidence does."""
    PIN_LINK = "pin_link"
    """It is there and stays, whatever becomes of the evidence."""
    REJECT_LINK = "reject_link"
    """It is not there, whatever the evidence says."""
    DRAW_LINK = "draw_link"
    """It is there without any evidence."""
    MERGE = "merge"
    """All `endpoints` are one device."""
    SPLIT = "split"
    """The first of `endpoints` is another device than each of the rest."""


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """One decision. Links are named by their ports, devices by where they answer, since ids follow from inference."""

    id: str
    kind: DecisionKind
    a: PortRef | None = None
    b: PortRef | None = None
    endpoints: tuple[Endpoint, ...] = ()
    note: str = ""
    actor: str = ""
    at: float = 0.0
    """UTC seconds."""
