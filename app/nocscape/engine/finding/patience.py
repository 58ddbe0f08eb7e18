"""How often devices are read again, and with it how long a link is believed that nothing confirms meanwhile."""

from __future__ import annotations

import math

from nocscape.engine.rooms import Rooms
from nocscape.topology.links import Patience

READINGS = 2.5
"""A link is stale when so many readings of its ends are past without any evidence: one may come late or be lost."""


def set_rediscovery(rooms: Rooms, interval_s: float) -> None:
    """Read every device each so many seconds; where that is 0, none again, and then no link grows stale either."""
    rooms.rediscovery.set_interval(interval_s)
    stale_after_s = max(Patience().stale_after_s, READINGS * interval_s) if interval_s else math.inf
    rooms.topology.patience = rooms.topology.patience._replace(stale_after_s=stale_after_s)
