"""``stuurbord rules``: list, check, decide and diff, with the answer and the exit codes that are promised."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cli.commands import run, run_apart, run_json

from stuurbord.rulebooks.rule_pack import shipped_packs
from stuurbord.rulebooks.rule_pack.library import shipped_texts

SIZE = shipped_texts()["project-size"]


@pytest.fixture
def facts(tmp_path: Path) -> Path:
    """A file of facts that decide."""
    path = tmp_path / "feiten.json"
    path.write_text(json.dumps({"months": 12, "person_days": 300}))
    return path


def test_list_names_every_rule_book_with_its_hash() -> None:
    """The rule books of the product, by key."""
    listed = run_json("rules", "list")["packs"]

    assert {one["pack"]: one["hash"] for one in listed} == {
        key: pack.sha256 for key, pack in shipped_packs().items()
    }
    assert "Project size" in run("rules", "list").stdout


def test_decide_answers_with_exactly_the_keys_that_are_promised(facts: Path) -> None:
    """Pack, version, hash, day, verdict, reasons, missing facts, duties, warnings."""
    answer = run_json("rules", "decide", "project-size", "--facts", facts, "--on", "2026-11-01")

    assert list(answer) == [
        *("pack", "version", "hash", "on", "verdict"),
        *("because", "missing", "obligations", "warnings"),
    ]
    assert (answer["pack"], answer["on"], answer["verdict"]) == ("project-size", "2026-11-01", "middelgroot")
    assert set(answer["because"][0]) == {"rule", "reference", "text"}


def test_decide_tells_duties_with_their_days(tmp_path: Path) -> None:
    """An AI system of a public body: duties from their days, the reader's language."""
    path = tmp_path / "ai.json"
    names = [one.name for one in shipped_packs()["ai-act"].facts]
    yes = (
        "is_ai_systeem",
        "rol_gebruiksverantwoordelijke",
        "overheid_of_openbare_dienst",
        "annexIII_gebruik",
    )
    path.write_text(json.dumps({name: name in yes for name in names}))

    answer = run_json("rules", "decide", "ai-act", "--facts", path, "--on", "2026-11-01")

    assert answer["verdict"] == "HOOG_RISICO"
    duty = next(one for one in answer["obligations"] if one["id"] == "ART27-FRIA")
    assert set(duty) == {"id", "what", "from", "by", "reference"}
    assert (duty["from"], duty["by"]) == ("2027-12-02", None)
    assert "ART27-FRIA" in run("rules", "decide", "ai-act", "--facts", path, "--on", "2026-11-01").stdout


def test_decide_says_what_is_missing(tmp_path: Path) -> None:
    """A null is not known; the list is the shortest that decides."""
    path = tmp_path / "feiten.json"
    path.write_text('{"months": 12, "person_days": null}')

    answer = run_json("rules", "decide", "project-size", "--facts", path, "--on", "2026-11-01")

    assert (answer["verdict"], answer["missing"]) == ("ONBEPAALD", ["person_days"])
    assert "How many person-days" in run("rules", "decide", "project-size", "--facts", path).stdout


def test_facts_may_be_toml_and_nested(tmp_path: Path) -> None:
    """A table in a table is a name with a dot; a name that the pack does not read is a warning."""
    path = tmp_path / "feiten.toml"
    path.write_text("months = 3\nperson_days = 60.5\n[colour]\nof = true\n")

    answer = run_json("rules", "decide", "project-size", "--facts", path)

    assert answer["verdict"] == "klein"
    assert [one["code"] for one in answer["warnings"]] == ["fact_unknown"]
    assert "colour.of" in answer["warnings"][0]["text"]


