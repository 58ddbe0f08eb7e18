"""Where a profile keeps its MIBs: what was read from each file, the dictionary made of it, and the last report.

`parsed/` holds one compressed file for each content ever read, named by its digest, so that nothing is parsed twice;
`dictionary-N.image` is replaced by writing N + 1 beside it, since a mapped file cannot be overwritten on Windows.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import re
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, TypeVar

import msgspec

from nocscape.base.errors import InputError
from nocscape.base.files import replace_file
from nocscape.base.i18n import Text
from nocscape.mibs.declared import ParsedModule, Problem
from nocscape.mibs.image import Image, open_image
from nocscape.mibs.linker import Skeleton
from nocscape.mibs.objects import ModuleReport

T = TypeVar("T")

log = logging.getLogger(__name__)

_FORMAT = 2
"""Counts up when `ParsedModule` or its reader changes, so that files are read anew."""
_IMAGE = re.compile(r"dictionary-(\d+)\.image")


class ModuleSummary(msgspec.Struct, array_like=True, frozen=True):
    """What is remembered of a module without opening its parsed file."""

    name: str
    line: int
    updated: str
    objects: int
    types: int
    problems: tuple[Problem, ...] = ()
    lost: int = 0


class FileSummary(msgspec.Struct, array_like=True, frozen=True):
    """One file of an import: its label, the digest of its content, its modules, and why it gave none."""

    label: str
    digest: str
    modules: tuple[ModuleSummary, ...] = ()
    fault: Text | None = None


class Shelf:
    """The `mibs` folder of one profile."""

    def __init__(self, profile: Path) -> None:
        self.folder = profile / "mibs"
        self.parsed = self.folder / f"parsed-{_FORMAT}"

    def prepare(self) -> None:
        """Make the folders."""
        self.parsed.mkdir(parents=True, exist_ok=True)

    def sources(self) -> list[FileSummary]:
        """Every file that was imported and is still remembered."""
        return self._read("sources", list[FileSummary]) or []

    def keep_sources(self, files: list[FileSummary]) -> None:
        """Remember these files and no others."""
        self._write("sources", files)

    def reports(self) -> list[ModuleReport]:
        """What became of each module, as of the last import."""
        return self._read("reports", list[ModuleReport]) or []

    def keep_reports(self, reports: list[ModuleReport]) -> None:
        """Remember what became of each module."""
        self._write("reports", reports)

    def _read(self, name: str, kind: type[T]) -> T | None:
        path = self.folder / f"{name}.msgpack"
        try:
            return msgspec.msgpack.decode(path.read_bytes(), type=kind)
        except FileNotFoundError:
            return None
        except (OSError, msgspec.MsgspecError) as error:
            log.warning("%s cannot be read and is left aside: %s", path, error)
            return None

    def _write(self, name: str, value: object) -> None:
        replace_file(self.folder / f"{name}.msgpack", msgspec.msgpack.encode(value))

    def image(self) -> Image | None:
        """The newest dictionary that can be read, None where there is none."""
        for number in sorted(self._numbers(), reverse=True):
            path = self._image_path(number)
            try:
                return open_image(path)
            except (OSError, ValueError, InputError, msgspec.MsgspecError) as error:
                log.warning("%s cannot be used: %s", path, error)
        return None

    def keep_image(self, write: Callable[[BinaryIO], None]) -> None:
        """Make what `write` writes the dictionary; older ones go as soon as nobody has them open."""
        old = self._numbers()
        path = self._image_path(max(old, default=0) + 1)
        fresh = path.with_suffix(".new")
        try:
            with fresh.open("wb") as out:
                write(out)
            fresh.replace(path)
        finally:
            fresh.unlink(missing_ok=True)
        for number in old:
            with contextlib.suppress(OSError):
                self._image_path(number).unlink()

    def _numbers(self) -> list[int]:
        if not self.folder.is_dir():
            return []
        return [int(m[1]) for p in self.folder.iterdir() if (m := _IMAGE.fullmatch(p.name))]

    def _image_path(self, number: int) -> Path:
        return self.folder / f"dictionary-{number}.image"


def digest_of(raw: bytes) -> str:
    """The name under which a content is kept."""
    return hashlib.blake2b(raw, digest_size=16).hexdigest()


def keep_parsed(folder: Path, digest: str, modules: list[ParsedModule]) -> tuple[ModuleSummary, ...]:
    """Keep what was read from a content, with a summary in front that can be read alone."""
    summaries = tuple(map(_summary, modules))
    replace_file(folder / digest, zlib.compress(msgspec.msgpack.encode((summaries, modules)), 1))
    return summaries


def _summary(module: ParsedModule) -> ModuleSummary:
    return ModuleSummary(
        module.name, module.line, module.updated, len(module.declarations), len(module.types),
        tuple(module.problems), module.lost,
    )  # fmt: skip


def summaries_of(folder: Path, digest: str) -> tuple[ModuleSummary, ...] | None:
    """The summaries of a content that was read before; None where it was not or is lost."""
    try:
        return _unpacked(folder, digest, tuple[tuple[ModuleSummary, ...], msgspec.Raw])[0]
    except (OSError, zlib.error, msgspec.MsgspecError):
        return None


def parsed_modules(folder: Path, digest: str) -> list[ParsedModule]:
    """What was read from a content; OSError, zlib.error or MsgspecError where that is lost."""
    return _unpacked(folder, digest, tuple[msgspec.Raw, list[ParsedModule]])[1]


def skeletons(folder: Path, digest: str) -> list[Skeleton]:
    """The same, without what linking does not need."""
    return _unpacked(folder, digest, tuple[msgspec.Raw, list[Skeleton]])[1]


def _unpacked(folder: Path, digest: str, kind: type[T]) -> T:
    return msgspec.msgpack.decode(zlib.decompress((folder / digest).read_bytes()), type=kind)
