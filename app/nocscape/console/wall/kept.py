"""Walls that are kept under a name, and files by which they go to other machines."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from pathlib import Path

import msgspec

from nocscape.base.errors import InputError
from nocscape.base.i18n import tr
from nocscape.console.parts.kept import MOST_WALLS, KeptWall
from nocscape.console.settings.store import FILE_NAME, MOST_BYTES, decode
from nocscape.console.wall.show import WallPlan

log = logging.getLogger(__name__)

MOST_FILE = 100_000
"""Bytes that a file of a wall has at most."""


def kept(name: str, plan: WallPlan) -> KeptWall:
    """A plan under a name. Raises InputError where a file could not hold it."""
    fields = {"name": name.strip(), **plan._asdict()}
    try:
        return msgspec.convert(fields, KeptWall)
    except msgspec.ValidationError as error:
        raise InputError(tr("This wall cannot be kept: {reason}", reason=error)) from error


def plan_of(wall: KeptWall) -> WallPlan:
    """What it shows where."""
    return WallPlan(wall.screens, wall.pages, wall.every_s, wall.theme)


def read(profile: Path) -> tuple[KeptWall, ...]:
    """The walls that the console of a profile keeps; none where its settings cannot be read."""
    try:
        return decode((profile / FILE_NAME).read_bytes()[:MOST_BYTES]).walls
    except (OSError, msgspec.DecodeError, ValueError) as error:
        log.info("no walls in %s: %s", profile, error)
        return ()


def named(walls: Iterable[KeptWall], name: str) -> KeptWall:
    """The one of that name. Raises InputError, which tells those that there are."""
    walls = list(walls)
    for wall in walls:
        if wall.name == name:
            return wall
    names = ", ".join(wall.name for wall in walls)
    hint = tr("kept are: {names}", names=names) if names else tr("keep one in the console first: Ctrl+F11")
    raise InputError(tr("No wall is kept under the name {name}", name=name), hint=hint)


def put(walls: Iterable[KeptWall], wall: KeptWall) -> tuple[KeptWall, ...]:
    """With this one in place of another of its name, or at the end."""
    rest = [one for one in walls if one.name != wall.name]
    return (*rest[-(MOST_WALLS - 1) :], wall)


def to_file(path: Path, wall: KeptWall) -> None:
    """Write a wall for another machine. Raises OSError."""
    path.write_bytes(msgspec.json.format(msgspec.json.encode(wall), indent=2) + b"\n")


def from_file(path: Path) -> KeptWall:
    """A wall that was written by `to_file`. Raises InputError where it is none."""
    try:
        with path.open("rb") as file:
            raw = file.read(MOST_FILE + 1)
        if len(raw) > MOST_FILE:
            raise InputError(tr("{file} is too large for a wall", file=path.name))
        return msgspec.json.decode(raw, type=KeptWall)
    except (OSError, msgspec.DecodeError) as error:
        raise InputError(tr("{file} is no wall: {reason}", file=path.name, reason=error)) from error
