"""What the map draws and what it marks: shared objects without a panel."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from nocscape.console.highlights import FOUND, Highlights
from nocscape.console.layers import Layers, MapLayer, layers_of
from nocscape.model.net import Evidence, Layer, Link, PortRef
from nocscape.model.status import LinkState

WIRE = Link(id="w", a=PortRef("a", "1"), b=PortRef("b", "1"), vlans=(10, 20))
BARE = Link(id="x", a=PortRef("a", "2"), b=PortRef("b", "2"))
BLOCKED = replace(BARE, id="y", state=LinkState.BLOCKED)
TREE = replace(BARE, id="z", evidence=(Evidence("stp", "a", "root port"),))
OSPF = replace(BARE, id="o", layer=Layer.OSPF)


@pytest.mark.parametrize(
    ("layer", "vlan", "shown"),
    [
        (MapLayer.PHYSICAL, None, "wxyz"),
        (MapLayer.VLAN, None, "w"),
        (MapLayer.VLAN, 20, "w"),
        (MapLayer.VLAN, 30, ""),
        (MapLayer.STP, None, "yz"),
        (MapLayer.OSPF, None, "o"),
        (MapLayer.BGP, None, ""),
    ],
)
def test_a_layer_shows_its_own_links_and_no_others(layer: MapLayer, vlan: int | None, shown: str) -> None:
    layers = Layers()
    layers.choose(layer, vlan)
    assert "".join(x.id for x in (WIRE, BARE, BLOCKED, TREE, OSPF) if layers.shows(x)) == shown


def test_a_change_of_layer_is_told_once() -> None:
    layers, told = Layers(), []
    layers.changed.connect(lambda: told.append((layers.current, layers.vlan)))
    layers.choose(MapLayer.PHYSICAL)
    layers.choose(MapLayer.VLAN, 10)
    layers.choose(MapLayer.VLAN, 10)
    layers.choose(MapLayer.OSPF, 10)
    assert told == [(MapLayer.VLAN, 10), (MapLayer.OSPF, None)]


def test_layers_that_nothing_is_in_are_not_offered() -> None:
    assert layers_of([BARE]) == {MapLayer.PHYSICAL}
    assert layers_of([WIRE, TREE, OSPF]) == {MapLayer.PHYSICAL, MapLayer.VLAN, MapLayer.STP, MapLayer.OSPF}


def test_marks_replace_each_other_and_are_told_only_where_they_differ() -> None:
    marks, told = Highlights(), []
    marks.changed.connect(lambda: told.append((dict(marks.devices), dict(marks.links))))
    marks.show({"a": "added"}, {"w": "moved"})
    marks.show({"a": "added"}, {"w": "moved"})
    marks.show({"b": FOUND})
    marks.clear()
    marks.clear()
    assert told == [({"a": "added"}, {"w": "moved"}), ({"b": "found"}, {}), ({}, {})]
