"""A keeper of settings without a disk."""

from __future__ import annotations

import msgspec


class KeptSettings:
    """Keeps what is put, as the store does."""

    def __init__(self) -> None:
        self.settings: dict[str, bytes] = {}

    async def put_setting(self, key: str, value: object) -> None:
        self.settings[key] = msgspec.msgpack.encode(value)

    async def drop_setting(self, key: str) -> None:
        del self.settings[key]
