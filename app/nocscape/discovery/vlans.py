"""The VLANs that a device knows: Q-BRIDGE-MIB, CISCO-VTP-MIB, and the tables of vendors that have neither."""

from __future__ import annotations

from nocscape.discovery import values
from nocscape.discovery.agent import Agent
from nocscape.discovery.objects import INTEGER, column
from nocscape.model.net import Vlan
from nocscape.wire.snmp import SnmpValue

ROOTS = (
    "1.3.6.1.2.1.17.7.1.4",
    "1.3.111.2.802.1.1.4",
    "1.3.6.1.4.1.9.9.46",
    "1.3.6.1.4.1.1916.1.2",
    "1.3.6.1.4.1.1991.1.1.3.2",
    "1.3.6.1.4.1.2011.5.25.42",
    "1.3.6.1.4.1.2272.1.3",
    "1.3.6.1.4.1.2636.3",
    "1.3.6.1.4.1.6486.800.1.2.1.3",
    "1.3.6.1.4.1.25506.8.35",
)
MOST_VLANS = 4_096
_LAST_VLAN = 4095
"""The last one is reserved (IEEE 802.1Q table 9-2), and some bridges list it for their own use."""
_VTP = "1.3.6.1.4.1.9.9.46.1.3.1.1"
_VTP_VLANS = (column(_VTP, 2, INTEGER), column(_VTP, 3, INTEGER), column(_VTP, 4))  # vtpVlanState, Type, Name
_VTP_DOMAIN = (column("1.3.6.1.4.1.9.9.46.1.2.1.1", 2),)  # managementDomainName
_VTP_STATES = {1: "operational", 2: "suspended", 3: "mtuTooBigForDevice", 4: "mtuTooBigForTrunk"}
_VTP_TYPES = {1: "ethernet", 2: "fddi", 3: "tokenRing", 4: "fddiNet", 5: "trNet"}

_BY_NAME = (
    column("1.3.6.1.2.1.17.7.1.4.3.1", 1),  # dot1qVlanStaticName
    column("1.3.111.2.802.1.1.4.1.4.3.1", 3),  # ieee8021QBridgeVlanStaticName
    column("1.3.6.1.4.1.2272.1.3.2.1", 2),  # rcVlanName (RAPID-CITY)
    column("1.3.6.1.4.1.1991.1.1.3.2.7.1", 21),  # snVLanByPortCfgVLanName (FOUNDRY-SN-SWITCH-GROUP-MIB)
    column("1.3.6.1.4.1.2011.5.25.42.3.1.1.1.1", 17),  # hwL2VlanName (HUAWEI-L2VLAN-MIB)
    column("1.3.6.1.4.1.25506.8.35.2.1.1.1", 2),  # hh3cdot1qVlanName (HH3C-SPLAT-VLAN-MIB)
    column("1.3.6.1.4.1.6486.800.1.2.1.3.1.1.1.1.1", 2),  # vlanDescription (ALCATEL-IND1-VLAN-MGR-MIB)
)
"""Names in tables whose index ends with the VLAN's number."""
_L2ALD, _EX, _EXTREME = "1.3.6.1.4.1.2636.3.48.1.3.1.1", "1.3.6.1.4.1.2636.3.40.1.5.1.5.1", "1.3.6.1.4.1.1916.1.2.1.2.1"
_BY_TAG = (
    (column(_L2ALD, 3, INTEGER), column(_L2ALD, 2)),  # jnxL2aldVlanTag, Name (JUNIPER-L2ALD-MIB)
    (column(_EX, 5, INTEGER), column(_EX, 2)),  # jnxExVlanTag, Name (JUNIPER-VLAN-MIB)
    (column(_EXTREME, 10, INTEGER), column(_EXTREME, 2)),  # extremeVlanIfVlanId, Descr
)
"""Number and name in tables with an index of their own."""
_CURRENT = (column("1.3.6.1.2.1.17.7.1.4.2.1", 6, INTEGER),)  # dot1qVlanStatus, by time mark and VLAN


async def read_vlans(agent: Agent) -> tuple[Vlan, ...]:
    """What the first table that has any says, by number; where it has no names, what the next one calls them."""
    found = await _vtp(agent)
    if _is_lacking(found):
        found |= await _named(agent)
    if _is_lacking(found):
        found |= await _tagged(agent)
    if not found:
        found = await _current(agent)
    return tuple(found[number] for number in sorted(found))


def _is_lacking(found: dict[int, Vlan]) -> bool:
    """Whether another table may know more: there are none yet, or none of them has a name."""
    return not any(v.name for v in found.values())


async def _vtp(agent: Agent) -> dict[int, Vlan]:
    """vtpVlanTable, by management domain and VLAN."""
    table = await agent.table(_VTP_VLANS, most_rows=MOST_VLANS)
    if not len(table):
        return {}
    domains = dict((await agent.table(_VTP_DOMAIN)).rows())
    found: dict[int, Vlan] = {}
    for index, (state, kind, name) in table.rows():
        domain, _, number = index.rpartition(".")
        if (vlan := _number(number)) is not None:
            found[vlan] = Vlan(
                id=vlan,
                name=values.text(name),
                type=_word(_VTP_TYPES, kind),
                state=_word(_VTP_STATES, state),
                domain=values.text(domains.get(domain, [None])[0]),
            )
    return found


async def _named(agent: Agent) -> dict[int, Vlan]:
    found: dict[int, Vlan] = {}
    for name in _BY_NAME:
        for index, (told,) in (await agent.table((name,), most_rows=MOST_VLANS)).rows():
            number = _number(index.rpartition(".")[2])
            if number is not None and not (number in found and found[number].name):
                found[number] = Vlan(number, values.text(told))
        if not _is_lacking(found):
            break
    return found


async def _tagged(agent: Agent) -> dict[int, Vlan]:
    found: dict[int, Vlan] = {}
    for columns in _BY_TAG:
        for _, (tag, name) in (await agent.table(columns, most_rows=MOST_VLANS)).rows():
            number = _number(str(tag))
            if number is not None:
                found[number] = Vlan(number, values.text(name))
        if found:
            break
    return found


async def _current(agent: Agent) -> dict[int, Vlan]:
    """Numbers alone, where no table has names."""
    table = await agent.table(_CURRENT, most_rows=MOST_VLANS)
    numbers = (_number(index.rpartition(".")[2]) for index, _ in table.rows())
    return {number: Vlan(number) for number in numbers if number is not None}


def _number(text: str) -> int | None:
    number = int(text) if text.isdigit() else 0
    return number if 0 < number <= _LAST_VLAN else None


def _word(words: dict[int, str], value: SnmpValue) -> str:
    return words.get(value, "") if isinstance(value, int) else ""
