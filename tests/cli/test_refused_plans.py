"""Commands on plans that nobody should send: a sentence and an exit code, in the reader's language."""

from __future__ import annotations

import pytest
from cli.commands import run, run_json
from exchange.made_bad_plans import BAD_PLANS

from stuurbord.cli.exit_codes import ExitCode

REFUSED = ("circle", "numbers twice", "deep", "centuries in a row", "closed project", "year 9999")
READ = (
    "links to nothing",
    "lag of a thousand years",
    "overlapping weeks",
    "negative work",
    "work of strangers",
)


@pytest.mark.parametrize("command", ["show", "check"])
@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_dated_is_refused_in_a_sentence(command, name, tmp_path):
    """In Dutch, with the exit code of a file that cannot be read."""
    bad = BAD_PLANS[name]
    path = tmp_path / "plan.xml"
    path.write_bytes(bad.made(300 if name in ("circle", "deep") else bad.n))
    result = run("plan", command, path, language="nl")

    assert result.exit_code == ExitCode.UNREADABLE
    assert result.stderr.strip()


@pytest.mark.parametrize("name", READ)
def test_what_can_be_dated_is_shown_with_its_findings(name, tmp_path):
    """As the command line tells every finding: beside the plan."""
    bad = BAD_PLANS[name]
    path = tmp_path / "plan.xml"
    path.write_bytes(bad.made(min(bad.n, 200) if bad.n < 10_000 else bad.n))

    assert bad.code in {one["code"] for one in run_json("plan", "show", path)["findings"]}


@pytest.mark.parametrize("name", READ)
def test_a_plan_without_dates_has_nothing_to_check(name, tmp_path):
    """None of these files holds computed dates."""
    bad = BAD_PLANS[name]
    path = tmp_path / "plan.xml"
    path.write_bytes(bad.made(min(bad.n, 200) if bad.n < 10_000 else bad.n))

    assert run("plan", "check", path).exit_code == ExitCode.UNREADABLE
