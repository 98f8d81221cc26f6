"""Remarks on a line: who may, what they show, whom they call, how they are taken back."""

from __future__ import annotations

import pytest
from web import factories
from web.register_lines import line

from stuurbord.web.accounts.models import Role, Scope
from stuurbord.web.audit.models import AuditEntry
from stuurbord.web.lists.comments import add_comment, written
from stuurbord.web.lists.mentions import handle_of, handles, mark_seen, mentioned, people_of, unseen
from stuurbord.web.lists.models import Comment, Mention
from stuurbord.web.lists.register import REGISTERS

pytestmark = pytest.mark.django_db
ISSUES = REGISTERS["issues"]


@pytest.fixture
def project():
    """A project in a portfolio of its own."""
    return factories.project(factories.portfolio("ASN"), "P-001")


@pytest.fixture
def rita(project):
    """Somebody who may see the portfolio."""
    return factories.user(Role.READER, Scope.PORTFOLIO, project.portfolio_id, name="Rita Baert")


@pytest.fixture
def karel(client, project):
    """The project manager, logged in."""
    made = factories.user(Role.PROJECT_MANAGER, Scope.PROJECT, project.pk, name="Karel De Backer")
    client.force_login(made)
    return made


@pytest.fixture
def stranger():
    """Somebody of another portfolio."""
    other = factories.portfolio("ELDERS")
    return factories.user(Role.PORTFOLIO_MANAGER, Scope.PORTFOLIO, other.pk, name="Vera Vreemd")


def address(stored, *, part: str = "opmerkingen/") -> str:
    """Return an address of a line."""
    return f"/registers/issues/{stored.pk}/{part}"


def test_a_remark_is_kept_shown_and_logged(client, karel, project):
    """With its hash in the log, and in the history of the line."""
    stored = line("issues", project)
    answer = client.post(address(stored), {"text": "Leverancier belt vrijdag."})
    page = client.get(answer.url)
    entry = AuditEntry.objects.first()

    assert answer.url.endswith("?tab=opmerkingen")
    assert "Leverancier belt vrijdag." in page.content.decode()
    assert (entry.action, entry.subject, entry.version) == ("comment.add", stored.subject, 1)
    assert len(entry.data["sha256"]) == 64
    assert page.context["history"][0].verb == "beside"


def test_a_reader_may_speak_and_the_version_of_the_line_stays(client, rita, project):
    """A remark is no change of the line."""
    stored = line("issues", project)
    client.force_login(rita)
    answer = client.post(address(stored), {"text": "Akkoord."})
    stored.refresh_from_db()

    assert answer.status_code == 302
    assert stored.version == 1


def test_a_name_calls_who_may_see_the_project(karel, rita, stranger, project):
    """And nobody else, whatever is written."""
    stored = line("issues", project)
    add_comment(karel, ISSUES, stored, "@Rita Baert en @vera vreemd, kijk eens. karel@elders.example")

    assert [one.user for one in Mention.objects.all()] == [rita]
    assert [one.called for one in unseen(rita)] == [stored.code]
    assert unseen(stranger) == []


def test_who_shares_a_name_goes_by_the_address(project, rita):
    """Nobody is called by mistake; the longest name that fits is meant."""
    other = factories.user(Role.READER, Scope.PORTFOLIO, project.portfolio_id, name="Rita Baert")
    long = factories.user(Role.READER, Scope.PORTFOLIO, project.portfolio_id, name="Jan")
    longer = factories.user(Role.READER, Scope.PORTFOLIO, project.portfolio_id, name="Jan Claes")
    people = list(people_of(project))
    called = handles(people)

    assert mentioned("@Rita Baert", people) == []
    assert mentioned(f"@{other.email}", people) == [other]
    assert handle_of(rita, called) == rita.email
    assert mentioned("@jan claes!", people) == [longer]
    assert mentioned("@Jan, ja", people) == [long]
    assert mentioned("@Jansens", people) == []


def test_the_names_offered_are_of_people_who_may_see_the_project(client, karel, rita, stranger, project):
    """Not of a closed account, an administrator without a view, or a stranger."""
    factories.user(Role.ADMINISTRATOR, name="Anna Beheer")
    closed = factories.user(Role.READER, Scope.PORTFOLIO, project.portfolio_id, name="Cis Dicht")
    closed.is_active = False
    closed.save()
    stored = line("issues", project)
    names = [one["name"] for one in client.get(address(stored)).json()["people"]]
    found = client.get(address(stored), {"q": "bae"}).json()["people"]

    assert names == ["Karel De Backer", "Rita Baert"]
    assert found == [{"handle": "Rita Baert", "name": "Rita Baert"}]


def test_opening_the_remarks_marks_the_call_as_seen(client, karel, rita, project):
    """Opening another tab does not; nor does somebody else."""
    stored = line("issues", project)
    add_comment(karel, ISSUES, stored, "@Rita Baert ?")
    client.get(f"/registers/issues/{stored.pk}/?tab=opmerkingen")
    still = len(unseen(rita))
    client.force_login(rita)
    client.get(f"/registers/issues/{stored.pk}/")
    waiting = unseen(rita)
    client.get(waiting[0].url)

    assert still == len(waiting) == 1
    assert waiting[0].author == "Karel De Backer"
    assert unseen(rita) == []


