"""What each source of evidence makes of tables as its MIB lays them out."""

from __future__ import annotations

from msgspec.structs import replace

from nocscape.discovery.neighbours import (
    arp,
    bgp,
    cdp,
    edp,
    fdb,
    fdp,
    isis,
    lag,
    lldp,
    nd,
    ndp,
    ospf,
    ospfv3,
    routes,
    stp,
)
from nocscape.model.net import Interface, Vlan
from nocscape.topology.observations import (
    AddressEntry,
    AnnouncedPort,
    FdbEntry,
    IdType,
    LocalPort,
    NextHop,
    RawId,
)
from nocscape.topology.ports import Ports
from nocscape.wire.snmp import SnmpValue
from tests.unit.discovery.tables import agent, reading, row

MAC, FAR = b"\x00\x1b\x21\x0a\x0b\x0c", b"\x00\x1b\x21\x0d\x0e\x0f"
MAC_TEXT, FAR_TEXT = "00:1b:21:0a:0b:0c", "00:1b:21:0d:0e:0f"
MAC_INDEX = "0.27.33.10.11.12"
PORTS: dict[str, SnmpValue] = {"1.3.6.1.2.1.17.1.4.1.2.7": 10_107}
ETHERNET = [Interface(key=f"Gi0/{n}", if_index=n, name=f"Gi0/{n}", type=6) for n in (1, 2, 3)]


async def test_addresses_learned_on_ports_are_told_with_their_vlan() -> None:
    told = {
        **row("1.3.6.1.2.1.17.7.1.2.2.1", f"5.{MAC_INDEX}", c2=7, c3=3),
        **row("1.3.6.1.2.1.17.7.1.2.2.1", "5.0.27.33.13.14.15", c2=8, c3=4),
        **row("1.3.6.1.2.1.17.7.1.2.2.1", "6.0.27.33.13.14.15", c2=8, c3=2),
        "1.3.6.1.2.1.17.7.1.4.2.1.3.0.100": 5,
        **PORTS,
    }
    found = await fdb.read(agent(told)[0], reading())
    assert found is not None
    assert found[0].entries == (FdbEntry(MAC_TEXT, 10_107, 100), FdbEntry(FAR_TEXT, -8, 100, True))


async def test_a_database_that_vlans_share_tells_no_vlan() -> None:
    told = {
        **row("1.3.6.1.2.1.17.7.1.2.2.1", f"5.{MAC_INDEX}", c2=7, c3=3),
        "1.3.6.1.2.1.17.7.1.4.2.1.3.0.100": 5,
        "1.3.6.1.2.1.17.7.1.4.2.1.3.0.101": 5,
    }
    found = await fdb.read(agent(told)[0], reading())
    assert found is not None
    assert found[0].entries[0].vlan is None


async def test_junos_says_elsewhere_which_vlan_a_database_is_of() -> None:
    learned = row("1.3.6.1.2.1.17.7.1.2.2.1", f"65536.{MAC_INDEX}", c2=7, c3=3)
    newer = row("1.3.6.1.4.1.2636.3.48.1.3.1.1", "3", c3=100, c5=65_536)
    older = row("1.3.6.1.4.1.2636.3.40.1.5.1.5.1", "65536", c5=100)
    for names in (newer, older):
        found = await fdb.read(agent(learned | names)[0], reading())
        assert found is not None
        assert found[0].entries == (FdbEntry(MAC_TEXT, -7, 100),)


async def test_a_bridge_a_vlan_is_asked_vlan_by_vlan() -> None:
    vtp: dict[str, SnmpValue] = {"1.3.6.1.4.1.9.9.46.1.3.1.1.4.1.20": b"office"}
    in_20 = {**row("1.3.6.1.2.1.17.4.3.1", MAC_INDEX, c2=7, c3=3), **PORTS}
    base: dict[str, SnmpValue] = {"1.3.6.1.2.1.17.1.2.0": 4, **vtp}
    here = reading(vlans=[Vlan(20, type="ethernet", state="operational"), Vlan(1002, type="fddi")])
    found = await fdb.read(agent(base, {"public@20": in_20})[0], here)
    assert found is not None
    assert found[0].entries == (FdbEntry(MAC_TEXT, 10_107, 20),)


async def test_a_bridge_that_is_silent_to_vlan_communities_is_asked_once() -> None:
    told = {**row("1.3.6.1.2.1.17.4.3.1", MAC_INDEX, c2=7, c3=3), "1.3.6.1.4.1.9.9.46.1.3.1.1.4.1.20": b"office"}
    here = reading(vlans=[Vlan(n, type="ethernet") for n in range(20, 40)])
    found = await fdb.read(agent(told)[0], here)
    assert found is not None
    assert found[0].entries == (FdbEntry(MAC_TEXT, -7),)


