"""A vault gives back what was put in, to nobody but who has the passphrase, and notices every changed bit."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nocscape.store import vault
from nocscape.store.vault import FILE_NAME, VARIABLE, Vault, VaultError

contents = st.dictionaries(st.text(max_size=20), st.binary(max_size=200), max_size=5)
passphrases = st.text(min_size=1, max_size=20).filter(lambda text: text.isprintable() and "\0" not in text)


@pytest.fixture(autouse=True, scope="module")
def cheap_guesses() -> object:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(vault, "_PERSON_N", 4)
        patch.setattr(vault, "_KEY_FILE_N", 4)
        patch.delenv(VARIABLE, raising=False)
        yield


@settings(max_examples=40, deadline=None)
@given(contents, contents, passphrases)
def test_it_gives_back_the_last_content_under_its_passphrase(
    first: dict[str, bytes], second: dict[str, bytes], passphrase: str
) -> None:
    with tempfile.TemporaryDirectory() as name:
        writer = Vault(Path(name), passphrase=lambda: passphrase)
        writer.write(first)
        writer.write(second)
        assert Vault(Path(name), passphrase=lambda: passphrase).read() == second


@settings(max_examples=40, deadline=None)
@given(contents, passphrases, passphrases)
def test_another_passphrase_opens_nothing(content: dict[str, bytes], right: str, wrong: str) -> None:
    with tempfile.TemporaryDirectory() as name:
        Vault(Path(name), passphrase=lambda: right).write(content)
        if wrong != right:
            with pytest.raises(VaultError):
                Vault(Path(name), passphrase=lambda: wrong).read()


@settings(max_examples=60, deadline=None)
@given(contents, st.data())
def test_a_changed_bit_anywhere_is_noticed(content: dict[str, bytes], data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        Vault(folder).write(content)
        whole = bytearray((folder / FILE_NAME).read_bytes())
        whole[data.draw(st.integers(0, len(whole) - 1))] ^= 1 << data.draw(st.integers(0, 7))
        (folder / FILE_NAME).write_bytes(whole)
        with pytest.raises(VaultError):
            Vault(folder).read()
