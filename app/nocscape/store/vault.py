"""An encrypted file for secrets, where the operating system has no keyring: scrypt (RFC 7914) and AES-256-GCM.

The passphrase comes from the operator's environment, or, where none is set, from a random key file beside the vault
that only its owner can read; the vault is encrypted anew once there is a passphrase. A key file keeps the secrets from
whoever sees a copy of the vault alone (a backup, a mail); not from somebody who can read the whole profile, as this
user or as root. A passphrase does, while no engine runs.
"""

from __future__ import annotations

import os
import secrets
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from nocscape.base.errors import NocscapeError
from nocscape.base.i18n import tr

FILE_NAME = "vault.nocscape"
KEY_NAME = "vault.key"
VARIABLE = "NOCSCAPE_VAULT_PASSPHRASE"

_VERSION = 1
_PERSON_N = 1 << 17
"""128 MB and about 0.4 s a guess, as OWASP asks for passphrases."""
_KEY_FILE_N = 1 << 14
"""32 random bytes cannot be guessed, so that opening need not be slow."""
_MOST_N = 1 << 20
_MAX_FILE_BYTES = 16 << 20

Passphrase = Callable[[], str]
"""What the operator said, empty where he said nothing."""


class VaultError(NocscapeError):
    """The vault cannot be opened: no or a wrong passphrase, a missing key file, or a changed file."""


class _Header(msgspec.Struct, frozen=True, kw_only=True):
    version: int
    key: Literal["file", "passphrase"]
    n: int
    salt: bytes
    nonce: bytes


class _Sealed(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    header: bytes
    """Authenticated, not encrypted."""
    text: bytes


class Vault:
    """The secrets in the vault of one profile folder, by name; opened with the first use. Not for several threads."""

    def __init__(self, folder: Path, passphrase: Passphrase = lambda: os.environ.get(VARIABLE, "")) -> None:
        self._path = folder / FILE_NAME
        self._key_path = folder / KEY_NAME
        self._passphrase = passphrase
        self._header: _Header | None = None
        self._key = b""
        self._secrets: dict[str, bytes] = {}

    def read(self) -> dict[str, bytes]:
        """A copy of all secrets. Raises VaultError."""
        if self._header is None and self._path.exists():
            self._open()
        return dict(self._secrets)

    def write(self, content: dict[str, bytes]) -> None:
        """Replace all secrets; the file on disk is always whole. Raises VaultError, OSError."""
        self.read()
        if self._header is None:
            self._begin()
        self._save(content)
        self._secrets = dict(content)

    def _leave_key_file(self, passphrase: str) -> None:
        """Encrypt anew under a passphrase, without the key file; where the disk refuses, the next start tries again."""
        opened = self._header, self._key
        self._header, self._key = _new_key("passphrase", passphrase.encode())
        try:
            self._save(self._secrets)
        except OSError:
            self._header, self._key = opened
        else:
            self._key_path.unlink(missing_ok=True)

    def _open(self) -> None:
        sealed, header = _parse(self._path)
        key = _derive(self._secret_for(header), header)
        try:
            clear = AESGCM(key).decrypt(header.nonce, sealed.text, sealed.header)
            self._secrets = msgspec.msgpack.decode(clear, type=dict[str, bytes])
        except (InvalidTag, ValueError, msgspec.MsgspecError) as error:
            raise VaultError(
                tr("The vault {path} cannot be opened.", path=str(self._path)),
                hint=tr("The passphrase is wrong, or the file was changed."),
            ) from error
        self._header, self._key = header, key
        if header.key == "file" and (passphrase := self._passphrase()):
            self._leave_key_file(passphrase)

    def _begin(self) -> None:
        if passphrase := self._passphrase():
            self._header, self._key = _new_key("passphrase", passphrase.encode())
        else:
            self._header, self._key = _new_key("file", self._key_file(create=True))

    def _secret_for(self, header: _Header) -> bytes:
        if header.key == "file":
            return self._key_file(create=False)
        if passphrase := self._passphrase():
            return passphrase.encode()
        raise VaultError(
            tr("The vault {path} needs its passphrase.", path=str(self._path)),
            hint=tr("Set {variable}.", variable=VARIABLE),
        )

    def _key_file(self, *, create: bool) -> bytes:
        if not self._key_path.exists():
            if not create:
                raise VaultError(
                    tr("The key file {path} of the vault is missing.", path=str(self._key_path)),
                    hint=tr("Put it back from a backup, or move the vault away and enter the credentials again."),
                )
            _write_private(self._key_path, secrets.token_bytes(32))
        if sys.platform != "win32" and self._key_path.stat().st_mode & 0o077:
            raise VaultError(
                tr("Others can read the key file {path}.", path=str(self._key_path)),
                hint=tr("Take their permission away: chmod 600."),
            )
        return self._key_path.read_bytes()

    def _save(self, content: dict[str, bytes]) -> None:
        assert self._header is not None  # noqa: S101 - every caller opened it
        self._header = msgspec.structs.replace(self._header, nonce=secrets.token_bytes(12))
        header = msgspec.msgpack.encode(self._header)
        text = AESGCM(self._key).encrypt(self._header.nonce, msgspec.msgpack.encode(content), header)
        _write_private(self._path, msgspec.msgpack.encode(_Sealed(header=header, text=text)))


def _parse(path: Path) -> tuple[_Sealed, _Header]:
    damaged = VaultError(tr("The vault {path} is damaged.", path=str(path)), hint=tr("Put it back from a backup."))
    if path.stat().st_size > _MAX_FILE_BYTES:
        raise damaged
    try:
        sealed = msgspec.msgpack.decode(path.read_bytes(), type=_Sealed)
        header = msgspec.msgpack.decode(sealed.header, type=_Header)
    except (ValueError, msgspec.MsgspecError) as error:
        raise damaged from error
    if header.version != _VERSION or not 2 <= header.n <= _MOST_N or header.n & (header.n - 1):
        raise damaged
    return sealed, header


def _new_key(kind: Literal["file", "passphrase"], secret: bytes) -> tuple[_Header, bytes]:
    header = _Header(
        version=_VERSION,
        key=kind,
        n=_PERSON_N if kind == "passphrase" else _KEY_FILE_N,
        salt=secrets.token_bytes(16),
        nonce=b"",
    )
    return header, _derive(secret, header)


def _derive(secret: bytes, header: _Header) -> bytes:
    return Scrypt(salt=header.salt, length=32, n=header.n, r=8, p=1).derive(secret)


def _write_private(path: Path, content: bytes) -> None:
    """Write a file of mode 0600 that is either the old one or the new one, never a part."""
    unfinished = path.with_name(path.name + ".new")
    unfinished.unlink(missing_ok=True)
    fd = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(fd, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
