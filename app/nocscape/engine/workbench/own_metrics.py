"""From an object in the browser to a metric that is polled and kept: a metric profile of one's own for it."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import yaml
from msgspec.structs import replace

from nocscape.base.errors import InputError, NocscapeError
from nocscape.base.files import replace_file
from nocscape.base.i18n import tr
from nocscape.engine.rooms import Rooms
from nocscape.engine.watching.metric_room import CHOICES, OWN_FOLDER, PORTS
from nocscape.mibs import Kind, MibDictionary, MibObject, measure_of
from nocscape.model.commands import MeasureObject
from nocscape.model.metrics import BUILT_IN
from nocscape.model.mibs import Measured
from nocscape.model.net import Device, DeviceId, Inventory
from nocscape.polling.interfaces import MEASURES
from nocscape.polling.metrics import MetricLibrary, MetricProfile, MetricSpec
from nocscape.polling.metrics.schema import ValueKind, When

INTERVAL_S = 60.0
PORT_METRICS = {c.oid: m.metric for m in MEASURES for c in (m.column, m.fallback) if c is not None}
"""Columns of IF-MIB that every port is measured by."""
_COUNTERS = {"Counter32": ValueKind.COUNTER32, "Counter64": ValueKind.COUNTER64}
_NUMBERS = frozenset({"INTEGER", "Integer32", "Unsigned32", "Gauge32", "TimeTicks", *_COUNTERS})
_GOOD_LABELS = frozenset({"true", "up", "ok", "normal", "active", "established", "full", "operational", "enabled"})
"""Labels of which an enumeration has one, where it tells of health."""
_NAMES_OF_ROWS = {"ifIndex": "1.3.6.1.2.1.31.1.1.1.1", "entPhysicalIndex": "1.3.6.1.2.1.47.1.1.1.1.7"}
"""Index to the column that names its rows: ifName, entPhysicalName."""
_SUFFIXES = {"s": "s", "B": "bytes", "bit/s": "bps", "%": "percent", "°C": "c", "1/s": "per_s", "B/s": "bytes_per_s"}
_MOST_NAME = 60
_WORD_ENDS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|[^A-Za-z0-9]+")


async def measure_object(rooms: Rooms, ask: MeasureObject) -> Measured:
    """Measure it on the device or on all of its kind. InputError where it is no number or there is no profile."""
    inventory = rooms.state.devices.get(ask.device)
    if inventory is None:
        raise InputError(tr("There is no device {device}", device=ask.device))
    spec = spec_of(rooms.mibs, ask.object, is_one_row=ask.is_one_row)
    if inventory.interfaces and spec.value in PORT_METRICS:
        return _of_ports(rooms, PORT_METRICS[spec.value])
    measured = _known(rooms, spec, inventory, is_for_kind=ask.is_for_kind)
    if measured is None:
        measured = await _write(rooms, spec, inventory.device, is_for_kind=ask.is_for_kind)
    if not ask.is_for_kind:
        rooms.metrics.choose(f"device:{ask.device}", measured.profile, is_on=True)
    await _leave_to(rooms, measured, spec)
    await rooms.inventory.put_setting(CHOICES, rooms.metrics.choices)
    await rooms.watch.watch(list(rooms.state.devices.values()))
    return measured


async def _leave_to(rooms: Rooms, measured: Measured, spec: MetricSpec) -> None:
    """What was measured alone until now, an object or a row of it, is not measured twice."""
    profile = rooms.metrics.library.profiles[measured.profile]
    for inventory in rooms.state.devices.values():
        device = inventory.device
        scope = f"device:{device.id}"
        is_fitting = profile in rooms.metrics.library.fitting(device)
        if not (is_fitting or measured.profile in rooms.metrics.choices.get(scope, {})):
            continue
        single = f"own_{measured.metric}"
        if is_fitting and not spec.rows and single in rooms.metrics.choices.get(scope, {}):
            rooms.metrics.choose(scope, single, is_on=None)
        rows = rooms.metrics.library.profiles.get(_rows_name(device.id))
        if rows is not None and rows.name != measured.profile:
            await _lessen(rooms, scope, rows, spec)


async def _lessen(rooms: Rooms, scope: str, profile: MetricProfile, spec: MetricSpec) -> None:
    """Take rows out of a device's own profile, and the profile away where nothing is left in it."""
    metrics = tuple(left for one in profile.metrics if (left := _without(one, spec)) is not None)
    if metrics == profile.metrics:
        return
    if metrics:
        await _put(rooms, replace(profile, metrics=metrics))
        return
    rooms.metrics.choose(scope, profile.name, is_on=None)
    with _told_of(profile):
        await asyncio.to_thread(_path(rooms, profile).unlink, missing_ok=True)
    rooms.metrics.reload()


