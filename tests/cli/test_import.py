"""``import``: files and folders through the same actions as the pages, each whole or not at all."""

from __future__ import annotations

import json
from datetime import date

import pytest
from cli.commands import run, run_json
from exchange.made_mspdi import project, task
from exchange.made_workbooks import workbook_of
from web import factories

from stuurbord.cli import import_question, import_run
from stuurbord.cli.exit_codes import ExitCode
from stuurbord.cli.terminal import Terminal
from stuurbord.errors import VersionConflict
from stuurbord.web.audit.models import AuditEntry
from stuurbord.web.imports.actions import accept
from stuurbord.web.imports.models import Import
from stuurbord.web.projects.models import PlanRevision, Portfolio, Project

pytestmark = pytest.mark.django_db

PROJECTS = [["Code", "Naam"], ["P-1", "Sluis Ham"], ["P-2", "Brug Lo"]]
TABLE = "Nummer van het dossier;Hoe het heet\nD-1;Stuw\nD-2;Dijk\n"
MAPPING = """
name = "Dossiers"
target = "projects"

[[column]]
field = "projects.code"
headers = ["Nummer van het dossier"]

[[column]]
field = "projects.name"
headers = ["Hoe het heet"]
"""


@pytest.fixture
def folder(tmp_path):
    """A workbook, a plan of one of its projects, an empty file and a note."""
    (tmp_path / "zz portefeuille.xlsx").write_bytes(workbook_of(Projecten=PROJECTS))
    (tmp_path / "P-1 planning.xml").write_bytes(project(task(1) + task(2)))
    (tmp_path / "leeg.xml").write_bytes(b"")
    (tmp_path / "nota.docx").write_bytes(b"x")
    return tmp_path


def counts() -> tuple[int, ...]:
    """Return how many rows of each kind an import could have left behind."""
    return tuple(model.objects.count() for model in (Portfolio, Project, PlanRevision, Import, AuditEntry))


def test_workbooks_go_before_plans(folder):
    """So the plan finds its project; what is refused keeps nobody else out."""
    result = run("import", folder, "--json")
    document = json.loads(result.stdout)

    assert result.exit_code == ExitCode.NO
    assert [(one["file"], one["state"]) for one in document["files"]] == [
        ("zz portefeuille.xlsx", "applied"),
        ("leeg.xml", "refused"),
        ("P-1 planning.xml", "applied"),
        ("nota.docx", "left_alone"),
    ]
    assert document["summary"] == {"applied": 2, "left_alone": 1, "refused": 1}
    assert Project.objects.get(code="P-1").name == "Sluis Ham"
    assert Project.objects.get(code="P-1").current_revision.n_tasks == 2


def test_json_tells_every_change_and_finding(folder):
    """With what was read, its hash, and the place of each finding."""
    document = json.loads(run("import", folder, "--json").stdout)
    first, refused = document["files"][:2]

    assert (document["portfolio"], document["dry_run"]) == ("portefeuille", False)
    assert (first["reader"], len(first["sha256"])) == ("workbook", 64)
    assert [change["key"] for change in first["changes"]] == ["P-1", "P-2"]
    assert [(one["code"], one["where"]) for one in refused["findings"]] == [("empty_file", "leeg.xml")]


def test_people_read_what_became_of_each_file(folder):
    """Refused with its reason, left alone by name."""
    shown = run("import", folder).stdout

    assert "✓ zz portefeuille.xlsx: applied" in shown
    assert "✗ leeg.xml: refused" in shown
    assert "The file is empty. (empty_file)" in shown
    assert "First plan of P-1: 2 tasks" in shown
    assert "nota.docx" in shown
    assert "Applied: 2; refused: 1." in shown


def test_a_dry_run_leaves_nothing(folder):
    """No portfolio, no project, no import, no entry in the log."""
    before = counts()
    result = run("import", folder, "--dry-run", "--json")
    states = [one["state"] for one in json.loads(result.stdout)["files"]]

    assert result.exit_code == ExitCode.NO
    assert states == ["would_apply", "refused", "would_apply", "left_alone"]
    assert counts() == before


