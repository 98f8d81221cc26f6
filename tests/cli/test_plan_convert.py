"""``plan convert``: the name of the target decides the format, and what is lost is told."""

from __future__ import annotations

import pytest
from cli.commands import run, run_json
from exchange.made_mspdi import project, task

from stuurbord.cli.exit_codes import ExitCode
from stuurbord.exchange import mpxj
from stuurbord.exchange.mpxj import java
from stuurbord.exchange.plan_file import Content, content_of, read_plan_path

needs_java = pytest.mark.skipif(
    not mpxj.is_installed() or java.library() is None, reason="the extra msproject or Java is missing"
)
LINK = "<PredecessorLink><PredecessorUID>{}</PredecessorUID><Type>1</Type></PredecessorLink>"
TASKS = (
    task(7, level=1, name="Werk")
    + task(3, level=2, hours=16, name="Lang")
    + task(4, LINK.format(3), level=2, hours=8, name="Kort")
    + task(5, LINK.format(7), level=1, hours=8, name="Daarna")
)


@pytest.fixture
def plan_file(tmp_path):
    """A summary with two tasks, and one that waits for the summary."""
    path = tmp_path / "sluis.xml"
    path.write_bytes(project(TASKS))
    return path


def test_microsoft_project_xml_is_written_without_java(plan_file, tmp_path):
    """With the dates that were recomputed."""
    out = tmp_path / "uit.xml"
    result = run("plan", "convert", plan_file, out)

    assert result.exit_code == ExitCode.OK
    assert content_of(out.read_bytes(), out.name) is Content.MSPDI
    assert read_plan_path(out).plan.tasks.name == ("Werk", "Lang", "Kort", "Daarna")


@pytest.mark.java
@needs_java
@pytest.mark.parametrize(
    ("name", "content", "form"),
    [
        ("uit.xer", Content.XER, "xer"),
        ("uit.p6.xml", Content.PMXML, "pmxml"),
        ("uit.PMXML", Content.PMXML, "pmxml"),
    ],
)
def test_primavera_is_written_and_what_is_lost_is_told(plan_file, tmp_path, name, content, form):
    """A link of a summary has no place there."""
    out = tmp_path / name
    document = run_json("plan", "convert", plan_file, out)

    assert content_of(out.read_bytes(), out.name) is content
    assert document["format"] == form
    assert document["tasks"] == 4
    assert [one["code"] for one in document["findings"]] == ["summary_links_left_out"]


def test_a_name_that_stands_for_no_format_is_refused_before_anything_is_read(plan_file, tmp_path):
    """And nothing is written."""
    out = tmp_path / "uit.doc"
    result = run("plan", "convert", plan_file, out)

    assert result.exit_code == ExitCode.USAGE
    assert ".xer" in result.stderr
    assert not out.exists()


def test_a_plan_that_cannot_be_read_leaves_an_earlier_file_alone(tmp_path):
    """The target is replaced only when all of it is there."""
    broken, out = tmp_path / "stuk.xml", tmp_path / "uit.xml"
    broken.write_text("<Project")
    out.write_text("eerder")
    result = run("plan", "convert", broken, out)

    assert result.exit_code == ExitCode.UNREADABLE
    assert out.read_text() == "eerder"
