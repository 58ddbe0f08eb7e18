"""What a session is told: the latest per key, in an order that can be applied."""

from __future__ import annotations

import pytest

from nocscape.base.clock import FakeClock
from nocscape.engine.publisher import Outbox, Publisher
from nocscape.model.batches import (
    Batch,
    DeviceChanged,
    DeviceGone,
    Item,
    JobProgress,
    LinksChanged,
    Reply,
    SamplesArrived,
    StatusChanged,
)
from nocscape.model.metrics import Sample, SeriesKey
from nocscape.model.net import Device, DeviceStatus, Endpoint, Inventory, Link, PortRef, Unanswered
from nocscape.model.status import Status


class Heard:
    """A session that keeps what it was told and can be slow."""

    def __init__(self) -> None:
        self.batches: list[Batch] = []
        self.can_take = True

    def deliver(self, batch: Batch) -> None:
        self.batches.append(batch)

    def hang_up(self) -> None:
        self.can_take = False

    @property
    def items(self) -> list[Item]:
        return [i for b in self.batches for i in b.items]


def device(name: str, label: str = "") -> DeviceChanged:
    return DeviceChanged(inventory=Inventory(device=Device(id=name, name=label or name, endpoint=Endpoint("10.0.0.1"))))


def state(name: str, status: Status) -> StatusChanged:
    return StatusChanged(devices=(DeviceStatus(device=name, status=status),))


def test_many_states_of_a_device_are_told_as_the_last_one() -> None:
    box = Outbox()
    for status in (Status.UP, Status.WARNING, Status.CRITICAL):
        box.put(state("a", status))
    box.put(state("b", Status.UP))
    (told,) = box.take()
    assert isinstance(told, StatusChanged)
    assert {s.device: s.status for s in told.devices} == {"a": Status.CRITICAL, "b": Status.UP}
    assert not len(box)


def test_a_device_stands_before_its_links_and_states() -> None:
    box = Outbox()
    link = Link(id="l", a=PortRef("a"), b=PortRef("b"))
    box.put(LinksChanged(links=(link,)))
    box.put(state("a", Status.UP))
    box.put(device("a"))
    box.put(Reply(request=1))
    assert [type(i).__name__ for i in box.take()] == ["DeviceChanged", "LinksChanged", "StatusChanged", "Reply"]


def test_a_link_that_went_and_came_back_is_told_as_there() -> None:
    box = Outbox()
    link = Link(id="l", a=PortRef("a"), b=PortRef("b"))
    box.put(LinksChanged(gone=("l",)))
    box.put(LinksChanged(links=(link,)))
    assert box.take() == (LinksChanged(links=(link,)),)


def test_a_forgotten_device_takes_its_unsent_news_with_it() -> None:
    box = Outbox()
    box.put(device("a"))
    box.put(state("a", Status.UP))
    box.put(DeviceGone(device="a"))
    assert box.take() == (DeviceGone(device="a"),)


def test_progress_keeps_the_problems_of_what_it_replaces() -> None:
    box = Outbox()
    for number in range(3):
        problem = Unanswered(f"10.0.0.{number}", "timeout")
        box.put(JobProgress(job="j", stage="sweep", done=number, problems=(problem,)))
    (told,) = box.take()
    assert isinstance(told, JobProgress)
    assert (told.done, [p.address for p in told.problems]) == (2, ["10.0.0.0", "10.0.0.1", "10.0.0.2"])


def test_only_watched_series_are_told() -> None:
    publisher, heard = Publisher(FakeClock()), Heard()
    publisher.enter(heard)
    wanted, other = SeriesKey("a", "cpu_percent"), SeriesKey("b", "cpu_percent")
    publisher.watch(heard, frozenset({wanted}))
    publisher.publish(SamplesArrived(samples=(Sample(wanted, 1, 2.0), Sample(other, 1, 3.0))))
    publisher.flush()
    assert heard.items == [SamplesArrived(samples=(Sample(wanted, 1, 2.0),))]