def _without(one: MetricSpec, spec: MetricSpec) -> MetricSpec | None:
    """What of `one` is not measured by `spec`, None where nothing is left."""
    if one.value != spec.value or (spec.rows and not one.rows):
        return one
    rows = tuple(row for row in one.rows if spec.rows and row not in spec.rows)
    return replace(one, rows=rows) if rows else None


def spec_of(mibs: MibDictionary, name: str, *, is_one_row: bool = False) -> MetricSpec:
    """How the object of this name or number is measured. InputError where it is no number, or names no row."""
    found = mibs.by_oid(mibs.resolve(name))
    if found is None or found.object.kind not in (Kind.SCALAR, Kind.COLUMN) or found.object.type.base not in _NUMBERS:
        raise InputError(
            tr("{name} is no number that could be measured", name=name[:80]),
            hint=tr("Import the MIB that defines it, or choose a counter, a gauge or a state."),
        )
    one = found.object
    is_row = is_one_row and one.kind is Kind.COLUMN
    if is_row and not found.suffix:
        raise InputError(tr("{name} names a column and no row of it", name=name[:80]))
    kind, good = _kind_of(one)
    unit, factor = ("1", 1.0) if kind is ValueKind.STATE else _unit_of(one)
    return MetricSpec(
        name=_metric_name(one, unit),
        title=one.name,
        unit=unit,
        object=one.label,
        value=one.oid if one.kind is Kind.COLUMN else f"{one.oid}.0",
        kind=kind,
        good=good,
        factor=factor,
        label=_NAMES_OF_ROWS.get(one.index[0], "") if len(one.index) == 1 else "",
        rows=(found.suffix,) if is_row else (),
    )


def _kind_of(one: MibObject) -> tuple[ValueKind, tuple[int, ...]]:
    if one.type.base in _COUNTERS:
        return _COUNTERS[one.type.base], ()
    good = tuple(number for label, number in one.enums.items() if label.lower() in _GOOD_LABELS)
    return (ValueKind.STATE, good) if good else (ValueKind.GAUGE, ())


def _unit_of(one: MibObject) -> tuple[str, float]:
    unit, factor = ("s", 0.01) if one.type.base == "TimeTicks" else measure_of(one.units)
    if unit == "1" and one.name.endswith("Octets"):
        unit = "B"
    return (f"{unit}/s" if one.type.base in _COUNTERS else unit), factor


def _metric_name(one: MibObject, unit: str) -> str:
    words = _WORD_ENDS.sub("_", one.name).lower()[:_MOST_NAME]
    if unit == "B/s" and words.endswith("_octets"):
        return f"{words}_per_s"
    suffix = _SUFFIXES.get(unit) or re.sub(r"\W+", "_", unit.replace("/", "_per_")).lower()
    return words if unit == "1" or words.endswith(f"_{suffix}") else f"{words}_{suffix}"


def _of_ports(rooms: Rooms, name: str) -> Measured:
    """What every port is measured by, of whatever device."""
    metric = next(one for one in BUILT_IN if one.name == name)
    interval_s = rooms.metrics.paces.get(PORTS, rooms.watch.interval_s)
    return Measured(metric=name, title=metric.title, unit=metric.unit, interval_s=interval_s, profile=PORTS)


def _known(rooms: Rooms, spec: MetricSpec, inventory: Inventory, *, is_for_kind: bool) -> Measured | None:
    """What measures the object already: a profile for all such devices, or one that was chosen for this one."""
    library, device = rooms.metrics.library, inventory.device
    names = {profile.name for profile in library.fitting(device)}
    if not is_for_kind:
        names |= {profile.name for profile in rooms.metrics.of(inventory, rooms.state.sites.get(device.id, ""))}
    for profile in (library.profiles[name] for name in library.profiles if name in names):
        for one in profile.metrics:
            if not one.only and not one.is_hidden and _without(spec, one) is None:
                return _measured(profile, one)
    return None


