"""Maps of other monitoring tools as text: PHP Weathermap (`NODE`, `LINK`) and NagVis (`define host { ... }`)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nocscape.base.errors import InputError
from nocscape.base.i18n import tr
from nocscape.base.text import one_line
from nocscape.console.map.exchange.graph import Graph, GraphNode, check_size

_MOST_TEXT = 200
_MOST_LINES = 500_000
_MOST_BLOCK = 20_000
"""Letters of one; where none of them closes it, it is none, and the file is not searched to its end for each."""
_NAGVIS = re.compile(r"^\s{0,200}define\s{1,20}(\w{1,40})\s{0,20}\{", re.MULTILINE)
_NAMES = ("host_name", "hostgroup_name", "servicegroup_name", "map_name")
_STANDS = frozenset(("host", "hostgroup", "servicegroup", "map"))
_MOST_HOPS = 20
"""How far a node that stands beside another one, beside another one ... is followed."""

Block = dict[str, str]


def read(raw: bytes) -> Graph:
    """Nodes where the file has them, and the links between them. Raises InputError."""
    text = raw.decode("utf-8-sig", errors="replace")
    if text.count("\n") > _MOST_LINES:
        raise InputError(tr("The file is nested too deeply or holds too much."))
    graph = _nagvis(text) if _NAGVIS.search(text) else _weathermap(text)
    check_size(len(graph.nodes), len(graph.links))
    return graph


def _weathermap(text: str) -> Graph:
    """`NODE a`, `LABEL ...`, `POSITION x y` or `POSITION other dx dy`; `LINK l`, `NODES a:W b:E x y`."""
    nodes: dict[str, Block] = {}
    links: list[tuple[str, str]] = []
    block: Block = {}
    for line in text.splitlines():
        words = line.split("#", 1)[0].split(None, 1)
        if not words:
            continue
        key, value = words[0].upper(), words[1].strip() if len(words) > 1 else ""
        if key == "NODE":
            block = nodes.setdefault(value[:_MOST_TEXT], {})
        elif key == "LINK":
            block = {}
        elif key == "NODES" and (ends := _ends(value)) is not None:
            links.append(ends)
        else:
            block.setdefault(key, value)
    nodes.pop("DEFAULT", None)
    made = tuple(_weather_node(name, block, nodes) for name, block in nodes.items())
    return Graph(made, tuple(links))


def _weather_node(name: str, block: Block, nodes: dict[str, Block]) -> GraphNode:
    label = one_line(block.get("LABEL", ""), _MOST_TEXT)
    place = _position(block, nodes, _MOST_HOPS)
    return GraphNode(
        key=name,
        name=name if not label or "{" in label else label,
        x=place[0] if place else None,
        y=place[1] if place else None,
    )


def _position(block: Block, nodes: dict[str, Block], hops: int) -> tuple[float, float] | None:
    words = block.get("POSITION", "").split()
    numbers = [_number(word) for word in words[-2:]]
    if len(words) < 2 or numbers[0] is None or numbers[1] is None:
        return None
    if len(words) == 2:
        return numbers[0], numbers[1]
    beside = _position(nodes.get(words[0], {}), nodes, hops - 1) if hops else None
    return (beside[0] + numbers[0], beside[1] + numbers[1]) if beside else None


def _ends(value: str) -> tuple[str, str] | None:
    """Names may carry where at the node the line begins: `core:E`, `core:10:-5`."""
    words = value.split()
    if len(words) < 2:
        return None
    return words[0].split(":", 1)[0][:_MOST_TEXT], words[1].split(":", 1)[0][:_MOST_TEXT]


def _nagvis(text: str) -> Graph:
    """Hosts, groups of them and maps stand where they stand; services stand with their host, lines join two hosts."""
    nodes: dict[str, GraphNode] = {}
    known: dict[str, str] = {}
    lines: list[Block] = []
    for kind, block in _blocks(text):
        name = next((one_line(block[key], _MOST_TEXT) for key in _NAMES if block.get(key)), "")
        if kind in _STANDS and name and "," not in block.get("x", ""):
            label = one_line(block.get("label_text", ""), _MOST_TEXT)
            x, y = _number(block.get("x", "")), _number(block.get("y", ""))
            if name not in nodes:
                shown = label if label and "[" not in label else name
                nodes[name] = GraphNode(key=name, name=shown, address=block.get("address", "")[:64], x=x, y=y)
            known[block.get("object_id", name)] = name
        elif "," in block.get("x", ""):
            lines.append(block)
    return Graph(tuple(nodes.values()), tuple(_joined(lines, known, nodes)))


def _blocks(text: str) -> Iterator[tuple[str, Block]]:
    for found in _NAGVIS.finditer(text):
        end = text.find("}", found.end(), found.end() + _MOST_BLOCK)
        if end < 0:
            continue
        pairs = (line.split("=", 1) for line in text[found.end() : end].splitlines() if "=" in line)
        yield found[1].casefold(), {key.strip(): value.strip() for key, value in pairs}


def _joined(lines: list[Block], known: dict[str, str], nodes: dict[str, GraphNode]) -> Iterator[tuple[str, str]]:
    """A line whose coordinates name objects (`x=id%+10,id%-4`), or that begins and ends where two hosts stand."""
    spots: dict[tuple[float | None, float | None], str] = {
        (n.x, n.y): name for name, n in nodes.items() if n.x is not None
    }
    for block in lines:
        xs, ys = block.get("x", "").split(","), block.get("y", "").split(",")
        ends = []
        for x, y in ((xs[0], ys[0]), (xs[-1], ys[-1])):
            named = known.get(x.split("%", 1)[0]) if "%" in x else None
            ends.append(named or spots.get((_number(x), _number(y))))
        if ends[0] and ends[1] and ends[0] != ends[1]:
            yield ends[0], ends[1]


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if abs(value) < 1e9 else None
