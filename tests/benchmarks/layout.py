"""How readable the first drawing of a network is: what overlaps, and what crosses, beside other layered drawings.

Nothing is timed. The peer is networkx' `multipartite_layout` on the very rows that ours finds, in the order in which
devices were found: what rows alone give, without an order in them. A drawing by springs stands beside it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import NamedTuple

import networkx as nx
import numpy as np
import numpy.typing as npt

from nocscape.console.map.geometry import CHIP_BAND, LABEL_BAND, label_width
from nocscape.console.map.layouts.graph import Places, Plan, neighbours
from nocscape.console.map.layouts.grouping import grouping
from nocscape.console.map.layouts.jobs import ArrangeAll, work
from nocscape.console.map.layouts.planning import make_plan
from nocscape.console.map.layouts.quality import crossings, overlaps
from nocscape.console.map.layouts.tiers import depths
from nocscape.demo.campus import Campus
from nocscape.model.net import Device, Kind
from tests.benchmarks.result import Part, Peer, result
from tests.unit.map.networks import Wire, device, enterprise

Array = npt.NDArray[np.float64]

SIZES = (100, 300, 1000)
MOST_SPRINGS = 300
"""Larger networks take springs too long here."""


class Drawing(NamedTuple):
    """What a drawing of a network is like."""

    nodes: int
    links: int
    overlapping: int
    """Pairs of bodies with their names that cover a common area."""
    labels: int
    """Pairs of names that do."""
    crossings: int
    by_rows: int
    """Crossings of networkx' drawing in the same rows."""
    by_springs: int | None


def networks() -> Iterator[tuple[str, list[Device], list[Wire]]]:
    """The demo network, a fabric of forty devices, and campuses of some sizes."""
    campus = Campus()
    found = [device(box.name, box.gear.kind, box.place, box.address) for box in campus.boxes]
    yield "demo", found, [(cable.a.name, cable.b.name) for cable in campus.cables]
    yield "fabric of 40", *fabric()
    for size in SIZES:
        yield f"campus of {size}", *enterprise(size)


def fabric() -> tuple[list[Device], list[Wire]]:
    """Four spines, eight leaves in pairs, each on two of the spines, and what hangs on them; nobody said where."""
    spines = [f"spine{n}" for n in range(1, 5)]
    leaves = [f"leaf{n}" for n in range(1, 9)]
    devices = [device(name, Kind.L3_SWITCH, "", f"10.41.0.{n}") for n, name in enumerate((*spines, *leaves), 1)]
    wires = [(spines[n % 2], leaf) for n, leaf in enumerate(leaves)]
    wires += [(spines[2 + n % 2], leaf) for n, leaf in enumerate(leaves)]
    wires += [("spine1", "spine2"), ("spine3", "spine4"), *zip(leaves[::2], leaves[1::2], strict=True)]
    for number in range(1, 29):
        name = f"host{number}"
        devices.append(device(name, Kind.SERVER, "", f"10.41.0.{100 + number}"))
        wires.append((leaves[number % 8], name))
    return devices, wires


def drawing(devices: list[Device], wires: list[Wire]) -> Drawing:
    """Lay a network out as a fresh map does, and look at it."""
    bare = make_plan(devices, wires, {})
    plan = make_plan(devices, wires, grouping(devices, bare).of)
    places = work(ArrangeAll(plan))
    spots = np.array([places[vertex.id] for vertex in plan.vertices], dtype=np.float64)
    half = np.array([vertex.width / 2 for vertex in plan.vertices])
    words = np.array([label_width(vertex.name) / 2 for vertex in plan.vertices])
    x, y = spots.T
    up, down = CHIP_BAND / 2, CHIP_BAND / 2 + LABEL_BAND
    return Drawing(
        nodes=len(plan.vertices),
        links=len(plan.edges),
        overlapping=overlaps(x - half, y - up, x + half, y + down),
        labels=overlaps(x - words, y + up, x + words, y + down),
        crossings=crossings(spots, plan.edges),
        by_rows=crossings(_spots(plan, _rows(plan)), plan.edges),
        by_springs=crossings(_spots(plan, _springs(plan)), plan.edges) if len(devices) <= MOST_SPRINGS else None,
    )


def _graph(plan: Plan) -> nx.Graph[int]:
    graph: nx.Graph[int] = nx.Graph()
    for number, row in enumerate(depths(plan, neighbours(len(plan.vertices), plan.edges))):
        graph.add_node(number, subset=row)
    graph.add_edges_from(plan.edges)
    return graph


def _rows(plan: Plan) -> Places:
    drawn = nx.multipartite_layout(_graph(plan), subset_key="subset")
    return {plan.vertices[n].id: (float(x), float(y)) for n, (x, y) in drawn.items()}


def _springs(plan: Plan) -> Places:
    drawn = nx.spring_layout(_graph(plan), seed=1, iterations=100)
    return {plan.vertices[n].id: (float(x), float(y)) for n, (x, y) in drawn.items()}


def _spots(plan: Plan, places: Places) -> Array:
    return np.array([places[vertex.id] for vertex in plan.vertices], dtype=np.float64)


def run(*, is_long: bool) -> dict[str, object]:
    """Nodes and names on others in any of the networks, and crossings; the large campus is drawn in the long run."""
    drawings = {
        name: drawing(devices, wires) for name, devices, wires in networks() if is_long or len(devices) < SIZES[-1]
    }
    for name, one in drawings.items():
        print(f"{name}: {one}", file=sys.stderr)
    covered = sum(one.overlapping + one.labels for one in drawings.values())
    parts = [
        Part(f"crossings, {name}", one.crossings, "pairs", one.by_rows, one.crossings <= one.by_rows)
        for name, one in drawings.items()
    ]
    ours, rows = (sum(getattr(one, key) for one in drawings.values()) for key in ("crossings", "by_rows"))
    parts.append(Part("crossings of all", ours, "pairs", rows, ours <= rows))
    headline = Part("nodes or names that lie on others", covered, "pairs", 0, covered == 0)
    return result("layout", headline, parts, Peer("networkx multipartite_layout (crossings)", float(rows)))
