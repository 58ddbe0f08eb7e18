"""The JSON object that every benchmark ends with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Part(NamedTuple):
    """One measured figure with its budget; None where the figure only stands beside the others."""

    name: str
    figure: float
    unit: str
    budget: float | None
    is_met: bool

    def as_json(self) -> dict[str, object]:
        """As it is printed."""
        return {
            "name": self.name,
            "figure": self.figure,
            "unit": self.unit,
            "budget": self.budget,
            "ok": self.is_met,
        }


class Peer(NamedTuple):
    """The established tool that did the same work in the same run."""

    name: str
    figure: float


def result(name: str, headline: Part, parts: Sequence[Part], peer: Peer | None = None) -> dict[str, object]:
    """The whole object; it is `ok` only where every part is."""
    return {
        "name": name,
        "figure": headline.figure,
        "unit": headline.unit,
        "budget": headline.budget,
        "peer": {"name": peer.name, "figure": peer.figure} if peer else None,
        "ratio": round(headline.figure / peer.figure, 3) if peer and peer.figure else None,
        "parts": [part.as_json() for part in (headline, *parts)],
        "ok": all(part.is_met for part in (headline, *parts)),
    }
