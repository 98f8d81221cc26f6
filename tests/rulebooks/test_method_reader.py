"""Reading a template strictly: each error names file and line, and all are told at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stuurbord.errors import Finding, InvalidRulePack
from stuurbord.rulebooks.methods import read_template, shipped_texts
from stuurbord.rulebooks.methods.read import LARGEST

SMALLEST = """\
key = "own-application"
version = "1"
title = { nl = "Eigen" }
method = "own"
kind = "application"
[[stage]]
code = "idea"
title = { nl = "Idee" }
[[stage]]
code = "execution"
title = { nl = "Uitvoering" }
[[gate]]
code = "G0"
title = { nl = "Intake" }
body = "portfolio"
body_title = { nl = "overleg" }
opens = "execution"
[[role]]
key = "maker"
title = { nl = "Maker" }
"""
TASK = """\
[[task]]
code = "T-1"
title = { nl = "Maken" }
stage = "execution"
low = 1
likely = 2
high = 3
"""
RULE = """\
[[rule]]
id = "OWN-1"
at = ["G0"]
title = { nl = "Bewijs" }
severity = "blocking"
require = [["evidence.TST"]]
"""
FIELD = """\
[[field]]
key = "sites"
kind = "number"
label = { nl = "Locaties" }
"""


def told(text: str) -> list[tuple[int | None, str]]:
    """Return line and sentence of each error in a text."""
    with pytest.raises(InvalidRulePack) as error:
        read_template(text, "eigen.toml")
    assert all(one.where.file == "eigen.toml" for one in error.value.findings)
    return [(one.where.line, one.message()) for one in error.value.findings]


def test_the_smallest_template_reads() -> None:
    """A stage, a gate and a role are enough."""
    found = read_template(SMALLEST + TASK + RULE + FIELD, "eigen.toml")

    assert found.gate("G0").opens == "execution"
    assert found.pack is not None
    assert found.pack.sha256 == found.sha256
    assert found.lines["task:T-1"] == 21
    assert found.pack.lines["rule:OWN-1"] == 28


@pytest.mark.parametrize(
    ("text", "line", "sentence"),
    [
        ("key = ", 1, "A value is a text in quotation marks"),
        (SMALLEST.replace('version = "1"', 'vresion = "1"'), 2, "the key vresion is not known here."),
        (SMALLEST + '[[stages]]\ncode = "idea"\n', 21, "the key stages is not known here."),
        (SMALLEST.replace('version = "1"\n', ""), 1, "the key version is missing."),
        (SMALLEST + TASK.replace("low = 1", "low = 1\nlow = 2"), 26, "The key low stands here for"),
        (SMALLEST + TASK.replace("low = 1", "lwo = 1"), 25, "the key lwo is not known here."),
        (SMALLEST + TASK.replace('stage = "execution"\n', ""), 21, "the key stage is missing."),
        (SMALLEST + TASK.replace("low = 1", 'low = "een"'), 25, "low is a number from 0 on."),
        (SMALLEST + TASK.replace("low = 1", "low = -1"), 25, "low is a number from 0 on."),
        (SMALLEST + TASK.replace("low = 1", "low = 9"), 25, "the three points rise: low, likely, high."),
        (SMALLEST + TASK.replace("execution", "excution"), 24, "excution is none of"),
        (SMALLEST + TASK.replace("execution", "planning"), 24, "the stage planning is not declared."),
        (SMALLEST + TASK + TASK, 28, "T-1 stands there twice."),
        (SMALLEST + TASK + 'after = ["T-9"]\n', 28, "the task T-9 is not declared."),
        (SMALLEST + TASK + 'after = ["T-1"]\n', 28, "the task T-1 waits for itself."),
        (SMALLEST + TASK + 'after = ["T-1 XX"]\n', 28, "T-1 XX is no link"),
        (SMALLEST + TASK + 'role = "niemand"\n', 28, "the role niemand is not declared."),
        (SMALLEST + TASK + 'gate = "G9"\n', 28, "the gate G9 is not declared."),
        (SMALLEST.replace('{ nl = "Idee" }', '{ en = "Idea" }'), 8, "title has no Dutch text."),
        (SMALLEST.replace('{ nl = "Idee" }', '"Idee"'), 8, "title is a text per language: nl, fr, en."),
        (SMALLEST.replace('body = "portfolio"', 'body = "directie"'), 15, "directie is none of"),
        (SMALLEST.replace('opens = "execution"', 'opens = "closed"'), 17, "the stage closed is not"),
        (SMALLEST + 'stage = 1\n', 21, "the key stage is not known here."),
        (SMALLEST + FIELD.replace('"number"', '"choice"'), 21, "choices go with the kind choice"),
        (SMALLEST + RULE.replace("evidence.TST", "onbekend"), 26, "the fact onbekend is not declared."),
        (SMALLEST + RULE.replace('"blocking"', '"fataal"'), 25, "fataal is none of"),
        (SMALLEST + RULE + RULE, 27, "OWN-1 stands there twice."),
        (SMALLEST + FIELD + RULE.replace("evidence.TST", "field.sites = 'x'"), 30, "compares"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_line(text: str, line: int, sentence: str) -> None:
    """At the key, else at its table."""
    found = told(text)

    assert any(where == line and sentence in what for where, what in found), found


def test_all_errors_are_told_at_once() -> None:
    """Nobody repairs one to meet the next."""
    found = told(SMALLEST + TASK.replace("low = 1", "lwo = 1").replace("high = 3", 'high = "drie"'))

    assert len(found) == 2


def test_a_circle_over_three_tasks_is_found() -> None:
    """Each waits for the next."""
    tasks = "".join(TASK.replace("T-1", f"T-{one}") + f'after = ["T-{one % 3 + 1}"]\n' for one in (1, 2, 3))

    assert len(told(SMALLEST + tasks)) == 3


def test_a_bomb_is_refused_before_it_is_read() -> None:
    """Too long, or nested too deep."""
    assert "longer than" in told("#" + "x" * LARGEST)[0][1]
    assert "too deep" in told("a = " + "[" * 5_000)[0][1]


def test_a_project_that_misses_a_predecessor_in_a_size_is_told() -> None:
    """A task that stands only in large projects cannot be waited for in small ones."""
    only_large = TASK + 'sizes = ["large"]\n'
    waiting = TASK.replace("T-1", "T-2") + 'after = ["T-1"]\n'

    assert any("in a project of size small" in what for _line, what in told(SMALLEST + only_large + waiting))


@given(st.data())
def test_a_line_lost_never_crashes_the_reader(data: st.DataObject) -> None:
    """It reads, or it is told."""
    lines = shipped_texts()["flemish-application"].splitlines()
    lost = data.draw(st.integers(0, len(lines) - 1))
    text = "\n".join(lines[:lost] + lines[lost + 1 :])

    found: tuple[Finding, ...] = ()
    try:
        read_template(text, "kort.toml")
    except InvalidRulePack as error:
        found = error.findings

    assert all(one.where.line for one in found)


def test_the_example_of_the_documentation_reads() -> None:
    """A stranger can begin with it."""
    page = (Path(__file__).parents[2] / "docs" / "formats" / "method-template.md").read_text(encoding="utf-8")
    example = page.partition("```toml\n")[2].partition("```")[0]

    found = read_template(example, "eigen.toml")

    assert [one.id for one in found.pack.rules] == ["OWN-G0-01"]
