"""Tables of whom a device hears, and of the protocols that it takes part in."""

from __future__ import annotations

from ipaddress import ip_address

from tests.recordings.document import Document, Row, Tables

_BGP_PEER = {
    "bgpPeerRemoteAs": "remote_as",
    "bgpPeerState": "state",
    "bgpPeerAdminStatus": "admin",
    "bgpLocalAs": "local_as",
    "bgpPeerFsmEstablishedTime": "established_s",
    "bgpPeerInUpdates": "in_updates",
    "bgpPeerOutUpdates": "out_updates",
}
_OSPF = {"ospfNbrIpAddr": "address", "ospfNbrRtrId": "router_id", "ospfNbrState": "state"}
_STP_PORT = {"port_index": "number", "state": "state", "pathCost": "cost", "ifIndex": "if_index"}
_VLAN = {"vlan_vlan": "id", "vlan_name": "name"}


def tables(device: Document) -> Tables:
    """Everything that one device says of its neighbours."""
    return {
        "links": _links(device),
        "vlans": [_renamed(v, _VLAN) | {"vlan_name": v["name"] or f"VLAN {v['id']}"} for v in device["vlans"]],
        "bgpPeers": [_bgp_peer(peer) for peer in device["bgp_peers"]],
        "ospf_nbrs": [_renamed(n, _OSPF) for n in device["ospf_neighbours"] if n["version"] == 2],
        "ports_stp": [
            _renamed(port, _STP_PORT) | {"vlan": tree["vlan"]}
            for tree in device["stp"]
            if tree["instance"] is None
            for port in tree["ports"]
            if port["state"] != "disabled"
        ],
    }


def _renamed(said: Document, names: dict[str, str]) -> Row:
    return {theirs: said[ours] for theirs, ours in names.items()}


def _links(device: Document) -> list[Row]:
    """Announcements at a known port; the table leaves out what another protocol has told already."""
    rows: list[Row] = []
    told_by: dict[tuple[str, str, str], str] = {}
    for seen in device["neighbours"]:
        same = (seen["interface"], seen["name"].casefold(), seen["port"].casefold())
        if seen["interface"] and told_by.setdefault(same, seen["source"]) == seen["source"]:
            row = {"ifName": seen["interface"], "remote_hostname": seen["name"], "remote_port": seen["port"]}
            rows.append(row | {"protocol": seen["source"]})
    return rows


def _bgp_peer(peer: Document) -> Row:
    """The table writes addresses out, but of sessions whose own end it does not know; its keys are compared as text."""
    row = _renamed(peer, _BGP_PEER)
    row["bgpPeerIdentifier"] = ip_address(peer["address"]).exploded if peer["local_address"] else peer["address"]
    row["bgpLocalAddr"] = ip_address(peer["local_address"] or "0.0.0.0").exploded  # noqa: S104
    return row
