"""One line as a page and as the drawer of its list: tabs, states, plan, history, archived and back."""

from __future__ import annotations

import pytest
from web import factories
from web.register_lines import SLUGS, form_of, line, new_form

from stuurbord.web.accounts.models import Role, Scope
from stuurbord.web.lists.panels import _PANELS, Panel, declare_panel
from stuurbord.web.lists.register import REGISTERS

pytestmark = pytest.mark.django_db
TABS = ["feiten", "koppelingen", "opmerkingen", "bijlagen", "geschiedenis"]


@pytest.fixture
def project():
    """A project in a portfolio of its own."""
    return factories.project(factories.portfolio("ASN"), "P-001")


@pytest.fixture
def editor(client, project):
    """The portfolio manager, logged in."""
    made = factories.user(Role.PORTFOLIO_MANAGER, Scope.PORTFOLIO, project.portfolio_id)
    client.force_login(made)
    return made


@pytest.mark.parametrize("slug", SLUGS)
def test_the_drawer_shows_what_the_page_shows(client, editor, project, slug):
    """The same tabs and fields for every register; the drawer without the frame of a page."""
    stored = line(slug, project)
    page = client.get(f"/registers/{slug}/{stored.pk}/")
    drawer = client.get(f"/registers/{slug}/{stored.pk}/", {"part": "drawer"})

    assert [one["slug"] for one in page.context["tabs"]] == TABS
    told = [pair for _title, fields in page.context["sections"] for pair in fields]
    assert [pair for _title, fields in drawer.context["sections"] for pair in fields] == [
        pair for pair in told if pair[1] != "–"
    ]
    assert "<html" in page.content.decode()
    assert "<html" not in drawer.content.decode()
    assert drawer.content.decode().count('role="tabpanel"') == len(TABS)


@pytest.mark.parametrize("tab", TABS)
def test_every_tab_has_an_address(client, editor, project, tab):
    """Only its panel shows; what is no tab is the first."""
    stored = line("issues", project)
    page = client.get(f"/registers/issues/{stored.pk}/", {"tab": tab}).content.decode()
    other = client.get(f"/registers/issues/{stored.pk}/", {"tab": "<b>"})

    assert page.count("hidden>") >= len(TABS) - 1
    assert f'id="panel-{tab}" aria-labelledby="tab-{tab}" tabindex="0">' in page
    assert other.context["tab"] == "feiten"


def test_a_state_that_may_follow_is_a_button(client, editor, project):
    """One press, on the version that was seen."""
    stored = line("proef", project)
    page = client.get(f"/registers/proef/{stored.pk}/")
    answer = client.post(f"/registers/proef/{stored.pk}/status/", {"target": "granted", "version": 1})
    stored.refresh_from_db()

    assert {one.target for one in page.context["ways"]} == {"granted", "refused"}
    assert answer.status_code == 302
    assert (stored.state, stored.version) == ("granted", 2)


@pytest.mark.parametrize("target", ["asked2", "", "<b>"])
def test_a_state_that_may_not_follow_is_refused_in_words(client, editor, project, target):
    """Nothing changes."""
    stored = line("proef", project)
    answer = client.post(f"/registers/proef/{stored.pk}/status/", {"target": target, "version": 1})

    assert answer.status_code == 422
    assert answer.context["outcome"].errors


def test_a_state_chosen_on_an_older_version_merges_what_fits(client, editor, project):
    """Another field changed meanwhile: both stand. The state changed meanwhile: told, nothing lost."""
    stored = line("proef", project)
    client.post(f"/registers/proef/{stored.pk}/wijzigen/", form_of("proef", stored) | {"title": "Anders"})
    fits = client.post(f"/registers/proef/{stored.pk}/status/", {"target": "granted", "version": 1})
    stored.refresh_from_db()
    late = client.post(f"/registers/proef/{stored.pk}/status/", {"target": "refused", "version": 1})

    assert fits.status_code == 302
    assert (stored.title, stored.state) == ("Anders", "granted")
    assert late.status_code == 409


