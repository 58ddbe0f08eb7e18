"""`nocscape exporter`: pages of metrics that servers offer (Prometheus exporters)."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

import msgspec

from nocscape.base.i18n import mark, tr
from nocscape.cli import access, output, probes, scoping
from nocscape.cli.session import Heard, add_profile, connected
from nocscape.engine.client import EngineClient, value
from nocscape.model.exporters import Exporter, ExporterInfo
from nocscape.model.metrics import Sample
from nocscape.model.watching import DropExporter, ListExporters, PutExporter, ScrapeOnce

HELP = mark("measure servers by their Prometheus exporters (node_exporter, windows_exporter, any /metrics)")

_OPTIONS = ("port", "host", "path", "is_tls", "is_verified", "families", "interval_s", "timeout_s")


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the verbs and their options."""
    verbs = parser.add_subparsers(dest="verb", metavar=tr("VERB"))
    scoping.verb(verbs, "list", tr("show all exporters and how they stand (also without a verb)"))
    child = scoping.verb(verbs, "add", tr("scrape every device of a scope from now on"))
    scoping.add_scope(child)
    probes.add_interval(child)
    _add_options(child)
    child = scoping.verb(verbs, "run", tr("read a page twice and show what it measures"))
    probes.add_target(child)
    _add_options(child)
    child = scoping.verb(verbs, "remove", tr("scrape no more"))
    probes.add_id(child)
    add_profile(parser)
    output.add_json(parser)


def _add_options(parser: argparse.ArgumentParser) -> None:
    probes.add_server(parser)
    parser.add_argument("--path", metavar=tr("PATH"))
    parser.add_argument("--tls", action="store_true", dest="is_tls")
    parser.add_argument(
        "--family",
        action="append",
        dest="families",
        metavar=tr("NAME"),
        help=tr("a family to take as it is; may repeat"),
    )


def run(options: argparse.Namespace) -> int:
    """Do it, then print all that are scraped."""
    with connected(options.profile) as client:
        if options.verb == "run":
            return _run_once(client, options)
        heard = probes.change(client, options, _VERBS)
        found = value(client.call(ListExporters(), on_item=heard.take), tuple[ExporterInfo, ...])
    if output.write_result(options.json, {"exporters": found}):
        _print(found, heard)
    return 0


def _wanted(options: argparse.Namespace, scope: str) -> Exporter:
    given = {name: getattr(options, name) for name in _OPTIONS if hasattr(options, name)}
    return msgspec.convert({"scope": scope, "access": access.access_of(options), **given}, Exporter)


_VERBS = probes.Verbs(
    _wanted, lambda exporter: PutExporter(exporter=exporter), lambda kept: DropExporter(exporter=kept)
)


def _run_once(client: EngineClient, options: argparse.Namespace) -> int:
    wanted = _wanted(options, "")
    access.warn(wanted.weak_point)
    once = ScrapeOnce(exporter=wanted, device=options.target)
    samples = value(client.call(once, timeout_s=60), tuple[Sample, ...])
    rows = [{"metric": s.key.metric, "instance": s.key.instance, "value": s.value} for s in samples]
    if output.write_result(options.json, {"samples": rows}):
        shown = [(s.key.metric, s.key.instance, f"{s.value:g}") for s in samples if s.value is not None]
        print(output.table((tr("Metric"), tr("Instance"), tr("Value")), shown))
    return 0


def _print(found: Sequence[ExporterInfo], heard: Heard) -> None:
    if not found:
        print(tr("No exporters"))
        return
    rows: list[tuple[object, ...]] = []
    for info in found:
        what = (info.exporter.id, scoping.shown_scope(info.exporter.scope, heard), info.exporter.label)
        rows += probes.standing(what, info.states, lambda s: s.outcome.reason or tr("up"), heard)
    print(output.table((tr("Id"), tr("For"), tr("Exporter"), tr("Device"), tr("Time"), tr("State")), rows))
