"""Variants of a plan: kept as edits, compared, brought onto a newer plan, promoted; and their certainty."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import get_args

import pytest
from django.urls import reverse
from web import factories

from stuurbord.engine.editing import Insert, SetFacts, edited, edits_from
from stuurbord.engine.editing.edits import Edit
from stuurbord.errors import InvalidPlan, NotPermitted, VersionConflict
from stuurbord.plan.document import digest
from stuurbord.web.accounts.models import Role
from stuurbord.web.audit.models import AuditEntry
from stuurbord.web.forecasts.answers import Answers
from stuurbord.web.planning import actions, variants
from stuurbord.web.planning.actions import Refused
from stuurbord.web.planning.edit_sentences import EditWords
from stuurbord.web.planning.models import PlanVariant, ProposalSource
from stuurbord.web.planning.replaying import replayed
from stuurbord.web.planning.variants import Named, NoLongerFits
from stuurbord.web.projects.models import Project
from stuurbord.web.projects.plans import forecast_schedule, plan_of

pytestmark = pytest.mark.django_db
DAY = 8 * 3600
LONGER = {"edit": "Resize", "uids": [3], "duration": 15 * DAY}
SHORTER = {"edit": "Resize", "uids": [3], "duration": 2 * DAY}
RENAMED = {"edit": "SetFacts", "uids": [4], "facts": {"name": "Anders"}}


@pytest.fixture
def project() -> Project:
    """A project with a plan of four tasks and a goal."""
    made = factories.project(factories.portfolio("PF"), "P-1")
    factories.revision(made)
    made.refresh_from_db()
    return made


@pytest.fixture
def planner():
    """A project manager."""
    return factories.user(Role.PROJECT_MANAGER)


def kept(actor, project: Project, *edits, name: str = "Langer") -> PlanVariant:
    return variants.add_variant(actor, project, project.current_revision, list(edits), Named(name))


def moved_on(project: Project, actor, *edits) -> None:
    """Let somebody else change the plan."""
    plan = edited(plan_of(project.current_revision_id), edits, forecast_schedule)
    made = actions.propose(actor, project, project.current_revision, plan, actions.Wanted("Ander werk"))
    actions.accept(actor, made, made.version)
    project.refresh_from_db()


def asked(client, project: Project, name: str, *more, **sent):
    url = reverse(name, args=["PF", project.code, *more])
    return client.post(url, json.dumps(sent), "application/json")


def test_a_variant_is_its_edits_and_leaves_the_plan_alone(project, planner):
    """Numbered, audited; no revision, no proposal."""
    found = kept(planner, project, LONGER)

    assert (found.number, found.edits, found.base) == (1, [LONGER], project.current_revision)
    assert project.revisions.count() == 1
    assert not project.proposals.exists()
    assert AuditEntry.objects.filter(action="variant.add", subject=found.subject).exists()


@pytest.mark.parametrize(
    ("name", "edits"),
    [("", [LONGER]), ("Niets", []), ("LANGER", [LONGER])],
    ids=["nameless", "empty", "twice"],
)
def test_what_is_no_variant_is_refused(project, planner, name, edits):
    """Without a name, without edits, or under a name that is taken."""
    kept(planner, project, SHORTER)

    with pytest.raises(Refused):
        kept(planner, project, *edits, name=name)


def test_a_reader_keeps_and_changes_nothing(project, planner):
    """Reading is all he may."""
    found, reader = kept(planner, project, LONGER), factories.user(Role.READER)

    with pytest.raises(NotPermitted):
        kept(reader, project, SHORTER, name="Korter")
    with pytest.raises(NotPermitted):
        variants.archive_variant(reader, found, found.version)
    with pytest.raises(NotPermitted):
        variants.promote_variant(reader, found, found.version)


def test_two_people_do_not_overwrite_each_other(project, planner):
    """The second is told, and nothing of the first is lost."""
    found = kept(planner, project, LONGER)
    seen = found.version
    variants.change_variant(planner, found, seen, Named("Veel langer"))

    with pytest.raises(VersionConflict):
        variants.change_variant(planner, PlanVariant.objects.get(pk=found.pk), seen, Named("Korter"))
    assert PlanVariant.objects.get(pk=found.pk).name == "Veel langer"


def test_promoted_it_is_the_proposal_of_its_plan(project, planner):
    """Accepted, the plan is the variant to the byte."""
    found = kept(planner, project, RENAMED)
    made = variants.promote_variant(planner, found, found.version)
    revision = actions.accept(planner, made, made.version)
    wanted = edited(plan_of(found.base_id), edits_from([RENAMED]), forecast_schedule)

    assert made.source == ProposalSource.WHAT_IF
    assert revision.sha256 == digest(wanted)
    assert PlanVariant.objects.get(pk=found.pk).proposal == made


def test_archived_it_can_be_taken_back_but_not_promoted(project, planner):
    """Nothing is lost."""
    found = kept(planner, project, LONGER)
    variants.archive_variant(planner, found, found.version)

    with pytest.raises(Refused):
        variants.promote_variant(planner, found, found.version)
    variants.archive_variant(planner, found, found.version, is_archived=False)
    assert variants.promote_variant(planner, found, found.version).number == 1


def test_brought_to_a_newer_plan_its_edits_are_made_again(project, planner):
    """What somebody else did meanwhile is in it too."""
    found = kept(planner, project, LONGER)
    moved_on(project, planner, SetFacts([2], {"name": "Nieuw bestek"}))
    found = PlanVariant.objects.get(pk=found.pk)
    variants.rebase_variant(planner, found, found.version)
    after = replayed(plan_of(found.base_id), found.edits).plan

    assert found.base.number == 2
    assert "Nieuw bestek" in after.tasks.name
    assert after.tasks.duration[3] == 15 * DAY


def test_an_edit_that_no_longer_works_is_told_and_can_be_left_out(project, planner):
    """The task is gone: the variant says so, and goes on with the rest."""
    found = kept(planner, project, LONGER, RENAMED)
    plan = edited(
        plan_of(project.current_revision_id), edits_from([{"edit": "Remove", "uids": [3]}]), forecast_schedule
    )
    made = actions.propose(planner, project, project.current_revision, plan, actions.Wanted("Weg"))
    actions.accept(planner, made, made.version)
    found = PlanVariant.objects.get(pk=found.pk)

    with pytest.raises(NoLongerFits) as caught:
        variants.rebase_variant(planner, found, found.version)
    assert [(one.place, one.record) for one in caught.value.broken] == [(0, LONGER)]
    variants.rebase_variant(planner, found, found.version, leaves_out=True)
    assert found.edits == [RENAMED]


def test_a_cycle_that_the_newer_plan_makes_is_told_with_its_circle(project, planner):
    """Links that were fine on the old plan."""
    plan = plan_of(project.current_revision_id)
    found = replayed(plan, [{"edit": "Link", "predecessor": 4, "successor": 2}, RENAMED])

    assert [one.record["edit"] for one in found.broken] == ["Link"]
    assert "Taak 2" in found.broken[0].reason
    assert found.working == (RENAMED,)


def test_a_new_task_whose_number_was_taken_gets_another(project):
    """And later edits follow it."""
    plan = edited(plan_of(project.current_revision_id), [Insert(90, 0, "Van een ander")], forecast_schedule)
    records = [
        {"edit": "Insert", "uid": 90, "below": 4, "name": "Van mij"},
        {"edit": "Link", "predecessor": 3, "successor": 90},
    ]
    found = replayed(plan, records)

    assert not found.broken
    assert found.working[1] == {"edit": "Link", "predecessor": 3, "successor": 91}
    assert {"Van een ander", "Van mij"} <= set(found.plan.tasks.name)


def test_every_edit_has_a_sentence(project):
    """A new kind of edit without words fails here, not on a page."""
    plan = plan_of(project.current_revision_id)
    values = {
        "uid": 2, "uids": [2], "start": plan.start, "duration": DAY, "percent_complete": 0.5,
        "predecessor": 2, "successor": 3, "below": 2, "name": "Nieuw", "levels": 1, "task": 2, "resource": 1,
        "facts": {"deadline": plan.start, "name": "X", "constraint": 4, "is_manual": True,
                  "notes": None, "cost": 100},
    }  # fmt: skip
    for kind in get_args(Edit):
        record = {"edit": kind.__name__} | {
            one.name: values[one.name] for one in fields(kind) if one.name in values
        }
        said = EditWords(plan, [record]).sentence(record)

        assert "Taak 2" in said or "Nieuw" in said


@pytest.mark.parametrize(
    "edit",
    [
        {"edit": "Link", "predecessor": 2, "successor": 4, "kind": 9, "lag": 3600, "lag_unit": 7},
        {"edit": "SetFacts", "uids": [3], "facts": {"constraint": 99}},
    ],
)
def test_a_number_without_a_name_is_told_as_it_is(project, edit):
    """Words never break a page."""
    said = EditWords(plan_of(project.current_revision_id), [edit]).sentence(edit)

    assert "9" in said


def test_the_gantt_keeps_its_edits_as_a_variant(client, project, planner):
    """And is told where it stands; replaced under its number, and never over somebody else's."""
    client.force_login(planner)
    made = asked(client, project, "plan_variant_add", base=1, edits=[LONGER], title="Langer", note="Waarom")
    sent = {"base": 1, "edits": [SHORTER], "title": "Korter", "number": 1, "version": 1}
    again = asked(client, project, "plan_variant_add", **sent)
    late = asked(client, project, "plan_variant_add", **sent | {"edits": [RENAMED]})

    assert (made.status_code, again.status_code, late.status_code) == (201, 201, 409)
    assert client.get(made.json()["url"]).status_code == 200
    found = PlanVariant.objects.get()
    assert (found.name, found.note, found.edits) == ("Korter", "Waarom", [SHORTER])


