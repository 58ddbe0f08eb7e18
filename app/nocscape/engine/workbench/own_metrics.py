"""From an object in the browser to a metric that is polled and kept: a metric profile of one's own for it."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

import msgspec
import yaml
from msgspec.structs import replace

from nocscape.base.errors import InputError, NocscapeError
from nocscape.base.i18n import tr
from nocscape.engine.rooms import Rooms
from nocscape.engine.watching.metric_room import CHOICES, OWN_FOLDER
from nocscape.mibs import Kind, MibDictionary, MibObject, measure_of
from nocscape.model.commands import MeasureObject
from nocscape.model.metrics import BUILT_IN
from nocscape.model.mibs import Measured
from nocscape.model.net import Device
from nocscape.polling.metrics import MetricLibrary, MetricProfile, MetricSpec
from nocscape.polling.metrics.schema import ValueKind, When

INTERVAL_S = 60.0
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
    spec = spec_of(rooms.mibs, ask.object)
    measured = _known(rooms.metrics.library, spec.value, inventory.device) or await _write(
        rooms, spec, inventory.device if ask.is_for_kind else None
    )
    if ask.is_for_kind:
        _leave_to_kind(rooms, measured)
    else:
        rooms.metrics.choose(f"device:{ask.device}", measured.profile, is_on=True)
    await rooms.inventory.put_setting(CHOICES, rooms.metrics.choices)
    await rooms.watch.watch(list(rooms.state.devices.values()))
    return measured


def _leave_to_kind(rooms: Rooms, measured: Measured) -> None:
    """Devices that were measured one by one until now are measured with their kind, and not twice."""
    single = f"own_{measured.metric}"
    for scope, chosen in list(rooms.metrics.choices.items()):
        known = rooms.state.devices.get(scope.removeprefix("device:"))
        fits = known is not None and any(
            p.name == measured.profile for p in rooms.metrics.library.fitting(known.device)
        )
        if fits and single in chosen:
            rooms.metrics.choose(scope, single, is_on=None)


def spec_of(mibs: MibDictionary, name: str) -> MetricSpec:
    """How the object of this name or number is measured. InputError where it is no number."""
    found = mibs.by_oid(mibs.resolve(name))
    if found is None or found.object.kind not in (Kind.SCALAR, Kind.COLUMN) or found.object.type.base not in _NUMBERS:
        raise InputError(
            tr("{name} is no number that could be measured", name=name[:80]),
            hint=tr("Import the MIB that defines it, or choose a counter, a gauge or a state."),
        )
    one = found.object
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


def _known(library: MetricLibrary, value: str, device: Device) -> Measured | None:
    """What measures the object already: a profile for all such devices, or one of its own for this object."""
    for profile in library.profiles.values():
        fits = profile in library.fitting(device)
        for spec in profile.metrics:
            if spec.value == value and not spec.only and not spec.is_hidden and fits:
                return _measured(profile, spec)
    return None


async def _write(rooms: Rooms, spec: MetricSpec, for_kind_of: Device | None) -> Measured:
    folder = rooms.profile / OWN_FOLDER if rooms.profile is not None else None
    if folder is None:
        raise InputError(tr("What is measured is kept in a profile"), hint=tr("name one with --profile DIR"))
    if _is_taken(rooms.metrics.library, spec):
        spec = replace(spec, name=f"mib_{spec.name}")
    profile = _profile_with(rooms.metrics.library, spec, for_kind_of)
    path = folder / f"{profile.name}.yaml"
    try:
        await asyncio.to_thread(_put, path, profile)
    except OSError as error:
        raise NocscapeError(
            tr("{file} could not be written: {reason}", file=path.name, reason=error.strerror)
        ) from error
    rooms.metrics.reload()
    return replace(_measured(profile, spec), file=str(path))


def _is_taken(library: MetricLibrary, spec: MetricSpec) -> bool:
    """Whether another object's series have this name."""
    others = (one.name for profile in library.profiles.values() for one in profile.metrics if one.value != spec.value)
    return spec.name in {*others, *(metric.name for metric in BUILT_IN)}


def _profile_with(library: MetricLibrary, spec: MetricSpec, for_kind_of: Device | None) -> MetricProfile:
    """The profile of the object, or that of the kind of device with the object in it."""
    if for_kind_of is None:
        when, name, title = When(is_chosen_only=True), f"own_{spec.name}", spec.object
    else:
        kind, vendor = for_kind_of.kind, for_kind_of.vendor
        when = When(kinds=(kind,), vendors=(vendor,) if vendor else ())
        name = re.sub(r"\W+", "_", f"own_{kind}_{vendor or 'any'}").lower()
        title = f"{vendor or ''} {kind}".strip()
    before = library.profiles.get(name)
    others = [one for one in before.metrics if one.value != spec.value] if before is not None else []
    return MetricProfile(name=name, title=title, interval_s=INTERVAL_S, when=when, metrics=(*others, spec))


def _put(path: Path, profile: MetricProfile) -> None:
    path.parent.mkdir(exist_ok=True)
    fresh = path.with_suffix(".new")
    text = yaml.safe_dump(msgspec.to_builtins(profile), sort_keys=False, allow_unicode=True, width=120)
    fresh.write_text(text, encoding="utf-8")
    fresh.replace(path)


def _measured(profile: MetricProfile, spec: MetricSpec) -> Measured:
    return Measured(
        metric=spec.name,
        title=spec.title,
        unit=spec.unit,
        interval_s=profile.interval_s,
        profile=profile.name,
    )
