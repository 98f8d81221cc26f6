"""Reading the workbook: what people do to it is understood, what is wrong is told per cell."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from decimal import Decimal
from string import printable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_workbooks import Formula, bomb, full_records, lying_bomb, with_part, workbook_of

from stuurbord.errors import FileRefused, Severity, UnreadableFile, errors_in
from stuurbord.exchange import records
from stuurbord.exchange.tabular.limits import Limits
from stuurbord.exchange.workbook import is_ours, read, write

PROJECTS = [["Projectcode", "Naam"], ["P-001", "Wintam"]]
RISK_HEADER = ["Projectcode", "Nr.", "Risico", "Kans", "Gevolg kosten", "Uiterste datum", "Respons"]


def told(data: bytes, **limits: int) -> list[tuple[str, str, str]]:
    """Return (code, sheet, cell) of what reading finds."""
    found = read(data, "map/lijst.xlsx", Limits(**limits))
    return [(one.code, one.where.sheet, one.where.cell) for one in found.findings]


@pytest.mark.parametrize("language", ["nl", "en", "fr"])
def test_full_records_come_back_unchanged(language):
    """Every field of every register survives the way out and in, in each language."""
    found = read(write(full_records(), language), "export.xlsx")

    assert found == full_records()


def test_columns_may_move_and_speak_another_language():
    """Columns are found by label; order, case, accents and asterisks do not count."""
    data = workbook_of(
        Risks=[
            ["RISQUE", "probabilite", "Projectcode *", "Eigen kolom", "nr"],
            ["Vertraging", "12,5 %", "P-001", "x", "R-1"],
        ]
    )
    found = read(data, "moved.xlsx")

    assert found.risks == [records.RiskRecord("P-001", "R-1", "Vertraging", probability=Decimal("0.125"))]
    assert [one.code for one in found.findings] == ["unknown_column"]
    assert found.findings[0].severity is Severity.INFO
    assert found.findings[0].where.cell == "D1"


def test_header_may_stand_below_other_rows():
    """A title above the table does no harm."""
    data = workbook_of(Projecten=[["Portefeuille 2026"], [], *PROJECTS])

    assert read(data, "a.xlsx").projects == [records.ProjectRecord("P-001", "Wintam")]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("1.234,50", Decimal("1234.50")),
        ("€ 1.234,50", Decimal("1234.50")),
        ("1 234,5 euro", Decimal("1234.50")),
        ("1234.5", Decimal("1234.50")),
        ("1.234", Decimal("1234.00")),
        ("1.234.567", Decimal("1234567.00")),
        ("1,234,567.89", Decimal("1234567.89")),
        ("-12,5", Decimal("-12.50")),
        ("−12", Decimal("-12.00")),
        ("(12)", Decimal("-12.00")),
        (1234.505, Decimal("1234.51")),
        (0, Decimal("0.00")),
    ],
)
def test_amounts_are_read_as_belgium_writes_them(written, expected):
    """A number stored as text is a number nevertheless."""
    data = workbook_of(Risks=[RISK_HEADER, ["P-001", "R-1", "x", None, written]])
    found = read(data, "a.xlsx")

    assert found.risks[0].impact_cost == expected
    assert found.findings == []


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("27/11/2026", date(2026, 11, 27)),
        ("27-11-2026", date(2026, 11, 27)),
        ("7.3.2027", date(2027, 3, 7)),
        ("27/11/26", date(2026, 11, 27)),
        ("2026-11-27", date(2026, 11, 27)),
        ("3 maart 2027", date(2027, 3, 3)),
        ("3 mrt 2027", date(2027, 3, 3)),
        ("1 août 2027", date(2027, 8, 1)),
        (date(2026, 11, 27), date(2026, 11, 27)),
    ],
)
def test_dates_are_read_as_people_type_them(written, expected):
    """Day before month, unless the year stands in front."""
    data = workbook_of(Risks=[RISK_HEADER, ["P-001", "R-1", "x", None, None, written]])

    assert read(data, "a.xlsx").risks[0].due == expected


@pytest.mark.parametrize(
    ("column", "value", "code", "part"),
    [
        (5, "31/11/2026", "no_such_date", "31/11/2026 does not exist"),
        (5, "11/27/2026", "no_such_date", "day/month/year"),
        (5, "volgende week", "not_a_date", "“volgende week” is not a date"),
        (5, "01/01/0206", "date_out_of_range", "1970–2099"),
        (5, True, "not_a_date", "is not a date"),
        (4, "veel", "not_a_number", "Write numbers as 1.234,50"),
        (4, "1.23.4", "not_a_number", "1.23.4"),
        (4, "1e5", "not_a_number", "1e5"),
        (4, "NaN", "not_a_number", "NaN"),
        (4, "9" * 14, "amount_out_of_range", "larger than any budget"),
        (3, "140 %", "percent_out_of_range", "0–100 %"),
        (3, -0.1, "percent_out_of_range", "0–100 %"),
        (6, "Wachten", "unknown_choice", "Vermijden, Beperken, Overdragen, Aanvaarden, Doorverwijzen"),
    ],
)
def test_wrong_cell_is_told_with_its_place_and_what_is_expected(column, value, code, part):
    """The message holds the value, what is expected, and sheet and cell."""
    row = ["P-001", "R-1", "x", None, None, None, None]
    row[column] = value
    found = read(workbook_of(Risks=[RISK_HEADER, row]), "a.xlsx")
    (finding,) = found.findings

    assert finding.code == code
    assert finding.severity is Severity.ERROR
    assert part in finding.message()
    assert finding.where.as_text() == f"a.xlsx, sheet Risks, cell {'ABCDEFG'[column]}2"
    assert found.risks[0].title == "x"


@pytest.mark.parametrize(
    ("value", "expected"),
    [("BEPERKEN", "mitigate"), ("mitigate", "mitigate"), ("Éviter", "avoid"), ("eviter", "avoid")],
)
def test_choices_are_found_in_any_language_and_case(value, expected):
    """Labels of three languages and the code itself count."""
    data = workbook_of(Risks=[RISK_HEADER, ["P-001", "R-1", "x", None, None, None, value]])

    assert read(data, "a.xlsx").risks[0].response == records.RiskResponse(expected)


@pytest.mark.parametrize("text", ["=cmd|' /C calc'!A0", "+HYPERLINK(1)", "-2+3+cmd", "@SUM(1)"])
def test_text_that_looks_like_a_formula_stays_text(text):
    """It is kept, told, and never evaluated."""
    data = workbook_of(Projecten=[[*PROJECTS[0], "Beschrijving"], ["P-001", "Wintam", text]])
    found = read(data, "a.xlsx")

    assert found.projects[0].description == text
    assert [(one.code, one.severity) for one in found.findings] == [("formula_like_text", Severity.INFO)]


def test_stored_result_of_a_formula_counts():
    """A sum that Excel computed is a number; one that was never computed is told."""
    header = ["Projectcode", "Jaar", "Vastgelegd"]
    rows = [
        ["P-001", 2026, Formula.of("=1000+500", 1500)],
        ["P-001", 2027, Formula.of("=#REF!*2", "#REF!")],
        ["P-001", 2028, Formula.of("=1/0", "#DIV/0!")],
    ]
    data = workbook_of(Begroting=[header, *rows])
    found = read(data, "a.xlsx")

    assert found.budget[0].committed == Decimal("1500.00")
    assert [(one.code, one.where.cell) for one in found.findings] == [
        ("error_cell", "C3"),
        ("error_cell", "C4"),
    ]
    assert "#REF!" in found.findings[0].message()


def test_formula_without_stored_result_is_told():
    """Programs that write formulas without computing them leave a cell that only looks filled."""
    data = workbook_of(
        Begroting=[["Projectcode", "Jaar", "Vastgelegd"], ["P-001", 2026, Formula.of("=1+1", 2)]]
    )
    bare = with_part(data, "xl/worksheets/sheet1.xml", b"<f>1+1</f><v>2</v>", b"<f>1+1</f>")

    assert told(bare) == [("formula_without_value", "Begroting", "C2")]


@pytest.mark.parametrize(
    ("sheets", "expected"),
    [
        ({"Projecten": [["Naam", "Fase"], ["Wintam", "Idee"]]}, [("missing_column", "Projecten", "")]),
        ({"Projecten": [["Projectcode", "Naam"], [None, "Wintam"]]}, [("missing_value", "Projecten", "A2")]),
        (
            {"Projecten": [["Projectcode", "Naam", "Naam"], ["P", "a", "b"]]},
            [("duplicate_column", "Projecten", "C1")],
        ),
        ({"Projecten": [["x", "y"], ["P", "a"]]}, [("no_header", "Projecten", "")]),
        ({"Projecten": [*PROJECTS, ["p-001", "Nog eens"]]}, [("duplicate_row", "Projecten", "A3")]),
        ({"Projecten": PROJECTS, "Kladblad": [["a"]]}, [("unknown_sheet", "Kladblad", "")]),
        (
            {"Projecten": PROJECTS, "Issues": [["Projectcode", "Nr.", "Issue"], ["P-9", "I-1", "x"]]},
            [("unknown_project_code", "Issues", "A2")],
        ),
        (
            {"Projecten": [["Projectcode", "Naam"], [date(2026, 2, 1), "Wintam"]]},
            [("date_in_code", "Projecten", "A2")],
        ),
        (
            {"Projecten": [[*PROJECTS[0], "Tolerantie tijd"], ["P-001", "Wintam", 2.5]]},
            [("not_whole", "Projecten", "C2")],
        ),
        (
            {"Projecten": [[*PROJECTS[0], "Tolerantie tijd"], ["P-001", "Wintam", -2]]},
            [("number_out_of_range", "Projecten", "C2")],
        ),
        (
            {"Mijlpalen": [["Projectcode", "Nr.", "Mijlpaal", "Fasepoort"], ["P", "G1", "x", "misschien"]]},
            [("not_yes_no", "Mijlpalen", "D2")],
        ),
        (
            {"Risks": [RISK_HEADER, ["P-001", "R-1", "x", 40]]},
            [("percent_without_sign", "Risks", "D2")],
        ),
        ({"Risks": [RISK_HEADER, ["P-001", "R-1", "x", 1.5]]}, [("percent_ambiguous", "Risks", "D2")]),
        ({"Risks": [RISK_HEADER, ["P-001", "R-1", "x", "1,01"]]}, [("percent_ambiguous", "Risks", "D2")]),
        (
            {"Risks": [RISK_HEADER, ["P-001", "R-1", "x", None, None, 46353]]},
            [("number_as_date", "Risks", "F2")],
        ),
    ],
)
def test_bad_tables_are_told_by_code_sheet_and_cell(sheets, expected):
    """One case per way in which a workbook can be wrong."""
    assert told(workbook_of(**sheets)) == expected


def test_reference_to_an_unknown_milestone_is_told():
    """A report on a milestone that the file does not have is doubtful, not fatal."""
    made = full_records()
    made.milestone_reports.append(
        records.MilestoneReportRecord("P-001", "G9", date(2026, 9, 1), date(2026, 9, 2))
    )
    found = read(write(made), "a.xlsx")

    assert [one.code for one in found.findings] == ["unknown_milestone"]
    assert not errors_in(found.findings)


ENCRYPTED = (
    bytes.fromhex("d0cf11e0a1b11ae1") + bytes(1600) + "EncryptedPackage".encode("utf-16-le") + bytes(900)
)


@pytest.mark.parametrize(
    ("data", "error", "code"),
    [
        (b"", UnreadableFile, "empty_file"),
        (b"%PDF-1.7 hernoemd", UnreadableFile, "not_a_workbook"),
        (b"Projectcode;Naam\nP-001;Wintam\n", UnreadableFile, "not_a_workbook"),
        (write(None)[:9000], UnreadableFile, "damaged_workbook"),
        (b"PK\x03\x04" + bytes(40), UnreadableFile, "damaged_workbook"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(2000), UnreadableFile, "damaged_workbook"),
        (ENCRYPTED, FileRefused, "password_protected"),
        (bomb(), FileRefused, "unpacked_too_large"),
        (lying_bomb(), FileRefused, "unpacked_too_large"),
        (workbook_of(Blad1=[["a", "b"]]), UnreadableFile, "no_known_sheet"),
    ],
    ids=["empty", "pdf", "csv", "truncated", "zip-head", "ole", "encrypted", "bomb", "lying-bomb", "foreign"],
)
def test_unreadable_file_is_refused_with_a_reason(data, error, code):
    """Each ends in one clear finding with the file's name, none in a traceback of a library."""
    with pytest.raises(error) as caught:
        read(data, "C:\\map\\lijst.xlsx")

    assert [one.code for one in caught.value.findings] == [code]
    assert caught.value.findings[0].where.file == "lijst.xlsx"
    assert caught.value.findings[0].message()