@pytest.mark.parametrize(
    "sent",
    [{"edits": "x"}, {"edits": [{"edit": "Nonsense"}]}, {"edits": [LONGER], "title": "A", "number": "1"}],
    ids=["no list", "no edit", "no number"],
)
def test_what_our_pages_never_send_is_refused(client, project, planner, sent):
    """With a sentence, and nothing kept."""
    client.force_login(planner)
    answer = asked(client, project, "plan_variant_add", base=1, **sent)

    assert answer.status_code == 400
    assert answer.json()["said"]
    assert not PlanVariant.objects.exists()


def test_p80_without_anything_uncertain_is_undetermined(client, project, planner):
    """Unknown is not sure: no figures, and what is missing."""
    client.force_login(planner)
    found = asked(client, project, "plan_p80", base=1, edits=[LONGER]).json()

    assert found["p80"] is None
    assert found["missing"]


def test_p80_agrees_with_the_forecast_and_with_itself(client, project, planner):
    """Without edits it is the number of the forecast page; ten days more of work is fourteen days later."""
    run = factories.forecast(project)
    client.force_login(planner)
    same = asked(client, project, "plan_p80", base=1, edits=[]).json()
    later = asked(client, project, "plan_p80", base=1, edits=[LONGER]).json()

    assert same["p80"] == same["p80_before"] == Answers(run).finish_at(0.8)
    assert later["p80_before"] == same["p80"]
    assert later["days"] >= 14
    assert [(one["gate"], one["days"]) for one in later["gates"]] == [("G4", later["days"])]
    assert later["missing"] == []


