"""What a gear profile file may say. One file a vendor, in `resources/profiles/*.yaml`.

A file names a vendor, its IANA enterprise numbers, and its systems in the order in which they are tried. A system fits
where all of its `when` fits. Where none does, the file itself says what is left to say: the vendor, and what the
generic patterns below find.

`version` and `model` are lists of patterns; the first that finds something counts. A pattern is a regular expression
over sysDescr, without regard to case, whose first group is taken. `EXPRESSION => TEMPLATE` builds the text from more
than one group (`re.Match.expand`).
"""

from __future__ import annotations

import msgspec

from nocscape.model.net import Kind

GENERIC_VERSION = (
    (
        r"\b(?:version|firmware|software|release|ver|rev|fw|sw)\b[.:=,\s]*(?:version|ver|release|rev)?[.:\s]*"
        r"(v?\d[\w.()-]*)"
    ),
    r"(?:^|[\s,;:(_])(v?\d+(?:\.\w+){2,}[\w.()-]*)",
    r"\s(v\d+\.\d[\w.-]*)",
)
"""For gear whose profile names no version pattern: a number that is called one, or one with three parts."""

GENERIC_MODEL = (
    (
        r"^.{0,48}?(?<![\w.:=/-])(?!v?\d+\.|[rv]\d+(?:[.\s]|$)|x86|i\d86)"
        r"((?=[\w/+.-]*\d)(?-i:[A-Z])[\w/+-]*[A-Za-z/+-][\w/+-]*(?:\([\w+-]+\))?)(?![\w.:=])"
    ),
    r"^((?-i:[A-Z])[\w-]*\d[\w/+-]*)(?![\w.:=])",
)
"""For gear whose profile names no model pattern: the first word near the start that mixes capitals and digits."""


class When(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """Conditions; an empty one always fits. `oid` lists prefixes of sysObjectID below the vendor's own number."""

    oid: tuple[str, ...] = ()
    descr: str = ""
    is_anywhere: bool = False
    """Fits whatever the enterprise number is: gear that answers with net-snmp's, a chip maker's, or with none."""


class Pool(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A memory pool: columns or scalars in one unit, two of the three."""

    used: str = ""
    free: str = ""
    total: str = ""
    descr: str = ""


class Readings(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """Columns (or scalars with their `.0`) beyond the standard MIBs, as dotted OIDs. The first that answers counts."""

    cpu_percent: tuple[str, ...] = ()
    memory_percent: tuple[str, ...] = ()
    memory: tuple[Pool, ...] = ()
    temperature_c: tuple[str, ...] = ()
    temperature_parts: int = 1
    """Parts of a degree in which `temperature_c` counts: 10 where a vendor reports tenths."""
    serial: tuple[str, ...] = ()
    version: tuple[str, ...] = ()
    model: tuple[str, ...] = ()


class System(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, kw_only=True):
    """One operating system, or one family of gear where the system has no name of its own."""

    name: str
    """Name of the profile, unique over all files, such as `cisco_iosxe`."""
    os: str
    kind: Kind = Kind.UNKNOWN
    """UNKNOWN: that of the file."""
    when: When = When()
    version: tuple[str, ...] = GENERIC_VERSION
    model: tuple[str, ...] = GENERIC_MODEL
    models: dict[str, str] = {}
    """Type designation by sysObjectID below the vendor's number."""
    kinds: dict[str, Kind] = {}
    """Kind by a regular expression over model and sysDescr, in order; `kind` where none fits."""
    readings: Readings = Readings()


class ProfileFile(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, kw_only=True):
    """One file."""

    vendor: str
    enterprises: tuple[int, ...] = ()
    kind: Kind = Kind.UNKNOWN
    """Where no system fits."""
    systems: tuple[System, ...] = ()
