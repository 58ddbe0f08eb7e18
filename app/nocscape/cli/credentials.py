"""Credentials from the command line or a file."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TypeVar

import msgspec
import yaml

from nocscape.base.errors import InputError
from nocscape.base.i18n import tr
from nocscape.model.credentials import AuthProtocol, PrivProtocol, SnmpCredential, SnmpVersion

P = TypeVar("P")

_AUTH = {
    "MD5": AuthProtocol.MD5,
    "SHA": AuthProtocol.SHA1,
    "SHA1": AuthProtocol.SHA1,
    "SHA224": AuthProtocol.SHA224,
    "SHA256": AuthProtocol.SHA256,
    "SHA384": AuthProtocol.SHA384,
    "SHA512": AuthProtocol.SHA512,
}
_PRIV = {
    "DES": PrivProtocol.DES,
    "AES": PrivProtocol.AES128,
    "AES128": PrivProtocol.AES128,
    "AES192": PrivProtocol.AES192,
    "AES256": PrivProtocol.AES256,
    "AES192C": PrivProtocol.AES192_CISCO,
    "AES256C": PrivProtocol.AES256_CISCO,
}
MIN_KEY = 8
"""Shortest passphrase that RFC 3414 section 11.2 allows."""


def add_options(parser: argparse.ArgumentParser) -> None:
    """Declare `--community`, `--v1`, `--v3`, `--auth`, `--priv`, `--context`, `--credentials`."""
    group = parser.add_argument_group(tr("how to be let in"))
    group.add_argument(
        "--community", action="append", default=[], metavar="C", help=tr("SNMP v2c community; repeatable")
    )
    group.add_argument("--v1", action="append", default=[], metavar="C", help=tr("SNMP v1 community; repeatable"))
    group.add_argument("--v3", metavar="USER", help=tr("SNMP v3 user"))
    group.add_argument("--auth", metavar="PROTO:KEY", help=tr("authentication: MD5, SHA, SHA-224 to SHA-512"))
    group.add_argument(
        "--priv", metavar="PROTO:KEY", help=tr("privacy: DES, AES, AES-192, AES-256, AES-192-C, AES-256-C")
    )
    group.add_argument("--context", default="", metavar="NAME", help=tr("SNMP v3 context"))
    group.add_argument("--credentials", metavar="FILE", help=tr("a YAML or JSON list of credentials"))


def from_options(options: argparse.Namespace) -> tuple[SnmpCredential, ...]:
    """All credentials that the command line names, in the order v3, v2c, v1, file. Raises InputError."""
    found: list[SnmpCredential] = []
    if options.v3:
        found.append(_v3(options))
    elif options.auth or options.priv:
        raise InputError(tr("--auth and --priv belong to a user"), hint=tr("name it with --v3 USER"))
    found += [_community(c, SnmpVersion.V2C) for c in options.community]
    found += [_community(c, SnmpVersion.V1) for c in options.v1]
    if options.credentials:
        found += _from_file(Path(options.credentials))
    return tuple(found)


def _community(community: str, version: SnmpVersion) -> SnmpCredential:
    return SnmpCredential(name=f"{version}:{_masked(community)}", version=version, community=community)


def _masked(secret: str) -> str:
    return secret if secret in ("public", "private") else f"{secret[:2]}…{len(secret)}"


def _v3(options: argparse.Namespace) -> SnmpCredential:
    auth, auth_key = _algorithm(options.auth, _AUTH, "--auth") if options.auth else (AuthProtocol.NONE, "")
    priv, priv_key = _algorithm(options.priv, _PRIV, "--priv") if options.priv else (PrivProtocol.NONE, "")
    if priv is not PrivProtocol.NONE and auth is AuthProtocol.NONE:
        raise InputError(tr("Privacy needs authentication (RFC 3414)"), hint=tr("add --auth PROTO:KEY"))
    return SnmpCredential(
        name=f"v3:{options.v3}",
        version=SnmpVersion.V3,
        user=options.v3,
        auth=auth,
        auth_key=auth_key,
        priv=priv,
        priv_key=priv_key,
        context=options.context,
    )


def _algorithm(text: str, known: dict[str, P], option: str) -> tuple[P, str]:
    name, _, key = text.partition(":")
    protocol = known.get(name.upper().replace("-", "").replace("_", ""))
    if protocol is None:
        raise InputError(tr("{option} does not know {name}", option=option, name=name), hint=", ".join(known))
    if len(key) < MIN_KEY:
        raise InputError(tr("The key of {option} has fewer than {least} characters", option=option, least=MIN_KEY))
    return protocol, key


def _from_file(path: Path) -> list[SnmpCredential]:
    try:
        rows = yaml.safe_load(path.read_text(encoding="utf-8"))
        return msgspec.convert(rows, list[SnmpCredential], strict=False)
    except OSError as error:
        raise InputError(tr("Cannot read {file}: {reason}", file=path, reason=error.strerror)) from error
    except (yaml.YAMLError, msgspec.ValidationError) as error:
        raise InputError(tr("{file} is no list of credentials: {reason}", file=path, reason=error)) from error
