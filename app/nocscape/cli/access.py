"""How checks and exporters are let in: a secret by name, and files of certificates."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from nocscape.base.i18n import Text, tr
from nocscape.model.access import Access

_FILES = ("ca_file", "certificate_file", "key_file")


def add_options(parser: argparse.ArgumentParser) -> None:
    """Declare `--credential`, `--ca`, `--certificate`, `--key`, `--exposed`."""
    group = parser.add_argument_group(tr("how to be let in"))
    group.add_argument("--credential", metavar=tr("NAME"), help=tr("a secret for web servers, see `nocscape secret`"))
    files = {
        "--ca": ("ca_file", tr("who vouches for the server (PEM)")),
        "--certificate": ("certificate_file", tr("by which the server knows us (PEM)")),
        "--key": ("key_file", tr("its private key, without a passphrase (PEM)")),
    }
    for option, (name, words) in files.items():
        group.add_argument(option, dest=name, metavar=tr("FILE"), help=words)
    group.add_argument(
        "--exposed", action="store_true", dest="is_exposed", help=tr("send the secret where others could read it")
    )


def access_of(options: argparse.Namespace) -> Access:
    """What was said of it; files are named as the engine finds them."""
    files = {name: str(Path(getattr(options, name)).absolute()) for name in _FILES if hasattr(options, name)}
    return Access(
        credential=getattr(options, "credential", ""), is_exposed=getattr(options, "is_exposed", False), **files
    )


def warn(weak_point: Text | None) -> None:
    """Say loudly what anybody in between could do."""
    if weak_point is not None:
        print(tr("nocscape: WARNING: {reason}", reason=weak_point), file=sys.stderr)
