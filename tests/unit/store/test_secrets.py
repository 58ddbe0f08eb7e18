"""Credentials come back as they were kept, and from nowhere else."""

from __future__ import annotations

import errno
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import keyring
import keyring.backend
import keyring.errors
import pytest
from msgspec.structs import replace

from nocscape.store import vault
from nocscape.store.secrets import INDEX_NAME, Secrets, VaultSecrets, has_keyring, open_secrets
from nocscape.store.vault import FILE_NAME, KEY_NAME, VARIABLE, VaultError
from tests.unit.store.things import V3


class DictKeyring(keyring.backend.KeyringBackend):
    """What a desktop's keyring does."""

    priority = 5

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.kept: dict[tuple[str, str], str] = {}
        self.is_locked = False

    def set_password(self, service: str, username: str, password: str) -> None:
        self._check()
        self.kept[service, username] = password

    def get_password(self, service: str, username: str) -> str | None:
        self._check()
        return self.kept.get((service, username))

    def delete_password(self, service: str, username: str) -> None:
        self._check()
        if self.kept.pop((service, username), None) is None:
            raise keyring.errors.PasswordDeleteError

    def _check(self) -> None:
        if self.is_locked:
            raise keyring.errors.KeyringLocked


@pytest.fixture(autouse=True)
def no_passphrase(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.setattr(vault, "_PERSON_N", 1 << 10)


@pytest.fixture
def desktop() -> Iterator[DictKeyring]:
    before, ring = keyring.get_keyring(), DictKeyring()
    keyring.set_keyring(ring)
    yield ring
    keyring.set_keyring(before)


@pytest.fixture
def _no_desktop() -> Iterator[None]:
    from keyring.backends import fail  # noqa: PLC0415

    before = keyring.get_keyring()
    keyring.set_keyring(fail.Keyring())  # type: ignore[no-untyped-call]
    yield
    keyring.set_keyring(before)


def keeps_what_it_is_given(secrets: Secrets) -> None:
    other = replace(V3, name="other", auth_key="한글 пароль \0 🔑")
    secrets.put(V3)
    secrets.put(other)
    assert secrets.list() == ("office", "other")
    assert secrets.get("other") == other
    secrets.put(replace(V3, user="changed"))
    assert secrets.get("office") == replace(V3, user="changed")
    secrets.drop("office")
    secrets.drop("office")
    assert secrets.get("office") is None
    assert secrets.list() == ("other",)


def test_memory_keeps_what_it_is_given() -> None:
    keeps_what_it_is_given(open_secrets(None))


def test_the_keyring_keeps_what_it_is_given_and_the_profile_holds_no_secret(
    tmp_path: Path, desktop: DictKeyring
) -> None:
    secrets = open_secrets(tmp_path)
    assert secrets.kind == "keyring"
    keeps_what_it_is_given(secrets)
    assert open_secrets(tmp_path).list() == ("other",)
    assert b"hunter2" not in b"".join(path.read_bytes() for path in tmp_path.iterdir())


def test_a_keyring_that_cannot_be_reached_is_said_and_not_replaced_by_a_vault(
    tmp_path: Path, desktop: DictKeyring
) -> None:
    open_secrets(tmp_path).put(V3)
    desktop.is_locked = True
    secrets = open_secrets(tmp_path)
    assert secrets.list() == ("office",)
    with pytest.raises(VaultError, match="keyring"):
        secrets.get("office")
    assert not has_keyring()


def test_a_damaged_list_of_names_is_moved_aside(
    tmp_path: Path, desktop: DictKeyring, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / INDEX_NAME).write_bytes(b"{")
    assert open_secrets(tmp_path).list() == ()
    assert "damaged" in caplog.text
    caplog.clear()


@pytest.mark.usefixtures("_no_desktop")
def test_without_a_keyring_the_vault_keeps_what_it_is_given(tmp_path: Path) -> None:
    secrets = open_secrets(tmp_path)
    assert secrets.kind == "vault"
    keeps_what_it_is_given(secrets)
    assert open_secrets(tmp_path).list() == ("other",)


@pytest.mark.usefixtures("_no_desktop")
def test_looking_into_an_empty_vault_makes_no_files(tmp_path: Path) -> None:
    assert open_secrets(tmp_path).list() == ()
    assert list(tmp_path.iterdir()) == []


def test_vault_and_key_file_are_for_their_owner_alone_and_show_nothing(tmp_path: Path) -> None:
    VaultSecrets(tmp_path).put(V3)
    for name in (FILE_NAME, KEY_NAME):
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600
    assert b"hunter2" not in (tmp_path / FILE_NAME).read_bytes()
    assert b"office" not in (tmp_path / FILE_NAME).read_bytes()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no permission bits")
def test_a_key_file_that_others_can_read_is_refused(tmp_path: Path) -> None:
    VaultSecrets(tmp_path).put(V3)
    (tmp_path / KEY_NAME).chmod(0o644)
    with pytest.raises(VaultError, match="Others can read"):
        VaultSecrets(tmp_path).list()


def test_a_missing_key_file_is_said(tmp_path: Path) -> None:
    VaultSecrets(tmp_path).put(V3)
    (tmp_path / KEY_NAME).unlink()
    with pytest.raises(VaultError, match="missing"):
        VaultSecrets(tmp_path).list()


def test_a_passphrase_from_the_environment_opens_and_a_wrong_one_does_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, "correct horse")
    VaultSecrets(tmp_path).put(V3)
    assert not (tmp_path / KEY_NAME).exists()
    assert VaultSecrets(tmp_path).get("office") == V3
    monkeypatch.setenv(VARIABLE, "wrong horse")
    with pytest.raises(VaultError, match="cannot be opened"):
        VaultSecrets(tmp_path).get("office")
    monkeypatch.delenv(VARIABLE)
    with pytest.raises(VaultError, match="needs its passphrase"):
        VaultSecrets(tmp_path).get("office")
    monkeypatch.setenv(VARIABLE, "correct horse")
    assert VaultSecrets(tmp_path).get("office") == V3


