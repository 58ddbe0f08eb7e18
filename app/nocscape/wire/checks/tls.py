"""TLS: for how long a server's certificate is good, and whether it is trusted."""

from __future__ import annotations

import ssl
import time
from typing import NamedTuple

from cryptography import x509

from nocscape.base.i18n import msg
from nocscape.base.text import one_line
from nocscape.model.access import Header
from nocscape.model.checks import Check, CheckKind, CheckOutcome
from nocscape.wire.checks.fault import CheckFaultError
from nocscape.wire.streams import Streams, Trust, connection, tls_context

KINDS = (CheckKind.TLS,)
DAY_S = 86_400
_MOST_LETTERS = 200


class Certificate(NamedTuple):
    """Whose it is, and until when it is good."""

    subject: str
    days_left: float


async def ask(check: Check, address: str, _: Header | None) -> CheckOutcome:
    """Shake hands; once more where the certificate must be trusted. Raises OSError and CheckFaultError."""
    begun_s = time.perf_counter()
    trust = Trust.of(check.access, is_verified=check.is_verified)
    context = tls_context(trust._replace(is_verified=False))
    async with connection(address, check.real_port, context=context, host=check.host) as streams:
        latency_ms = 1000 * (time.perf_counter() - begun_s)
        told, left = certificate_of(streams)
    reason = None if left > 0 else msg("the certificate has expired")
    if reason is None and trust.is_verified:
        try:
            async with connection(address, check.real_port, context=tls_context(trust), host=check.host):
                pass
        except ssl.SSLCertVerificationError as error:
            reason = msg("the certificate is not trusted: {reason}", reason=one_line(error.verify_message))
    return CheckOutcome(is_up=reason is None, reason=reason, latency_ms=latency_ms, days_left=left, told=told)


def certificate_of(streams: Streams) -> Certificate:
    """The server's own. Raises CheckFaultError where it sent none that can be read."""
    tls: ssl.SSLObject | None = streams.writer.get_extra_info("ssl_object")
    told = tls.getpeercert(binary_form=True) if tls is not None else None
    try:
        found = x509.load_der_x509_certificate(told or b"")
        left_s = found.not_valid_after_utc.timestamp() - time.time()
    except ValueError as error:
        raise CheckFaultError(msg("the certificate cannot be read")) from error
    return Certificate(_subject_of(found), left_s / DAY_S)


def _subject_of(certificate: x509.Certificate) -> str:
    """Whose it is; empty where its letters cannot be read, as those of a TeletexString that older gear calls itself."""
    try:
        return one_line(certificate.subject.rfc4514_string(), _MOST_LETTERS)
    except ValueError:
        return ""
