"""Settings of a profile: what the rooms of the engine keep under names of their own, as msgpack."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Protocol, TypeVar

import msgspec

T = TypeVar("T")
log = logging.getLogger(__name__)


class SettingKeeper(Protocol):
    """The part of the inventory store that keeps settings."""

    async def put_setting(self, key: str, value: object) -> None:
        """Keep a setting; done once it is on the disk."""
        ...

    async def drop_setting(self, key: str) -> None:
        """Forget a setting."""
        ...


def read_setting(settings: Mapping[str, bytes], name: str, kind: type[T]) -> T | None:
    """What is kept under a name; None where nothing is, or where it has become unreadable, which is logged.

    A setting that another version of the program wrote, or a damaged disk, must not keep an engine from starting.
    """
    body = settings.get(name)
    if body is None:
        return None
    try:
        return msgspec.msgpack.decode(body, type=kind)
    except ValueError as error:  # MsgspecError, and UnicodeDecodeError for a damaged text
        log.warning("the setting %s is left out: %s", name, error)
        return None
