"""What a check or an exporter must be, so that it can be kept."""

from __future__ import annotations

from pathlib import Path

from nocscape.base.dimensions import parse_unit
from nocscape.base.errors import InputError
from nocscape.base.i18n import Text, tr
from nocscape.model.access import Access
from nocscape.model.checks import Check, CheckKind
from nocscape.model.exporters import Exporter
from nocscape.polling.exporters.library import plain_spec
from nocscape.wire.checks.dns_message import RECORDS, question
from nocscape.wire.streams import TlsFileError, Trust, tls_context

MOST_FAMILIES = 100
MOST_LETTERS = 255
LEAST_INTERVAL_S, MOST_INTERVAL_S = 5.0, 86_400.0
MOST_TIMEOUT_S = 30.0


def check_check(check: Check) -> None:
    """Raises InputError for a check that makes no sense."""
    if not 0 < check.real_port < 1 << 16:
        raise InputError(tr("A {kind} check needs a port between 1 and 65535", kind=check.kind))
    _check_times(check.interval_s, check.timeout_s)
    _check_words(check.host, check.path, check.expect, check.query, check.record)
    _check_path(check.path, check.host)
    _check_check_access(check)
    if check.kind is CheckKind.DNS:
        try:
            question(0, check.query, check.record)
        except (ValueError, UnicodeError) as error:
            text = tr("{name} cannot be asked for as {record}", name=check.query, record=check.record)
            raise InputError(text, hint=", ".join(RECORDS)) from error


def check_exporter(exporter: Exporter) -> None:
    """Raises InputError for an exporter that makes no sense."""
    if not 0 < exporter.port < 1 << 16:
        raise InputError(tr("An exporter needs a port between 1 and 65535"))
    if len(exporter.families) > MOST_FAMILIES:
        raise InputError(tr("At most {most} families can be named", most=MOST_FAMILIES))
    _check_times(exporter.interval_s, exporter.timeout_s)
    _check_words(exporter.host, exporter.path, *exporter.families)
    _check_path(exporter.path, exporter.host)
    _check_access(exporter.access, exporter.weak_point)
    for family in exporter.families:
        parse_unit(plain_spec(family).unit)


def _check_check_access(check: Check) -> None:
    access, is_web = check.access, check.kind in (CheckKind.HTTP, CheckKind.HTTPS)
    if access.credential and not is_web:
        raise InputError(tr("A {kind} check sends no secret", kind=check.kind))
    _check_access(access, check.weak_point)


def _check_access(access: Access, weak_point: Text | None) -> None:
    files = [path for path in (access.ca_file, access.certificate_file, access.key_file) if path]
    _check_words(access.credential, *files)
    if access.key_file and not access.certificate_file:
        raise InputError(tr("A private key needs its certificate"))
    if any(not Path(path).is_absolute() for path in files):
        raise InputError(tr("Certificates are named by absolute paths on the engine's machine"))
    if access.credential and weak_point is not None and not access.is_exposed:
        raise InputError(
            tr("{name} is not sent: {reason}", name=access.credential, reason=weak_point),
            hint=tr("use TLS and have the certificate checked, or allow the secret to be exposed"),
        )
    try:
        tls_context(Trust.of(access, is_verified=True))
    except TlsFileError as error:
        text = tr("{file} cannot be used for TLS: {reason}", file=error.path, reason=error.reason)
        raise InputError(text) from error


def _check_times(interval_s: float, timeout_s: float) -> None:
    if not LEAST_INTERVAL_S <= interval_s <= MOST_INTERVAL_S or not 0 < timeout_s <= MOST_TIMEOUT_S:
        raise InputError(
            tr(
                "The interval must be {least} to {most} s, the timeout at most {timeout} s",
                least=int(LEAST_INTERVAL_S),
                most=int(MOST_INTERVAL_S),
                timeout=int(MOST_TIMEOUT_S),
            )
        )


def _check_words(*words: str) -> None:
    for word in words:
        if len(word) > MOST_LETTERS or not (word.isprintable() or not word):
            raise InputError(tr("{text} is too long or cannot be printed", text=word[:40]))


def _check_path(path: str, host: str) -> None:
    if not path.startswith("/") or not path.isascii() or " " in path:
        raise InputError(tr("{path} is no path of a page", path=path), hint="/index.html?a=b")
    if not host.isascii() or any(letter in host for letter in " /@"):
        raise InputError(tr("{host} is no name of a host", host=host))
