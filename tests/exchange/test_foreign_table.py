"""Tables of others: opened whatever made them, mapped once, read with findings per cell."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from made_workbooks import bomb, workbook_of

from stuurbord.errors import FileRefused, Severity, UnreadableFile, errors_in
from stuurbord.exchange.foreign_table import (
    ColumnMapping,
    Mapping,
    apply,
    from_toml,
    known_mappings,
    open_table,
    signature,
    suggest,
    to_toml,
)
from stuurbord.exchange.records import ProjectKind, Stage
from stuurbord.exchange.tabular.limits import Limits

LIST = (
    "Projectnr;Benaming;Projectleider;Fase;Budget 2026\nP-1;Sluis Wintam;Bart Claes;Uitvoering;1.250.000,00\n"
)


@pytest.mark.parametrize(
    "data",
    [
        LIST.encode(),
        LIST.encode("utf-8-sig"),
        LIST.encode("utf-16"),
        LIST.replace(";", ",").replace("1.250.000,00", '"1.250.000,00"').encode(),
        LIST.replace(";", "\t").encode(),
        LIST.replace(";", "|").replace("\n", "\r\n").encode(),
    ],
    ids=["semicolon", "bom", "utf-16", "comma", "tab", "pipe"],
)
def test_csv_is_understood_whatever_wrote_it(data):
    """Separator, encoding and line ends are found out."""
    table = open_table(data, "lijst.csv")

    assert table.headers == ("Projectnr", "Benaming", "Projectleider", "Fase", "Budget 2026")
    assert table.rows == [["P-1", "Sluis Wintam", "Bart Claes", "Uitvoering", "1.250.000,00"]]
    assert table.findings == ()


def test_windows_text_is_read_and_told():
    """Old exports are not UTF-8; accents survive, and the assumption is said."""
    table = open_table("Code;Naam\n1;Gemeente Zoutleeuw – één\n".encode("cp1252"), "lijst.csv")

    assert table.rows[0][1] == "Gemeente Zoutleeuw – één"
    assert [one.code for one in table.findings] == ["windows_text"]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([["Code", "Naam"], ["1", "a"]], 1),
        ([["Overzicht 2026"], [], ["Code", "Naam", "Fase"], ["1", "a", "b"]], 3),
        ([["General", "", "", "Costs"], ["ID", "Name", "WBS", "Fixed"], [1, "a", "1", 2]], 2),
        ([["Wat", "Wie"], ["een zin", "iemand"], ["nog een zin", "een ander"]], 1),
    ],
)
def test_header_row_is_found(rows, expected):
    """Titles and group names above it do no harm, rows of text below it neither."""
    assert open_table(workbook_of(Blad1=rows), "a.xlsx").header_row == expected


def test_signature_knows_a_table_again():
    """Columns in another order are the same kind of table; another column is not."""
    assert signature(["Code", "Naam", ""]) == signature(["naam", "CODE"])
    assert signature(["Code", "Naam"]) != signature(["Code", "Naam", "Fase"])


def test_suggestion_follows_names_and_years():
    """Synonyms, resembling names and a column per year are recognised."""
    table = open_table(LIST.replace("Benaming", "Projektnaam").encode(), "lijst.csv")
    mapping = suggest(table)
    fields = {(column.field, column.headers[0], column.year) for column in mapping.columns}

    assert mapping.target == "projects"
    assert fields == {
        ("projects.code", "Projectnr", None),
        ("projects.name", "Projektnaam", None),
        ("projects.manager", "Projectleider", None),
        ("projects.stage", "Fase", None),
        ("budget.budgeted_commitment", "Budget 2026", 2026),
    }
    found = apply(table, mapping)
    assert errors_in(found.findings) == []
    assert found.projects[0].stage is Stage.EXECUTION
    assert (found.budget[0].project, found.budget[0].year) == ("P-1", 2026)
    assert found.budget[0].budgeted_commitment == Decimal("1250000.00")


@pytest.mark.parametrize(
    ("header", "target"),
    [
        (["Task name", "Duration", "Predecessors"], "planning"),
        (["Project", "Nr", "Risico", "Kans", "Maatregel"], "risks"),
        (["Projectcode", "Jaar", "Vastgelegd", "Vereffend"], "budget"),
        (["Naam", "E-mail", "Functie"], "people"),
        (["Code du projet", "N°", "Question", "Dernière date utile"], "decisions"),
    ],
)
def test_suggestion_finds_the_kind_of_table(header, target):
    """The columns tell what a row is, in three languages."""
    table = open_table(workbook_of(Blad1=[header, ["x"] * len(header)]), "a.xlsx")

    assert suggest(table).target == target


def test_table_that_resembles_nothing_gets_an_empty_mapping():
    """A person maps it by hand; applying it says what is missing."""
    table = open_table(b"AT;PV;EV\n1;2;3\n", "a.csv")
    mapping = suggest(table)
    found = apply(table, mapping)

    assert (mapping.target, mapping.columns) == ("projects", ())
    assert {one.code for one in found.findings} == {"mapping_incomplete"}


def test_mapping_with_every_option_is_applied():
    """Joined columns, prefix, constants, translations and factors."""
    text = "nr;naam;deel;status;bedrag\n7;Dijk;Noord;loopt;1,5\n8;Dijk;;klaar;0\n"
    mapping = Mapping(
        name="test",
        target="projects",
        columns=(
            ColumnMapping("projects.code", ("nr",), prefix="X-"),
            ColumnMapping("projects.name", ("naam", "deel"), join=" / "),
            ColumnMapping(
                "projects.stage", ("status",), values={"loopt": "uitvoering", "KLAAR": "afgesloten"}
            ),
            ColumnMapping("budget.paid", ("bedrag",), year=2026, multiply=1000),
        ),
        constants={"projects.kind": "infrastructuur", "budget.article": "A-1"},
        skip_zero=True,
    )
    found = apply(open_table(text.encode(), "a.csv"), mapping)

    assert found.findings == []
    assert [(one.code, one.name, one.stage) for one in found.projects] == [
        ("X-7", "Dijk / Noord", Stage.EXECUTION),
        ("X-8", "Dijk", Stage.CLOSED),
    ]
    assert {one.kind for one in found.projects} == {ProjectKind.INFRASTRUCTURE}
    assert [(one.project, one.article, one.paid) for one in found.budget] == [
        ("X-7", "A-1", Decimal("1500.00"))
    ]


def test_wrong_cells_are_told_with_their_place():
    """The cell is the foreign table's own, also where columns are joined or moved."""
    text = "x;Bedrag;Jaar;Code;Naam\n1;veel;2026;P-1;Dijk\n2;5;later;P-2;Dam\n"
    mapping = Mapping(
        name="test",
        target="budget",
        columns=(
            ColumnMapping("budget.project", ("Code",)),
            ColumnMapping("budget.year", ("Jaar",)),
            ColumnMapping("budget.paid", ("Bedrag",)),
        ),
    )
    found = apply(open_table(text.encode(), "map/a.csv"), mapping)

    assert [(one.code, one.where.as_text()) for one in found.findings] == [
        ("not_a_number", "a.csv, cell B2"),
        ("not_a_number", "a.csv, cell C3"),
    ]