def test_full_adds_every_rule(facts: Path) -> None:
    """What each rule gave, for who wants to know."""
    answer = run_json("rules", "decide", "project-size", "--facts", facts, "--full")

    assert [one["rule"] for one in answer["rules"]] == ["SIZE-AGREE"]
    assert "SIZE-AGREE" in run("rules", "decide", "project-size", "--facts", facts, "--full").stdout


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("x.json", "{", "facts_unreadable"),
        ("x.json", "[1]", "facts_unreadable"),
        ("x.json", '{"months": 1, "months": 2}', "facts_unreadable"),
        ("x.json", "[" * 100_000, "facts_unreadable"),
        ("x.toml", "months = ", "facts_unreadable"),
        ("x.json", '{"months": "long"}', "fact_wrong_kind"),
        ("x.json", '{"months": NaN}', "fact_wrong_kind"),
        ("x.json", '{"months": true}', "fact_wrong_kind"),
    ],
)
def test_facts_that_cannot_be_read_are_told(tmp_path: Path, name: str, text: str, code: str) -> None:
    """Exit code 3 and a problem with its code; nothing is decided."""
    path = tmp_path / name
    path.write_text(text)

    ended = run("rules", "decide", "project-size", "--facts", path, "--json")

    assert ended.exit_code == 3
    assert [one["code"] for one in json.loads(ended.stdout)["problem"]["findings"]] == [code]


@pytest.mark.parametrize(
    ("name", "text", "where", "told"),
    [
        ("x.json", '{"months": 1,\n"person_days": }', "x.json, line 2", "Here the text is no longer JSON."),
        ("x.toml", "months = 1\nmonths = 2\n", "x.toml, line 2", "Here the text is no longer TOML."),
        ("x.json", '{"months": 1, "months": 2}', "x.json", "The fact months stands there twice."),
        (
            "x.json",
            f'{{"months": {"9" * 5000}}}',
            "x.json",
            "The facts hold a number or a day that cannot be read.",
        ),
    ],
)
def test_facts_that_cannot_be_read_name_their_line(
    tmp_path: Path, name: str, text: str, where: str, told: str
) -> None:
    """In the reader's language: what the parser says stays behind."""
    path = tmp_path / name
    path.write_text(text)

    ended = run("rules", "decide", "project-size", "--facts", path, "--json")

    found = json.loads(ended.stdout)["problem"]["findings"][0]
    assert (found["where"], found["message"]) == (where, told)


def test_place_where_nothing_is_asked_is_no_silent_go(tmp_path: Path) -> None:
    """A gate that no rule names would let everything pass."""
    path = tmp_path / "feiten.json"
    path.write_text("{}")

    ended = run("rules", "decide", "gates", "--facts", path, "--at", "G9")
    asked = run_json("rules", "decide", "gates", "--facts", path, "--at", "G3.2")

    assert (ended.exit_code, asked["verdict"]) == (2, "incomplete")
    assert "G0, G1" in ended.stderr


def test_wrong_usage_is_told(facts: Path, tmp_path: Path) -> None:
    """No such rule book, a day that is none, days the wrong way round: 2; no such file: 3."""
    assert run("rules", "decide", "nothing", "--facts", facts).exit_code == 2
    assert run("rules", "decide", "project-size", "--facts", facts, "--on", "gisteren").exit_code == 2
    days = ("--from", "2027-01-01", "--to", "2026-01-01")
    assert run("rules", "diff", "project-size", *days).exit_code == 2
    assert run("rules", "decide", "project-size", "--facts", tmp_path / "niets.json").exit_code == 3
    assert run("rules", "check", tmp_path / "niets.toml").exit_code == 3


def test_diff_reads_as_a_note() -> None:
    """The sentences name the day, the duty and the source; the data hold the same."""
    days = ("--from", "2027-01-01", "--to", "2028-01-01")
    note = run("rules", "diff", "ai-act", *days).stdout

    assert "From 2\u00a0December 2027 duty ART27-FRIA applies" in note
    found = run_json("rules", "diff", "ai-act", *days)
    assert "ART27-FRIA" in {one["id"] for one in found["changes"]}
    assert set(found["changes"][0]) == {"kind", "table", "id", "on", "reference", "text", "changed"}


