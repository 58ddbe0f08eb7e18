"""Names to numbers: who imports what from whom, and what to do when that is not there.

A name is looked for in its own module, then where the imports say, then in what that module imports itself, then among
the roots of RFC 1155 and RFC 2578, and last in all modules, the nearest first: those that this one imports from, the
standard ones, those of the same folder, the most trusted. Only the last step is a repair, and it is named as one.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import msgspec

from nocscape.base.i18n import Text, msg
from nocscape.mibs.declared import Declaration, Macro, TypeSpec
from nocscape.mibs.lexer import word_set
from nocscape.mibs.oidkeys import MOST_ARC, arc_key, key_of

ROOTS: dict[str, bytes] = {
    name: key_of(oid)
    for name, oid in {
        "ccitt": "0", "iso": "1", "joint-iso-ccitt": "2", "zeroDotZero": "0.0", "org": "1.3", "dod": "1.3.6",
        "internet": "1.3.6.1", "directory": "1.3.6.1.1", "mgmt": "1.3.6.1.2", "mib-2": "1.3.6.1.2.1",
        "mib": "1.3.6.1.2.1", "transmission": "1.3.6.1.2.1.10", "snmp": "1.3.6.1.2.1.11",
        "experimental": "1.3.6.1.3", "private": "1.3.6.1.4", "enterprises": "1.3.6.1.4.1", "security": "1.3.6.1.5",
        "snmpV2": "1.3.6.1.6", "snmpDomains": "1.3.6.1.6.1", "snmpProxys": "1.3.6.1.6.2",
        "snmpModules": "1.3.6.1.6.3", "ieee802dot1mibs": "1.3.111.2.802.1.1",
    }.items()
}  # fmt: skip
SMI_MODULES = word_set(
    """SNMPv2-SMI SNMPv2-TC SNMPv2-CONF RFC1155-SMI RFC1065-SMI RFC-1155 RFC-1212 RFC1212 RFC-1212-MIB RFC-1215 RFC1215
    RFC1215-TRAP SNMPv2-SMI-v1 SNMPv2-TC-v1 RFC1158-MIB RFC-1213 RFC1213 RFC1155 RFC1213-MIB"""
)
"""Modules whose symbols are built in or stand in the shipped tables, so that their absence is no news."""

_GENERIC_TRAPS = ROOTS["snmp"] + arc_key(0)
_DEEPEST = 150


class Placed(msgspec.Struct, array_like=True, gc=False):
    """The first fields of a `Declaration`: all that linking needs of an object."""

    name: str
    macro: Macro
    place: tuple[str | int, ...] = ()
    index: tuple[str, ...] = ()
    is_implied: bool = False
    augments: str = ""


class Skeleton(msgspec.Struct, array_like=True):
    """A `ParsedModule` with its objects as `Placed`."""

    name: str
    line: int
    updated: str
    imports: dict[str, str]
    types: list[Declaration]
    declarations: list[Placed]


class Symbol(msgspec.Struct, frozen=True):
    """Where a name is declared: which module, which of its declarations or types."""

    module: int
    at: int


class Borrowed(msgspec.Struct, frozen=True):
    """A name that had to be taken from somewhere else than the imports say."""

    name: str
    wanted_from: str
    taken_from: str
    is_respelt: bool = False
    """`taken_from` is the same name in other letters, in the module itself."""

    def text(self) -> Text:
        """The repair in words."""
        if self.is_respelt:
            return msg("{name} is taken for {other}", name=self.name, other=self.taken_from)
        if not self.wanted_from:
            return msg("{name} is not imported; taken from {module}", name=self.name, module=self.taken_from)
        return msg(
            "{name} is not in {wanted}; taken from {module}",
            name=self.name, wanted=self.wanted_from, module=self.taken_from,
        )  # fmt: skip


class Member(msgspec.Struct, frozen=True):
    """A module to link: where its file lay, and whether a table of that name is shipped."""

    skeleton: Skeleton
    folder: str = ""
    is_shipped: bool = False


class Scope:
    """One module while it is linked."""

    def __init__(self, at: int, member: Member) -> None:
        self.at = at
        self.skeleton = member.skeleton
        self.folder = member.folder
        self.is_shipped = member.is_shipped
        self.sources = frozenset(member.skeleton.imports.values())
        self.objects = _last_of([d.name for d in member.skeleton.declarations])
        self.types = _last_of([d.name for d in member.skeleton.types])
        self.keys: dict[str, bytes | None] = {}
        self.borrowed: dict[str, Borrowed] = {}
        self.folded: dict[str, str] | None = None
        self.unknown: dict[str, str] = {}
        """Names that nobody defines, with the module that was to define them."""
        self.unknown_types: dict[str, str] = {}
        self.unplaced: list[str] = []
        """Declarations without a number."""


def _generic_trap(number: str | int) -> bytes | None:
    """coldStart and its like are numbered anew in SMIv2 (RFC 3584, section 3.1)."""
    return key_of(f"1.3.6.1.6.3.1.1.5.{number + 1}") if isinstance(number, int) and number < MOST_ARC else None


def _fold(name: str) -> str:
    return name.lower().replace("_", "-")


def _last_of(names: Sequence[str]) -> dict[str, int]:
    """Where each name is declared; the last of several counts."""
    return {name: at for at, name in enumerate(names)}


class Linker:
    """All modules together. Build it with one skeleton a module name, the most trusted first."""

    def __init__(self, modules: Sequence[Member]) -> None:
        self.scopes = [Scope(at, member) for at, member in enumerate(modules)]
        self.by_name = {s.skeleton.name: s for s in self.scopes}
        self._definers = lru_cache(maxsize=None)(self._find_definers)

    def keys(self, scope: Scope) -> list[bytes | None]:
        """A key for each declaration of a module, None where its parent is not known."""
        declared = scope.skeleton.declarations
        keys = [self._declared_key(scope, d, 0) for d in declared]
        scope.unplaced = [d.name for d, key in zip(declared, keys, strict=True) if key is None]
        return keys

    def _declared_key(self, scope: Scope, declared: Placed, depth: int) -> bytes | None:
        key: bytes | None = b""
        for arc in declared.place:
            if isinstance(arc, str):
                key = self.key(scope, arc, depth)
            elif key is not None:
                key = key + arc_key(arc) if arc <= MOST_ARC else None
        if declared.macro is Macro.TRAP and key is not None and key.startswith(_GENERIC_TRAPS):
            return _generic_trap(declared.place[-1])
        return key

    def key(self, scope: Scope, name: str, depth: int = 0) -> bytes | None:
        """The key of a name as this module sees it, None where nobody knows it or it stands below itself."""
        if name in scope.keys:
            return scope.keys[name]
        if depth > _DEEPEST:
            return None
        scope.keys[name] = None
        found = self.object(scope, name)
        if found is None:
            key = ROOTS.get(name)
            if key is None:
                scope.unknown.setdefault(name, scope.skeleton.imports.get(name, ""))
        else:
            home = self.scopes[found.module]
            key = home.keys.get(name) if home is not scope else None
            if key is None:
                key = self._declared_key(home, home.skeleton.declarations[found.at], depth + 1)
        scope.keys[name] = key
        return key

    def object(self, scope: Scope, name: str) -> Symbol | None:
        """Where an object's name is declared, as this module sees it."""
        if (own := scope.objects.get(name)) is not None:
            return Symbol(scope.at, own)
        found = self._imported(scope, name, "objects")
        if found is not None or name in ROOTS:
            return found
        return self._borrow(scope, name, self._definers("objects", name)) or self._respelt(scope, name)

    def type(self, scope: Scope, name: str) -> Symbol | None:
        """Where a type's name is declared, as this module sees it; None for the types of ASN.1 itself."""
        if (own := scope.types.get(name)) is not None:
            return Symbol(scope.at, own)
        found = self._imported(scope, name, "types")
        if found is not None:
            return found
        found = self._borrow(scope, name, self._definers("types", name))
        if found is None:
            scope.unknown_types.setdefault(name, scope.skeleton.imports.get(name, ""))
        return found

    def _imported(self, scope: Scope, name: str, kind: str) -> Symbol | None:
        """Follow the imports, through modules that only pass a name on, a few steps and never in a circle."""
        home: Scope | None = scope
        for _ in range(4):
            home = self.by_name.get(home.skeleton.imports.get(name, "")) if home else None
            if home is None:
                return None
            table: dict[str, int] = getattr(home, kind)
            if name in table:
                return Symbol(home.at, table[name])
        return None

    def _find_definers(self, kind: str, name: str) -> list[Symbol]:
        tables: list[tuple[int, dict[str, int]]] = [(scope.at, getattr(scope, kind)) for scope in self.scopes]
        return [Symbol(module, table[name]) for module, table in tables if name in table]

    def _borrow(self, scope: Scope, name: str, found: list[Symbol]) -> Symbol | None:
        if not found:
            return None
        near = min(found, key=lambda symbol: self._distance(scope, self.scopes[symbol.module]))
        wanted = scope.skeleton.imports.get(name, "")
        if wanted not in SMI_MODULES:
            taken = self.scopes[near.module].skeleton.name
            scope.borrowed.setdefault(name, Borrowed(name, wanted, taken))
        return near

    def _respelt(self, scope: Scope, name: str) -> Symbol | None:
        """The same name in other letters: capitals, and underscores for hyphens."""
        if scope.folded is None:
            scope.folded = {_fold(own): own for own in scope.objects}
        own = scope.folded.get(_fold(name))
        if own is None:
            return None
        scope.borrowed.setdefault(name, Borrowed(name, scope.skeleton.name, own, is_respelt=True))
        return Symbol(scope.at, scope.objects[own])

    def _distance(self, scope: Scope, home: Scope) -> tuple[bool, bool, bool, int]:
        return (
            home.skeleton.name not in scope.sources,
            not home.is_shipped,
            home.folder != scope.folder,
            home.at,
        )

    def first_unknown(self, scope: Scope) -> tuple[str, str]:
        """The name that nobody defines, and the module it was to come from, above the first name without a number."""
        name = scope.unplaced[0]
        for _ in range(_DEEPEST):
            found = self.object(scope, name)
            if found is None:
                return name, scope.skeleton.imports.get(name, "")
            scope = self.scopes[found.module]
            names = [arc for arc in scope.skeleton.declarations[found.at].place if isinstance(arc, str)]
            if not names:
                break
            name = names[-1]
            if name in ROOTS and self.object(scope, name) is None:
                break
        return "", ""

    def missing_modules(self, scope: Scope) -> list[str]:
        """Modules that this one imports from and that are nowhere."""
        wanted = dict.fromkeys(scope.skeleton.imports.values())
        return [m for m in wanted if m not in self.by_name and m not in SMI_MODULES]


__all__ = ["ROOTS", "Borrowed", "Linker", "Placed", "Scope", "Skeleton", "Symbol", "TypeSpec"]
