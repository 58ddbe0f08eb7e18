"""All gear profiles, and what they make of a device's sysObjectID and sysDescr."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import yaml
from msgspec.structs import replace

from nocscape.base.errors import InputError
from nocscape.base.i18n import tr
from nocscape.base.paths import cache_dir, resources_dir
from nocscape.model.net import Kind
from nocscape.profiles.cache import read, stamp, write
from nocscape.profiles.meaning import found_in, pattern
from nocscape.profiles.products import product
from nocscape.profiles.schema import GENERIC_MODEL, GENERIC_SERIAL, GENERIC_VERSION, ProfileFile, Readings, System, When

ENTERPRISES = "1.3.6.1.4.1."
MAX_DESCR = 1024
"""Characters of sysDescr that are looked at; bounds the time of the regular expressions."""
MAX_FILE_BYTES = 1_000_000


class Identity(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a device by its two words; None where they do not say."""

    vendor: str | None = None
    os: str | None = None
    os_version: str | None = None
    model: str | None = None
    is_listed: bool = False
    """The model stands in its maker's list of products by sysObjectID; the chassis itself may say it better."""
    serial: str | None = None
    kind: Kind = Kind.UNKNOWN
    profile: str | None = None


class Profiles:
    """Profiles by enterprise number and by the vendor's name, and those that may hide behind any number."""

    def __init__(self, files: list[ProfileFile]) -> None:
        self._by_enterprise: dict[int, list[ProfileFile]] = {}
        self._by_word: dict[str, list[ProfileFile]] = {}
        self._anywhere: list[tuple[ProfileFile, System]] = []
        self._hidden: list[tuple[str, ProfileFile, System]] = []
        self._systems: dict[str, System] = {}
        for file in files:
            for number in file.enterprises:
                self._by_enterprise.setdefault(number, []).append(file)
            self._by_word.setdefault(_first_word(file.vendor), []).append(file)
            for system in file.systems:
                self._add(file, system)

    def identify(self, sys_object_id: str | None, sys_descr: str | None) -> Identity:
        """Vendor, system, version, model and kind as far as sysObjectID and sysDescr tell (RFC 3418)."""
        descr = (sys_descr or "")[:MAX_DESCR]
        number, suffix = split_enterprise(sys_object_id or "")
        own = self._by_enterprise.get(number, []) if number is not None else []
        if not any(file.vendor for file in own):
            own = own + self._named(descr)
        for file, system in self._candidates(own):
            if _fits(system.when, suffix, descr, is_own=file in own):
                return _identity(file, system, (number, suffix), descr)
        if named := next((file for file in own if file.vendor), None):
            return _nameless(named, descr)
        return Identity(kind=own[0].kind) if own else Identity()

    @property
    def hidden_below(self) -> frozenset[str]:
        """OIDs below which gear has objects that answers as the plain host that it was built on."""
        return frozenset(oid for oid, _, _ in self._hidden)

    def reveal(self, has: Callable[[str], bool], sys_descr: str | None) -> Identity | None:
        """What hides behind a plain host; `has` tells of each of `hidden_below` whether the agent has objects there."""
        for oid, file, system in self._hidden:
            if has(oid):
                return _identity(file, _own_patterns(system), (None, ""), (sys_descr or "")[:MAX_DESCR])
        return None

    def readings(self, profile: str | None, sys_object_id: str | None = None) -> Readings:
        """What to read of a device beyond the standard MIBs; `sys_object_id` says which product's tree to look in."""
        system = self._systems.get(profile or "")
        if system is None:
            return Readings()
        return _in_tree(system.readings, split_enterprise(sys_object_id or "")[1])

    def _candidates(self, files: list[ProfileFile]) -> Iterator[tuple[ProfileFile, System]]:
        yield from self._anywhere
        for file in files:
            for system in file.systems:
                yield file, system

    def _named(self, descr: str) -> list[ProfileFile]:
        """Files of the vendor whose name a description begins with; agents with a foreign or broken sysObjectID."""
        named = [f for f in self._by_word.get(_first_word(descr), []) if f.vendor]
        return [f for f in named if descr.casefold().startswith(f.vendor.casefold())]

    def _add(self, file: ProfileFile, system: System) -> None:
        if system.name in self._systems:
            raise InputError(tr("Two gear profiles are called {name}", name=system.name))
        self._systems[system.name] = system
        self._hidden += ((oid, file, system) for oid in system.when.has)
        if system.when.is_anywhere:
            self._anywhere.append((file, system))


