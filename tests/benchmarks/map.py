"""The map at 10,000 and 50,000 nodes: 1600×1000, software raster, every frame painted at once and timed."""

from __future__ import annotations

import ctypes.util
import gc
import os
import random
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from statistics import median
from typing import NamedTuple

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import psutil
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from nocscape.console.bridge import Bridge
from nocscape.console.main import make_application
from nocscape.console.map.arranger import Arranger
from nocscape.console.map.camera import Camera
from nocscape.console.map.layouts.graph import Places
from nocscape.console.map.layouts.jobs import ArrangeAll, work
from nocscape.console.map.layouts.ways import Way
from nocscape.console.map.placing import Fresh, arrange_job
from nocscape.console.map.scene import hit
from nocscape.console.map.view import MapView
from nocscape.console.selection import Selection
from nocscape.console.theme import Theme
from nocscape.engine.client import EngineClient
from nocscape.model.batches import DeviceChanged, LinksChanged, LoadChanged, MapLoaded, StatusChanged
from nocscape.model.mapdoc import MapDocument, apply
from nocscape.model.net import Device, DeviceStatus, Inventory, Link, LinkLoad, PortRef, link_id
from nocscape.model.status import LinkState, Status
from tests.benchmarks.map_naive import naive_frame_ms
from tests.benchmarks.result import Part, Peer, result
from tests.console.fake_line import FakeLine
from tests.unit.map.networks import enterprise

SIZE = (1600, 1000)
_LEFT, _NO_KEYS = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
FRAME_MS, LARGE_FRAME_MS, STATUS_FRAME_MS = 16.0, 33.0, 33.0
OPEN_S, HIT_MS, HISTORY_MS, NODE_KB = 1.5, 1.0, 100.0, 4.0
FORCE_S, FORCE_NODES = 3.0, 5_000
STATUS_S = 4.0
TICK_S = 0.05
CHANGES_A_TICK = 50


class Network:
    """A made-up campus with loads and states, as the console's mirror holds it, and a map of it."""

    def __init__(self, nodes: int, links: int) -> None:
        rng = random.Random(1)
        devices, wires = enterprise(nodes)
        while len(wires) < links:
            one = rng.randrange(len(devices) - 40)
            wires.append((devices[one].id, devices[one + rng.randint(1, 39)].id))
        self.line = FakeLine()
        self.bridge = Bridge(EngineClient(self.line, origin="console", actor="bench"))
        self._tell(devices, [_link(rng, a, b, n) for n, (a, b) in enumerate(wires)], rng)
        live = self.bridge.live
        fresh = Fresh(live, live.devices)
        self.document = apply(MapDocument(id="main", title="bench"), fresh.put(work(fresh.job)))

    def _tell(self, devices: list[Device], links: list[Link], rng: random.Random) -> None:
        live = self.bridge.live
        for device in devices:
            live.take(DeviceChanged(inventory=Inventory(device=device)))
        live.take(LinksChanged(links=tuple(links)))
        loads = [_load(rng, link) for link in links]
        live.take(LoadChanged(loads=tuple(loads)))
        live.take(StatusChanged(devices=tuple(_state(rng, device.id) for device in devices)))

    def show(self) -> MapView:
        """A window with the map, told as the engine tells it, once its first frame is painted."""
        self.line.tell(MapLoaded(document=self.document))
        self.bridge.tick()
        theme = Theme("dark")
        theme.motion = False
        view = MapView(self.bridge, theme, Selection())
        view.resize(*SIZE)
        view.show()
        while not view.canvas.frame_s:
            QApplication.processEvents()
        return view


def _link(rng: random.Random, a: str, b: str, number: int) -> Link:
    ends = sorted((PortRef(a, f"ge{number}"), PortRef(b, f"ge{number}")))
    state = rng.choices(tuple(LinkState), (95, 1, 2, 2))[0]
    speed_bps = rng.choice((10**8, 10**9, 10**10, 10**11))
    return Link(id=link_id(*ends), a=ends[0], b=ends[1], state=state, speed_bps=speed_bps)


def _load(rng: random.Random, link: Link) -> LinkLoad:
    there, back = (round(rng.random() ** 2 * 100, 2) for _ in range(2))
    speed = link.speed_bps or 0
    return LinkLoad(link.id, there * speed / 100, back * speed / 100, there, back)


