"""`nocscape decisions`: what operators decided about links and devices; decide, list, take back."""

from __future__ import annotations

import argparse
from collections.abc import Mapping

import msgspec

from nocscape.base.errors import InputError
from nocscape.base.i18n import mark, tr
from nocscape.base.text import one_line
from nocscape.cli import output, when
from nocscape.cli.session import Heard, add_profile, connected, network_of
from nocscape.engine.client import EngineClient, value
from nocscape.model.commands import Decide, ListDecisions, Revoke
from nocscape.model.decisions import Decision, DecisionKind
from nocscape.model.net import Device, DeviceId, Endpoint, Inventory
from nocscape.topology.naming import find_port

HELP = mark("decide what inference cannot know: accept, reject, pin or draw links, merge or split devices")

_LINK_VERBS = {
    "accept": (DecisionKind.ACCEPT_LINK, mark("the link is there, as long as anything speaks for it")),
    "pin": (DecisionKind.PIN_LINK, mark("the link is there, and stays when its evidence goes")),
    "reject": (DecisionKind.REJECT_LINK, mark("the link is not there, whatever the evidence says")),
    "draw": (DecisionKind.DRAW_LINK, mark("the link is there without any evidence")),
}
_MOST_ENDPOINTS = 64


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the verbs and their options."""
    verbs = parser.add_subparsers(dest="verb", metavar=tr("VERB"))
    _add(verbs, "list", tr("show all that stand (also without a verb)"))
    for verb, (_, text) in _LINK_VERBS.items():
        child = _add(verbs, verb, tr(text), notes=True)
        for end in ("a", "b"):
            child.add_argument(end, metavar=end.upper(), help=tr("a device by id, name or address, or DEVICE:PORT"))
    child = _add(verbs, "merge", tr("these are one device"), notes=True)
    child.add_argument("devices", nargs="+", metavar=tr("DEVICE"), help=tr("a device by id, name or address"))
    child = _add(verbs, "split", tr("what answers at ADDRESS is another device than DEVICE"), notes=True)
    child.add_argument("address", metavar=tr("ADDRESS"))
    child.add_argument("device", metavar=tr("DEVICE"), help=tr("a device by id, name or address"))
    child = _add(verbs, "revoke", tr("take a decision back"))
    child.add_argument("decision", metavar="ID")
    add_profile(parser)
    output.add_json(parser)


def _add(
    verbs: argparse._SubParsersAction[argparse.ArgumentParser], verb: str, text: str, *, notes: bool = False
) -> argparse.ArgumentParser:
    """A verb; `--profile` and `--json` are understood behind it as well."""
    child = verbs.add_parser(verb, help=text, description=text, argument_default=argparse.SUPPRESS)
    add_profile(child)
    output.add_json(child)
    if notes:
        child.add_argument("--note", default="", metavar=tr("TEXT"), help=tr("why, for those who come after"))
    return child


def run(options: argparse.Namespace) -> int:
    """Decide or take back, then print all that stand."""
    with connected(options.profile) as client:
        heard = network_of(client)
        if options.verb == "revoke":
            client.call(Revoke(decision=options.decision), on_item=heard.take)
        elif options.verb not in (None, "list"):
            client.call(Decide(decision=_wanted(options, heard.devices)), on_item=heard.take)
        found = _listed(client, heard)
    if output.write_result(options.json, {"decisions": [_document(d) for d in found]}):
        _print(found, heard)
    return 0


def _wanted(options: argparse.Namespace, known: Mapping[DeviceId, Inventory]) -> Decision:
    if options.verb == "merge":
        endpoints = tuple(known[find_port(known, typed).device].device.endpoint for typed in options.devices)
        return Decision(id="", kind=DecisionKind.MERGE, endpoints=endpoints, note=options.note)
    if options.verb == "split":
        device = known[find_port(known, options.device).device].device
        return Decision(id="", kind=DecisionKind.SPLIT, endpoints=_split(device, options.address), note=options.note)
    kind, _ = _LINK_VERBS[options.verb]
    a, b = find_port(known, options.a), find_port(known, options.b)
    return Decision(id="", kind=kind, a=a, b=b, note=options.note)


def _split(device: Device, address: str) -> tuple[Endpoint, ...]:
    """The endpoint that is another device, and those that stay."""
    if address not in (device.endpoint.address, *device.addresses):
        raise InputError(
            tr("{device} does not answer at {address}", device=device.shown_name(), address=address),
            hint=tr("it has {addresses}", addresses=", ".join(device.addresses[:8])),
        )
    rest = [a for a in dict.fromkeys((device.endpoint.address, *device.addresses)) if a != address]
    whole = [address, *rest][:_MOST_ENDPOINTS]
    return tuple(Endpoint(a, device.endpoint.port, device.endpoint.realm) for a in whole)


def _listed(client: EngineClient, heard: Heard) -> tuple[Decision, ...]:
    return value(client.call(ListDecisions(), on_item=heard.take), tuple[Decision, ...])


def _document(decision: Decision) -> dict[str, object]:
    return {**msgspec.to_builtins(decision), "at": when.iso(decision.at)}


def _print(found: tuple[Decision, ...], heard: Heard) -> None:
    if not found:
        print(tr("No decisions"))
        return
    headers = (tr("Id"), tr("Time"), tr("By"), tr("Decision"), tr("About"), tr("Note"))
    rows = [
        (d.id, when.local(d.at), one_line(d.actor, 20), d.kind, _about(d, heard), one_line(d.note, 40)) for d in found
    ]
    print(output.table(headers, rows))


def _about(decision: Decision, heard: Heard) -> str:
    if decision.a is None or decision.b is None:
        return ", ".join(e.address for e in decision.endpoints)
    return " – ".join(":".join(part for part in heard.names(end) if part) for end in (decision.a, decision.b))
