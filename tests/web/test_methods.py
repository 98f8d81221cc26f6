"""Templates are edited as drafts; projects follow a version until somebody migrates them, and can go back."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from web import factories

from stuurbord.errors import InvalidRulePack, NotPermitted, VersionConflict
from stuurbord.web.accounts.models import Role, Scope
from stuurbord.web.audit.models import AuditEntry
from stuurbord.web.methods.actions import adopt_method, migrate, name_role, roll_back, save_data
from stuurbord.web.methods.editing import copy_to_draft, discard_draft, publish, save_draft, with_row
from stuurbord.web.methods.migrating import preview
from stuurbord.web.methods.models import MethodTemplate, ProjectMethod, TemplateState
from stuurbord.web.methods.queries import (
    current_method,
    field_facts,
    field_values,
    missing_fields,
    person_in_role,
    template_of,
    template_with_hash,
    templates_of,
)
from stuurbord.web.methods.storing import published
from stuurbord.web.projects.models import Portfolio, Project
from stuurbord.web.registers.models import Milestone

pytestmark = pytest.mark.django_db

FIELD = {"key": "rooms", "kind": "number", "label": {"nl": "Aantal zalen"}, "required_at": "G2"}
CRITERION = {
    "id": "ORG-G1-01",
    "at": ["G1"],
    "title": {"nl": "Ondernemingsraad gehoord"},
    "severity": "blocking",
    "require": [["attested.ORG-G1-01"]],
    "question": {"nl": "Is de ondernemingsraad gehoord?"},
}


@pytest.fixture
def portfolio() -> Portfolio:
    return factories.portfolio("METH")


@pytest.fixture
def project(portfolio: Portfolio) -> Project:
    return factories.project(portfolio, "P-001", kind="application")


@pytest.fixture
def pmo() -> Any:
    """Return who steers portfolios and methods everywhere."""
    return factories.user(Role.PORTFOLIO_MANAGER)


def shipped(key: str = "flemish-application") -> MethodTemplate:
    return published().get(key=key)


def a_version_of_our_own(pmo: Any) -> MethodTemplate:
    """Return a published version with a field and a criterion more."""
    draft = copy_to_draft(pmo, shipped())
    text = with_row(with_row(draft.text, "field", FIELD), "rule", CRITERION)
    return publish(pmo, save_draft(pmo, draft, text, 1), 2)


def test_a_project_without_a_method_follows_what_is_usual_for_its_kind(project: Project) -> None:
    """The Flemish approach, of its own kind."""
    other = factories.project(project.portfolio, kind="programme")

    assert template_of(project).key == "flemish-application"
    assert template_of(other).key == "flemish-application"


def test_templates_of_many_projects_take_two_queries(
    portfolio: Portfolio, pmo: Any, django_assert_num_queries: Any
) -> None:
    """Whatever their number."""
    projects = [factories.project(portfolio, kind="ai") for _number in range(4)]
    for one in projects[:2]:
        adopt_method(pmo, one, "hybrid-ai")

    with django_assert_num_queries(2):
        found = templates_of(projects)

    assert [found[one.pk].key for one in projects] == ["hybrid-ai", "hybrid-ai", "flemish-ai", "flemish-ai"]


def test_a_draft_is_a_copy_under_the_next_version(pmo: Any) -> None:
    """What is published stays as it is."""
    source = shipped()

    draft = copy_to_draft(pmo, source)

    assert (draft.version, draft.state, draft.made_from) == ("2026.2", "draft", source)
    assert draft.text != source.text
    assert shipped().version == "2026.1"


def test_publishing_retires_the_version_before_and_moves_no_project(project: Project, pmo: Any) -> None:
    """Running projects keep theirs."""
    adopt_method(pmo, project, "flemish-application")

    ours = a_version_of_our_own(pmo)

    assert shipped() == ours
    assert MethodTemplate.objects.get(key=ours.key, version="2026.1").state == TemplateState.RETIRED
    assert template_of(project).version == "2026.1"
    assert template_with_hash(ours.sha256).version == "2026.2"


def test_a_wrong_text_changes_nothing_and_names_its_line(pmo: Any) -> None:
    """The draft stays, and what is published stays in force."""
    draft = copy_to_draft(pmo, shipped())
    wrong = draft.text + '\n[[field]]\nkey = "x"\nkind = "kleur"\nlabel = { nl = "X" }\n'

    with pytest.raises(InvalidRulePack) as error:
        save_draft(pmo, draft, wrong, 1)

    assert error.value.findings[0].where.line == wrong.count("\n") - 1
    assert MethodTemplate.objects.get(pk=draft.pk).text == draft.text


def test_a_draft_keeps_its_name(pmo: Any) -> None:
    """Another key would be another template."""
    draft = copy_to_draft(pmo, shipped())

    with pytest.raises(InvalidRulePack, match="stay as they are"):
        save_draft(pmo, draft, draft.text.replace("flemish-application", "ours-application"), 1)


def test_two_people_do_not_overwrite_each_others_draft(pmo: Any) -> None:
    """The second is told."""
    draft = copy_to_draft(pmo, shipped())
    save_draft(pmo, draft, with_row(draft.text, "field", FIELD), 1)

    with pytest.raises(VersionConflict):
        save_draft(pmo, draft, draft.text, 1)
    with pytest.raises(VersionConflict):
        publish(pmo, draft, 1)


def test_a_version_is_published_once(pmo: Any) -> None:
    """Two drafts of the same version: the second must take another number."""
    one, other = (copy_to_draft(pmo, shipped()) for _draft in range(2))
    assert (one.version, other.version) == ("2026.2", "2026.3")
    other = save_draft(pmo, other, other.text.replace('"2026.3"', '"2026.2"') + "\n# other\n", 1)
    publish(pmo, one, 1)

    with pytest.raises(VersionConflict, match=r"2026\.2"):
        publish(pmo, other, 2)


def test_a_draft_is_thrown_away(pmo: Any) -> None:
    """With an entry in the log."""
    draft = copy_to_draft(pmo, shipped())

    discard_draft(pmo, draft, 1)

    assert not MethodTemplate.objects.filter(pk=draft.pk).exists()
    assert AuditEntry.objects.filter(action="method.discard").exists()


@pytest.mark.parametrize("role", [Role.READER, Role.PROJECT_MANAGER, Role.PROJECT_OWNER, Role.ADMINISTRATOR])
def test_only_the_pmo_edits(role: Role) -> None:
    """A portfolio manager of the whole organisation."""
    with pytest.raises(NotPermitted):
        copy_to_draft(factories.user(role), shipped())


def test_a_portfolio_manager_of_one_portfolio_does_not_edit_for_all(portfolio: Portfolio) -> None:
    """Methods are of the whole organisation."""
    with pytest.raises(NotPermitted):
        copy_to_draft(factories.user(Role.PORTFOLIO_MANAGER, Scope.PORTFOLIO, portfolio.pk), shipped())


def test_the_preview_tells_what_changes_and_writes_nothing(project: Project, pmo: Any) -> None:
    """Criteria, fields, products, and which passed gates are asked something new."""
    adopt_method(pmo, project, "flemish-application")
    Milestone.objects.create(project=project, code="G1", name="G1", is_gate=True, actual=date(2026, 9, 1))
    save_data(pmo, project, {"hosting": "cloud"}, 0)
    ours = a_version_of_our_own(pmo)
    n_entries = AuditEntry.objects.count()

    found = preview(project, ours)

    told = {(one.verb, one.table, one.name) for one in found.changes}
    assert told == {("added", "criterion", "ORG-G1-01"), ("added", "field", "rooms")}
    assert found.reopened == ("G1",)
    assert found.to_fill == ("Aantal zalen",)
    assert AuditEntry.objects.count() == n_entries
    assert current_method(project).template.version == "2026.1"


def test_migrating_and_going_back(project: Project, pmo: Any) -> None:
    """The values of a field that went are there again."""
    first = adopt_method(pmo, project, "flemish-application")
    ours = a_version_of_our_own(pmo)
    second = migrate(pmo, project, ours, first.pk, "proef")
    save_data(pmo, project, {"rooms": "12"}, 0)

    third = roll_back(pmo, project, second.pk, "toch niet")

    assert template_of(project).version == "2026.1"
    assert third.previous is None
    assert [one.is_current for one in ProjectMethod.objects.filter(project=project)] == [True, False, False]
    assert field_values(project)[0] == {"rooms": "12"}
    again = migrate(pmo, project, ours, third.pk)
    assert template_of(project).fields[-1].key == "rooms"
    assert field_facts([project.pk])[project.pk] == {"field.rooms": "12"}
    assert again.previous == third
    actions = AuditEntry.objects.filter(action__startswith="method.", project_id=project.pk)
    assert list(actions.order_by("number").values_list("action", flat=True)) == [
        "method.adopt",
        "method.adopt",
        "method.roll_back",
        "method.adopt",
    ]


def test_there_must_be_something_to_go_back_to(project: Project, pmo: Any) -> None:
    """The first method has nothing before it."""
    first = adopt_method(pmo, project, "flemish-application")

    with pytest.raises(VersionConflict):
        roll_back(pmo, project, first.pk)


def test_somebody_else_moved_the_project_first(project: Project, pmo: Any) -> None:
    """The preview was of something else."""
    adopt_method(pmo, project, "flemish-application")

    with pytest.raises(VersionConflict):
        migrate(pmo, project, shipped("prince2-application"), None)


def test_a_draft_is_not_followed(project: Project, pmo: Any) -> None:
    """Only what is published."""
    with pytest.raises(VersionConflict):
        migrate(pmo, project, copy_to_draft(pmo, shipped()), None)


def test_only_who_steers_the_portfolio_migrates(project: Project) -> None:
    """Not the project manager."""
    manager = factories.user(Role.PROJECT_MANAGER, Scope.PROJECT, project.pk)

    with pytest.raises(NotPermitted):
        adopt_method(manager, project, "flemish-application")


def test_roles_of_the_method_have_a_person(project: Project, pmo: Any) -> None:
    """Owner and manager are those of the project; others are named."""
    person = factories.user(name="C. Janssens").person
    project.owner = factories.user().person
    project.save()

    name_role(pmo, project, "ciso", person)

    assert person_in_role(project, "ciso") == person
    assert person_in_role(project, "owner") == project.owner
    assert person_in_role(project, "dpo") is None
    name_role(pmo, project, "ciso", None)
    assert person_in_role(project, "ciso") is None
    with pytest.raises(ValueError, match="no role"):
        name_role(pmo, project, "owner", person)
    with pytest.raises(NotPermitted):
        name_role(factories.user(Role.READER), project, "ciso", person)


def test_data_is_saved_once_per_version(project: Project, pmo: Any) -> None:
    """The second of two windows is told."""
    assert missing_fields(project, "G2") == ["Waar draait het?"]
    assert missing_fields(project, "G1") == []

    save_data(pmo, project, {"hosting": "cloud"}, 0)

    assert missing_fields(project, "G2") == []
    with pytest.raises(VersionConflict):
        save_data(pmo, project, {"hosting": "leverancier"}, 0)
    entry = AuditEntry.objects.get(action="project.data")
    assert entry.data == {"hosting": [None, "cloud"]}


def test_the_pages_of_methods_show(project: Project, pmo: Any) -> None:
    """List, one version, a project's own, its preview and its data."""
    client = Client()
    client.force_login(pmo)
    adopt_method(pmo, project, "flemish-application")
    draft = copy_to_draft(pmo, shipped())
    place = [project.portfolio.key, project.code]

    for name, arguments in (
        ("methods", []),
        ("method", [shipped().pk]),
        ("method_edit", [draft.pk]),
        ("project_method", place),
        ("project_method_preview", [*place, shipped("prince2-application").pk]),
        ("project_data", place),
    ):
        answer = client.get(reverse(name, args=arguments))
        assert answer.status_code == 200, name