async def test_a_spanning_tree_is_told_with_its_ports() -> None:
    told: dict[str, SnmpValue] = {
        "1.3.6.1.2.1.17.1.1.0": MAC,
        "1.3.6.1.2.1.17.2.2.0": 32_768,
        "1.3.6.1.2.1.17.2.5.0": b"\x10\x00" + FAR,
        "1.3.6.1.2.1.17.2.7.0": 7,
        "1.3.6.1.2.1.17.2.16.0": 2,
        **row(
            "1.3.6.1.2.1.17.2.15.1",
            "7",
            c3=2,
            c4=1,
            c5=65_535,
            c6=b"\x10\x00" + FAR,
            c8=b"\x20\x00" + FAR,
            c9=b"\x80\x03",
            c11=200_000,
        ),
        **row("1.3.6.1.2.1.17.2.15.1", "9", c3=5, c4=2),
        **PORTS,
    }
    found = await stp.read(agent(told)[0], reading())
    assert found is not None
    tree, (blocked, off) = found[0], found[0].ports
    assert (tree.bridge, tree.root, tree.root_port, tree.protocol) == (MAC_TEXT, FAR_TEXT, 7, "rstp")
    assert (blocked.if_index, blocked.state, blocked.cost, blocked.designated_port) == (10_107, "blocking", 200_000, 3)
    assert blocked.designated_bridge == FAR_TEXT
    assert (off.if_index, off.state) == (None, "disabled")


async def test_mst_instances_are_trees_of_their_own() -> None:
    mstp = "1.3.111.2.802.1.1.6.1"
    told: dict[str, SnmpValue] = {
        **row(f"{mstp}.2.1", "1.4", c3=b"\x80\x04" + MAC, c7=b"\x10\x04" + FAR, c8=2000, c9=7),
        **row(f"{mstp}.4.1", "1.4.7", c5=5, c7=2000, c10=b"\x10\x04" + FAR, c11=3),
        **row(f"{mstp}.4.1", "1.5.7", c5=4),
        **PORTS,
    }
    found = await stp.read(agent(told)[0], reading())
    assert found is not None
    (tree,) = found
    assert (tree.instance, tree.bridge, tree.priority, tree.root, tree.root_port) == (4, MAC_TEXT, 0x8004, FAR_TEXT, 7)
    (port,) = tree.ports
    assert (port.if_index, port.state, port.designated_bridge, port.designated_port) == (
        10_107,
        "blocking",
        FAR_TEXT,
        3,
    )


async def test_addresses_are_resolved_from_the_newer_table_and_the_older() -> None:
    new = {
        **row("1.3.6.1.2.1.4.35.1", "3.1.4.10.0.0.9", c4=MAC, c6=3),
        **row("1.3.6.1.2.1.4.35.1", "3.2.16.254.128.0.0.0.0.0.0.0.0.0.0.0.0.0.9", c4=FAR, c6=3),
        **row("1.3.6.1.2.1.4.35.1", "3.1.4.10.0.0.8", c4=MAC, c6=2),
    }
    old = row("1.3.6.1.2.1.4.22.1", "3.10.0.0.7", c2=MAC, c4=3)
    v4, v6 = await arp.read(agent(new | old)[0], reading()), await nd.read(agent(new)[0], reading())
    older = await arp.read(agent(old)[0], reading())
    assert v4 is not None
    assert v6 is not None
    assert older is not None
    assert v4[0].entries == (AddressEntry("10.0.0.9", MAC_TEXT, 3),)
    assert v6[0].entries == (AddressEntry("fe80::9", FAR_TEXT, 3),)
    assert older[0].entries == (AddressEntry("10.0.0.7", MAC_TEXT, 3),)


async def test_older_ipv6_tables_are_understood() -> None:
    ipv6_mib = row("1.3.6.1.2.1.55.1.12.1", "3.254.128.0.0.0.0.0.0.0.0.0.0.0.0.0.9", c2=FAR, c3=2)
    valid = row("1.3.6.1.2.1.55.1.12.1", "3.254.128.0.0.0.0.0.0.0.0.0.0.0.0.0.9", c2=FAR, c3=3)
    cisco = row("1.3.6.1.4.1.9.10.86.1.1.3.1", "3.2.16.254.128.0.0.0.0.0.0.0.0.0.0.0.0.0.9", c3=FAR, c5=3)
    assert await nd.read(agent(ipv6_mib)[0], reading()) is None
    for told in (valid, cisco):
        found = await nd.read(agent(told)[0], reading())
        assert found is not None
        assert found[0].entries == (AddressEntry("fe80::9", FAR_TEXT, 3),)


