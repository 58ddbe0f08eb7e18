"""`nocscape secret`: passwords and tokens for web servers that are checked or scraped."""

from __future__ import annotations

import argparse
import getpass
import sys
from pathlib import Path

from nocscape.base.errors import InputError
from nocscape.base.i18n import mark, tr
from nocscape.cli import output, scoping
from nocscape.cli.session import add_profile, connected
from nocscape.engine.client import value
from nocscape.model.access import WebCredential, WebCredentialInfo, WebScheme
from nocscape.model.watching import DropWebCredential, ListWebCredentials, PutWebCredential

HELP = mark("keep passwords and tokens for web servers that are checked or scraped")


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the verbs and their options."""
    verbs = parser.add_subparsers(dest="verb", metavar=tr("VERB"))
    scoping.verb(verbs, "list", tr("show their names (also without a verb)"))
    child = scoping.verb(verbs, "add", tr("keep a secret in the keyring or vault, in place of one of the same name"))
    child.add_argument("name", metavar=tr("NAME"))
    scheme = child.add_mutually_exclusive_group(required=True)
    scheme.add_argument("--basic", metavar=tr("USER"), help=tr("a user with a password"))
    scheme.add_argument("--bearer", action="store_true", help=tr("a token"))
    scheme.add_argument("--header", metavar=tr("NAME"), help=tr("a header of the server's own, as X-Api-Key"))
    child.add_argument(
        "--from", dest="file", metavar=tr("FILE"), help=tr("read the secret from a file, - for standard input")
    )
    child = scoping.verb(verbs, "remove", tr("forget a secret"))
    child.add_argument("name", metavar=tr("NAME"))
    add_profile(parser)
    output.add_json(parser)


def run(options: argparse.Namespace) -> int:
    """Do it, then print what is kept."""
    wanted = _wanted(options) if options.verb == "add" else None
    with connected(options.profile) as client:
        if wanted is not None:
            client.call(PutWebCredential(credential=wanted))
        elif options.verb == "remove":
            client.call(DropWebCredential(name=options.name))
        kept = value(client.call(ListWebCredentials()), tuple[WebCredentialInfo, ...])
    if output.write_result(options.json, {"secrets": kept}):
        rows = [(one.name, one.scheme, one.user) for one in kept]
        print(output.table((tr("Name"), tr("Scheme"), tr("User or header")), rows) if rows else tr("No secrets"))
    return 0


def _wanted(options: argparse.Namespace) -> WebCredential:
    user = getattr(options, "basic", None) or getattr(options, "header", None) or ""
    scheme = WebScheme.BASIC if hasattr(options, "basic") else WebScheme.HEADER if user else WebScheme.BEARER
    return WebCredential(name=options.name, scheme=scheme, user=user, secret=_secret(options))


def _secret(options: argparse.Namespace) -> str:
    """Typed unseen, or the first line of a file; never an argument, which every user of the machine could read."""
    file = getattr(options, "file", None)
    if file is None:
        return getpass.getpass(tr("Secret: "))
    try:
        text = sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8")
    except OSError as error:
        raise InputError(tr("Cannot read {file}: {reason}", file=file, reason=error.strerror)) from error
    return (text.splitlines() or [""])[0]
