"""`nocscape identify`: vendor, system and model from sysObjectID and sysDescr."""

from __future__ import annotations

import argparse
from pathlib import Path

import msgspec

from nocscape import profiles
from nocscape.base.errors import InputError
from nocscape.base.i18n import mark, tr
from nocscape.cli import output

HELP = mark("say what gear answers with a sysObjectID and sysDescr")


class Asked(msgspec.Struct, frozen=True):
    """One row of the input."""

    sys_object_id: str | None = None
    sys_descr: str | None = None


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("file", type=Path, metavar=tr("FILE"), help=tr("JSON list of sys_object_id and sys_descr"))
    output.add_json(parser)


def run(options: argparse.Namespace) -> int:
    """Identify every row, in order."""
    try:
        rows = msgspec.json.decode(options.file.read_bytes(), type=list[Asked])
    except (OSError, msgspec.MsgspecError) as error:
        raise InputError(tr("Cannot read {file}: {reason}", file=options.file, reason=error)) from error
    known = profiles.load()
    found = [known.identify(row.sys_object_id, row.sys_descr) for row in rows]
    if output.write_result(options.json, found):
        headers = (tr("Vendor"), tr("System"), tr("Version"), tr("Model"), tr("Kind"))
        print(output.table(headers, [(f.vendor, f.os, f.os_version, f.model, f.kind) for f in found]))
    return 0
