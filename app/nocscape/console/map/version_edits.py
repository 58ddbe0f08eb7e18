"""What is different between a map and a version of it, and the edit that brings the version back."""

from __future__ import annotations

from typing import NamedTuple

from msgspec.structs import replace

from nocscape.base.i18n import counted, mark, msg, tr
from nocscape.base.text import one_line
from nocscape.console.map.edits import Edit
from nocscape.model.mapdoc import MapDocument, difference
from nocscape.model.net import DeviceId


class Difference(NamedTuple):
    """Seen from the version: what the map has besides, what it lacks, and what stands otherwise."""

    added: tuple[DeviceId, ...]
    removed: tuple[DeviceId, ...]
    moved: tuple[DeviceId, ...]
    changed: tuple[DeviceId, ...]
    others: int
    """Groups, notes, drawings, rules and drawn links that differ."""

    @property
    def is_none(self) -> bool:
        """Whether the two are alike."""
        return not any(self)

    def marks(self) -> dict[DeviceId, str]:
        """In the words of `Highlights`."""
        found = {"added": self.added, "moved": self.moved, "changed": self.changed}
        return {device: word for word, devices in found.items() for device in devices}

    def words(self) -> str:
        """In one line."""
        if self.is_none:
            return tr("The map stands as in this version.")
        parts = (
            (len(self.added), tr("{count} added", count=len(self.added))),
            (len(self.removed), tr("{count} removed", count=len(self.removed))),
            (len(self.moved), tr("{count} moved", count=len(self.moved))),
            (len(self.changed), tr("{count} changed", count=len(self.changed))),
            (self.others, str(counted(mark("1 other item"), mark("{count} other items"), self.others))),
        )
        return tr("Since this version: {what}", what=", ".join(text for count, text in parts if count))


def compared(now: MapDocument, then: MapDocument) -> Difference:
    """What happened from `then` to `now`."""
    both = [device for device in now.nodes if device in then.nodes]
    moved, changed = [], []
    for device in both:
        one, other = now.nodes[device], then.nodes[device]
        if (one.x, one.y) != (other.x, other.y):
            moved.append(device)
        elif one != other:
            changed.append(device)
    pairs: tuple[tuple[dict[str, object], dict[str, object]], ...] = (
        ({**now.groups}, {**then.groups}),
        ({**now.notes}, {**then.notes}),
        ({**now.parts}, {**then.parts}),
        ({**now.links}, {**then.links}),
    )
    others = sum(one.get(key) != other.get(key) for one, other in pairs for key in one.keys() | other.keys())
    return Difference(
        tuple(device for device in now.nodes if device not in then.nodes),
        tuple(device for device in then.nodes if device not in now.nodes),
        tuple(moved),
        tuple(changed),
        others,
    )


def restored(now: MapDocument, then: MapDocument, title: str) -> Edit | None:
    """The map as it was in a version, as one edit that can be undone."""
    change = difference(now, replace(then, title=now.title))
    return Edit(msg("Restored the version {name}", name=one_line(title, 60)), change) if change is not None else None
