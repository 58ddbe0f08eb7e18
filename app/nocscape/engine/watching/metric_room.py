"""Which metric profiles each device is measured by: what the profiles say themselves, and the operator's word."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from msgspec.structs import replace

from nocscape.base.errors import InputError
from nocscape.base.i18n import tr
from nocscape.base.paths import resources_dir
from nocscape.engine.scopes import check_scope
from nocscape.engine.watching.left_out import LeftOut
from nocscape.model.metrics import BUILT_IN, Metric, MetricProfileInfo
from nocscape.model.net import Inventory
from nocscape.model.scopes import scopes_of
from nocscape.polling.metrics import MetricLibrary, MetricProfile, load
from nocscape.store.conditions import Conditions

CHOICES = "metric_choices"
"""Name of the profile's setting."""
PACES = "paces"
"""Name of the profile's setting."""
PORTS, VITALS = "ports", "vitals"
"""Classes of metrics beside the profiles."""
LEAST_PACE_S, MOST_PACE_S = 5, 86_400
OWN_FOLDER = "metrics"
"""In the profile: files of one's own, which can be shared."""

Choices = dict[str, dict[str, bool]]
"""By scope and metric profile."""


class MetricRoom:
    """The library, and the operator's choices."""

    def __init__(self, profile: Path | None, conditions: Conditions) -> None:
        own = [profile / OWN_FOLDER] if profile is not None else []
        self._folders = [resources_dir() / "metrics", *own]
        self._left_out = LeftOut(conditions)
        self.library = self._load()
        self.choices: Choices = {}
        self.paces: dict[str, float] = {}
        """Seconds by class of metrics, where the operator set them."""
        self._changed: dict[str, tuple[MetricProfile, MetricProfile]] = {}
        """Profiles at a pace of their own, beside what they were made of."""

    def reload(self) -> None:
        """Read all files again: one of them is different."""
        self.library = self._load()

    def _load(self) -> MetricLibrary:
        broken: dict[str, InputError] = {}
        library = load(self._folders, broken)
        self._left_out.tell(broken)
        return library

    def of(self, inventory: Inventory, site: str = "") -> tuple[MetricProfile, ...]:
        """What a device is measured by."""
        device = inventory.device
        fitting = {profile.name for profile in self.library.fitting(device)}
        scopes = [self.choices.get(scope, {}) for scope in scopes_of(device, site)]
        chosen: list[MetricProfile] = []
        for name, profile in self.library.profiles.items():
            word = next((scope[name] for scope in scopes if name in scope), None)
            if word or (word is None and name in fitting):
                chosen.append(self._paced(profile))
        return tuple(chosen)

    def choose(self, scope: str, name: str, is_on: bool | None) -> None:  # noqa: FBT001 - three-valued
        """Raises InputError for a profile or a scope that does not exist."""
        if name not in self.library.profiles:
            raise InputError(tr("There is no metric profile {name}", name=name))
        check_scope(scope)
        chosen = self.choices.setdefault(scope, {})
        chosen.pop(name, None)
        if is_on is not None:
            chosen[name] = is_on
        if not chosen:
            del self.choices[scope]

    def set_pace(self, metric_class: str, interval_s: float) -> None:
        """Raises InputError for a class that does not exist, and for a pace that makes no sense."""
        if metric_class not in (PORTS, VITALS, *self.library.profiles):
            hint = ", ".join((PORTS, VITALS, *self.library.profiles))
            raise InputError(tr("There is no class of metrics {name}", name=metric_class), hint=hint)
        if interval_s and not LEAST_PACE_S <= interval_s <= MOST_PACE_S:
            raise InputError(tr("A class is read every {least} to {most} s", least=LEAST_PACE_S, most=MOST_PACE_S))
        self.paces.pop(metric_class, None)
        if interval_s:
            self.paces[metric_class] = interval_s

    def _paced(self, profile: MetricProfile) -> MetricProfile:
        """The same object for every device: what is made of a profile is made once."""
        interval_s = self.paces.get(profile.name)
        if interval_s is None:
            return profile
        known = self._changed.get(profile.name)
        if known is None or known[0] is not profile or known[1].interval_s != interval_s:
            known = self._changed[profile.name] = (profile, replace(profile, interval_s=interval_s))
        return known[1]

    def infos(self) -> tuple[MetricProfileInfo, ...]:
        """What can be measured, and for whom it was switched on or off."""
        return tuple(
            MetricProfileInfo(
                name=profile.name,
                title=profile.title,
                interval_s=self._paced(profile).interval_s,
                metrics=self.library.metrics_of(profile),
                choices={scope: word[profile.name] for scope, word in self.choices.items() if profile.name in word},
            )
            for profile in self.library.profiles.values()
        )

    def metric(self, name: str, others: Iterable[Metric] = ()) -> Metric:
        """A metric by its name, with those of exporters as `others`. Raises InputError."""
        known = {m.name: m for m in (*others, *BUILT_IN, *self.library.metrics())}
        if name not in known:
            raise InputError(tr("There is no metric {name} here", name=name))
        return known[name]