def load(folder: Path | None = None, cache: Path | None = None) -> Profiles:
    """All profiles of a folder (None: those that ship with the program). Raises InputError that names the file.

    `cache` is the folder for the compiled form (None: the user's, for those that ship, else none).
    """
    if folder is None:
        folder, cache = resources_dir() / "profiles", cache or cache_dir()
    paths = sorted(folder.glob("*.yaml"))
    if cache is None:
        return Profiles([_read(path) for path in paths])
    now = stamp(paths)
    files = read(cache, now)
    if files is None:
        files = [_read(path) for path in paths]
        write(cache, now, files)
    return Profiles(files)


def split_enterprise(sys_object_id: str) -> tuple[int | None, str]:
    """Enterprise number and what stands below it; (None, "") for an OID outside of the enterprises' tree."""
    text = sys_object_id.lstrip(".")
    if not text.startswith(ENTERPRISES):
        return None, ""
    number, _, suffix = text[len(ENTERPRISES) :].partition(".")
    return (int(number), suffix) if _is_arc(number) else (None, "")


def _is_arc(text: str) -> bool:
    """Whether it can be a sub-identifier, which has 32 bits (RFC 2578, 3.5)."""
    return text.isascii() and text.isdecimal() and len(text) <= 10


_PLACE = re.compile(rb"(?<=\.)<(\d)>")
"""A sub-identifier of sysObjectID in an OID; see `schema`."""


def _in_tree(readings: Readings, suffix: str) -> Readings:
    """The readings with each OID in full; 0 stands for a sub-identifier that this sysObjectID does not have."""
    packed = msgspec.json.encode(readings)
    if not _PLACE.search(packed):
        return readings
    parts = ["0", *suffix.split(".")]

    def part(place: re.Match[bytes]) -> bytes:
        number = int(place[1])
        return parts[number].encode() if number < len(parts) and _is_arc(parts[number]) else b"0"

    return msgspec.json.decode(_PLACE.sub(part, packed), type=Readings)


def _read(path: Path) -> ProfileFile:
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            raise InputError(tr("The gear profile {file} is too large", file=path.name))
        said = yaml.load(path.read_text("utf-8"), _LOADER)  # noqa: S506 - one of the two safe loaders
        return msgspec.convert(said, ProfileFile, strict=False)
    except (OSError, yaml.YAMLError, msgspec.ValidationError) as error:
        raise InputError(
            tr("The gear profile {file} cannot be used: {reason}", file=path.name, reason=error)
        ) from error


_LOADER: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _fits(when: When, suffix: str, descr: str, *, is_own: bool) -> bool:
    if not is_own and not when.is_anywhere:
        return False
    if when.oid and not (is_own and any(_is_below(suffix, prefix) for prefix in when.oid)):
        return False
    return not when.descr or pattern(when.descr).search(descr) is not None


def _is_below(suffix: str, prefix: str) -> bool:
    return suffix == prefix or suffix.startswith(prefix + ".")


def _identity(file: ProfileFile, system: System, oid: tuple[int | None, str], descr: str) -> Identity:
    said = _first_found(_own_patterns(system).model, descr) or _longest(system.models, oid[1])
    listed = product(*oid)
    model = said or listed or _first_found(system.model, descr)
    return Identity(
        vendor=file.vendor or None,
        os=system.os,
        os_version=_first_found(system.version, descr),
        model=model,
        is_listed=not said and listed is not None,
        serial=found_in(GENERIC_SERIAL, descr) or None,
        kind=_kind(system, f"{model or ''} {descr}", file.kind),
        profile=system.name,
    )


def _own_patterns(system: System) -> System:
    """Without those that find something in every host's description, such as the version of its kernel."""
    version = system.version if system.version != GENERIC_VERSION else ()
    return replace(system, version=version, model=system.model if system.model != GENERIC_MODEL else ())


def _nameless(file: ProfileFile, descr: str) -> Identity:
    """Gear whose system nobody knows by name goes by its vendor's."""
    return Identity(
        vendor=file.vendor,
        os=file.vendor,
        os_version=_first_found(GENERIC_VERSION, descr),
        model=_first_found(GENERIC_MODEL, descr),
        serial=found_in(GENERIC_SERIAL, descr) or None,
        kind=file.kind,
    )


def _first_found(patterns: tuple[str, ...], descr: str) -> str | None:
    return next((found for text in patterns if (found := found_in(text, descr))), None)


def _first_word(text: str) -> str:
    words = text.casefold().split(maxsplit=1)
    return words[0].strip(",;:") if words else ""


def _longest(models: dict[str, str], suffix: str) -> str | None:
    fitting = [prefix for prefix in models if _is_below(suffix, prefix)]
    return models[max(fitting, key=len)] if fitting else None


def _kind(system: System, text: str, otherwise: Kind) -> Kind:
    named = next((kind for said, kind in system.kinds.items() if pattern(said).search(text)), system.kind)
    return otherwise if named is Kind.UNKNOWN else named
