"""`nocscape metrics`: what is measured, of whom, and how often."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from nocscape.base.i18n import mark, tr
from nocscape.cli import output, scoping
from nocscape.cli.session import Heard, add_profile, connected, network_of
from nocscape.engine.client import EngineClient, value
from nocscape.model.commands import ChooseMetrics, ListMetrics
from nocscape.model.metrics import MetricProfileInfo
from nocscape.model.watching import ReadPaces, SetPace

HELP = mark("choose what is measured, of whom, and how often")

_WORDS = {"on": True, "off": False, "auto": None}


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the verbs and their options."""
    verbs = parser.add_subparsers(dest="verb", metavar=tr("VERB"))
    scoping.verb(verbs, "list", tr("show all metric profiles (also without a verb)"))
    texts = {
        "on": tr("measure a profile's metrics of a scope"),
        "off": tr("do not measure them"),
        "auto": tr("leave it to the profile"),
    }
    for name, text in texts.items():
        child = scoping.verb(verbs, name, text)
        child.add_argument("name", metavar=tr("PROFILE"))
        scoping.add_scope(child)
    child = scoping.verb(verbs, "pace", tr("read a class of metrics every so many seconds"))
    child.add_argument("name", metavar=tr("CLASS"), help=tr("ports, vitals or a metric profile"))
    child.add_argument("seconds", type=float, metavar=tr("SECONDS"), help=tr("0: as it is by default"))
    add_profile(parser)
    output.add_json(parser)


def run(options: argparse.Namespace) -> int:
    """Do it, then print all profiles."""
    with connected(options.profile) as client:
        heard = network_of(client)
        _choose(client, options, heard)
        found = value(client.call(ListMetrics(), on_item=heard.take), tuple[MetricProfileInfo, ...])
        paces = value(client.call(ReadPaces(), on_item=heard.take), dict[str, float])
    if output.write_result(options.json, {"profiles": found, "paces": paces}):
        _print(found, heard)
        for name in sorted(paces):
            print(tr("{name}: every {seconds} s", name=name, seconds=paces[name]))
    return 0


def _choose(client: EngineClient, options: argparse.Namespace, heard: Heard) -> None:
    if options.verb == "pace":
        client.call(SetPace(metric_class=options.name, interval_s=options.seconds), on_item=heard.take)
    elif options.verb in _WORDS:
        scope = scoping.scope_of(options.scope, heard)
        client.call(ChooseMetrics(scope=scope, profile=options.name, is_on=_WORDS[options.verb]), on_item=heard.take)


def _print(found: Sequence[MetricProfileInfo], heard: Heard) -> None:
    rows = [
        (
            info.name,
            tr(info.title),
            f"{info.interval_s:g} s",
            len(info.metrics),
            ", ".join(
                f"{scoping.shown_scope(s, heard)}: {tr('on') if on else tr('off')}" for s, on in info.choices.items()
            ),
        )
        for info in found
        if not info.is_scraped
    ]
    print(output.table((tr("Profile"), tr("Title"), tr("Every"), tr("Metrics"), tr("Chosen")), rows))
