"""What the engine does with each Ask."""

from __future__ import annotations

from nocscape.base.errors import InputError
from nocscape.base.i18n import tr
from nocscape.engine.asking import Handler, ask_of, on
from nocscape.engine.finding import proposals
from nocscape.engine.finding.asks import topology_handlers
from nocscape.engine.finding.discover import DiscoveryJob, SweepJob
from nocscape.engine.finding.explaining import explain_between
from nocscape.engine.finding.protocols import protocol_handlers
from nocscape.engine.keeping.asks import keeping_handlers
from nocscape.engine.keeping.overview_asks import overview_handlers
from nocscape.engine.keeping.past import past_handlers
from nocscape.engine.keeping.report_asks import report_handlers
from nocscape.engine.keeping.version_asks import version_handlers
from nocscape.engine.lines.transport import Session
from nocscape.engine.rooms import Rooms
from nocscape.engine.watching.alarm_asks import alarm_handlers
from nocscape.engine.watching.asks import watching_handlers
from nocscape.engine.watching.metric_asks import metric_handlers
from nocscape.engine.watching.watch import LEAST_POLL_S, MOST_POLL_S, POLL_INTERVAL
from nocscape.engine.workbench.asks import mib_handlers
from nocscape.model import commands as asks
from nocscape.model.commands import Command
from nocscape.model.credentials import CredentialInfo
from nocscape.model.events import Event
from nocscape.model.explanation import Explanation
from nocscape.model.metrics import Sample, SeriesData
from nocscape.model.net import Alive


def handlers(rooms: Rooms) -> dict[type, Handler]:
    """A handler for every Ask."""
    the = _Handlers(rooms)
    return {
        asks.Subscribe: the.subscribe,
        asks.StartDiscovery: the.start_discovery,
        asks.StartSweep: the.start_sweep,
        asks.CancelJob: on(asks.CancelJob, the.cancel_job),
        asks.ResumeJob: on(asks.ResumeJob, the.resume_job),
        asks.PutCredential: on(asks.PutCredential, the.put_credential),
        asks.DropCredential: on(asks.DropCredential, the.drop_credential),
        asks.ListCredentials: on(asks.ListCredentials, the.list_credentials),
        asks.EditMap: the.edit_map,
        asks.ReadHistory: on(asks.ReadHistory, the.read_history),
        asks.WatchSeries: the.watch_series,
        asks.PollNow: on(asks.PollNow, the.poll_now),
        asks.SetDevice: the.set_device,
        asks.ForgetDevice: on(asks.ForgetDevice, the.forget_device),
        asks.AcknowledgeEvent: the.acknowledge_event,
        asks.ReadEvents: on(asks.ReadEvents, the.read_events),
        asks.ProposeTargets: on(asks.ProposeTargets, the.propose_targets),
        asks.SetPolling: on(asks.SetPolling, the.set_polling),
        asks.ExplainLink: on(asks.ExplainLink, the.explain_link),
        **topology_handlers(rooms),
        **mib_handlers(rooms),
        **protocol_handlers(rooms),
        **metric_handlers(rooms),
        **watching_handlers(rooms),
        **alarm_handlers(rooms),
        **keeping_handlers(rooms),
        **overview_handlers(rooms),
        **report_handlers(rooms),
        **version_handlers(rooms),
        **past_handlers(rooms),
    }


class _Handlers:
    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms

    async def subscribe(self, session: Session, _: Command) -> None:
        everything = self._rooms.maps.everything() + self._rooms.state.everything()
        self._rooms.publisher.subscribe(session, everything)

    async def start_discovery(self, session: Session, command: Command) -> str:
        return await DiscoveryJob(self._rooms, session, ask_of(asks.StartDiscovery, command)).run()

    async def start_sweep(self, session: Session, command: Command) -> tuple[Alive, ...]:
        return await SweepJob(self._rooms, session, ask_of(asks.StartSweep, command)).run()

    async def cancel_job(self, ask: asks.CancelJob) -> None:
        self._rooms.jobs.cancel(ask.job)

    async def resume_job(self, ask: asks.ResumeJob) -> object:
        return await self._rooms.jobs.resume(ask.job)

    async def put_credential(self, ask: asks.PutCredential) -> None:
        await self._rooms.ring.put(ask.credential)

    async def drop_credential(self, ask: asks.DropCredential) -> None:
        await self._rooms.ring.drop(ask.name)

    async def list_credentials(self, _: asks.ListCredentials) -> tuple[CredentialInfo, ...]:
        return self._rooms.ring.infos()

    async def edit_map(self, _: Session, command: Command) -> None:
        await self._rooms.maps.edit(ask_of(asks.EditMap, command), command.actor)

    async def read_history(self, ask: asks.ReadHistory) -> tuple[SeriesData, ...]:
        return tuple(await self._rooms.measured.read(ask.keys, ask.since, ask.until, ask.points))

    async def watch_series(self, session: Session, command: Command) -> None:
        ask = ask_of(asks.WatchSeries, command)
        self._rooms.publisher.watch(session, frozenset(ask.keys), ask.interval_s)

    async def poll_now(self, ask: asks.PollNow) -> tuple[Sample, ...]:
        return await self._rooms.watch.poll_now(ask.device)

    async def set_device(self, _: Session, command: Command) -> None:
        ask = ask_of(asks.SetDevice, command)
        self._rooms.state.set_override(ask.device, name=ask.name, site=ask.site)
        await self._rooms.inventory.put_override(ask.device, name=ask.name, site=ask.site, actor=command.actor)

    async def forget_device(self, ask: asks.ForgetDevice) -> None:
        if ask.device not in self._rooms.state.devices:
            raise InputError(tr("There is no device {device}", device=ask.device))
        await self._rooms.memory.recall()
        self._rooms.watch.forget(ask.device)
        self._rooms.memory.forget(ask.device)
        self._rooms.intake.take(self._rooms.topology.forget(ask.device, self._rooms.clock.now()))
        self._rooms.state.drop_device(ask.device)
        await self._rooms.inventory.flush()

    async def acknowledge_event(self, _: Session, command: Command) -> None:
        ask = ask_of(asks.AcknowledgeEvent, command)
        if not self._rooms.state.acknowledge(ask.event, command.actor):
            raise InputError(tr("There is no such event any more"))
        await self._rooms.inventory.flush()

    async def read_events(self, ask: asks.ReadEvents) -> tuple[Event, ...]:
        return await self._rooms.inventory.read_events(ask.most, ask.device, since=ask.since, severity=ask.severity)

    async def propose_targets(self, _: asks.ProposeTargets) -> tuple[str, ...]:
        return proposals.own_networks()

    async def set_polling(self, ask: asks.SetPolling) -> None:
        if not LEAST_POLL_S <= ask.interval_s <= MOST_POLL_S:
            text = tr("Devices can be polled every {least} to {most} s", least=LEAST_POLL_S, most=MOST_POLL_S)
            raise InputError(text)
        self._rooms.watch.set_interval(ask.interval_s)
        await self._rooms.inventory.put_setting(POLL_INTERVAL, ask.interval_s)

    async def explain_link(self, ask: asks.ExplainLink) -> Explanation:
        await self._rooms.memory.recall()
        topology = self._rooms.topology
        known = topology.inventories | self._rooms.state.devices
        return explain_between(topology, known, ask.a, ask.b)
