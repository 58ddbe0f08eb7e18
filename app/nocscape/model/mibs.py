"""What the engine says of MIB objects, of values read and written, and of how devices let themselves be asked."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from nocscape.base.i18n import Text
from nocscape.model.credentials import AuthProtocol, PrivProtocol, SnmpVersion
from nocscape.model.metrics import SeriesKey
from nocscape.model.net import DeviceId


class MibHit(msgspec.Struct, frozen=True, kw_only=True):
    """An object as a line of a list."""

    name: str
    """`IF-MIB::ifDescr`."""
    oid: str
    kind: str
    """`scalar`, `table`, `row`, `column`, `node`, `module`, `notification` ..."""
    syntax: str = ""
    access: str = ""
    vendor: str = ""
    """The node below `enterprises` that it belongs to (`cisco`), empty for standard objects."""
    local_names: dict[str, str] = {}
    """Short names by language (`ko`), where a translation exists."""
    has_children: bool = False
    note: str = ""
    """The operator's own."""


class MibFacets(msgspec.Struct, frozen=True, kw_only=True):
    """How many of all that fits has each vendor, module, kind and access; the most frequent first."""

    vendors: dict[str, int] = {}
    """Standard objects stand under an empty name."""
    modules: dict[str, int] = {}
    kinds: dict[str, int] = {}
    accesses: dict[str, int] = {}


class MibFinds(msgspec.Struct, frozen=True, kw_only=True):
    """The best hits of a search, and what all of them would be."""

    hits: tuple[MibHit, ...] = ()
    total: int = 0
    facets: MibFacets = MibFacets()


class MibPage(msgspec.Struct, frozen=True, kw_only=True):
    """Everything about one object."""

    hit: MibHit
    instance: str = ""
    """What was asked for behind the object's own number."""
    path: tuple[str, ...] = ()
    """Names from the root down to it: `iso`, `org`, `dod` ..."""
    status: str = ""
    units: str = ""
    convention: str = ""
    hint: str = ""
    enums: dict[str, int] = {}
    ranges: tuple[tuple[int, int], ...] = ()
    """Permitted values, or lengths in octets."""
    index: tuple[str, ...] = ()
    augments: str = ""
    members: tuple[str, ...] = ()
    description: str = ""
    others: tuple[str, ...] = ()
    """Definitions of the same number in other modules."""


class MibModule(msgspec.Struct, frozen=True, kw_only=True):
    """One module: what became of it when it was imported. Shipped modules have no file."""

    name: str
    status: str
    """`shipped`, `compiled`, `repaired`, `failed`."""
    file: str = ""
    line: int = 1
    repairs: tuple[Text, ...] = ()
    reason: Text | None = None
    cure: Text | None = None
    missing: tuple[str, ...] = ()
    """Modules that it imports from and that are nowhere."""
    objects: int = 0
    updated: str = ""


class ValueWrite(msgspec.Struct, frozen=True, kw_only=True):
    """A value to write, as an operator types it: an instance by name or number, and text that its MIB understands."""

    name: str
    value: str
    before: str | None = None
    """The raw value that the operator saw; the engine refuses where the device holds another one by now."""


class WriteCheck(msgspec.Struct, frozen=True, kw_only=True):
    """What a write would do; `raw` is as on the wire, and `before_raw` None where there is no such instance yet."""

    oid: str
    name: str
    syntax: str
    before: str
    before_raw: str | None
    after: str
    after_raw: str


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """What a write did. `now` is what the device said when it was read back, None where it could not be read."""

    check: WriteCheck
    now: str | None
    is_as_asked: bool


class Answering(msgspec.Struct, frozen=True, kw_only=True):
    """A device that has an object: its first instance in this subtree, with its value."""

    device: DeviceId
    oid: str
    name: str
    value: str


class Measured(msgspec.Struct, frozen=True, kw_only=True):
    """What is measured of an object from now on, and which file says so."""

    metric: str
    """As in the keys of its series."""
    title: str
    unit: str
    interval_s: float
    profile: str
    """Name of the metric profile."""
    rows: tuple[str, ...] = ()
    """Indexes of the only rows that are measured; empty where all are."""
    file: str = ""
    """Where it was written, empty where a profile that ships measures the object already."""


class Replayed(msgspec.Struct, frozen=True, kw_only=True):
    """How the reading of a recorded device ended."""

    ended: str
    """`done` or `cancelled`."""
    unread: int = 0
    """Lines of the file that hold no value."""


class Recorded(msgspec.Struct, frozen=True, kw_only=True):
    """How a recording ended: `done` or `cancelled`, and how many values are in the file."""

    ended: str
    values: int = 0


class Charted(msgspec.Struct, frozen=True, kw_only=True):
    """The series that a value makes."""

    key: SeriesKey
    title: str = ""
    interval_s: float = 0.0
    is_new: bool = False
    """Whether it is measured from now on, and has no values before."""


class Weakness(StrEnum):
    """Why a way in is weak."""

    COMMUNITY_IN_CLEAR = "community_in_clear"
    """v1 and v2c: whoever sees a datagram has the password."""
    WELL_KNOWN_COMMUNITY = "well_known_community"
    V1 = "v1"
    NO_AUTH = "no_auth"
    NO_PRIV = "no_priv"
    MD5 = "md5"
    DES = "des"


class CensusEntry(msgspec.Struct, frozen=True, kw_only=True):
    """How one device lets itself be asked."""

    device: DeviceId
    name: str
    address: str
    version: SnmpVersion | None
    """None where it answers no SNMP."""
    credential: str = ""
    user: str = ""
    auth: AuthProtocol = AuthProtocol.NONE
    priv: PrivProtocol = PrivProtocol.NONE
    weaknesses: tuple[Weakness, ...] = ()


class Census(msgspec.Struct, frozen=True, kw_only=True):
    """The whole network by SNMP version, algorithm and credential; numbers of devices."""

    entries: tuple[CensusEntry, ...] = ()
    versions: dict[str, int] = {}
    """`v1`, `v2c`, `v3`, `none`."""
    algorithms: dict[str, int] = {}
    """`SHA-256 AES-128`, `MD5`, `none`: of v3 devices."""
    credentials: dict[str, int] = {}
    weaknesses: dict[str, int] = {}
    weak: int = 0
    """Devices with a weakness that a better setting of SNMP would end; a community in clear alone does not count."""


class Diagnosis(msgspec.Struct, frozen=True, kw_only=True):
    """Why an SNMPv3 credential works or does not: the verdict, what was seen, and what to do."""

    agent: str
    finding: str
    """`works`, `unreachable`, `port_closed`, `unknown_user`, `wrong_key`, `duplicate_engine` ..."""
    evidence: tuple[Text, ...] = ()
    cure: Text
    engine_id: str = ""
    """Hexadecimal, empty where no SNMPv3 engine answered."""
    boots: int = 0
    time_s: int = 0
    auth: AuthProtocol | None = None
    """The algorithm that works, where it is not the one that was given; so is `priv`."""
    priv: PrivProtocol | None = None
    duplicates: tuple[str, ...] = ()
    """Other devices with the same engine ID."""
