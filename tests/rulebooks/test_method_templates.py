"""The shipped templates: every method for every kind composes, holds together and gives a plan."""

from __future__ import annotations

import tomllib
from datetime import date
from decimal import Decimal

import pytest

from stuurbord.engine.critical_path import critical_path
from stuurbord.plan import moment
from stuurbord.rulebooks.methods import (
    KINDS,
    METHODS,
    SIZES,
    changes_between,
    first_plan,
    read_template,
    shipped_templates,
    shipped_texts,
)
from stuurbord.rulebooks.methods.difference import reopened_gates
from stuurbord.rulebooks.methods.first_plan import planned_tasks
from stuurbord.rulebooks.methods.model import STAGES, TARGETS, Template
from stuurbord.rulebooks.methods.proposal import proposed_method
from stuurbord.rulebooks.methods.write import written
from stuurbord.rulebooks.reference_classes import reference_classes
from stuurbord.rulebooks.rule_pack import Truth, decide

KEYS = [f"{method}-{kind.replace('_', '-')}" for method in METHODS for kind in KINDS]
GATES = ["G0", "G1", "G2", "G2b", "G3", "G4", "G5", "G6"]


@pytest.fixture(params=KEYS)
def template(request: pytest.FixtureRequest) -> Template:
    return shipped_templates()[request.param]


def test_five_methods_for_four_kinds() -> None:
    """Twenty, each under its own name."""
    assert sorted(shipped_templates()) == sorted(KEYS)
    assert len({one.sha256 for one in shipped_templates().values()}) == 20


def test_every_gate_stands_in_order_and_opens_a_stage(template: Template) -> None:
    """No gate leads back; the last closes the project; the portfolio decides on the intake alone."""
    opens = [STAGES.index(one.opens) for one in template.gates]

    assert [one.code for one in template.gates] == GATES
    assert opens == sorted(opens)
    assert {one.opens for one in template.gates} <= {one.code for one in template.stages}
    assert template.gates[-1].opens == "closed"
    assert [one.code for one in template.gates if one.body == "portfolio"] == ["G0"]


def test_a_repeatable_gate_is_found_by_its_number(template: Template) -> None:
    """``G3.2`` is a G3; ``G4.1`` is nothing."""
    found = template.gate("G3.2")

    assert found is not None
    assert found.code == "G3"
    assert template.gate("G4.1") is None


@pytest.mark.parametrize("size", SIZES)
def test_the_first_plan_has_no_loop_and_passes_each_gate_in_turn(template: Template, size: str) -> None:
    """Every task is dated and the gates follow each other."""
    plan = first_plan(template, size, date(2026, 12, 1), name="Proef")
    schedule = critical_path(plan)

    passed = [(code, int(schedule.finish[idx])) for idx, code in enumerate(plan.tasks.gate) if code]
    assert [instant for _code, instant in passed] == sorted(instant for _code, instant in passed)
    asked = [one.code for one in template.gates if not one.is_optional and one.code != "G3"]
    assert [code for code, _instant in passed if not code.startswith("G3")] == asked
    assert moment(max(schedule.finish)).year < 2031


@pytest.mark.parametrize("size", SIZES)
def test_no_task_hangs_loose(template: Template, size: str) -> None:
    """All but the first wait for something, all but the last are waited for."""
    tasks = template.tasks_for(size)
    known = {one.code for one in tasks}
    waited_for = {link.partition(" ")[0] for one in tasks for link in one.after} & known

    assert [one.code for one in tasks if not one.after] == ["T-010"]
    assert known - waited_for == {"T-G6"}


def test_a_larger_project_takes_longer(template: Template) -> None:
    """Small, medium, large."""
    ends = [
        max(critical_path(first_plan(template, size, date(2026, 12, 1), name="Proef")).finish)
        for size in SIZES
    ]

    assert ends == sorted(set(ends))


def test_three_points_rise_and_say_where_they_come_from(template: Template) -> None:
    """A period of law has one length and a source; the credit says of the others that they are estimates."""
    for one in planned_tasks(template, "medium"):
        assert one.low <= one.likely <= one.high
        assert bool(one.task.source) == one.task.is_elapsed
    assert template.credit.keys() == {"nl", "en", "fr"}
    assert "not measured" in template.credit["en"]


