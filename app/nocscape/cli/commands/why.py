"""`nocscape why A B`: the evidence for a link, or what kept one from being found."""

from __future__ import annotations

import argparse

from nocscape.base.i18n import mark, tr
from nocscape.cli import output
from nocscape.cli.session import Heard, add_profile, connected
from nocscape.discovery.to_json import explanation_document
from nocscape.engine.client import value
from nocscape.model.commands import ExplainLink, Subscribe
from nocscape.model.explanation import Explanation

HELP = mark("say why there is a link between two devices, or why there is none")


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    for end in ("a", "b"):
        parser.add_argument(end, metavar=end.upper(), help=tr("a device by id, name or address, or DEVICE:PORT"))
    add_profile(parser)
    output.add_json(parser)


def run(options: argparse.Namespace) -> int:
    """Ask and print."""
    heard = Heard()
    with connected(options.profile) as client:
        client.call(Subscribe(), on_item=heard.take)
        for batch in client.receive(0.5):
            for item in batch.items:
                heard.take(item)
        told = value(client.call(ExplainLink(a=options.a, b=options.b), on_item=heard.take), Explanation)
    document = explanation_document(told, heard.devices)
    if output.write_result(options.json, document):
        _print(document)
    return 0


def _print(document: dict[str, object]) -> None:
    print(tr("linked") if document["linked"] else tr("not linked"))
    reasons, hints = document["reasons"], document["try"]
    for reason in reasons if isinstance(reasons, list) else []:
        print(f"  {reason['reason']}: {reason['detail']}")
    for hint in hints if isinstance(hints, list) else []:
        print(f"  → {hint}")
