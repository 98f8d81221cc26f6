"""Rule books asked by a program: the verdict of the text in force, and refusals that name the fact."""

from __future__ import annotations

import pytest
from django.test import Client
from web import factories
from web.api_client import Program, token

from stuurbord.rulebooks.rule_pack import shipped_packs
from stuurbord.web.accounts.models import Role, Scope

pytestmark = pytest.mark.django_db
DECIDE = "/rules/project-size/decide"


@pytest.fixture
def program(client: Client) -> Program:
    """Return a program of somebody who reads."""
    portfolio = factories.portfolio("A")
    return Program(client, token(factories.user(Role.READER, Scope.PORTFOLIO, portfolio.pk)))


def test_answer_has_exactly_the_keys_that_are_promised(program):
    """The same as of the command, by the text that is in force."""
    answer = program.post(DECIDE, {"facts": {"months": 12, "person_days": 300}, "on": "2026-11-01"}).json()

    assert list(answer) == [
        *("pack", "version", "hash", "on", "verdict"),
        *("because", "missing", "obligations", "warnings"),
    ]
    assert (answer["verdict"], answer["on"]) == ("middelgroot", "2026-11-01")
    assert answer["hash"] == shipped_packs()["project-size"].sha256


def test_what_is_missing_is_told_and_a_name_that_is_not_read_warns(program):
    """Null is not known."""
    answer = program.post(DECIDE, {"facts": {"months": 12, "person_days": None, "colour": 1}}).json()

    assert (answer["verdict"], answer["missing"]) == ("ONBEPAALD", ["person_days"])
    assert [one["code"] for one in answer["warnings"]] == ["fact_unknown"]


@pytest.mark.parametrize(
    ("path", "sent", "status", "field"),
    [
        (DECIDE, {"facts": {"months": True}}, 422, "facts.months"),
        (DECIDE, {"facts": {"months": "long"}}, 422, "facts.months"),
        (DECIDE, {"facts": {}, "on": "gisteren"}, 422, "on"),
        (DECIDE, {"facts": {}, "colour": 1}, 422, "colour"),
        ("/rules/gates/decide", {"facts": {}, "at": "G9"}, 422, "at"),
        ("/rules/nothing/decide", {"facts": {}}, 404, None),
    ],
)
def test_wrong_question_is_refused_by_its_field(program, path, sent, status, field):
    """A gate that no rule names too: asked there, nothing would stand in the way."""
    refused = program.post(path, sent)

    assert refused.status_code == status
    assert [one["field"] for one in refused.json()["errors"]] == ([field] if field else [])


def test_list_names_each_rule_book_and_where_it_asks(program):
    """With the hash of the text in force."""
    listed = {one["key"]: one for one in program.get("/rules").json()["items"]}

    assert set(listed) == set(shipped_packs())
    assert {"G0", "G2b", "G6"} <= set(listed["gates"]["places"])
