"""TLS: for how long a server's certificate is good, and whether it is trusted."""

from __future__ import annotations

import ssl
import time

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


async def ask(check: Check, address: str, _: Header | None) -> CheckOutcome:
    """Shake hands; once more where the certificate must be trusted. Raises OSError and CheckFaultError."""
    begun_s = time.perf_counter()
    trust = Trust.of(check.access, is_verified=check.is_verified)
    context = tls_context(trust._replace(is_verified=False))
    async with connection(address, check.real_port, context=context, host=check.host) as streams:
        latency_ms = 1000 * (time.perf_counter() - begun_s)
        certificate = certificate_of(streams)
    left = days_left(certificate)
    told = one_line(certificate.subject.rfc4514_string(), _MOST_LETTERS)
    reason = None if left > 0 else msg("the certificate has expired")
    if reason is None and trust.is_verified:
        try:
            async with connection(address, check.real_port, context=tls_context(trust), host=check.host):
                pass
        except ssl.SSLCertVerificationError as error:
            reason = msg("the certificate is not trusted: {reason}", reason=one_line(error.verify_message))
    return CheckOutcome(is_up=reason is None, reason=reason, latency_ms=latency_ms, days_left=left, told=told)


def certificate_of(streams: Streams) -> x509.Certificate:
    """The server's own. Raises CheckFaultError where it sent none that can be read."""
    tls: ssl.SSLObject | None = streams.writer.get_extra_info("ssl_object")
    told = tls.getpeercert(binary_form=True) if tls is not None else None
    try:
        return x509.load_der_x509_certificate(told or b"")
    except ValueError as error:
        raise CheckFaultError(msg("the certificate cannot be read")) from error


def days_left(certificate: x509.Certificate) -> float:
    """Until it expires."""
    return (certificate.not_valid_after_utc.timestamp() - time.time()) / DAY_S
