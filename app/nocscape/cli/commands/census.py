"""`nocscape census`: how all devices of a profile let themselves be asked, and which ways in are weak."""

from __future__ import annotations

import argparse
from pathlib import Path

from nocscape.base.i18n import mark, tr
from nocscape.cli import output
from nocscape.cli.session import connected
from nocscape.engine.client import value
from nocscape.model.access_words import WEAKNESS_WORDS
from nocscape.model.commands import TakeCensus
from nocscape.model.mibs import Census, CensusEntry

HELP = mark("count SNMP versions, algorithms and credentials, and mark the weak ones")


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--profile", type=Path, required=True, metavar=tr("DIR"), help=tr("whose devices to count"))
    output.add_json(parser)


def run(options: argparse.Namespace) -> int:
    """Count and tell."""
    with connected(options.profile) as client:
        census = value(client.call(TakeCensus()), Census)
    if output.write_result(options.json, census):
        headers = (tr("Device"), tr("Address"), "SNMP", tr("Credential"), tr("Algorithms"), tr("Weak"))
        print(output.table(headers, map(_row, census.entries)))
        print(_summary(census))
    return 0


def _row(entry: CensusEntry) -> tuple[str, ...]:
    algorithms = " ".join(str(a) for a in (entry.auth, entry.priv) if a != "none")
    weak = ", ".join(tr(WEAKNESS_WORDS[weakness]) for weakness in entry.weaknesses)
    return entry.name, entry.address, str(entry.version or "–"), entry.credential, algorithms, weak


def _summary(census: Census) -> str:
    if not census.entries:
        return tr("There is no device in this profile yet")
    versions = ", ".join(f"{name}: {count}" for name, count in census.versions.items())
    return tr(
        "{count} devices ({versions}), {weak} weak", count=len(census.entries), versions=versions, weak=census.weak
    )
