"""What a gear profile file may say. One file a vendor, in `resources/profiles/*.yaml`.

A file names a vendor, its IANA enterprise numbers, and its systems in the order in which they are tried. A system fits
where all of its `when` fits. Where none does, the file itself says what is left to say: the vendor, and what the
generic patterns below find.

An OID of a reading may hold `<n>`, the n-th sub-identifier of sysObjectID below the vendor's number: where makers give
each product line a tree of its own, an object is named once, `1.3.6.1.4.1.259.<1>.<2>.<3>.1.39.2.1.0`.

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

GENERIC_SERIAL = r"\b(?:S/?N|serial(?: (?:no|number))?)\b[.:=#\s]*((?=[\w-]*\d)[A-Z\d][\w-]{3,31})(?![\w-])"
"""A serial number that a description names as such."""

GENERIC_MODEL = (
    (
        r"^.{0,48}?(?<![\w.:=/-])(?!v?\d+\.|[rv]\d+(?:[.\s]|$)|x86|i\d86)"
        r"((?=[\w/+.-]*\d)(?-i:[A-Z])[\w/+-]*[A-Za-z/+-][\w/+-]*(?:\([\w+-]+\))?)(?![\w.:=])"
    ),
    r"^((?-i:[A-Z])[\w-]*\d[\w/+-]*)(?![\w.:=])",
)
"""For gear whose profile names no model pattern: the first word near the start that mixes capitals and digits."""


ENTITY_SENSORS = "1.3.6.1.2.1.99.1.1.1"
"""ENTITY-SENSOR-MIB entPhySensorEntry (RFC 3433)."""


class When(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """Conditions; an empty one always fits. `oid` lists prefixes of sysObjectID below the vendor's own number."""

    oid: tuple[str, ...] = ()
    descr: str = ""
    is_anywhere: bool = False
    """Fits whatever the enterprise number is: gear that answers with net-snmp's, a chip maker's, or with none."""
    has: tuple[str, ...] = ()
    """Another way in, for gear that answers as the plain host that it was built on: it has objects below these."""


class Number(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A column, or a scalar with its `.0`, that holds a number. A bare OID in its place means the number as it is."""

    oid: str
    find: str = ""
    """For agents that write it as text: the first group of this expression is the number."""
    times: float = 1.0
    """What one unit of the agent's is in ours: 0.1 where it counts tenths."""
    is_left: bool = False
    """It is what is left of 100 percent, such as idle time."""
    descr: str = ""
    """Column of names with the same index; `entity` where the index is an entPhysicalIndex."""
    where: str = ""
    """Column with the same index that is 0 in rows without a meaning, such as cards without a processor."""
    ends: str = ""
    """Only rows whose index ends with these sub-identifiers, where one table holds several things."""
    skip: str = ""
    """Not the rows whose name this expression finds: sensors among processors."""


class Word(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A column or scalar that holds text. `find` is a pattern as over sysDescr; what it does not find is not told."""

    oid: str
    find: str = ""
    ends: str = ""
    """As in `Number`."""
    is_number: bool = False
    """The agent writes a number; its digits are the text, and 0 is none."""


class Pool(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A memory pool: columns or scalars in one unit, two of the three."""

    used: str = ""
    free: str = ""
    total: str = ""
    descr: str = ""
    unit_bytes: int = 1
    find: str = ""
    """As in `Number`."""


class Gauge(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, kw_only=True):
    """Sensors of one kind."""

    kind: str
    """As in `model.net.Sensor`."""
    value: Number
    units: str = ""


class Ports(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, kw_only=True):
    """A vendor's table of ports or routed interfaces that the agent leaves out of ifTable."""

    name: str
    """Column that every row has; it holds the port's name where `label` does not build it."""
    label: str = ""
    """The name from the parts of the index: `eth{0}/{1}`."""
    descr: str = ""
    admin: str = ""
    oper: str = ""
    up: tuple[int, ...] = (1,)
    """Values of `admin` and `oper` that mean up; others mean down."""
    speed: str | Number = ""
    speed_bps: int = 0
    """Where all of them have the same."""
    first_index: int = 0
    """Added to the table's index, so that it is no ifIndex of another port."""
    index_base: int = 0
    """The parts of the index are digits of this base. 0: the last part alone is the ifIndex."""


class Parts(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, kw_only=True):
    """A vendor's own table of modules, for agents without ENTITY-MIB. It has `descr` or `name` in every row."""

    descr: str = ""
    name: str = ""
    model: str = ""
    serial: str = ""
    kind: str = ""
    """Column of numbers that `kinds` turns into the words of IANAPhysicalClass."""
    kinds: dict[int, str] = {}
    words: dict[str, str] = {}
    """The same by a regular expression over descr and name, in order."""
    parent: str = ""
    weights: tuple[int, ...] = (1,)
    """A part is numbered by the sum of the sub-identifiers of its index, each times its weight."""
    parent_weights: tuple[int, ...] = ()
    """The part that it is in, by its own index, where no column tells."""

    @property
    def first(self) -> str:
        """The column that every row has."""
        return self.descr or self.name


class Readings(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """Columns (or scalars with their `.0`) beyond the standard MIBs, as dotted OIDs. The first that answers counts."""

    cpu_percent: tuple[str | Number, ...] = ()
    memory_percent: tuple[str | Number, ...] = ()
    memory: tuple[Pool, ...] = ()
    """Asked before `memory_percent`."""
    temperature_c: tuple[str, ...] = ()
    temperature_parts: int = 1
    """Parts of a degree in which `temperature_c` counts: 10 where a vendor reports tenths."""
    serial: tuple[str | Word, ...] = ()
    version: tuple[str | Word, ...] = ()
    model: tuple[str | Word, ...] = ()
    revision: tuple[str | Word, ...] = ()
    """Of the hardware, where its maker's software depends on it; told behind the model."""
    sensors: tuple[Gauge, ...] = ()
    entity_sensors: str = ENTITY_SENSORS
    """Entry of a table of the form of ENTITY-SENSOR-MIB entPhySensorTable."""
    ports: tuple[Ports, ...] = ()
    parts: tuple[Parts, ...] = ()
    is_entity_first: bool = False
    """The chassis in ENTITY-MIB tells the type designation better than sysDescr."""


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