def test_a_dry_run_shows_the_lines(folder):
    """What would be new is named."""
    shown = run("import", folder / "zz portefeuille.xlsx", "--dry-run").stdout

    assert "would go in" in shown
    assert "+ P-2 Brug Lo" in shown


def test_the_first_import_makes_the_portfolio(folder):
    """It says so, and uses the key that was asked for."""
    result = run("import", folder / "zz portefeuille.xlsx", "--portfolio", "ASN")

    assert "Portfolio ASN is new." in result.stderr
    assert Portfolio.objects.get().key == "ASN"


def test_a_refused_first_file_makes_no_portfolio(folder):
    """An empty portfolio would only puzzle people."""
    before = counts()
    result = run("import", folder / "leeg.xml")

    assert result.exit_code == ExitCode.NO
    assert counts() == before


def test_the_only_portfolio_need_not_be_named(folder):
    """Where there is one, it is that one."""
    only = factories.portfolio("ASN")
    run("import", folder / "zz portefeuille.xlsx")

    assert only.projects.count() == 2


def test_of_several_portfolios_one_is_named(folder):
    """Else nothing is done."""
    factories.portfolio("A")
    factories.portfolio("B")
    result = run("import", folder / "zz portefeuille.xlsx")

    assert result.exit_code == ExitCode.USAGE
    assert "A, B" in result.stderr
    assert Project.objects.count() == 0


@pytest.mark.parametrize(
    ("options", "exit_code"),
    [
        (["--portfolio", "C"], ExitCode.USAGE),
        (["--portfolio", "C", "--create"], ExitCode.OK),
        (["--portfolio", "geen sleutel!", "--create"], ExitCode.USAGE),
        (["--project", "P-404"], ExitCode.USAGE),
        (["--map", "nergens.toml"], ExitCode.UNREADABLE),
    ],
    ids=["absent", "created", "no key", "no such project", "no such mapping"],
)
def test_what_is_asked_must_exist(folder, options, exit_code):
    """Another portfolio only where it is asked for; a project and a mapping must be there."""
    factories.portfolio("A")

    assert run("import", folder / "zz portefeuille.xlsx", *options).exit_code == exit_code


def test_a_path_that_is_not_there_stops_everything(folder):
    """Before any file goes in."""
    result = run("import", folder / "zz portefeuille.xlsx", folder / "nergens.xml")

    assert result.exit_code == ExitCode.UNREADABLE
    assert Project.objects.count() == 0


def test_a_plan_goes_to_the_project_that_is_named(folder):
    """Whatever the file is called."""
    wanted = factories.project(factories.portfolio(), "X-9")
    run_json("import", folder / "P-1 planning.xml", "--project", "X-9")
    wanted.refresh_from_db()

    assert wanted.current_revision.n_tasks == 2
    assert Project.objects.count() == 1


def test_the_project_is_for_one_file(folder):
    """Two plans of one project in one run would overtake each other."""
    result = run("import", folder, "--project", "P-1")

    assert result.exit_code == ExitCode.USAGE


def test_unknown_columns_ask_for_a_mapping(tmp_path):
    """The proposal is printed to be saved; nothing goes in."""
    table = tmp_path / "dossiers.csv"
    table.write_text(TABLE, encoding="utf-8")
    result = run("import", table, "--json")
    one = json.loads(result.stdout)["files"][0]

    assert result.exit_code == ExitCode.NO
    assert one["state"] == "needs_mapping"
    assert 'target = "' in one["mapping"]
    assert Project.objects.count() == 0


def test_a_mapping_reads_the_table_and_is_remembered(tmp_path):
    """The next table with these columns needs none."""
    table, mapping = tmp_path / "dossiers.csv", tmp_path / "dossiers.toml"
    table.write_text(TABLE, encoding="utf-8")
    mapping.write_text(MAPPING, encoding="utf-8")
    run_json("import", table, "--map", mapping)
    table.write_text(TABLE.replace("Dijk", "Kaaimuur"), encoding="utf-8")
    again = run_json("import", table)

    assert [one.name for one in Project.objects.order_by("code")] == ["Stuw", "Kaaimuur"]
    assert [change["key"] for change in again["files"][0]["changes"]] == ["D-2"]