def test_a_draft_is_edited_on_its_page(pmo: Any) -> None:
    """By the forms for the common things, and as text; a wrong text comes back with its line."""
    client = Client()
    client.force_login(pmo)
    draft = copy_to_draft(pmo, shipped())
    address = reverse("method_edit", args=[draft.pk])
    field = {"field-key": "rooms", "field-label": "Zalen", "field-kind": "number", "field-required_at": "G2"}
    rule = {
        "criterion-id": "ORG-G1-01",
        "criterion-gate": "G1",
        "criterion-title": "Ondernemingsraad gehoord",
        "criterion-severity": "blocking",
        "criterion-way": "attested",
        "criterion-question": "Is hij gehoord?",
        "criterion-role": "owner",
    }
    title = {"title-what": "gate:G1", "title-title": "Startbesluit"}

    for number, (name, sent) in enumerate({"field": field, "criterion": rule, "title": title}.items(), 1):
        answer = client.post(address, {"form": name, "revision": number, **sent})
        assert answer.status_code == 302, name
    wrong = client.post(address, {"form": "text", "revision": 4, "text": "key = 3"})

    page = wrong.content.decode()
    assert wrong.status_code == 422
    assert "regel 1" in page
    assert ">key = 3</textarea>" in page
    template = template_with_hash_of_draft(draft)
    assert template.gate("G1").title["nl"] == "Startbesluit"
    assert [one.id for one in template.pack.rules][-1] == "ORG-G1-01"
    assert template.fields[-1].key == "rooms"
    made = client.post(reverse("method_publish", args=[draft.pk]), {"revision": 4})
    assert made.status_code == 302
    assert shipped().pk == draft.pk


