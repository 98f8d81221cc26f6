"""Small workbooks and records that tests read and write."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter

from stuurbord.exchange.records import (
    BudgetRecord,
    DecisionRecord,
    DecisionState,
    EstimateQuantity,
    EstimateRecord,
    EstimateShape,
    EstimateUnit,
    ExpenditureKind,
    FactorCorrelationRecord,
    FactorLoadingRecord,
    IssueRecord,
    JudgedStatus,
    MilestoneRecord,
    MilestoneReportRecord,
    PersonRecord,
    PortfolioRecords,
    Priority,
    ProjectKind,
    ProjectRecord,
    ResponseActionRecord,
    ResponseState,
    RiskRecord,
    RiskResponse,
    RiskState,
    Stage,
    WeatherRecord,
)


class Formula(str):
    """A formula to write, with the result Excel stored for it."""

    result: Any = ""

    @classmethod
    def of(cls, formula: str, result: Any) -> Formula:
        made = cls(formula)
        made.result = result
        return made


def workbook_of(**sheets: list[list[Any]]) -> bytes:
    """Return a workbook with these sheets; ``None`` leaves a cell empty."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False}) as book:
        as_date = book.add_format({"num_format": "dd/mm/yyyy"})
        for name, rows in sheets.items():
            page = book.add_worksheet(name.replace("_", " "))
            for row, values in enumerate(rows):
                for column, value in enumerate(values):
                    if value is None:
                        continue
                    if isinstance(value, Formula):
                        page.write_formula(row, column, str(value), None, value.result)
                    elif isinstance(value, (date, datetime)):
                        when = (
                            value
                            if isinstance(value, datetime)
                            else datetime.combine(value, datetime.min.time())
                        )
                        page.write_datetime(row, column, when, as_date)
                    else:
                        page.write(row, column, value)
    return target.getvalue()


