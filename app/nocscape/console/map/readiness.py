"""Which actions of a map can be done now, and which are on; what panels bring adds its own."""

from __future__ import annotations

from nocscape.console.map.actions import possible
from nocscape.console.map.canvas import MapCanvas
from nocscape.console.map.commands import MapCommands
from nocscape.console.map.picks import picked_notes, picked_shapes
from nocscape.console.map.tools.pointer import Tool

_TOOLS = {"select": Tool.SELECT, "hand": Tool.HAND, "link": Tool.LINK, "lasso": Tool.LASSO}


def possible_now(canvas: MapCanvas, commands: MapCommands) -> dict[str, bool]:
    """By name of the action."""
    model, nodes = canvas.model, canvas.model.document.nodes
    chosen = [device for device in canvas.selection.devices if device in nodes]
    drawn = len(picked_notes(model.document, canvas.picks)) + len(picked_shapes(model.document, canvas.picks))
    has_group = commands.chosen_group() is not None
    can = {
        "undo": model.undo_stack.canUndo() and not model.is_locked,
        "redo": model.undo_stack.canRedo() and not model.is_locked,
        **possible(len(chosen), drawn),
        "remove": bool(chosen) or drawn > 0 or canvas.selection.link is not None,
        "place_arrivals": model.has_unplaced,
        "arrange": len(nodes) > 1,
    }
    can |= dict.fromkeys(("rename_group", "dissolve"), has_group)
    return can | {"leave_group": any(nodes[device].group for device in chosen)}


def on_now(canvas: MapCanvas) -> dict[str, bool]:
    """By name of the action."""
    nodes = canvas.model.document.nodes
    chosen = [device for device in canvas.selection.devices if device in nodes]
    return {
        **{name: canvas.pointer.tool is tool for name, tool in _TOOLS.items()},
        "pin": bool(chosen) and all(nodes[device].is_pinned for device in chosen),
        "lock": canvas.model.is_locked,
        "snap": canvas.is_snapping,
    }
