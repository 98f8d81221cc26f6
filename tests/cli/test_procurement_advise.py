"""``stuurbord procurement advise``: the answer for people and for machines, and the exit codes promised."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from cli.commands import run, run_json
from django.utils.translation import override

from stuurbord.language import language
from stuurbord.rulebooks.be_procurement import procedure_labels
from stuurbord.rulebooks.be_procurement.answer_words import AnswerWords
from stuurbord.web.procurements.models import ChoiceVerdict

FACTS = {
    "buyer": "subcentral",
    "sector": "classic",
    "kind": "services",
    "estimate": 230_000,
    "date": "2026-05-04",
}


@pytest.fixture
def facts(tmp_path: Path) -> Path:
    """A file of facts that decide."""
    path = tmp_path / "opdracht.json"
    path.write_text(json.dumps(FACTS))
    return path


def test_the_answer_is_one_json_document_with_the_keys_of_the_worked_cases(facts: Path) -> None:
    """Same names, same codes, same forms."""
    answer = run_json("procurement", "advise", "--facts", facts)

    assert (answer["level"], answer["allowed"], answer["standstill"]) == ("eu", ["OP", "NOP"], 15)
    assert answer["min_days"]["NOP"] == [30, 25]
    assert answer["refused"]["VOPMB"] == "not below 216,000"
    assert {"because", "missing", "obligations", "warnings", "pack", "hash"} <= answer.keys()


def test_facts_may_be_toml_with_a_date_of_its_own(tmp_path: Path) -> None:
    """Dates and cents as TOML writes them; a component estimate is a table."""
    path = tmp_path / "opdracht.toml"
    path.write_text(
        'buyer = "subcentral"\nsector = "classic"\nkind = "works"\naward = 2_702_000.01\ndate = 2026-06-01\n'
        "[estimate]\nbase = 2_900_000\noptions = 200_000\n"
    )

    answer = run_json("procurement", "advise", "--facts", path)

    assert (answer["estimate"], answer["standstill_reason"]) == (3_100_000, "works offer above 2,702,000")


def test_people_read_a_table_in_their_language(facts: Path) -> None:
    """Procedure, verdict, days and the reason with its article."""
    dutch = run("procurement", "advise", "--facts", facts, language="nl").stdout
    french = run("procurement", "advise", "--facts", facts, language="fr").stdout

    assert "De raming is niet lager dan €\xa0216.000 (Wet 17/06/2016, art. 41" in dutch
    assert "L’estimation n’est pas inférieure" in french


def test_each_reason_shows_article_days_and_verification(tmp_path: Path) -> None:
    """One that was read and one that was not; the days say that the rule stands so, not the article."""
    path = told(tmp_path, estimate=200_000)
    dutch = run("procurement", "advise", "--facts", path, language="nl").stdout
    french = run("procurement", "advise", "--facts", path, language="fr").stdout

    days = "in deze vorm geldig van 01/01/2026 tot en met 31/12/2027"
    assert f"(Wet 17/06/2016, art. 41, § 1, 1°; {days}; nagelezen)." in dutch
    assert f"(Wet 17/06/2016, art. 38, § 1, 1°, f; {days}; niet nagelezen)." in dutch
    assert "(Wet 17/06/2016, art. 39; in deze vorm geldig vanaf 30/06/2017; nagelezen)." in dutch
    assert "art. 36\xa0; valable sous cette forme à partir du 30/06/2017\xa0; vérifié à la source" in french
    assert "btw niet inbegrepen · regels geldig van 01/02/2026 tot en met 31/12/2027" in dutch


@pytest.mark.parametrize("code", ["nl", "fr", "en"])
def test_procedures_and_verdicts_are_called_as_on_the_page(tmp_path: Path, code: str) -> None:
    """No bare code of a procedure, and the words of the page for every verdict."""
    path = told(tmp_path, estimate=200_000, kind=None)
    text = run("procurement", "advise", "--facts", path, language=code).stdout

    codes = {one for one in procedure_labels() if re.search(rf"\b{one}\b", text)}
    assert not codes
    assert all(one[code] in text for name, one in procedure_labels().items() if name in ("OP", "CD", "IP"))
    with override(code):
        words = AnswerWords(language(code))
        assert {one.value: words.verdict(one) for one in ChoiceVerdict} == {
            one.value: str(one.label) for one in ChoiceVerdict
        }


def test_a_minimum_or_standstill_that_is_not_known_is_undetermined(tmp_path: Path) -> None:
    """That is not the same as none: the kind of the contract is missing."""
    path = told(tmp_path, estimate=100_000, kind=None)
    lines = run("procurement", "advise", "--facts", path, language="nl").stdout.splitlines()
    rows = {re.split(r"\s{2,}", one)[0]: re.split(r"\s{2,}", one.rstrip())[1:] for one in lines}

    assert rows["Onderhandelingsprocedure zonder voorafgaande bekendmaking"] == ["Toegelaten", "geen", "geen"]
    sui_generis = rows["Sui-generisprocedure met voorafgaande bekendmaking"]
    assert sui_generis == ["Onbepaald", "onbepaald", "onbepaald"]
    assert rows["Opdracht van beperkte waarde (aanvaarde factuur)"] == ["Niet toegelaten", "–", "–"]


def test_articles_that_the_facts_leave_open_are_all_told(tmp_path: Path) -> None:
    """Whatever the kind of contract the procedure is allowed, each kind on its own article."""
    path = told(tmp_path, estimate=100_000, kind=None)
    lines = run("procurement", "advise", "--facts", path, language="nl").stdout.splitlines()
    place = lines.index("- Onderhandelingsprocedure zonder voorafgaande bekendmaking: toegelaten")

    assert "art. 42, § 1, 1°, a" in lines[place + 1]
    assert any("art. 89, § 1, 2°" in one for one in lines[place + 2 : place + 4])


def told(folder: Path, **facts: object) -> Path:
    """A file of the facts with some of them changed; None leaves one out."""
    path = folder / "feiten.json"
    path.write_text(json.dumps({key: one for key, one in (FACTS | facts).items() if one is not None}))
    return path


def test_the_draft_is_asked_by_name(facts: Path) -> None:
    """Another name is wrong usage."""
    answer = run_json("procurement", "advise", "--facts", facts, "--pack", "draft-2026")

    assert any(one["code"] == "pending_law" for one in answer["warnings"])
    assert run("procurement", "advise", "--facts", facts, "--pack", "draft-1999").exit_code == 2


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{", "facts_unreadable"),
        ("[1]", "facts_unreadable"),
        ('{"estimate": 1, "estimate": 2}', "facts_unreadable"),
        ('{"estimate": "140.000"}', "fact_wrong_kind"),
        ('{"estimate": NaN}', "fact_wrong_kind"),
        ('{"buyer": "{x}"}', "fact_wrong_kind"),
    ],
)
def test_facts_that_cannot_be_read_are_told(tmp_path: Path, text: str, code: str) -> None:
    """Exit code 3 and a problem with its code; nothing is answered."""
    path = tmp_path / "x.json"
    path.write_text(text)

    ended = run("procurement", "advise", "--facts", path, "--json")

    assert ended.exit_code == 3
    assert [one["code"] for one in json.loads(ended.stdout)["problem"]["findings"]] == [code]


@pytest.mark.parametrize("name", ["be-procurement", "be_procurement"])
def test_the_rule_commands_read_the_book_by_either_name(name: str) -> None:
    """List and diff; the folder is written with an underscore."""
    changes = run_json("rules", "diff", name, "--from", "2025-12-01", "--to", "2026-02-02")

    assert any(one["pack"] == "be-procurement" for one in run_json("rules", "list")["packs"])
    assert changes
