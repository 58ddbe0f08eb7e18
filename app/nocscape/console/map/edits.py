"""What an operator can do to a map, as a title for the history and a Change."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from msgspec.structs import replace

from nocscape.base.i18n import Text, counted, mark, msg
from nocscape.base.text import one_line
from nocscape.model.mapdoc import Change, DropItems, Group, MapDocument, Node, Note, PutItems, Step, Together
from nocscape.model.net import DeviceId

Spots = Mapping[DeviceId, tuple[float, float]]

MAX_TITLE = 80
MAX_NOTE = 2000


class Edit(NamedTuple):
    """What it is called in the history, and what it does."""

    title: Text
    change: Change


def moved(document: MapDocument, spots: Spots, joins: Mapping[DeviceId, str | None], name: str) -> Edit | None:
    """Nodes at other places, but for locked ones; `joins` says which of them are in another group now.

    None where nothing is different.
    """
    nodes = []
    for device, (x, y) in spots.items():
        if (node := document.nodes.get(device)) is not None and not node.is_locked:
            after = replace(node, x=float(x), y=float(y), group=joins.get(device, node.group))
            if after != node:
                nodes.append(after)
    if not nodes:
        return None
    return Edit(_counted("Moved", len(nodes), name), _tidy(document, PutItems(nodes=tuple(nodes))))


def placed(document: MapDocument, spots: Spots, groups: Mapping[DeviceId, str | None], name: str) -> Edit | None:
    """Devices put on the map, or somewhere else on it."""
    nodes = tuple(
        replace(
            document.nodes.get(device, Node(device=device, x=0, y=0)), x=float(x), y=float(y), group=groups.get(device)
        )
        for device, (x, y) in spots.items()
    )
    return Edit(_counted("Placed", len(nodes), name), PutItems(nodes=nodes)) if nodes else None


def filled(put: PutItems, name: str = "") -> Edit:
    """What a layout put on a map; `name` is that of the device where it is one."""
    return Edit(_counted("Placed", len(put.nodes), name), put)


def arranged(document: MapDocument, spots: Spots) -> Edit | None:
    """All or some nodes where a layout put them."""
    edit = moved(document, spots, {}, "")
    return Edit(_arranged(len(spots)), edit.change) if edit else None


def rearranged(put: PutItems, gone: tuple[str, ...]) -> Edit:
    """All nodes where a layout put them, in frames of its own; frames that it does not know are taken away."""
    change = Together(changes=(put, DropItems(groups=gone))) if gone else put
    return Edit(_arranged(len(put.nodes)), change)


def _arranged(count: int) -> Text:
    return counted(mark("Arranged 1 device"), mark("Arranged {count} devices"), count)


def removed(document: MapDocument, devices: Collection[DeviceId], notes: Collection[str], name: str) -> Edit | None:
    """Devices and notes taken off the map; the devices themselves stay known."""
    gone = tuple(device for device in devices if device in document.nodes)
    torn = tuple(note for note in notes if note in document.notes)
    if not gone and not torn:
        return None
    title = _counted("Removed", len(gone), name) if gone else msg("Removed a note")
    return Edit(title, _tidy(document, DropItems(nodes=gone, notes=torn)))


def grouped(document: MapDocument, devices: Iterable[DeviceId], group: str, title: str) -> Edit | None:
    """A new frame around nodes."""
    nodes = tuple(replace(document.nodes[d], group=group) for d in devices if d in document.nodes)
    if not nodes:
        return None
    title = one_line(title, MAX_TITLE)
    put = PutItems(nodes=nodes, groups=(Group(id=group, title=title),))
    title_of_edit = counted(mark("Grouped 1 device"), mark("Grouped {count} devices"), len(nodes))
    return Edit(title_of_edit, _tidy(document, put))


def dissolved(document: MapDocument, group: str) -> Edit | None:
    """A frame taken away; its nodes and the frames in it go to the frame around it."""
    known = document.groups.get(group)
    if known is None:
        return None
    put = PutItems(
        nodes=tuple(replace(n, group=known.parent) for n in document.nodes.values() if n.group == group),
        groups=tuple(replace(g, parent=known.parent) for g in document.groups.values() if g.parent == group),
    )
    change = Together(changes=(put, DropItems(groups=(group,))))
    return Edit(msg("Dissolved the group {name}", name=known.title), change)


def renamed_group(document: MapDocument, group: str, title: str) -> Edit | None:
    """A frame with another title."""
    known, title = document.groups.get(group), one_line(title, MAX_TITLE).strip()
    if known is None or not title or title == known.title:
        return None
    put = PutItems(groups=(replace(known, title=title),))
    return Edit(msg("Renamed the group {name}", name=title), put)


def left_group(document: MapDocument, devices: Iterable[DeviceId]) -> Edit | None:
    """Nodes taken out of their frames, where they stand."""
    nodes = tuple(
        replace(node, group=None) for d in devices if (node := document.nodes.get(d)) is not None and node.group
    )
    if not nodes:
        return None
    one, many = mark("Took 1 device out of its group"), mark("Took {count} devices out of their group")
    title = counted(one, many, len(nodes))
    return Edit(title, _tidy(document, PutItems(nodes=nodes)))


def noted(document: MapDocument, note: Note) -> Edit | None:
    """A note that is new, moved or says something else."""
    note = replace(note, text=note.text[:MAX_NOTE])
    before = document.notes.get(note.id)
    if before == note or (before is None and not note.text.strip()):
        return None
    if before is not None and not note.text.strip():
        return removed(document, (), (note.id,), "")
    title = msg("Added a note") if before is None else msg("Changed a note")
    if before is not None and before.text == note.text:
        title = msg("Moved a note")
    return Edit(title, PutItems(notes=(note,)))


def _counted(verb: str, count: int, name: str) -> Text:
    if count == 1 and name:
        return Text(_ONE[verb], {"name": name})
    return counted(_SINGLE[verb], _MANY[verb], count)


_ONE = {
    "Moved": mark("Moved {name}"),
    "Placed": mark("Placed {name}"),
    "Removed": mark("Removed {name} from the map"),
}
_SINGLE = {
    "Moved": mark("Moved 1 device"),
    "Placed": mark("Placed 1 device"),
    "Removed": mark("Removed 1 device from the map"),
}
_MANY = {
    "Moved": mark("Moved {count} devices"),
    "Placed": mark("Placed {count} devices"),
    "Removed": mark("Removed {count} devices from the map"),
}


def _tidy(document: MapDocument, step: PutItems | DropItems) -> Change:
    """The step, and the end of frames that it leaves empty."""
    steps: list[Step] = [step]
    if empty := _emptied(document, step):
        steps.append(DropItems(groups=empty))
    return step if len(steps) == 1 else Together(changes=tuple(steps))


def _emptied(document: MapDocument, step: PutItems | DropItems) -> tuple[str, ...]:
    if isinstance(step, PutItems):
        after = {node.device: node.group for node in step.nodes}
        touched = {
            document.nodes[d].group
            for d, group in after.items()
            if d in document.nodes and document.nodes[d].group != group
        }
    else:
        after = dict.fromkeys(step.nodes)
        touched = {document.nodes[d].group for d in step.nodes if d in document.nodes}
    touched.discard(None)
    if not touched:
        return ()
    still = {after.get(device, node.group) for device, node in document.nodes.items()}
    still |= set(after.values()) | {group.parent for group in document.groups.values()}
    return tuple(
        sorted(group for group in touched if group is not None and group in document.groups and group not in still)
    )
