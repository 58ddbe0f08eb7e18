"""Overviews (dashboards) as plain data: widgets on a grid, what they are about, and what may be asked about them.

A grid has twelve columns and grows downwards; no two widgets share a cell. Which settings a widget has, the console's
file of that kind says; the document keeps them as they are, so that a kind of a later version survives.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from msgspec.structs import replace

from nocscape.base.errors import InputError
from nocscape.base.i18n import tr
from nocscape.model.net import DeviceId

COLUMNS = 12
MOST_ROWS = 200
MOST_WIDGETS = 60
MOST_TITLE = 120
MOST_SETTINGS = 40
MOST_SETTING = 2_000_000
"""Characters of one setting; a picture is one."""
MOST_FILE = 8_000_000
"""Bytes of an overview as a file."""
FORMAT = "nocscape-overview"
DAY_S = 86_400

Setting = bool | int | float | str | tuple[str, ...]


class Cells(msgspec.Struct, frozen=True):
    """Where a widget stands: left column, upper row, and how many of each it takes."""

    x: int
    y: int
    w: int
    h: int

    def overlaps(self, other: Cells) -> bool:
        """Whether both share a cell."""
        is_beside = self.x + self.w <= other.x or other.x + other.w <= self.x
        return not is_beside and self.y < other.y + other.h and other.y < self.y + self.h

    def is_inside(self) -> bool:
        """Whether it is on the grid."""
        is_across = self.x >= 0 and self.w > 0 and self.x + self.w <= COLUMNS
        return is_across and self.y >= 0 and self.h > 0 and self.y + self.h <= MOST_ROWS


class Widget(msgspec.Struct, frozen=True, kw_only=True):
    """One tile. `title` is the operator's; the console makes one where it is empty."""

    id: str
    kind: str
    """Name of the console's file: `chart`, `gauge`, `number`, `top`, `map` ..."""
    cells: Cells
    title: str = ""
    settings: dict[str, Setting] = {}


class Scope(msgspec.Struct, frozen=True, kw_only=True):
    """The variables of an overview, which widgets use that name nothing of their own."""

    site: str = ""
    """A site and what lies below it; empty for all."""
    device: DeviceId = ""
    span_s: int = DAY_S
    """How far back widgets look."""


class Overview(msgspec.Struct, frozen=True, kw_only=True):
    """One overview as it stands. `revision` grows by one each time that it is kept."""

    id: str
    title: str
    widgets: tuple[Widget, ...] = ()
    scope: Scope = Scope()
    revision: int = 0

    def widget(self, widget: str) -> Widget | None:
        """A widget by its id."""
        return next((w for w in self.widgets if w.id == widget), None)


class OverviewInfo(msgspec.Struct, frozen=True):
    """An overview in a list."""

    id: str
    title: str
    revision: int


class OverviewFile(msgspec.Struct, frozen=True, kw_only=True):
    """An overview on its way to somebody else."""

    format: str = FORMAT
    version: int = 1
    overview: Overview


class ListOverviews(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Reply: `tuple[OverviewInfo, ...]` by title."""


class ReadOverview(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Reply: `Overview`."""

    overview: str


class SaveOverview(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Keep an overview, new or changed. Reply: `Overview` with its new revision.

    Refused where it was changed by somebody else since the revision that it names.
    """

    overview: Overview


class RemoveOverview(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Forget an overview."""

    overview: str


def put(overview: Overview, widget: Widget) -> Overview:
    """The overview with that widget where it wants to be; what stood there moves down."""
    others = [w for w in overview.widgets if w.id != widget.id]
    cells = _clamped(widget.cells)
    return replace(overview, widgets=_settled(replace(widget, cells=cells), others))


def drop(overview: Overview, widget: str) -> Overview:
    """The overview without that widget; the others stay where they are."""
    return replace(overview, widgets=tuple(w for w in overview.widgets if w.id != widget))


def free_cells(overview: Overview, w: int, h: int) -> Cells:
    """The first place from the top, and from the left in a row, at which so much is free."""
    width = min(w, COLUMNS)
    taken = [widget.cells for widget in overview.widgets]
    for y in range(MOST_ROWS - h):
        for x in range(COLUMNS - width + 1):
            cells = Cells(x, y, width, h)
            if not any(cells.overlaps(other) for other in taken):
                return cells
    return Cells(0, 0, width, h)


def check(overview: Overview) -> None:
    """Raises InputError for an overview that cannot be shown: too much in it, or widgets over each other."""
    if not overview.id or len(overview.id) > MOST_TITLE or len(overview.title) > MOST_TITLE:
        raise InputError(tr("An overview needs a name of at most {most} characters", most=MOST_TITLE))
    if len(overview.widgets) > MOST_WIDGETS:
        raise InputError(tr("An overview holds at most {most} widgets", most=MOST_WIDGETS))
    if len({w.id for w in overview.widgets}) != len(overview.widgets):
        raise InputError(tr("Two widgets of the overview have one name"))
    for place, widget in enumerate(overview.widgets):
        _check_widget(widget)
        if any(widget.cells.overlaps(other.cells) for other in overview.widgets[place + 1 :]):
            raise InputError(tr("Two widgets of the overview stand at one place"))


def to_file(overview: Overview) -> bytes:
    """An overview as JSON for somebody else; it names devices and sites of this network, and no secrets."""
    return msgspec.json.format(msgspec.json.encode(OverviewFile(overview=replace(overview, revision=0))), indent=1)


def from_file(raw: bytes) -> Overview:
    """An overview that somebody else shared. Raises InputError for anything else."""
    if len(raw) > MOST_FILE:
        raise InputError(tr("The file is too large for an overview"))
    try:
        file = msgspec.json.decode(raw, type=OverviewFile)
    except (ValueError, RecursionError) as error:
        raise InputError(tr("This is not an overview: {error}", error=str(error))) from error
    if file.format != FORMAT or file.version != 1:
        raise InputError(tr("This is not an overview that this version can read"))
    check(file.overview)
    return replace(file.overview, revision=0)


def _settled(first: Widget, others: Iterable[Widget]) -> tuple[Widget, ...]:
    """`first` stays; each of the others moves down as far as it must, the upper ones before the lower ones."""
    done = [first]
    for widget in sorted(others, key=lambda w: (w.cells.y, w.cells.x)):
        cells = widget.cells
        while (below := [d.cells for d in done if d.cells.overlaps(cells)]) and cells.y < MOST_ROWS - cells.h:
            cells = replace(cells, y=min(max(b.y + b.h for b in below), MOST_ROWS - cells.h))
        if not below:
            done.append(replace(widget, cells=cells))
    return tuple(sorted(done, key=lambda w: (w.cells.y, w.cells.x)))


def _clamped(cells: Cells) -> Cells:
    w, h = max(1, min(cells.w, COLUMNS)), max(1, min(cells.h, MOST_ROWS))
    return Cells(max(0, min(cells.x, COLUMNS - w)), max(0, min(cells.y, MOST_ROWS - h)), w, h)


def _check_widget(widget: Widget) -> None:
    if not widget.cells.is_inside():
        raise InputError(tr("A widget of the overview stands outside of the grid"))
    if len(widget.settings) > MOST_SETTINGS or len(widget.title) > MOST_TITLE or len(widget.kind) > MOST_TITLE:
        raise InputError(tr("A widget of the overview has too many settings"))
    if any(isinstance(value, str | tuple) and _length(value) > MOST_SETTING for value in widget.settings.values()):
        raise InputError(tr("A setting of the overview is too long"))


def _length(value: str | tuple[str, ...]) -> int:
    return len(value) if isinstance(value, str) else sum(len(part) for part in value)
