"""Whatever is put, dropped, edited and reopened in any order: the inventory holds what a dictionary would."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Coroutine
from pathlib import Path
from typing import Any, TypeVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from nocscape.base.clock import FakeClock
from nocscape.base.counters import Counters
from nocscape.model.mapdoc import DropItems, MapDocument, Node, PutItems, Retitle, apply
from nocscape.model.net import Inventory, Link
from nocscape.store.inventory import InventoryStore, open_inventory
from nocscape.store.inventory_read import Override, StoredState
from tests.unit.store.things import switch, wire

T = TypeVar("T")
NUMBERS = st.integers(0, 5)


class InventoryMachine(RuleBasedStateMachine):
    """Against dictionaries; every now and then the state is noted, to be compared with the past as it is read later."""

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.folder = tempfile.TemporaryDirectory(prefix="nocscape-inventory-")
        self.clock = FakeClock()
        self.devices: dict[str, Inventory] = {}
        self.links: dict[str, Link] = {}
        self.overrides: dict[str, Override] = {}
        self.map = MapDocument(id="m", title="M")
        self.past: list[tuple[float, dict[str, Inventory], dict[str, Link], MapDocument]] = []

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self.loop.run_until_complete(work)

    @initialize()
    def begin(self) -> None:
        self.store: InventoryStore = self.run(self.opened())
        self.run(self.store.put_map(self.map))

    async def opened(self) -> InventoryStore:
        return open_inventory(Path(self.folder.name), Counters(), self.clock)

    @rule(number=NUMBERS, ports=st.integers(0, 3), name=st.sampled_from(["", "core", "edge"]), oper=st.booleans())
    def put_device(self, number: int, ports: int, name: str, oper: bool) -> None:
        seen = self.clock.now()
        device = switch(number, ports=ports, name=name, oper="up" if oper else "down", seen=seen)
        self.store.put_devices([device])
        self.devices[device.device.id] = device

    @rule(number=NUMBERS, into=st.none() | NUMBERS)
    def drop_device(self, number: int, into: int | None) -> None:
        self.run(self.store.flush())
        self.store.drop_device(f"d{number}", None if into is None else f"d{into}")
        self.devices.pop(f"d{number}", None)
        if into is not None and into != number and (said := self.overrides.pop(f"d{number}", None)):
            self.overrides.setdefault(f"d{into}", said)
        self.run(self.store.flush())

    @rule(one=NUMBERS, other=NUMBERS, is_gone=st.booleans())
    def put_link(self, one: int, other: int, is_gone: bool) -> None:
        link = wire(one, other, seen=self.clock.now())
        if is_gone:
            self.store.put_links(gone=[link.id])
            self.links.pop(link.id, None)
        else:
            self.store.put_links([link])
            self.links[link.id] = link

    @rule(number=NUMBERS, name=st.none() | st.sampled_from(["", "Seoul-1"]), site=st.none() | st.just("Seoul"))
    def name_device(self, number: int, name: str | None, site: str | None) -> None:
        self.run(self.store.put_override(f"d{number}", name=name, site=site, actor="kim"))
        before = self.overrides.get(f"d{number}", Override())
        named = before.name if name is None else name or None
        self.overrides[f"d{number}"] = Override(named, before.site if site is None else site)

    @rule(number=NUMBERS, x=st.floats(-1e6, 1e6), kind=st.integers(0, 2))
    def edit_map(self, number: int, x: float, kind: int) -> None:
        put = PutItems(nodes=(Node(device=f"d{number}", x=x, y=0.0),))
        change = (put, DropItems(nodes=(f"d{number}",)), Retitle(title=f"{x}"))[kind]
        self.map = apply(self.map, change)
        edit = {"edit": "e", "actor": "kim", "document": self.map}
        self.run(self.store.put_map_change("m", change, self.map.revision, **edit))  # type: ignore[arg-type]

    @rule()
    def close_and_open(self) -> None:
        self.run(self.store.close())
        self.store = self.run(self.opened())

    @rule()
    def let_an_hour_pass(self) -> None:
        self.run(self.store.flush())
        self.past.append((self.clock.now() + 60, dict(self.devices), dict(self.links), self.map))
        self.run(self.clock.advance(3600))

    @precondition(lambda self: self.past)
    @rule(data=st.data())
    def look_back(self, data: st.DataObject) -> None:
        self.run(self.store.flush())
        at, devices, links, document = data.draw(st.sampled_from(self.past))
        then = self.run(self.store.state_at(at))
        assert {i.device.id: _lasting(i) for i in then.devices} == {k: _lasting(i) for k, i in devices.items()}
        assert {link.id for link in then.links} == set(links)
        assert then.maps == (document,)

    @invariant()
    def it_holds_what_a_dictionary_would(self) -> None:
        if not hasattr(self, "store"):
            return
        self.run(self.store.flush())
        state: StoredState = self.run(self.store.load())
        assert {i.device.id: i for i in state.devices} == self.devices
        assert {link.id: link for link in state.links} == self.links
        assert {device: said for device, said in state.overrides.items() if said != Override()} == {
            device: said for device, said in self.overrides.items() if said != Override()
        }
        assert state.maps == (self.map,)

    def teardown(self) -> None:
        if hasattr(self, "store"):
            self.run(self.store.close())
        self.run(self.loop.shutdown_default_executor())
        self.loop.close()
        self.folder.cleanup()


def _lasting(inventory: Inventory) -> tuple[object, ...]:
    """What a version keeps: not when it was last seen, nor its readings."""
    return inventory.device.id, inventory.device.name, inventory.interfaces


TestInventory = InventoryMachine.TestCase
TestInventory.settings = settings(
    max_examples=20, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
)
