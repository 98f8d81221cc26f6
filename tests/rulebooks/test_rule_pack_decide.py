"""What an answer says: three values, days, places, limits, duties, contradictions, what nobody verified."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from stuurbord.rulebooks.rule_pack import (
    Answer,
    Pack,
    Severity,
    Truth,
    decide,
    decide_many,
    facts_from,
    read_pack,
)

PACK = read_pack(
    """
key = "test"
version = "1"
default_class = "GO"
[derive]
late = [["days_late > 0.5 * tolerance"]]
big = [["size = 'large'"], ["cost >= limit"]]
[[fact]]
name = "plan"
[[fact]]
name = "days_late"
kind = "number"
[[fact]]
name = "tolerance"
kind = "number"
[[fact]]
name = "cost"
kind = "number"
[[fact]]
name = "size"
kind = "text"
choices = ["small", "large"]
[[fact]]
name = "awarded_on"
kind = "date"
[[fact]]
name = "evidence.*"
[[value]]
name = "limit"
value = 100
until = 2027-01-01
[[value]]
name = "limit"
value = 200
from = 2027-01-01
[[class]]
code = "INCOMPLETE"
when = [["!met.blocking"]]
label = { nl = "onvolledig" }
[[class]]
code = "CONDITIONS"
when = [["!met.condition"]]
[[rule]]
id = "PLAN"
at = ["G2"]
title = { nl = "Er is een plan" }
message = { nl = "Er is geen plan." }
severity = "blocking"
require = [["plan"]]
refs = ["own", "PM²"]
[[rule]]
id = "TEST"
at = ["G3"]
title = { nl = "Getest" }
severity = "blocking"
applies = [["big"]]
require = [["evidence.TST"]]
[[rule]]
id = "TIME"
title = { nl = "Op tijd" }
severity = "condition"
require = [["!late"]]
[[rule]]
id = "OLD"
at = ["G2"]
title = { nl = "Oude regel" }
severity = "blocking"
require = [["evidence.OLD"]]
until = 2026-01-01
[[rule]]
id = "DOUBT"
at = ["G2"]
title = { nl = "Niemand las dit na" }
severity = "blocking"
require = [["evidence.ADV"]]
verified = false
[[obligation]]
id = "STANDSTILL"
when = [["awarded_on >= 2026-01-01"]]
by = "awarded_on + 15"
[[obligation]]
id = "LATER"
when = [["plan"]]
from = 2028-01-01
[[obligation]]
id = "ENDED"
when = [["plan"]]
until = 2026-01-01
[[contradiction]]
id = "SMALL-BUT-DEAR"
when = [["size = 'small'", "cost > 1000"]]
text = { nl = "Een klein project kost geen miljoen." }
""",
    "test.toml",
)


def answer(on: str = "2026-06-01", at: str = "", pack: Pack = PACK, **given: Any) -> Answer:
    facts, findings = facts_from(pack, {name.replace("__", "."): value for name, value in given.items()})
    assert not findings
    return decide(pack, facts, date.fromisoformat(on), at)


def met(found: Answer) -> dict[str, Truth]:
    return {one.rule.id: one.met for one in found.rules}


def test_an_unknown_blocking_rule_is_never_green() -> None:
    """Without facts the verdict is unknown; what holds already behind it is told."""
    found = answer(at="G2", days_late=20, tolerance=30)

    assert (found.verdict, found.is_decided, found.missing) == ("ONBEPAALD", False, ("plan",))
    assert found.at_least == "CONDITIONS"
    assert found.because == ()


def test_a_verdict_names_the_conditions_that_held_and_the_rules_that_are_not_met() -> None:
    """The class comes first, then each rule that is not met, with its sentence and reference."""
    found = answer(at="G2", plan=False, days_late=0, tolerance=30)

    assert [(one.rule, one.reference, one.text["nl"]) for one in found.because] == [
        ("INCOMPLETE", "", "onvolledig"),
        ("PLAN", "own · PM²", "Er is geen plan."),
    ]
    assert found.because[0].facts == ("!met.blocking",)


def test_the_default_explains_itself() -> None:
    """Where no class holds, the reason says so."""
    found = answer(at="G2", plan=True, days_late=0, tolerance=30)

    assert (found.verdict, [one.rule for one in found.because]) == ("GO", ["GO"])


@pytest.mark.parametrize(
    ("days_late", "tolerance", "verdict"),
    [
        (15, 30, "GO"),
        ("15.01", 30, "CONDITIONS"),
        (-3, 0, "GO"),
        (0.1, Decimal("0.2"), "GO"),
        (1, 0, "CONDITIONS"),
    ],
)
def test_numbers_are_compared_exactly(days_late: Any, tolerance: Any, verdict: str) -> None:
    """Half of the tolerance is not beyond it; decimals are no binary fractions."""
    assert answer(at="G2", plan=True, days_late=days_late, tolerance=tolerance).verdict == verdict


@pytest.mark.parametrize(("on", "truth"), [("2026-12-31", Truth.FALSE), ("2027-01-01", Truth.TRUE)])
def test_a_limit_changes_on_its_day(on: str, truth: Truth) -> None:
    """Until and from: the first day of the new limit is the first on which the old one no longer counts."""
    found = answer(on, "G3", size="small", cost=150, evidence__TST=False)

    assert met(found)["TEST"] is truth


def test_a_rule_is_asked_only_where_and_while_it_holds() -> None:
    """At a gate: its own rules and those of everywhere; a repeated gate asks what the gate asks."""
    assert set(met(answer("2025-12-31", "G2"))) == {"PLAN", "TIME", "OLD", "DOUBT"}
    assert set(met(answer(at="G2"))) == {"PLAN", "TIME", "DOUBT"}
    assert set(met(answer(at="G3.2"))) == {"TEST", "TIME"}
    assert set(met(answer())) == {"PLAN", "TEST", "TIME", "DOUBT"}


def test_a_rule_that_does_not_apply_is_met_and_not_asked() -> None:
    """No test is asked of a small, cheap project."""
    found = next(one for one in answer(at="G3", size="small", cost=1).rules if one.rule.id == "TEST")

    assert (found.met, found.applies) == (Truth.TRUE, Truth.FALSE)


def test_a_rule_tells_which_facts_keep_it_unknown() -> None:
    """A cost that is not known may make it apply; the evidence then counts."""
    found = next(one for one in answer(at="G3", size="small").rules if one.rule.id == "TEST")

    assert (found.met, found.unknown) == (Truth.UNKNOWN, ("cost", "evidence.TST"))


def test_what_nobody_verified_warns_and_refuses_nothing() -> None:
    """A blocking rule that was not verified weighs as a notice, and the answer says so by name."""
    found = answer(at="G2", plan=True, days_late=0, tolerance=30, evidence__ADV=False)

    assert found.verdict == "GO"
    (doubt,) = [one for one in found.rules if one.rule.id == "DOUBT"]
    assert (doubt.met, doubt.severity) == (Truth.FALSE, Severity.NOTICE)
    assert [(one.code, one.names) for one in found.warnings] == [("not_verified", ("DOUBT",))]


def test_duties_come_with_their_days() -> None:
    """One by a day that is counted from a fact, one that is still to come; one that ended is gone."""
    found = answer(plan=True, awarded_on="2026-03-01")

    assert [(one.id, one.since, one.by) for one in found.obligations] == [
        ("STANDSTILL", None, date(2026, 3, 16)),
        ("LATER", date(2028, 1, 1), None),
    ]
    assert [one.is_possible for one in answer(plan=True).obligations] == [True, False]


def test_a_day_beyond_the_calendar_is_no_crash() -> None:
    """Fifteen days after the last day there is give no day."""
    assert answer(plan=False, awarded_on="9999-12-31").obligations[0].by is None


def test_facts_that_contradict_each_other_give_no_verdict() -> None:
    """The answer names the contradiction and asks for no further facts."""
    found = answer(at="G2", plan=True, days_late=0, tolerance=1, size="small", cost=5000)

    assert (found.verdict, found.missing) == ("ONBEPAALD", ())
    assert (found.warnings[0].code, found.warnings[0].names) == ("contradiction", ("SMALL-BUT-DEAR",))


def test_a_class_that_never_fits_is_said_so() -> None:
    """Without a default, facts that fit no class give the unknown verdict and a warning."""
    pack = read_pack('key = "x"\nversion = "1"\n[[class]]\ncode = "A"\nwhen = [["a"]]\n', "x.toml")
    found = answer(pack=pack, a=False)

    assert (found.verdict, [one.code for one in found.warnings]) == ("ONBEPAALD", ["no_verdict"])


def test_rules_without_classes_are_decided_once_each_is_known() -> None:
    """Such a pack gives rules to others; its own verdict is unknown until all of them are known."""
    text = 'key = "x"\nversion = "1"\n[[rule]]\nid = "R"\ntitle = { nl = "r" }\n'
    text += 'severity = "notice"\nrequire = [["a"]]\n'
    pack = read_pack(text, "x.toml")

    assert (answer(pack=pack).verdict, answer(pack=pack).missing) == ("ONBEPAALD", ("a",))
    assert (answer(pack=pack, a=False).verdict, answer(pack=pack, a=False).is_decided) == ("", True)


def test_rules_of_another_pack_stand_beside_ones_own() -> None:
    """A template adds criteria to a gate: they weigh in the same verdict, and the hash tells both."""
    text = (
        'key = "extra"\nversion = "3"\n[[fact]]\nname = "field.norm"\n[[rule]]\nid = "EXTRA"\nat = ["G2"]\n'
        'title = { nl = "e" }\nseverity = "blocking"\nrequire = [["field.norm"]]\n'
    )
    both = PACK.with_rules_of(read_pack(text, "extra.toml"))
    facts = {"plan": True, "days_late": 0, "tolerance": 1}

    assert answer(at="G2", **facts).verdict == "GO"
    refused = decide(both, answer_facts(both, field__norm=False, **facts), date(2026, 6, 1), "G2")
    assert refused.verdict == "INCOMPLETE"
    assert (both.version, both.sha256 != PACK.sha256) == ("1+extra/3", True)


def answer_facts(pack: Pack, **given: Any) -> dict[str, Any]:
    return facts_from(pack, {name.replace("__", "."): value for name, value in given.items()})[0]


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("plan", 1, "fact_wrong_kind"),
        ("plan", "ja", "fact_wrong_kind"),
        ("cost", True, "fact_wrong_kind"),
        ("cost", "NaN", "fact_wrong_kind"),
        ("cost", float("inf"), "fact_wrong_kind"),
        ("cost", "1e400", "fact_wrong_kind"),
        ("cost", [1], "fact_wrong_kind"),
        ("awarded_on", 5, "fact_wrong_kind"),
        ("awarded_on", "2026-02-30", "fact_wrong_kind"),
        ("awarded_on", "20260201", "fact_wrong_kind"),
        ("awarded_on", datetime(2026, 2, 1, 12, tzinfo=UTC), "fact_wrong_kind"),
        ("size", 3, "fact_wrong_kind"),
        ("size", "huge", "fact_wrong_choice"),
        ("colour", True, "fact_unknown"),
        ("limit", 5, "fact_unknown"),
        ("on", "2020-01-01", "fact_unknown"),
        ("evidence.*", True, "fact_unknown"),
        ("met.blocking", True, "fact_unknown"),
    ],
)
def test_a_fact_of_the_wrong_kind_is_not_taken(name: str, value: Any, code: str) -> None:
    """It is told, and stays unknown: no limit, day or verdict can be smuggled in as a fact."""
    facts, findings = facts_from(PACK, {name: value})

    assert ([one.code for one in findings], facts) == ([code], {})
    assert str(value)[:4] in findings[0].message() or name in findings[0].message()


def test_a_flag_that_is_no_flag_is_no_silent_no() -> None:
    """Who hands the engine a one instead of a yes made a mistake."""
    with pytest.raises(ValueError, match="plan"):
        decide(PACK, {"plan": 1}, date(2026, 1, 1))


def test_the_record_has_the_keys_that_are_promised() -> None:
    """The answer of the command line and the interface."""
    made = answer(at="G2", plan=False, days_late=0, tolerance=1).record(is_full=False)

    assert list(made) == [
        *("pack", "version", "hash", "on", "verdict"),
        *("because", "missing", "obligations", "warnings"),
    ]
    assert {tuple(one) for one in made["because"]} == {("rule", "reference", "text")}
    assert {tuple(one) for one in made["obligations"]} <= {("id", "what", "from", "by", "reference")}


def test_what_a_rule_lacks_is_that_of_the_question() -> None:
    """It is worked out when it is asked: facts that came in since, and other subjects, do not change it."""
    pack = read_pack(
        'key = "x"\nversion = "1"\n[[rule]]\nid = "R"\nat = ["G3"]\ntitle = { nl = "r" }\n'
        'severity = "notice"\nrequire = [["a", "b"]]\n',
        "x.toml",
    )
    facts: dict[str, Any] = {"a": True}
    answer = decide(pack, facts, date(2026, 11, 1))
    facts |= {"b": True}
    many = decide_many(pack, [{"b": True}, facts], date(2026, 11, 1))

    assert [one.rules[0].unknown for one in (answer, *many)] == [("b",), ("a",), ()]
    assert [pack.asks_at(place) for place in ("G3", "G3.2", "G4")] == [True, True, False]
