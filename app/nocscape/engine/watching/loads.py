"""Traffic of links from the samples of their ports."""

from __future__ import annotations

from collections.abc import Iterator

from nocscape.engine.state import NetworkState
from nocscape.model.net import Link, LinkLoad
from nocscape.polling import PollResult

IN, OUT = "if_in_bps", "if_out_bps"


def link_loads(state: NetworkState, result: PollResult) -> Iterator[LinkLoad]:
    """Loads of the links at a device whose ports were just measured.

    Either end may measure; the latest word counts, whichever end it came from.
    """
    single = {(s.key.metric, s.key.instance): s.value for s in result.samples if s.key.metric in (IN, OUT)}
    if result.block is None and not single:
        return
    rate = result.block.value if result.block is not None else lambda metric, port: single.get((metric, port))
    for link in state.links_of(result.device):
        near = link.a if link.a.device == result.device else link.b
        if near.interface is None:
            continue
        incoming, outgoing = rate(IN, near.interface), rate(OUT, near.interface)
        if incoming is None and outgoing is None:
            continue
        ab, ba = (outgoing, incoming) if near is link.a else (incoming, outgoing)
        yield load_of(link, ab, ba)


def load_of(link: Link, ab: float | None, ba: float | None) -> LinkLoad:
    """The load of a link whose rates (bits a second, seen from `a`) are known."""
    speed = link.speed_bps
    return LinkLoad(link.id, ab, ba, _percent(ab, speed), _percent(ba, speed))


def _percent(rate: float | None, speed_bps: int | None) -> float | None:
    return None if rate is None or not speed_bps else min(100.0, 100 * rate / speed_bps)
