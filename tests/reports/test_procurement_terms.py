"""Terms of procurements in reports, slides and sheets: day, article, and nothing where there is none."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from typing import Any

import openpyxl
import pytest
from pptx import Presentation
from reports.made_snapshots import a_dozen
from reports.read_pack import all_text, cells, text_of
from reports.test_project_reports import EN, facts, report

from stuurbord.language import LANGUAGES, language
from stuurbord.reports import steering_pack, steering_workbook
from stuurbord.reports.document import Heading, Table, write_docx
from stuurbord.reports.project_reports import Cover, ReportFacts, build
from stuurbord.reports.snapshot import Snapshot, TermFacts
from stuurbord.reports.steering_pack import method, procurement_terms
from stuurbord.reports.steering_pack.conclusions import unfounded_figures
from stuurbord.reports.steering_pack.pack import Pack
from stuurbord.reports.term_words import state_word

UNTIL = date(2026, 12, 21)
NOTICE = TermFacts(
    project="P-014",
    file="O-2026-031",
    name="Lezers, controllers en plaatsing",
    title={"nl": "Aankondiging van gegunde opdracht bekendmaken", "en": "Publish the award notice"},
    due=date(2026, 11, 16),
    missing={},
    article="Wet 17/06/2016, art. 62",
    is_verified=True,
    is_legal=True,
    state="late",
    working_days=-4,
)
VALIDITY = replace(
    NOTICE,
    title={"nl": "Sluiten voor de offertes vervallen", "en": "Conclude before the tenders lapse"},
    due=date(2026, 11, 24),
    article="KB 18/04/2017, art. 58",
    is_verified=False,
    state="soon",
    working_days=2,
)
DISPATCH = replace(
    NOTICE,
    title={"nl": "Aankondiging bekendmaken of uitnodiging verzenden", "en": "Publish the notice"},
    due=date(2026, 12, 18),
    article="",
    is_legal=False,
    state="later",
    working_days=20,
)
STANDSTILL = replace(
    NOTICE,
    title={"nl": "Laatste dag van de wachttermijn", "en": "Last day of the standstill"},
    due=None,
    missing={"nl": "Kies eerst een procedure.", "en": "Choose a procedure first."},
    article="",
    state="undetermined",
    working_days=None,
)
ALL = (NOTICE, VALIDITY, DISPATCH, STANDSTILL)


def told(snapshot: Snapshot, code: str = "en") -> list[Any]:
    """Return the slides of a pack with terms."""
    found = Presentation(io.BytesIO(steering_pack.write(snapshot, code))).slides
    return [one for one in found if "periods of procurements" in text_of(one, "Rubriek")]


def said(slides: Any) -> str:
    """Return every word of some slides, with single spaces."""
    return " ".join(" ".join(all_text(one) for one in slides).split())


def with_terms(*terms: TermFacts) -> Snapshot:
    return replace(a_dozen(), terms=terms, terms_until=UNTIL)


@pytest.mark.parametrize("kind", ["highlight", "checkpoint", "end_stage", "end_project"])
def test_a_report_tells_day_state_article_and_what_is_missing(kind):
    """A late day is red, a day of the law hatched, an article that nobody verified says so."""
    blocks = report(kind, facts(terms=ALL, terms_until=UNTIL)).blocks
    table = next(one for one in blocks if isinstance(one, Table) and "21/12/2026" in one.caption)
    late, soon, later, unknown = table.rows

    assert [cell.text for cell in (late[0], late[1], late[3])] == [
        "16/11/2026",
        "Publish the award notice",
        "Wet 17/06/2016, art. 62",
    ]
    assert late[0].is_bad
    assert late[0].is_legal
    assert "O-2026-031" in late[1].note
    assert (late[2].mark.status, late[2].mark.word) == ("intervene", "4 working days late")
    assert soon[3].text.endswith("(not verified)")
    assert not later[0].is_legal
    assert "planned or agreed" in later[1].note
    assert (unknown[0].text, unknown[2].mark.status) == ("–", "undetermined")
    assert unknown[1].note.endswith("Choose a procedure first.")


@pytest.mark.parametrize("terms", [None, ()])
def test_without_open_terms_a_report_has_no_such_section(terms):
    """Neither a heading nor an empty table."""
    blocks = report("highlight", facts(terms=terms, terms_until=UNTIL)).blocks

    assert not any(isinstance(one, Heading) and "procurement" in one.text for one in blocks)


def test_facts_of_before_are_read_and_keep_their_hash():
    """What schema 2 added is not written where it was not known, in reports as in snapshots."""
    old_facts, old_snapshot = facts(schema=1), replace(a_dozen(), schema=2)

    assert "terms" not in old_facts.to_json() + old_snapshot.to_json()
    assert ReportFacts.from_json(old_facts.to_json()).sha256 == old_facts.sha256
    assert Snapshot.from_json(old_snapshot.to_json()).sha256 == old_snapshot.sha256
    assert ReportFacts.from_json(old_facts.to_json()).terms is None


def test_terms_survive_the_way_to_json_and_back():
    """Days as dates, texts in every language."""
    made, snapshot = facts(terms=ALL, terms_until=UNTIL), with_terms(*ALL)

    assert ReportFacts.from_json(made.to_json()) == made
    assert Snapshot.from_json(snapshot.to_json()) == snapshot


def test_the_slide_names_each_term_and_its_title_what_was_missed():
    """A count of the law that was missed also stands among the messages of the summary."""
    whole = Presentation(io.BytesIO(steering_pack.write(with_terms(*ALL), "en"))).slides
    slide = next(one for one in whole if "periods of procurements" in text_of(one, "Rubriek"))
    rows, title = cells(slide, "Tabel"), text_of(slide, "Titel")

    assert title == "One period of a procurement is late; the oldest, of O-2026-031, ended on 16\xa0November"
    assert unfounded_figures(title, ("O-2026-031", "16 November")) == []
    assert rows[1][0] == "16/11/2026"
    assert rows[1][3] == "4 working days late"
    assert rows[2][4].endswith("(not verified)")
    assert rows[4][0] == "–"
    assert "Choose a procedure first." in rows[4][1]
    assert "One legal period of a procurement was missed. O-2026-031: at the latest" in said(whole)


def test_what_is_not_in_the_pack_is_named_as_the_snapshot_knows_it():
    """No open term is told; a snapshot of before says that it knows nothing of procurement."""

    def left_out(snapshot: Snapshot) -> str:
        pages = {"procurement": 9} if procurement_terms.sheets(snapshot) else {}
        return " ".join(method.left_out(Pack(snapshot, snapshot.sha256, language("en"), pages)))

    assert "Capacity, procurement and compliance" in left_out(a_dozen())
    assert "Periods of procurements: none is missed, undetermined or ends by 21/12/2026" in left_out(
        with_terms()
    )
    assert "eriods of procurements" not in left_out(with_terms(*ALL))
    assert "Periods of procurements: 2 more than shown" in left_out(with_terms(*[NOTICE] * 30))


def test_many_terms_go_on_over_pages_and_none_is_cut():
    """Each page holds as many as fit; in every language the rows are as high."""
    long = replace(
        NOTICE, name="Vernieuwing van de geïntegreerde beheerstoepassing " * 4, article="Art. 1; " * 30
    )
    snapshot = with_terms(*[NOTICE, long, VALIDITY, STANDSTILL] * 6)
    pages = {code: len(procurement_terms.sheets(snapshot)) for code in LANGUAGES}
    shown = [row for slide in told(snapshot) for row in cells(slide, "Tabel")[1:]]

    assert set(pages.values()) == {pages["nl"]}
    assert pages["nl"] > 1
    assert len(shown) == 24


def test_the_workbook_has_a_sheet_of_terms_only_where_there_are_any():
    """Days as dates, what is left as a number."""
    book = openpyxl.load_workbook(io.BytesIO(steering_workbook.write(with_terms(*ALL), "en")))
    sheet = book["Procurement periods"]
    without = openpyxl.load_workbook(io.BytesIO(steering_workbook.write(with_terms(), "en")))

    assert sheet["E4"].value.date() == date(2026, 11, 16)
    assert sheet["F4"].value == -4
    assert sheet["J5"].value == "no"
    assert sheet["E7"].value is None
    assert "Procurement periods" not in without.sheetnames


def test_words_count_as_the_pages_of_procurements_do():
    """Today is today; late is at least one working day late."""
    today = replace(NOTICE, state="soon", working_days=0)
    sunday = replace(NOTICE, state="late", working_days=0)

    assert state_word(today, EN) == "Today"
    assert state_word(sunday, EN) == "1 working day late"
    assert state_word(replace(today, working_days=1), EN) == "1 working day left"


def test_a_report_with_terms_opens_in_word():
    """The texts are taken literally."""
    odd = replace(NOTICE, name="<script> & Co.")
    made = build(
        Cover("highlight", "VR-001", "draft", "T. Callewaert"),
        facts(terms=(odd,), terms_until=UNTIL),
        "8f",
        {},
        EN,
    )

    assert write_docx(made, EN)[:2] == b"PK"
