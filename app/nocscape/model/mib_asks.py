"""What may be asked about MIB objects, of devices and of the dictionary."""

from __future__ import annotations

import msgspec

from nocscape.model.credentials import SnmpCredential
from nocscape.model.mibs import ValueWrite
from nocscape.model.net import DeviceId


class ReadValues(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Read instances by name or number (`sysName.0`; a scalar's `.0` may be left out). Reply: `tuple[MibRow, ...]`.

    What the device lacks comes with the syntax `noSuchObject` or `noSuchInstance`.
    """

    device: DeviceId
    """By id, name or address; or the address of something that is in no inventory, as in all that follows."""
    names: tuple[str, ...]
    snmp_port: int = 161
    credentials: tuple[SnmpCredential, ...] = ()


class ReadPort(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Everything that a device says of one of its ports. Reply: `tuple[MibRow, ...]`, table by table."""

    device: DeviceId
    interface: str
    """Its key."""


class MeasureObject(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Measure an object from now on and keep it in history. Reply: `Measured`.

    Writes a metric profile into the profile's folder `metrics`, which can be shared.
    """

    device: DeviceId
    object: str
    """Name or number, with or without a row."""
    is_one_row: bool = False
    """Of a column only the row that `object` names, and no other that a table of 100,000 has."""
    is_for_kind: bool = False
    """On all devices of this one's kind and vendor, not on this one alone."""


class ChartObject(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Which series an object's row makes; it is measured from now on where nothing measured it. Reply: `Charted`."""

    device: DeviceId
    object: str
    """Name or number, with its row."""


class CheckWrites(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """What writing these values would do, without doing it. Reply: `tuple[WriteCheck, ...]`."""

    device: DeviceId
    writes: tuple[ValueWrite, ...]
    snmp_port: int = 161
    credentials: tuple[SnmpCredential, ...] = ()


class WriteValues(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Write all values or none (SNMP SET), and read them back. Reply: `tuple[Written, ...]`.

    Sent once; audited with what was there before. An operator confirms a `CheckWrites` first.
    """

    device: DeviceId
    writes: tuple[ValueWrite, ...]
    snmp_port: int = 161
    credentials: tuple[SnmpCredential, ...] = ()


class RecordDevice(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Read everything that a device has, as lines of a `.snmprec` file (`RecordedLines`). Reply: how it ended."""

    job: str
    device: DeviceId
    most: int = 2_000_000
    snmp_port: int = 161
    credentials: tuple[SnmpCredential, ...] = ()


class SaveRecording(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Record a device into a `.snmprec` file on the engine's machine, meanwhile. Reply: `Recorded`.

    A file that is there is replaced at the end; a job that is cancelled leaves it as it was.
    """

    job: str
    device: DeviceId
    path: str
    is_anonymised: bool = False
    """Others stand in for names, addresses, hardware addresses and serial numbers."""
    most: int = 2_000_000


class ExamineAccess(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Why an SNMPv3 credential does not work on a device, or that it does. Reply: `Diagnosis`.

    `is_network_wide` asks every known device for its engine ID too, to find one that is there twice.
    """

    device: DeviceId
    snmp_port: int = 161
    credential: SnmpCredential | None = None
    """None takes the one that the profile keeps for the device."""
    kept: str = ""
    """Name of another one that the profile keeps, where `credential` is None."""
    is_network_wide: bool = False


class TakeCensus(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """How all devices let themselves be asked, and which ways in are weak. Reply: `Census`."""


class FindObjects(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """MIB objects by name, number, words of descriptions and notes, Korean words or their initial consonants.

    Quick enough to be asked with every key. Each facet that is not empty narrows. Reply: `MibFinds`.
    """

    words: str
    most: int = 50
    vendors: tuple[str, ...] = ()
    modules: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    accesses: tuple[str, ...] = ()


class ShowObject(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Everything about the object of a name or number, with or without instance. Reply: `MibPage`."""

    name: str


class ListBranch(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """What stands right below a number, in order; the roots for an empty one. Reply: `tuple[MibHit, ...]`."""

    oid: str = ""


class ImportMibs(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Read MIB files, folders and archives of the engine's machine into the profile. Reply: `tuple[MibModule, ...]`.

    Progress comes as `JobProgress`; `CancelJob(job)` leaves the dictionary as it was.
    """

    job: str
    paths: tuple[str, ...]


class ListModules(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """All modules, shipped and imported, with what became of each. Reply: `tuple[MibModule, ...]` by name."""


class SetNote(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """The operator's own note on an object; an empty one takes it away."""

    object: str
    """`IF-MIB::ifDescr`."""
    text: str


class FindAnswering(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Which known devices have an object: each is asked once. Reply: `tuple[Answering, ...]`, cancelled or not."""

    job: str
    object: str
    """Name or number."""


class WalkMib(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Read a subtree live. Rows come as `MibRows` while it goes on; the reply ends it. Cancel by `CancelJob(job)`."""

    job: str
    device: DeviceId
    """A device of the inventory, or the address of something that is in none."""
    root: str = "1.3.6.1.2.1"
    """Dotted OID or MIB name (`IF-MIB::ifTable`)."""
    most: int = 200_000
    snmp_port: int = 161
    """For an address that is in no inventory, as are `credentials`, tried in order."""
    credentials: tuple[SnmpCredential, ...] = ()


class ReadRecording(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Read a subtree of a `.snmprec` file as if it were a device. Rows come as `MibRows`. Reply: `Replayed`.

    Cancel by `CancelJob(job)`.
    """

    job: str
    path: str
    """Whole path of a file on the engine's machine."""
    root: str = "1"
    """Dotted OID or MIB name; everything by default."""
    most: int = 2_000_000


MibAsk = (
    ReadValues
    | ReadPort
    | MeasureObject
    | ChartObject
    | CheckWrites
    | WriteValues
    | RecordDevice
    | SaveRecording
    | ExamineAccess
    | TakeCensus
    | FindObjects
    | ShowObject
    | ListBranch
    | ImportMibs
    | ListModules
    | SetNote
    | FindAnswering
    | WalkMib
    | ReadRecording
)
"""All of these."""