def test_an_unsubscribed_session_hears_its_own_replies_alone() -> None:
    publisher, heard = Publisher(FakeClock()), Heard()
    publisher.enter(heard)
    publisher.publish(device("a"))
    publisher.send(heard, Reply(request=5))
    publisher.flush()
    assert heard.items == [Reply(request=5)]


def test_a_slow_session_is_told_later_and_only_the_latest() -> None:
    publisher, heard = Publisher(FakeClock()), Heard()
    publisher.enter(heard)
    publisher.subscribe(heard, [])
    heard.can_take = False
    for label in ("one", "two", "three"):
        publisher.publish(device("a", label))
        assert not publisher.flush()
    heard.can_take = True
    assert publisher.flush()
    assert heard.items == [device("a", "three")]


def test_a_reply_waits_for_no_period_and_takes_along_what_came_before_it() -> None:
    publisher, session = Publisher(FakeClock()), Heard()
    publisher.enter(session)
    publisher.send(session, JobProgress(job="j", stage="walk", done=1))
    assert not session.batches
    publisher.send(session, Reply(request=1))
    assert [type(item) for item in session.items] == [JobProgress, Reply]
    session.can_take = False
    publisher.send(session, Reply(request=2))
    assert len(session.batches) == 1
    session.can_take = True
    publisher.flush()
    assert session.items[-1] == Reply(request=2)


def test_a_session_that_leaves_takes_its_watches_with_it() -> None:
    publisher, session = Publisher(FakeClock()), Heard()
    told: list[dict[SeriesKey, float]] = []
    publisher.watches_changed = lambda: told.append(publisher.watched())
    publisher.enter(session)
    publisher.watch(session, frozenset({SeriesKey("a", "cpu_percent")}), 2.0)
    publisher.leave(session)
    publisher.leave(session)
    assert told == [{SeriesKey("a", "cpu_percent"): 2.0}, {}]


def test_the_shortest_interval_that_anybody_asked_for_counts() -> None:
    publisher, key = Publisher(FakeClock()), SeriesKey("a", "cpu_percent")
    for interval_s in (5.0, 1.0, 3.0):
        session = Heard()
        publisher.enter(session)
        publisher.watch(session, frozenset({key}), interval_s)
    assert publisher.watched() == {key: 1.0}


def test_the_last_words_are_sent_before_the_line_is_closed() -> None:
    publisher, session = Publisher(FakeClock()), Heard()
    publisher.enter(session)
    publisher.subscribe(session, [])
    publisher.publish(device("a"))
    publisher.hang_up()
    assert session.items == [device("a")]
    assert not session.can_take


def test_a_session_that_takes_nothing_for_too_long_is_hung_up(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("nocscape.engine.publisher.MOST_UNTOLD", 3)
    publisher, slow, other, key = Publisher(FakeClock()), Heard(), Heard(), SeriesKey("a", "cpu_percent")
    for session in (slow, other):
        publisher.enter(session)
        publisher.watch(session, frozenset({key}))
    slow.can_take = False
    for at in range(5):
        publisher.publish(SamplesArrived(samples=(Sample(key, at, 1.0),)))
        publisher.flush()
    slow.can_take = True
    publisher.publish(SamplesArrived(samples=(Sample(key, 5, 1.0),)))
    assert publisher.flush()
    assert (len(slow.items), len(other.items)) == (0, 6)
    caplog.clear()


def test_each_batch_has_the_next_number() -> None:
    publisher, session = Publisher(FakeClock()), Heard()
    publisher.enter(session)
    publisher.subscribe(session, [])
    for name in "ab":
        publisher.publish(device(name))
        assert publisher.flush()
    assert publisher.flush(), "nothing waits, and nothing is sent"
    assert [batch.sequence for batch in session.batches] == [1, 2]
