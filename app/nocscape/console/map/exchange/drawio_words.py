"""Words of draw.io's that are written and read: beginnings of our ids, styles, and sides of names."""

from __future__ import annotations

from nocscape.console.map.geometry import SIDES
from nocscape.model.mapdoc import PutItems
from nocscape.model.mapparts import Canvas, Route, ShapeKind

NODE_KEY, FRAME_KEY, LINK_KEY, DRAWN_KEY, NOTE_KEY = "node:", "frame:", "link:", "drawing:", "note:"
"""Begin the ids of our cells; what follows is the id on the map."""

KIND_STYLES = {
    ShapeKind.RECTANGLE: "rounded=1;whiteSpace=wrap;html=0;",
    ShapeKind.ELLIPSE: "ellipse;whiteSpace=wrap;html=0;",
    ShapeKind.TEXT: "text;whiteSpace=wrap;html=0;",
    ShapeKind.LINE: "endArrow=none;html=0;",
    ShapeKind.ARROW: "endArrow=classic;html=0;",
    ShapeKind.IMAGE: "shape=image;html=0;",
}
NOTE_STYLE = (
    "shape=note;size=12;whiteSpace=wrap;html=0;align=left;verticalAlign=top;spacing=6;fillColor=#fff2cc;"
    "strokeColor=#d6b656;fontColor=#333333;"
)
ROUTE_STYLES = {
    Route.STRAIGHT: "endArrow=none;html=0;",
    Route.ORTHOGONAL: "edgeStyle=orthogonalEdgeStyle;endArrow=none;html=0;",
    Route.CURVED: "curved=1;endArrow=none;html=0;",
}
_STENCILS = {
    "switch": "switch",
    "l3_switch": "switch",
    "router": "router",
    "firewall": "firewall",
    "load_balancer": "load_balancer",
    "access_point": "wireless_hub",
    "wlan_controller": "wireless_modem",
    "server": "server",
    "hypervisor": "virtual_server",
    "storage": "storage",
    "workstation": "pc",
    "printer": "printer",
    "ups": "ups_small",
    "pdu": "ups_enterprise",
    "phone": "phone_1",
    "camera": "security_camera",
    "modem": "modem",
    "radio": "radio_tower",
    "cloud": "cloud",
    "hub": "hub",
}
SYMBOLS = {kind: f"shape=mxgraph.networks.{stencil};strokeColor=#ffffff;" for kind, stencil in _STENCILS.items()}
"""What draw.io's own library of symbols has for kinds of gear."""

_ACROSS = {-1: "left", 0: "center", 1: "right"}
_DOWN = {-1: "top", 0: "middle", 1: "bottom"}


def usual_route(drawn: PutItems) -> Route:
    """Of links that have no way of their own."""
    return next((part.route for part in drawn.parts if isinstance(part, Canvas)), Route.STRAIGHT)


def side_style(side: str) -> str:
    """Where draw.io writes the name of a shape; its corners are those of ours."""
    if side == "hidden":
        return "noLabel=1;"
    right, down = SIDES.get(side, SIDES["below"])
    across = f"labelPosition={_ACROSS[right]};align={_ACROSS[-right]};" if right else ""
    return f"{across}verticalLabelPosition={_DOWN[down]};verticalAlign={_DOWN[-down]};"


def side_of(look: dict[str, str]) -> str:
    """Where a shape of draw.io has its name; one inside its shape stands below the symbol here."""
    if look.get("noLabel") == "1":
        return "hidden"
    right = next((at for at, word in _ACROSS.items() if word == look.get("labelPosition")), 0)
    down = next((at for at, word in _DOWN.items() if word == look.get("verticalLabelPosition")), 0)
    return next((side for side, at in SIDES.items() if at == (right, down)), "below")
