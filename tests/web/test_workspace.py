"""The planning page: what it is given, what edits come to, and the proposal that is made of them."""

from __future__ import annotations

import html
import json
import re

import pytest
from django.urls import reverse
from exchange import made_mspdi
from web import factories

from stuurbord.plan.document import digest
from stuurbord.web.accounts.models import Role, Scope
from stuurbord.web.planning.actions import accept
from stuurbord.web.planning.models import Proposal, ProposalState
from stuurbord.web.projects.models import Project
from stuurbord.web.projects.plans import plan_of

pytestmark = pytest.mark.django_db
ADDRESS = "/portefeuille/PF/project/P-1/planning/"
DAY = 8 * 3600
RENAMED = {"edit": "SetFacts", "uids": [2], "facts": {"name": "Anders"}}
LONGER = {"edit": "Resize", "uids": [3], "duration": 40 * DAY}


@pytest.fixture
def project() -> Project:
    """A project with a plan."""
    made = factories.project(factories.portfolio("PF"), "P-1")
    factories.revision(made)
    made.refresh_from_db()
    return made


@pytest.fixture
def planner(client, project):
    """A browser of the project manager."""
    client.force_login(factories.user(Role.PROJECT_MANAGER))
    return client


def posted(client, name: str, **sent):
    return client.post(ADDRESS + name, json.dumps({"base": 1} | sent), content_type="application/json")


def test_the_page_carries_no_plan_and_no_inline_script(planner):
    """Its data comes apart; without a script it leads to the table."""
    text = planner.get(ADDRESS).content.decode()

    assert f'href="{ADDRESS}tabel/?everything=1&amp;task="' in text
    assert "planning-settings" in text
    assert " style=" not in text
    assert "Taak 2" not in text


def test_the_data_holds_every_task_and_link(planner, project):
    """One list per fact, one entry per task."""
    answer = planner.get(f"{ADDRESS}gegevens.json").json()
    plan = plan_of(project.current_revision_id)

    assert answer["base"] == 1
    assert answer["columns"]["uid"] == plan.tasks.uid.tolist()
    assert len(answer["columns"]["links"]) == len(plan.dependencies)
    assert {len(answer["columns"][name]) for name in ("name", "start", "finish", "flags")} == {
        len(plan.tasks)
    }


def test_a_preview_sends_what_differs_and_keeps_nothing(planner, project):
    """The ripple of a longer task: later rows move, nothing is stored."""
    before = project.current_revision_id
    answer = posted(planner, "proef.json", edits=[LONGER]).json()
    rows = answer["changes"]["finish"][0]
    project.refresh_from_db()

    assert answer["effect"]["n_moved"] == len({one["uid"] for one in answer["effect"]["moved"]}) > 0
    assert len(rows) == answer["effect"]["n_moved"]
    assert project.current_revision_id == before
    assert not Proposal.objects.exists()


def test_a_preview_of_nothing_changes_nothing(planner):
    """What undo comes down to."""
    answer = posted(planner, "proef.json", edits=[]).json()

    assert answer["changes"] == {}
    assert answer["effect"]["n_moved"] == 0


def test_a_cycle_is_refused_with_its_tasks(planner):
    """The sentence names them in order."""
    edits = [
        {"edit": "Link", "predecessor": 2, "successor": 3},
        {"edit": "Link", "predecessor": 3, "successor": 2},
    ]
    answer = posted(planner, "proef.json", edits=edits)

    assert answer.status_code == 422
    assert "Taak 2" in answer.json()["said"]
    assert "Taak 3" in answer.json()["said"]


@pytest.mark.parametrize(
    "sent",
    [
        {"edits": "Move"},
        {"edits": [{"edit": "Explode"}]},
        {"edits": [{"edit": "Move", "uid": "2", "start": 0}]},
        {"edits": [[]]},
        {"edits": [RENAMED] * 2001},
    ],
)
def test_what_is_no_edit_is_a_bad_request(planner, sent):
    """Nothing breaks, nothing is guessed."""
    assert posted(planner, "proef.json", **sent).status_code == 400


@pytest.mark.parametrize("base", [7, "x", -1, "1; drop"])
def test_edits_on_a_revision_that_is_not_there_are_not_found(planner, base):
    """A forged base leads nowhere."""
    assert posted(planner, "proef.json", base=base, edits=[]).status_code == 404


def test_edits_become_a_proposal_and_nothing_more(planner, project):
    """It waits for a decision; the plan is what it was."""
    answer = posted(planner, "voorstel.json", edits=[RENAMED], title="Andere naam", reason="Duidelijker")
    project.refresh_from_db()
    proposal = Proposal.objects.get()

    assert answer.status_code == 201
    assert answer.json()["url"] == f"{ADDRESS}?voorstel=1"
    assert (proposal.title, proposal.reason, proposal.source) == ("Andere naam", "Duidelijker", "edit")
    assert proposal.state == ProposalState.OPEN
    assert project.current_revision.number == 1