def _state(rng: random.Random, device: str) -> DeviceStatus:
    states = (Status.UP, Status.CRITICAL, Status.UNREACHABLE, Status.WARNING, Status.UNKNOWN)
    return DeviceStatus(device=device, status=rng.choices(states, (93, 1, 2, 2, 2))[0])


def _p95(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.95)]


def _timed_ms(do: Callable[[], object]) -> float:
    began = time.perf_counter()
    do()
    return (time.perf_counter() - began) * 1000


class Frames(NamedTuple):
    """Times in ms of every frame asked for, of this process's processor for it, and of every turn of the event loop in
    between (finer drawing, later frames)."""

    wall: list[float]
    processor: list[float]
    between: list[float]

    @property
    def worst(self) -> float:
        """The p95 of whichever took longer, frames or turns in between."""
        return max(_p95(self.wall), _p95(self.between))


def _frames(view: MapView, cameras: Iterable[Camera]) -> Frames:
    frames: list[float] = []
    processor: list[float] = []
    between: list[float] = []
    canvas, work = view.canvas, view.canvas.ground.work

    def timed_work(*args: float) -> bool:
        began = time.perf_counter()
        is_done = work(*args)
        between.append((time.perf_counter() - began) * 1000)
        return is_done

    canvas.ground.work = timed_work  # type: ignore[method-assign, assignment]
    for camera in cameras:
        canvas.look(camera)
        began = time.process_time()
        frames.append(_timed_ms(canvas.repaint))
        processor.append((time.process_time() - began) * 1000)
        canvas.frame_s = 0.0
        QApplication.processEvents()
        if canvas.frame_s:
            between.append(canvas.frame_s * 1000)
    canvas.ground.work = work  # type: ignore[method-assign]
    return Frames(frames, processor, between or [0.0])


def _journey(view: MapView) -> dict[str, Frames]:
    whole = view.canvas.camera
    near = whole.zoomed(0.7 / whole.scale, 700, 400)
    return {
        "pan, whole map": _frames(view, [whole.panned(13 * i, 7 * i) for i in range(80)]),
        "pan, names in view": _frames(view, [near.panned(13 * i, 7 * i) for i in range(80)]),
        "zoom, whole map": _frames(view, [whole.zoomed(1.02**i, 800, 500) for i in range(60)]),
        "zoom, from whole to ports": _frames(view, [whole.zoomed(1.08**i, 700, 300) for i in range(58)]),
        "zoom, back again": _frames(view, [whole.zoomed(1.08**i, 700, 300) for i in range(57, -1, -1)]),
    }


def _moving(network: Network, view: MapView) -> list[Part]:
    parts = []
    for name, frames in _journey(view).items():
        worst, processor = frames.worst, _p95(frames.processor)
        times = f"p95 {_p95(frames.wall):.1f}, between p95 {_p95(frames.between):.1f}, processor p95 {processor:.1f}"
        print(f"{name}: median {median(frames.wall):.1f} ms, {times}")
        parts.append(Part(f"{name}, p95", round(worst, 1), "ms", FRAME_MS, worst <= FRAME_MS))
        parts.append(Part(f"{name}, p95 of processor time", round(processor, 1), "ms", None, is_met=True))
    parts.append(_dragging(network, view))
    return parts


def _dragging(network: Network, view: MapView) -> Part:
    canvas = view.canvas
    view.commands.fit()
    canvas.settle()
    chosen = list(network.document.nodes)[2000:2100]
    view.canvas.select(chosen)
    start = QPoint(*(round(v) for v in canvas.camera.point(*_spot(network, chosen[0]))))
    QTest.mousePress(canvas, _LEFT, _NO_KEYS, start)
    began = time.perf_counter()
    QTest.mouseMove(canvas, start + QPoint(9, 9))
    canvas.repaint()
    times = [(time.perf_counter() - began) * 1000]
    for step in range(100):
        began = time.perf_counter()
        QTest.mouseMove(canvas, start + QPoint(10 + 2 * step, 10 + step))
        canvas.repaint()
        times.append((time.perf_counter() - began) * 1000)
    canvas.cancel()
    QTest.mouseRelease(canvas, _LEFT, _NO_KEYS, start)
    print(f"drag of 100: first frame {times[0]:.1f} ms, median {median(times):.1f}, p95 {_p95(times):.1f}")
    return Part("drag 100 of 10,000, p95", round(_p95(times), 1), "ms", FRAME_MS, _p95(times) <= FRAME_MS)


