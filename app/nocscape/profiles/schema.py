"""What a gear profile file may say. One file a vendor, in `resources/profiles/*.yaml`.

A file names a vendor, its IANA enterprise numbers, and its systems in the order in which they are tried. A system fits
where all of its `when` fits; `version` and `model` are regular expressions over sysDescr whose first group is taken.
"""

from __future__ import annotations

import msgspec

from nocscape.model.net import Kind


class When(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Conditions; an empty one always fits. `oid` lists prefixes of sysObjectID below the vendor's own number."""

    oid: tuple[str, ...] = ()
    descr: str = ""
    is_anywhere: bool = False
    """Fits whatever the enterprise number is: gear that answers with net-snmp's, or with none."""


class Pool(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A memory pool: columns in one unit; used with free or total."""

    used: str
    free: str = ""
    total: str = ""
    descr: str = ""


class Readings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Columns (or scalars with their `.0`) beyond the standard MIBs, as dotted OIDs. The first that answers counts."""

    cpu_percent: tuple[str, ...] = ()
    memory_percent: tuple[str, ...] = ()
    memory: tuple[Pool, ...] = ()
    temperature_c: tuple[str, ...] = ()
    serial: tuple[str, ...] = ()
    version: tuple[str, ...] = ()
    model: tuple[str, ...] = ()


class System(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One operating system, or one family of gear where the system has no name of its own."""

    name: str
    """Name of the profile, unique over all files, such as `cisco_iosxe`."""
    os: str
    kind: Kind = Kind.UNKNOWN
    when: When = When()
    version: tuple[str, ...] = ()
    model: tuple[str, ...] = ()
    models: dict[str, str] = {}
    """Type designation by sysObjectID below the vendor's number."""
    kinds: dict[str, Kind] = {}
    """Kind by a regular expression over model and sysDescr, in order; `kind` where none fits."""
    readings: Readings = Readings()


class ProfileFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One file."""

    vendor: str
    enterprises: tuple[int, ...] = ()
    kind: Kind = Kind.UNKNOWN
    """Where no system fits."""
    systems: tuple[System, ...] = ()
