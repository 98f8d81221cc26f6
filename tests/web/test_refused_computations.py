"""A stored plan or risk model that contradicts itself is told in words, not as a failure of the program."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from stuurbord.errors import Finding, InvalidPlan, InvalidRiskModel
from stuurbord.web.middleware import TellRefusals

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("error", [InvalidPlan, InvalidRiskModel])
def test_a_contradiction_is_told_with_its_findings(error: type[InvalidPlan], rf: RequestFactory) -> None:
    """The reader gets the findings and a heading that speaks of computing, not of a file."""
    finding = Finding("cycle", "The tasks {tasks} wait for each other.", fields={"tasks": "3, 4"})

    answer = TellRefusals(lambda request: HttpResponse()).process_exception(rf.get("/"), error(finding))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "3, 4" in page
    assert "Dit kan niet berekend worden" in page
