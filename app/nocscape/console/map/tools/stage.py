"""What tools may ask of the canvas they work on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple, Protocol

from nocscape.console.map.camera import Camera
from nocscape.console.map.model import MapModel
from nocscape.console.map.picks import NO_PICKS, Picks
from nocscape.console.map.scene.scene import Scene
from nocscape.console.selection import Selection
from nocscape.console.theme import Theme
from nocscape.model.mapparts import Shape, ShapeKind
from nocscape.model.net import DeviceId, LinkId


class NewLink(NamedTuple):
    """A link that somebody drew between two devices, perhaps instead of another one."""

    a: DeviceId
    b: DeviceId
    instead: LinkId | None = None
    a_port: str | None = None
    b_port: str | None = None
    """Keys of the interfaces, where the operator pulled from port to port."""


class Stage(Protocol):
    """A canvas as tools see it."""

    scene: Scene
    model: MapModel
    theme: Theme
    selection: Selection
    camera: Camera
    is_snapping: bool
    drawing: ShapeKind
    picks: Picks

    def rates_at(self, x: float, y: float) -> LinkId | None:
        """The link whose words are shown at a view pixel."""
        ...

    def look(self, camera: Camera) -> None:
        """Show the map through another camera, at once."""
        ...

    def fly(self, camera: Camera) -> None:
        """Move to another camera, so that one sees where things went."""
        ...

    def select(self, devices: Iterable[DeviceId], picks: Picks = NO_PICKS) -> None:
        """Select these devices, notes and drawings, and nothing else."""
        ...

    @property
    def selected_shape(self) -> str | None:
        """The drawing that is selected, where nothing is beside it."""
        ...

    def edit_shape(self, shape: str) -> None:
        """Let the operator type the words in a drawing."""
        ...

    def write_text(self, shape: Shape) -> None:
        """Let the operator type the words of a text that was drawn and is not on the map yet."""
        ...

    def end_drawing(self) -> None:
        """A shape was drawn: the pointer selects again."""
        ...

    def redraw(self) -> None:
        """What the ground shows is different."""
        ...

    def update(self) -> None:
        """Draw another frame."""
        ...

    def rename_group(self, group: str) -> None:
        """Let the operator type another title."""
        ...

    def fold_group(self, group: str) -> None:
        """Collapse or expand a group."""
        ...

    def edit_note(self, note: str) -> None:
        """Let the operator type another text."""
        ...

    def ask_link(self, wanted: NewLink) -> None:
        """Ask for the ports of a link that was drawn."""
        ...

    def tell_locked(self) -> None:
        """Say that the map is locked."""
        ...
