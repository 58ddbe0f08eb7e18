"""Pictures of maps of three sizes at four zoom levels in two themes: `python -m tests.console.map_shots DIR [NAME...]`.

Names are like `60-names-dark`; without any, all are taken. Sizes: 60, 1000, 10000. Levels: whole, groups (in the middle
of the map), names and ports (at the device with the most links). Those in `resources/docs/map` were taken with it.
"""

from __future__ import annotations

import argparse
import io
import os
import time
from itertools import product
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import msgspec
from PIL import Image
from PySide6.QtCore import QBuffer
from PySide6.QtGui import QColor, QPixmap
from PySide6.QtWidgets import QApplication

from nocscape.console.main import make_application
from nocscape.console.map.camera import Camera
from nocscape.console.map.view import MapView
from nocscape.console.theme import Theme
from tests.benchmarks.map import Network

SIZES = {"60": 60, "1000": 1_000, "10000": 10_000}
SCALES: dict[str, float | None] = {"whole": None, "groups": 0.3, "names": 0.85, "ports": 1.7}
COLOURS = 32
THEMES = ("dark", "light")
NAMES = [f"{size}-{level}-{theme}" for size, level, theme in product(SIZES, SCALES, THEMES)]


def main() -> None:
    """Take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("names", nargs="*")
    chosen = parser.parse_args()
    wanted = chosen.names or NAMES
    chosen.folder.mkdir(parents=True, exist_ok=True)
    app = make_application(["map-shots"])
    for size, count in SIZES.items():
        names = [name for name in wanted if name.startswith(f"{size}-")]
        if names:
            take(app, chosen.folder, names, Network(count, 0))


def take(app: QApplication, folder: Path, names: list[str], network: Network) -> None:
    """Pictures of one network."""
    view = network.show()
    view.canvas.theme.apply(app)
    for name in names:
        _, level, theme = name.split("-")
        view.canvas.theme.set(theme)
        view.canvas.theme.apply(app)
        view.commands.fit()
        view.canvas.settle()
        if (scale := SCALES[level]) is not None:
            view.canvas.look(middle(view, scale) if level == "groups" else near(view, scale))
        settle(app, view)
        keep(view.grab(), folder / f"{name}.png", view.canvas.theme)
        print(folder / f"{name}.png")
    view.close_maps()
    view.close()
    network.bridge.close()


def middle(view: MapView, scale: float) -> Camera:
    """A camera of that scale on the middle of the map."""
    bounds, camera = view.scene.bounds(), view.canvas.camera
    x, y = bounds.middle if bounds is not None else (0.0, 0.0)
    return Camera(x, y, scale, camera.width, camera.height)


def near(view: MapView, scale: float) -> Camera:
    """A camera of that scale on the busiest device."""
    links, nodes, camera = view.scene.links, view.scene.nodes, view.canvas.camera
    ends = [*links.a.tolist(), *links.b.tolist()]
    x, y = nodes.xy[max(set(ends), key=ends.count)].tolist()
    return Camera(x, y, scale, camera.width, camera.height)


def keep(picture: QPixmap, path: Path, theme: Theme, most: int = COLOURS) -> None:
    """Write it in the colours of the theme and those that are in it most: a third of the bytes, and no state lost."""
    raw = QBuffer()
    raw.open(QBuffer.OpenModeFlag.WriteOnly)
    picture.save(raw, "PNG")
    with Image.open(io.BytesIO(bytes(raw.data().data()))) as image:
        whole = image.convert("RGB")
    found = whole.quantize(most, dither=Image.Dither.NONE).getpalette() or []
    own = [channel for token in msgspec.structs.asdict(theme.tokens).values() for channel in _rgb(token)]
    palette = Image.new("P", (1, 1))
    palette.putpalette([*own, *found[: 3 * most]])
    whole.quantize(palette=palette, dither=Image.Dither.NONE).save(path, optimize=True)


def _rgb(token: object) -> tuple[int, ...]:
    color = QColor(str(token))
    return (color.red(), color.green(), color.blue()) if color.isValid() else ()


def settle(app: QApplication, view: MapView) -> None:
    """Let everything be drawn as finely as it gets."""
    view.canvas.settle()
    until = time.monotonic() + 1.0
    while time.monotonic() < until:
        app.processEvents()
        time.sleep(0.005)
    view.canvas.settle()


if __name__ == "__main__":
    main()