def test_nobody_marks_the_call_of_another(karel, rita, project):
    """Whatever number is sent."""
    made = add_comment(karel, ISSUES, line("issues", project), "@Rita Baert")
    mention = Mention.objects.get(comment=made)

    assert mark_seen(karel, [mention.pk]) == 0
    assert mark_seen(rita, [mention.pk, 999]) == 1


def test_a_call_ends_with_the_right_to_see(karel, rita, project):
    """Who lost the role is called no longer."""
    add_comment(karel, ISSUES, line("issues", project), "@Rita Baert")
    rita.memberships.all().delete()
    rita.__dict__.pop("_grants", None)  # a new request

    assert unseen(rita) == []


def test_only_who_made_a_remark_withdraws_it(client, karel, rita, project):
    """Its text goes from the page; that it was there stays."""
    stored = line("issues", project)
    made = add_comment(karel, ISSUES, stored, "Te vroeg gezegd, @Rita Baert")
    part = f"opmerkingen/{made.pk}/intrekken/"
    client.force_login(rita)
    refused = client.post(address(stored, part=part))
    client.force_login(karel)
    done = client.post(address(stored, part=part))
    page = client.get(done.url).content.decode()

    assert refused.status_code == 403
    assert "Te vroeg gezegd" not in page
    assert unseen(rita) == []
    assert AuditEntry.objects.first().action == "comment.withdraw"


def test_a_remark_of_another_line_is_not_found(client, karel, project):
    """Also when the line itself may be seen."""
    first, second = line("issues", project), line("issues", project)
    made = add_comment(karel, ISSUES, first, "Hier")

    for number in (made.pk, 10**6, 10**30):
        part = f"opmerkingen/{number}/intrekken/"
        assert client.post(address(second, part=part)).status_code == 404


def test_a_stranger_finds_no_line_to_speak_of(client, stranger, project):
    """Not the names either."""
    stored = line("issues", project)
    client.force_login(stranger)

    assert client.post(address(stored), {"text": "Hallo"}).status_code == 404
    assert client.get(address(stored)).status_code == 404
    assert Comment.objects.count() == 0


@pytest.mark.parametrize("text", ["", "   \n", "\u200b\u202e", "a" * 10_001])
def test_what_cannot_be_said_is_told_and_comes_back(client, karel, project, text):
    """Nothing, nothing that anybody sees, or too much."""
    stored = line("issues", project)
    answer = client.post(address(stored), {"text": text})

    assert answer.status_code == 422
    assert answer.context["outcome"].errors
    assert answer.context["outcome"].typed == text
    assert Comment.objects.count() == 0


def test_a_remark_shows_what_it_says(karel, project):
    """No direction marks, no zero width, no nulls."""
    made = add_comment(karel, ISSUES, line("issues", project), "\u202eab\x00c\u200b\r\nd")

    assert made.text == "abc\nd"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<b>a</b>", "&lt;b&gt;a&lt;/b&gt;"),
        ("javascript:alert(1)", "javascript:alert(1)"),
        (
            "zie https://a.example/x?y=1&z=2.",
            'zie <a href="https://a.example/x?y=1&amp;z=2" rel="noopener noreferrer nofollow">'
            "https://a.example/x?y=1&amp;z=2</a>.",
        ),
        (
            'https://a.example/"onmouseover=1',
            '<a href="https://a.example/" rel="noopener noreferrer nofollow">https://a.example/</a>'
            "&quot;onmouseover=1",
        ),
    ],
)
def test_addresses_become_links_and_nothing_becomes_html(text, expected):
    """Every part is escaped."""
    assert str(written(text)) == expected


def test_an_archived_line_takes_no_remarks(client, karel, project):
    """It can be read; the text comes back."""
    stored = line("issues", project, is_archived=True)
    answer = client.post(address(stored), {"text": "Nog iets"})

    assert answer.status_code == 409
    assert answer.context["outcome"].typed == "Nog iets"


def test_the_drawer_gets_its_new_content_in_one_answer(client, karel, project):
    """No redirect: the list stays where it is."""
    stored = line("issues", project)
    answer = client.post(address(stored), {"text": "Kort", "part": "drawer"})
    html = answer.content.decode()

    assert answer.status_code == 200
    assert "<html" not in html
    assert "Kort" in html
    assert answer.context["tab"] == "opmerkingen"


def test_many_calls_take_a_query_per_register(karel, rita, project, django_assert_max_num_queries):
    """However many lines."""
    for slug in ("issues", "beslissingen"):
        for _number in range(8):
            add_comment(karel, REGISTERS[slug], line(slug, project), "@Rita Baert")
    with django_assert_max_num_queries(5):
        assert len(unseen(rita)) == 16
