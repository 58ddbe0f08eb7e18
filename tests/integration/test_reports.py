"""`nocscape report` on a real profile."""

from __future__ import annotations

from pathlib import Path

import pytest

from nocscape.cli.main import main


def test_a_report_is_written_in_both_forms_and_scheduled(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    profile = ["--profile", str(tmp_path / "profile")]
    html, pdf = tmp_path / "a.html", tmp_path / "a.pdf"
    files = ["--html", str(html), "--pdf", str(pdf)]
    assert main(["report", "inventory", *profile, *files, "--language", "ko", "--since", "30d"]) == 0
    assert "장비" in html.read_text(encoding="utf-8")
    assert pdf.read_bytes().startswith(b"%PDF-")
    assert main(["report", "capacity", *profile, "--every", "week", "--hour", "5"]) == 0
    capsys.readouterr()
    assert main(["report", *profile]) == 0
    assert "week 05:00 en" in capsys.readouterr().out
    assert main(["report", "capacity", *profile, "--every", "never"]) == 0
    assert main(["report", "weather", *profile, *files]) == 1
    assert main(["report", "inventory", *profile]) == 1
