"""The pages of files that come in: the door, the dry run, the columns, the workbook that goes out."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation
from exchange.made_workbooks import full_records, workbook_of
from web import factories
from web.factories import OPERATOR

from stuurbord.exchange import mspdi, workbook
from stuurbord.web.accounts.models import Role
from stuurbord.web.imports import actions
from stuurbord.web.imports.change_lines import SHOWN, field_line, groups
from stuurbord.web.imports.models import ColumnMapping, Import, ImportState
from stuurbord.web.imports.reading import too_large
from stuurbord.web.projects.models import PlanRevision, Project
from stuurbord.web.registers.models import Risk

pytestmark = pytest.mark.django_db

LIST = "Nr;Werf;Krediet 2026;Klaar\nA1;Brug Humbeek;1.250.000,00;31/11/2026\nA2;Stuw Asper;980.000,50;\n"
NBSP = "\N{NO-BREAK SPACE}"


@pytest.fixture
def portfolio(client):
    """A portfolio with its manager logged in."""
    made = factories.portfolio()
    client.force_login(factories.user(Role.PORTFOLIO_MANAGER, "portfolio", made.pk, name="N. Vandersteene"))
    return made


def send(client, portfolio, *files: tuple[str, bytes], **fields: str):
    """Return the answer to an upload."""
    uploads = [SimpleUploadedFile(name, content) for name, content in files]
    return client.post(reverse("imports", args=[portfolio.key]), {"files": uploads, **fields})


def plan_file(**options: object) -> bytes:
    """Return a plan as Microsoft Project XML."""
    return mspdi.write(factories.plan(**options))


# -- the door ---------------------------------------------------------------------------------------


def test_one_file_leads_to_its_dry_run(client, portfolio):
    """What it would change, with one primary button."""
    answer = send(client, portfolio, ("boek.xlsx", workbook.write(full_records())))
    page = client.get(answer.url).content.decode()

    assert answer.status_code == 302
    assert page.count("button primary") == 1
    assert "Vernieuwing sluisbediening Wintam" in page
    assert not Project.objects.exists()


def test_accepting_on_the_page_makes_it_happen(client, portfolio):
    """And says so on the list, where it stands as accepted by this person."""
    send(client, portfolio, ("boek.xlsx", workbook.write(full_records())))
    one = Import.objects.get()
    answer = client.post(reverse("import_accept", args=[one.pk]), follow=True)
    one.refresh_from_db()

    assert answer.status_code == 200
    assert "boek.xlsx" in "".join(map(str, answer.context["messages"]))
    assert one.state == ImportState.APPLIED
    assert one.decided_by.name == "N. Vandersteene"
    assert Project.objects.count() == 2


def test_many_files_go_in_registers_first(client, portfolio):
    """All accepted with one button, so that each plan finds its project whatever the order of choosing."""
    records = replace(full_records(), plans={})
    send(client, portfolio, ("P-001 Wintam.xml", plan_file()), ("boek.xlsx", workbook.write(records)))
    answer = client.post(reverse("imports_accept", args=[portfolio.key]), follow=True)

    assert answer.status_code == 200
    assert set(Import.objects.values_list("state", flat=True)) == {ImportState.APPLIED}
    assert PlanRevision.objects.get().project.name == "Vernieuwing sluisbediening Wintam"
    assert Project.objects.count() == 2


def test_good_files_are_taken_beside_a_bad_one(client, portfolio):
    """The answer is 422 and names only the bad one."""
    answer = send(client, portfolio, ("fout.xlsx", b"PK"), ("P-9 Brug.xml", plan_file()))

    assert answer.status_code == 422
    assert [one["title"].split()[0] for one in answer.context["refused"]] == ["fout.xlsx"]
    assert Import.objects.get(file_name="P-9 Brug.xml").state == ImportState.READY


def test_a_plan_can_be_given_for_a_project(client, portfolio):
    """Chosen in the form."""
    project = factories.project(portfolio, "P-002")
    send(client, portfolio, ("P-001 Wintam.xml", plan_file()), project="P-002")

    assert Import.objects.get().project == project


def test_the_list_tells_state_sender_and_what_it_does(client, portfolio):
    """A line each, the newest first."""
    project = factories.project(portfolio, "P-001")
    send(client, portfolio, ("directie.csv", LIST.encode()))
    send(client, portfolio, ("P-001.xml", plan_file()))
    answer = client.get(reverse("imports", args=[portfolio.key]))
    page = answer.content.decode()

    assert [row["one"].file_name for row in answer.context["rows"]] == ["P-001.xml", "directie.csv"]
    assert "P-001" in answer.context["rows"][0]["summary"]
    assert "N. Vandersteene" in page
    assert 'class="import-state ready"' in page
    assert 'class="import-state needs_mapping"' in page
    assert project.revisions.count() == 0


def test_the_list_asks_the_database_a_fixed_number_of_questions(
    client, portfolio, django_assert_max_num_queries
):
    """However many files came in."""
    for number in range(12):
        actions.receive(OPERATOR, portfolio, f"Sluis {number}.xml", plan_file())
    client.get(reverse("imports", args=[portfolio.key]))

    with django_assert_max_num_queries(20):
        client.get(reverse("imports", args=[portfolio.key]))


def test_one_waiting_file_is_told_without_its_first_accent(client, portfolio):
    """A sentence begins with a capital: “Eén”, not “Één”."""
    send(client, portfolio, ("P-9 Brug.xml", plan_file()))
    page = client.get(reverse("imports", args=[portfolio.key]))

    assert page.context["conclusion"].startswith("Eén bestand")


def test_a_refusal_says_the_place_as_a_sentence_begins(client, portfolio):
    """Behind “was not read.” comes “Regel 3: …”, not “regel 3: …”."""
    answer = send(client, portfolio, ("stuk.csv", b'code;naam\nP-0;a\n"P-1;x\nP-2;y\n'))
    refused = answer.context["refused"][0]
    page = client.get(reverse("import", args=[refused["pk"]])).content.decode()

    assert refused["text"].startswith("Regel 3: ")
    assert "</strong> Regel 3: " in page


@pytest.mark.parametrize(("megabytes", "shown"), [(100, "100"), (0.5, "0,5")])
def test_the_limit_is_told_in_whole_megabytes(settings, megabytes, shown):
    """“100 MB”, not “100.0 MB”."""
    settings.STUURBORD_UPLOAD_LIMIT = int(megabytes * settings.MEGABYTE)

    assert f" {shown} MB" in too_large("groot.mpp").message()


def test_fields_of_a_plan_are_told_in_the_readers_language():
    """Their labels are in the catalogue like those of every other kind."""
    with translation.override("nl"):
        labels = [field_line("plan", name, "", "3").label for name in ("tasks", "tasks_added", "baselines")]

    assert labels == ["Aantal taken", "Toegevoegde taken", "Aantal basislijnen"]


def test_large_numbers_have_their_points(client, portfolio):
    """On the button as beside it."""
    one = actions.receive(OPERATOR, portfolio, "boek.xlsx", workbook.write(full_records()))
    Import.objects.filter(pk=one.pk).update(n_new=2116)
    page = client.get(reverse("import", args=[one.pk])).content.decode()

    assert "2.116 wijzigingen aanvaarden" in page
    assert "2116" not in page


def test_one_row_is_one_row(client, portfolio):
    """Above the columns of a list with a single row."""
    answer = send(client, portfolio, ("lijst.csv", b"Nr;Werf\nA1;Brug Humbeek\n"))

    assert "één rij onder de kolomnamen" in client.get(answer.url).content.decode()


# -- the dry run ------------------------------------------------------------------------------------


def test_a_conflict_shows_what_the_file_would_do_now(client, portfolio):
    """409, nothing changed, and the proposal is compared anew."""
    actions.accept(OPERATOR, actions.receive(OPERATOR, portfolio, "b.xlsx", workbook.write(full_records())))
    records = full_records()
    records.risks = [replace(records.risks[0], probability=Decimal("0.5"))]
    one = actions.receive(OPERATOR, portfolio, "b2.xlsx", workbook.write(records))
    Risk.objects.update(probability=Decimal("0.4"))
    answer = client.post(reverse("import_accept", args=[one.pk]))
    again = client.post(reverse("import_accept", args=[one.pk]))

    assert answer.status_code == 409
    assert f"40{NBSP}%" in answer.content.decode()
    assert again.status_code == 302
    assert Risk.objects.get().probability == Decimal("0.5")


def test_discarding_on_the_page_changes_nothing(client, portfolio):
    """The content goes, the line stays."""
    send(client, portfolio, ("boek.xlsx", workbook.write(full_records())))
    one = Import.objects.get()
    client.post(reverse("import_discard", args=[one.pk]))
    page = client.get(reverse("import", args=[one.pk]))

    assert page.status_code == 200
    assert not page.context["is_open"]
    assert not Project.objects.exists()


def test_a_file_that_changes_nothing_has_nothing_to_accept(client, portfolio):
    """It can only be discarded."""
    content = workbook.write(full_records())
    actions.accept(OPERATOR, actions.receive(OPERATOR, portfolio, "boek.xlsx", content))
    answer = send(client, portfolio, ("boek.xlsx", content))
    page = client.get(answer.url).content.decode()

    assert "button primary" not in page
    assert "/verwerpen/" in page


@pytest.mark.parametrize(
    ("entity", "name", "old", "new", "shown"),
    [
        ("risk", "probability", "0.35", "0.5", (f"35{NBSP}%", f"50{NBSP}%", None)),
        ("project", "cost_tolerance", "", "0.125", ("", f"12,5{NBSP}%", None)),
        ("budget_line", "paid", "139000.55", "230000", (f"€{NBSP}139.000,55", f"€{NBSP}230.000", None)),
        ("milestone", "forecast", "2026-09-14", "2026-10-01", ("14/09/2026", "01/10/2026", 17)),
        ("risk", "impact_days", "15", "1200", ("15", "1.200", None)),
        ("plan", "finish", "2027-01-08", "2026-12-31", ("08/01/2027", "31/12/2026", -8)),
        ("plan", "milestone:G3 Gunning", "", "2026-12-31", ("", "31/12/2026", None)),
        ("plan", "tasks", "999", "1000", ("999", "1.000", None)),
    ],
)
def test_values_are_written_as_belgium_writes_them(entity, name, old, new, shown):
    """Old and new side by side; a date that matters tells how far it moves."""
    line = field_line(entity, name, old, new)

    assert (line.old, line.new, line.days) == shown
    assert line.label


def test_long_lists_are_cut_off_and_shown_whole_on_demand():
    """The count stays that of all."""
    changes = [
        {"entity": "risk", "key": f"P-1 R-{number}", "title": "", "action": "create", "fields": []}
        for number in range(SHOWN + 20)
    ]

    assert [(one.n_lines, len(one.lines), one.n_hidden) for one in groups(changes)] == [(120, 100, 20)]
    assert [(len(one.lines), one.n_hidden) for one in groups(changes, "risk")] == [(120, 0)]


# -- the columns ------------------------------------------------------------------------------------


def mapped(**choices: str) -> dict[str, str]:
    """Return a form that reads the list, with other choices where given."""
    form = {
        "target": "projects",
        "columns_of": "projects|1|",
        "header_row": "1",
        "decimal": ",",
        "action": "read",
    }
    form |= {"date_order": "dmy", "column-0": "projects.code", "column-1": "projects.name"}
    return form | choices


def test_the_columns_show_header_samples_and_choices(client, portfolio):
    """What a person needs to decide, per column."""
    answer = send(client, portfolio, ("directie.csv", LIST.encode()))
    as_projects = {"target": "projects", "columns_of": "budget|1|"}
    columns = client.post(answer.url, as_projects).context["columns"]

    assert answer.url == reverse("import_mapping", args=[Import.objects.get().pk])
    assert [(one.letter, one.header) for one in columns] == [
        ("A", "Nr"),
        ("B", "Werf"),
        ("C", "Krediet 2026"),
        ("D", "Klaar"),
    ]
    assert columns[1].samples == ("Brug Humbeek", "Stuw Asper")
    assert "budget.budgeted_commitment@2026" in {choice.value for choice in columns[2].choices}


def test_mapped_columns_lead_to_the_dry_run_and_are_remembered(client, portfolio):
    """The amount of a year becomes a budget line; the next list is read at once."""
    send(client, portfolio, ("directie.csv", LIST.encode()))
    one = Import.objects.get()
    form = mapped(**{"column-2": "budget.budgeted_commitment@2026"})
    answer = client.post(reverse("import_mapping", args=[one.pk]), form)
    one.refresh_from_db()
    next_one = actions.receive(OPERATOR, portfolio, "december.csv", LIST.encode())

    assert answer.url == reverse("import", args=[one.pk])
    assert {(each["entity"], each["key"]) for each in one.changes} == {
        ("project", "A1"),
        ("project", "A2"),
        ("budget_line", "A1 2026"),
        ("budget_line", "A2 2026"),
    }
    assert ColumnMapping.objects.count() == 1
    assert next_one.state == ImportState.READY


def test_a_preview_reads_the_first_rows_and_stores_nothing(client, portfolio):
    """As records, before anything is agreed."""
    send(client, portfolio, ("directie.csv", LIST.encode()))
    one = Import.objects.get()
    form = mapped(action="preview", **{"column-2": "budget.budgeted_commitment@2026"})
    answer = client.post(reverse("import_mapping", args=[one.pk]), form)
    preview = answer.context["preview"]

    assert answer.status_code == 200
    assert preview.labels[2].endswith(" 2026")
    assert preview.rows == (("A1", "Brug Humbeek", "1.250.000"), ("A2", "Stuw Asper", "980.000,50"))
    assert Import.objects.get().mapping == one.mapping


def test_errors_stand_under_their_column(client, portfolio):
    """422, the cell and the reason; the mapping is not remembered."""
    send(client, portfolio, ("directie.csv", LIST.encode()))
    one = Import.objects.get()
    form = mapped(**{"target": "projects", "column-3": "projects.time_tolerance_days"})
    answer = client.post(reverse("import_mapping", args=[one.pk]), form)
    bad = [column for column in answer.context["columns"] if column.n_errors]

    assert answer.status_code == 422
    assert [(column.letter, column.errors[0].where.cell) for column in bad] == [("D", "D2")]
    assert 'aria-invalid="true"' in answer.content.decode()
    assert not ColumnMapping.objects.exists()


def test_another_kind_of_record_offers_its_own_columns(client, portfolio):
    """Looked up anew by their names, and nothing is read yet."""
    send(client, portfolio, ("directie.csv", LIST.encode()))
    one = Import.objects.get()
    answer = client.post(reverse("import_mapping", args=[one.pk]), mapped(target="risks"))

    assert answer.status_code == 200
    assert answer.context["mapping"].target == "risks"
    assert Import.objects.get().state == ImportState.NEEDS_MAPPING


@pytest.mark.parametrize(
    "choices",
    [
        {"column-0": "geheim.veld"},
        {"column-2": "budget.budgeted_commitment@twintig"},
        {"column-2": "projects.name@2026"},
        {"target": "geheim"},
    ],
)
def test_choices_that_no_page_offers_are_refused(client, portfolio, choices):
    """422 and nothing is read."""
    send(client, portfolio, ("directie.csv", LIST.encode()))
    one = Import.objects.get()
    answer = client.post(reverse("import_mapping", args=[one.pk]), mapped(**choices))

    assert answer.status_code == 422
    assert Import.objects.get().state == ImportState.NEEDS_MAPPING


def test_another_sheet_and_header_row_can_be_chosen(client, portfolio):
    """Where the table does not stand first."""
    rows = [["Lijst van de directie", "2026"], ["Nr", "Werf"], ["A1", "Brug Humbeek"]]
    content = workbook_of(Voorblad=[["Aan", "Van"], ["directie", "PMO"]], Werven=rows)
    send(client, portfolio, ("directie.xlsx", content))
    one = Import.objects.get()
    address = reverse("import_mapping", args=[one.pk])
    chosen = client.post(address, mapped(sheet="Werven", header_row="2"))
    client.post(address, mapped(sheet="Werven", header_row="2", columns_of="projects|2|Werven"))
    one.refresh_from_db()

    assert [column.header for column in chosen.context["columns"]] == ["Nr", "Werf"]
    assert one.state == ImportState.READY
    assert [each["key"] for each in one.changes] == ["A1"]


# -- what goes out ----------------------------------------------------------------------------------


def test_the_workbook_that_goes_out_reads_back_to_no_changes(client, portfolio):
    """Every register, with people and programmes."""
    actions.accept(OPERATOR, actions.receive(OPERATOR, portfolio, "b.xlsx", workbook.write(full_records())))
    answer = client.get(reverse("workbook", args=[portfolio.key]))
    one = actions.receive(OPERATOR, portfolio, "terug.xlsx", answer.content)

    assert answer["Content-Disposition"] == f'attachment; filename="{portfolio.key}.xlsx"'
    assert one.state == ImportState.READY
    assert one.changes == []
    assert [finding for finding in one.findings if finding["severity"] == "error"] == []


def test_the_empty_workbook_reads_back_to_nothing(client, portfolio):
    """It has the sheets and no rows."""
    answer = client.get(reverse("template"))
    one = actions.receive(OPERATOR, portfolio, "sjabloon.xlsx", answer.content)

    assert one.state == ImportState.READY
    assert one.changes == []


def test_a_workbook_holds_only_the_projects_the_reader_may_see(client):
    """A project manager gets his own."""
    portfolio = factories.portfolio()
    own = factories.project(portfolio, "P-001")
    factories.project(portfolio, "P-002")
    client.force_login(factories.user(Role.PROJECT_MANAGER, "project", own.pk))
    answer = client.get(reverse("workbook", args=[portfolio.key]))

    assert [one.code for one in workbook.read(answer.content, "b.xlsx").projects] == ["P-001"]


# -- who may see what -------------------------------------------------------------------------------


def test_strangers_find_no_page(client, portfolio):
    """Not the list, not one file, not its columns, not the workbook: 404."""
    one = actions.receive(OPERATOR, portfolio, "directie.csv", LIST.encode())
    client.force_login(factories.user())
    of_portfolio = [reverse(name, args=[portfolio.key]) for name in ("imports", "workbook")]
    of_file = [reverse(name, args=[one.pk]) for name in ("import", "import_mapping")]
    posts = [reverse(name, args=[one.pk]) for name in ("import_accept", "import_discard", "import_mapping")]

    assert [client.get(url).status_code for url in (*of_portfolio, *of_file)] == [404] * 4
    assert [client.post(url).status_code for url in posts] == [404] * 3
    assert client.post(reverse("imports_accept", args=[portfolio.key])).status_code == 404


def test_a_reader_may_not_open_the_door(client, portfolio):
    """He sees the portfolio, so he is told who may: 403."""
    client.force_login(factories.user(Role.READER, "portfolio", portfolio.pk))

    assert client.get(reverse("imports", args=[portfolio.key])).status_code == 403
    assert send(client, portfolio, ("b.xlsx", workbook.write(full_records()))).status_code == 403
    assert not Import.objects.exists()


def test_a_project_manager_sees_the_files_of_his_own_projects(client, portfolio):
    """And what he may not bring is refused in words."""
    own, other = factories.project(portfolio, "P-001"), factories.project(portfolio, "P-002")
    mine = actions.receive(OPERATOR, portfolio, "P-001.xml", plan_file(), own)
    theirs = actions.receive(OPERATOR, portfolio, "P-002.xml", plan_file(), other)
    client.force_login(factories.user(Role.PROJECT_MANAGER, "project", own.pk))
    listed = client.get(reverse("imports", args=[portfolio.key]))
    registers = send(client, portfolio, ("boek.xlsx", workbook.write(full_records())))

    assert [row["one"].pk for row in listed.context["rows"]] == [mine.pk]
    assert client.get(reverse("import", args=[mine.pk])).status_code == 200
    assert client.get(reverse("import", args=[theirs.pk])).status_code == 404
    assert registers.status_code == 422
    assert Import.objects.count() == 2


def test_a_project_manager_reads_why_his_own_file_was_refused(client, portfolio):
    """Also when no project could be recognised in it; another project manager finds nothing."""
    own, other = factories.project(portfolio, "P-001"), factories.project(portfolio, "P-002")
    client.force_login(factories.user(Role.PROJECT_MANAGER, "project", own.pk))
    send(client, portfolio, ("stuk.xml", b"<Project><Tasks>"))
    one = Import.objects.get()
    sender = client.get(reverse("import", args=[one.pk])).status_code
    client.force_login(factories.user(Role.PROJECT_MANAGER, "project", other.pk))

    assert one.project is None
    assert sender == 200
    assert client.get(reverse("import", args=[one.pk])).status_code == 404


def test_a_file_name_is_never_markup(client, portfolio):
    """Names and cells are text on the page."""
    records = full_records()
    records.issues = [replace(records.issues[0], title="<script>alert(1)</script>")]
    send(client, portfolio, ("<img src=x>.xlsx", workbook.write(records)))
    one = Import.objects.get()
    page = client.get(reverse("import", args=[one.pk])).content.decode()

    assert "<script>alert" not in page
    assert "<img src=x>" not in page
    assert "&lt;script&gt;alert(1)" in page
