"""`nocscape mib`: import MIB files, and find what a name or a number means."""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

from nocscape.base import paths
from nocscape.base.errors import InputError
from nocscape.base.i18n import mark, tr
from nocscape.base.text import one_line
from nocscape.cli import output
from nocscape.cli.object_text import told
from nocscape.cli.session import add_profile
from nocscape.mibs import (
    MibDictionary,
    ModuleReport,
    ModuleStatus,
    Notes,
    import_paths,
    is_rebuild_due,
    open_dictionary,
    rebuild,
)
from nocscape.mibs.report import find_json, import_json, show_json

HELP = mark("import MIB files, and look up names and numbers")


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the three verbs."""
    verbs = parser.add_subparsers(dest="verb", required=True, metavar=tr("VERB"))
    importing = verbs.add_parser("import", help=tr("read files, folders and archives of MIBs"))
    importing.add_argument("what", nargs="+", type=Path, metavar=tr("PATH"))
    finding = verbs.add_parser("find", help=tr("objects by parts of names, numbers and descriptions"))
    finding.add_argument("what", nargs="+", metavar=tr("WORD"))
    showing = verbs.add_parser("show", help=tr("everything about objects"))
    showing.add_argument("what", nargs="+", metavar="OID|NAME")
    for verb in (importing, finding, showing):
        add_profile(verb)
        output.add_json(verb)


def run(options: argparse.Namespace) -> int:
    """Do the verb."""
    if options.verb == "import":
        return _import(options)
    dictionary = _dictionary(options.profile or _own_profile())
    return _find(dictionary, options) if options.verb == "find" else _show(dictionary, options)


def _find(dictionary: MibDictionary, options: argparse.Namespace) -> int:
    found = find_json(dictionary, " ".join(options.what))
    if not found:
        output.note(tr("No object fits these words"))
    if output.write_result(options.json, found) and found:
        print(output.table((tr("Name"), "OID", tr("Syntax"), tr("Module")), map(_row, found)))
    return 0


def _show(dictionary: MibDictionary, options: argparse.Namespace) -> int:
    """Names that are not known are told of; the exit status is 0 where any is."""
    found = {name: dictionary.by_name(name) for name in options.what}
    for name, one in found.items():
        if one is None:
            output.note(tr("{name}: {why}", name=name[:80], why=_why_unknown(dictionary, name)))
    known = [one for one in found.values() if one is not None]
    if output.write_result(options.json, show_json(dictionary, options.what)) and known:
        print("\n\n".join(told(dictionary, one) for one in known))
    return 0 if known else 1


def _why_unknown(dictionary: MibDictionary, name: str) -> str:
    try:
        dictionary.resolve(name)
    except InputError as error:
        return str(error)
    return tr("no MIB defines it")


def _dictionary(profile: Path | None) -> MibDictionary:
    """The profile's dictionary, made anew where an older version of the program made it, with the operator's notes."""
    if profile is not None and is_rebuild_due(profile):
        output.note(tr("Making the MIB dictionary anew for this version"))
        rebuild(profile)
    dictionary = open_dictionary(profile)
    dictionary.notes = Notes(profile).all
    return dictionary


def _own_profile() -> Path | None:
    profile = paths.default_profile()
    return profile if profile.exists() else None


def _import(options: argparse.Namespace) -> int:
    for path in options.what:
        if not path.exists():
            raise InputError(tr("There is no {file}", file=path))
    reports = import_paths(options.what, paths.make_private(options.profile or paths.default_profile()))
    if output.write_result(options.json, import_json(reports)):
        _print(reports)
    return 0


def _print(reports: list[ModuleReport]) -> None:
    failed = [r for r in reports if r.status is ModuleStatus.FAILED]
    if failed:
        rows = [(r.name, f"{r.file}:{r.line}", one_line(str(r.reason or ""), 100)) for r in failed]
        print(output.table((tr("Module"), tr("File"), tr("Why it failed")), rows))
    counts = Counter(r.status for r in reports)
    print(
        tr(
            "{compiled} modules compiled, {repaired} with repairs, {failed} failed",
            compiled=counts[ModuleStatus.COMPILED],
            repaired=counts[ModuleStatus.REPAIRED],
            failed=counts[ModuleStatus.FAILED],
        )
    )


def _row(found: dict[str, object]) -> tuple[str, ...]:
    name = str(found.get("name", ""))
    return (name, str(found.get("oid", "")), one_line(str(found.get("syntax", "")), 40), name.partition("::")[0])
