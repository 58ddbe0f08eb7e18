"""Tables of what stands inside a device."""

from __future__ import annotations

from typing import Any

from tests.recordings.document import Document, Row, Tables

_DEVICE = {
    "sysObjectID": "sys_object_id",
    "sysDescr": "sys_descr",
    "sysName": "name",
    "hardware": "model",
    "version": "os_version",
    "serial": "serial",
    "os": "os",
}
_PORT = {
    "ifIndex": "if_index",
    "ifName": "name",
    "ifDescr": "descr",
    "ifAlias": "alias",
    "ifOperStatus": "oper",
    "ifAdminStatus": "admin",
    "ifSpeed": "speed_bps",
    "ifMtu": "mtu",
    "ifPhysAddress": "mac",
}
_PROCESSOR = {"processor_descr": "descr", "processor_usage": "load_percent"}
_MEMORY = {"mempool_descr": "descr", "mempool_perc": "used_percent"}
_STORAGE = {"storage_descr": "descr", "storage_perc": "used_percent"}
_SENSOR = {"sensor_class": "kind", "sensor_descr": "descr", "sensor_current": "value"}
_ENTITY = {
    "entPhysicalIndex": "index",
    "entPhysicalClass": "kind",
    "entPhysicalName": "name",
    "entPhysicalDescr": "descr",
    "entPhysicalModelName": "model",
    "entPhysicalSerialNum": "serial",
}


def tables(device: Document) -> Tables:
    """Everything about one device but its neighbours."""
    return {
        "devices": [_renamed(device, _DEVICE)],
        "ports": [_renamed(i, _PORT) for i in device["interfaces"]],
        "_raw_ifIndex": [i["if_index"] for i in device["interfaces"]],
        "ipv4_addresses": _addresses(device),
        "processors": _told(device["processors"], _PROCESSOR, "load_percent"),
        "mempools": _told(device["memory"], _MEMORY, "used_percent"),
        "storage": _told(device["storage"], _STORAGE, "used_percent"),
        "sensors": _told(device.get("sensors", []), _SENSOR, "value"),
        "entPhysical": [
            _renamed(e, _ENTITY) | {"entPhysicalContainedIn": e["parent"] or 0} for e in device.get("entities", [])
        ],
    }


def _renamed(said: Document, names: dict[str, str]) -> Row:
    return {theirs: said.get(ours) for theirs, ours in names.items()}


def _told(rows: list[Document], names: dict[str, str], value: str) -> list[Row]:
    """Rows that have a value; the score knows no empty ones."""
    return [_renamed(row, names) for row in rows if row[value] is not None]


def _addresses(device: Document) -> list[Row]:
    rows: list[dict[str, Any]] = []
    for interface in device["interfaces"]:
        for told in interface["addresses"]:
            address, _, length = told.partition("/")
            if ":" not in address:
                row = {"ipv4_address": address, "ipv4_prefixlen": int(length) if length else None}
                rows.append(row | {"ifIndex": interface["if_index"]})
    return rows
