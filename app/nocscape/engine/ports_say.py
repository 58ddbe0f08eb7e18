"""What the ports at both ends say of a link now: polls hear of them long before their devices are read again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from nocscape.model.net import DeviceId, Interface, Inventory, Layer, Link, LinkMember, PortRef
from nocscape.model.status import LinkState
from nocscape.topology.links import is_down

Ports = dict[str, Interface]


def as_ports_say(links: Iterable[Link], devices: Mapping[DeviceId, Inventory]) -> list[Link]:
    """These links, each down where a port of it is, and up again where inference knows only that one was.

    Blocked and stale are inference's word, and so is what becomes of an adjacency whose ports are up.
    """
    known: dict[DeviceId, Ports] = {}

    def is_port_down(end: PortRef) -> bool:
        if end.interface is None or end.device not in devices:
            return False
        if end.device not in known:
            known[end.device] = {i.key: i for i in devices[end.device].interfaces}
        return is_down([known[end.device].get(end.interface)])

    def member_now(link: Link, member: LinkMember) -> LinkMember:
        ends = PortRef(link.a.device, member.a), PortRef(link.b.device, member.b)
        return replace(member, state=_state_now(member.state, is_down=any(map(is_port_down, ends))))

    def link_now(link: Link) -> Link:
        is_link_down = is_port_down(link.a) or is_port_down(link.b)
        if not is_link_down and link.layer is not Layer.PHYSICAL:
            return link
        state = _state_now(link.state, is_down=is_link_down)
        members = tuple(member_now(link, member) for member in link.members)
        return link if (state, members) == (link.state, link.members) else replace(link, state=state, members=members)

    return [link_now(link) for link in links]


def _state_now(state: LinkState, *, is_down: bool) -> LinkState:
    if is_down:
        return LinkState.DOWN
    return LinkState.UP if state is LinkState.DOWN else state
