"""Python's collector of cyclic garbage in a process that keeps a million objects and makes few cycles.

As it comes it looks at the young objects after every 700, so at each poll of a switch, and now and then at all there
are: 0.4 s in which nothing else of the process runs, no frame of the console either.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_YOUNG, _MIDDLE, _OLD = 20_000, 20, 20
"""Objects after which the young are looked at, and rounds after which those are that outlived one, and two."""


def relax() -> None:
    """Collect more seldom, in the whole process."""
    gc.set_threshold(_YOUNG, _MIDDLE, _OLD)


@contextmanager
def paused() -> Iterator[None]:
    """Without the collector: tens of thousands of new objects that all stay would be looked at again and again."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def spare() -> None:
    """What there is now stays for long: no round looks at it again until `unspare`."""
    gc.freeze()


def unspare() -> None:
    """What was spared may go: the process is about to end."""
    gc.unfreeze()
