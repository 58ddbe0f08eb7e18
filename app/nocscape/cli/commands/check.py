"""`nocscape check`: whether services answer: TCP, HTTP(S), DNS, TLS, NTP, SSH."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

import msgspec

from nocscape.base.i18n import mark, tr
from nocscape.cli import access, output, probes, scoping
from nocscape.cli.session import Heard, add_profile, connected
from nocscape.engine.client import EngineClient, value
from nocscape.model.checks import Check, CheckInfo, CheckKind, CheckOutcome, outcome_text
from nocscape.model.watching import DropCheck, ListChecks, PutCheck, RunCheck

HELP = mark("check services: TCP, HTTP(S), DNS, TLS certificates, NTP, SSH")

_OPTIONS = ("port", "host", "path", "expect", "status", "query", "record", "is_verified", "warn_days", "timeout_s")
_FAILED = 3


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the verbs and their options."""
    verbs = parser.add_subparsers(dest="verb", metavar=tr("VERB"))
    scoping.verb(verbs, "list", tr("show all checks and how they stand (also without a verb)"))
    child = scoping.verb(verbs, "add", tr("check every device of a scope from now on"))
    _add_kind(child)
    scoping.add_scope(child)
    probes.add_interval(child)
    _add_options(child)
    child = scoping.verb(verbs, "run", tr("run a check once, on anything"))
    _add_kind(child)
    probes.add_target(child)
    _add_options(child)
    child = scoping.verb(verbs, "remove", tr("check no more"))
    probes.add_id(child)
    add_profile(parser)
    output.add_json(parser)


def _add_kind(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("kind", choices=[str(kind) for kind in CheckKind])


def _add_options(parser: argparse.ArgumentParser) -> None:
    probes.add_server(parser)
    parser.add_argument("--path", metavar=tr("PATH"), help=tr("page of an HTTP server"))
    parser.add_argument("--expect", metavar=tr("TEXT"), help=tr("what a page, a banner or a name server must say"))
    parser.add_argument("--status", type=int, metavar="N", help=tr("HTTP status that is right"))
    parser.add_argument("--query", metavar=tr("NAME"), help=tr("name to resolve"))
    parser.add_argument("--record", metavar=tr("TYPE"), help=tr("type of DNS record"))
    parser.add_argument("--warn-days", type=int, metavar="N", help=tr("tell of a certificate so many days before"))


def run(options: argparse.Namespace) -> int:
    """Do it. A check that was run and failed ends with 3."""
    with connected(options.profile) as client:
        if options.verb == "run":
            return _run_once(client, options)
        heard = probes.change(client, options, _VERBS)
        found = value(client.call(ListChecks(), on_item=heard.take), tuple[CheckInfo, ...])
    if output.write_result(options.json, {"checks": found}):
        _print(found, heard)
    return 0


def _wanted(options: argparse.Namespace, scope: str) -> Check:
    given = {name: getattr(options, name) for name in (*_OPTIONS, "interval_s") if hasattr(options, name)}
    known = {"kind": options.kind, "scope": scope, "access": access.access_of(options)}
    return msgspec.convert({**known, **given}, Check)


_VERBS = probes.Verbs(_wanted, lambda check: PutCheck(check=check), lambda kept: DropCheck(check=kept))


def _run_once(client: EngineClient, options: argparse.Namespace) -> int:
    check = _wanted(options, "")
    access.warn(check.weak_point)
    outcome = value(client.call(RunCheck(check=check, device=options.target)), CheckOutcome)
    if output.write_result(options.json, {**msgspec.to_builtins(outcome), "reason": str(outcome.reason or "")}):
        print(f"{check.label}: {outcome_text(outcome)}")
    return 0 if outcome.is_up else _FAILED


def _print(found: Sequence[CheckInfo], heard: Heard) -> None:
    if not found:
        print(tr("No checks"))
        return
    rows: list[tuple[object, ...]] = []
    for info in found:
        what = (info.check.id, scoping.shown_scope(info.check.scope, heard), info.check.label)
        rows += probes.standing(what, info.states, lambda s: outcome_text(s.outcome), heard)
    print(output.table((tr("Id"), tr("For"), tr("Check"), tr("Device"), tr("Time"), tr("State")), rows))
