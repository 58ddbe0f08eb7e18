"""The overviews of a profile: kept as settings of their own, told to every console when one is different."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping

from msgspec.structs import replace

from nocscape.base.errors import InputError
from nocscape.base.i18n import tr
from nocscape.engine.settings import SettingKeeper, read_setting
from nocscape.model.batches import Item, OverviewsChanged
from nocscape.model.overview import (
    ListOverviews,
    Overview,
    OverviewInfo,
    ReadOverview,
    RemoveOverview,
    SaveOverview,
    check,
)

PREFIX = "overview:"
"""Of the setting that each overview is kept in."""
MOST_OVERVIEWS = 500

log = logging.getLogger(__name__)


class OverviewRoom:
    """All overviews, in memory and in the store."""

    def __init__(self, keeper: SettingKeeper, publish: Callable[[Item], None]) -> None:
        self._keeper = keeper
        self._publish = publish
        self._known: dict[str, Overview] = {}

    def restore(self, settings: Mapping[str, bytes]) -> None:
        """Take over what the store kept; what is none any more is left out and said."""
        for key in settings:
            if key.startswith(PREFIX) and (overview := read_setting(settings, key, Overview)) is not None:
                try:
                    check(overview)
                except InputError as error:
                    log.warning("the overview %s is left out: %s", key.removeprefix(PREFIX), error)
                else:
                    self._known[overview.id] = overview

    async def infos(self, _: ListOverviews) -> tuple[OverviewInfo, ...]:
        """All there are, by title."""
        known = sorted(self._known.values(), key=lambda o: (o.title.casefold(), o.id))
        return tuple(OverviewInfo(o.id, o.title, o.revision) for o in known)

    async def read(self, ask: ReadOverview) -> Overview:
        """One overview. Raises InputError."""
        return self._get(ask.overview)

    async def save(self, ask: SaveOverview) -> Overview:
        """Keep one; comes back once it would survive the death of this process. Raises InputError."""
        check(ask.overview)
        known = self._known.get(ask.overview.id)
        if known is not None and known.revision != ask.overview.revision:
            raise InputError(
                tr("Somebody else has changed this overview meanwhile"), hint=tr("Open it again to see what they did")
            )
        if known is None and len(self._known) >= MOST_OVERVIEWS:
            raise InputError(tr("A profile holds at most {most} overviews", most=MOST_OVERVIEWS))
        kept = replace(ask.overview, revision=ask.overview.revision + 1)
        self._known[kept.id] = kept
        await self._keeper.put_setting(PREFIX + kept.id, kept)
        self._publish(OverviewsChanged(overview=kept.id, revision=kept.revision))
        return kept

    async def remove(self, ask: RemoveOverview) -> None:
        """Forget one. Raises InputError."""
        self._get(ask.overview)
        del self._known[ask.overview]
        await self._keeper.drop_setting(PREFIX + ask.overview)
        self._publish(OverviewsChanged(overview=ask.overview, revision=0))

    def _get(self, overview: str) -> Overview:
        if overview not in self._known:
            raise InputError(tr("There is no overview {overview}", overview=overview))
        return self._known[overview]