def test_other_office_formats_are_named():
    """An OpenDocument sheet or a Word file is told by its kind."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("content.xml", "<x/>")
    with pytest.raises(UnreadableFile) as caught:
        read(target.getvalue(), "lijst.ods")

    assert ".ods" in str(caught.value)


def test_entities_are_refused():
    """No Excel declares entities: the billion laughs end here."""
    laughing = with_part(
        write(None), "xl/workbook.xml", b"<workbook", b'<!DOCTYPE x [<!ENTITY a "aaaa">]>\n<workbook'
    )
    with pytest.raises(FileRefused) as caught:
        read(laughing, "a.xlsx")

    assert caught.value.findings[0].code == "xml_entities"


@pytest.mark.parametrize("cell", [b"XFD1048576", b"A1048576", b"AMJ2"])
def test_cell_at_the_end_of_the_sheet_does_not_allocate_the_sheet(cell):
    """A reader would fill the rectangle up to the last cell: billions of empty ones."""
    far = with_part(
        workbook_of(Projecten=PROJECTS), "xl/worksheets/sheet1.xml", b'r="B2"', b'r="' + cell + b'"'
    )
    with pytest.raises(FileRefused) as caught:
        read(far, "a.xlsx")

    assert caught.value.findings[0].code == "too_many_rows"


def test_reader_that_runs_out_of_memory_takes_nothing_with_it():
    """A row number beyond any sheet slips through inspection; the reading process ends, this one does not."""
    data = workbook_of(Projecten=PROJECTS)
    bare = with_part(data, "xl/worksheets/sheet1.xml", b'<row r="2"', b'<row r="99999999"')
    far = with_part(bare, "xl/worksheets/sheet1.xml", b'r="B2"', b'r="XFD99999999"')
    with pytest.raises(FileRefused) as caught:
        read(far, "a.xlsx")

    assert caught.value.findings[0].code == "workbook_too_demanding"


def test_limits_can_be_set():
    """A file above the configured size is refused before it is opened."""
    data = workbook_of(Projecten=[PROJECTS[0], *([f"P-{n}", "x"] for n in range(50))])
    for limits in (Limits(file_bytes=100), Limits(unpacked_bytes=500), Limits(rows=20), Limits(cells=60)):
        with pytest.raises(FileRefused):
            read(data, "a.xlsx", limits)

    assert len(read(data, "a.xlsx").projects) == 50


def test_findings_are_cut_off_with_a_count():
    """Ten thousand wrong cells give a list that a person can read, errors first."""
    rows = [[f"P-{number}", "x", "veel"] for number in range(60)]
    found = read(
        workbook_of(Projecten=[[*PROJECTS[0], "Tolerantie tijd"], *rows]), "a.xlsx", Limits(findings=10)
    )

    assert len(found.findings) == 11
    assert found.findings[-1].code == "more_findings"
    assert found.findings[-1].fields["number"] == 50
    assert errors_in([found.findings[-1]])


def test_workbook_of_a_newer_version_is_told():
    """Columns that a later version added would be lost in silence."""
    data = write(full_records())
    newer = with_part(
        data, "xl/worksheets/sheet16.xml", b'<c r="B2"><v>2</v></c>', b'<c r="B2"><v>99</v></c>'
    )

    assert ("newer_workbook", "", "") in told(newer)


def test_two_sheets_of_a_kind_are_both_read():
    """A register kept per language or per service is one register."""
    data = workbook_of(
        Risks=[RISK_HEADER, ["P-001", "R-1", "x"]], Risicoregister=[RISK_HEADER, ["P-001", "R-2", "y"]]
    )

    assert [one.code for one in read(data, "a.xlsx").risks] == ["R-1", "R-2"]


def test_own_workbook_is_told_apart_from_a_foreign_table():
    """A folder of files is sorted by this."""
    assert is_ours(write(None))
    assert is_ours(workbook_of(Projecten=PROJECTS))
    assert not is_ours(workbook_of(Planning=[["Wat", "Wanneer"], ["a", "b"]]))
    assert not is_ours(b"Projectcode;Naam")


TEXT = (
    # What nobody sees is left out, and a line ends in one way: see `invisible`.
    st.text(printable.translate({13: None, 11: None, 12: None}) + "éèüĳ€“”…≤✓", max_size=40)
    .map(str.strip)
    .filter(lambda text: text[:1] not in ("=", "+", "-", "@"))
)
NAME = TEXT.filter(bool)
CODE = st.from_regex(r"[A-Z]{1,3}-?[0-9]{1,4}", fullmatch=True)
DAY = st.none() | st.dates(date(1990, 1, 1), date(2099, 12, 31))
MONEY = st.none() | st.decimals(-(10**9), 10**9, places=2)
SHARE = st.none() | st.integers(0, 10_000).map(lambda number: Decimal(number) / 10_000)


def unique_by(strategy: st.SearchStrategy, *names: str) -> st.SearchStrategy:
    """Return lists in which no two records are the same row."""

    def key(record: object) -> tuple[object, ...]:
        values = [getattr(record, name) for name in names]
        return tuple(value.casefold() if isinstance(value, str) else value for value in values)

    return st.lists(strategy, max_size=3, unique_by=key)


PROJECT = st.builds(
    records.ProjectRecord,
    code=CODE,
    name=NAME,
    short_name=TEXT,
    kind=st.none() | st.sampled_from(records.ProjectKind),
    programme=TEXT,
    stage=st.none() | st.sampled_from(records.Stage),
    owner=TEXT,
    manager=TEXT,
    description=TEXT,
    goal_gate=CODE,
    time_tolerance_days=st.none() | st.integers(0, 3650),
    cost_tolerance=SHARE,
    judged_status=st.none() | st.sampled_from(records.JudgedStatus),
    judged_reason=TEXT,
    plan_file=TEXT,
    where=st.just(records.Where()),
)
BUDGET = st.builds(
    records.BudgetRecord,
    project=st.just("P-1"),
    year=st.integers(1990, 2100),
    article=TEXT,
    kind=st.none() | st.sampled_from(records.ExpenditureKind),
    **dict.fromkeys(
        [
            "budgeted_commitment",
            "committed",
            "forecast_commitment",
            "budgeted_payment",
            "paid",
            "forecast_payment",
        ],
        MONEY,
    ),
    where=st.just(records.Where()),
)
RISK = st.builds(
    records.RiskRecord,
    project=st.just("P-1"),
    code=CODE,
    title=NAME,
    cause=TEXT,
    event=TEXT,
    effect=TEXT,
    probability=SHARE,
    impact_days=st.none() | st.integers(0, 36_500),
    impact_cost=MONEY,
    response=st.none() | st.sampled_from(records.RiskResponse),
    measure=TEXT,
    owner=TEXT,
    due=DAY,
    state=st.none() | st.sampled_from(records.RiskState),
    reviewed_on=DAY,
    where=st.just(records.Where()),
)
MILESTONE = st.builds(
    records.MilestoneRecord,
    project=st.just("P-1"),
    code=CODE,
    name=NAME,
    is_gate=st.booleans(),
    baseline=DAY,
    forecast=DAY,
    actual=DAY,
    task=CODE | st.just(""),
    where=st.just(records.Where()),
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    projects=unique_by(PROJECT, "code"),
    budget=unique_by(BUDGET, "project", "year", "article", "kind"),
    risks=unique_by(RISK, "project", "code"),
    milestones=unique_by(MILESTONE, "project", "code"),
    language=st.sampled_from(["nl", "en", "fr"]),
)
def test_any_records_come_back_unchanged(projects, budget, risks, milestones, language):
    """Whatever text, amount or date stands in a register, the workbook carries it."""
    made = records.PortfolioRecords(projects=projects, budget=budget, risks=risks, milestones=milestones)
    found = read(write(made, language), "a.xlsx")

    assert not errors_in(found.findings)
    assert (found.projects, found.budget, found.risks, found.milestones) == (
        projects,
        budget,
        risks,
        milestones,
    )
