"""From a value in the browser to the curve that it makes."""

from __future__ import annotations

from nocscape.base.errors import InputError
from nocscape.base.i18n import tr
from nocscape.engine.rooms import Rooms
from nocscape.engine.targets import target_of
from nocscape.engine.workbench.own_metrics import PORT_METRICS, measure_object
from nocscape.model.commands import ChartObject, MeasureObject
from nocscape.model.metrics import SeriesKey
from nocscape.model.mibs import Charted
from nocscape.model.net import Inventory
from nocscape.polling.metrics import MetricSpec, label_of, name_of_row


async def chart_object(rooms: Rooms, ask: ChartObject) -> Charted:
    """The series of a row; what nothing measured is measured from now on. InputError where it is no number."""
    inventory = rooms.state.devices.get(ask.device)
    if inventory is None:
        raise InputError(tr("There is no device {device}", device=ask.device))
    oid = rooms.mibs.resolve(ask.object)
    if (port := _of_port(inventory, oid)) is not None:
        return Charted(key=port)
    measured = await measure_object(rooms, MeasureObject(device=ask.device, object=oid, is_one_row=True))
    spec = next(s for s in rooms.metrics.library.profiles[measured.profile].metrics if s.name == measured.metric)
    key = SeriesKey(ask.device, measured.metric, await _instance(rooms, inventory, spec, oid))
    return Charted(key=key, title=measured.title, interval_s=measured.interval_s, is_new=bool(measured.file))


def _of_port(inventory: Inventory, oid: str) -> SeriesKey | None:
    column, _, index = oid.rpartition(".")
    if (metric := PORT_METRICS.get(column)) is None:
        return None
    key = next((port.key for port in inventory.interfaces if str(port.if_index) == index), None)
    return None if key is None else SeriesKey(inventory.device.id, metric, key)


async def _instance(rooms: Rooms, inventory: Inventory, spec: MetricSpec, oid: str) -> str:
    """What the poller calls the row: its label, or its index where it has none."""
    if spec.value.endswith(".0"):
        return ""
    index = oid.removeprefix(f"{spec.value}.")
    if not spec.label:
        return index
    rows = spec.rows[: spec.rows.index(index) + 1] if index in spec.rows else (index,)
    found = await rooms.snmp.get(await target_of(rooms, inventory), [f"{spec.label}.{row}" for row in rows])
    names: list[str] = []
    for row, label in zip(rows, found, strict=True):
        names.append(name_of_row(label_of(label.value) or row, row, names))
    return names[-1]