def test_missing_column_of_a_mapping_is_told():
    """A remembered mapping meets a table that lost a column."""
    mapping = Mapping(
        name="test",
        target="projects",
        columns=(
            ColumnMapping("projects.code", ("Code",)),
            ColumnMapping("projects.name", ("Naam",)),
            ColumnMapping("projects.stage", ("Fase",)),
        ),
    )
    without_stage = apply(open_table(b"Code;Naam\nP-1;Dijk\n", "a.csv"), mapping)
    without_name = apply(open_table(b"Code;Fase\nP-1;Idee\n", "a.csv"), mapping)

    assert [(one.code, one.severity) for one in without_stage.findings] == [
        ("mapped_column_missing", Severity.WARNING)
    ]
    assert len(without_stage.projects) == 1
    assert [one.severity for one in without_name.findings] == [Severity.ERROR]
    assert without_name.projects == []


def test_planning_of_one_project_takes_its_code_from_the_file():
    """A plan that somebody keeps in Excel needs no column with the project."""
    rows = [
        ["ID", "Task name", "Duration", "Predecessors", "Start"],
        [1, "Ontwerp", "5 days", None, date(2026, 9, 1)],
        [2, "Bouw", "3 wks", "1FS+2 days", date(2026, 9, 10)],
    ]
    table = open_table(workbook_of(Plan=rows), "P-007.xlsx")
    found = apply(table, suggest(table))

    assert found.findings == []
    assert [one.code for one in found.projects] == ["P-007"]
    plan = found.plans["P-007"]
    assert list(plan.tasks.duration) == [5 * 28_800, 15 * 28_800]
    # With predecessors the dates are another program's answers, not demands.
    assert list(plan.tasks.constraint) == [0, 0]
    assert list(plan.dependencies.lag) == [2 * 28_800]