def test_much_more_work_breaks_the_tolerance(client, project, planner):
    """Thirty days of tolerance do not hold sixty days of work more."""
    factories.forecast(project)
    client.force_login(planner)
    much = LONGER | {"duration": 65 * DAY}
    found = asked(client, project, "plan_p80", base=1, edits=[much]).json()

    assert (found["chance_before"], found["chance"]) == (1.0, 0.0)
    assert found["limit"]


def test_edits_that_touch_nothing_leave_the_chance_as_it_is(client, project, planner):
    """Both plans meet the same chance: a name alone moves no percentile, not by a second."""
    factories.forecast(project)
    client.force_login(planner)
    found = asked(client, project, "plan_p80", base=1, edits=[RENAMED]).json()

    assert found["p80"] == found["p80_before"]
    assert found["days"] == 0


def test_the_page_sets_variants_beside_the_plan(client, project, planner):
    """Each difference has a sign and a word; the conclusion names the best."""
    factories.forecast(project)
    kept(planner, project, LONGER)
    kept(planner, project, SHORTER, name="Korter")
    client.force_login(planner)
    answer = client.get(reverse("plan_variants", args=["PF", "P-1"]))
    rows = {row.label: row for group in answer.context["groups"] for row in group.rows}
    sure = next(row for label, row in rows.items() if label.endswith("P80") and "," in label)

    assert [one.name for one in answer.context["columns"][1:]] == ["Langer", "Korter"]
    assert "+" in sure.cells[1].difference
    assert "−" in sure.cells[2].difference
    assert "Korter" in answer.context["conclusion"]