def test_within_the_mandate_a_planner_accepts_at_once(planner, project):
    """The plan is then exactly what was previewed."""
    posted(planner, "voorstel.json", edits=[RENAMED], title="Andere naam", accept=True)
    project.refresh_from_db()
    plan = plan_of(project.current_revision_id)

    assert project.current_revision.number == 2
    assert plan.tasks.name[plan.tasks.uid.tolist().index(2)] == "Anders"
    assert project.current_revision.sha256 == digest(plan)
    assert Proposal.objects.get().state == ProposalState.ACCEPTED


def test_a_proposal_without_a_title_is_refused_with_a_sentence(planner):
    """And nothing is made."""
    answer = posted(planner, "voorstel.json", edits=[RENAMED], title=" ")

    assert (answer.status_code, bool(answer.json()["said"])) == (422, True)
    assert not Proposal.objects.exists()


def test_a_proposal_is_shown_on_the_plan_as_it_is_now(planner):
    """Before and after in one answer."""
    posted(planner, "voorstel.json", edits=[LONGER], title="Langer")
    answer = planner.get(f"{ADDRESS}gegevens.json", {"voorstel": "1"}).json()

    assert answer["proposal"]["effect"]["n_moved"] > 0
    assert answer["proposal"]["n_conflicts"] == 0
    assert planner.get(ADDRESS, {"voorstel": "1"}).status_code == 200
    assert planner.get(ADDRESS, {"voorstel": "9"}).status_code == 404


def test_a_past_revision_is_shown_as_it_was_and_read_only(planner, project):
    """As of a past moment: no edits, and it says so."""
    posted(planner, "voorstel.json", edits=[RENAMED], title="Andere naam", accept=True)
    answer = planner.get(f"{ADDRESS}gegevens.json", {"revisie": "1"}).json()
    page = planner.get(ADDRESS, {"revisie": "1"})

    assert "Taak 2" in answer["columns"]["name"]
    assert page.context["settings"]["mayEdit"] is False
    assert b'data-do="insert"' not in page.content


def test_who_only_reads_gets_no_way_to_change(client, project):
    """No button, and the server refuses."""
    client.force_login(factories.user(Role.READER))

    assert b"data-propose" not in client.get(ADDRESS).content
    assert posted(client, "voorstel.json", edits=[RENAMED], title="Stiekem").status_code == 403


def test_a_suggestion_comes_from_who_does_not_plan(client, project):
    """An owner proposes without planning himself; accepting at once is not for him."""
    client.force_login(factories.user(Role.PROJECT_OWNER, Scope.PROJECT, project.pk))
    posted(client, "voorstel.json", edits=[RENAMED], title="Idee", accept=True)
    project.refresh_from_db()

    assert Proposal.objects.get().source == "suggestion"
    assert Proposal.objects.get().state == ProposalState.OPEN
    assert project.current_revision.number == 1


def test_why_explains_the_plan_with_the_edits(planner):
    """The panel is about what is on the screen, not about what is stored."""
    text = posted(planner, "waarom/2/", edits=[RENAMED]).content.decode()

    assert "Anders" in text
    assert "<html" not in text
    assert posted(planner, "waarom/999/", edits=[]).content.strip() == b""


def test_why_explains_the_proposal_that_is_laid_on_the_plan(planner):
    """Then there are no edits to try: what is sent as such is not looked at."""
    posted(planner, "voorstel.json", edits=[RENAMED], title="Andere naam")
    answer = posted(planner, "waarom/2/?voorstel=1", edits=[{"edit": "Explode"}])

    assert answer.status_code == 200
    assert "Anders" in answer.content.decode()
    assert posted(planner, "waarom/2/?voorstel=9", edits=[]).status_code == 404


def heading(client, query: str = "") -> str:
    """The sentence above the plan, without the entities of HTML."""
    text = client.get(ADDRESS + query).content.decode()
    return html.unescape(re.search(r'class="conclusion">(.*?)</p>', text, re.DOTALL)[1])


def test_the_headline_tells_the_plan_that_is_shown(planner, project):
    """With a proposal on it, it tells the dates with the proposal, and names it; also once it is decided."""
    today = heading(planner)
    before = re.search(r"\d\d/\d\d/\d{4}", today)[0]
    posted(planner, "voorstel.json", edits=[LONGER], title="Langer")
    shown = heading(planner, "?voorstel=1")
    one = Proposal.objects.get()
    owner = factories.user(Role.PROJECT_OWNER)
    accept(owner, one, one.version)
    after = re.search(r"\d\d/\d\d/\d{4}", heading(planner))[0]
    decided = planner.get(f"{ADDRESS}?voorstel=1")

    assert re.match(rf"(Met voorstel|With proposal) 1\b.*{after}.*{before}", shown)
    assert after != before
    assert heading(planner, "?voorstel=1") == shown
    assert decided.context["settings"]["base"] == one.base.number == 1


