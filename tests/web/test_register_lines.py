"""Writing down, changing and archiving a line: who may, what is refused, who was first."""

from __future__ import annotations

from decimal import Decimal

import pytest
from web import factories
from web.register_lines import MODELS, SLUGS, form_of, line, new_form, risk

from stuurbord.web.accounts.models import Role, Scope
from stuurbord.web.audit.chain import verify_database
from stuurbord.web.audit.models import AuditEntry
from stuurbord.web.registers.models import Risk

pytestmark = pytest.mark.django_db


@pytest.fixture
def project():
    """A project in a portfolio of its own."""
    return factories.project(factories.portfolio("ASN"), "P-001")


@pytest.fixture
def editor(client, project):
    """The portfolio manager, logged in: may edit every register."""
    made = factories.user(Role.PORTFOLIO_MANAGER, Scope.PORTFOLIO, project.portfolio_id)
    client.force_login(made)
    return made


@pytest.mark.parametrize("slug", SLUGS)
def test_a_line_is_written_down(client, editor, project, slug):
    """With an audit entry, and its page opens."""
    answer = client.post(f"/registers/{slug}/nieuw/", new_form(slug, project))
    made = MODELS[slug].objects.get(project=project)
    entry = AuditEntry.objects.exclude(actor_name="Stuurbord").first()

    assert answer.status_code == 302
    assert answer.url == f"/registers/{slug}/{made.pk}/"
    assert client.get(answer.url).status_code == 200
    assert entry.subject == made.subject
    assert entry.action.endswith(".create")
    assert verify_database()[1] is None


@pytest.mark.parametrize("slug", SLUGS)
def test_a_form_that_changes_nothing_saves_nothing(client, editor, project, slug):
    """No version, no entry."""
    stored = line(slug, project)
    before = AuditEntry.objects.count()
    answer = client.post(f"/registers/{slug}/{stored.pk}/wijzigen/", form_of(slug, stored))
    stored.refresh_from_db()

    assert answer.status_code == 302
    assert stored.version == 1
    assert AuditEntry.objects.count() == before


def test_a_change_is_logged_field_by_field(client, editor, project):
    """What it was and what it became."""
    stored = risk(project)
    stored.refresh_from_db()
    form = form_of("risicos", stored) | {
        "probability": "55 %",
        "impact_cost": "€ 1.234,50",
        "state": "analysed",
    }
    client.post(f"/registers/risicos/{stored.pk}/wijzigen/", form)
    stored.refresh_from_db()

    assert stored.version == 2
    assert stored.probability == Decimal("0.55")
    assert stored.impact_cost == Decimal("1234.50")
    assert AuditEntry.objects.first().data == {
        "probability": ["0.4000", "0.5500"],
        "impact_cost": ["1000.00", "1234.50"],
        "state": ["identified", "analysed"],
    }


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("probability", "140"),
        ("probability", "-1"),
        ("probability", "veel"),
        ("impact_cost", "=1+1"),
        ("impact_cost", "1e999"),
        ("impact_cost", "99999999999999"),
        ("impact_days", "twee"),
        ("impact_days", "99999999999999999999"),
        ("due", "31/11/2026"),
        ("state", "weg"),
        ("owner", "999999"),
        ("code", ""),
        ("title", "a" * 301),
    ],
)
def test_a_value_that_cannot_be_is_told_at_its_field(client, editor, project, name, typed):
    """Nothing is saved and what was typed comes back."""
    stored = risk(project)
    stored.refresh_from_db()
    form = form_of("risicos", stored) | {name: typed}
    answer = client.post(f"/registers/risicos/{stored.pk}/wijzigen/", form)

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [name]
    assert Risk.objects.get(pk=stored.pk).version == 1


def test_the_error_of_a_probability_says_where_it_lies(client, editor, project):
    """In words, with its own name."""
    editor.language = "en"
    editor.save()
    form = new_form("risicos", project) | {"probability": "140"}
    answer = client.post("/registers/risicos/nieuw/", form)

    assert "Probability lies between 0 and 100 %." in answer.content.decode()
    assert 'value="140"' in answer.content.decode()
    assert 'aria-invalid="true"' in answer.content.decode()


def test_a_number_is_used_once_per_project(client, editor, project):
    """The second is refused at the number."""
    risk(project, code="R-001")
    answer = client.post("/registers/risicos/nieuw/", new_form("risicos", project) | {"code": "R-001"})

    assert answer.status_code == 422
    assert Risk.objects.count() == 1


def test_who_saves_second_sees_both_values(client, editor, project):
    """409, nothing overwritten; the form then holds the version it can be saved on."""
    stored = risk(project, probability="0.3")
    stored.refresh_from_db()
    form = form_of("risicos", stored)
    client.post(f"/registers/risicos/{stored.pk}/wijzigen/", form | {"probability": "35"})
    late = client.post(f"/registers/risicos/{stored.pk}/wijzigen/", form | {"probability": "40"})
    stored.refresh_from_db()
    [difference] = late.context["conflict"]

    assert late.status_code == 409
    assert (difference.mine, difference.theirs) == ("40\N{NO-BREAK SPACE}%", "35\N{NO-BREAK SPACE}%")
    assert late.context["latest"].actor == editor.name
    assert stored.probability == Decimal("0.35")
    assert 'name="version" value="2"' in late.content.decode()


