"""The XML that versions 3 and 4 of The Dude exported.

Nobody wrote that format down, and releases differ: a thing is an element named after its class, and what it says stands
in elements inside it or in attributes. What is looked for are the names of the fields that the database has too
(`sys-id`, `mapID`, `itemX`, `linkFrom`, ...), in whatever spelling; everything else is passed over.
"""

from __future__ import annotations

import ipaddress
import math
import re
from xml.etree import ElementTree as ET

from nocscape.base.errors import InputError
from nocscape.base.i18n import tr
from nocscape.base.text import one_line
from nocscape.console.map.exchange.graph import Graph, GraphNode, check_size, side_by_side

Record = dict[str, str]

_SELF = ("sysid", "id", "objectid", "self")
_NAME = ("sysname", "name", "title")
_ADDRESS = ("addresses", "address", "ipaddress", "ip", "dnsnames")
_MAP, _ITEM, _X, _Y = ("mapid", "map"), ("itemid", "item"), ("itemx", "x"), ("itemy", "y")
_FROM, _TO = ("linkfrom", "from"), ("linkto", "to")
_DEVICE_KIND = "15"
_MOST_FIELDS, _MOST_TEXT = 400, 120
_PLAIN = re.compile(r"[^a-z0-9]")


def is_of_the_dude(root: ET.Element) -> bool:
    """Whether an XML file has a thing of The Dude in it: a device, or an element of a map."""
    return any(_is_device(record) or _is_element(record) for record in _records(root))


def read(root: ET.Element) -> Graph:
    """All maps side by side, each as a group where there are several. Raises InputError where none is in it."""
    records = _records(root)
    devices = {_of(one, _SELF): one for one in records if _is_device(one)}
    elements = {_of(one, _SELF): one for one in records if _is_element(one)}
    placed = {key: one for key, one in elements.items() if _of(one, _ITEM) in devices}
    if not placed:
        raise InputError(_what_is_missing(devices, elements))
    check_size(len(placed), len(elements))
    titles = {_of(one, _SELF): _of(one, _NAME) for one in records if _plain(one[""]) in ("networkmap", "map")}
    lefts = side_by_side((_of(one, _MAP), _number(_of(one, _X))) for one in placed.values())
    nodes: dict[str, GraphNode] = {}
    for one in placed.values():
        device, shown_on = _of(one, _ITEM), _of(one, _MAP)
        group = titles.get(shown_on, "") if len(lefts) > 1 else ""
        nodes.setdefault(device, _node(devices[device], one, lefts[shown_on], group))
    ends = ((_of(one, _FROM), _of(one, _TO)) for one in elements.values())
    links = ((_of(placed[a], _ITEM), _of(placed[b], _ITEM)) for a, b in ends if a in placed and b in placed)
    return Graph(tuple(nodes.values()), tuple((f"dude-{a}", f"dude-{b}") for a, b in links))


def _node(device: Record, element: Record, left: float, group: str) -> GraphNode:
    address = _address(_of(device, _ADDRESS))
    return GraphNode(
        key=f"dude-{_of(device, _SELF)}",
        name=_of(device, _NAME) or address,
        address=address,
        group=group,
        x=_number(_of(element, _X)) + left,
        y=_number(_of(element, _Y)),
    )


def _what_is_missing(devices: dict[str, Record], elements: dict[str, Record]) -> str:
    if devices and not elements:
        return tr("The export of The Dude lists {count} devices and no map; export the maps, too.", count=len(devices))
    if elements and not devices:
        return tr("The export of The Dude holds maps and no devices; export the devices, too.")
    return tr("The file is not an export of The Dude.")


# -- records ----------------------------------------------------------------------------------------------------------


def _records(root: ET.Element) -> list[Record]:
    """Every element that says something about itself: its fields by plain name, and its own name under an empty one."""
    return [record for element in root.iter() if len(record := _record(element)) > 1]


def _record(element: ET.Element) -> Record:
    record = {"": element.tag}
    record |= {_plain(key): one_line(value, _MOST_TEXT).strip() for key, value in element.attrib.items()}
    for field in element[:_MOST_FIELDS]:
        if not len(field) and (value := field.text or field.get("value")):
            record.setdefault(_plain(field.tag), one_line(value, _MOST_TEXT).strip())
    return record


def _plain(name: str) -> str:
    return _PLAIN.sub("", name[:_MOST_TEXT].casefold())


def _of(record: Record, names: tuple[str, ...]) -> str:
    return next((record[name] for name in names if record.get(name)), "")


def _is_device(record: Record) -> bool:
    is_named = _plain(record[""]) == "device" or record.get("systype") == _DEVICE_KIND
    return is_named and bool(_of(record, _SELF)) and not _is_element(record)


def _is_element(record: Record) -> bool:
    return bool(_of(record, _MAP)) and bool(_of(record, _ITEM) or (_of(record, _FROM) and _of(record, _TO)))


def _address(text: str) -> str:
    """The first address of a list; numbers are those of the database, their lowest byte being the first."""
    for word in re.split(r"[\s,;]+", text):
        try:
            if word.isascii() and word.isdigit():
                return str(ipaddress.IPv4Address(int(word).to_bytes(4, "little")))
            return str(ipaddress.ip_address(word))
        except (ValueError, OverflowError):
            continue
    return ""


def _number(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        return 0.0
    if not math.isfinite(value):
        return 0.0
    return value - (1 << 32) if (1 << 31) <= value < (1 << 32) else value