def test_paper_shows_what_is_laid_on_the_plan(planner):
    """A proposal and a past revision go along to the table; its rows, fetched later, too."""
    posted(planner, "voorstel.json", edits=[RENAMED], title="Andere naam")

    def on_paper(query: str) -> str:
        return planner.get(planner.get(ADDRESS + query).context["settings"]["urls"]["paper"]).content.decode()

    without, proposed = on_paper(""), on_paper("?voorstel=1")
    assert "Taak 2" in without
    assert "Anders" not in without
    assert "Anders" in proposed
    assert "Andere naam · " in proposed
    assert "Anders" in planner.get(f"{ADDRESS}tabel/?voorstel=1&part=rows").content.decode()
    one = Proposal.objects.get()
    accept(factories.user(Role.PORTFOLIO_MANAGER), one, one.version)
    assert "Anders" in on_paper("")
    assert "Taak 2" in on_paper("?revisie=1")
    assert planner.get(f"{ADDRESS}tabel/?voorstel=9").status_code == 404


def test_a_proposal_that_moves_nothing_says_so(planner):
    """Another name for a task leaves the goal where it is."""
    posted(planner, "voorstel.json", edits=[RENAMED], title="Andere naam")

    assert re.match(
        r"(Met voorstel|With proposal) 1\b.*(net als zonder|just as without)", heading(planner, "?voorstel=1")
    )


def test_who_may_not_accept_is_told_who_may(planner, project):
    """Beyond what was agreed the planner finds the roles that decide, and no button; who decides does not."""
    posted(planner, "voorstel.json", edits=[LONGER], title="Langer")
    of_planner = planner.get(f"{ADDRESS}?voorstel=1")
    planner.force_login(factories.user(Role.PROJECT_OWNER))
    of_owner = planner.get(f"{ADDRESS}?voorstel=1")

    assert Proposal.objects.get().asks == "decide"
    assert str(Role.PROJECT_OWNER.label).lower() in of_planner.context["who_accepts"]
    assert of_planner.context["who_accepts"] in html.unescape(of_planner.content.decode())
    assert reverse("proposal_accept", args=["PF", "P-1", 1]) not in of_planner.content.decode()
    assert of_owner.context["who_accepts"] == ""
    assert reverse("proposal_accept", args=["PF", "P-1", 1]) in of_owner.content.decode()


@pytest.mark.parametrize("edit", [{"edit": "Remove", "uids": [5]}, {"edit": "Remove", "uids": [1]}])
def test_a_lost_gate_and_a_lost_goal_are_told_before_anything_is_kept(planner, edit):
    """Task 5 is gate G4, the goal of the project; without another task nothing of it is lost."""
    effect = posted(planner, "proef.json", edits=[edit]).json()["effect"]
    is_lost = edit["uids"] == [5]
    lost = [(one["gate"], one["name"]) for one in effect["gates"] if one["finish"] is None]

    assert effect["goal_lost"] == is_lost
    assert lost == ([("G4", "G4 Ingebruikname")] if is_lost else [])


def test_a_proposal_that_loses_a_gate_says_so_first(planner):
    """In the sentence above it, in the list of proposals, and among the facts."""
    posted(planner, "voorstel.json", edits=[{"edit": "Remove", "uids": [5]}], title="Zonder poort")
    page = planner.get(f"{ADDRESS}voorstellen/1/").content.decode()
    listed = planner.get(f"{ADDRESS}voorstellen/").content.decode()

    assert re.search(r"Poort G4 staat niet meer in de planning|Gate G4 is no longer in the plan", page)
    assert re.search(r"G4 (weg|gone|verdwijnt)", listed)


def test_the_columns_of_the_file_come_after_the_plan(client):
    """Asked apart, by their own names; a plan that no file gave has none, and does not ask."""
    other = factories.project(factories.portfolio("PF"), "P-2")
    field = "<ExtendedAttribute><FieldID>188743731</FieldID>{}</ExtendedAttribute>"
    definition = field.format("<FieldName>Text1</FieldName><Alias>Perceel</Alias>")
    tasks = made_mspdi.task(1, field.format("<Value>Perceel 2</Value>")) + made_mspdi.task(2)
    factories.revision(other, made_mspdi.read(made_mspdi.project(tasks, fields=definition)))
    client.force_login(factories.user(Role.PROJECT_MANAGER))
    place = ADDRESS.replace("P-1", "P-2")
    answer = client.get(f"{place}gegevens.json", {"eigen": "1"}).json()

    assert answer == {"own": [{"name": "Perceel", "kind": "text", "values": {"1": "Perceel 2"}}]}
    assert client.get(place).context["settings"]["hasOwnColumns"]


def test_a_plan_without_a_file_has_no_columns_of_one(planner):
    """Nothing is asked, and asking gives nothing."""
    assert not planner.get(ADDRESS).context["settings"]["hasOwnColumns"]
    assert planner.get(f"{ADDRESS}gegevens.json", {"eigen": "1"}).json() == {"own": []}


def test_the_page_asks_the_database_little(planner, django_assert_max_num_queries):
    """However many tasks, the number of queries stays the same."""
    planner.get(ADDRESS)
    with django_assert_max_num_queries(24):
        planner.get(ADDRESS)
