"""The live network: told once, kept once, and the operator's word on top."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from msgspec.structs import replace

from nocscape.base.clock import FakeClock
from nocscape.base.i18n import msg
from nocscape.engine.state import NetworkState
from nocscape.engine.watching.loads import link_loads
from nocscape.model.batches import (
    DeviceChanged,
    DeviceGone,
    EventsRaised,
    Item,
    LinksChanged,
    LoadChanged,
    StatusChanged,
)
from nocscape.model.events import Event
from nocscape.model.metrics import Sample, SeriesKey
from nocscape.model.net import (
    Device,
    DeviceId,
    DeviceStatus,
    Endpoint,
    Inventory,
    Link,
    LinkId,
    LinkLoad,
    PortRef,
)
from nocscape.model.status import Severity, Status
from nocscape.polling import PollResult, PortBlock, PortLayout, Verdict
from nocscape.polling.rates import Rates


class Keeper:
    """A store that only counts."""

    def __init__(self) -> None:
        self.devices: list[str] = []
        self.gone: list[str] = []
        self.links: list[str] = []
        self.events: list[Event] = []

    def put_devices(self, inventories: Sequence[Inventory]) -> None:
        self.devices += [i.device.name for i in inventories]

    def drop_device(self, device: DeviceId, into: DeviceId | None = None) -> None:
        self.gone.append(f"{device}>{into}")

    def put_links(self, changed: Sequence[Link], gone: Sequence[LinkId]) -> None:
        self.links += [x.id for x in changed] + [f"-{x}" for x in gone]

    def put_events(self, events: Sequence[Event]) -> None:
        self.events += events


class World:
    def __init__(self) -> None:
        self.told: list[Item] = []
        self.keeper = Keeper()
        self.state = NetworkState(FakeClock(), self.keeper, self.told.append)


@pytest.fixture
def world() -> World:
    return World()


def inventory(name: str) -> Inventory:
    device = Device(id=name, name=name, endpoint=Endpoint(f"10.0.0.{len(name)}"), addresses=(f"10.1.0.{len(name)}",))
    return Inventory(device=device)


LINK = Link(id="l", a=PortRef("a", "1"), b=PortRef("bb", "2"), speed_bps=1000)


def test_the_same_device_again_is_neither_told_nor_kept(world: World) -> None:
    assert world.state.put_devices([inventory("a")]) == ["a"]
    assert world.state.put_devices([inventory("a")]) == []
    assert (len(world.told), world.keeper.devices) == (1, ["a"])


def test_discovery_never_overwrites_the_operators_name(world: World) -> None:
    world.state.put_devices([inventory("a")])
    world.state.set_override("a", name="Core", site="Seoul")
    world.state.put_devices([replace(inventory("a"), processors=())])
    kept = world.state.devices["a"].device
    assert (kept.name, kept.site) == ("Core", "Seoul")


def test_a_device_that_is_read_again_was_first_seen_when_it_was(world: World) -> None:
    for at in (100.0, 200.0):
        found = inventory("sw")
        world.state.put_devices([replace(found, device=replace(found.device, first_seen=at, last_seen=at))])
    assert (world.state.devices["sw"].device.first_seen, world.state.devices["sw"].device.last_seen) == (100.0, 200.0)


def test_a_forgotten_device_takes_its_links_along(world: World) -> None:
    world.state.put_devices([inventory("a"), inventory("bb")])
    world.state.put_links([LINK])
    world.state.drop_device("a", into="bb")
    assert world.state.links == {}
    assert world.keeper.gone == ["a>bb"]
    assert [type(i) for i in world.told[-2:]] == [LinksChanged, DeviceGone]


def test_a_device_is_found_by_where_it_is_polled_before_who_else_owns_the_address(world: World) -> None:
    owner = replace(inventory("a"), device=replace(inventory("a").device, addresses=("10.0.0.2",)))
    world.state.put_devices([owner, inventory("bb")])
    found = world.state.by_address("10.0.0.2")
    assert found is not None
    assert found.device.id == "bb"
    assert world.state.by_address("10.9.9.9") is None


def test_states_of_unknown_devices_are_dropped(world: World) -> None:
    world.state.put_statuses([DeviceStatus(device="ghost", status=Status.UP)])
    assert world.told == []


def test_an_acknowledged_event_is_told_again_with_who_did_it(world: World) -> None:
    event = world.state.raise_event("device_down", Severity.CRITICAL, msg("x"), device="a")
    assert world.state.acknowledge(event.id, "kim")
    told = world.told[-1]
    assert isinstance(told, EventsRaised)
    assert told.events[0].acknowledged_by == "kim"
    assert not world.state.acknowledge("never", "kim")


def test_events_of_the_same_moment_have_different_names(world: World) -> None:
    names = {world.state.raise_event("x", Severity.INFO, msg("x")).id for _ in range(100)}
    assert len(names) == 100


def polled(device: str, samples: list[Sample]) -> PollResult:
    """A poll that read some series only."""
    return PollResult(
        device=device,
        at=1.0,
        samples=tuple(samples),
        block=None,
        ports={},
        status=DeviceStatus(device=device),
        verdict=Verdict(Status.UP),
        is_full=False,
    )


def test_a_poll_of_all_ports_tells_the_traffic_of_the_links_among_them(world: World) -> None:
    world.state.put_devices([inventory("a"), inventory("bb")])
    world.state.put_links([LINK])
    layout = PortLayout("a", ("if_in_bps", "if_out_bps"), ("9", "1"))
    rates = Rates(np.array([1.0, 100.0, 2.0, 300.0]), np.zeros(4, np.uint8))
    result = replace(polled("a", []), block=PortBlock(layout, 1, rates))
    (load,) = link_loads(world.state, result)
    assert (load.ab_bps, load.ba_bps) == (300.0, 100.0)


@pytest.mark.parametrize(("measured_at", "expected"), [("a", (30.0, 10.0)), ("bb", (10.0, 30.0))])
def test_traffic_is_told_from_the_links_first_end_whichever_end_measured(
    world: World, measured_at: str, expected: tuple[float, float]
) -> None:
    world.state.put_devices([inventory("a"), inventory("bb")])
    world.state.put_links([LINK])
    port = "1" if measured_at == "a" else "2"
    samples = [
        Sample(SeriesKey(measured_at, "if_in_bps", port), 1, 100.0),
        Sample(SeriesKey(measured_at, "if_out_bps", port), 1, 300.0),
        Sample(SeriesKey(measured_at, "if_out_bps", "9"), 1, 5.0),
    ]
    (load,) = link_loads(world.state, polled(measured_at, samples))
    assert (load.ab_percent, load.ba_percent) == expected


def test_a_new_session_is_told_everything(world: World) -> None:
    world.state.put_devices([inventory("a"), inventory("bb")])
    world.state.put_links([LINK])
    told = world.state.everything()
    assert [type(i) for i in told[:3]] == [DeviceChanged, DeviceChanged, LinksChanged]
    assert [type(i) for i in told[3:]] == [StatusChanged, LoadChanged, EventsRaised]


def test_a_name_that_the_operator_gives_is_told_and_kept_at_once(world: World) -> None:
    world.state.put_devices([inventory("a")])
    world.state.set_override("a", name="Core", site=None)
    told = world.told[-1]
    assert isinstance(told, DeviceChanged)
    assert (told.inventory.device.name, world.keeper.devices) == ("Core", ["a", "Core"])


def test_an_address_that_a_device_owns_finds_it(world: World) -> None:
    world.state.put_devices([inventory("a"), inventory("bb")])
    found = world.state.by_address("10.1.0.2")
    assert found is not None
    assert found.device.id == "bb"


def test_the_traffic_of_known_links_is_told_once(world: World) -> None:
    world.state.put_devices([inventory("a"), inventory("bb")])
    world.state.put_links([LINK])
    load = LinkLoad(link="l", ab_bps=1.0)
    for _ in range(2):
        world.state.put_loads([load, LinkLoad(link="unknown", ab_bps=1.0)])
    assert [i for i in world.told if isinstance(i, LoadChanged)] == [LoadChanged(loads=(load,))]
    assert [i for i in world.state.everything() if isinstance(i, LoadChanged)] == [LoadChanged(loads=(load,))]


def test_a_link_that_is_gone_takes_its_traffic_along(world: World) -> None:
    world.state.put_devices([inventory("a"), inventory("bb")])
    world.state.put_links([LINK])
    world.state.put_loads([LinkLoad(link="l", ab_bps=1.0)])
    world.state.put_links((), ["l"])
    assert world.state.loads == {}


def test_an_event_is_kept_and_told_and_named_after_its_moment(world: World) -> None:
    event = world.state.raise_event("device_down", Severity.CRITICAL, msg("x"), device="a")
    assert world.keeper.events == [event]
    assert world.told == [EventsRaised(events=(event,))]
    assert int(event.id.partition("-")[0], 16) == int(event.at * 1000)


def test_what_alarms_say_is_shown_where_the_device_answers_and_is_no_worse_off(world: World) -> None:
    world.state.put_devices([inventory("a")])
    minor = DeviceStatus(device="a", status=Status.MINOR, reason=msg("hot"), since=5.0)

    def shown() -> tuple[Status, str, float]:
        (status,) = next(i for i in world.state.everything() if isinstance(i, StatusChanged)).devices
        return status.status, str(status.reason or ""), status.since

    world.state.put_statuses([DeviceStatus(device="a", status=Status.UP, since=1.0)])
    world.state.put_alarmed("a", minor)
    assert shown() == (Status.MINOR, "hot", 5.0)
    assert isinstance(world.told[-1], StatusChanged)
    world.state.put_statuses([DeviceStatus(device="a", status=Status.MINOR, reason=msg("own"), since=2.0)])
    assert shown() == (Status.MINOR, "own", 2.0)
    world.state.put_statuses([DeviceStatus(device="a", status=Status.CRITICAL, since=3.0)])
    assert shown() == (Status.CRITICAL, "", 3.0)
    world.state.put_statuses([DeviceStatus(device="a", status=Status.UP, since=4.0)])
    count = len(world.told)
    world.state.put_alarmed("a", minor)
    assert len(world.told) == count, "the same again is no news"
    world.state.put_alarmed("a", None)
    assert shown() == (Status.UP, "", 4.0)
    assert len(world.told) == count + 1
