"""Runs a check within its time and turns whatever goes wrong into an outcome."""

from __future__ import annotations

import asyncio
import importlib
import pkgutil
import ssl
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Protocol, cast

from nocscape.base.i18n import Text, msg
from nocscape.base.text import one_line
from nocscape.model.access import Header
from nocscape.model.checks import Check, CheckKind, CheckOutcome
from nocscape.wire.checks.fault import CheckFaultError
from nocscape.wire.streams import TlsFileError

_MOST_LETTERS = 160


class CheckModule(Protocol):
    """What a protocol's file holds."""

    KINDS: tuple[CheckKind, ...]

    async def ask(self, check: Check, address: str, secret: Header | None, /) -> CheckOutcome:
        """Ask the service, showing it the secret where its protocol has a place for one.

        Raises OSError, TimeoutError and CheckFaultError.
        """
        ...


async def run_check(check: Check, address: str, secret: Header | None = None) -> CheckOutcome:
    """Ask the service of a check at an address, with what its credential says; never raises but for cancellation."""
    try:
        async with asyncio.timeout(check.timeout_s):
            return await protocols()[check.kind].ask(check, address, secret)
    except TimeoutError:
        return _down(msg("no answer within {seconds} s", seconds=check.timeout_s))
    except CheckFaultError as fault:
        return CheckOutcome(is_up=False, reason=fault.reason, told=fault.told)
    except TlsFileError as error:
        return _down(msg("{file} cannot be used for TLS: {reason}", file=error.path, reason=_words(error.reason)))
    except OSError as error:
        return _down(why_unreached(error))


def why_unreached(error: OSError) -> Text:
    """Why there is no connection to a server, in words for the operator."""
    match error:
        case ssl.SSLCertVerificationError():
            return msg("the certificate is not trusted: {reason}", reason=_words(error.verify_message))
        case ssl.SSLError():
            return msg("no TLS connection: {reason}", reason=_words(error.reason or str(error)))
        case ConnectionRefusedError():
            return msg("the connection was refused")
        case _:
            return msg("no connection: {reason}", reason=_words(error.strerror or str(error)))


def _down(reason: Text) -> CheckOutcome:
    return CheckOutcome(is_up=False, reason=reason)


def _words(text: str) -> str:
    return one_line(text, _MOST_LETTERS)


@cache
def protocols() -> dict[CheckKind, CheckModule]:
    """Each kind's file, found by listing the folder."""
    return {kind: module for module in _modules() for kind in module.KINDS}


def _modules() -> Iterator[CheckModule]:
    folder = Path(__file__).parent
    for found in pkgutil.iter_modules([str(folder)]):
        module = importlib.import_module(f"{__package__}.{found.name}")
        if hasattr(module, "KINDS"):
            yield cast("CheckModule", module)
