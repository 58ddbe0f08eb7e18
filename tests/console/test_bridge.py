"""The one door between console and engine."""

from __future__ import annotations

import pytest

from nocscape.base.i18n import msg
from nocscape.console.bridge import Bridge
from nocscape.model.batches import DeviceGone, LinksChanged, MapChanged, MapLoaded, Reply, StatusChanged
from nocscape.model.commands import ListCredentials
from nocscape.model.mapdoc import MapDocument, Node, PutItems
from nocscape.model.net import DeviceStatus, Link, PortRef
from nocscape.model.status import Status
from tests.console.campus import campus_items
from tests.console.fake_line import FakeLine

pytestmark = pytest.mark.qt


def test_many_changes_of_one_tick_are_told_once_as_a_set(bridge: Bridge, line: FakeLine) -> None:
    told: list[set[str]] = []
    bridge.statuses_changed.connect(told.append)
    for state in (Status.UP, Status.CRITICAL):
        line.tell(*[StatusChanged(devices=(DeviceStatus(device=d, status=state),)) for d in ("a", "b")])
    bridge.tick()
    assert told == [{"a", "b"}]
    assert bridge.live.status("a") is Status.CRITICAL


def test_a_flood_is_taken_in_slices_and_never_stands_still(
    bridge: Bridge, line: FakeLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nocscape.console.bridge.WORK_S", 0.0)
    items = campus_items()[:3]
    line.tell(*items)
    for taken in range(1, len(items) + 1):
        bridge.tick()
        assert len(bridge.live.devices) == taken


def test_a_reply_reaches_the_one_who_asked_and_nobody_else(bridge: Bridge, line: FakeLine) -> None:
    got: list[Reply] = []
    request = bridge.ask(ListCredentials(), got.append)
    bridge.ask(ListCredentials())
    line.tell(Reply(request=request, error=msg("No.")), Reply(request=request + 1))
    bridge.tick()
    assert [str(r.error) for r in got] == ["No."]


def test_a_forgotten_device_leaves_the_mirror(campus: Bridge, line: FakeLine) -> None:
    told: list[dict[str, str | None]] = []
    campus.devices_gone.connect(told.append)
    line.tell(DeviceGone(device="ap-b2"))
    campus.tick()
    assert told == [{"ap-b2": None}]
    assert "ap-b2" not in campus.live.devices


def test_another_consoles_edit_changes_the_mirrored_map_once(bridge: Bridge, line: FakeLine) -> None:
    line.tell(MapLoaded(document=MapDocument(id="m", title="Campus", revision=3)))
    put = PutItems(nodes=(Node(device="a", x=1, y=2),))
    for _ in range(2):
        line.tell(MapChanged(map="m", change=put, revision=4, edit="e", actor="kim"))
    bridge.tick()
    document = bridge.live.maps["m"]
    assert (document.revision, document.nodes["a"].x) == (4, 1)


def test_a_lost_engine_is_told_after_everything_it_had_said(bridge: Bridge, line: FakeLine) -> None:
    told: list[str] = []
    bridge.start()
    bridge.statuses_changed.connect(lambda _: told.append("status"))
    bridge.connection_lost.connect(lambda: told.append("lost"))
    line.tell(StatusChanged(devices=(DeviceStatus(device="a"),)))
    line.is_open = False
    bridge.tick()
    assert told == ["status", "lost"]


def test_a_stored_map_is_told_before_the_devices_that_stand_on_it(bridge: Bridge, line: FakeLine) -> None:
    told: list[str] = []
    bridge.devices_changed.connect(lambda _: told.append("devices"))
    bridge.map_loaded.connect(told.append)
    line.tell(*campus_items()[:3], MapLoaded(document=MapDocument(id="main", title="")))
    bridge.tick()
    assert told == ["main", "devices"]


def test_a_device_that_went_and_came_back_in_one_tick_is_there(bridge: Bridge, line: FakeLine) -> None:
    gone: list[object] = []
    bridge.devices_gone.connect(gone.append)
    first = campus_items()[0]
    line.tell(DeviceGone(device="internet"), first)
    bridge.tick()
    assert gone == []
    assert "internet" in bridge.live.devices


def test_a_link_that_went_and_came_back_in_one_tick_is_there(bridge: Bridge, line: FakeLine) -> None:
    told: list[tuple[set[str], set[str]]] = []
    bridge.links_changed.connect(lambda changed, gone: told.append((changed, gone)))
    link = Link(id="l", a=PortRef("a"), b=PortRef("b"))
    line.tell(LinksChanged(links=(link,)), LinksChanged(gone=("l",)), LinksChanged(links=(link,)))
    bridge.tick()
    assert told == [({"l"}, set())]
    line.tell(LinksChanged(links=(link,)), LinksChanged(gone=("l",)))
    bridge.tick()
    assert told[1:] == [(set(), {"l"})]


def test_whoever_stumbles_over_an_answer_keeps_none_from_the_others(
    bridge: Bridge, line: FakeLine, caplog: pytest.LogCaptureFixture
) -> None:
    def stumble(_: Reply) -> None:
        raise ZeroDivisionError

    got: list[Reply] = []
    requests = [bridge.ask(ListCredentials(), stumble), bridge.ask(ListCredentials(), got.append)]
    line.tell(*(Reply(request=request) for request in requests))
    bridge.tick()
    assert [reply.request for reply in got] == requests[1:]
    assert "was not taken" in caplog.text
    caplog.clear()


def test_asking_an_engine_that_is_gone_is_answered_with_an_error(
    bridge: Bridge, line: FakeLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: object) -> None:
        raise ConnectionError

    monkeypatch.setattr(line, "send", refuse)
    got: list[Reply] = []
    bridge.ask(ListCredentials(), got.append)
    assert [str(r.error) for r in got] == ["The engine has stopped."]
