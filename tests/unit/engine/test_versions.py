"""Named versions of maps: kept as they were, also over a restart, and bounded in number."""

from __future__ import annotations

import pytest

from nocscape.base.clock import FakeClock
from nocscape.base.errors import InputError
from nocscape.engine.keeping.maps import MapRoom
from nocscape.engine.keeping.versions import MOST_VERSIONS, PREFIX, VersionRoom
from nocscape.model.mapdoc import Change, MapDocument, Node
from nocscape.model.mapversions import DropVersion, ListVersions, NameVersion, ReadVersion
from tests.unit.engine.kept_settings import KeptSettings

DOCUMENT = MapDocument(
    id="main", title="Campus", revision=7, nodes={d: Node(device=d, x=1.0, y=2.0) for d in ("a", "b")}
)


class Keeper(KeptSettings):
    """Keeps maps, too."""

    async def put_map_change(
        self, map_id: str, change: Change, revision: int, *, edit: str, actor: str, document: MapDocument
    ) -> None:
        """Nothing is kept here."""


def room(keeper: Keeper) -> tuple[VersionRoom, MapRoom, FakeClock]:
    maps, clock = MapRoom(keeper, lambda _: None), FakeClock()
    maps.restore([DOCUMENT])
    return VersionRoom(keeper, maps, clock), maps, clock


async def test_a_version_is_the_map_as_it_stood_also_after_a_restart() -> None:
    keeper = Keeper()
    versions, maps, _ = room(keeper)
    made = await versions.name(NameVersion(map="main", title="Before the move\n"), "kim")
    assert (made.title, made.actor, made.nodes, made.revision) == ("Before the move", "kim", 2, 7)
    maps.restore([MapDocument(id="main", title="other", revision=8)])
    again, _, _ = room(Keeper())
    again.restore(keeper.settings | {"poll_interval_s": b"\x01"})
    assert await again.infos(ListVersions(map="main")) == (made,)
    assert await again.infos(ListVersions(map="wan")) == ()
    assert await again.read(ReadVersion(version=made.id)) == DOCUMENT


async def test_the_newest_version_stands_first() -> None:
    versions, _, clock = room(Keeper())
    await versions.name(NameVersion(map="main", title="first"), "kim")
    await clock.advance(5.0)
    await versions.name(NameVersion(map="main", title="second"), "kim")
    assert [v.title for v in await versions.infos(ListVersions(map="main"))] == ["second", "first"]


async def test_what_was_dropped_is_gone_for_good() -> None:
    keeper = Keeper()
    versions, _, _ = room(keeper)
    made = await versions.name(NameVersion(map="main", title="x"), "kim")
    await versions.drop(DropVersion(version=made.id))
    assert keeper.settings == {}
    with pytest.raises(InputError, match="no such version"):
        await versions.read(ReadVersion(version=made.id))


@pytest.mark.parametrize(("map_id", "title"), [("main", " \n"), ("nowhere", "x")])
async def test_a_version_needs_a_name_and_a_map(map_id: str, title: str) -> None:
    versions, _, _ = room(Keeper())
    with pytest.raises(InputError):
        await versions.name(NameVersion(map=map_id, title=title), "kim")


async def test_a_map_has_so_many_versions_and_no_more() -> None:
    versions, _, _ = room(Keeper())
    for number in range(MOST_VERSIONS):
        await versions.name(NameVersion(map="main", title=str(number)), "kim")
    with pytest.raises(InputError, match=str(MOST_VERSIONS)):
        await versions.name(NameVersion(map="main", title="one more"), "kim")


async def test_a_version_that_cannot_be_read_is_left_out(caplog: pytest.LogCaptureFixture) -> None:
    versions, _, _ = room(Keeper())
    versions.restore({PREFIX + "x": b"\xc1"})
    assert await versions.infos(ListVersions(map="main")) == ()
    assert "left out" in caplog.text
    caplog.clear()
