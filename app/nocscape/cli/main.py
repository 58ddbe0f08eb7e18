"""`nocscape`: reads the command line and runs one command."""

from __future__ import annotations

import argparse
import importlib
import io
import os
import pkgutil
import signal
import sys
from collections.abc import Sequence
from typing import NoReturn, Protocol, cast

from nocscape import __version__
from nocscape.base import i18n, logs
from nocscape.base.errors import NocscapeError
from nocscape.base.i18n import tr
from nocscape.cli import commands

EXIT_FAULT = 1
EXIT_INTERRUPTED = 130


class CommandModule(Protocol):
    """What a file in `commands/` holds."""

    HELP: str

    def configure(self, parser: argparse.ArgumentParser) -> None:
        """Declare the command's options."""
        ...

    def run(self, options: argparse.Namespace) -> int:
        """Do it and return the exit status."""
        ...


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; faults go to stderr as one line, with a non-zero exit status."""
    _print_anything()
    i18n.set_language(_language())
    named = _named(list(sys.argv[1:] if arguments is None else arguments))
    options = _parser(named).parse_args(named)
    logs.setup(verbose=options.verbose)
    try:
        return _module(options.command).run(options)
    except NocscapeError as error:
        print(f"nocscape: {error}", file=sys.stderr)
        return EXIT_FAULT
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 128 + getattr(signal, "SIGPIPE", 13)
    except OSError as error:
        print(f"nocscape: {_of_the_system(error)}", file=sys.stderr)
        return EXIT_FAULT


class _Parser(argparse.ArgumentParser):
    """Tells what is wrong in one line; how a command is used is in its help."""

    def error(self, message: str) -> NoReturn:
        """End with what is wrong."""
        self.exit(2, f"{self.prog}: {message} ({self.prog} --help)\n")


def _of_the_system(error: OSError) -> str:
    """Such as a profile in a folder that nobody may write to."""
    reason = error.strerror or str(error)
    return f"{error.filename}: {reason}" if error.filename else reason


def _print_anything() -> None:
    """Let no character end a command: Windows gives a pipe the old code page, and JSON is UTF-8 everywhere."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8" if sys.platform == "win32" else None, errors="replace")


def names() -> list[str]:
    """All commands."""
    return sorted(m.name.replace("_", "-") for m in pkgutil.iter_modules(commands.__path__))


def _module(name: str) -> CommandModule:
    return cast("CommandModule", importlib.import_module(f"{commands.__name__}.{name.replace('-', '_')}"))


def _named(arguments: list[str]) -> list[str]:
    """With a command: `nocscape`, and `nocscape --profile DIR`, open the window."""
    first = next((a for a in arguments if a != "--verbose"), None)
    is_window = first is None or first.partition("=")[0] == "--profile"
    return ["console", *arguments] if is_window else arguments


def _parser(arguments: list[str]) -> argparse.ArgumentParser:
    parser = _Parser(
        prog="nocscape", description=tr("Finds a network, draws it, watches it, and says what is wrong and why.")
    )
    parser.add_argument("--version", action="version", version=f"nocscape {__version__}")
    parser.add_argument("--verbose", action="store_true", help=tr("log everything to stderr"))
    parser.set_defaults(command=None)
    choices = parser.add_subparsers(dest="command", metavar=tr("COMMAND"))
    asked = next((a for a in arguments if not a.startswith("-")), None)
    for name in [asked] if asked in names() else names():
        module = _module(name)
        child = choices.add_parser(name, help=tr(module.HELP), description=tr(module.HELP))
        child.add_argument("--verbose", action="store_true", default=argparse.SUPPRESS, help=argparse.SUPPRESS)
        module.configure(child)
    return parser


def _language() -> str:
    wanted = os.environ.get("NOCSCAPE_LANG") or os.environ.get("LC_ALL") or os.environ.get("LANG") or "en"
    return wanted[:2].lower()


if __name__ == "__main__":
    sys.exit(main())
