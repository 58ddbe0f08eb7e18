"""Where credentials' secrets are kept: the operating system's keyring, or an encrypted vault file in the profile.

A profile stays with what it began with: one that has a vault uses it, one whose names are listed for the keyring uses
that and says so where the keyring cannot be reached, rather than beginning anew elsewhere.

Every call may block (a keyring may ask its owner, a passphrase takes 0.4 s to check): call from a thread, for instance
`await asyncio.to_thread(secrets.put, credential)`. Nothing here is ever logged.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Protocol

import keyring
import keyring.backend
import keyring.errors
import msgspec

from nocscape.base.files import replace_file
from nocscape.base.i18n import tr
from nocscape.base.paths import make_private
from nocscape.model.access import WebCredential
from nocscape.model.credentials import SnmpCredential
from nocscape.store.vault import FILE_NAME as VAULT_NAME
from nocscape.store.vault import Vault, VaultError

INDEX_NAME = "keyring.json"
"""Lists the names whose secrets are in the keyring, which cannot list them itself."""

log = logging.getLogger(__name__)

Credential = SnmpCredential | WebCredential

_encode = msgspec.json.Encoder().encode
_WEB = "web:"


class _Type(msgspec.Struct):
    type: str = ""


def web_key(name: str) -> str:
    """Under which a secret for web servers is kept: their names have nothing to do with those of SNMP credentials."""
    return f"{_WEB}{name}"


def _key(credential: Credential) -> str:
    return web_key(credential.name) if isinstance(credential, WebCredential) else credential.name


def _decode(raw: bytes) -> Credential:
    if msgspec.json.decode(raw, type=_Type).type:
        return msgspec.json.decode(raw, type=WebCredential)
    return msgspec.json.decode(raw, type=SnmpCredential)


class Secrets(Protocol):
    """Credentials by name, those for web servers by `web_key`; safe from several threads.

    All methods raise VaultError where secrets cannot be reached.
    """

    kind: str
    """`keyring`, `vault` or `memory`, for people to know where their secrets are."""

    def put(self, credential: Credential) -> None:
        """Keep a credential, in place of one of the same name."""
        ...

    def get(self, name: str) -> Credential | None:
        """The credential of that name, None where there is none."""
        ...

    def drop(self, name: str) -> None:
        """Forget a credential; nothing happens where there is none."""
        ...

    def list(self) -> tuple[str, ...]:
        """All names, sorted."""
        ...


def open_secrets(profile: Path | None) -> Secrets:
    """The secrets of a profile; in memory where it is None."""
    if profile is None:
        return MemorySecrets()
    make_private(profile)
    if (profile / VAULT_NAME).exists():
        return VaultSecrets(profile)
    if (profile / INDEX_NAME).exists() or has_keyring():
        return KeyringSecrets(profile)
    return VaultSecrets(profile)


def has_keyring() -> bool:
    """Whether this session has a keyring that keeps what it is given: tried, since a back-end may only seem to work."""
    service, secret = "nocscape-trial", uuid.uuid4().hex
    try:
        if keyring.get_keyring().priority < 1:
            return False
        keyring.set_password(service, secret, secret)
        is_kept = keyring.get_password(service, secret) == secret
        keyring.delete_password(service, secret)
    except Exception:  # noqa: BLE001 - back-ends raise whatever their library raises
        return False
    return is_kept


class MemorySecrets:
    """Secrets that end with the process."""

    kind = "memory"

    def __init__(self) -> None:
        self._credentials: dict[str, Credential] = {}

    def put(self, credential: Credential) -> None:
        """Keep a credential."""
        self._credentials[_key(credential)] = credential

    def get(self, name: str) -> Credential | None:
        """The credential of that name."""
        return self._credentials.get(name)

    def drop(self, name: str) -> None:
        """Forget a credential."""
        self._credentials.pop(name, None)

    def list(self) -> tuple[str, ...]:
        """All names."""
        return tuple(sorted(self._credentials))


class VaultSecrets:
    """Secrets in the profile's vault file."""

    kind = "vault"

    def __init__(self, profile: Path) -> None:
        self._vault = Vault(profile)
        self._lock = Lock()

    def put(self, credential: Credential) -> None:
        """Keep a credential."""
        with self._lock:
            self._vault.write(self._vault.read() | {_key(credential): _encode(credential)})

    def get(self, name: str) -> Credential | None:
        """The credential of that name."""
        with self._lock:
            raw = self._vault.read().get(name)
        return None if raw is None else _decode(raw)

    def drop(self, name: str) -> None:
        """Forget a credential."""
        with self._lock:
            content = self._vault.read()
            if content.pop(name, None) is not None:
                self._vault.write(content)

    def list(self) -> tuple[str, ...]:
        """All names."""
        with self._lock:
            return tuple(sorted(self._vault.read()))


class _Index(msgspec.Struct, kw_only=True):
    service: str
    names: list[str] = []


class KeyringSecrets:
    """Secrets in the operating system's keyring, under a service name of this profile's own."""

    kind = "keyring"

    def __init__(self, profile: Path) -> None:
        self._path = profile / INDEX_NAME
        self._lock = Lock()
        self._index = self._load()

    def put(self, credential: Credential) -> None:
        """Keep a credential."""
        with self._lock:
            key = _key(credential)
            if key not in self._index.names:
                self._index.names.append(key)
                self._save()
            with _reachable():
                keyring.set_password(self._index.service, key, _encode(credential).decode())

    def get(self, name: str) -> Credential | None:
        """The credential of that name."""
        with self._lock, _reachable():
            raw = keyring.get_password(self._index.service, name)
        return None if raw is None else _decode(raw.encode())

    def drop(self, name: str) -> None:
        """Forget a credential."""
        with self._lock:
            if name in self._index.names:
                with _reachable():
                    keyring.delete_password(self._index.service, name)
                self._index.names.remove(name)
                self._save()

    def list(self) -> tuple[str, ...]:
        """All names."""
        with self._lock:
            return tuple(sorted(self._index.names))

    def _load(self) -> _Index:
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=_Index)
        except FileNotFoundError:
            pass
        except (ValueError, msgspec.MsgspecError):
            log.error("%s is damaged; credentials have to be entered again", self._path)  # noqa: TRY400 - no trace
            self._path.replace(self._path.with_name(self._path.name + ".damaged"))
        return _Index(service=f"nocscape-{uuid.uuid4().hex}")

    def _save(self) -> None:
        replace_file(self._path, msgspec.json.encode(self._index))


@contextmanager
def _reachable() -> Iterator[None]:
    try:
        yield
    except keyring.errors.PasswordDeleteError:
        pass
    except Exception as error:
        raise VaultError(
            tr("The keyring cannot be reached: {reason}.", reason=type(error).__name__),
            hint=tr("Log in to a desktop session and unlock its keyring."),
        ) from error
