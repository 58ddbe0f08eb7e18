"""What is on a map besides nodes, groups, links and notes: drawings, ways of links, and rules.

Lengths are scene units (1 unit is 1 px at 100 %), y down. Colours are names of the theme's tokens, never values, so
that a map is readable in every theme.
"""

from __future__ import annotations

from enum import StrEnum

import msgspec

from nocscape.model.net import Kind, LinkId


class ShapeKind(StrEnum):
    """What a shape is drawn as."""

    RECTANGLE = "rectangle"
    ELLIPSE = "ellipse"
    LINE = "line"
    ARROW = "arrow"
    TEXT = "text"
    IMAGE = "image"


TOKENS = frozenset(("accent", "crit", "dim", "minor", "ok", "text", "u2", "unknown", "unreach", "warn"))
"""Tokens that drawings and rules may have their colours from."""


class Shape(msgspec.Struct, frozen=True, kw_only=True, tag="shape"):
    """A drawing below links and nodes; its top left corner. A line goes to the opposite corner, sizes may be < 0."""

    id: str
    kind: ShapeKind
    x: float
    y: float
    width: float
    height: float
    text: str = ""
    line: str = "dim"
    fill: str = ""
    """Empty for none."""
    z: int = 0
    """Higher ones are drawn over lower ones."""
    is_locked: bool = False
    """The pointer takes no hold of it; floor plans begin so."""
    picture: str = ""
    """Id of the `Picture` that an image shows."""


class Picture(msgspec.Struct, frozen=True, kw_only=True, tag="picture"):
    """The bytes of an image, apart from where it stands, so that a move does not write them again."""

    id: str
    data: bytes
    """PNG or JPEG, as the console made it."""


class Bend(msgspec.Struct, frozen=True):
    """A point that a link passes, measured on the straight line between its ends, so that it goes where they go."""

    along: float
    """0 at the first end, 1 at the second."""
    across: float
    """To the right of the line seen from the first end, in lengths of the line."""


class Route(StrEnum):
    """How a link goes from point to point."""

    STRAIGHT = "straight"
    ORTHOGONAL = "orthogonal"
    CURVED = "curved"


class LinkWay(msgspec.Struct, frozen=True, kw_only=True, tag="way"):
    """How one link is drawn."""

    id: str
    """`way:` and the id of the link."""
    link: LinkId
    route: Route = Route.STRAIGHT
    bends: tuple[Bend, ...] = ()
    label_at: float = 0.5
    """Where on its way the rates stand: 0 at the first end, 1 at the second."""


class Subject(StrEnum):
    """What a rule of style looks at."""

    LINK = "link"
    DEVICE = "device"


class Comparison(StrEnum):
    """How a rule compares what it finds with its value."""

    ABOVE = "above"
    BELOW = "below"
    IS = "is"
    CONTAINS = "contains"


class StyleRule(msgspec.Struct, frozen=True, kw_only=True, tag="style"):
    """Links or devices that meet a test look otherwise; of several rules that fit the last in order counts."""

    id: str
    order: int = 0
    subject: Subject = Subject.LINK
    attribute: str = "load"
    """Links: `load` (percent, the busier direction), `rate` (bit/s), `speed` (bit/s), `state`, `layer`, `confidence`
    (percent), `vlan`. Devices: `kind`, `vendor`, `model`, `os`, `site`, `name`, `address`, `status`, `cpu`, `memory`
    (percent), `temperature` (degrees Celsius), `rtt` (ms), `loss` (percent)."""
    test: Comparison = Comparison.ABOVE
    value: str = ""
    color: str = ""
    """Empty for the usual one."""
    width: float = 1.0
    """Of a link, in usual widths."""
    symbol: Kind | None = None
    """Of a device, instead of that of its kind."""
    is_on: bool = True


class GroupRule(msgspec.Struct, frozen=True, kw_only=True, tag="grouping"):
    """New devices are put into a group by an attribute; the first rule in order that finds one counts."""

    id: str
    order: int = 0
    attribute: str = "site"
    """`site`, `subnet`, `vlan`, `vendor`, `kind`, `model`, `os`, `location`, `realm` or `name`."""
    pattern: str = ""
    """Only values that hold this text; empty for all."""


class Arrivals(StrEnum):
    """What becomes of newly found devices."""

    WAIT = "wait"
    PLACE = "place"
    """They are put beside their neighbours when they come."""
    IGNORE = "ignore"
    """The map shows a part of the network: nothing waits for it."""


class Canvas(msgspec.Struct, frozen=True, kw_only=True, tag="canvas"):
    """What holds for the map as a whole; its id is `canvas`."""

    id: str = "canvas"
    ground: str = "dots"
    """`dots`, `plain` or `world`."""
    route: Route = Route.STRAIGHT
    """Of links that have no way of their own."""
    arrivals: Arrivals = Arrivals.WAIT
    has_vendors: bool = False
    """Whether nodes say who made them."""


Part = Shape | Picture | LinkWay | StyleRule | GroupRule | Canvas

CANVAS = "canvas"


def way_id(link: LinkId) -> str:
    """Id of the part that says how a link is drawn."""
    return f"way:{link}"
