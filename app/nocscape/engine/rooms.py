"""What every handler of the engine works with: the rooms, opened once."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from nocscape import profiles
from nocscape.base.clock import Clock
from nocscape.base.counters import Counters
from nocscape.base.tasks import Supervisor
from nocscape.engine.jobs import Jobs
from nocscape.engine.keeping.maps import MapRoom
from nocscape.engine.keeping.overviews import OverviewRoom
from nocscape.engine.keeping.versions import VersionRoom
from nocscape.engine.memory import TopologyMemory
from nocscape.engine.publisher import Publisher
from nocscape.engine.ring import CredentialRing
from nocscape.engine.state import NetworkState
from nocscape.engine.watching.maintenance import MaintenanceRoom
from nocscape.engine.watching.measured import Measured
from nocscape.engine.watching.metric_room import MetricRoom
from nocscape.engine.watching.web_keys import WebKeys
from nocscape.mibs import MibDictionary, open_dictionary
from nocscape.profiles import Profiles
from nocscape.store.conditions import Conditions
from nocscape.store.history import HistoryStore
from nocscape.store.inventory import InventoryStore
from nocscape.topology.infer import Topology
from nocscape.wire.icmp import Pinger
from nocscape.wire.snmp import SnmpClient

if TYPE_CHECKING:
    from nocscape.engine.finding.decisions import DecisionRoom
    from nocscape.engine.finding.intake import Intake
    from nocscape.engine.finding.rediscovery import Rediscovery
    from nocscape.engine.finding.traps import TrapRoom
    from nocscape.engine.keeping.reports import ReportRoom
    from nocscape.engine.watching.probing import Probing
    from nocscape.engine.watching.watch import Watch


@dataclass
class Rooms:
    """The open rooms of one engine."""

    profile: Path | None
    clock: Clock
    counters: Counters
    tasks: Supervisor
    publisher: Publisher
    inventory: InventoryStore
    history: HistoryStore
    ring: CredentialRing
    pinger: Pinger
    snmp: SnmpClient
    state: NetworkState
    maps: MapRoom
    jobs: Jobs
    topology: Topology
    memory: TopologyMemory
    conditions: Conditions = field(default_factory=Conditions)
    """Standing faults beside those of the stores."""
    watch: Watch = field(init=False)
    probing: Probing = field(init=False)
    rediscovery: Rediscovery = field(init=False)
    traps: TrapRoom = field(init=False)
    intake: Intake = field(init=False)
    decisions: DecisionRoom = field(init=False)

    @cached_property
    def measured(self) -> Measured:
        """History with what is made of it."""
        return Measured(self.history, self.state)

    @cached_property
    def overviews(self) -> OverviewRoom:
        """The overviews (dashboards) of the profile."""
        return OverviewRoom(self.inventory, self.publisher.publish)

    @cached_property
    def versions(self) -> VersionRoom:
        """Named versions of the maps."""
        return VersionRoom(self.inventory, self.maps, self.clock)

    @cached_property
    def maintenance(self) -> MaintenanceRoom:
        """When devices may be silent."""
        return MaintenanceRoom(self.state, self.inventory, self.clock)

    @cached_property
    def reports(self) -> ReportRoom:
        """Reports on demand and by the clock."""
        from nocscape.engine.keeping.reports import ReportRoom  # noqa: PLC0415 - needs the rooms itself

        return ReportRoom(self)

    @cached_property
    def web_keys(self) -> WebKeys:
        """Secrets for web servers."""
        return WebKeys(self.ring.secrets, self.inventory)

    @cached_property
    def metrics(self) -> MetricRoom:
        """Metric profiles, and which device is measured by which."""
        return MetricRoom(self.profile, self.conditions)

    @cached_property
    def mibs(self) -> MibDictionary:
        """The dictionary, opened when it is first needed."""
        return open_dictionary(self.profile)

    def reopen_mibs(self) -> None:
        """Open the dictionary anew at its next use: an import has changed it."""
        self.__dict__.pop("mibs", None)

    @cached_property
    def profiles(self) -> Profiles:
        """Gear profiles, read when they are first needed."""
        return profiles.load()