def bomb() -> bytes:
    """Return a small zip file that claims, truthfully, to unpack into far more."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * (64 << 20))
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (64 << 20))
    return target.getvalue()


def lying_bomb() -> bytes:
    """Return the same, with a directory that declares a size of a few bytes."""
    packed = zlib.compressobj(9, zlib.DEFLATED, -15)
    content = packed.compress(b" " * (160 << 20)) + packed.flush()
    name = b"xl/workbook.xml"
    local = struct.pack("<4s5H3I2H", b"PK\x03\x04", 20, 0, 8, 0, 0, 0, len(content), 9, len(name), 0)
    central = struct.pack(
        "<4s6H3I5H2I", b"PK\x01\x02", 20, 20, 0, 8, 0, 0, 0, len(content), 9, len(name), 0, 0, 0, 0, 0, 0
    )
    start = len(local) + len(name) + len(content)
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 1, 1, len(central) + len(name), start, 0)
    return local + name + content + central + name + end


def with_part(data: bytes, part: str, old: bytes, new: bytes) -> bytes:
    """Return a workbook in which one part's text is changed."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(target, "w") as made:
        for entry in source.infolist():
            content = source.read(entry)
            if entry.filename == part:
                assert old in content
                content = content.replace(old, new)
            made.writestr(entry.filename, content, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def full_records() -> PortfolioRecords:
    """Return records with every field of every register filled."""
    return PortfolioRecords(
        projects=[
            ProjectRecord(
                code="P-001",
                name="Vernieuwing sluisbediening Wintam",
                short_name="Wintam",
                kind=ProjectKind.INFRASTRUCTURE,
                programme="Slim bedienen",
                stage=Stage.EXECUTION,
                owner="An Verlinden",
                manager="Bart Claes",
                description="Bediening op afstand voor 3 sluizen & 2 stuwen",
                goal_gate="G5",
                time_tolerance_days=30,
                cost_tolerance=Decimal("0.125"),
                judged_status=JudgedStatus.ADJUST,
                judged_reason="De schakelkasten komen later.",
                plan_file="wintam.xml",
                reference_class="infrastructure-projects",
                contingency_days=20,
                contingency_cost=Decimal("250000"),
            ),
            ProjectRecord(code="P-002", name="Datacenter Antwerpen"),
        ],
        budget=[
            BudgetRecord(
                project="P-001",
                year=2026,
                article="MB0-1MF2KA-WT",
                kind=ExpenditureKind.INVESTMENT,
                budgeted_commitment=Decimal("230000.00"),
                committed=Decimal("139000.55"),
                forecast_commitment=Decimal("231234.56"),
                budgeted_payment=Decimal("100000"),
                paid=Decimal("-12.50"),
                forecast_payment=Decimal("0"),
            ),
            BudgetRecord(project="P-001", year=2027),
        ],
        risks=[
            RiskRecord(
                project="P-001",
                code="R-07",
                title="Levering schakelkasten loopt uit",
                cause="één leverancier",
                event="de levering komt te laat",
                effect="de plaatsing schuift op",
                probability=Decimal("0.35"),
                impact_days=15,
                impact_cost=Decimal("40000"),
                response=RiskResponse.MITIGATE,
                measure="een tweede leverancier aanspreken",
                owner="Bart Claes",
                due=date(2026, 12, 1),
                state=RiskState.IN_TREATMENT,
                reviewed_on=date(2026, 11, 3),
                tasks="2.3; #7",
                impact_days_low=8,
                impact_days_high=40,
                impact_cost_low=Decimal("10000"),
                impact_cost_high=Decimal("90000.50"),
                repeats="1.4.*",
                exclusive_group="levering",
                depends_on="niet R-03",
            )
        ],
        responses=[
            ResponseActionRecord(
                project="P-001",
                code="M-03",
                risk="R-07",
                name="Tweede leverancier",
                cost=Decimal("85000"),
                probability_after=Decimal("0.1"),
                impact_left=Decimal("0.4"),
                is_chosen=True,
                owner="Bart Claes",
                due=date(2027, 1, 15),
                state=ResponseState.PLANNED,
            ),
            ResponseActionRecord(
                "P-001", "M-04", "R-07", "Niets doen", is_chosen=False, state=ResponseState.PROPOSED
            ),
        ],
        estimates=[
            EstimateRecord(
                "P-001",
                "2.*",
                EstimateQuantity.DURATION,
                EstimateShape.PERT,
                EstimateUnit.DAYS,
                Decimal("10"),
                Decimal("12.5"),
                Decimal("30"),
            ),
            EstimateRecord("P-001", "3", EstimateQuantity.COST, reference_class="ict-projects"),
            EstimateRecord(
                "P-001",
                "5.1",
                EstimateQuantity.DURATION,
                EstimateShape.DISCRETE,
                EstimateUnit.DAYS,
                Decimal("30"),
                Decimal("60"),
                Decimal("120"),
                low_chance=Decimal("0.25"),
                high_chance=Decimal("0.1"),
            ),
        ],
        loadings=[
            FactorLoadingRecord(
                "P-001", "PLC-LEV", "2.3", EstimateQuantity.DURATION, Decimal("0.7"), "Leverancier"
            )
        ],
        correlations=[FactorCorrelationRecord("P-001", "PLC-LEV", "NET-LEV", Decimal("-0.4"))],
        weather=[
            WeatherRecord("P-001", "W-01", "Hoogwater", "4.*", january=Decimal("0.12"), july=Decimal("0"))
        ],
        issues=[
            IssueRecord(
                project="P-002",
                code="I-12",
                title="Testomgeving niet beschikbaar",
                description="Sinds 2 november",
                priority=Priority.HIGH,
                owner="An Verlinden",
                raised_on=date(2026, 11, 2),
                due=date(2026, 11, 30),
            )
        ],
        milestones=[
            MilestoneRecord(
                project="P-001",
                code="G3",
                name="Gunning",
                is_gate=True,
                baseline=date(2026, 9, 14),
                forecast=date(2026, 10, 1),
                actual=date(2026, 10, 2),
                task="42",
            )
        ],
        milestone_reports=[
            MilestoneReportRecord(
                project="P-001", milestone="G3", reported_on=date(2026, 8, 31), forecast=date(2026, 9, 20)
            )
        ],
        decisions=[
            DecisionRecord(
                project="P-001",
                code="B-03",
                question="Keurt u de hogere raming goed?",
                recommendation="Ja, mits een nieuwe planning.",
                effect_on_date="G4 schuift 24 dagen op",
                effect_on_cost=Decimal("91000"),
                without_decision="De opdracht ligt stil.",
                due=date(2026, 12, 11),
                body="Projectstuurgroep",
                state=DecisionState.REQUESTED,
                outcome="nog geen",
                decided_on=date(2026, 12, 10),
            )
        ],
        people=[
            PersonRecord(
                name="An Verlinden",
                email="an@example.org",
                function="Afdelingshoofd",
                organisation="Agentschap Sluizen en Netwerken",
                team="Bediening",
            ),
            PersonRecord(name="Bart Claes"),
        ],
    )
