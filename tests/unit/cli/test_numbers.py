"""What cannot be understood on the command line ends it with one line that says why."""

from __future__ import annotations

from pathlib import Path

import pytest

from nocscape.base import i18n
from nocscape.cli.main import main

WRONG = """
    sweep
    sweep 127.0.0.1 --timeout 0
    sweep 127.0.0.1 --rate nan
    sweep 127.0.0.1 --retries -1
    discover 127.0.0.1 --port 99999
    walk 127.0.0.1 --port 0
    walk 127.0.0.1 --most 0
    poll 127.0.0.1 --for -3
    poll 127.0.0.1 --for soon
    poll 127.0.0.1 --every inf
    demo --port 70000
    demo --scale 0
    engine --bad
"""


@pytest.mark.parametrize("words", WRONG.strip().splitlines(), ids=str.strip)
def test_a_wrong_word_is_told_in_one_line_before_anything_is_begun(
    words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words.split())
    said = capsys.readouterr()
    assert (ended.value.code, said.out, len(said.err.splitlines())) == (2, "", 1)
    assert said.err.startswith("nocscape")


def test_what_is_wrong_is_said_in_korean_too(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NOCSCAPE_LANG", "ko")
    with pytest.raises(SystemExit):
        main(["walk", "127.0.0.1", "--port", "99999"])
    assert "99999은(는) 1부터 65535까지의 정수가 아닙니다" in capsys.readouterr().err
    i18n.set_language("en")


def test_a_profile_that_cannot_be_made_is_told_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "file"
    file.write_text("")
    assert main(["discover", "127.0.0.1", "--profile", str(file / "profile")]) == 1
    assert len(capsys.readouterr().err.splitlines()) == 1
