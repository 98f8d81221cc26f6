"""``search rebuild``: the index is made anew from the data."""

from __future__ import annotations

import pytest
from cli.commands import run, run_json
from web import factories

from stuurbord.web.search.models import SearchText

pytestmark = pytest.mark.django_db


def test_the_index_is_made_anew():
    """From nothing; with the number of texts."""
    factories.project(factories.portfolio("ASN"), "P-001", name="Kaaimuur")
    SearchText.objects.all().delete()

    assert run_json("search", "rebuild") == {"texts": 2}
    assert "2 texts" in run("search", "rebuild").stdout
    assert SearchText.objects.filter(title="P-001 Kaaimuur").exists()
