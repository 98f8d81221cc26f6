"""The examples of the documentation do what they say."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.db import transaction
from docs.pages import MANUAL, ROOT, code_blocks

from stuurbord.web.audit.chain import exported, record


def test_the_example_of_the_readme_computes_a_plan(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Plan and engine are a library: a few lines in a notebook."""
    monkeypatch.chdir(ROOT)
    (example,) = code_blocks(ROOT / "README.md", "python")
    exec(compile(example, "README.md", "exec"), {})

    number, words = capsys.readouterr().out.strip().split(" ", 1)
    assert int(number) > 0
    assert words == "critical tasks"


@pytest.fixture
def log_book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, db: None) -> Path:
    """Return an exported log of three entries, in the working directory."""
    with transaction.atomic():
        for number in range(3):
            record("auditor", "risk.change", f"risk:asn/P-001/R-{number}", {"title": ["oud", "niéuw"]})
    file = tmp_path / "logboek.jsonl"
    lines = [json.dumps(entry, ensure_ascii=False) + "\n" for entry in exported()]
    file.write_text("".join(lines), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return file


def _verify_as_the_manual_says() -> None:
    (example,) = code_blocks(MANUAL / "auditor.md", "python")
    exec(compile(example, "auditor.md", "exec"), {})


def test_an_auditor_can_verify_the_chain_with_the_lines_of_the_manual(log_book: Path) -> None:
    """Without Stuurbord and without its database."""
    _verify_as_the_manual_says()

    assert len(log_book.read_text(encoding="utf-8").splitlines()) == 3


def test_the_lines_of_the_manual_notice_a_changed_entry(log_book: Path) -> None:
    """One word in the middle is enough."""
    log_book.write_text(log_book.read_text(encoding="utf-8").replace("R-1", "R-9"), encoding="utf-8")

    with pytest.raises(AssertionError):
        _verify_as_the_manual_says()
