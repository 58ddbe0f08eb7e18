"""The gear profiles as one file that is read in milliseconds; parsing 380 YAML files takes a tenth of a second."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

import msgspec

from nocscape.base.paths import make_private
from nocscape.profiles.schema import ProfileFile

NAME = "gear-profiles.msgpack"


class _Kept(msgspec.Struct, frozen=True):
    stamp: str
    files: list[ProfileFile]


_DECODER = msgspec.msgpack.Decoder(_Kept)


def stamp(paths: Sequence[Path]) -> str:
    """Changes with any of the files. Raises OSError where one is gone."""
    facts = [(str(path), state.st_size, state.st_mtime_ns) for path in paths for state in [path.stat()]]
    return msgspec.json.encode(facts).decode()


def read(folder: Path, wanted: str) -> list[ProfileFile] | None:
    """What was kept for this stamp; None where there is nothing that can be used."""
    try:
        kept = _DECODER.decode((folder / NAME).read_bytes())
    except (OSError, msgspec.MsgspecError):
        return None
    return kept.files if kept.stamp == wanted else None


def write(folder: Path, now: str, files: list[ProfileFile]) -> None:
    """Keep them in one step, since several engines may start at once. A folder that cannot be written is no error."""
    with contextlib.suppress(OSError):
        handle, name = tempfile.mkstemp(dir=make_private(folder), prefix=NAME)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(msgspec.msgpack.encode(_Kept(now, files)))
            Path(name).replace(folder / NAME)
        finally:
            Path(name).unlink(missing_ok=True)
