"""The inventory of devices without ENTITY-MIB."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nocscape import profiles
from nocscape.discovery.parts import _part, read_parts
from nocscape.model.net import Entity
from nocscape.profiles import Parts
from tests.unit.discovery.tables import Objects, agent

OWN = "1.3.6.1.4.1.99999"
SLOTS = Parts(descr=f"{OWN}.6.1.6", parent=f"{OWN}.6.1.4", words={"chassis": "chassis", "": "container"})
MODULES = Parts(
    descr=f"{OWN}.8.1.6",
    model=f"{OWN}.8.1.10",
    serial=f"{OWN}.8.1.7",
    words={"^fan": "fan", "": "module"},
    weights=(1, 1_000_000, 10_000, 100),
    parent_weights=(1,),
)
JUNOS: Objects = {
    f"{OWN}.6.1.6.1": b"chassis frame",
    f"{OWN}.6.1.6.4": b"FAN slot",
    f"{OWN}.6.1.4.1": 0,
    f"{OWN}.6.1.4.4": 1,
    f"{OWN}.8.1.6.4.1.2.0": b"Fan 2",
    f"{OWN}.8.1.7.4.1.2.0": b"S/N WC03229",
    f"{OWN}.8.1.10.4.1.2.0": b"740-028288  ",
}


async def test_modules_stand_in_the_slots_that_their_index_names() -> None:
    reader, _ = agent(JUNOS)
    assert await read_parts(reader, (SLOTS, MODULES)) == (
        Entity(index=1, kind="chassis", descr="chassis frame"),
        Entity(index=4, parent=1, kind="container", descr="FAN slot"),
        Entity(index=1_020_004, parent=4, kind="fan", descr="Fan 2", model="740-028288", serial="WC03229"),
    )


async def test_kinds_and_parents_may_have_columns_of_their_own() -> None:
    table = Parts(name=f"{OWN}.8", kind=f"{OWN}.7", kinds={5: "powerSupply"}, parent=f"{OWN}.13", weights=(0, 1))
    reader, _ = agent({f"{OWN}.8.1.83": b"Power 1", f"{OWN}.7.1.83": 5, f"{OWN}.13.1.83": 50})
    assert await read_parts(reader, (table,)) == (Entity(index=83, parent=50, kind="powerSupply", name="Power 1"),)


async def test_an_agent_without_the_table_has_no_parts() -> None:
    assert await read_parts(agent({})[0], (SLOTS, MODULES)) == ()


@given(st.lists(st.integers(0, 2**32 - 1), min_size=1, max_size=6))
def test_no_index_makes_a_number_that_no_part_can_have(index: list[int]) -> None:
    part = _part(MODULES, ".".join(map(str, index)), {})
    assert part is None or 0 < part.index < 2**31


@pytest.mark.parametrize("profile", ["juniper_junos", "nokia_sros"])
def test_makers_with_an_inventory_of_their_own_are_known(profile: str) -> None:
    assert all(table.first and table.weights for table in profiles.load().readings(profile).parts)
