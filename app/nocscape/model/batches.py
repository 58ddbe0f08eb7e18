"""What the engine tells: immutable Batches of changes, 4 to 10 a second at most."""

from __future__ import annotations

import msgspec

from nocscape.base.i18n import Text
from nocscape.model.events import Event
from nocscape.model.mapdoc import Change, MapDocument
from nocscape.model.metrics import Sample
from nocscape.model.net import DeviceId, DeviceStatus, Inventory, Link, LinkId, LinkLoad, Unanswered


class DeviceChanged(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """A device is new or is different, with all its parts."""

    inventory: Inventory


class DeviceGone(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """A device was forgotten, or merged into another (`into`)."""

    device: DeviceId
    into: DeviceId | None = None


class StatusChanged(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Latest live state of several devices."""

    devices: tuple[DeviceStatus, ...]


class LinksChanged(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Links that are new or different, and links that are no more."""

    links: tuple[Link, ...] = ()
    gone: tuple[LinkId, ...] = ()


class LoadChanged(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Latest traffic of several links."""

    loads: tuple[LinkLoad, ...]


class EventsRaised(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """New events, or old ones that changed (acknowledged)."""

    events: tuple[Event, ...]


class SamplesArrived(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """New samples of watched series."""

    samples: tuple[Sample, ...]


class MapLoaded(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """A whole map, as part of the answer to Subscribe."""

    document: MapDocument


class MapChanged(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """An edit was applied and kept; `edit` is the name that its console gave it."""

    map: str
    change: Change
    revision: int
    edit: str
    actor: str


class OverviewsChanged(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """An overview was kept, or removed where `revision` is 0."""

    overview: str
    revision: int


class JobProgress(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """How far a job is. `done` of `total` in its own unit: addresses, devices, rows."""

    job: str
    stage: str
    """`sweep`, `identify`, `walk`, `done`, `cancelled`, `failed`; of an import, a text for people."""
    done: int = 0
    total: int = 0
    found: int = 0
    """Devices (or live addresses, in a plain sweep) so far."""
    answered: int = 0
    """Addresses that answered ping so far."""
    problems: tuple[Unanswered, ...] = ()
    """New since the last progress of this job."""


class MibRow(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One object instance, read live and rendered as its MIB says."""

    oid: str
    name: str
    """`IF-MIB::ifOperStatus.3`; the OID itself where no MIB knows it."""
    value: str
    """Rendered: enumerations, units, DISPLAY-HINT, dates."""
    raw: str
    """As on the wire."""
    syntax: str
    at: float
    """When it was read, UTC seconds."""
    table: str = ""
    """`IF-MIB::ifTable` where it is a column of one, else empty."""
    index: str = ""
    """The row's index, decoded as the MIB says where it can be."""
    units: str = ""
    description: str = ""


class MibRows(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Some rows of a running `WalkMib`."""

    job: str
    rows: tuple[MibRow, ...]


class RecordedLines(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Some lines of a running `RecordDevice`, each `OID|TYPE|VALUE` as in a `.snmprec` file."""

    job: str
    lines: tuple[str, ...]


class EngineStats(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """How the engine itself is doing, once a second."""

    at: float
    icmp_mode: str = "none"
    """`icmp socket`, `raw socket`, `system ping`, `tcp/snmp probes`, `none`."""
    snmp_backend: str = "pysnmp"
    cpu_percent: float = 0.0
    """Of one core, this process."""
    devices: int = 0
    polls_per_s: float = 0.0
    polls_on_time_percent: float = 100.0
    late: int = 0
    dropped: int = 0
    drops: dict[str, int] = {}
    """By reason."""
    store_queue: int = 0
    poll_interval_s: float | None = None
    rediscovery_interval_s: float | None = None
    """How often every known device's topology is read again; 0 where it is not."""
    trap_port: int | None = None
    """UDP port on which traps are received; 0 where none are."""
    warnings: tuple[Text, ...] = ()
    """Standing conditions to show: disk full, clock stepped, another owner."""


class Reply(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """The end of a request: `error` is None where it went well; `value` is msgpack of what the Ask documents."""

    request: int
    value: msgspec.Raw = msgspec.Raw(b"\xc0")
    error: Text | None = None
    hint: Text | None = None

    @property
    def fault(self) -> str:
        """What went wrong and what to try, in the language in force; empty where it went well."""
        return " — ".join(str(text) for text in (self.error, self.hint) if text)


Item = (
    DeviceChanged
    | DeviceGone
    | StatusChanged
    | LinksChanged
    | LoadChanged
    | EventsRaised
    | SamplesArrived
    | MapLoaded
    | MapChanged
    | OverviewsChanged
    | JobProgress
    | MibRows
    | RecordedLines
    | EngineStats
    | Reply
)


class Batch(msgspec.Struct, frozen=True, kw_only=True):
    """Changes in the order in which they are to be applied."""

    sequence: int
    at: float
    items: tuple[Item, ...]