def test_what_stands_in_the_way_of_a_state_is_told(client, editor, project):
    """The guard of a decision asks for its outcome."""
    register = REGISTERS["beslissingen"]
    if register.states is None:
        pytest.skip("decisions have no table of states yet")
    stored = line("beslissingen", project)
    ways = client.get(f"/registers/beslissingen/{stored.pk}/").context["ways"]
    guarded = [one.target for one in register.states.leaving(stored.state) if one.guard]
    hindered = {one.target for one in ways if one.hindered}

    assert guarded
    assert hindered & set(guarded)


def test_a_reader_has_no_buttons(client, project):
    """Nor the forms behind them."""
    stored = line("proef", project)
    client.force_login(factories.user(Role.READER, Scope.PORTFOLIO, project.portfolio_id))
    page = client.get(f"/registers/proef/{stored.pk}/")
    text = page.content.decode()

    assert page.context["ways"] == []
    assert "/status/" not in text
    assert "/wijzigen/" not in text
    assert "/bijlagen/" not in text.replace("?tab=bijlagen", "")
    assert client.post(f"/registers/proef/{stored.pk}/status/", {"target": "granted"}).status_code == 403


def test_an_archived_line_can_be_read_and_brought_back(client, editor, project):
    """With who archived it; nothing can be changed before."""
    stored = line("issues", project)
    here = f"/registers/issues/{stored.pk}"
    client.post(f"{here}/archiveren/", {"version": 1})
    page = client.get(f"{here}/")
    form = client.get(f"{here}/wijzigen/")
    back = client.post(f"{here}/terugzetten/", {"version": 2})
    stored.refresh_from_db()

    assert page.context["archived_by"].actor == editor.name
    assert not page.context["may_change"]
    assert form.status_code == 302
    assert back.status_code == 302
    assert (stored.is_archived, stored.version) == (False, 3)
    assert [one.verb for one in client.get(f"{here}/").context["history"]] == ["restore", "archive"]


def test_a_line_is_brought_back_on_the_version_that_was_seen(client, editor, project):
    """An older one is a conflict; a reader may not."""
    stored = line("issues", project, is_archived=True, version=3)

    assert client.post(f"/registers/issues/{stored.pk}/terugzetten/", {"version": 2}).status_code == 409
    client.force_login(factories.user(Role.READER, Scope.PORTFOLIO, project.portfolio_id))
    assert client.post(f"/registers/issues/{stored.pk}/terugzetten/", {"version": 3}).status_code == 403


def test_the_tasks_that_a_risk_names_stand_with_their_dates(client, editor, project):
    """By number or code; what the plan does not have is told."""
    register = REGISTERS["risicos"]
    if "tasks" not in register.plan_fields:
        pytest.skip("risks do not name their tasks yet")
    factories.revision(project)
    stored = line("risicos", project, tasks="#2; 99")
    project.refresh_from_db()
    found = client.get(f"/registers/risicos/{stored.pk}/").context["in_plan"]

    assert [one.name for one in found.tasks] == ["Taak 2"]
    assert found.tasks[0].start < found.tasks[0].finish
    assert found.unknown == ("99",)


def test_a_room_above_adds_a_table_to_a_line(client, editor, project):
    """Rows with a name, the one that counts in bold."""
    stored = line("issues", project)
    declare_panel(
        "issues",
        lambda one, user: Panel("Kosten", ("", "Kans"), (("Voor", "20 %"), ("Nu", "12 %")), strong=1),
    )
    try:
        text = client.get(f"/registers/issues/{stored.pk}/").content.decode()
    finally:
        _PANELS["issues"].pop()

    assert "Kosten" in text
    assert '<tr class="strong"><th scope="row">Nu</th>' in text


def test_the_history_tells_versions_and_shows_all_on_request(client, editor, project):
    """Fifty at first."""
    client.post("/registers/issues/nieuw/", new_form("issues", project))
    stored = REGISTERS["issues"].model.objects.get(project=project)
    here = f"/registers/issues/{stored.pk}/"
    for number in range(55):
        stored.refresh_from_db()
        client.post(f"{here}wijzigen/", form_of("issues", stored) | {"title": f"Titel {number}"})
    first = client.get(here, {"tab": "geschiedenis"})
    everything = client.get(here, {"tab": "geschiedenis", "alles": "1"})

    assert len(first.context["history"]) == 50
    assert first.context["has_more"]
    assert len(everything.context["history"]) == 56
    assert [one.version for one in everything.context["history"]] == list(range(56, 0, -1))
    assert everything.context["has_beginning"]


