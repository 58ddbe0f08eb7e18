"""The credentials of a profile in the order of trying; secrets come from the store when they are needed."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterable

from nocscape.base.errors import NocscapeError
from nocscape.model.credentials import CredentialInfo, SnmpCredential, info
from nocscape.store.inventory import InventoryStore
from nocscape.store.secrets import Secrets


class CredentialRing:
    """Keeps credentials, and lends those that a command brought along for this engine's life alone."""

    def __init__(self, open_secrets: Callable[[], Secrets], inventory: InventoryStore) -> None:
        self._open_secrets = open_secrets
        self._opened: Secrets | None = None
        self._opening = threading.Lock()
        self._inventory = inventory
        self._known: dict[str, CredentialInfo] = {}
        self._open: dict[str, SnmpCredential] = {}

    def restore(self, known: Iterable[CredentialInfo]) -> None:
        """Take over what the store keeps references to."""
        self._known = {c.name: c for c in known}

    def infos(self) -> tuple[CredentialInfo, ...]:
        """What may be shown, in the order of trying."""
        return tuple(self._known.values())

    async def put(self, credential: SnmpCredential) -> None:
        """Keep a credential: the secret first, so that no reference ever points to nothing.

        It can be used from the call on, since a discovery may be asked for right behind it.
        """
        before = self._known.get(credential.name), self._open.get(credential.name)
        self._known[credential.name], self._open[credential.name] = info(credential), credential
        try:
            await asyncio.to_thread(self._put, credential)
            await self._inventory.put_credential(info(credential))
        except NocscapeError:
            self._set_back(credential.name, *before)
            raise

    def secrets(self) -> Secrets:
        """Opened when they are first needed: trying out the system's keyring takes longer than the rest of a start."""
        with self._opening:
            if self._opened is None:
                self._opened = self._open_secrets()
            return self._opened

    def _put(self, credential: SnmpCredential) -> None:
        self.secrets().put(credential)

    def _set_back(self, name: str, known: CredentialInfo | None, opened: SnmpCredential | None) -> None:
        """As before a credential was put, at its place in the order."""
        if known is None:
            self._known.pop(name, None)
        else:
            self._known[name] = known
        if opened is None:
            self._open.pop(name, None)
        else:
            self._open[name] = opened

    async def drop(self, name: str) -> None:
        """Forget a credential."""
        self._known.pop(name, None)
        self._open.pop(name, None)
        await self._inventory.drop_credential(name)
        await asyncio.to_thread(lambda: self.secrets().drop(name))

    async def get(self, name: str | None) -> SnmpCredential | None:
        """The credential of that name."""
        if name is None or name in self._open:
            return self._open.get(name or "")
        found = await asyncio.to_thread(lambda: self.secrets().get(name))
        if not isinstance(found, SnmpCredential):
            return None
        self._open[name] = found
        return found

    async def to_try(self, brought: Iterable[SnmpCredential]) -> list[SnmpCredential]:
        """Those of the profile, then those that a command brought along."""
        own = [await self.get(name) for name in self._known]
        ring = {c.name: c for c in own if c is not None}
        for credential in brought:
            ring[credential.name] = self._open[credential.name] = credential
        return list(ring.values())
