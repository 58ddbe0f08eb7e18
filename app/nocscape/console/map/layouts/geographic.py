"""Each device where it is on earth; those that nobody knows the place of beside what they are linked to."""

from __future__ import annotations

from msgspec.structs import replace

from nocscape.console.map.geometry import NODE_HEIGHT
from nocscape.console.map.layouts.cells import on_cells
from nocscape.console.map.layouts.graph import Places, Plan
from nocscape.console.map.layouts.nearby import nearby

_GAP_X, _GAP_Y = 24.0, 26.0


def geographic(plan: Plan) -> Places:
    """Devices of one place stand in a block around it. Nothing is moved where no device has a place."""
    known = {i: vertex.place for i, vertex in enumerate(plan.vertices) if vertex.place is not None}
    if not known:
        return {}
    wide = max(plan.vertices[one].width for one in known) + _GAP_X
    cells = on_cells(known, wide, NODE_HEIGHT + _GAP_Y)
    placed = {plan.vertices[one].id: (round(x), round(y)) for one, (x, y) in cells.items()}
    free = Plan(tuple(replace(vertex, group=None) for vertex in plan.vertices), plan.edges)
    return {**placed, **nearby(free, placed)}