@pytest.mark.parametrize("name", ["protrack", "gip"])
def test_shipped_mappings_survive_as_text(name):
    """A mapping is kept as TOML and is the same afterwards."""
    mapping = known_mappings()[name]

    assert from_toml(to_toml(mapping)) == mapping


def test_any_options_survive_as_text():
    """Quotes, backslashes and line ends in names do no harm."""
    mapping = Mapping(
        name='Een "lijst"\\',
        target="projects",
        columns=(
            ColumnMapping("projects.code", ("a\nb", "=c"), join="\t", values={"[x]": '"y"'}),
            ColumnMapping("budget.paid", ("2026",), year=2026, multiply=1000),
        ),
        constants={"projects.kind": "ai"},
        total_row=("ID", "0"),
        decimal=",",
        skip_zero=True,
    )

    assert from_toml(to_toml(mapping)) == mapping


@pytest.mark.parametrize(
    ("text", "line", "part"),
    [
        ('name = "x"\ntarget = "projects"\nkleur = 1\n', 3, "kleur"),
        (
            'name = "x"\ntarget = "projects"\n\n[[column]]\nfield = "projects.code"\njaar = 1\n',
            6,
            "jaar",
        ),
        ('name = "x"\ntarget = "plannen"\n', None, "plannen"),
        ('name = "x"\ntarget = "projects"\nskip_zero = "ja"\n', 3, "skip_zero"),
        ('name = "x"\ntarget = "projects"\nheader_row = true\n', 3, "header_row"),
        ('target = "projects"\n', 1, "name"),
        ('name = "x"\nname = "y"\n', 2, "line 2"),
        ("name = \n", 1, ""),
        ('name = "x"\ntarget = "projects"\n[[column]]\nfield = "projects.maan"\nheader = "a"\n', 3, "maan"),
        ('name = "x"\ntarget = "projects"\n[total_row]\nkop = "ID"\n', 4, "kop"),
        ('name = "x"\ntarget = "projects"\n[constants]\n"projects.maan" = "1"\n', None, "maan"),
    ],
)
def test_broken_mapping_is_refused_with_its_line(text, line, part):
    """Strict reading: an unknown, double or misshapen key is an error, never ignored."""
    with pytest.raises(UnreadableFile) as caught:
        from_toml(text, "mapping.toml")
    (finding,) = caught.value.findings

    assert finding.where.line == line
    assert part in finding.message()


@pytest.mark.parametrize(
    ("change", "part"),
    [
        ({"target": "x"}, "target"),
        ({"decimal": ";"}, "decimal"),
        ({"start_dates": "perhaps"}, "start_dates"),
        ({"header_row": -1}, "header_row"),
        ({"constants": {"x": "y"}}, "'x'"),
    ],
)
def test_mapping_refuses_what_cannot_be(change, part):
    """A caller's mistake is told at construction."""
    with pytest.raises(ValueError, match=part):
        replace(known_mappings()["gip"], **change)


