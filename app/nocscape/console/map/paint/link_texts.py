"""What links say about themselves: rates, wires of a bundle, ports; put into words once for each news of them."""

from __future__ import annotations

from typing import NamedTuple

from nocscape.base.text import one_line
from nocscape.base.units import NO_VALUE, si, significant
from nocscape.console.map.scene.scene import Scene
from nocscape.model.net import Inventory, Link, LinkId, LinkLoad, PortRef
from nocscape.model.status import LinkState

_PREFIXES = ((1e12, "Tb/s"), (1e9, "Gb/s"), (1e6, "Mb/s"), (1e3, "kb/s"), (1.0, "b/s"))
_MOST = 4_000


class _Rates(NamedTuple):
    """Words, and what they were made of."""

    load: LinkLoad | None
    link: Link | None
    text: str


class _Port(NamedTuple):
    """The name of a port, and the device that told it."""

    device: Inventory | None
    text: str


class LinkTexts:
    """Keeps words until what they tell is different: a frame looks at hundreds of links."""

    def __init__(self) -> None:
        self._rates: dict[LinkId, _Rates] = {}
        self._ports: dict[PortRef, _Port] = {}

    def rates(self, scene: Scene, row: int) -> str:
        """How many wires a link is of, and rates where it is up and has them."""
        name = scene.links.ids[row]
        load, link = scene.live.loads.get(name), scene.live.links.get(name)
        known = self._rates.get(name)
        if known is None or known.load is not load or known.link is not link:
            text = rates_text(load) if link is None or link.state is LinkState.UP else ""
            text = _with_members(int(scene.links.members[row]), "" if NO_VALUE in text else text)
            known = _Rates(load, link, text)
            if len(self._rates) > _MOST:
                self._rates.clear()
            self._rates[name] = known
        return known.text

    def ports(self, scene: Scene, link: Link) -> tuple[str, str]:
        """Names of the ports at both ends, empty where only the device is known."""
        return self._port(scene, link.a), self._port(scene, link.b)

    def _port(self, scene: Scene, port: PortRef) -> str:
        if port.interface is None:
            return ""
        device = scene.live.devices.get(port.device)
        known = self._ports.get(port)
        if known is None or known.device is not device:
            interface = scene.live.interface(port.device, port.interface)
            name = interface.name or interface.descr or port.interface if interface else port.interface
            known = _Port(device, one_line(name, 40))
            if len(self._ports) > _MOST:
                self._ports.clear()
            self._ports[port] = known
        return known.text


def rates_text(load: LinkLoad | None) -> str:
    """Both directions of a link in one unit: `7.9 / 4.6 Gb/s`; the one that leaves the first end comes first."""
    if load is None or (load.ab_bps is None and load.ba_bps is None):
        return ""
    if load.ab_bps is None or load.ba_bps is None:
        return " / ".join(si(value, "b/s", digits=2) for value in (load.ab_bps, load.ba_bps))
    largest = max(load.ab_bps, load.ba_bps)
    size, unit = next(((size, unit) for size, unit in _PREFIXES if largest >= size), _PREFIXES[-1])
    return f"{significant(load.ab_bps / size, 2)} / {significant(load.ba_bps / size, 2)} {unit}"


def _with_members(members: int, text: str) -> str:
    """A bundle says of how many wires it is."""
    if members < 2:
        return text
    return f"\u00d7{members} · {text}" if text else f"\u00d7{members}"
