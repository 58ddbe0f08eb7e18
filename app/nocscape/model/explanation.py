"""The answer to "why is there a link?" and "why is there none?"."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from nocscape.base.i18n import Text
from nocscape.model.net import DeviceId, Link, PortRef


class Why(StrEnum):
    """Words for reasons; scripts rely on them."""

    EVIDENCE = "evidence"
    NOT_POLLED = "not_polled"
    NO_PROTOCOL = "no_protocol"
    ONE_SIDED = "one_sided"
    UNKNOWN_PORT_ID = "unknown_port_id"
    NO_COMMON_SEGMENT = "no_common_segment"
    AGED_OUT = "aged_out"
    BLOCKED = "blocked"
    DOWN = "down"
    CONTRADICTED = "contradicted"
    REJECTED_BY_OPERATOR = "rejected_by_operator"


class Reason(msgspec.Struct, frozen=True):
    """One thing that speaks for or against a link, and the device that it was seen from."""

    reason: Why
    seen_from: DeviceId
    detail: Text


class Explanation(msgspec.Struct, frozen=True, kw_only=True):
    """All that is known about a pair."""

    a: PortRef
    b: PortRef
    links: tuple[Link, ...] = ()
    reasons: tuple[Reason, ...] = ()
    hints: tuple[Text, ...] = ()
    """What to try, each once."""

    @property
    def is_linked(self) -> bool:
        """Whether the map shows a link between the two."""
        return bool(self.links)
