"""What can be asked of a layout, as data that goes to another process and back."""

from __future__ import annotations

from multiprocessing.connection import Connection

import msgspec

from nocscape.console.map.layouts.graph import Places, Plan, Vertex
from nocscape.console.map.layouts.nearby import Frame, nearby
from nocscape.console.map.layouts.settle import settled
from nocscape.console.map.layouts.ways import Way, place
from nocscape.model.net import DeviceId


class ArrangeAll(msgspec.Struct, frozen=True, tag=True):
    """Places for everything in the plan, about where it is now, and clear of what stays; as they come without `now`."""

    plan: Plan
    way: Way = Way.LAYERED
    now: dict[DeviceId, tuple[float, float]] = {}
    """Where nodes of the map are, as far as it matters."""
    held: tuple[DeviceId, ...] = ()
    """Which of the plan stay there."""
    others: tuple[Vertex, ...] = ()
    """All nodes of the map, where some of them stay."""


class PlaceNear(msgspec.Struct, frozen=True, tag=True):
    """Places for what has none, beside its neighbours; nothing else moves."""

    plan: Plan
    placed: dict[DeviceId, tuple[float, float]]
    frames: tuple[Frame, ...] = ()


Job = ArrangeAll | PlaceNear


def work(job: Job) -> Places:
    """Do it, here and now."""
    match job:
        case ArrangeAll(plan=plan, way=way, now=now, held=held, others=others):
            places = place(plan, way)
            return settled(places, now, set(held), others) if now else places
        case PlaceNear(plan=plan, placed=placed, frames=frames):
            return nearby(plan, placed, frames)


def serve(pipe: Connection) -> None:
    """Do the one job that comes through the pipe; the body of a process of its own."""
    job = msgspec.msgpack.decode(pipe.recv_bytes(), type=Job)
    pipe.send_bytes(msgspec.msgpack.encode(work(job)))
    pipe.close()
