"""What an operator is told of services, and that maintenance keeps it quiet."""

from __future__ import annotations

import pytest

from nocscape.base.clock import FakeClock
from nocscape.base.i18n import msg
from nocscape.engine.state import NetworkState
from nocscape.engine.watching.standing import Standings, Watched
from nocscape.model.checks import CheckOutcome, CheckState
from nocscape.model.status import Severity
from tests.unit.engine.test_state import Keeper
from tests.unit.store.things import switch

CHECK = Watched("c1", "tls 443", warn_days=30)
BANNER = Watched("c2", "ssh 22", is_telling=True)
DOWN = CheckOutcome(is_up=False, reason=msg("the connection was refused"))


class Desk:
    """One device, which may be in maintenance."""

    def __init__(self) -> None:
        self.state = NetworkState(FakeClock(), Keeper(), lambda _: None)
        self.state.put_devices([switch(1)])
        self.is_covered = False
        self.standings = Standings(self.state, lambda _: self.is_covered)

    def take(self, outcome: CheckOutcome, watched: Watched = CHECK) -> None:
        self.standings.take(watched, CheckState(device="d1", at=1.0, outcome=outcome))

    def told(self) -> list[tuple[str, Severity]]:
        return [(str(e.text), e.severity) for e in self.state.events]


@pytest.fixture
def desk() -> Desk:
    return Desk()


def up(**facts: object) -> CheckOutcome:
    return CheckOutcome(is_up=True, **facts)  # type: ignore[arg-type]


def test_one_failure_is_no_outage_and_two_are_one(desk: Desk) -> None:
    desk.take(DOWN)
    assert desk.told() == []
    desk.take(DOWN)
    desk.take(DOWN)
    assert desk.told() == [("sw-1: tls 443 fails: the connection was refused", Severity.MINOR)]
    desk.take(up())
    assert desk.told()[1:] == [("sw-1: tls 443 works again", Severity.CLEAR)]


def test_a_certificate_that_runs_out_is_told_once_and_so_is_a_new_one(desk: Desk) -> None:
    for left in (40.0, 29.9, 29.8, 364.5):
        desk.take(up(days_left=left))
    assert desk.told() == [
        ("sw-1: the certificate of tls 443 expires in 29 days", Severity.WARNING),
        ("sw-1: tls 443 has a new certificate for 364 days", Severity.CLEAR),
    ]


def test_another_banner_is_told(desk: Desk) -> None:
    for banner in ("SSH-2.0-A", "SSH-2.0-A", "SSH-2.0-B"):
        desk.take(up(told=banner), BANNER)
    assert desk.told() == [("sw-1: ssh 22 says SSH-2.0-B, before SSH-2.0-A", Severity.INFO)]


def test_nothing_is_told_in_maintenance_and_what_still_fails_after_it_is(desk: Desk) -> None:
    desk.is_covered = True
    for _ in range(3):
        desk.take(DOWN)
    assert desk.told() == []
    desk.is_covered = False
    desk.take(DOWN)
    assert len(desk.told()) == 1


def test_what_is_looked_at_no_more_stands_nowhere(desk: Desk) -> None:
    desk.take(DOWN)
    assert [s.device for s in desk.standings.of("c1")] == ["d1"]
    desk.standings.keep({"c2"})
    assert desk.standings.of("c1") == ()
    desk.take(DOWN, BANNER)
    desk.standings.forget("d1")
    assert desk.standings.of("c2") == ()


def test_a_device_that_is_gone_is_told_nothing_of(desk: Desk) -> None:
    desk.state.drop_device("d1")
    desk.take(DOWN)
    desk.take(DOWN)
    assert desk.told() == []


def test_an_answer_without_a_banner_is_no_change_of_it(desk: Desk) -> None:
    for banner in ("SSH-2.0-A", "", "SSH-2.0-A"):
        desk.take(up(told=banner), BANNER)
    assert desk.told() == []


def test_a_service_whose_words_are_not_watched_tells_none(desk: Desk) -> None:
    for banner in ("A", "B"):
        desk.take(up(told=banner))
    assert desk.told() == []


def test_a_failure_between_answers_is_forgotten(desk: Desk) -> None:
    for _ in range(3):
        desk.take(DOWN)
        desk.take(up())
    assert desk.told() == []
