"""`nocscape v3-doctor`: why an SNMPv3 user is not let in."""

from __future__ import annotations

import argparse

from nocscape.base.errors import InputError
from nocscape.base.i18n import mark, tr
from nocscape.cli import credentials, output, reaching
from nocscape.cli.session import connected
from nocscape.engine.client import value
from nocscape.model.access_words import finding_text
from nocscape.model.commands import ExamineAccess
from nocscape.model.mibs import Diagnosis

HELP = mark("say why a device does not answer an SNMPv3 user, and what to do")
WORKS = "works"
EXIT_ILL = 1


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    reaching.add_options(parser)


def run(options: argparse.Namespace) -> int:
    """Examine and tell; the exit status is 0 where all is well. With `--profile` the whole network is looked at."""
    brought = credentials.from_options(options)
    if len(brought) > 1:
        raise InputError(tr("The doctor examines one credential at a time"))
    ask = ExamineAccess(
        device=options.host,
        snmp_port=options.port,
        credential=brought[0] if brought else None,
        is_network_wide=options.profile is not None,
    )
    with connected(options.profile) as client:
        found = value(client.call(ask), Diagnosis)
    if output.write_result(options.json, _plain(found)):
        print("\n".join(_lines(found)))
    return 0 if found.finding == WORKS else EXIT_ILL


def _lines(found: Diagnosis) -> list[str]:
    working = [tr("{algorithm} works", algorithm=one) for one in (found.auth, found.priv) if one is not None]
    seen = [f"  {evidence}" for evidence in (*found.evidence, *working)]
    return [f"{found.agent}: {finding_text(found.finding)}", *seen, tr("What to do: {cure}", cure=found.cure)]


def _plain(found: Diagnosis) -> dict[str, object]:
    return {
        "agent": found.agent,
        "finding": found.finding,
        "evidence": [str(evidence) for evidence in found.evidence],
        "cure": str(found.cure),
        "engine_id": found.engine_id or None,
        "boots": found.boots,
        "time_s": found.time_s,
        "works_with": {"auth": found.auth, "priv": found.priv},
        "duplicates": found.duplicates,
    }