def template_with_hash_of_draft(draft: MethodTemplate) -> Any:
    from stuurbord.web.methods.queries import read

    return read(MethodTemplate.objects.get(pk=draft.pk))


def test_a_project_is_migrated_and_brought_back_on_its_pages(project: Project, pmo: Any) -> None:
    """Preview, follow, back."""
    client = Client()
    client.force_login(pmo)
    first = adopt_method(pmo, project, "flemish-application")
    place = [project.portfolio.key, project.code]
    target = shipped("prince2-application")

    client.post(reverse("project_method_preview", args=[*place, target.pk]), {"current": first.pk})
    assert template_of(project).key == "prince2-application"
    late = client.post(reverse("project_method_preview", args=[*place, target.pk]), {"current": first.pk})
    assert late.status_code == 409

    client.post(reverse("project_method_back", args=place), {"current": current_method(project).pk})
    assert template_of(project).key == "flemish-application"


def test_a_new_version_of_what_a_project_follows_is_offered_first(
    client: Client, project: Project, pmo: Any
) -> None:
    """Also where it follows a template of another kind, as a programme that builds does."""
    adopt_method(pmo, project, "flemish-infrastructure")
    draft = copy_to_draft(pmo, shipped("flemish-infrastructure"))
    publish(pmo, draft, draft.revision)
    client.force_login(pmo)
    page = client.get(reverse("project_method", args=["METH", "P-001"]))

    offered = page.context["others"]
    assert offered[0].key == "flemish-infrastructure"
    assert offered[0].pk == draft.pk
    assert {one.kind for one in offered} == {"application", "infrastructure"}


def test_data_and_roles_are_saved_on_their_page(project: Project, pmo: Any) -> None:
    """Two forms on one page."""
    client = Client()
    client.force_login(pmo)
    person = factories.user().person
    address = reverse("project_data", args=[project.portfolio.key, project.code])

    client.post(address, {"form": "data", "version": 0, "field-hosting": "cloud"})
    client.post(address, {"form": "roles", "role-ciso": person.pk})
    late = client.post(address, {"form": "data", "version": 0, "field-hosting": "leverancier"})

    assert field_values(project) == ({"hosting": "cloud"}, 1)
    assert person_in_role(project, "ciso") == person
    assert late.status_code == 409
    reader = factories.user(Role.READER)
    client.force_login(reader)
    assert client.get(address).status_code == 200
    assert client.post(address, {"form": "data", "version": 1}).status_code == 403
