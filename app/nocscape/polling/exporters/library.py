"""All exporter profiles, checked when they are loaded, and what a family means that none of them knows."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from nocscape.base.dimensions import Dimension, parse_unit
from nocscape.base.errors import InputError
from nocscape.base.i18n import tr
from nocscape.base.paths import resources_dir
from nocscape.model.metrics import Metric
from nocscape.polling.exporters.schema import ExporterProfile, ExporterSpec, FamilyKind
from nocscape.polling.metrics.formula import Formula
from nocscape.polling.metrics.library import read_files

FOLDER = "exporters"
_SUFFIXES = {
    "_bytes": "B",
    "_seconds": "s",
    "_ratio": "1",
    "_percent": "%",
    "_celsius": "°C",
    "_volts": "V",
    "_amperes": "A",
    "_watts": "W",
    "_meters": "1",
    "_hertz": "Hz",
}
"""Units by the end of a family's name, as Prometheus recommends them."""
_TOTAL = "_total"
PLAIN = "plain"
"""Profile of the families that the operator names."""


class ExporterLibrary:
    """Profiles by name."""

    def __init__(self, profiles: Iterable[ExporterProfile]) -> None:
        self.profiles = {profile.name: profile for profile in profiles}
        for profile in self.profiles.values():
            check(profile)

    def metrics(self) -> tuple[Metric, ...]:
        """Every metric that may have series."""
        specs = (spec for profile in self.profiles.values() for spec in profile.metrics if not spec.is_hidden)
        return tuple(metric_of(spec) for spec in specs)


def load(folders: Iterable[Path] | None = None, broken: dict[str, InputError] | None = None) -> ExporterLibrary:
    """The profiles that ship with the program, or those of `folders`; see `read_files`."""
    folders = folders if folders is not None else [resources_dir() / FOLDER]
    return ExporterLibrary(read_files(folders, ExporterProfile, check, broken))


def check(profile: ExporterProfile) -> None:
    """Raises InputError where a profile contradicts itself."""
    units: dict[str, Dimension] = {}
    for spec in profile.metrics:
        if bool(spec.family) == bool(spec.formula):
            raise InputError(tr("{name} needs either a family or a formula", name=spec.name))
        unit = parse_unit(spec.unit)
        if spec.formula:
            Formula(spec.formula).check(units, unit)
        units[spec.name] = unit


def metric_of(spec: ExporterSpec) -> Metric:
    """What the rest of the program knows of it."""
    return Metric(name=spec.name, unit=spec.unit, title=spec.title, is_counter=spec.kind is FamilyKind.COUNTER)


def plain_profile(families: Iterable[str]) -> ExporterProfile:
    """Families as they are: a counter's rate, everything else as it stands, each set of labels for itself."""
    specs = tuple(plain_spec(family) for family in dict.fromkeys(families))
    return ExporterProfile(name=PLAIN, title=PLAIN, has="", metrics=specs)


def plain_spec(family: str) -> ExporterSpec:
    """What a family means by the end of its name."""
    is_counter = family.endswith(_TOTAL)
    base = family.removesuffix(_TOTAL)
    unit = next((unit for suffix, unit in _SUFFIXES.items() if base.endswith(suffix)), "1")
    if not is_counter:
        return ExporterSpec(name=family, title=family, unit=unit, family=family)
    per_s = "1" if unit == "s" else f"{unit}/s"
    return ExporterSpec(name=f"{base}_per_s", title=family, unit=per_s, family=family, kind=FamilyKind.COUNTER)
