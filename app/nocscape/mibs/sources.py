"""MIB files wherever they lie: single files, folders, zip and tar archives. Everything is bounded before it is read."""

from __future__ import annotations

import os
import re
import shutil
import tarfile
import zipfile
from collections.abc import Iterator, Sequence
from html import unescape
from pathlib import Path, PurePosixPath
from typing import IO

import msgspec

from nocscape.base.errors import InputError
from nocscape.base.i18n import tr
from nocscape.base.text import decode

MOST_FILE_BYTES = 16_000_000
MOST_FILES = 100_000
MOST_ARCHIVE_BYTES = 4_000_000_000
"""What all members of an archive may take together when unpacked."""

_ARCHIVE = re.compile(r"\.(?:zip|tar|tgz|tbz2?|txz|tar\.(?:gz|bz2|xz))$", re.IGNORECASE)
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]")
_HEADER = re.compile(rb"\bdefinitions\s*::=\s*begin\b", re.IGNORECASE)
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


class Source(msgspec.Struct, frozen=True):
    """A file to read, and the name to show for it: for a member of an archive, the archive's name and its own."""

    path: Path
    label: str


def find_sources(paths: Sequence[Path], unpack_into: Path) -> list[Source]:
    """All files below `paths`, sorted; archives are unpacked. InputError for what is missing, damaged or too large."""
    found: list[Source] = []
    for path in paths:
        if not path.exists():
            raise InputError(tr("{path} does not exist", path=str(path)))
        files = _below(path) if path.is_dir() else [path]
        for file in files:
            found += _members(file, unpack_into) if _ARCHIVE.search(file.name) else [Source(file, str(file.absolute()))]
            if len(found) > MOST_FILES:
                raise InputError(tr("More than {count} files", count=MOST_FILES), hint=tr("Import a smaller folder."))
    return found


def _below(folder: Path) -> Iterator[Path]:
    """Every file below a folder in a fixed order, without following links to folders or looking into hidden ones."""
    for base, folders, files in os.walk(folder):
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        for name in sorted(files):
            path = Path(base) / name
            if not name.startswith(".") and path.is_file():
                yield path


def _members(archive: Path, unpack_into: Path) -> list[Source]:
    """The files in an archive, unpacked under plain numbers: no name from inside ever becomes a path."""
    room = unpack_into / f"{len(list(unpack_into.iterdir()))}"
    room.mkdir()
    try:
        if zipfile.is_zipfile(archive):
            return _unzip(archive, room)
        return _untar(archive, room)
    except (zipfile.BadZipFile, tarfile.TarError, EOFError, OSError, NotImplementedError, RuntimeError) as error:
        raise InputError(tr("{path} cannot be unpacked: {why}", path=str(archive), why=str(error))) from error


def _unzip(archive: Path, room: Path) -> list[Source]:
    found: list[Source] = []
    with zipfile.ZipFile(archive) as opened:
        infos = [i for i in opened.infolist() if not i.is_dir()]
        _check_size(archive, len(infos), sum(i.file_size for i in infos))
        for info in infos:
            if info.file_size <= MOST_FILE_BYTES:
                with opened.open(info) as member:
                    found.append(_unpacked(member, room, archive, info.filename, len(found)))
    return found


def _untar(archive: Path, room: Path) -> list[Source]:
    found: list[Source] = []
    total = 0
    with tarfile.open(archive) as opened:
        for info in opened:
            total += info.size
            _check_size(archive, len(found), total)
            if info.isfile() and info.size <= MOST_FILE_BYTES and (member := opened.extractfile(info)) is not None:
                found.append(_unpacked(member, room, archive, info.name, len(found)))
    return found


def _check_size(archive: Path, files: int, size: int) -> None:
    if files > MOST_FILES or size > MOST_ARCHIVE_BYTES:
        raise InputError(tr("{path} is too large when unpacked", path=str(archive)))


def _unpacked(member: IO[bytes], room: Path, archive: Path, name: str, number: int) -> Source:
    folder = str(PurePosixPath(name).parent)
    target = room / f"{number}"
    with target.open("wb") as out:
        shutil.copyfileobj(_Limited(member), out)
    return Source(target, f"{archive.absolute()}!/{folder}/{PurePosixPath(name).name}".replace("/./", "/"))


class _Limited:
    """Reads no more than a file may hold, whatever an archive's directory said of its size."""

    def __init__(self, member: IO[bytes]) -> None:
        self._member = member
        self._left = MOST_FILE_BYTES + 1

    def read(self, size: int = -1) -> bytes:
        piece = self._member.read(min(size, self._left) if size >= 0 else self._left)
        self._left -= len(piece)
        return piece


def may_hold_modules(raw: bytes) -> bool:
    """Whether a file can be a MIB at all, so that pictures and read-me files cost nothing."""
    if raw.startswith(_UTF16):
        return True
    return b"::=" in raw and (b"DEFINITIONS" in raw or _HEADER.search(raw) is not None)


def text_of(raw: bytes) -> str:
    """A file's bytes as text with plain line ends, without characters that cannot be seen."""
    text = raw.decode("utf-16", "replace") if raw.startswith(_UTF16) else decode(raw)
    if '"' not in text and "&quot;" in text:
        text = unescape(text)
    if '"' not in text:
        text = text.replace("\u201c", '"').replace("\u201d", '"')
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").replace("\v", "\n")
    return _UNSEEN.sub(" ", text)


def folder_of(label: str) -> str:
    """The folder that a file's label names; files of one folder belong together."""
    return label.replace("\\", "/").rpartition("/")[0]