def _spot(network: Network, device: str) -> tuple[float, float]:
    node = network.document.nodes[device]
    return node.x, node.y


def _changing(network: Network, view: MapView) -> Part:
    """1,000 states a second; a frame is late by whatever the window does between two looks at its events."""
    rng = random.Random(2)
    names = list(network.document.nodes)
    turns = []
    view.commands.fit()
    end = time.perf_counter() + STATUS_S
    due = time.perf_counter()
    while time.perf_counter() < end:
        if time.perf_counter() >= due:
            due += TICK_S
            some = tuple(_state(rng, rng.choice(names)) for _ in range(CHANGES_A_TICK))
            network.line.tell(StatusChanged(devices=some))
            turns.append(_timed_ms(network.bridge.tick))
        turns.append(_timed_ms(QApplication.processEvents))
        time.sleep(0.001)
    print(f"1,000 states a second: worst turn {max(turns):.1f} ms of {len(turns)}")
    return Part(
        "1,000 states a second, worst", round(max(turns), 1), "ms", STATUS_FRAME_MS, max(turns) <= STATUS_FRAME_MS
    )


def _asking(view: MapView) -> list[Part]:
    scene, camera, rng = view.scene, view.canvas.camera, random.Random(3)
    spots = [(rng.uniform(0, SIZE[0]), rng.uniform(0, SIZE[1])) for _ in range(300)]
    node = median([_timed_ms(partial(hit.node_at, scene, camera, *spot)) for spot in spots])
    link = median([_timed_ms(partial(hit.link_at, scene, camera, *spot)) for spot in spots])
    all_ms = _timed_ms(view.commands.select_all) + _timed_ms(view.canvas.repaint)
    view.commands.remove()
    undo_ms = _timed_ms(view.commands.undo) + _timed_ms(view.canvas.repaint)
    redo_ms = _timed_ms(view.commands.redo) + _timed_ms(view.canvas.repaint)
    view.commands.undo()
    slowest = max(all_ms, undo_ms, redo_ms)
    print(f"hit {node:.2f} + {link:.2f} ms; select all {all_ms:.0f}, undo {undo_ms:.0f}, redo {redo_ms:.0f} ms")
    return [
        Part("hit test, node and link", round(node + link, 2), "ms", HIT_MS, node + link <= HIT_MS),
        Part("select all, undo, redo of 10,000, slowest", round(slowest, 1), "ms", HISTORY_MS, slowest <= HISTORY_MS),
    ]


class Opened(NamedTuple):
    """A map on the screen, how long its first frame took, and what it takes of memory."""

    view: MapView
    took_s: float
    node_kb: float


def _opened(network: Network) -> Opened:
    """What a map costs beyond the fonts, icons and code that the first map of all brings in: document, scene, pictures
    and rasters."""
    first = Network(300, 320)
    _close(first, first.show())
    before = _resident_kb()
    began = time.perf_counter()
    view = network.show()
    took = time.perf_counter() - began
    view.canvas.settle()
    return Opened(view, took, (_resident_kb() - before) / len(network.document.nodes))


def _resident_kb() -> float:
    """Memory of this process, without what was freed: what comes next would use that again and seem to cost nothing."""
    gc.collect()
    if (name := ctypes.util.find_library("c")) and hasattr(libc := ctypes.CDLL(name), "malloc_trim"):
        libc.malloc_trim(0)
    return psutil.Process().memory_info().rss / 1024


def _opening(network: Network) -> tuple[MapView, list[Part]]:
    view, took, kilobytes = _opened(network)
    print(f"opened in {took:.2f} s; {kilobytes:.1f} kB a node with its document and all pictures and rasters")
    return view, [
        Part("open a saved map of 10,000", round(took, 2), "s", OPEN_S, took <= OPEN_S),
        Part("memory a node", round(kilobytes, 2), "kB", NODE_KB, kilobytes <= NODE_KB),
    ]


