"""Which devices belong in one frame: by site, else by subnet, else by what they hang on.

A grouping counts only where it says something: at least two frames, and none that swallows nearly everything.
"""

from __future__ import annotations

import ipaddress
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

import msgspec

from nocscape.base.i18n import tr
from nocscape.console.map.layouts.graph import Neighbours, Plan, components, neighbours
from nocscape.console.map.layouts.tiers import depths
from nocscape.model.mapdoc import Group
from nocscape.model.net import Device, DeviceId

LEAST_DEVICES = 8
"""Smaller networks are clear without frames."""

_LEAST_MEMBERS = 2
_LEAST_BRANCH = 3
_LARGEST_SHARE = 0.75
_LEAST_COVERED = 0.5
_V4_BITS, _V6_BITS = 24, 64


class Grouping(msgspec.Struct, frozen=True):
    """Frames by id, and which one each device is in."""

    groups: dict[str, Group]
    of: dict[DeviceId, str]


NOTHING = Grouping({}, {})


def grouping(devices: Sequence[Device], plan: Plan) -> Grouping:
    """The first way to group that says something about this network; `plan` has a vertex for each device, in order."""
    if len(devices) < LEAST_DEVICES:
        return NOTHING
    for rule in (_by_site, _by_subnet):
        if (found := rule(devices)) is not None:
            return found
    return _by_branch(devices, plan) or NOTHING


def group_of(device: Device, known: Iterable[str]) -> str | None:
    """The frame among `known` that a newly found device belongs in by its site or subnet."""
    ids = set(known)
    return next((group for group in (f"site:{site_path(device)}", f"net:{subnet(device)}") if group in ids), None)


def _by_site(devices: Sequence[Device]) -> Grouping | None:
    """Sites are paths; one that has others below it frames nothing itself."""
    paths = {d.id: path for d in devices if (path := site_path(d))}
    above = {path.rpartition("/")[0] for path in paths.values()}
    leaves = {device: path for device, path in paths.items() if path not in above}
    return _checked(devices, leaves, "site", _site_titles(set(leaves.values())))


def site_path(device: Device) -> str:
    """The operator's word for its place, else what the device itself says (SNMPv2-MIB sysLocation), as a path."""
    place = device.site or device.sys_location or ""
    return "/".join(part.strip() for part in place.split("/") if part.strip())


def _by_subnet(devices: Sequence[Device]) -> Grouping | None:
    return _checked(devices, {d.id: net for d in devices if (net := subnet(d))}, "net", str)


def _site_titles(paths: set[str]) -> Callable[[str], str]:
    """The last part of a path, with the part before it where two would be called alike."""
    last = Counter(path.rpartition("/")[2] for path in paths)

    def title(path: str) -> str:
        before, _, own = path.rpartition("/")
        return f"{before.rpartition('/')[2]} · {own}" if last[own] > 1 and before else own

    return title


def _checked(
    devices: Sequence[Device], key_of: dict[DeviceId, str], prefix: str, title: Callable[[str], str]
) -> Grouping | None:
    sizes = Counter(key_of.values())
    kept = {key for key, size in sizes.items() if size >= _LEAST_MEMBERS}
    covered = sum(sizes[key] for key in kept)
    if len(kept) < 2 or covered < _LEAST_COVERED * len(devices):
        return None
    if max(sizes[key] for key in kept) > _LARGEST_SHARE * len(devices):
        return None
    return Grouping(
        groups={f"{prefix}:{key}": Group(id=f"{prefix}:{key}", title=title(key)) for key in sorted(kept)},
        of={device: f"{prefix}:{key}" for device, key in key_of.items() if key in kept},
    )


def subnet(device: Device) -> str | None:
    """The /24 or /64 that a device is polled in; discovery says nothing better about a device without interfaces."""
    try:
        address = ipaddress.ip_address(device.endpoint.address)
    except ValueError:
        return None
    bits = _V4_BITS if address.version == 4 else _V6_BITS
    network = str(ipaddress.ip_network((address, bits), strict=False))
    return f"{device.endpoint.realm} {network}".strip()


def _by_branch(devices: Sequence[Device], plan: Plan) -> Grouping | None:
    """Frames around what falls apart when the upper rows are taken away, each called after its topmost device."""
    near = neighbours(len(plan.vertices), plan.edges)
    depth = depths(plan, near)
    for level in range(max(depth, default=0)):
        below = [one for one, row in enumerate(depth) if row > level]
        branches = [part for part in components(below, near) if len(part) >= _LEAST_BRANCH]
        largest = max(map(len, branches), default=0)
        if len(branches) >= 2 and largest <= _LARGEST_SHARE * len(devices):
            return _branches(plan, depth, near, branches, level)
    return None


def _branches(
    plan: Plan, depth: Sequence[int], near: Neighbours, branches: Sequence[list[int]], level: int
) -> Grouping:
    groups: dict[str, Group] = {}
    of: dict[DeviceId, str] = {}
    upper = [one for one, row in enumerate(depth) if row <= level and near[one]]
    if len(upper) > 2:
        groups["top:core"] = Group(id="top:core", title=tr("Core"))
        of |= {plan.vertices[one].id: "top:core" for one in upper}
    for branch in branches:
        head = min(branch, key=lambda one: (depth[one], -len(near[one]), plan.vertices[one].name))
        group = Group(id=f"top:{plan.vertices[head].id}", title=plan.vertices[head].name)
        groups[group.id] = group
        of |= {plan.vertices[one].id: group.id for one in branch}
    return Grouping(groups, of)