async def test_bundles_are_told_by_lacp_by_pagp_and_by_layers() -> None:
    bundle = Interface(key="Po1", if_index=50, name="Po1", type=161)
    vlan = Interface(key="Vlan1", if_index=60, name="Vlan1", type=53)
    lacp = {
        "1.2.840.10006.300.43.1.2.1.1.13.1": 50,
        "1.2.840.10006.300.43.1.2.1.1.13.2": 50,
        "1.2.840.10006.300.43.1.2.1.1.13.3": 3,
        **row("1.2.840.10006.300.43.1.1.1.1", "50", c4=MAC, c8=FAR),
    }
    pagp = {"1.3.6.1.4.1.9.9.98.1.1.1.1.8.1": 50, "1.3.6.1.4.1.9.9.98.1.1.1.1.8.2": 50}
    layers = {f"1.3.6.1.2.1.31.1.2.1.3.{pair}": 1 for pair in ("50.1", "50.2", "60.50", "0.60", "60.3")}
    for told in (lacp, pagp, layers):
        found = await lag.read(agent(told)[0], reading(*ETHERNET, bundle, vlan))
        assert found is not None
        assert [(a.if_index, a.members) for a in found] == [(50, (1, 2))]
    both = await lag.read(agent(lacp)[0], reading(*ETHERNET, bundle))
    assert both is not None
    assert (both[0].actor, both[0].partner) == (MAC_TEXT, FAR_TEXT)


async def test_ospf_neighbours_are_told_with_the_port_that_faces_them() -> None:
    facing = replace(ETHERNET[0], addresses=("10.1.0.1/30",))
    told = {
        "1.3.6.1.2.1.14.1.1.0": "192.0.2.1",
        **row("1.3.6.1.2.1.14.10.1", "10.1.0.2.0", c3="192.0.2.2", c5=1, c6=8),
        "1.3.6.1.2.1.14.7.1.3.10.1.0.1.0": "0.0.0.7",
    }
    found = await ospf.read(agent(told)[0], reading(facing))
    assert found is not None
    (one,) = found
    assert (one.peer, one.address, one.state, one.area) == ("192.0.2.2", "10.1.0.2", "full", "0.0.0.7")
    assert (one.if_index, one.local_address, one.raw["ospfRouterId"]) == (1, "10.1.0.1", "192.0.2.1")


async def test_ospf_that_runs_without_neighbours_is_spoken_all_the_same() -> None:
    for read, root in ((ospf.read, "1.3.6.1.2.1.14.1"), (ospfv3.read, "1.3.6.1.2.1.191.1.1")):
        assert await read(agent({f"{root}.2.0": 1})[0], reading()) == []
        assert await read(agent({f"{root}.2.0": 2})[0], reading()) is None


async def test_ospfv3_neighbours_are_numbered_and_named() -> None:
    told = row("1.3.6.1.2.1.191.1.9.1", "3.0.3221225986", c5=b"\xfe\x80" + b"\0" * 13 + b"\2", c7=1, c8=8)
    found = await ospfv3.read(agent(told)[0], reading())
    assert found is not None
    assert (found[0].peer, found[0].address, found[0].if_index, found[0].state) == ("192.0.2.2", "fe80::2", 3, "full")


async def test_isis_adjacencies_name_systems_as_routers_do() -> None:
    told = {
        **row("1.3.6.1.2.1.138.1.6.1.1", "4.1", c2=3, c5=2, c6=b"\x01\x00\x00\x00\x00\x02"),
        "1.3.6.1.2.1.138.1.3.2.1.2.4": 17,
        "1.3.6.1.2.1.138.1.6.3.1.3.4.1.1": b"\x0a\0\0\2",
    }
    found = await isis.read(agent(told)[0], reading())
    assert found is not None
    (one,) = found
    assert (one.peer, one.address, one.if_index, one.state) == ("0100.0000.0002", "10.0.0.2", 17, "up")