def test_diff_of_two_texts(tmp_path: Path) -> None:
    """A text of one's own against that of the product."""
    path = tmp_path / "eigen.toml"
    path.write_text(SIZE.replace("value = 450", "value = 300"))
    found = run_json("rules", "diff", "project-size", "--from", "2026-11-01", "--against", path)

    assert [(one["id"], one["changed"][0]["after"]) for one in found["changes"]] == [
        ("medium_person_days", "300")
    ]


def test_check_runs_the_cases_of_every_rule_book() -> None:
    """All of the product are sound."""
    checked = run_json("rules", "check")["packs"]

    assert {one["pack"] for one in checked} == set(shipped_packs())
    assert not [finding for one in checked for finding in one["findings"] if finding["severity"] == "error"]


def test_check_names_file_and_line_of_an_error(tmp_path: Path) -> None:
    """A wrong TOML ends with 3 and tells where."""
    path = tmp_path / "fout.toml"
    path.write_text('key = "x"\nversion = "1"\ncolour = 3\n[[class]]\ncode = "A"\nwhen = [["a"]]\n')

    ended = run("rules", "check", path)

    assert ended.exit_code == 3
    assert "fout.toml, line 3" in ended.stdout


def test_check_runs_the_cases_beside_a_file(tmp_path: Path) -> None:
    """Cases that hold: 0; one that does not: 1, with its name."""
    path, cases = tmp_path / "rules.toml", tmp_path / "cases.toml"
    path.write_text(SIZE)
    case = '[[case]]\nname = "jaar"\non = 2026-11-01\nfacts = { months = 12, person_days = 200 }\n'
    cases.write_text(case + 'expect = { verdict = "middelgroot" }\n')
    assert run_json("rules", "check", path)["packs"][0]["cases"] == 1

    cases.write_text(case + 'expect = { verdict = "groot" }\n')
    ended = run("rules", "check", path)

    assert ended.exit_code == 1
    assert "jaar" in ended.stdout


def test_a_folder_of_ones_own_goes_before_the_product(tmp_path: Path, facts: Path) -> None:
    """``--rules`` names a folder; a rule book in it with a key of the product takes its place."""
    (tmp_path / "boeken").mkdir()
    (tmp_path / "boeken" / "grootte.toml").write_text(
        SIZE.replace("value = 18", "value = 9").replace("450", "250")
    )
    folder = ("--rules", tmp_path / "boeken")

    answer = run_json("rules", "decide", "project-size", "--facts", facts, *folder)

    assert answer["verdict"] == "groot"
    listed = run_json("rules", "list", *folder)["packs"]
    assert [one["file"] for one in listed if one["pack"] == "project-size"] == ["grootte.toml"]
    assert run("rules", "list", "--rules", tmp_path / "nergens").exit_code == 5


def test_the_ai_pack_as_it_was_printed_runs_from_a_file(tmp_path: Path) -> None:
    """A pack without declared facts, title or words: flags, read by name."""
    path, given = tmp_path / "ai.toml", tmp_path / "f.json"
    path.write_text(
        'key = "ai"\nversion = "1"\ndefault_class = "MINIMAAL"\nunknown_class = "ONBEPAALD"\n[derive]\n'
        'hoog = [["gebruik","profilering"],["gebruik","!uitzondering"]]\n'
        '[[class]]\ncode = "HOOG"\nwhen = [["hoog"]]\n'
        '[[obligation]]\nid = "ART26"\nwhen = [["hoog","rol"]]\nfrom = 2027-12-02\n'
    )
    given.write_text('{"gebruik": true, "uitzondering": true, "rol": true}')

    answer = run_json("rules", "decide", path, "--facts", given, "--on", "2026-11-01")

    assert (answer["verdict"], answer["missing"]) == ("ONBEPAALD", ["profilering"])


def test_rule_books_need_no_database(tmp_path: Path) -> None:
    """The commands work in an empty home and leave nothing there."""
    home = tmp_path / "thuis"
    home.mkdir()

    ended = run_apart("rules", "list", "--json", home=home)

    assert ended.returncode == 0, ended.stderr
    assert len(json.loads(ended.stdout)["packs"]) == len(shipped_packs())
    assert not list(home.iterdir())
