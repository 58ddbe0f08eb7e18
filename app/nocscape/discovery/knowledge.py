"""What discovery wants to know of gear beyond the standard MIBs, and what it does where nobody knows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from nocscape.model.net import Kind
from nocscape.profiles import Readings


class Identity(Protocol):
    """What sysObjectID and sysDescr tell."""

    @property
    def vendor(self) -> str | None:
        """Who made it."""

    @property
    def os(self) -> str | None:
        """Its operating system."""

    @property
    def os_version(self) -> str | None:
        """The version of that."""

    @property
    def model(self) -> str | None:
        """Its type designation."""

    @property
    def is_listed(self) -> bool:
        """Whether the model comes from a list of products; the chassis may say it better."""

    @property
    def serial(self) -> str | None:
        """Its serial number."""

    @property
    def kind(self) -> Kind:
        """Its family."""

    @property
    def profile(self) -> str | None:
        """Name of the gear profile that fits."""


class Knowledge(Protocol):
    """Gear profiles, as far as discovery asks them."""

    def identify(self, sys_object_id: str | None, sys_descr: str | None) -> Identity:
        """What these two say; unknown parts are None."""
        ...

    @property
    def hidden_below(self) -> frozenset[str]:
        """OIDs that tell gear from the plain host that it answers as."""
        ...

    def reveal(self, has: Callable[[str], bool], sys_descr: str | None) -> Identity | None:
        """What hides behind a plain host, by which of these OIDs it has."""
        ...

    def readings(self, profile: str | None, sys_object_id: str | None = None) -> Readings:
        """What to read of gear with this profile beyond the standard MIBs."""
        ...


class _Unknown:
    vendor = os = os_version = model = serial = profile = None
    is_listed = False
    kind = Kind.UNKNOWN


class NoKnowledge:
    """Knows nothing: the standard MIBs have to do."""

    hidden_below: frozenset[str] = frozenset()

    def reveal(self, has: Callable[[str], bool], sys_descr: str | None) -> Identity | None:  # noqa: ARG002
        """Nothing."""
        return None

    def identify(self, sys_object_id: str | None, sys_descr: str | None) -> Identity:  # noqa: ARG002
        """All parts unknown."""
        return _Unknown()

    def readings(self, profile: str | None, sys_object_id: str | None = None) -> Readings:  # noqa: ARG002
        """Nothing more."""
        return Readings()
