"""What an operator can do to the way of a link and to the places of names, as a title and a Change."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from msgspec.structs import replace

from nocscape.base.i18n import msg
from nocscape.console.map.edits import Edit
from nocscape.model.mapdoc import DropItems, MapDocument, PutItems
from nocscape.model.mapparts import CANVAS, Bend, Canvas, LinkWay, Route, way_id
from nocscape.model.net import DeviceId, LinkId

MOST_BENDS = 40


def way_of(document: MapDocument, link: LinkId) -> LinkWay:
    """How a link is drawn; as the map says where nobody said so for this one."""
    known = document.parts.get(way_id(link))
    if isinstance(known, LinkWay):
        return known
    canvas = document.parts.get(CANVAS)
    return LinkWay(id=way_id(link), link=link, route=canvas.route if isinstance(canvas, Canvas) else Route.STRAIGHT)


def bent(document: MapDocument, link: LinkId, bends: tuple[Bend, ...]) -> Edit | None:
    """A link over other points."""
    before = way_of(document, link)
    if bends == before.bends or len(bends) > MOST_BENDS:
        return None
    return Edit(msg("Bent a link"), PutItems(parts=(replace(before, bends=bends),)))


def routed(document: MapDocument, link: LinkId, route: Route) -> Edit | None:
    """A link that goes from point to point in another manner."""
    before = way_of(document, link)
    if route is before.route:
        return None
    return Edit(msg("Changed the way of a link"), PutItems(parts=(replace(before, route=route),)))


def all_routed(document: MapDocument, route: Route) -> Edit | None:
    """All links that have no way of their own."""
    known = document.parts.get(CANVAS)
    canvas = known if isinstance(known, Canvas) else Canvas()
    if canvas.route is route:
        return None
    return Edit(msg("Changed the way of all links"), PutItems(parts=(replace(canvas, route=route),)))


def straightened(document: MapDocument, link: LinkId) -> Edit | None:
    """A link without a way of its own."""
    if way_id(link) not in document.parts:
        return None
    return Edit(msg("Changed the way of a link"), DropItems(parts=(way_id(link),)))


def labelled_at(document: MapDocument, link: LinkId, share: float) -> Edit | None:
    """The words of a link elsewhere on its way."""
    before = way_of(document, link)
    if before.label_at == share:
        return None
    return Edit(msg("Moved a label"), PutItems(parts=(replace(before, label_at=share),)))


def words_reset(document: MapDocument, devices: Collection[DeviceId], link: LinkId | None) -> Edit | None:
    """Names of these devices, or the rates of a link, where they usually stand; of all where neither is given."""
    is_all = not devices and link is None
    nodes = tuple(
        replace(node, label_side="below")
        for node in document.nodes.values()
        if node.label_side != "below" and (is_all or node.device in devices)
    )
    ways = tuple(
        replace(part, label_at=0.5)
        for part in document.parts.values()
        if isinstance(part, LinkWay) and part.label_at != 0.5 and (is_all or part.link == link)
    )
    return (
        Edit(msg("Put words back where they usually stand"), PutItems(nodes=nodes, parts=ways))
        if nodes or ways
        else None
    )


def names_at(document: MapDocument, devices: Iterable[DeviceId], side: str) -> Edit | None:
    """Names of nodes at another side of them."""
    known = (document.nodes[device] for device in devices if device in document.nodes)
    nodes = tuple(replace(node, label_side=side) for node in known if node.label_side != side)
    return Edit(msg("Moved a label"), PutItems(nodes=nodes)) if nodes else None
