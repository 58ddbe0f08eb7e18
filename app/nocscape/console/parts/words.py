"""Words and times that several panels say alike."""

from __future__ import annotations

import re
from datetime import datetime
from html import escape

from nocscape.base.i18n import mark, tr
from nocscape.model.events import Event
from nocscape.model.metrics import Gap
from nocscape.model.net import Layer
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
LAYER_NAMES: dict[Layer, str] = {
    Layer.PHYSICAL: mark("Wire"),
    Layer.SUBNET: mark("Subnet"),
    Layer.OSPF: mark("OSPF"),
    Layer.BGP: mark("BGP"),
    Layer.ISIS: mark("IS-IS"),
}
GAP_WORDS: dict[Gap, str] = {
    Gap.NO_ANSWER: mark("no answer"),
    Gap.RESET: mark("counters were reset"),
    Gap.DISCONTINUITY: mark("counters are not continuous"),
    Gap.NOT_POLLED: mark("not polled"),
    Gap.IMPOSSIBLE: mark("impossible value left out"),
    Gap.BEHIND: mark("behind an outage"),
}
LINK_SIGNS: dict[LinkState, Status] = {
    LinkState.UP: Status.UP,
    LinkState.DOWN: Status.CRITICAL,
    LinkState.BLOCKED: Status.UNREACHABLE,
    LinkState.STALE: Status.UNKNOWN,
}
_SEVERITY_SIGNS: dict[Severity, Status | None] = {
    Severity.CLEAR: Status.UP,
    Severity.INFO: None,
    Severity.WARNING: Status.WARNING,
    Severity.MINOR: Status.MINOR,
    Severity.CRITICAL: Status.CRITICAL,
}


_SHORT_PORTS = {
    "fastethernet": "Fa",
    "gigabitethernet": "Gi",
    "twogigabitethernet": "Tw",
    "fivegigabitethernet": "Fi",
    "tengigabitethernet": "Te",
    "twentyfivegige": "Twe",
    "fortygigabitethernet": "Fo",
    "hundredgige": "Hu",
    "ten-gigabitethernet": "XGE",
    "xgigabitethernet": "XGE",
    "port-channel": "Po",
    "bridge-aggregation": "BAGG",
    "loopback": "Lo",
    "ethernet": "Eth",
    "vlan": "Vl",
}
_LONG_PORT = re.compile(rf"({'|'.join(_SHORT_PORTS)})\s?(\d[\d/.:]*)", re.IGNORECASE)
_DIGITS = re.compile(r"(\d+)")
_UNITS = (
    (86_400, mark("{count} d")),
    (3600, mark("{count} h")),
    (60, mark("{count} min")),
    (1, mark("{count} s")),
)


def status_word(status: Status) -> str:
    """The state in the operator's language."""
    return tr(STATUS_WORDS[status])


def event_sign(event: Event) -> Status | None:
    """Which sign stands before an event; what is only unreachable is shown as that, however severe.

    None is the sign of information, which tells of no state.
    """
    if "unreachable" in event.kind and event.severity is not Severity.CLEAR:
        return Status.UNREACHABLE
    return _SEVERITY_SIGNS[event.severity]


def local_time(at: float, *, now: float | None = None) -> str:
    """UTC seconds as time of day here, `19:42:08`, or as `11-20 19:42` where it is not the day of `now`."""
    then = datetime.fromtimestamp(at).astimezone()
    return f"{then:%H:%M:%S}" if now is not None and is_today(at, now) else f"{then:%m-%d %H:%M}"


def is_today(at: float, now: float) -> bool:
    """Whether two times (UTC seconds) are on one day here."""
    return datetime.fromtimestamp(at).astimezone().date() == datetime.fromtimestamp(now).astimezone().date()


def full_time(at: float) -> str:
    """UTC seconds as date, time and zone here."""
    return f"{datetime.fromtimestamp(at).astimezone():%Y-%m-%d %H:%M:%S %Z}"


def age(seconds: float) -> str:
    """A stretch of time in its largest unit: `41 d`."""
    return _in_units(seconds, most=1)


def long_age(seconds: float) -> str:
    """A stretch of time in its two largest units: `41 d 3 h`."""
    return _in_units(seconds, most=2)


def _in_units(seconds: float, *, most: int) -> str:
    left, parts = int(max(0.0, seconds)), list[str]()
    for size, words in _UNITS:
        count, left = divmod(left, size)
        if count or (not parts and size == 1):
            parts.append(tr(words, count=count))
        elif parts:
            break
        if len(parts) == most:
            break
    return " ".join(parts)


def short_port(name: str) -> str:
    """A port's name as people write it: `Te1/1/4` for `TenGigabitEthernet1/1/4`; others stay as they are."""
    found = _LONG_PORT.fullmatch(name)
    return f"{_SHORT_PORTS[found[1].lower()]}{found[2]}" if found else name


def natural(text: str) -> tuple[tuple[int, int, str], ...]:
    """A key that sorts `Te1/1/9` before `Te1/1/10`."""
    parts = (part for part in _DIGITS.split(text.lower()) if part)
    return tuple((0, int(part[:18]), "") if part.isdecimal() else (1, 0, part) for part in parts)


def plain_tip(text: str) -> str:
    """A tool tip that shows `text` as it is; Qt takes anything that looks like markup for rich text otherwise."""
    return f"<qt>{escape(text).replace(chr(10), '<br/>')}</qt>" if text else ""
