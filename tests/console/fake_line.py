"""The engine's end of a line, played by the test."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from nocscape.model.batches import Batch, Item, Reply
from nocscape.model.commands import Ask, Command


class FakeLine:
    """Keeps what was sent and hands out what the test tells; `answer` may reply to each Ask at once."""

    def __init__(self, answer: Callable[[Ask], object] | None = None) -> None:
        self.sent: list[Command] = []
        self.answer = answer
        self.is_open = True
        self._waiting: list[Batch] = []
        self._sequence = 0

    @property
    def asks(self) -> list[Ask]:
        """Everything that was asked so far."""
        return [c.ask for c in self.sent]

    def tell(self, *items: Item) -> None:
        """What the next `receive` brings, checked by a round trip over the wire format."""
        self._sequence += 1
        batch = Batch(sequence=self._sequence, at=1_700_000_000.0, items=items)
        self._waiting.append(msgspec.msgpack.decode(msgspec.msgpack.encode(batch), type=Batch))

    def reply(self, request: int, value: object = None) -> None:
        """Answer a request with a value."""
        self.tell(Reply(request=request, value=msgspec.Raw(msgspec.msgpack.encode(value))))

    def send(self, command: Command) -> None:
        self.sent.append(command)
        if self.answer is not None:
            self.reply(command.request, self.answer(command.ask))

    def receive(self, timeout_s: float = 0.0) -> list[Batch]:  # noqa: ARG002 - the protocol's
        got, self._waiting = self._waiting, []
        return got

    def close(self) -> None:
        self.is_open = False
