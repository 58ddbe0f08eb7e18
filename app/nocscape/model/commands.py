"""What the console, a command line or a script may ask of the engine.

A `Command` is an envelope: who asks (`actor`), from where (`origin`), under which request id, and one `Ask`.
Every Ask is answered by exactly one `Reply` with the same request id (after any number of other items of a Batch).
"""

from __future__ import annotations

import msgspec

from nocscape.model.alarms import AlarmAsk
from nocscape.model.credentials import SnmpCredential
from nocscape.model.mapdoc import Change
from nocscape.model.mapversions import VersionAsk
from nocscape.model.metric_asks import (
    ChooseMetrics,
    ListMetrics,
    ListSeries,
    MetricAsk,
    PollNow,
    ReadFormula,
    ReadHistory,
    ReadTogether,
    ReadTop,
    SetPolling,
    WatchSeries,
)
from nocscape.model.mib_asks import (
    ChartObject,
    CheckWrites,
    ExamineAccess,
    FindAnswering,
    FindObjects,
    ImportMibs,
    ListBranch,
    ListModules,
    MeasureObject,
    MibAsk,
    ReadPort,
    ReadRecording,
    ReadValues,
    RecordDevice,
    SaveRecording,
    SetNote,
    ShowObject,
    TakeCensus,
    WalkMib,
    WriteValues,
)
from nocscape.model.net import DeviceId
from nocscape.model.overview import ListOverviews, ReadOverview, RemoveOverview, SaveOverview
from nocscape.model.reports import ReportAsk
from nocscape.model.status import Severity
from nocscape.model.topology_asks import (
    CompareTimes,
    Decide,
    ExplainLink,
    FindAddress,
    ListDecisions,
    ReadNetworkAt,
    ReadProtocols,
    ReadStations,
    Revoke,
    SetRediscovery,
    SetTrapPort,
    TopologyAsk,
)
from nocscape.model.watching import WatchingAsk

__all__ = [
    "AcknowledgeEvent",
    "AlarmAsk",
    "Ask",
    "CancelJob",
    "ChartObject",
    "CheckWrites",
    "ChooseMetrics",
    "Command",
    "CompareTimes",
    "Decide",
    "DropCredential",
    "EditMap",
    "ExamineAccess",
    "ExplainLink",
    "FindAddress",
    "FindAnswering",
    "FindObjects",
    "ForgetDevice",
    "ImportMibs",
    "ListBranch",
    "ListCredentials",
    "ListDecisions",
    "ListMetrics",
    "ListModules",
    "ListOverviews",
    "ListSeries",
    "MeasureObject",
    "PollNow",
    "ProposeTargets",
    "PutCredential",
    "ReadEvents",
    "ReadFormula",
    "ReadHistory",
    "ReadNetworkAt",
    "ReadOverview",
    "ReadPort",
    "ReadProtocols",
    "ReadRecording",
    "ReadStations",
    "ReadTogether",
    "ReadTop",
    "ReadValues",
    "RecordDevice",
    "RemoveOverview",
    "ReportAsk",
    "ResumeJob",
    "Revoke",
    "SaveOverview",
    "SaveRecording",
    "SetDevice",
    "SetNote",
    "SetPolling",
    "SetRediscovery",
    "SetTrapPort",
    "ShowObject",
    "StartDiscovery",
    "StartSweep",
    "Subscribe",
    "SweepSpec",
    "TakeCensus",
    "VersionAsk",
    "WalkMib",
    "WatchSeries",
    "WatchingAsk",
    "WriteValues",
]


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
    since: float | None = None
    """UTC seconds; None for however long ago."""
    severity: Severity | None = None
    """Those of this severity alone."""


class ProposeTargets(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Which subnets this machine itself is in. Reply: `tuple[str, ...]` of CIDRs."""


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
    | SetDevice
    | ForgetDevice
    | AcknowledgeEvent
    | ReadEvents
    | ProposeTargets
    | ListOverviews
    | ReadOverview
    | SaveOverview
    | RemoveOverview
    | ReportAsk
    | WatchingAsk
    | AlarmAsk
    | VersionAsk
    | MibAsk
    | TopologyAsk
    | MetricAsk
)


class Command(msgspec.Struct, frozen=True, kw_only=True):
    """One Ask with who asks and from where; the engine's door checks and audits it."""

    request: int
    ask: Ask
    actor: str
    """Account name of the person or script."""
    origin: str
    """`console`, `cli` or the name of a remote site."""
