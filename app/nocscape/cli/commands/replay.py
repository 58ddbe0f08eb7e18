"""`nocscape replay`: recorded devices as simulated agents on loopback."""

from __future__ import annotations

import argparse
import asyncio
import errno
import sys
from collections.abc import Mapping
from pathlib import Path

from nocscape.base.clock import SystemClock
from nocscape.base.errors import BusyError, InputError
from nocscape.base.i18n import mark, tr
from nocscape.cli import numbers, output
from nocscape.wire.snmp.recording import SUFFIX
from nocscape.wire.snmp.simulated.agent import Agent
from nocscape.wire.snmp.simulated.objects import Objects
from nocscape.wire.snmp.simulated.recorded import objects_of

HELP = mark("answer SNMP as recorded devices did")
DEFAULT_PORT = 16162
DEFAULT_COMMUNITY = "public"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "file", nargs="+", type=Path, metavar=tr("FILE"), help=tr(".snmprec files, or folders of such files")
    )
    parser.add_argument("--port", type=numbers.port, default=DEFAULT_PORT, metavar="N", help=tr("UDP port"))
    parser.add_argument("--address", default="127.0.0.1", metavar=tr("ADDRESS"), help=tr("where to listen"))
    parser.add_argument(
        "--community", metavar="C", help=tr("community of a single file; else each file's own name, and public for one")
    )
    parser.add_argument("--until-eof", action="store_true", help=argparse.SUPPRESS)
    output.add_json(parser)


def run(options: argparse.Namespace) -> int:
    """Answer until Ctrl+C."""
    devices = _devices(options)
    listed = [{"community": name, "objects": len(objects)} for name, objects in devices.items()]
    asyncio.run(_serve(options, devices, listed))
    return 0


def _devices(options: argparse.Namespace) -> Mapping[str, Objects]:
    """Objects by community. InputError where a file cannot be read or two would have one community."""
    files = [file for path in options.file for file in (sorted(path.glob(f"*{SUFFIX}")) if path.is_dir() else [path])]
    if not files:
        raise InputError(tr("There is no recording in {folder}", folder=options.file[0]))
    if options.community and len(files) > 1:
        raise InputError(tr("--community names one recording, not {count}", count=len(files)))
    devices: dict[str, Objects] = {}
    for file in files:
        name = options.community or file.stem
        if name in devices:
            raise InputError(tr("Two recordings are called {name}", name=name))
        devices[name] = _objects(file)
    if len(files) == 1 and not options.community:
        devices.setdefault(DEFAULT_COMMUNITY, devices[files[0].stem])
    return devices


def _objects(file: Path) -> Objects:
    try:
        with file.open(encoding="utf-8", errors="surrogateescape") as lines:
            objects, unread = objects_of(lines)
    except OSError as error:
        raise InputError(tr("Cannot read {file}: {reason}", file=file, reason=error.strerror)) from error
    if unread:
        output.note(tr("{file}: {count} lines hold no value that can be replayed", file=file, count=unread))
    if not len(objects):
        raise InputError(tr("{file} is no recording of a device", file=file))
    return objects


async def _serve(options: argparse.Namespace, devices: Mapping[str, Objects], listed: list[dict[str, object]]) -> None:
    loop = asyncio.get_running_loop()
    clock = SystemClock()
    try:
        transport, _ = await loop.create_datagram_endpoint(
            lambda: Agent(devices, clock.now), local_addr=(options.address, options.port)
        )
    except OSError as error:
        raise _explained(error, options) from error
    port = transport.get_extra_info("sockname")[1]
    if options.json:
        output.write_json(options.json, {"address": options.address, "port": port, "devices": listed})
    for device in listed:
        output.note(
            tr(
                "{objects} values at {address} port {port}, community {community}",
                address=options.address,
                port=port,
                **device,
            )
        )
    sys.stdout.flush()
    try:
        await (asyncio.to_thread(sys.stdin.read) if options.until_eof else asyncio.Event().wait())
    finally:
        transport.close()


def _explained(error: OSError, options: argparse.Namespace) -> InputError | BusyError:
    if error.errno == errno.EADDRINUSE:
        text = tr("UDP port {port} is taken on this machine", port=options.port)
        return BusyError(text, hint=tr("name another one with --port N"))
    reason = error.strerror or str(error)
    return InputError(tr("Cannot listen at {address}: {reason}", address=options.address, reason=reason))
