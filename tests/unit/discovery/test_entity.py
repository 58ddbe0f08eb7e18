"""What a device is made of."""

from __future__ import annotations

from nocscape.discovery.entity import Chassis, chassis_of, read_entities
from nocscape.model.net import Entity
from tests.unit.discovery.tables import agent, row

ENTRY = "1.3.6.1.2.1.47.1.1.1.1"
ALIAS = "1.3.6.1.2.1.47.1.3.2.1.2"
CHASSIS, PORT, STACK = 3, 10, 11


async def test_a_part_has_all_that_its_row_says() -> None:
    objects = row(
        ENTRY, "5", c2=b"24-port switch", c4=1, c5=CHASSIS, c6=2, c7=b"Switch 1", c8=b"V04", c9=b"1.2", c10=b"16.12",
        c11=b"FOC1", c12=b"Cisco", c13=b"C9300-24T", c14=b"core", c15=b"A-17", c16=1,
    )  # fmt: skip
    reader, _ = agent(objects)
    assert await read_entities(reader) == (
        Entity(
            index=5, parent=1, position=2, kind="chassis", descr="24-port switch", name="Switch 1", model="C9300-24T",
            serial="FOC1", hardware="V04", firmware="1.2", software="16.12", vendor="Cisco", alias="core",
            asset="A-17", is_fru=True,
        ),
    )  # fmt: skip


async def test_a_port_knows_its_interface_and_only_ports_make_us_ask() -> None:
    objects = row(ENTRY, "8", c5=PORT) | {f"{ALIAS}.8.0": "1.3.6.1.2.1.2.2.1.1.10101", f"{ALIAS}.8.1": "0.0"}
    reader, _ = agent(objects)
    assert [e.if_index for e in await read_entities(reader)] == [10101]
    reader, client = agent(row(ENTRY, "8", c5=CHASSIS))
    await read_entities(reader)
    assert ALIAS not in client.asked


async def test_agents_with_few_columns_are_read_by_what_they_have() -> None:
    reader, _ = agent(row(ENTRY, "2", c2=b"Fan 1", c7=b"fan") | row(ENTRY, "1", c7=b"slot"))
    assert [(e.index, e.name, e.kind) for e in await read_entities(reader)] == [(1, "slot", ""), (2, "fan", "")]


async def test_a_position_that_means_unknown_is_none() -> None:
    reader, _ = agent(row(ENTRY, "1", c4=0, c5=CHASSIS, c6=-1))
    assert [(e.parent, e.position) for e in await read_entities(reader)] == [(None, None)]


async def test_an_agent_without_entities_is_asked_once() -> None:
    reader, client = agent({})
    assert await read_entities(reader) == ()
    assert len(client.asked) == 6


def test_a_stack_has_the_serials_of_all_its_members() -> None:
    stack = Entity(index=1, kind="stack", serial="none")
    members = [Entity(index=i, parent=1, kind="chassis", serial=f"S{i}", model="X" if i == 3 else "") for i in (2, 3)]
    assert chassis_of((stack, *members)) == Chassis(model="X", serial="S2", serials=("S2", "S3"))


def test_what_is_contained_in_nothing_stands_for_a_missing_chassis() -> None:
    assert chassis_of((Entity(index=1, kind="module", serial="S1", vendor="V"),)).maker == "V"
    assert chassis_of(()) == Chassis()
