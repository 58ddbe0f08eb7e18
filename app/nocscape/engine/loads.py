"""Traffic of links from the samples of their ports."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from nocscape.engine.state import NetworkState
from nocscape.model.metrics import Sample
from nocscape.model.net import DeviceId, Link, LinkLoad

IN, OUT = "if_in_bps", "if_out_bps"


def link_loads(state: NetworkState, device: DeviceId, samples: Iterable[Sample]) -> Iterator[LinkLoad]:
    """Loads of the links at a device whose ports were just measured.

    Either end may measure; the latest word counts, whichever end it came from.
    """
    rates: dict[tuple[str, str], float | None] = {
        (s.key.instance, s.key.metric): s.value for s in samples if s.key.metric in (IN, OUT)
    }
    if not rates:
        return
    for link in state.links_of(device):
        near = link.a if link.a.device == device else link.b
        if near.interface is None:
            continue
        incoming, outgoing = rates.get((near.interface, IN)), rates.get((near.interface, OUT))
        if incoming is None and outgoing is None:
            continue
        ab, ba = (outgoing, incoming) if near is link.a else (incoming, outgoing)
        yield _load(link, ab, ba)


def _load(link: Link, ab: float | None, ba: float | None) -> LinkLoad:
    speed = link.speed_bps
    return LinkLoad(link.id, ab, ba, _percent(ab, speed), _percent(ba, speed))


def _percent(rate: float | None, speed_bps: int | None) -> float | None:
    return None if rate is None or not speed_bps else min(100.0, 100 * rate / speed_bps)
