"""`nocscape set`: write values to a device, after showing what is there and what would be."""

from __future__ import annotations

import argparse
import sys

from nocscape.base.errors import InputError
from nocscape.base.i18n import mark, tr
from nocscape.cli import credentials, output, reaching
from nocscape.cli.session import connected
from nocscape.engine.client import EngineClient, value
from nocscape.model.commands import CheckWrites, WriteValues
from nocscape.model.mibs import ValueWrite, WriteCheck, Written

HELP = mark("write values to a device")
EXIT_DECLINED = 1
EXIT_DIFFERS = 3


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    reaching.add_options(parser)
    parser.add_argument(
        "value", nargs="+", metavar=tr("NAME=VALUE"), help=tr("such as sysLocation.0=Seoul or ifAdminStatus.3=down")
    )
    parser.add_argument("--yes", action="store_true", help=tr("write without asking first"))


def run(options: argparse.Namespace) -> int:
    """Check, ask, write, read back. The exit status is 1 where it was declined, 3 where the device says otherwise."""
    with connected(options.profile) as client:
        return _write(client, options, tuple(map(_parsed, options.value)))


def _write(client: EngineClient, options: argparse.Namespace, writes: tuple[ValueWrite, ...]) -> int:
    device, port, brought = options.host, options.port, credentials.from_options(options)
    asked = CheckWrites(device=device, writes=writes, snmp_port=port, credentials=brought)
    checks = value(client.call(asked), tuple[WriteCheck, ...])
    if not options.yes and not _is_confirmed(checks):
        output.note(tr("Nothing was written"))
        return EXIT_DECLINED
    seen = tuple(
        ValueWrite(name=check.oid, value=write.value, before=check.before_raw or "")
        for check, write in zip(checks, writes, strict=True)
    )
    ask = WriteValues(device=device, writes=seen, snmp_port=port, credentials=brought)
    written = value(client.call(ask), tuple[Written, ...])
    if output.write_result(options.json, {"host": device, "written": written}):
        print("\n".join(_line(one) for one in written))
    return 0 if all(one.is_as_asked for one in written) else EXIT_DIFFERS


def _parsed(text: str) -> ValueWrite:
    name, equals, typed = text.partition("=")
    if not equals or not name.strip():
        raise InputError(tr("{text} is no NAME=VALUE", text=text[:80]))
    return ValueWrite(name=name.strip(), value=typed)


def _is_confirmed(checks: tuple[WriteCheck, ...]) -> bool:
    """Show what would change on stderr, and ask. Where nobody sits at the keyboard the answer is no."""
    rows = [(check.name, check.before, check.after) for check in checks]
    output.note(output.table((tr("Name"), tr("Now"), tr("Then")), rows))
    if not sys.stdin.isatty():
        raise InputError(tr("Writing has to be confirmed"), hint=tr("add --yes"))
    sys.stderr.write(tr("Write this? [y/N] "))
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in ("y", "yes", tr("yes"))


def _line(one: Written) -> str:
    was, now = one.check.before or "–", one.now if one.now is not None else tr("not readable")
    return tr("{name} = {now} (was {was})", name=one.check.name, now=now, was=was)
