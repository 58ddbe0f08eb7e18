"""What is named like a secret never reaches a log."""

from __future__ import annotations

import pytest

from nocscape.base.logs import redact


@pytest.mark.parametrize(
    "line",
    [
        "community=hush",
        "password: 'hush hush'",
        '{"secret": "hush"}',
        "Authorization: Basic hush",
        "('Authorization', 'Bearer hush')",
        "X-Api-Key: hush",
    ],
)
def test_a_secret_is_taken_out_of_a_line(line: str) -> None:
    assert "hush" not in redact(line)
    assert "***" in redact(line)


def test_other_words_stay() -> None:
    assert redact("basic checks of bearer plants") == "basic checks of bearer plants"
