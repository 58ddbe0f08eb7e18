"""A profile in one file, and back: a ZIP archive of copies of its files, with a list of what they must be.

What opens the vault of secrets is left out: a file that lies about must not hand out credentials.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path, PurePosixPath

import msgspec

from nocscape.base.errors import InputError
from nocscape.base.i18n import tr
from nocscape.base.paths import make_private
from nocscape.store.errors import StoreError
from nocscape.store.lock import FILE_NAME as LOCK_NAME
from nocscape.store.lock import ProfileLock
from nocscape.store.new_file import new_file
from nocscape.store.vault import KEY_NAME

MANIFEST = "manifest.json"
FORMAT = 1
MOST_FILES = 100_000
MOST_MANIFEST_OCTETS = 64 << 20
_CHUNK = 1 << 20
_SKIPPED_FOLDERS = frozenset({"log", "backups", "history", "tmp"})
"""Made anew, or copied by the stores themselves."""
_SKIPPED_NAMES = frozenset({LOCK_NAME, KEY_NAME, "engine.json"})
_SKIPPED_ENDS = (".sqlite", "-wal", "-shm", ".sock", ".part", ".new")


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One file of an archive; the name is relative to the profile, with slashes."""

    name: str
    size: int
    sha256: str


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What an archive holds; `at` in UTC seconds."""

    format: int
    version: str
    at: float
    files: tuple[Entry, ...]


def pack(profile: Path, copied: Path, target: Path, *, at: float, version: str) -> int:
    """Write the archive of the stores' copies and of the profile's other files; returns its size. Raises StoreError.

    Blocks; `target` must not be there, and is whole or not there at all.
    """
    with (
        new_file(target, is_private=True) as unfinished,
        zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
    ):
        entries = [_add(archive, path, name) for path, name in (*_files(copied), *_other_files(profile))]
        manifest = Manifest(format=FORMAT, version=version, at=at, files=tuple(entries))
        archive.writestr(MANIFEST, msgspec.json.encode(manifest))
    return target.stat().st_size


def _files(folder: Path) -> Iterator[tuple[Path, str]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            yield path, path.relative_to(folder).as_posix()


def _other_files(profile: Path) -> Iterator[tuple[Path, str]]:
    for path, name in _files(profile):
        parts = PurePosixPath(name).parts
        if parts[0] not in _SKIPPED_FOLDERS and path.name not in _SKIPPED_NAMES and not name.endswith(_SKIPPED_ENDS):
            yield path, name


def _add(archive: zipfile.ZipFile, path: Path, name: str) -> Entry:
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as source, archive.open(name, "w", force_zip64=True) as inside:
        while part := source.read(_CHUNK):
            digest.update(part)
            size += len(part)
            inside.write(part)
    return Entry(name=name, size=size, sha256=digest.hexdigest())


def unpack(archive: Path, profile: Path, *, is_replacing: bool) -> Manifest:
    """Make a profile of an archive. One that is there is moved aside where `is_replacing`, else it is refused.

    Nothing is touched before everything was found whole. Blocks. Raises InputError for an archive that is none or is
    damaged, BusyError where an engine runs on the profile, StoreError for a disk that does not take it.
    """
    is_there = profile.is_dir() and any(profile.iterdir())
    if is_there and not is_replacing:
        raise InputError(tr("{folder} is not empty", folder=str(profile)), hint=tr("--replace moves it aside first"))
    with ExitStack() as stack:
        if is_there:
            stack.enter_context(ProfileLock(profile))
        make_private(profile.parent)
        fresh = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix=".restoring-", dir=profile.parent)))
        try:
            manifest = _extract(archive, make_private(fresh / "profile"))
            _put_in_place(fresh / "profile", profile, manifest)
        except (zipfile.BadZipFile, msgspec.MsgspecError, EOFError, RuntimeError) as error:
            raise _damaged(archive, str(error)) from error
        except OSError as error:
            raise StoreError(tr("The backup cannot be restored: {reason}.", reason=str(error))) from error
    return manifest


def _extract(archive: Path, folder: Path) -> Manifest:
    with zipfile.ZipFile(archive) as opened:
        manifest = _manifest(archive, opened)
        for entry in manifest.files:
            target = folder / _safe(archive, entry.name)
            make_private(target.parent)
            _copy_out(archive, opened, entry, target)
    return manifest


def _manifest(archive: Path, opened: zipfile.ZipFile) -> Manifest:
    names = {info.filename: info for info in opened.infolist()}
    if MANIFEST not in names or names[MANIFEST].file_size > MOST_MANIFEST_OCTETS:
        raise _damaged(archive, MANIFEST)
    manifest = msgspec.json.decode(opened.read(MANIFEST), type=Manifest)
    if manifest.format != FORMAT:
        raise InputError(
            tr("{file} was written by a later version of Nocscape", file=archive.name), hint=manifest.version
        )
    if len(manifest.files) > MOST_FILES or any(entry.name not in names for entry in manifest.files):
        raise _damaged(archive, MANIFEST)
    return manifest


def _safe(archive: Path, name: str) -> PurePosixPath:
    """A name that stays inside the profile on every system."""
    parts = name.split("/")
    if not name or any(part in ("", ".", "..") or ":" in part or "\\" in part for part in parts):
        raise _damaged(archive, name[:80])
    return PurePosixPath(*parts)


def _copy_out(archive: Path, opened: zipfile.ZipFile, entry: Entry, target: Path) -> None:
    digest, size = hashlib.sha256(), 0
    with opened.open(entry.name) as inside, target.open("xb") as outside:
        while size <= entry.size and (part := inside.read(_CHUNK)):
            digest.update(part)
            size += len(part)
            outside.write(part)
    if size != entry.size or digest.hexdigest() != entry.sha256:
        raise _damaged(archive, entry.name)
    target.chmod(0o600)


def _put_in_place(fresh: Path, profile: Path, manifest: Manifest) -> None:
    """The old profile goes aside in one step; the key of its vault is taken over where the vault is the same one."""
    if not profile.exists():
        fresh.rename(profile)
        return
    if (profile / KEY_NAME).exists():
        shutil.copy2(profile / KEY_NAME, fresh / KEY_NAME)
    aside = profile / "backups" / f"before-{int(manifest.at)}"
    number = 1
    while aside.exists():
        aside, number = aside.with_name(f"before-{int(manifest.at)}-{number}"), number + 1
    make_private(aside)
    for path in sorted(profile.iterdir()):
        if path.name not in ("backups", LOCK_NAME):
            path.rename(aside / path.name)
    for path in sorted(fresh.iterdir()):
        path.rename(profile / path.name)


def _damaged(archive: Path, where: str) -> InputError:
    return InputError(tr("{file} is no whole backup: {where}", file=archive.name, where=where))
