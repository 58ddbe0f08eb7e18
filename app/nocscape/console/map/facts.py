"""What is said about a device or a link: on cards, and to screen readers."""

from __future__ import annotations

from typing import NamedTuple

from nocscape.base.i18n import tr
from nocscape.base.text import one_line
from nocscape.base.units import bps, percent, significant
from nocscape.console.inventory.words import kind_word
from nocscape.console.live import LiveNetwork
from nocscape.console.parts.words import LINK_SIGNS, LINK_WORDS, status_word
from nocscape.model.net import DeviceId, Layer, Link, PortRef
from nocscape.model.status import LinkState, Status

Fact = tuple[str, str]

_MOST_NEIGHBOURS = 12


class Card(NamedTuple):
    """A title with a state, a second line, and facts with their names."""

    title: str
    status: Status
    word: str
    subtitle: str
    facts: tuple[Fact, ...]


def device_card(live: LiveNetwork, device: DeviceId, name: str) -> Card:
    """What is known about a device right now."""
    status = live.status(device)
    known, state = live.devices.get(device), live.statuses.get(device)
    facts: list[Fact] = []
    subtitle = ""
    if known is not None:
        about = known.device
        parts = (about.vendor, about.model)
        subtitle = " ".join(one_line(p, 60) for p in parts if p) or kind_word(about.kind)
        system = " ".join(one_line(p, 60) for p in (about.os, about.os_version) if p)
        facts += [
            (tr("Address"), about.endpoint.address),
            (tr("System"), system),
            (tr("Site"), one_line(about.site, 60)),
        ]
    if state is not None:
        if state.reason:
            facts.append((tr("Reason"), one_line(str(state.reason), 120)))
        facts += [
            (tr("Round trip"), f"{significant(state.rtt_ms)} ms" if state.rtt_ms is not None else ""),
            (tr("Loss"), percent(state.loss_percent) if state.loss_percent else ""),
            (tr("CPU"), _percent(state.cpu_percent)),
            (tr("Memory"), _percent(state.memory_percent)),
            (tr("Temperature"), f"{significant(state.temperature_c)} °C" if state.temperature_c is not None else ""),
        ]
    wires = sum(link.layer is Layer.PHYSICAL for link in live.links_of(device))
    facts.append((tr("Links"), str(wires or "")))
    shown = tuple((label, value) for label, value in facts if value)
    return Card(one_line(name, 80), status, status_word(status), subtitle, shown)


def link_card(live: LiveNetwork, link: Link) -> Card:
    """What is known about a link right now."""
    a, b = _name(live, link.a.device), _name(live, link.b.device)
    load = live.loads.get(link.id)
    facts: list[Fact] = [(tr("Ports"), f"{_port(live, link.a)} – {_port(live, link.b)}")]
    if link.speed_bps:
        facts.append((tr("Speed"), bps(link.speed_bps)))
    if load is not None and link.state is LinkState.UP:
        facts.append((f"{a} → {b}", _traffic(load.ab_bps, load.ab_percent)))
        facts.append((f"{b} → {a}", _traffic(load.ba_bps, load.ba_percent)))
    sources = sorted({e.source.upper() for e in link.evidence if e.seen_from}) or [tr("an operator")]
    facts.append((tr("Known from"), ", ".join(one_line(s, 20) for s in sources[:6])))
    facts.append((tr("Confidence"), percent(100 * link.confidence)))
    shown = tuple((label, value) for label, value in facts if value)
    return Card(f"{a} – {b}", LINK_SIGNS[link.state], tr(LINK_WORDS[link.state]), "", shown)


def spoken_name(live: LiveNetwork, device: DeviceId, name: str) -> str:
    """Name, kind and state of a device in one line."""
    known = live.devices.get(device)
    kind = kind_word(known.device.kind) if known is not None else ""
    return ", ".join(part for part in (one_line(name, 80), kind, status_word(live.status(device))) if part)


def spoken_neighbours(live: LiveNetwork, device: DeviceId) -> str:
    """Each device that it is linked to once; those behind links that are not up come first, with their state."""
    said: dict[DeviceId, str] = {}
    for link in sorted(live.links_of(device), key=lambda link: link.state is LinkState.UP):
        other = link.b.device if link.a.device == device else link.a.device
        word = "" if link.state is LinkState.UP else f" ({tr(LINK_WORDS[link.state])})"
        said.setdefault(other, f"{_name(live, other)}{word}")
    if not said:
        return tr("No links")
    names = list(said.values())[:_MOST_NEIGHBOURS]
    if more := len(said) - len(names):
        names.append(tr("{count} more", count=more))
    return tr("Linked to {names}", names=", ".join(names))


def spoken_link(live: LiveNetwork, link: Link, device: DeviceId) -> str:
    """Where a link leads to from a device, and its state."""
    other = link.b.device if link.a.device == device else link.a.device
    return tr("Link to {name}, {state}", name=_name(live, other), state=tr(LINK_WORDS[link.state]))


def _name(live: LiveNetwork, device: DeviceId) -> str:
    known = live.devices.get(device)
    return one_line(known.device.shown_name() if known is not None else device, 60)


def _port(live: LiveNetwork, port: PortRef) -> str:
    if port.interface is None:
        return tr("unknown port")
    known = live.interface(port.device, port.interface)
    return one_line(known.name or known.descr or port.interface if known is not None else port.interface, 40)


def _traffic(rate_bps: float | None, share: float | None) -> str:
    return f"{bps(rate_bps)} · {percent(share)}" if share is not None else bps(rate_bps)


def _percent(value: float | None) -> str:
    return percent(value) if value is not None else ""
