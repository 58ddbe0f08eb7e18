"""Things that happened."""

from __future__ import annotations

import msgspec

from nocscape.base.i18n import Text
from nocscape.model.net import DeviceId
from nocscape.model.status import Severity


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """A change of state or a message, at a time in UTC seconds."""

    id: str
    at: float
    kind: str
    """Machine word: `device_down`, `device_up`, `link_down`, `link_up`, `device_found`, `threshold` ..."""
    severity: Severity
    text: Text
    device: DeviceId | None = None
    interface: str | None = None
    cause: str | None = None
    """Id of the event that explains this one."""
    acknowledged_by: str | None = None