def test_keeping_my_values_after_a_conflict_saves_them(client, editor, project):
    """On the version the page then shows."""
    stored = risk(project)
    stored.refresh_from_db()
    form = form_of("risicos", stored)
    client.post(f"/registers/risicos/{stored.pk}/wijzigen/", form | {"probability": "35"})
    answer = client.post(
        f"/registers/risicos/{stored.pk}/wijzigen/", form | {"probability": "60", "version": 2}
    )
    stored.refresh_from_db()

    assert answer.status_code == 302
    assert stored.probability == Decimal("0.6")


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 40, None])
def test_a_form_without_its_version_overwrites_nothing(client, editor, project, version):
    """It counts as a lost race."""
    stored = risk(project)
    stored.refresh_from_db()
    form = form_of("risicos", stored) | {"title": "Anders"}
    form.pop("version")
    answer = client.post(
        f"/registers/risicos/{stored.pk}/wijzigen/", form | ({} if version is None else {"version": version})
    )

    assert answer.status_code == 409
    assert Risk.objects.get(pk=stored.pk).title == stored.title


@pytest.mark.parametrize("slug", SLUGS)
def test_archiving_takes_a_question_and_leaves_the_line_in_the_log(client, editor, project, slug):
    """The first page asks; the second does it."""
    stored = line(slug, project)
    question = client.get(f"/registers/{slug}/{stored.pk}/archiveren/")
    still = not MODELS[slug].objects.get(pk=stored.pk).is_archived
    done = client.post(f"/registers/{slug}/{stored.pk}/archiveren/", {"version": stored.version})

    assert question.status_code == 200
    assert still
    assert done.url == f"/registers/{slug}/"
    assert MODELS[slug].objects.get(pk=stored.pk).is_archived
    assert "terugzetten" in client.get(f"/registers/{slug}/{stored.pk}/").content.decode()
    assert AuditEntry.objects.first().action.endswith(".archive")


def test_archiving_what_somebody_else_changed_is_a_conflict(client, editor, project):
    """409, and the line stays."""
    stored = risk(project)
    answer = client.post(f"/registers/risicos/{stored.pk}/archiveren/", {"version": 7})

    assert answer.status_code == 409
    assert not Risk.objects.get(pk=stored.pk).is_archived


@pytest.mark.parametrize("slug", SLUGS)
def test_a_reader_sees_no_buttons_and_cannot_change(client, project, slug):
    """403 on every way in, and nothing changes."""
    stored = line(slug, project)
    client.force_login(factories.user(Role.READER, Scope.PORTFOLIO, project.portfolio_id))
    page = client.get(f"/registers/{slug}/{stored.pk}/").content.decode()
    here = f"/registers/{slug}/{stored.pk}"
    answers = [
        client.post(f"/registers/{slug}/nieuw/", new_form(slug, project)),
        client.post(f"{here}/wijzigen/", form_of(slug, stored) | {"version": 1}),
        client.post(f"{here}/archiveren/", {"version": 1}),
    ]

    assert "/wijzigen/" not in page
    assert "/archiveren/" not in page
    assert [one.status_code for one in answers] == [403, 403, 403]
    assert MODELS[slug].objects.count() == 1


@pytest.mark.parametrize("slug", SLUGS)
def test_a_stranger_does_not_learn_that_a_line_exists(client, project, slug):
    """404 on every way in."""
    stored = line(slug, project)
    client.force_login(factories.user(Role.PORTFOLIO_MANAGER, Scope.PORTFOLIO, factories.portfolio().pk))
    here = f"/registers/{slug}/{stored.pk}"

    assert client.get(f"{here}/").status_code == 404
    assert client.post(f"{here}/wijzigen/", {}).status_code == 404
    assert client.post(f"{here}/archiveren/", {}).status_code == 404


@pytest.mark.parametrize(
    ("role", "slug", "may"),
    [
        (Role.PROJECT_MANAGER, "risicos", True),
        (Role.PROJECT_MANAGER, "budget", False),
        (Role.CONTROLLER, "budget", True),
        (Role.CONTROLLER, "risicos", False),
        (Role.AUDITOR, "risicos", False),
    ],
)
def test_each_register_takes_its_own_permission(client, project, role, slug, may):
    """Money is the controller's, risks are not."""
    client.force_login(factories.user(role, Scope.PROJECT, project.pk))
    answer = client.post(f"/registers/{slug}/nieuw/", new_form(slug, project))

    assert answer.status_code == (302 if may else 403)


def test_only_projects_one_may_edit_are_offered_and_taken(client, project):
    """A line cannot be written into, nor moved to, somebody else's project."""
    other = factories.project(project.portfolio, "P-002")
    manager = factories.user(Role.PROJECT_MANAGER, Scope.PROJECT, project.pk)
    client.force_login(manager)
    page = client.get("/registers/risicos/nieuw/")
    new = client.post("/registers/risicos/nieuw/", new_form("risicos", other))
    stored = risk(project)
    stored.refresh_from_db()
    move = client.post(
        f"/registers/risicos/{stored.pk}/wijzigen/", form_of("risicos", stored) | {"project": other.pk}
    )

    assert [one.pk for one in page.context["form"].fields["project"].queryset] == [project.pk]
    assert page.context["form"]["project"].value() == project.pk
    assert new.status_code == 422
    assert move.status_code == 422
    assert Risk.objects.filter(project=other).count() == 0


def test_the_next_number_is_proposed(client, editor, project):
    """After the highest, with its letters and width."""
    risk(project, code="R-009")
    risk(project, code="R-041")
    risk(project, code="los")
    form = client.get("/registers/risicos/nieuw/").context["form"]

    assert form["code"].value() == "R-042"