def test_a_mapping_that_is_none_is_refused(tmp_path):
    """With its line, before anything is read."""
    table, mapping = tmp_path / "dossiers.csv", tmp_path / "dossiers.toml"
    table.write_text(TABLE, encoding="utf-8")
    mapping.write_text("target = \n", encoding="utf-8")
    result = run("import", table, "--map", mapping)

    assert result.exit_code == ExitCode.UNREADABLE
    assert "dossiers.toml" in result.stderr
    assert Import.objects.count() == 0


def test_the_same_file_twice_changes_nothing(folder):
    """And says so."""
    run("import", folder / "P-1 planning.xml")
    shown = run("import", folder / "P-1 planning.xml").stdout

    assert "This file changes nothing" in shown
    assert PlanRevision.objects.count() == 1


def test_the_log_names_who_ran_the_command(folder):
    """As somebody at the command line, not as an account."""
    run("import", folder / "P-1 planning.xml")
    entry = AuditEntry.objects.get(action="import.accept")

    assert entry.actor is None
    assert entry.actor_name.endswith("(command line)")


ANSWERS = {
    "yes to each": ("yyy", ["applied", "applied", "applied"]),
    "no to the first": ("nyy", ["discarded", "applied", "applied"]),
    "all that follow": ("a", ["applied", "applied", "applied"]),
    "stop at the second": ("ys", ["applied", "discarded"]),
    "a word that is none, then Dutch": (["wat", "ja", "alles"], ["applied", "applied", "applied"]),
    "the input ends": ("", ["discarded"]),
}


@pytest.mark.parametrize(("answers", "states"), ANSWERS.values(), ids=ANSWERS)
def test_on_a_terminal_each_file_is_asked_about(tmp_path, monkeypatch, answers, states):
    """Shown first; what is not wanted leaves nothing but its hash."""
    for number in (1, 2, 3):
        (tmp_path / f"P-{number}.xml").write_bytes(project(task(number)))
    given = iter(answers)

    def answer(terminal, question):
        try:
            return next(given)
        except StopIteration as ended:
            raise EOFError from ended

    monkeypatch.setattr(Terminal, "is_interactive", True)
    monkeypatch.setattr(import_question, "ask", answer)
    shown = run("import", tmp_path).stdout
    stored = list(Import.objects.order_by("pk").values_list("state", flat=True))

    assert stored == states
    assert Project.objects.count() == states.count("applied")
    assert "+ P-1" in shown


def test_a_file_that_was_overtaken_is_told_and_the_others_go_in(tmp_path, monkeypatch):
    """Somebody changed the same rows between comparing and writing; braces in a name are no fields."""
    for name in ("P-1 {a}.xml", "P-2.xml"):
        (tmp_path / name).write_bytes(project(task(1)))

    def overtaken(actor, one):
        if one.file_name.startswith("P-1"):
            raise VersionConflict(f"“{one.file_name}” was decided already.")
        return accept(actor, one)

    monkeypatch.setattr(import_run, "accept", overtaken)
    result = run("import", tmp_path, "--json")
    states = {one["file"]: one["state"] for one in json.loads(result.stdout)["files"]}

    assert result.exit_code == ExitCode.NO
    assert states == {"P-1 {a}.xml": "conflict", "P-2.xml": "applied"}


def test_dates_and_figures_are_compared_line_by_line(tmp_path):
    """What changes is shown with its old and its new value."""
    rows = [["Projectcode", "Code", "Naam", "Basislijn"], ["P-1", "M1", "Klaar", date(2026, 5, 4)]]
    book = tmp_path / "mijlpalen.xlsx"
    book.write_bytes(workbook_of(Projecten=PROJECTS, Mijlpalen=rows))
    run("import", book)
    rows[1][3] = date(2026, 6, 1)
    book.write_bytes(workbook_of(Projecten=PROJECTS, Mijlpalen=rows))
    shown = run("import", book, "--dry-run").stdout

    assert "~ P-1 M1 Klaar" in shown
    assert "04/05/2026 → 01/06/2026" in shown
