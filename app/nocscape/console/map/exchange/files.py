"""Which file holds a map how: writers and readers by suffix."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from nocscape.base.errors import InputError
from nocscape.base.i18n import tr
from nocscape.base.text import one_line
from nocscape.console.live import LiveNetwork
from nocscape.console.map.exchange import conf, drawio, drawio_write, dude, dude_xml, graphml, pictures, tables
from nocscape.console.map.exchange.graph import MOST_BYTES, Graph, check_size, graph_of, put_of
from nocscape.console.map.exchange.kept import sound
from nocscape.console.map.exchange.xml import parsed
from nocscape.console.map.scene.scene import Scene
from nocscape.console.theme import Theme
from nocscape.model.mapdoc import MapDocument, PutItems


def _json(scene: Scene, _theme: Theme) -> bytes:
    return msgspec.json.format(msgspec.json.encode(scene.document))


WRITERS: dict[str, Callable[[Scene, Theme], bytes]] = {
    "png": pictures.png,
    "svg": pictures.svg,
    "pdf": pictures.pdf,
    "drawio": lambda scene, theme: drawio_write.write(graph_of(scene), lambda token: theme.color(token).name()),
    "graphml": lambda scene, _: graphml.write(graph_of(scene)),
    "json": _json,
}
NAMES = {
    "png": "PNG",
    "svg": "SVG",
    "pdf": "PDF",
    "drawio": "draw.io",
    "graphml": "GraphML",
    "json": "JSON",
    "csv": "CSV",
    "conf": "Weathermap",
    "cfg": "NagVis",
    "db": "The Dude",
    "dude": "The Dude",
    "xml": "The Dude (XML)",
}
READ = ("json", "graphml", "drawio", "csv", "conf", "cfg", "db", "dude", "xml")


def most_bytes(suffix: str) -> int:
    """How large a file of that kind may be; a database of The Dude holds charts, too, which are not read."""
    return dude.MOST_FILE_BYTES if suffix.casefold() in ("db", "dude") else MOST_BYTES


def written(suffix: str, scene: Scene, theme: Theme) -> bytes:
    """The map as a file of that kind. Raises InputError for one that is not known."""
    writer = WRITERS.get(suffix.casefold())
    if writer is None:
        raise InputError(tr("A map cannot be written as {suffix}.", suffix=one_line(suffix, 20) or "?"))
    return writer(scene, theme)


def read(suffix: str, raw: bytes, live: LiveNetwork, onto: MapDocument | None = None) -> PutItems:
    """What a file puts on the map `onto`, an empty one where there is none. Raises InputError for unreadable files."""
    if len(raw) > most_bytes(suffix):
        raise InputError(tr("The file is larger than {size} MB.", size=most_bytes(suffix) >> 20))
    if suffix.casefold() != "json":
        return sound(put_of(_graph(suffix.casefold(), raw), live, onto))
    table = tables.of_json(tables.decoded(raw))
    return sound(put_of(table, live, onto) if table is not None else _read_map(raw))


def _graph(suffix: str, raw: bytes) -> Graph:
    match suffix:
        case "graphml":
            return graphml.read(raw)
        case "drawio":
            return drawio.read(raw)
        case "xml":
            return _read_xml(raw)
        case "csv":
            return tables.of_csv(raw)
        case "conf" | "cfg":
            return conf.read(raw)
        case "db" | "dude":
            return dude.read(raw)
        case _:
            raise InputError(tr("A map cannot be read from {suffix}.", suffix=one_line(suffix, 20) or "?"))


def _read_xml(raw: bytes) -> Graph:
    """What it is tells its first element; several programs call their files so."""
    root = parsed(raw)
    if root.tag in ("mxfile", "mxGraphModel"):
        return drawio.read(raw)
    if root.tag == "graphml":
        return graphml.read(raw)
    if dude_xml.is_of_the_dude(root):
        return dude_xml.read(root)
    raise InputError(
        tr(
            "XML files are read from draw.io, GraphML and The Dude; this one begins with <{tag}>.",
            tag=one_line(root.tag, 40),
        )
    )


def _read_map(raw: bytes) -> PutItems:
    try:
        document = msgspec.json.decode(raw, type=MapDocument)
    except msgspec.DecodeError as error:
        raise InputError(tr("The file is not a map: {error}", error=error)) from error
    check_size(len(document.nodes), len(document.links))
    return PutItems(
        nodes=tuple(document.nodes.values()),
        groups=tuple(document.groups.values()),
        links=tuple(document.links.values()),
        notes=tuple(document.notes.values()),
        parts=tuple(document.parts.values()),
    )
