"""What the console, a command line or a script may ask of the engine.

A `Command` is an envelope: who asks (`actor`), from where (`origin`), under which request id, and one `Ask`.
Every Ask is answered by exactly one `Reply` with the same request id (after any number of other items of a Batch).
"""

from __future__ import annotations

import msgspec

from nocscape.model.credentials import SnmpCredential
from nocscape.model.decisions import Decision
from nocscape.model.mapdoc import Change
from nocscape.model.metrics import SeriesKey
from nocscape.model.mibs import ValueWrite
from nocscape.model.net import DeviceId
from nocscape.model.overview import ListOverviews, ReadOverview, RemoveOverview, SaveOverview


class SweepSpec(msgspec.Struct, frozen=True, kw_only=True):
    """What to look at: targets and exclusions as addresses, ranges (`10.0.0.1-20`) or CIDRs, IPv4 and IPv6."""

    targets: tuple[str, ...]
    exclude: tuple[str, ...] = ()
    realm: str = ""
    rate_per_s: float | None = None
    """Echo requests a second; None sends as fast as the socket takes them, within the engine's own limit."""
    timeout_s: float = 1.0
    retries: int = 1


class Subscribe(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Send everything that is known now, and every change from then on, to this console."""


class StartDiscovery(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Sweep, identify, read neighbours. The reply comes when the job has ended; progress before it."""

    sweep: SweepSpec
    snmp_port: int = 161
    credentials: tuple[SnmpCredential, ...] = ()
    """Tried in order, after those that the profile knows already."""
    snmp_timeout_s: float = 1.5
    snmp_retries: int = 1
    job: str = ""
    """Name for progress and cancel; the engine chooses one where it is empty."""


class StartSweep(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Ping only. The reply carries what answered."""

    sweep: SweepSpec
    job: str = ""


class CancelJob(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Stop a job; what it found stays. A discovery that was cancelled can be resumed."""

    job: str


class ResumeJob(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Go on with a cancelled job where it stopped."""

    job: str


class PutCredential(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Keep a credential (its secret goes to the keyring or vault); replaces one of the same name."""

    credential: SnmpCredential


class DropCredential(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Forget a credential."""

    name: str


class ListCredentials(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Reply: `tuple[CredentialInfo, ...]`."""


class EditMap(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Apply a Change to a map and keep it. All consoles are sent it as `MapChanged` that names `edit`.

    The engine serialises edits; `base_revision` only tells it what the console knew.
    """

    map: str
    change: Change
    edit: str
    base_revision: int = 0


class ReadHistory(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Stored samples between two times (UTC seconds), about `points` a series. Reply: `tuple[SeriesData, ...]`."""

    keys: tuple[SeriesKey, ...]
    since: int
    until: int
    points: int = 1500


class WatchSeries(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Send new samples of these series as they come (`SamplesArrived`), polled every `interval_s` while anyone watches.

    Replaces what this console watched before; an empty tuple watches nothing.
    """

    keys: tuple[SeriesKey, ...]
    interval_s: float = 5.0


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


class PollNow(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Read one device's watched metrics at once. Reply: `tuple[Sample, ...]`."""

    device: DeviceId


class SetDevice(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """The operator's own name or site for a device; discovery never overwrites them. None leaves as it is."""

    device: DeviceId
    name: str | None = None
    site: str | None = None


class ForgetDevice(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Take a device out of the inventory; its history stays until it expires."""

    device: DeviceId


class AcknowledgeEvent(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Mark an event as seen by the actor."""

    event: str


class ReadEvents(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """The newest events, at most `most`. Reply: `tuple[Event, ...]`, newest first."""

    most: int = 500
    device: DeviceId | None = None


class ListMetrics(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """What can be measured beyond ports and vitals. Reply: `tuple[MetricProfileInfo, ...]`."""


class ChooseMetrics(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Measure a metric profile's metrics, or not, whatever it says itself; None leaves it to the profile again.

    `scope` is `device:ID`, `kind:KIND`, `vendor:NAME` or `site:NAME`; the narrowest that says anything counts.
    """

    scope: str
    profile: str
    is_on: bool | None


class ListSeries(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Every series of a device that history knows. Reply: `tuple[SeriesKey, ...]`."""

    device: DeviceId


class ReadTop(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Series of a metric with the highest averages between two times. Reply: `tuple[tuple[SeriesKey, float], ...]`."""

    metric: str
    since: int
    until: int
    most: int = 20


class ReadFormula(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """A formula over stored series, such as `a + b` or `used / size`. Reply: `SeriesData` under the key of the formula.

    `unit` is that of the result; it is checked against what the formula makes of the metrics' units.
    """

    formula: str
    series: dict[str, SeriesKey]
    unit: str
    since: int
    until: int
    points: int = 1500


class SetPolling(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Poll every device every so many seconds from now on, 5 to 3600; kept in the profile."""

    interval_s: float


class ExplainLink(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Why there is a link between two devices or ports, or why there is none. Reply: `Explanation`.

    Each end is a device by id, name or address, or `DEVICE:PORT`.
    """

    a: str
    b: str


class Decide(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Lay a decision over the topology; its id, actor and time are set by the engine. Reply: `Decision`."""

    decision: Decision


class Revoke(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Take a decision back."""

    decision: str


class ListDecisions(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Reply: `tuple[Decision, ...]`, newest first."""


class FindAddress(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Where an IP or MAC address is: device, port, VLAN, last seen. Reply: `tuple[Place, ...]`, the best first."""

    address: str


class CompareTimes(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """What is different between two times, UTC seconds. Reply: `tuple[Difference, ...]` in order of time."""

    since: float
    until: float


class ReadNetworkAt(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """The network and its maps as they were at a time in UTC seconds. Reply: `NetworkThen`."""

    at: float


class ReadStations(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """MAC addresses behind a device's ports. Reply: `tuple[Station, ...]`."""

    device: DeviceId


class ReadProtocols(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """BGP peers, spanning trees, bundles ... of a device, or of all. Reply: `dict[DeviceId, Protocols]`; a device
    that was never polled is left out."""

    device: DeviceId | None = None


class SetRediscovery(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Read every known device's topology again each so many seconds (0: never); kept in the profile."""

    interval_s: float


class SetTrapPort(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Receive SNMP traps on this UDP port, 162 by the standard, and let those of topology change have their sender read
    again (0: receive none); kept in the profile."""

    port: int


class ProposeTargets(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Which subnets this machine itself is in. Reply: `tuple[str, ...]` of CIDRs."""


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
    """Name or number, with or without a row: of a column every row is measured."""
    is_for_kind: bool = False
    """On all devices of this one's kind and vendor, not on this one alone."""


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


Ask = (
    Subscribe
    | StartDiscovery
    | StartSweep
    | CancelJob
    | ResumeJob
    | PutCredential
    | DropCredential
    | ListCredentials
    | EditMap
    | ReadHistory
    | WatchSeries
    | WalkMib
    | PollNow
    | SetDevice
    | ForgetDevice
    | AcknowledgeEvent
    | ReadEvents
    | ProposeTargets
    | ExplainLink
    | SetPolling
    | ListMetrics
    | ChooseMetrics
    | ListSeries
    | ReadTop
    | ReadFormula
    | ListOverviews
    | ReadOverview
    | SaveOverview
    | RemoveOverview
    | Decide
    | Revoke
    | ListDecisions
    | FindAddress
    | CompareTimes
    | ReadNetworkAt
    | ReadStations
    | ReadProtocols
    | SetRediscovery
    | SetTrapPort
    | ReadValues
    | ReadPort
    | MeasureObject
    | CheckWrites
    | WriteValues
    | RecordDevice
    | ExamineAccess
    | TakeCensus
    | FindObjects
    | ShowObject
    | ListBranch
    | ImportMibs
    | ListModules
    | SetNote
    | FindAnswering
)


class Command(msgspec.Struct, frozen=True, kw_only=True):
    """One Ask with who asks and from where; the engine's door checks and audits it."""

    request: int
    ask: Ask
    actor: str
    """Account name of the person or script."""
    origin: str
    """`console`, `cli` or the name of a remote site."""