async def test_bgp_peers_are_told_once_whatever_mibs_know_them() -> None:
    cisco = "1.3.6.1.4.1.9.9.187.1.2.5.1"
    told = {
        "1.3.6.1.2.1.15.2.0": 65_000,
        **row("1.3.6.1.2.1.15.3.1", "10.0.0.2", c2=6, c3=2, c5="10.0.0.1", c9=23_456),
        **row("1.3.6.1.2.1.15.3.1", "0.0.0.0", c2=1, c3=2, c9=0),  # noqa: S104
        **row(cisco, "1.4.10.0.0.2", c3=6, c4=2, c6=b"\x0a\0\0\1", c11=4_200_000_000),
        **row(cisco, "2.16.254.128.0.0.0.0.0.0.0.0.0.0.0.0.0.2", c3=3, c4=1, c11=65_001),
    }
    found = await bgp.read(agent(told)[0], reading())
    assert found is not None
    assert [(p.address, p.state, p.raw["admin"], p.remote_as, p.local_as) for p in found] == [
        ("10.0.0.2", "established", "start", 4_200_000_000, 65_000),
        ("fe80::2", "active", "stop", 65_001, 65_000),
    ]
    assert found[0].local_address == "10.0.0.1"


async def test_bgp_peers_of_vendors_are_found_by_their_own_indexes() -> None:
    juniper, huawei = "1.3.6.1.4.1.2636.5.1.1.2.1.1.1", "1.3.6.1.4.1.2011.5.25.177.1.1.2.1"
    nokia, arista = "1.3.6.1.4.1.6527.3.1.2.14.4.7.1", "1.3.6.1.4.1.30065.4.1.1.2.1"
    peer = b"\x04\x04\x04\x02"
    for told in (
        row(juniper, "9.1.4.4.4.1.1.4.4.4.2", c2=6, c3=2, c11=peer, c13=65_001),
        row(huawei, "0.1.1.1.4.4.4.4.2", c2=65_001, c5=6, c11=2),
        row(nokia, "1.1.4.4.4.4.2", c6=2, c59=6, c66=65_001),
        row(arista, "1.1.4.4.4.4.2", c10=65_001, c12=2, c13=6),
    ):
        found = await bgp.read(agent(told)[0], reading())
        assert found is not None
        assert [(p.address, p.state, p.remote_as) for p in found] == [("4.4.4.2", "established", 65_001)]


async def test_gateways_are_counted_not_routes() -> None:
    default, inner = "1.4.0.0.0.0.0.2.0.0.1.4.10.0.0.254", "1.4.10.9.0.0.16.2.0.0.1.4.10.0.0.254"
    told = {
        **row("1.3.6.1.2.1.4.24.7.1", default, c7=3, c9=3),
        **row("1.3.6.1.2.1.4.24.7.1", inner, c7=3, c9=13),
        **row("1.3.6.1.2.1.4.24.7.1", "1.4.10.0.0.0.24.2.0.0.1.4.0.0.0.0", c7=3, c9=2),
    }
    found = await routes.read(agent(told)[0], reading())
    assert found is not None
    assert found[0].hops == (NextHop("10.0.0.254", 3, 2, True),)


async def test_older_route_tables_are_understood() -> None:
    cidr = row("1.3.6.1.2.1.4.24.4.1", "0.0.0.0.0.0.0.0.0.10.0.0.254", c5=3, c7=3)
    oldest = row("1.3.6.1.2.1.4.21.1", "0.0.0.0", c2=3, c7="10.0.0.254", c9=3)  # noqa: S104
    for told in (cidr, oldest):
        found = await routes.read(agent(told)[0], reading())
        assert found is not None
        assert found[0].hops == (NextHop("10.0.0.254", 3, 1, True, "netmgmt"),)


async def test_extreme_neighbours_are_named_by_slot_and_port() -> None:
    neighbour = f"1005.128.0.{MAC_INDEX}"
    told = {
        **row("1.3.6.1.4.1.1916.1.13.2.1", neighbour, c3=b"far-1", c4=b"15.3", c5=2, c6=7),
        **row("1.3.6.1.4.1.1916.1.13.3.1", f"{neighbour}.3.77.103.116", c3="10.0.0.5"),
    }
    found = await edp.read(agent(told)[0], reading())
    assert found is not None
    (one,) = found
    assert one.local == LocalPort(if_index=1005)
    assert one.chassis == RawId(IdType.MAC, MAC_TEXT)
    assert (one.port, one.sys_name, one.addresses) == (RawId(IdType.INTERFACE_NAME, "2:7"), "far-1", ("10.0.0.5",))