async def _write(rooms: Rooms, spec: MetricSpec, device: Device, *, is_for_kind: bool) -> Measured:
    if _is_taken(rooms.metrics.library, spec):
        spec = replace(spec, name=f"mib_{spec.name}")
    alone = _of_rows(device, spec) if spec.rows else _of_object(spec)
    blank = _of_kind(device) if is_for_kind else alone
    before = rooms.metrics.library.profiles.get(blank.name, blank)
    profile = replace(blank, metrics=_with(before.metrics, spec))
    path = await _put(rooms, profile)
    kept = next(one for one in profile.metrics if one.value == spec.value)
    return replace(_measured(profile, kept), file=str(path))


def _with(metrics: tuple[MetricSpec, ...], spec: MetricSpec) -> tuple[MetricSpec, ...]:
    """Rows are added to those that are measured already."""
    before = next((one for one in metrics if one.value == spec.value), spec)
    rows = tuple(dict.fromkeys((*before.rows, *spec.rows))) if before.rows and spec.rows else ()
    return (*(one for one in metrics if one.value != spec.value), replace(spec, rows=rows))


def _is_taken(library: MetricLibrary, spec: MetricSpec) -> bool:
    """Whether another object's series have this name."""
    others = (one.name for profile in library.profiles.values() for one in profile.metrics if one.value != spec.value)
    return spec.name in {*others, *(metric.name for metric in BUILT_IN)}


def _of_object(spec: MetricSpec) -> MetricProfile:
    return _blank(f"own_{spec.name}", spec.object, When(is_chosen_only=True))


def _of_rows(device: Device, spec: MetricSpec) -> MetricProfile:
    """One for each device: others have other rows."""
    return _blank(_rows_name(device.id), f"{device.shown_name()}, {spec.object} …", When(is_chosen_only=True))


def _of_kind(device: Device) -> MetricProfile:
    kind, vendor = device.kind, device.vendor
    when = When(kinds=(kind,), vendors=(vendor,) if vendor else ())
    name = re.sub(r"\W+", "_", f"own_{kind}_{vendor or 'any'}").lower()
    return _blank(name, f"{vendor or ''} {kind}".strip(), when)


def _blank(name: str, title: str, when: When) -> MetricProfile:
    return MetricProfile(name=name, title=title, interval_s=INTERVAL_S, when=when, metrics=())


def _rows_name(device: DeviceId) -> str:
    return re.sub(r"\W+", "_", f"own_rows_{device}").lower()


def _path(rooms: Rooms, profile: MetricProfile) -> Path:
    """InputError where the engine has no profile to keep it in."""
    if rooms.profile is None:
        raise InputError(tr("What is measured is kept in a profile"), hint=tr("name one with --profile DIR"))
    return rooms.profile / OWN_FOLDER / f"{profile.name}.yaml"


async def _put(rooms: Rooms, profile: MetricProfile) -> Path:
    path = _path(rooms, profile)
    with _told_of(profile):
        await asyncio.to_thread(_replace, path, profile)
    rooms.metrics.reload()
    return path


@contextmanager
def _told_of(profile: MetricProfile) -> Iterator[None]:
    """The name of the file in what is said of a disk that refuses."""
    try:
        yield
    except OSError as error:
        file = f"{profile.name}.yaml"
        raise NocscapeError(tr("{file} could not be written: {reason}", file=file, reason=error.strerror)) from error


def _replace(path: Path, profile: MetricProfile) -> None:
    path.parent.mkdir(exist_ok=True)
    text = yaml.safe_dump(msgspec.to_builtins(profile), sort_keys=False, allow_unicode=True, width=120)
    replace_file(path, text.encode())


def _measured(profile: MetricProfile, spec: MetricSpec) -> Measured:
    return Measured(
        metric=spec.name,
        title=spec.title,
        unit=spec.unit,
        interval_s=profile.interval_s,
        profile=profile.name,
        rows=spec.rows,
    )
