"""Words and times that several panels say alike."""

from __future__ import annotations

from datetime import datetime
from html import escape

from nocscape.base.i18n import mark, tr
from nocscape.model.events import Event
from nocscape.model.metrics import Gap
from nocscape.model.status import LinkState, Severity, Status

STATUS_WORDS: dict[Status, str] = {
    Status.UNKNOWN: mark("Unknown"),
    Status.MAINTENANCE: mark("Maintenance"),
    Status.UP: mark("Up"),
    Status.WARNING: mark("Warning"),
    Status.MINOR: mark("Minor"),
    Status.UNREACHABLE: mark("Unreachable"),
    Status.CRITICAL: mark("Critical"),
}
SEVERITY_WORDS: dict[Severity, str] = {
    Severity.CLEAR: mark("Cleared"),
    Severity.INFO: mark("Information"),
    Severity.WARNING: mark("Warning"),
    Severity.MINOR: mark("Minor"),
    Severity.CRITICAL: mark("Critical"),
}
LINK_WORDS: dict[LinkState, str] = {
    LinkState.UP: mark("Up"),
    LinkState.DOWN: mark("Down"),
    LinkState.BLOCKED: mark("Blocked by spanning tree"),
    LinkState.STALE: mark("Not seen lately"),
}
GAP_WORDS: dict[Gap, str] = {
    Gap.NO_ANSWER: mark("no answer"),
    Gap.RESET: mark("counters were reset"),
    Gap.DISCONTINUITY: mark("counters are not continuous"),
    Gap.NOT_POLLED: mark("not polled"),
    Gap.IMPOSSIBLE: mark("impossible value left out"),
}
LINK_SIGNS: dict[LinkState, Status] = {
    LinkState.UP: Status.UP,
    LinkState.DOWN: Status.CRITICAL,
    LinkState.BLOCKED: Status.UNREACHABLE,
    LinkState.STALE: Status.UNKNOWN,
}
_SEVERITY_SIGNS: dict[Severity, Status] = {
    Severity.CLEAR: Status.UP,
    Severity.INFO: Status.UP,
    Severity.WARNING: Status.WARNING,
    Severity.MINOR: Status.MINOR,
    Severity.CRITICAL: Status.CRITICAL,
}


def status_word(status: Status) -> str:
    """The state in the operator's language."""
    return tr(STATUS_WORDS[status])


def event_sign(event: Event) -> Status:
    """Which sign stands before an event; what is only unreachable is shown as that, however severe."""
    if "unreachable" in event.kind and event.severity is not Severity.CLEAR:
        return Status.UNREACHABLE
    return _SEVERITY_SIGNS[event.severity]


def local_time(at: float, *, now: float | None = None) -> str:
    """UTC seconds as time of day here, `19:42:08`; with the date where it is not the day of `now`."""
    then = datetime.fromtimestamp(at).astimezone()
    if now is not None and datetime.fromtimestamp(now).astimezone().date() == then.date():
        return f"{then:%H:%M:%S}"
    return f"{then:%m-%d %H:%M:%S}"


def full_time(at: float) -> str:
    """UTC seconds as date, time and zone here."""
    return f"{datetime.fromtimestamp(at).astimezone():%Y-%m-%d %H:%M:%S %Z}"


def plain_tip(text: str) -> str:
    """A tool tip that shows `text` as it is; Qt takes anything that looks like markup for rich text otherwise."""
    return f"<qt>{escape(text).replace(chr(10), '<br/>')}</qt>" if text else ""
