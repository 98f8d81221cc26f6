"""A lost race, field by field: nothing overwritten, nothing lost, also when it is lost twice."""

from __future__ import annotations

import json
import re
from html import unescape

import pytest
from web import factories
from web.register_lines import form_of, line

from stuurbord.web.accounts.models import Role, Scope
from stuurbord.web.lists.actions import archive_line
from stuurbord.web.lists.register import REGISTERS

pytestmark = pytest.mark.django_db


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


@pytest.fixture
def stored(project, editor):
    """A permit with a title, a fee and a due date."""
    made = line("proef", project, title="Omgeving", fee="100.00", due="2026-12-01")
    made.refresh_from_db()
    return made


class Race:
    """Two tabs with the form of one line."""

    def __init__(self, client, stored):
        self.client, self.stored = client, stored
        self.address = f"/registers/proef/{stored.pk}/wijzigen/"
        self.opened = form_of("proef", stored)

    def save(self, **fields):
        """Send the form as it was opened, with some fields changed."""
        return self.client.post(self.address, self.opened | fields)

    def first(self, **fields) -> None:
        """Somebody else saves on the version that stands there now."""
        self.stored.refresh_from_db()
        answer = self.client.post(self.address, form_of("proef", self.stored) | fields)
        assert answer.status_code == 302

    def choose(self, page, **choices):
        """Send the merge form of a page with choices made."""
        text = page.content.decode()
        names = ("version", "base", "mine")
        sent = {name: unescape(re.search(f'name="{name}" value="([^"]*)"', text)[1]) for name in names}
        sent["clash"] = re.findall(r'name="clash" value="([^"]*)"', text)
        if 'name="restore"' in text:
            sent["restore"] = "1"
        return self.client.post(self.address, sent | {f"choice-{name}": one for name, one in choices.items()})

    def now(self):
        """Return the line as it is stored."""
        self.stored.refresh_from_db()
        return self.stored


@pytest.fixture
def race(client, stored):
    """Two tabs."""
    return Race(client, stored)


def test_the_page_shows_base_mine_theirs_and_what_fits(race):
    """Title clashes; the fee is mine, the date theirs."""
    race.first(title="Van hen", due="2027-01-15")
    late = race.save(title="Van mij", fee="250")
    [clash] = late.context["conflict"]

    assert late.status_code == 409
    assert (clash.base, clash.mine, clash.theirs) == ("Omgeving", "Van mij", "Van hen")
    assert [one.name for one in late.context["kept"]] == ["fee"]
    assert [one.name for one in late.context["theirs"]] == ["due"]
    assert (race.now().title, race.now().version) == ("Van hen", 2)


def test_my_choice_is_saved_with_what_fits(race):
    """On the new version; what they changed elsewhere stays."""
    race.first(title="Van hen", due="2027-01-15")
    done = race.choose(race.save(title="Van mij", fee="250"), title="mine")
    now = race.now()

    assert done.status_code == 302
    assert (now.title, str(now.fee), now.due.isoformat(), now.version) == (
        "Van mij",
        "250.00",
        "2027-01-15",
        3,
    )


def test_their_value_can_stay_and_mine_is_saved_elsewhere(race):
    """Field by field."""
    race.first(title="Van hen")
    race.choose(race.save(title="Van mij", fee="250"), title="theirs")

    assert (race.now().title, str(race.now().fee)) == ("Van hen", "250.00")


def test_taking_all_theirs_saves_nothing(race):
    """No version, no entry."""
    race.first(title="Van hen")
    done = race.choose(race.save(title="Van mij"), title="theirs")

    assert done.status_code == 302
    assert race.now().version == 2


def test_what_fits_is_shown_before_it_is_saved(race):
    """No clash: one press."""
    race.first(due="2027-01-15")
    late = race.save(fee="250")
    done = race.choose(late)

    assert late.status_code == 409
    assert late.context["conflict"] == []
    assert done.status_code == 302
    assert (str(race.now().fee), race.now().due.isoformat()) == ("250.00", "2027-01-15")


def test_both_wrote_the_same(race):
    """Then there is nothing left to do."""
    race.first(title="Gelijk")

    assert race.save(title="Gelijk").status_code == 302
    assert race.now().version == 2


