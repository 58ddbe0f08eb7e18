"""Which metric profiles each device is measured by: what the profiles say themselves, and the operator's word."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from nocscape.base.errors import InputError
from nocscape.base.i18n import tr
from nocscape.base.paths import resources_dir
from nocscape.model.metrics import BUILT_IN, Metric, MetricProfileInfo
from nocscape.model.net import Device, Inventory
from nocscape.polling.metrics import MetricLibrary, MetricProfile, load

CHOICES = "metric_choices"
"""Name of the profile's setting."""
OWN_FOLDER = "metrics"
"""In the profile: files of one's own, which can be shared."""

Choices = dict[str, dict[str, bool]]
"""By scope and metric profile."""
_KINDS_OF_SCOPE = ("device", "site", "kind", "vendor")
"""The narrowest first."""


class MetricRoom:
    """The library, and the operator's choices."""

    def __init__(self, profile: Path | None) -> None:
        own = [profile / OWN_FOLDER] if profile is not None else []
        self._folders = [resources_dir() / "metrics", *own]
        self.library: MetricLibrary = load(self._folders)
        self.choices: Choices = {}

    def reload(self) -> None:
        """Read all files again: one of them is different. Raises InputError."""
        self.library = load(self._folders)

    def restore(self, kept: object) -> None:
        """Take over what the store keeps; what has become unreadable is left out."""
        for scope, chosen in kept.items() if isinstance(kept, Mapping) else ():
            self.choices[scope] = {name: bool(is_on) for name, is_on in chosen.items()}

    def of(self, inventory: Inventory, site: str = "") -> tuple[MetricProfile, ...]:
        """What a device is measured by."""
        device = inventory.device
        fitting = {profile.name for profile in self.library.fitting(device)}
        scopes = [self.choices.get(scope, {}) for scope in _scopes(device, site or device.site)]
        chosen: list[MetricProfile] = []
        for name, profile in self.library.profiles.items():
            word = next((scope[name] for scope in scopes if name in scope), None)
            if word or (word is None and name in fitting):
                chosen.append(profile)
        return tuple(chosen)

    def choose(self, scope: str, name: str, is_on: bool | None) -> None:  # noqa: FBT001 - three-valued
        """Raises InputError for a profile or a scope that does not exist."""
        if name not in self.library.profiles:
            raise InputError(tr("There is no metric profile {name}", name=name))
        if scope.partition(":")[0] not in _KINDS_OF_SCOPE or not scope.partition(":")[2]:
            text = tr("{scope} is no scope", scope=scope)
            raise InputError(text, hint="device:ID, site:NAME, kind:KIND, vendor:NAME")
        chosen = self.choices.setdefault(scope, {})
        chosen.pop(name, None)
        if is_on is not None:
            chosen[name] = is_on
        if not chosen:
            del self.choices[scope]

    def infos(self) -> tuple[MetricProfileInfo, ...]:
        """What can be measured, and for whom it was switched on or off."""
        return tuple(
            MetricProfileInfo(
                name=profile.name,
                title=profile.title,
                interval_s=profile.interval_s,
                metrics=self.library.metrics_of(profile),
                choices={scope: word[profile.name] for scope, word in self.choices.items() if profile.name in word},
            )
            for profile in self.library.profiles.values()
        )

    def metric(self, name: str) -> Metric:
        """A metric by its name. Raises InputError."""
        known = {m.name: m for m in (*BUILT_IN, *self.library.metrics())}
        if name not in known:
            raise InputError(tr("There is no metric {name} here", name=name))
        return known[name]


def _scopes(device: Device, site: str) -> list[str]:
    words = {"device": device.id, "site": site, "kind": str(device.kind), "vendor": device.vendor or ""}
    return [f"{kind}:{words[kind]}" for kind in _KINDS_OF_SCOPE]
