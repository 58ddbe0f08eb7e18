"""`nocscape top METRIC`: who has most of a metric, such as the fullest ports."""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence

from nocscape.base.errors import InputError
from nocscape.base.i18n import mark, tr
from nocscape.base.units import measured
from nocscape.cli import numbers, output, when
from nocscape.cli.session import Heard, add_profile, connected, network_of
from nocscape.engine.client import value
from nocscape.model.commands import ListMetrics, ReadTop
from nocscape.model.metric_asks import Ranking
from nocscape.model.metrics import BUILT_IN, Metric, MetricProfileInfo, SeriesKey
from nocscape.model.net import DeviceId, PortRef
from nocscape.model.utilisation import UTILISATION
from nocscape.topology.naming import find_port

HELP = mark("rank ports and devices by a metric, such as the fullest ports")


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "metric", metavar=tr("METRIC"), nargs="?", default=UTILISATION, help=tr("by default the utilisation of ports")
    )
    parser.add_argument("--most", type=numbers.count, default=20, metavar="N", help=tr("how many; 20 by default"))
    parser.add_argument("--since", default="1h", metavar=tr("TIME"), help=tr("begin, such as 30d (ago)"))
    parser.add_argument("--until", default="now", metavar=tr("TIME"), help=tr("end"))
    parser.add_argument("--site", default="", metavar=tr("SITE"), help=tr("only devices of this site"))
    parser.add_argument("--device", action="append", default=[], metavar=tr("DEVICE"), help=tr("may repeat; else all"))
    add_profile(parser)
    output.add_json(parser)


def run(options: argparse.Namespace) -> int:
    """Ask and print."""
    now = time.time()
    since, until = (int(when.parse_time(typed, now)) for typed in (options.since, options.until))
    with connected(options.profile) as client:
        heard = network_of(client)
        infos = value(client.call(ListMetrics(), on_item=heard.take), tuple[MetricProfileInfo, ...])
        metric = _metric(options.metric, infos)
        devices = _devices(options, heard)
        ask = ReadTop(metric=metric.name, since=since, until=until, most=options.most, devices=devices)
        ranking = value(client.call(ask, on_item=heard.take), Ranking)
    if output.write_result(options.json, _document(metric, ranking, heard)):
        _print(metric, ranking, heard)
    return 0


def _metric(name: str, infos: Sequence[MetricProfileInfo]) -> Metric:
    known = {metric.name: metric for metric in (*BUILT_IN, *(m for info in infos for m in info.metrics))}
    if name not in known:
        raise InputError(tr("There is no metric {name} here", name=name), hint=", ".join(sorted(known)))
    return known[name]


def _devices(options: argparse.Namespace, heard: Heard) -> tuple[DeviceId, ...] | None:
    """Whom it is about; None for everybody."""
    named = [find_port(heard.devices, typed).device for typed in options.device]
    if not named and not options.site:
        return None
    site = options.site
    places = {d: i.device.site for d, i in heard.devices.items() if not named or d in named}
    return tuple(d for d, place in places.items() if not site or place == site or place.startswith(f"{site}/"))


def _names(key: SeriesKey, heard: Heard) -> tuple[str, str]:
    """The device, and the port or part."""
    return heard.names(PortRef(key.device, key.instance or None))


def _document(metric: Metric, ranking: Ranking, heard: Heard) -> dict[str, object]:
    rows = [
        {"device": key.device, "name": _names(key, heard)[0], "part": _names(key, heard)[1] or None, "value": average}
        for key, average in ranking.rows
    ]
    return {"metric": metric.name, "unit": metric.unit, "rows": rows, "without_speed": ranking.without_speed}


def _print(metric: Metric, ranking: Ranking, heard: Heard) -> None:
    headers = (tr("Device"), tr("Part"), tr(metric.title))
    rows = [(*_names(key, heard), measured(average, metric.unit)) for key, average in ranking.rows]
    print(output.table(headers, rows) if rows else tr("No values in this time"))
    if ranking.without_speed:
        output.note(tr("Without a known speed: {count}", count=ranking.without_speed))