def _forced() -> list[Part]:
    """A layout by springs, as the window asks for it, and the longest that the window stood still meanwhile."""
    network = Network(FORCE_NODES, FORCE_NODES * 3 // 2)
    arranger = Arranger()
    found: list[Places] = []
    began = time.perf_counter()
    turns = [_timed_ms(lambda: arranger.start(_force_job(network), found.append))]
    while not found and time.perf_counter() - began < 10 * FORCE_S:
        turns.append(_timed_ms(QApplication.processEvents))
        time.sleep(0.002)
    took = time.perf_counter() - began
    network.bridge.close()
    print(f"springs for {FORCE_NODES} nodes: {took:.2f} s; the window stood still for {max(turns):.0f} ms at most")
    return [
        Part("layout by springs of 5,000, in a process of its own", round(took, 2), "s", FORCE_S, took <= FORCE_S),
        Part("the window meanwhile, worst turn", round(max(turns), 1), "ms", None, is_met=True),
    ]


def _force_job(network: Network) -> ArrangeAll:
    return arrange_job(network.document, network.bridge.live, list(network.document.nodes), Way.FORCE)


def _large() -> list[Part]:
    """In a process of its own, which has no memory left over from smaller maps."""
    app = make_application(["bench"])
    network = Network(50_000, 75_000)
    view, opened, kilobytes = _opened(network)
    searched = _timed_ms(lambda: view.seeing.finding.look_for("printer"))
    view.seeing.finding.end()
    minimap = _timed_ms(lambda: (view.minimap.redraw(), view.minimap.grab()))
    view.commands.fit()
    view.canvas.settle()
    whole = view.canvas.camera
    pan = _frames(view, [whole.panned(13 * i, 7 * i) for i in range(40)])
    zoom = _frames(view, [whole.zoomed(1.03**i, 800, 500) for i in range(40)])
    worst = max(_p95(pan.wall + zoom.wall), _p95(pan.between + zoom.between))
    processor = _p95(pan.processor + zoom.processor)
    print(f"50,000 nodes: median {median(pan.wall + zoom.wall):.1f} ms, p95 {worst:.1f}, processor p95 {processor:.1f}")
    print(f"opened in {opened:.2f} s, {kilobytes:.2f} kB a node; search {searched:.0f}, minimap {minimap:.0f} ms")
    _close(network, view)
    app.processEvents()
    return [
        Part("pan and zoom of 50,000, p95", round(worst, 1), "ms", LARGE_FRAME_MS, worst <= LARGE_FRAME_MS),
        Part("pan and zoom of 50,000, p95 of processor time", round(processor, 1), "ms", None, is_met=True),
        Part("open a saved map of 50,000", round(opened, 2), "s", None, is_met=True),
        Part("memory a node of 50,000", round(kilobytes, 2), "kB", NODE_KB, kilobytes <= NODE_KB),
        Part("search of 50,000", round(searched, 1), "ms", None, is_met=True),
        Part("minimap of 50,000 drawn anew", round(minimap, 1), "ms", None, is_met=True),
    ]


def _close(network: Network, view: MapView) -> None:
    view.close_maps()
    view.close()
    network.bridge.close()


def run(*, is_long: bool) -> dict[str, object]:
    """All budgets of the map, and one Python-painted item for each node and link as the peer."""
    app = make_application(["bench"])
    network = Network(10_000, 15_000)
    view, parts = _opening(network)
    moving = _moving(network, view)
    parts += [*moving[1:], _changing(network, view), *_asking(view)]
    scene, scale = view.scene, view.canvas.camera.scale
    points = [(x, y) for x, y in scene.nodes.xy.tolist()]
    pairs = list(zip(scene.links.a.tolist(), scene.links.b.tolist(), strict=True))
    naive = naive_frame_ms(points, pairs, SIZE, scale)
    print(f"one item for each node and link: {naive:.0f} ms a frame")
    _close(network, view)
    parts += _forced()
    app.processEvents()
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as alone:
        parts += alone.submit(_large).result()
    return result("map", moving[0], parts, Peer("one Python-painted item a node and link", round(naive, 1)))
