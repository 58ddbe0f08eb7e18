"""Whether services answer: one file a protocol, each with `KINDS` and `ask`."""

from nocscape.wire.checks.running import run_check

__all__ = ["run_check"]
