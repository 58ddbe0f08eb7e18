"""Reasons for and against links in the operator's words."""

from __future__ import annotations

from nocscape.base.i18n import mark, tr
from nocscape.base.text import plain
from nocscape.console.inspector.facts import Fact
from nocscape.console.live import LiveNetwork
from nocscape.console.parts.naming import device_name
from nocscape.model.explanation import Explanation, Why

WHY_WORDS: dict[Why, str] = {
    Why.EVIDENCE: mark("There is evidence"),
    Why.NOT_POLLED: mark("Never polled"),
    Why.NO_PROTOCOL: mark("Speaks no neighbour protocol"),
    Why.ONE_SIDED: mark("Only one end says it"),
    Why.UNKNOWN_PORT_ID: mark("Port not found"),
    Why.NO_COMMON_SEGMENT: mark("No common segment"),
    Why.AGED_OUT: mark("Not seen for long"),
    Why.BLOCKED: mark("Blocked by spanning tree"),
    Why.DOWN: mark("Port is down"),
    Why.CONTRADICTED: mark("Contradicted"),
    Why.REJECTED_BY_OPERATOR: mark("Rejected by an operator"),
}
MOST_LINES = 100
MOST_DETAIL = 400


def verdict(told: Explanation) -> str:
    """Whether the map shows a link between the two, in a sentence."""
    if len(told.links) > 1:
        return tr("{count} links are on the map", count=len(told.links))
    return tr("A link is on the map") if told.is_linked else tr("No link is on the map")


def reasons_of(told: Explanation, live: LiveNetwork) -> list[Fact]:
    """What speaks for or against it with the device that it was seen from, then what to try."""
    facts = [Fact(tr("Reasons"))] if told.reasons else []
    for reason in told.reasons[:MOST_LINES]:
        detail = plain(str(reason.detail), MOST_DETAIL)
        seen = tr("seen from {device}", device=device_name(live, reason.seen_from)) if reason.seen_from else ""
        facts.append(Fact(tr(WHY_WORDS[reason.reason]), " · ".join(part for part in (detail, seen) if part) or "–"))
    if told.hints:
        facts.append(Fact(tr("What to try")))
    facts += [Fact(f"{number}", str(hint)) for number, hint in enumerate(told.hints[:MOST_LINES], 1)]
    return facts
