"""Secrets for web servers: named in checks and exporters, kept in the keyring or vault, read when they are needed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping

from nocscape.base.errors import InputError
from nocscape.base.i18n import tr
from nocscape.engine.settings import read_setting
from nocscape.model.access import Header, WebCredential, WebCredentialInfo, WebScheme, web_info
from nocscape.store.inventory import InventoryStore
from nocscape.store.secrets import Secrets, web_key

WEB_CREDENTIALS = "web_credentials"
"""Name of the profile's setting."""
MOST = 200
MOST_LETTERS = 4096
"""Of a secret; tokens are long."""
_TOKEN = frozenset("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
"""Letters of a header's name (RFC 9110 section 5.6.2)."""
_OURS = frozenset({"host", "connection", "user-agent", "accept", "content-length", "transfer-encoding"})


class WebKeys:
    """By name. `secrets` opens the store of secrets and may block."""

    def __init__(self, secrets: Callable[[], Secrets], inventory: InventoryStore) -> None:
        self._secrets = secrets
        self._inventory = inventory
        self._known: dict[str, WebCredentialInfo] = {}
        self._headers: dict[str, Header] = {}

    def restore(self, settings: Mapping[str, bytes]) -> None:
        """Take over what the store keeps references to."""
        self._known = {
            one.name: one for one in read_setting(settings, WEB_CREDENTIALS, tuple[WebCredentialInfo, ...]) or ()
        }

    def infos(self) -> tuple[WebCredentialInfo, ...]:
        """What may be shown."""
        return tuple(self._known.values())

    async def put(self, credential: WebCredential) -> None:
        """Keep a secret. Raises InputError for one that no request can carry, and VaultError."""
        _check(credential)
        if credential.name not in self._known and len(self._known) >= MOST:
            raise InputError(tr("There are {most} of them already", most=MOST))
        await asyncio.to_thread(lambda: self._secrets().put(credential))
        self._headers[credential.name] = credential.header()
        await self._keep({**self._known, credential.name: web_info(credential)})

    async def drop(self, name: str) -> None:
        """Forget a secret. Raises InputError where none has that name, and VaultError."""
        if name not in self._known:
            raise InputError(_unknown(name))
        await self._keep({key: one for key, one in self._known.items() if key != name})
        self._headers.pop(name, None)
        await asyncio.to_thread(lambda: self._secrets().drop(web_key(name)))

    async def header(self, name: str) -> Header | None:
        """What is sent, None for no name. Raises InputError where the secret is lost, and VaultError."""
        if not name or name in self._headers:
            return self._headers.get(name)
        found = await asyncio.to_thread(lambda: self._secrets().get(web_key(name))) if name in self._known else None
        if not isinstance(found, WebCredential):
            raise InputError(_unknown(name))
        return self._headers.setdefault(name, found.header())

    def check_name(self, name: str) -> None:
        """Raises InputError for a name that is not kept."""
        if name and name not in self._known:
            raise InputError(_unknown(name), hint=", ".join(self._known))

    async def _keep(self, known: dict[str, WebCredentialInfo]) -> None:
        await self._inventory.put_setting(WEB_CREDENTIALS, tuple(known.values()))
        self._known = known


def _unknown(name: str) -> str:
    return tr("No secret for web servers is called {name}", name=name)


def _check(credential: WebCredential) -> None:
    if not credential.name.strip() or not credential.name.isprintable():
        raise InputError(tr("Give it a name."))
    if not credential.secret or len(credential.secret) > MOST_LETTERS:
        raise InputError(tr("A secret has 1 to {most} characters", most=MOST_LETTERS))
    match credential.scheme:
        case WebScheme.BASIC:
            is_good = bool(credential.user) and ":" not in credential.user and _is_printable(credential)
        case WebScheme.BEARER:
            is_good = _is_sendable(credential)
        case WebScheme.HEADER:
            name = credential.user
            is_good = bool(name) and set(name) <= _TOKEN and name.lower() not in _OURS and _is_sendable(credential)
    if not is_good:
        raise InputError(tr("This user, header or secret cannot be sent over HTTP"))


def _is_printable(credential: WebCredential) -> bool:
    return credential.user.isprintable() and credential.secret.isprintable()


def _is_sendable(credential: WebCredential) -> bool:
    """Whether a header's value can be the secret as it is (RFC 9110 section 5.5)."""
    secret = credential.secret
    return secret.isascii() and secret.isprintable() and secret == secret.strip()
