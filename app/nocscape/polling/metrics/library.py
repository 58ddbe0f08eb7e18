"""All metric profiles, checked when they are loaded: names, units, formulas."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Protocol, TypeVar

import msgspec
import yaml

from nocscape.base.dimensions import Dimension, parse_unit
from nocscape.base.errors import InputError
from nocscape.base.i18n import tr
from nocscape.base.paths import resources_dir
from nocscape.model.metrics import Metric
from nocscape.model.net import Device
from nocscape.polling.metrics.formula import Formula
from nocscape.polling.metrics.schema import MetricProfile, MetricSpec, ValueKind


class Named(Protocol):
    """What a file of profiles says."""

    @property
    def name(self) -> str:
        """Tells it from others."""
        ...


P = TypeVar("P", bound=Named)
MAX_FILE_BYTES = 200_000
_INDEX = re.compile(r"\d{1,10}(\.\d{1,10}){0,127}")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class MetricLibrary:
    """Profiles by name."""

    def __init__(self, profiles: Iterable[MetricProfile]) -> None:
        self.profiles = {profile.name: profile for profile in profiles}
        for profile in self.profiles.values():
            check(profile)

    def fitting(self, device: Device) -> Iterator[MetricProfile]:
        """Profiles that may apply to a device; whether its agent has the objects is for the agent to say."""
        for profile in self.profiles.values():
            when = profile.when
            is_kind = not when.is_chosen_only and (not when.kinds or device.kind in when.kinds)
            if is_kind and (not when.vendors or device.vendor in when.vendors):
                yield profile

    def metrics(self) -> tuple[Metric, ...]:
        """Every metric that may have series."""
        return tuple(metric for profile in self.profiles.values() for metric in self.metrics_of(profile))

    def metrics_of(self, profile: MetricProfile) -> tuple[Metric, ...]:
        """Those of one profile."""
        return tuple(
            Metric(name=spec.name, unit=spec.unit, title=spec.title, is_counter=_is_counter(spec))
            for spec in profile.metrics
            if not spec.is_hidden
        )


def load(folders: Iterable[Path] | None = None, broken: dict[str, InputError] | None = None) -> MetricLibrary:
    """The profiles that ship with the program, or those of `folders`; see `read_files`."""
    folders = folders if folders is not None else [resources_dir() / "metrics"]
    return MetricLibrary(read_files(folders, MetricProfile, check, broken))


def read_files(
    folders: Iterable[Path], kind: type[P], check_it: Callable[[P], None], broken: dict[str, InputError] | None
) -> Iterable[P]:
    """Every file of the folders; a later one replaces one of the same name.

    One that cannot be read is left out, and noted in `broken` by folder and name. Raises InputError where that is None.
    """
    found: dict[str, P] = {}
    for path in (path for folder in folders for path in sorted(folder.glob("*.yaml"))):
        try:
            profile = read_file(path, kind, check_it)
        except InputError as error:
            if broken is None:
                raise
            broken[f"{path.parent.name}/{path.name}"] = error
        else:
            found[profile.name] = profile
    return found.values()


def read_file(path: Path, kind: type[P], check_it: Callable[[P], None]) -> P:
    """A YAML file that says what `kind` may say and what `check_it` lets pass. Raises InputError with its name."""
    try:
        said = yaml.load(_text_of(path), _LOADER)  # noqa: S506 - one of the two safe loaders
        profile = msgspec.convert(said, kind)
        check_it(profile)
    except (OSError, ValueError, yaml.YAMLError, RecursionError, InputError) as error:
        raise InputError(
            tr("The metric profile {file} cannot be read: {why}", file=path.name, why=str(error))
        ) from error
    return profile


def _text_of(path: Path) -> str:
    if path.stat().st_size > MAX_FILE_BYTES:
        raise InputError(tr("it is too large"))
    return path.read_text("utf-8")


def check(profile: MetricProfile) -> None:
    """Raises InputError where a profile contradicts itself."""
    units: dict[str, Dimension] = {}
    for spec in profile.metrics:
        if bool(spec.value) == bool(spec.formula):
            raise InputError(tr("{name} needs either an object or a formula", name=spec.name))
        if spec.rows and not (_is_column(spec.value) and all(_INDEX.fullmatch(row) for row in spec.rows)):
            raise InputError(
                tr("{name} needs a column to name rows of, each by the numbers of its index", name=spec.name)
            )
        unit = parse_unit(spec.unit)
        if spec.formula:
            Formula(spec.formula).check(units, unit)
        units[spec.name] = unit


def _is_column(oid: str) -> bool:
    return bool(oid) and not oid.endswith(".0")


def _is_counter(spec: MetricSpec) -> bool:
    return spec.kind in (ValueKind.COUNTER32, ValueKind.COUNTER64)
