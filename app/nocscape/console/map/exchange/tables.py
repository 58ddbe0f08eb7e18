"""Lists of devices or links, as CSV or JSON, by whatever names their columns usually have."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from nocscape.base.errors import InputError
from nocscape.base.i18n import tr
from nocscape.base.text import one_line
from nocscape.console.map.exchange.graph import Graph, GraphNode, check_size

Row = Mapping[str, str]

_A, _B = ("a", "source", "from", "node1", "device_a"), ("b", "target", "to", "node2", "device_b")
_NAME = ("name", "hostname", "host", "device", "label", "sysname", "id")
_ADDRESS = ("address", "ip", "ip_address", "management_ip", "mgmt_ip")
_GROUP = ("group", "site", "location")
_DELIMITERS = ",;\t|"
_MOST_TEXT = 200
_MOST_HEAD = 4096


def of_csv(raw: bytes) -> Graph:
    """A table with a line of names; what stands between its fields is seen there. Raises InputError."""
    text = raw.decode("utf-8-sig", errors="replace")
    head = text[:_MOST_HEAD].partition("\n")[0]
    delimiter = max(_DELIMITERS, key=head.count)
    try:
        rows = list(csv.DictReader(io.StringIO(text), delimiter=delimiter))
    except csv.Error as error:
        raise InputError(tr("The file is not valid CSV: {error}", error=error)) from error
    return _graph(_rows(rows))


def of_json(found: object) -> Graph | None:
    """A list of objects, or `devices` and `links` with one each; None where it is something else."""
    lists = [found]
    if isinstance(found, dict) and not isinstance(found.get("nodes"), dict):
        lists = [found.get(name) for name in ("devices", "nodes", "links", "edges")]
    rows = [row for one in lists if isinstance(one, list) for row in one if isinstance(row, dict)]
    return _graph(_rows(rows)) if rows else None


def decoded(raw: bytes) -> object:
    """What a JSON file says. Raises InputError."""
    try:
        return msgspec.json.decode(raw)
    except (msgspec.DecodeError, RecursionError) as error:
        raise InputError(tr("The file is not a map: {error}", error=error)) from error


def _rows(rows: Iterable[Mapping[object, object]]) -> list[Row]:
    """Names of fields without case, values as text."""
    return [
        {
            str(key).strip().casefold().replace(" ", "_"): one_line(str(value), _MOST_TEXT)
            for key, value in row.items()
            if isinstance(value, str | int | float)
        }
        for row in rows
    ]


def _graph(rows: Sequence[Row]) -> Graph:
    """Rows with two ends are links, those with a name or an address devices; ends that have no row stand alone."""
    check_size(len(rows), len(rows))
    links = tuple((a, b) for row in rows if (a := _of(row, _A)) and (b := _of(row, _B)))
    nodes = {node.key: node for row in rows if not (_of(row, _A) and _of(row, _B)) and (node := _node(row)).key}
    ends = dict.fromkeys(end for pair in links for end in pair)
    loose = (GraphNode(key=end, name=end) for end in ends if end not in nodes)
    return Graph((*nodes.values(), *loose), links)


def _node(row: Row) -> GraphNode:
    name, address = _of(row, _NAME), _of(row, _ADDRESS)
    return GraphNode(
        key=name or address,
        name=name,
        address=address,
        group=_of(row, _GROUP),
        x=_number(_of(row, ("x",))),
        y=_number(_of(row, ("y",))),
    )


def _of(row: Row, names: tuple[str, ...]) -> str:
    return next((row[name] for name in names if row.get(name)), "")


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