@pytest.mark.parametrize(
    ("data", "error", "code"),
    [
        (b"", UnreadableFile, "empty_file"),
        (b"%PDF-1.4", UnreadableFile, "no_table"),
        (b"\x00\x01\x02\x03" * 10, UnreadableFile, "not_a_table"),
        (bomb(), FileRefused, "unpacked_too_large"),
        (workbook_of(Leeg=[[]]), UnreadableFile, "no_table"),
        (b"a;b\n" + b"1;2\n" * 200, FileRefused, "too_many_rows"),
        (b'a;b\n"' + b"x" * 200_000, UnreadableFile, "broken_csv"),
    ],
    ids=["empty", "pdf", "binary", "bomb", "no-rows", "rows", "quote"],
)
def test_unreadable_table_is_refused_with_a_reason(data, error, code):
    """Each ends in one clear finding."""
    with pytest.raises(error) as caught:
        open_table(data, "a.csv", limits=Limits(rows=100))

    assert [one.code for one in caught.value.findings] == [code]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('code;naam\nP-0;a\n"P-1;x\nP-2;y\nP-3;z\n', 3),
        ('code;naam\n"P-0";"a\nb"\n"P-1;x\n"P-2";y\n', 4),
        ('"code;naam\nP-1;x\n', 1),
        ('code;naam\nP-1;"x" y\nP-2;z\n', 2),
    ],
    ids=["to-the-end", "to-the-next-quote", "header", "behind-the-quote"],
)
def test_quote_that_is_not_closed_is_told_with_its_line(text, line):
    """Else all rows from there on would be one cell, and nobody would miss them."""
    with pytest.raises(UnreadableFile) as caught:
        open_table(text.encode(), "a.csv")
    (finding,) = caught.value.findings

    assert (finding.code, finding.where.line) == ("broken_csv", line)


def test_quotes_within_a_cell_are_text():
    """An inch sign is no opening quote, and a doubled quote stands for one."""
    table = open_table(b'code;naam\nP-1;buis 5" lang\nP-2;"een ""proef"", en\nnog een"\n', "a.csv")

    assert table.rows == [["P-1", 'buis 5" lang'], ["P-2", 'een "proef", en\nnog een']]


def test_unknown_sheet_is_told_with_those_there_are():
    """The message lists the sheets."""
    with pytest.raises(UnreadableFile, match="Blad1"):
        open_table(workbook_of(Blad1=[["Code", "Naam"]]), "a.xlsx", "Planning")


def test_formula_in_a_csv_cell_stays_text():
    """A CSV file can carry formulas for whoever opens it next; here they are text."""
    found = apply(
        open_table(b"Projectcode;Projectnaam;Beschrijving\nP-1;x;=HYPERLINK(1)\n", "a.csv"),
        suggest(open_table(b"Projectcode;Projectnaam;Beschrijving\nP-1;x;y\n", "a.csv")),
    )

    assert found.projects[0].description == "=HYPERLINK(1)"
    assert [one.code for one in found.findings] == ["formula_like_text"]


def test_old_binary_workbooks_are_read(shared_data):
    """Files of twenty years ago still lie on shared drives."""
    path = shared_data("evm-series") / "Project1.xls"
    table = open_table(path.read_bytes(), path.name)

    assert table.headers[:4] == ("ID", "PV", "EV", "AC")
    assert len(table.rows) == 22


def test_old_binary_workbook_beyond_its_bounds_is_refused(shared_data):
    """What would fill the memory ends a child process, not the server."""
    path = shared_data("evm-series") / "Project1.xls"
    with pytest.raises(FileRefused) as caught:
        open_table(path.read_bytes(), path.name, limits=Limits(cells=20))

    assert caught.value.findings[0].code == "workbook_too_demanding"


def test_remembered_mapping_follows_a_header_that_moved():
    """Next year's file has one title row less; the columns are what counts."""
    mapping = replace(
        suggest(open_table(b"Lijst\n\nProjectcode;Projectnaam\nP-1;Dijk\n", "a.csv")), sheet="elders"
    )
    moved = apply(open_table(b"Projectcode;Projectnaam\nP-2;Dam\n", "b.csv"), mapping)

    assert mapping.header_row == 3
    assert [one.code for one in moved.projects] == ["P-2"]
    assert moved.findings == []


def test_header_row_of_the_mapping_counts_where_none_is_found():
    """A person pointed at the header because the table has an unusual one."""
    mapping = Mapping(
        name="test",
        target="projects",
        columns=(ColumnMapping("projects.code", ("1",)), ColumnMapping("projects.name", ("2",))),
        header_row=2,
    )
    table = open_table(b"eerste kolom;tweede kolom\n1;2\nP-1;Dijk\n", "a.csv")

    assert table.header_row == 1
    assert [one.name for one in apply(table, mapping).projects] == ["Dijk"]
