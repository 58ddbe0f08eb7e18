"""What an operator can do to groups: collapse and expand them, and group by an attribute or by rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from typing import NamedTuple

from msgspec.structs import replace

from nocscape.base.i18n import counted, mark, msg
from nocscape.console.live import LiveNetwork
from nocscape.console.map.attributes import device_value, group_id, group_title
from nocscape.console.map.edits import Edit
from nocscape.console.map.layouts.graph import Places
from nocscape.model.mapdoc import Change, DropItems, Group, MapDocument, Node, PutItems, Together
from nocscape.model.mapparts import GroupRule
from nocscape.model.net import DeviceId

LEAST_MEMBERS = 2
"""A value that fewer devices share makes no group."""


def collapsed(document: MapDocument, groups: Iterable[str], *, is_collapsed: bool) -> Edit | None:
    """Groups shown as one node each, or opened again; nothing else moves."""
    known = (document.groups[group] for group in dict.fromkeys(groups) if group in document.groups)
    changed = tuple(replace(group, is_collapsed=is_collapsed) for group in known if group.is_collapsed != is_collapsed)
    if not changed:
        return None
    if len(changed) == 1:
        name = changed[0].title
        title = msg("Collapsed {name}", name=name) if is_collapsed else msg("Expanded {name}", name=name)
    else:
        count = len(changed)
        title = (
            msg("Collapsed {count} groups", count=count)
            if is_collapsed
            else msg("Expanded {count} groups", count=count)
        )
    return Edit(title, PutItems(groups=changed))


def groups_by(
    document: MapDocument, live: LiveNetwork, devices: Collection[DeviceId], attribute: str
) -> dict[DeviceId, Group]:
    """The group that each device belongs in by an attribute; those whose value nobody shares have none."""
    found = {device: device_value(live, device, attribute) for device in devices}
    values = {device: str(value) for device, value in found.items() if value not in (None, "")}
    sizes = Counter(values.values())
    return {
        device: _group(document, attribute, value)
        for device, value in values.items()
        if sizes[value] >= LEAST_MEMBERS or group_id(attribute, value) in document.groups
    }


def grouped_by(
    document: MapDocument, places: Places, joins: dict[DeviceId, Group], devices: Iterable[DeviceId], attribute: str
) -> Edit | None:
    """Nodes in the groups that `groups_by` found, where a layout put them; frames left without nodes go."""
    nodes = []
    for device in devices:
        node = document.nodes.get(device)
        if node is not None:
            x, y = places.get(device, (node.x, node.y))
            group = joins[device].id if device in joins else None
            nodes.append(replace(node, x=x, y=y, group=group))
    if not joins or not nodes:
        return None
    groups = tuple({group.id: group for group in joins.values()}.values())
    one, many = mark("Grouped 1 device by {attribute}"), mark("Grouped {count} devices by {attribute}")
    title = counted(one, many, len(joins), attribute=attribute)
    return Edit(title, _without_empty(document, PutItems(nodes=tuple(nodes), groups=groups)))


def rule_group(document: MapDocument, live: LiveNetwork, device: DeviceId) -> Group | None:
    """The group that the map's rules put a new device into; it may have to be made."""
    rules = sorted((p for p in document.parts.values() if isinstance(p, GroupRule)), key=lambda rule: rule.order)
    for rule in rules:
        value = device_value(live, device, rule.attribute)
        if value not in (None, "") and rule.pattern.casefold() in str(value).casefold():
            return _group(document, rule.attribute, str(value))
    return None


class Rejoin(NamedTuple):
    """A device that the rules put into another group than it is in."""

    device: DeviceId
    before: str
    """Title of the group that it is in; empty for none."""
    group: Group


def has_rules(document: MapDocument) -> bool:
    """Whether the map says how devices are grouped."""
    return any(isinstance(part, GroupRule) for part in document.parts.values())


def rejoins(document: MapDocument, live: LiveNetwork, devices: Iterable[DeviceId]) -> list[Rejoin]:
    """What the rules would change in devices that are on the map; those that no rule fits stay in their groups."""
    found = []
    for device in devices:
        node = document.nodes.get(device)
        group = rule_group(document, live, device) if node is not None else None
        if node is not None and group is not None and group.id != node.group:
            before = document.groups.get(node.group or "")
            found.append(Rejoin(device, before.title if before is not None else "", group))
    return found


def rejoined(document: MapDocument, places: Places, wanted: Iterable[Rejoin]) -> Edit | None:
    """Devices in the groups that the rules name, where they stand but for `places`; frames left without nodes go."""
    joins = {rejoin.device: rejoin.group for rejoin in wanted if rejoin.device in document.nodes}
    if not joins:
        return None
    nodes = []
    for device in (*joins, *(device for device in places if device not in joins)):
        if (node := document.nodes.get(device)) is not None:
            x, y = places.get(device, (node.x, node.y))
            nodes.append(replace(node, x=x, y=y, group=joins[device].id if device in joins else node.group))
    groups = tuple({g.id: g for g in joins.values() if g.id not in document.groups}.values())
    title = counted(mark("Grouped 1 device by the rules"), mark("Grouped {count} devices by the rules"), len(joins))
    return Edit(title, _without_empty(document, PutItems(nodes=tuple(nodes), groups=groups)))


def _group(document: MapDocument, attribute: str, value: str) -> Group:
    name = group_id(attribute, value)
    return document.groups.get(name) or Group(id=name, title=group_title(attribute, value))


def _without_empty(document: MapDocument, put: PutItems) -> Change:
    after: dict[DeviceId, Node] = document.nodes | {node.device: node for node in put.nodes}
    used = {node.group for node in after.values()}
    used |= {group.parent for group in (*document.groups.values(), *put.groups)}
    empty = tuple(sorted(group for group in document.groups if group not in used))
    return Together(changes=(put, DropItems(groups=empty))) if empty else put