@pytest.mark.parametrize(
    ("key", "small", "medium", "large"),
    [
        ("business_case", "short", "must", "must"),
        ("project_brief", "short", "must", "must"),
        ("pid", "short", "must", "must"),
        ("stakeholders", "none", "must", "must"),
        ("schedule", "must", "must", "must"),
        ("budget", "must", "must", "must"),
        ("risk_register", "short", "must", "must"),
        ("communication_plan", "none", "short", "must"),
        ("quality_plan", "none", "short", "must"),
        ("information_class", "must", "must", "must"),
        ("dpia_check", "must", "must", "must"),
        ("ai_check", "must", "must", "must"),
        ("transition_plan", "short", "must", "must"),
        ("acceptance_plan", "short", "must", "must"),
        ("end_report", "short", "must", "must"),
        ("benefits_plan", "none", "short", "must"),
        ("simulation", "none", "short", "must"),
        ("earned_value", "none", "none", "must"),
    ],
)
def test_what_goes_on_paper_depends_on_the_size(key: str, small: str, medium: str, large: str) -> None:
    """The product matrix, in every template."""
    for template in shipped_templates().values():
        product = next(one for one in template.products if one.key == key)
        assert [product.needed(size) for size in SIZES] == [small, medium, large]
        assert product.needed("") == medium


def test_reports_come_more_often_where_there_is_more_to_lose(template: Template) -> None:
    """Every month, every two weeks in a large project or with sprints."""
    assert template.report_every_days("large") == 14
    assert template.report_every_days("small") in (14, 30)


def test_all_seven_targets_have_a_tolerance(template: Template) -> None:
    """In figures where they can be measured, else in words."""
    assert tuple(one.target for one in template.tolerances) == TARGETS
    for one in template.tolerances:
        assert one.note
        assert (one.allowed("large") is None) == (one.unit == "text")


def test_every_text_is_there_in_three_languages(template: Template) -> None:
    """Dutch first, and complete."""
    texts = [one.title for rows in (template.stages, template.gates, template.products) for one in rows]
    texts += [one.title for rows in (template.roles, template.tasks, template.checks) for one in rows]
    texts += [one.label for one in template.fields]
    texts += [one.title for one in (template.pack.rules if template.pack else ())]
    for text in texts:
        assert set(text) == {"nl", "en", "fr"}


def test_the_reference_class_exists(template: Template) -> None:
    """A forecast finds it."""
    assert template.reference_class in reference_classes()


def test_a_written_template_reads_back_the_same(template: Template) -> None:
    """What is stored is the text; nothing is lost in writing it."""
    text = shipped_texts()[template.key]

    assert written(tomllib.loads(text)) == text
    assert read_template(text, "again.toml") == template


def test_criteria_decide_on_custom_fields_evidence_and_attestations() -> None:
    """The same engine as the gates."""
    pack = shipped_templates()["flemish-ai"].pack
    assert pack is not None
    facts = {"field.ai_class": "hoog risico", "evidence.FRI": False, "attested.AI-G4-01": True}

    answer = decide(pack, facts, date(2026, 12, 1), at="G4")

    found = {one.rule.id: one.met for one in answer.rules}
    assert found["AI-G1-01"] is Truth.TRUE
    assert found["AI-G2-01"] is Truth.FALSE
    assert found["AI-G4-01"] is Truth.TRUE


def test_what_differs_is_told_by_part() -> None:
    """A criterion that is new at a gate that was passed asks it anew."""
    before, after = (shipped_templates()[key] for key in ("flemish-application", "prince2-application"))

    found = changes_between(before, after)

    told = {(one.verb, one.table, one.name) for one in found}
    assert ("added", "criterion", "P2-G3-01") in told
    assert ("added", "product", "stage_plan") in told
    assert ("changed", "gate", "G0") in told
    assert reopened_gates(found, ["G0", "G1", "G3.1"]) == ["G3.1"]
    assert changes_between(before, before) == []


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("size", SIZES)
def test_a_method_is_proposed_for_every_kind_and_size(kind: str, size: str) -> None:
    """With a reason."""
    method, why = proposed_method(kind, size)

    assert method in METHODS
    assert why["nl"].endswith(".")


def test_who_knows_better_moves_the_three_points_together() -> None:
    """Twice the middle is twice the ends."""
    template = shipped_templates()["flemish-application"]
    usual = {one.task.code: one for one in planned_tasks(template, "medium")}["T-100"]
    other = {one.task.code: one for one in planned_tasks(template, "medium", {"T-100": 70})}["T-100"]

    assert (usual.low, usual.likely, usual.high) == (20, 35, 60)
    assert (other.low, other.likely, other.high) == (40, 70, 120)
    assert Decimal(other.high) / other.likely == Decimal(usual.high) / usual.likely