async def test_foundry_hears_its_own_and_cisco() -> None:
    cache = "1.3.6.1.4.1.1991.1.1.3.20.1.2.1.1"
    told = {
        **row(cache, "5.1", c3=b"far-1", c5=b"\x0a\0\0\5", c7=b"ethernet1/1/3", c9=b"Router Switch", c10=1),
        **row(cache, "5.2", c3=b"far-2(FOC1234567)", c7=b"Gi0/1", c10=2),
    }
    found = await fdp.read(agent(told)[0], reading())
    assert found is not None
    assert [(n.source, n.sys_name, n.addresses) for n in found] == [
        ("fdp", "far-1", ("10.0.0.5",)),
        ("cdp", "far-2", ()),
    ]
    assert found[0].capabilities == ("router", "bridge")
    assert await fdp.read(agent({"1.3.6.1.4.1.1991.1.1.3.20.1.3.1.0": 1})[0], reading()) == []


async def test_nortel_neighbours_are_heard_on_slot_and_port() -> None:
    topology = "1.3.6.1.4.1.45.1.6.13.2.1.1"
    told = {
        **row(topology, "0.0.10.0.0.1.0", c5=MAC, c6=1),
        **row(topology, "1.24.10.0.0.2.258", c5=FAR, c6=1),
    }
    found = await ndp.read(agent(told)[0], reading())
    assert found is not None
    (one,) = found
    assert one.local == LocalPort(id=RawId(IdType.INTERFACE_NAME, "1/24"))
    assert (one.port, one.addresses) == (RawId(IdType.INTERFACE_NAME, "1/2"), ("10.0.0.2",))


async def test_lldp_that_counts_by_interface_and_destination_is_read_too() -> None:
    columns: dict[str, SnmpValue] = {
        "c5": 4,
        "c6": FAR,
        "c7": 5,
        "c8": b"ethernet1/1",
        "c10": b"far-1\0rest",
        "c13": b"\x20",
    }
    v2 = {
        **row("1.3.111.2.802.1.1.13.1.4.1.1", "77.12.1.5", **columns),
        **row("1.3.111.2.802.1.1.13.1.4.1.1", "77.12.2.6", **columns),
        **row("1.3.111.2.802.1.1.13.1.4.2.1", "77.12.1.5.1.4.10.0.0.5", c3=2),
        **row("1.3.111.2.802.1.1.13.1.4.2.1", "77.12.2.6.1.4.10.0.0.5", c3=2),
    }
    nokia = row("1.3.6.1.4.1.6527.3.1.2.59.4.1.1", "77.12.1.5", c4=4, c5=FAR, c6=5, c7=b"ethernet1/1", c9=b"far-1")
    for told in (v2, nokia):
        found = await lldp.read(agent(told)[0], reading())
        assert found is not None
        (one,) = found
        assert (one.local, one.chassis, one.sys_name) == (
            LocalPort(if_index=12),
            RawId(IdType.MAC, FAR_TEXT),
            "far-1",
        )
    found = await lldp.read(agent(v2)[0], reading())
    assert found is not None
    assert (found[0].addresses, found[0].capabilities) == (("10.0.0.5",), ("bridge",))


async def test_an_lldp_neighbour_has_all_its_management_addresses_at_a_port_that_is_numbered_otherwise() -> None:
    v6 = ".".join(str(octet) for octet in bytes.fromhex("20010db8000000000000000000000007"))
    told = {
        **row("1.0.8802.1.1.2.1.4.1.1", "9.3.1", c4=4, c5=FAR, c6=3, c7=FAR, c8=b"uplink", c9=b"far-1", c12=b"\x28"),
        **row("1.0.8802.1.1.2.1.4.2.1", "9.3.1.1.4.10.0.0.7", c3=2),
        **row("1.0.8802.1.1.2.1.4.2.1", "9.3.1.1.4.10.9.0.7", c3=2),
        **row("1.0.8802.1.1.2.1.4.2.1", f"0.3.1.2.16.{v6}", c3=2),
    }
    own = AnnouncedPort(number=3, id=RawId(IdType.INTERFACE_NAME, "Gi0/2"))
    found = await lldp.read(agent(told)[0], reading(*ETHERNET, announced=[own]))
    assert found is not None
    (one,) = found
    assert sorted(one.addresses) == ["10.0.0.7", "10.9.0.7", "2001:db8::7"]
    assert (one.local.number, one.local.id) == (3, own.id)
    assert Ports(ETHERNET, [own]).local(one.local).key == "Gi0/2"


async def test_a_name_longer_than_any_name_is_none() -> None:
    told = row("1.3.6.1.4.1.9.9.23.1.2.1.1", "5.1", c6=b"far-1", c17=b"x" * 300)
    found = await cdp.read(agent(told)[0], reading())
    assert found is not None
    assert found[0].sys_name == "far-1"
