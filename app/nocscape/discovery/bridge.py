"""What the readers of bridges share: port numbers, and the instances that Cisco keeps for each VLAN."""

from __future__ import annotations

from msgspec.structs import replace

from nocscape.discovery import values
from nocscape.discovery.agent import Agent
from nocscape.discovery.objects import INTEGER, column
from nocscape.model.net import Inventory
from nocscape.wire.snmp import SnmpError, in_vlan

ROOT = "1.3.6.1.2.1.17"
MOST_INSTANCES = 64
"""VLANs that are asked one by one; each costs several requests."""
_MOST_PORTS = 4_096
_BASE_PORTS = (column("1.3.6.1.2.1.17.1.4.1", 2, INTEGER),)  # dot1dBasePortIfIndex
_CISCO_VTP = "1.3.6.1.4.1.9.9.46"

PortMap = dict[int, int]
"""ifIndex by bridge port."""


async def port_map(agent: Agent) -> PortMap:
    """dot1dBasePortTable; empty where the bridge does not say."""
    table = await agent.shared_table(_BASE_PORTS, most_rows=_MOST_PORTS)
    return {int(i): port for i, (port,) in table.rows() if i.isdigit() and isinstance(port, int) and port > 0}


def if_index_of(ports: PortMap, port: int) -> int:
    """The port's ifIndex; where the bridge does not map it, its number negated."""
    return ports.get(port, -port)


async def vlan_instances(agent: Agent, inventory: Inventory) -> list[tuple[int, Agent]]:
    """An agent for each VLAN of a device that keeps BRIDGE-MIB once a VLAN (Cisco); empty for all others.

    The instance is another community or context, which not every such device has been told to answer to: one silence
    is enough not to ask again.
    """
    if agent.lacks(ROOT) or agent.lacks(_CISCO_VTP):
        return []
    numbers = [v.id for v in inventory.vlans if v.type == "ethernet" and v.state in ("", "operational")]
    instances = [(number, _instance(agent, number)) for number in numbers[:MOST_INSTANCES]]
    return instances if instances and await _answers(instances[-1][1]) else []


def _instance(agent: Agent, vlan: int) -> Agent:
    credential = in_vlan(agent.target.credential, vlan)
    return Agent(agent.client, replace(agent.target, credential=credential, retries=0))


async def _answers(instance: Agent) -> bool:
    try:
        await port_map(instance)
    except SnmpError:
        return False
    return True


def bridge_mac(bridge_id: object) -> str:
    """The address in a BridgeId of priority and MAC address."""
    return values.mac(bridge_id[2:]) if isinstance(bridge_id, bytes) and len(bridge_id) == 8 else ""


def bridge_priority(bridge_id: object) -> int | None:
    """The priority in a BridgeId."""
    return int.from_bytes(bridge_id[:2], "big") if isinstance(bridge_id, bytes) and len(bridge_id) == 8 else None
