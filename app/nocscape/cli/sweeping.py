"""Targets on the command line."""

from __future__ import annotations

import argparse

from nocscape.base.i18n import tr
from nocscape.cli import numbers
from nocscape.model.commands import SweepSpec


def add_options(parser: argparse.ArgumentParser) -> None:
    """Declare targets, `--exclude`, `--rate`, `--timeout`, `--retries`."""
    parser.add_argument("target", nargs="+", metavar=tr("TARGET"), help=tr("address, range (10.0.0.1-20) or CIDR"))
    parser.add_argument(
        "--exclude", action="append", default=[], metavar=tr("TARGET"), help=tr("leave these out; repeatable")
    )
    parser.add_argument("--rate", type=numbers.above_zero, metavar="N", help=tr("at most N echo requests a second"))
    parser.add_argument(
        "--timeout", type=numbers.above_zero, default=1.0, metavar="S", help=tr("seconds to wait for an echo")
    )
    parser.add_argument(
        "--retries", type=numbers.times, default=1, metavar="N", help=tr("how often the silent are asked again")
    )


def from_options(options: argparse.Namespace) -> SweepSpec:
    """What the command line asks to sweep."""
    return SweepSpec(
        targets=tuple(options.target),
        exclude=tuple(options.exclude),
        rate_per_s=options.rate,
        timeout_s=options.timeout,
        retries=options.retries,
    )