def test_a_vault_with_a_key_file_takes_over_a_passphrase_once_there_is_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    VaultSecrets(tmp_path).put(V3)
    monkeypatch.setenv(VARIABLE, "battery staple")
    secrets = VaultSecrets(tmp_path)
    assert secrets.get("office") == V3
    assert not (tmp_path / KEY_NAME).exists()
    secrets.put(replace(V3, name="lab"))
    monkeypatch.delenv(VARIABLE)
    with pytest.raises(VaultError, match="needs its passphrase"):
        VaultSecrets(tmp_path).get("office")


def test_a_disk_that_refuses_leaves_a_vault_with_its_key_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    VaultSecrets(tmp_path).put(V3)
    monkeypatch.setenv(VARIABLE, "battery staple")
    with monkeypatch.context() as full:
        full.setattr("nocscape.store.vault._write_private", _refuse)
        assert VaultSecrets(tmp_path).get("office") == V3
    monkeypatch.delenv(VARIABLE)
    assert VaultSecrets(tmp_path).get("office") == V3


def _refuse(*_: object) -> None:
    raise OSError(errno.ENOSPC, "disk full")


def test_a_changed_byte_anywhere_in_the_vault_is_noticed(tmp_path: Path) -> None:
    VaultSecrets(tmp_path).put(V3)
    path = tmp_path / FILE_NAME
    whole = path.read_bytes()
    for at in range(0, len(whole), 17):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 0x41]) + whole[at + 1 :])
        with pytest.raises(VaultError):
            VaultSecrets(tmp_path).get("office")


def test_a_vault_that_was_cut_off_is_noticed(tmp_path: Path) -> None:
    VaultSecrets(tmp_path).put(V3)
    path = tmp_path / FILE_NAME
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(VaultError):
        VaultSecrets(tmp_path).list()


def test_nothing_about_a_secret_is_logged(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("DEBUG"):
        keeps_what_it_is_given(VaultSecrets(tmp_path))
    assert "hunter2" not in caplog.text
