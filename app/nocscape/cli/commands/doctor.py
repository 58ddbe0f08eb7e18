"""`nocscape doctor`: what this machine can do."""

from __future__ import annotations

import argparse
import asyncio
import importlib.metadata
import os
import platform
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec

from nocscape import __version__
from nocscape.base import paths
from nocscape.base.i18n import mark, tr
from nocscape.cli import output
from nocscape.cli.display import has_display
from nocscape.store.secrets import has_keyring
from nocscape.wire.icmp import open_pinger
from nocscape.wire.snmp import open_client

HELP = mark("say what this machine can do")
PACKAGES = ("PySide6-Essentials", "pyqtgraph", "networkx", "pysnmp", "gufo-snmp", "icmplib", "duckdb", "pygraphviz")
RECEIVERS = (("trap", 162), ("syslog", 514))


class Finding(msgspec.Struct, frozen=True):
    """One thing that was looked at: its machine name, what was found, whether it is well, and what to do if not."""

    name: str
    found: str
    is_well: bool = True
    hint: str = ""


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    output.add_json(parser)


def run(options: argparse.Namespace) -> int:
    """Look and tell; the exit status is 0, since a lesser machine is no fault."""
    findings = list(examine())
    if output.write_result(options.json, {"findings": findings}):
        rows = [(f.name, tr("yes") if f.is_well else tr("no"), f.found, "" if f.is_well else f.hint) for f in findings]
        print(output.table((tr("What"), tr("Well"), tr("Found"), tr("What to do")), rows))
    return 0


def examine() -> Iterator[Finding]:
    """Everything that matters for running here."""
    yield Finding("nocscape", __version__)
    yield Finding("python", platform.python_version(), sys.version_info >= (3, 11), tr("3.11 or newer is needed"))
    yield Finding("system", platform.platform())
    yield asyncio.run(_icmp())
    yield asyncio.run(_snmp())
    for name, port in RECEIVERS:
        yield _port(name, port)
    yield _secrets()
    yield _display()
    profile = paths.default_profile()
    yield Finding("profile", str(profile), _is_writable(profile), tr("the folder cannot be written to"))
    for package in PACKAGES:
        yield _package(package)


async def _icmp() -> Finding:
    pinger = open_pinger()
    mode = pinger.mode
    await pinger.close()
    is_well = mode.endswith("socket")
    return Finding("icmp", mode, is_well, "" if is_well else tr("sysctl net.ipv4.ping_group_range gives quick sweeps"))


async def _snmp() -> Finding:
    client = open_client()
    backend = client.backend
    await client.close()
    return Finding("snmp", backend)


def _port(name: str, port: int) -> Finding:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError:
            hint = tr("choose a port over 1023, or allow low ports")
            return Finding(f"{name} port", tr("{port} is not permitted", port=port), is_well=False, hint=hint)
        except OSError:
            hint = tr("another program listens there")
            return Finding(f"{name} port", tr("{port} is taken", port=port), is_well=False, hint=hint)
    return Finding(f"{name} port", tr("{port} is free", port=port))


def _secrets() -> Finding:
    if has_keyring():
        return Finding("secrets", tr("keyring of the system"))
    return Finding("secrets", tr("encrypted file in the profile"), hint=tr("there is no keyring in this session"))


def _display() -> Finding:
    found = os.environ.get("WAYLAND_DISPLAY") or os.environ.get("DISPLAY") or sys.platform
    return Finding("display", found, has_display(), "" if has_display() else tr("commands work without one"))


def _is_writable(folder: os.PathLike[str]) -> bool:
    place = Path(folder)
    while not place.exists():
        place = place.parent
    return os.access(place, os.W_OK)


def _package(name: str) -> Finding:
    try:
        return Finding(name, importlib.metadata.version(name))
    except importlib.metadata.PackageNotFoundError:
        is_optional = name == "gufo-snmp"
        return Finding(name, tr("missing"), is_optional, "" if is_optional else tr("run the set-up again"))