def test_values_that_differ_never_look_the_same_in_the_history(client, editor, project):
    """A half percent and a cent are told."""
    stored = line("proef", project, fee="10.00")
    stored.refresh_from_db()
    client.post(f"/registers/proef/{stored.pk}/wijzigen/", form_of("proef", stored) | {"fee": "10,25"})
    [change] = client.get(f"/registers/proef/{stored.pk}/").context["history"][0].changes

    assert change.before != change.after
    assert "10,25" in change.after


def test_an_invalid_form_still_rests_on_the_version_it_was_opened_on(client, editor, project):
    """Else correcting a typing error would overwrite what somebody saved meanwhile."""
    stored = line("issues", project)
    sent = form_of("issues", stored)
    client.post(f"/registers/issues/{stored.pk}/wijzigen/", sent | {"title": "Van een ander"})
    wrong = client.post(f"/registers/issues/{stored.pk}/wijzigen/", sent | {"title": ""})
    again = client.post(f"/registers/issues/{stored.pk}/wijzigen/", sent | {"title": "Van mij"})

    assert wrong.status_code == 422
    assert 'name="version" value="1"' in wrong.content.decode()
    assert again.status_code == 409


def test_the_form_says_what_its_fields_are_for(client, editor, project):
    """From the declaration; tied to the field for who does not see it."""
    register = next((one for one in REGISTERS.values() if one.help), None)
    if register is None:
        pytest.skip("no register explains its fields yet")
    name, text = next((name, text) for name, text in register.help.items() if name in register.form_fields)
    page = client.get(f"/registers/{register.slug}/nieuw/")

    assert page.context["form"].fields[name].help_text == text
    assert f'aria-describedby="id_{name}_helptext"' in page.content.decode()


def test_a_field_that_names_a_line_offers_those_of_the_project_only(client, editor, project):
    """Numbers of another project do not show, whatever number the form sends."""
    from stuurbord.web.lists.fields import LineField

    found = [
        (register, name, field)
        for register in REGISTERS.values()
        for name, field in register.form_class().fields.items()
        if isinstance(field, LineField)
    ]
    if not found:
        pytest.skip("no register names a line of another yet")
    register, name, field = found[0]
    target = next(one for one in REGISTERS.values() if one.model is field.model)
    foreign = factories.project(factories.portfolio("ELDERS"))
    own, secret = line(target.slug, project), line(target.slug, foreign)
    page = client.get(f"/registers/{register.slug}/nieuw/", {"project": project.code})
    forged = client.post(f"/registers/{register.slug}/nieuw/", {"project": foreign.pk})

    assert own.code in [code for code, _title in page.context["form"].fields[name].offered]
    assert secret.code not in page.content.decode()
    assert forged.context["form"].fields[name].offered == []
    assert "<datalist" in page.content.decode()


@pytest.mark.parametrize("number", [10**30, 2**63, 10**6])
def test_a_number_that_no_line_has_is_not_found(client, editor, number):
    """However large."""
    assert client.get(f"/registers/issues/{number}/").status_code == 404
    assert client.post(f"/registers/issues/{number}/status/", {"target": "x"}).status_code == 404
    assert client.post(f"/registers/issues/{number}/terugzetten/").status_code == 404


def test_the_page_takes_few_queries(client, editor, project, django_assert_max_num_queries):
    """Whatever stands beside the line."""
    stored = line("issues", project)
    for number in range(12):
        client.post(f"/registers/issues/{stored.pk}/opmerkingen/", {"text": f"Opmerking {number}"})
        other = line("beslissingen", project)
        client.post(f"/registers/issues/{stored.pk}/koppelingen/", {"to": f"beslissingen:{other.pk}"})
    with django_assert_max_num_queries(12):
        page = client.get(f"/registers/issues/{stored.pk}/?part=drawer")

    assert len(page.context["links"]) == 12