def test_figures_are_stored_and_stale_ones_are_computed_anew(client, project, planner):
    """The second visit computes nothing; another plan or other risks do."""
    factories.forecast(project)
    found = kept(planner, project, LONGER)
    client.force_login(planner)
    page = reverse("plan_variants", args=["PF", "P-1"])
    client.get(page)
    first = PlanVariant.objects.get(pk=found.pk)
    client.get(page)
    again = PlanVariant.objects.get(pk=found.pk)
    variants.change_variant(planner, again, again.version, Named("Langer"), [SHORTER])
    client.get(page)
    other = PlanVariant.objects.get(pk=found.pk)

    assert first.figures_key
    assert again.figures_key == first.figures_key != other.figures_key
    assert other.figures["spread"]["quantiles"][80] < first.figures["spread"]["quantiles"][80]


def test_without_anything_uncertain_the_page_says_undetermined(client, project, planner):
    """Planned dates are compared; certainty is not made up."""
    kept(planner, project, LONGER)
    client.force_login(planner)
    answer = client.get(reverse("plan_variants", args=["PF", "P-1"]))

    assert answer.context["lacks_spread"]
    assert answer.context["columns"][1].certain(80) is None
    assert answer.context["columns"][1].at("goal") is not None


def test_a_variant_goes_to_paper_as_it_stands(client, project, planner):
    """The table has its edits, on the revision that it was made on."""
    kept(planner, project, RENAMED)
    client.force_login(planner)
    page = client.get(reverse("project_plan", args=["PF", "P-1"]) + "?variant=1")
    text = client.get(page.context["settings"]["urls"]["paper"]).content.decode()

    assert RENAMED["facts"]["name"] in text


def test_the_page_of_a_variant_does_what_its_buttons_say(client, project, planner):
    """Rename, archive, take back, promote; the way leads to where the answer stands."""
    found = kept(planner, project, RENAMED)
    client.force_login(planner)
    url = reverse("plan_variant", args=["PF", "P-1", 1])

    def done(**sent):
        found.refresh_from_db()
        return client.post(url, {"version": found.version} | sent)

    assert done(do="name", name="Beter", note="Hierom").status_code == 302
    assert "Beter" in client.get(url).content.decode()
    done(do="archive")
    assert client.get(reverse("plan_variants", args=["PF", "P-1"])).context["live"] == []
    done(do="restore")
    assert done(do="promote")["Location"].endswith("?voorstel=1")
    assert client.post(url, {"do": "promote"}).status_code == 409


def test_the_page_of_a_variant_on_an_older_plan_offers_to_bring_it_on(client, project, planner):
    """With what no longer works, and its reason."""
    found = kept(planner, project, LONGER, RENAMED)
    moved_on(project, planner, *edits_from([{"edit": "SetFacts", "uids": [2], "facts": {"name": "X"}}]))
    client.force_login(planner)
    url = reverse("plan_variant", args=["PF", "P-1", 1])
    page = client.get(url)
    client.post(url, {"version": found.version, "do": "rebase"})
    found.refresh_from_db()

    assert page.context["is_behind"]
    assert page.context["broken"] == []
    assert found.base.number == 2


def test_the_pages_ask_no_more_of_more_variants(client, project, planner, django_assert_max_num_queries):
    """What is stored is read in a fixed number of queries per column."""
    factories.forecast(project)
    for number in range(6):
        kept(planner, project, LONGER, name=f"Variant {number}")
    client.force_login(planner)
    page = reverse("plan_variants", args=["PF", "P-1"])
    client.get(page)

    with django_assert_max_num_queries(50):
        client.get(page)


def test_an_edit_of_a_variant_must_be_possible(project, planner):
    """What the plan refuses is no variant either."""
    with pytest.raises(InvalidPlan):
        kept(planner, project, {"edit": "Link", "predecessor": 4, "successor": 2})
