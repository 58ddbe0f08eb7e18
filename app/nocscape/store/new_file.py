"""Files that the stores write for people: new ones, whole or not there at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from nocscape.base.i18n import tr
from nocscape.store.errors import StoreError


@contextmanager
def new_file(target: Path, *, is_private: bool = False) -> Iterator[Path]:
    """An empty file to write to, which becomes `target` at the end of the block.

    Raises StoreError where there is a file of that name already, and for what the disk refuses within the block.
    """
    if target.exists():
        raise StoreError(tr("{file} exists already", file=str(target)), hint=tr("Choose another name."))
    unfinished = target.with_name(target.name + ".part")
    try:
        unfinished.unlink(missing_ok=True)
        os.close(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600 if is_private else 0o666))
        yield unfinished
        unfinished.rename(target)
    except OSError as error:
        raise StoreError(
            tr("{file} cannot be written: {reason}.", file=str(target), reason=error.strerror or str(error))
        ) from error
    finally:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