def test_without_a_choice_nothing_is_saved_and_choices_made_stand(race):
    """The page comes back."""
    race.first(title="Van hen", fee="300")
    late = race.save(title="Van mij", fee="250")
    again = race.choose(late, title="mine")

    assert again.status_code == 409
    assert again.context["undecided"]
    assert again.context["chosen"]["title"] == "mine"
    assert race.now().version == 2
    assert race.choose(again, title="mine", fee="theirs").status_code == 302
    assert (race.now().title, str(race.now().fee)) == ("Van mij", "300.00")


def test_losing_twice_merges_twice(race):
    """While I chose, somebody saved once more: the field they touched is asked again, without my choice."""
    race.first(title="Van hen")
    late = race.save(title="Van mij", fee="250")
    race.first(title="Nog eens van hen")
    twice = race.choose(late, title="mine")
    [clash] = twice.context["conflict"]

    assert twice.status_code == 409
    assert (clash.base, clash.mine, clash.theirs) == ("Van hen", "Van mij", "Nog eens van hen")
    assert twice.context["chosen"] == {}
    assert race.choose(twice, title="mine").status_code == 302
    assert (race.now().title, str(race.now().fee), race.now().version) == ("Van mij", "250.00", 4)


def test_what_i_let_go_is_not_asked_again(race):
    """Their value was taken; a second race over another field does not bring mine back."""
    race.first(title="Van hen")
    late = race.save(title="Van mij", fee="250")
    race.first(due="2027-01-15")
    twice = race.choose(late, title="theirs")

    assert twice.status_code == 409
    assert [one.name for one in twice.context["kept"]] == ["fee"]
    assert race.choose(twice).status_code == 302
    assert race.now().title == "Van hen"


def test_a_line_archived_meanwhile_is_told_and_can_come_back_with_my_changes(race, editor):
    """Who did it, what I wrote, and one press that brings it back and saves."""
    archive_line(editor, REGISTERS["proef"], race.stored, 1)
    late = race.save(title="Van mij")
    done = race.choose(late)
    now = race.now()

    assert late.status_code == 409
    assert late.context["latest"].verb == "archive"
    assert [one.mine for one in late.context["kept"]] == ["Van mij"]
    assert done.status_code == 302
    assert (now.is_archived, now.title, now.version) == (False, "Van mij", 4)


def test_pieces_that_contradict_each_other_open_the_form_with_both(race):
    """A value that cannot stand is told at its field, with everything else filled in."""
    race.first(due="2027-01-15")
    late = race.save(fee="250")
    text = late.content.decode()
    version, base = (re.search(f'name="{name}" value="(\\d+)"', text)[1] for name in ("version", "base"))
    mine = json.dumps({"fee": "250", "title": ""})
    answer = race.client.post(race.address, {"version": version, "base": base, "mine": mine})

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["title"]
    assert 'value="250"' in answer.content.decode()
    assert 'name="version" value="2"' in answer.content.decode()


@pytest.mark.parametrize(
    "mine",
    [
        "",
        "x",
        "[]",
        "1",
        '{"id": 5}',
        '{"owner": "x"}',
        '{"fee": {"a": 1}}',
        '{"due": "31/02/2026"}',
        '{"fee": "NaN"}',
    ],
)
def test_a_forged_merge_form_changes_nothing(race, mine):
    """What no field can hold is left out; the rest goes through the form like everything."""
    race.first(title="Van hen")
    answer = race.client.post(race.address, {"version": 2, "base": 1, "mine": mine})

    assert answer.status_code in (302, 422)
    assert race.now().version == 2


def test_a_merge_cannot_move_a_line_to_a_project_one_may_not_edit(race):
    """The form offers only one's own."""
    foreign = factories.project(factories.portfolio("ELDERS"))
    race.first(title="Van hen")
    mine = json.dumps({"project": foreign.pk})
    answer = race.client.post(race.address, {"version": 2, "base": 1, "mine": mine})

    assert answer.status_code == 422
    assert race.now().project_id != foreign.pk


def test_an_owner_is_told_by_name(race, project):
    """Not by number."""
    one, other = (factories.user(name=name).person for name in ("Rita Baert", "Jan Claes"))
    race.first(owner=one.pk)
    [clash] = race.save(owner=other.pk).context["conflict"]

    assert (clash.mine, clash.theirs) == ("Jan Claes", "Rita Baert")
