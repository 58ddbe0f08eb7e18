"""Logging for people, with secrets taken out."""

from __future__ import annotations

import logging
import logging.handlers
import re
from pathlib import Path

_SECRETS = re.compile(
    r"(authorization['\"]?\s*[=:,]\s*['\"]?(?:basic|bearer)\s+"
    r"|(?:community|password|passphrase|secret|auth_key|priv_key|token|api[-_]key)['\"]?\s*[=:]\s*)"
    r"('[^']*'|\"[^\"]*\"|[^\s,)}]+)",
    re.IGNORECASE,
)


def redact(text: str) -> str:
    """`text` with the values of everything named like a secret replaced."""
    return _SECRETS.sub(r"\1***", text)


class _Redacting(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return redact(super().format(record))


def setup(*, verbose: bool = False, folder: Path | None = None) -> None:
    """Send warnings to stderr (everything with `verbose`), and everything to a rotating file in `folder`."""
    root = logging.getLogger()
    root.setLevel(logging.DEBUG if verbose else logging.INFO)
    to_person = logging.StreamHandler()
    to_person.setLevel(logging.DEBUG if verbose else logging.WARNING)
    to_person.setFormatter(_Redacting("%(levelname)s %(name)s: %(message)s"))
    root.addHandler(to_person)
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        to_file = logging.handlers.RotatingFileHandler(
            folder / "nocscape.log", maxBytes=5_000_000, backupCount=3, encoding="utf-8"
        )
        to_file.setFormatter(_Redacting("%(asctime)s %(levelname)s %(threadName)s %(name)s: %(message)s"))
        root.addHandler(to_file)
    for noisy in ("pysnmp", "asyncio"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
