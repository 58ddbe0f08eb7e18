"""The ring of credentials: what is kept, what is lent, and what a failure leaves."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from nocscape.base.clock import FakeClock
from nocscape.base.counters import Counters
from nocscape.engine.ring import CredentialRing
from nocscape.model.credentials import SnmpCredential, SnmpVersion
from nocscape.store.inventory import InventoryStore, open_inventory
from nocscape.store.secrets import Credential, MemorySecrets
from nocscape.store.vault import VaultError


def v2c(name: str, community: str = "public") -> SnmpCredential:
    return SnmpCredential(name=name, version=SnmpVersion.V2C, community=community)


class Vault(MemorySecrets):
    """Secrets that count how often they were opened and may be out of reach."""

    def __init__(self) -> None:
        super().__init__()
        self.opened = 0
        self.is_reachable = True

    def open(self) -> Vault:
        self.opened += 1
        return self

    def put(self, credential: Credential) -> None:
        if not self.is_reachable:
            raise VaultError("out of reach")
        super().put(credential)


@pytest.fixture
async def inventory() -> AsyncIterator[InventoryStore]:
    opened = open_inventory(None, Counters(), FakeClock())
    yield opened
    await opened.close()


@pytest.fixture
def vault() -> Vault:
    return Vault()


@pytest.fixture
def ring(vault: Vault, inventory: InventoryStore) -> CredentialRing:
    return CredentialRing(vault.open, inventory)


async def test_what_is_put_is_kept_in_both_stores_and_may_be_shown(
    ring: CredentialRing, vault: Vault, inventory: InventoryStore
) -> None:
    assert vault.opened == 0, "a start does not wait for the keyring"
    await ring.put(v2c("a"))
    assert [c.name for c in ring.infos()] == ["a"]
    assert vault.get("a") == v2c("a")
    assert [c.name for c in (await inventory.load()).credentials] == ["a"]
    await ring.put(v2c("b"))
    assert vault.opened == 1


async def test_the_next_run_reads_a_secret_when_it_is_first_asked_for(
    ring: CredentialRing, vault: Vault, inventory: InventoryStore
) -> None:
    await ring.put(v2c("a"))
    again = CredentialRing(vault.open, inventory)
    again.restore((await inventory.load()).credentials)
    assert await again.get("a") == v2c("a")
    vault.drop("a")
    assert await again.get("a") == v2c("a"), "kept open from then on"
    assert await again.get(None) is None
    assert await again.get("nobody") is None


async def test_a_secret_that_cannot_be_kept_changes_nothing(ring: CredentialRing, vault: Vault) -> None:
    await ring.put(v2c("a"))
    await ring.put(v2c("b"))
    vault.is_reachable = False
    for credential in (v2c("a", "other"), v2c("new")):
        with pytest.raises(VaultError):
            await ring.put(credential)
    assert [c.name for c in ring.infos()] == ["a", "b"]
    assert await ring.get("a") == v2c("a")
    assert await ring.get("new") is None


async def test_what_is_dropped_is_forgotten_everywhere(
    ring: CredentialRing, vault: Vault, inventory: InventoryStore
) -> None:
    await ring.put(v2c("a"))
    await ring.drop("a")
    assert ring.infos() == ()
    assert await ring.get("a") is None
    assert vault.list() == ()
    assert (await inventory.load()).credentials == ()


async def test_those_of_the_profile_are_tried_before_those_that_a_command_brings(ring: CredentialRing) -> None:
    await ring.put(v2c("a"))
    await ring.put(v2c("b"))
    tried = await ring.to_try([v2c("c"), v2c("a", "other")])
    assert [(c.name, c.community) for c in tried] == [("a", "other"), ("b", "public"), ("c", "public")]
    assert await ring.get("c") == v2c("c"), "lent for as long as this engine runs"
    assert [c.name for c in ring.infos()] == ["a", "b"]
